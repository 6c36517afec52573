"""What the rule files on the steps say: conditions as data, and which steps there are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from programme.ladder_measure import Measure, Tiers
from programme.rules import Values


class Condition(Values):
    """What all conditions have: what people call it, and whether a firm cannot make up for it (`fixed`)."""

    label: str
    fixed: bool = False


class Limit(Condition):
    """A number that reaches or stays within a limit, in the unit of the first measure of `of`; of several
    measures the first of which anything is known.
    """

    kind: Literal["limit"]
    of: tuple[Measure, ...]
    least: float | None = None
    most: float | None = None
    tiers: Tiers | None = None


class Flag(Condition):
    """A yes or no."""

    kind: Literal["flag"]
    property: str
    wanted: bool


class Given(Condition):
    """A text that is filled in, with none of the words in `none`."""

    kind: Literal["given"]
    property: str
    none: tuple[str, ...] = ()


class Age(Condition):
    """Whole years since a date."""

    kind: Literal["age"]
    property: str
    years: int


class Trade(Condition):
    """An industry that is one of these or below one of them."""

    kind: Literal["trade"]
    industries: tuple[str, ...]


Band = tuple[float, float] | tuple[float, float, float]


class Best(Values):
    """A measure and the points it brings: bands [at least, points] or [at least, fewest points, most points],
    the highest first; below the last none.
    """

    of: Measure
    bands: tuple[Band, ...]


class Part(Values):
    """A part of a score: the best of some measures, or the points a firm `said` itself; at `most` so many."""

    label: str
    best: tuple[Best, ...] = ()
    said: Measure | None = None
    most: float | None = None


class Score(Condition):
    """Points of all parts that reach `least` or go `above`; the firm's own figure `said` goes before them."""

    kind: Literal["score"]
    parts: tuple[Part, ...]
    said: Measure | None = None
    least: float | None = None
    above: float | None = None


class Either(Condition):
    """One of several ways, each of conditions that must all hold."""

    kind: Literal["either"]
    ways: tuple[tuple[AnyCondition, ...], ...]


AnyCondition = Annotated[
    Limit | Flag | Given | Age | Trade | Score | Either,
    Field(discriminator="kind"),
]


class LabelConditions(Values):
    """What a firm must meet for one label."""

    conditions: tuple[AnyCondition, ...]


class Step(Values):
    """A step to the label `to`: before it stands who holds one of `from` (none named: anyone), none of
    `without` and not `to`; with `lapsed` who once held `to`. `basis`: where it is said that there is such a
    step.
    """

    name: str
    to: str
    origins: tuple[str, ...] = Field(default=(), alias="from")
    without: tuple[str, ...] = ()
    lapsed: bool = False
    basis: str


class Window(Values):
    """How many years ahead, and what people call that."""

    years: int
    label: str


class LadderValues(Values):
    """`labels`: label -> its short name; `conditions`: label -> rule file, none where nobody read them;
    `known_at_least`: part of the conditions that must be known for a place in the ranking; `expiring`: of
    which labels the end is told.
    """

    labels: dict[str, str]
    conditions: dict[str, str]
    steps: tuple[Step, ...]
    known_at_least: float
    expiring: Window
