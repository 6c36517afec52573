"""先使用后付费: which achievement under 单列管理 may go to which small or medium firm, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from errors import UsageError
from programme.firms import Firm, Standing, firms
from programme.interval import State
from programme.model import Column, Row, Sheet, Source, Tie
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
from programme.reform_rights import Rights
from programme.rules import Values
from programme.world import World, place
from recommend.calibration import LABELS
from recommend.model import Recommendation

OWN = ("listed", "granted", "licensor", "free")
"""The clauses on the achievement, whoever takes it."""
WIDER = 10
"""Times as many firms are asked for where only those of one county count."""
NOTE = "先使用后付费"


class Term(Values):
    """What the contract has to say on a point."""

    clause: str
    text: str


class Step(Values):
    """A step of the procedure: who takes it, and what shows that it was taken."""

    step: str
    who: str
    proof: str


class UseFirstValues(Values):
    """`clauses`: name -> words; which rights, statuses and sizes of firms the rule takes, which licences shut
    others out; `terms` to write into the contract, `steps` in their order.
    """

    clauses: dict[str, str]
    ip_types: tuple[str, ...]
    statuses: tuple[str, ...]
    exclusive: tuple[str, ...]
    sizes: tuple[str, ...]
    terms: tuple[Term, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An achievement and a firm the scorer takes to fit: its grade, and the firm's size."""

    achievement: str
    firm: Firm
    grade: str
    size: str | None


def part(world: World, options: Options) -> Part:
    """The verdict on every achievement under 单列管理, and on the pairs worth looking at."""
    rule, missing = rule_on(world, "use-first", UseFirstValues)
    if rule is None:
        return Part(notes=(missing,))
    values = rule.values
    rights = Rights(world, options.institute)
    rights.granted(values.ip_types, values.statuses)
    rights.licensor()
    rights.free(values.exclusive)
    own = by_verdict(Judged((rights.names[one], ""), (one,), rights.of(one, *OWN)) for one in rights.listed)
    pairs, notes, asked = _pairs(world, options, rights)
    judged, taken = _judged(world, rights, values, pairs)
    gathered = (*rights.sources, asked, taken)
    sheets = (
        _pairs_sheet(judged, values, gathered),
        _verdicts(own, rights, values),
        Sheet("checks", "先使用后付费逐条核对",
              (Column("achievement", "成果"), Column("enterprise", "企业"), *CHECK_COLUMNS),
              check_rows([*own, *judged], values.clauses), gathered,
              "企业一栏空着的是成果自己的条款；每一条都有自己的查询，可以单独运行"),
        *_paper(values),
    )  # fmt: skip
    ties = tuple(
        Tie(one.ids[0], one.ids[1], NOTE) for one in judged if one.state == "met" and not one.extra["own"]
    )
    figures = (
        *verdict_figures("pairs", ("pairs", "成对"), "对"),
        *verdict_figures("verdicts", ("works", "单列成果（不看企业）"), "项"),
    )
    return Part(sheets, figures, notes, ties)


def _pairs(world: World, options: Options, rights: Rights) -> tuple[list[Pair], tuple[str, ...], Source]:
    """The firms the scorer finds for what is under 单列管理, best first; what could not be asked; the query
    the firms came from.
    """
    ids = [one for one in rights.listed if rights.of(one, "listed")[0].state == "met"]
    found, source = firms(world, options.county)
    known = {one.id: one for one in found}
    standing = Standing(world)
    pairs, notes = [], []
    ask = (("enterprise",), options.limit * (WIDER if options.county else 1))
    for achievement, answer in zip(ids, world.match(ids, ask), strict=True):
        if isinstance(answer, UsageError):
            notes.append(f"{rights.names[achievement]}：{answer.message}")
            continue
        fitting = [one for one in answer.recommendations if one.id in known][: options.limit]
        pairs += [_pair(achievement, one, known[one.id], standing) for one in fitting]
    return pairs, tuple(notes), source


def _pair(achievement: str, made: Recommendation, firm: Firm, standing: Standing) -> Pair:
    return Pair(achievement, firm, made.reasons.grade.label, standing.size(firm))


def _judged(
    world: World, rights: Rights, values: UseFirstValues, pairs: list[Pair]
) -> tuple[list[Judged], Source]:
    """The pairs with their checks, and the query on them."""
    asked = [[one.achievement, one.firm.id] for one in pairs]
    taken = world.ask("reform-pair", {"pairs": asked, "exclusive": list(values.exclusive)})
    rows = {(row["achievement"], row["enterprise"]): row for row in taken.rows}
    found = []
    for one in pairs:
        row = rows[one.achievement, one.firm.id]
        free = Check("free", row["state"], _licensed(row), "reform-pair")
        checks = [*rights.of(one.achievement, *OWN[:-1]), free, _size(one.size, values)]
        extra = {"grade": one.grade, "size": one.size, "own": "、".join(row["own"]),
                 "county": place(one.firm.county) if one.firm.county else None}  # fmt: skip
        names = rights.names[one.achievement], one.firm.name
        found.append(Judged(names, (one.achievement, one.firm.id), checks, extra))
    found.sort(key=lambda one: -LABELS.index(str(one.extra["grade"])))
    return by_verdict(found), taken.source


def _licensed(row: dict[str, Any]) -> str:
    others = "；".join(row["value"]) or "没有许可给别家"
    return f"{others}；已许可给这家（{'、'.join(row['own'])}）" if row["own"] else others


def _size(size: str | None, values: UseFirstValues) -> Check:
    state: State = "unknown" if size is None else "met" if size in values.sizes else "failed"
    words = f"{size}企业" if size else "行业、人员或收入没有登记全，规模不明"
    return Check("size", state, words, "firms")


def _verdicts(own: list[Judged], rights: Rights, values: UseFirstValues) -> Sheet:
    rows = tuple(
        Row((one.names[0], rights.owned_by(one.ids[0]) or None, VERDICTS[one.state],
             one.why(values.clauses)), one.ids)
        for one in own
    )  # fmt: skip
    columns = (Column("achievement", "成果"), Column("owner", "权利人"), Column("verdict", "结论"),
               Column("why", "条款和依据"))  # fmt: skip
    note = "不看企业，只看成果自己：单列管理的（和没有登记是否单列的）每项一行"
    return Sheet("verdicts", "先使用后付费成果", columns, rows, tuple(rights.sources), note)


def _pairs_sheet(judged: list[Judged], values: UseFirstValues, gathered: tuple[Source, ...]) -> Sheet:
    rows = tuple(
        Row((*one.names, one.extra["county"], one.extra["size"], one.extra["grade"], VERDICTS[one.state],
             one.why(values.clauses), one.extra["own"]), one.ids)
        for one in judged
    )  # fmt: skip
    columns = (Column("achievement", "成果"), Column("enterprise", "企业"), Column("county", "区县"),
               Column("size", "规模"), Column("grade", "匹配"), Column("verdict", "结论"),
               Column("why", "条款和依据"), Column("own", "已有许可"))  # fmt: skip
    note = "企业由推荐的打分找出，每项成果取最前几家；匹配强的在前；规模按划型标准算"
    return Sheet("pairs", "先使用后付费成对", columns, rows, gathered, note)


def _paper(values: UseFirstValues) -> tuple[Sheet, Sheet]:
    """What to write into the contract, and the steps to tick off."""
    terms = tuple(Row((number, one.clause, one.text)) for number, one in enumerate(values.terms, start=1))
    steps = tuple(
        Row((number, one.step, one.who, one.proof, "")) for number, one in enumerate(values.steps, start=1)
    )
    number = Column("number", "序号", "integer")
    return (
        Sheet("terms", "合同要写的条款", (number, Column("clause", "条款"), Column("text", "写法")), terms,
              note="付费方式和时间出自工作指引；其余是签这类合同要说清的点"),
        Sheet("steps", "办理步骤", (number, Column("step", "步骤"), Column("who", "谁办"),
                                Column("proof", "凭证"), Column("done", "完成日期")), steps,
              note="每签一对，照此打勾"),
    )  # fmt: skip
