"""A short identifier: half-width, upper-case, no spaces.

>>> clean(" sl-2023 001 ", Options()), clean("陕科〔2023〕12号", Options()), clean(3912.0, Options())
('SL-2023001', '陕科〔2023〕12号', '3912')
"""

from __future__ import annotations

import re

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import compact
from ontology.values.privacy import quoted

LONGEST = 64
_CODE = re.compile(r"[0-9A-Z㐀-鿿()\[\]〔〕._/#+:-]+")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The identifier."""
    code = compact(raw)
    if len(code) > LONGEST:
        raise InvalidValue("code_long", f"编号长 {len(code)} 位，上限 {LONGEST} 位：请只填一个编号。")
    if not _CODE.fullmatch(code):
        message = f"编号{quoted(raw)}里有不能用的字符：请只用数字、字母、汉字、括号和 - . _ / # + : 。"
        raise InvalidValue("code_form", message)
    return code


TYPE = ValueType("code", "编号", clean)
