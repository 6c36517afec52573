"""惠企政策: which policies fit which firms and by which clause, what closes soon, whom carriers serve."""

from __future__ import annotations

from dataclasses import dataclass

from errors import NotFoundError
from programme.firms import Standing, firms
from programme.model import Figure, Plan, Sheet, Tie
from programme.policy_carriers import Carriers
from programme.policy_clauses import Fit, Policy, fit
from programme.policy_sheets import (
    VERDICTS,
    Found,
    closing_sheet,
    firm_clauses,
    firm_closing,
    firm_policies,
    pairs_sheet,
    policies_sheet,
)
from programme.rules import Values
from programme.tally import Tally
from programme.world import World, place


class NoticeValues(Values):
    """`days` before a deadline from which a call is told to close soon."""

    days: int


@dataclass(frozen=True, slots=True)
class Options:
    """`county`: a code, "" for the whole city; `enterprise`: an id, "" for all; `days` before a deadline from
    which it is near, None for the rule's.
    """

    county: str = ""
    enterprise: str = ""
    days: int | None = None


FIRM_FIGURES = (
    Figure("fits", "符合", "policies", (("verdict", VERDICTS["met"]),)),
    Figure("maybe", "可能符合", "policies", (("verdict", VERDICTS["unknown"]),)),
    Figure("failed", "不符", "policies", (("verdict", VERDICTS["failed"]),)),
    Figure("closing", "快截止", "closing"),
)
CITY_FIGURES = (
    Figure("policies", "政策", "policies"),
    Figure("fits", "符合", "pairs", unit="对"),
    Figure("maybe", "可能符合", "maybe", unit="对"),
    Figure("failed", "不符", "failed", unit="对"),
    Figure("closing", "快截止", "closing"),
)


def plan(world: World, options: Options) -> Plan:
    """For one firm every policy with its clauses; without one, policies by how many firms they fit, and the
    pairs. The ties are the fitting pairs, each firm to its policy. NotFoundError where the graph lacks the
    firm.
    """
    found, firm_source = firms(world, options.county, options.enterprise)
    if options.enterprise and not found:
        raise NotFoundError("这个区县里没有这家企业", "去掉 --county，或换一家企业")
    asked = world.ask("policy-clauses")
    policies = [
        Policy(row["id"], row["policy"] or "", row["body"], row["industries"], row["counties"])
        for row in asked.rows
    ]
    notice = world.rule("policy", NoticeValues).values
    days = notice.days if options.days is None else options.days
    standing = Standing(world)
    fits = [fit(policy, firm, standing) for firm in found for policy in policies]
    told = Found(tuple(policies), tuple(fits), world.at, days, (asked.source, firm_source))
    carriers = Carriers(world, found, standing)
    one = bool(options.enterprise)
    tallies = Tally("policies"), Tally("closing")
    sheets = _firm_sheets(told, carriers) if one else _city_sheets(told, carriers, options.county, tallies)
    return Plan(
        task="policy",
        title="惠企政策",
        at=world.at,
        run=world.run,
        scope=found[0].name if one else place(options.county),
        figures=FIRM_FIGURES if one else CITY_FIGURES + carriers.figures,
        sheets=sheets,
        notes=(*_notes(told, standing), *carriers.notes),
        rules=world.rules,
        ties=tuple(_tie(one) for one in fits if one.state == "met"),
        cells=tuple(figure for tally in tallies for figure in tally.figures),
    )


def _firm_sheets(told: Found, carriers: Carriers) -> tuple[Sheet, ...]:
    return firm_policies(told), firm_clauses(told), firm_closing(told), *carriers.sheets_alone()


def _city_sheets(
    told: Found, carriers: Carriers, county: str, tallies: tuple[Tally, Tally]
) -> tuple[Sheet, ...]:
    pairs = pairs_sheet(told, "met"), pairs_sheet(told, "unknown")
    heads = policies_sheet(tallies[0], told), closing_sheet(tallies[1], told)
    return *heads, *pairs, *carriers.sheets(county), pairs_sheet(told, "failed")


def _tie(one: Fit) -> Tie:
    deadline = one.policy.date("deadline")
    return Tie(one.firm.id, one.policy.id, f"推送政策{f'，{deadline} 截止' if deadline else ''}")


def _notes(told: Found, standing: Standing) -> tuple[str, ...]:
    """Labels of policies that are no step's, so that only their very words are compared; and what is not
    looked at.
    """
    named = {label for one in told.policies for label in one.body.get("labels") or ()}
    known = {name for names in standing.labels.names.values() for name in names}
    strange = "、".join(sorted(named - known))
    notes = ["政策没有写的条款不作限制；只写在政策要点里的条件（如“首次认定”）没有判断，申报前请看原文"]
    if strange:
        notes.append(f"资质“{strange}”不在资质规则里，只按字面比")
    return tuple(notes)
