"""Yes or no.

>>> clean("是", Options()), clean("Ｎ", Options()), clean(1, Options()), clean("TRUE", Options())
(True, False, True, True)
"""

from __future__ import annotations

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, tidy
from ontology.values.privacy import quoted

YES = frozenset(("是", "有", "y", "yes", "true", "t", "1", "对", "√", "✓"))
NO = frozenset(("否", "无", "没有", "不是", "n", "no", "false", "f", "0", "错", "×", "✗"))


def clean(raw: Raw, options: Options) -> bool:  # noqa: ARG001  every type has this signature
    """True or False."""
    word = folded(tidy(raw))
    if word in YES:
        return True
    if word in NO:
        return False
    raise InvalidValue("flag_unknown", f"{quoted(raw)}不是“是”或“否”：请填 是 或 否。")


TYPE = ValueType("flag", "是否", clean)
