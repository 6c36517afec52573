"""The scorecard's detail sheets on firms: 规上 and research, labels held, recognitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from programme.events import Event, Kind, month, placed
from programme.firms import Firm, Standing, does_research, firms, has_institution
from programme.interval import State
from programme.model import Cell, Column, Row, Sheet, Source
from programme.world import Answered, World

STEPS = {"small_tech": "科技型中小企业", "high_tech": "高新技术企业"}
"""The steps that are counted, and what the sheets call them."""
_HAS: dict[State, Cell] = {"met": "有", "failed": "无", "unknown": None}
_NAME, _COUNTY = Column("called", "名称"), Column("county", "区县")
_SCALE = (_NAME, _COUNTY, Column("above", "规上"), Column("research", "研发活动"),
          Column("institution", "研发机构"))  # fmt: skip
_LABELS = (_NAME, _COUNTY, Column("month", "认定月份"), Column("day", "认定日期", "date"),
           Column("label", "资质"), Column("held", "状态"), Column("until", "有效期至", "date"))  # fmt: skip
Dated = tuple[Kind, Iterable[Event], Source]


class FirmSheets:
    """The firms of a county (a code, "" for all), and their recognitions as `scorecard-recognitions` says."""

    def __init__(self, world: World, county: str, said: Answered) -> None:
        self.standing = Standing(world)
        self.said = said
        self.days = {row["id"]: row["day"] for row in said.rows}
        self.firms, self.source = firms(world, county)

    def scale(self) -> Sheet:
        """Each firm that is or may be 规上, whether it does research and has an institution for it."""
        rows = []
        for one in self.firms:
            above = self.standing.holds(one, "above_scale")
            if above != "failed":
                said: tuple[Cell, ...] = ("规上" if above == "met" else None, _HAS[does_research(one)],
                                          _HAS[has_institution(one)])  # fmt: skip
                rows.append(Row((one.name, placed(one.county), *said), (one.id,)))
        note = "规上一栏不明的企业没有登记资质，也没有规上的认定，不知道是不是规上"
        return Sheet("scale", "规上企业与研发", _SCALE, tuple(rows), (self.source,), note, most=0)

    def held(self) -> Sheet:
        """Each firm and label of STEPS that it holds on the day, or may hold, with the latest recognition."""
        rows = tuple(row for one in self.firms for row in self._labels(one))
        return Sheet("labels", "科小与高企", _LABELS, rows, (self.source, self.said.source), most=0)

    def _labels(self, firm: Firm) -> Iterator[Row]:
        for step, label in STEPS.items():
            held, names = self.standing.holds(firm, step), self.standing.labels.names[step]
            if held == "failed":
                continue
            valid = [r for r in firm.recognitions if r["label"] in names and self.standing.valid(r, step)]
            last = max(valid, key=lambda r: str(r["from"] or ""), default=None)
            day, until, ids = (
                (self.days[last["id"]], last["until"], (last["id"],)) if last else (None, None, ())
            )
            cells = (label, "有效" if held == "met" else None, until)
            yield Row((firm.name, placed(firm.county), month(day), day, *cells), (*ids, firm.id))

    def recognitions(self) -> Dated:
        """Each recognition as one of STEPS."""
        called = {name: STEPS[step] for step in STEPS for name in self.standing.labels.names[step]}
        columns = (Column("label", "资质"), Column("until", "有效期至", "date"))
        events = (
            Event(row["name"], row["county"], row["day"], (row["id"], row["enterprise"]),
                  (called[row["label"]], row["until"]), row["least"])
            for row in self.said.rows
            if row["label"] in called
        )  # fmt: skip
        return Kind("recognitions", "认定与入库", columns), events, self.said.source
