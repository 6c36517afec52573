"""The past of entities that decisions joined, and parted again, is what the ledger showed then."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.deciding import deciding
from ingest.decisions import Ruling
from ingest.find import locate
from tests.ingest.test_history import CODES, Desk, in_history, in_ledger

CODED, BARE = "商洛示例钒业有限公司", "商洛示例钒业股份公司"
HEADING = "单位名称,信用代码,经营范围,注册资本（万元）"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two firms that are one, each with a need."""
    opened = Desk(tmp_path)
    opened.ingest({"企业.csv": (HEADING, [(CODED, CODES[0], "提钒", "500")])})
    opened.ingest({"名录.csv": (HEADING, [(BARE, "", "含钒页岩", "600")])})
    opened.ingest({"需求.csv": ("需求名称,企业名称", [("示例·甲", CODED), ("示例·乙", BARE)])})
    yield opened
    opened.ledger.close()


def join(desk: Desk) -> int:
    pair = locate(desk.ledger, CODED), locate(desk.ledger, BARE)
    with deciding(desk.ledger, "test") as decider:
        made = decider.rule(*pair, Ruling("same", "张三", "一家"))
        decider.finish()
    assert made is not None
    return made.id


def part(desk: Desk, number: int) -> None:
    with deciding(desk.ledger, "test") as decider:
        decider.undo(number, "李四")
        decider.finish()


def test_every_run_is_told_as_the_ledger_showed_it(desk: Desk) -> None:
    then: dict[int, dict[str, Any]] = {3: in_ledger(desk.ledger)}
    number = join(desk)
    then[4] = in_ledger(desk.ledger)
    desk.ingest({"名录.csv": (HEADING, [(BARE, "", "含钒页岩空白焙烧", "700")])})
    then[5] = in_ledger(desk.ledger)
    part(desk, number)
    then[6] = in_ledger(desk.ledger)
    for run, known in then.items():
        for entity, body in known.items():
            if body[0] != "retired":
                assert in_history(desk.ledger, entity, run) == body


def test_a_joined_firm_has_the_rows_and_needs_of_both_and_tells_the_decision(desk: Desk) -> None:
    number = join(desk)
    found = desk.show(BARE)
    assert found.name == CODED
    assert {group.relation: group.count for group in found.links} == {"HAS_NEED": 2}
    capital = next(one for one in found.values if one.property == "capital")
    assert (capital.value, [one.value for one in capital.overruled]) == (6_000_000, [5_000_000])
    (told,) = found.decisions
    assert (told.number, told.verdict, told.other.name, told.by, told.undone) == (
        number,
        "same",
        BARE,
        "张三",
        None,
    )
    assert desk.show(BARE, 3).decisions == ()
    part(desk, number)
    (told,) = desk.show(BARE).decisions
    assert told.undone is not None
    assert (told.other.name, told.undone.run, desk.show(BARE).name) == (CODED, 5, BARE)
