"""How a condition stands with a firm."""

from __future__ import annotations

from dataclasses import dataclass, replace

from programme.interval import State
from programme.ladder_rules import Condition


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` is a sentence without full stop; `gap` how far a failed one is from what is asked, as a part
    of it (0.1: a tenth is lacking); `missing` the fields that would tell more; `sure` whether it went by what
    the rule asks for, and not by what stands in for it.
    """

    asked: Condition
    state: State
    words: str
    gap: float = 0.0
    missing: tuple[str, ...] = ()
    sure: bool = True

    def but(self, words: str, *, sure: bool) -> Verdict:
        """The same in other words."""
        return replace(self, words=words, sure=sure)


def unknown(asked: Condition, words: str, *missing: str) -> Verdict:
    """One of which the fields named are not known."""
    return Verdict(asked, "unknown", f"{words}：缺 {'、'.join(missing)}", missing=missing)
