"""Every error a person may meet: one class, few subclasses, each with a code, a cure and an exit status.

Exit statuses (also in docs/reference.md): 0 done, 1 some rows rejected, 2 usage, 3 invalid input or
not found, 4 store unreachable, 5 stores disagree, 130 interrupted. Nothing else maps an error to a status.
"""

from __future__ import annotations

from pathlib import Path


class AppError(Exception):
    """A failure told to a person: `message` says what is wrong, `cure` what to do (both Chinese)."""

    code = "error"
    exit_code = 1

    def __init__(self, message: str, cure: str = "", *, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.choices = choices

    def as_json(self) -> dict[str, object]:
        """The one JSON shape of an error: {"error": {"code", "message", "cure"[, "choices"]}}."""
        body: dict[str, object] = {"code": self.code, "message": self.message, "cure": self.cure}
        if self.choices:
            body["choices"] = list(self.choices)
        return {"error": body}


class UsageError(AppError):
    """The command was given wrongly, or asks for what it may not do (a writing query, say)."""

    code = "usage"
    exit_code = 2


class InputError(AppError):
    """A file or a value that cannot be read."""

    code = "invalid_input"
    exit_code = 3


class NotFoundError(InputError):
    """Nothing by that name; `choices` holds the nearest."""

    code = "not_found"


class AmbiguousError(InputError):
    """Several by that name; `choices` lists them."""

    code = "ambiguous"


class ContradictionError(InputError):
    """A decision that cannot hold together with those that are in force; `choices` lists these."""

    code = "contradiction"


class StoreError(AppError):
    """A store that cannot be opened or does not answer."""

    code = "store_unreachable"
    exit_code = 4


class UnreachableError(StoreError):
    """A server that is away, or went away in the middle: worth another try."""


class DisagreeError(StoreError):
    """A store that holds other things than it was said to."""

    code = "stores_disagree"
    exit_code = 5


class DamagedError(StoreError):
    """An embedded store whose files are broken; `sync` rebuilds it from the ledger. `folder`: the store's."""

    code = "store_damaged"

    def __init__(self, message: str, cure: str = "", *, folder: Path | None = None) -> None:
        super().__init__(message, cure)
        self.folder = folder


class BusyError(StoreError):
    """Another process holds the embedded home."""

    code = "store_busy"
