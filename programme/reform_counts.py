"""三项改革 in numbers: what is under 单列管理, licensed, assigned, converted, by institute and by county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ontology.tables import table
from programme.model import UNKNOWN, Column, Figure, Row, Sheet, Source
from programme.reform_part import Options, Part, rule_on, yes_no
from programme.rules import Values
from programme.tally import Count, Tally
from programme.world import World, place

LISTED = ("listed", "是")
_YES = (LISTED,)
COUNTS = (
    Count("works", "成果", "owned"),
    Count("listed", "单列", "owned", _YES),
    Count("licensed", "已许可", "owned", (*_YES, ("licensed", "是"))),
    Count("assigned", "已转让", "owned", (*_YES, ("assigned", "是"))),
    Count("converted", "已转化", "owned", (*_YES, ("converted", "是"))),
    Count("percent", "转化率", "owned", (*_YES, ("converted", "是")), over="listed", unit=""),
)
WENT = (
    Count("licensed", "许可到", "went", (("licensed", "是"),)),
    Count("assigned", "转让到", "went", (("assigned", "是"),)),
    Count("works", "去向成果", "went"),
)
_OWNER, _COUNTY = Column("owner", "权利人"), Column("county", "区县")
_STATES = (Column("achievement", "成果"), Column("listed", "单列管理"), Column("licensed", "已许可"),
           Column("assigned", "已转让"), Column("converted", "已转化"))  # fmt: skip


class ReformValues(Values):
    """`contracts` are the types of contracts that convert an achievement, `assigning` those of them that give
    it away; a contract whose progress is one of `ended` counts no more.
    """

    contracts: tuple[str, ...]
    assigning: tuple[str, ...]
    ended: tuple[str, ...]


class Work:
    """A row of the query `reform-counts`, by a rule."""

    def __init__(self, row: Mapping[str, Any], values: ReformValues) -> None:
        self.id: str = row["id"]
        self.name: str = row["achievement"]
        self.listed: bool | None = row["listed"]
        self.share: float | None = row["share"]
        self.owners: list[Mapping[str, Any]] = row["owners"]
        away = [one for one in row["contracts"] if one["type"] in values.assigning]
        kept = [one for one in row["contracts"] if one["type"] not in values.assigning]
        self.licensees = {one["id"]: one for one in row["licences"]} | _firms(kept)
        self.assignees = _firms(away)
        self.licensed = bool(row["licences"] or kept)
        self.assigned = bool(away)

    @property
    def converted(self) -> bool:
        """Whether anybody may use it by contract."""
        return self.licensed or self.assigned

    @property
    def takers(self) -> dict[str, Mapping[str, Any]]:
        """Firms it went to, by id."""
        return self.licensees | self.assignees


def part(world: World, options: Options) -> Part:
    """The achievements and what became of them."""
    rule, missing = rule_on(world, "reform", ReformValues)
    if rule is None:
        return Part(notes=(missing,))
    values = rule.values
    asked = world.ask("reform-counts", {
        "types": list(values.contracts), "ended": list(values.ended), "at": world.at.isoformat(),
        "institute": options.institute})  # fmt: skip
    works = [Work(row, values) for row in asked.rows]
    owners, counties = Tally("by_owner"), Tally("by_county")
    by_owner, owned = _by_owner(owners, works, asked.source)
    by_county, went = _by_county(counties, works, options.county, asked.source)
    return Part(
        (_works(works, asked.source), by_owner, by_county, owned, went),
        (
            Figure("listed", "单列管理成果", "works", (LISTED,)),
            Figure("listed_unsaid", "没有登记是否单列", "works", (("listed", None),)),
            *(Figure(name, label, "works", (LISTED, (name, "是")))
              for name, label in (("licensed", "单列中已许可"), ("assigned", "单列中已转让"),
                                  ("converted", "单列中已转化"))),
            Figure("converted_share", "单列成果转化率", "works", (LISTED, ("converted", "是")), over="listed",
                   unit=""),
        ),
        ("许可没有登记日期：不论 --at 是哪一天，已登记的许可都算；合同按签订日期算",),
        cells=tuple(owners.figures + counties.figures),
    )  # fmt: skip


def _firms(contracts: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found = (one for one in contracts if one["enterprise"])
    return {
        one["enterprise"]: {"id": one["enterprise"], "name": one["name"], "county": one["county"]}
        for one in found
    }


def _works(works: list[Work], source: Source) -> Sheet:
    rows = tuple(
        Row((one.name, "；".join(owner["name"] for owner in one.owners) or None, yes_no(one.listed),
             yes_no(one.licensed), yes_no(one.assigned), yes_no(one.converted), one.share,
             "；".join(firm["name"] for firm in one.takers.values())),
            (one.id, *(owner["id"] for owner in one.owners), *one.takers))
        for one in works if one.listed is not False
    )  # fmt: skip
    columns = (Column("achievement", "成果"), Column("owner", "权利人"), Column("listed", "单列管理"),
               Column("licensed", "已许可"), Column("assigned", "已转让"), Column("converted", "已转化"),
               Column("share", "单位留存", "percent"), Column("takers", "许可或受让企业"))  # fmt: skip
    return Sheet("works", "单列管理成果台账", columns, rows, (source,), "登记为不是单列管理的成果不列")


def _by_owner(tally: Tally, works: list[Work], source: Source) -> tuple[Sheet, Sheet]:
    """By owner, and what each owns."""
    grouped: dict[tuple[str, str | None], list[Work]] = defaultdict(list)
    for one in works:
        for owner in one.owners or [{"id": "", "name": None}]:
            grouped[owner["id"], owner["name"]].append(one)
    rows, owned = [], []
    order = sorted(grouped, key=lambda key: (-sum(bool(one.listed) for one in grouped[key]), key[0]))
    for identity, name in order:
        found = grouped[identity, name]
        cells = tally.cells(name or UNKNOWN, (("owner", name),), COUNTS)
        rows.append(Row((name, *cells), tuple(filter(None, (identity, *_listed_ids(found))))))
        owned += [
            Row((name, one.name, yes_no(one.listed), yes_no(one.licensed), yes_no(one.assigned),
                 yes_no(one.converted)), tuple(filter(None, (one.id, identity))))
            for one in found
        ]  # fmt: skip
    note = "几家共有的成果每家各算一次；没有登记是否单列的不算单列"
    return (
        Sheet(
            "by_owner", "按权利人", (_OWNER, *(one.column for one in COUNTS)), tuple(rows), (source,), note
        ),
        Sheet("owned", "各权利人的成果", (_OWNER, *_STATES), tuple(owned), (source,), most=0),
    )


def _by_county(tally: Tally, works: list[Work], county: str, source: Source) -> tuple[Sheet, Sheet]:
    """Where what is under 单列管理 went, by the county of the firms; and what went there."""
    rows, went = [], []
    listed = [one for one in works if one.listed]
    codes = {str(firm["county"] or "") for one in listed for firm in one.takers.values()}
    for code in sorted(codes):
        if county and county not in (table("county").chain(code) if code else ()):
            continue
        name = place(code) if code else None
        there = [one for one in listed if _goes_to(one.takers, code)]
        cells = tally.cells(name or UNKNOWN, (("county", name),), WENT)
        rows.append(Row((name, *cells), tuple(sorted(one.id for one in there))))
        went += [
            Row((name, one.name, *(yes_no(_goes_to(who, code)) for who in (one.licensees, one.assignees))),
                (one.id, *(firm for firm, said in one.takers.items() if (said["county"] or "") == code)))
            for one in there
        ]  # fmt: skip
    note = "单列成果去了哪里：按许可或受让企业的区县；去了两个县的每县各算一次"
    columns = (_COUNTY, Column("achievement", "成果"), Column("licensed", "许可"), Column("assigned", "转让"))
    return (
        Sheet("by_county", "按区县", (_COUNTY, *(one.column for one in WENT)), tuple(rows), (source,), note),
        Sheet("went", "各区县得到的成果", columns, tuple(went), (source,), most=0),
    )


def _goes_to(firms: Mapping[str, Mapping[str, Any]], code: str) -> bool:
    return any((firm["county"] or "") == code for firm in firms.values())


def _listed_ids(found: list[Work]) -> list[str]:
    return [one.id for one in found if one.listed]
