"""Personal numbers in free text: found, and replaced by a note that says what stood there.

>>> redacted("王工 138 1234 5678，电话（0914）2312345，wang@example.com，身份证 11010519491231002X")
'王工 〔电话已隐去〕，电话〔电话已隐去〕，〔邮箱已隐去〕，身份证 〔证件号已隐去〕'
>>> redacted("代码 916108212240046410，专利 ZL202310123456.6，2023-04-24")
'代码 916108212240046410，专利 ZL202310123456.6，2023-04-24'
"""

from __future__ import annotations

import re

from ontology.values.base import Raw
from ontology.values.fold import one_line

_SUSPECT = re.compile(r"[@＠]|\d{4}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXxＸｘ](?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?[1１][3-9３-９]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<![\d.])[(（]?0[1-9]\d{1,2}[)）]?[-— ]{0,3}\d{3,4}[- ]?\d{4}(?!\d)"
)


def redacted(text: str) -> str:
    """Text with every phone number, e-mail address and identity number replaced by a note."""
    if not _SUSPECT.search(text):
        return text
    text = _IDENTITY.sub(_identity, _MAIL.sub("〔邮箱已隐去〕", text))
    return _PHONE.sub("〔电话已隐去〕", text)


def as_said(raw: Raw, longest: int = 60) -> str:
    """A cell's own words as a property may keep them: on one line, redacted, cut.

    >>> as_said("约 50 万元，电话13812345678")
    '约 50 万元，电话〔电话已隐去〕'
    """
    return redacted(one_line(raw))[:longest]


def quoted(raw: Raw, longest: int = 30) -> str:
    """A cell as a message may repeat it: on one line, redacted, cut, in quotation marks.

    >>> quoted("面议，电话13812345678")
    '“面议，电话〔电话已隐去〕”'
    """
    text = redacted(one_line(raw))
    return f"“{text}”" if len(text) <= longest else f"“{text[:longest]}…”"


def _identity(match: re.Match[str]) -> str:
    """Hide 18 characters only when region, birth date and check character of GB 11643 all fit."""
    from stdnum.cn import ric

    number = "".join("X" if c in "XxＸｘ" else str(int(c)) for c in match[0])
    return "〔证件号已隐去〕" if ric.is_valid(number) else match[0]
