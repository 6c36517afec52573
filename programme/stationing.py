"""百名博士下车间: the best overall assignment of doctors to firms with R&D activity, beside the greedy one.

A post is worth the scorer's score, and more where it goes on with last year's. The plan decides on the whole
roster: a post that runs at a firm it looks at may be continued, moved or ended; one at a firm it does not
look at stays, and takes up the doctor's load.
"""

from __future__ import annotations

from programme.assignment import Assignment, greedy, solve
from programme.model import Figure, Plan, Tie
from programme.stationing_case import Case, case, infeasible, terms
from programme.stationing_facts import Facts, Options, StationingValues, facts
from programme.stationing_sheets import sheets
from programme.tasks import TASKS
from programme.vice import DEPUTY
from programme.world import World, place

TASK = "stationing"
FIGURES = (
    Figure("posts", "派驻", "assignment", unit="对"),
    Figure("continued", "其中续派", "assignment", (("how", "续派"),), unit="对"),
    Figure("new", "其中新派", "assignment", (("how", "新派"),), unit="对"),
    Figure("required", "其中指定", "assignment", (("how", "指定"),), unit="对"),
    Figure("optimum", "最优总分", "beside", total="optimum", unit="分"),
    Figure("greedy", "贪心总分", "beside", total="greedy", unit="分"),
    Figure("difference", "最优多出", "beside", (("same", "不同"),), total="difference", unit="分"),
    Figure("firms_without", "没有博士的企业", "firms_without", unit="家"),
    Figure("firms_no_fit", "其中没有合适的博士", "firms_without", (("kind", "没有合适的博士"),), unit="家"),
    Figure("doctors_without", "没有派出的博士", "doctors_without", unit="名"),
    Figure(
        "doctors_no_fit", "其中没有合适的企业", "doctors_without", (("kind", "没有合适的企业"),), unit="名"
    ),
    Figure("excluded", "回避或不派", "excluded", unit="对"),
    Figure("needs_without", "没有合适博士的需求", "needs_without", unit="项"),
    Figure("moved", "上年派驻改派", "last", (("what", "改派"),), unit="对"),
    Figure("ended", "上年派驻不再续派", "last", (("what", "不再续派"),), unit="对"),
    Figure("research_unknown", "研发活动不明的企业", "outside", (("state", "不明"),), unit="家"),
    Figure("research_none", "没有研发活动的企业", "outside", (("state", "没有"),), unit="家"),
)


def plan(world: World, options: Options) -> Plan:
    """The plan for a round of posts. UsageError where no assignment keeps all limits, with what to relax."""
    values = world.rule("stationing", StationingValues).values
    known = facts(world, options, values)
    made = case(world, known, terms(world, known, options), options)
    best = solve(made.problem)
    if best is None:
        raise infeasible(made)
    beside = greedy(made.problem)
    found, cells = sheets(world, made, best, beside)
    return Plan(
        TASK,
        TASKS[TASK],
        world.at,
        world.run,
        place(options.county),
        FIGURES,
        found,
        world.rules,
        _notes(made, beside),
        tuple(Tie(*made.pairs[one], made.role(made.pairs[one])) for one in best.chosen),
        tuple(cells),
    )


def _notes(made: Case, beside: Assignment) -> tuple[str, ...]:
    """What to know beside the tables."""
    terms, known = made.terms, made.facts
    notes = [
        f"总名额 {terms.doctors}，每家企业至多 {terms.per_firm} 名，每名博士至多 {terms.per_doctor} 家"
        f"（本人写了可服务企业数的按本人）；续派加 {terms.keep:g} 分"
    ]
    notes += _limits(known, made)
    if beside.short:
        short = "、".join(made.problem.quotas[one].name for one in beside.short)
        notes.append(f"贪心做法凑不够{short}的下限，它的总分不能直接比")
    return tuple(notes)


def _limits(known: Facts, made: Case) -> list[str]:
    notes = []
    if made.terms.missing:
        notes.append(f"{made.terms.missing}，{DEPUTY}的条件不作判断")
    if known.cut:
        notes.append(f"有 {known.cut} 项需求合适的博士比所看的还多，名次更后的没有看")
    if any(one.running for one in known.last.values()):
        notes.append("派驻未到期而改派或不再续派的，先与企业和博士说定再办")
    if made.problem.must:
        notes.append("指定的派驻先占名额，匹配分不明的按 0 计")
    return notes
