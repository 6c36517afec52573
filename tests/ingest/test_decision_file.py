"""Decisions as a file: they come to a ledger rebuilt in another order, and what does not fit is told."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import InputError, UsageError
from ingest.deciding import deciding
from ingest.decision_file import Applied, apply, write
from ingest.decisions import in_force, log
from ingest.ledger import Ledger
from ingest.waiting import waiting
from tests.ingest.deciding import BARE, CODE, CODED, FIRMS, NEEDS, SHORT, beginning, decide, ids, ingest, undo

FORMS = ["决定.csv", "决定.jsonl"]


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    firms, needs = tmp_path / "企业.csv", tmp_path / "需求.csv"
    firms.write_text(f"{FIRMS}{BARE},,山阳县,,\n{CODED},{CODE},镇安县,,\n", encoding="utf-8")
    needs.write_text(
        f"{NEEDS}示例·提钒,{SHORT},技术研发,酸浸\n示例·菌棒,{CODED},技术研发,菌\n", encoding="utf-8"
    )
    return [firms, needs]


@pytest.fixture
def first(tmp_path: Path, tables: list[Path]) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "first.sqlite")
    ingest(opened, *tables)
    yield opened
    opened.close()


@pytest.fixture
def second(tmp_path: Path, tables: list[Path]) -> Iterator[Ledger]:
    """The same tables, file by file in another order: other firms are stubs first, and have other ids."""
    opened = Ledger(tmp_path / "second.sqlite")
    for table in reversed(tables):
        ingest(opened, table)
    yield opened
    opened.close()


def applied(ledger: Ledger, path: Path) -> Applied:
    with deciding(ledger, "test") as decider:
        return apply(decider, path, "王五")


@pytest.mark.parametrize("name", FORMS)
def test_decisions_hold_in_a_ledger_rebuilt_from_the_same_tables(
    first: Ledger, second: Ledger, tmp_path: Path, name: str
) -> None:
    ours, theirs = ids(first), ids(second)
    assert ours[CODED] != theirs[CODED], "the ids differ, so the keys must tell"
    decide(first, "same", (ours[SHORT], ours[CODED]), by="=张三")
    decide(first, "different", (ours[BARE], ours[CODED]))
    assert write(first, tmp_path / name) == 2
    assert applied(second, tmp_path / name) == Applied(applied=2)
    told = [(one.verdict, {one.left, one.right}, one.by, one.at) for one in in_force(second)]
    assert told == [
        (verdict, {theirs[left], theirs[CODED]}, by, one.at)
        for (verdict, left, by), one in zip(
            [("same", SHORT, "=张三"), ("different", BARE, "张三")], in_force(first), strict=True
        )
    ]
    assert applied(second, tmp_path / name) == Applied(already=2)


def test_no_cell_of_the_csv_is_a_formula(first: Ledger, tmp_path: Path) -> None:
    known = ids(first)
    decide(first, "same", (known[SHORT], known[CODED]), by="=cmd|'/c calc'!A0")
    write(first, tmp_path / "决定.csv")
    with (tmp_path / "决定.csv").open(encoding="utf-8-sig", newline="") as handle:
        cells = [cell for row in csv.reader(handle) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", FORMS)
def test_what_was_undone_is_not_joined_again_where_it_is_rebuilt(
    first: Ledger, second: Ledger, tables: list[Path], tmp_path: Path, name: str
) -> None:
    ours = ids(first)
    undo(first, *decide(first, "same", (ours[BARE], ours[CODED]), by="auto"))
    write(first, tmp_path / name)
    assert applied(second, tmp_path / name) == Applied(applied=1)
    assert applied(second, tmp_path / name) == Applied(already=1)
    assert not list(in_force(second))
    tables[0].write_text(tables[0].read_text(encoding="utf-8").replace("县,,", "县,茶,"), encoding="utf-8")
    assert ingest(second, tables[0], score=beginning("same")).joined == 0
    assert len(list(waiting(second))) == 1


def test_a_persons_rejection_overrules_what_was_joined_by_itself(
    first: Ledger, second: Ledger, tmp_path: Path
) -> None:
    ours, theirs = ids(first), ids(second)
    decide(first, "different", (ours[BARE], ours[CODED]))
    decide(second, "same", (theirs[BARE], theirs[CODED]), by="auto")
    write(first, tmp_path / "决定.csv")
    assert applied(second, tmp_path / "决定.csv").applied == 1
    assert [one.verdict for one in in_force(second)] == ["different"]
    assert [(one.verdict, one.by) for one in log(second, 9)][1] == ("undone", "王五")


def test_what_is_not_known_or_stands_against_a_decision_is_told_and_the_rest_applied(
    first: Ledger, second: Ledger, tables: list[Path], tmp_path: Path
) -> None:
    more = tables[0].with_name("更多.csv")
    more.write_text(f"{FIRMS}商洛示例外地公司,91611099MAD0000275,,,\n", encoding="utf-8")
    ingest(first, more)
    ours, theirs = ids(first), ids(second)
    decide(first, "same", (ours["商洛示例外地公司"], ours[BARE]))
    decide(first, "same", (ours[SHORT], ours[CODED]))
    decide(second, "different", (theirs[SHORT], theirs[BARE]))
    write(first, tmp_path / "决定.csv")
    done = applied(second, tmp_path / "决定.csv")
    assert (done.applied, [one.line for one in done.refused]) == (1, [2])
    assert "商洛示例外地公司" in (done.refused[0].left.name, done.refused[0].right.name)
    ingest(second, more)
    assert (again := applied(second, tmp_path / "决定.csv")).refused == []
    assert (again.applied, again.already) == (1, 1)


@pytest.mark.parametrize(
    "body", ["", "企业名称\n甲\n", "verdict,left\nsame,a\n", "\x00\xff", "verdict\n\n", "{}\n"]
)
@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_is_none_is_refused_whole(first: Ledger, tmp_path: Path, body: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(body.encode("latin-1") if "\xff" in body else body.encode())
    if not body and name.endswith(".jsonl"):
        assert applied(first, path) == Applied()
        return
    with pytest.raises(InputError, match="决定"):
        applied(first, path)


def test_a_line_somebody_spoiled_names_its_place_and_nothing_is_applied(
    first: Ledger, tmp_path: Path
) -> None:
    known = ids(first)
    undo(first, *decide(first, "same", (known[SHORT], known[CODED])))
    decide(first, "different", (known[SHORT], known[BARE]))
    path = tmp_path / "决定.jsonl"
    write(first, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    spoiled = {**json.loads(lines[1]), "verdict": "perhaps"}
    path.write_text("\n".join([lines[0], json.dumps(spoiled)]), encoding="utf-8")
    before = len(log(first, 9))
    with pytest.raises(InputError, match="第 2 行"):
        applied(first, path)
    assert len(log(first, 9)) == before


def test_only_csv_and_jsonl_are_written(first: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv"):
        write(first, tmp_path / "决定.docx")
    with pytest.raises(InputError):
        write(first, tmp_path / "没有" / "决定.csv")
