"""A date as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD.

>>> [clean(x, Options()) for x in ("2023年", "2023/4", "2023.4.5", "20230424", 202304, "2023年4月24日")]
['2023', '2023-04', '2023-04-05', '2023-04-24', '2023-04', '2023-04-24']
>>> clean("二〇二三年四月", Options()), clean(45040, Options()), clean(dt.date(2023, 4, 24), Options())
('2023-04', '2023-04-24', '2023-04-24')
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import as_text, one_line
from ontology.values.privacy import quoted

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


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The date; a missing day or month stays missing."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 20000 <= raw < 80001:
        raw = EXCEL_ZERO + dt.timedelta(days=int(raw))
    if isinstance(raw, dt.date):
        return _checked(raw.isoformat()[:10], raw.year, raw.month, raw.day)
    given = one_line(as_text(raw))
    text = re.sub(
        r"(?<=[-/.年月]) | (?=[-/.年月日])", "", _digits(_TIME.sub("", unicodedata.normalize("NFKC", given)))
    )
    match = None if isinstance(raw, float) and not raw.is_integer() else _match(text)
    if not match:
        message = f"看不懂日期{quoted(given)}：请写成 2023、2023-04 或 2023-04-24，单元格设为文本或日期格式。"
        raise InvalidValue("date_form", message)
    return _checked(given, *map(int, match.groups()))


def _match(text: str) -> re.Match[str] | None:
    return next((found for form in _FORMS if (found := form.fullmatch(text))), None)


def _digits(text: str) -> str:
    """Chinese numerals as digits.

    >>> _digits("二〇二三年十二月三十一日")
    '2023年12月31日'
    """
    if text.isascii():
        return text
    text = _TENS.sub(lambda m: (m[1] or "一") + (m[2] or "〇"), text)
    return text.translate(_DIGITS)


def _checked(given: str, *parts: int) -> str:
    try:
        dt.date(*(*parts, 1, 1)[:3])
        known = 1900 <= parts[0] <= 2100
    except ValueError:
        known = False
    if not known:
        raise InvalidValue(
            "date_impossible", f"日期{quoted(given)}不存在或不在 1900–2100 年间：请核对年月日。"
        )
    return "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))


TYPE = ValueType("date", "日期", clean)
