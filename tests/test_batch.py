"""Many firms at once: the answers of one process after the other, in their order."""

from dataclasses import asdict, replace
from pathlib import Path

from app import App
from batch import batch
from errors import UsageError
from recommend.engine import recommend
from recommend.model import Reasons
from settings import Settings


def test_a_batch_answers_as_one_after_the_other_does(demo_home: Path) -> None:
    settings, ask = Settings(home=demo_home), (("achievement", "institute"), 3)
    with App(settings) as app, app.graph() as graph:
        firms = [change.entity for change in app.ledger.entities("Enterprise")][:20]
        alone = [recommend(app.stores(graph), firm, ask) for firm in firms]
    together = list(batch(settings, [firm.id for firm in firms], ask, jobs=2))
    told = [one for one in together if not isinstance(one, UsageError)]
    assert [one.subject.id for one in told] == [firm.id for firm in firms]
    assert [asdict(one) for one in told] == [asdict(one) for one in alone]
    assert any(one.recommendations for one in told)


def test_a_batch_of_nothing_is_nothing(demo_home: Path) -> None:
    assert list(batch(Settings(home=demo_home), [], (("achievement",), 3))) == []


def test_a_subject_that_has_no_such_answer_loses_no_other(demo_home: Path) -> None:
    ids = ["doctor-BS-001", "", "need-XQ-001"]
    with App(Settings(home=demo_home)) as app:
        ids[1] = next(change.entity.id for change in app.ledger.entities("Enterprise"))
    found = list(batch(Settings(home=demo_home), ids, (("doctor",), 3), jobs=2))
    assert isinstance(found[0], UsageError)
    assert found[0].cure  # what a process raises comes over whole
    assert [one.subject.id for one in found[1:] if not isinstance(one, UsageError)] == ids[1:]


def test_brief_answers_say_the_same_but_for_what_matched_and_what_is_missing(demo_home: Path) -> None:
    settings, ask = Settings(home=demo_home), (("achievement", "doctor"), 3)
    with App(settings) as app:
        ids = [change.entity.id for change in app.ledger.entities("Need")][:6]
    whole, brief = (list(batch(settings, ids, ask, brief=short)) for short in (False, True))
    assert any(one.recommendations for one in whole if not isinstance(one, UsageError))
    for more, less in zip(whole, brief, strict=True):
        assert not isinstance(more, UsageError)
        assert not isinstance(less, UsageError)
        for one, other in zip(more.recommendations, less.recommendations, strict=True):
            reasons = Reasons(cautions=one.reasons.cautions, grade=one.reasons.grade)
            assert one.reasons != reasons == other.reasons
            assert asdict(replace(one, reasons=reasons)) == asdict(other)
