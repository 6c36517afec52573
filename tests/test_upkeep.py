"""Stores that were damaged, or no longer say what the ledger says, are found, rebuilt and mended."""

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from app import App
from errors import DamagedError
from graph.backends import open_graph
from graph.store import GraphStore
from ingest.load import Options
from ontology.entity import Batch, Entity, Link
from settings import Settings
from text.document import Document
from upkeep import opening

SHEETS = {
    "企业.csv": "企业名称,所属区县,经营范围\n"
    + "".join(f"商洛示例{n}钒业有限公司,山阳县,含钒页岩提取五氧化二钒\n" for n in range(30)),
    "需求.csv": "需求名称,企业名称,需求类型,需求内容\n"
    + "".join(
        f"示例·提钒收率提升{n},商洛示例{n}钒业有限公司,技术研发,含钒页岩空白焙烧酸浸提钒收率低\n"
        for n in range(30)
    ),
    "成果.csv": "成果名称,完成单位,成果简介,所处阶段\n"
    "示例·清洁提钒技术,示例大学,空白焙烧加酸浸从含钒页岩提取五氧化二钒,中期\n",
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with App(Settings(home=tmp_path / "home")) as opened:
        opened.ingest([tmp_path / name for name in SHEETS], Options())
        yield opened


def writable(app: App) -> AbstractContextManager[GraphStore]:
    return closing(open_graph(app.settings.graph_target, opening(app.settings, read_only=False)))


def differing(app: App) -> set[tuple[str, str]]:
    return {(one.store, one.name) for one in app.verify() if not one.agrees}


def garble(path: Path, seed: int) -> None:
    """Overwrite the middle third of what is written, as a failing disk would."""
    body = bytearray(path.read_bytes())
    written = [place for place, byte in enumerate(body) if byte]
    start, end = written[len(written) // 3], written[len(written) * 2 // 3] + 1
    body[start:end] = random.Random(seed).randbytes(end - start)
    path.write_bytes(bytes(body))


@pytest.mark.parametrize("part", ["idx", "term", "pos", "store", "fast", "fieldnorm"])
def test_a_garbled_index_file_is_found_and_sync_rebuilds(app: App, part: str) -> None:
    path = next(app.settings.home.glob(f"index/v-*/*.{part}"))
    garble(path, seed=3)
    with pytest.raises(DamagedError, match=path.name):
        app.index.check()
    app.sync()
    assert differing(app) == set()
    assert list(app.settings.home.glob("index.damaged-*"))


def test_a_lost_index_file_is_found_and_sync_rebuilds(app: App) -> None:
    next(app.settings.home.glob("index/v-*/meta.json")).unlink()
    app.index.close()
    app.sync()
    assert differing(app) == set()


def test_a_lost_index_folder_is_rebuilt(app: App) -> None:
    for path in app.settings.home.glob("index/**/*"):
        if path.is_file():
            path.unlink()
    app.index.close()
    app.sync()
    assert differing(app) == set()


@pytest.mark.parametrize("pattern", ["Need_0*.bucket", "Term_0*.bucket", "schema.json"])
def test_a_garbled_graph_file_is_found_and_sync_rebuilds(app: App, pattern: str) -> None:
    garble(max(app.settings.home.glob(f"graph/{pattern}"), key=lambda p: p.stat().st_size), seed=5)
    app.sync()
    assert differing(app) == set()
    assert list(app.settings.home.glob("graph.damaged-*"))


def test_sound_stores_are_not_put_aside(app: App) -> None:
    app.sync()
    assert not list(app.settings.home.glob("*.damaged-*"))


def test_repair_brings_back_what_is_missing_and_takes_out_what_is_foreign(app: App) -> None:
    needs = [change.entity for change in app.ledger.entities("Need")]
    stated = list(app.ledger.links("HAS_NEED"))
    foreign = Link("f" * 24, "HAS_NEED", stated[0].source, "Enterprise", needs[5].id, "Need")
    mention = Link("e" * 24, "MENTIONS", needs[6].id, "Need", "term-foreign", "Term", {"weight": 1.0})
    with writable(app) as graph:
        graph.write(Batch(removed=[needs[0]], removed_links=[stated[3]]))
        graph.write(Batch(entities=[Entity(needs[1].id, "Need", {"name": "别的"})]))
        graph.write(Batch(entities=[Entity("need-foreign", "Need", {"name": "外来"})]))
        graph.write(Batch(links=[foreign, mention]))
    app.index.write([Document("need-foreign", "Need", "外来", "")], [needs[2].id])
    assert differing(app) == {
        ("graph", "Need"),
        ("graph", "Term"),
        ("graph", "HAS_NEED"),
        ("graph", "MENTIONS"),
        ("index", "Need"),
    }
    _, mended = app.sync(repair=True)
    assert {(one.store, one.name) for one in mended} >= {("graph", "MENTIONS"), ("index", "Need")}
    assert differing(app) == set()


def test_repair_of_what_agrees_mends_nothing(app: App) -> None:
    assert app.sync(repair=True) == ({"graph": 0, "index": 0}, [])
