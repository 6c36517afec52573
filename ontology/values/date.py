"""A date as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD; ranges keep both ends, doubts their words.

>>> [clean(x, Options()) for x in ("2023年", "2023/4", "2023.4.5", "20230424", 202304, "2023年4月24日")]
['2023', '2023-04', '2023-04-05', '2023-04-24', '2023-04', '2023-04-24']
>>> clean("二〇二三年四月", Options()), clean(45040, Options()), clean(dt.date(2023, 4, 24), Options())
('2023-04', '2023-04-24', '2023-04-24')
>>> clean("2023年4月底", Options()), clean("2024年6月底前", Options())
(Said(exact='2023-04', text='2023年4月底'), Said(high='2024-06', text='2024年6月底前'))
>>> clean("2023年4月至6月", Options())
Said(low='2023-04', high='2023-06', text='2023年4月至6月')
>>> clean("年底前", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: “年底前”没有写明哪一年：请连年份写成 2026-06 或 2026-06-30；没有就清空。
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NoReturn

from ontology.values.base import InvalidValue, Options, Raw, Said, ValueType
from ontology.values.period import Parts, period
from ontology.values.privacy import as_said, quoted
from ontology.values.quantity import LONGEST, normal

EXCEL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of Excel's 1900 system, right for every day after its false 1900-02-29."""
_EXCEL_RIGHT = (1900, 3)
_SERIALS = (20000, 80001)
"""Numbers that can only be serials (1954 to 2119): years are smaller, 202304 and 20230424 larger."""
_TIME = re.compile(
    r"(?<=[\d日号])[t ]?(?:\(?(?:星期|周)[1-6日天]\)?)? ?(?:上午|下午|晚上|中午)?"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?|\d{1,2}[时点](?:\d{1,2}分?|半)?)?$"
)
_DIGITS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖拾", "000123456789123456789十")
_TENS = re.compile(r"0?([123]?)十([1-9]?)")
_HIGH = re.compile(
    "^(?:截[至止]到?|不晚于|不迟于|最迟|最晚|[至到])(?:于|在)?|(?:之前|以前|前|为?止|以内|之内|内|截止)(?:完成)?$"
)
_LOW = re.compile("^(?:不早于|最早)|^[自从](?!.*[至到])|(?:之后|以后|后|起|开始|至今)$")
_ABOUT = re.compile("^(?:大?约|大概|预计|预期|计划|拟|暂定|争取|力争)(?:在|于)?|(?:左右|前后|期间|间|完成)$")
_PART = re.compile(r"(?<=[\d年月季度])(?:年?[初中底末终]|[上中下]旬|[春夏秋冬][季天]?)(?=$|[-~至到])")
_NO_YEAR = re.compile(
    r"(?:[今明后去本当前上次来]|同)年.*|[年月季]?[初中底末内].*|[本当上下]?[季月].*|\d{1,2}(?:月|[-/.]\d{1,2}$).*"
    r"|[\d一二两三四五六七八九十半]+个?[年月天日周](?:内|后|半)?|.*(?:尽快|尽早|长期|永久|近期|待定|未定|随时|即日|至今|目前|固定).*"
)
_SHORT_YEAR = re.compile(r"['’]?\d{2,3}(?:年.*|[-/.]\d{1,2}[-/.]\d{1,2})")


def clean(raw: Raw, options: Options) -> str | Said:  # noqa: ARG001  every type has this signature
    """The date; a missing day or month stays missing. What is no single date comes as `Said`."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and _SERIALS[0] <= raw < _SERIALS[1]:
        raw = EXCEL_ZERO + dt.timedelta(days=int(raw))
    if isinstance(raw, dt.date):
        return _of_cell(raw)
    if isinstance(raw, bool) or (isinstance(raw, float) and not raw.is_integer()):
        _refuse(raw, "")
    text = _TIME.sub("", _digits(normal(raw)), count=1)
    if len(text) > LONGEST:
        _refuse(raw, "")
    if found := period(text):
        first, last = _checked(raw, *found)
        return first if first == last else Said(low=first, high=last, text=as_said(raw))
    said = _loose(raw, text)
    if said is None:
        _refuse(raw, text)
    return said


def _loose(raw: Raw, text: str) -> Said | None:
    """A date with words around it that make it a bound or a doubt, or with both ends so said."""
    text = _ABOUT.sub("", text)
    high = _HIGH.sub("", text)
    low = _LOW.sub("", text) if high == text else text
    bare = _PART.sub("", _ABOUT.sub("", high if high != text else low))
    found = period(bare)
    if not found:
        return None
    first, last = _checked(raw, *found)
    words = as_said(raw)
    if high != text:
        return Said(high=last, text=words)
    if low != text:
        return Said(low=first, text=words)
    return Said(exact=first, text=words) if first == last else Said(low=first, high=last, text=words)


def _digits(text: str) -> str:
    """Chinese numerals as digits.

    >>> _digits("二〇二三年十二月三十一日"), _digits("贰零贰叁年零壹拾月")
    ('2023年12月31日', '2023年10月')
    """
    if text.isascii():
        return text
    return _TENS.sub(lambda m: (m[1] or "1") + (m[2] or "0"), text.translate(_DIGITS))


def _of_cell(day: dt.date) -> str:
    """A date cell's day. Before 1900-03-01 Excel's own are wrong by one, and mostly a 0 or a bare time."""
    if (day.year, day.month) < _EXCEL_RIGHT:
        raise InvalidValue(
            "date_empty", f"日期单元格里是{quoted(day)}，多半是 0 或只有时刻：请填日期或清空。"
        )
    parts = (day.year, day.month, day.day)
    return _checked(day, parts, parts)[0]


def _checked(raw: Raw, first: Parts, last: Parts) -> tuple[str, str]:
    """Both ends as text, once they exist and stand in order."""
    for parts in (first, last):
        try:
            dt.date(*(*parts, 1, 1)[:3])
            known = 1900 <= parts[0] <= 2100
        except ValueError:
            known = False
        if not known:
            message = f"日期{quoted(raw)}不存在或不在 1900–2100 年间：请核对年月日。"
            raise InvalidValue("date_impossible", message)
    shared = min(len(first), len(last))
    if first[:shared] > last[:shared]:
        raise InvalidValue("date_order", f"日期{quoted(raw)}的开始晚于结束：请核对后改正。")
    return _iso(first), _iso(last)


def _iso(parts: Parts) -> str:
    return "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))


def _refuse(raw: Raw, text: str) -> NoReturn:
    said = quoted(raw)
    if "民国" in text:
        raise InvalidValue("date_era", f"日期{said}用的是民国纪年：请换成公元年份，写全四位。")
    if _SHORT_YEAR.fullmatch(text):
        raise InvalidValue("date_century", f"日期{said}的年份没有写全：请写全四位，如 2023-04。")
    if _NO_YEAR.fullmatch(text):
        message = f"{said}没有写明哪一年：请连年份写成 2026-06 或 2026-06-30；没有就清空。"
        raise InvalidValue("date_relative", message)
    if re.fullmatch(r"[2-7]\d{4}", text):
        day = EXCEL_ZERO + dt.timedelta(days=int(text))
        message = f"日期{said}像是 Excel 的日期序号（{day}）：请核对后写成 {day}，或把单元格设为日期格式。"
        raise InvalidValue("date_serial", message)
    message = f"看不懂日期{said}：请写成 2023、2023-04 或 2023-04-24，范围写成 2023-04至2023-06。"
    raise InvalidValue("date_form", message)


TYPE = ValueType("date", "日期", clean, companions={"_min": "date", "_max": "date", "_text": "text"})
