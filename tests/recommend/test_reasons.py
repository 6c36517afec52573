"""What is said beside features and paths: marks, what is missing, what speaks against, and the grade."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.entity import Entity
from recommend.calibration import LABELS, calibration, fit_calibration
from recommend.deadline import passed
from recommend.eligibility import Known, cautions
from recommend.grade import advice, blocked, free_first, graded
from recommend.marks import WIDTH, excerpts, matched
from recommend.missing import missing
from recommend.model import Candidate, Caution, Grade, Reasons, Recommendation, Shared, Subject
from text.document import Document
from text.fold import fold
from text.highlight import spans
from text.tokens import words

TODAY = dt.date(2026, 6, 30)
TOMORROW = (TODAY + dt.timedelta(days=1)).isoformat()
FIRM = Entity("enterprise-1", "Enterprise", {"name": "示例钒业"})
NEED = Entity("need-1", "Need", {"title": "提钒"})
SUBJECT = Subject(FIRM, (NEED,), "need")
PIECES = st.sampled_from(
    [
        "氮化釩",
        "V₂O₅",
        "ＴｉＯ₂",
        "酸浸",
        "\u200b",
        "10³",
        "㎡",
        "焙烧温度900℃以上",
        "，",
        "丹参",
        "é",
        "5G",
        "½",
        " ",
        "\n",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=30))


@settings(deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_a_marked_span_folds_to_a_matched_word(text: str, chance: random.Random) -> None:
    tokens = sorted({token.text for token in words(text)})
    wanted = [token for token in tokens if chance.random() < 0.5]
    found = spans(text, wanted)
    assert all(any(word in fold(text[start:end]).text for word in wanted) for start, end in found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    marked = {place for start, end in found for place in range(start, end)}
    assert all(set(range(t.start, t.end)) & marked for t in words(text) if t.text in wanted)


@given(TEXTS, TEXTS, st.sampled_from(["酸浸", "v2o5", "丹参"]))
def test_an_excerpt_is_a_piece_of_the_text_with_its_marks_inside(title: str, body: str, word: str) -> None:
    long = body + "。" * 200 + word + "。" + body
    shown = excerpts(Document("x", "Need", title, long), [word])
    assert shown["body"].text in long
    assert len(shown["body"].text) <= WIDTH
    assert shown["body"].marks
    for one in shown.values():
        assert all(word in fold(one.text[start:end]).text for start, end in one.marks)


def test_a_keyword_the_cut_takes_apart_is_marked_as_it_stands() -> None:
    assert spans("用於氮化釩鐵的制备", ["氮化钒铁"]) == [(2, 6)]


def test_each_side_is_marked_by_the_term_it_matched_by() -> None:
    one = Candidate(Entity("achievement-1", "Achievement"), NEED, shared=[Shared("五氧化二钒", "v2o5", 1.0)])
    found = matched(one)
    assert (set(found.source), set(found.candidate)) == ({"五氧化二钒"}, {"v2o5"})


MISSING = [
    ("耐 900℃ 以上高温", "一种耐火材料", ["需求提到900℃ 以上，成果未给温度"]),
    ("耐 900℃ 以上高温", "可在 920 ℃ 使用", []),
    ("要求产品纯度≥99.5%", "产品纯度为98%", ["需求提到纯度 ≥99.5%，成果写98%：达不到"]),
    ("要求产品纯度≥99.5%", "产品纯度 99.9％", []),
    ("要求产品纯度≥99.5%", "纯度98%以上", ["需求提到纯度 ≥99.5%，成果写98%以上：未必达到"]),
    ("要求产品纯度≥99.5%", "纯度 98%，再提纯后纯度达 99.6%", []),
    ("要求产品纯度≥99.5%", "收率 90%", ["需求提到纯度 ≥99.5%，成果未给纯度"]),
    ("要求钒收率不低于80%", "钼收率 60%", []),
    ("日处理 100 吨", "日处理能力 50 吨", ["需求提到日处理 100 吨，成果写50 吨：达不到"]),
    ("日处理 100 吨", "日处理能力 200 吨", []),
    ("pH 3–5", "pH 值为 4", []),
    ("pH 3–5", "ph=8~9", ["需求提到pH 3–5，成果写8~9：两者不同，请核对"]),
    ("粒径小于10微米", "粒径 0.02mm", ["需求提到粒径 小于10微米，成果写0.02mm：达不到"]),
    ("粒径小于10微米", "粒径 800 nm", []),
    ("抗压强度不低于 30MPa", "抗压强度 25 兆帕", ["需求提到抗压强度 不低于 30MPa，成果写25 兆帕：达不到"]),
    (
        "钒收率约 65%，希望提高到 80% 以上",
        "钒收率 70%",
        ["需求提到钒收率 提高到 80% 以上，成果写70%：达不到"],
    ),
    ("目前钒收率 65%", "提钒", []),
    ("现用烧结温度1450至1500摄氏度", "烧结", []),
    ("希望降低反应温度100摄氏度以上", "反应", []),
    ("掺量超过六成时强度降到2.8兆帕", "强度 1 兆帕", []),
    ("在 25±2℃、-20℃ 下", "无", []),
    ("国内外现状：纯度达到 99% 以上。", "纯度 90%", []),
    ("graph 3，价格 1,200 元", "无", []),
]


@pytest.mark.parametrize(("need", "candidate", "said"), MISSING)
def test_only_what_the_texts_say_is_called_missing(need: str, candidate: str, said: list[str]) -> None:
    found = missing(need, "", candidate, "Achievement")
    assert [one.reason for one in found if "“" not in one.reason] == said


def test_elements_are_missed_unless_said_in_a_like_or_wider_word() -> None:
    def said(candidate: str) -> list[str]:
        return [one.asked for one in missing("五氧化二钒溶剂萃取", "钒渣", candidate, "Doctor")]

    assert "溶剂萃取" in said("结晶")
    assert "溶剂萃取" not in said("湿法冶金")
    assert "钒渣" in said("结晶")
    assert "钒渣" not in said("钒")


@given(
    st.lists(st.sampled_from([need for need, _, _ in MISSING] + [one for _, one, _ in MISSING]), max_size=4)
)
def test_a_need_compared_with_itself_misses_nothing(parts: list[str]) -> None:
    need = "。".join(parts)
    for kind in ("Achievement", "Doctor", "Institute"):
        assert missing(need, need[:10], need, kind) == []


@given(st.text(max_size=60))
def test_any_text_compared_with_itself_misses_nothing(text: str) -> None:
    assert missing(text, text, text, "Achievement") == []


@pytest.mark.parametrize(
    ("properties", "over"),
    [
        ({"deadline": "2025"}, True),
        ({"deadline": "2026"}, False),
        ({"deadline": "2026-06"}, False),
        ({"deadline": "2026-06-29"}, True),
        ({"deadline": "2026-06-30"}, False),
        ({"deadline_max": "2026-05", "deadline_min": "2026-01", "deadline_text": "1至5月"}, True),
        ({"deadline_min": "2020", "deadline_text": "2020年起"}, False),
        ({}, False),
    ],
)
def test_only_what_has_surely_passed_has_passed(properties: dict[str, str], over: bool) -> None:
    assert passed(properties, "deadline", TODAY) is over


def agreement(covered: str, parties: list[str], **more: str) -> Known:
    row = {
        "id": "agreement-1",
        "title": "示例协议",
        "signed_on": "2025-01-01",
        "progress": "",
        "parties": parties,
    }
    row.update(more)
    return Known({covered: [row]})


def codes(
    properties: dict[str, Any], known: Known | None = None, *, kind: str = "Achievement", **context: Any
) -> list[tuple[str, bool]]:
    need = Entity("need-1", "Need", properties.pop("need", {}))
    one = Candidate(Entity("x-1", kind, properties), need, context=context)
    found = cautions(one, SUBJECT, known or Known(), TODAY)
    assert all(caution.reason and caution.basis and caution.source for caution in found)
    return [(caution.code, caution.blocks) for caution in found]


TAKER = {"id": "enterprise-2", "name": "示例二号", "how": "独占许可给"}
OWNER = {"id": "enterprise-2", "kind": "Enterprise", "name": "示例二号"}


def test_what_is_on_record_speaks_against() -> None:
    both = ["enterprise-1", "institute-1"]
    others = ["enterprise-2", "institute-1"]
    assert codes({}) == []
    assert codes({}, agreement("need-1", both)) == [("need_fulfilled", True)]
    assert codes({}, agreement("need-1", others)) == []
    assert codes({}, agreement("x-1", both)) == [("already_agreed", True)]
    assert codes({}, agreement("x-1", others)) == [("agreed_elsewhere", False)]
    assert codes({}, agreement("x-1", both, expires_on="2026-05")) == [("agreement_expired", False)]
    assert codes({}, agreement("need-1", both, expires_on="2026-05")) == [("agreement_expired", False)]
    done = agreement("need-1", both, expires_on="2026-05", progress="已完成")
    assert codes({}, done) == [("need_fulfilled", True)]
    for covered in ("need-1", "x-1"):
        assert codes({}, agreement(covered, both, signed_on=TOMORROW)) == []
    assert codes({}, agreement("x-1", both, progress="已终止")) == [("agreement_ended", False)]
    assert codes({}, agreement("need-1", both, progress="已终止")) == [("agreement_ended", False)]
    assert codes({}, agreement("need-1", others, progress="已终止")) == []
    assert codes({"need": {"deadline": "2026-05"}}) == [("need_expired", True)]
    assert codes({"patent": "200510123456.6"}) == [("patent_expired", False)]
    assert codes({"patent": "202310123456.6"}) == []
    assert codes({"need": {"content": "希望先使用后付费"}}) == [("not_single_list", False)]
    assert codes({"need": {"content": "希望先使用后付费"}, "single_list": True}) == []


def test_licences_posts_and_interests_speak_against() -> None:
    over = agreement("x-1", ["enterprise-2"], expires_on="2024")
    assert codes({}, takers=[TAKER]) == [("licensed_exclusively", True)]
    assert codes({}, over, takers=[TAKER]) == [("agreement_expired", False), ("licensed_exclusively", False)]
    stopped = agreement("x-1", ["enterprise-2"], progress="已终止")
    assert codes({}, stopped, takers=[TAKER]) == [("agreement_ended", False), ("licensed_exclusively", False)]
    assert codes({}, takers=[{**TAKER, "id": "enterprise-1"}]) == []
    assert codes({}, takers=[{**TAKER, "how": "普通许可给"}]) == []
    assert codes({}, owners=[OWNER]) == [("other_enterprise", False)]
    assert codes({}, owners=[{**OWNER, "id": "enterprise-1"}]) == [("own", True)]
    for relation in ("HOLDS_SHARES_IN", "FOUNDED"):
        firm = {"id": "enterprise-1", "relation": relation}
        assert codes({}, kind="Doctor", interests=[firm]) == [("interested", True)]
        assert codes({}, kind="Doctor", interests=[{**firm, "id": "enterprise-2"}]) == []
    assert codes({}, kind="Doctor", takers=[{**TAKER, "how": "派驻"}]) == [("stationed_elsewhere", False)]


JUDGED = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 4)), min_size=1, max_size=60)


@given(JUDGED, st.randoms(use_true_random=False), st.floats(-1, 2), st.floats(-1, 2))
def test_a_calibration_is_monotone_bounded_and_blind_to_order(
    pairs: list[tuple[float, int]], chance: random.Random, one: float, other: float
) -> None:
    fitted = fit_calibration(*zip(*pairs, strict=True))
    shuffled = chance.sample(pairs, len(pairs))
    assert fit_calibration(*zip(*shuffled, strict=True)) == fitted
    low, high = sorted((one, other))
    assert 0 <= fitted.probability(low) <= fitted.probability(high) <= 1
    assert 1 <= fitted.level(low) <= fitted.level(high) <= 4
    assert LABELS.index(fitted.label(low)) <= LABELS.index(fitted.label(high))
    assert list(fitted.cuts) == sorted(fitted.cuts)


@given(JUDGED)
def test_the_cuts_err_no_more_than_one_level_for_all(pairs: list[tuple[float, int]]) -> None:
    fitted = fit_calibration(*zip(*pairs, strict=True))
    errors = sum(abs(fitted.level(score) - level) for score, level in pairs)
    assert errors <= min(sum(abs(guess - level) for _, level in pairs) for guess in (1, 2, 3, 4))


def test_a_better_score_is_more_likely_where_the_judges_say_so() -> None:
    fitted = fit_calibration([0.1, 0.2, 0.3, 0.6, 0.7, 0.8] * 20, [1, 1, 2, 3, 4, 4] * 20)
    assert fitted.probability(0.2) < 0.1
    assert fitted.probability(0.75) > 0.9
    assert [fitted.level(score) for score in (0.1, 0.3, 0.6, 0.7)] == [1, 2, 3, 4]


def test_no_pairs_and_unknown_levels_are_refused() -> None:
    for pairs in (([], []), ([0.5], [5])):
        with pytest.raises(ValueError, match="levels outside"):
            fit_calibration(*pairs)


def test_the_shipped_calibration_says_what_it_was_fitted_on() -> None:
    shipped = calibration()
    assert shipped.pairs > 1000
    assert shipped.fitted_on
    assert dt.date.fromisoformat(shipped.fitted_at)
    assert shipped.slope > 0


def test_a_blocker_lowers_the_grade_and_never_raises_it() -> None:
    blocks = [Caution("need_expired", True, "过期", "need-1", "deadline")]
    warns = [Caution("agreed_elsewhere", False, "他人", "agreement-1", "COVERS")]
    for score in (0.0, 0.4, 0.7, 1.0):
        warned = graded(calibration(), "Achievement", score, warns).label
        assert warned == graded(calibration(), "Achievement", score, []).label
        free = graded(calibration(), "Achievement", score, warns).label
        held = graded(calibration(), "Achievement", score, blocks).label
        assert held == min(free, "弱", key=LABELS.index)
    assert graded(calibration(), "Achievement", 1.0, []).label == "强"
    assert graded(calibration(), "Doctor", 1.0, []).probability is None
    assert [graded(calibration(), "Achievement", score, []).beyond for score in (0.1, 0.5, 1.0)] == [
        True,
        False,
        True,
    ]


def test_where_nothing_is_found_the_answer_says_what_to_do() -> None:
    (said,) = advice(("achievement", "doctor"), [], "need")
    assert said.startswith("没有找到合适的成果、博士；可以请企业")
    assert said.endswith("征集更多成果、博士")
    weak = Recommendation("Doctor", "doctor-1", "甲", 0.3, [], [], "", "need-1")
    (said,) = advice(("achievement", "doctor"), [weak], "need")
    assert said.startswith("没有找到合适的成果；列出的博士都不到较强，只供参考；")
    good = replace(weak, reasons=Reasons(grade=Grade("较强", None)))
    assert advice(("doctor",), [weak, good], "need") == []
    assert "登记需求" in advice(("doctor",), [], "scope")[0]
    barred = replace(weak, reasons=Reasons(cautions=[Caution("need_fulfilled", True, "", "", "")]))
    (said,) = advice(("doctor",), [barred, weak], "need")
    assert said.startswith("列出的博士不到较强或已有障碍（见注意）；")


@given(st.lists(st.tuples(st.sampled_from(["Achievement", "Doctor"]), st.booleans()), max_size=8))
def test_what_is_blocked_comes_last_of_its_kind_in_the_order_it_had(made: list[tuple[str, bool]]) -> None:
    stop = Reasons(cautions=[Caution("need_fulfilled", True, "", "", "")])
    found = [
        Recommendation(kind, str(n), "", 1.0 - n / 10, [], [], "", "", stop if held else Reasons())
        for n, (kind, held) in enumerate(sorted(made))
    ]
    told = free_first(found)
    assert [(one.kind, blocked(one)) for one in told] == sorted((one.kind, blocked(one)) for one in told)
    for kind, held in set(made):
        ids = [one.id for one in told if (one.kind, blocked(one)) == (kind, held)]
        assert ids == [one.id for one in found if (one.kind, blocked(one)) == (kind, held)]
