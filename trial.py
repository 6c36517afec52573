"""A home for one trial, gone afterwards: judged needs and achievements ingested as ever, ranked as ever."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app import App
from errors import InputError
from graph.store import GraphStore
from ingest.load import Options, Report
from ingest.projection import Progress
from ontology.entity import Entity
from recommend.candidates import Finder
from recommend.evaluation import Evaluation, Pool, evaluate
from recommend.fitting import Fit, fit
from recommend.judged import Tables, read_judged
from recommend.model import Subject
from recommend.strategy import Strategy
from recommend.weights import strategies, write_weights
from search.asked import unquoted
from search.index import SearchQuery
from settings import Settings

_HEADS = {
    "Need": ("需求编号", "需求名称", "需求内容"),
    "Achievement": ("成果编号", "成果名称", "成果简介"),
}


def evaluated(
    files: tuple[Path, Path, Path], settings: Settings, run: Path | None, depth: int, progress: Progress
) -> tuple[Evaluation, Tables, dict[str, Pool]]:
    """Rank the needs of the three files (needs, achievements, judgements), write the ranking to `run`, and
    measure it.
    """
    tables = read_judged(*files)
    found = pools(tables, settings, depth, progress)
    table = strategies(settings.weights_path)["achievement"]
    taken = {pair: level for pair, level in tables.levels.items() if pair[0] in found}
    tables = replace(tables, levels=taken)
    if run:
        _write_run(run, found, table, depth)
    return evaluate(tables, found, table), tables, found


def fitted(tables: Tables, found: dict[str, Pool], strategy: Strategy, about: str, path: Path) -> Fit:
    """Learn the weights of a strategy and write them; InputError with too few needs to learn from."""
    try:
        learnt = fit(tables, found, strategy)
    except ValueError as error:
        raise InputError("评判太少，学不了权重：至少要两项有好匹配的需求", "多给一些评判过的需求") from error
    told = {
        "fitted_on": about,
        "fitted_at": dt.datetime.now(dt.UTC).date().isoformat(),
        "needs": len(tables.judged),
        "pairs": len(tables.levels),
        "ndcg_cross_validated": round(learnt.crossed.value, 4),
    }
    write_weights(path, {"achievement": learnt.weights}, told)
    return learnt


def _write_run(path: Path, found: dict[str, Pool], strategy: Strategy, depth: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("need_id", "achievement_id", "rank", "score"))
        for need, pool in found.items():
            for rank, (one, score) in enumerate(pool.ranking(strategy)[:depth], start=1):
                writer.writerow((need, one, rank, f"{score:.6f}"))


def pools(tables: Tables, settings: Settings, depth: int, progress: Progress) -> dict[str, Pool]:
    """What is found for each need that was taken, at most `depth` by each way of finding, by need_id;
    `tables.problems` learns which rows the ingest turned away. Nothing here looks at a level.
    """
    with tempfile.TemporaryDirectory(prefix="shuangjin-") as folder:
        home = settings.model_copy(update={"home": Path(folder) / "home", "graph_url": "", "search_url": ""})
        with App(home, command="evaluate") as app:
            report = app.ingest(_written(tables, Path(folder)), Options(), progress)
            tables.problems.extend(_refused(report))
            with app.graph(lasting=True) as graph:
                return _Trial(app, graph, tables, depth).pools(progress)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Open stores of the home, and whose ids its codes stand for."""

    app: App
    graph: GraphStore
    tables: Tables
    depth: int

    def pools(self, progress: Progress) -> dict[str, Pool]:
        needs = self._entities("Need", list(self.tables.needs))
        offered = self._entities("Achievement", list(self.tables.achievements))
        ids = {entity.id: name for name, entity in offered.items()}
        found = {}
        for done, (name, need) in enumerate(needs.items(), start=1):
            found[name] = self._pool(need, ids)
            progress("rank", done, len(needs))
        return found

    def _entities(self, kind: str, names: list[str]) -> dict[str, Entity]:
        """By the tables' own ids, in their order."""
        codes = {
            str(change.entity.properties.get("code")): change.entity
            for change in self.app.ledger.entities(kind)
        }
        return {name: codes[_code(n)] for n, name in enumerate(names) if _code(n) in codes}

    def _pool(self, need: Entity, ids: dict[str, str]) -> Pool:
        subject = Subject(need, (need,), "need")
        finder = Finder(self.app.stores(self.graph), subject, self.depth)
        found = {ids[one.entity.id]: one for one in finder.candidates("Achievement")}
        title = unquoted(str(need.properties["title"]))
        query = SearchQuery(title, ("Achievement",), limit=self.depth, facets=False, highlights=False)
        return Pool(subject, found, [ids[hit.id] for hit in self.app.index.search(query).hits])


def _code(number: int) -> str:
    """A code of our own: an id of a table may be anything, a code may not."""
    return f"PC-{number + 1:06}"


def _written(tables: Tables, folder: Path) -> list[Path]:
    """The rows as tables that `ingest` knows by their headings."""
    made = []
    for name, kind, rows in (
        ("需求.csv", "Need", tables.needs),
        ("成果.csv", "Achievement", tables.achievements),
    ):
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADS[kind])
            writer.writerows((_code(n), *texts) for n, texts in enumerate(rows.values()))
        made.append(path)
    return made


def _refused(report: Report) -> Iterator[str]:
    for file in report.files:
        for one in file.problems:
            if one.level == "error":
                yield f"{file.path.rsplit('/', 1)[-1]} 第 {one.row} 行没有收：{one.message}"
