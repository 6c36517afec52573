"""The graph's facts as a problem of assignment: which pairs there may be, their worth, and the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from errors import UsageError
from ontology.tables import table
from programme.assignment import Breach, Pair, Problem, Quota, relaxations
from programme.interval import Interval, State
from programme.stationing_facts import Doctor, Ends, Facts, Options, StationingValues
from programme.vice import DEPUTY, RULE, ViceValues
from programme.world import World
from recommend.deadline import end_of

ANYWHERE = -1
"""The quota of a firm in no county that has one."""
FORBIDDEN = "指定不派"


@dataclass(frozen=True, slots=True)
class Terms:
    """The options with the rule's defaults filled in. `role` is that of all posts, None where last year's
    posts keep theirs and new ones get `new_role`. `deputy` is None where no post is that of a 科技副总, or
    there was no rule on them, as `missing` then says.
    """

    doctors: int
    per_firm: int
    per_doctor: int
    keep: float
    role: str | None
    new_role: str
    grades: tuple[str, ...]
    deputy: ViceValues | None
    missing: str


@dataclass(frozen=True, slots=True)
class Case:
    """A problem and what its places mean: `pairs` by place; `excluded` pairs that would have been, with why;
    `loads` by doctor.
    """

    facts: Facts
    terms: Terms
    options: Options
    doctors: tuple[str, ...]
    firms: tuple[str, ...]
    pairs: tuple[Ends, ...]
    problem: Problem
    excluded: dict[Ends, str]

    def role(self, ends: Ends) -> str:
        """What the doctor is at the firm."""
        return _role(self.facts, self.terms, ends)


def terms(world: World, facts: Facts, options: Options) -> Terms:
    """Options over the rule of the day; the rule on deputies is looked up where there may be some."""
    values = world.rule("stationing", StationingValues).values
    kept = {one.role for one in facts.last.values()} if options.role is None else {options.role}
    rule, missing = world.rule_if(RULE, ViceValues) if DEPUTY in kept else (None, "")
    return Terms(
        values.doctors if options.doctors is None else options.doctors,
        values.per_firm if options.per_firm is None else options.per_firm,
        values.per_doctor if options.per_doctor is None else options.per_doctor,
        values.keep if options.keep is None else options.keep,
        options.role,
        options.role or values.role,
        options.grades(values),
        rule.values if rule else None,
        missing,
    )


def case(world: World, facts: Facts, terms: Terms, options: Options) -> Case:
    """The problem of a plan. UsageError for a pair that must be and may not."""
    fitting = {ends for ends, fit in facts.fits.items() if fit.grade in terms.grades}
    wanted = {ends for ends in fitting | facts.last.keys() | set(options.must) if ends[1] in facts.asked}
    excluded = {
        ends: why
        for ends in sorted(wanted | set(_spoken(facts)))
        if (why := _excluded(world, facts, terms, ends))
    }
    _check(facts, options, excluded)
    pairs = sorted(wanted - excluded.keys())
    excluded.update((ends, FORBIDDEN) for ends in options.forbidden if ends[1] in facts.asked)
    return _case(facts, terms, options, pairs, excluded)


def _case(facts: Facts, terms: Terms, options: Options, pairs: list[Ends], excluded: dict[Ends, str]) -> Case:
    last = facts.last
    doctors, firms = tuple(sorted(facts.doctors)), tuple(sorted(facts.asked))
    doctor_at = {one: place for place, one in enumerate(doctors)}
    firm_at = {one: place for place, one in enumerate(firms)}
    quotas = {code: Quota(table("county").name(code), low, high) for code, low, high in options.quotas}
    quota_at = {code: place for place, code in enumerate(quotas)}
    gains = [
        (facts.fits[ends].score if ends in facts.fits else 0.0) + terms.keep * (ends in last)
        for ends in pairs
    ]
    problem = Problem(
        [Pair(doctor_at[ends[0]], firm_at[ends[1]], gain) for ends, gain in zip(pairs, gains, strict=True)],
        [_load(facts, terms, facts.doctors[one]) for one in doctors],
        [terms.per_firm] * len(firms),
        [quota_at.get(facts.asked[one].county, ANYWHERE) for one in firms],
        tuple(quotas.values()),
        terms.doctors,
        frozenset(place for place, ends in enumerate(pairs) if ends in options.must),
        frozenset(place for place, ends in enumerate(pairs) if ends in options.forbidden),
    )
    return Case(facts, terms, options, doctors, firms, tuple(pairs), problem, excluded)


def infeasible(made: Case) -> UsageError:
    """What to say where no assignment keeps all limits: which to relax and by how much."""
    ways = ["，并且".join(_said(made, one) for one in way) for way in relaxations(made.problem)]
    cure = "下面任选一条就够，数字是最少要让的" if len(ways) > 1 else "要这样放宽，数字是最少要让的"
    return UsageError("这些条件不能同时满足，排不出来", cure, choices=tuple(ways))


def _said(made: Case, one: Breach) -> str:
    problem = made.problem
    if one.kind == "total":
        return f"总名额 --doctors 从 {problem.total} 提到 {problem.total + one.by}"
    if one.kind in ("low", "high"):
        quota = problem.quotas[one.place]
        if one.kind == "low":
            return f"{quota.name}的下限从 {quota.low} 降到 {quota.low - one.by}"
        return f"{quota.name}的上限从 {quota.high} 提到 {(quota.high or 0) + one.by}"
    if one.kind == "load":
        load, name = problem.loads[one.place], made.facts.doctors[made.doctors[one.place]].name
        return f"{name}可服务的企业从 {load} 家提到 {load + one.by} 家"
    if one.kind == "capacity":
        most, name = problem.capacities[one.place], made.facts.firm_name(made.firms[one.place])
        return f"{name}接收的博士从 {most} 名提到 {most + one.by} 名"
    doctor, firm = made.pairs[one.place]
    option = "--must" if one.kind == "must" else "--forbid"
    return f"去掉 {option} {made.facts.doctors[doctor].name}:{made.facts.firm_name(firm)}"


def _spoken(facts: Facts) -> Iterator[Ends]:
    """Pairs that are kept apart though nobody asked for them: they are told."""
    return (ends for ends in facts.barred if ends[0] in facts.doctors and ends[1] in facts.asked)


def _check(facts: Facts, options: Options, excluded: dict[Ends, str]) -> None:
    for doctor, firm in options.must:
        name = facts.doctors[doctor].name
        if firm not in facts.asked:
            raise UsageError(*_outside(facts, name, firm))
        if (doctor, firm) in options.forbidden:
            raise UsageError(f"{name}:{facts.firm_name(firm)} 又要派又不派", "--must 和 --forbid 去掉一个")
        if (doctor, firm) in excluded:
            where = f"--must {name}:{facts.firm_name(firm)}"
            raise UsageError(
                f"{where} 不能派：{excluded[doctor, firm]}", "去掉这个 --must，或先核实并改正台账里的关系"
            )


def _outside(facts: Facts, doctor: str, firm: str) -> tuple[str, str]:
    if firm not in facts.outside:
        return f"--must {doctor} 的企业不在这次的区县里", "去掉 --county，或换一家企业"
    name = facts.firm_name(firm)
    return f"{name}没有研发活动，或者不明，不在派驻范围里", "补上研发投入；只是不明的可以加 --unknown"


def _role(facts: Facts, terms: Terms, ends: Ends) -> str:
    before = facts.last.get(ends)
    return terms.role or (before.role if before and before.role else terms.new_role)


def _excluded(world: World, facts: Facts, terms: Terms, ends: Ends) -> str:
    """Why a doctor may not go to a firm; "" where he may."""
    if ends in facts.barred:
        return facts.barred[ends]
    deputy = terms.deputy
    if deputy is None or _role(facts, terms, ends) != DEPUTY:
        return ""
    if ends in facts.shares:
        return f"所在单位{facts.shares[ends]}，不能任{DEPUTY}"
    if _standing(world, facts, ends[1], deputy) == "failed":
        return f"企业成立不满 {deputy.age} 年，不能有{DEPUTY}"
    if _formal(facts.doctors[ends[0]], deputy) == "failed":
        return f"不在编，聘期不到 {deputy.contract:g} 年，不能任{DEPUTY}"
    return ""


def cautions(world: World, made: Case, ends: Ends) -> list[str]:
    """What must be looked at before the doctor goes."""
    facts, deputy = made.facts, made.terms.deputy
    told = (
        list(facts.fits[ends].cautions)
        if ends in facts.fits
        else ["匹配分不明：没有找到需求与研究方向的联系"]
    )
    if ends in facts.shares:
        told.append(f"所在单位{facts.shares[ends]}，请核实有无利益冲突")
    if deputy and made.role(ends) == DEPUTY:
        if _formal(facts.doctors[ends[0]], deputy) == "unknown":
            told.append("在编和聘期不明，任科技副总前要核实")
        if _standing(world, facts, ends[1], deputy) == "unknown":
            told.append("企业成立日期不明，任科技副总前要核实")
    return told


def _formal(doctor: Doctor, deputy: ViceValues) -> State:
    """Whether a doctor is formally employed, or for long enough."""
    years = doctor.contract_years
    long = Interval() if years is None else Interval(years, years)
    if doctor.regular or long.at_least(deputy.contract) == "met":
        return "met"
    return "unknown" if doctor.regular is None or years is None else "failed"


def _standing(world: World, facts: Facts, firm: str, deputy: ViceValues) -> State:
    """Whether a firm was registered long enough ago; a month that is named may mean any day of it."""
    body, year = facts.asked[firm].body, world.at.year - deputy.age
    limit = f"{year:04}{world.at:-%m-%d}"
    early, late = (
        str(body.get("registered_on") or body.get(f"registered_on_{end}") or "") for end in ("min", "max")
    )
    if late and end_of(late).isoformat() <= limit:
        return "met"
    return "failed" if early > limit[: len(early)] else "unknown"


def _load(facts: Facts, terms: Terms, doctor: Doctor) -> int:
    """Firms he may still take on: what he says himself goes before the option; posts elsewhere count."""
    most = terms.per_doctor if doctor.capacity is None else doctor.capacity
    return max(0, most - len(facts.elsewhere(doctor.id)))
