"""What follows from the decisions in force: A=B and B=C make a chain; A=B and B≠C keep A and C apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from ingest.decisions import Decision


class Chains:
    """The chains the decisions in force make; `add` a decision only after `between` and `same` allow it."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._joined: dict[str, dict[str, Decision]] = {}
        self._apart: dict[str, dict[str, Decision]] = {}
        self._groups: dict[str, set[str]] = {}
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        """Take a decision into account."""
        edges = self._joined if decision.verdict == "same" else self._apart
        edges.setdefault(decision.left, {})[decision.right] = decision
        edges.setdefault(decision.right, {})[decision.left] = decision
        if decision.verdict == "same":
            self._unite(decision.left, decision.right)

    def chain(self, entity: str) -> set[str]:
        """All that are the same as an entity, itself included."""
        return self._groups.get(entity) or {entity}

    def same(self, left: str, right: str) -> bool:
        """Whether the two are one, by a decision or by what follows."""
        return right in self.chain(left)

    def between(self, left: str, right: str) -> Decision | None:
        """The decision that keeps the chains of the two apart."""
        ours, theirs = sorted((self.chain(left), self.chain(right)), key=len)
        for one in sorted(ours):
            for other, decision in self._apart.get(one, {}).items():
                if other in theirs:
                    return decision
        return None

    def ties(self, left: str, right: str) -> list[Decision]:
        """The fewest decisions by which the two are one, in order from `left`; none when they are not."""
        came: dict[str, tuple[str, Decision] | None] = {left: None}
        ahead = deque([left])
        while ahead and right not in came:
            here = ahead.popleft()
            for other, decision in self._joined.get(here, {}).items():
                if other not in came:
                    came[other] = (here, decision)
                    ahead.append(other)
        return _back(came, right)

    def _unite(self, left: str, right: str) -> None:
        larger, smaller = self.chain(left), self.chain(right)
        if len(larger) < len(smaller):
            larger, smaller = smaller, larger
        larger |= smaller
        self._groups.update(dict.fromkeys(larger if len(larger) == 2 else smaller, larger))


def _back(came: Mapping[str, tuple[str, Decision] | None], end: str) -> list[Decision]:
    found: list[Decision] = []
    step = came.get(end)
    while step:
        found.append(step[1])
        step = came[step[0]]
    return found[::-1]
