"""What a plan may look at: the graph by named queries, the one scorer, the day, the last run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from errors import UsageError
from graph.named import named
from graph.store import GraphStore
from ontology.tables import table
from programme.model import RuleUse, Source
from programme.rules import Rule, V, in_force
from recommend.engine import Ask
from recommend.model import Answer

Matcher = Callable[[Sequence[str], Ask], Iterator[Answer | UsageError]]
"""Answers for ids of entities in their order, aims and limit as `recommend` takes them: the one scorer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The rows a named query gave, and what was asked."""

    source: Source
    rows: list[dict[str, Any]]


class World:
    """The graph on a day. `rules` collects the versions that were looked up, for the foot of the plan."""

    def __init__(self, graph: GraphStore, match: Matcher, at: dt.date, run: int) -> None:
        self.graph = graph
        self.match = match
        self.at = at
        self.run = run
        self._used: dict[str, RuleUse] = {}

    def ask(self, query: str, given: Mapping[str, Any] | None = None) -> Answered:
        """Run a named query; parameters that are left out have their defaults."""
        params = named(query).bind(given or {})
        return Answered(Source(query, params), self.graph.run(query, params).dicts())

    def rule(self, name: str, values: type[V]) -> Rule[V]:
        """A rule as it was on the day."""
        found = in_force(name, self.at, values)
        self._used[name] = found.use
        return found

    def rule_if(self, name: str, values: type[V]) -> tuple[Rule[V] | None, str]:
        """A rule as it was on the day; where there was none, None and the words that say so, without full
        stop.
        """
        try:
            return self.rule(name, values), ""
        except UsageError as error:
            return None, error.message

    @property
    def rules(self) -> tuple[RuleUse, ...]:
        """The rules that were looked up, by name."""
        return tuple(use for _, use in sorted(self._used.items()))


def place(county: str) -> str:
    """What people call a county's code; the whole city where there is none.

    >>> place("611024"), place("")
    ('山阳县', '全市')
    """
    return table("county").name(county) if county else "全市"
