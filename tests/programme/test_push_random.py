"""供需推送 over made-up worlds: whoever asks and whatever was sent, nothing goes out twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store import GraphStore
from ontology.entity import Entity
from programme import push
from programme.firms import Firm, Standing
from programme.model import Plan
from programme.push import Options
from programme.push_leading import LeadingValues, leaders, revenue
from programme.world import World
from recommend.calibration import LABELS
from recommend.model import Answer, Caution, Grade, Reasons, Recommendation
from tests.programme.conftest import AT

FIRMS = {"enterprise-1": "C3011", "enterprise-2": "C3021", "enterprise-3": "C2710", "enterprise-4": ""}
NEEDS = {f"need-{number}": f"enterprise-{1 + number % 4}" for number in range(6)}
WORKS = {f"achievement-{number}": ("C3011", "C27")[number % 2] for number in range(5)}
PEOPLE = ("doctor-1", "doctor-2")
GRADES = st.sampled_from(LABELS)


class Rows:
    """What a query gives."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def dicts(self) -> list[dict[str, Any]]:
        return self.rows


class Made:
    """A graph of the firms, needs and suppliers above; what was sent is given."""

    def __init__(self, sent: Sequence[tuple[str, str]]) -> None:
        self.sent = sent

    def run(self, query: str, params: Mapping[str, Any]) -> Rows:
        if query == "firms":
            return Rows([_firm(one, industry) for one, industry in FIRMS.items()])
        if query == "push-needs":
            return Rows([_need(*one) for one in NEEDS.items()])
        if query == "push-sent":
            return Rows([_sent(*one) for one in self.sent])
        return Rows([_supplier(one) for one in params["ids"]])


def _need(identity: str, firm: str) -> dict[str, Any]:
    return {
        "id": identity, "need": identity, "firm_id": firm, "firm": firm, "county": "611024", "agreements": [],
    }  # fmt: skip


def _sent(asker: str, candidate: str) -> dict[str, Any]:
    told = {"asker": asker, "firm": NEEDS.get(asker, asker), "candidate": candidate}
    return {**told, "how": "planned", "dated": "2026-01-01"}


def _firm(identity: str, industry: str) -> dict[str, Any]:
    body = {"industry": industry, "revenue": 10_000_000} if industry else {}
    return {
        "id": identity, "enterprise": identity, "county": "611024", "body": body, "recognitions": [],
        "platforms": [],
    }  # fmt: skip


def _supplier(identity: str) -> dict[str, Any]:
    owner = {"id": "institute-1", "kind": "Institute", "name": "示例大学"}
    industries = [WORKS[identity]] if identity in WORKS else []
    return {"id": identity, "owners": [owner], "industries": industries, "licences": []}


def _made(source: str, target: str, grade: str, barred: bool) -> Recommendation:
    cautions = [Caution("own", True, "无需推荐", target, "OWNS")] if barred else []
    kind = "Achievement" if target in WORKS else "Doctor"
    return Recommendation(
        kind, target, target, 0.5, [], [[{"id": source, "kind": "Need", "name": source}]], "理由", source,
        Reasons(cautions=cautions, grade=Grade(grade, None)), match=f"{source}_{target}",
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, set[tuple[str, str]]]:
    """A world with random grades, and the pairs that were sent in it."""
    askers, targets = [*NEEDS, *FIRMS], [*WORKS, *PEOPLE]
    sent = draw(st.lists(st.tuples(st.sampled_from(askers), st.sampled_from(targets)), max_size=12))
    grades = draw(st.dictionaries(st.tuples(st.sampled_from(list(NEEDS)), st.sampled_from(targets)), GRADES))
    barred = draw(st.sets(st.sampled_from(targets), max_size=2))

    def match(ids: Sequence[str], ask: tuple[Sequence[str], int]) -> Iterator[Answer]:
        aims, limit = ask
        for one in ids:
            sources = [one] if one in NEEDS else [need for need, firm in NEEDS.items() if firm == one]
            best: dict[str, Recommendation] = {}
            for (source, target), grade in sorted(grades.items()):
                if source in sources and (target in WORKS or "doctor" in aims):
                    best.setdefault(target, _made(source, target, grade, target in barred))
            order = sorted(best.values(), key=lambda made: (made.kind, made.id))
            kept = [made for _, some in groupby(order, lambda made: made.kind) for made in list(some)[:limit]]
            yield Answer(Entity(one, "Need", {}), "need", kept)

    return World(cast(GraphStore, Made(sent)), match, AT, 1), set(sent)


def told(made: Plan) -> list[tuple[str, str, str, str]]:
    """(way, firm, who is told, what) of every row."""
    sheet = made.sheet("push")
    return [
        (str(sheet.cell(row, "way")), str(sheet.cell(row, "firm")), row.ids[0], row.ids[1])
        for row in sheet.rows
    ]


@settings(max_examples=200, deadline=None)
@given(worlds(), st.integers(1, 4), st.sampled_from(LABELS[1:]))
def test_nothing_goes_out_twice(case: tuple[World, set[tuple[str, str]]], limit: int, least: str) -> None:
    world, sent = case
    made = push.plan(world, Options(limit=limit, least=least))
    rows = told(made)
    assert len(made.ties) == len({(one.source, one.target) for one in made.ties}) == len(rows)
    firms = {(NEEDS.get(one, one), what) for one, what in sent}
    for way, firm, asker, what in rows:
        assert (asker, what) not in sent
        assert (firm, what) not in sent
        assert way == "按需求" or (firm, what) not in firms
    needed = {(firm, what) for way, firm, _, what in rows if way == "按需求"}
    assert needed.isdisjoint((firm, what) for way, firm, _, what in rows if way != "按需求")
    kinds = Counter((way, asker if way == "按需求" else firm, what[:3]) for way, firm, asker, what in rows)
    assert max(kinds.values(), default=0) <= limit
    grades = {str(made.sheet("push").cell(row, "grade")) for row in made.sheet("push").rows}
    assert all(LABELS.index(one) >= LABELS.index(least) for one in grades)


@st.composite
def firms_of_industries(draw: st.DrawFn) -> list[Firm]:
    """Firms of three industries, of some of which a revenue or a title is known."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        body: dict[str, Any] = {"industry": draw(st.sampled_from(["C3011", "C3021", "C27", "C", "A0111"]))}
        if draw(st.booleans()):
            body["revenue"] = draw(st.integers(0, 5)) * 1_000_000
        if draw(st.integers(0, 5)) == 0:
            body["labels"] = ["省级农业产业化重点龙头企业"]
        found.append(Firm(f"enterprise-{number}", f"企业{number}", "", body, (), ()))
    return found


@given(firms_of_industries(), st.integers(1, 3))
def test_the_leading_firms_of_an_industry(found: list[Firm], largest: int) -> None:
    led = leaders(
        found,
        Standing(World(cast(GraphStore, None), cast(Any, None), AT, 1)),
        LeadingValues(words=("龙头",), largest=largest),
    )
    for industry in {one.industry for one in led}:
        mine = [one.firm for one in led if one.industry == industry]
        others = [one for one in found if one.industry.startswith(industry) and one not in mine]
        if any(one.body.get("labels") for one in mine):
            assert all(one.body.get("labels") for one in mine)
            assert not any(one.body.get("labels") for one in others)
            continue
        assert len(mine) <= largest
        least = min(revenue(one) or 0 for one in mine)
        assert all((revenue(one) or 0) <= least for one in others if len(mine) == largest)
        assert all(revenue(one) is None for one in others if len(mine) < largest)
    assert not any(one.industry == "" for one in led)
