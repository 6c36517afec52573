"""Personal numbers are recognised however they are written, and nothing else is taken for one."""

import datetime as dt
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ontology.values import VALUE_TYPES, InvalidValue, Options, email, phone, uscc
from ontology.values.identity_number import is_identity_number
from ontology.values.patent import complete as patent_number
from ontology.values.privacy import NOTES, apart, hidden, redacted, sole

FULL = str.maketrans({chr(0x21 + place): chr(0xFF01 + place) for place in range(94)})
GAPS = st.sampled_from(["", " ", "-", "－", "　", "–", " - "[:2], "\u200b", ".", "\n"])
WRAPS = st.sampled_from(["{}", "电话{}", "王工，{}；", "（{}）", "请打{}，谢谢", "联系人：示例{}示例"])
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.builds(
    lambda area, local: (area, local),
    st.sampled_from(["010", "029", "0914", "0755", "0371"]),
    st.from_regex(r"[2-8][0-9]{6,7}", fullmatch=True),
).filter(lambda pair: len(pair[0]) == 4 or len(pair[1]) == 8)
names = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)
mails = st.builds(
    lambda name, dot, host, top: f"{name}{dot}@{host}.{top}",
    names, st.sampled_from(["", ".a", "_1", "-x", "+tag"]), names, st.sampled_from(["com", "cn", "edu.cn"]),
)  # fmt: skip


def identity(region: str, born: dt.date, order: int) -> str:
    """A made identity number: GB 11643's check character, worked out another way than in the program."""
    digits = f"{region}{born:%Y%m%d}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(c) * w for c, w in zip(digits, weights, strict=True)) % 11]


identities = st.builds(
    identity,
    st.sampled_from(["611002", "612522", "110105", "440301", "650102"]),
    st.dates(dt.date(1930, 1, 1), dt.date(2005, 12, 31)),
    st.integers(1, 999),
)


def told(text: str) -> tuple[str, ...]:
    return hidden(text)[1]


@given(
    mobiles,
    GAPS,
    GAPS,
    st.sampled_from(["", "+86", "86", "0086", "+86 ", "0086-", "(+86)"]),
    WRAPS,
    st.booleans(),
)
def test_a_mobile_number_is_found(
    number: str, first: str, second: str, prefix: str, wrap: str, full: bool
) -> None:
    written = f"{prefix}{number[:3]}{first}{number[3:7]}{second}{number[7:]}"
    text = wrap.format(written.translate(FULL) if full else written)
    assert told(text) == ("phone",)
    assert number[:7] not in redacted(text)
    assert number[7:] not in redacted(text)


@given(landlines, GAPS, st.sampled_from(["", "转801", "-801", " ext.12"]), WRAPS, st.booleans())
def test_a_landline_number_is_found(
    pair: tuple[str, str], gap: str, extension: str, wrap: str, brackets: bool
) -> None:
    area, local = pair
    text = wrap.format(f"({area}){local}{extension}" if brackets else f"{area}{gap}{local}{extension}")
    assert told(text) == ("phone",)
    assert local not in redacted(text)


@given(mails, WRAPS, st.booleans())
def test_a_mail_address_is_found(address: str, wrap: str, full: bool) -> None:
    text = wrap.format(address.translate(FULL) if full else address)
    assert told(text) == ("mail",)
    assert address.split("@")[1] not in redacted(text)


@given(identities, GAPS, GAPS, WRAPS, st.booleans())
def test_an_identity_number_is_found(number: str, first: str, second: str, wrap: str, full: bool) -> None:
    assert is_identity_number(number)
    written = f"{number[:6]}{first}{number[6:14]}{second}{number[14:].lower()}"
    text = wrap.format(written.translate(FULL) if full else written)
    assert told(text) == ("identity",)
    assert number[6:14] not in redacted(text)


@given(identities, st.integers(0, 16), st.sampled_from("0123456789"))
def test_a_wrongly_copied_identity_number_is_found_where_it_is_called_one(
    number: str, place: int, other: str
) -> None:
    assume(number[place] != other)
    wrong = number[:place] + other + number[place + 1 :]
    assert not is_identity_number(wrong)
    assert told(f"身份证号：{wrong}") == ("identity",)


@pytest.mark.parametrize("number", ["612522680101123", "110105491231003"])
def test_an_identity_number_of_the_old_form_is_found(number: str) -> None:
    assert told(f"证件 {number}") == ("identity",)
    assert sole(number) == "identity"


codes = st.builds(
    uscc.complete,
    st.sampled_from(["91611000", "12610000", "52611002", "93611024", "51110119"]),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8),
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
recent = st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1))
serials = st.integers(0, 9999)
patents = st.builds(
    lambda kind, serial: patent_number(f"2023{kind}{serial:07}"), st.sampled_from("12389"), serials
)
dates = st.builds(
    lambda day, mark: day.strftime(f"%Y{mark}%m{mark}%d"), days, st.sampled_from(["-", "/", ".", ""])
)
harmless = st.one_of(
    codes,
    patents,
    dates,
    st.builds(lambda day: f"{day.year}年{day.month}月{day.day}日", days),
    st.builds(lambda whole, cents: f"{whole:,}.{cents:02}元", st.integers(0, 10**12), st.integers(0, 99)),
    st.builds(lambda whole: f"{whole}元", st.integers(10**9, 10**11)),
    st.builds(lambda whole: f"{whole}万元", st.integers(0, 10**9)),
    st.builds(lambda day, serial: f"HT-{day:%Y%m%d}-{serial:04}", days, serials),
    st.builds(lambda day, serial: f"SLKJ〔{day.year}〕{serial}号", days, serials),
    st.builds(lambda day, serial: f"611000{day:%Y%m%d}{serial:04}", recent, serials),
    st.from_regex(r"2023610000[0-9]{6}", fullmatch=True),
    st.uuids().map(str),
    st.builds(lambda key, number: f"{key.hex[:9]}a{number}{key.hex[21:]}", st.uuids(), mobiles),
    st.from_regex(r"C[0-9]{2,4}|[0-9]{3}\.[0-9]{2,4}", fullmatch=True),
)


@given(harmless, st.sampled_from(["{}", "见{}。", "编号：{}，", "（{}）"]))
def test_codes_dates_amounts_and_contract_numbers_are_left_alone(text: str, wrap: str) -> None:
    assert hidden(wrap.format(text)) == (wrap.format(text), ())


@given(st.text(max_size=60))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@given(mobiles)
def test_digits_of_a_longer_identifier_are_no_phone_number(number: str) -> None:
    assert apart(f"XM-{number}") == ""
    assert apart(number) == "phone"
    assert apart(f"示例公司{number}") == "phone"


@given(mobiles, landlines, st.integers(1, 9999))
def test_a_whole_number_is_masked_for_good(number: str, pair: tuple[str, str], extension: int) -> None:
    for given_, whole in (
        (number, number),
        (f"{pair[0]}-{pair[1]}转{extension}", f"{pair[0]}-{pair[1]}转{extension}"),
        (f"+86 {number}", number),
    ):
        assert phone.whole(given_) == whole
        masked = phone.clean(given_, Options())
        assert phone.masked(whole) == masked
        assert phone.whole(masked) == ""
        assert phone.clean(masked, Options()) == masked
        assert told(masked) == ()


@given(mails)
def test_a_whole_address_is_masked_for_good(address: str) -> None:
    whole = email.whole(address)
    assert whole.lower() == address.lower()
    masked = str(email.clean(address, Options()))
    assert email.whole(masked) == ""
    assert email.clean(masked, Options()) == masked
    assert told(masked) == ()


@pytest.mark.parametrize(
    "cell", ["a@b", "a b.com", "@b.com", "a..b@c.com", "a@-b.com", "a@b.c1", "两个@b.com;c@d.com"]
)
def test_what_is_no_address_is_refused_without_repeating_it(cell: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        email.clean(cell, Options())
    assert cell not in caught.value.message


def test_every_note_says_what_stood_there() -> None:
    assert all(note in redacted(note) for note in NOTES.values())
    assert {kind.name for kind in VALUE_TYPES.values() if kind.whole} == {"phone", "email"}
