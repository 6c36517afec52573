"""An ORCID iD: 16 characters, the last an ISO 7064 MOD 11-2 check.

>>> clean("https://orcid.org/0000-0002-1825-0097", Options()), clean("000000021694233x", Options())
('0000-0002-1825-0097', '0000-0002-1694-233X')
"""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_11_2

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import compact
from ontology.values.privacy import quoted

_PREFIX = re.compile(r"^(?:(?:HTTPS?://)?(?:WWW\.)?ORCID\.ORG/|ORCID(?:ID)?:?)")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The iD in four groups."""
    number = re.sub("[-—–]", "", _PREFIX.sub("", compact(raw)))
    if not re.fullmatch(r"[0-9]{15}[0-9X]", number):
        raise InvalidValue(
            "orcid_form", "ORCID 应为 16 位，形如 0000-0002-1825-0097：请到 orcid.org 核对后重填。"
        )
    if not mod_11_2.is_valid(number):
        raise InvalidValue(
            "orcid_check", f"ORCID {quoted(raw)} 校验位不符，有数字抄错：请到 orcid.org 核对后重填。"
        )
    return "-".join(number[i : i + 4] for i in (0, 4, 8, 12))


TYPE = ValueType("orcid", "ORCID", clean, holding="checked")
