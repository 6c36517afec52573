r"""Free text. Phone numbers, e-mail addresses and identity numbers in it are hidden, never kept.

>>> clean(" 联系王工\t138 1234 5678 ", Options())
'联系王工 〔电话已隐去〕'
"""

from __future__ import annotations

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import tidy
from ontology.values.privacy import redacted


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """Tidied text with personal numbers hidden."""
    text = tidy(raw)
    if not text:
        raise InvalidValue("text_empty", "内容只有空白字符，请填写文字或把单元格清空。")
    return redacted(text)


TYPE = ValueType("text", "文字", clean, holding="hidden")
