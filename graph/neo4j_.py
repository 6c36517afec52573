"""A Neo4j server as the graph: the only importer of its driver, which loads when a URL names one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as wrong

from errors import DamagedError, StoreError, UnreachableError, UsageError
from graph.guard import allowed
from graph.named import named
from graph.plain import plain
from graph.statements import Statement, portions, statements
from graph.store import Result
from login import Login
from ontology.entity import Batch
from ontology.model import ontology
from retry import Patience

T = TypeVar("T")
_AWAY = (
    wrong.ServiceUnavailable,
    wrong.SessionExpired,
    wrong.TransientError,
    wrong.DatabaseUnavailable,
    OSError,
)
_CONNECT = 5.0
"""Seconds one attempt to connect may take."""
_PORTION = 20_000
"""Nodes or relationships written or deleted in one transaction: the memory one may take is capped."""


class Neo4jGraph:
    """One server's default database. See GraphStore for what each method promises."""

    def __init__(self, url: str, login: Login, *, timeout: float = 30.0) -> None:
        self.url = url
        self.timeout = timeout
        self._patience = Patience(login.patience)
        pair = (login.user, login.password) if login.password else None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                url, auth=pair, connection_timeout=_CONNECT, connection_acquisition_timeout=2 * _CONNECT,
                max_transaction_retry_time=0, user_agent="shuangjin", notifications_min_severity="OFF",
                telemetry_disabled=True,
            )  # fmt: skip
        except (wrong.ConfigurationError, ValueError) as error:
            raise UsageError(f"图库地址写得不对：{url}", "写成 bolt://主机:7687") from error

    def prepare(self) -> None:
        """See GraphStore."""
        for kind in ontology().kinds:
            self._command(named("constrain").fill(kind=kind))

    def current(self) -> bool:
        """See GraphStore: a server that was emptied or exchanged has none of the constraints made here."""
        names = {row[0] for row in self._command(named("constraints").text)}
        return any(f"shuangjin_{kind}_id" in names for kind in ontology().kinds)

    def write(self, batch: Batch) -> None:
        """See GraphStore."""
        for some in portions(statements(batch), _PORTION):
            self._stated(partial(_apply, some))

    def run(self, name: str, params: Mapping[str, Any] | None = None) -> Result:
        """See GraphStore."""
        return self._rows(named(name).text, params or {}, timeout=self.timeout)

    def scan(self, name: str, **names: str) -> Result:
        """See GraphStore."""
        return self._rows(named(name).fill(**names), {}, timeout=0)

    def read(
        self, text: str, params: Mapping[str, Any] | None = None, *, limit: int = 1000, timeout: float = 30.0
    ) -> Result:
        """See GraphStore. The server plans the text first; graph/guard.py judges the plan."""
        with self._told(timeout):
            return self._lasting(lambda session: _read(session, text, params or {}, (limit, timeout)), "READ")

    def check(self) -> None:
        """See GraphStore: a server looks after its own files."""

    def clear(self) -> None:
        """See GraphStore."""
        for kind in ontology().kinds:
            self._command(named("unconstrain").fill(kind=kind))
        for name in ("clear-links", "clear"):
            while self._command(named(name).text, limit=_PORTION)[0][0]:
                pass

    def close(self) -> None:
        """See GraphStore."""
        self._driver.close()

    def _command(self, text: str, **params: Any) -> list[list[Any]]:
        return self._stated(lambda session: session.run(text, params).values())

    def _rows(self, text: str, params: Mapping[str, Any], *, timeout: float) -> Result:
        query = neo4j.Query(text, timeout=timeout or None)

        def ask(session: neo4j.Session) -> Result:
            found = session.run(query, dict(params))
            return Result(list(found.keys()), [record.values() for record in found])

        return self._stated(ask, "READ")

    def _lasting(self, work: Callable[[neo4j.Session], T], mode: str = "WRITE") -> T:
        """Work in a session, again while the server is away."""

        def once() -> T:
            with self._failures(), self._driver.session(default_access_mode=mode) as session:
                return work(session)

        return self._patience.call(once)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """The driver's errors as this program's; what a query itself did wrong goes on as it is."""
        try:
            yield
        except wrong.AuthError as error:
            cure = "看 SHUANGJIN_GRAPH_USER 和 SHUANGJIN_GRAPH_PASSWORD 是否和服务器的一致"
            raise StoreError(f"图库 {self.url} 不接受用户名或密码", cure) from error
        except wrong.ConstraintError as error:
            cure = "清空图库后运行 sync"
            raise DamagedError(f"图库 {self.url} 里有重复的编号（{_line(error)}）", cure) from error
        except (*_AWAY, ValueError) as error:
            # A name without an address comes as a ValueError, and so does a value no server can hold.
            unnamed = "DNS" not in str(error) and isinstance(error, ValueError)
            if unnamed or _out_of_time(error) or _out_of_memory(error):
                raise
            cure = "看服务器是否在运行、地址对不对；恢复后再运行同一条命令，会接着做"
            raise UnreachableError(f"图库 {self.url} 没有应答（{_line(error)}）", cure) from error

    def _stated(self, work: Callable[[neo4j.Session], T], mode: str = "WRITE") -> T:
        """Work of the program's own, with which nothing can be wrong but the server."""
        try:
            return self._lasting(work, mode)
        except wrong.Neo4jError as error:
            cure = "看服务器的日志；时间不够时放宽 SHUANGJIN_QUERY_TIMEOUT"
            raise StoreError(f"图库 {self.url} 没有做成（{_line(error)}）", cure) from error

    @contextmanager
    def _told(self, timeout: float) -> Iterator[None]:
        """What an analyst's query did wrong, in words for the analyst."""
        try:
            yield
        except wrong.Neo4jError as error:
            raise _refusal(error, timeout) from error


def answers(url: str, password: str) -> bool:
    """Whether a server answers a query, an open port not being enough."""
    try:
        pair = ("neo4j", password)
        opened = neo4j.GraphDatabase.driver(url, auth=pair, connection_timeout=2)
        with opened as driver, driver.session() as session:
            return bool(session.run("RETURN 1 AS one").single())
    except (wrong.DriverError, wrong.Neo4jError, OSError):
        return False


def _apply(some: Sequence[Statement], session: neo4j.Session) -> None:
    with session.begin_transaction() as transaction:
        for text, params in some:
            transaction.run(text, params).consume()
        transaction.commit()


def _read(session: neo4j.Session, text: str, params: Mapping[str, Any], bounds: tuple[int, float]) -> Result:
    limit, timeout = bounds
    with session.begin_transaction(timeout=timeout) as planning:
        summary = planning.run(f"EXPLAIN {text}", dict(params)).consume()
    allowed(summary.query_type, summary.plan)
    with session.begin_transaction(timeout=timeout) as transaction:
        found = transaction.run(text, dict(params))
        columns = list(found.keys())
        records = found.fetch(limit + 1)
        rows = [[plain(value) for value in record.values()] for record in records[:limit]]
        if len(records) <= limit:
            found.consume()
        _name_ends(transaction, rows)
        return Result(columns, rows, truncated=len(records) > limit)


def _name_ends(transaction: neo4j.Transaction, rows: list[list[Any]]) -> None:
    """A relationship knows its ends by the server's own numbers only: put their ids in place."""
    links = list(chain.from_iterable(_links(value) for value in rows))
    wanted = sorted({link[end] for link in links for end in ("source", "target")})
    if wanted:
        names = dict(transaction.run(named("ids-of-elements").text, elements=wanted).values())
        for link in links:
            link.update(source=names.get(link["source"]), target=names.get(link["target"]))


def _links(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() == {"relation", "source", "target", "properties"}:
            yield value
        parts: Iterable[Any] = value.values()
    else:
        parts = value if isinstance(value, list) else ()
    for part in parts:
        yield from _links(part)


def _code(error: BaseException) -> str:
    return str(getattr(error, "code", "") or "")


def _out_of_time(error: BaseException) -> bool:
    return "TransactionTimedOut" in _code(error)


def _out_of_memory(error: BaseException) -> bool:
    return "MemoryPoolOutOfMemory" in _code(error) or "TransactionOutOfMemory" in _code(error)


def _line(error: BaseException) -> str:
    """Its first line, without the list of addresses a name stands for."""
    said = str(getattr(error, "message", None) or error).splitlines() or [""]
    return said[0].split(" (resolved to")[0][:200]


def _refusal(error: wrong.Neo4jError, timeout: float) -> UsageError:
    if _out_of_time(error):
        return UsageError(f"查询超过 {timeout:g} 秒，已停止", "缩小范围，或用 --timeout 放宽")
    if _out_of_memory(error):
        return UsageError("查询要的内存超过上限，已停止", "缩小范围，或分几次查")
    if "ParameterMissing" in _code(error):
        return UsageError(f"查询缺少参数（{_line(error)}）", "用 --param 名=值 给出")
    cure = "只接受读取的 Cypher；写入、建索引和管理语句一律拒绝"
    return UsageError(f"图库不接受这条查询：{_line(error)}", cure)
