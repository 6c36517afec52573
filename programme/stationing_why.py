"""Why a firm or a doctor got nobody, and what became of last year's posts: in one word, and in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from programme.assignment import Assignment
from programme.stationing_case import Case
from programme.stationing_facts import Ends

Why = tuple[str, str]
"""The kind of reason, and a sentence."""
FEW = 3
"""Names that are told as examples."""


class Reasons:
    """What can be said of those who are not in an assignment that is the best there is: whoever fits, has
    room and would be worth something is in it, unless a county or the whole is full.
    """

    def __init__(self, made: Case, best: Assignment) -> None:
        self.made = made
        self.best = best
        self.facts = made.facts
        self.sent = [made.pairs[place] for place in best.chosen]

    @cached_property
    def firms_of(self) -> dict[str, list[str]]:
        """Doctor -> the firms he goes to."""
        found: dict[str, list[str]] = defaultdict(list)
        for doctor, firm in self.sent:
            found[doctor].append(firm)
        return found

    @cached_property
    def doctors_of(self) -> dict[str, list[str]]:
        """Firm -> the doctors it gets."""
        found: dict[str, list[str]] = defaultdict(list)
        for doctor, firm in self.sent:
            found[firm].append(doctor)
        return found

    def firm(self, firm: str) -> Why:
        """Why a firm got nobody."""
        fitting = self._by_firm.get(firm, [])
        if not fitting:
            return self._unfit(firm, 1)
        free = [one for one in fitting if len(self.firms_of.get(one, ())) < self._load[one]]
        if not free and not any(self._load[one] for one in fitting):
            return "博士已派满", f"合适的{self._doctors(fitting)}在别处已经派满"
        if not free:
            one = next((one for one in fitting if one in self.firms_of), fitting[0])
            where = "、".join(self.facts.firm_name(other) for other in self.firms_of.get(one, ()))
            return (
                "另有更好去处",
                f"合适的{self._doctors(fitting)}都派到总分更高的去处，如{self._doctor(one)}派往{where}",
            )
        return self._full([firm])

    def doctor(self, doctor: str) -> Why:
        """Why a doctor was sent nowhere."""
        elsewhere = [one.firm_name for one in self.facts.elsewhere(doctor)]
        if not self._load[doctor]:
            where = f"：在派{'、'.join(elsewhere)}" if elsewhere else "：可服务企业数为 0"
            return "已派满", f"不能再派{where}"
        fitting = self._by_doctor.get(doctor, [])
        if not fitting:
            return self._unfit(doctor, 0)
        free = [one for one in fitting if len(self.doctors_of.get(one, ())) < self.made.terms.per_firm]
        if not free:
            one = fitting[0]
            who = "、".join(map(self._doctor, self.doctors_of[one]))
            return (
                "企业已派满",
                f"合适的{self._firms(fitting)}都已派满，如{self.facts.firm_name(one)}接收{who}",
            )
        return self._full(free)

    def post(self, ends: Ends) -> Why:
        """What became of a post of last year that was not continued."""
        doctor, firm = ends
        if ends in self.made.excluded:
            return "不再续派", self.made.excluded[ends]
        goes = "、".join(self.facts.firm_name(one) for one in self.firms_of.get(doctor, ()))
        if goes:
            return "改派", f"改派{goes}，总分更高"
        comes = "、".join(map(self._doctor, self.doctors_of.get(firm, ())))
        return "不再续派", f"企业改由{comes}服务" if comes else self.doctor(doctor)[1]

    def _full(self, firms: Iterable[str]) -> Why:
        """Where there is room at both ends: a county is full, or all posts are given away."""
        made = self.made
        quotas = {self._quota[one] for one in firms}
        full = {
            number
            for number in quotas
            if number >= 0 and self._given(number) == made.problem.quotas[number].high
        }
        if full == quotas:
            names = "、".join(made.problem.quotas[number].name for number in sorted(full))
            return "区县名额已满", f"{names}的名额已用完"
        if len(self.sent) >= made.problem.total:
            return "总名额已满", f"{made.problem.total} 个名额都给了匹配更好的"
        return "匹配分为零", "派去也不加分"

    def _given(self, quota: int) -> int:
        return sum(
            self.made.problem.county[self.made.problem.pairs[one].firm] == quota for one in self.best.chosen
        )

    def _unfit(self, one: str, end: int) -> Why:
        """Why no pair has this firm (end 1) or doctor (end 0)."""
        barred = [
            f"{self._name(ends, 1 - end)}（{why}）"
            for ends, why in self.made.excluded.items()
            if ends[end] == one and ends in self.facts.fits
            and self.facts.fits[ends].grade in self.made.terms.grades
        ]  # fmt: skip
        if barred:
            return "要回避", f"合适的{'、'.join(barred[:FEW])}不能派"
        kind = "没有合适的博士" if end else "没有合适的企业"
        if one not in self._nearest[end]:
            return kind, "没有找到需求与研究方向的联系"
        best = self._nearest[end][one]
        fit = self.facts.fits[best]
        return kind, f"最接近的{self._name(best, 1 - end)}匹配 {fit.score:.2f}，等级{fit.grade}"

    def _name(self, ends: Ends, end: int) -> str:
        return self.facts.firm_name(ends[1]) if end else self._doctor(ends[0])

    @cached_property
    def _nearest(self) -> tuple[dict[str, Ends], dict[str, Ends]]:
        """By doctor and by firm the pair of the highest score, fitting or not."""
        order = sorted(self.facts.fits, key=lambda ends: (self.facts.fits[ends].score, ends))
        return {ends[0]: ends for ends in order}, {ends[1]: ends for ends in order}

    def _doctor(self, doctor: str) -> str:
        return self.facts.doctors[doctor].name

    def _doctors(self, some: list[str]) -> str:
        return _few([self._doctor(one) for one in some])

    def _firms(self, some: list[str]) -> str:
        return _few([self.facts.firm_name(one) for one in some])

    @cached_property
    def _quota(self) -> dict[str, int]:
        return dict(zip(self.made.firms, self.made.problem.county, strict=True))

    @cached_property
    def _load(self) -> dict[str, int]:
        return dict(zip(self.made.doctors, self.made.problem.loads, strict=True))

    @cached_property
    def _by_firm(self) -> dict[str, list[str]]:
        """Firm -> doctors that may go there, best first."""
        return {end: [ends[0] for ends in some] for end, some in self._grouped(1).items()}

    @cached_property
    def _by_doctor(self) -> dict[str, list[str]]:
        return {end: [ends[1] for ends in some] for end, some in self._grouped(0).items()}

    def _grouped(self, end: int) -> dict[str, list[Ends]]:
        found: dict[str, list[Ends]] = defaultdict(list)
        problem = self.made.problem
        for place in sorted(range(len(problem.pairs)), key=lambda one: (-problem.pairs[one].gain, one)):
            if place not in problem.forbidden:
                found[self.made.pairs[place][end]].append(self.made.pairs[place])
        return found


def _few(names: list[str]) -> str:
    return "、".join(names[:FEW]) + (f"等 {len(names)} 个" if len(names) > FEW else "")
