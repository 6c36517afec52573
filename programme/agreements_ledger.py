"""The agreements of a day: how each stands, when the parties were last heard of, what is registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ontology.tables import table
from programme.firms import YUAN
from programme.model import UNKNOWN, Column, Figure, Row, Sheet, Source
from programme.rules import Values
from programme.tally import Count, Tally
from recommend.deadline import by, end_of
from recommend.eligibility import DONE, ENDED

IN_FORCE, EXPIRING, EXPIRED, OPEN = "在有效期", "即将到期", "已到期", "期限不明"
STATUSES = {
    "in_force": IN_FORCE,
    "expiring": EXPIRING,
    "open": OPEN,
    "expired": EXPIRED,
    "done": DONE,
    "ended": ENDED,
}
"""How an agreement may stand, what is still binding first."""
BINDING = (IN_FORCE, EXPIRING, OPEN)
"""What binds, or may bind: an agreement of which no end is known is not taken for ended."""
HEARD, SILENT, UNRECORDED, FRESH = "有联系", "久未联系", "没有联系记录", "签订不久"
REGISTERED, UNREGISTERED = "已登记", "没有记录"
YES, NO = "是", "否"
UNTOLD = "未填"


class AgreementValues(Values):
    """Days, steps and grades of a version of the rule."""

    expiring_days: int
    silent_days: int
    steps: tuple[str, ...]
    grades: tuple[str, ...]
    institutes_a_firm: int


class ContractValues(Values):
    """The types of technical contracts, which are to be registered."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A row of the query `agreements-ledger` on a day, by the rules."""

    body: Mapping[str, Any]
    at: dt.date
    rule: AgreementValues
    contracts: ContractValues

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.body["id"])

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id and those of its parties."""
        return (self.id, *(one["id"] for one in (*self.body["firms"], *self.body["institutes"])))

    @property
    def firms(self) -> str | None:
        """The firms that signed, as people call them; None where none is known."""
        return "、".join(one["name"] for one in self.body["firms"]) or None

    @property
    def institutes(self) -> str | None:
        """The institutes that signed."""
        return "、".join(one["name"] for one in self.body["institutes"]) or None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the counties of its firms, ascending."""
        return tuple(sorted({str(one["county"]) for one in self.body["firms"] if one["county"]}))

    @property
    def counties(self) -> str | None:
        """The counties of its firms, as people call them; None where none is known."""
        return "、".join(map(table("county").name, self.codes)) or None

    @property
    def type(self) -> str:
        """Its type, as it is counted."""
        return str(self.body["type"] or UNTOLD)

    @property
    def technical(self) -> bool:
        """Whether it is a technical contract, which is to be registered."""
        return self.type in self.contracts.types

    @property
    def amount(self) -> float | None:
        """In 万元."""
        said = self.body["amount"]
        return None if said is None else said / YUAN

    @property
    def days_left(self) -> int | None:
        """Until its last day, below zero after it; None where no end is known."""
        end = self.body["expires_on"]
        return (end_of(end) - self.at).days if end else None

    @property
    def status(self) -> str:
        """How it stands: what is said of its course decides, else its last day."""
        if self.body["progress"] in (DONE, ENDED):
            return str(self.body["progress"])
        if self.days_left is None:
            return OPEN
        if self.days_left < 0:
            return EXPIRED
        return EXPIRING if self.days_left <= self.rule.expiring_days else IN_FORCE

    @property
    def registered(self) -> str:
        """Whether a registration is on record by the day; what is not on record may be so all the same."""
        said = self.body["registered_on"]
        return REGISTERED if said and by(said, self.at) else UNREGISTERED

    @property
    def heard_on(self) -> str | None:
        """The last day the parties were heard of: a contact, a registration, or a step of a match."""
        steps = (one["dated"] for one in self.body["steps"] if one["status"] in self.rule.steps)
        days = (self.body["contacted_on"], self.body["registered_on"], *steps)
        return max((day for day in days if day and by(day, self.at)), default=None)

    @property
    def quiet_days(self) -> int:
        """Since the parties were last heard of, or since they signed where they never were."""
        since = end_of(str(self.heard_on or self.body["signed_on"]))
        return max((self.at - since).days, 0)

    @property
    def contact(self) -> str:
        """Whether the parties of a binding agreement are heard of; "" of another."""
        if self.status not in BINDING:
            return ""
        quiet = self.quiet_days > self.rule.silent_days
        if self.heard_on:
            return SILENT if quiet else HEARD
        return UNRECORDED if quiet else FRESH


FIGURES = (
    Figure("agreements", "协议", "ledger", unit="份"),
    Figure("amount", "合同金额", "ledger", total="amount", unit="万元"),
    *(Figure(name, label, "ledger", (("status", label),), unit="份") for name, label in STATUSES.items()),
    Figure("silent", "久未联系的协议", "silent", (("contact", SILENT),), unit="份"),
    Figure("unrecorded", "没有联系记录的协议", "silent", (("contact", UNRECORDED),), unit="份"),
    Figure("technical", "技术合同", "ledger", (("technical", YES),), unit="份"),
    Figure("technical_registered", "已登记的技术合同", "ledger",
           (("technical", YES), ("registered", REGISTERED)), unit="份"),
    Figure("registered_share", "技术合同登记率", "ledger",
           (("technical", YES), ("registered", REGISTERED)), over="technical", unit=""),
    Figure("registered", "已登记的协议（各类）", "ledger", (("registered", REGISTERED),), unit="份"),
    Figure("registered_amount", "已登记的合同金额", "ledger", (("registered", REGISTERED),),
           total="amount", unit="万元"),
)  # fmt: skip


COUNTS = (
    Count("agreements", "协议", "ledger", unit="份"),
    Count("amount", "金额（万元）", "ledger", total="amount", unit=""),
)
TECHNICAL = (
    *COUNTS,
    Count("registered", "已登记", "ledger", (("registered", REGISTERED),), unit="份"),
    Count("share", "登记率", "ledger", (("registered", REGISTERED),), over="agreements", unit=""),
)
"""Of what is no technical contract there is no share to be registered."""


def ledger_sheets(found: Sequence[Agreement], source: Source) -> tuple[tuple[Sheet, ...], list[Figure]]:
    """How many stand how, by county and type, what ends soon, whom to ask, and the ledger itself; with the
    figures in the first two.
    """
    statuses, counties = Tally("statuses"), Tally("counties")
    sheets = (
        _statuses(statuses, found, source),
        _by_county(counties, found, source),
        _expiring(found, source),
        _silent(found, source),
        _ledger(found, source),
    )
    return sheets, statuses.figures + counties.figures


def later_sheet(found: Sequence[Agreement], source: Source) -> Sheet:
    """What was signed after the day."""
    columns = (
        Column("agreement", "协议"), Column("firms", "企业"), Column("institutes", "院所"),
        Column("signed_on", "签订", "date"), Column("amount", "金额（万元）", "money"),
    )  # fmt: skip
    rows = tuple(
        Row((one.body["title"], one.firms, one.institutes, one.body["signed_on"], one.amount), one.ids)
        for one in found
    )
    return Sheet("later", "这一天之后签的", columns, rows, (source,), "不算在其他各表里。")


def _statuses(tally: Tally, found: Sequence[Agreement], source: Source) -> Sheet:
    rows = []
    for label in STATUSES.values():
        cells = tally.cells(label, (("status", label),), COUNTS)
        rows.append(Row((label, *cells), tuple(one.id for one in found if one.status == label)))
    columns = (Column("status", "状态"), *(one.column for one in COUNTS))
    return Sheet("statuses", "各状态的协议", columns, tuple(rows), (source,))


def _by_county(tally: Tally, found: Sequence[Agreement], source: Source) -> Sheet:
    groups: dict[tuple[tuple[str, ...], str], list[Agreement]] = {}
    for one in found:
        groups.setdefault((one.codes, one.type), []).append(one)
    rows = []
    for key in sorted(groups, key=lambda key: (not key[0], key)):
        mine, kind = groups[key], key[1]
        own, shown = (("county", mine[0].counties), ("type", kind)), f"{mine[0].counties or UNKNOWN}·{kind}"
        counts = TECHNICAL if mine[0].technical else TECHNICAL[:-1]
        cells = (*tally.cells(shown, own, counts), "")[: len(TECHNICAL)]
        rows.append(Row((mine[0].counties, kind, *cells), tuple(one.id for one in mine)))
    columns = (Column("county", "区县"), Column("type", "合同类型"), *(one.column for one in TECHNICAL))
    note = "金额只加写明的；几个县的企业一起签的单列一行，不重复算；登记率只算技术合同。"
    return Sheet("counties", "各区县各类协议", columns, tuple(rows), (source,), note)


def _expiring(found: Sequence[Agreement], source: Source) -> Sheet:
    mine = sorted((one for one in found if one.status == EXPIRING), key=lambda one: (one.days_left, one.id))
    rows = tuple(
        Row(
            (one.body["title"], one.firms, one.institutes, one.body["expires_on"], one.days_left, one.amount),
            one.ids,
        )
        for one in mine
    )
    columns = (
        Column("agreement", "协议"), Column("firms", "企业"), Column("institutes", "院所"),
        Column("expires_on", "到期", "date"), Column("days_left", "还剩几天", "integer"),
        Column("amount", "金额（万元）", "money"),
    )  # fmt: skip
    return Sheet("expiring", "即将到期的协议", columns, rows, (source,))


def _silent(found: Sequence[Agreement], source: Source) -> Sheet:
    mine = sorted(
        (one for one in found if one.contact in (SILENT, UNRECORDED)),
        key=lambda one: (one.contact != SILENT, -one.quiet_days, one.id),
    )
    rows = tuple(
        Row(
            (one.contact, one.body["title"], one.firms, one.institutes, one.heard_on, one.quiet_days),
            one.ids,
        )
        for one in mine
    )
    columns = (
        Column("contact", "情况"), Column("agreement", "协议"), Column("firms", "企业"),
        Column("institutes", "院所"), Column("heard_on", "最近联系", "date"),
        Column("quiet_days", "至今几天", "integer"),
    )  # fmt: skip
    note = (
        "联系是最近联系日期、认定登记日期和 decide 记下的步骤里最近的一个。“没有联系记录”不等于没有联系，"
        "只是没有人记下：先问经办人；天数从签订日起算。"
    )
    return Sheet("silent", "要去问的协议", columns, rows, (source,), note)


def _ledger(found: Sequence[Agreement], source: Source) -> Sheet:
    rows = tuple(
        Row(
            (
                one.body["title"], one.firms, one.institutes, one.counties, one.type, one.amount,
                one.body["signed_on"], one.body["expires_on"], one.status, one.contact,
                YES if one.technical else NO, one.registered,
            ),
            one.ids,
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column("agreement", "协议"), Column("firms", "企业"), Column("institutes", "院所"),
        Column("county", "区县"), Column("type", "类型"), Column("amount", "金额（万元）", "money"),
        Column("signed_on", "签订", "date"), Column("expires_on", "到期", "date"),
        Column("status", "状态"), Column("contact", "联系"), Column("technical", "技术合同"),
        Column("registered", "登记"),
    )  # fmt: skip
    return Sheet("ledger", "协议台账", columns, rows, (source,))
