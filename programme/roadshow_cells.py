"""What the sheets of roadshows have in common: columns, and how an achievement, a firm and a pair are
written.
"""

from __future__ import annotations

from dataclasses import replace

from ontology.tables import table
from programme.firms import YUAN
from programme.model import Column, Row, Sheet, Source
from programme.roadshow_facts import Fit, Guest, Shown
from programme.roadshow_season import Season

COUNTY = Column("county", "区县")
CODE, TITLE = Column("code", "成果编号", "code"), Column("achievement", "成果")
OWNER, FIELD = Column("owner", "完成单位"), Column("field", "学科")
FIRM, NEED = Column("enterprise", "企业"), Column("need", "需求")
EXPECTED = Column("expected", "预期较强匹配", "number")
NO_NEED = "没有登记需求，按经营范围"
NO_FIT = "没有较强以上的"
"""In what is sent out, where a pair is only likely enough to be counted."""


def placed(season: Season, sheet: Sheet) -> Sheet:
    """Without the county, where there is only one."""
    if season.whole:
        return sheet
    at = sheet.places["county"]
    rows = tuple(Row(one.cells[:at] + one.cells[at + 1 :], one.ids) for one in sheet.rows)
    columns = sheet.columns[:at] + sheet.columns[at + 1 :]
    return replace(sheet, columns=columns, rows=rows)


def sources(season: Season) -> tuple[Source, ...]:
    """The queries that achievements and firms came from."""
    return (season.source, *guest_sources(season))


def guest_sources(season: Season) -> tuple[Source, ...]:
    """The queries that firms came from."""
    return tuple(one.source for one in season.sites)


def county_name(code: str) -> str | None:
    """The name of a county; None where it is not known."""
    return table("county").name(code) if code else None


def code_of(one: Shown) -> str | None:
    """The number an achievement is known by."""
    return next(
        (str(one.body[name]) for name in ("code", "register_number", "patent") if name in one.body), None
    )


def owners_of(one: Shown) -> str | None:
    """Its owners by name."""
    return "、".join(dict.fromkeys(str(own["name"]) for own in one.owners)) or None


def makers_of(one: Shown) -> str | None:
    """Its makers by name: those that are on record as people, else as its row says."""
    said = [str(maker["name"]) for maker in one.makers] or [
        str(name) for name in one.body.get("creators", ())
    ]
    return "、".join(dict.fromkeys(said)) or None


def price_of(one: Shown) -> float | None:
    """What is asked for it, in 万元: of a range the lower end."""
    said = one.body.get("price", one.body.get("price_min"))
    return None if said is None else float(said) / YUAN


def right_of(one: Shown) -> str | None:
    """What kind of right it is, and whether it stands."""
    said = [str(one.body[name]) for name in ("ip_type", "legal_status") if name in one.body]
    return "，".join(said) or None


def licence_of(one: Shown) -> str:
    """To whom it is licensed already, and how; whether 单列管理 holds."""
    takers = [f"已{taker['mode'] or '许可（方式不明）'}给{taker['name']}" for taker in one.takers]
    single = one.body.get("single_list")
    listed = "是否单列管理不明" if single is None else "单列管理" if single else "不是单列管理"
    return "；".join([*(takers or ["没有许可出去"]), listed])


def need_of(fit: Fit) -> str | None:
    """The title of the need a pair rests on; None where it rests on the firm itself."""
    return next((str(one["title"]) for one in fit.guest.needs if one["id"] == fit.made.source), None)


def needs_of(fits: list[Fit]) -> str | None:
    """The needs that pairs rest on, each once; None of no pairs."""
    return "；".join(dict.fromkeys(filter(None, map(need_of, fits)))) or (NO_NEED if fits else None)


def percent(fit: Fit) -> str:
    """How likely a pair is, as people read it."""
    return f"{fit.probability:.0%}"


def attendance(guest: Guest) -> str:
    """What is on record of a firm's coming, and what its pairs count for."""
    if not guest.invited and not guest.came:
        return "没有请过"
    if guest.came:
        return f"请过 {guest.invited} 次，来过 {guest.came} 次"
    return f"请过 {guest.invited} 次没有来过，按 {guest.weight:g} 计"
