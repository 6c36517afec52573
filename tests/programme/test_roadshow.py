"""常态路演: the planted batch and why it is that, a season without repeats, attendance fed back."""

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import cli
from app import App
from errors import UsageError
from examples.planted import planted
from matches.saying import Details
from programme import roadshow
from programme.model import Plan, Row, Sheet
from programme.roadshow import Options
from programme.roadshow_cells import NO_FIT
from programme.roadshow_facts import RoadshowValues, Shown, barred, guest
from programme.roadshow_past import result
from programme.rules import in_force
from tests.programme.conftest import AT

ANSWERS = planted("roadshow")["answers"]
LUONAN = "611021"
VALUES = in_force("roadshow", AT, RoadshowValues).values
HUANGQIN = "洛南示例黄芩坊植物提取有限公司"
ABSENT = "CG-014"
"""What is written for a need of the firm that never came."""


def asked(app: App, at: dt.date = AT, **options: Any) -> Plan:
    return app.plan(lambda world: roadshow.plan(world, Options(**options)), at)


def column(sheet: Sheet, name: str) -> list[Any]:
    return [sheet.cell(row, name) for row in sheet.rows]


def only(sheet: Sheet, **where: Any) -> Row:
    (found,) = (row for row in sheet.rows if all(sheet.cell(row, key) == where[key] for key in where))
    return found


def codes(made: Plan) -> set[Any]:
    return set(column(made.sheet("programme"), "code"))


def test_the_planted_batch_is_decided_by_the_cap_and_by_who_came(demo_app: App) -> None:
    options = {"county": LUONAN, "achievements": ANSWERS["achievements"]}
    made = asked(demo_app, **options)
    assert codes(made) == set(ANSWERS["batch"])
    assert codes(asked(demo_app, **options, per_owner=3)) == set(ANSWERS["with_three_of_an_owner"])
    before = ANSWERS["before_any_roadshow"]
    assert codes(asked(demo_app, before["at"], **options)) == set(before["batch"])
    absent = made.sheet("absent")
    told = {
        name: [row.cells[1], row.cells[2]]
        for name, row in zip(column(absent, "enterprise"), absent.rows, strict=True)
    }
    assert told == ANSWERS["absent"]
    past = made.sheet("past")
    found = {row.cells[0]: [past.cell(row, key) for key in ("invited", "came", "rate")] for row in past.rows}
    assert found == ANSWERS["past"]
    assert "SLLY-01" not in str(past.rows)


def test_the_construction_of_the_planted_answer_holds(demo_app: App) -> None:
    """What the comment in the planted file says of owners and firms."""
    made = asked(demo_app, dt.date(2026, 4, 1), county=LUONAN, achievements=40, per_field=40, per_owner=40)
    programme, pairs = made.sheet("programme"), made.sheet("pairs")
    owners = {
        code: only(programme, code=code).cells[programme.places["owner"]]
        for code in ("CG-050", "CG-169", "CG-049", "CG-170")
    }
    assert len({owners[one] for one in ("CG-050", "CG-169", "CG-049")}) == 1
    assert owners["CG-170"] != owners["CG-169"]
    strong = [row for row in pairs.rows if pairs.cell(row, "grade") in ("强", "较强")]
    served = {pairs.cell(row, "code"): pairs.cell(row, "enterprise") for row in strong}
    assert served[ABSENT] == HUANGQIN
    assert served["CG-050"] == served["CG-049"] != served["CG-169"] == served["CG-170"]


def test_every_number_is_the_sum_of_its_rows(demo_app: App) -> None:
    made = asked(demo_app, county=LUONAN)
    total = made.value(made.figure("expected"))
    assert total == pytest.approx(sum(column(made.sheet("pairs"), "expected")))
    assert total == pytest.approx(sum(column(made.sheet("programme"), "expected")))
    assert total == pytest.approx(sum(column(made.sheet("invitations"), "expected")))
    assert total == pytest.approx(made.sheet("solution").rows[0].cells[0])
    for row in made.sheet("pairs").rows:
        cells: list[Any] = [made.sheet("pairs").cell(row, one) for one in ("likely", "weight", "expected")]
        likely, weight, expected = cells
        assert expected == pytest.approx(likely * weight / 100, abs=1e-6)


def test_what_is_sent_out_names_only_pairs_that_fit(demo_app: App) -> None:
    """A pair that is only counted, being likely enough, answers no need."""
    made = asked(demo_app)
    pairs, handbook, invitations = (made.sheet(one) for one in ("pairs", "handbook", "invitations"))
    strong = [row for row in pairs.rows if pairs.cell(row, "grade") in ("强", "较强")]
    assert len(strong) < len(pairs.rows)
    answered: dict[Any, set[Any]] = {code: set() for code in column(handbook, "code")}
    fitting: dict[Any, set[Any]] = {firm: set() for firm in column(invitations, "enterprise")}
    for row in strong:
        answered[pairs.cell(row, "code")].add(pairs.cell(row, "need"))
        fitting[pairs.cell(row, "enterprise")].add(row.ids[0])
    assert set() in answered.values()
    for row in handbook.rows:
        told = set(str(handbook.cell(row, "needs")).split("；"))
        assert told == (answered[handbook.cell(row, "code")] or {NO_FIT})
    assert set() in fitting.values()
    for row in invitations.rows:
        firm = invitations.cell(row, "enterprise")
        assert set(row.ids[1:]) <= fitting[firm]
        assert (invitations.cell(row, "fits") == NO_FIT) == (not fitting[firm])
        assert bool(invitations.cell(row, "why")) == bool(fitting[firm])


def test_a_firm_that_stayed_away_counts_for_less_and_is_told(demo_app: App) -> None:
    made = asked(demo_app, county=LUONAN)
    pairs = made.sheet("pairs")
    weights = {pairs.cell(row, "enterprise"): pairs.cell(row, "weight") for row in pairs.rows}
    assert weights[HUANGQIN] == pytest.approx(VALUES.absent**2)
    invitations = made.sheet("invitations")
    said = dict(zip(column(invitations, "enterprise"), column(invitations, "attendance"), strict=True))
    assert said[HUANGQIN] == "请过 2 次没有来过，按 0.49 计"
    assert said["洛南示例羊肚坊农业有限公司"] == "请过 1 次，来过 1 次"
    before = asked(demo_app, dt.date(2026, 4, 1), county=LUONAN)
    assert made.value(made.figure("expected")) < before.value(before.figure("expected"))  # type: ignore[operator]


def test_where_nobody_wrote_down_who_came_nobody_was_absent(demo_app: App) -> None:
    made = asked(demo_app, county="611022")
    assert made.sheet("absent").rows == ()
    past = made.sheet("past")
    (row,) = past.rows
    assert [past.cell(row, one) for one in ("invited", "recorded", "attended", "came", "rate", "talks")] == [
        2, "没有", None, None, None, None,
    ]  # fmt: skip
    assert made.value(made.figure("rate")) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=6))
def test_only_recorded_absences_lower_a_firm(shows: list[tuple[bool, bool, bool]]) -> None:
    """(held before the day, attendance on record, the firm came) of each roadshow it was invited to."""
    days = ["2026-05-01" if past else "2026-07-01" for past, _, _ in shows]
    invited = [
        {"id": str(n), "held_on": day, "came": 3 if shows[n][1] or shows[n][2] else 0}
        for n, day in enumerate(days)
    ]
    attended = [one for one, show in zip(invited, shows, strict=True) if show[2]]
    row = {"id": "e", "enterprise": "某", "uscc": None, "county": None, "needs": [], "settled": [],
           "invited": invited, "attended": attended}  # fmt: skip
    made = guest(row, AT.isoformat(), VALUES)
    missed = sum(past and recorded for past, recorded, _ in shows)
    came = any(past and came for past, _, came in shows)
    assert made.weight == (1.0 if came else pytest.approx(max(VALUES.absent**missed, VALUES.absent_least)))


def achievement(**said: Any) -> Shown:
    return replace(Shown("achievement-1", "提钒", {}, [], [], [], [], []), **said)


def show(held_on: str | None, county: str) -> list[dict[str, Any]]:
    return [{"id": "roadshow-1", "title": "路演", "held_on": held_on, "counties": [county, "611000"]}]


def planned_for(county: str, dated: str) -> list[dict[str, Any]]:
    return [{"plan": "roadshow-7", "dated": dated, "county": county, "name": "某县"}]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, None),
        ({"takers": [{"name": "某", "mode": "独占许可"}]}, "已许可"),
        ({"takers": [{"name": "某", "mode": "普通许可"}]}, None),
        ({"takers": [{"name": "某", "mode": None}]}, None),
        ({"roadshows": show("2019-01-01", LUONAN)}, "上过路演"),
        ({"roadshows": show("2019-01-01", "611024")}, None),
        ({"roadshows": show("2025-06-30", "611024")}, "上过路演"),
        ({"roadshows": show("2025-06-29", "611024")}, None),
        ({"roadshows": show("2026-12-01", "611024")}, "已排路演"),
        ({"roadshows": show(None, "611024")}, None),
        ({"planned": planned_for("611024", "2026-06-01")}, "另有计划"),
        ({"planned": planned_for(LUONAN, "2026-06-01")}, None),
        ({"planned": planned_for("611024", "2024-06-01")}, None),
    ],
)  # fmt: skip
def test_what_is_not_shown(said: dict[str, Any], kind: str | None) -> None:
    why = barred(achievement(**said), LUONAN, AT, VALUES)
    assert (why.kind if why else None) == kind


def test_a_season_shows_nothing_twice_and_is_no_worse_than_each_county_alone(demo_app: App) -> None:
    made = asked(demo_app, first=dt.date(2026, 9, 5), every=7)
    rounds, programme = made.sheet("rounds"), made.sheet("programme")
    assert column(rounds, "county") == [
        "商州区",
        "洛南县",
        "丹凤县",
        "商南县",
        "山阳县",
        "镇安县",
        "柞水县",
        "商洛高新区",
    ]
    assert column(rounds, "day")[:3] == ["2026-09-07", "2026-09-14", "2026-09-21"]
    shown = column(programme, "code")
    assert len(shown) == len(set(shown)) == 64
    assert max(column(made.sheet("variety"), "count")) <= 2
    assert column(made.sheet("solution"), "state") == ["已证明"]
    assert made.value(made.figure("expected")) > made.value(made.figure("greedy"))  # type: ignore[operator]
    alone = asked(demo_app, county="611026")
    together = only(rounds, county="柞水县")
    assert rounds.cell(together, "expected") <= alone.value(alone.figure("expected")) + 1e-6  # type: ignore[operator]
    ids = {one for row in made.sheet("barred").rows for one in row.ids}
    assert not ids & {row.ids[0] for row in programme.rows}


def test_unlikely_pairs_count_where_that_is_wanted(demo_app: App) -> None:
    made, more = (asked(demo_app, county=LUONAN, least=one) for one in (None, 0.0))
    assert (
        min(column(made.sheet("pairs"), "likely"))
        >= 100 * VALUES.least
        > min(column(more.sheet("pairs"), "likely"))
    )
    assert column(made.sheet("rounds"), "unlikely") != column(more.sheet("rounds"), "unlikely") == [0]
    assert any("--least" in note for note in made.notes) > any("--least" in note for note in more.notes)


def test_the_high_tech_zone_is_a_place_of_its_own(demo_app: App) -> None:
    zone, host = (asked(demo_app, county=one).sheet("invitations") for one in ("6110G1", "611002"))
    assert set(column(zone, "county")) == {"商洛高新区"}
    assert set(column(host, "county")) == {"商州区"}


def test_caps_that_bind_are_named_with_a_cure(demo_app: App) -> None:
    made = asked(demo_app, county=LUONAN, achievements=30, per_field=1, per_owner=9)
    assert any("排不满 30 项：卡在同一学科的上限，把 --per-field 提到" in note for note in made.notes)
    assert any("够得着的成果只有" in note for note in asked(demo_app, county=LUONAN, achievements=90).notes)


def test_what_came_of_a_roadshow_is_counted_and_settled_pairs_are_out(own_app: App) -> None:
    """From the day of SLLY-02 on, between firms that came and what was shown; a contract leaves no room."""
    details = Details(dated="2026-06-01")
    firm = own_app.find("洛南示例羊肚坊农业有限公司").id
    presented = own_app.plan(_presented, AT).notes
    own_app.record([firm, presented[0]], "contacted", details)
    own_app.record([firm, presented[1]], "signed", details)
    own_app.record([own_app.find(HUANGQIN).id, presented[2]], "signed", details)
    batch = [own_app.find(one, ("Achievement",)).id for one in ("CG-050", "CG-169")]
    own_app.record(["XQ-030", batch[0]], "registered", details)
    own_app.record(["XQ-097", batch[1]], "refused", Details(reason="价格", dated="2026-06-01"))
    made = asked(own_app, county=LUONAN, achievements=ANSWERS["achievements"])
    assert not codes(made) & {"CG-050", "CG-169"}
    assert [made.value(made.figure(one)) for one in ("talks", "signed")] == [1, 1]
    assert {row.ids[1] for row in made.sheet("talks").rows} == {firm}
    assert only(made.sheet("rounds"), county="洛南县").cells[made.sheet("rounds").places["settled"]] == 2
    early = asked(own_app, dt.date(2026, 5, 31), county=LUONAN)
    assert [early.value(early.figure(one)) for one in ("talks", "signed")] == [0, 0]


def _presented(world: Any) -> Plan:
    """The achievements shown at SLLY-02, as notes."""
    rows = world.ask("roadshow-outcomes", {"county": LUONAN}).rows
    return Plan("test", "试验", world.at, world.run, notes=tuple(rows[0]["presented"]))


def test_steps_mean_what_the_office_counts() -> None:
    assert [result(one) for one in ("pushed", "contacted", "agreed", "signed", "paid", "refused")] == [
        "推送", "洽谈中", "洽谈中", "签约", "签约", "回绝",
    ]  # fmt: skip


def test_a_recorded_batch_is_not_shown_in_another_county_until_it_is_taken_back(own_app: App) -> None:
    made = asked(own_app, county=LUONAN, first=dt.date(2026, 9, 7))
    kept = own_app.keep_plan(made)
    firms = len(made.sheet("invitations").rows)
    assert kept.pairs == len(made.ties) == 8 + firms
    assert {(tie.target, tie.note[:10]) for tie in made.ties} == {("county-611021", "2026-09-07")}
    assert codes(asked(own_app, county=LUONAN)) == codes(made)
    elsewhere = asked(own_app, county="611022").sheet("barred")
    plans = {
        elsewhere.cell(row, "code") for row in elsewhere.rows if elsewhere.cell(row, "kind") == "另有计划"
    }
    assert plans == codes(made)
    own_app.undo_plan(kept.code)
    assert "另有计划" not in column(asked(own_app, county="611022").sheet("barred"), "kind")


def test_a_registry_without_achievements_gives_an_empty_batch(real_app: App) -> None:
    for county in ("611024", ""):
        made = asked(real_app, county=county) if county else asked(real_app)
        assert made.value(made.figure("achievements")) == made.value(made.figure("firms")) == 0
        empty = [note for note in made.notes if "这一场是空的" in note]
        assert len(empty) == len(made.sheet("rounds").rows)
        assert any("还没有登记成果" in note for note in empty)
        assert made.ties == ()
        assert all(count > 100 for count in column(made.sheet("rounds"), "known")[:1])
    assert made.sheet("absent").rows == made.sheet("past").rows == ()


def test_a_county_without_firms_gives_an_empty_batch(demo_app: App) -> None:
    made = asked(demo_app, county="110101")
    assert made.value(made.figure("expected")) == 0
    assert any("没有登记企业" in note for note in made.notes)


def test_a_first_day_that_is_over_is_told(demo_app: App) -> None:
    with pytest.raises(UsageError, match="早于") as caught:
        asked(demo_app, county=LUONAN, first=dt.date(2026, 6, 1))
    assert "--from" in str(caught.value.cure)


# -- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def run(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str) -> tuple[int, str, str]:
        words = ["shuangjin", "plan", "roadshow", "--at", AT.isoformat(), *arguments]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_the_command_tells_writes_and_drills(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "路演.xlsx"
    code, out, _ = run("--county", "洛南县", "--achievements", "5", "--xlsx", str(path), "--json")
    body = json.loads(out)
    assert code == 0
    assert {
        row["code"] for sheet in body["sheets"] if sheet["name"] == "programme" for row in sheet["rows"]
    } == set(ANSWERS["batch"])
    book = load_workbook(path)
    assert {"路演成果", "邀请名单", "手册", "往次路演"} <= set(book.sheetnames)
    code, out, _ = run("--county", "洛南县", "--achievements", "3", "--drill", "absent")
    assert code == 0
    assert HUANGQIN in out
    assert "企业名录.xlsx" in out
    code, out, _ = run("--county", "洛南县", "--achievements", "3")
    assert code == 0
    assert "依据 路演的选配" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "要么写 --county，要么写 --season"),
        (("--county", "洛南县", "--season"), "要么写 --county，要么写 --season"),
        (("--county", "洛南县", "--from", "2026-09"), "--from 要写到日"),
        (("--county", "洛南县", "--from", "2026-06-01"), "早于"),
        (("--county", "没有的县"), "没有的县"),
    ],
)
def test_the_command_says_what_is_wrong(run: Any, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert code != 0
    assert said in out + err
