"""The steps a match goes through, and which may follow which. Pure: no ledger, no files.

推送 -> 接洽 -> 意向 -> 协议 (first its terms, then the signature) -> 技术合同登记 -> 回款; 回绝 ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from errors import ContradictionError, InputError, UsageError


@dataclass(frozen=True, slots=True)
class Status:
    """A step by its name; `place` in the chain, 0 for the end that is none of it."""

    name: str
    label: str
    place: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a match was refused. `firm`: the reason speaks of the firm and the candidate, whatever the need."""

    code: str
    firm: bool


STATUSES = {
    one.name: one
    for one in (
        Status("pushed", "推送", 1),
        Status("contacted", "接洽", 2),
        Status("interested", "意向", 3),
        Status("agreed", "协议谈定", 4),
        Status("signed", "协议签订", 5),
        Status("registered", "技术合同登记", 6),
        Status("paid", "回款", 7),
        Status("refused", "回绝", 0),
    )
}
REFUSED = STATUSES["refused"]
PAID = STATUSES["paid"]
REASONS = {
    one.code: one
    for one in (
        Reason("未成熟", True),
        Reason("价格", True),
        Reason("已有供方", False),
        Reason("领域不符", False),
        Reason("地域", True),
        Reason("涉密", True),
        Reason("其他", False),
    )
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a match: `dated` YYYY-MM-DD, when it happened, "" where that is not said; `reason` a
    code of REASONS for a refusal, else ""; `amount` in 元 for a payment, else None; `note` may be empty.
    """

    status: Status
    dated: str
    by: str
    reason: str = ""
    amount: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step on record between a `subject` (need or enterprise) and a `candidate`; `at` is when it was
    written down (UTC); `undone_by` is the number of the row that took it back, 0 for none.
    """

    id: int
    subject: str
    candidate: str
    said: Said
    at: str
    run: int
    undone_by: int = 0


def status_of(text: str) -> Status:
    """The status a person names, in English or Chinese; UsageError listing them."""
    found = STATUSES.get(text.strip().lower())
    named = found or next((one for one in STATUSES.values() if one.label == text.strip()), None)
    if named is None:
        known = "、".join(f"{one.name}（{one.label}）" for one in STATUSES.values())
        raise UsageError(f"没有“{text}”这一步", f"可用：{known}")
    return named


def current(steps: Sequence[Step]) -> Step:
    """The step that stands: the furthest, of several the last; a refusal unless a step came after it. `steps`
    are in force, at least one, in any order. Those of pairs that were joined later may contradict each other.
    """
    furthest = max(steps, key=lambda one: (one.said.status.place, *_when(one)))
    refusals = [one for one in steps if one.said.status is REFUSED]
    last = max(refusals, key=_when, default=None)
    return last if last and _when(last) >= _when(furthest) else furthest


def furthest(steps: Sequence[Step]) -> Status:
    """How far a match came, whether or not it was refused then."""
    return max((one.said.status for one in steps), key=lambda status: status.place)


def check(steps: Sequence[Step], said: Said) -> list[str]:
    """What is odd about a next step, as sentences; `steps` as in `current`, or empty. InputError for one
    without its details, ContradictionError for one that cannot follow. Its date must be said.
    """
    _complete(said)
    if not steps:
        return _jumped(0, said.status)
    last = current(steps)
    cure = f"记错了的话先撤销：shuangjin decide undo {last.id}"
    if last.said.status is REFUSED:
        raise ContradictionError(f"这一对已在 {last.said.dated} 回绝（{last.said.reason}）", cure)
    place = furthest(steps).place
    if said.status is not REFUSED and said.status.place < place + (said.status is not PAID):
        already = f"这一对已到“{last.said.status.label}”（{last.said.dated}）"
        raise ContradictionError(f"{already}，不能再记“{said.status.label}”", cure)
    if said.dated < last.said.dated:
        told = f"“{said.status.label}”（{said.dated}）早于“{last.said.status.label}”（{last.said.dated}）"
        raise ContradictionError(told, f"核对 --on 的日期；{cure}")
    if said.status is REFUSED:
        return [f"已到“{last.said.status.label}”后又回绝"] if place >= STATUSES["signed"].place else []
    return _jumped(place, said.status)


def repeated(steps: Sequence[Step], said: Said) -> Step | None:
    """The step in force that says just that already, whoever wrote it down. A date or note left out counts as
    the same.
    """
    for one in steps:
        had = one.said
        same = had.status is said.status and had.reason == said.reason and had.amount == said.amount
        if same and said.dated in ("", had.dated) and said.note in ("", had.note):
            return one
    return None


def _complete(said: Said) -> None:
    if said.status is REFUSED and said.reason not in REASONS:
        what = f"没有“{said.reason}”这个原因" if said.reason else "回绝要写原因"
        raise InputError(what, f"加上 --reason，可用：{'、'.join(REASONS)}")
    if said.status is not REFUSED and said.reason:
        raise InputError(f"“{said.status.label}”不写原因", "去掉 --reason，要说的写进 --note")
    if said.reason == "其他" and not said.note:
        raise InputError("原因是“其他”时要写明是什么", "加上 --note")
    if said.status is PAID and said.amount is None:
        raise InputError("回款要写金额", "加上 --amount，如 --amount 20万元")
    if said.amount is not None and said.status is not PAID:
        raise InputError(f"“{said.status.label}”不写金额", "去掉 --amount；到账后记 paid")


def _jumped(place: int, status: Status) -> list[str]:
    """A sentence on the steps passed over; 推送 may be left out, since firms also come by themselves, and
    terms are settled with the signature where nobody wrote them down before.
    """
    silent = {STATUSES["pushed"].place, STATUSES["agreed"].place}
    over = [
        one.label for one in STATUSES.values() if place < one.place < status.place and one.place not in silent
    ]
    return [f"跳过了{'、'.join(over)}"] if over else []


def _when(step: Step) -> tuple[str, int]:
    return step.said.dated, step.id
