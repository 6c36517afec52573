"""The whole, embedded: three small sheets become a recommendation with its path; nothing changes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import upkeep
from app import App
from errors import NotFoundError, StoreError
from ingest.load import Options
from search.index import SearchQuery
from settings import Settings

SHEETS = {
    "企业.csv": "企业名称,所属区县,经营范围\n商洛示例钒业有限公司,山阳县,含钒页岩提取五氧化二钒\n",
    "需求.csv": "需求名称,企业名称,需求类型,需求内容\n"
    "示例·提钒收率提升,商洛示例钒业有限公司,技术研发,含钒页岩空白焙烧酸浸提钒收率低\n",
    "成果.csv": "成果名称,完成单位,成果简介,所处阶段\n"
    "示例·清洁提钒技术,示例大学,空白焙烧加酸浸从含钒页岩提取五氧化二钒,中期\n"
    "示例·香菇菌棒技术,示例大学,香菇菌棒工厂化栽培,大概成熟\n",
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with App(Settings(home=tmp_path / "home")) as opened:
        yield opened


def sheets(tmp_path: Path) -> list[Path]:
    return [tmp_path / name for name in SHEETS]


def test_an_empty_home_says_what_to_run(app: App) -> None:
    with pytest.raises(NotFoundError) as caught:
        app.recommend("商洛示例钒业", ("achievement",), 3)
    assert "ingest" in caught.value.cure


def test_sheets_become_a_recommendation_with_its_path(app: App, tmp_path: Path) -> None:
    report = app.ingest(sheets(tmp_path), Options())
    assert (report.added, report.rejected) == (3, 1)
    assert [(p.row, p.column, p.code) for p in report.files[2].problems] == [
        (3, "所处阶段", "choice_unknown")
    ]
    best = app.recommend("商洛示例钒业", ("achievement",), 3).recommendations[0]
    assert best.name == "示例·清洁提钒技术"
    relations = [step["relation"] for step in best.paths[0] if "relation" in step]
    assert relations == ["HAS_NEED", "MENTIONS", "MENTIONS", "OWNS"]
    assert all(one.agrees for one in app.verify())


def test_the_same_again_changes_nothing_and_a_changed_row_is_a_new_version(app: App, tmp_path: Path) -> None:
    app.ingest(sheets(tmp_path), Options())
    before = app.ledger.seq()
    again = app.ingest(sheets(tmp_path), Options())
    assert (again.added, again.changed, again.unchanged, again.rejected) == (0, 0, 3, 1)
    assert app.ledger.seq() == before
    path = tmp_path / "需求.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("收率低", "收率偏低"), encoding="utf-8")
    assert app.ingest([path], Options()).changed == 1
    versions = app.ledger.db.execute("SELECT max(version) FROM record").fetchone()
    assert versions == (2,)
    assert all(one.agrees for one in app.verify())


def test_a_vanished_row_is_told_and_only_taken_back_on_demand(app: App, tmp_path: Path) -> None:
    app.ingest(sheets(tmp_path), Options())
    path = tmp_path / "需求.csv"
    path.write_text(
        SHEETS["需求.csv"].split("\n")[0] + "\n示例·另一需求,商洛示例钒业有限公司,技术研发,钼\n",
        encoding="utf-8",
    )
    assert len(app.ingest([path], Options()).vanished) == 1
    assert app.ledger.counts()["Need"] == 2
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    app.ingest([path], Options(retire=True))
    assert app.ledger.counts()["Need"] == 1
    assert all(one.agrees for one in app.verify())


def test_a_dry_run_writes_nothing(app: App, tmp_path: Path) -> None:
    assert app.ingest(sheets(tmp_path), Options(dry_run=True)).added == 3
    assert app.ledger.counts() == {}


def test_a_firm_taken_back_and_sent_again_is_the_same_firm(app: App, tmp_path: Path) -> None:
    app.ingest(sheets(tmp_path), Options())
    firm = app.find("商洛示例钒业有限公司").id
    alone = tmp_path / "需求.csv"
    alone.write_text(SHEETS["需求.csv"].split("\n")[0] + "\n", encoding="utf-8")
    path = tmp_path / "企业.csv"
    path.write_text("企业名称,所属区县,经营范围\n镇安示例茶业有限公司,镇安县,制茶\n", encoding="utf-8")
    app.ingest([alone, path], Options(retire=True))
    with pytest.raises(NotFoundError):
        app.find("商洛示例钒业有限公司")
    path.write_text(SHEETS["企业.csv"], encoding="utf-8")
    app.ingest([path], Options())
    assert app.find("商洛示例钒业有限公司").id == firm
    assert all(one.agrees for one in app.verify())


def test_a_graph_filled_at_once_is_the_graph_written_step_by_step(app: App, tmp_path: Path) -> None:
    """The first ingest fills, the later ones write; a store filled anew from the same ledger agrees too."""
    for path in sheets(tmp_path):
        app.ingest([path], Options())
    assert all(one.agrees for one in app.verify())
    app.ledger.acknowledge("graph", app.settings.graph_target, 0)
    with pytest.raises(StoreError, match="还没有建好"):
        app.verify()
    app.sync()
    assert all(one.agrees for one in app.verify())


def test_a_warning_is_told_again_when_the_file_is_not_read_again(app: App, tmp_path: Path) -> None:
    path = tmp_path / "成果.csv"
    path.write_text(
        "成果名称,完成单位,成果简介,参加路演\n示例·清洁提钒技术,示例大学,提钒,SLLY-99\n", encoding="utf-8"
    )
    told = [app.ingest([path], Options()).files[0] for _ in range(2)]
    assert [file.unread for file in told] == [False, True]
    assert [[p.code for p in file.problems] for file in told] == [["unknown_reference"]] * 2


def test_many_changes_are_indexed_in_a_process_of_their_own(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "MANY", 1)
    app.ingest(sheets(tmp_path), Options())
    assert app.search(SearchQuery("提钒")).total > 0
    assert all(one.agrees for one in app.verify())


def test_a_need_lies_in_the_county_of_its_firm(app: App, tmp_path: Path) -> None:
    firms = SHEETS["企业.csv"].replace("\n", ",统一社会信用代码\n", 1).rstrip() + ",91611099MAD000019A\n"
    path = tmp_path / "企业.csv"
    path.write_text(firms, encoding="utf-8")
    app.ingest(list(reversed(sheets(tmp_path))), Options())

    def found(county: str) -> set[str]:
        return {hit.kind for hit in app.search(SearchQuery("含钒页岩", counties=(county,))).hits}

    assert found("611024") == {"Enterprise", "Need"}
    path.write_text(firms.replace("山阳县", "镇安县"), encoding="utf-8")
    app.ingest([path], Options())
    assert (found("611024"), found("611025")) == (set(), {"Enterprise", "Need"})
    assert all(one.agrees for one in app.verify())
