"""What counts as Xi'an, for the 西商专场 and the scorecard alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ontology.tables import table
from programme.interval import State
from programme.rules import Values

Unit = Mapping[str, Any]
"""A firm or an institute: its `city` as written and the code of its `county`, each None where not known."""


class XianValues(Values):
    """Names of the city, and codes of counties: who is in one of them or below is in Xi'an."""

    cities: tuple[str, ...]
    counties: tuple[str, ...]

    def here(self, unit: Unit) -> bool:
        """Whether a unit is known to be in Xi'an."""
        chain = table("county").chain(unit["county"]) if unit["county"] else ()
        return unit["city"] in self.cities or bool(set(chain) & set(self.counties))

    def among(self, units: Sequence[Unit]) -> State:
        """Whether one of them is in Xi'an; not known where the place of one is not, or of no unit at all."""
        if any(map(self.here, units)):
            return "met"
        known = units and all(one["city"] or one["county"] for one in units)
        return "failed" if known else "unknown"
