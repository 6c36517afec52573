"""Who fits whom for many subjects at once: a process for each core, each with stores of its own."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context

from errors import UsageError
from opened import Opened, no_collection
from recommend.engine import Ask, recommend
from recommend.model import Answer
from recommend.stores import Stores
from recommend.strategy import Strategy
from recommend.weights import strategies
from settings import Settings

_AT_ONCE = 8
"""Subjects a process is given at a time."""
_WORTH = 32
"""Subjects for each process from which its start, some three seconds, is worth its while."""
_LASTING = 2_000
"""Subjects for each process from which Java's second compiler is: with 1,000 each, two processes took 82
seconds of all processors with it, and 64 to 70 without.
"""


def batch(
    settings: Settings,
    ids: Sequence[str],
    ask: Ask,
    jobs: int | None = None,
    today: dt.date | None = None,
    brief: bool = False,
) -> Generator[Answer | UsageError]:
    """An answer for each id of an entity, in their order, or why it has none; `jobs` processes, else one for
    each core where there is that much to do. Dates are held against `today`, and answers are `brief`, as
    `Opened.stores` has it.
    """
    table = strategies(settings.weights_path)
    workers = jobs or min(os.cpu_count() or 1, len(ids) // _WORTH)
    if workers <= 1:
        with Opened(settings, command="recommend") as opened, opened.graph() as graph:
            here = _Worker(opened.stores(graph, today, brief=brief), ask, table)
            yield from map(here.answer, ids)
        return
    opening = settings, ask, table, today, brief, len(ids) >= _LASTING * workers
    with ProcessPoolExecutor(workers, get_context("spawn"), _open, opening) as pool:
        yield from pool.map(_answer, ids, chunksize=_AT_ONCE)


@dataclass(frozen=True, slots=True)
class _Worker:
    """What a process keeps open until it ends."""

    stores: Stores
    ask: Ask
    table: Mapping[str, Strategy]

    def answer(self, identity: str) -> Answer | UsageError:
        asked = self.stores.ledger.entity(identity)
        assert asked
        try:
            return recommend(self.stores, asked, self.ask, self.table)
        except UsageError as error:
            return error


_stack = ExitStack()
_worker: list[_Worker] = []
"""The one of this process, where it is one of several."""


def _open(
    settings: Settings,
    ask: Ask,
    table: Mapping[str, Strategy],
    today: dt.date | None,
    brief: bool,
    lasting: bool,
) -> None:
    opened = _stack.enter_context(Opened(settings, command="recommend"))
    graph = _stack.enter_context(opened.graph(lasting=lasting))
    _stack.enter_context(no_collection())
    _worker.append(_Worker(opened.stores(graph, today, brief=brief), ask, table))


def _answer(identity: str) -> Answer | UsageError:
    return _worker[0].answer(identity)
