"""The tables of a stationing plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from programme.assignment import Assignment
from programme.firms import does_research
from programme.model import Column, Figure, Row, Sheet
from programme.stationing_case import Case, cautions
from programme.stationing_facts import Ends
from programme.stationing_why import Reasons
from programme.tally import Count, Tally
from programme.world import World, place

ASSIGNMENT = (
    Column("doctor", "博士"), Column("institute", "单位"), Column("enterprise", "企业"),
    Column("county", "区县"), Column("role", "身份"), Column("how", "方式"),
    Column("score", "匹配", "number"), Column("grade", "等级"), Column("need", "需求"),
    Column("new_firm", "企业首见", "integer", aside=True),
)  # fmt: skip
"""The last is 1 where the firm stands first: what adds up to how many there are."""
EVIDENCE = (
    Column("doctor", "博士"),
    Column("enterprise", "企业"),
    Column("why", "依据"),
    Column("caution", "注意"),
)
BESIDE = (
    Column("doctor", "博士"), Column("best", "最优派往"), Column("optimum", "最优得分", "number"),
    Column("instead", "贪心派往"), Column("greedy", "贪心得分", "number"),
    Column("difference", "相差", "number"), Column("same", "两种做法"),
)  # fmt: skip
FIRMS = (
    Column("enterprise", "企业"),
    Column("county", "区县"),
    Column("kind", "原因"),
    Column("why", "说明"),
)
DOCTORS = (
    Column("doctor", "博士"),
    Column("institute", "单位"),
    Column("kind", "原因"),
    Column("why", "说明"),
)
EXCLUDED = (
    Column("doctor", "博士"), Column("institute", "单位"), Column("enterprise", "企业"),
    Column("why", "原因"), Column("score", "匹配", "number"),
)  # fmt: skip
COUNTS = (
    Count("posts", "派驻", "assignment", unit="对"),
    Count("served", "派到的企业", "assignment", total="new_firm", unit="家"),
    Count("without", "没有博士的企业", "firms_without", unit="家"),
)
COUNTIES = (
    Column("county", "区县"), Column("low", "下限", "integer"), Column("high", "上限", "integer"),
    *(one.column for one in COUNTS),
)  # fmt: skip
NEEDS = (
    Column("need", "需求"), Column("type", "类型"), Column("enterprise", "企业"), Column("county", "区县"),
    Column("nearest", "最接近的博士"), Column("score", "匹配", "number"),
)  # fmt: skip
LAST = (
    Column("doctor", "博士"), Column("enterprise", "企业"), Column("role", "原身份"),
    Column("until", "到期", "date"), Column("what", "去向"), Column("why", "说明"),
)  # fmt: skip
OUTSIDE = (
    Column("enterprise", "企业"),
    Column("county", "区县"),
    Column("state", "研发活动"),
    Column("why", "说明"),
)


def sheets(
    world: World, made: Case, best: Assignment, beside: Assignment
) -> tuple[tuple[Sheet, ...], list[Figure]]:
    """All tables, the decision first; with the figures in that of the counties."""
    draw, tally = _Draw(world, made, best), Tally("counties")
    source = made.facts.sources
    people, posts = source["stationing-doctors"], source["stationing-posts"]
    firms, needs = source["firms"], source["stationing-needs"]
    kept = source["stationing-conflicts"], source["stationing-institute-shares"]
    found = (
        Sheet("assignment", "派驻安排", ASSIGNMENT, tuple(draw.assignment()), (people, firms, needs, posts)),
        Sheet("evidence", "派驻依据", EVIDENCE, tuple(draw.evidence()), (needs, people)),
        Sheet("counties", "区县名额", COUNTIES, tuple(draw.counties(tally)), (firms,)),
        Sheet("last", "上年派驻去向", LAST, tuple(draw.last()), (posts,)),
        Sheet("firms_without", "没有博士的企业", FIRMS, tuple(draw.firms()), (firms, needs, people)),
        Sheet("doctors_without", "没有派出的博士", DOCTORS, tuple(draw.doctors()), (people, posts)),
        Sheet("excluded", "回避和不派", EXCLUDED, tuple(draw.excluded()), kept),
        Sheet("needs_without", "没有合适博士的需求", NEEDS, tuple(draw.needs()), (needs,)),
        Sheet("beside", "与贪心做法比较", BESIDE, tuple(draw.beside(beside)), (people, firms, needs, posts),
              "贪心做法每次取剩下的最好一对；得分含续派加分"),
        Sheet("outside", "不派驻的企业", OUTSIDE, tuple(draw.outside()), (firms,)),
    )  # fmt: skip
    return found, tally.figures


class _Draw:
    """The rows of each table."""

    def __init__(self, world: World, made: Case, best: Assignment) -> None:
        self.world = world
        self.made = made
        self.facts = made.facts
        self.best = best
        self.why = Reasons(made, best)

    def assignment(self) -> Iterator[Row]:
        """By county, firm and score."""
        last, must, seen = self.facts.last, self.made.options.must, set()
        for doctor, firm in sorted(self.why.sent, key=self._order):
            ends, fit = (doctor, firm), self.facts.fits.get((doctor, firm))
            need = self.facts.needs.get(fit.need) if fit else None
            how = "续派" if ends in last else "指定" if ends in must else "新派"
            cells = (
                *self._doctor(doctor), self._firm(firm), self._county(firm), self.made.role(ends), how,
                round(fit.score, 4) if fit else None, fit.grade if fit else None, need.title if need else "",
                int(firm not in seen),
            )  # fmt: skip
            seen.add(firm)
            yield Row(cells, (doctor, firm, *([need.id] if need else [])))

    def evidence(self) -> Iterator[Row]:
        """Why each post is one, in the order of the assignment, and what to look at before."""
        for doctor, firm in sorted(self.why.sent, key=self._order):
            fit = self.facts.fits.get((doctor, firm))
            told = fit.why if fit else "", "；".join(cautions(self.world, self.made, (doctor, firm)))
            yield Row((self._doctor(doctor)[0], self._firm(firm), *told), (doctor, firm))

    def counties(self, tally: Tally) -> Iterator[Row]:
        """Every county that has firms to send to, and every one with a quota."""
        limits = {code: (low, high) for code, low, high in self.made.options.quotas}
        firms: dict[str, list[str]] = defaultdict(list)
        for one in self.facts.asked.values():
            firms[one.county].append(one.id)
        for code in sorted(firms.keys() | limits):
            low, high = limits.get(code, ("", ""))
            name = place(code) if code else "区县不明"
            cells = tally.cells(name, (("county", place(code) if code else ""),), COUNTS)
            yield Row((name, low, "" if high is None else high, *cells), tuple(firms[code]))

    def last(self) -> Iterator[Row]:
        """Last year's posts that the plan decides on, those that are not continued first."""
        sent = set(self.why.sent)
        rows = []
        for ends, post in sorted(self.facts.last.items()):
            what = ("续派", "") if ends in sent else self.why.post(ends)
            cells = (self._doctor(ends[0])[0], post.firm_name, post.role, post.until or None, *what)
            rows.append((ends in sent, Row(cells, ends)))
        yield from (row for _, row in sorted(rows, key=lambda one: one[0]))

    def firms(self) -> Iterator[Row]:
        """Firms that were asked and got nobody."""
        for one in self.made.firms:
            if one not in self.why.doctors_of:
                yield Row((self._firm(one), self._county(one), *self.why.firm(one)), (one,))

    def doctors(self) -> Iterator[Row]:
        """Doctors that go nowhere."""
        for one in self.made.doctors:
            if one not in self.why.firms_of:
                yield Row((*self._doctor(one), *self.why.doctor(one)), (one,))

    def excluded(self) -> Iterator[Row]:
        """Pairs that may not be, fitting or not."""
        for (doctor, firm), why in sorted(self.made.excluded.items()):
            fit = self.facts.fits.get((doctor, firm))
            score = round(fit.score, 4) if fit else None
            yield Row((*self._doctor(doctor), self._firm(firm), why, score), (doctor, firm))

    def needs(self) -> Iterator[Row]:
        """Needs of the firms asked that no doctor fits, whether he may go there or not."""
        for one in sorted(self.facts.needs.values(), key=lambda one: one.id):
            near = self.facts.best.get(one.id)
            if near and near[1].grade in self.made.terms.grades:
                continue
            told = (self._doctor(near[0])[0], round(near[1].score, 4)) if near else ("", None)
            cells = (one.title, one.type, self._firm(one.firm), self._county(one.firm), *told)
            yield Row(cells, (one.id, one.firm))

    def beside(self, greedy: Assignment) -> Iterator[Row]:
        """Doctors that either answer sends out, those it matters for first."""
        best, other = self._by_doctor(self.best), self._by_doctor(greedy)
        rows = []
        for doctor in sorted(best.keys() | other):
            ours, theirs = self._told(best.get(doctor, [])), self._told(other.get(doctor, []))
            same = ours == theirs
            told = round(ours[1] - theirs[1], 6), "相同" if same else "不同"
            rows.append((same, Row((self._doctor(doctor)[0], *ours, *theirs, *told), (doctor,))))
        yield from (row for _, row in sorted(rows, key=lambda one: one[0]))

    def outside(self) -> Iterator[Row]:
        """Firms without R&D activity, and those of which it is not known."""
        for one in sorted(self.facts.outside.values(), key=lambda one: one.id):
            unknown = does_research(one) == "unknown"
            told = (
                ("不明", "补上研发投入、科技人员或有无研发活动；--unknown 一并派")
                if unknown
                else ("没有", "")
            )
            yield Row((one.name, self._county(one.id), *told), (one.id,))

    def _by_doctor(self, answer: Assignment) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for one in answer.chosen:
            found[self.made.pairs[one][0]].append(one)
        return found

    def _told(self, chosen: Iterable[int]) -> tuple[str, float]:
        """Where a doctor goes, and what that is worth."""
        chosen = list(chosen)
        names = "、".join(self._firm(self.made.pairs[one][1]) for one in chosen)
        return names, round(sum(self.made.problem.pairs[one].gain for one in chosen), 6)

    def _order(self, ends: Ends) -> tuple[str, str, float, str]:
        fit = self.facts.fits.get(ends)
        return self.facts.asked[ends[1]].county, ends[1], -(fit.score if fit else 0.0), ends[0]

    def _doctor(self, doctor: str) -> tuple[str, str]:
        one = self.facts.doctors[doctor]
        return one.name, "、".join(one.employers)

    def _firm(self, firm: str) -> str:
        return self.facts.firm_name(firm)

    def _county(self, firm: str) -> str:
        one = self.facts.asked.get(firm) or self.facts.outside[firm]
        return place(one.county) if one.county else ""
