"""The command line over a loaded home: what it prints, its one JSON document, and its exit status."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

import cli
from app import DEMO_ENTERPRISE, EXAMPLES, App
from home import hold
from ingest.load import Options
from settings import Settings

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def body(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Said:
        self.patch.setattr(sys, "argv", ["shuangjin", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self.capture.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "home"
    with App(Settings(home=home)) as app:
        app.ingest([EXAMPLES], Options())
    return home


@pytest.fixture
def shell(demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo))
    monkeypatch.setenv("COLUMNS", "200")
    return Shell(monkeypatch, capsys)


JSON_COMMANDS = [
    ("search", "含钒页岩 提钒"),
    ("search", "茶叶", "--kind", "成果", "--limit", "3"),
    ("recommend", DEMO_ENTERPRISE),
    ("recommend", DEMO_ENTERPRISE, "--for", "doctor", "--limit", "2"),
    ("cypher", "MATCH (e:Enterprise) RETURN e.name AS name LIMIT 3"),
    ("cypher", "--named", "top-terms", "-p", "limit=3"),
    ("cypher", "--named", "needs-without-supply", "-p", "county=山阳县"),
    ("cypher", "--list"),
    ("status",),
    ("sync",),
    ("sync", "--repair"),
    ("verify",),
]


@pytest.mark.parametrize("arguments", JSON_COMMANDS, ids=" ".join)
def test_json_is_one_document_and_nothing_else(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell(*arguments, "--json")
    assert said.code == 0, said.err
    assert said.body


@pytest.mark.parametrize("arguments", JSON_COMMANDS, ids=" ".join)
def test_people_get_chinese_and_no_traceback(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell(*arguments)
    assert said.code == 0, said.err
    assert said.out.strip()
    assert "Traceback" not in said.err


def test_recommend_says_why(shell: Shell) -> None:
    body = shell("recommend", DEMO_ENTERPRISE, "--limit", "3", "--json").body
    aims = {one["kind"] for one in body["recommendations"]}
    assert aims == {"Achievement", "Doctor", "Institute"}
    for one in body["recommendations"]:
        assert one["features"]
        assert one["evidence"]
    for aim in aims:
        assert next(one for one in body["recommendations"] if one["kind"] == aim)["paths"]
    order = [
        (any(caution["blocks"] for caution in one["reasons"]["cautions"]), -one["score"])
        for one in body["recommendations"] if one["kind"] == "Achievement"
    ]  # fmt: skip
    assert order == sorted(order)


OLD_FIELDS = ["kind", "id", "name", "score", "features", "paths", "evidence", "source"]


def test_recommend_marks_what_matched_and_says_what_is_missing(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    body = shell("recommend", DEMO_ENTERPRISE, "--xlsx", str(path), "--json").body
    assert list(body) == ["subject", "enterprise", "basis", "advice", "refused", "recommendations"]
    for one in body["recommendations"]:
        assert list(one) == [*OLD_FIELDS, "reasons", "match", "status"]
        reasons = one["reasons"]
        assert list(reasons) == ["matched", "missing", "cautions", "grade"]
        assert reasons["grade"]["label"] in ("强", "较强", "弱", "无")
        assert (reasons["grade"]["probability"] is None) is (one["kind"] != "Achievement")
        for side in ("source", "candidate"):
            for excerpt in reasons["matched"][side].values():
                assert all(excerpt["text"][start:end].strip() for start, end in excerpt["marks"])
    assert any(e["marks"] for e in body["recommendations"][0]["reasons"]["matched"]["candidate"].values())
    heading, first, *_ = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    assert "【" in str(row["需方对上的词"])
    assert "【" in str(row["供方对上的词"])
    assert row["等级"] == body["recommendations"][0]["reasons"]["grade"]["label"]


def test_a_need_that_is_settled_lowers_the_grade_and_says_by_which_agreement(shell: Shell) -> None:
    found = shell("recommend", "示例绿尾", "--for", "achievement", "--json").body["recommendations"]
    held = [one for one in found if any(caution["blocks"] for caution in one["reasons"]["cautions"])]
    assert held
    for one in held:
        assert one["reasons"]["grade"]["label"] in ("弱", "无")
        caution = one["reasons"]["cautions"][0]
        assert caution["code"] in ("need_fulfilled", "already_agreed")
        assert caution["basis"].startswith("agreement-")


ERRORS = [
    (("recommend", "商洛示例氮钒合金责任公司"), 3, "not_found"),
    (("recommend", "示例"), 3, "ambiguous"),
    (("recommend", DEMO_ENTERPRISE, "--for", "patent"), 2, "usage"),
    (("search", "茶", "--kind", "怪物"), 2, "usage"),
    (("search", "茶", "--county", "亚特兰蒂斯"), 2, "usage"),
    (("cypher", "CREATE (n:Need {id: 'x'}) RETURN n"), 2, "usage"),
    (("cypher", "DROP CONSTRAINT x"), 2, "usage"),
    (("cypher", "MATCH (n RETURN n"), 2, "usage"),
    (("cypher",), 2, "usage"),
    (("cypher", "--named", "nothing"), 2, "usage"),
    (("cypher", "--named", "needs-of-field"), 2, "usage"),
    (("cypher", "--named", "top-terms", "-p", "limt=3"), 2, "usage"),
    (("cypher", "--named", "top-terms", "-p", "limit=x"), 2, "usage"),
    (("cypher", "--named", "scan-entities"), 2, "usage"),
    (("cypher", "RETURN 1", "--named", "top-terms"), 2, "usage"),
    (("cypher", "RETURN $x", "-p", "x"), 2, "usage"),
    (("ingest", "没有这个文件.xlsx"), 3, "invalid_input"),
    (("nonsense",), 2, "usage"),
    (("recommend", "[/b]"), 3, "not_found"),
    (("ingest", "[/x].csv"), 3, "invalid_input"),
    (("cypher", "RETURN 1", "--format", "bogus"), 2, "usage"),
    (("search",), 2, "usage"),
    (("export", "out", "--format", "bogus"), 2, "usage"),
    (("export", "."), 3, "invalid_input"),
    (("sync", "--imported", "out"), 2, "usage"),
]


@pytest.mark.parametrize(("arguments", "status", "code"), ERRORS, ids=str)
def test_an_error_has_its_status_code_and_cure(
    shell: Shell, arguments: tuple[str, ...], status: int, code: str
) -> None:
    said = shell(*arguments, "--json")
    assert said.code == status
    error = said.body["error"]
    assert error["code"] == code
    assert error["message"]
    people = shell(*arguments)
    assert people.code == status
    assert "错误" in people.err
    assert "Traceback" not in people.err


def test_an_unknown_firm_brings_the_nearest_names(shell: Shell) -> None:
    error = shell("recommend", "山阳示例氮钒合金责任公司", "--json").body["error"]
    assert any(DEMO_ENTERPRISE in choice for choice in error["choices"])


def test_an_empty_home_says_what_to_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "empty"))
    for arguments in (("search", "茶"), ("recommend", "某公司"), ("cypher", "RETURN 1"), ("verify",)):
        said = shell(*arguments)
        assert said.code == 3
        assert "ingest" in said.err


def test_bad_rows_exit_1_and_the_workbook_names_the_cells(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "企业.csv"
    path.write_text("企业名称,统一社会信用代码\n商洛示例坏码有限公司,916108212240046410\n", encoding="utf-8")
    said = shell("ingest", str(path), "--dry-run", "--report", str(tmp_path / "发回.xlsx"))
    assert said.code == 1
    assert "统一社会信用代码" in said.out + said.err
    assert "发回.xlsx" in said.out + said.err
    book = load_workbook(tmp_path / "发回.xlsx")
    assert book.worksheets[0]["A2"].value == "退回：统一社会信用代码"
    assert "uscc_check" in [row[1] for row in book["导入汇总"].iter_rows(values_only=True)]


def test_without_a_place_for_the_report_nothing_is_loaded(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "企业.csv"
    path.write_text("企业名称\n商洛示例报告有限公司\n", encoding="utf-8")
    before = shell("status", "--json").body["seq"]
    said = shell("ingest", str(path), "--report", str(tmp_path / "没有" / "发回.xlsx"), "--json")
    assert (said.code, said.body["error"]["code"]) == (3, "invalid_input")
    assert "还什么都没有导入" in said.body["error"]["message"]
    assert shell("status", "--json").body["seq"] == before


def test_the_answer_as_a_workbook_holds_names_and_reasons(shell: Shell, tmp_path: Path) -> None:
    body = shell("recommend", DEMO_ENTERPRISE, "--json", "--xlsx", str(tmp_path / "推荐.xlsx")).body
    book = load_workbook(tmp_path / "推荐.xlsx")
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    for one in body["recommendations"]:
        assert one["name"] in text
        assert one["evidence"] in text


def test_an_export_says_how_to_go_on(shell: Shell, tmp_path: Path) -> None:
    said = shell("export", str(tmp_path / "图"))
    assert (said.code, "说明.txt" in said.out) == (0, True)
    body = shell("export", str(tmp_path / "another"), "--json").body
    assert body == json.loads((tmp_path / "图" / "manifest.json").read_text(encoding="utf-8"))


def test_the_row_cap_is_announced(shell: Shell) -> None:
    said = shell("cypher", "MATCH (n:Need) RETURN n.id AS id", "--limit", "2", "--format", "csv")
    assert said.out.count("\n") == 3
    assert "--limit" in said.err
    assert shell("cypher", "MATCH (n:Need) RETURN n.id AS id", "-n", "2", "--json").body["truncated"] is True


def test_a_named_query_takes_a_county_by_any_name_and_all_of_them_by_none(shell: Shell) -> None:
    def ask(*given: str) -> list[Any]:
        said = shell("cypher", "--named", "needs-of-county", "-p", "limit=999", *given, "--json")
        rows: list[Any] = said.body["rows"]
        return rows

    one = ask("-p", "county=山阳县")
    assert one
    assert one == ask("-p", "county=山阳") == ask("-p", "county=611024") == ask("-p", "county=county-611024")
    assert len(ask()) == len(ask("-p", "county=")) > len(one)


def test_an_answer_without_rows_keeps_the_columns_of_its_query(shell: Shell) -> None:
    body = shell("cypher", "--named", "check-dates", "--json").body
    assert (body["columns"], body["rows"]) == (["kind", "id", "name", "since", "until"], [])


def test_the_list_of_queries_fits_a_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = [line.rstrip() for line in shell("cypher", "--list").out.splitlines()]
    assert max(map(cell_len, lines)) <= 100
    assert any(line.startswith("needs-without-supply ") and line.endswith("[limit]") for line in lines)
    assert not any(line.startswith("scan-entities") for line in lines)
    listed = shell("cypher", "--list", "--json").body
    (found,) = (one for one in listed if one["name"] == "needs-of-field")
    assert found["params"][0]["default"] is None


def test_a_home_in_use_names_its_holder(shell: Shell, demo: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from home import hold\n"
            f"with hold(Path({str(demo)!r}), 'ingest', write=True):\n"
            "  print(1, flush=True); sys.stdin.read()",
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        said = shell("recommend", DEMO_ENTERPRISE)
        assert said.code == 4
        assert f"进程 {holder.pid}（ingest" in said.err.replace("\n", "")
    finally:
        holder.communicate(b"")
    with hold(demo, "test", write=True):
        pass


def test_both_ways_to_start_are_the_same_program(demo: Path) -> None:
    environment = {**os.environ, "SHUANGJIN_HOME": str(demo)}
    starts = ([sys.executable, "cli.py"], [str(Path(sys.executable).parent / "shuangjin")])
    for arguments in (["--help"], ["status", "--json"]):
        said = [
            subprocess.check_output([*start, *arguments], cwd=ROOT, env=environment, text=True).split()
            for start in starts
        ]
        assert ["shuangjin" if word == "cli.py" else word for word in said[0]] == said[1]


def test_brackets_in_texts_are_texts(shell: Shell) -> None:
    assert "[/b][red]:smile:" in shell("cypher", "RETURN '[/b][red]:smile:' AS a").out


def test_a_home_that_is_no_folder_and_an_unknown_address_say_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "file"))
    for command in (("status",), ("search", "茶"), ("sync",)):
        assert shell(*command, "--json").body["error"]["code"] == "store_unreachable"
    monkeypatch.setenv("SHUANGJIN_GRAPH_URL", "carrier-pigeon://x")
    assert "SHUANGJIN_GRAPH_URL" in shell("status").err


def test_a_ledger_damaged_inside_is_told(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, demo: Path
) -> None:
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path))
    body = bytearray((demo / "ledger.sqlite").read_bytes())
    body[8192:400_000] = b"\xff" * (400_000 - 8192)
    (tmp_path / "ledger.sqlite").write_bytes(bytes(body))
    said = shell("status", "--json")
    assert said.code == 3
    assert "账本" in said.body["error"]["message"]


def test_rolling_the_index_back(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, demo: Path
) -> None:
    shutil.copytree(demo, tmp_path / "home")
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "home"))
    assert shell("sync").code == 0, "a copied home counts as never followed: a second version is built"
    assert shell("sync", "--rollback", "--json").body == {"behind": 0}
    assert shell("search", "提钒", "--json").body["total"] > 0
    again = shell("sync", "--rollback")
    assert again.code == 2
    assert "上一版" in again.err
