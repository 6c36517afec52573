"""What a firm holds and how large it is, by the rules of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pytest

from graph.store import GraphStore
from programme.firms import Firm, Standing
from programme.world import World
from tests.programme.conftest import AT


def standing(at: dt.date = AT) -> Standing:
    return Standing(World(cast(GraphStore, None), cast(Any, None), at, 1))


def firm(**body: Any) -> Firm:
    return Firm("enterprise-1", "某", "611024", body, [], [])


@pytest.mark.parametrize("given", ["2026", "2026-03", "2026-03-28"])
def test_a_small_firm_of_technology_is_one_to_the_end_of_the_year(given: str) -> None:
    recognition = {"from": given, "until": None}
    assert standing().end(recognition, "small_tech") == "2026-12-31"
    days = {"2026-03-28": True, "2026-12-31": True, "2027-01-01": False, "2027-03-01": False}
    assert {
        day: standing(dt.date.fromisoformat(day)).valid(recognition, "small_tech") for day in days
    } == days


def test_what_a_row_says_of_its_end_goes_before_the_rule() -> None:
    recognition = {"from": "2026-03", "until": "2027-03"}
    assert standing().end(recognition, "small_tech") == "2027-03"
    assert standing().end({"from": "2024-02-29", "until": None}, "high_tech") == "2027-02-28"


@pytest.mark.parametrize(
    ("staff", "assets", "size"),
    [
        (300, 120000, "大型"),
        (300, 119999, "中型"),
        (100, 8000, "中型"),
        (100, 7999, "小型"),
        (99, 8000, "小型"),
        (10, 100, "小型"),
        (10, 99, "微型"),
        (9, 100, "微型"),
        (9, None, "微型"),
        (150, None, None),
    ],
)
def test_a_firm_of_services_to_trade_is_sized_by_people_and_assets(
    staff: int, assets: float | None, size: str | None
) -> None:
    """Industry L; assets in 万元."""
    said = {} if assets is None else {"assets": assets * 10_000}
    assert standing().size(firm(industry="L7212", staff=staff, **said)) == size
    assert standing().size(firm(industry="M7320", staff=100)) == "中型"
