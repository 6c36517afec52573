"""From whoever asks to ranked candidates: graph paths and text search find them, one scorer ranks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from errors import UsageError
from ingest.ledger import Ledger
from ontology.entity import Entity
from recommend.candidates import POOL, Finder, Within
from recommend.decided import Decided
from recommend.explain import Explainer, Found
from recommend.grade import advice, free_first
from recommend.mirror import Mirror
from recommend.model import Answer, Subject
from recommend.ranking import ranked as _ranked
from recommend.stores import Stores
from recommend.strategy import AIMS, STRATEGIES, Strategy
from recommend.subjects import subject_of

Ask = tuple[Sequence[str], int]
"""Aims, none for all that fit, and the most answers for each."""


def recommend(stores: Stores, asked: Entity, ask: Ask, table: Mapping[str, Strategy] = STRATEGIES) -> Answer:
    """Answer for an enterprise, a need, an achievement, a doctor or an institute; `table` has a strategy for
    each kind of supplier. What was refused is left out. UsageError for an aim that does not fit the kind, or
    a kind nothing is recommended for.
    """
    aims, limit = checked(stores.ledger, asked, ask)
    if "achievement" not in AIMS[asked.kind]:
        decided = Decided(stores.ledger, asked.id)
        mirror = Mirror(stores, asked, table, decided.refusals.of)
        turned = [one for aim in aims for one in mirror.found(aim, limit + decided.more)]
        kept, left_out = decided.kept(turned, limit, asked.id)
        made = free_first([decided.told(one, asked.id) for one in kept])
        return Answer(asked, "supply", made, advice(aims, made, "supply"), left_out)
    subject, found, decided = ranked(stores, asked, (aims, limit), table)
    known, left_out = decided.kept_found(found, limit)
    explainer = Explainer(stores, subject)
    made = free_first([decided.told(one) for one in explainer.explain(known)])
    return Answer(asked, subject.basis, made, advice(aims, made, subject.basis), left_out)


def ranked(
    stores: Stores,
    asked: Entity,
    ask: Ask,
    table: Mapping[str, Strategy] = STRATEGIES,
    within: Within | None = None,
) -> tuple[Subject, list[Found], Decided]:
    """What `recommend` answers an enterprise or a need, before it is explained and before what was refused
    is left out: as many more than the limit as were refused. With the decisions that say so. `within`: as
    Finder's.
    """
    aims, limit = checked(stores.ledger, asked, ask)
    decided = Decided(stores.ledger, asked.id)
    more = limit + decided.more
    subject = subject_of(stores, asked)
    finder = Finder(stores, subject, max(POOL, more), within)
    refused = decided.refusals.of
    found = [one for aim in aims for one in islice(_ranked(finder, subject, table[aim], refused), more)]
    return subject, found, decided


def checked(ledger: Ledger, asked: Entity, ask: Ask) -> Ask:
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
