"""What agreements, licences, dates and posts say against signing now, each with its row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recommend.deadline import by, latest, passed
from recommend.model import Candidate, Caution, Subject

_FREE_TRIAL = re.compile("先使用后付费|先用后付|先试用后付费|先用后转")
_TAKEN = "独占许可给"
_TERMS = {"1": 20, "2": 10, "3": 15, "8": 20, "9": 10}
"""Years a patent lasts at most from its application, by the digit after the year."""
DONE, ENDED = "已完成", "已终止"
"""The progress of an agreement that was carried out, and of one that was broken off."""
INTERESTS = {"HOLDS_SHARES_IN": "持有该企业股份", "FOUNDED": "创办了该企业"}
"""Relations by which a doctor has an interest in a firm, as they are told."""


@dataclass(frozen=True, slots=True)
class Known:
    """Agreements that cover a need or an achievement: {id, title, type, signed_on, expires_on*,
    progress, parties}.
    """

    agreements: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)


def cautions(candidate: Candidate, subject: Subject, known: Known, today: dt.date) -> list[Caution]:
    """Everything on record that speaks against, blockers first."""
    checks = (
        *_need(candidate, subject, known, today),
        *_licence(candidate, subject, known, today),
        *_patent(candidate, today),
        *_payment(candidate),
        *_interests(candidate, subject),
    )
    return sorted(checks, key=lambda one: not one.blocks)


def settles(agreement: Mapping[str, Any], today: dt.date) -> bool:
    """Whether the need an agreement covers is met by it today: signed by then, not broken off, and where it
    has run out, completed.
    """
    over = agreement["progress"] != DONE and passed(agreement, "expires_on", today)
    return by(agreement["signed_on"], today) and agreement["progress"] != ENDED and not over


def _need(candidate: Candidate, subject: Subject, known: Known, today: dt.date) -> Iterator[Caution]:
    need = candidate.source
    if need.kind != "Need":
        return
    for one in known.agreements.get(need.id, []):
        if subject.enterprise.id not in _parties(one) or not by(one["signed_on"], today):
            continue
        if one["progress"] == ENDED:
            reason = f"就该需求签的《{one['title']}》已终止（{one['signed_on']}签订）"
            yield Caution("agreement_ended", False, reason, str(one["id"]), "progress")
        elif settles(one, today):
            reason = f"该需求已由《{one['title']}》落实（{one['signed_on']}签订）"
            yield Caution("need_fulfilled", True, reason, str(one["id"]), "COVERS")
        else:
            reason = f"就该需求签的《{one['title']}》已到期（{latest(one, 'expires_on')}）"
            yield Caution("agreement_expired", False, reason, str(one["id"]), "expires_on")
    if passed(need.properties, "deadline", today):
        day = latest(need.properties, "deadline")
        yield Caution("need_expired", True, f"需求的期望完成日期已过（{day}）", need.id, "deadline")


def _licence(candidate: Candidate, subject: Subject, known: Known, today: dt.date) -> Iterator[Caution]:
    """Agreements on the achievement, and licences; what ran out or was broken off blocks no more."""
    entity, firm = candidate.entity, subject.enterprise.id
    ended = set()
    for one in known.agreements.get(entity.id, []):
        if not by(one["signed_on"], today):
            continue
        if one["progress"] == ENDED:
            ended |= _parties(one)
            reason = f"《{one['title']}》已终止（{one['signed_on']}签订）"
            yield Caution("agreement_ended", False, reason, str(one["id"]), "progress")
        elif passed(one, "expires_on", today):
            ended |= _parties(one)
            reason = f"《{one['title']}》已到期（{latest(one, 'expires_on')}）"
            yield Caution("agreement_expired", False, reason, str(one["id"]), "expires_on")
        elif firm in _parties(one):
            reason = f"双方已就该成果签订《{one['title']}》（{one['signed_on']}）"
            yield Caution("already_agreed", True, reason, str(one["id"]), "COVERS")
        else:
            reason = f"该成果已由他人签订《{one['title']}》（{one['signed_on']}）"
            yield Caution("agreed_elsewhere", False, reason, str(one["id"]), "COVERS")
    for taker in candidate.context.get("takers", []):
        if entity.kind == "Achievement" and taker["how"] == _TAKEN and taker["id"] != firm:
            over = taker["id"] in ended
            also = "，所据协议已到期或终止，请核实" if over else ""
            reason = f"已独占许可给{taker['name']}{also}"
            yield Caution("licensed_exclusively", not over, reason, entity.id, "LICENSED_TO")


def _patent(candidate: Candidate, today: dt.date) -> Iterator[Caution]:
    number = str(candidate.entity.properties.get("patent", ""))
    match = re.fullmatch(r"(?:(\d{4})(\d)\d{7}|(\d{2})(\d)\d{5})\.[\dX]", number)
    if not match:
        return
    year = int(match[1] or 1900 + int(match[3]))
    term = _TERMS.get(match[2] or match[4], 20)
    if year + term < today.year:
        reason = f"专利申请于 {year} 年，最长 {term} 年的保护期已满"
        yield Caution("patent_expired", False, reason, candidate.entity.id, "patent")


def _payment(candidate: Candidate) -> Iterator[Caution]:
    need = candidate.source.properties
    wanted = _FREE_TRIAL.search(f"{need.get('title', '')}{need.get('content', '')}")
    listed = candidate.entity.properties.get("single_list")
    if wanted and candidate.entity.kind == "Achievement" and listed is not True:
        state = "不是单列管理" if listed is False else "未注明是否单列管理"
        reason = f"需求希望{wanted[0]}，该成果{state}"
        yield Caution("not_single_list", False, reason, candidate.entity.id, "single_list")


def _interests(candidate: Candidate, subject: Subject) -> Iterator[Caution]:
    """Owners and employers that are firms: this one, or one of the same trade; shares in this one, or that
    the doctor founded it.
    """
    relation = "OWNS" if candidate.entity.kind == "Achievement" else "WORKS_AT"
    for owner in candidate.context.get("owners", []):
        if owner["id"] == subject.enterprise.id:
            what = "成果为该企业所有" if relation == "OWNS" else "博士任职于该企业"
            yield Caution("own", True, f"{what}，无需推荐", candidate.entity.id, relation)
        elif owner["kind"] == "Enterprise":
            what = "成果为另一企业所有" if relation == "OWNS" else "博士任职于另一企业"
            reason = f"{what}（{owner['name']}），请核实有无利益冲突"
            yield Caution("other_enterprise", False, reason, candidate.entity.id, relation)
    for one in candidate.context.get("interests", []):
        if one["id"] == subject.enterprise.id:
            reason = f"博士{INTERESTS[one['relation']]}，要回避"
            yield Caution("interested", True, reason, candidate.entity.id, one["relation"])
    if candidate.entity.kind != "Doctor":
        return
    for taker in candidate.context.get("takers", []):
        if taker["id"] != subject.enterprise.id:
            reason = f"已派驻{taker['name']}"
            yield Caution("stationed_elsewhere", False, reason, candidate.entity.id, "STATIONED_AT")


def _parties(agreement: Mapping[str, Any]) -> set[str]:
    return {str(one) for one in agreement["parties"]}
