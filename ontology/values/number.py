"""A number; a percentage is read as the figure before the sign.

>>> clean("3.6%", Options()), clean("-1,234.5", Options()), clean("12 MPa", Options(unit="MPa"))
(3.6, -1234.5, 12)
"""

from __future__ import annotations

from ontology.values import quantity
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.privacy import quoted


def clean(raw: Raw, options: Options) -> int | float:
    """The number without % or the unit of its property."""
    found = quantity.split(raw)
    if not found or found[1] not in ("", "%", options.unit.lower()):
        raise InvalidValue("number_form", f"{quoted(raw)}不是数：请只填一个数，如 3.6。")
    return quantity.plain(found[0])


TYPE = ValueType("number", "数", clean)
