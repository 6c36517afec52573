"""From whoever asks to ranked answers: graph paths and text search find them, one scorer ranks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice

from errors import UsageError
from graph.store import GraphStore
from ingest.ledger import Ledger
from ontology.entity import Entity
from recommend.candidates import POOL, Finder
from recommend.explain import Explainer, Found
from recommend.grade import advice
from recommend.mirror import Mirror
from recommend.model import Answer, Subject
from recommend.ranking import ranked as _ranked
from recommend.strategy import AIMS
from recommend.subjects import subject_of
from search.index import TextIndex


def recommend(
    ledger: Ledger, graph: GraphStore, index: TextIndex, asked: Entity, ask: tuple[Sequence[str], int]
) -> Answer:
    """Answer for an enterprise, a need, an achievement, a doctor or an institute; `ask` is (aims, limit for
    each aim). UsageError for an aim that does not fit the kind, or a kind nothing is recommended for.
    """
    aims, limit = checked(ledger, asked, ask)
    if "achievement" not in AIMS[asked.kind]:
        mirror = Mirror(ledger, graph, index, asked)
        turned = [one for aim in aims for one in mirror.found(aim, limit)]
        return Answer(asked, "supply", turned, advice(aims, turned, "supply"))
    subject, found = ranked(ledger, graph, index, asked, ask)
    explainer = Explainer(ledger, graph, subject, dt.date.today())
    made = explainer.explain(found)
    return Answer(asked, subject.basis, made, explainer.advice(aims, made))


def ranked(
    ledger: Ledger, graph: GraphStore, index: TextIndex, asked: Entity, ask: tuple[Sequence[str], int]
) -> tuple[Subject, list[Found]]:
    """What `recommend` answers an enterprise or a need, before it is explained; `ask` as there."""
    aims, limit = checked(ledger, asked, ask)
    subject = subject_of(ledger, graph, asked)
    finder = Finder(ledger, graph, index, subject, max(POOL, limit))
    return subject, [one for aim in aims for one in islice(_ranked(finder, subject, aim), limit)]


def checked(ledger: Ledger, asked: Entity, ask: tuple[Sequence[str], int]) -> tuple[Sequence[str], int]:
    """`ask`, where no aims stand for all that fit the kind; UsageError as `recommend`."""
    require_known(ask[0])
    kinds = ledger.ontology.kinds
    fitting = AIMS.get(asked.kind, ())
    if not fitting:
        known = "、".join(kinds[kind].label for kind in AIMS)
        raise UsageError(f"不能给{kinds[asked.kind].label}推荐", f"可以给{known}推荐")
    unknown = [aim for aim in ask[0] if aim not in fitting]
    if unknown:
        raise UsageError(
            f"不会给{kinds[asked.kind].label}推荐“{unknown[0]}”", f"--for 可用：{'、'.join(fitting)}、all"
        )
    return ask[0] or fitting, ask[1]


def require_known(aims: Sequence[str]) -> None:
    """UsageError for an aim that fits no kind at all."""
    known = list(dict.fromkeys(aim for fitting in AIMS.values() for aim in fitting))
    unknown = [aim for aim in aims if aim not in known]
    if unknown:
        raise UsageError(f"不会推荐“{unknown[0]}”", f"--for 可用：{'、'.join(known)}、all")
