"""三项改革 in numbers: what is under 单列管理, licensed, assigned, converted, by institute and by county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ontology.tables import table
from programme.model import Cell, Column, Figure, Row, Sheet, Source
from programme.reform_part import Options, Part, rule_on, yes_no
from programme.rules import Values
from programme.world import World, place

LISTED = ("listed", "是")
CONVERTED = (Column("listed", "单列", "integer"), Column("licensed", "已许可", "integer"),
             Column("assigned", "已转让", "integer"), Column("converted", "已转化", "integer"),
             Column("percent", "转化率", "percent"))  # fmt: skip


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
    return Part(
        (_works(works, asked.source), _by_owner(works, asked.source),
         _by_county(works, options.county, asked.source)),
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


def _by_owner(works: list[Work], source: Source) -> Sheet:
    grouped: dict[tuple[str, str | None], list[Work]] = defaultdict(list)
    for one in works:
        for owner in one.owners or [{"id": "", "name": None}]:
            grouped[owner["id"], owner["name"]].append(one)
    rows = [
        Row((name, len(found), *_counted(found)), tuple(filter(None, (identity, *_listed_ids(found)))))
        for (identity, name), found in sorted(grouped.items(), key=lambda item: item[0][0])
    ]
    rows.sort(key=lambda row: -int(row.cells[2] or 0))
    columns = (Column("owner", "权利人"), Column("works", "成果", "integer"), *CONVERTED)
    note = "几家共有的成果每家各算一次；没有登记是否单列的不算单列"
    return Sheet("by_owner", "按权利人", columns, tuple(rows), (source,), note)


def _by_county(works: list[Work], county: str, source: Source) -> Sheet:
    """Where what is under 单列管理 went: by the county of the firms."""
    rows = []
    codes = {str(firm["county"] or "") for one in works if one.listed for firm in one.takers.values()}
    for code in sorted(codes):
        if county and county not in (table("county").chain(code) if code else ()):
            continue
        licensed = [one for one in works if one.listed and _goes_to(one.licensees, code)]
        assigned = [one for one in works if one.listed and _goes_to(one.assignees, code)]
        both = {one.id: one for one in (*licensed, *assigned)}
        name = place(code) if code else None
        rows.append(Row((name, len(licensed), len(assigned), len(both)), tuple(sorted(both))))
    columns = (Column("county", "区县"), Column("licensed", "许可到", "integer"),
               Column("assigned", "转让到", "integer"), Column("works", "成果", "integer"))  # fmt: skip
    note = "单列成果去了哪里：按许可或受让企业的区县；去了两个县的每县各算一次"
    return Sheet("by_county", "按区县", columns, tuple(rows), (source,), note)


def _goes_to(firms: Mapping[str, Mapping[str, Any]], code: str) -> bool:
    return any((firm["county"] or "") == code for firm in firms.values())


def _listed_ids(found: list[Work]) -> list[str]:
    return [one.id for one in found if one.listed]


def _counted(found: list[Work]) -> tuple[Cell, ...]:
    """Under 单列管理, and of these licensed, assigned, converted, and the share converted in %."""
    listed = [one for one in found if one.listed]
    converted = sum(one.converted for one in listed)
    share = round(100 * converted / len(listed), 6) if listed else None
    return (
        len(listed),
        sum(one.licensed for one in listed),
        sum(one.assigned for one in listed),
        converted,
        share,
    )
