"""What a value type is, and how a value is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Literal

from ontology.entity import Value

Raw = str | int | float | bool | date | datetime
"""A cell as a reader gives it; never None and never an empty string."""


class InvalidValue(ValueError):  # noqa: N818  the name says what it is
    """A cell that cannot be taken: `code` (snake_case, stable), `message` (Chinese: what and how to mend)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Options:
    """What a property says about its values: unit of a bare number (万元), closed list of choices."""

    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A value that is not one exact one: what is known of it, and the words it was said in.

    `exact` is the figure named with a doubt (约50万), `low` and `high` the ends of a range or a bound.
    """

    exact: Value | None = None
    low: Value | None = None
    high: Value | None = None
    text: str = ""

    def __repr__(self) -> str:
        known = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if getattr(self, one.name))
        return f"Said({', '.join(known)})"

    def parts(self) -> dict[str, Value]:
        """The known parts by the suffix of their property; "" is the property itself."""
        found = {"": self.exact, "_min": self.low, "_max": self.high, "_text": self.text}
        return {suffix: value for suffix, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ValueType:
    """A named way of cleaning a cell; `key` folds a cleaned value for comparing identities, `companions` are
    the value types of the properties that hold what is not one exact value, by the suffix of their names.

    `whole` makes a type personal: `clean` then gives a masked value, `whole` the whole one, or "" for a cell
    that is masked already. `holding` says what becomes of a personal number in a cell of any other type:
    the cell is refused, or the number hidden by a note, or the type's own check characters come first.
    """

    name: str
    label: str
    clean: Callable[[Raw, Options], Value | Said]
    key: Callable[[str], str] = str.casefold
    companions: Mapping[str, str] = field(default_factory=dict)
    whole: Callable[[Raw], str] | None = None
    holding: Literal["refused", "hidden", "checked"] = "refused"
