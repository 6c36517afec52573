"""Needs and achievements nobody would wish for, through the command line: each has a defined answer."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli
from app import App
from ingest.load import Options
from settings import Settings

LONG = ("含钒页岩焙烧浸出提取五氧化二钒，收率要求80%以上。" * 500)[:10_000]
NEEDS = {
    "XQ-1": ("示例·提钒", "含钒页岩焙烧浸出提取五氧化二钒"),
    "XQ-2": ("技术", ""),
    "XQ-3": ("示例·长需求", LONG),
    "XQ-4": (
        "Vanadium recovery",
        "Improve the leaching recovery of vanadium pentoxide V2O5 from shale above 80%",
    ),
    "XQ-5": ("示例·只有题目的提钒需求", ""),
    "XQ-6": ("示例·空白内容的提钒需求", "  \u3000 "),
}
WORKS = """成果编号,成果名称,完成单位,成果简介
CG-1,示例·清洁提钒,示例大学,含钒页岩焙烧浸出提取五氧化二钒V2O5
CG-2,示例·无主焙烧提钒,,含钒页岩空白焙烧提取五氧化二钒
CG-3,示例·香菇菌棒,示例大学,香菇菌棒工厂化栽培
"""

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    rows = [f"{code},{title},商洛示例钒业有限公司,{content}" for code, (title, content) in NEEDS.items()]
    needs = "\n".join(["需求编号,需求名称,企业名称,需求内容", *rows]) + "\n"
    (folder / "需求.csv").write_text(needs, encoding="utf-8")
    (folder / "成果.csv").write_text(WORKS, encoding="utf-8")
    policy = "政策名称,发布单位\n示例·科技补助政策,示例科技局\n"
    (folder / "惠企政策.csv").write_text(policy, encoding="utf-8")
    with App(Settings(home=folder / "home")) as app:
        report = app.ingest([folder], Options())
        assert report.rejected == 0
    return folder / "home"


@pytest.fixture
def ask(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: str) -> tuple[int, Any]:
        monkeypatch.setenv("SHUANGJIN_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["shuangjin", "recommend", *words, "--json"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return int(ended.value.code or 0), json.loads(said.out)

    return run


def works(body: Any) -> list[str]:
    return [one["id"] for one in body["recommendations"] if one["kind"] == "Achievement"]


def test_a_vague_word_gives_nothing_good_and_says_what_to_do(ask: Ask) -> None:
    code, body = ask("need-XQ-2", "--for", "achievement")
    assert code == 0
    assert all(one["reasons"]["grade"]["label"] in ("无", "弱") for one in body["recommendations"])
    assert any("把需求写具体" in one for one in body["advice"])


def test_ten_thousand_characters_are_answered_in_short(ask: Ask) -> None:
    code, body = ask("need-XQ-3", "--for", "achievement")
    assert code == 0
    assert set(works(body)[:2]) == {"achievement-CG-1", "achievement-CG-2"}
    assert all(
        len(one["text"]) <= 120 for one in body["recommendations"][0]["reasons"]["matched"]["source"].values()
    )


def test_an_english_need_is_matched_by_what_both_write(ask: Ask) -> None:
    code, body = ask("need-XQ-4", "--for", "achievement")
    assert code == 0
    assert works(body)[:1] == ["achievement-CG-1"]
    assert "v2o5" in json.dumps(body["recommendations"][0], ensure_ascii=False).lower()


@pytest.mark.parametrize("need", ["need-XQ-5", "need-XQ-6"])
def test_a_need_without_content_is_matched_by_its_title(ask: Ask, need: str) -> None:
    code, body = ask(need, "--for", "achievement")
    assert code == 0
    assert set(works(body)) == {"achievement-CG-1", "achievement-CG-2"}
    assert all("body" not in one["reasons"]["matched"]["source"] for one in body["recommendations"])


def test_an_achievement_without_owner_is_found_and_finds(ask: Ask) -> None:
    _, body = ask("need-XQ-1", "--for", "achievement")
    found = next(one for one in body["recommendations"] if one["id"] == "achievement-CG-2")
    assert "与成果《示例·无主焙烧提钒》" in found["evidence"]
    assert all(path[-1]["id"] == "achievement-CG-2" for path in found["paths"])
    code, body = ask("示例·无主焙烧提钒")
    assert code == 0
    kinds = {one["kind"] for one in body["recommendations"]}
    assert kinds == {"Need", "Enterprise"}
    assert body["subject"] == {"id": "achievement-CG-2", "kind": "Achievement", "name": "示例·无主焙烧提钒"}
    assert "enterprise" not in body


def test_an_achievement_nobody_asks_for_says_so(ask: Ask) -> None:
    code, body = ask("achievement-CG-3", "--for", "enterprise")
    assert code == 0
    assert body["recommendations"] == []
    assert body["advice"][0].startswith("没有找到合适的企业；可以请供方")


def test_a_kind_nothing_is_recommended_for_is_a_usage_error(ask: Ask) -> None:
    code, body = ask("示例·科技补助政策")
    assert code == 2
    assert body["error"]["code"] == "usage"
    assert body["error"]["message"] == "不能给政策推荐"
    assert "博士" in body["error"]["cure"]


@pytest.mark.parametrize("name", ["", "   ", "技" * 10_000, "\u0000", "need-没有"])
def test_a_name_that_is_none_is_not_found(ask: Ask, name: str) -> None:
    code, body = ask(name)
    assert code == 3
    assert body["error"]["code"] in ("not_found", "ambiguous")
