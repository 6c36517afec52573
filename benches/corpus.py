"""A made-up programme of any size for benchmarks: real titles and sentences, put together anew."""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_TITLES, _BODIES = ("title", "成果名称", "需求名称"), ("abstract", "content", "成果简介", "需求内容")
_HAN = str.maketrans("0123456789", "零一二三四五六七八九")
FIRM_NEEDS, OWNED, MADE = 1, 50, 20
"""Needs a firm has, achievements an institute owns and a doctor made, on the average."""


class Corpus:
    """Titles and sentences of tables (.csv, .csv.gz) with a title and an abstract or content."""

    def __init__(self, paths: Sequence[Path], seed: int = 5) -> None:
        self.titles: list[str] = []
        self.sentences: list[str] = []
        self.chance = random.Random(seed)
        for path in paths:
            for row in _rows(path):
                self.titles += [row[name] for name in _TITLES if row.get(name)]
                text = "".join(row[name] for name in _BODIES if row.get(name))
                self.sentences += [one for one in _SENTENCE.findall(text) if 10 <= len(one) <= 200]

    def title(self) -> str:
        """The beginning of one title and the end of another."""
        first, second = self.chance.choices(self.titles, k=2)
        return first[: self.chance.randint(4, 12)] + second[-self.chance.randint(6, 16) :]

    def text(self, sentences: int) -> str:
        """Some sentences, each out of a text of its own."""
        return "".join(self.chance.choices(self.sentences, k=sentences))

    def write(self, folder: Path, achievements: int, needs: int) -> None:
        """Tables of firms, institutes, doctors, needs and achievements, for `ingest`."""
        firms, institutes, doctors = needs // FIRM_NEEDS, achievements // OWNED, achievements // MADE
        folder.mkdir(parents=True, exist_ok=True)
        self._table(folder / "企业.csv", ("企业名称",), ((_firm(n),) for n in range(firms)))
        self._table(folder / "院所.csv", ("院所名称",), ((_institute(n),) for n in range(institutes)))
        self._table(
            folder / "博士.csv",
            ("姓名", "工作单位", "研究方向"),
            ((_person(n), _institute(n % institutes), self.text(1)) for n in range(doctors)),
        )
        self._table(
            folder / "需求.csv",
            ("需求编号", "需求名称", "企业名称", "需求内容"),
            ((f"XQ-{n}", self.title(), _firm(n % firms), self.text(5)) for n in range(needs)),
        )
        self._table(
            folder / "成果.csv",
            ("成果编号", "成果名称", "完成单位", "完成人", "成果简介"),
            (
                (f"CG-{n}", self.title(), _institute(n % institutes), _person(n % doctors), self.text(3))
                for n in range(achievements)
            ),
        )

    def _table(self, path: Path, heads: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *rows])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _firm(number: int) -> str:
    return f"商洛示例{number}号科技有限公司"


def _person(number: int) -> str:
    return "示例·" + str(number).translate(_HAN)


def _institute(number: int) -> str:
    return f"示例{number}号研究院"
