"""An e-mail address, masked: the whole one is kept in the ledger's table of personal values and nowhere else,
and never repeated in a message.

>>> clean("Wang.Gong@Example.com", Options()), clean("w@a.cn", Options()), clean("w***@a.cn", Options())
('W***@example.com', '***@a.cn', 'w***@a.cn')
"""

from __future__ import annotations

import re
import unicodedata

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import tidy

LONGEST = 254
"""RFC 5321, 4.5.3.1: 256 octets of a path with its brackets."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?=.{{1,64}}@)[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}"
)
_MASKED = re.compile(rf"[A-Za-z0-9_%+-]?\*{{3}}@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The address with its name hidden but for the first letter."""
    return masked(address) if (address := whole(raw)) else _bare(raw)


def whole(raw: Raw) -> str:
    """The address, its domain in lower case, or "" where the cell has it masked already.

    >>> whole(" wang＠Example.COM "), whole("w***@example.com")
    ('wang@example.com', '')
    """
    text = _bare(raw)
    if _MASKED.fullmatch(text):
        return ""
    if len(text) > LONGEST or not _ADDRESS.fullmatch(text):
        message = "邮箱不像邮箱地址（如 name@example.com）：请核对，一格只填一个地址。"
        raise InvalidValue("email_form", message)
    name, _, domain = text.partition("@")
    return f"{name}@{domain.lower()}"


def masked(address: str) -> str:
    """A whole address with its name hidden."""
    name, _, domain = address.partition("@")
    return f"{name[0] if len(name) > 1 else ''}***@{domain}"


def _bare(raw: Raw) -> str:
    return "".join(unicodedata.normalize("NFKC", tidy(raw)).split()).removeprefix("mailto:")


TYPE = ValueType("email", "邮箱", clean, whole=whole)
