"""The scorecard: the nine tasks and 双清零 in numbers, by county and by month, each open to its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ontology.tables import table
from programme.counters import (
    COUNTERS,
    HEADING,
    MONTHLY,
    NO_COUNTY,
    NO_MONTH,
    WHOLE,
    Counter,
    by_name,
    cells,
)
from programme.events import CITY, counties
from programme.model import Cell, Column, Figure, Plan, Row, Sheet, Source
from programme.scorecard_details import Details
from programme.world import World, place

_MONTHS = 24
"""Months up to the day that may be asked for even where nothing happened."""
_MORE = (
    Figure("later", "这一天之后、没有计入的", "later"),
    Figure("amount_unknown", "金额不明的协议", "agreements", (("amount", None),), unit="份"),
    Figure("xian_unknown", "不知道是否西商的协议", "agreements", (("xian", None),), unit="份"),
    Figure("small_tech_unknown", "是否科技型中小企业不明", "labels",
           (("label", "科技型中小企业"), ("held", None)), unit="家"),
    Figure("high_tech_unknown", "是否高新技术企业不明", "labels",
           (("label", "高新技术企业"), ("held", None)), unit="家"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """Of one county (a code) or, with "", of all."""

    county: str = ""


def plan(world: World, options: Options) -> Plan:
    """The scorecard of the day."""
    details = Details(world, options.county).sheets()
    by_place = _places(details, options.county)
    by_month = _months(details, world)
    figures = (*(one.figure() for one in by_name(HEADING)), *_MORE)
    names = {one.name for one in figures}
    made = Plan(
        "scorecard", "双进计分卡", world.at, world.run, place(options.county), figures,
        cells=tuple(one for one in cells(by_place, by_month) if one.name not in names),
        sheets=(_county_sheet(details, by_place), _month_sheet(details, by_month), _legend(details),
                *details),
        rules=world.rules,
    )  # fmt: skip
    return replace(made, notes=tuple(_notes(made)))


def _places(details: Sequence[Sheet], county: str) -> list[Cell]:
    """The counties that are counted, the unknown one (None) last."""
    all_of_them = not county or county in table("county").chain(CITY)
    known: list[Cell] = [*counties()] if all_of_them else []
    seen = {sheet.cell(row, "county") for sheet in details for row in sheet.rows if sheet.name != "policies"}
    more = sorted(str(one) for one in seen if one and one not in known)
    unknown: list[Cell] = [None] if not county or None in seen else []
    return [*known, *more, *unknown]


def _months(details: Sequence[Sheet], world: World) -> list[Cell]:
    """The months something happened in and the last ones up to the day, latest first; then the unknown."""
    seen = {
        str(sheet.cell(row, "month"))
        for sheet in details
        if "month" in sheet.places
        for row in sheet.rows
        if sheet.cell(row, "month")
    }
    last = world.at.year * 12 + world.at.month - 1
    seen |= {f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - _MONTHS + 1, last + 1)}
    return [*sorted(seen, reverse=True), None]


def _county_sheet(details: Sequence[Sheet], places: Sequence[Cell]) -> Sheet:
    columns = (
        Column("counter", "指标"),
        Column("whole", WHOLE, "figure"),
        *(Column(str(one or "unknown"), str(one or NO_COUNTY), "figure") for one in places),
    )
    rows = []
    for one in COUNTERS:
        found = (one.figure(at).name if one.placed or at == WHOLE else "" for at in (WHOLE, *places))
        rows.append(Row((f"{one.number} {_called(one)}".strip(), *found)))
    return Sheet("by_county", "按区县", columns, tuple(rows), _sources(details), most=len(rows))


def _month_sheet(details: Sequence[Sheet], months: Sequence[Cell]) -> Sheet:
    counters = by_name(MONTHLY)
    columns = (Column("month", "月份"), *(Column(one.name, _called(one), "figure") for one in counters))
    rows = (
        Row((str(one or NO_MONTH), *(counter.figure(month=one).name for counter in counters)))
        for one in (WHOLE, None, *(one for one in months if one))
    )
    return Sheet("by_month", "按月份", columns, tuple(rows), _sources(details))


def _legend(details: Sequence[Sheet]) -> Sheet:
    columns = (Column("counter", "指标"), Column("task", "任务"), Column("unit", "单位"),
               Column("says", "怎么数"), Column("name", "--drill 的名字"), Column("sheet", "明细表"),
               Column("query", "命名查询"))  # fmt: skip
    known = {one.name: one for one in details}
    rows = (
        Row((one.label, one.of, one.unit, one.says, one.name, known[one.sheet].title,
             "、".join(source.query for source in known[one.sheet].sources)))
        for one in COUNTERS
    )  # fmt: skip
    return Sheet("counters", "指标说明", columns, tuple(rows), most=0)


def _sources(details: Sequence[Sheet]) -> tuple[Source, ...]:
    return tuple({source.query: source for sheet in details for source in sheet.sources}.values())


def _called(counter: Counter) -> str:
    return f"{counter.label}（万元）" if counter.total else counter.label


def _notes(made: Plan) -> Iterator[str]:
    """What the numbers do not say: whether 双清零 is reached, what is not counted, what is told apart."""

    def value(name: str) -> float:
        return made.value(made.figure(name)) or 0

    for what, failed, unknown in (("研发活动", "no_research", "research_unknown"),
                                  ("研发机构", "no_institution", "institution_unknown")):  # fmt: skip
        if value(failed):
            yield f"规上企业{what}没有清零"
        elif value(unknown) or value("scale_unknown"):
            yield f"规上企业{what}还有不明的，不能算清零"
        else:
            yield f"规上企业{what}已清零"
    if value("later"):
        yield f"{made.at} 之后的事项没有计入，--drill later 列出它们"
    if value("amount_unknown"):
        yield "有协议没有写金额，合同额里没有它们，--drill amount_unknown 列出"
    yield f"日期只到年或没有日期的计入合计和“{NO_MONTH}”"
    yield "打开一格：--drill 指标@区县@月份，如 合同额@山阳县@2026-03；区县、月份可以省略"
