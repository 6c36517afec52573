"""A Chinese patent application number with its check digit (ZL numbers are the same number).

Year + type + serial + check: 12 + 1 digits since 2003-10, 8 + 1 before. Check: sum of digit times
2 3 4 5 6 7 8 9 2 3 4 5, mod 11, 10 is X.

>>> complete("202310123456")
'202310123456.6'
>>> clean("ZL 2023 1 0123456 6", Options()), clean("ｃｎ85100001．0", Options())
('202310123456.6', '85100001.0')
>>> clean("CN112345678A", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: “CN112345678A”是公开（公告）号：请改填申请号，如 202310123456.6。
"""

from __future__ import annotations

import re
from operator import mul

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import compact
from ontology.values.privacy import quoted

TYPES = {"1": "发明", "2": "实用新型", "3": "外观设计", "8": "PCT发明", "9": "PCT实用新型"}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PUBLICATION = re.compile(r"(?:CN)?\d{7,9}[ABCSUY]\d?")
_NUMBER = re.compile(r"(\d{12}|\d{8})\.?([\dX]?)")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The number with a dot before its check digit and no prefix."""
    text = compact(raw).replace("。", ".").replace("-", "")
    if _PUBLICATION.fullmatch(text):
        message = f"{quoted(raw)}是公开（公告）号：请改填申请号，如 202310123456.6。"
        raise InvalidValue("patent_publication", message)
    match = _NUMBER.fullmatch(re.sub(r"^(?:ZL|CN)+", "", text))
    if not match:
        message = (
            f"{quoted(raw)}不像专利申请号：应为 12 位（2003 年 10 月前 8 位）数字加“.”和校验位，请核对。"
        )
        raise InvalidValue("patent_form", message)
    number, check = match[1], match[2]
    if number[4 if len(number) == 12 else 2] not in TYPES:
        message = f"{quoted(raw)}里表示专利种类的数字不对（应为 1、2、3、8、9）：请对照受理通知书或证书改正。"
        raise InvalidValue("patent_type", message)
    if not check:
        message = f"{quoted(raw)}缺最后的校验位：请对照受理通知书或证书补上“.”后的一位。"
        raise InvalidValue("patent_check_missing", message)
    if complete(number) != f"{number}.{check}":
        raise InvalidValue(
            "patent_check", f"{quoted(raw)}校验位不符，有数字抄错：请对照受理通知书或证书改正。"
        )
    return f"{number}.{check}"


def complete(number: str) -> str:
    """The number with its check digit."""
    return f"{number}.{'0123456789X'[sum(map(mul, map(int, number), _WEIGHTS)) % 11]}"


TYPE = ValueType("patent", "专利申请号", clean, holding="checked")
