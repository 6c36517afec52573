"""The name of an organisation: kept as written, compared by a folded key.

>>> clean(" 陕西五洲矿业  股份有限公司 ", Options())
'陕西五洲矿业 股份有限公司'
>>> key("商洛（秦嶺）矿业有限责任公司") == key("商洛(秦岭)矿业有限公司")
True
"""

from __future__ import annotations

import re
import unicodedata

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import one_line, simplified
from ontology.values.privacy import quoted

LONGEST = 120
_DROPPED = re.compile(r"[\s()\[\]{}<>【】〔〕〈〉《》「」『』“”‘’\"'·•・]+")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The name on one line, refused when it cannot be a name."""
    name = one_line(raw)
    if len(name) > LONGEST:
        message = f"单位名称长 {len(name)} 字，上限 {LONGEST} 字：请只填一个单位的全称。"
        raise InvalidValue("org_name_long", message)
    if not any(map(str.isalpha, name)):
        _refuse(name)
    return name


def key(name: str) -> str:
    """Half-width, simplified, no brackets or spaces, lower-case; 有限责任公司 counts as 有限公司.

    公司法 (2023) art. 7 lets a limited company write either form in its name.

    >>> key("西安 ABC（集团）有限责任公司")
    '西安abc集团有限公司'
    """
    text = simplified(unicodedata.normalize("NFKC", name))
    return _DROPPED.sub("", text).lower().replace("有限责任公司", "有限公司")


def _refuse(name: str) -> None:
    folded = key(name)
    if not any(map(str.isalnum, folded)):
        raise InvalidValue("org_name_empty", f"{quoted(name)}里没有文字：请填单位全称，或把单元格清空。")
    raise InvalidValue(
        "org_name_digits", f"{quoted(name)}只有数字，不像单位名称：请填全称，代码请移到代码栏。"
    )


TYPE = ValueType("org_name", "单位名称", clean, key)
