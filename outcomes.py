"""Use cases on what becomes of matches: steps on record, and standing queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from errors import InputError, NotFoundError, UsageError
from home import hold
from ingest.find import find
from ingest.projection import Progress, document
from matches import returned, watches
from matches.chain import STATUSES, Said, status_of
from matches.judgements import HEADING, judgements, write
from matches.naming import Naming, Pair
from matches.returned import Returned
from matches.saying import Details, said
from matches.steps import record, standing, today, undo
from matches.told import ToldMatch, ToldRecord, ToldStep, told_matches, told_record, told_step
from matches.watches import Terms, Watch
from opened import Opened, no_collection, quiet
from recommend.calibration import LABELS
from recommend.strategy import STRATEGIES
from recommend.watching import Fresh, Watcher


@dataclass(frozen=True, slots=True)
class Listed:
    """What was new for a query, and the workbook it was written to; None where it was only looked at, or
    where nothing was new.
    """

    watch: Watch
    found: Sequence[Fresh]
    before: dict[Pair, str]
    path: Path | None = None


class Outcomes(Opened):
    """Use cases over one home, a part of the app's."""

    def record(self, words: Sequence[str], status: str, details: Details) -> ToldRecord:
        """Record how a match stands now. `words` name it."""
        self.need_data()
        told = said(status, details, self.settings.who)
        pair = Naming(self.ledger).pair(words)
        with self._recording() as run:
            return told_record(self.ledger, record(self.ledger, run, pair, told))

    def record_sheet(self, path: Path, by: str | None) -> Returned:
        """Record what staff wrote into a workbook of matches."""
        self.need_data()
        with self._recording() as run:
            return returned.take(self.ledger, run, path, by or self.settings.who)

    def undo_step(self, number: int, by: str | None) -> ToldStep:
        """Take a step back, by its number."""
        self.need_data()
        with self._recording() as run:
            return told_step(undo(self.ledger, run, number, by or self.settings.who))

    def matches(self, status: str | None, limit: int) -> tuple[int, list[ToldMatch]]:
        """(how many matches have anything on record, the ones that moved last), at one status or any."""
        self.need_data()
        found = told_matches(self.ledger, status_of(status).name if status else None)
        return len(found), found[:limit]

    def export_judgements(self, path: Path, texts: Path | None) -> int:
        """Write what the outcomes say of needs and achievements as judgements; returns how many. With `texts`
        also needs.csv and achievements.csv there, of all there are.
        """
        self.need_data()
        rows = judgements(self.ledger)
        write(path, rows, HEADING)
        for kind, name in (("Need", "need"), ("Achievement", "achievement")) if texts else ():
            documents = (
                document(self.ontology.kinds[kind], one.entity) for one in self.ledger.entities(kind)
            )
            heading = (f"{name}_id", "title", "content")
            write(Path(texts or ".", f"{name}s.csv"), ((d.id, d.title, d.body) for d in documents), heading)
        return len(rows)

    # -- standing queries --------------------------------------------------------------------------

    def add_watch(self, name: str, terms: Terms) -> Watch:
        """Add a standing query; an institute or enterprise may be named as people do."""
        self.need_data()
        if terms.least not in LABELS:
            raise UsageError(f"没有“{terms.least}”这一等", f"--at-least 可用：{'、'.join(reversed(LABELS))}")
        unknown = [aim for aim in terms.aims if aim not in STRATEGIES]
        if unknown:
            raise UsageError(f"不会推荐“{unknown[0]}”", f"--for 可用：{'、'.join(STRATEGIES)}、all")
        if terms.scope != "county":
            kind = self.ontology.kinds[terms.scope.capitalize()]
            terms = replace(terms, target=find(self.ledger, terms.target, [kind]).id)
        with self._recording():
            return watches.add(self.ledger, name, terms, self.settings.who)

    def remove_watch(self, name: str) -> Watch:
        """End a standing query."""
        self.need_data()
        with self._recording():
            return watches.remove(self.ledger, name)

    def watches(self) -> list[tuple[Watch, int, str]]:
        """(query, how many matches it has listed, when last) of all that stand."""
        self.need_data()
        found = watches.watches(self.ledger)
        runs = watches.last_runs(self.ledger, found)
        return [(one, *runs.get(one.id, (0, ""))) for one in found]

    def run_watches(self, name: str | None, target: Path | None, progress: Progress = quiet) -> list[Listed]:
        """What is new for one query or all. With `target` (a workbook, or a folder for one of each query) it
        is written there, and only then counts as listed and pushed; without, it is only looked at.
        """
        self.need_data()
        asked = [watches.named(self.ledger, name)] if name else watches.watches(self.ledger)
        if not asked:
            raise NotFoundError("还没有订阅", "先加一个：shuangjin watch add 名称 --county 区县")
        places = _places(asked, target) if target else {}
        found = [self._looked(one, progress) for one in asked]
        new = [one for one in found if one.found and places]
        if new:
            self._list(new, places)
        return [replace(one, path=places.get(one.watch.id) if one.found else None) for one in found]

    def _looked(self, watch: Watch, progress: Progress) -> Listed:
        with self.graph() as graph, no_collection():
            watcher = Watcher(self.stores(graph), watch)
            found = watcher.fresh(lambda done, total: progress(watch.name, done, total))
        return Listed(watch, found, watcher.before)

    def _list(self, new: Sequence[Listed], places: dict[int, Path]) -> None:
        """Write the workbooks, then remember what they list. Whatever ends this before the ledger has it, the
        workbook may be there, but nothing counts as listed, and the next run lists it again.
        """
        import listing
        from workbooks.matches import write_pages

        with self._recording() as run:
            for one in new:
                watches.require_unmoved(self.ledger, one.watch, one.before)
                graded = [(fresh.pair, fresh.made.reasons.grade.label) for fresh in one.found]
                watches.mark(self.ledger, run, one.watch, graded)
                for pair, _ in graded:
                    if standing(self.ledger, pair) is None:
                        record(self.ledger, run, pair, Said(STATUSES["pushed"], "", self.settings.who))
            for path in dict.fromkeys(places[one.watch.id] for one in new):
                lists = [one for one in new if places[one.watch.id] == path]
                write_pages(path, [listing.page(self.ledger, one.watch.name, one.found) for one in lists])

    @contextmanager
    def _recording(self) -> Iterator[int]:
        """The home held for writing, and a run of its own in one transaction; gives the run."""
        with hold(self.settings.home, self.command, write=True), self.ledger.transaction():
            run = self.ledger.start_run(self.command)
            yield run
            self.ledger.finish_run(run, {})


def _places(asked: Sequence[Watch], target: Path) -> dict[int, Path]:
    """Query -> its workbook: the one that was named, or a free name of its own in the folder. InputError
    where that cannot be.
    """
    from workbooks.matches import require_free

    if target.suffix.lower() == ".xlsx":
        require_free(target)
        return dict.fromkeys((one.id for one in asked), target)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{target} 不能作文件夹（{error.strerror}）", "给出 .xlsx 文件名或一个文件夹"
        ) from error
    return {one.id: _free(target, f"{one.name} {today()}") for one in asked}


def _free(folder: Path, stem: str) -> Path:
    numbered = (folder / f"{stem}{f'（{n}）' if n > 1 else ''}.xlsx" for n in range(1, 1000))
    return next(path for path in numbered if not path.exists())
