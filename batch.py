"""Who fits whom for many firms at once: as many processes as there are cores, each with stores of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from graph.store import GraphStore
from opened import Opened
from recommend.engine import Ask, recommend
from recommend.model import Answer
from recommend.weights import strategies
from settings import Settings

_AT_ONCE = 8
"""Subjects a process is given at a time."""


def batch(settings: Settings, ids: Sequence[str], ask: Ask, jobs: int | None = None) -> Iterator[Answer]:
    """An answer for each id of an enterprise, in their order; `jobs` processes, else one for each core."""
    workers = min(jobs or os.cpu_count() or 1, max(1, len(ids) // _AT_ONCE))
    with ProcessPoolExecutor(workers, get_context("spawn"), _open, (settings, ask)) as pool:
        yield from pool.map(_answer, ids, chunksize=_AT_ONCE)


class _Worker:
    """What a process keeps open until it ends."""

    opened: Opened
    graph: GraphStore
    ask: Ask
    stack = ExitStack()


def _open(settings: Settings, ask: Ask) -> None:
    _Worker.opened = _Worker.stack.enter_context(Opened(settings, command="recommend"))
    _Worker.graph = _Worker.stack.enter_context(_Worker.opened.graph(lasting=True))
    _Worker.ask = ask


def _answer(identity: str) -> Answer:
    opened = _Worker.opened
    enterprise = opened.ledger.entity(identity)
    assert enterprise
    table = strategies(opened.settings.weights_path)
    return recommend(opened.ledger, _Worker.graph, opened.index, enterprise, _Worker.ask, table)
