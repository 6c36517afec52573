"""`show` and the preview of a dry run on the command line: for people, as JSON, and the exit status."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli

Say = Callable[..., tuple[int, str, str]]
FIRM = "商洛示例钒业有限公司"
FIRMS = "企业名称,县区,注册资本（万元）,联系电话\n"
NEEDS = "需求名称,企业名称,需求类型,需求内容\n"


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command over a home of its own, in an empty folder; (status, stdout, stderr)."""
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["shuangjin", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def write(**texts: str) -> None:
    for name, text in texts.items():
        Path(f"{name}.csv").write_text(text, encoding="utf-8")


@pytest.fixture
def loaded(say: Say) -> Say:
    write(企业=f"{FIRMS}{FIRM},山阳,500,13912345678\n")
    assert say("ingest", "企业.csv")[0] == 0
    write(企业=f"{FIRMS}{FIRM},山阳,800,13912345679\n", 需求=f"{NEEDS}示例·提钒,{FIRM},技术研发,提钒收率低\n")
    assert say("ingest", "企业.csv", "需求.csv")[0] == 0
    return say


def body(said: tuple[int, str, str]) -> Any:
    assert said[0] == 0, said
    return json.loads(said[1])


def test_people_see_place_run_and_what_was_before(loaded: Say) -> None:
    status, out, _ = loaded("show", FIRM)
    flat = "".join(out.split())
    assert status == 0
    for part in (
        "800万元",
        "企业.csv第2行",
        "原文“800”",
        "第2次",
        "原为500万元",
        "山阳县（611024）",
        "提出需求1条",
    ):
        assert part in flat
    assert "139" not in out


def test_json_is_one_document(loaded: Say) -> None:
    found = body(loaded("show", FIRM, "--json"))
    assert found.keys() == {
        "id", "kind", "label", "name", "at", "state", "first", "values", "links", "mentions",
        "mentioned_by", "decisions",
    }  # fmt: skip
    capital = next(one for one in found["values"] if one["property"] == "capital")
    assert (capital["value"], capital["replaced"][0]["value"]) == (8_000_000, 5_000_000)
    assert capital["statements"][0].keys() == {
        "value", "raw", "file", "source", "sheet", "row", "heading", "brought", "since", "until",
    }  # fmt: skip
    assert "139" not in json.dumps(found)


def test_the_past_and_before_it(loaded: Say) -> None:
    then = body(loaded("show", FIRM, "--at", "1", "--json"))
    assert (then["at"]["run"], then["links"][0]["relation"]) == (1, "LOCATED_IN")
    status, out, _ = loaded("show", FIRM, "--at", "2020-01-01")
    assert (status, "那时还没有" in out) == (0, True)
    assert body(loaded("show", "示例·提钒", "--at", "1", "--json"))["state"] == "unknown"


def test_codes_terms_and_stubs_are_shown(loaded: Say) -> None:
    write(成果="成果名称,完成单位,成果简介\n示例·提钒法,示例大学,提钒\n")
    loaded("ingest", "成果.csv")
    for text, words in (
        ("山阳县", "出自代码表"),
        ("提钒", "提到它的 2 个"),
        ("示例大学", "还没有自己的一行"),
    ):
        status, out, _ = loaded("show", text)
        assert (status, words in out) == (0, True), out


def test_errors(loaded: Say) -> None:
    for arguments, status, code in (
        (("没有这一家",), 3, "not_found"),
        (("示例",), 3, "ambiguous"),
        ((FIRM, "--at", "昨天"), 2, "usage"),
    ):
        said = loaded("show", *arguments, "--json")
        assert (said[0], json.loads(said[1])["error"]["code"]) == (status, code)


def test_a_dry_run_shows_old_and_new_and_writes_nothing(loaded: Say, tmp_path: Path) -> None:
    rows = f"{FIRM},山阳,900,13912345678\n商洛示例砖业有限公司,镇安,1,\n商洛示例砖业有限公司,镇安,2,\n"
    write(企业=FIRMS + rows)
    status_before = body(loaded("status", "--json"))
    status, out, _ = loaded("ingest", "企业.csv", "--dry-run")
    flat = "".join(out.split())
    assert status == 0
    for part in ("什么也没有写入", "800万元", "900万元", "商洛示例砖业有限公司", "哪里矛盾", "〔已隐去〕"):
        assert part in flat
    assert "139" not in out
    found = body(loaded("ingest", "企业.csv", "--dry-run", "--limit", "1", "--json"))["preview"]
    assert found["counts"] == {"added": 1, "changed": 1, "retired": 0, "named": 0, "conflicts": 2}
    assert found["changed"][0]["changes"] == [
        {"property": "capital", "label": "注册资本", "old": 8_000_000, "new": 9_000_000},
        {"property": "phone", "label": "联系电话", "old": "〔已隐去〕", "new": "〔已隐去〕"},
    ]
    assert len(found["conflicts"]) == 1
    assert body(loaded("status", "--json")) == status_before
    assert body(loaded("verify", "--json"))["agrees"] is True
    real = body(loaded("ingest", "企业.csv", "--json"))
    assert (real["preview"], real["added"], real["changed"]) == (None, 2, 1)
    assert [one["code"] for one in real["files"][0]["problems"]] == ["conflicting_value"] * 2
