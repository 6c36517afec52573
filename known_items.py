"""How well `search` finds what is known to be there: papers by their titles, and by their keywords."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app import App
from errors import InputError
from ingest.encoding import decode
from ingest.files import file_bytes
from ingest.load import Options
from ingest.projection import Progress
from recommend.metrics import Figure, mean
from search.asked import unquoted
from search.index import PAIRS, WORDS, SearchQuery
from settings import Settings

DEPTHS = (1, 10, 50)
WAYS = {"词和双字": (WORDS, PAIRS), "只用词": (WORDS,), "只用双字": (PAIRS,)}
"""What is looked for: as `search` does, and what is left of it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with all three texts."""

    title: str
    abstract: str
    keywords: str


@dataclass(frozen=True, slots=True)
class Found:
    """How often the paper was found: `reciprocal` is MRR@10, `recall` by depth."""

    known: str
    way: str
    queries: int
    reciprocal: Figure
    recall: dict[int, Figure]


def measured(files: Sequence[Path], settings: Settings, limit: int, progress: Progress) -> list[Found]:
    """Each set asked in each way. The text that is asked for is not in what is searched: a title looks for a
    paper's abstract and keywords, keywords for its title and abstract. At most `limit` papers, the first.
    """
    papers = list(_papers(files))[:limit]
    if not papers:
        raise InputError("没有一篇论文有题目、摘要和关键词", "表里要有 title、abstract、keywords 三列")
    sets = {
        "题目": ([one.title for one in papers], [("", one.abstract, one.keywords) for one in papers]),
        "关键词": (
            [one.keywords.replace(";", " ") for one in papers],
            [(one.title, one.abstract, "") for one in papers],
        ),
    }
    return [
        found
        for known, (queries, texts) in sets.items()
        for found in _asked(known, queries, texts, settings, progress)
    ]


def _asked(
    known: str,
    queries: Sequence[str],
    texts: Sequence[tuple[str, str, str]],
    settings: Settings,
    progress: Progress,
) -> Iterator[Found]:
    """One home for a set, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shuangjin-") as folder:
        home = settings.model_copy(update={"home": Path(folder) / "home", "graph_url": "", "search_url": ""})
        with App(home, command="evaluate") as app:
            app.ingest([_written(texts, Path(folder))], Options(), progress)
            for way, tokens in WAYS.items():
                ranks = [_rank(app, query, f"achievement-LW-{n}", tokens) for n, query in enumerate(queries)]
                yield Found(
                    known,
                    way,
                    len(ranks),
                    mean([1 / rank if rank and rank <= 10 else 0.0 for rank in ranks]),
                    {depth: mean([float(0 < rank <= depth) for rank in ranks]) for depth in DEPTHS},
                )


def _rank(app: App, text: str, wanted: str, tokens: tuple[str, ...]) -> int:
    """Where the paper stands in the answer, 0 for nowhere."""
    plain = SearchQuery(unquoted(text), ("Achievement",), limit=DEPTHS[-1], facets=False)
    hits = app.search(replace(plain, highlights=False, tokens=tokens)).hits
    return next((rank for rank, hit in enumerate(hits, start=1) if hit.id == wanted), 0)


def _written(texts: Sequence[tuple[str, str, str]], folder: Path) -> Path:
    """Papers as achievements; one without its title is called by its number."""
    path = folder / "论文.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("成果编号", "成果名称", "成果简介", "关键词"))
        for n, (title, abstract, keywords) in enumerate(texts):
            writer.writerow((f"LW-{n}", title or f"LW-{n}", abstract, keywords.replace(";", "；")))
    return path


def _papers(files: Sequence[Path]) -> Iterator[Paper]:
    csv.field_size_limit(1 << 30)
    for path in files:
        reader = csv.DictReader(decode(path.name, file_bytes(path)).body.splitlines(keepends=True))
        missing = sorted({"title", "abstract", "keywords"} - set(reader.fieldnames or ()))
        if missing:
            raise InputError(f"{path.name} 没有列 {'、'.join(missing)}", "第一行写列名；见 docs/evaluate.md")
        for row in reader:
            paper = Paper(*(str(row[name] or "").strip() for name in ("title", "abstract", "keywords")))
            if paper.title and paper.abstract and paper.keywords:
                yield paper
