"""What a stationing plan knows: doctors, firms, last year's posts, who fits whom, and who must not meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from errors import UsageError
from programme.events import after
from programme.firms import Firm, does_research, firms
from programme.model import Source
from programme.rules import Values
from programme.world import World
from recommend.calibration import calibration
from recommend.candidates import POOL
from recommend.model import Recommendation

Ends = tuple[str, str]
"""A doctor's id and a firm's."""
RELATIONS = {"HOLDS_SHARES_IN": "本人持股", "FOUNDED": "本人创办", "WORKS_AT": "本人任职"}
"""Relations to a firm that keep a doctor away from it, and what they are called."""


class StationingValues(Values):
    """Defaults of the options, and what counts as fitting; `recent_days` since a post ended that is last
    year's, `keep` in points of the score (0 to 1), `looked_at` doctors for each need; `grades` of the score
    count as fitting, and `weak` where weak fits are wanted.
    """

    doctors: int
    per_firm: int
    per_doctor: int
    keep: float
    recent_days: int
    grades: tuple[str, ...]
    weak: tuple[str, ...]
    looked_at: int
    role: str


@dataclass(frozen=True, slots=True)
class Options:
    """What a plan is asked for: `doctors` posts in all, `quotas` by a county's code (least, most), pairs by
    ids; None stands for what the rule says. `unknown` takes in firms of which nothing is said about R&D.
    """

    doctors: int | None = None
    per_firm: int | None = None
    per_doctor: int | None = None
    quotas: tuple[tuple[str, int, int | None], ...] = ()
    must: tuple[Ends, ...] = ()
    forbidden: tuple[Ends, ...] = ()
    keep: float | None = None
    role: str | None = None
    county: str = ""
    unknown: bool = False
    weak: bool = False

    def grades(self, values: StationingValues) -> tuple[str, ...]:
        """What counts as fitting."""
        return values.weak if self.weak else values.grades


@dataclass(frozen=True, slots=True)
class Doctor:
    """A row of the query `stationing-doctors`; None for what is not known."""

    id: str
    name: str
    employers: tuple[str, ...]
    capacity: int | None
    regular: bool | None
    contract_years: float | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post a doctor has, or had till lately: `running` on the day of the plan."""

    doctor: str
    firm: str
    firm_name: str
    role: str
    until: str
    running: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a doctor fits a firm, by the scorer: as the answer to a need of it, or to the firm itself.
    `grade` is what the score is called; what lowers it in `recommend` stands in `cautions`: that an agreement
    covers the need keeps no doctor away.
    """

    score: float
    grade: str
    why: str
    need: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A need of a firm; the best that was found for it, fitting or not."""

    id: str
    title: str
    type: str
    firm: str


@dataclass
class Facts:
    """All of it. `asked` are the firms with R&D activity, which the plan decides on; `outside` the others.
    `needs` by id; `best` by need's id the doctor that fits it best; `cut` needs that more doctors may
    fit than were looked at. `sources` by query.
    """

    doctors: dict[str, Doctor]
    asked: dict[str, Firm]
    outside: dict[str, Firm]
    posts: list[Post]
    needs: dict[str, Need]
    barred: dict[Ends, str]
    shares: dict[Ends, str]
    sources: dict[str, Source] = field(default_factory=dict)
    fits: dict[Ends, Fit] = field(default_factory=dict)
    best: dict[str, tuple[str, Fit]] = field(default_factory=dict)
    cut: int = 0

    def elsewhere(self, doctor: str) -> list[Post]:
        """Posts he has that the plan does not decide on: they take up his load."""
        return [
            one for one in self.posts
            if one.doctor == doctor and one.running and one.firm not in self.asked
        ]  # fmt: skip

    @cached_property
    def last(self) -> dict[Ends, Post]:
        """Last year's posts that the plan decides on; of several of a pair the one that runs longest."""
        mine = [one for one in self.posts if one.firm in self.asked and one.doctor in self.doctors]
        return {(one.doctor, one.firm): one for one in sorted(mine, key=lambda one: (one.running, one.until))}

    def firm_name(self, firm: str) -> str:
        """What a firm is called."""
        return (self.asked.get(firm) or self.outside[firm]).name


def facts(world: World, options: Options, values: StationingValues) -> Facts:
    """Read the graph, and ask the scorer for every need of a firm that is asked, or for the firm itself."""
    found, source = firms(world, options.county)
    asked = {one.id: one for one in found if _asked(one, options)}
    outside = {one.id: one for one in found if one.id not in asked}
    made = Facts({}, asked, outside, [], {}, {}, {}, {"firms": source})
    made.doctors = {row["id"]: _doctor(row) for row in _rows(world, made, "stationing-doctors")}
    made.posts = _posts(world, made, values)
    for row in _rows(world, made, "stationing-needs", {"county": options.county}):
        if row["enterprise_id"] in asked:
            made.needs[row["need_id"]] = Need(
                row["need_id"], row["need"] or "", row["type"] or "", row["enterprise_id"]
            )
    for row in _rows(world, made, "stationing-conflicts"):
        ends, what = (row["doctor_id"], row["enterprise_id"]), RELATIONS[row["relation"]]
        made.barred[ends] = f"{made.barred[ends]}、{what}" if ends in made.barred else what
    for row in _rows(world, made, "stationing-institute-shares"):
        made.shares[row["doctor_id"], row["enterprise_id"]] = f"{row['institute']}持股"
    _match(world, made, options, values)
    return made


def _asked(firm: Firm, options: Options) -> bool:
    state = does_research(firm)
    return state == "met" or (options.unknown and state == "unknown")


def _rows(world: World, made: Facts, query: str, given: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    found = world.ask(query, given or {})
    made.sources[query] = found.source
    return found.rows


def _doctor(row: dict[str, Any]) -> Doctor:
    employers = tuple(str(one) for one in row["employers"] if one)
    name = str(row["doctor"] or "")
    return Doctor(row["id"], name, employers, row["capacity"], row["regular"], row["contract_years"])


def _posts(world: World, made: Facts, values: StationingValues) -> list[Post]:
    """Those that had begun by the day."""
    since = world.at - dt.timedelta(days=values.recent_days)
    rows = _rows(world, made, "stationing-posts", {"since": since.isoformat()})
    return [_post(row, world.at.isoformat()) for row in rows if not after(row["since"], world.at)]


def _post(row: dict[str, Any], day: str) -> Post:
    """A month that is named runs to its end; where no end is named a post is not over."""
    until = str(row["until"] or "")
    running = not until or until >= day[: len(until)]
    name, role = str(row["enterprise"] or ""), str(row["role"] or "")
    return Post(row["doctor_id"], row["enterprise_id"], name, role, until, running)


def _match(world: World, made: Facts, options: Options, values: StationingValues) -> None:
    """Who fits each need, the best for a firm kept; a firm without a need is matched by what it does. For a
    firm with a pair that is spoken of, as many are asked for as there are: the pair may be far down.
    """
    having = {one.firm for one in made.needs.values()}
    ids = sorted([*made.needs, *(made.asked.keys() - having)])
    spoken = {firm for _, firm in (*options.must, *made.last)}
    far = [one for one in ids if _firm(made, one) in spoken]
    near = [one for one in ids if _firm(made, one) not in spoken]
    grades = options.grades(values)
    made.cut = _ask(world, made, near, (values.looked_at, grades))
    made.cut += _ask(world, made, far, (max(POOL, values.looked_at), grades))


def _ask(world: World, made: Facts, ids: Sequence[str], wanted: tuple[int, tuple[str, ...]]) -> int:
    """Asks for so many doctors; returns for how many ids even the last of so many is of one of the grades."""
    most, grades = wanted
    full = 0
    for one, answer in zip(ids, world.match(ids, (("doctor",), most)), strict=True):
        if not isinstance(answer, UsageError):
            fits = [_fit(recommendation, one) for recommendation in answer.recommendations]
            full += len(fits) == most and min(fits, key=lambda fit: fit.score).grade in grades
            for recommendation, fit in zip(answer.recommendations, fits, strict=True):
                _keep(made, one, (recommendation.id, _firm(made, one)), fit)
    return full


def _firm(made: Facts, asking: str) -> str:
    return made.needs[asking].firm if asking in made.needs else asking


def _fit(one: Recommendation, need: str) -> Fit:
    cautions = tuple(caution.reason for caution in one.reasons.cautions)
    return Fit(one.score, calibration().label(one.score), one.evidence, need, cautions)


def _keep(made: Facts, need: str, ends: Ends, fit: Fit) -> None:
    if ends not in made.fits or fit.score > made.fits[ends].score:
        made.fits[ends] = fit
    if need not in made.best or fit.score > made.best[need][1].score:
        made.best[need] = ends[0], fit
