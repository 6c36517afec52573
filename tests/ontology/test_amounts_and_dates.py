"""Dates and amounts as people write them: what was said is kept, what was not is never made up."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.check import Checker, Column
from ingest.records import merge
from ontology.entity import Properties
from ontology.model import Kind, ontology
from ontology.values import date, money, numerals
from ontology.values.base import InvalidValue, Options, Raw, Said

WAN = Options(unit="万元")
PLAIN = Options()

AMOUNTS: list[tuple[Raw, object]] = [
    ("50万元", 500_000), ("贰佰万元", 2_000_000), ("一百二十万", 1_200_000), ("1.2亿", 120_000_000),
    ("壹仟贰佰叁拾肆万伍仟元整", 12_345_000), ("两千万", 20_000_000), ("三万五", 35_000),
    ("1亿2000万", 120_000_000),
    ("5千万", 50_000_000), ("50w", 500_000), ("50W", 500_000), ("50万RMB", 500_000), ("￥50万", 500_000),
    ("５０万元", 500_000), ("1,234.5", 1234.5), ("人民币伍拾万元整", 500_000), ("壹仟贰佰元伍角", 1200.5),
    ("一点二亿元", 120_000_000), ("十万", 100_000), ("300万（元）", 3_000_000), ("0", 0),
    ("五十萬圓", 500_000), ("人民币（大写）：贰佰万元整", 2_000_000), ("三百元零五分", 300.05),
    ("1 200元", 1200),
    ("1万2000元", 12_000), ("三千零五", 3005), (1e5, 100_000),
]  # fmt: skip
VAGUE_AMOUNTS: list[tuple[Raw, object]] = [
    ("约50万元", Said(exact=500_000, text="约50万元")),
    ("50万左右", Said(exact=500_000, text="50万左右")),
    ("3-5万", Said(low=30_000, high=50_000, text="3-5万")),
    ("3~5万元", Said(low=30_000, high=50_000, text="3~5万元")),
    ("3万至5万", Said(low=30_000, high=50_000, text="3万至5万")),
    ("三到五万", Said(low=30_000, high=50_000, text="三到五万")),
    ("三五万", Said(low=30_000, high=50_000, text="三五万")),
    ("80万元-1亿元", Said(low=800_000, high=100_000_000, text="80万元-1亿元")),
    ("5000-8000元", Said(low=5000, high=8000, text="5000-8000元")),
    ("不超过50万", Said(high=500_000, text="不超过50万")),
    ("50万以内", Said(high=500_000, text="50万以内")),
    ("50万元以上", Said(low=500_000, text="50万元以上")),
    ("不低于50万", Said(low=500_000, text="不低于50万")),
    ("50余万元", Said(low=500_000, text="50余万元")),
    ("约3-5万", Said(low=30_000, high=50_000, text="约3-5万")),
    ("三千到五千万", Said(low=30_000_000, high=50_000_000, text="三千到五千万")),
    ("三到五千万", Said(low=30_000_000, high=50_000_000, text="三到五千万")),
    ("3-5百万", Said(low=3_000_000, high=5_000_000, text="3-5百万")),
    ("500-1000元", Said(low=500, high=1000, text="500-1000元")),
    ("两三百万", Said(low=2_000_000, high=3_000_000, text="两三百万")),
    ("50万以上100万以下", Said(low=500_000, high=1_000_000, text="50万以上100万以下")),
    ("50万元以上（含）", Said(low=500_000, text="50万元以上（含）")),
    ("2千余万元", Said(low=20_000_000, text="2千余万元")),
]
WRONG_AMOUNTS: list[tuple[Raw, object]] = [
    ("面议", "money_form"), ("nan", "money_form"), (float("nan"), "money_form"), (float("inf"), "money_form"),
    (True, "money_form"), ("-5万", "money_negative"), (-5, "money_negative"), ("50万美元", "money_currency"),
    ("$300", "money_currency"), ("100万港币", "money_currency"), ("5万-3万", "money_order"),
    ("1万5", "money_form"),
    ("3万4万", "money_form"), ("一二三", "money_form"), ("五十人", "money_form"), ("12,34", "money_form"),
    ("负5万", "money_negative"), ("-3-5万", "money_negative"), ("5000-1万", "money_order"),
    ("1亿2000", "money_form"), ("三万五元", "money_form"), ("10³万", "money_form"), ("3 5万", "money_form"),
    ("0914-231456", "money_form"), ("50-100万以内", "money_form"), ("几十万", "money_form"),
    ("1e30", "money_large"),
    ("50万元/年", "money_form"), (dt.datetime(2026, 3, 5), "money_date"), ("5万-" * 9000, "money_form"),
]  # fmt: skip
DATES: list[tuple[Raw, object]] = [
    ("2023/4", "2023-04"), ("二〇二三年四月", "2023-04"), ("二零二三年十二月三十一日", "2023-12-31"),
    ("20230424", "2023-04-24"), ("２０２３．４．５", "2023-04-05"), (45040, "2023-04-24"), (2023, "2023"),
    (202304, "2023-04"), ("2023-04-24 00:00:00", "2023-04-24"), ("2023 年 4 月", "2023-04"),
    (dt.datetime(2023, 4, 24, 8, 30), "2023-04-24"), ("2023年4月5号", "2023-04-05"),
    ("贰零贰叁年零肆月", "2023-04"), ("2023年4月24日（周一）上午9:30", "2023-04-24"), ("2023年度", "2023"),
]  # fmt: skip
VAGUE_DATES: list[tuple[Raw, object]] = [
    ("2023年4月底", Said(exact="2023-04", text="2023年4月底")),
    ("2023年底", Said(exact="2023", text="2023年底")),
    ("2023年4月上旬", Said(exact="2023-04", text="2023年4月上旬")),
    ("约2023年", Said(exact="2023", text="约2023年")),
    ("2023年6月左右", Said(exact="2023-06", text="2023年6月左右")),
    ("2023年4月至6月", Said(low="2023-04", high="2023-06", text="2023年4月至6月")),
    ("2023.4-2023.6", Said(low="2023-04", high="2023-06", text="2023.4-2023.6")),
    ("2023-04-01至2023-06-30", Said(low="2023-04-01", high="2023-06-30", text="2023-04-01至2023-06-30")),
    ("2023年4月1日至5日", Said(low="2023-04-01", high="2023-04-05", text="2023年4月1日至5日")),
    ("2023年4月1日-5月3日", Said(low="2023-04-01", high="2023-05-03", text="2023年4月1日-5月3日")),
    ("2023-2024年", Said(low="2023", high="2024", text="2023-2024年")),
    ("2023年上半年", Said(low="2023-01", high="2023-06", text="2023年上半年")),
    ("2023年第三季度", Said(low="2023-07", high="2023-09", text="2023年第三季度")),
    ("2023Q4", Said(low="2023-10", high="2023-12", text="2023Q4")),
    ("2024年6月底前", Said(high="2024-06", text="2024年6月底前")),
    ("2024-06-30之前", Said(high="2024-06-30", text="2024-06-30之前")),
    ("2023年4月至今", Said(low="2023-04", text="2023年4月至今")),
    ("自2023年4月起", Said(low="2023-04", text="自2023年4月起")),
    ("截至2026年12月", Said(high="2026-12", text="截至2026年12月")),
    ("预计2026年12月31日前完成", Said(high="2026-12-31", text="预计2026年12月31日前完成")),
    ("2023年四季度前", Said(high="2023-12", text="2023年四季度前")),
    ("2023年4月底至6月初", Said(low="2023-04", high="2023-06", text="2023年4月底至6月初")),
    ("自2023年4月至6月止", Said(low="2023-04", high="2023-06", text="自2023年4月至6月止")),
    ("2023年8-9月份", Said(low="2023-08", high="2023-09", text="2023年8-9月份")),
    ("2023.4.1-4.30", Said(low="2023-04-01", high="2023-04-30", text="2023.4.1-4.30")),
    ("2023-04/2023-06", Said(low="2023-04", high="2023-06", text="2023-04/2023-06")),
    ("2022年下半年至2024年上半年", Said(low="2022-07", high="2024-06", text="2022年下半年至2024年上半年")),
]
WRONG_DATES: list[tuple[Raw, str]] = [
    ("年底前", "date_relative"), ("尽快", "date_relative"), ("长期", "date_relative"),
    ("明年6月", "date_relative"),
    ("23年4月", "date_century"), ("民国十二年", "date_era"), ("2023年13月", "date_impossible"),
    ("2023-02-30", "date_impossible"), ("9999-12-31", "date_impossible"), ("2023年6月至4月", "date_order"),
    (0.5, "date_form"), (float("nan"), "date_form"), ("4月", "date_relative"), ("2023/4/", "date_form"),
    ("2023.4-6", "date_form"), ("2023年4.5", "date_form"), ("2023 1 1", "date_form"),
    ("04-24", "date_relative"), ("两年", "date_relative"), ("45040", "date_serial"),
    (dt.datetime(1900, 1, 1), "date_empty"),
    ("2023/4/5月", "date_form"), ("2023-" * 9000, "date_form"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "meant"), AMOUNTS + VAGUE_AMOUNTS)
def test_an_amount(raw: Raw, meant: object) -> None:
    assert money.clean(raw, PLAIN) == meant


@pytest.mark.parametrize(("raw", "code"), WRONG_AMOUNTS)
def test_no_amount(raw: Raw, code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        money.clean(raw, PLAIN)
    assert caught.value.code == code


def test_a_bare_number_counts_in_the_unit_of_its_heading_and_no_other_does() -> None:
    assert money.clean("3-5", WAN) == Said(low=30_000, high=50_000, text="3-5")
    assert money.clean("约50", WAN) == Said(exact=500_000, text="约50")
    assert [money.clean(raw, WAN) for raw in ("5000元", "¥5000", "5千元", "50万", "0.5")] == [
        5000, 5000, 5000, 500_000, 5000,
    ]  # fmt: skip
    with pytest.raises(InvalidValue):
        money.clean("五千", WAN)
    assert [money.clean(raw, WAN) for raw in ("三十五", "零", "五千万", "5k")] == [
        350_000,
        0,
        50_000_000,
        5000,
    ]
    with pytest.raises(InvalidValue) as caught:
        money.clean("5千", WAN)
    assert caught.value.code == "money_unit"


@pytest.mark.parametrize(("raw", "meant"), DATES + VAGUE_DATES)
def test_a_date(raw: Raw, meant: object) -> None:
    assert date.clean(raw, PLAIN) == meant


@pytest.mark.parametrize(("raw", "code"), WRONG_DATES)
def test_no_date(raw: Raw, code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        date.clean(raw, PLAIN)
    assert caught.value.code == code


def written(number: int) -> str:
    """A number below 10^12 in everyday numerals, as school teaches them."""
    if number >= 10**4:
        unit, factor = ("亿", 10**8) if number >= 10**8 else ("万", 10**4)
        high, low = divmod(number, factor)
        gap = "零" if low and low < factor // 10 else ""
        return written(high) + unit + (gap + written(low) if low else "")
    text = ""
    for unit, factor in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // factor % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + unit
        elif text and number % factor and not text.endswith("零"):
            text += "零"
    return text or "零"


FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


@given(st.integers(0, 10**12 - 1))
def test_numerals_read_back(number: int) -> None:
    assert numerals.read(written(number)) == number
    assert numerals.read(written(number).translate(FINANCIAL)) == number


MARKED = st.sampled_from(["约{}", "{}左右", "不超过{}", "{}以内", "不低于{}", "{}以上", "{}"])


@given(st.integers(1, 10**9), MARKED, st.sampled_from([str, written]))
def test_one_figure_has_companions_only_where_words_bend_it(
    number: int, form: str, write: Callable[[int], str]
) -> None:
    text = form.format(f"{write(number)}元")
    found = money.clean(text, WAN)
    if form == "{}":
        assert found == number
    else:
        assert isinstance(found, Said)
        assert [found.exact, found.low, found.high].count(number) == 1
        assert found.text == text


@given(
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from("-~至到—"),
    st.sampled_from(["万", "亿元", "元"]),
)
def test_both_ends_of_a_range_share_its_unit(one: int, other: int, mark: str, unit: str) -> None:
    low, high = sorted((one, other))
    found, factor = (
        money.clean(f"{low}{mark}{high}{unit}", PLAIN),
        {"万": 10**4, "亿元": 10**8, "元": 1}[unit],
    )
    assert isinstance(found, Said)
    assert (found.low, found.high) == (low * factor, high * factor)


SCRAPS = "约不超过以上内至到-~0123456789.,十百千万亿元一二三五年月日底前上半季度Q/ 至今"


@given(st.text(alphabet=SCRAPS, max_size=14))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for value_type in (money, date):
        try:
            value = value_type.clean(text, PLAIN)
        except InvalidValue:
            continue
        if isinstance(value, Said):
            assert value.text
            if value.low is not None and value.high is not None:
                low, high = str(value.low), str(value.high)
                assert float(low) <= float(high) if value_type is money else low[: len(high)] <= high


FORMS = ["%Y", "%Y-%m", "%Y年%m月", "%Y/%m/%d"]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(FORMS))
def test_no_more_precision_than_was_said(day: dt.date, form: str) -> None:
    found = date.clean(day.strftime(form), PLAIN)
    assert isinstance(found, str)
    assert found.count("-") == form.count("%") - 1
    assert day.isoformat().startswith(found)


def checked(**cells: str) -> dict[str, object]:
    kind = ontology().kinds["Agreement"]
    columns = [Column(name, name) for name in cells]
    constants = {"title": "示例协议", "party_a": "甲示例公司", "party_b": "乙示例大学"}
    found = Checker(kind, columns, constants).row(cells)
    return {**found.properties, "problems": [code for _, code, _ in found.problems]}


def test_companions_hold_what_is_not_exact() -> None:
    found = checked(code="A-1", signed_on="2024年6月底前", amount="3-5万")
    assert found["problems"] == []
    assert {name: found[name] for name in found if name.startswith(("signed_on", "amount"))} == {
        "signed_on_max": "2024-06", "signed_on_text": "2024年6月底前",
        "amount_min": 30_000, "amount_max": 50_000, "amount_text": "3-5万",
    }  # fmt: skip


def test_a_range_is_no_identity() -> None:
    assert checked(signed_on="2024年6月底前")["problems"] == ["no_identity"]


def test_the_newest_saying_replaces_the_whole_of_an_older_one() -> None:
    kind = ontology().kinds["Need"]
    older: Properties = {
        "title": "示例",
        "budget": 500_000,
        "deadline_max": "2024-06",
        "deadline_text": "2024年6月前",
    }
    newer: Properties = {"title": "示例", "budget_min": 30_000, "budget_max": 50_000, "deadline": "2024-05"}
    assert merge(kind, [older, newer]) == {
        "title": "示例", "budget_min": 30_000, "budget_max": 50_000, "deadline": "2024-05",
    }  # fmt: skip
    assert merge(kind, [older, {"title": "示例"}]) == older


def test_a_cell_replaces_all_a_constant_said() -> None:
    kind = ontology().kinds["Need"]
    checker = Checker(kind, [Column("预算", "budget")], {"title": "示例", "budget": "50万"})
    found = checker.row({"预算": "3-5万"})
    assert found.properties == {
        "title": "示例", "budget_min": 30_000, "budget_max": 50_000, "budget_text": "3-5万",
    }  # fmt: skip


def test_companions_are_as_private_as_their_property_and_go_along_links() -> None:
    body = ontology().kinds["Doctor"].model_dump()
    body["properties"]["station_to"]["private"] = True
    assert {"station_to", "station_to_min", "station_to_max", "station_to_text"} <= Kind(**body).private
    taken = ontology().kinds["Doctor"].linked["station"].properties
    assert {
        "to": "station_to",
        "to_max": "station_to_max",
        "from_min": "station_from_min",
    }.items() <= taken.items()
