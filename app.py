"""Composition root: settings -> opened stores -> use cases. What the commands call, and all they call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from batch import batch
from errors import AppError, InputError, StoreError, UsageError
from graph.store import Result
from home import hold
from ingest import decision_file
from ingest.bulk_files import Manifest, write_ledger
from ingest.deciding import Decider, deciding
from ingest.decision_log import Ruled, Told, rule, told
from ingest.decisions import Ruling, Verdict, log
from ingest.find import find, locate
from ingest.forget import Forgotten, forget
from ingest.history import History, history
from ingest.load import Options, Report, load
from ingest.moments import latest, run_at
from ingest.personal import SHORTEST, Contacts, contacts, disclose, disclosures
from ingest.projection import Progress
from ingest.settling import settle, unscored
from ingest.verify import Difference, compare_graph, compare_index
from ingest.waiting import Waiting, asked_pairs, waiting
from matches.funnel import funnel
from names.asking import asked
from names.lookup import Named, complete
from ontology.entity import Entity
from opened import no_collection, quiet
from planning import Planning
from recommend.batch import Asked, asked_in
from recommend.engine import Ask, recommend, require_known
from recommend.features import LABELS
from recommend.model import Answer
from recommend.strategy import STRATEGIES, Strategy
from recommend.subjects import asked_for
from recommend.weights import strategies
from search.index import SearchQuery, SearchResult, VectorIndex

EXAMPLES = Path(__file__).with_name("examples") / "tables"
DEMO_ENTERPRISE = "山阳示例氮钒合金有限公司"


class App(Planning):
    """The use cases over one home; close it, or use it in a `with`."""

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
            ruled = rule(decider, pairs, Ruling(verdict, by or self.settings.who))
        self._follow()
        return ruled

    def undo(self, number: int, by: str | None) -> Told:
        """Take a decision back, by its number."""
        self.need_data()
        with self._deciding() as decider:
            undone = told(self.ledger, decider.undo(number, by or self.settings.who))
        self._follow()
        return undone

    def import_decisions(self, path: Path, by: str | None) -> decision_file.Applied:
        """Apply a file of decisions; `by` takes back what they overrule."""
        self.need_data()
        with self._deciding() as decider:
            applied = decision_file.apply(decider, path, by or self.settings.who)
        self._follow()
        return applied

    @contextmanager
    def _deciding(self) -> Iterator[Decider]:
        with hold(self.settings.home, self.command, write=True), deciding(self.ledger, self.command) as one:
            yield one

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

    def contacts(self, kind: str, *, unmasked: bool = False, purpose: str = "") -> Contacts:
        """The phone numbers and addresses of a kind as a table, masked; `unmasked` ones for a stated purpose
        only, which is on record before they are given. UsageError without one.
        """
        self.need_data()
        if unmasked and len("".join(purpose.split())) < SHORTEST:
            raise UsageError("导出完整的联系方式要写明用途", f"加上 --purpose，至少 {SHORTEST} 个字")
        if purpose and not unmasked:
            raise UsageError("隐去中间的联系方式不用写用途", "去掉 --purpose，或加上 --unmasked")
        table = contacts(self.ledger, self.ontology.kinds[kind], unmasked=unmasked)
        if unmasked:
            with hold(self.settings.home, self.command, write=True), self.ledger.transaction():
                disclose(self.ledger, self.settings.who, purpose.strip(), table)
        return table

    def disclosures(self) -> list[dict[str, Any]]:
        """Who took whole phone numbers and addresses out, latest first."""
        self.need_data()
        return disclosures(self.ledger)

    def forget(self, doctor: str, reason: str, progress: Progress = quiet) -> Forgotten:
        """Remove a person from ledger, graph and index, for good. StoreError where a server does not answer:
        the ledger has then let go of him, and the next sync goes on.
        """
        found = self.find(doctor, ("Doctor",))
        with hold(self.settings.home, self.command, write=True), no_collection():
            here = {self.settings.graph_target, self.settings.search_target}
            told = forget(self.ledger, found, reason)
            told.elsewhere = [one for one in self.ledger.targets() if "://" in one and one not in here]
        try:
            self._follow(progress)
        except StoreError as error:
            error.cure = "账本里已经删去此人；恢复后运行 shuangjin sync，会接着从图和索引里删"
            raise
        return told

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

    def demo(self, progress: Progress = quiet) -> tuple[Report, Answer]:
        """Load the example tables and recommend for one of their firms."""
        report = self.ingest([EXAMPLES], Options(), progress)
        return report, self.recommend(DEMO_ENTERPRISE, (), 1)

    # -- reading -----------------------------------------------------------------------------------

    def find(self, text: str, kinds: Sequence[str] = ("Enterprise",)) -> Entity:
        """The entity a person means by id, code or name; NotFoundError or AmbiguousError otherwise."""
        self.need_data()
        return find(self.ledger, text, [self.ontology.kinds[kind] for kind in kinds])

    def asked(self, text: str) -> Entity:
        """The entity a person wants recommendations for: an enterprise by whatever it is called, else one of
        the other kinds by id, code or name; errors as `find`, UsageError for one of a kind that has none.
        """
        self.need_data()
        return asked_for(self.ledger, text)

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
        return asked(self.ledger, self.index, query)

    def complete(self, text: str, kinds: Sequence[str], limit: int) -> list[Named]:
        """Names and technical words that begin so, as a person types."""
        self.need_data()
        return complete(self.ledger, text, kinds, limit)

    def recommend(self, subject: str, aims: Sequence[str], limit: int) -> Answer:
        """Who and what fits an enterprise, a need, an achievement, a doctor or an institute, with path,
        features and evidence; no aims stand for all that fit. Names are looked for among enterprises first.
        """
        found = self.asked(subject)
        with self.graph() as graph:
            return recommend(self.stores(graph), found, (tuple(aims), limit), self.strategies)

    @cached_property
    def strategies(self) -> dict[str, Strategy]:
        """How candidates are scored, with the weights of the home or the settings where there are any."""
        return strategies(self.settings.weights_path)

    def recommend_each(self, path: Path, aims: Sequence[str], limit: int) -> Iterator[Asked]:
        """The same for every row of a sheet, in its order, by several processes where there are many rows;
        what is wrong with a row stands in its place. Each comes when it is there.
        """
        self.need_data()
        require_known(aims)
        rows = [
            (place, text, wrong or self._meant(text)) for place, text, wrong in asked_in(path, self.ontology)
        ]
        return self._answered(rows, (aims, limit))

    def _answered(self, rows: Sequence[tuple[str, str, Entity | AppError]], ask: Ask) -> Iterator[Asked]:
        ids = [meant.id for _, _, meant in rows if isinstance(meant, Entity)]
        with closing(batch(self.settings, ids, ask)) as answers:
            for place, text, meant in rows:
                yield Asked(place, text, next(answers) if isinstance(meant, Entity) else meant)

    def _meant(self, text: str) -> Entity | AppError:
        try:
            return self.asked(text)
        except (InputError, UsageError) as error:
            return error

    def features(self, aims: Sequence[str]) -> list[str]:
        """The features that answers may have, in the order they are shown."""
        tables = [STRATEGIES[aim] for aim in aims if aim in STRATEGIES] or STRATEGIES.values()
        known = {make.__name__ for table in tables for make, _ in table.features}
        if not isinstance(self.index, VectorIndex):
            known.discard("meaning")
        return [name for name in LABELS if name in known]

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
        """What the home holds, how far graph and index have followed, the latest runs, how many pairs
        wait for a decision, and how many matches came how far.
        """
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
            "waiting_pairs": sum(1 for _ in waiting(self.ledger)),
            "matches": funnel(self.ledger),
        }
