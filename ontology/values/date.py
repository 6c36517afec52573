"""A date as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD; ranges keep both ends, doubts their words.

>>> [clean(x, Options()) for x in ("2023年", "2023/4", "2023.4.5", "20230424", 202304, "2023年4月24日")]
['2023', '2023-04', '2023-04-05', '2023-04-24', '2023-04', '2023-04-24']
>>> clean("二〇二三年四月", Options()), clean(45040, Options()), clean(dt.date(2023, 4, 24), Options())
('2023-04', '2023-04-24', '2023-04-24')
>>> clean("2023年4月底", Options()), clean("2024年6月底前", Options())
(Said(exact='2023-04', text='2023年4月底'), Said(high='2024-06', text='2024年6月底前'))
>>> clean("2023年4月至6月", Options())
Said(low='2023-04', high='2023-06', text='2023年4月至6月')
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from ontology.values.base import InvalidValue, Options, Raw, Said, ValueType
from ontology.values.fold import as_text, one_line
from ontology.values.privacy import as_said, quoted

EXCEL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of Excel's 1900 system, right for every day after its false 1900-02-29."""
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(\d{4})年?",
        r"(\d{4})(\d{2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})(?:[-/.]|年)(\d{1,2})月?",
        r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?",
    )
)
_TIME = re.compile(r"(?<=\d)[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([二三]?)十([一二三四五六七八九]?)")
_ABOUT = re.compile(r"^(?:大?约|大概|预计|计划|拟)(?:在|于)?|(?:左右|前后)$")
_PART = re.compile(r"(?<=[年月])(?:年?[初中底末]|[上中下]旬|份|[春夏秋冬][季天]?)$")
_BEFORE = re.compile(r"(?:之前|以前|前|止|截止)$")
_AFTER = re.compile(r"(?:之后|以后|后|起|至今)$")
_BETWEEN = re.compile("至|到|[~—–−]+|-")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
_QUARTER = re.compile(r"(\d{4})年?(?:第?([1-4一二三四])季度?|q([1-4])|(上半年|下半年))", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:今|明|去|本|当|近|尽快|长期|随时|年[初中底末]|月[初中底末])")


def clean(raw: Raw, options: Options) -> str | Said:  # noqa: ARG001  every type has this signature
    """The date; a missing day or month stays missing. What is no single date comes as `Said`."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 20000 <= raw < 80001:
        raw = EXCEL_ZERO + dt.timedelta(days=int(raw))
    if isinstance(raw, dt.date):
        return _checked(raw, raw.year, raw.month, raw.day)
    text = _folded(raw)
    whole = not isinstance(raw, float) or raw.is_integer()
    found = (_exact(raw, text) or _vague(raw, text)) if whole else None
    if found is None:
        raise _unreadable(raw, text)
    return found


def _folded(raw: Raw) -> str:
    """Digits for numerals, no time of day, no spaces beside what parts a date."""
    text = _TIME.sub("", unicodedata.normalize("NFKC", one_line(as_text(raw))))
    if not text.isascii():
        text = _digits(text)
    return re.sub(r"(?<=[-/.年月至到~]) | (?=[-/.年月日号至到~前后左起])", "", text)


def _digits(text: str) -> str:
    """Chinese numerals as digits.

    >>> _digits("二〇二三年十二月三十一日")
    '2023年12月31日'
    """
    text = _TENS.sub(lambda m: (m[1] or "一") + (m[2] or "〇"), text)
    return text.translate(_DIGITS)


def _exact(raw: Raw, text: str) -> str | None:
    """The one date a text gives."""
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    return _checked(raw, *map(int, match.groups())) if match else None


def _vague(raw: Raw, text: str) -> Said | None:
    """A date with a doubt, a bound, or two ends; its words are kept."""
    words = as_said(raw)
    if match := _QUARTER.fullmatch(text):
        first, last = _months(match)
        year = int(match[1])
        return Said(low=_checked(raw, year, first), high=_checked(raw, year, last), text=words)
    about = _ABOUT.sub("", text)
    for form, end in ((_BEFORE, "high"), (_AFTER, "low")):
        if form.search(about):
            bound = _exact(raw, _PART.sub("", form.sub("", about)))
            return Said(**{end: bound}, text=words) if bound else None
    if exact := _exact(raw, _PART.sub("", about)):
        return Said(exact=exact, text=words)
    return _range(raw, about, words)


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month of a quarter or a half."""
    if match[4]:
        return _HALVES[match[4]]
    quarter = int(match[2] or match[3])
    return 3 * quarter - 2, 3 * quarter


def _range(raw: Raw, text: str, words: str) -> Said | None:
    for match in _splits(text):
        low = _exact(raw, _PART.sub("", match[0]))
        high = low and (_exact(raw, _PART.sub("", match[1])) or _continued(raw, low, match[1]))
        if low and high:
            if high < low[: len(high)]:
                message = f"日期{quoted(raw)}的结束早于开始：请核对两个日期。"
                raise InvalidValue("date_order", message)
            return Said(low=low, high=high, text=words)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """Every way to part a text into two dates, since a hyphen also stands inside one."""
    found = [(text[: one.start()], text[one.end() :]) for one in _BETWEEN.finditer(text)]
    return sorted(found, key=lambda pair: abs(len(pair[0]) - len(pair[1])))


def _continued(raw: Raw, low: str, rest: str) -> str | None:
    """The end of 2023年4月至6月 or 4月1日至5日: what it leaves out is the beginning's."""
    parts = [int(one) for one in re.findall(r"\d+", rest)]
    known = [int(one) for one in low.split("-")]
    if not re.fullmatch(r"(?:\d{1,2}月?)?(?:[-/.]?\d{1,2}[日号]?)?", rest) or not 0 < len(parts) < len(known):
        return None
    if rest.endswith("月") and len(parts) != len(known) - 1 and len(known) == 3:
        return _checked(raw, known[0], *parts)
    return _checked(raw, *known[: len(known) - len(parts)], *parts)


def _unreadable(raw: Raw, text: str) -> InvalidValue:
    if re.match(r"\d{2}年", text):
        return InvalidValue("date_century", f"日期{quoted(raw)}只写了两位年份：请写成四位，如 2023年4月。")
    if _RELATIVE.match(text):
        message = f"日期{quoted(raw)}没有说哪一年：请写出年份，如 2024年底前；没有期限就把单元格清空。"
        return InvalidValue("date_relative", message)
    message = f"看不懂日期{quoted(raw)}：请写成 2023、2023-04 或 2023-04-24，单元格设为文本或日期格式。"
    return InvalidValue("date_form", message)


def _checked(raw: Raw, *parts: int) -> str:
    try:
        dt.date(*(*parts, 1, 1)[:3])
        known = 1900 <= parts[0] <= 2100
    except ValueError:
        known = False
    if not known:
        raise InvalidValue("date_impossible", f"日期{quoted(raw)}不存在或不在 1900–2100 年间：请核对年月日。")
    return "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))


TYPE = ValueType("date", "日期", clean, companions={"_min": "date", "_max": "date", "_text": "text"})
