"""The sheets of a push: who gets what and why, by county and by unit, and what was sent before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ontology.model import ontology
from programme.model import Cell, Column, Figure, Row, Sheet, Source
from programme.push_found import BY_NEED, Answered, Asker, Found
from programme.tally import Count, Tally
from programme.world import place
from recommend.path_words import path_text

NOWHERE, NOBODY = "区县不明", "单位不明"
BOUND, TOLD, AGAIN, NOTHING, UNASKED = "已有协议", "有推送", "合适的都推送过", "没有合适的", "没能查找"
"""How a need stands."""
Sources = tuple[Source, ...]

COLUMNS = (
    Column("county", "区县", aside=True), Column("firm", "企业"), Column("way", "方式", aside=True),
    Column("what", "需求或身份"), Column("kind", "类别", aside=True), Column("name", "推荐"),
    Column("owner", "单位"), Column("grade", "等级"), Column("score", "总分", "number"),
    Column("evidence", "理由", aside=True), Column("path", "路径", aside=True),
    Column("cautions", "注意", aside=True), Column("match", "匹配编号", "code", aside=True),
    Column("new_firm", "企业首见", "integer", aside=True),
    Column("new_need", "需求首见", "integer", aside=True),
)  # fmt: skip
"""The last two are 1 where the firm, or the need, stands first: what adds up to how many there are."""


def _cells(one: Found) -> tuple[Cell, ...]:
    made = one.made
    return (
        place(one.asker.county) if one.asker.county else None,
        one.asker.firm or None,
        one.asker.way,
        one.asker.what,
        ontology().kinds[made.kind].label,
        made.name,
        "、".join(owner["name"] for owner in one.owners) or None,
        made.reasons.grade.label,
        round(made.score, 3),
        made.evidence,
        path_text(made.paths[0], ontology()) if made.paths else "",
        "；".join(caution.reason for caution in made.reasons.cautions),
        made.match,
    )


def _rows(found: Iterable[Found]) -> Iterator[Row]:
    seen = {""}
    for one in found:
        need = one.asker.id if one.asker.way == BY_NEED else ""
        new = (int(one.asker.firm_id not in seen), int(need not in seen))
        seen |= {one.asker.firm_id, need}
        ids = dict.fromkeys((*one.pair, one.asker.firm_id, *(owner["id"] for owner in one.owners)))
        yield Row((*_cells(one), *new), tuple(filter(None, ids)))


def pushes_sheet(found: Iterable[Found], sources: Sources) -> Sheet:
    """Everything that is sent, in the order of those who are told."""
    return Sheet("push", "推送清单", COLUMNS, tuple(_rows(found)), sources)


def again_sheet(found: Iterable[Found], sources: Sources) -> Sheet:
    """What fits and is left out, because it was sent before."""
    some = list(found)
    rows = tuple(Row((*row.cells, one.before), row.ids) for row, one in zip(_rows(some), some, strict=True))
    columns = (*COLUMNS, Column("before", "上次"))
    return Sheet("again", "推送过、这次不再推的", columns, rows, sources, most=0)


def county_sheets(
    found: Sequence[Found], needs: Sequence[Asker], sources: Sources
) -> tuple[Sheet, list[Sheet], list[Figure]]:
    """The counties at a glance, with the figures in it, and for each with anything to send what goes to its
    bureau.
    """
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[one.asker.county].append(one)
    tally, rows, sheets = Tally("counties"), [], []
    for county in sorted({one.county for one in needs} | groups.keys(), key=lambda code: (not code, code)):
        name = place(county) if county else NOWHERE
        own = (("county", name if county else None),)
        rows.append(
            Row((name, *tally.cells(name, own, COUNTY_COUNTS)), (f"county-{county}",) if county else ())
        )
        if some := groups.get(county):
            note = f"发{name}：本县企业的需求和行业龙头，以及合适的成果、博士、院所"
            sheets.append(_apart(f"county-{county}", name, some, sources, note))
    columns = (Column("county", "区县"), *(one.column for one in COUNTY_COUNTS))
    return Sheet("counties", "各区县", columns, tuple(rows), sources), sheets, tally.figures


def owner_sheets(
    found: Sequence[Found], institute: str, sources: Sources
) -> tuple[Sheet, list[Sheet], list[Figure]]:
    """The units at a glance, institutes and firms that have what fits, with the figures in it, and for each
    what goes to it: which needs and leading firms its achievements and people fit. Only of `institute` where
    one is given.
    """
    names: dict[str, str] = {}
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        for unit in one.owners or ({"id": "", "name": NOBODY},):
            names[unit["id"]] = unit["name"]
            groups[unit["id"]].append(one)
    tally, rows, sheets = Tally("owners"), [], []
    for owner in sorted(groups, key=lambda one: (not one, -len(groups[one]), one)):
        if institute not in ("", owner):
            continue
        name, note = names[owner], f"发{names[owner]}：适合本单位成果和人的需求、行业龙头"
        sheets.append(_apart(owner or "nobody", name, groups[owner], sources, note))
        counts = [replace(one, sheet=sheets[-1].name) for one in OWNER_COUNTS]
        rows.append(Row((name, *tally.cells(name, (), counts)), (owner,) if owner else ()))
    columns = (Column("owner", "单位"), *(one.column for one in OWNER_COUNTS))
    return Sheet("owners", "各院所", columns, tuple(rows), sources), sheets, tally.figures


COUNTY_COUNTS = (
    Count("needs", "需求", "needs"),
    Count("bound", "已有协议", "needs", (("state", BOUND),)),
    Count("told", "有推送", "needs", (("state", TOLD),)),
    Count("pushes", "推送", "push", unit="对"),
    Count("strong", "其中强", "push", (("grade", "强"),), unit="对"),
    Count("firms", "企业", "push", total="new_firm", unit="家"),
)
OWNER_COUNTS = (
    Count("needs", "需求", "", total="new_need"),
    Count("pushes", "推送", "", unit="对"),
    Count("strong", "其中强", "", (("grade", "强"),), unit="对"),
    Count("firms", "企业", "", total="new_firm", unit="家"),
)
"""Of a unit's own sheet: a match may have several owners."""


def _apart(name: str, title: str, some: Sequence[Found], sources: Sources, note: str) -> Sheet:
    return Sheet(name, title, COLUMNS, tuple(_rows(some)), sources, note, most=0)


NEED_COLUMNS = (
    Column("county", "区县"), Column("firm", "企业"), Column("need", "需求"), Column("state", "情况"),
    Column("told", "推送", "integer"), Column("again", "推送过", "integer"),
    Column("refused", "回绝过", "integer"), Column("hindered", "有障碍", "integer"),
    Column("lower", "不到等级", "integer"), Column("error", "说明", aside=True),
)  # fmt: skip


def needs_sheet(
    needs: Sequence[Asker], answers: Mapping[str, Answered], told: Mapping[str, int], source: Source
) -> Sheet:
    """Every need, asked for or not: how it stands, and what of its answer is not sent."""
    rows = tuple(Row(tuple(_need(one, answers.get(one.id), told.get(one.id, 0))), _ids(one)) for one in needs)
    return Sheet("needs", "需求", NEED_COLUMNS, rows, (source,), most=0)


def _ids(one: Asker) -> tuple[str, ...]:
    return (one.id, one.firm_id) if one.firm_id else (one.id,)


def _need(one: Asker, answered: Answered | None, told: int) -> Iterator[Cell]:
    yield from (place(one.county) if one.county else None, one.firm or None, one.what, state(answered, told))
    if answered is None:
        yield from (0, 0, 0, 0, 0, "")
        return
    yield from (told, sum(bool(some.before) for some in answered.found))
    yield from (answered.refused, answered.hindered, answered.lower, answered.error)


def state(answered: Answered | None, told: int) -> str:
    """How a need stands; None where it was not asked for."""
    if answered is None:
        return BOUND
    if answered.error:
        return UNASKED
    return TOLD if told else AGAIN if answered.found else NOTHING
