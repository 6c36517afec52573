"""What is said of a candidate beside its features and paths, and what to do where nothing is good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.projection import document
from ontology.entity import Entity
from recommend.calibration import calibration
from recommend.eligibility import Known, cautions
from recommend.grade import graded
from recommend.marks import excerpts, matched
from recommend.missing import missing
from recommend.model import Candidate, Reasons, Recommendation, Subject
from recommend.stores import Stores
from text.document import Document

Found = tuple[Candidate, Recommendation]


class Explainer:
    """Explains the recommendations of one answer; dates are held against the day of the stores."""

    def __init__(self, stores: Stores, subject: Subject) -> None:
        self.ledger = stores.ledger
        self.graph = stores.graph
        self.subject = subject
        self.today = stores.today
        self.brief = stores.brief
        self.calibration = calibration()

    def explain(self, found: Sequence[Found]) -> list[Recommendation]:
        """The recommendations in their order, each with its reasons."""
        known = self._known([one for one, _ in found])
        return [replace(made, reasons=self._reasons(one, made, known)) for one, made in found]

    def _reasons(self, one: Candidate, made: Recommendation, known: Known) -> Reasons:
        against = cautions(one, self.subject, known, self.today)
        grade = graded(self.calibration, made.kind, made.score, against)
        if self.brief:
            return Reasons(cautions=against, grade=grade)
        words = matched(one)
        ours, theirs = self._document(one.source), self._document(one.entity)
        lacking = missing(_whole(ours), ours.title, _whole(theirs), one.entity.kind)
        return Reasons(
            matched={"source": excerpts(ours, words.source), "candidate": excerpts(theirs, words.candidate)},
            missing=lacking if one.source.kind == "Need" else [],
            cautions=against,
            grade=grade,
        )

    def _known(self, candidates: Sequence[Candidate]) -> Known:
        ids = {one.source.id for one in candidates if one.source.kind == "Need"}
        ids |= {one.entity.id for one in candidates if one.entity.kind == "Achievement"}
        agreements: dict[str, list[Mapping[str, Any]]] = {}
        if ids:
            for row in self.graph.run("agreements-covering", {"ids": sorted(ids)}).dicts():
                agreements.setdefault(row["covered"], []).append(row)
        return Known(agreements)

    def _document(self, entity: Entity) -> Document:
        """Title, and in the body what its texts say: names of firms and owners are no reasons."""
        kind = self.ledger.ontology.kinds[entity.kind]
        said = [
            value if isinstance(value, str) else " ".join(map(str, value))
            for name, spec in kind.properties.items()
            if spec.mention
            and name != kind.caption
            and isinstance(value := entity.properties.get(name), str | list)
        ]
        return replace(document(kind, entity), body="\n".join(said))


def _whole(text: Document) -> str:
    return f"{text.title}\n{text.body}"
