"""Saying why: the path from the firm to the candidate, and one Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.links import term_id
from ontology.entity import Entity
from recommend.model import Candidate, Feature, Recommendation, Shared, Subject

Step = dict[str, str]
PATHS = 3
NEAR = 0.3
"""The likeness in meaning that is a reason by itself."""


def paths(candidate: Candidate, subject: Subject) -> list[list[Step]]:
    """Up to three paths, strongest first: nodes {id, kind, name} and steps {relation, direction} in turn.

    Through shared terms; else through the candidate's own works or people; else through a common field
    or industry; else the words that both texts hold, as one step TEXT_MATCH {words}; else their being near in
    meaning, as one step ALIKE. Empty: no reason.
    """
    start = _start(candidate, subject)
    if candidate.shared:
        return [[*start, *_through(one), *_to_owner(candidate)] for one in candidate.shared[:PATHS]]
    members = [*candidate.context.get("works", []), *candidate.context.get("doctors", [])]
    for member in members:
        if member["shared"]:
            last = _from_member(member, candidate)
            return [[*start, *_through(one), *last] for one in member["shared"][:PATHS]]
    return [path for path in _common_ground(candidate, subject, start) if path][:PATHS]


def _start(candidate: Candidate, subject: Subject) -> list[Step]:
    start = [_node(subject.enterprise)]
    if candidate.source.id != subject.enterprise.id:
        owned = candidate.source.kind == "Achievement"
        start += [_step("OWNS" if owned else "HAS_NEED", "->"), _node(candidate.source)]
    return start


def _through(shared: Shared) -> list[Step]:
    middle = [_step("MENTIONS", "->"), _term(shared.term)]
    if shared.via != shared.term:
        middle += [_step("SIMILAR_TO|BROADER", "-"), _term(shared.via)]
    return [*middle, _step("MENTIONS", "<-")]


def _to_owner(candidate: Candidate) -> list[Step]:
    end = [_node(candidate.entity)]
    for owner in candidate.context.get("owners", [])[:1]:
        end += [_step("OWNS", "<-") if candidate.entity.kind == "Achievement" else _step("WORKS_AT", "->")]
        end += [{"id": owner["id"], "kind": owner["kind"], "name": owner["name"]}]
    return end


def _from_member(member: dict[str, Any], candidate: Candidate) -> list[Step]:
    """From an achievement to its maker or owner, or from a doctor to the institute."""
    step = _step("WORKS_AT", "->")
    if member["kind"] == "Achievement":
        step = _step("CREATED" if candidate.entity.kind == "Doctor" else "OWNS", "<-")
    node = {name: member[name] for name in ("id", "kind", "name")}
    return [node, step, *_to_owner(candidate)]


def _common_ground(candidate: Candidate, subject: Subject, start: list[Step]) -> Iterator[list[Step]]:
    end = _to_owner(candidate)
    if candidate.source.properties.get("field") == candidate.entity.properties.get("field"):
        for field in candidate.context.get("fields", [])[:1]:
            yield [*start, _step("IN_FIELD", "->"), field, _step("IN_FIELD", "<-"), *end]
    if candidate.entity.properties.get("industry") in subject.industries:
        for industry in candidate.context.get("industries", [])[:1]:
            middle = [_step("IN_INDUSTRY", "->"), industry, _step("IN_INDUSTRY", "<-")]
            yield [_node(subject.enterprise), *middle, *end]
    if candidate.text and candidate.words:
        yield [*start, {**_step("TEXT_MATCH", "-"), "words": "、".join(candidate.words[:5])}, *end]
    elif candidate.meaning and candidate.meaning >= NEAR:
        yield [*start, _step("ALIKE", "-"), *end]


def sentence(made: Recommendation, candidate: Candidate, subject: Subject) -> str:
    """Why, in one sentence an officer can send on."""
    opening = _opening(candidate.source, subject)
    owners = candidate.context.get("owners", [])
    whose = f"{owners[0]['name']}的" if owners else ""
    what = {"Achievement": f"成果《{made.name}》", "Doctor": f"博士{made.name}", "Institute": made.name}[
        made.kind
    ]
    strong = sorted((one for one in made.features if one.score > 0.2), key=_telling)
    against = [
        one for one in made.features if one.score == 0.0 and one.name in ("availability", "same_field")
    ]
    reasons = "；".join(one.reason for one in strong[:4]) or "只有弱相关"
    caution = f"。注意：{'；'.join(one.reason for one in against)}" if against else ""
    return f"{opening}与{whose}{what}匹配：{reasons}{caution}。"


def _opening(source: Entity, subject: Subject) -> str:
    firm = _name(subject.enterprise)
    if source.kind == "Need":
        whose = "" if source.id == subject.enterprise.id else f"{firm}的"
        return f"{whose}需求《{_name(source)}》"
    if subject.basis == "scope":
        return f"{firm}没有登记需求，按其经营范围和行业"
    what = f"自有成果《{_name(source)}》" if source.kind == "Achievement" else "经营范围和产品"
    return f"{firm}没有登记与之相合的需求，按其{what}"


def _telling(feature: Feature) -> tuple[bool, bool, float]:
    """Shared words first, since they are what an officer can check; then what else the two texts say, whose
    scores never come near one; then the strongest.
    """
    return feature.name != "shared_terms", feature.name not in ("text_match", "meaning"), -feature.score


def _name(entity: Entity) -> str:
    return str(entity.properties.get("name") or entity.properties.get("title") or entity.id)


def _node(entity: Entity) -> Step:
    return {"id": entity.id, "kind": entity.kind, "name": _name(entity)}


def _term(word: str) -> Step:
    return {"id": term_id(word), "kind": "Term", "name": word}


def _step(relation: str, direction: str) -> Step:
    return {"relation": relation, "direction": direction}
