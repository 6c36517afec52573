"""Names taken apart, short names fitted, and a credit code's slips: nothing is lost, nothing is guessed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.names.company import CompanyName, parse, tidy
from ontology.names.institute import official, parent_and_unit
from ontology.names.short import fit, patterns
from ontology.values import org_name, uscc

PLACES = ["", "商洛市", "商洛", "陕西省商洛市山阳县", "陕西", "中国"]
BRANDS = ["示例", "山科", "山科示例", "示例华"]
TRADES = ["", "矿业", "新材料科技", "农业发展"]
FORMS = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "专业合作社", "厂"]
BRANCHES = ["", "山阳分公司", "第二分公司"]
pieces = st.tuples(*map(st.sampled_from, (PLACES, BRANDS, TRADES, FORMS)))
anything = st.text(
    st.sampled_from(
        "商洛市山阳县陕西省示例矿业有限责任公司股份集团(（）)第一二分厂合作社 ＡbC體廠大学院北京"
    ),
    max_size=24,
)


@given(anything)
def test_no_character_is_lost(name: str) -> None:
    found = parse(name)
    parts = "".join((*found.places, found.brand, found.trade, found.form, found.branch, *found.seat))
    assert Counter(parts) == Counter(tidy(name).replace("(", "").replace(")", ""))


@given(pieces, st.sampled_from(BRANCHES))
def test_a_name_put_together_is_taken_apart_again(piece: tuple[str, str, str, str], branch: str) -> None:
    place, brand, trade, form = piece
    branch = branch if form.endswith("公司") else ""
    found = parse(f"{place}{brand}{trade}{form}{branch}")
    assert ("".join(found.places), found.brand, found.trade) == (place, brand, trade)
    assert (found.form, found.branch, found.is_branch) == (form, branch, bool(branch))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("示例钒业（商洛）有限公司", CompanyName((), "示例", "钒业", "有限公司", "", ("商洛",))),
        ("西安示例管理合伙企业（有限合伙）", CompanyName(("西安",), "示例", "管理", "合伙企业有限合伙")),
        ("商洛示例電子公司", CompanyName(("商洛",), "示例", "电子", "公司")),
        ("ＡＢＣ 科技（集团）股份有限公司", CompanyName((), "abc", "科技", "集团股份有限公司")),
        ("示例县示例农村信用社城关分社", CompanyName(("示例县",), "示例", "农村", "信用社", "城关分社")),
        ("示例电缆西安销售公司", CompanyName((), "示例", "电缆销售", "公司", "", ("西安",))),
        ("商洛市第三建筑工程公司", CompanyName(("商洛市",), "", "第三建筑工程", "公司")),
        ("示例控股商洛分公司", CompanyName((), "示例", "控股", "分公司", "", ("商洛",))),
    ],
)
def test_the_ways_names_are_written(name: str, parts: CompanyName) -> None:
    assert parse(name) == parts


def test_a_bare_district_or_county_may_be_a_brand() -> None:
    assert parse("长安示例汽车有限公司").places == ()
    assert parse("西安长安示例汽车有限公司").places == ("西安", "长安")
    assert parse("东方电气有限公司").brand == "东方"
    assert parse("丹凤示例电气有限公司").places == ("丹凤",)


@given(anything)
def test_the_key_of_a_name_is_its_own_key(name: str) -> None:
    assert org_name.key(org_name.key(name)) == org_name.key(name)


@given(anything, anything)
def test_a_short_name_fits_only_where_its_characters_are(short: str, full: str) -> None:
    found = fit(short, full)
    if found:
        assert 0 < found.score <= 1
        text = tidy(full).replace("(", "").replace(")", "")
        named = "".join((*parse(full).places, parse(full).brand, parse(full).trade, *parse(full).seat))
        assert any(Counter(run) <= Counter(text + named) for run in patterns(short))


def test_the_better_fit_comes_first() -> None:
    def score(short: str, full: str) -> float:
        return found.score if (found := fit(short, full)) else 0.0

    assert score("示例股份", "商洛示例矿业股份有限公司") > score("示例股份", "商洛示例矿业有限公司")
    assert score("*ST示例", "商洛示例股份有限公司") > score("*ST示例", "商洛示例有限公司")
    assert score("商洛示例", "商洛示例有限公司") > score("商洛示例", "商洛示例有限公司山阳分公司")
    assert score("商大", "商洛大学") > score("商大", "商洛大学城市学院")
    assert score("陕示例", "商洛示例有限公司") > score("粤示例", "商洛示例有限公司")
    assert fit("示大(京)", "示例大学（西安）") is None


@pytest.mark.parametrize(
    ("name", "house", "unit"),
    [
        ("示例大学", "示例大学", ""),
        ("示例大学材料学院", "示例大学", "材料学院"),
        ("商洛学院电子信息与电气工程学院", "商洛学院", "电子信息与电气工程学院"),
        ("示例石油大学（北京）", "示例石油大学(北京)", ""),
        ("示例大学(威海校区)", "示例大学(威海校区)", ""),
        ("示例设计研究院有限公司商洛分院", "示例设计研究院有限公司商洛分院", ""),
    ],
)
def test_a_college_and_its_university(name: str, house: str, unit: str) -> None:
    assert parent_and_unit(name) == (house, unit)


def test_a_common_short_name_means_one_house() -> None:
    assert official("西电") == "西安电子科技大学"
    assert official(official("西电")) == ""


CODE = uscc.complete("91611002", "MA6XXXX0")


def test_every_single_slip_is_caught_and_its_code_among_the_repairs() -> None:
    """18 places times 30 other characters, and 17 swaps: none passes both checks."""
    slips = {
        CODE[:at] + other + CODE[at + 1 :] for at in range(18) for other in uscc.ALPHABET if other != CODE[at]
    }
    assert len(slips) == 18 * 30
    swaps = {CODE[:at] + CODE[at + 1] + CODE[at] + CODE[at + 2 :] for at in range(17)} - {CODE}
    for slip in slips | swaps:
        assert not uscc.is_valid(slip)
        assert CODE in uscc.repairs(slip)


codes = st.builds(
    lambda place, org8: uscc.complete(f"91{place:06}", org8),
    st.integers(0, 999999),
    st.text(uscc.ALPHABET, min_size=8, max_size=8),
)


@given(codes, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_no_wrong_character_passes(code: str, at: int, other: str) -> None:
    wrong = code[:at] + other + code[at + 1 :]
    assert (wrong == code) == uscc.is_valid(wrong)
    assert wrong == code or code in uscc.repairs(wrong)


@given(codes, st.integers(0, 16))
def test_no_swap_passes(code: str, at: int) -> None:
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (wrong == code) == uscc.is_valid(wrong)


@given(codes, st.integers(0, 17))
def test_a_character_left_out_or_doubled_is_mended(code: str, at: int) -> None:
    assert code in uscc.repairs(code[:at] + code[at + 1 :])
    assert code in uscc.repairs(code[:at] + code[at] + code[at:])
    assert all(map(uscc.is_valid, uscc.repairs(code[:at] + code[at + 1 :])))
