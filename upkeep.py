"""Keep graph and index true to the ledger: follow it, rebuild what is damaged, compare, mend what differs."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from errors import DamagedError, DisagreeError, StoreError
from graph.backends import Opening, open_graph
from graph.store import GraphStore
from ingest.bulk_files import read_manifest
from ingest.forget import settle, waiting
from ingest.ledger import Ledger
from ingest.projection import Progress, sync_graph, sync_index
from ingest.repair import graph_batches, index_changes
from ingest.verify import Difference, compare_graph, compare_index
from matches.links import follow as follow_matches
from names.forms import follow as follow_names
from ontology.model import Ontology
from search.backends import open_index
from search.index import TextIndex
from search.meaning import with_meaning
from settings import Settings

MANY = 20_000
"""Changes an index follows in a process of its own; fewer are done before such a process has started."""
_ROOM = 16 << 20
"""Free bytes below which a store broke for want of room."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Works on the stores of one home, which the caller holds for writing."""

    settings: Settings
    open_ledger: Callable[[], Ledger]
    index: TextIndex

    def follow(self, progress: Progress, *, check: bool) -> dict[str, int]:
        """Bring graph and index up to the ledger, side by side, since neither needs the other; returns how
        many changes each took. With `check` the embedded files are looked through first. Where somebody was
        removed from the ledger, nothing of him stays in either store when this returns.
        """
        with closing(self.open_ledger()) as ledger:
            removing = waiting(ledger)
            if removing:
                self._start_anew(ledger)
            follow_names(ledger)
            follow_matches(ledger)
        followed = self._follow(progress, check=check)
        if removing:
            self._end_removal()
        return followed

    def _follow(self, progress: Progress, *, check: bool) -> dict[str, int]:
        with closing(self.open_ledger()) as ledger:
            behind = ledger.seq() - ledger.cursor("index", self.settings.search_target)
        if behind < MANY:
            with ThreadPoolExecutor(1) as pool:
                index = pool.submit(self.follow_index, progress, check)
                graph = self._or_rebuild(self._follow_graph, progress, check)
                return {"graph": graph, "index": index.result()}
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
            index = apart.submit(_follow_index, self.settings, check)
            graph = self._or_rebuild(self._follow_graph, progress, check)
            progress("index", index.result(), index.result())
            return {"graph": graph, "index": index.result()}

    def _start_anew(self, ledger: Ledger) -> None:
        """Embedded files keep bytes of what was deleted in them, and older versions all of it: they are
        written anew. Stores that are not at hand no longer count as ones that follow.
        """
        home, settings = self.settings.home, self.settings
        for target in set(ledger.targets()) - {settings.graph_target, settings.search_target}:
            ledger.let_go(target)
        ledger.acknowledge("index", settings.search_target, 0)
        if not settings.graph_url:
            ledger.acknowledge("graph", settings.graph_target, 0)
        aside = [home / "index"] if settings.search_url else []
        stores = ("graph", "index", "vectors")
        damaged = [folder for name in stores for folder in home.glob(f"{name}.damaged-*")]
        for folder in (home / "graph", settings.vectors_path, *aside, *damaged):
            if folder.exists():
                shutil.rmtree(folder)

    def _end_removal(self) -> None:
        """Once both stores have followed: older versions of the index, logs and free pages of the ledger."""
        self.index.drop_others()
        for log in self.settings.home.glob("engine*.log"):
            log.write_bytes(b"")
        with closing(self.open_ledger()) as ledger:
            settle(ledger)

    def follow_index(self, progress: Progress, check: bool) -> int:
        """Bring the index up to the ledger; returns how many changes it took."""
        return self._or_rebuild(self._index_follows, progress, check)

    def rollback(self) -> int:
        """Let the version of the index before this one serve again; returns the ledger's `seq` it was built
        at, from where the next sync goes on.
        """
        seq = self.index.rollback()
        with closing(self.open_ledger()) as ledger:
            ledger.acknowledge("index", self.settings.search_target, seq)
        return seq

    def adopt(self, folder: Path) -> None:
        """Take a graph that was imported from an export's folder as one that has followed the ledger so far.
        DisagreeError where it does not hold as many of each kind and relation as were written.
        """
        told = read_manifest(folder)
        target = self.settings.graph_target
        with closing(self.open_ledger()) as ledger, closing(self._graph()) as store:
            if told.seq > ledger.seq():
                raise DisagreeError(f"{folder} 不是从这个账本导出的", "从现在的账本重新 export，再导入")
            wrong = [
                f"{name} 应有 {there}，实有 {found}"
                for name, there, found in _counted(store, ledger.ontology, {**told.nodes, **told.links})
                if there != found
            ]
            if wrong:
                cure = "停下服务器，按 说明.txt 重新导入；或运行不带 --imported 的 sync，逐批装入"
                raise DisagreeError(f"图库里不是导出的那些：{'；'.join(wrong)}", cure)
            # Cut short from here on, the next sync writes everything again rather than trust an older cursor.
            ledger.acknowledge("graph", target, 0)
            store.prepare()
            ledger.acknowledge("graph", target, told.seq)

    def repair(self) -> list[Difference]:
        """Mend every difference; returns those there were."""
        with closing(self.open_ledger()) as ledger, closing(self._graph()) as graph:
            found = [*compare_graph(ledger, graph), *compare_index(ledger, self.index)]
            for batch in graph_batches(ledger, found):
                graph.write(batch)
            for documents, removed in index_changes(ledger, found):
                self.index.write(documents, removed)
        return [one for one in found if not one.agrees]

    def _graph(self) -> GraphStore:
        return open_graph(self.settings.graph_target, opening(self.settings, read_only=False))

    def _or_rebuild(
        self, follow: Callable[[Ledger, Progress, bool], int], progress: Progress, check: bool
    ) -> int:
        """Follow; a damaged embedded store is put aside, kept for whoever wants to look, and made anew. Cut
        short from here on, the next sync writes everything again rather than trust what is left.
        """
        with closing(self.open_ledger()) as ledger:
            try:
                return follow(ledger, progress, check)
            except DamagedError as error:
                if error.folder is None:
                    raise
                for name, target in self._targets.items():
                    if target == str(error.folder):
                        ledger.acknowledge(name, target, 0)
                if shutil.disk_usage(error.folder.parent).free < _ROOM:
                    full = f"磁盘满了：{error.folder.parent}。账本里的都在，图和索引还没有跟上"
                    raise StoreError(full, "腾出地方，再运行 shuangjin sync") from error
                _put_aside(error.folder)
                return follow(ledger, progress, check)

    @property
    def _targets(self) -> dict[str, str]:
        return {"graph": self.settings.graph_target, "index": self.settings.search_target}

    def _follow_graph(self, ledger: Ledger, progress: Progress, check: bool) -> int:
        target = self.settings.graph_target
        with closing(self._graph()) as store:
            if not store.current():
                ledger.acknowledge("graph", target, 0)
            if check:
                store.check()
            return sync_graph(ledger, target, store, progress)

    def _index_follows(self, ledger: Ledger, progress: Progress, check: bool) -> int:
        if check:
            self.index.check()
        rebuild = not self.index.current()
        return sync_index(ledger, self.settings.search_target, self.index, progress, rebuild=rebuild)


def opened_index(settings: Settings, *, read_only: bool) -> TextIndex:
    """The index the settings name, with vectors where the extra for them is installed."""
    index = open_index(settings.search_target, settings.search_login(read_only=read_only))
    return with_meaning(index, settings.vectors_path, wanted=settings.semantic, read_only=read_only)


def opening(settings: Settings, *, read_only: bool, lasting: bool = False) -> Opening:
    """How the settings say a graph is opened."""
    login = settings.graph_login(read_only=read_only)
    return Opening(read_only, settings.query_timeout, login, lasting)


def _counted(store: GraphStore, model: Ontology, told: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """(kind or relation, how many there should be, how many there are)."""
    for kind in model.kinds:
        yield kind, told.get(kind, 0), store.scan("count-entities", kind=kind).rows[0][0]
    for relation in model.relations:
        yield relation, told.get(relation, 0), store.scan("count-links", relation=relation).rows[0][0]


def _follow_index(settings: Settings, check: bool) -> int:
    """In a process of its own, which the two languages' work then need not take turns for."""
    _end_with_parent()
    with closing(opened_index(settings, read_only=False)) as index:
        upkeep = Upkeep(settings, lambda: Ledger(settings.ledger_path), index)
        return upkeep.follow_index(lambda _name, _done, _total: None, check)


def _end_with_parent() -> None:
    """End at once when the first process does, however that ended; else this one would write on alone."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _put_aside(folder: Path) -> None:
    stamp = datetime.now().astimezone().strftime("%Y%m%d%H%M%S")
    shutil.move(folder, folder.with_name(f"{folder.name}.damaged-{stamp}"))
