"""The sheets of planned roadshows: when and where, programme, invitations, handbook, and what is expected."""

from __future__ import annotations

from programme import roadshow_beside as beside
from programme.model import Cell, Column, Row, Sheet
from programme.roadshow_cells import (
    CODE,
    COUNTY,
    EXPECTED,
    FIELD,
    FIRM,
    NEED,
    NO_FIT,
    NO_NEED,
    OWNER,
    TITLE,
    attendance,
    code_of,
    county_name,
    licence_of,
    makers_of,
    need_of,
    needs_of,
    owners_of,
    percent,
    placed,
    price_of,
    right_of,
    sources,
)
from programme.roadshow_facts import Fit
from programme.roadshow_season import Season, gain, good
from programme.world import place


def sheets(season: Season) -> tuple[Sheet, ...]:
    """All sheets, in the order in which the office needs them."""
    first = (_rounds, _programme) if season.whole else (_programme, _rounds)
    more = (beside.variety, beside.solution, beside.past, beside.talks, beside.absent, beside.barred)
    return tuple(one(season) for one in (*first, _invitations, _handbook, _pairs, *more))


def _rounds(season: Season) -> Sheet:
    columns = (
        Column("number", "场次", "integer"), COUNTY, Column("day", "拟定日期", "date"),
        Column("due", "已登记的下一场"), Column("achievements", "成果", "integer"),
        Column("firms", "邀请企业", "integer"), EXPECTED, Column("known", "登记企业", "integer"),
        Column("counted", "够得着的配对", "integer", aside=True),
        Column("unlikely", "可能性太小", "integer", aside=True),
        Column("blocked", "有障碍", "integer", aside=True),
        Column("settled", "已回绝或登记", "integer", aside=True),
    )  # fmt: skip
    rows = []
    for number, (site, day) in enumerate(zip(season.sites, season.days, strict=True), start=1):
        items, firms = (some.get(site.code, ()) for some in (season.choice.items, season.choice.firms))
        cells: tuple[Cell, ...] = (
            number, place(site.code), day.isoformat(), season.past.due.get(site.code, "没有"), len(items),
            len(firms), gain(season.met(site)), len(site.guests), len(site.fits), site.unlikely,
            site.blocked, site.settled,
        )  # fmt: skip
        rows.append(Row(cells))
    return Sheet("rounds", "场次", columns, tuple(rows), sources(season))


def _programme(season: Season) -> Sheet:
    columns = (
        COUNTY, CODE, TITLE, OWNER, FIELD, Column("presenter", "主讲单位", aside=True),
        Column("interests", "预期感兴趣的企业"), Column("firms", "企业数", "integer"), EXPECTED,
    )  # fmt: skip
    rows = tuple(
        Row(
            (place(site.code), code_of(one), one.title, owners_of(one), one.discipline,
             "、".join(one.presenters) or None,
             "；".join(f"{fit.guest.name}（{percent(fit)}）" for fit in season.named(fits)),
             len(fits), gain(fits)),
            (one.id, *(fit.guest.id for fit in season.named(fits))),
        )
        for site, one, fits in season.of_items()
    )  # fmt: skip
    note = "括号里是至少较强的可能性，由推荐的同一个打分给出；只列较强的几家，没有时列最可能的一家。"
    return placed(season, Sheet("programme", "路演成果", columns, rows, sources(season), note))


def _invitations(season: Season) -> Sheet:
    columns = (
        COUNTY, FIRM, Column("uscc", "统一社会信用代码", "code", aside=True), NEED,
        Column("fits", "适合的成果"), Column("why", "理由", aside=True),
        Column("attendance", "往次路演"), EXPECTED,
    )  # fmt: skip
    rows = tuple(_invitation(season, fits) for _, fits in season.of_firms())
    return Sheet("invitations", "邀请名单", columns, rows, sources(season))


def _invitation(season: Season, fits: list[Fit]) -> Row:
    guest, told = fits[0].guest, good(fits)[: season.values.named]
    cells: tuple[Cell, ...] = (
        county_name(guest.county), guest.name, guest.uscc, needs_of(told),
        "；".join(f"{fit.made.name}（{percent(fit)}）" for fit in told) or NO_FIT,
        told[0].made.evidence if told else None, attendance(guest), gain(fits),
    )  # fmt: skip
    return Row(cells, (guest.id, *(fit.made.id for fit in told)))


def _handbook(season: Season) -> Sheet:
    columns = (
        COUNTY, CODE, TITLE, OWNER, Column("makers", "完成人"), FIELD, Column("stage", "阶段"),
        Column("abstract", "简介"), Column("needs", "回应的需求"),
        Column("price", "意向价格（万元）", "money"), Column("right", "权利"), Column("licence", "许可"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (place(site.code), code_of(one), one.title, owners_of(one),
             makers_of(one), one.discipline, one.body.get("stage"), one.body.get("abstract"),
             needs_of(good(fits)) or NO_FIT, price_of(one), right_of(one), licence_of(one)),
            (one.id,),
        )
        for site, one, fits in season.of_items()
    )  # fmt: skip
    return placed(season, Sheet("handbook", "手册", columns, rows, sources(season), most=0))


def _pairs(season: Season) -> Sheet:
    columns = (
        COUNTY, CODE, TITLE, FIRM, NEED, Column("grade", "等级"),
        Column("likely", "可能性", "percent"), Column("weight", "到场折减", "number"), EXPECTED,
    )  # fmt: skip
    rows = []
    for site in season.sites:
        for fit in season.met(site):
            one = season.shown[fit.made.id]
            cells: tuple[Cell, ...] = (
                place(site.code), code_of(one), one.title, fit.guest.name, need_of(fit) or NO_NEED,
                fit.made.reasons.grade.label, 100 * fit.probability, fit.weight, fit.gain,
            )  # fmt: skip
            rows.append(Row(cells, (one.id, fit.guest.id)))
    note = "一行是一对会在路演上见面的成果和企业；预期较强匹配 = 可能性 × 到场折减。"
    return placed(season, Sheet("pairs", "预期匹配", columns, tuple(rows), sources(season), note))
