"""Refits recommend/calibration.yaml: ranks judged pairs with the product's own code and fits the map.

    python -m devtools.calibrate NEEDS.csv ACHIEVEMENTS.csv JUDGEMENTS.csv "what it was fitted on"

Columns: need_id, title, content; achievement_id, title or title_terms; need_id, achievement_id, level (1 to
4). Everything is loaded into a throw-away home; the levels are read only after the ranking.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app import App
from ingest.load import Options
from recommend.calibration import FILE, fit_calibration, write
from recommend.engine import ranked
from settings import Settings

DEPTH = 1000

Pair = tuple[str, str]


def scored(needs: Path, achievements: Path) -> dict[Pair, float]:
    """(need, achievement) -> score, as deep as the ranking goes."""
    with tempfile.TemporaryDirectory() as folder, App(Settings(home=Path(folder) / "home")) as app:
        tables = _tables(needs, achievements, Path(folder))
        app.ingest(tables, Options())
        found: dict[Pair, float] = {}
        firms = sorted(change.entity.id for change in app.ledger.entities("Enterprise"))
        with app.graph() as graph:
            for firm in firms:
                known = app.ledger.entity(firm)
                assert known is not None
                _, ranking, _ = ranked(app.stores(graph), known, (("achievement",), DEPTH))
                found.update(((one.source, one.id), one.score) for _, one in ranking)
        return found


def _tables(needs: Path, achievements: Path, folder: Path) -> list[Path]:
    """The rows as sheets this program ingests, one made-up firm for each need."""
    asked = [[f"示例第{n}号科技有限公司", r["need_id"], r["title"], r["content"]] for n, r in _rows(needs)]
    made = [
        [r["achievement_id"], r.get("title") or r["title_terms"].replace(" ", "")]
        for _, r in _rows(achievements)
    ]
    return [
        _write(folder / "企业.csv", ["企业名称"], [row[:1] for row in asked]),
        _write(folder / "需求.csv", ["企业名称", "需求编号", "需求名称", "需求内容"], asked),
        _write(folder / "成果.csv", ["成果编号", "成果名称"], made),
    ]


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=1)


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


def judged(path: Path) -> dict[Pair, int]:
    """(need, achievement) as entity ids -> level."""
    return {
        (f"need-{r['need_id'].upper()}", f"achievement-{r['achievement_id'].upper()}"): int(r["level"])
        for _, r in _rows(path)
    }


def main() -> None:
    """Fit and write; says how many judged pairs the ranking reached."""
    needs, achievements, judgements = map(Path, sys.argv[1:4])
    scores = scored(needs, achievements)
    levels = judged(judgements)
    pairs = [(scores[pair], level) for pair, level in sorted(levels.items()) if pair in scores]
    fitted = fit_calibration([score for score, _ in pairs], [level for _, level in pairs])
    day = dt.datetime.now(dt.UTC).date().isoformat()
    reached = f"{sys.argv[4]}；{len(levels)} 对里排序够得到的 {len(pairs)} 对"
    write(FILE, replace(fitted, fitted_on=reached, fitted_at=day))
    print(f"{len(pairs)} of {len(levels)} judged pairs; {fitted}")


if __name__ == "__main__":
    main()
