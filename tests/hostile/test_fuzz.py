"""Flipped bytes and cut ends of good files give an InputError or rows, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import show.stores
from errors import InputError
from ingest.ledger import Ledger
from ingest.load import Options, load
from ingest.readers import read_sheets
from ingest.workbook import read
from tests.hostile.packages import firms, package, parts, sheet, text_cell

NAMES = [f"商洛示例{n}钒业有限公司" for n in range(20)]
_FORMULA = '<c r="C2"><f>A1</f></c><c r="D2" t="e"><v>#N/A</v></c><c r="E2"><v>1.5</v></c>'
_ROWS = {**firms(NAMES), 2: firms(NAMES)[2] + _FORMULA, 30: text_cell("B30", "山阳县")}
GOOD = {
    "x.xlsx": package(parts(sheet(_ROWS, '<mergeCells><mergeCell ref="B3:B5"/></mergeCells>'))),
    "x.csv": ("企业名称,所属区县\n" + "".join(f'"{name}",山阳县\n' for name in NAMES)).encode(),
    "g.csv": ("企业名称,所属区县\n" + "".join(f"{name},山阳县\n" for name in NAMES)).encode("gb18030"),
    "w.csv": ("企业名称,所属区县\n" + "".join(f"{name},山阳县\n" for name in NAMES)).encode("utf-16"),
    "x.jsonl": "".join(f'{{"企业名称": "{name}", "职工人数": 3}}\n' for name in NAMES).encode(),
}

flips = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=6)


def spoilt(data: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    body = bytearray(data)
    for place, value in changes:
        body[place % len(body)] = value
    return bytes(body[: len(body) - cut % len(body)]) if cut else bytes(body)


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith("xlsx")])
@given(changes=flips, cut=st.integers(0, 200))
@example(changes=[(452060, 1)], cut=0)  # g.csv: a name that folds to the next one's
@example(changes=[(10000, 0)], cut=0)  # w.csv: the same
@settings(max_examples=60, deadline=None)
def test_a_spoilt_text_table_is_refused_or_read(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(spoilt(GOOD[name], changes, cut))
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        added, refusal = 0, name
        try:
            added = load(ledger, [path], Options(), lambda *_: None).added
        except InputError as error:
            refusal = error.message
        current = "SELECT count(*), count(DISTINCT entity) FROM record WHERE superseded IS NULL"
        records, entities = ledger.db.execute(current).fetchone()
        held = ledger.counts()
        ledger.close()
        assert name in refusal
        assert records == added
        assert held.get("Enterprise", 0) == entities


@given(changes=flips, cut=st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_a_spoilt_workbook_is_refused_or_read(changes: list[tuple[int, int]], cut: int) -> None:
    """In this process, where what is no InputError shows; the next test goes through the other one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(spoilt(GOOD["x.xlsx"], changes, cut))
        refusal = path.name
        try:
            list(read(path))
        except InputError as error:
            refusal = error.message
        assert path.name in refusal


@given(part=st.sampled_from(sorted(parts(""))), changes=flips, cut=st.integers(0, 60))
@settings(max_examples=12, deadline=None)
def test_a_workbook_of_spoilt_parts_is_refused_or_read(
    part: str, changes: list[tuple[int, int]], cut: int
) -> None:
    given_parts = parts(sheet(_ROWS))
    body = str(given_parts[part]).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(package({**given_parts, part: spoilt(body, changes, cut)}))
        refusal = path.name
        try:
            for one in read_sheets(path):
                list(one.lines)
        except InputError as error:
            refusal = error.message
        assert path.name in refusal


@given(st.text(max_size=12))
def test_a_cell_of_csv_never_begins_a_formula(text: str) -> None:
    shown = show.stores.as_text(text)
    assert not shown or shown[0] not in "=+@-\t\r" or shown.lstrip("+-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-a", "'-a"),
        (-5, -5),
    ],
)
def test_formulas_become_text_and_numbers_stay(cell: object, shown: object) -> None:
    assert show.stores.as_text(cell) == shown
