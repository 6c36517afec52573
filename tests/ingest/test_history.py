"""Where values came from, now and then: every value has its row, and the past is what it was at the time."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import AmbiguousError, NotFoundError, UsageError
from ingest.find import locate
from ingest.history import History, ValueHistory, history
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.moments import latest, run_at
from ingest.past import Past
from ingest.preview import preview
from tests.ingest.deciding import nothing, quiet

Rows = Sequence[Sequence[str]]
Tables = Mapping[str, tuple[str, Rows]]


class Desk:
    """A ledger and the folder its tables lie in; run n is dated the n-th of June 2024. Nobody is joined by
    what is alike.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger(folder / "ledger.sqlite")

    def ingest(self, tables: Tables, options: Options | None = None) -> Report:
        for name, (heading, rows) in tables.items():
            lines = [heading, *(",".join(row) for row in rows)]
            (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths = [self.folder / name for name in tables]
        report = load(self.ledger, paths, options or Options(), quiet, nothing)
        if not (options and options.dry_run):
            date = f"2024-06-{report.run:02}T04:00:00+00:00"
            self.ledger.db.execute("UPDATE run SET started = ? WHERE id = ?", (date, report.run))
        return report

    def show(self, text: str, run: int | None = None) -> History:
        run = latest(self.ledger) if run is None else run
        return history(self.ledger, locate(self.ledger, text), run, 1000)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.ledger.close()


def value(found: History, name: str) -> ValueHistory:
    return next(one for one in found.values if one.property == name)


FIRMS = "单位名称,县区,注册资本（万元）,经营范围,电话"
FIRM = "商洛示例钒业有限公司"
CODES = ["91611099MAD000019A", "91611099MAD0002700"]
"""Made for the demo: right by their check characters, of nobody."""


def test_a_value_has_its_row_its_raw_text_and_what_it_replaced(desk: Desk) -> None:
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "500", "提钒", "13912345678")])})
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "800", "提钒", "13912345678")])})
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "800", "提钒和制砖", "13912345679")])})
    found = desk.show(FIRM)
    capital = value(found, "capital")
    (now,), (before,) = capital.statements, capital.replaced
    assert (capital.value, now.raw, now.heading, now.row) == (8_000_000, "800", "注册资本（万元）", 2)
    assert (now.brought.run, now.since.run, now.since.date[:10]) == (3, 2, "2024-06-02")
    assert (before.value, before.raw, before.since.run) == (5_000_000, "500", 1)
    assert before.until is not None
    assert (before.until.run, before.until.date[:10]) == (2, "2024-06-02")
    assert Path(now.file).name == "企业.csv"
    county = value(found, "county")
    assert (county.value, county.statements[0].raw, county.replaced) == ("611024", "山阳", [])


def test_private_values_are_never_told(desk: Desk) -> None:
    for phone in ("13912345678", "13912345679"):
        desk.ingest({"企业.csv": (FIRMS + ",联系人", [(FIRM, "山阳", "5", "提钒", phone, "示例·王五")])})
    told = value(desk.show(FIRM), "phone")
    assert (told.value, told.statements[0].value, told.statements[0].raw) == (
        "〔已隐去〕",
        "〔已隐去〕",
        "",
    )
    assert "王五" not in str(desk.show(FIRM))


def test_the_last_word_counts_and_the_other_source_is_named(desk: Desk) -> None:
    desk.ingest({"甲.csv": (FIRMS, [(FIRM, "山阳", "500", "提钒", "")])})
    desk.ingest({"乙.csv": (FIRMS, [(FIRM, "山阳", "600", "提钒", "")])})
    capital = value(desk.show(FIRM), "capital")
    assert (capital.value, [one.value for one in capital.overruled]) == (6_000_000, [5_000_000])
    scope = value(desk.show(FIRM), "scope")
    assert [Path(one.file).name for one in scope.statements] == ["乙.csv", "甲.csv"]


def test_a_need_has_the_county_of_its_firm_and_says_so(desk: Desk) -> None:
    coded = "单位名称,信用代码,县区"
    desk.ingest({"企业.csv": (coded, [(FIRM, CODES[0], "山阳")])})
    desk.ingest({"需求.csv": ("需求名称,企业名称", [("示例·提钒", FIRM)])})
    desk.ingest({"企业.csv": (coded, [(FIRM, CODES[0], "镇安")])})
    county = value(desk.show("示例·提钒"), "county")
    assert (county.value, county.statements[0].raw) == ("611025", "镇安")
    assert county.inherited_from is not None
    assert county.inherited_from.name == FIRM
    assert value(desk.show("示例·提钒", 2), "county").value == "611024"


def test_a_link_says_who_stated_it_and_reads_as_a_sentence(desk: Desk) -> None:
    desk.ingest({"需求.csv": ("需求名称,企业名称", [("示例·提钒", FIRM), ("示例·制砖", FIRM)])})
    (group,) = desk.show(FIRM).links
    assert (group.relation, group.direction, group.count) == ("HAS_NEED", "out", 2)
    link = next(one for one in group.shown if one.other.name == "示例·制砖")
    assert link.reading == f"{FIRM}提出需求示例·制砖"
    (told,) = link.statements
    assert (told.by.name, told.statement.row, told.statement.heading) == ("示例·制砖", 3, "企业名称")


def test_one_row_of_many_values_names_the_right_link(desk: Desk) -> None:
    heading = "成果名称,完成单位,完成人"
    desk.ingest({"成果.csv": (heading, [("示例·提钒法", "示例甲大学;示例乙大学", "示例·张三;示例·李四")])})
    assert {g.relation: g.count for g in desk.show("示例·提钒法").links} == {"CREATED": 2, "OWNS": 2}
    stub = desk.show("示例乙大学")
    assert stub.state == "named"
    (named,) = value(stub, "name").statements
    assert (named.row, named.heading) == (2, "完成单位")


def test_someone_only_named_then_recorded_then_taken_back(desk: Desk) -> None:
    need = {"需求.csv": ("需求名称,企业名称", [("示例·提钒", FIRM)])}
    desk.ingest(need)
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "500", "提钒", "")])})
    desk.ingest({"企业.csv": (FIRMS, [])}, Options(retire=True, kind="企业"))
    desk.ingest({"需求.csv": ("需求名称,企业名称", [])}, Options(retire=True, kind="需求"))
    states = [desk.show(FIRM, run).state for run in range(5)]
    assert states == ["unknown", "named", "recorded", "named", "retired"]
    gone = desk.show(FIRM)
    assert value(gone, "capital").value is None
    assert [one.value for one in value(gone, "capital").replaced] == [5_000_000]
    assert desk.show("示例·提钒").state == "retired", "found by the name it had"


def test_codes_and_terms_are_answered(desk: Desk) -> None:
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "500", "含钒页岩提钒", "")])})
    heading = "需求名称,企业名称,需求内容"
    desk.ingest({"需求.csv": (heading, [("示例·提钒", FIRM, "含钒页岩提钒收率低")])})
    county = desk.show("山阳县")
    assert (county.state, county.id, desk.show("611024").id) == ("table", "county-611024", county.id)
    assert {(g.label, g.direction, g.count) for g in county.links} >= {("位于", "in", 1), ("上位", "out", 1)}
    term = desk.show("含钒页岩")
    assert term.mentioned_by is not None
    assert (term.mentioned_by.count, term.mentioned_by.kinds) == (2, {"Enterprise": 1, "Need": 1})
    then = desk.show("含钒页岩", 1)
    assert then.mentioned_by is not None
    assert (then.mentioned_by.count, value(then, "df").value) == (1, 1)


def test_what_several_are_called_is_listed_and_what_nobody_is_called_is_not_found(desk: Desk) -> None:
    desk.ingest(
        {"企业.csv": (FIRMS, [(FIRM, "山阳", "5", "钒", ""), ("镇安示例钒业公司", "镇安", "5", "钒", "")])}
    )
    with pytest.raises(AmbiguousError) as caught:
        desk.show("示例钒业")
    assert len(caught.value.choices) == 2
    with pytest.raises(NotFoundError):
        desk.show("没有这一家")


def test_a_mapping_file_tells_its_headings_and_its_fixed_values(desk: Desk) -> None:
    (desk.folder / "map.yaml").write_text(
        "kind: Enterprise\nconstants: {county: 山阳}\n"
        "columns: {甲: name, 乙: {property: capital, unit: 亿元}}\n",
        encoding="utf-8",
    )
    options = Options(mapping=desk.folder / "map.yaml")
    desk.ingest({"怪表.csv": ("甲,乙,丙", [(FIRM, "1.5", "x")])}, options)
    capital = value(desk.show(FIRM), "capital").statements[0]
    assert (capital.value, capital.heading, capital.raw) == (150_000_000, "乙", "1.5")
    assert value(desk.show(FIRM), "county").statements[0].heading == ""


def test_at_is_a_local_day_a_minute_or_a_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        for capital in ("1", "2", "3"):
            desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", capital, "提钒", "")])})
        dates = ["2024-06-30T15:59:59+00:00", "2024-06-30T16:00:00+00:00", "2024-07-02T01:00:00+00:00"]
        for run, date in enumerate(dates, start=1):
            desk.ledger.db.execute("UPDATE run SET started = ? WHERE id = ?", (date, run))
        asked = {
            "2024-06-29": 0, "2024-06-30": 1, "2024年7月1日": 2, "2024-06": 1, "2024": 3, "2023": 0,
            "2024-07-02 08:59": 2, "2024-07-02 09:00": 3, "2": 2, "第 3 次": 3, "20240701": 2,
        }  # fmt: skip
        assert {text: run_at(desk.ledger, text) for text in asked} == asked
        for wrong in ("4", "昨天", "2024-02-30", "25:00"):
            with pytest.raises(UsageError):
                run_at(desk.ledger, wrong)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_ledger_of_before_is_taken_over(desk: Desk, tmp_path: Path) -> None:
    desk.ingest({"企业.csv": (FIRMS, [(FIRM, "山阳", "500", "提钒", "")])})
    desk.ingest(
        {"需求.csv": ("需求名称,企业名称", [("示例·提钒", FIRM), ("示例·制砖", "商洛示例砖业有限公司")])}
    )
    asked = ("商洛示例砖业有限公司", FIRM, "示例·提钒", "山阳县")
    before = {(text, run): desk.show(text, run) for text in asked for run in (0, 1, 2)}
    for table in ("assertion", "entity"):
        desk.ledger.db.execute(f"ALTER TABLE {table} DROP COLUMN run")
    for table in ("retracted", "heading"):
        desk.ledger.db.execute(f"DROP TABLE {table}")
    desk.ledger.close()
    for _ in range(2):
        desk.ledger = Ledger(tmp_path / "ledger.sqlite")
        assert {(text, run): desk.show(text, run) for text in asked for run in (0, 1, 2)} == before
        desk.ledger.close()


# -- any sequence of ingests ---------------------------------------------------------------------------

FIRM_NAMES = [f"商洛示例{n}有限公司" for n in range(3)]
firm_rows = st.lists(
    st.tuples(
        st.sampled_from(FIRM_NAMES),
        st.sampled_from(["山阳", "镇安", ""]),
        st.sampled_from(["500", "800", ""]),
        st.sampled_from(["含钒页岩提钒", "香菇菌棒", ""]),
        st.sampled_from(["13912345678", "13912345679", ""]),
        st.sampled_from([*CODES, "", ""]),
    ),
    max_size=4,
)
need_rows = st.lists(
    st.tuples(
        st.sampled_from(["示例·提钒", "示例·菌棒"]),
        st.sampled_from([*FIRM_NAMES, "商洛示例九有限公司"]),
        st.sampled_from(["含钒页岩收率低", "香菇菌棒污染", ""]),
    ),
    max_size=3,
)
result_rows = st.lists(
    st.tuples(
        st.sampled_from(["示例·成果一", "示例·成果二"]),
        st.sampled_from(["示例甲大学", "示例乙大学", "示例甲大学；示例乙大学"]),
        st.sampled_from(["示例·张三", "示例·李四", "示例·李四；示例·张三", ""]),
        st.sampled_from(["含钒页岩", "香菇", ""]),
    ),
    max_size=3,
)
TABLES: dict[str, tuple[str, str, st.SearchStrategy[Any]]] = {
    "企业.csv": (FIRMS + ",信用代码", "企业", firm_rows),
    "名录.csv": (FIRMS + ",信用代码", "企业", firm_rows),
    "需求.csv": ("需求名称,企业名称,需求内容", "需求", need_rows),
    "成果.csv": ("成果名称,完成单位,完成人,成果简介", "成果", result_rows),
}


@dataclass(frozen=True)
class Step:
    name: str
    rows: Rows
    retire: bool

    def ingest(self, desk: Desk, *, dry_run: bool = False) -> Report:
        heading, kind, _ = TABLES[self.name]
        options = Options(kind=kind, retire=self.retire, dry_run=dry_run, limit=1000)
        return desk.ingest({self.name: (heading, self.rows)}, options)


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    one = st.sampled_from(sorted(TABLES)).flatmap(
        lambda name: st.builds(Step, st.just(name), TABLES[name][2], st.booleans())
    )
    return st.lists(one, min_size=2, max_size=most)


def in_ledger(ledger: Ledger) -> dict[str, Any]:
    """What the tables of the ledger say of every entity now: properties, state, mentions, links."""
    found: dict[str, Any] = {}
    text = "SELECT id, kind, properties, mentions, stub, deleted FROM entity"
    for entity, kind, body, mentions, stub, deleted in ledger.db.execute(text):
        spec = ledger.ontology.kinds[kind]
        state = "table" if spec.codes else "derived" if spec.derived else "named" if stub else "recorded"
        properties = {
            name: "〔已隐去〕" if name in spec.private else one for name, one in json.loads(body).items()
        }
        found[entity] = (
            ("retired", {}, {}, set()) if deleted else (state, properties, json.loads(mentions), set())
        )
    for relation in ledger.ontology.relations:
        for link in ledger.links(relation):
            for end in (link.source, link.target):
                found[end][3].add((relation, link.source, link.target, str(sorted(link.properties.items()))))
    return found


def in_history(ledger: Ledger, entity: str, run: int) -> Any:
    """The same of one entity, as its history tells."""
    found = history(ledger, entity, run, 1000)
    properties = {one.property: one.value for one in found.values if one.value is not None}
    links = {
        (group.relation, *ends, str(sorted(link.properties.items())))
        for group in found.links
        for link in group.shown
        for ends in [(entity, link.other.id) if group.direction == "out" else (link.other.id, entity)]
    }
    return found.state, properties, found.mentions, links


@settings(max_examples=30, deadline=None)
@given(steps(6))
def test_the_past_is_what_the_ledger_was_then(sequence: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        then = [in_ledger(desk.ledger)]
        told: list[dict[str, History]] = [{}]
        for step in sequence:
            step.ingest(desk)
            then.append(in_ledger(desk.ledger))
            told.append({one: history(desk.ledger, one, len(told), 1000) for one in then[-1]})
        for run, known in enumerate(then):
            for entity in then[-1]:
                if entity in known:
                    assert in_history(desk.ledger, entity, run) == known[entity]
                    assert history(desk.ledger, entity, run, 1000) == told[run][entity]
                else:
                    assert history(desk.ledger, entity, run).state == "unknown"
        every_value_rests_on_a_row(desk.ledger, told[-1].values())
        desk.ledger.close()


def every_value_rests_on_a_row(ledger: Ledger, found: Iterator[History] | Any) -> None:
    for one in found:
        if one.state in ("recorded", "named"):
            told = [part for part in one.values if part.value is not None]
            assert all(
                part.statements
                for part in told
                if part.property in ("name", "title") or one.state == "recorded"
            )
            links = [link for group in one.links for link in group.shown]
            assert all(link.statements for link in links)


@settings(max_examples=30, deadline=None)
@given(steps(4))
def test_a_dry_run_says_what_the_run_then_does_and_leaves_no_trace(sequence: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for step in sequence[:-1]:
            step.ingest(desk)
        content = list(desk.ledger.db.iterdump())
        before = in_ledger(desk.ledger)
        dry = sequence[-1].ingest(desk, dry_run=True)
        assert list(desk.ledger.db.iterdump()) == content
        real = sequence[-1].ingest(desk)
        assert replace(dry, preview=None) == real
        assert dry.preview is not None
        assert preview(desk.ledger, real.run, 1000) == replace_conflicts(dry)
        after = in_ledger(desk.ledger)
        recorded = [
            {one: body[1] for one, body in known.items() if body[0] == "recorded"}
            for known in (before, after)
        ]
        assert {one.id for one in dry.preview.added} == recorded[1].keys() - recorded[0].keys()
        assert {one.id for one in dry.preview.retired} == recorded[0].keys() - recorded[1].keys()
        named = {one for one, body in after.items() if body[0] == "named" and one not in before}
        assert {one.id for one in dry.preview.named} == named
        changed = {one.id: {c.property: (c.old, c.new) for c in one.changes} for one in dry.preview.changed}
        both = recorded[0].keys() & recorded[1].keys()
        differences = {one: difference(recorded[0][one], recorded[1][one]) for one in both}
        hidden = {one: {"phone": told["phone"]} for one, told in changed.items() if "phone" in told}
        for one, told in hidden.items():
            differences[one] |= told
        assert changed == {one: told for one, told in differences.items() if told}
        past = [Past(desk.ledger, run) for run in (real.run - 1, real.run)]
        for one, told in changed.items():
            bodies = [known.properties(one) for known in past]
            assert {name: tuple(body.get(name) for body in bodies) for name in told if name != "phone"} == {
                name: pair for name, pair in told.items() if name != "phone"
            }
        desk.ledger.close()


def replace_conflicts(dry: Report) -> Any:
    assert dry.preview is not None
    return replace(dry.preview, conflicts=[], counts={**dry.preview.counts, "conflicts": 0})


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What rows state; the county of a need is its firm's."""
    names = [
        name for name in before.keys() | after.keys() if not (name == "county" and "enterprise" in after)
    ]
    return {
        name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    }


def test_a_name_of_its_own_outlives_its_rows_but_is_not_older_than_they_are(desk: Desk) -> None:
    desk.ingest({"需求.csv": ("需求名称,企业名称", [("示例·提钒", "商洛示例旧名有限公司")])})
    heading = "单位名称,信用代码"
    rows = [("商洛示例旧名有限公司", CODES[0]), ("商洛示例新名有限公司", CODES[0])]
    desk.ingest({"企业.csv": (heading, rows)})
    desk.ingest({"企业.csv": (heading, [])}, Options(retire=True, kind="企业"))
    firm = locate(desk.ledger, "商洛示例旧名有限公司")
    names = [f"商洛示例{one}有限公司" for one in ("旧名", "新名", "新名")]
    assert [desk.show(firm, run).name for run in (1, 2, 3)] == names
    desk.ingest({"企业.csv": (heading, [("商洛示例新名有限公司", CODES[1])])})
    assert [desk.show(firm, run).name for run in (1, 2, 3)] == names
