"""Numbers of a firm as conditions look at them: amounts, and parts of other amounts."""

from __future__ import annotations

from functools import cached_property

from ontology.model import PropertySpec, ontology
from programme.firms import YUAN, Firm
from programme.interval import Interval
from programme.rules import Values


def spec(name: str) -> PropertySpec:
    """A property of firms as the ontology has it; KeyError for one it lacks."""
    return ontology().kinds["Enterprise"].properties[name]


class Measure(Values):
    """A number of a firm: an amount (money in 万元, else in `unit`), or in per cent of the amount `over`.

    `within`: the amount is a part of the other. `per`: the amount is divided by this. `instead`: why it
    stands in for the measure that is asked for.
    """

    property: str
    over: str = ""
    unit: str = ""
    within: bool = False
    per: int = 1
    instead: str = ""

    @cached_property
    def money(self) -> bool:
        """Whether the amount is one of money."""
        return spec(self.property).type == "money"

    @cached_property
    def of_amount(self) -> str:
        """The unit of the amount itself."""
        return "万元" if self.money else self.unit

    @cached_property
    def shown_in(self) -> str:
        """The unit of what is measured."""
        return "%" if self.over else self.of_amount

    def amount(self, firm: Firm) -> Interval:
        """The amount in its unit, never below nothing."""
        return _scaled(firm, self.property, self.per)

    def whole(self, firm: Firm) -> Interval:
        """The amount it is a part of, in the same unit."""
        return _scaled(firm, self.over, 1)

    def read(self, firm: Firm) -> Interval:
        """What is measured, in its own unit."""
        if not self.over:
            return self.amount(firm)
        share = firm.amount(self.property).over(firm.amount(self.over))
        read = Interval(max(_percent(share.low), 0.0), _percent(share.high))
        return Interval(0.0) if self.within and read.low > 100 else read

    def at_odds(self, firm: Firm) -> bool:
        """Whether a part is larger than its whole, so that neither is to be believed."""
        return self.within and self.amount(firm).low > self.whole(firm).high

    def missing(self, firm: Firm) -> tuple[str, ...]:
        """The fields of the firm without an exact number to be believed, as people call them."""
        names = (self.property, self.over) if self.over else (self.property,)
        odd = self.at_odds(firm)
        return tuple(spec(one).label for one in names if odd or firm.amount(one).exact is None)


def _scaled(firm: Firm, name: str, per: int) -> Interval:
    unit = (YUAN if spec(name).type == "money" else 1) * per
    said = firm.amount(name)
    return Interval(max(said.low / unit, 0.0), said.high / unit)


def _percent(share: float) -> float:
    """A share in per cent: 0.07 is 7, not 7.000000000000001, so that who reaches a limit reaches it."""
    return round(100 * share, 9)


class Tiers(Values):
    """Limits by an amount: [up to, at least] in order, then the limit `beyond` the last."""

    by: Measure
    steps: tuple[tuple[float, float], ...]
    beyond: float

    def limits(self, firm: Firm) -> list[float]:
        """The limits that are possible for what is known of the amount: one where it is known well enough."""
        size, found, low = self.by.read(firm), [], -1.0
        for most, limit in self.steps:
            if size.low <= most and size.high > low:
                found.append(limit)
            low = most
        return [*found, self.beyond] if size.high > low else found
