"""Steps in the ledger: only added to, following joined entities, forgotten with a person."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import App
from errors import AmbiguousError, AppError, NotFoundError, UsageError
from ingest.ledger import Ledger
from matches.chain import REFUSED, STATUSES, Said
from matches.funnel import funnel
from matches.judgements import judgements
from matches.naming import Naming, Pair, pair_of
from matches.refusals import Refusals
from matches.saying import Details
from matches.steps import record, standing, standings, undo
from matches.watches import Terms
from settings import Settings
from tests.matches.home import SCOPE, SHEETS, VANADIUM, fill

MORE = "成果名称,完成单位,成果编号,成果简介\n示例·石煤提钒法,示例大学,CG-9,石煤提钒\n"
ONE, TWO = Pair("need-XQ-1", "achievement-CG-1"), Pair("need-XQ-1", "achievement-CG-2")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matches")
    return fill(folder / "home", folder)


@pytest.fixture
def app(filled: Path) -> Iterator[App]:
    """The filled home with an empty record; what a test records is wiped, which the program itself never
    does.
    """
    with App(Settings(home=filled, user="张三")) as one:
        yield one
        one.ledger.db.execute("DELETE FROM step")


def say(app: App, pair: Pair, status: str, **details: str) -> int:
    return app.record([pair.subject, pair.candidate], status, Details(**details)).step


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from(list(STATUSES)), st.integers(1, 5)),
            st.integers(1, 12),
        ),
        max_size=14,
    )
)
def test_whatever_is_recorded_and_undone_rows_are_only_added(
    filled_ledger: Ledger, moves: list[int | tuple[Pair, str, int]]
) -> None:
    ledger = filled_ledger
    ledger.db.execute("BEGIN")
    ledger.db.execute("INSERT INTO run (id, command, started) VALUES (77, 'test', '')")
    held: dict[Pair, dict[int, Said]] = {ONE: {}, TWO: {}}
    before: list[tuple[object, ...]] = []
    for move in moves:
        try:
            if isinstance(move, int):
                gone = undo(ledger, 77, move, "李四")
                del held[Pair(gone.subject, gone.candidate)][gone.id]
            else:
                pair, name, day = move
                reason, amount = ("地域" if name == "refused" else ""), (9.0 if name == "paid" else None)
                said = Said(STATUSES[name], f"2026-01-0{day}", "张三", reason, amount)
                made = record(ledger, 77, pair, said)
                assert made.already == (made.step in held[pair])
                held[pair][made.step] = made.said
        except AppError:
            pass
        rows = ledger.db.execute("SELECT * FROM step ORDER BY id").fetchall()
        assert rows[: len(before)] == before
        before = rows
        for pair, steps in held.items():
            now = standing(ledger, pair)
            assert {one.id: one.said for one in now.steps} == steps if now else not steps
    ledger.db.execute("ROLLBACK")


@pytest.fixture(scope="module")
def filled_ledger(filled: Path) -> Iterator[Ledger]:
    ledger = Ledger(Settings(home=filled).ledger_path)
    yield ledger
    ledger.close()


def test_a_match_is_named_by_its_word_and_by_both_sides(app: App) -> None:
    named = Naming(app.ledger).pair
    assert ONE.word == "qek3rb_whsrwo", "printed words stay valid for ever"
    assert named([ONE.word]) == named(["need-XQ-1", "achievement-CG-1"]) == ONE
    assert named(["示例·石煤空白焙烧酸浸提钒", "示例·石煤提钒收率提升"]) == ONE
    with pytest.raises(AmbiguousError) as told:
        named([VANADIUM, "CG-1"])
    assert len(told.value.choices) == 2
    firm = app.find(VANADIUM).id
    assert named([firm, "CG-1"]) == Pair(firm, "achievement-CG-1"), "an id is taken as it stands"
    assert named([SCOPE, "CG-1"]).subject == app.find(SCOPE).id
    assert named(["山阳示例茶业", "CG-3"]).subject == "need-XQ-3"
    for words, error in (
        (["aaaaaa_bbbbbb"], NotFoundError),
        (["没有这样的"], NotFoundError),
        (["XQ-1", "XQ-2"], UsageError),
        (["CG-1", "CG-2"], UsageError),
        (["XQ-1", "CG-1", "CG-2"], UsageError),
    ):
        with pytest.raises(error) as failed:
            named(words)
        assert failed.value.cure


def test_every_match_is_found_again_by_its_word_from_either_side(app: App) -> None:
    naming = Naming(app.ledger)
    ids = {
        kind: [one.entity.id for one in app.ledger.entities(kind)]
        for kind in ("Need", "Enterprise", "Achievement", "Doctor", "Institute")
    }
    for one in ids["Need"] + ids["Enterprise"]:
        for other in ids["Achievement"] + ids["Doctor"] + ids["Institute"]:
            pair = pair_of(app.ledger, one, other)
            assert pair == pair_of(app.ledger, other, one) == naming.pair([pair.word])


def test_two_entities_of_one_half_are_both_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    halves = {"need-XQ-1": "aaaaaa", "achievement-CG-1": "bbbbbb", "achievement-CG-2": "bbbbbb"}
    monkeypatch.setattr("matches.naming._half", lambda identity: halves.get(identity, "cccccc"))
    with pytest.raises(AmbiguousError) as told:
        Naming(app.ledger).pair(["aaaaaa_bbbbbb"])
    assert ["achievement-CG-1" in one or "achievement-CG-2" in one for one in told.value.choices] == [
        True
    ] * 2


def test_a_refusal_holds_in_the_views_it_speaks_of(app: App) -> None:
    firm, candidate = app.find(VANADIUM).id, "achievement-CG-1"
    views = ("need-XQ-1", "need-XQ-2", firm, "need-XQ-3")

    def kept_from() -> list[bool]:
        return [Refusals(app.ledger, view).of(view, candidate) is not None for view in views]

    step = say(app, ONE, "refused", reason="领域不符")
    assert kept_from() == [True, False, True, False], "the other need may fit"
    assert Refusals(app.ledger, candidate).of(candidate, firm), "seen from the other side it is the same"
    assert not Refusals(app.ledger, "need-XQ-1").of("need-XQ-1", "achievement-CG-2")
    app.undo_step(step, None)
    assert kept_from() == [False] * 4
    say(app, ONE, "refused", reason="价格")
    assert kept_from() == [True, True, True, False], "the reason speaks of the firm"


def test_steps_follow_joined_needs_and_part_with_them(tmp_path: Path) -> None:
    sheets = {
        **SHEETS,
        "成果2.csv": "成果名称,完成单位,成果编号,成果简介\n示例·石煤提钒法,示例大学,CG-9,石煤提钒\n",
    }
    other = Pair("need-XQ-1", "achievement-CG-9")
    with App(Settings(home=fill(tmp_path / "home", tmp_path, sheets), user="张三")) as app:
        say(app, ONE, "contacted", dated="2025-01-02")
        say(app, other, "refused", dated="2025-01-03", reason="价格")
        (made,) = app.decide([ONE.candidate, other.candidate], "same", None)
        (now,) = standings(app.ledger)
        assert now.pair.candidate == made.shown
        assert now.now.said.status is REFUSED
        assert standings(app.ledger, [made.shown]) == [now], "asked from the joined side too"
        assert Naming(app.ledger).pair([ONE.word]) == Naming(app.ledger).pair([other.word]) == now.pair
        answer = app.recommend(VANADIUM, ["achievement"], 5)
        assert answer.refused == 1
        assert made.shown not in {one.id for one in answer.recommendations}
        app.undo(made.decision, None)
        assert {one.pair: one.now.said.status.name for one in standings(app.ledger)} == {
            ONE: "contacted", other: "refused",
        }  # fmt: skip


def test_steps_survive_rebuilt_stores(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", tmp_path)
    with App(Settings(home=home)) as app:
        say(app, ONE, "refused", reason="价格")
    shutil.rmtree(home / "graph")
    shutil.rmtree(home / "index")
    with App(Settings(home=home)) as app:
        app.sync()
        assert app.recommend(VANADIUM, ["achievement"], 5).refused == 1


def test_a_forgotten_person_is_in_no_step_and_no_note(tmp_path: Path) -> None:
    with App(Settings(home=fill(tmp_path / "home", tmp_path))) as app:
        doctor = app.find("示例·欧阳钼铼", ("Doctor",)).id
        step = say(app, Pair("need-XQ-1", doctor), "contacted", note="示例大学欧阳钼铼来过")
        app.undo_step(step, None)
        say(app, Pair("need-XQ-1", doctor), "refused", reason="地域")
        say(app, ONE, "contacted", note="示例大学示例·欧阳钼铼陪同")
        app.add_watch("欧阳", Terms("county", "611024", ("doctor",), 5, "无"))
        app.undo_step(3, None)
        (seen,) = app.run_watches(None, tmp_path / "列过.xlsx")
        assert doctor in {one.pair.candidate for one in seen.found}
        app.forget(doctor, "本人要求")
        (left,) = standings(app.ledger)
        assert left.pair == ONE
        assert left.now.said.note == "示例大学〔已按要求删除〕陪同"
        assert app.ledger.db.execute("SELECT count(*) FROM step").fetchone() == (1,)
        assert app.ledger.db.execute("SELECT count(*) FROM listed").fetchone() == (0,)
        dump = "\n".join(app.ledger.db.iterdump())
        assert "钼铼" not in dump
        assert doctor not in dump


def test_the_funnel_counts_how_far_matches_came(app: App) -> None:
    third = Pair("need-XQ-3", "achievement-CG-3")
    for status in ("pushed", "contacted", "agreed", "signed"):
        say(app, ONE, status)
    say(app, TWO, "pushed")
    say(app, third, "interested")
    say(app, third, "refused", reason="价格")
    told = funnel(app.ledger)
    levels = {one.status: (one.now, one.reached) for one in told.levels}
    assert levels == {
        "pushed": (1, 3), "contacted": (0, 2), "interested": (0, 2), "agreed": (0, 1), "signed": (1, 1),
        "registered": (0, 0), "paid": (0, 0),
    }  # fmt: skip
    assert (told.matches, told.refused, told.paid) == (3, {"价格": 1}, 0.0)
    say(app, ONE, "paid", amount="20万元")
    say(app, ONE, "paid", amount="5000")
    assert funnel(app.ledger).paid == 205_000.0


def test_outcomes_are_judgements(app: App) -> None:
    third = Pair("need-XQ-3", "achievement-CG-3")
    fourth = Pair("need-XQ-2", "achievement-CG-4")
    say(app, ONE, "signed")
    say(app, TWO, "interested")
    say(app, TWO, "refused", reason="价格")
    say(app, third, "agreed")
    say(app, third, "refused", reason="领域不符")
    say(app, fourth, "contacted")
    say(app, fourth, "refused", reason="已有供方")
    say(app, Pair(app.find(SCOPE).id, "achievement-CG-1"), "signed")
    doctor = app.find("示例·欧阳钼铼", ("Doctor",)).id
    say(app, Pair("need-XQ-1", doctor), "signed")
    assert judgements(app.ledger) == [
        (*_ids(ONE), 4), (*_ids(TWO), 3), (*_ids(third), 1)
    ]  # fmt: skip


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.subject, pair.candidate


def test_two_payments_of_one_day_are_told_apart_by_amount_only(app: App) -> None:
    first = say(app, ONE, "paid", amount="20万元")
    assert say(app, ONE, "paid", amount="200000") == first
    assert say(app, ONE, "paid", amount="1万") != first


@pytest.mark.parametrize(
    "details",
    [
        {"dated": "2099-01-01"},
        {"dated": "2026-01"},
        {"dated": "下个月"},
        {"dated": "2026年2月30日"},
    ],
)
def test_a_date_is_a_day_that_has_come(app: App, details: dict[str, str]) -> None:
    with pytest.raises(AppError) as told:
        say(app, ONE, "contacted", **details)
    assert (told.value.exit_code, bool(told.value.cure)) == (3, True)


@pytest.mark.parametrize("amount", ["面议", "0", "约50万元", "3-5万", "100美元"])
def test_an_amount_is_one_sum(app: App, amount: str) -> None:
    with pytest.raises(AppError) as told:
        say(app, ONE, "paid", amount=amount)
    assert told.value.exit_code == 3


def test_a_note_keeps_no_phone_number(app: App) -> None:
    say(app, ONE, "contacted", note="李工 13812345678")
    assert "13812345678" not in "\n".join(app.ledger.db.iterdump())


def test_the_database_itself_holds_a_step_to_be_undone_once(app: App) -> None:
    step = say(app, ONE, "contacted")
    app.undo_step(step, None)
    with pytest.raises(UsageError):
        app.undo_step(step, None)
    row = "subject, candidate, status, dated, reason, amount, note, by, at, run"
    with pytest.raises(sqlite3.IntegrityError):
        app.ledger.db.execute(f"INSERT INTO step SELECT NULL, {row}, {step} FROM step LIMIT 1")
