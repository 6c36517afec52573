"""Many firms at once: the answers of one process after the other, in their order."""

from dataclasses import asdict
from pathlib import Path

from app import App
from batch import batch
from recommend.engine import recommend
from settings import Settings


def test_a_batch_answers_as_one_after_the_other_does(demo_home: Path) -> None:
    settings, ask = Settings(home=demo_home), (("achievement", "institute"), 3)
    with App(settings) as app, app.graph() as graph:
        firms = [change.entity for change in app.ledger.entities("Enterprise")][:20]
        alone = [recommend(app.ledger, graph, app.index, firm, ask) for firm in firms]
    together = list(batch(settings, [firm.id for firm in firms], ask, jobs=2))
    assert [one.subject.id for one in together] == [firm.id for firm in firms]
    assert [asdict(one) for one in together] == [asdict(one) for one in alone]
    assert any(one.recommendations for one in together)


def test_a_batch_of_nothing_is_nothing(demo_home: Path) -> None:
    assert list(batch(Settings(home=demo_home), [], (("achievement",), 3))) == []
