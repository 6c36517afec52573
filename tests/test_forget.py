"""A person who is forgotten is gone: from the ledger, the graph, the index and every byte of the home."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app import App
from errors import StoreError
from graph.backends import open_graph
from ingest.load import Options, Report
from search.index import SearchQuery
from settings import Settings
from upkeep import opening

NAME = "示例·欧阳钼铼"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
PHONE, MAIL, ORCID = "13900001234", "ouyang.mulai@example.com", "0000-0002-1825-0097"
SHEETS = {
    "博士.csv": "姓名,所在单位,ORCID,联系电话,邮箱,研究方向,学科领域\n"
    f"{NAME},示例理工大学,{ORCID},{PHONE},{MAIL},钒氮合金与欧阳钼铼提取,材料\n"
    "示例·李四,示例理工大学,,13800001111,,尾矿制砖,\n",
    "成果.csv": "成果名称,完成单位,完成人,成果简介,关键词\n"
    "示例·清洁提钒技术,示例理工大学,示例·欧阳 钼铼；示例·李四,含钒页岩提钒，由示例•欧陽钼铼主持,"
    "示例欧阳钼铼；提钒\n"
    "示例·独创技术,示例理工大学,示例·欧阳钼铼,香菇菌棒,\n",
    "需求.csv": "需求名称,企业名称,需求内容\n"
    "示例·提钒收率,商洛示例钒业有限公司,想请示例·欧阳钼铼博士指导含钒页岩提钒\n",
    "退回.csv": "姓名,所在单位,联系电话\n示例·欧阳钼铼,示例理工大学,1390000\n",
}


def parts_of(text: str) -> Iterator[bytes]:
    for encoding in ENCODINGS:
        yield text.encode(encoding)


def holding(home: Path, *texts: str) -> list[tuple[str, str]]:
    """(file of the home, text) wherever the bytes of a text stand, in any usual encoding."""
    return [
        (path.relative_to(home).as_posix(), text)
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for body in (path.read_bytes(),)
        for text in texts
        if any(part in body for part in parts_of(text))
    ]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with App(Settings(home=tmp_path / "home")) as opened:
        yield opened


def ingest(app: App, folder: Path, sheets: dict[str, str] = SHEETS) -> Report:
    for name, text in sheets.items():
        (folder / name).write_text(text, encoding="utf-8")
    return app.ingest([folder / name for name in sheets], Options())


def forget(app: App, who: str = ORCID) -> None:
    app.forget(who, "本人要求")


def test_no_byte_of_him_is_left_in_the_home(app: App, tmp_path: Path) -> None:
    ingest(app, tmp_path)
    app.ledger.acknowledge("index", app.settings.search_target, 0)
    app.sync()
    app.close()
    places = {place.split("/")[0] for place, _ in holding(app.settings.home, "欧阳钼铼")}
    assert places >= {"ledger.sqlite", "graph"}, "the index compresses its texts"
    assert len(list(app.settings.home.glob("index/v-*"))) == 2
    person = app.find(ORCID, ("Doctor",)).id
    told = app.forget(ORCID, f"{NAME}本人要求")
    app.close()
    assert told.left == []
    assert (
        holding(app.settings.home, "欧阳钼铼", "欧阳", PHONE, "0001234", MAIL, "ouyang", ORCID, person) == []
    )
    assert all(one.agrees for one in app.verify())


def test_what_was_put_aside_and_pages_freed_long_ago_hold_nothing_of_him(app: App, tmp_path: Path) -> None:
    """A ledger of before the program wiped what it deletes, and a broken store kept to be looked at."""
    app.ledger.db.execute("PRAGMA secure_delete = OFF")
    ingest(app, tmp_path)
    app.ledger.db.execute("CREATE TABLE gone (body TEXT)")
    app.ledger.db.executemany("INSERT INTO gone VALUES (?)", [(f"{NAME}{PHONE}",)] * 5000)
    app.ledger.db.execute("DROP TABLE gone")
    aside = app.settings.home / "graph.damaged-20260101000000"
    aside.mkdir()
    (aside / "Doctor_0.bucket").write_text(NAME, encoding="utf-8")
    forget(app)
    app.close()
    assert holding(app.settings.home, "欧阳钼铼", PHONE) == []
    assert not aside.exists()


def test_what_is_not_his_stays(app: App, tmp_path: Path) -> None:
    ingest(app, tmp_path)
    told = app.forget(ORCID, "本人要求")
    assert (told.records, told.rows, told.personal) == (1, 2, 2)
    achievement = app.find("示例·清洁提钒技术", ("Achievement",)).properties
    assert achievement["creators"] == ["示例·李四"]
    assert achievement["abstract"] == "含钒页岩提钒，由〔已按要求删除〕主持"
    assert "creators" not in app.find("示例·独创技术", ("Achievement",)).properties
    assert app.find("示例·李四", ("Doctor",))
    assert app.search(SearchQuery("提钒")).total > 0
    assert app.search(SearchQuery("欧阳钼铼")).total == 0
    found = app.cypher("MATCH (d:Doctor) RETURN d.name AS name", {}, limit=9, timeout=9)
    assert found.rows == [["示例·李四"]]


def test_he_is_not_taken_in_again(app: App, tmp_path: Path) -> None:
    ingest(app, tmp_path)
    forget(app)
    changed = {name: f"{text}\n" for name, text in SHEETS.items()}
    changed["博士.csv"] += "示例·歐陽钼铼,示例理工大学,,,,换了写法,\n"
    report = ingest(app, tmp_path, changed)
    doctors, achievements, *_ = report.files
    assert (doctors.rows, doctors.accepted, doctors.rejected, doctors.forgotten) == (3, 1, 0, 2)
    assert [p.code for p in doctors.problems] == ["forgotten", "forgotten"]
    assert "已按要求删除（20" in doctors.problems[0].message
    assert report.files[3].forgotten == 1
    assert {p.code for p in achievements.problems} == {"forgotten_mention"}
    assert (achievements.accepted, report.added, report.changed) == (2, 0, 0)
    assert "欧阳" not in json.dumps(report.as_json(), ensure_ascii=False).replace("歐陽", "欧阳")
    assert {p.code for p in report.files[2].problems} == {"forgotten_mention"}
    app.close()
    assert holding(app.settings.home, "钼铼", "欧阳", PHONE, MAIL) == []


def test_a_namesake_elsewhere_is_neither_removed_nor_refused(app: App, tmp_path: Path) -> None:
    sheets = {
        "博士.csv": "姓名,所在单位,研究方向\n示例张伟,示例理工大学,提钒\n示例张伟,示例农业大学,香菇\n",
        "需求.csv": "需求名称,企业名称,需求内容\n示例·需求,商洛示例钒业有限公司,想请示例张伟指导\n",
    }
    ingest(app, tmp_path, sheets)
    first, second = sorted(
        (change.entity for change in app.ledger.entities("Doctor")),
        key=lambda one: str(one.properties["institute"]),
        reverse=True,
    )
    told = app.forget(first.id, "本人要求")
    assert app.ledger.entity(first.id) is None
    assert app.find(second.id, ("Doctor",)).properties["name"] == "示例张伟"
    assert told.left == [f"博士 {second.id}", "需求.csv 第 2 行"]
    again = ingest(app, tmp_path, {"博士.csv": sheets["博士.csv"] + "\n"})
    assert (again.files[0].forgotten, again.unchanged) == (1, 1)
    assert all(one.agrees for one in app.verify())


def test_another_orcid_is_another_person(app: App, tmp_path: Path) -> None:
    ingest(app, tmp_path)
    forget(app)
    other = "姓名,所在单位,ORCID\n示例·欧阳钼铼,示例理工大学,0000-0001-5109-3700\n"
    report = ingest(app, tmp_path, {"新.csv": other})
    assert (report.added, report.files[0].forgotten) == (1, 0)
    assert app.find("0000-0001-5109-3700", ("Doctor",)).properties["name"] == NAME


def test_a_removal_cut_short_is_brought_to_its_end_by_sync(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(app, tmp_path)

    def away(*_: object) -> None:
        raise StoreError("索引没有应答")

    with monkeypatch.context() as patch:
        patch.setattr(app, "_follow", away)
        with pytest.raises(StoreError):
            app.forget(ORCID, "本人要求")
    assert holding(app.settings.home, "欧阳钼铼")
    app.sync()
    app.close()
    assert holding(app.settings.home, "欧阳钼铼", "欧阳") == []


def test_a_tombstone_holds_no_name_and_cannot_be_compared_with_a_list(app: App, tmp_path: Path) -> None:
    ingest(app, tmp_path)
    forget(app)
    rows = app.ledger.db.execute("SELECT * FROM tombstone").fetchall()
    assert [(row[1], row[3]) for row in rows] == [("Doctor", "本人要求")]
    hashes = {row[0] for row in app.ledger.db.execute("SELECT hash FROM tombstone_key")}
    salt = app.ledger.meta("salt")
    assert hashes
    assert salt
    with App(Settings(home=tmp_path / "other")) as other:
        ingest(other, tmp_path)
        forget(other)
        assert other.ledger.meta("salt") != salt
        assert hashes.isdisjoint(row[0] for row in other.ledger.db.execute("SELECT hash FROM tombstone_key"))


def test_a_store_that_was_written_step_by_step_follows(app: App, tmp_path: Path) -> None:
    """As on a server, which is not filled anew: the graph is told whom to remove by id."""
    ingest(app, tmp_path)
    person = app.find(ORCID, ("Doctor",)).id
    copy = str(tmp_path / "copy")
    from ingest.forget import forget as remove
    from ingest.projection import sync_graph

    with closing(open_graph(copy, opening(app.settings, read_only=False))) as store:
        store.prepare()
        sync_graph(app.ledger, copy, store, lambda *_: None)
        remove(app.ledger, app.find(ORCID, ("Doctor",)), "本人要求")
        sync_graph(app.ledger, copy, store, lambda *_: None)
        rows = store.read(
            "MATCH (n) WHERE n.id = $id OR n.name CONTAINS '钼铼' RETURN n.id", {"id": person}
        ).rows
    assert rows == []


def test_all_whom_decisions_made_one_with_him_are_removed(app: App, tmp_path: Path) -> None:
    twin = {"另一处.csv": f"姓名,所在单位,研究方向\n{NAME},示例钼铼研究院,钼铼合金\n"}
    ingest(app, tmp_path, {**SHEETS, **twin})
    both = [one.entity.id for one in app.ledger.entities("Doctor") if one.entity.properties["name"] == NAME]
    assert len(both) == 2
    app.decide(both, "same", "示例员")
    assert app.find(both[0], ("Doctor",)) == app.find(both[1], ("Doctor",))
    app.forget(both[0], "本人要求")
    app.close()
    assert holding(tmp_path / "home", NAME, "欧阳钼铼", *both) == []
