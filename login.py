"""How to come to a server."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Login:
    """How to come to a server: an empty password for one that asks for none; `patience`: seconds to go on
    trying while it is away.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    patience: float = 60.0
