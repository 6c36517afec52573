"""A keyword: a short text without punctuation at its ends.

>>> clean(" 钒氮合金、", Options())
'钒氮合金'
>>> TYPE.key("釩氮 合金") == TYPE.key("钒氮合金")
True
"""

from __future__ import annotations

from ontology.values import text
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, one_line
from ontology.values.privacy import quoted

LONGEST = 40


def clean(raw: Raw, options: Options) -> str:
    """The keyword on one line."""
    word = one_line(raw).strip(" ,，;；、。")
    if not word:
        raise InvalidValue("keyword_empty", "关键词里没有文字：请填写关键词，或把单元格清空。")
    word = text.clean(word, options)
    if len(word) > LONGEST:
        message = f"关键词{quoted(word, 12)}长 {len(word)} 字，上限 {LONGEST} 字：请用分号分开几个词。"
        raise InvalidValue("keyword_long", message)
    return word


TYPE = ValueType("keyword", "关键词", clean, folded)
