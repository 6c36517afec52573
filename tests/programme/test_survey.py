"""需求调查: the planted answers, what is not known, and what a text says however it is put."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app import App
from errors import InputError, UsageError
from examples.planted import planted
from ingest.load import Options as Loading
from ontology.model import ontology
from programme import survey
from programme.completeness import BREAK, CompletenessValues, read
from programme.model import Plan, Row, Sheet, Source
from programme.rules import in_force
from programme.survey_needs import TYPES, UNTOLD, needs_sheets
from programme.survey_text import ASPECTS, UNASKED, UNSAID
from settings import Settings
from tests.programme.command import Shell
from tests.programme.conftest import AT
from tests.programme.shown import lines

ANSWERS = planted("survey")["answers"]
RULE = in_force("completeness", AT, CompletenessValues).values


def made(app: App, county: str = "", at: dt.date = AT) -> Plan:
    return app.plan(lambda world: survey.plan(world, survey.Options(county)), at)


def row(sheet: Sheet, first: str) -> Row:
    return next(one for one in sheet.rows if one.cells[0] == first)


@pytest.fixture(scope="module")
def demo(demo_app: App) -> Plan:
    return made(demo_app)


def test_an_earlier_day_has_a_plan(demo_app: App) -> None:
    plan = made(demo_app, at=dt.date(2024, 12, 31))
    assert any(one.rule == "completeness" for one in plan.rules)


def test_the_figures_are_those_planted(demo: Plan) -> None:
    assert {name: demo.value(demo.figure(name)) for name in ANSWERS["figures"]} == ANSWERS["figures"]


def test_who_has_not_answered_is_told_with_what_is_known_and_no_contact(demo: Plan) -> None:
    sheet = demo.sheet("unanswered")
    assert {str(one.cells[0]): list(one.cells[1:4]) for one in sheet.rows} == ANSWERS["unanswered"]
    assert not {"contact", "phone", "email"} & sheet.places.keys()


def test_coverage_is_that_of_the_county(demo: Plan, demo_app: App) -> None:
    told = {one[0]: list(one[1:5]) for one in lines(demo, "coverage")}
    for county, numbers in ANSWERS["coverage"].items():
        assert told[county] == numbers
    opened = [one.cells[0] for one in demo.rows(demo.figure("未回@镇安县"))]
    assert opened == [one.cells[0] for one in demo.sheet("unanswered").rows if one.cells[1] == "镇安县"]
    here = made(demo_app, "611025")
    assert [one.cells[0] for one in here.sheet("coverage").rows] == ["镇安县"]
    assert here.scope == "镇安县"
    assert here.value(here.figure("firms")) == 9


def test_completeness_and_questions_are_as_a_reader_finds(demo: Plan) -> None:
    sheet, asked = demo.sheet("completeness"), demo.sheet("questions")
    for need, wanted in ANSWERS["completeness"].items():
        found = row(sheet, need)
        said = [name for name in ASPECTS if sheet.cell(found, name) not in (UNSAID, UNASKED)]
        assert said == wanted["said"]
        assert sheet.cell(found, "score") == len(said)
        assert [sheet.cell(found, name) for name in ("now", "wanted")] == [wanted["now"], wanted["wanted"]]
        assert sorted(filter(None, str(sheet.cell(found, "vague")).split("、"))) == sorted(wanted["vague"])
        assert sheet.cell(found, "questions") == wanted["questions"]
        mine = [one for one in asked.rows if found.ids[0] in one.ids]
        assert len(mine) == wanted["questions"]
        assert all(f"《{need}》" in str(asked.cell(one, "question")) for one in mine)


def test_counts_of_needs_agree_with_one_another(demo: Plan) -> None:
    needs = len(demo.sheet("needs").rows)
    for sheet, column in (("types", 1), ("fields", 1), ("county_types", -1), ("coverage", -1)):
        assert sum(int(one[column] or 0) for one in lines(demo, sheet)) == needs
    scores = [cell for one in lines(demo, "scores") for cell in one[1:]]
    assert sum(int(one or 0) for one in scores) == needs
    assert sum(int(one.cells[-1] or 0) for one in demo.sheet("completeness").rows) == len(
        demo.sheet("questions").rows
    )


def test_no_type_and_no_field_are_counted_apart() -> None:
    named = {"enterprises": (), "budget": None, "deadline": None, "county": None}
    needs = [
        {**named, "id": "need-1", "title": "没写类型", "type": None, "field": "360"},
        {**named, "id": "need-2", "title": "没写学科", "type": "技术研发", "field": None},
        {**named, "id": "need-3", "title": "也没写学科", "type": "技术研发", "field": None},
    ]
    sheets, cells = needs_sheets(needs, Source("survey-needs", {}))
    body = Plan("survey", "需求调查", AT, 1, sheets=sheets, cells=tuple(cells))
    counted = [{one[0]: one[1] for one in lines(body, name)}[UNTOLD] for name in ("types", "fields")]
    assert counted == [1, 2]


def test_the_baseline_tells_both_sources_apart(demo: Plan) -> None:
    sheet = demo.sheet("baseline")
    names = ("institute", "told_by", "first", "cooperations", "cooperation_amount")
    for firm, wanted in ANSWERS["baseline"].items():
        assert [sheet.cell(row(sheet, firm), name) for name in names] == wanted


def test_the_five_types_are_the_form_s() -> None:
    assert tuple(TYPES.values()) == ontology().kinds["Need"].properties["type"].choices


def test_real_firms_are_unanswered_and_those_without_a_county_stand_apart(real_app: App) -> None:
    plan = made(real_app)
    firms = plan.value(plan.figure("firms"))
    unplaced = plan.value(plan.figure("unplaced"))
    assert firms
    assert firms > 2500
    assert unplaced
    assert lines(plan, "coverage")[-1][:2] == (None, unplaced)
    assert len(plan.ties) == firms - unplaced
    assert all(one.cells[2] is None for one in plan.sheet("unanswered").rows)
    assert [one for one in plan.notes if "区县不明" in one]


TABLES = {
    "企业.csv": (
        "企业名称,所属区县,联系人,联系电话,调查日期\n"
        "商洛示例甲有限公司,山阳县,示例·张三,13900001234,\n"
        "商洛示例乙有限公司,,示例·李四,13900001235,\n"
        "商洛示例丙有限公司,山阳县,,,2026-07-02\n"
        "商洛示例丁有限公司,山阳县,,,2026-06\n"
    ),
    "需求.csv": (
        "需求名称,企业名称,需求编号,需求类型,需求内容,征集日期,所属区县,拟投入资金（万元）\n"
        "示例·无主的需求,,XQ-1,,,2026-05-01,柞水县,不超过50\n"
        "示例·后来的需求,商洛示例甲有限公司,XQ-2,人才引进,引进博士一名,2026-07-01,,\n"
    ),
}


@pytest.fixture
def small(tmp_path: Path) -> App:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    app = App(Settings(home=tmp_path / "home"))
    app.ingest([tmp_path / name for name in TABLES], Loading())
    return app


def test_what_comes_after_the_day_does_not_count_and_what_lacks_is_told(small: App) -> None:
    with small as app:
        plan = made(app)
    answered = {str(one.cells[0]): one.cells[2] for one in plan.sheet("firms").rows}
    assert answered == {
        "商洛示例甲有限公司": "否",
        "商洛示例乙有限公司": "否",
        "商洛示例丙有限公司": "否",
        "商洛示例丁有限公司": "是",
    }
    assert [one.cells[:3] for one in plan.sheet("needs").rows] == [("示例·无主的需求", None, "柞水县")]
    assert plan.value(plan.figure("needs_ownerless")) == 1
    about = [plan.sheet("questions").cell(one, "about") for one in plan.sheet("questions").rows]
    assert about == ["内容", "材料", "方法", "功效", "产品", "应用", "现状的数", "目标的数", "期限"]
    assert {str(one)[:6] for one in plan.notes} == {
        "有的企业区县",
        "没有回表又区",
        "有的需求没有",
        "征集日期在这",
    }
    assert "1390000" not in json.dumps([[one.cells for one in sheet.rows] for sheet in plan.sheets])
    assert [one.target for one in plan.ties] == ["county-611024", "county-611024"]


SAID = ("钒收率约 65%", "希望到 80%", "优化工艺，改善质量", "用于茶园", "需8小时")
SENTENCES = st.lists(
    st.one_of(
        st.sampled_from([
            "钒收率约 65%", "希望提高到 80% 以上，少排废水", "优化工艺，改善质量", "用于茶园",
            "萃取Ｐ２０４，收率高", "三个月一次", "采用焙烧", "产品为砌块", "希望一流",
        ]),
        st.text("提升钒率渣焙烧用于板茶希望0123456789%，,.一成年V㎡²ｖ", max_size=12),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(SENTENCES, st.text("提升钒率渣焙烧板希望0123%，一成Vé²", max_size=12))
def test_one_more_sentence_never_lowers_what_is_said(sentences: list[str], more: str) -> None:
    before = read(["示例"], BREAK.join(sentences), RULE)
    after = read(["示例"], BREAK.join([*sentences, more]), RULE)
    assert all(set(before.aspects[name]) <= set(after.aspects[name]) for name in ASPECTS)
    assert after.score >= before.score


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=5), st.randoms())
def test_the_order_of_sentences_does_not_matter(sentences: list[str], random: Any) -> None:
    mixed = random.sample(sentences, len(sentences))
    assert read(["示例"], BREAK.join(mixed), RULE) == read(["示例"], BREAK.join(sentences), RULE)


@pytest.mark.parametrize(
    ("text", "now", "wanted", "vague"),
    [
        ("钒收率约65%，希望提高到80%以上", True, True, ()),
        ("收率不理想，只有65%", True, False, ()),
        ("检测需8小时", True, False, ()),
        ("需不含氯的水处理，菌落小于5对数", False, True, ()),
        ("P204萃取V2O5，3D打印", False, False, ()),
        ("2027年6月底前完成，模拟结果良好", False, False, ("良好",)),
        ("成本约七成，希望亩产提高一倍", True, True, ()),
        ("想优化级配和养护制度，把返修率控制在1%以内", False, True, ()),
        ("想优化级配。返修率6%", True, False, ("优化",)),
        ("收率1,800公斤", True, False, ()),
    ],
)
def test_figures_and_vague_words(text: str, now: bool, wanted: bool, vague: tuple[str, ...]) -> None:
    found = read(["示例"], text, RULE)
    assert (found.now, found.wanted, found.vague) == (now, wanted, vague)


def test_a_text_is_folded_before_it_is_read() -> None:
    assert (
        read(["示例"], "採用焙燒，用於茶園", RULE).aspects
        == read(["示例"], "采用焙烧，用于茶园", RULE).aspects
    )


def test_record_keeps_who_is_to_be_asked_again_until_it_is_taken_back(own_app: App) -> None:
    plan = made(own_app)
    kept = own_app.keep_plan(plan)
    assert kept.pairs == len(plan.ties) == 1
    again = made(own_app)
    assert [one.cells[-1] for one in again.sheet("unanswered").rows] == [AT.isoformat()]
    own_app.undo_plan(kept.code)
    assert [one.cells[-1] for one in made(own_app).sheet("unanswered").rows] == [""]
    with pytest.raises(UsageError, match="没有要记下的决定"):
        own_app.keep_plan(made(own_app, "611024"))


def test_the_command_answers_writes_and_opens(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell, book = Shell(demo_home, monkeypatch, capsys), tmp_path / "调查.xlsx"
    asked = ("survey", "--at", AT.isoformat())
    code, out, _ = shell(*asked, "--json", "--xlsx", str(book))
    body = json.loads(out)
    assert (code, body["task"], body["decisions"]) == (0, "survey", 1)
    assert load_workbook(book).sheetnames[:3] == ["汇总", "各区县回表情况", "没有回表的企业"]
    code, out, _ = shell(*asked, "--drill", "unanswered")
    assert (code, "镇安示例云岭硅业有限公司" in out, "企业名录.xlsx" in out) == (0, True, True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--at", "2026-06-30", "--county", "火星县"), "火星县"),
        (("--at", "2026-06-30", "--drill", "没有这个数"), "最接近的："),
        (("--at", "2015-12-31"), "还没有“需求写得全不全”这条规则"),
        (("--at", "2026-06"), "如 --at 2026-06-30"),
    ],
)
def test_bad_input_is_told(
    wrong: tuple[str, ...],
    told: str,
    demo_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = Shell(demo_home, monkeypatch, capsys)("survey", *wrong)
    assert (code, told in err) == (2, True), err


def test_a_folder_that_cannot_be_written_is_told(demo: Plan, tmp_path: Path) -> None:
    from workbooks.plans import write_plan

    with pytest.raises(InputError):
        write_plan(tmp_path / "没有" / "调查.xlsx", demo)
