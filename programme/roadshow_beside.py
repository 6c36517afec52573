"""The sheets beside a roadshow's programme: how varied it is, how good, what became of former ones, who
stayed away and what is not shown.
"""

from __future__ import annotations

from matches.chain import STATUSES
from ontology.tables import table
from programme.model import Cell, Column, Row, Sheet
from programme.roadshow_cells import (
    CODE,
    COUNTY,
    FIRM,
    NEED,
    OWNER,
    TITLE,
    code_of,
    county_name,
    guest_sources,
    owners_of,
    placed,
    sources,
)
from programme.roadshow_past import result
from programme.roadshow_season import Season
from programme.world import place


def variety(season: Season) -> Sheet:
    """How many achievements are of each discipline and owner, and which cap is full."""
    columns = (
        COUNTY, Column("what", "类别"), Column("name", "学科或单位"), Column("count", "成果", "integer"),
        Column("cap", "上限", "integer"), Column("full", "用满"), Column("first", "首次出现", aside=True),
    )  # fmt: skip
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    names = {own["whole"] or own["id"]: own["whole_name"] or own["name"]
             for one in season.shown.values() for own in one.owners}  # fmt: skip
    for site in season.sites:
        fields, owners = season.filled(site)
        said = [("学科", table("field").name(one), ids) for one, ids in fields.items()]
        said += [("单位", names[one], ids) for one, ids in owners.items()]
        for what, name, ids in sorted(said, key=lambda one: (one[0], -len(one[2]), one[1])):
            cap = season.limits.per_field if what == "学科" else season.limits.per_owner
            first = "否" if (what, name) in seen else "是"
            full = "是" if len(ids) == cap else "否"
            seen.add((what, name))
            rows.append(Row((place(site.code), what, name, len(ids), cap, full, first), tuple(ids)))
    return placed(season, Sheet("variety", "学科和单位", columns, tuple(rows), sources(season)))


def solution(season: Season) -> Sheet:
    """How good the choice is, beside choosing one after the other, and how much better any could be."""
    columns = (
        Column("optimum", "选定的预期", "number"), Column("greedy", "逐项挑选", "number"),
        Column("more", "多出", "number"), Column("bound", "上界", "number"),
        Column("gap", "至多还差", "percent"), Column("state", "最优"),
    )  # fmt: skip
    best, beside = season.choice, season.greedy
    gap = 100 * (best.bound - best.value) / best.value if best.value else 0.0
    cells = (best.value, beside.value, best.value - beside.value, best.bound, gap)
    row = Row((*(round(one, 6) for one in cells), "已证明" if best.proven else "没有证明"))
    return Sheet("solution", "求解", columns, (row,), sources(season))


def past(season: Season) -> Sheet:
    """Roadshows that were held: who was invited and came, and what is in talks or signed since."""
    columns = (
        Column("roadshow", "路演"), COUNTY, Column("held_on", "日期", "date"),
        Column("invited", "邀请", "integer"), Column("recorded", "到场记录"),
        Column("attended", "到场", "integer"), Column("came", "受邀到场", "integer"),
        Column("rate", "到场率", "percent"), Column("presented", "成果", "integer"),
        Column("talks", "洽谈中", "integer"), Column("signed", "签约", "integer"),
    )  # fmt: skip
    rows = []
    for one in season.past.held:
        results = [result(str(talk["status"])) for talk in one.talks]
        rate = None if one.came is None or not one.invited else 100 * one.came / one.invited
        known = one.attended is not None
        cells: tuple[Cell, ...] = (
            one.title, county_name(one.county), one.held_on, one.invited, "有" if known else "没有",
            one.attended, one.came, rate, one.presented, results.count("洽谈中") if known else None,
            results.count("签约") if known else None,
        )  # fmt: skip
        rows.append(Row(cells, (one.id,)))
    return Sheet("past", "往次路演", columns, tuple(rows), (season.past.source,))


def talks(season: Season) -> Sheet:
    """The pairs behind those numbers."""
    columns = (
        Column("roadshow", "路演"), FIRM, NEED, TITLE, Column("step", "步骤"),
        Column("result", "结果"), Column("dated", "日期", "date"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (held.title, one["firm"], one["need"] or "", one["title"], STATUSES[one["status"]].label,
             result(one["status"]), one["dated"]),
            (one["achievement"], one["enterprise"], held.id),
        )
        for held in season.past.held
        for one in held.talks
    )  # fmt: skip
    note = "路演当日及以后，到场企业（或它的需求）与路演成果的对接；只看现在到了哪一步。"
    return Sheet("talks", "往次对接", columns, rows, (season.past.source,), note)


def absent(season: Season) -> Sheet:
    """Firms that were invited and never came, and what their pairs count for."""
    columns = (
        COUNTY, FIRM, Column("invited", "请过", "integer"), Column("weight", "到场折减", "number"),
        Column("again", "这次邀请"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (place(site.code), one.name, one.invited, one.weight,
             "是" if one.id in season.choice.firms.get(site.code, ()) else "否"),
            (one.id,),
        )
        for site in season.sites
        for one in site.guests.values()
        if one.weight < 1
    )  # fmt: skip
    return placed(season, Sheet("absent", "请过没来", columns, rows, guest_sources(season)))


def barred(season: Season) -> Sheet:
    """Achievements that are not shown, and why."""
    columns = (CODE, TITLE, OWNER, Column("kind", "原因"), Column("why", "说明"), COUNTY)
    rows = []
    for (identity, why), counties in season.barred.items():
        one = season.shown[identity]
        where = "各场" if len(counties) == len(season.sites) else "、".join(map(place, counties))
        rows.append(Row((code_of(one), one.title, owners_of(one), why.kind, why.reason, where), (one.id,)))
    return placed(season, Sheet("barred", "不上台的成果", columns, tuple(rows), (season.source,)))
