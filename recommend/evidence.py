"""Saying why: the path from the firm to the candidate, and one Chinese sentence."""

from __future__ import annotations

from typing import Any

from ontology.entity import Entity
from recommend.model import Candidate, Feature, Recommendation, Shared, Subject

Step = dict[str, str]
PATHS = 3


def paths(candidate: Candidate, subject: Subject) -> list[list[Step]]:
    """Up to three paths, strongest term first: nodes {id, kind, name} and steps {relation, direction}."""
    shared, via = candidate.shared, None
    if candidate.entity.kind == "Institute":
        via = next(iter([*candidate.context.get("works", []), *candidate.context.get("doctors", [])]), None)
        shared = via["shared"] if via else []
    return [_path(candidate, subject, one, via) for one in shared[:PATHS]]


def _path(candidate: Candidate, subject: Subject, shared: Shared, via: dict[str, Any] | None) -> list[Step]:
    path = [_node(subject.enterprise)]
    if candidate.source.id != subject.enterprise.id:
        path += [_step("HAS_NEED", "->"), _node(candidate.source)]
    path += [_step("MENTIONS", "->"), _term(shared.term)]
    if shared.via != shared.term:
        path += [_step("SIMILAR_TO|BROADER", "-"), _term(shared.via)]
    path.append(_step("MENTIONS", "<-"))
    if via:
        achievement = via["id"].startswith("achievement-")
        path.append(
            {"id": via["id"], "kind": "Achievement" if achievement else "Doctor", "name": via["name"]}
        )
        path += [_step("OWNS", "<-") if achievement else _step("WORKS_AT", "->"), _node(candidate.entity)]
        return path
    path.append(_node(candidate.entity))
    for owner in candidate.context.get("owners", [])[:1]:
        relation = _step("OWNS", "<-") if candidate.entity.kind == "Achievement" else _step("WORKS_AT", "->")
        path += [relation, {"id": owner["id"], "kind": owner["kind"], "name": owner["name"]}]
    return path


def sentence(made: Recommendation, candidate: Candidate, subject: Subject) -> str:
    """Why, in one sentence an officer can send on."""
    firm = _name(subject.enterprise)
    if subject.basis == "need":
        opening = f"{firm}的需求《{_name(candidate.source)}》"
    else:
        opening = f"{firm}没有登记需求，按其经营范围和行业"
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


def _telling(feature: Feature) -> tuple[bool, float]:
    """Shared words first, since they are what an officer can check; then the strongest."""
    return feature.name != "shared_terms", -feature.score


def _name(entity: Entity) -> str:
    return str(entity.properties.get("name") or entity.properties.get("title") or entity.id)


def _node(entity: Entity) -> Step:
    return {"id": entity.id, "kind": entity.kind, "name": _name(entity)}


def _term(word: str) -> Step:
    from ingest.links import term_id

    return {"id": term_id(word), "kind": "Term", "name": word}


def _step(relation: str, direction: str) -> Step:
    return {"relation": relation, "direction": direction}
