"""A figure is what its rows come to, and nothing else."""

import datetime as dt

import pytest

from errors import UsageError
from programme.model import Column, Figure, Plan, Row, Sheet

SHEET = Sheet(
    "firms",
    "企业",
    (Column("name", "企业"), Column("county", "区县"), Column("amount", "金额", "money")),
    (Row(("甲", "山阳县", 3.5), ("a",)), Row(("乙", None, 4), ("b",)), Row(("丙", "山阳县", None), ("c",))),
)
FIGURES = (
    Figure("all", "全部", "firms"),
    Figure("here", "山阳县的", "firms", (("county", "山阳县"),)),
    Figure("nowhere", "区县不明", "firms", (("county", None),)),
    Figure("money", "金额", "firms", total="amount"),
    Figure("share", "占比", "firms", (("county", "山阳县"),), over="all"),
    Figure("none", "没有的", "firms", (("county", "洛南县"),)),
    Figure("part_of_none", "没有的占比", "firms", over="none"),
)
PLAN = Plan("test", "试验", dt.date(2026, 6, 30), 1, figures=FIGURES, sheets=(SHEET,))


def test_counts_sums_and_shares() -> None:
    values = {one.name: PLAN.value(one) for one in FIGURES}
    assert values == {
        "all": 3, "here": 2, "nowhere": 1, "money": 7.5, "share": 66.666667, "none": 0, "part_of_none": None,
    }  # fmt: skip


def test_a_figure_opens_into_its_rows_in_order() -> None:
    assert [row.ids for row in PLAN.rows(PLAN.figure("here"))] == [("a",), ("c",)]
    assert [row.ids for row in PLAN.rows(PLAN.figure("区县不明"))] == [("b",)]


def test_one_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="没有“别的”这个数") as told:
        PLAN.figure("别的")
    assert "here" in told.value.cure
