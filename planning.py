"""Use cases on plans: make one, keep what it decided, take that back, open a figure into its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from batch import batch
from errors import UsageError
from graph.store import GraphStore
from ingest import planned
from ingest.caption import side
from ingest.moments import latest
from ingest.planned import Head, Kept
from ingest.rows_of import RowOf, rows_of
from matches.links import differing
from matches.steps import today
from outcomes import Outcomes
from programme.model import Figure, Plan, Row
from programme.world import World
from recommend.engine import Ask, recommend
from recommend.model import Answer
from recommend.weights import strategies

MANY = 400
"""Answers from which it is worth while to ask in several processes."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """One row of a figure: its place in the sheet from 1, the cells, and the entities it speaks of, each
    with what it is called and the rows of files it rests on.
    """

    number: int
    row: Row
    entities: Sequence[tuple[str, str, Sequence[RowOf]]]


class Planning(Outcomes):
    """Use cases over one home, a part of the app's."""

    def plan(self, make: Callable[[World], Plan], at: dt.date | None = None) -> Plan:
        """A plan for a day, today where none is given; graph and index follow the ledger first. `make` is
        what a task's module does with a world.
        """
        self.need_data()
        self._catch_up()
        day = at or dt.date.fromisoformat(today())
        with self.graph() as graph:
            match = partial(self._matched, graph, day)
            return make(World(graph, match, day, latest(self.ledger)))

    def _catch_up(self) -> None:
        """Follow what was written since, so that no plan rests on an older graph."""
        settings, end = self.settings, self.ledger.seq()
        behind = min(
            self.ledger.cursor("graph", settings.graph_target),
            self.ledger.cursor("index", settings.search_target),
        )
        if behind < end or differing(self.ledger):
            self._follow()

    def _matched(
        self, graph: GraphStore, today: dt.date, ids: Sequence[str], ask: Ask
    ) -> Iterator[Answer | UsageError]:
        """Answers in the order of the ids, as of a day; in several processes where there are many."""
        if len(ids) >= MANY:
            with closing(batch(self.settings, ids, ask, today=today, brief=True)) as answers:
                yield from answers
            return
        stores, table = self.stores(graph, today, brief=True), strategies(self.settings.weights_path)
        for one in ids:
            entity = self.ledger.entity(one)
            assert entity
            try:
                yield recommend(stores, entity, ask, table)
            except UsageError as error:
                yield error

    def keep_plan(self, plan: Plan, by: str | None = None) -> Kept:
        """Put what a plan decided on record. UsageError for one that decides nothing."""
        if not plan.ties:
            raise UsageError("这份结果里没有要记下的决定", "去掉 --record，或放宽条件后再做一次")
        head = Head(plan.title, plan.task, plan.at.isoformat(), by or self.settings.who)
        with self._recording() as run:
            kept = planned.keep(self.ledger, run, head, [(t.source, t.target, t.note) for t in plan.ties])
        self._follow()
        return kept

    def undo_plan(self, code: str) -> Kept:
        """Take back what a plan decided, by the plan's code."""
        self.need_data()
        with self._recording():
            undone = planned.undo(self.ledger, code)
        self._follow()
        return undone

    def kept_plans(self) -> list[Kept]:
        """The plans on record, latest first."""
        self.need_data()
        return list(planned.plans(self.ledger))

    def drill(self, plan: Plan, name: str) -> tuple[Figure, list[Drilled]]:
        """A figure, by name or label, and the rows it opens into."""
        figure = plan.figure(name)
        rows = plan.rows(figure)
        files = rows_of(self.ledger, [one for row in rows for one in row.ids])
        return figure, [
            Drilled(number, row, [(one, str(side(self.ledger, one)), files[one]) for one in row.ids])
            for number, row in enumerate(rows, start=1)
        ]
