"""From an achievement, a doctor or an institute to who asks for it.

Nothing is scored anew: who may ask is found first, then each is asked as `recommend` would answer it, looking
at nothing but the supplier, and the answer is turned round. So a pair has one score, one grade and one set of
reasons, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ontology.entity import Entity
from recommend.candidates import Finder
from recommend.explain import Explainer
from recommend.grade import GOOD
from recommend.model import Candidate, Recommendation, Subject
from recommend.ranking import Refused, best, called, recommendation
from recommend.seekers import Seekers
from recommend.stores import Stores
from recommend.strategy import Strategy
from recommend.subjects import subject_of, trade_of

FLIPPED = {"->": "<-", "<-": "->", "-": "-"}
WHY = {"supplementary": "补缺，企业提了需求", "complementary": "配套，企业有相邻的环节"}


@dataclass(frozen=True, slots=True)
class Asking:
    """One who may ask for the supplier: as whom, and what was found for them; of a firm, how it fits, and
    the answer, which had to be looked at to say so.
    """

    asker: Entity
    subject: Subject
    finder: Finder
    score: float
    candidate: Candidate
    fit: str = ""
    made: Recommendation | None = None


class Mirror:
    """Who asks for a supplier: an achievement, a doctor or an institute."""

    def __init__(
        self, stores: Stores, supplier: Entity, table: Mapping[str, Strategy], refused: Refused
    ) -> None:
        self.stores = stores
        self.supplier = supplier
        self.refused = refused
        self.strategy = table[supplier.kind.lower()]

    def found(self, aim: str, limit: int) -> list[Recommendation]:
        """The best needs or enterprises, by score, then by id."""
        seekers = Seekers(self.stores, self.supplier, limit)
        asking = self._firms(seekers) if aim == "enterprise" else self._needs(seekers)
        order = sorted(asking, key=lambda one: (-round(one.score, 6), one.asker.id))
        return list(islice(filter(None, map(self._told, order)), limit))

    def _needs(self, seekers: Seekers) -> Iterator[Asking]:
        for need in seekers.needs():
            found = self._asked(need, subject_of(self.stores, need), seekers)
            if found:
                yield found

    def _firms(self, seekers: Seekers) -> Iterator[Asking]:
        """Firms that need it (supplementary), else those whose trade it goes with (complementary); one
        that only might be either is left out.
        """
        for firm in seekers.firms():
            subject = subject_of(self.stores, firm)
            needed = self._asked(firm, subject, seekers) if subject.basis == "need" else None
            telling = needed and self._telling(needed, "supplementary")
            if not telling:
                beside = self._asked(firm, trade_of(self.stores, firm), seekers)
                telling = beside and self._telling(beside, "complementary")
            if telling:
                yield telling

    def _asked(self, asker: Entity, subject: Subject, seekers: Seekers) -> Asking | None:
        """How the subject would be told of the supplier; None where nothing leads there, or it is its own."""
        finder = Finder(self.stores, subject, within=seekers.members)
        found = best(finder, subject, self.strategy, self.refused).get(self.supplier.id)
        if found is None:
            return None
        score, candidate = found
        owners = {owner["id"] for owner in candidate.context.get("owners", [])}
        return None if subject.enterprise.id in owners else Asking(asker, subject, finder, score, candidate)

    def _telling(self, one: Asking, fit: str) -> Asking | None:
        """With how it fits, where a technical term leads there or the match is good: a common word makes no
        firm a customer.
        """
        made = self._explained(one)
        if made is None:
            return None
        terms = "MENTIONS" in {step.get("relation") for step in made.paths[0]}
        return replace(one, fit=fit, made=made) if terms or made.reasons.grade.label in GOOD else None

    def _explained(self, one: Asking) -> Recommendation | None:
        made = recommendation(one.finder, one.candidate, one.subject, self.strategy)
        explainer = Explainer(self.stores, one.subject)
        return explainer.explain([(one.candidate, made)])[0] if made.paths else None

    def _told(self, one: Asking) -> Recommendation | None:
        """The answer, turned round; of a firm with how it fits, of a need with whose it is."""
        made = one.made or self._explained(one)
        if made is None:
            return None
        turned = self._turned(made, one.asker)
        firm = one.subject.enterprise
        if one.fit:
            return replace(turned, fit=one.fit, evidence=f"{_why(made, one.fit)}：{made.evidence}")
        return replace(turned, firm={"id": firm.id, "name": called(firm)} if firm.id != one.asker.id else {})

    def _turned(self, made: Recommendation, asker: Entity) -> Recommendation:
        paths = [_on_to(_back(path, self.supplier.id), asker) for path in made.paths]
        return replace(made, kind=asker.kind, id=asker.id, name=called(asker), paths=paths)


def _why(made: Recommendation, fit: str) -> str:
    """How a firm fits, and what ties it, be it weak: that is what the officer has to judge."""
    tied = [one.reason for one in made.features if one.name == "shared_terms" and one.score]
    return "，".join([WHY[fit], *(reason for reason in tied if reason not in made.evidence)])


def _on_to(path: list[dict[str, str]], asker: Entity) -> list[dict[str, str]]:
    """The path, and where it leads only to the firm behind a need (by the industry), on to the need."""
    if asker.id in {step.get("id") for step in path}:
        return path
    node = {"id": asker.id, "kind": asker.kind, "name": called(asker)}
    return [*path, {"relation": "HAS_NEED", "direction": "->"}, node]


def _back(path: Sequence[dict[str, str]], start: str) -> list[dict[str, str]]:
    """The path walked the other way, from the supplier on; the owner behind it falls away."""
    end = next(at for at, step in enumerate(path) if step.get("id") == start)
    return [
        {**step, "direction": FLIPPED[step["direction"]]} if "direction" in step else step
        for step in reversed(path[: end + 1])
    ]
