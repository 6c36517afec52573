"""What a person says of a match, out of the words of a command or a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from errors import InputError
from matches.chain import Said, status_of
from matches.steps import today
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Raw
from ontology.values.privacy import redacted

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Details:
    """What may be said beside the status, as it was written; "" for nothing."""

    reason: Raw = ""
    dated: Raw = ""
    amount: Raw = ""
    note: Raw = ""
    by: Raw = ""


def said(status: str, details: Details, by: str) -> Said:
    """The words made sure of; `by` is who says so where they do not tell. Phone, mail and identity numbers in
    a note are not kept. InputError or UsageError saying what is wrong; whether the details fit the status is
    the chain's.
    """
    return Said(
        status_of(status),
        _dated(details.dated),
        redacted(str(details.by).strip()) or by,
        str(details.reason).strip(),
        _amount(details.amount),
        redacted(str(details.note).strip()),
    )


def _dated(raw: Raw) -> str:
    if raw == "":
        return ""
    try:
        day = VALUE_TYPES["date"].clean(raw, Options())
    except InvalidValue as error:
        raise InputError(error.message, "日期写成 2026-03-01") from error
    if not isinstance(day, str) or not _DAY.fullmatch(day):
        raise InputError(f"日期“{redacted(str(raw))}”没有写到哪一天", "日期写成 2026-03-01")
    if day > today():
        raise InputError(f"日期 {day} 还没有到", "办成了再记；日期写当天或以前的")
    return day


def _amount(raw: Raw) -> float | None:
    if raw == "":
        return None
    try:
        amount = VALUE_TYPES["money"].clean(raw, Options(unit="元"))
    except InvalidValue as error:
        raise InputError(error.message, "金额写成 20万元 或 200000") from error
    if isinstance(amount, bool) or not isinstance(amount, int | float) or amount <= 0:
        raise InputError(f"金额“{redacted(str(raw))}”不是一个定数", "写实际到账的数，如 20万元 或 200000")
    return float(amount)
