"""ArcadeDB inside this process: the graph when no server is named."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from chunks import chunks
from errors import BusyError, DamagedError, StoreError, UsageError
from graph.engine import engine, heap_mib, open_for_reading, open_for_writing
from graph.named import named
from graph.plain import plain
from graph.statements import statements
from graph.store import Result
from ontology.entity import Batch, Entity, Link
from ontology.model import ontology

_RETRIES = 5
_JAVA_NAME = re.compile(r"(?:Query failed: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ")
"""What the engine puts before its own words, which means nothing to an analyst."""
_WRONG = ("totalErrors", "corruptedRecords", "missingReferencesBack", "invalidLinks", "unreferencedFiles")
"""What the engine's check of a database reports where files are broken or lost."""
_CHUNK = 20_000
"""Entities or links that cross to the engine at once when a store is filled."""
_LINKS_PER_MIB = 200
"""Links, for each MiB of the heap, after which the bulk loader is closed and another begun: until then it
holds in memory what they change. Twice as many did not fit.
"""


class EmbeddedGraph:
    """One embedded database in a folder. See GraphStore for what each method promises."""

    def __init__(
        self, folder: Path, *, read_only: bool = False, timeout: float = 30.0, lasting: bool = False
    ) -> None:
        self.folder = folder
        self.timeout = timeout
        self._existed = folder.exists()
        self._blank = not self._existed
        self._engine = engine(folder.parent, reading=read_only, short=read_only and not lasting)
        self._db = self._open(read_only=read_only)

    def prepare(self) -> None:
        """See GraphStore; also creates every type, so that a query on one without rows gives no rows."""
        for kind in ontology().kinds:
            self._db.command("opencypher", named("constrain").fill(kind=kind))
        for relation in ontology().relations:
            self._db.command("sql", f"CREATE EDGE TYPE {relation} IF NOT EXISTS")

    def current(self) -> bool:
        """See GraphStore."""
        return self._existed

    def write(self, batch: Batch) -> None:
        """See GraphStore."""
        self._blank = False
        for attempt in range(_RETRIES):
            try:
                with self._db.transaction():
                    for text, params in statements(batch):
                        self._db.command("opencypher", text, params)
                return
            except self._engine.ArcadeDBError as error:
                if "ConcurrentModification" not in str(error) or attempt == _RETRIES - 1:
                    raise self._failure(str(error)) from error
                time.sleep(0.05 * 2**attempt)

    def fill(self, entities: Iterable[Entity], links: Iterable[Link]) -> None:
        """See GraphStore. The engine's bulk loader, without its log, over an emptied database."""
        if not self._blank:
            self.clear()
        self._blank = False
        try:
            self.prepare()
            self._fill(entities, links)
        except self._engine.ArcadeDBError as error:
            raise self._failure(str(error)) from error

    def _fill(self, entities: Iterable[Entity], links: Iterable[Link]) -> None:
        places: dict[str, str] = {}
        with self._db.graph_batch() as batch:
            for kind, found in groupby(entities, key=lambda entity: entity.kind):
                for some in chunks(found, _CHUNK):
                    made = batch.create_vertices(kind, [{**e.properties, "id": e.id} for e in some])
                    places.update(zip((e.id for e in some), made, strict=True))
        for part in chunks(links, round(_LINKS_PER_MIB * heap_mib())):
            with self._db.graph_batch() as batch:
                for relation, stated in groupby(part, key=lambda link: link.relation):
                    for few in chunks(stated, _CHUNK):
                        self._bare_ends(batch, few, places)
                        ends = [[places[link.source] for link in few], [places[link.target] for link in few]]
                        properties = [{**link.properties, "id": link.id} for link in few]
                        batch.new_edges(ends[0], relation, ends[1], properties)

    def _bare_ends(self, batch: Any, links: Sequence[Link], places: dict[str, str]) -> None:
        missing = {(one.source_kind, one.source) for one in links if one.source not in places}
        missing |= {(one.target_kind, one.target) for one in links if one.target not in places}
        for kind, identity in sorted(missing):
            places[identity] = batch.create_vertices(kind, [{"id": identity}])[0]

    def run(self, name: str, params: Mapping[str, Any] | None = None) -> Result:
        """See GraphStore."""
        return self._bulk(named(name).text, params or {}, timeout=self.timeout)

    def scan(self, name: str, **names: str) -> Result:
        """See GraphStore."""
        return self._bulk(named(name).fill(**names), {}, timeout=0)

    def read(
        self, text: str, params: Mapping[str, Any] | None = None, *, limit: int = 1000, timeout: float = 30.0
    ) -> Result:
        """See GraphStore. The engine's own analysis says whether the text only reads."""
        try:
            return self._query(text, params or {}, limit, timeout=timeout)
        except self._engine.ArcadeDBError as error:
            raise _refusal(str(error), timeout) from error

    def clear(self) -> None:
        """See GraphStore."""
        self._db.drop()
        self._db = self._open(read_only=False)

    def close(self) -> None:
        """See GraphStore."""
        if self._db.is_open():
            self._db.close()

    def _query(
        self, text: str, params: Mapping[str, Any], limit: int | None = None, *, timeout: float
    ) -> Result:
        """Rows of any query the engine itself holds to reading; `timeout` in seconds, 0 for none."""
        columns: list[str] = []
        rows: list[list[Any]] = []
        for row in self._ask(text, params, timeout):
            columns = columns or list(row.property_names)
            if limit is not None and len(rows) == limit:
                return Result(columns, rows, truncated=True)
            rows.append([plain(row.get(name)) for name in columns])
        return Result(columns, rows)

    def _bulk(self, text: str, params: Mapping[str, Any], *, timeout: float) -> Result:
        """Rows of a query that answers with scalars, lists and maps, carried over as JSON: one crossing of
        the bridge for all rows instead of several for each value.
        """
        found = self._ask(text, params, timeout).to_json_list()
        return Result(list(found[0]), [list(row.values()) for row in found]) if found else Result()

    def _ask(self, text: str, params: Mapping[str, Any], timeout: float) -> Any:
        configuration = self._db._java_db.getConfiguration()
        configuration.setValue("arcadedb.command.timeout", round(timeout * 1000))
        return self._db.query("opencypher", text, dict(params))

    def _open(self, *, read_only: bool) -> Any:
        if read_only and not self.folder.exists():
            raise StoreError("还没有图库", "先运行 ingest 或 sync")
        try:
            return (open_for_reading if read_only else open_for_writing)(self._engine, self.folder)
        except self._engine.ArcadeDBError as error:
            raise self._failure(str(error)) from error

    def check(self) -> None:
        """See GraphStore. The engine walks every page, record, edge and index of the database."""
        found = next(iter(self._db.command("sql", "CHECK DATABASE")))
        wrong = [name for name in _WRONG if found.get(name)]
        if wrong:
            raise self._failure("、".join(wrong))

    def _failure(self, reason: str) -> StoreError:
        if "locked" in reason.lower():
            return BusyError(f"图库正被另一个进程使用：{self.folder}", "等它结束再试")
        message = f"图库坏了：{self.folder}（{reason.splitlines()[0]}）"
        return DamagedError(message, "运行 sync，从账本重建", folder=self.folder)


def _refusal(reason: str, timeout: float) -> UsageError:
    line = reason.splitlines()[0]
    if "timeout" in reason.lower() or "timed out" in reason.lower():
        return UsageError(f"查询超过 {timeout:g} 秒，已停止", "缩小范围，或用 --timeout 放宽")
    cure = "只接受读取的 Cypher；写入、建索引和管理语句一律拒绝"
    if "not idempotent" in line:
        return UsageError("图库不接受这条查询：它会改动数据", cure)
    if "ParameterMissing" in reason:
        return UsageError(f"查询缺少参数（{_JAVA_NAME.sub('', line)}）", "用 --param 名=值 给出")
    return UsageError(f"图库不接受这条查询：{_JAVA_NAME.sub('', line)}", cure)
