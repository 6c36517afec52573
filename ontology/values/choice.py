"""One of a closed list.

>>> clean("技术 开发", Options(choices=("技术开发", "技术服务")))
'技术开发'
>>> clean("买卖", Options(choices=("技术开发", "技术服务")))
Traceback (most recent call last):
ontology.values.base.InvalidValue: “买卖”不在可选项里：请从 技术开发、技术服务 中选一个。
"""

from __future__ import annotations

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, tidy
from ontology.values.privacy import quoted


def clean(raw: Raw, options: Options) -> str:
    """The choice as the list writes it."""
    wanted = folded(tidy(raw))
    for choice in options.choices:
        if folded(choice) == wanted:
            return choice
    listed = "、".join(options.choices)
    raise InvalidValue("choice_unknown", f"{quoted(raw)}不在可选项里：请从 {listed} 中选一个。")


TYPE = ValueType("choice", "选项", clean)
