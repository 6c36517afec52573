"""Ranking over the demo data, and of made-up candidates: what every answer must be, whoever asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import DEMO_ENTERPRISE, EXAMPLES, App
from errors import UsageError
from ingest.load import Options
from ontology.entity import Entity
from recommend.candidates import Finder
from recommend.evidence import paths, sentence
from recommend.features import LABELS
from recommend.grade import blocked
from recommend.model import Answer, Candidate, Recommendation, Shared, Subject
from recommend.strategy import STRATEGIES
from settings import Settings

FIRM = Entity("enterprise-1", "Enterprise", {"name": "示例钒业", "industry": "C3140"})
NEED = Entity("need-1", "Need", {"title": "提钒收率", "field": "450.40"})
SUBJECT = Subject(FIRM, (NEED,), "need", ("C3140",))
UNIT = st.floats(0, 1)
WORDS = st.sampled_from(["提钒", "焙烧", "酸浸", "含钒页岩"])
MEMBERS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.just("achievement-9"),
            "kind": st.just("Achievement"),
            "name": st.just("清洁提钒"),
            "score": UNIT,
            "shared": st.lists(st.builds(Shared, WORDS, WORDS, UNIT), max_size=2),
        }
    ),
    max_size=2,
)
CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "owners": st.just([{"id": "institute-1", "kind": "Institute", "name": "示例大学"}]),
        "agreements": st.lists(st.just("示例协议"), max_size=1),
        "takers": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from(["enterprise-1", "enterprise-2"]),
                    "name": st.just("某企业"),
                    "how": st.sampled_from(["独占许可给", "普通许可给", "派驻"]),
                }
            ),
            max_size=2,
        ),
        "works": MEMBERS,
        "doctors": MEMBERS,
    },
)
PROPERTIES: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"title": st.just("清洁提钒技术"), "name": st.just("示例·甲")},
    optional={
        "field": st.sampled_from(["450.40", "360.30"]),
        "industry": st.sampled_from(["C3140", "C3150", "A0141"]),
        "stage": st.sampled_from(["初期", "中期", "成熟应用"]),
        "single_list": st.booleans(),
    },
)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    kind = draw(st.sampled_from(["Achievement", "Doctor", "Institute"]))
    return Candidate(
        Entity("x-1", kind, draw(PROPERTIES)),
        draw(st.sampled_from([NEED, FIRM])),
        path=draw(UNIT),
        text=draw(UNIT),
        meaning=draw(st.none() | UNIT),
        shared=draw(st.lists(st.builds(Shared, WORDS, WORDS, UNIT), max_size=4)),
        words=draw(st.lists(WORDS, max_size=3)),
        context=draw(CONTEXTS),
    )


@given(candidates())
def test_scores_and_features_stay_in_bounds_and_say_why(one: Candidate) -> None:
    strategy = STRATEGIES[one.entity.kind.lower()]
    score, features = strategy.score(one, SUBJECT)
    assert 0 <= score <= 1
    assert len({feature.name for feature in features}) == len(features)
    for feature in features:
        assert feature.name in LABELS
        assert 0 <= feature.score <= 1
        assert feature.reason
        assert not feature.reason.endswith("。")
    weights = {make.__name__: weight for make, weight in strategy.features}
    total = sum(weights[feature.name] for feature in features)
    assert score == pytest.approx(sum(weights[f.name] * f.score for f in features) / total)


@given(candidates(), st.sampled_from(["path", "text", "meaning"]), UNIT)
def test_a_stronger_match_never_scores_less(one: Candidate, what: str, more: float) -> None:
    strategy = STRATEGIES[one.entity.kind.lower()]
    if what == "meaning" and one.meaning is None:
        one.meaning = 0.0
    before, _ = strategy.score(one, SUBJECT)
    setattr(one, what, max(getattr(one, what), more))
    after, _ = strategy.score(one, SUBJECT)
    assert after >= before - 1e-12


@given(candidates())
def test_a_path_starts_at_the_firm_ends_at_the_candidate_and_alternates(one: Candidate) -> None:
    for path in paths(one, SUBJECT):
        assert path[0]["id"] == FIRM.id
        assert "x-1" in [step.get("id") for step in path[-3:]]
        assert ["relation" in step for step in path] == [n % 2 == 1 for n in range(len(path))]
        assert len(path) % 2 == 1


@given(candidates())
def test_the_sentence_names_both_sides_and_ends_once(one: Candidate) -> None:
    score, features = STRATEGIES[one.entity.kind.lower()].score(one, SUBJECT)
    name = one.entity.properties["name"]
    made = Recommendation(one.entity.kind, "x-1", str(name), score, features, [], "", one.source.id)
    said = sentence(made, one, SUBJECT)
    assert "示例钒业" in said
    assert str(name) in said
    assert said.count("。注意") <= 1
    assert said.endswith("。")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with App(Settings(home=tmp_path_factory.mktemp("home"))) as app:
        app.ingest([EXAMPLES], Options())
        yield app


@pytest.fixture(scope="module")
def answers(demo: App) -> dict[str, Answer]:
    firms = sorted(change.entity.id for change in demo.ledger.entities("Enterprise"))
    return {firm: demo.recommend(firm, tuple(STRATEGIES), 5) for firm in firms[::7]}


def test_what_nothing_blocks_is_first_then_by_score_and_id_each_candidate_once(
    answers: dict[str, Answer],
) -> None:
    assert any(blocked(one) for answer in answers.values() for one in answer.recommendations)
    for answer in answers.values():
        for strategy in STRATEGIES.values():
            ranked = [one for one in answer.recommendations if one.kind == strategy.kind]
            assert ranked
            order = [(blocked(one), -one.score, one.id) for one in ranked]
            assert order == sorted(order)
            assert len({one.id for one in ranked}) == len(ranked)


def test_every_recommendation_has_a_path_whose_steps_are_in_the_graph(
    demo: App, answers: dict[str, Answer]
) -> None:
    steps = {
        (path[at]["id"], step["relation"], path[at + 2]["id"], step["direction"])
        for answer in answers.values()
        for one in answer.recommendations
        for path in one.paths
        for at, step in zip(range(0, len(path), 2), path[1::2], strict=False)
        if step["relation"] in demo.ontology.relations
    }
    assert all(one.paths for answer in answers.values() for one in answer.recommendations)
    assert len(steps) > 100
    missing = []
    with demo.graph() as graph:
        known: dict[str, set[tuple[Any, ...]]] = {}
        for relation in {step[1] for step in steps}:
            text = f"MATCH (a)-[r:{relation}]->(b) RETURN a.id AS a, b.id AS b"
            known[relation] = {tuple(row) for row in graph.read(text, {}, limit=100_000, timeout=60).rows}
    for start, relation, end, direction in steps:
        pair = (start, end) if direction == "->" else (end, start)
        if pair not in known[relation] and (direction != "-" or pair[::-1] not in known[relation]):
            missing.append((start, relation, end))
    assert not missing


def test_a_shorter_answer_is_the_beginning_of_a_longer_one(demo: App, answers: dict[str, Answer]) -> None:
    firm, longer = next(iter(answers.items()))
    for aim, strategy in STRATEGIES.items():
        short = demo.recommend(firm, (aim,), 2).recommendations
        assert short == [one for one in longer.recommendations if one.kind == strategy.kind][:2]


def test_a_firm_without_a_need_is_matched_by_its_scope_and_the_answer_says_so(tmp_path: Path) -> None:
    (tmp_path / "企业.csv").write_text(
        "企业名称,所属区县,经营范围\n示例无需求钒业有限公司,山阳县,含钒页岩提取五氧化二钒\n", encoding="utf-8"
    )
    (tmp_path / "成果.csv").write_text(
        "成果名称,完成单位,成果简介\n示例·清洁提钒,示例大学,含钒页岩提取五氧化二钒\n", encoding="utf-8"
    )
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([tmp_path / "企业.csv", tmp_path / "成果.csv"], Options())
        answer = app.recommend("示例无需求钒业", ("achievement",), 3)
    assert answer.basis == "scope"
    assert "没有登记需求" in answer.recommendations[0].evidence
    assert [s["relation"] for s in answer.recommendations[0].paths[0][1::2]][:2] == ["MENTIONS", "MENTIONS"]


def test_no_two_of_the_first_ten_score_the_same(demo: App) -> None:
    firms = sorted(change.entity.id for change in demo.ledger.entities("Enterprise"))
    for firm in firms[::5]:
        scores = [one.score for one in demo.recommend(firm, ("achievement",), 10).recommendations]
        assert len(set(scores)) == len(scores)
        assert max(scores) < 1


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    works = ["含钒页岩清洁提钒", "钒渣焙烧浸出", "香菇菌棒栽培", "尾矿制备陶粒", "氮化钒制备", "页岩气开采"]
    rows = [f"CG-{n},示例·{title}方法,示例大学" for n, title in enumerate(works)]
    answers = []
    for name, order in (("a", rows), ("b", rows[::-1])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "成果.csv").write_text(
            "\n".join(["成果编号,成果名称,完成单位", *order]) + "\n", encoding="utf-8"
        )
        need = "企业名称,需求名称,需求内容\n商洛示例钒业有限公司,提高钒收率,含钒页岩焙烧提钒，钒收率低\n"
        (folder / "需求.csv").write_text(need, encoding="utf-8")
        with App(Settings(home=tmp_path / f"home-{name}")) as app:
            app.ingest([folder], Options())
            found = app.recommend("商洛示例钒业有限公司", ("achievement",), 9).recommendations
        answers.append([(one.id, one.score) for one in found])
    assert answers[0] == answers[1]
    assert answers[0][0][0].endswith("CG-0")


def test_a_common_word_is_no_reason_and_a_fitting_title_is_one(tmp_path: Path) -> None:
    works = "成果编号,成果名称,完成单位\nCG-1,示例·夏秋茶摇青,示例大学\nCG-2,示例·种鸽选育,示例大学\n"
    (tmp_path / "成果.csv").write_text(works, encoding="utf-8")
    (tmp_path / "需求.csv").write_text(
        "企业名称,需求名称,需求内容\n商洛示例养殖有限公司,示例·肉鸽养殖,乳鸽成活率低，种鸽退化\n",
        encoding="utf-8",
    )
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([tmp_path / "成果.csv", tmp_path / "需求.csv"], Options())
        found = app.recommend("商洛示例养殖有限公司", ("achievement",), 9).recommendations
    assert [one.id for one in found] == ["achievement-CG-2"]


def test_an_unknown_aim_is_a_usage_error(demo: App) -> None:
    with pytest.raises(UsageError):
        demo.recommend(DEMO_ENTERPRISE, ("weather",), 3)


def test_other_organisations_names_are_not_what_a_text_says(demo_home: Path) -> None:
    with App(Settings(home=demo_home)) as app, app.graph() as graph:
        need = next(
            one.entity for one in app.ledger.entities("Need") if one.entity.properties.get("enterprise")
        )
        finder = Finder(app.stores(graph), Subject(FIRM, (need,), "need"))
        title, body = finder.texts.asked(need)
        assert str(need.properties["title"])[:8] in title
        assert str(need.properties["content"])[:8] in body
        assert str(need.properties["enterprise"]) not in body
