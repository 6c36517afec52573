"""Features: small named functions, each giving a score in [0, 1] and its reason.

A feature looks at one candidate and its subject and at nothing else, so any of them can be read, tested
or switched off alone. A feature that knows nothing returns None and takes no part in the score.
"""

from __future__ import annotations

from collections.abc import Callable

from recommend.model import Candidate, Feature, Subject

FeatureFunction = Callable[[Candidate, Subject], Feature | None]

LABELS = {
    "shared_terms": "共同术语",
    "text_match": "全文相关",
    "meaning": "语义相近",
    "same_field": "学科",
    "same_industry": "行业",
    "maturity": "成熟度",
    "cooperation": "已有合作",
    "availability": "可用性",
    "proven": "名下成果",
    "people": "相关博士",
}
"""What people call each feature."""

_STAGES = {"成熟应用": 1.0, "中期": 0.7, "初期": 0.4}
_INDUSTRY_LEVELS = {5: (1.0, "同一小类"), 4: (0.8, "同一中类"), 3: (0.6, "同一大类"), 1: (0.2, "同一门类")}


def shared_terms(candidate: Candidate, _subject: Subject) -> Feature:
    """How much of what the need mentions the candidate mentions too (`path` is already in [0, 1])."""
    if not candidate.shared:
        return Feature("shared_terms", 0.0, "图中没有进入前列的共同技术词")
    whole = [
        one for one in candidate.shared
        if not any(one.term != other.term and one.term in other.term for other in candidate.shared)
    ]  # fmt: skip
    words = "、".join(one.term if one.term == one.via else f"{one.term}≈{one.via}" for one in whole[:5])
    return Feature("shared_terms", candidate.path, f"共同提到{words}")


def text_match(candidate: Candidate, _subject: Subject) -> Feature:
    """Full-text score of title and content against title and abstract (`text` is already in [0, 1))."""
    if not candidate.text:
        return Feature("text_match", 0.0, "全文检索未进入前列")
    both = f"（同见{'、'.join(candidate.words[:5])}）" if candidate.words else ""
    return Feature("text_match", candidate.text, f"全文相关度 {round(candidate.text * 100)}%{both}")


def meaning(candidate: Candidate, _subject: Subject) -> Feature | None:
    """How near the two texts are in meaning, whatever their words; nothing where no vectors are kept."""
    if candidate.meaning is None:
        return None
    return Feature("meaning", candidate.meaning, f"语义相近度 {round(candidate.meaning * 100)}%")


def same_field(candidate: Candidate, _subject: Subject) -> Feature | None:
    """Whether need and candidate are of one discipline."""
    ours, theirs = candidate.source.properties.get("field"), candidate.entity.properties.get("field")
    if not ours or not theirs:
        return None
    names = theirs if isinstance(theirs, list) else [str(theirs)]
    label = "、".join(one["name"] for one in candidate.context.get("fields", [])) or "、".join(names)
    if ours in names:
        return Feature("same_field", 1.0, f"学科同为{label}")
    return Feature("same_field", 0.0, f"学科不同（供方为{label}）")


def same_industry(candidate: Candidate, subject: Subject) -> Feature | None:
    """How far the GB/T 4754 codes of firm and achievement agree."""
    theirs = str(candidate.entity.properties.get("industry", ""))
    if not theirs or not subject.industries:
        return None
    common = max(_common(ours, theirs) for ours in subject.industries)
    for length, (score, words) in _INDUSTRY_LEVELS.items():
        if common >= length:
            return Feature("same_industry", score, f"行业{words}（{theirs[:common]}）")
    return Feature("same_industry", 0.0, f"应用行业不同（{theirs}）")


def maturity(candidate: Candidate, _subject: Subject) -> Feature | None:
    """How near the market an achievement is."""
    stage = str(candidate.entity.properties.get("stage", ""))
    if stage not in _STAGES:
        return None
    return Feature("maturity", _STAGES[stage], f"所处阶段：{stage}")


def cooperation(candidate: Candidate, subject: Subject) -> Feature | None:
    """Whether firm and owner (or institute) have signed before; of a need without a firm nobody knows."""
    if subject.enterprise.kind != "Enterprise":
        return None
    agreements = candidate.context.get("agreements", [])
    if not agreements:
        return Feature("cooperation", 0.0, "双方尚无协议")
    return Feature("cooperation", 1.0, f"双方已有协议：{agreements[0]}")


def availability(candidate: Candidate, subject: Subject) -> Feature | None:
    """Licensing of an achievement, stationing of a doctor: free, here already, or taken elsewhere."""
    for taker in candidate.context.get("takers", []):
        if taker["id"] == subject.enterprise.id:
            return Feature("availability", 1.0, f"已{taker['how']}该企业")
        if taker["how"] in ("独占许可给", "派驻"):
            return Feature("availability", 0.0, f"已{taker['how']}{taker['name']}")
    if candidate.entity.properties.get("single_list") is True:
        return Feature("availability", 1.0, "单列管理成果，可先使用后付费")
    return Feature("availability", 0.7, "未见独占许可或派驻冲突")


def proven(candidate: Candidate, _subject: Subject) -> Feature:
    """How well the candidate's own achievements fit (for a doctor or an institute)."""
    works = candidate.context.get("works", [])
    if not works:
        return Feature("proven", 0.0, "名下没有相关成果")
    return Feature("proven", works[0]["score"], f"名下成果《{works[0]['name']}》相关")


def people(candidate: Candidate, _subject: Subject) -> Feature:
    """Whether the institute has doctors who fit."""
    doctors = candidate.context.get("doctors", [])
    if not doctors:
        return Feature("people", 0.0, "没有方向相近的博士")
    return Feature(
        "people", doctors[0]["score"], f"有方向相近的博士{'、'.join(one['name'] for one in doctors[:3])}"
    )


def _common(ours: str, theirs: str) -> int:
    length = 0
    for a, b in zip(ours, theirs, strict=False):
        if a != b:
            break
        length += 1
    return length
