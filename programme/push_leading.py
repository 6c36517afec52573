"""The leading firms of each industry: our own judgement, by a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology.tables import table
from programme.firms import YUAN, Firm, Standing, firms
from programme.model import Cell, Column, Row, Sheet, Source
from programme.push_found import Asker, division
from programme.rules import Values
from programme.world import World, place

NO_TRADE, NO_REVENUE = "行业不明", "营业收入不明"


class LeadingValues(Values):
    """`words` of which one stands in the title of a leading firm; of an industry where none has such a title,
    the `largest` so many by revenue.
    """

    words: tuple[str, ...]
    largest: int


@dataclass(frozen=True, slots=True)
class Leader:
    """A leading firm of an industry (大类), why it is one, and among how many firms, of how many of which the
    revenue is not known.
    """

    firm: Firm
    industry: str
    why: str
    among: int
    unknown: int

    @property
    def asker(self) -> Asker:
        """As one who is told."""
        what = f"{table('industry').name(self.industry)}龙头（{self.why}）"
        return Asker(self.firm.id, what, self.firm.id, self.firm.name, self.firm.county, self.industry)


@dataclass(frozen=True, slots=True)
class Leading:
    """The leading firms of a county, who leads being looked at in the whole city; and the firms there that
    may lead and were not looked at, since too little is known of them, with why.
    """

    leaders: tuple[Leader, ...]
    unranked: tuple[tuple[Firm, str], ...]
    source: Source


def leading(world: World, county: str) -> Leading:
    """By industry, then the foremost first."""
    everyone, source = firms(world)
    led = leaders(everyone, Standing(world), world.rule("leading", LeadingValues).values)
    if county:
        here, source = firms(world, county)
        ids = {one.id for one in here}
        led = [one for one in led if one.firm.id in ids]
        everyone = here
    known = {one.firm.id for one in led}
    unranked = tuple((one, _lacks(one)) for one in everyone if one.id not in known and _lacks(one))
    return Leading(tuple(led), unranked, source)


def leaders(found: Iterable[Firm], standing: Standing, rule: LeadingValues) -> list[Leader]:
    """The leading firms of every industry: those with a title, and where there are none the largest by
    revenue, as far as it is known.
    """
    groups: defaultdict[str, list[Firm]] = defaultdict(list)
    for firm in found:
        groups[division(firm.industry)].append(firm)
    groups.pop("", None)
    led = []
    for industry, members in sorted(groups.items()):
        unknown = sum(revenue(one) is None for one in members)
        titles = {one.id: standing.titled(one, rule.words) for one in members}
        foremost = [one for one in members if titles[one.id]]
        if not foremost:
            foremost = sorted((one for one in members if revenue(one) is not None), key=_size)[: rule.largest]
        for rank, one in enumerate(sorted(foremost, key=_size), start=1):
            why = titles[one.id] or f"营业收入排第 {rank}"
            led.append(Leader(one, industry, why, len(members), unknown))
    return led


def revenue(firm: Firm) -> float | None:
    """What a firm is known to take at least (元); None where nothing is known."""
    low = firm.amount("revenue").low
    return low if low >= 0 else None


def _size(firm: Firm) -> tuple[float, str]:
    return -(revenue(firm) or 0.0), firm.id


def _lacks(firm: Firm) -> str:
    return NO_TRADE if not division(firm.industry) else NO_REVENUE if revenue(firm) is None else ""


COLUMNS = (
    Column("industry", "行业大类"), Column("firm", "企业"), Column("county", "区县"), Column("why", "凭什么"),
    Column("revenue", "营业收入（万元）", "money"), Column("among", "本行业企业", "integer"),
    Column("unknown", "其中收入不明", "integer"),
)  # fmt: skip


def leaders_sheet(found: Leading) -> Sheet:
    """The leading firms, and why."""
    return Sheet("leaders", "行业龙头", COLUMNS, tuple(map(_row, found.leaders)), (found.source,))


def _row(one: Leader) -> Row:
    amount = revenue(one.firm)
    cells: tuple[Cell, ...] = (
        f"{one.industry} {table('industry').name(one.industry)}",
        one.firm.name,
        place(one.firm.county) if one.firm.county else None,
        one.why,
        None if amount is None else amount / YUAN,
        one.among,
        one.unknown,
    )
    return Row(cells, (one.firm.id, *(recognition["id"] for recognition in one.firm.recognitions)))


def unranked_sheet(found: Leading) -> Sheet:
    """The firms that were not looked at."""
    rows = tuple(
        Row((firm.name, place(firm.county) if firm.county else None, why), (firm.id,))
        for firm, why in found.unranked
    )
    columns = (Column("firm", "企业"), Column("county", "区县"), Column("why", "因为"))
    return Sheet("unranked", "没有参加龙头排序的", columns, rows, (found.source,), most=0)


def askers(found: Sequence[Leader]) -> list[Asker]:
    """The leading firms as those who are told."""
    return [one.asker for one in found]
