"""What plans decided: on record as links with where they come from, and off again with nothing in force."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import App
from errors import NotFoundError, UsageError
from ingest.load import Options
from ingest.planned import Head, keep, plans, undo
from ingest.rows_of import rows_of
from programme.model import Plan, Tie
from settings import Settings
from tests.matches.home import DOUBLED, SHEETS, VANADIUM, fill
from tests.test_forget import holding

NEED, WORK = "need-XQ-1", "achievement-CG-1"
ALL = "s.id, t.id, p.plan, p.task, p.dated, p.note"
PLANNED = f"MATCH (s)-[p:PLANNED]->(t) RETURN {ALL} ORDER BY p.plan, s.id, t.id"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The small home, with an achievement that turns out to be another."""
    home = fill(tmp_path / "home", tmp_path, DOUBLED)
    with App(Settings(home=home, user="示例·科长")) as one:
        yield one


def plan(*ties: Tie, task: str = "push") -> Plan:
    return Plan(task, "供需推送", dt.date(2026, 6, 30), 1, ties=ties)


def links(app: App) -> list[list[Any]]:
    return app.cypher(PLANNED, {}, limit=50, timeout=30).rows


def agrees(app: App) -> bool:
    return all(one.agrees for one in app.verify())


def test_a_plan_is_kept_with_who_when_and_in_which_run(app: App) -> None:
    kept = app.keep_plan(plan(Tie(NEED, WORK, "强"), Tie(NEED, "achievement-CG-2")))
    assert kept.head == Head("供需推送", "push", "2026-06-30", "示例·科长")
    assert kept.code == f"push-{kept.run}"
    assert (kept.pairs, app.kept_plans()) == (2, [kept])
    code = f"plan-{kept.code}"
    assert links(app) == [
        [NEED, WORK, code, "push", "2026-06-30", "强"],
        [NEED, "achievement-CG-2", code, "push", "2026-06-30", None],
    ]
    asserted = app.ledger.db.execute("SELECT entity, run FROM assertion WHERE entity = ?", (code,)).fetchall()
    assert asserted == [(code, kept.run)] * 2
    assert agrees(app)


def test_what_is_taken_back_is_gone_and_what_was_said_stays_on_record(app: App) -> None:
    first = app.keep_plan(plan(Tie(NEED, WORK)))
    second = app.keep_plan(plan(Tie(NEED, WORK), Tie(NEED, "achievement-CG-2")))
    assert [one.code for one in app.kept_plans()] == [second.code, first.code], "latest first"
    assert app.undo_plan(second.code) == second
    assert [row[2] for row in links(app)] == [f"plan-{first.code}"]
    assert app.kept_plans() == [first]
    gone = app.ledger.db.execute("SELECT entity, run FROM retracted").fetchall()
    assert gone == [(f"plan-{second.code}", second.run)] * 2
    assert agrees(app)
    app.undo_plan(first.code)
    assert (links(app), app.kept_plans()) == ([], [])
    assert agrees(app)


def test_a_pair_said_twice_by_a_plan_counts_once(app: App) -> None:
    assert app.keep_plan(plan(Tie(NEED, WORK), Tie(NEED, WORK))).pairs == 1
    assert len(links(app)) == 1


def test_what_is_not_there_to_take_back_or_to_keep_is_told(app: App) -> None:
    kept = app.keep_plan(plan(Tie(NEED, WORK)))
    app.undo_plan(kept.code)
    for code in (kept.code, "没有"):
        with pytest.raises(NotFoundError, match=code) as told:
            app.undo_plan(code)
        assert "plan log" in told.value.cure
    with pytest.raises(UsageError, match="没有要记下的决定") as nothing:
        app.keep_plan(plan())
    assert nothing.value.cure
    assert app.kept_plans() == []


def test_two_plans_of_one_run_are_told_apart(app: App) -> None:
    with app.ledger.transaction():
        run = app.ledger.start_run("test")
        one = keep(app.ledger, run, Head("一", "push", "2026-06-30", "甲"), [(NEED, WORK, "")])
        two = keep(app.ledger, run, Head("二", "reform", "2026-06-30", "甲"), [(NEED, WORK, "")])
        app.ledger.finish_run(run, {})
    assert {one.code, two.code} == {found.code for found in plans(app.ledger)}
    with app.ledger.transaction():
        app.ledger.start_run("test")
        undo(app.ledger, two.code)
    app.sync()
    assert [row[3] for row in links(app)] == ["push"]
    assert agrees(app)


def test_a_plan_follows_what_is_joined_and_parts_with_it(app: App) -> None:
    kept = app.keep_plan(plan(Tie(NEED, "achievement-CG-9")))
    (made,) = app.decide([WORK, "achievement-CG-9"], "same", None)
    shown = next(row[1] for row in links(app))
    assert shown == WORK
    assert len(links(app)) == 1
    assert agrees(app)
    app.undo(made.decision, None)
    assert [row[1] for row in links(app)] == ["achievement-CG-9"]
    app.decide([WORK, "achievement-CG-9"], "same", None)
    app.undo_plan(kept.code)
    assert links(app) == []
    assert agrees(app)


def test_a_plan_made_of_the_joined_is_taken_back_after_they_part(app: App) -> None:
    (made,) = app.decide([WORK, "achievement-CG-9"], "same", None)
    kept = app.keep_plan(plan(Tie(NEED, WORK)))
    app.undo(made.decision, None)
    assert [row[1] for row in links(app)] == [WORK]
    app.undo_plan(kept.code)
    assert links(app) == []
    assert agrees(app)


def test_tables_that_come_in_later_leave_plans_alone(app: App, tmp_path: Path) -> None:
    kept = app.keep_plan(plan(Tie(NEED, WORK)))
    text = SHEETS["成果.csv"].replace("钒收率86%", "钒收率88%")
    (tmp_path / "成果.csv").write_text(text, encoding="utf-8")
    app.ingest([tmp_path / "成果.csv"], Options(retire=True))
    assert [row[2] for row in links(app)] == [f"plan-{kept.code}"]
    assert app.kept_plans() == [kept]
    assert agrees(app)


def test_the_past_of_who_is_planned_for_tells_the_plan(app: App) -> None:
    before = app.history(NEED, None, 20)
    kept = app.keep_plan(plan(Tie(NEED, WORK, "强")))
    told = {one.relation: one for one in app.history(NEED, None, 20).links}
    assert told["PLANNED"].count == 1
    assert "PLANNED" not in {one.relation for one in before.links}
    app.undo_plan(kept.code)
    assert "PLANNED" not in {one.relation for one in app.history(NEED, None, 20).links if one.count}
    then = {one.relation for one in app.history(NEED, str(kept.run), 20).links}
    assert "PLANNED" in then


def test_a_person_who_is_forgotten_is_in_no_plan(app: App) -> None:
    person = app.find("示例·欧阳钼铼", ("Doctor",)).id
    kept = app.keep_plan(plan(Tie(NEED, person, "示例·欧阳钼铼，强"), Tie(NEED, WORK)))
    app.forget(person, "本人要求")
    assert [row[1] for row in links(app)] == [WORK]
    assert app.kept_plans() == [replace(kept, pairs=1)]
    assert agrees(app)
    app.undo_plan(kept.code)
    assert links(app) == []
    app.close()
    assert holding(app.settings.home, "欧阳钼铼", person) == []


# -- the rows behind an entity ---------------------------------------------------------------------------


def test_an_entity_rests_on_the_rows_that_count_now(app: App, tmp_path: Path) -> None:
    found = rows_of(app.ledger, [WORK, NEED, WORK, "term-钒", "plan-nothing"])
    assert list(found) == [WORK, NEED, "term-钒", "plan-nothing"]
    assert [(Path(one.path).name, one.sheet, one.number) for one in found[WORK]] == [("成果.csv", "", 2)]
    assert found["term-钒"] == found["plan-nothing"] == []
    again = SHEETS["成果.csv"].replace("钒收率86%", "钒收率88%")
    (tmp_path / "成果.csv").write_text(again, encoding="utf-8")
    app.ingest([tmp_path / "成果.csv"], Options())
    assert len(rows_of(app.ledger, [WORK])[WORK]) == 1, "the row that was replaced counts no more"


def test_an_entity_rests_on_the_rows_of_all_that_are_joined_to_it(app: App) -> None:
    alone = rows_of(app.ledger, [WORK, "achievement-CG-9"])
    (made,) = app.decide([WORK, "achievement-CG-9"], "same", None)
    together = rows_of(app.ledger, [WORK])[WORK]
    assert sorted(together, key=str) == sorted([*alone[WORK], *alone["achievement-CG-9"]], key=str)
    app.undo(made.decision, None)
    assert rows_of(app.ledger, [WORK, "achievement-CG-9"]) == alone


def test_rows_come_by_file_and_place(app: App, tmp_path: Path) -> None:
    text = f"企业名称,所属区县,注册资本（万元）\n{VANADIUM},山阳县,500\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    app.ingest([tmp_path / "a.csv"], Options())
    firm = app.find(VANADIUM).id
    found = rows_of(app.ledger, [firm])[firm]
    assert [Path(one.path).name for one in found] == ["a.csv", "企业.csv"]
    assert found == sorted(found, key=lambda one: (one.path, one.sheet, one.number))
