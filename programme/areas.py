"""Whether who owns something, or employs somebody, is in an area: by county and city, which may be unset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ontology.tables import table
from ontology.values.base import InvalidValue, Options
from ontology.values.county import clean
from programme.interval import State
from programme.rules import Values


class AreaValues(Values):
    """An area of a rule: `counties` the codes of its places, each with all below it; `cities` how it is
    written beside that, where the table of codes has no such name.
    """

    counties: tuple[str, ...]
    cities: tuple[str, ...] = ()

    def holds(self, place: Mapping[str, Any]) -> State:
        """Whether a place with a `county` (a code) and a `city` (as people write it) lies in it."""
        known = [code for code in (place["county"], _code(place["city"] or "")) if code]
        below = {one for code in known for one in table("county").chain(code)}
        if place["city"] in self.cities or below & set(self.counties):
            return "met"
        return "failed" if known else "unknown"

    def any_of(self, places: Iterable[Mapping[str, Any]]) -> State:
        """Whether one of several lies in it; unknown of none."""
        states = {self.holds(one) for one in places}
        return "met" if "met" in states else "failed" if states == {"failed"} else "unknown"


@cache
def _code(city: str) -> str:
    """The code of a city as people write it; "" where the table has it not, or not it alone."""
    try:
        return clean(city, Options()) if city else ""
    except InvalidValue:
        return ""
