"""The value types: `VALUE_TYPES` is the single table, by the names the ontology's YAML uses.

>>> VALUE_TYPES["date"].clean("2023年4月", Options())
'2023-04'
"""

from __future__ import annotations

from ontology.values import (
    choice,
    code,
    county,
    date,
    email,
    field,
    flag,
    industry,
    integer,
    keyword,
    money,
    number,
    orcid,
    org_name,
    patent,
    person,
    phone,
    text,
    url,
    uscc,
)
from ontology.values.base import InvalidValue, Options, Raw, ValueType

__all__ = ["VALUE_TYPES", "InvalidValue", "Options", "Raw", "ValueType"]

_MODULES = (
    text, keyword, org_name, person, phone, uscc, county, industry, field, patent,
    orcid, date, money, integer, number, choice, flag, url, code,
    email,
)  # fmt: skip
VALUE_TYPES: dict[str, ValueType] = {module.TYPE.name: module.TYPE for module in _MODULES}
