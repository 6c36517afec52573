"""How matches stand, as links of the graph: they follow what is recorded, taken back, joined and removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import App
from ingest.load import Options
from matches.links import differing, follow
from matches.naming import pair_of
from matches.saying import Details
from settings import Settings
from tests.matches.home import DOUBLED, SHEETS, VANADIUM, fill

NEED, WORK, OTHER = "need-XQ-1", "achievement-CG-1", "achievement-CG-9"
MATCHED = "MATCH (s)-[m:MATCHED]->(t) RETURN s.id, t.id, m.status, m.dated, m.match ORDER BY s.id, t.id"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    home = fill(tmp_path / "home", tmp_path, DOUBLED)
    with App(Settings(home=home, user="示例·科长")) as one:
        yield one


def say(app: App, subject: str, candidate: str, status: str, dated: str, reason: str = "") -> int:
    return app.record([subject, candidate], status, Details(reason, dated, "", "", "")).step


def links(app: App) -> list[tuple[str, str, str, str]]:
    """(subject, candidate, status, date) of the graph, which agrees with the ledger."""
    app.sync()
    assert not differing(app.ledger)
    assert all(one.agrees for one in app.verify())
    rows = app.cypher(MATCHED, {}, limit=50, timeout=30).rows
    assert all(row[4] == pair_of(app.ledger, row[0], row[1]).word for row in rows)
    return [tuple(row[:4]) for row in rows]


def test_a_link_says_the_step_that_stands(app: App) -> None:
    assert links(app) == []
    say(app, NEED, WORK, "pushed", "2026-01-01")
    assert differing(app.ledger)
    assert links(app) == [(NEED, WORK, "pushed", "2026-01-01")]
    step = say(app, NEED, WORK, "contacted", "2026-02-01")
    assert links(app) == [(NEED, WORK, "contacted", "2026-02-01")]
    refused = say(app, NEED, WORK, "refused", "2026-03-01", "价格")
    assert links(app) == [(NEED, WORK, "refused", "2026-03-01")]
    app.undo_step(refused, None)
    assert links(app) == [(NEED, WORK, "contacted", "2026-02-01")]
    app.undo_step(step, None)
    assert links(app) == [(NEED, WORK, "pushed", "2026-01-01")]
    app.undo_step(1, None)
    assert links(app) == []


def test_nothing_is_written_where_nothing_changed(app: App) -> None:
    say(app, NEED, WORK, "pushed", "2026-01-01")
    assert follow(app.ledger) == 1
    seq = app.ledger.seq()
    assert follow(app.ledger) == 0
    assert app.ledger.seq() == seq


def test_a_firm_and_a_person_are_matched_as_well(app: App) -> None:
    firm, person = app.find(VANADIUM).id, app.find("示例·欧阳钼铼", ("Doctor",)).id
    say(app, firm, person, "contacted", "2026-01-01")
    assert links(app) == [(firm, person, "contacted", "2026-01-01")]
    app.forget(person, "本人要求")
    assert links(app) == []


def test_links_follow_what_is_joined_and_part_with_it(app: App) -> None:
    say(app, NEED, WORK, "pushed", "2026-01-01")
    say(app, NEED, OTHER, "contacted", "2026-02-01")
    assert len(links(app)) == 2
    (made,) = app.decide([WORK, OTHER], "same", None)
    assert links(app) == [(NEED, WORK, "contacted", "2026-02-01")]
    app.undo(made.decision, None)
    assert [row[1:3] for row in links(app)] == [(WORK, "pushed"), (OTHER, "contacted")]


def test_a_need_that_is_taken_back_and_comes_again_takes_its_link_along(app: App, tmp_path: Path) -> None:
    say(app, NEED, WORK, "pushed", "2026-01-01")
    lines = SHEETS["需求.csv"].splitlines()
    (tmp_path / "需求.csv").write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    app.ingest([tmp_path / "需求.csv"], Options(retire=True))
    assert links(app) == []
    (tmp_path / "需求.csv").write_text(SHEETS["需求.csv"], encoding="utf-8")
    app.ingest([tmp_path / "需求.csv"], Options(retire=True))
    assert links(app) == [(NEED, WORK, "pushed", "2026-01-01")]
