"""A person's name.

>>> clean("王　 小明", Options()), clean("買買提•艾力", Options()), clean("John  Smith", Options())
('王小明', '買買提·艾力', 'John Smith')
"""

from __future__ import annotations

import re

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, one_line

LONGEST = 50
_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿·𠀀-𲎯]) (?=[㐀-鿿·𠀀-𲎯])")
_DOTS = str.maketrans("•・‧∙●", "·····")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The name without spaces between Chinese characters; what holds digits or @ is no name.

    The message never repeats the cell: it may be a phone or an identity number.
    """
    name = _BETWEEN_HAN.sub("", one_line(raw).translate(_DOTS))
    if any(c.isdigit() or c in "@＠" for c in name):
        raise InvalidValue("person_digits", "姓名里有数字或@：请只填姓名，电话、邮箱、证件号请删去。")
    if not any(map(str.isalpha, name)):
        raise InvalidValue("person_empty", "姓名里没有文字：请填姓名，或把单元格清空。")
    if len(name) > LONGEST:
        raise InvalidValue(
            "person_long", f"姓名长 {len(name)} 字，上限 {LONGEST} 字：请只填一个人，多人用分号分开。"
        )
    return name


TYPE = ValueType("person", "姓名", clean, folded)
