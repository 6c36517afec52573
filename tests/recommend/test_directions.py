"""Every direction with one scorer: a pair has one score, whoever asks, and the reasons stay true."""

import json
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import cli
from app import EXAMPLES, App
from errors import AmbiguousError, UsageError
from graph.store import GraphStore
from ingest.load import Options
from matches.saying import Details
from ontology.entity import Entity
from recommend.engine import recommend
from recommend.grade import blocked
from recommend.mirror import FLIPPED
from recommend.model import Answer
from recommend.strategy import AIMS, STRATEGIES
from settings import Settings

SEED = 20261125
EVERY = 200
"""More than the demo data hold of any kind, so that nothing is cut off."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with App(Settings(home=tmp_path_factory.mktemp("home"))) as app:
        app.ingest([EXAMPLES], Options())
        yield app


@pytest.fixture
def graph(demo: App) -> Iterator[GraphStore]:
    with demo.graph() as opened:
        yield opened


def entities(app: App, kind: str, count: int) -> list[Entity]:
    known = [change.entity for change in app.ledger.entities(kind)]
    return random.Random(SEED).sample(known, count)


def answer(app: App, graph: GraphStore, asked: Entity, aim: str, limit: int = 10) -> Answer:
    return recommend(app.stores(graph), asked, ((aim,), limit))


@pytest.mark.parametrize(("kind", "count"), [("Achievement", 6), ("Doctor", 4), ("Institute", 2)])
def test_a_pair_scores_the_same_from_either_side(demo: App, graph: GraphStore, kind: str, count: int) -> None:
    compared = 0
    for supplier in entities(demo, kind, count):
        found = answer(demo, graph, supplier, "need").recommendations
        for one in found[:3]:
            need = demo.ledger.entity(one.id)
            assert need
            told = answer(demo, graph, need, kind.lower(), EVERY).recommendations
            forward = next(other for other in told if other.id == supplier.id)
            assert (forward.score, forward.features) == (one.score, one.features)
            assert forward.reasons == one.reasons
            assert forward.evidence == one.evidence
            compared += 1
    assert compared >= count


def test_what_fits_a_need_well_finds_the_need_again(demo: App, graph: GraphStore) -> None:
    for need in entities(demo, "Need", 6):
        best = answer(demo, graph, need, "achievement", 1).recommendations[0]
        supplier = demo.ledger.entity(best.id)
        assert supplier
        asking = answer(demo, graph, supplier, "need").recommendations
        if best.reasons.grade.label in ("强", "较强"):
            assert need.id in [one.id for one in asking]


def test_a_firm_is_told_why_it_is_one_and_scores_as_it_would_be_told(demo: App, graph: GraphStore) -> None:
    fits = set()
    for work in entities(demo, "Achievement", 6):
        owners = {a.source for a in demo.ledger.links("OWNS") if a.target == work.id}
        for one in answer(demo, graph, work, "enterprise").recommendations:
            fits.add(one.fit)
            assert one.id not in owners
            firm = demo.ledger.entity(one.id)
            assert firm
            if one.fit == "supplementary":
                assert one.evidence.startswith("补缺")
                assert one.source.startswith("need-")
                told = answer(demo, graph, firm, "achievement", EVERY).recommendations
                assert next(other.score for other in told if other.id == work.id) == one.score
            else:
                assert one.fit == "complementary"
                assert one.evidence.startswith("配套")
                assert not one.source.startswith("need-")
                assert "没有登记与之相合的需求" in one.evidence
    assert fits == {"supplementary", "complementary"}


OWN = {
    "企业.csv": "企业名称\n商洛示例钒业有限公司\n镇安示例钒材有限公司\n",
    "需求.csv": "需求名称,企业名称,需求编号\n"
    "含钒页岩提钒,商洛示例钒业有限公司,XQ-1\n含钒页岩提钒,镇安示例钒材有限公司,XQ-2\n",
    "成果.csv": "成果名称,完成单位,成果编号\n含钒页岩清洁提钒,商洛示例钒业有限公司,CG-1\n",
}


def test_a_firm_is_not_told_of_what_it_owns(tmp_path: Path) -> None:
    for name, text in OWN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([tmp_path / name for name in OWN], Options())
        with app.graph() as graph:
            work = app.asked("CG-1")
            firms = answer(app, graph, work, "enterprise").recommendations
            needs = answer(app, graph, work, "need").recommendations
    assert [one.name for one in firms] == ["镇安示例钒材有限公司"]
    assert [one.id for one in needs] == ["need-XQ-2"]


def test_what_one_need_refused_may_still_fit_another(tmp_path: Path) -> None:
    tables = {
        "企业.csv": "企业名称\n商洛示例钒业有限公司\n",
        "需求.csv": "需求名称,企业名称,需求编号\n"
        "含钒页岩清洁提钒,商洛示例钒业有限公司,XQ-1\n页岩提钒收率,商洛示例钒业有限公司,XQ-2\n",
        "成果.csv": "成果名称,完成单位,成果编号\n含钒页岩清洁提钒,示例大学,CG-1\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([tmp_path / name for name in tables], Options())
        firm, work = app.asked("商洛示例钒业有限公司"), app.asked("CG-1")
        for refused, left in (("XQ-1", "need-XQ-2"), ("XQ-2", "")):
            with app.graph() as graph:
                told = answer(app, graph, firm, "achievement").recommendations
                asking = answer(app, graph, work, "enterprise").recommendations
            assert [one.source for one in told] == [one.source for one in asking] == [f"need-{refused}"]
            app.record((refused, "CG-1"), "refused", Details(reason="领域不符"))
            with app.graph() as graph:
                found = answer(app, graph, firm, "achievement")
            assert [one.source for one in found.recommendations] == ([left] if left else [])
            assert found.refused == (not left)


def subjects(app: App) -> list[tuple[Entity, str]]:
    return [
        (one, aim) for kind, aims in AIMS.items() if kind != "Enterprise"
        for one in entities(app, kind, 2) for aim in aims
    ]  # fmt: skip


def test_answers_are_ranked_without_ties_and_walk_from_the_subject(demo: App, graph: GraphStore) -> None:
    for asked, aim in subjects(demo):
        found = answer(demo, graph, asked, aim).recommendations
        # Below that, what two made-up people share may be the word 示例 of their names and nothing else.
        for held in (False, True):
            scores = [one.score for one in found if one.score >= 0.2 and blocked(one) is held]
            assert all(a > b for a, b in pairwise(scores)), (asked.id, aim, scores)
        for one in found:
            assert one.kind.lower() == aim
            assert 0 < one.score < 1
            for path in one.paths:
                ids = [step.get("id") for step in path]
                assert one.id in ids
                assert ["relation" in step for step in path] == [n % 2 == 1 for n in range(len(path))]
                if aim not in STRATEGIES:
                    assert ids[0] == asked.id


def test_every_step_of_a_turned_path_is_in_the_graph(demo: App, graph: GraphStore) -> None:
    seen = 0
    known: dict[str, set[tuple[str, str]]] = {}
    for asked, aim in subjects(demo):
        for one in answer(demo, graph, asked, aim, 3).recommendations:
            for path in one.paths:
                for at, step in enumerate(path):
                    relation = step.get("relation", "")
                    if relation not in demo.ontology.relations:
                        continue
                    if relation not in known:
                        text = f"MATCH (a)-[r:{relation}]->(b) RETURN a.id AS a, b.id AS b"
                        rows = graph.read(text, {}, limit=100_000, timeout=60).rows
                        known[relation] = {(str(a), str(b)) for a, b in rows}
                    ends = path[at - 1]["id"], path[at + 1]["id"]
                    assert (ends if step["direction"] == "->" else ends[::-1]) in known[relation]
                    seen += 1
    assert seen > 50
    assert {FLIPPED[FLIPPED[one]] for one in FLIPPED} == set(FLIPPED)


def test_a_need_is_told_with_its_firm(demo: App, graph: GraphStore) -> None:
    doctor = entities(demo, "Doctor", 1)[0]
    owners = {a.target: a.source for a in demo.ledger.links("HAS_NEED")}
    found = answer(demo, graph, doctor, "need").recommendations
    assert found
    for one in found:
        assert one.firm["id"] == owners[one.id]
        assert one.firm["name"] in one.evidence


@pytest.mark.parametrize(
    ("kind", "aim"),
    [("Achievement", "doctor"), ("Doctor", "enterprise"), ("Institute", "achievement"), ("Need", "need")],
)
def test_an_aim_that_does_not_fit_the_kind_says_which_do(
    demo: App, graph: GraphStore, kind: str, aim: str
) -> None:
    with pytest.raises(UsageError) as caught:
        answer(demo, graph, entities(demo, kind, 1)[0], aim)
    assert all(one in caught.value.cure for one in AIMS[kind])


def test_names_are_found_in_every_kind_and_doubtful_ones_listed(demo: App) -> None:
    for kind in ("Need", "Achievement", "Institute"):
        entity = entities(demo, kind, 1)[0]
        name = str(entity.properties.get("title") or entity.properties.get("name"))
        assert demo.asked(name).id == entity.id
    with pytest.raises(AmbiguousError) as caught:
        demo.asked("示例")
    assert len(caught.value.choices) > 1


def shell(patch: pytest.MonkeyPatch, home: Path, *arguments: str) -> int:
    patch.setenv("SHUANGJIN_HOME", str(home))
    patch.setattr(sys, "argv", ["shuangjin", "recommend", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def rows_of(path: Path) -> list[dict[str, Any]]:
    sheet = load_workbook(path).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


SHEET = "备注,名称\n一,示例绿尾\n二,没有这家公司甲乙丙\n三,示例\n四,\n五,achievement-CG-001\n"


def test_a_sheet_of_names_loses_nothing(
    demo: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, told = tmp_path / "名单.csv", tmp_path / "推荐.xlsx"
    asked.write_text(SHEET, encoding="utf-8")
    words = ("--batch", str(asked), "--xlsx", str(told), "--limit", "2")
    assert shell(monkeypatch, demo.settings.home, *words) == 1
    said = capsys.readouterr()
    assert "没有这家公司甲乙丙" in said.err
    assert "5 行，有结果 2 行，没有结果 3 行" in said.out
    rows = rows_of(told)
    assert [(one["行"], one["所给名称"] or "") for one in rows if one["说明"]] == [
        ("第 3 行", "没有这家公司甲乙丙"), ("第 4 行", "示例"), ("第 5 行", ""),
    ]  # fmt: skip
    assert {one["类别"] for one in rows if one["行"] == "第 2 行"} == {"成果", "博士", "高校院所"}
    assert {one["类别"] for one in rows if one["行"] == "第 6 行"} == {"需求", "企业"}
    assert shell(monkeypatch, demo.settings.home, *words, "--json") == 1
    body = json.loads(capsys.readouterr().out)
    assert ["answer" in one for one in body["rows"]] == [True, False, False, False, True]
    assert body["rows"][2]["error"]["code"] == "ambiguous"


def test_a_sheet_is_read_as_workbook_too_and_must_have_such_a_column(
    demo: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tmp_path / "一.xlsx"
    asked = tmp_path / "名单.csv"
    asked.write_text("需求名称\nneed-XQ-001\n", encoding="utf-8")
    words = ("--xlsx", str(told), "--limit", "1", "--for", "achievement")
    assert shell(monkeypatch, demo.settings.home, "--batch", str(asked), *words) == 0
    work = rows_of(told)[0]["编号"]
    again = tmp_path / "二.xlsx"
    words = ("--xlsx", str(again), "--limit", "1", "--for", "need")
    assert shell(monkeypatch, demo.settings.home, "--batch", str(told), *words) == 0
    assert rows_of(again)[0]["类别"] == "需求"
    assert demo.asked(str(rows_of(again)[0]["所给名称"])).id == work
    asked.write_text("颜色\n红\n", encoding="utf-8")
    assert shell(monkeypatch, demo.settings.home, "--batch", str(asked), *words) == 3
    assert shell(monkeypatch, demo.settings.home, "--batch", str(asked)) == 2
    assert shell(monkeypatch, demo.settings.home) == 2
    assert shell(monkeypatch, demo.settings.home, "甲", "--batch", str(asked), *words) == 2
    capsys.readouterr()
