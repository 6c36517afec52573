"""Personal numbers in the cells of a row: which refuse the row, which are hidden, and what the ledger keeps
of the cells as they came. Whole phone numbers and addresses go on only from columns of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from ingest.headings import fold_heading
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import as_text, compact
from ontology.values.privacy import LABELS, NOTES, apart, guarded, hidden, redacted, sole

Problem = tuple[str, str, str]
"""(column, code, message)"""

UNREADABLE = "〔看不懂的电话或邮箱已隐去〕"
_CALLED_IDENTITY = re.compile("身份证|证件号|证件编号|公民身份")
_CALLED_PHONE = re.compile("电话|手机|座机|传真|联系方式|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile")
_ALMOST = re.compile(r"\d{15}|\d{17}[\dX]")
_RUN = re.compile(r"[\d*Xx-]{6,}")
_DIGITS = re.compile(r"\d[\d\s-]{5,}\d")


def identity_problem(heading: str, raw: Raw, value_type: ValueType | None) -> Problem | None:
    """Why a cell that is an identity number, in whatever column, refuses its row; the number is not repeated.
    Under a heading that asks for one, a wrongly copied number is one too.
    """
    if isinstance(raw, date | bool):
        return None
    called = _called_identity(heading) and _ALMOST.fullmatch(compact(raw).replace("-", ""))
    if not (called or sole(raw) == "identity") or (value_type and _fits(value_type, raw)):
        return None
    message = f"“{heading}”里是证件号：证件号不收也不存，请删去证件号（整列都是就删掉这一列）再导入"
    return heading, "identity_number", message


def admitted(value_type: ValueType, raw: Raw, options: Options) -> tuple[Raw, tuple[str, ...]]:
    """(a cell as its value type may see it, the kinds of personal numbers hidden in it); InvalidValue where a
    number does not belong and a note would make no sense, as in a name or an identifier.
    """
    if value_type.whole or isinstance(raw, date | bool):
        return raw, ()
    if value_type.holding == "hidden":
        text, kinds = hidden(as_text(raw))
        return (text, kinds) if kinds else (raw, ())
    kind = apart(raw)
    if not kind or _fits(value_type, raw) or (kind == "phone" and options.unit == "元"):
        return raw, ()
    cure = "请删去证件号" if kind == "identity" else f"请删去，或移到联系{LABELS[kind]}一栏"
    doubt = "；如果不是电话，请写上单位或字母前缀" if kind == "phone" else ""
    raise InvalidValue(f"{kind}_number", f"这一格里有{LABELS[kind]}：{cure}{doubt}")


def warning(heading: str, kinds: Sequence[str]) -> Problem:
    """What the sender of a text is told whose personal numbers were hidden."""
    labels = "、".join(LABELS[kind] for kind in kinds)
    if "identity" in kinds:
        return heading, "identity_hidden", f"“{heading}”里有{labels}，已隐去、没有保存；请从表里删去证件号"
    return heading, "personal_hidden", f"“{heading}”里有{labels}，已隐去；联系方式请填在它自己的栏里"


def raw_row(cells: Mapping[str, Raw], types: Mapping[str, ValueType], units: Mapping[str, str]) -> str:
    """The cells of a row as the ledger keeps them, a JSON object; personal numbers masked or noted.

    `types` and `units` are by heading; a heading nobody reads has neither.
    """
    kept = {
        heading: _kept(heading, cell, types.get(heading), units.get(heading, ""))
        for heading, cell in cells.items()
    }
    return json.dumps(kept, ensure_ascii=False, default=str)


def renamed(headings: Sequence[str]) -> dict[str, str]:
    """Heading -> itself without personal numbers, for those that hold any; kept apart from all others."""
    taken = set(headings)
    found: dict[str, str] = {}
    for heading in headings:
        plain = bare = redacted(heading)
        if bare == heading:
            continue
        number = 1
        while plain in taken:
            number += 1
            plain = f"{bare}#{number}"
        taken.add(plain)
        found[heading] = plain
    return found


def _kept(heading: str, cell: Raw, value_type: ValueType | None, unit: str) -> Raw:
    if isinstance(cell, date | bool):
        return cell
    if value_type and value_type.whole:
        return _masked(value_type, cell)
    given = as_text(cell)
    text = guarded(given)
    if not value_type and _called_identity(heading):
        text = _RUN.sub(NOTES["identity"], text)
    elif not value_type and _called_phone(heading):
        text = _DIGITS.sub(NOTES["phone"], text)
    if text == given or _belongs(
        cell, value_type, unit or fold_heading(heading)[1], almost=redacted(given) == given
    ):
        return cell
    return text


def _belongs(cell: Raw, value_type: ValueType | None, unit: str, *, almost: bool) -> bool:
    """Whether what looks like a personal number, or `almost`, is rather what its column asks for: an amount
    in yuan, a code with its own check characters, a part of a longer identifier.
    """
    kind = apart(cell)
    if kind == "phone" and unit == "元" and sole(cell):
        return True
    if value_type is None:
        return False
    return _fits(value_type, cell) or (value_type.holding == "refused" and not kind and not almost)


@lru_cache(maxsize=1024)
def _called_identity(heading: str) -> bool:
    return bool(_CALLED_IDENTITY.search(heading))


@lru_cache(maxsize=1024)
def _called_phone(heading: str) -> bool:
    return bool(_CALLED_PHONE.search(heading))


def _masked(value_type: ValueType, cell: Raw) -> str:
    try:
        return str(value_type.clean(cell, Options()))
    except InvalidValue:
        text = redacted(as_text(cell))
        return UNREADABLE if re.search(r"\d{5}|[@＠]", text) else text


def _fits(value_type: ValueType, cell: Raw) -> bool:
    """Whether a cell has the check characters of its own type, as a credit code does."""
    if value_type.holding != "checked":
        return False
    try:
        value_type.clean(cell, Options())
    except InvalidValue:
        return False
    return True
