"""`decide` and `watch` on the command line: what is printed, its JSON, its exit status, and what a kill
leaves.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app import App
from errors import InputError
from listing import HEADINGS
from matches.returned import TO_FILL
from settings import Settings
from tests.matches.home import SCOPE, SHEETS, TEA, VANADIUM, fill
from tests.test_cli import ROOT, Shell


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outcomes")
    return fill(folder / "home", folder)


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled home, whose stores have followed where it lies now."""
    home = tmp_path / "home"
    shutil.copytree(filled, home)
    with App(Settings(home=home)) as app:
        for name, target in (("graph", app.settings.graph_target), ("index", app.settings.search_target)):
            app.ledger.acknowledge(name, target, app.ledger.seq())
    return home


@pytest.fixture
def shell(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(home))
    monkeypatch.setenv("SHUANGJIN_USER", "张三")
    monkeypatch.setenv("COLUMNS", "200")
    return Shell(monkeypatch, capsys)


def recommended(shell: Shell, firm: str = VANADIUM, *more: str) -> dict[str, dict[str, Any]]:
    """Name -> recommendation."""
    found = shell("recommend", firm, "--json", *more).body["recommendations"]
    return {one["name"]: one for one in found}


def new(shell: Shell, *arguments: str) -> list[dict[str, Any]]:
    (one,) = shell("watch", "run", *arguments, "--json").body["watches"]
    return list(one["matches"])


def names(found: list[dict[str, Any]]) -> set[str]:
    return {one["name"] for one in found}


MADE, OTHER = "示例·石煤空白焙烧酸浸提钒", "示例·五氧化二钒溶剂萃取提纯"


def test_a_refused_match_is_not_shown_again_until_it_is_undone(shell: Shell, tmp_path: Path) -> None:
    before = recommended(shell)
    word = before[MADE]["match"]
    said = shell("decide", word, "refused", "--reason", "价格", "--note", "太贵")
    assert (said.code, "第 1 号记录" in said.out, "回绝" in said.out) == (0, True, True)
    after = recommended(shell)
    assert set(before) - set(after) == {MADE}
    assert after[OTHER]["match"] == before[OTHER]["match"]
    assert "已略去 1 条您已回绝的" in shell("recommend", VANADIUM).out
    assert shell("recommend", VANADIUM, "--json").body["refused"] == 1
    assert shell("recommend", TEA, "--json").body["refused"] == 0
    assert "已略去" not in shell("recommend", TEA).out
    listed = shell("decide", "list", "--status", "回绝", "--json").body
    assert [(one["match"], one["status"]) for one in listed["matches"]] == [(word, "refused")]
    assert listed["matches"][0]["steps"][0]["by"] == "张三"
    assert shell("decide", "list").out.count("太贵") == 1
    undone = shell("decide", "undo", "1")
    assert (undone.code, "已撤销第 1 号记录" in undone.out) == (0, True)
    assert recommended(shell) == before
    assert "已撤销，见第 2 号" in shell("decide", "list").out
    assert shell("verify").code == 0


def test_the_list_stays_full_without_what_was_refused(shell: Shell) -> None:
    both = list(recommended(shell, VANADIUM, "--for", "achievement"))
    first = recommended(shell, VANADIUM, "--for", "achievement", "--limit", "1")
    assert list(first) == both[:1]
    shell("decide", first[both[0]]["match"], "refused", "--reason", "未成熟")
    assert list(recommended(shell, VANADIUM, "--for", "achievement", "--limit", "1")) == both[1:2]


def test_how_a_match_stands_is_in_every_form_of_a_recommendation(shell: Shell, tmp_path: Path) -> None:
    word = recommended(shell)[MADE]["match"]
    shell("decide", word, "contacted", "--on", "2025-01-05")
    assert recommended(shell)[MADE]["status"] == "接洽 2025-01-05"
    assert f"匹配编号 {word}，已到 接洽 2025-01-05" in shell("recommend", VANADIUM).out
    path = tmp_path / "推荐.xlsx"
    shell("recommend", VANADIUM, "--xlsx", str(path))
    heading, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    found = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(one["匹配编号"], one["进展"]) for one in found if one["名称"] == MADE] == [
        (word, "接洽 2025-01-05")
    ]


def test_a_pair_is_also_named_by_both_sides(shell: Shell) -> None:
    said = shell("decide", "XQ-1", MADE, "contacted", "--json").body
    assert said["match"] == recommended(shell)[MADE]["match"]
    assert list(said) == [
        "match",
        "subject",
        "candidate",
        "step",
        "status",
        "label",
        "dated",
        "already",
        "warnings",
    ]
    again = shell("decide", "record", MADE, "XQ-1", "contacted", "--json").body
    assert (again["already"], again["step"]) == (True, said["step"])
    warned = shell("decide", "XQ-1", MADE, "signed")
    assert "请留意：跳过了意向" in warned.out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("XQ-1", "CG-1", "refused"), 3),
        (("XQ-1", "CG-1", "refused", "--reason", "不要"), 3),
        (("XQ-1", "CG-1", "paid"), 3),
        (("XQ-1", "CG-1", "contacted", "--on", "2099-01-01"), 3),
        (("aaaaaa_bbbbbb", "contacted"), 3),
        (("没有的", "contacted"), 3),
        ((VANADIUM, "CG-1", "contacted"), 3),
        (("XQ-1", "CG-1", "married"), 2),
        (("XQ-1",), 2),
        ((), 2),
        (("undo", "99"), 3),
        (("list", "--status", "married"), 2),
        (("--from", "没有.xlsx"), 3),
        (("XQ-1", "CG-1", "contacted", "--from", "没有.xlsx"), 2),
        (("export", "/dev/null/a.csv"), 3),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_says_what_to_do(
    shell: Shell, arguments: tuple[str, ...], status: int
) -> None:
    said = shell("decide", *arguments, "--json")
    assert said.code == status
    if arguments:
        assert said.body["error"]["cure"]
        assert "Traceback" not in said.err
    assert shell("decide", "list", "--json").body == {"total": 0, "matches": []}


def test_the_funnel_is_in_the_status(shell: Shell) -> None:
    assert "推荐后来怎样" not in shell("status").out
    shell("decide", "XQ-1", "CG-1", "signed")
    shell("decide", "XQ-1", "CG-1", "paid", "--amount", "20万元")
    shell("decide", "XQ-2", "CG-2", "refused", "--reason", "地域")
    out = shell("status").out
    assert "协议签订 1" in out
    assert "回绝 1：地域 1" in out
    assert "回款 200,000 元" in out
    body = shell("status", "--json").body["matches"]
    assert (body["matches"], body["refused"], body["paid"]) == (2, {"地域": 1}, 200_000.0)
    assert body["levels"][-1] == {"status": "paid", "label": "回款", "now": 1, "reached": 1}


def test_outcomes_go_out_as_judgements(shell: Shell, tmp_path: Path) -> None:
    shell("decide", "XQ-1", "CG-1", "signed")
    shell("decide", "XQ-2", "CG-2", "refused", "--reason", "领域不符")
    path = tmp_path / "评判.csv"
    said = shell("decide", "export", str(path), "--texts", str(tmp_path / "texts"), "--json")
    assert said.body == {"judgements": 2}
    assert path.read_text(encoding="utf-8").split() == [
        "need_id,achievement_id,level", "need-XQ-1,achievement-CG-1,4", "need-XQ-2,achievement-CG-2,1",
    ]  # fmt: skip
    needs = (tmp_path / "texts" / "needs.csv").read_text(encoding="utf-8").splitlines()
    assert needs[0] == "need_id,title,content"
    assert needs[1].startswith("need-XQ-1,示例·石煤提钒收率提升,")
    assert (tmp_path / "texts" / "achievements.csv").exists()


# -- standing queries --------------------------------------------------------------------------------


def watch(shell: Shell, *arguments: str) -> None:
    said = shell("watch", "add", *arguments, "--at-least", "无")
    assert said.code == 0, said.err


def test_a_query_lists_what_is_new_once(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    assert "还没列过" in shell("watch", "list").out
    seen = new(shell, "山阳")
    assert MADE in names(seen)
    assert names(seen) == names(new(shell, "山阳")), "looking marks nothing"
    assert shell("decide", "list", "--json").body["total"] == 0
    path = tmp_path / "山阳.xlsx"
    said = shell("watch", "run", "山阳", "--xlsx", str(path))
    assert f"新的 {len(seen)} 条" in said.out
    assert new(shell, "山阳") == []
    assert shell("watch", "run", "--xlsx", str(tmp_path / "无.xlsx")).code == 0
    assert not (tmp_path / "无.xlsx").exists(), "nothing new, no workbook"
    listed = shell("watch", "list", "--json").body["watches"][0]
    assert (listed["listed"], bool(listed["last_run"])) == (len(seen), True)
    assert {one["status"] for one in shell("decide", "list", "--json").body["matches"]} == {"pushed"}
    assert not list(tmp_path.glob(".*part"))


def test_a_new_achievement_is_listed_alone(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    shell("watch", "run", "--xlsx", str(tmp_path))
    more = tmp_path / "更多.csv"
    title = "示例·绿茶萎凋机"
    more.write_text(
        f"成果名称,完成单位,成果编号,成果简介\n{title},示例大学,CG-7,夏秋绿茶萎凋\n", encoding="utf-8"
    )
    assert shell("ingest", str(more)).code == 0
    (one,) = new(shell)
    assert (one["name"], one["enterprise"]["name"]) == (title, TEA)


def test_nothing_decided_returns_and_a_pushed_match_may(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    shell("decide", "XQ-1", "CG-1", "refused", "--reason", "价格")
    shell("decide", "XQ-2", "CG-2", "interested")
    shell("decide", "XQ-3", "CG-3", "pushed")
    found = names(new(shell))
    assert not {MADE, OTHER} & found
    assert "示例·绿茶萎凋减涩" in found


def test_a_match_returns_when_its_grade_rises(shell: Shell, home: Path, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    seen = new(shell)
    shell("watch", "run", "--xlsx", str(tmp_path / "1.xlsx"))
    assert next(one for one in seen if one["name"] == MADE)["reasons"]["grade"]["label"] != "无"
    with App(Settings(home=home)) as app:
        app.ledger.db.execute("UPDATE listed SET grade = '强'")
    assert new(shell) == []
    with App(Settings(home=home)) as app:
        app.ledger.db.execute("UPDATE listed SET grade = '无' WHERE candidate = 'achievement-CG-1'")
    assert {one["name"] for one in new(shell)} == {MADE}


def test_counties_institutes_and_enterprises_are_watched(shell: Shell) -> None:
    watch(shell, "镇安", "--county", "611025", "--for", "achievement")
    watch(shell, "农大", "--institute", "示例农业大学", "--for", "achievement")
    watch(shell, "茶", "--enterprise", TEA, "--for", "achievement")
    assert {one["enterprise"]["name"] for one in new(shell, "镇安")} == {SCOPE}
    assert names(new(shell, "农大")) <= {"示例·绿茶萎凋减涩", "示例·石煤提钒废水脱氨"}
    assert names(new(shell, "农大"))
    assert {one["enterprise"]["name"] for one in new(shell, "茶")} == {TEA}
    assert shell("watch", "remove", "茶").code == 0
    assert [one["name"] for one in shell("watch", "list", "--json").body["watches"]] == ["镇安", "农大"]
    watch(shell, "茶", "--enterprise", TEA, "--for", "achievement", "--limit", "1")
    assert len(new(shell, "茶")) == 1


def test_all_queries_go_into_one_workbook_or_a_folder(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    watch(shell, "镇安", "--county", "镇安县", "--for", "achievement")
    folder = tmp_path / "表"
    body = shell("watch", "run", "山阳", "--xlsx", str(folder), "--json").body["watches"]
    assert Path(body[0]["file"]).parent == folder
    shell("watch", "remove", "山阳")
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    again = shell("watch", "run", "山阳", "--xlsx", str(folder), "--json").body["watches"]
    assert again[0]["file"].endswith("（2）.xlsx"), "a workbook is never written over"
    shell("watch", "remove", "山阳")
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    one = tmp_path / "全部.xlsx"
    shell("watch", "run", "--xlsx", str(one))
    book = load_workbook(one)
    assert book.sheetnames == ["镇安", "山阳"]
    heading, first, *_ = book["山阳"].iter_rows(values_only=True)
    assert heading == HEADINGS
    row = dict(zip(heading, first, strict=True))
    assert row["区县"] == "山阳县"
    assert any(word in str(row["路径"]) for word in ("—提到→", "同见"))
    assert row["推荐理由"]
    assert [row[name] for name in TO_FILL] == [None] * len(TO_FILL)
    choices = {str(rule.sqref): rule.formula1 for rule in book["山阳"].data_validations.dataValidation}
    assert any("协议签订" in one for one in choices.values())


def fill_in(path: Path, name: str, cells: dict[str, str]) -> None:
    """Write into the rows of a recommendation."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    places = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, places["推荐"]).value == name:
            for heading, value in cells.items():
                sheet.cell(row, places[heading], value)
    book.save(path)


def test_a_filled_workbook_comes_back(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    path = tmp_path / "山阳.xlsx"
    shell("watch", "run", "--xlsx", str(path))
    fill_in(path, MADE, {"结果": "接洽", "备注": "电话"})
    fill_in(path, OTHER, {"结果": "回绝", "原因": "价格", "经办人": "李四"})
    fill_in(path, "示例·绿茶萎凋减涩", {"原因": "价格"})
    said = shell("decide", "--from", str(path), "--json")
    assert said.code == 1
    assert said.body["refused"][0]["message"] == "“结果”没有填"
    count = said.body["recorded"]
    assert count >= 2
    found = {one["candidate"]["name"]: one for one in shell("decide", "list", "--json").body["matches"]}
    assert found[MADE]["status"] == "contacted"
    assert (found[OTHER]["status"], found[OTHER]["steps"][-1]["by"]) == ("refused", "李四")
    again = shell("decide", "--from", str(path), "--json").body
    assert (again["recorded"], again["already"]) == (0, count)
    other = tmp_path / "别的.csv"
    other.write_text(SHEETS["企业.csv"], encoding="utf-8")
    assert "没有“匹配编号”" in shell("decide", "--from", str(other), "--json").body["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("add", "甲"), 2),
        (("add", "甲", "--county", "山阳县", "--enterprise", TEA), 2),
        (("add", "甲", "--institute", "没有的大学"), 3),
        (("add", "甲/乙", "--county", "山阳县"), 2),
        (("add", "长" * 32, "--county", "山阳县"), 2),
        (("add", "已有", "--county", "山阳县"), 2),
        (("add", "甲", "--county", "山阳县", "--at-least", "极强"), 2),
        (("add", "甲", "--county", "山阳县", "--for", "money"), 2),
        (("run", "没有"), 3),
        (("remove", "没有"), 3),
        (("run", "--xlsx", "/dev/null/a"), 3),
    ],
)
def test_a_query_that_cannot_be_says_so(shell: Shell, arguments: tuple[str, ...], status: int) -> None:
    watch(shell, "已有", "--county", "镇安县")
    said = shell("watch", *arguments, "--json")
    assert said.code == status
    assert said.body["error"]["cure"]
    assert len(shell("watch", "list", "--json").body["watches"]) == 1


def test_without_a_query_a_run_says_how_to_add_one(shell: Shell) -> None:
    said = shell("watch", "run")
    assert (said.code, "watch add" in said.err) == (3, True)


def test_a_workbook_that_is_there_is_not_written_over(shell: Shell, tmp_path: Path) -> None:
    watch(shell, "山阳", "--county", "山阳县")
    path = tmp_path / "有.xlsx"
    path.write_text("填过的", encoding="utf-8")
    assert shell("watch", "run", "--xlsx", str(path), "--json").code == 3
    assert path.read_text(encoding="utf-8") == "填过的"
    assert new(shell)


DYING = """
import os, signal, sys
import workbooks.matches as out
kind = sys.argv.pop(1)
save, write = out.save, out.write_pages
def end(): os.kill(os.getpid(), signal.SIGKILL)
def dying_save(book, path):
    save(book, path)
    if kind == "written": end()
def dying_write(path, pages):
    if kind == "before": end()
    write(path, pages)
    if kind == "renamed": end()
out.save, out.write_pages = dying_save, dying_write
import cli
cli.main()
"""


@pytest.mark.parametrize("moment", ["before", "written", "renamed"])
def test_a_run_that_is_killed_has_listed_nothing(
    shell: Shell, home: Path, tmp_path: Path, moment: str
) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    seen = new(shell)
    path = tmp_path / "山阳.xlsx"
    done = subprocess.run(
        [sys.executable, "-c", DYING, moment, "watch", "run", "山阳", "--xlsx", str(path)],
        cwd=ROOT, env={**os.environ, "SHUANGJIN_HOME": str(home)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr.decode()
    assert path.exists() is (moment == "renamed")
    assert new(shell) == seen
    assert shell("decide", "list", "--json").body["total"] == 0
    path.unlink(missing_ok=True)
    assert shell("watch", "run", "山阳", "--xlsx", str(path)).code == 0
    assert len(list(load_workbook(path).worksheets[0].iter_rows())) == len(seen) + 1
    assert new(shell) == []
    assert not list(tmp_path.glob(".*part"))


def test_a_run_that_another_overtook_lists_nothing(
    shell: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(shell, "山阳", "--county", "山阳县", "--for", "achievement")
    with App(Settings(home=home)) as app:
        look = app._looked

        def overtaken(*arguments: Any) -> Any:
            found = look(*arguments)
            subprocess.run(
                [sys.executable, "cli.py", "watch", "run", "山阳", "--xlsx", str(tmp_path / "别人.xlsx")],
                cwd=ROOT, env={**os.environ, "SHUANGJIN_HOME": str(home)}, capture_output=True, check=True,
            )  # fmt: skip
            return found

        monkeypatch.setattr(app, "_looked", overtaken)
        with pytest.raises(InputError, match="刚被另一个进程运行过"):
            app.run_watches("山阳", tmp_path / "我的.xlsx")
    assert (tmp_path / "别人.xlsx").exists()
    assert not (tmp_path / "我的.xlsx").exists()
    assert new(shell) == []
