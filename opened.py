"""The stores of one home, opened when first asked for: what the use cases in app.py work on."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import cached_property
from typing import Self

from errors import NotFoundError, StoreError
from graph.backends import open_graph
from graph.backends import opener as graph_opener
from graph.store import GraphStore
from home import hold, make
from ingest.ledger import Ledger
from ingest.projection import Progress
from ontology.model import Ontology, ontology
from recommend.stores import Stores
from search.backends import opener as index_opener
from search.index import TextIndex
from settings import Settings
from text.terms import rarity
from text.tokens import words
from upkeep import Upkeep, opened_index, opening


def quiet(_name: str, _done: int, _total: int) -> None:
    """No progress."""


def _settle() -> None:
    """Load the word lists and keep them out of every later collection: Java's collector wakes Python's each
    time it runs, which cost a tenth of the time of a recommendation.
    """
    words("词")
    rarity("词")
    gc.collect()
    gc.freeze()


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the collector of cycles: loading and following make millions of objects and no cycles, and
    looking for them takes a sixth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Opened:
    """Settings and stores; close it, or use it in a `with`. UsageError for an address nothing opens, before
    anything is written.
    """

    def __init__(self, settings: Settings | None = None, *, command: str = "app") -> None:
        self.settings = settings or Settings()
        graph_opener(self.settings.graph_target)
        index_opener(self.settings.search_target)
        self.command = command

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened."""
        for name in ("ledger", "index"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @cached_property
    def ontology(self) -> Ontology:
        """What exists."""
        return ontology()

    @cached_property
    def ledger(self) -> Ledger:
        """The system of record."""
        make(self.settings.home)
        return Ledger(self.settings.ledger_path, self.ontology)

    @cached_property
    def index(self) -> TextIndex:
        """The text index."""
        return opened_index(self.settings, read_only=True)

    def stores(self, graph: GraphStore, today: dt.date | None = None, *, brief: bool = False) -> Stores:
        """All three, with an opened graph; `today` is the day that dates are held against, else this one;
        `brief` as Stores has it.
        """
        return Stores(self.ledger, graph, self.index, today or dt.date.today(), brief)

    @contextmanager
    def graph(self, *, lasting: bool = False) -> Iterator[GraphStore]:
        """The graph, open for reading, `lasting` where much will be asked; an embedded one under the home's
        lock, which a server has no need of.
        StoreError for one that was never filled to its end, since half a graph would give half an answer.
        """
        settings = self.settings
        held = nullcontext() if settings.graph_url else hold(settings.home, self.command, write=False)
        with held:
            if not self.ledger.cursor("graph", settings.graph_target):
                raise StoreError("图库还没有建好", "运行 shuangjin sync，从账本把它建起来")
            how = opening(settings, read_only=True, lasting=lasting)
            with closing(open_graph(settings.graph_target, how)) as store:
                if lasting:
                    _settle()
                yield store

    @contextmanager
    def _upkeep(self) -> Iterator[Upkeep]:
        """The home held for writing, with an index that waits as long as a load may; this app's own is opened
        anew afterwards.
        """
        if "index" in self.__dict__:
            self.__dict__.pop("index").close()
        with (
            hold(self.settings.home, self.command, write=True),
            closing(opened_index(self.settings, read_only=False)) as index,
        ):
            yield Upkeep(self.settings, lambda: Ledger(self.settings.ledger_path, self.ontology), index)

    def _follow(self, progress: Progress = quiet) -> None:
        with self._upkeep() as upkeep, no_collection():
            upkeep.follow(progress, check=False)

    def need_data(self) -> None:
        """NotFoundError saying what to run when the home is empty."""
        make(self.settings.home)
        if not self.settings.ledger_path.exists() or not self.ledger.seq():
            raise NotFoundError(
                f"数据目录 {self.settings.home} 还是空的", "先运行 `shuangjin ingest 文件…` 导入表格"
            )
