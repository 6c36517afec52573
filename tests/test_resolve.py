"""`resolve` on the command line and in the embedded stores: accepted pairs are one in graph and index."""

from pathlib import Path

import pytest

from app import App
from ingest.load import Options, load
from search.index import SearchQuery
from settings import Settings
from tests.ingest.deciding import BARE, CODE, CODED, FIRMS, NEEDS, SHORT, beginning, quiet
from tests.test_cli import Shell

THIRD = "商洛示例钒业集团公司"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose three firms wait in three pairs, followed by its stores."""
    firms, needs = tmp_path / "企业.csv", tmp_path / "需求.csv"
    rows = f"{BARE},,山阳县,香菇菌棒,\n{CODED},{CODE},镇安县,含钒页岩提钒,\n{THIRD},,,石墨电极,\n"
    firms.write_text(FIRMS + rows, encoding="utf-8")
    needs.write_text(
        f"{NEEDS}示例·菌棒,{BARE},技术研发,菌棒栽培\n示例·提钒,{SHORT},技术研发,酸浸\n", encoding="utf-8"
    )
    with App(Settings(home=tmp_path / "home")) as app:
        load(app.ledger, [firms, needs], Options(), quiet, beginning("doubtful"))
        app.sync()
    return tmp_path / "home"


@pytest.fixture
def shell(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(home))
    monkeypatch.setenv("SHUANGJIN_USER", "张三")
    monkeypatch.setenv("COLUMNS", "200")
    return Shell(monkeypatch, capsys)


def pairs(shell: Shell) -> dict[frozenset[str], str]:
    """Names of both -> short id of the pairs that wait."""
    body = shell("resolve", "list", "--json").body
    assert body["total"] == len(body["pairs"])
    return {frozenset((one["left"]["name"], one["right"]["name"])): one["pair"] for one in body["pairs"]}


def firms(shell: Shell) -> list[str]:
    return [
        row[0]
        for row in shell("cypher", "MATCH (e:Enterprise) RETURN e.name ORDER BY e.name", "--json").body[
            "rows"
        ]
    ]


def test_the_list_says_both_names_the_score_and_each_reason(shell: Shell) -> None:
    said = shell("resolve", "list", "--limit", "2")
    assert said.code == 0
    for text in (
        CODED,
        BARE,
        f"enterprise-{CODE}",
        "0.80",
        "+0.80 开头都是“商洛示例钒业”",
        "共 3 对",
        "前 2 对",
    ):
        assert text in said.out
    (first, *_) = shell("resolve", "list", "--kind", "企业", "--json").body["pairs"]
    assert first["features"] == [{"name": "name", "score": 0.8, "reason": "开头都是“商洛示例钒业”"}]
    assert shell("resolve", "list", "--kind", "博士", "--json").body == {"total": 0, "pairs": []}


def test_an_accepted_pair_is_one_in_graph_and_index_and_answers_to_the_old_id(
    shell: Shell, home: Path
) -> None:
    waiting = pairs(shell)
    old = shell("cypher", f"MATCH (e:Enterprise {{name: '{BARE}'}}) RETURN e.id", "--json").body["rows"][0][0]
    (made,) = shell("resolve", "accept", waiting[frozenset((BARE, CODED))], "--json").body["decisions"]
    assert (made["decision"], made["shown"]) == (1, f"enterprise-{CODE}")
    assert BARE not in firms(shell)
    needs = f"MATCH (e:Enterprise)-[:HAS_NEED]->(n:Need) WHERE e.name = '{CODED}' RETURN n.title"
    assert shell("cypher", needs, "--json").body["rows"] == [["示例·菌棒"]]
    with App(Settings(home=home)) as app:
        hits = app.search(SearchQuery("商洛示例钒业", kinds=("Enterprise",))).hits
        assert old not in {hit.id for hit in hits}
        assert app.find(old).id == app.find(BARE).id == f"enterprise-{CODE}"
    assert shell("verify").code == 0
    assert len(pairs(shell)) == shell("status", "--json").body["waiting_pairs"] == 1
    assert "有 1 对拿不准" in shell("status").out
    undone = shell("resolve", "undo", "1")
    assert (undone.code, "已撤销第 1 号" in undone.out) == (0, True)
    assert BARE in firms(shell)
    assert pairs(shell) == waiting
    assert shell("verify").code == 0


def test_a_rejected_pair_is_not_asked_again_and_what_follows_neither(shell: Shell) -> None:
    waiting = pairs(shell)
    shell("resolve", "reject", waiting[frozenset((BARE, CODED))], "--by", "李四")
    shell("resolve", "accept", waiting[frozenset((BARE, THIRD))])
    assert pairs(shell) == {}
    assert "没有等着" in shell("resolve", "list").out
    against = shell("resolve", "accept", waiting[frozenset((CODED, THIRD))], "--json")
    assert (against.code, against.body["error"]["code"]) == (3, "contradiction")
    assert f"{BARE}（" in against.body["error"]["choices"][0]
    log = shell("resolve", "log", "--json").body["decisions"]
    assert [(one["id"], one["verdict"], one["by"]) for one in log] == [
        (2, "same", "张三"),
        (1, "different", "李四"),
    ]
    assert "≠" in shell("resolve", "log").out


def test_several_pairs_are_decided_at_once_or_not_at_all(shell: Shell) -> None:
    waiting = pairs(shell)
    ids = [f"enterprise-{CODE}", shell("resolve", "list", "--json").body["pairs"][0]["left"]["id"]]
    wrong = shell("resolve", "accept", *waiting.values(), *ids, "00000000")
    assert wrong.code == 3
    assert pairs(shell) == waiting
    both = shell("resolve", "accept", *waiting.values(), "--json").body["decisions"]
    assert sum(bool(one["decision"]) for one in both) == 2, "the third follows"
    assert "不用再决定" in shell("resolve", "accept", *waiting.values()).out


def test_two_ids_name_a_pair_as_well(shell: Shell) -> None:
    first = shell("resolve", "list", "--json").body["pairs"][0]
    said = shell("resolve", "accept", first["left"]["id"], first["right"]["id"])
    assert (said.code, "第 1 号决定" in said.out) == (0, True)
    assert shell("resolve", "accept", first["left"]["id"]).code == 2


def test_decisions_go_to_a_file_and_come_back(shell: Shell, tmp_path: Path) -> None:
    shell("resolve", "accept", *list(pairs(shell).values())[:1])
    assert shell("resolve", "export", str(tmp_path / "决定.csv"), "--json").body == {"decisions": 1}
    shell("resolve", "undo", "1")
    said = shell("resolve", "import", str(tmp_path / "决定.csv"), "--json")
    assert (said.code, said.body) == (0, {"applied": 1, "already": 0, "refused": []})
    assert shell("resolve", "import", str(tmp_path / "没有.csv")).code == 3


def test_a_load_says_what_was_joined_and_what_waits(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "更多.csv"
    path.write_text(f"{FIRMS}镇安示例茶业公司,,,,\n", encoding="utf-8")
    assert "有 3 对拿不准" in shell("ingest", str(path)).out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("resolve", "undo", "9"), 3),
        (("resolve", "accept", "nothing"), 3),
        (("resolve", "accept"), 2),
        (("resolve", "list", "--kind", "怪物"), 2),
        (("resolve", "export", "决定.docx"), 2),
    ],
)
def test_errors_have_their_status_and_are_in_chinese(
    shell: Shell, arguments: tuple[str, ...], status: int
) -> None:
    said = shell(*arguments)
    assert said.code == status
    assert "错误" in said.err
