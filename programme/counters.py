"""The counters of the scorecard: what each counts, and the names its cells are asked for by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from programme.model import UNKNOWN, Cell, Figure
from programme.policy_clauses import OPEN
from programme.tasks import TASKS

CLEARING = "双清零"
NO_COUNTY, NO_MONTH = f"区县{UNKNOWN}", f"月份{UNKNOWN}"
WHOLE = "合计"


@dataclass(frozen=True, slots=True)
class Counter:
    """A number counted by county and, where `dated`, by month: rows of a detail sheet, or the sum of its
    column `total`. `task` is one of TASKS or "" for 双清零; `says` how it is counted; without `placed` it
    has no county.
    """

    name: str
    label: str
    task: str
    sheet: str
    says: str
    where: tuple[tuple[str, Cell], ...] = ()
    total: str = ""
    unit: str = "家"
    dated: bool = True
    placed: bool = True

    @property
    def number(self) -> str:
        """The number of its task, "" for 双清零."""
        return str([*TASKS].index(self.task) + 1) if self.task else ""

    @property
    def of(self) -> str:
        """What it belongs to, in words: 3 需求调查."""
        return f"{self.number} {TASKS[self.task]}" if self.task else CLEARING

    def figure(self, place: Cell = WHOLE, month: Cell = WHOLE) -> Figure:
        """Its cell for a county and a month, each by name or None for the unknown one."""
        more = [("county", place)] if place != WHOLE else []
        more += [("month", month)] if month != WHOLE else []
        tail = "".join(f"@{_SHOWN[key] if cell is None else cell}" for key, cell in more)
        return Figure(
            self.name + tail, self.label + tail, self.sheet, (*self.where, *more), self.total, unit=self.unit
        )


_SHOWN = {"county": NO_COUNTY, "month": NO_MONTH}
_HELD = (("held", "有效"),)
_SMALL, _HIGH = (("label", "科技型中小企业"),), (("label", "高新技术企业"),)
_SCALE, _XIAN = (("above", "规上"),), (("xian", "是"),)

COUNTERS = (
    Counter("small_tech", "科技型中小企业", "ladder", "labels", "在这一天有效的企业；月份是认定的月份",
            (*_SMALL, *_HELD)),
    Counter("small_tech_new", "科技型中小企业入库", "ladder", "recognitions", "到这一天为止的每一次入库",
            _SMALL, unit="次"),
    Counter("high_tech", "高新技术企业", "ladder", "labels", "在这一天有效的企业；月份是认定的月份",
            (*_HIGH, *_HELD)),
    Counter("high_tech_new", "高新技术企业认定", "ladder", "recognitions", "到这一天为止的每一次认定",
            _HIGH, unit="次"),
    Counter("policies", "受理中的政策", "policy", "policies",
            "已发布、已开始受理、没有截止也没有失效；月份是发布的月份",
            (("window", OPEN),), unit="项", placed=False),
    Counter("incubated", "入驻载体企业", "policy", "incubated",
            "入驻孵化器、众创空间的企业，一家企业一个载体算一次", unit="家次", dated=False),
    Counter("surveyed", "调查回表企业", "survey", "surveyed",
            "有需求、合作或调查日期的企业；月份按最早的调查日期或征集日期"),
    Counter("needs", "征集需求", "survey", "needs", "月份按征集日期，没有的按企业的调查日期", unit="项"),
    Counter("stationed", "派驻博士", "stationing", "stations", "到这一天为止的每一次派驻，一人一企算一次",
            unit="人次"),
    Counter("on_duty", "在岗博士", "stationing", "stations", "这一天没有期满的派驻", (("state", "在岗"),),
            unit="人次"),
    Counter("pushed", "推送", "push", "pushed", "plan push --record 记下的推送", unit="对"),
    Counter("matched", "对接记录", "push", "matched", "decide 记过的供需对接", unit="对"),
    Counter("agreements", "签订协议", "agreements", "agreements", "月份按签订日期", unit="份"),
    Counter("contract_amount", "合同额", "agreements", "agreements", "协议和合同的金额，月份按签订日期",
            total="amount", unit="万元"),
    Counter("registered", "登记合同", "agreements", "registered", "月份按认定登记日期", unit="份"),
    Counter("registered_amount", "登记合同额", "agreements", "registered", "月份按认定登记日期",
            total="amount", unit="万元"),
    Counter("roadshows", "路演", "roadshow", "roadshows", "已举办的路演", unit="场"),
    Counter("attendance", "到场企业", "roadshow", "attendance", "按路演举办的区县，一家企业一场算一次",
            unit="家次"),
    Counter("licensed", "许可成果", "reform", "licences", "一项成果许可给一家企业算一次", unit="项次"),
    Counter("licensed_single", "单列管理许可", "reform", "licences", "其中单列管理的成果",
            (("single", "是"),), unit="项次"),
    Counter("vice_heads", "科技副总", "reform", "stations", "在岗的科技副总",
            (("role", "科技副总"), ("state", "在岗")), unit="人次"),
    Counter("xian", "西商协议", "signing", "agreements",
            "与西安的院所签的协议，院所在哪里不明的不算", _XIAN, unit="份"),
    Counter("xian_amount", "西商合同额", "signing", "agreements", "与西安的院所签的协议的金额，不明的不算",
            _XIAN, "amount", "万元"),
    Counter("above_scale", "规上企业", "", "scale", "在这一天是规上的企业", _SCALE, dated=False),
    Counter("no_research", "规上无研发活动", "", "scale", "规上企业里已知没有研发活动的",
            (*_SCALE, ("research", "无")), dated=False),
    Counter("research_unknown", "规上研发活动不明", "", "scale", "规上企业里不知道有没有研发活动的",
            (*_SCALE, ("research", None)), dated=False),
    Counter("no_institution", "规上无研发机构", "", "scale", "规上企业里已知没有研发机构的",
            (*_SCALE, ("institution", "无")), dated=False),
    Counter("institution_unknown", "规上研发机构不明", "", "scale", "规上企业里不知道有没有研发机构的",
            (*_SCALE, ("institution", None)), dated=False),
    Counter("scale_unknown", "是否规上不明", "", "scale",
            "没有登记资质、也没有规上的认定，不知道是不是规上的企业", (("above", None),), dated=False),
)  # fmt: skip
"""In the order of the tasks; 双清零 last."""
HEADING = ("no_research", "research_unknown", "no_institution", "institution_unknown", "scale_unknown",
           "small_tech", "high_tech", "contract_amount")  # fmt: skip
"""The counters that head the scorecard."""
MONTHLY = ("small_tech_new", "high_tech_new", "needs", "stationed", "pushed", "agreements",
           "contract_amount", "registered_amount", "roadshows", "attendance", "licensed")  # fmt: skip
"""The counters of the sheet of months: what happens in a month."""


def by_name(names: Iterable[str]) -> list[Counter]:
    """Counters in the order of their names."""
    known = {one.name: one for one in COUNTERS}
    return [known[name] for name in names]


def cells(places: Sequence[Cell], months: Sequence[Cell]) -> Iterator[Figure]:
    """Every cell that may be asked for: each counter for all counties and each, all months and each."""
    for one in COUNTERS:
        for place in (WHOLE, *(places if one.placed else ())):
            for month in (WHOLE, *(months if one.dated else ())):
                yield one.figure(place, month)
