"""Composition root: settings -> opened stores -> use cases. What the commands call, and all they call."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

from errors import NotFoundError, StoreError, UsageError
from graph.backends import open_graph
from graph.backends import opener as graph_opener
from graph.store import GraphStore, Result
from home import hold, make
from ingest import decision_file
from ingest.bulk_files import Manifest, write_ledger
from ingest.deciding import Decider, deciding
from ingest.decision_log import Ruled, Told, rule, told
from ingest.decisions import Ruling, Verdict, log
from ingest.find import find, locate
from ingest.history import History, history
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.moments import latest, run_at
from ingest.projection import Progress
from ingest.settling import settle, unscored
from ingest.verify import Difference, compare_graph, compare_index
from ingest.waiting import Waiting, asked_pairs, waiting
from ontology.entity import Entity
from ontology.model import Ontology, ontology
from recommend.engine import recommend
from recommend.model import Answer
from recommend.strategy import STRATEGIES
from search.backends import open_index
from search.backends import opener as index_opener
from search.index import SearchQuery, SearchResult, TextIndex
from settings import Settings
from upkeep import Upkeep, opening

EXAMPLES = Path(__file__).with_name("examples") / "tables"
DEMO_ENTERPRISE = "山阳示例氮钒合金有限公司"


def quiet(_name: str, _done: int, _total: int) -> None:
    """No progress."""


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


class App:
    """The use cases over one home; close it, or use it in a `with`. UsageError for an address nothing opens,
    before anything is written.
    """

    def __init__(self, settings: Settings | None = None, *, command: str = "app") -> None:
        self.settings = settings or Settings()
        graph_opener(self.settings.graph_target)
        index_opener(self.settings.search_target)
        self.command = command

    def __enter__(self) -> App:
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
        return open_index(self.settings.search_target, self.settings.search_login(read_only=True))

    @contextmanager
    def graph(self) -> Iterator[GraphStore]:
        """The graph, open for reading; an embedded one under the home's lock, which a server has no need of.
        StoreError for one that was never filled to its end, since half a graph would give half an answer.
        """
        settings = self.settings
        held = nullcontext() if settings.graph_url else hold(settings.home, self.command, write=False)
        with held:
            if not self.ledger.cursor("graph", settings.graph_target):
                raise StoreError("图库还没有建好", "运行 shuangjin sync，从账本把它建起来")
            with closing(open_graph(settings.graph_target, opening(settings, read_only=True))) as store:
                yield store

    # -- writing -----------------------------------------------------------------------------------

    def ingest(self, paths: Sequence[Path], options: Options, progress: Progress = quiet) -> Report:
        """Load files into the ledger, then bring graph and index up to it (not in a dry run)."""
        with hold(self.settings.home, self.command, write=True), no_collection():
            report = load(self.ledger, paths, options, progress)
        if not options.dry_run:
            self._follow(progress)
        return report

    def decide(self, words: Sequence[str], verdict: Verdict, by: str | None) -> list[Ruled]:
        """Decide that pairs are the same or different, all or none; a pair is named by its short id or by the
        ids of both. Who decides is the settings' where left out.
        """
        self.need_data()
        with self._deciding() as decider:
            pairs = asked_pairs(self.ledger, words)
            ruled = rule(decider, pairs, Ruling(verdict, by or self.settings.decider))
        self._follow()
        return ruled

    def undo(self, number: int, by: str | None) -> Told:
        """Take a decision back, by its number."""
        self.need_data()
        with self._deciding() as decider:
            undone = told(self.ledger, decider.undo(number, by or self.settings.decider))
        self._follow()
        return undone

    def import_decisions(self, path: Path, by: str | None) -> decision_file.Applied:
        """Apply a file of decisions; `by` takes back what they overrule."""
        self.need_data()
        with self._deciding() as decider:
            applied = decision_file.apply(decider, path, by or self.settings.decider)
        self._follow()
        return applied

    @contextmanager
    def _deciding(self) -> Iterator[Decider]:
        with hold(self.settings.home, self.command, write=True), deciding(self.ledger, self.command) as one:
            yield one

    def _follow(self, progress: Progress = quiet) -> None:
        with self._upkeep() as upkeep, no_collection():
            upkeep.follow(progress, check=False)

    def sync(
        self, *, repair: bool = False, progress: Progress = quiet
    ) -> tuple[dict[str, int], list[Difference]]:
        """Bring graph and index up to the ledger, after a look through the embedded files; with
        `repair` also mend what differs. Returns the changes each took and the differences mended. What
        changed since it was last scored is scored first.
        """
        if unscored(self.ledger):
            with self._deciding() as decider:
                settle(decider)
        with self._upkeep() as upkeep, no_collection():
            followed = upkeep.follow(progress, check=True)
            return followed, upkeep.repair() if repair else []

    def export(self, folder: Path, progress: Progress = quiet) -> Manifest:
        """Write the whole graph into a new folder, for a server's own bulk import."""
        self.need_data()
        with hold(self.settings.home, self.command, write=False), no_collection():
            return write_ledger(self.ledger, folder, progress)

    def adopt(self, folder: Path) -> None:
        """Take a server that has imported an export's folder as one that has followed the ledger so far."""
        if not self.settings.graph_url:
            raise UsageError("--imported 用于 Neo4j 服务器，现在的图库是内嵌的", "先设好 SHUANGJIN_GRAPH_URL")
        self.need_data()
        with self._upkeep() as upkeep:
            upkeep.adopt(folder)

    def rollback(self) -> int:
        """Let the version of the index before this one serve again; returns how many changes it is behind."""
        with self._upkeep() as upkeep:
            seq = upkeep.rollback()
        return self.ledger.seq() - seq

    @contextmanager
    def _upkeep(self) -> Iterator[Upkeep]:
        """The home held for writing, with an index that waits as long as a load may; this app's own is opened
        anew afterwards.
        """
        if "index" in self.__dict__:
            self.__dict__.pop("index").close()
        login = self.settings.search_login(read_only=False)
        with (
            hold(self.settings.home, self.command, write=True),
            closing(open_index(self.settings.search_target, login)) as index,
        ):
            yield Upkeep(self.settings, lambda: Ledger(self.settings.ledger_path, self.ontology), index)

    def demo(self, progress: Progress = quiet) -> tuple[Report, Answer]:
        """Load the example tables and recommend for one of their firms."""
        report = self.ingest([EXAMPLES], Options(), progress)
        return report, self.recommend(DEMO_ENTERPRISE, tuple(STRATEGIES), 1)

    # -- reading -----------------------------------------------------------------------------------

    def find(self, text: str, kinds: Sequence[str] = ("Enterprise",)) -> Entity:
        """The entity a person means by id, code or name; NotFoundError or AmbiguousError otherwise."""
        self.need_data()
        return find(self.ledger, text, [self.ontology.kinds[kind] for kind in kinds])

    def history(self, text: str, at: str | None, limit: int) -> History:
        """What is known of an entity of any kind, present or past, and where each value came from; as it was
        at the end of a day or after a run where `at` says so.
        """
        self.need_data()
        run = latest(self.ledger) if at is None else run_at(self.ledger, at)
        return history(self.ledger, locate(self.ledger, text), run, limit)

    def search(self, query: SearchQuery) -> SearchResult:
        """Search technologies, people and firms by words."""
        self.need_data()
        return self.index.search(query)

    def recommend(self, enterprise: str, aims: Sequence[str], limit: int) -> Answer:
        """Achievements, doctors and institutes for an enterprise, with path, features and evidence."""
        found = self.find(enterprise)
        with self.graph() as graph:
            return recommend(self.ledger, graph, self.index, found, (tuple(aims), limit))

    def cypher(self, text: str, params: Mapping[str, Any], *, limit: int, timeout: float) -> Result:
        """An analyst's reading Cypher."""
        self.need_data()
        with self.graph() as graph:
            return graph.read(text, params, limit=limit, timeout=timeout)

    def waiting(self, kind: str | None, limit: int) -> tuple[int, list[Waiting]]:
        """(how many pairs wait for a decision, the likeliest of them), of one kind or of all."""
        self.need_data()
        found = list(waiting(self.ledger, kind))
        return len(found), found[:limit]

    def decisions(self, limit: int) -> list[Told]:
        """The latest decisions and undoings, newest first."""
        self.need_data()
        return [told(self.ledger, one) for one in log(self.ledger, limit)]

    def export_decisions(self, path: Path) -> int:
        """Write the last decision on every pair as csv or jsonl; returns how many."""
        self.need_data()
        return decision_file.write(self.ledger, path)

    def verify(self) -> list[Difference]:
        """Compare graph and index with the ledger, kind by kind and relation by relation."""
        self.need_data()
        with self.graph() as graph:
            return [*compare_graph(self.ledger, graph), *compare_index(self.ledger, self.index)]

    def status(self) -> dict[str, Any]:
        """What the home holds, how far graph and index have followed, and the latest runs."""
        targets = {"graph": self.settings.graph_target, "index": self.settings.search_target}
        cursors = {name: self.ledger.cursor(name, target) for name, target in targets.items()}
        return {
            "home": str(self.settings.home),
            "entities": self.ledger.counts(),
            "links": self.ledger.link_counts(),
            "seq": self.ledger.seq(),
            "projections": {
                name: {"target": targets[name], "seq": seq, "behind": self.ledger.seq() - seq}
                for name, seq in cursors.items()
            },
            "runs": self.ledger.runs(),
        }

    def need_data(self) -> None:
        """NotFoundError saying what to run when the home is empty."""
        make(self.settings.home)
        if not self.settings.ledger_path.exists() or not self.ledger.seq():
            raise NotFoundError(
                f"数据目录 {self.settings.home} 还是空的", "先运行 `shuangjin ingest 文件…` 导入表格"
            )
