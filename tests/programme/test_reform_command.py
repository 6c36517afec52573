"""三项改革 over real registry firms, and as a command."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import App
from ingest.load import Options as LoadOptions
from programme.reform_part import Options
from settings import Settings
from tests.programme.conftest import DATA, ROOT
from tests.programme.test_reform import ANSWERS, deciding, made
from tests.test_cli import Shell

# -- real firms ----------------------------------------------------------------------------------------


def test_a_registry_alone_gives_empty_tables(real_app: App) -> None:
    found = made(real_app, Options())
    assert not any(sheet.rows for sheet in found.sheets if sheet.name not in ("terms", "steps"))
    assert not found.ties


@pytest.fixture(scope="module")
def mixed_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The real firms, and a made-up achievement and doctor."""
    if not DATA.exists():
        pytest.skip("the shared data lie beside the repository")
    folder = tmp_path_factory.mktemp("mixed")
    tables = {
        "高校院所.csv": [["院所名称", "三项改革试点单位"], ["示例大学", "是"]],
        "科技成果.csv": [
            ["成果编号", "成果名称", "完成单位", "成果简介", "关键词", "是否单列管理", "权利类型",
             "法律状态"],
            ["SL-1", "示例·连翘中药饮片炮制技术", "示例大学", "中药材种植、收购，中药饮片加工",
             "中药饮片、连翘", "是", "发明专利", "有效"],
            ["SL-2", "示例·核桃加工技术", "示例大学", "核桃加工", "核桃", "", "", ""],
        ],
        "博士.csv": [["博士编号", "姓名", "所在单位", "学科"], ["SLB-1", "示例·甲", "示例大学", "360"]],
    }  # fmt: skip
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    mapping = ROOT / "tests" / "sources" / "public.yaml"
    with App(Settings(home=folder / "home")) as app:
        app.ingest([DATA / "enterprises_shangluo.csv.gz"], LoadOptions(mapping=mapping))
        app.ingest([folder / name for name in tables], LoadOptions())
        yield app


def test_real_firms_of_unknown_size_are_neither_allowed_nor_blocked(mixed_app: App) -> None:
    firm = mixed_app.find("91611002223280433W").id
    found = made(mixed_app, Options(limit=5, candidates=(("doctor-SLB-1", firm),)))
    pairs = found.sheet("pairs")
    assert pairs.rows
    for row in pairs.rows:
        assert pairs.cell(row, "verdict") is None
        assert deciding(str(pairs.cell(row, "why"))) == ["被许可方为中小企业"]
    verdicts = found.sheet("verdicts")
    assert {row.ids[0]: verdicts.cell(row, "verdict") for row in verdicts.rows} == {
        "achievement-SL-1": "允许", "achievement-SL-2": None}  # fmt: skip
    assert found.value(found.figure("listed_unsaid")) == 1
    checks = found.sheet("vice_checks")
    states = {str(checks.cell(row, "clause")): checks.cell(row, "state") for row in checks.rows}
    assert states["企业运行满1年"] == "符合"
    assert "不符" not in states.values()
    (vice,) = found.sheet("vice").rows
    assert found.sheet("vice").cell(vice, "verdict") is None
    assert not found.ties


# -- the command line ----------------------------------------------------------------------------------


@pytest.fixture
def shell(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    monkeypatch.setenv("COLUMNS", "110")
    return Shell(monkeypatch, capsys)


DAY = ("--at", "2026-06-30")


def test_the_command_answers_in_json_and_writes_a_workbook(shell: Shell, tmp_path: Path) -> None:
    said = shell("plan", "reform", *DAY, "--part", "科技副总", "--part", "counts", "--candidate",
                 "BS-045：铼华", "--json", "--xlsx", str(tmp_path / "r.xlsx"))  # fmt: skip
    assert said.code == 0
    assert [sheet["name"] for sheet in said.body["sheets"]] == [
        "vice",
        "vice_checks",
        "works",
        "by_owner",
        "by_county",
        "owned",
        "went",
    ]
    assert {one["rule"] for one in said.body["rules"]} == {"reform", "vice-president"}
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == [
        "汇总",
        "科技副总核对",
        "科技副总逐条核对",
        "单列管理成果台账",
        "按权利人",
        "按区县",
        "各权利人的成果",
        "各区县得到的成果",
    ]


def test_a_figure_opens_into_rows_and_their_files(shell: Shell) -> None:
    said = shell("plan", "reform", *DAY, "--part", "优先受让", "--drill", "notify")
    assert said.code == 0
    assert "协同创新协议.xlsx 协议 第" in said.out
    assert "--param types='[\"技术转让\"]'" in said.out
    body = shell("plan", "reform", *DAY, "--part", "统计", "--drill", "licensed", "--json").body
    assert len(body["rows"]) == body["value"] == ANSWERS["counts"]["licensed"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--candidate", "BS-045"], 2, "博士:企业"),
        (["--candidate", "BS-045:没有的公司"], 3, "没有的公司"),
        (["--part", "别的"], 2, "先使用后付费"),
        (["--institute", "没有的大学"], 3, "没有的大学"),
        (["--county", "没有的县"], 2, "没有的县"),
        (["--at", "2026-06"], 2, "2026-06-30"),
        (["--part", "统计", "--drill", "没有"], 2, "converted_share"),
        (["--part", "统计", "--record"], 2, "--record"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_cure(
    shell: Shell, arguments: list[str], code: int, words: str
) -> None:
    given = arguments if "--at" in arguments else [*arguments, *DAY]
    said = shell("plan", "reform", *given, "--json")
    assert said.code == code
    error = (
        json.loads(said.out.splitlines()[-1])["error"] if said.out.strip() else json.loads(said.err)["error"]
    )
    assert words in error["message"] + error["cure"]
