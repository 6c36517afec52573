"""Tables of needs, achievements and what judges said of pairs of them, for `evaluate`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from errors import InputError
from ingest.encoding import decode
from ingest.files import file_bytes

LEVELS = (1, 2, 3, 4)
"""无, 弱, 较强, 强."""
GOOD = 3
"""The level from which a match is a good one."""
Pair = tuple[str, str]
"""(need_id, achievement_id)."""


@dataclass(frozen=True, slots=True)
class Tables:
    """`needs`: id -> (title, content); `achievements`: id -> (title, content); `levels` by pair, of known ids
    only; `problems` says what was left out, a sentence each.
    """

    needs: dict[str, tuple[str, str]]
    achievements: dict[str, tuple[str, str]]
    levels: dict[Pair, int]
    problems: list[str] = field(default_factory=list)

    @property
    def judged(self) -> list[str]:
        """The needs that a ranking can be measured by: with a good match among those judged, by id."""
        return sorted({need for (need, _), level in self.levels.items() if level >= GOOD})


def read_judged(needs: Path, achievements: Path, judgements: Path) -> Tables:
    """The three tables; InputError for a file without its columns, or where nothing is judged. Columns:
    need_id, title, content; achievement_id, title or title_terms, content where known; need_id,
    achievement_id, level (1 to 4).
    """
    problems: list[str] = []
    asked = _texts(needs, "need_id", ("title",), problems)
    offered = _texts(achievements, "achievement_id", ("title", "title_terms"), problems)
    levels: dict[Pair, int] = {}
    unknown: list[str] = []
    for number, row in _rows(judgements, ("need_id", "achievement_id", "level")):
        need, achievement, level = (row[name].strip() for name in ("need_id", "achievement_id", "level"))
        place = f"{judgements.name} 第 {number} 行"
        if level not in map(str, LEVELS):
            problems.append(f"{place}：level 是“{level}”，只能是 1 到 4")
        elif need not in asked or achievement not in offered:
            unknown.append(f"{place}：没有编号“{achievement if need in asked else need}”")
        elif levels.setdefault((need, achievement), int(level)) != int(level):
            problems.append(f"{place}：{need} 与 {achievement} 前面已评为 {levels[need, achievement]}，不收")
    problems += unknown
    tables = Tables(asked, offered, levels, problems)
    if not tables.judged:
        raise InputError(
            f"{judgements.name} 里没有一项需求有 {GOOD} 级以上的评判，量不了排序" + _first(problems),
            "检查编号是否与需求表、成果表一致，level 是否为 1 到 4",
        )
    return tables


def _texts(
    path: Path, identity: str, titles: tuple[str, ...], problems: list[str]
) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for number, row in _rows(path, (identity,), one_of=titles):
        title = next((row[name].strip() for name in titles if row.get(name, "").strip()), "")
        key = row[identity].strip()
        if not key or key in found:
            problems.append(f"{path.name} 第 {number} 行：编号{f'“{key}”重复' if key else '空着'}，不收")
        elif not title:
            problems.append(f"{path.name} 第 {number} 行：“{key}”没有题目，不收")
        else:
            found[key] = (title, row.get("content", "").strip())
    return found


def _rows(
    path: Path, columns: tuple[str, ...], one_of: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row of the table, from 2; its cells by column)."""
    csv.field_size_limit(1 << 30)
    text = decode(path.name, file_bytes(path)).body
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    heads = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = heads
    missing = [name for name in columns if name not in heads]
    if one_of and not set(one_of) & set(heads):
        missing.append(" 或 ".join(one_of))
    if missing:
        raise InputError(f"{path.name} 没有列 {'、'.join(missing)}", "第一行写列名；见 docs/evaluate.md")
    for number, row in enumerate(reader, start=2):
        yield number, {name: cell for name, cell in row.items() if isinstance(name, str)}


def _first(problems: list[str]) -> str:
    return f"（{problems[0]}，等 {len(problems)} 处）" if problems else ""
