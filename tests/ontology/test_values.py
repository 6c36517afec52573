"""Properties every value type keeps, whatever the cell says; the examples are in the doctests."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ontology.tables import HERE, TableName, table
from ontology.values import VALUE_TYPES, InvalidValue, Options, Raw, uscc
from ontology.values.base import Said
from ontology.values.patent import complete as patent_number

NONE = Options()
PARTS = Options(choices=("技术开发", "技术服务"))
CELLS: dict[str, list[Raw]] = {
    "text": ["A13812345678，a@b.cn", "１３８12345678", "(0914)2312345-13812345678"],
    "keyword": ["、钒 氮；", "電池"],
    "org_name": ["商洛（秦嶺）　公司"],
    "person": ["王 小 明", "買•提"],
    "phone": ["13812345678", "0914-2312345", "2312345", "4008123456"],
    "uscc": ["91110000600037341l"],
    "county": ["山阳", "612525", "丹凤高新区"],
    "industry": ["3912", "农业", "国际组织"],
    "field": ["材料", "4501020"],
    "patent": ["ZL2023101234566", "ｃｎ85100001．0"],
    "orcid": ["https://orcid.org/0000-0002-1825-0097"],
    "date": [45040, 45040.5, 20230424, "二〇二三年十一月", dt.date(2023, 4, 5), dt.datetime(2023, 4, 5, 6)],
    "money": ["1.2亿", 3.25, "¥3,000"],
    "integer": ["120人", 7.0],
    "number": ["3.6%", "-1e-3", 0.1],
    "choice": ["技术 开发"],
    "flag": ["有", 0, "Ｎ"],
    "email": ["Wang＠Example.com", "w***@example.com", "w@a.cn"],
    "url": ["HTTP://A.CN"],
    "code": [" a 1 ", "陕科〔2023〕12号"],
}
anything = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(),
    st.text("0123456789-+.()（）@ａ１３８ xX年月日万元%/〇十CZLN〔〕", max_size=40),
)  # fmt: skip
org8s = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)
heads = st.sampled_from([a + b for a, found in uscc.CATEGORIES.items() for b in found])
codes = st.builds(
    lambda head, place, org8: uscc.complete(f"{head}{place:06}", org8), heads, st.integers(0, 999999), org8s
)


def refusal(name: str, cell: object, options: Options = NONE) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        VALUE_TYPES[name].clean(cell, options)  # type: ignore[arg-type]
    return caught.value


def test_every_type_has_its_cells() -> None:
    assert set(CELLS) == set(VALUE_TYPES)
    assert all(name == type_.name and type_.label for name, type_ in VALUE_TYPES.items())


@pytest.mark.parametrize("name", VALUE_TYPES)
def test_cleaning_is_idempotent(name: str) -> None:
    for cell in CELLS[name]:
        once = VALUE_TYPES[name].clean(cell, PARTS)
        assert VALUE_TYPES[name].clean(once, PARTS) == once  # type: ignore[arg-type]


@pytest.mark.parametrize("name", VALUE_TYPES)
@given(cell=anything)
def test_any_cell_is_cleaned_for_good_or_refused_in_chinese(name: str, cell: str) -> None:
    try:
        once = VALUE_TYPES[name].clean(cell, PARTS)
    except InvalidValue:
        refused = refusal(name, cell, PARTS)
        assert refused.code.startswith(f"{name}_")
        assert "请" in refused.message
    else:
        again = once.text if isinstance(once, Said) else once
        assert VALUE_TYPES[name].clean(again, PARTS) == once  # type: ignore[arg-type]


@given(codes)
def test_a_made_code_is_accepted(code: str) -> None:
    assert uscc.clean(code, NONE) == code
    assert uscc.clean(f" {code[:8].lower()} {code[8:17]}-{code[17]}", NONE) == code


@given(codes, st.integers(0, 17), st.sampled_from(uscc.ALPHABET + "IOSVZ"))
def test_any_changed_character_is_refused(code: str, place: int, other: str) -> None:
    assume(code[place] != other)
    assert refusal("uscc", code[:place] + other + code[place + 1 :]).code.startswith("uscc_")


@given(codes, st.integers(0, 16))
def test_any_adjacent_swap_is_refused(code: str, place: int) -> None:
    a, b = code[place], code[place + 1]
    assume(a != b)
    refusal("uscc", code[:place] + b + a + code[place + 2 :])


@pytest.mark.parametrize(
    ("code", "problem", "said"),
    [
        ("9111000060003734", "uscc_length", "16 位"),
        ("9111I000600037341L", "uscc_alphabet", "第 5 位“I”疑为“1”"),
        ("Z1110000600037341L", "uscc_alphabet", "第 1 位“Z”疑为“2”"),
        ("9111S000600037341L", "uscc_alphabet", "第 5 位“S”疑为“5”"),
        ("B1110000600037341L", "uscc_registrar", "B1"),
        ("91110A00600037341L", "uscc_registrar", "第 3–8 位"),
        ("911100006000373410", "uscc_check", "第 18 位校验不符"),
        (uscc.complete("91110000", "60003734")[:16] + "2" + uscc.check_character("91110000600037342"),
         "uscc_check", "第 18 位校验无误"),
    ],
)  # fmt: skip
def test_a_refused_code_says_why(code: str, problem: str, said: str) -> None:
    refused = refusal("uscc", code)
    assert refused.code == problem
    assert said in refused.message


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from("-/.年"))
def test_a_date_keeps_its_precision(day: dt.date, mark: str) -> None:
    month_end, day_end = ("月", "日") if mark == "年" else ("", "")
    month = f"{day.year}{mark}{day.month}{month_end}"
    clean = VALUE_TYPES["date"].clean
    assert clean(f"{day.year}", NONE) == f"{day:%Y}"
    assert clean(month, NONE) == f"{day:%Y-%m}"
    assert clean(f"{month}{'' if day_end else mark}{day.day}{day_end}", NONE) == f"{day:%Y-%m-%d}"
    assert clean(int(f"{day:%Y%m%d}"), NONE) == day.isoformat()
    if day >= dt.date(1900, 3, 1):
        assert clean(day, NONE) == day.isoformat()


@pytest.mark.parametrize(
    "cell", ["2023-02-30", "2023-13", "2023.0", "1850", 2023.4, True, "2023.4-6", "2023年4.5"]
)
def test_impossible_and_unclear_dates_are_refused(cell: str) -> None:
    assert refusal("date", cell).code in {"date_impossible", "date_form"}


@given(
    st.from_regex(r"(1[3-9]\d{9}|0(10|2\d|[3-9]\d\d)[2-9]\d{6,7})", fullmatch=True),
    st.sampled_from([*VALUE_TYPES]),
)
def test_a_phone_never_leaks(number: str, name: str) -> None:
    number = number.translate({ord(c): str(int(c)) for c in number})
    masked = str(VALUE_TYPES["phone"].clean(number, NONE))
    assert "***" in masked
    assert number not in masked.replace("-", "")
    assert number not in refusal("phone", number + "00000").message
    assert number not in str(VALUE_TYPES["text"].clean(f"电话{number}。", NONE))
    if name not in {"text", "org_name", "keyword", "code"}:
        assert number not in refusal(name, f"请打{number}找我", PARTS).message


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("50万元", "", 500_000), ("1.2亿", "", 120_000_000), ("1,200", "", 1200), ("3000元", "万元", 3000),
        (50, "万元", 500_000), ("1.5", "亿元", 150_000_000), (0.29, "万元", 2900), (" ￥ 3，000 ", "", 3000),
    ],
)  # fmt: skip
def test_money(cell: str, unit: str, yuan: int) -> None:
    assert VALUE_TYPES["money"].clean(cell, Options(unit=unit)) == yuan


@pytest.mark.parametrize("cell", ["面议", "1,2", float("nan"), float("inf"), True])
def test_money_that_is_no_amount_is_refused_with_its_text(cell: str) -> None:
    assert refusal("money", cell).code == "money_form"
    assert "面议" in refusal("money", "面议").message
    assert refusal("money", -1).code == "money_negative"


@given(st.from_regex(r"(19|20)[0-9]{2}[12389][0-9]{7}", fullmatch=True))
def test_a_patent_number_needs_its_check(number: str) -> None:
    whole = patent_number(number)
    assert VALUE_TYPES["patent"].clean("ZL" + whole.replace(".", "").lower(), NONE) == whole
    assert refusal("patent", number).code == "patent_check_missing"
    assert refusal("patent", f"CN{number[:9]}B").code == "patent_publication"


@pytest.mark.parametrize("name", ["county", "industry", "field"])
def test_a_table_is_a_tree_of_unique_codes(name: TableName) -> None:
    """Levels fall on the way up, so no chain can run in a circle."""
    lines = (HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [line.split(",")[0] for line in lines]
    assert len(set(codes)) == len(codes)
    for code in codes:
        above = table(name).parent(code)
        assert (table(name).level(above) if above else 0) < table(name).level(code)


def test_every_code_and_every_path_in_shaanxi_is_found() -> None:
    counties = table("county")
    for code in counties:
        # 市辖区, 县 and 省直辖县 are headings of the standard, not places that anybody names
        names = [counties.name(c) for c in reversed(counties.chain(code))]
        places = [name for name in names if name not in ("市辖区", "县") and "直辖" not in name]
        assert VALUE_TYPES["county"].clean(code, NONE) == code
        if code.startswith("61") and places[-1] == names[-1]:
            assert VALUE_TYPES["county"].clean("".join(places), NONE) == code
    for name in ("industry", "field"):
        assert all(VALUE_TYPES[name].clean(code, NONE) == code for code in table(name))


def test_ambiguous_county() -> None:
    assert refusal("county", "朝阳区").code == "county_ambiguous"
    assert VALUE_TYPES["county"].clean("新城区", NONE) == "610102"
    assert VALUE_TYPES["county"].clean("山阳区", NONE) == "410811"
