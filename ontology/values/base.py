"""What a value type is, and how a value is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
class ValueType:
    """A named way of cleaning a cell; `key` folds a cleaned value for comparing identities.

    `whole` makes a type personal: `clean` then gives a masked value, `whole` the whole one, or "" for a cell
    that is masked already. `holding` says what becomes of a personal number in a cell of any other type:
    the cell is refused, or the number hidden by a note, or the type's own check characters come first.
    """

    name: str
    label: str
    clean: Callable[[Raw, Options], Value]
    key: Callable[[str], str] = str.casefold
    whole: Callable[[Raw], str] | None = None
    holding: Literal["refused", "hidden", "checked"] = "refused"
