"""Makes the demo tables of this folder from material/*.yaml: `python -m examples.make_demo`.

Fictional from end to end: every firm, institute and person is marked 示例, and the credit codes carry the
county number 611099, which GB/T 2260 does not give to any county, so that no real firm can have one.
The seed is fixed: the same material gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from examples.planted import HEADINGS, Planted
from examples.sheets import Row, write_csv, write_xlsx
from ontology.values.uscc import complete

HERE = Path(__file__).parent
SEED = 20260101
NOWHERE = "91611099"
STAGES = {"1": "初期", "2": "中期", "3": "成熟应用"}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "岭川禾杉柏松岩溪泽澜岚峪原野麦谷禹舟远明清和静文博思齐衡恒毅诚朗"
DEGREES = ("教授", "副教授", "研究员", "副研究员", "讲师", "高级工程师")
LABELS = ("高新技术企业", "科技型中小企业", "规上工业企业", "瞪羚企业", "专精特新企业")
STANDING = ("资产总额（万元）", "科技人员数", "高新技术产品收入（万元）", "Ⅰ类知识产权数", "Ⅱ类知识产权数",
            "有研发机构", "调查日期")  # fmt: skip
"""What decides how a firm stands; every fifth firm has left it out."""


@dataclasses.dataclass(slots=True)
class Cluster:
    """One technique: who works on it, what is needed, what was achieved."""

    chain: str
    field: str
    industry: str
    institutes: list[str]
    directions: list[str]
    needs: list[list[str]]
    gains: list[list[str]]
    doctors: list[int] = dataclasses.field(default_factory=list)


class Demo:
    """The tables, filled in the order in which they refer to one another."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)
        self.places: dict[str, Any] = _load("places.yaml")
        self.firms: dict[str, list[str]] = {}
        self.clusters: list[Cluster] = []
        self.other_needs: list[list[str]] = []
        for path in sorted((HERE / "material").glob("*.yaml")):
            if path.name != "places.yaml":
                self._read(_load(path.name))
        self.tables: dict[str, list[Row]] = {}
        self.planted = Planted()
        self.roadshows = [f"SLLY-{n:02}" for n in range(1, len(self.places["counties"]) + 1)]

    def _read(self, body: dict[str, Any]) -> None:
        for line in body["firms"]:
            short, *rest = line.split("｜")
            self.firms[short] = [*rest, body["chain"]]
        for one in body["clusters"]:
            cut = {name: [line.split("｜") for line in one.get(name, ())] for name in ("needs", "gains")}
            at = one["at"].split("、")
            self.clusters.append(Cluster(body["chain"], str(one["field"]), one["ind"], at, one["who"], **cut))
        self.other_needs += [line.split("｜") for line in body["other_needs"]]

    def institute(self, short: str) -> str:
        """The full name behind a short one."""
        return str(self.places["institutes"][short][0])

    def enterprises(self) -> list[Row]:
        """Sixty firms."""
        heading = "企业名称 简称 统一社会信用代码 所属区县 行业代码 所属产业链 主要产品 经营范围"
        rows: list[Row] = [
            [*heading.split(), "注册资本（万元）", "成立日期", "职工人数", "上年营业收入（万元）",
             "上年研发投入（万元）", "企业资质", *STANDING]
        ]  # fmt: skip
        for number, (short, one) in enumerate(self.firms.items(), start=1):
            name, county, industry, products, scope, chain = one
            code = complete(NOWHERE, f"MAD{number:05}")
            staff = self.random.randint(18, 420)
            revenue = staff * self.random.randint(25, 90)
            spend = round(revenue * self.random.uniform(0.01, 0.06), 1)
            labels = "；".join(sorted(self.random.sample(LABELS, self.random.randint(0, 2))))
            founded = f"{self.random.randint(2003, 2023)}年{self.random.randint(1, 12)}月"
            capital = self.random.choice((200, 500, 800, 1000, 2000, 5000))
            rows.append([name, short, code, county, industry, chain, products, scope, capital, founded,
                         staff, revenue, spend, labels, *_standing(number, staff, revenue)])  # fmt: skip
        return rows

    def recognitions(self, firms: list[Row]) -> list[Row]:
        """A recognition for each label of a firm; every third without an end, as such lists are."""
        rows: list[Row] = [HEADINGS["资质认定"]]
        for firm in firms[1:]:
            for label in filter(None, str(firm[13]).split("；")):
                drawn = random.Random(f"{SEED}{firm[0]}{label}")
                year, month = drawn.randint(2023, 2026), drawn.randint(1, 9)
                until = f"{year + 2}-{month:02}-28" if len(rows) % 3 else ""
                rows.append([f"示例ZZ{len(rows):04}", label, firm[0], f"{year}-{month:02}-28", until,
                             "商洛市示例科学技术局"])  # fmt: skip
        return rows

    def institutes(self) -> list[Row]:
        """Twenty institutes, their strengths gathered from the clusters."""
        rows: list[Row] = [["院所名称", "简称", "机构类型", "所在市", "优势学科", "研究方向"]]
        for short, (name, kind, city) in self.places["institutes"].items():
            mine = [one for one in self.clusters if short in one.institutes]
            fields = "；".join(sorted({one.field for one in mine}))
            rows.append([name, f"示例{short}", kind, city, fields,
                         "；".join(d for one in mine for d in one.directions)])  # fmt: skip
        return rows

    def doctors(self) -> list[Row]:
        """A hundred doctors, most of them stationed at a firm whose needs they understand."""
        heading = "博士编号 姓名 所在单位 职称 学科 研究方向 关键词 派驻企业 派驻身份 派驻起 派驻止"
        rows: list[Row] = [heading.split()]
        taken: set[str] = set()
        for cluster in self.clusters:
            for place, direction in enumerate(cluster.directions):
                if len(rows) > 100:
                    break
                cluster.doctors.append(len(rows))
                at = self.institute(cluster.institutes[place % len(cluster.institutes)])
                words = list(dict.fromkeys(w for gain in cluster.gains for w in gain[2].split("、")))
                station = self._station(cluster, place)
                rows.append([f"BS-{len(rows):03}", self._person(taken), at, self.random.choice(DEGREES),
                             cluster.field, direction, "、".join(words[:6]), *station])  # fmt: skip
        return rows

    def _person(self, taken: set[str]) -> str:
        while (name := self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN, 2))) in taken:
            pass
        taken.add(name)
        return f"示例·{name}"

    def _station(self, cluster: Cluster, place: int) -> list[str]:
        firms = sorted({need[0] for need in cluster.needs})
        if not firms or self.random.random() < 0.3:
            return ["", "", "", ""]
        role = "科技专员" if place % 2 else "工业科技特派员"
        return [self.firms[firms[place % len(firms)]][0], role, "2026-03-01", "2027-02-28"]

    def needs(self) -> dict[str, list[Row]]:
        """A hundred and fifty needs, one sheet a county, as the survey forms come in."""
        heading = ["需求编号", "需求名称", "企业名称", "需求类型", "需求内容", "关键词", "技术领域",
                   "拟投入资金（万元）", "期望完成日期"]  # fmt: skip
        sheets: dict[str, list[Row]] = {county: [heading] for county in self.places["counties"]}
        for number, (short, kind, title, content, words, subject) in enumerate(self._all_needs(), start=1):
            name, county = self.firms[short][:2]
            budget = self.random.choice((20, 30, 50, 80, 120, 200, 300))
            due = f"2027年{self.random.randint(1, 12)}月"
            sheets[county].append([f"XQ-{number:03}", f"示例·{title}", name, kind, content, words, subject,
                                   budget, due])  # fmt: skip
        return sheets

    def _all_needs(self) -> Iterator[list[str]]:
        for cluster in self.clusters:
            for short, title, content, words in cluster.needs:
                yield [short, "技术研发", title, content, words, cluster.field]
        for short, kind, title, content, words in self.other_needs:
            yield [short, kind, title, content, words, ""]

    def achievements(self) -> list[Row]:
        """Two hundred achievements; every fifth under 单列管理, some of those licensed to small firms."""
        heading = ["成果编号", "成果名称", "完成单位", "完成人", "成果简介", "关键词", "学科领域", "应用行业",
                   "成熟度", "是否单列管理", "完成日期", "意向价格（万元）", "许可企业", "许可方式",
                   "参加路演"]  # fmt: skip
        rows: list[Row] = [heading]
        people = self.tables["doctors"]
        for cluster in self.clusters:
            for place, (title, abstract, words, stage) in enumerate(cluster.gains):
                owner = self.institute(cluster.institutes[place % len(cluster.institutes)])
                makers = [str(people[one][1]) for one in cluster.doctors if people[one][2] == owner]
                single = len(rows) % 5 == 0
                taker = self._taker(cluster) if single and len(rows) % 3 == 0 else ""
                rows.append([f"CG-{len(rows):03}", f"示例·{title}", owner, "；".join(makers), abstract,
                             words, cluster.field, cluster.industry, STAGES[stage], "是" if single else "否",
                             f"{self.random.randint(2021, 2026)}-{self.random.randint(1, 9):02}",
                             self.random.choice((10, 30, 50, 80, 150)), taker, "普通许可" if taker else "",
                             self.random.choice(self.roadshows) if len(rows) % 4 == 0 else ""])  # fmt: skip
        return rows

    def _taker(self, cluster: Cluster) -> str:
        same_chain = sorted(one[0] for one in self.firms.values() if one[-1] == cluster.chain)
        return self.random.choice(same_chain)

    def agreements(self) -> list[Row]:
        """Forty agreements between a firm with a need and the owner of an achievement for it."""
        heading = (
            "合同登记编号 协议名称 甲方 乙方 合同类型 合作内容 合同金额 签订日期 有效期至 涉及成果 涉及需求"
        )
        rows: list[Row] = [heading.split()]
        needs = {str(row[1]): str(row[0]) for sheet in self.tables_by_county.values() for row in sheet[1:]}
        gains = {str(row[1]): row for row in self.tables["achievements"][1:]}
        able = [one for one in self.clusters if one.needs and one.gains]
        for number, cluster in enumerate(self.random.sample(able, 40), start=1):
            need = cluster.needs[0]
            gain = gains[f"示例·{cluster.gains[0][0]}"]
            firm, kind = self.firms[need[0]][0], "协同创新" if number % 3 else "技术开发"
            month, amount = self.random.randint(1, 9), self.random.choice((15, 30, 60, 120))
            rows.append([f"SLXT-2026-{number:03}", f"示例·{need[1]}{kind}协议", firm, gain[2], kind,
                         f"围绕{need[1]}开展{cluster.directions[0]}合作", f"{amount}万元",
                         f"2026-{month:02}-15", f"2029-{month:02}-14", gain[0],
                         needs[f"示例·{need[1]}"]])  # fmt: skip
        return rows

    def platforms(self) -> list[Row]:
        """Platforms run by a firm together with an institute."""
        rows: list[Row] = [["平台名称", "平台类型", "级别", "依托单位", "区县", "研究方向", "认定日期"]]
        for line in self.places["platforms"]:
            name, firm, institute, level = line.split("｜")
            operator, county = self.firms[firm][0], self.firms[firm][1]
            rows.append([f"示例·{name}", "四主体一联合" if "联合" in name else "工程技术研究中心", level,
                         f"{operator}；{self.institute(institute)}", county, name, "2025-06"])  # fmt: skip
        return rows

    def policies(self) -> list[Row]:
        """Policies and calls."""
        heading = "文号 政策名称 发布单位 政策要点 适用资质 适用行业 适用区县 发布日期 截止日期"
        rows: list[Row] = [heading.split()]
        for number, line in enumerate(self.places["policies"], start=1):
            title, issuer, content, labels, industries, counties = line.split("｜")
            rows.append([f"示例科发〔2026〕{number}号", title, issuer, content, labels, industries, counties,
                         "2026-01-10", "2026-12-31"])  # fmt: skip
        return rows

    def roadshow_table(self) -> list[Row]:
        """One roadshow a county."""
        rows: list[Row] = [["路演编号", "路演名称", "举办区县", "举办日期", "主题"]]
        for number, county in enumerate(self.places["counties"], start=1):
            chains = sorted({one[-1] for one in self.firms.values() if one[1] == county})
            rows.append([self.roadshows[number - 1], f"示例·{county}科技成果路演", county,
                         f"2026-{number + 3:02}-20", "、".join(chains)])  # fmt: skip
        return rows

    def write(self, folder: Path) -> None:
        """Write all files into `folder`, each with what is planted in it."""
        plant = self.planted.into
        enterprises = plant("企业", self.enterprises())
        self.tables["doctors"] = self.doctors()
        self.tables_by_county = self.needs()
        self.tables["achievements"] = self.achievements()
        title = "商洛市科技企业名录（示例数据）"
        write_xlsx(folder / "企业名录.xlsx", title, {"企业": enterprises})
        write_csv(folder / "高校院所.csv", plant("高校院所", self.institutes()), "utf-8-sig")
        doctors = {"博士": plant("博士", self.tables["doctors"])}
        write_xlsx(folder / "百名博士.xlsx", "百名博士下车间名单（示例数据）", doctors)
        needs = {name: plant("需求", rows) for name, rows in self.tables_by_county.items()}
        write_xlsx(folder / "需求调查.xlsx", "企业科技创新需求调查表（示例数据）", needs)
        write_csv(folder / "科技成果.csv", plant("成果", self.tables["achievements"]), "gb18030")
        agreements = {"协议": plant("协议", self.agreements())}
        write_xlsx(folder / "协同创新协议.xlsx", "协同创新协议台账（示例数据）", agreements)
        write_csv(folder / "创新平台.csv", plant("平台", self.platforms()), "utf-8")
        policies = {"政策": plant("政策", self.policies())}
        write_xlsx(folder / "惠企政策.xlsx", "惠企政策清单（示例数据）", policies)
        write_csv(folder / "成果路演.csv", plant("路演", self.roadshow_table()), "gb18030")
        recognitions = {"资质认定": plant("资质认定", self.recognitions(enterprises))}
        write_xlsx(folder / "资质认定.xlsx", "企业资质认定台账（示例数据）", recognitions)
        write_csv(folder / "产学研合作.csv", self.planted.table("合作"), "utf-8-sig")


def _standing(number: int, staff: int, revenue: int) -> list[str | int | float]:
    """The cells under STANDING, drawn apart from everything else, so that nothing else changes by them."""
    if number % 5 == 0:
        return [""] * len(STANDING)
    drawn = random.Random(SEED + number)
    return [round(revenue * drawn.uniform(0.6, 1.8)), round(staff * drawn.uniform(0.04, 0.35)),
            round(revenue * drawn.uniform(0.2, 0.9)), drawn.choice((0, 0, 0, 1, 2)), drawn.randint(0, 5),
            drawn.choice(("是", "否")),
            f"2026-{drawn.randint(3, 6):02}-{drawn.randint(1, 28):02}"]  # fmt: skip


def _load(name: str) -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load((HERE / "material" / name).read_text(encoding="utf-8"))
    return body


if __name__ == "__main__":
    (HERE / "tables").mkdir(exist_ok=True)
    Demo().write(HERE / "tables")
