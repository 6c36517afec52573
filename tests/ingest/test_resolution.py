"""Which entities may be one: sure, doubtful or different, found in one pass and the same every time."""

import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errors import AmbiguousError, NotFoundError
from ingest import blocking
from ingest.blocking import candidates
from ingest.find import find
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.nearby import nearby
from ingest.pairs import Pair
from ingest.profile import Profile, Roles
from ingest.resolution import count_pairs, judge, pairs
from ingest.short_names import likely
from ontology.entity import Value
from ontology.model import ontology
from ontology.values import uscc

FIRM, INSTITUTE, DOCTOR, RESULT = (
    ontology().kinds[name] for name in ("Enterprise", "Institute", "Doctor", "Achievement")
)
CODES = [uscc.complete("91611002", f"MA6X1{n}3Y") for n in range(4)]


def firm(name: str, identity: str = "enterprise-b", **properties: Value) -> Profile:
    return Profile(identity, Roles.of(FIRM), {"name": name, **properties})


def firms(one: str, two: str) -> Pair:
    return judge(firm(one, "enterprise-a"), firm(two))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def put(ledger: Ledger, folder: Path, name: str, text: str) -> Report:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return load(ledger, [path], Options(), lambda _name, _done, _total: None, lambda *_: ())


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("商洛示例矿业有限公司", "商洛市示例矿业有限公司", "doubtful"),
        ("商洛示例矿业有限公司", "商洛示例矿业股份有限公司", "doubtful"),
        ("商洛示例矿业有限公司", "示例矿业有限公司", "doubtful"),
        ("商洛山科示矿业有限公司", "商洛山料示矿业有限公司", "doubtful"),
        ("商洛示例矿业有限公司", "商洛例示矿业有限公司", "different"),
        ("商洛示例矿业有限公司", "商洛示例餐饮有限公司", "different"),
        ("商洛示例矿业有限公司", "西安示例矿业有限公司", "different"),
        ("商洛示例矿业有限公司", "商洛示例矿业有限公司山阳分公司", "different"),
        ("商洛示例矿业有限公司山阳分公司", "商洛示例矿业有限公司镇安分公司", "different"),
        ("商洛第一示例机械厂", "商洛第二示例机械厂", "different"),
        ("示例矿业", "商洛示例矿业有限公司", "doubtful"),
        ("甲乙矿业", "商洛示例矿业有限公司", "different"),
    ],
)
def test_names_alone(one: str, two: str, verdict: str) -> None:
    assert firms(one, two).verdict == verdict


def test_codes_that_contradict_are_two_whatever_the_names_say() -> None:
    one = firm("商洛示例矿业有限公司", "enterprise-a", uscc=CODES[0], former_names=["商洛例示矿业有限公司"])
    assert judge(one, firm("商洛示例矿业有限公司", uscc=CODES[1])).verdict == "different"
    assert judge(one, firm("商洛例示矿业有限公司", uscc=CODES[1])).verdict == "different"
    moved = uscc.complete("91611021", CODES[0][8:16])
    assert judge(one, firm("商洛示例矿业有限公司", uscc=moved)).verdict == "doubtful"


def test_a_former_name_is_sure_unless_something_speaks_against() -> None:
    one = firm("商洛示例矿业有限公司", "enterprise-a", former_names=["商洛例示矿业有限公司"], county="611024")
    found = judge(one, firm("商洛例示矿业有限责任公司"))
    assert (found.verdict, found.left, found.right) == ("same", "enterprise-a", "enterprise-b")
    assert "曾用名" in " ".join(feature.reason for feature in found.features)
    assert judge(one, firm("商洛例示矿业有限公司", county="611025")).verdict == "doubtful"
    assert judge(one, firm("商洛例示矿业有限公司", county="611000")).verdict == "same"


def test_an_institute_by_its_alias_and_not_by_its_college() -> None:
    def house(identity: str, name: str, **properties: Value) -> Profile:
        return Profile(identity, Roles.of(INSTITUTE), {"name": name, **properties})

    whole = house("institute-a", "示例电子大学", aliases=["示电"])
    assert judge(whole, house("institute-b", "示电")).verdict == "same"
    assert judge(house("institute-c", "西安电子科技大学"), house("institute-d", "西电")).verdict == "same"
    assert judge(whole, house("institute-b", "示子大")).verdict == "doubtful"
    assert judge(whole, house("institute-b", "示例电子大学材料学院")).verdict == "different"
    college = house("institute-c", "示例电子大学化工学院")
    assert judge(college, house("institute-b", "示例电子大学材料学院")).verdict == "different"


def test_doctors_never_by_name_alone() -> None:
    def doctor(identity: str, institute: str, **properties: Value) -> Profile:
        return Profile(
            identity, Roles.of(DOCTOR), {"name": "示例·张三", "institute": institute, **properties}
        )

    one = doctor("doctor-a", "西安电子科技大学", field="510")
    assert judge(one, doctor("doctor-b", "西电", field="510")).verdict == "doubtful"
    assert judge(one, doctor("doctor-b", "西安电子科技大学微电子学院")).verdict == "doubtful"
    assert judge(one, doctor("doctor-b", "示例大学", field="510")).verdict == "different"
    assert judge(one, doctor("doctor-b", "西安电子科技大学", field="430")).verdict == "different"
    known = {"orcid": "0000-0002-1825-0097"}, {"orcid": "0000-0001-5109-3700"}
    pair = (doctor("doctor-a", "示例大学", **known[0]), doctor("doctor-b", "示例大学", **known[1]))
    assert judge(*pair).verdict == "different"


def test_a_title_by_another_owner_is_another() -> None:
    def result(identity: str, owner: str) -> Profile:
        properties: dict[str, Value] = {"title": "示例·含钒页岩 提钒技术", "owner": [owner]}
        return Profile(identity, Roles.of(RESULT), properties)

    one = result("achievement-a", "西安电子科技大学")
    assert judge(one, result("achievement-b", "西电")).verdict == "doubtful"
    assert judge(one, result("achievement-b", "商洛示例矿业有限公司")).verdict == "different"


names = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["商洛市", "商洛", "西安", ""]),
        st.sampled_from(["示例", "山科示", "山料示", "例示", ""]),
        st.sampled_from(["矿业", "科技", ""]),
        st.sampled_from(["有限公司", "有限责任公司", "股份有限公司", "有限公司山阳分公司", ""]),
    ),
)
lists = st.lists(st.tuples(names, st.sampled_from([*CODES[:2], "", ""])), max_size=14)


def profiles(rows: list[tuple[str, str]]) -> list[Profile]:
    return [
        firm(name, f"enterprise-{number:02}", **({"uscc": code} if code else {}))
        for number, (name, code) in enumerate(rows)
    ]


@given(names, names)
def test_a_pair_is_the_same_from_both_sides(one: str, two: str) -> None:
    pair = (firm(one, "enterprise-a"), firm(two, "enterprise-b"))
    assert judge(*pair) == judge(*reversed(pair))


@given(lists)
@example([("商洛矿业有限公司", ""), ("商洛矿业有限责任公司", "")])
def test_blocking_drops_no_pair_that_is_equal_by_key(rows: list[tuple[str, str]]) -> None:
    all_ = profiles(rows)
    found = candidates(all_, None)
    equal = {(a, b) for a in range(len(all_)) for b in range(a + 1, len(all_)) if all_[a].key == all_[b].key}
    assert equal <= found


@given(lists, st.sets(st.integers(0, 13), max_size=3))
def test_among_gives_those_pairs_of_the_whole_that_touch_it(
    rows: list[tuple[str, str]], some: set[int]
) -> None:
    all_ = profiles(rows)
    chosen = {all_[n].id for n in some if n < len(all_)}
    whole = {pair for pair in candidates(all_, None) if {all_[n].id for n in pair} & chosen}
    assert candidates(all_, chosen) == whole


def test_the_number_of_pairs_of_a_large_block_grows_with_the_block() -> None:
    def count(size: int) -> int:
        return len(candidates(profiles([("商洛示例矿业有限公司", "")] * size), None))

    assert count(800) - count(400) == 400 * blocking.WINDOW


def test_a_few_are_paired_as_in_the_whole(ledger: Ledger, tmp_path: Path) -> None:
    forms = ("有限公司", "有限责任公司", "股份有限公司")
    brands = ("示例", "山科示", "山料示", "例示", "例")
    rows = [
        f"{place}{brand}{trade}{form},,"
        for place, brand, trade, form in product(("商洛", "商洛市", "西安"), brands, ("矿业", "科技"), forms)
    ]
    rows += [
        "示例矿业,,",
        "山科示,,",
        "商示,,",
        "商洛甲有限公司,,商洛例示矿业有限公司",
        f"商洛乙有限公司,{CODES[0]},",
    ]
    rows += [f"商洛丙有限公司,{uscc.complete('91611001', CODES[0][8:16])},"]
    put(ledger, tmp_path, "企业", "企业名称,统一社会信用代码,曾用名\n" + "\n".join(rows) + "\n")
    results = ("示例·提钒法", "示例提钒法", "示例·制砖")
    put(
        ledger,
        tmp_path,
        "成果",
        "成果编号,成果名称\n" + "".join(f"{n},{one}\n" for n, one in enumerate(results)),
    )
    for kind in (FIRM, RESULT):
        roles = Roles.of(kind)
        everyone = {
            change.entity.id: Profile(change.entity.id, roles, change.entity.properties)
            for change in ledger.entities(kind.kind)
        }
        whole = paired([*everyone.values()], None)
        assert whole
        for one, profile in everyone.items():
            near = [everyone[other] for other in sorted(nearby(ledger, kind, [profile]))]
            assert paired(near, {one}) == {pair for pair in whole if one in pair}
            assert list(pairs(ledger, kind, {one})) == [
                pair for pair in pairs(ledger, kind) if one in (pair.left, pair.right)
            ]


def paired(some: list[Profile], among: set[str] | None) -> set[frozenset[str]]:
    return {frozenset((some[a].id, some[b].id)) for a, b in candidates(some, among)}


def test_a_short_name_that_fits_many_is_asked_of_none_of_them(ledger: Ledger, tmp_path: Path) -> None:
    many = "".join(f"商洛示例矿业{number}号有限公司\n" for number in range(blocking.LIMIT + 1))
    put(ledger, tmp_path, "企业", f"企业名称\n示例矿业\n{many}")
    short = find(ledger, "示例矿业", [FIRM]).id
    full = find(ledger, "商洛示例矿业7号有限公司", [FIRM]).id
    for some in (None, {full}, {short}):
        assert not [pair for pair in pairs(ledger, FIRM, some) if short in (pair.left, pair.right)]


@settings(deadline=None, max_examples=10)
@given(st.permutations(range(4)))
def test_the_ledger_gives_the_same_pairs_in_any_order_of_rows(order: list[int]) -> None:
    rows = [
        "商洛示例矿业有限公司,山阳县,\n",
        "商洛市示例矿业有限公司,,\n",
        "商洛甲乙有限公司,,商洛例示有限公司\n",
    ]
    rows.append("商洛例示有限公司,,\n")
    with tempfile.TemporaryDirectory() as folder:
        opened = Ledger(Path(folder) / "ledger.sqlite")
        put(opened, Path(folder), "企业", "企业名称,所属区县,曾用名\n" + "".join(rows[n] for n in order))
        found = list(pairs(opened, FIRM))
        stats = count_pairs(opened, FIRM)
        opened.close()
    assert sorted(pair.verdict for pair in found) == ["doubtful", "same"]
    assert found == sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right))
    assert (stats.entities, stats.compared, stats.kept) == (4, 2, 2)


def test_a_slip_in_a_code_proposes_the_firm_that_has_it(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, tmp_path, "企业", f"企业名称,统一社会信用代码\n商洛示例钒业有限公司,{CODES[0]}\n")
    wrong = CODES[0][:12] + CODES[0][13] + CODES[0][12] + CODES[0][14:]
    assert wrong != CODES[0]

    def message(name: str, code: str) -> str:
        report = put(ledger, tmp_path, "更正", f"企业名称,统一社会信用代码,职工人数\n{name},{code},1\n")
        return report.files[0].problems[0].message

    proposal = f"是不是 商洛示例钒业有限公司 的 {CODES[0]}？"
    assert message("商洛示例钒业有限公司", wrong).endswith(proposal)
    assert message("商洛市示例钒业股份公司", wrong.lower()).endswith(proposal)
    assert proposal not in message("商洛甲乙矿业有限公司", wrong)
    assert message("商洛示例钒业有限公司", CODES[0][:-1]).endswith(proposal)
    assert proposal not in message("商洛示例钒业有限公司", "123")


def test_a_doctor_of_xidian_works_at_the_university(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, tmp_path, "高校", "高校名称,办学层次\n西安电子科技大学,本科\n示例大学,本科\n")
    put(ledger, tmp_path, "博士", "博士姓名,所在单位\n示例·张三,西电\n示例·李四,西安電子科大\n")
    target = find(ledger, "西电", [INSTITUTE]).id
    assert {link.target for link in ledger.links("WORKS_AT")} == {target}
    assert ledger.counts()["Institute"] == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_college_belongs_to_its_university(ledger: Ledger, tmp_path: Path, order: tuple[int, ...]) -> None:
    tables = [
        ("高校", "高校名称,办学层次\n示例大学,本科\n"),
        ("院系", "机构名称,所在市\n示例大学化工学院,商洛市\n"),
        ("博士", "博士姓名,所在单位\n示例·张三,示例大学材料学院\n示例·李四,示例大学化工学院\n"),
    ]
    for number in order:
        put(ledger, tmp_path, *tables[number])
    names = {change.entity.id: change.entity.properties["name"] for change in ledger.entities("Institute")}
    belongs = {(names[link.source], names[link.target]) for link in ledger.links("PART_OF")}
    assert belongs == {("示例大学化工学院", "示例大学"), ("示例大学材料学院", "示例大学")}
    assert len(names) == 3
    (tmp_path / "博士.csv").write_text("博士姓名,所在单位\n示例·王五,示例大学\n", encoding="utf-8")
    load(ledger, [tmp_path / "博士.csv"], Options(retire=True), lambda _name, _done, _total: None)
    assert {names.get(link.source) for link in ledger.links("PART_OF")} == {"示例大学化工学院"}


def test_a_short_name_finds_its_firm(ledger: Ledger, tmp_path: Path) -> None:
    rows = "".join(f"商洛示例{n}矿业有限公司\n" for n in "甲乙")
    put(
        ledger,
        tmp_path,
        "企业",
        f"企业名称\n商洛市山科示例钒业股份有限公司\n山阳县山南示例科技有限公司\n{rows}",
    )
    named = find(ledger, "山科钒业", [FIRM])
    assert named.properties["name"] == "商洛市山科示例钒业股份有限公司"
    first = likely(ledger, [FIRM], "山示科技")[0]
    assert first[0] == find(ledger, "山阳县山南示例科技有限公司", [FIRM]).id
    with pytest.raises(AmbiguousError) as caught:
        find(ledger, "示例矿业", [FIRM])
    assert len(caught.value.choices) == 2
    with pytest.raises(NotFoundError):
        find(ledger, "钒山", [FIRM])
    with pytest.raises(NotFoundError) as weak:
        find(ledger, "市科业公", [FIRM])
    assert weak.value.choices[0].startswith("商洛市山科示例钒业股份有限公司")
    assert likely(ledger, [FIRM], "%_") == []
