"""A firm as the tasks look at it: what it holds, how large it is, whether it does research. What is not known
stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ontology.tables import table
from programme.interval import Interval, State, all_of, known
from programme.model import Source
from programme.rules import Values, in_force
from programme.world import World

YUAN = 10_000.0
"""元 in 万元: the graph holds 元, rules and people speak of 万元."""


class CarrierValues(Values):
    """What the type of a platform that houses firms says; any other platform is one of research."""

    types: tuple[str, ...]


class LabelValues(Values):
    """`names`: step -> what lists call it; `years` a recognition lasts where its row says no end; one of a
    step of `same_year` lasts to the end of the year it was given in.
    """

    names: dict[str, tuple[str, ...]]
    same_year: tuple[str, ...]
    years: dict[str, int]


class Trade(Values):
    """Sizes of the firms of some industries: size -> least staff (人), revenue and assets (万元), large to
    small.
    """

    industries: tuple[str, ...]
    steps: dict[str, dict[str, float]]


class SizeValues(Values):
    """The trades that are told."""

    trades: tuple[Trade, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """A row of the query `firms`: `county` a code or "", `body` its properties, amounts in 元; `platforms`
    those of research.
    """

    id: str
    name: str
    county: str
    body: Mapping[str, Any]
    recognitions: Sequence[Mapping[str, Any]]
    platforms: Sequence[Mapping[str, Any]]

    def amount(self, name: str) -> Interval:
        """What is known of a number of the firm: money in 元, people in persons."""
        return known(self.body, name)

    def flag(self, name: str) -> State:
        """What is known of a yes or no."""
        value = self.body.get(name)
        return "unknown" if value is None else "met" if value else "failed"

    @property
    def industry(self) -> str:
        """The code of its trade; "" where that is not known."""
        return str(self.body.get("industry", ""))

    def in_industry(self, codes: Sequence[str]) -> State:
        """Whether its trade is one of these or below one of them; a trade told only in general, of which
        one of these is a part, may be.
        """
        if not self.industry:
            return "unknown"
        chain = table("industry").chain
        if set(chain(self.industry)) & set(codes):
            return "met"
        return "unknown" if any(self.industry in chain(code) for code in codes) else "failed"


class Standing:
    """What firms hold and how large they are, by the rules of a day."""

    def __init__(self, world: World) -> None:
        self.at = world.at
        self.labels = world.rule("labels", LabelValues).values
        self._world = world

    @cached_property
    def _sizes(self) -> SizeValues:
        """Looked up when first asked for: a plan that asks for no size does not rest on that rule."""
        return self._world.rule("size", SizeValues).values

    def holds(self, firm: Firm, step: str) -> State:
        """Whether a firm holds the label of a step on the day: by its recognitions where one speaks of it,
        else by the list of labels of its row. A firm without a list may hold it, whatever recognitions of
        other labels are recorded.
        """
        return self._has(firm, self.labels.names[step], step)

    def carries(self, firm: Firm, label: str) -> State:
        """As `holds`, of a label as a policy writes it: by whatever its step is called, where it is one."""
        return self._has(firm, *self._called(label))

    def lapsed(self, firm: Firm, label: str) -> bool:
        """Whether it was given a label, as in `carries`, that is not valid on the day."""
        names, step = self._called(label)
        spoken = [one for one in firm.recognitions if one["label"] in names]
        return bool(spoken) and not any(self.valid(one, step) for one in spoken)

    def _called(self, label: str) -> tuple[tuple[str, ...], str]:
        """All names of a label and its step; itself and "" where it is no step's."""
        steps = ((names, step) for step, names in self.labels.names.items() if label in names)
        return next(steps, ((label,), ""))

    def _has(self, firm: Firm, names: tuple[str, ...], step: str) -> State:
        spoken = [one for one in firm.recognitions if one["label"] in names]
        if spoken:
            return "met" if any(self.valid(one, step) for one in spoken) else "failed"
        labels = firm.body.get("labels")
        if labels is None:
            return "unknown"
        return "met" if set(labels) & set(names) else "failed"

    def titled(self, firm: Firm, words: Sequence[str]) -> str:
        """The label with one of these words in it that a firm is known to hold on the day: by recognitions
        where one speaks of it, else by its row; "" for none.
        """

        def meant(label: str) -> bool:
            return any(word in label for word in words)

        spoken = [one for one in firm.recognitions if meant(one["label"])]
        if spoken:
            return next((str(one["label"]) for one in spoken if self.valid(one, "")), "")
        return next(filter(meant, firm.body.get("labels", ())), "")

    def valid(self, recognition: Mapping[str, Any], step: str) -> bool:
        """Whether a recognition (`from`, `until`) holds on the day, by its end or the years of the step."""
        start, end = str(recognition["from"] or ""), self.end(recognition, step)
        day = self.at.isoformat()
        return start[:10] <= day[: len(start[:10])] and (not end or end >= day[: len(end)])

    def end(self, recognition: Mapping[str, Any], step: str) -> str:
        """When a recognition of a step ends, as precise as known: what it says itself, else the end of its
        year or so many years after it began as the label lasts; "" for one that has no end.
        """
        start, end = str(recognition["from"] or ""), str(recognition["until"] or "")
        if not end and step in self.labels.same_year and start:
            return f"{start[:4]}-12-31"
        if not end and step in self.labels.years and start:
            day = "-02-28" if start[4:] == "-02-29" else start[4:]
            return f"{int(start[:4]) + self.labels.years[step]:04}{day}"
        return end

    def size(self, firm: Firm) -> str | None:
        """大型, 中型, 小型 or 微型; None where what its trade is sized by is not known well enough."""
        trade = next((one for one in self._sizes.trades if firm.in_industry(one.industries) == "met"), None)
        for size, least in trade.steps.items() if trade else ():
            limits = [
                firm.amount(name).at_least(limit * (1 if name == "staff" else YUAN))
                for name, limit in least.items()
            ]
            reached = all_of(limits)
            if reached != "failed":
                return size if reached == "met" else None
        return "微型" if trade else None


def firms(world: World, county: str = "", enterprise: str = "") -> tuple[list[Firm], Source]:
    """The firms of a county (a code, "" for all), or one by id; by id. With the query they came from."""
    found = world.ask("firms", {"county": county, "enterprise": enterprise})
    # Not told in the foot of every plan that looks at firms: few of them ask for platforms.
    houses = in_force("carriers", world.at, CarrierValues).values.types
    made = [
        Firm(row["id"], row["enterprise"] or "", row["county"] or "", row["body"], row["recognitions"],
             [one for one in row["platforms"] if not any(word in str(one["type"] or "") for word in houses)])
        for row in found.rows
    ]  # fmt: skip
    return made, found.source


def does_research(firm: Firm) -> State:
    """Whether a firm has R&D activity: spending or people above nothing, else what its row says."""
    said = [firm.amount(name) for name in ("rd_spend", "rd_staff")]
    if any(one.low > 0 for one in said):
        return "met"
    if firm.body.get("rd_activity") is not None:
        return firm.flag("rd_activity")
    return "failed" if said[0].high <= 0 else "unknown"


def has_institution(firm: Firm) -> State:
    """Whether a firm has an R&D institution: what its row says, else a platform of research it operates."""
    return "met" if firm.platforms else firm.flag("rd_institution")
