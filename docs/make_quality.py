"""Makes docs/quality.md from the shared data: `python docs/make_quality.py [FOLDER OF THE DATA]`.

Every figure of the page is measured here. Rules were tuned on one half of each set (by a checksum of the
name) and are shown for both.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from devtools.measure import HALVES, Row, Tally, as_json, filled, half, percent, rows, table, tallies
from ingest.blocking import candidates
from ingest.ledger import Ledger
from ingest.profile import Profile, Roles
from ingest.resolution import judge
from ingest.short_names import FITS, likely
from ingest.typos import with_proposals
from ontology.model import ontology
from ontology.names.company import parse
from ontology.names.short import fit, patterns
from ontology.values import org_name, uscc

PAGE = ROOT / "docs" / "quality.md"
DATA = ROOT.parent / "shared" / "data"
FIRM = ontology().kinds["Enterprise"]
SEED = 20230424


def by_fit(short: str, names: Sequence[str], holding: dict[str, set[int]]) -> list[tuple[float, str]]:
    """(score, name) of the names a short one fits, the best first; `holding`: character -> places."""
    runs = ([holding.get(c, set()) for c in run] for run in patterns(short) if run)
    found = set().union(*(set.intersection(*sorted(sets, key=len)) for sets in runs))
    fits = ((fit(short, names[n]), names[n]) for n in found)
    return sorted(((one.score, name) for one, name in fits if one), key=lambda one: (-one[0], one[1]))


def holders(names: Sequence[str]) -> dict[str, set[int]]:
    """Character -> places of the names that have it, folded."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(names):
        for character in org_name.key(name):
            found[character].add(place)
    return found


def listed(folder: Path) -> str:
    """Short names of listed companies, each among the firms of Shaanxi, and all of them at once."""
    register = [(row["name"], row["uscc"]) for row in shaanxi(folder)]
    asked = rows(folder, "listed_companies.csv")
    full = list(dict.fromkeys(row["full_name"] for row in asked))
    alone, together = ({name: Tally() for name in HALVES} for _ in range(2))
    why: Counter[str] = Counter()
    many, names = set(full), [name for name, _ in register] + full
    holding = holders(names)
    with tempfile.TemporaryDirectory() as home:
        ledger = filled(Path(home), FIRM, [*register, *((name, "") for name in full)])
        for number, row in enumerate(asked):
            name = row["full_name"]
            ranked = [one for _, one in by_fit(row["short_name"], names, holding)]
            if number % 200 == 0:
                found = likely(ledger, [FIRM], row["short_name"], 1)
                assert [_called(ledger, one) for one, _ in found] == ranked[:1], row
            others = [one for one in ranked if one == name or one not in many]
            alone[half(name)].count(*_first(others, name))
            together[half(name)].count(*_first(ranked, name))
            if others[:1] != [name]:
                why[_why(row["short_name"], name, others)] += 1
        ledger.close()
    return (
        f"问：只给简称，全称是不是第一个答案。{len(asked):,} 家上市公司。"
        "每两百家有一家同时在账本里查，答案相同。\n\n"
        f"**每家单独放进陕西的 {len(register):,} 个企业名称里**（目标：召回率不低于 95 %）：\n\n"
        f"{tallies(alone)}\n"
        f"**全部一起放进去**（更难：同名的上市公司互相争）：\n\n{tallies(together)}\n"
        "单独放时没有答对的，按原因：\n\n"
        + table(["原因", "家数"], [[name, str(count)] for name, count in why.most_common()])
    )


def _called(ledger: Ledger, entity: str) -> str:
    known = ledger.entity(entity)
    return str(known.properties[FIRM.caption]) if known else ""


def _first(names: Sequence[str], right: str) -> tuple[str | None, bool]:
    return (names[0], names[0] == right) if names else (None, False)


def _why(short: str, full: str, ranked: Sequence[str]) -> str:
    own = fit(short, full)
    if own is None:
        return "全称里没有简称的字：改过名、换过壳，或者表里写错了"
    first = fit(short, ranked[0]) if ranked else None
    if first is None:
        return "没有找到"
    return "另一家一样像，凭名称分不出来" if first.score - own.score < 0.02 else "另一家更像"


def shaanxi(folder: Path) -> list[Row]:
    """All firms of the register, in two files."""
    return [row for part in (1, 2) for row in rows(folder, f"enterprises_shaanxi_names_{part}.csv.gz")]


def abbreviations(folder: Path) -> str:
    """Abbreviations of all kinds of names, each among all full forms, those that have none included."""
    table_ = rows(folder, "abbreviations.csv.gz")
    right: defaultdict[str, set[str]] = defaultdict(set)
    for row in table_:
        if row["abbr"]:
            right[row["abbr"]].add(row["full"])
    names = list(dict.fromkeys(row["full"] for row in table_))
    none = {row["full"] for row in table_ if not row["abbr"]}
    houses = {row["full"] for row in table_ if row["looks_like_org"] == "1"}
    holding = holders(names)
    whole, only = ({name: Tally() for name in HALVES} for _ in range(2))
    to_none = 0
    for short, meant in right.items():
        ranked = [name for score, name in by_fit(short, names, holding) if score >= FITS]
        answer, good = (ranked[0], ranked[0] in meant) if ranked else (None, False)
        whole[half(short)].count(answer, good)
        to_none += answer in none
        if meant & houses:
            only[half(short)].count(answer, good)
    pairs = sum(map(len, right.values()))
    return (
        f"问：只给缩略语，原词是不是第一个答案。{pairs:,} 对（去重后），{len(right):,} 个不同的缩略语，"
        f"放在 {len(names):,} 个原词里，其中 {len(none):,} 个没有缩略语，答到它们就是错"
        f"（答到 {to_none} 次）。\n\n{tallies(whole)}\n"
        f"其中像单位名称的：\n\n{tallies(only)}"
    )


def universities(folder: Path) -> str:
    """Abbreviations of universities, each among all universities."""
    table_ = rows(folder, "universities.csv")
    names = [row["name"].replace("\\n", "") for row in table_]
    holding = holders(names)
    found = {name: Tally() for name in HALVES}
    five = asked = 0
    for row, name in zip(table_, names, strict=True):
        if row["abbr"]:
            ranked = [one for score, one in by_fit(row["abbr"], names, holding) if score >= FITS]
            found[half(name)].count(*_first(ranked, name))
            asked, five = asked + 1, five + (name in ranked[:5])
    return (
        f"问：只给简称，{len(names):,} 所高校里第一个是不是它，只凭名称，不用别名表。{asked} 个简称。\n\n"
        f"{tallies(found)}\n前五个里有它的：{percent(five, asked)}。"
        "同分的按名称排；答错的多是几所共用一个简称（“华”“南”“广”字头），只有别名能分清。"
    )


def brands(folder: Path) -> str:
    """The brand of a company's name, by hand."""
    found = {name: Tally() for name in HALVES}
    for number, row in enumerate(rows(folder, "company_brand_gold.csv")):
        brand, ours = row["brand"].lower(), parse(row["company"]).brand
        one = found[HALVES[number % 2]]
        one.asked += bool(brand)
        one.answered += bool(ours)
        one.right += bool(brand) and ours == brand
    return (
        "问：企业名称里的字号。500 个人工标注，有的没有字号；要一字不差。"
        "准确率以程序说有的为底，召回率以标注有的为底。\n\n" + tallies(found)
    )


def slips(folder: Path) -> str:
    """Real codes with a random slip: caught, and the firm proposed."""
    register = [(r["name"], r["uscc"]) for r in shaanxi(folder) if uscc.is_valid(r["uscc"])]
    draw = random.Random(SEED)
    chosen = draw.sample(register, 1000)
    caught: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as home:
        ledger = filled(Path(home), FIRM, register)
        for name, code in chosen:
            for what, slip in (("一位写错", _mistyped(code, draw)), ("相邻两位颠倒", _swapped(code, draw))):
                caught[what] += not uscc.is_valid(slip)
                for how, cells in (("行里有名称", {"企业名称": name}), ("行里没有名称", {})):
                    raw = as_json({**cells, "统一社会信用代码": slip})
                    problem = [("统一社会信用代码", "uscc_check", "")]
                    said = with_proposals(ledger, FIRM, raw, problem)[0][2]
                    right[what, how] += code in said
                    wrong[what, how] += bool(said) and code not in said
        ledger.close()
    lines = [
        [what, percent(caught[what], 1000), how, percent(right[what, how], 1000), str(wrong[what, how])]
        for what, how in right
    ]
    return f"账本里有 {len(register):,} 个真实代码，随机抽 1,000 个各错一处。\n\n" + table(
        ["错法", "查出", "提示时", "提示出本来那家", "提示成别家（次）"], lines
    )


def _mistyped(code: str, draw: random.Random) -> str:
    at = draw.randrange(18)
    return code[:at] + draw.choice(uscc.ALPHABET.replace(code[at], "")) + code[at + 1 :]


def _swapped(code: str, draw: random.Random) -> str:
    at = draw.choice([n for n in range(17) if code[n] != code[n + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


VARIANTS: dict[str, Callable[[str], str]] = {
    "全角、空格、括号不同": lambda n: n.replace("有限", " 有限").replace("(", "（").replace("公司", "公司　"),
    "有限公司写成有限责任公司": lambda n: n.replace("责任", "").replace("有限公司", "有限责任公司"),
    "省、市两字写或不写": lambda n: n.replace("省", "", 1).replace("市", "", 1),
    "有限公司改成股份有限公司": lambda n: n.replace("有限责任公司", "股份有限公司"),
    "少写行政区划": lambda n: n.removeprefix("".join(parse(n).places)),
    "三个字的字号写错一个字": lambda n: n.replace(parse(n).brand[1], "某", 1),
}


def pairs(folder: Path) -> str:
    """Ways one firm is written: found as a pair; and how many pairs of different firms are asked about."""
    register = [row["name"] for row in shaanxi(folder)]
    roles = Roles.of(FIRM)
    everything = [Profile(f"enterprise-{n}", roles, {"name": name}) for n, name in enumerate(register)]
    found = candidates(everything, None)
    judged = Counter(judge(everything[a], everything[b]).verdict for a, b in found)
    lines = []
    firms = [name for name in register if "公司" in name and len(parse(name).brand) == 3]
    for label, change in VARIANTS.items():
        some = [name for name in firms if change(name) != name]
        chosen = random.Random(SEED).sample(some, min(1000, len(some)))
        verdicts = Counter(_between(name, change(name), roles) for name in chosen)
        same = verdicts["same"] + verdicts["key"]
        lines.append(
            [
                label,
                f"{len(chosen):,}",
                percent(same, len(chosen)),
                percent(verdicts["doubtful"], len(chosen)),
            ]
        )
    return (
        "一家两种写法（字号三个字的公司里随机抽），找出来的：\n\n"
        + table(["写法", "家数", "认作同一家", "留给人看"], lines)
        + f"\n{len(register):,} 个企业名称去掉代码以后，分块剩下 {len(found):,} 对，"
        f"其中 {judged['same']} 对认作同一家，"
        f"{judged['doubtful']:,} 对留给人看；有代码时一对也不问，因为代码都不同。"
    )


def _between(one: str, two: str, roles: Roles) -> str:
    both = [Profile(f"enterprise-{n}", roles, {"name": name}) for n, name in enumerate((one, two))]
    if both[0].key == both[1].key:
        return "key"
    return judge(*both).verdict if candidates(both, None) else "missed"


SECTIONS: dict[str, Callable[[Path], str]] = {
    "上市公司的简称": listed,
    "缩略语": abbreviations,
    "高校简称": universities,
    "企业名称里的字号": brands,
    "信用代码错一位": slips,
    "两条记录是不是一家": pairs,
}


def main() -> None:
    """Measure and write the page."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    head = (
        "# 认得准不准\n\n本页由 `python docs/make_quality.py` 量出来，不要手改。"
        "数据是公开的，不在本项目里（见 [real-data.md](real-data.md)）。"
        "每一组分成两半（按名称的校验和，字号按行号）：规则看着前一半里答错的例子调；另一半只看过总数，没有看过例子，但行业用词表是从两半的名称里数出来的。"
        f"缩略语和高校简称低于 {FITS} 分的不作答。\n"
    )
    parts = [f"\n## {title}\n\n{section(folder).strip()}\n" for title, section in SECTIONS.items()]
    PAGE.write_text(head + "".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
