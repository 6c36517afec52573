"""A network between program and servers that resets, dawdles or swallows everything: through a real proxy."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from devtools.servers import LOGIN, PASSWORD, Servers
from errors import UnreachableError
from graph.backends import Opening, open_graph
from login import Login
from ontology.entity import Batch, Entity
from search.backends import open_index
from text.document import Document

BATCH = Batch([Entity(f"need-{n}", "Need", {"title": f"需求{n}"}) for n in range(500)])
DOCUMENTS = [Document(f"need-{n}", "Need", f"需求{n}") for n in range(500)]


@dataclass
class Proxy:
    """Passes bytes on to a port of this machine; `resets` connections are reset after some bytes, `delay`
    seconds go before every piece, and a `deaf` one passes nothing on.
    """

    port: int
    resets: int = 0
    delay: float = 0.0
    deaf: bool = False
    listener: socket.socket = field(init=False)
    open: list[socket.socket] = field(default_factory=list)
    reset: int = 0

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    def address(self) -> int:
        return int(self.listener.getsockname()[1])

    def accept(self) -> None:
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            self.open.append(near)
            if not self.deaf:
                far = socket.create_connection(("127.0.0.1", self.port))
                self.open.append(far)
                doomed = self.reset < self.resets
                self.reset += doomed
                threading.Thread(target=self.pump, args=(near, far, doomed), daemon=True).start()
                threading.Thread(target=self.pump, args=(far, near, False), daemon=True).start()

    def pump(self, source: socket.socket, target: socket.socket, doomed: bool) -> None:
        passed = 0
        try:
            while piece := source.recv(65536):
                time.sleep(self.delay)
                target.sendall(piece)
                passed += len(piece)
                if doomed and passed > 200:
                    source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
        except OSError:
            pass
        for one in (source, target):
            one.close()

    def close(self) -> None:
        self.listener.close()
        for one in self.open:
            one.close()


@pytest.fixture
def proxy(servers: Servers) -> Iterator[Callable[..., Proxy]]:
    made: list[Proxy] = []

    def make(port: int, **how: float) -> Proxy:
        made.append(Proxy(port, **how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("how", [{"resets": 3}, {"delay": 0.05}], ids=["reset", "slow"])
def test_a_load_goes_through(
    servers: Servers, proxy: Callable[..., Proxy], index_url: Callable[[], str], how: dict[str, float]
) -> None:
    graph, index = proxy(servers.bolt, **how), proxy(servers.http, **how)
    with closing(open_graph(f"bolt://127.0.0.1:{graph.address()}", Opening(False, 30.0, LOGIN))) as store:
        store.clear()
        store.prepare()
        store.write(BATCH)
        assert store.read("MATCH (n:Need) RETURN count(n)").rows == [[500]]
    name = index_url().rpartition("/")[2]
    with closing(open_index(f"http://127.0.0.1:{index.address()}/{name}", LOGIN)) as found:
        assert found.rebuild(DOCUMENTS) == 500
        assert {one.id for one in found.scan()} == {one.id for one in DOCUMENTS}
    assert (graph.reset, index.reset) == (how.get("resets", 0), how.get("resets", 0))


def ask_graph(port: int, login: Login) -> None:
    with closing(open_graph(f"bolt://127.0.0.1:{port}", Opening(True, 5.0, login))) as graph:
        graph.read("RETURN 1")


def ask_index(port: int, login: Login) -> None:
    with closing(open_index(f"http://127.0.0.1:{port}/x", login)) as index:
        index.current()


@pytest.mark.parametrize("store", ["graph", "index"])
def test_a_deaf_server_is_given_up(
    servers: Servers, proxy: Callable[..., Proxy], store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.elastic.ANSWER", 2.0)
    port = proxy(servers.bolt, deaf=True).address()
    login = Login("neo4j", PASSWORD, patience=1)
    start = time.monotonic()
    with pytest.raises(UnreachableError, match="没有应答"):
        (ask_graph if store == "graph" else ask_index)(port, login)
    assert time.monotonic() - start < 60
