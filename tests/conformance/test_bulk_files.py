"""What the files of an export become in a real server, beside what the driver writes there."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from app import App
from devtools.artifacts import java, line_for
from devtools.servers import LOGIN, PASSWORD, Servers
from errors import DisagreeError, InputError, UsageError
from graph.backends import Opening, open_graph
from graph.store import Batch, GraphStore
from ingest.bulk_files import MANIFEST, read_manifest, write_files
from ingest.load import Options
from ingest.projection import whole
from ingest.verify import compare_graph
from ontology.entity import Entity, Link, Value, link_id
from ontology.model import ontology
from settings import Settings

TEXTS = [
    "", " ", " 前后有空格 ", "\t", "a,b", ",", '"', '""', '说"引号"', "'", "\\", '\\"', "\\n", "a;b", "a|b",
    "U+001F", "一\n二", "\n", "一\r\n二", "\r", "\x00", "零\x00零", "\x01", "\x1f", "\x7f", "\x85", "\u2028",
    "\ufeff头", "😀", "👨‍👩‍👧", "e\u0301", "\uffff", "null", "NULL", "true", "1", "1.0", "=1+1", "# 不是注释",
    "//", "{}", "[]", "长" * 100_000,
]  # fmt: skip
LISTS = [
    ["一"], ["一", "二"], ["", ""], ["", "a"], ["a", ""], [" "], [" a "], ["a;b", 'c,"d"'], ["\n", "a\r\nb"],
    ['"', '"a"'], ["\\"], ["😀", "null"], ["同", "同"], ["项"] * 1000,
]  # fmt: skip
NUMBERS: list[Value] = [
    0, -1, 1, 10**15, 2**53 + 1, 2**63 - 1, -(2**63), True, False, 0.0, -0.0, 3.0, 0.5, 0.1, 1 / 3, 1e-7,
    1e22, 1.7976931348623157e308, 5e-324, 12345678.9, float("inf"), float("-inf"), float("nan"),
]  # fmt: skip
Rows = dict[str, list[str]]


@pytest.fixture(scope="module")
def server() -> Iterator[Servers]:
    """A graph server of this module's own, not running; gone afterwards."""
    found = java()
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(2)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        bolt, http = (probe.getsockname()[1] for probe in probes)
    pair = Servers(found, line_for(found), bolt, http)
    yield pair
    pair.neo4j.stop()
    shutil.rmtree(pair.neo4j.folder.parent)


def run_import(server: Servers, folder: Path) -> None:
    """Run the folder's own script while the server is stopped, then start the server."""
    server.neo4j.stop()
    server.load(folder)
    server.start_graph()


def opened(server: Servers) -> closing[GraphStore]:
    return closing(open_graph(server.graph_url, Opening(False, 60.0, LOGIN)))


def contents(store: GraphStore) -> Rows:
    """Every node and link with all it holds; `repr` keeps 1, 1.0 and True apart, and one nan like another."""
    kinds = {kind: store.scan("scan-entities", kind=kind).rows for kind in ontology().kinds}
    links = {one: store.scan("scan-links", relation=one).rows for one in ontology().relations}
    return {name: sorted(repr(_ordered(row)) for row in rows) for name, rows in {**kinds, **links}.items()}


def _ordered(row: list[Any]) -> list[Any]:
    return [sorted(cell.items()) if isinstance(cell, dict) else cell for cell in row]


def hostile() -> tuple[list[Entity], list[Link]]:
    """Values that files may spoil, ids among them; mixed types in one property; ends that are no entities."""
    texts = [Entity(f"need-t{n}", "Need", {"title": text, "type": "x"}) for n, text in enumerate(TEXTS)]
    named = [Entity(f"need-{text}", "Need", {"code": text}) for text in ("a,b", '"', "\n", " ", "😀", "'; x")]
    lists = [Entity(f"need-l{n}", "Need", {"keywords": some}) for n, some in enumerate(LISTS)]
    numbers = [
        Entity(f"enterprise-{n}", "Enterprise", {"capital": number, "staff": n, "name": "钒"})
        for n, number in enumerate(NUMBERS)
    ]
    mixed: list[Value] = ["文字", 1, 1.5, True, ["一"], ""]
    odd = [Entity(f"term-{n}", "Term", {"df": value, "heard_of": value}) for n, value in enumerate(mixed)]
    entities = [
        *texts,
        *named,
        *lists,
        *numbers,
        *odd,
        Entity("doctor-1", "Doctor"),
        Entity("policy-1", "Policy"),
    ]
    links = [
        _link("MENTIONS", f"need-t{n}", f"term-{n % 9}", weight=w) for n, w in enumerate((1, 1.0, 0.1, 1e-9))
    ]
    links += [
        _link("STATIONED_AT", "doctor-1", f"enterprise-{n}", role=text, to="") for n, text in enumerate(TEXTS)
    ]
    links += [_link("HAS_NEED", f"enterprise-{n}", one.id) for n, one in enumerate(named)]
    links += [_link("OWNS", "institute-无", "achievement-无"), _link("BROADER", "term-7", "term-7")]
    return entities, links


def _link(relation: str, source: str, target: str, **said: Value) -> Link:
    kind_of = ontology().kind_of
    identity = link_id(relation, source, target, repr(said))
    return Link(identity, relation, source, kind_of(source), target, kind_of(target), said)


def test_hostile_values_come_back_as_by_the_driver(server: Servers, tmp_path: Path) -> None:
    entities, links = hostile()
    manifest = write_files(tmp_path / "files", entities, links, ontology(), seq=1)
    assert manifest.nodes["Institute"] == manifest.nodes["Achievement"] == 1, "bare ends"
    run_import(server, tmp_path / "files")
    with opened(server) as store:
        imported = contents(store)
        store.clear()
        store.prepare()
        store.write(Batch(entities=entities, links=links))
        written = contents(store)
    assert imported == written
    counted = {**manifest.nodes, **manifest.links}
    assert {name: len(rows) for name, rows in imported.items() if rows} == counted


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_home, tmp_path / "home"))


def test_an_imported_server_is_adopted_and_goes_on_with_the_ledger(
    server: Servers, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "导 出's"
    late = tmp_path / "企业.csv"
    late.write_text("企业名称,所属区县\n商洛示例后来钒业有限公司,山阳县\n", encoding="utf-8")
    with App(Settings(home=home)) as embedded:
        expected = sum(1 for part in whole(embedded.ledger, lambda *_: None) for _ in part)
        manifest = embedded.export(folder)
        embedded.ingest([late], Options())
    assert sum(manifest.nodes.values()) + sum(manifest.links.values()) == expected
    run_import(server, folder)
    with App(Settings(home=home, graph_url=server.graph_url, graph_password=PASSWORD)) as app:
        later = app.ledger.seq() - manifest.seq
        app.adopt(folder)
        assert app.sync()[0]["graph"] == later > 0
        with opened(server) as store:
            assert [one for one in compare_graph(app.ledger, store) if not one.agrees] == []
            imported = contents(store)
            store.clear()
        app.sync()
        with opened(server) as store:
            assert imported == contents(store)
            _refused(app, folder, store)


def _refused(app: App, folder: Path, store: GraphStore) -> None:
    """A server that lacks a node, and a folder of a later ledger, are not adopted: nothing is remembered."""
    store.clear()
    one = next(iter(app.ledger.entities("Need"))).entity
    store.write(Batch(entities=[one]))
    with pytest.raises(DisagreeError, match=r"Need 应有 \d+，实有 1") as told:
        app.adopt(folder)
    assert (told.value.exit_code, "import" in told.value.cure) == (5, True)
    assert not store.current()
    shutil.copytree(folder, folder.with_name("later"))
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    seq = read_manifest(folder).seq
    (folder.with_name("later") / MANIFEST).write_text(text.replace(f'"seq": {seq}', '"seq": 9999999'))
    with pytest.raises(DisagreeError, match="不是从这个账本"):
        app.adopt(folder.with_name("later"))


@pytest.mark.parametrize("value", [[], [""], ["a\x1fb"]], ids=repr)
def test_a_list_the_files_cannot_hold_is_refused(tmp_path: Path, value: list[str]) -> None:
    with pytest.raises(InputError, match="need-1 有导入文件写不下的值"):
        write_files(tmp_path, [Entity("need-1", "Need", {"keywords": value})], [], ontology(), seq=1)
    with pytest.raises(InputError, match=MANIFEST):
        read_manifest(tmp_path)


def test_a_folder_in_use_or_out_of_reach_is_refused(home: Path, tmp_path: Path) -> None:
    with App(Settings(home=home)) as app:
        with pytest.raises(InputError, match="不是空的"):
            app.export(home)
        with pytest.raises(InputError, match="写不了"):
            app.export(home / "ledger.sqlite")
        with pytest.raises(UsageError, match="内嵌"):
            app.adopt(tmp_path)


def test_the_script_and_the_notes_say_all_there_is(home: Path, tmp_path: Path) -> None:
    with App(Settings(home=home)) as app:
        manifest = app.export(tmp_path / "out")
    assert read_manifest(tmp_path / "out") == manifest
    script = (tmp_path / "out" / "import.sh").read_text(encoding="utf-8")
    for name in {*manifest.nodes, *manifest.links}:
        assert f"={name}=./{name}.header.csv,./{name}.csv.gz" in script
    for path in (tmp_path / "out").glob("*.csv*"):
        assert path.name in script
    assert "--multiline-fields=false" in script, "cleaned values have no line breaks"
    notes = (tmp_path / "out" / "说明.txt").read_text(encoding="utf-8")
    assert f"shuangjin sync --imported {tmp_path / 'out'}" in notes
    assert "docker compose run" in notes
    header = (tmp_path / "out" / "Enterprise.header.csv").read_text(encoding="utf-8")
    assert "phone" not in header
    assert {"former_names:string[]", "staff:long", "capital:long"} <= set(header.strip().split(","))
