"""Composition root: settings -> opened stores -> use cases. What the commands call, and all they call."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from errors import DamagedError, NotFoundError
from graph.backends import open_graph
from graph.store import GraphStore, Result
from home import hold
from ingest.find import find
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.projection import Progress, sync_graph, sync_index
from ingest.verify import (
    Difference,
    compare,
    document_hash,
    entity_hash,
    expected_documents,
    expected_links,
    expected_nodes,
    link_hash,
)
from ontology.entity import Entity, Link, Properties
from ontology.model import Ontology, ontology
from recommend.engine import recommend
from recommend.model import Answer
from recommend.strategy import STRATEGIES
from search.backends import open_index
from search.index import SearchQuery, SearchResult, TextIndex
from settings import Settings

EXAMPLES = Path(__file__).with_name("examples") / "tables"
DEMO_ENTERPRISE = "山阳示例氮钒合金有限公司"


def quiet(_name: str, _done: int, _total: int) -> None:
    """No progress."""


class App:
    """The use cases over one home; close it, or use it in a `with`."""

    def __init__(self, settings: Settings | None = None, *, command: str = "app") -> None:
        self.settings = settings or Settings()
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
        return Ledger(self.settings.ledger_path, self.ontology)

    @cached_property
    def index(self) -> TextIndex:
        """The text index."""
        return open_index(self.settings.search_target)

    @contextmanager
    def graph(self, *, write: bool = False) -> Iterator[GraphStore]:
        """The graph, open; embedded ones under the home's lock."""
        with hold(self.settings.home, self.command, write=write):
            store = open_graph(
                self.settings.graph_target, read_only=not write, timeout=self.settings.query_timeout
            )
            try:
                yield store
            finally:
                store.close()

    # -- writing -----------------------------------------------------------------------------------

    def ingest(self, paths: Sequence[Path], options: Options, progress: Progress = quiet) -> Report:
        """Load files into the ledger, then bring graph and index up to it (not in a dry run)."""
        with hold(self.settings.home, self.command, write=True):
            report = load(self.ledger, paths, options, progress)
        if not options.dry_run:
            self.sync(progress=progress)
        return report

    def sync(self, *, progress: Progress = quiet) -> dict[str, int]:
        """Bring graph and index up to the ledger, side by side, since neither needs the other; a damaged
        embedded store is put aside and rebuilt.
        """
        with hold(self.settings.home, self.command, write=True), ThreadPoolExecutor(1) as pool:
            index = pool.submit(self._sync_index, progress)
            return {"graph": self._sync_graph(progress), "index": index.result()}

    def _sync_graph(self, progress: Progress) -> int:
        target = self.settings.graph_target
        folder = Path(target)
        if not self.settings.graph_url and not folder.exists():
            self.ledger.acknowledge("graph", target, 0)
        try:
            store = open_graph(target, read_only=False, timeout=self.settings.query_timeout)
        except DamagedError:
            self._put_aside(folder)
            self.ledger.acknowledge("graph", target, 0)
            store = open_graph(target, read_only=False, timeout=self.settings.query_timeout)
        try:
            store.prepare()
            return sync_graph(self.ledger, target, store.write, progress)
        finally:
            store.close()

    def _sync_index(self, progress: Progress) -> int:
        target = self.settings.search_target
        try:
            rebuild = not self.index.current()
        except DamagedError:
            self._put_aside(Path(target))
            self.__dict__.pop("index", None)
            rebuild = True
        ledger = Ledger(self.settings.ledger_path, self.ontology)
        try:
            return sync_index(ledger, target, self.index, progress, rebuild=rebuild)
        finally:
            ledger.close()

    def _put_aside(self, folder: Path) -> None:
        stamp = datetime.now().astimezone().strftime("%Y%m%d%H%M%S")
        shutil.move(folder, folder.with_name(f"{folder.name}.damaged-{stamp}"))

    def demo(self, progress: Progress = quiet) -> tuple[Report, Answer]:
        """Load the example tables and recommend for one of their firms."""
        report = self.ingest([EXAMPLES], Options(), progress)
        return report, self.recommend(DEMO_ENTERPRISE, tuple(STRATEGIES), 1)

    # -- reading -----------------------------------------------------------------------------------

    def find(self, text: str, kinds: Sequence[str] = ("Enterprise",)) -> Entity:
        """The entity a person means by id, code or name; NotFoundError or AmbiguousError otherwise."""
        self.need_data()
        return find(self.ledger, text, [self.ontology.kinds[kind] for kind in kinds])

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

    def verify(self) -> list[Difference]:
        """Compare graph and index with the ledger, kind by kind and relation by relation."""
        self.need_data()
        with self.graph() as graph:
            found = [self._verify_nodes(graph, kind) for kind in self.ontology.kinds]
            found += [self._verify_links(graph, relation) for relation in self.ontology.relations]
        return [*found, *self._verify_documents()]

    def _verify_nodes(self, graph: GraphStore, kind: str) -> Difference:
        rows = graph.scan("scan-entities", kind=kind).rows
        pairs = ((id_, entity_hash(Entity(id_, kind, _without_id(body)))) for id_, body in rows)
        return compare("graph", kind, expected_nodes(self.ledger, kind), pairs)

    def _verify_links(self, graph: GraphStore, relation: str) -> Difference:
        rows = graph.scan("scan-links", relation=relation).rows
        links = (
            Link(id_, relation, source, "", target, "", _without_id(body))
            for id_, source, target, body in rows
        )
        pairs = ((link.id, link_hash(link)) for link in links)
        return compare("graph", relation, expected_links(self.ledger, relation), pairs)

    def _verify_documents(self) -> list[Difference]:
        found: dict[str, list[tuple[str, str]]] = {}
        for one in self.index.scan():
            found.setdefault(one.kind, []).append((one.id, document_hash(one)))
        expected = expected_documents(self.ledger)
        return [compare("index", kind, ids, found.get(kind, [])) for kind, ids in expected.items()]

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
        if not self.settings.ledger_path.exists() or not self.ledger.seq():
            raise NotFoundError(
                f"数据目录 {self.settings.home} 还是空的", "先运行 `shuangjin ingest 文件…` 导入表格"
            )


def _without_id(properties: Properties) -> Properties:
    return {name: value for name, value in properties.items() if name != "id"}
