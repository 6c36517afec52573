"""A count: a whole number from 0 up.

>>> clean("120人", Options()), clean("1,200", Options()), clean(3.0, Options())
(120, 1200, 3)
"""

from __future__ import annotations

from ontology.values import quantity
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.privacy import quoted

MEASURES = frozenset(
    ("", "人", "名", "位", "个", "家", "户", "件", "项", "篇", "部", "台", "套", "次", "份", "年", "月", "天")
)


def clean(raw: Raw, options: Options) -> int:
    """The count without its measure word."""
    found = quantity.split(raw)
    if not found or found[1] not in MEASURES | {options.unit}:
        raise InvalidValue("integer_form", f"{quoted(raw)}不是整数：请只填一个数，如 120。")
    if found[0] < 0:
        raise InvalidValue("integer_negative", f"{quoted(raw)}是负数：请核对后填正数或 0。")
    if found[0] != found[0].to_integral_value():
        raise InvalidValue("integer_fraction", f"{quoted(raw)}带小数：这里要填整数，请核对。")
    return int(found[0])


TYPE = ValueType("integer", "整数", clean)
