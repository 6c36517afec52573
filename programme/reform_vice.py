"""科技副总: whether a doctor and a firm are free to be tied, condition by condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ontology.tables import table
from programme.firms import YUAN, Firm, does_research, firms
from programme.interval import State
from programme.model import Column, Row, Sheet, Source
from programme.reform_part import (
    CHECK_COLUMNS,
    VERDICTS,
    Check,
    Judged,
    Options,
    Part,
    by_verdict,
    check_rows,
    rule_on,
    verdict_figures,
)
from programme.vice import DEPUTY, RULE, ViceValues
from programme.world import World

TIES = {"FOUNDED": "创办", "HOLDS_SHARES_IN": "持股"}
Pairs = Sequence[tuple[str, str]]


def part(world: World, options: Options) -> Part:
    """Those who are 科技副总, and the candidates."""
    rule, missing = rule_on(world, RULE, ViceValues)
    if rule is None:
        return Part(notes=(missing,))
    values = rule.values
    asked = world.ask("reform-vice-stationed", {
        "role": DEPUTY, "at": world.at.isoformat(), "institute": options.institute,
        "county": options.county})  # fmt: skip
    there = {(row["doctor"], row["enterprise"]) for row in asked.rows}
    pairs = sorted(there | set(options.candidates))
    judged, gathered = _judged(world, pairs, values)
    columns = (Column("doctor", "博士"), Column("units", "单位"), Column("enterprise", "企业"),
               Column("basis", "来由"), Column("verdict", "结论"), Column("why", "条款和依据"))  # fmt: skip
    cells = tuple(
        Row((one.names[0], one.extra["units"], one.names[1], "在任" if one.ids in there else "候选",
             VERDICTS[one.state], one.why(values.clauses)), one.ids)
        for one in by_verdict(judged)
    )  # fmt: skip
    gathered = (asked.source, *gathered)
    sheets = (
        Sheet("vice", "科技副总核对", columns, cells, gathered,
              "在任的由派驻身份认；候选的用 --candidate 博士:企业 给出"),
        Sheet("vice_checks", "科技副总逐条核对",
              (Column("doctor", "博士"), Column("enterprise", "企业"), *CHECK_COLUMNS),
              check_rows(judged, values.clauses), gathered),
    )  # fmt: skip
    notes = ("科技副总：没有登记创办、持股不等于没有，要本人和单位的无利益冲突声明；两样不一以登记为准",
             "科技副总：企业管理是否规范、有没有明确的岗位需求，没有数据，要人看")  # fmt: skip
    return Part(sheets, verdict_figures("vice", ("vice", "科技副总"), "对"), notes)


def _judged(world: World, pairs: Pairs, values: ViceValues) -> tuple[list[Judged], tuple[Source, ...]]:
    given = {"pairs": [list(pair) for pair in pairs]}
    day = world.at.isoformat()
    cutoff = f"{world.at.year - values.age:04}{day[4:]}".replace("-02-29", "-02-28")
    asked = {
        "age": world.ask("reform-vice-age", {**given, "cutoff": cutoff}),
        "person": world.ask("reform-vice-person", given),
        "unit": world.ask("reform-vice-unit", given),
        "terms": world.ask("reform-vice-terms", {**given, "years": values.contract}),
    }
    found, source = firms(world)
    known = {one.id: one for one in found}
    rows = {
        name: {(row["doctor"], row["enterprise"]): row for row in one.rows} for name, one in asked.items()
    }
    judged = []
    for pair in pairs:
        mine = {name: one[pair] for name, one in rows.items()}
        checks = [*_of_firm(known[pair[1]], values), *(_of_row(name, row) for name, row in mine.items())]
        age = mine["age"]
        extra = {"units": "；".join(age["institutes"]) or None}
        judged.append(Judged((age["name"], age["firm"]), pair, checks, extra))
    return judged, (*(one.source for one in asked.values()), source)


def _of_firm(firm: Firm, values: ViceValues) -> list[Check]:
    chain = table("county").chain(firm.county) if firm.county else ()
    inside: State = "unknown" if not chain else "met" if values.province in chain else "failed"
    research = does_research(firm)
    spent = firm.amount("rd_spend").exact
    words = {"met": "有研发活动", "failed": "没有研发投入和人员", "unknown": "研发投入、人员和活动都没有登记"}
    said = f"研发投入{spent / YUAN:g}万元" if spent else words[research]
    return [
        Check("province", inside, table("county").name(firm.county) if chain else "区县没有登记", "firms"),
        _independent(firm, values),
        Check("research", research, said, "firms"),
    ]


def _independent(firm: Firm, values: ViceValues) -> Check:
    """By the registered type, else by how the name ends: a branch is none of its own, a company is."""
    kind = str(firm.body.get("type") or "")
    if any(mark in kind for mark in values.not_persons):
        state: State = "failed"
    elif any(mark in kind for mark in values.persons):
        state = "met"
    else:
        branch, company = (firm.name.endswith(marks) for marks in (values.not_persons, values.persons))
        state = "failed" if branch else "met" if company else "unknown"
    words = f"企业类型{kind}" if kind else "企业类型没有登记，按名称认"
    return Check("independent", state, words, "firms")


def _of_row(name: str, row: Mapping[str, Any]) -> Check:
    return Check(name, row["state"], _WORDS[name](row), f"reform-vice-{name}")


def _age(row: Mapping[str, Any]) -> str:
    return f"成立日期{row['value']}" if row["value"] else "成立日期没有登记"


def _person(row: Mapping[str, Any]) -> str:
    held = "、".join(TIES[one] for one in row["value"])
    return f"登记为本人{held}" if held else _declared(row)


def _unit(row: Mapping[str, Any]) -> str:
    return f"{'、'.join(row['value'])}持股" if row["value"] else _declared(row)


def _declared(row: Mapping[str, Any]) -> str:
    return "声明没有" if row["declared"] else "没有登记，也没有声明"


def _terms(row: Mapping[str, Any]) -> str:
    post = {True: "在编", False: "不在编", None: "没有登记是否在编"}[row["regular"]]
    return f"{post}，" + (f"聘期{row['years']:g}年" if row["years"] is not None else "聘期没有登记")


_WORDS = {"age": _age, "person": _person, "unit": _unit, "terms": _terms}
