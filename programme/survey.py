"""需求调查: who has answered, what is needed, how fully it is said, and who works with whom already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ontology.tables import table
from programme.answers import Answer, answer, came
from programme.model import UNKNOWN, Column, Figure, Plan, Row, Sheet, Source, Tie
from programme.survey_baseline import FIGURES as BASELINE_FIGURES
from programme.survey_baseline import baseline
from programme.survey_needs import FIGURES as NEED_FIGURES
from programme.survey_needs import Need, needs_sheets
from programme.survey_text import FIGURES as TEXT_FIGURES
from programme.survey_text import text_sheets
from programme.tally import Count, Tally
from programme.world import World, place
from recommend.deadline import by

YES, NO = "是", "否"
_TOLD = 40
"""Characters of what a firm makes that are shown to who goes there."""


@dataclass(frozen=True, slots=True)
class Options:
    """`county`: a code, "" for the whole city."""

    county: str = ""


FIRM_FIGURES = (
    Figure("firms", "企业", "firms", unit="家"),
    Figure("answered", "已回", "firms", (("answered", YES),), unit="家"),
    Figure("unanswered", "未回", "firms", (("answered", NO),), unit="家"),
    Figure("answered_share", "回表率", "firms", (("answered", YES),), over="firms", unit=""),
    Figure("unplaced", "区县不明的企业", "firms", (("county", None),), unit="家"),
)


COVERAGE = (
    Count("firms", "企业", "firms", unit="家"),
    Count("answered", "已回", "firms", (("answered", YES),), unit="家"),
    Count("unanswered", "未回", "firms", (("answered", NO),), unit="家"),
    Count("share", "回表率", "firms", (("answered", YES),), over="firms", unit=""),
    Count("needs", "需求", "needs"),
)


def plan(world: World, options: Options) -> Plan:
    """Coverage, needs, their completeness with the questions to ask back, and the cooperation baseline.
    The ties are the firms to be asked again, each to its county.
    """
    given = {"county": options.county}
    firms, needs = world.ask("survey-firms", given), world.ask("survey-needs", given)
    answers = [answer(row, world.at) for row in firms.rows]
    collected = [row for row in needs.rows if came(row)[0].by(world.at)]
    silent = [one for one in answers if not one.how]
    coverage, marks = Tally("coverage"), Tally("scores")
    (types, fields, county_types, listed), grouped = needs_sheets(collected, needs.source)
    scores, questions, completeness = text_sheets(world, marks, collected, needs.source)
    return Plan(
        task="survey",
        title="需求调查",
        at=world.at,
        run=world.run,
        scope=place(options.county),
        figures=FIRM_FIGURES + NEED_FIGURES + TEXT_FIGURES + BASELINE_FIGURES,
        sheets=(
            _coverage(coverage, answers, collected, (firms.source, needs.source)),
            _unanswered(silent, world.at, firms.source),
            types,
            county_types,
            fields,
            scores,
            questions,
            baseline(world, options.county),
            completeness,
            listed,
            _firms(answers, firms.source),
        ),
        notes=_notes(answers, collected, later=len(collected) < len(needs.rows)),
        rules=world.rules,
        ties=tuple(Tie(one.body["id"], f"county-{one.county}", "催报") for one in silent if one.county),
        cells=(*coverage.figures, *grouped, *marks.figures),
    )


def _coverage(
    tally: Tally, answers: Sequence[Answer], needs: Sequence[Need], sources: tuple[Source, ...]
) -> Sheet:
    rows = []
    codes = {one.county for one in answers} | {one["county"] or "" for one in needs}
    for code in sorted(codes, key=lambda code: (not code, code)):
        name = _place(code)
        cells = tally.cells(name or UNKNOWN, (("county", name),), COVERAGE)
        rows.append(Row((name, *cells), (f"county-{code}",) if code else ()))
    columns = (Column("county", "区县"), *(one.column for one in COVERAGE))
    return Sheet("coverage", "各区县回表情况", columns, tuple(rows), sources)


def _unanswered(silent: Sequence[Answer], at: dt.date, source: Source) -> Sheet:
    columns = (
        Column("enterprise", "企业"), Column("county", "区县"), Column("industry", "行业"),
        Column("makes", "做什么"), Column("address", "地址"), Column("agreements", "已签协议", "integer"),
        Column("doctors", "派驻博士", "integer"), Column("reminded_on", "上次催报", "date"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                one.body["enterprise"],
                _place(one.county),
                table("industry").name(one.body["industry"]) if one.body["industry"] else None,
                _makes(one.body),
                one.body["address"],
                one.body["agreements"],
                one.body["doctors"],
                max((day for day in one.body["reminders"] if by(day, at)), default=""),
            ),
            (one.body["id"],),
        )
        for one in sorted(silent, key=lambda one: (not one.county, one.county, one.body["id"]))
    )
    note = "没有需求、合作和调查日期；也可能回了还没录。联系方式不在这里，另用 export --format contacts。"
    return Sheet("unanswered", "没有回表的企业", columns, rows, (source,), note)


def _firms(answers: Sequence[Answer], source: Source) -> Sheet:
    columns = (
        Column("enterprise", "企业"), Column("county", "区县"), Column("answered", "已回"),
        Column("how", "凭什么"), Column("needs", "需求", "integer"),
        Column("cooperations", "合作", "integer"), Column("surveyed_on", "调查日期", "date"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                one.body["enterprise"],
                _place(one.county),
                YES if one.how else NO,
                one.how,
                one.needs,
                one.cooperations,
                one.surveyed,
            ),
            (one.body["id"],),
        )
        for one in answers
    )
    return Sheet("firms", "企业回表明细", columns, rows, (source,))


def _notes(answers: Sequence[Answer], needs: Sequence[Mapping[str, Any]], *, later: bool) -> tuple[str, ...]:
    unplaced = [one for one in answers if not one.county]
    told = {
        "有的企业区县不明，单列一行，不算在哪个县；请补区县": bool(unplaced),
        "没有回表又区县不明的企业，--record 记不下催报；请先补区县": any(not one.how for one in unplaced),
        "有的需求没有写企业，不算任何一家回了表；见需求清单里企业不明的行": any(
            not row["enterprises"] for row in needs
        ),
        "征集日期在这一天之后的需求没有算；没有写的按企业的调查日期": later,
    }
    return tuple(note for note, holds in told.items() if holds)


def _place(county: str) -> str | None:
    return table("county").name(county) if county else None


def _makes(body: Mapping[str, Any]) -> str | None:
    said = str(body["products"] or body["scope"] or "")
    return (said if len(said) <= _TOLD else f"{said[:_TOLD]}…") or None
