"""An amount in 元.

>>> [clean(x, Options()) for x in ("50万元", "1.2亿", "1,200", "3000元", "¥3,000.50", 12.5)]
[500000, 120000000, 1200, 3000, 3000.5, 12.5]
>>> clean(50, Options(unit="万元")), clean("3000元", Options(unit="万元"))
(500000, 3000)
>>> clean("面议", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: 看不懂金额“面议”：请填一个数和单位，如 50万元；没有定数就把单元格清空。
"""

from __future__ import annotations

import re
from decimal import Decimal

from ontology.values import quantity
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import one_line
from ontology.values.privacy import quoted

UNITS = {
    "": Decimal(1), "千": Decimal(10**3), "万": Decimal(10**4), "十万": Decimal(10**5),
    "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8),
}  # fmt: skip
_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])\s*", re.IGNORECASE)
_AFTER = re.compile(r"(?:元|圆|块)?(?:整|人民币|\(人民币\))?$")


def clean(raw: Raw, options: Options) -> int | float:
    """The amount in 元; a bare number counts in `options.unit`."""
    found = quantity.split(_BEFORE.sub("", one_line(raw)) if isinstance(raw, str) else raw)
    unit = found[1] or options.unit if found else ""
    factor = UNITS.get(_AFTER.sub("", unit))
    if not found or factor is None:
        message = f"看不懂金额{quoted(raw)}：请填一个数和单位，如 50万元；没有定数就把单元格清空。"
        raise InvalidValue("money_form", message)
    if found[0] < 0:
        raise InvalidValue("money_negative", f"金额{quoted(raw)}是负数：请核对后填正数或 0。")
    return quantity.plain(found[0] * factor)


TYPE = ValueType("money", "金额（元）", clean)
