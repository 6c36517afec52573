"""`evaluate` from the tables to the figures: what it writes, what it leaves out, what it must not know."""

import csv
import json
import random
from pathlib import Path

import pytest

from errors import InputError
from recommend.judged import read_judged
from recommend.strategy import STRATEGIES
from recommend.weights import strategies
from tests.test_cli import Shell

NEEDS = [
    ("x 1", "示例·提高石煤提钒收率", "石煤空白焙烧酸浸提钒，收率只有六成，希望提高收率。"),
    ("x 2", "示例·板栗保鲜贮藏", "板栗采后霉变失重，需要低温气调保鲜贮藏办法。"),
    ("x 3", "示例·连翘叶茶加工", "连翘叶茶苦涩，希望改进杀青和发酵工艺。"),
]
OFFERED = [
    ("c/1", "石煤 酸浸 提钒 收率 提高 方法"),
    ("c/2", "板栗 低温 气调 保鲜 技术"),
    ("c/3", "连翘叶 茶 杀青 发酵 工艺"),
    ("c/4", "钒 萃取 分离"),
    ("c/5", "冷链 物流 装备"),
    ("c/6", "茶叶 烘干 机"),
]
JUDGED = [
    ("x 1", "c/1", 4), ("x 1", "c/4", 3), ("x 1", "c/5", 1), ("x 2", "c/2", 4), ("x 2", "c/5", 2),
    ("x 2", "c/1", 1), ("x 3", "c/3", 4), ("x 3", "c/6", 3), ("x 3", "c/2", 1),
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "300")
    return Shell(monkeypatch, capsys)


def write(path: Path, heading: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return str(path)


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    return [
        "--needs", write(tmp_path / "needs.csv", ("need_id", "title", "content"), list(NEEDS)),
        "--achievements",
        write(tmp_path / "achievements.csv", ("achievement_id", "title_terms"), list(OFFERED)),
        "--judgements",
        write(tmp_path / "judgements.csv", ("need_id", "achievement_id", "level"), list(JUDGED)),
    ]  # fmt: skip


def test_the_run_and_the_figures(tables: list[str], tmp_path: Path, run: Shell) -> None:
    told = json.loads(run("evaluate", *tables, "--run", str(tmp_path / "run.csv"), "--json").out)
    assert (told["needs"], told["pairs"], told["problems"]) == (3, 9, [])
    whole = told["measured"][0]
    assert whole["name"] == "全部特征"
    assert whole["ndcg"]["low"] <= whole["ndcg"]["value"] <= whole["ndcg"]["high"] <= 1
    assert whole["ndcg"]["value"] > 0.9
    assert 0 < whole["closeness"]["value"] <= 1
    names = [one["name"] for one in told["measured"]]
    assert {"-text_match", "+text_match", "+shared_terms", "BM25 只用题目"} < set(names)
    rows = listed(tmp_path / "run.csv")
    assert {row["need_id"] for row in rows} == {"x 1", "x 2", "x 3"}
    for need in ("x 1", "x 2", "x 3"):
        mine = [row for row in rows if row["need_id"] == need]
        assert [int(row["rank"]) for row in mine] == list(range(1, len(mine) + 1))
        scores = [float(row["score"]) for row in mine]
        assert scores == sorted(scores, reverse=True)
    assert rows[0]["achievement_id"] == "c/1"


def test_the_judgements_do_not_reach_the_ranking(tables: list[str], tmp_path: Path, run: Shell) -> None:
    levels = [level for _, _, level in JUDGED]
    random.Random(3).shuffle(levels)
    assert levels != [level for _, _, level in JUDGED]
    written = []
    for name, some in (("as", [one[2] for one in JUDGED]), ("permuted", levels)):
        rows = [(need, one, level) for (need, one, _), level in zip(JUDGED, some, strict=True)]
        write(Path(tables[5]), ("need_id", "achievement_id", "level"), list(rows))
        run("evaluate", *tables, "--run", str(tmp_path / f"{name}.csv"))
        written.append((tmp_path / f"{name}.csv").read_bytes())
    assert written[0] == written[1]
    assert len(written[0].splitlines()) > 6


def test_depth_cuts_the_run(tables: list[str], tmp_path: Path, run: Shell) -> None:
    run("evaluate", *tables, "--run", str(tmp_path / "run.csv"), "--depth", "1")
    rows = listed(tmp_path / "run.csv")
    assert [row["rank"] for row in rows] == ["1", "1", "1"]


def test_unknown_ids_and_wrong_levels_are_told_and_left_out(tables: list[str], run: Shell) -> None:
    with Path(tables[5]).open("a", encoding="utf-8") as file:
        file.write("x 9,c/1,4\nx 1,c/99,2\nx 1,c/2,7\nx 1,c/1,2\n")
    done = run("evaluate", *tables, "--json")
    assert done.code == 1
    told = json.loads(done.out)
    assert told["pairs"] == 9
    assert [one.split("：", 1)[0] for one in told["problems"]] == [
        f"judgements.csv 第 {n} 行" for n in (13, 14, 11, 12)
    ]  # fmt: skip
    assert "x 9" in str(told["problems"])
    assert "c/99" in str(told["problems"])


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        (1, "need_id,content\nx,y\n", "没有列 title"),
        (3, "achievement_id,name\nx,y\n", "没有列 title 或 title_terms"),
        (5, "need_id,achievement_id,grade\nx,y,1\n", "没有列 level"),
        (5, "need_id,achievement_id,level\nx 1,c/1,2\n", "没有一项需求有 3 级以上的评判"),
        (5, "", "没有列"),
    ],
)
def test_tables_that_cannot_be_used(tables: list[str], run: Shell, table: int, text: str, said: str) -> None:
    Path(tables[table]).write_text(text, encoding="utf-8")
    done = run("evaluate", *tables)
    assert done.code == 3
    assert said in "".join(done.err.split("\n"))


def test_a_need_without_title_or_twice_is_told(tables: list[str], run: Shell) -> None:
    with Path(tables[1]).open("a", encoding="utf-8") as file:
        file.write("x 4,,无题\nx 1,又一项,内容\n")
    done = run("evaluate", *tables, "--json")
    assert done.code == 1
    assert len(json.loads(done.out)["problems"]) == 2


def test_three_tables_are_asked_for(run: Shell) -> None:
    done = run("evaluate")
    assert done.code == 2
    assert "--judgements" in done.err


def test_weights_that_were_learnt_are_used(tables: list[str], tmp_path: Path, run: Shell) -> None:
    path = tmp_path / "weights.yaml"
    told = json.loads(run("evaluate", *tables, "--fit", str(path), "--json").out)
    assert told["fitted"]["same_field"] == 0.8
    assert 0 <= told["fitted_ndcg"]["value"] <= 1
    learnt = strategies(path)["achievement"]
    assert {make.__name__: weight for make, weight in learnt.features} == told["fitted"]
    assert "fitted_on: judgements.csv" in path.read_text(encoding="utf-8")
    assert strategies(None) == strategies(tmp_path / "none.yaml") == STRATEGIES


@pytest.mark.parametrize(
    "text",
    [
        "weights: {achievement: {luck: 1}}",
        "weights: {nobody: {}}",
        "weights: [1]",
        "{",
        "weights: {achievement: {text_match: -1}}",
    ],
)
def test_weights_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.yaml"):
        strategies(path)


def test_reading_knows_only_what_is_in_all_tables(tables: list[str]) -> None:
    read = read_judged(*(Path(tables[at]) for at in (1, 3, 5)))
    assert len(read.levels) == 9
    assert read.judged == ["x 1", "x 2", "x 3"]


def test_search_is_measured_by_known_papers(tmp_path: Path, run: Shell) -> None:
    path = write(
        tmp_path / "papers.csv",
        ("title", "abstract", "keywords"),
        [
            ("示例·石煤提钒工艺", "空白焙烧后用硫酸浸出，提钒收率达到八成。", "石煤;提钒"),
            ("示例·板栗气调保鲜", "低温气调贮藏使板栗霉变减少。", "板栗;保鲜"),
            ("示例·无关题目", "杀青和发酵改进连翘叶茶的口感。", "连翘叶茶"),
            ("示例·没有摘要", "", "无"),
        ],
    )
    told = json.loads(run("evaluate", "search", path, "--json").out)["measured"]
    assert [(one["known"], one["way"]) for one in told[:2]] == [("题目", "词和双字"), ("题目", "只用词")]
    assert {one["queries"] for one in told} == {3}
    by_title, by_words = told[0], told[3]
    assert 0.5 < by_title["reciprocal"]["value"] < 1
    assert by_title["recall"]["1"]["value"] == pytest.approx(2 / 3)
    assert by_words["known"] == "关键词"
    assert by_words["recall"]["10"]["value"] == pytest.approx(1)


def test_papers_without_their_columns_are_refused(tmp_path: Path, run: Shell) -> None:
    path = write(tmp_path / "papers.csv", ("title", "abstract"), [("示例", "摘要")])
    assert run("evaluate", "search", path).code == 3
