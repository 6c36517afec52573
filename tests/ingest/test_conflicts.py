"""Rows that contradict each other are told, with whose word counts; a dry run lists them and all changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.ledger import Ledger, Problem
from ingest.load import Options, Report, load
from ontology.model import ontology

FIRM = "商洛示例钒业有限公司"
HEADING = "企业名称,注册资本（万元）,经营范围,联系电话"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def ingest(ledger: Ledger, folder: Path, tables: dict[str, str], options: Options | None = None) -> Report:
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = [folder / name for name in tables]
    return load(ledger, paths, options or Options(), lambda _name, _done, _total: None)


def told(report: Report) -> list[tuple[str, Problem]]:
    return [(Path(file.path).name, one) for file in report.files for one in file.problems]


def test_two_rows_of_one_file(ledger: Ledger, tmp_path: Path) -> None:
    rows = f"{FIRM},500,提钒,\n{FIRM},800,提钒,\n{FIRM},800,,\n"
    found = told(ingest(ledger, tmp_path, {"企业.csv": f"{HEADING}\n{rows}"}))
    assert [(one.row, one.column, one.code, one.level) for _, one in found] == [
        (4, "注册资本（万元）", "conflicting_value", "warning"),
        (2, "注册资本（万元）", "conflicting_value", "warning"),
    ]
    assert "第 2 行写的是“500 万元”" in found[0][1].message
    assert "采用这一行的" in found[0][1].message
    assert "采用那里的" in found[1][1].message


def test_another_source_of_an_earlier_run_is_named_with_its_row(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path, {"甲.csv": f"{HEADING}\n{FIRM},500,提钒,\n"})
    ((name, one),) = told(ingest(ledger, tmp_path, {"乙.csv": f"{HEADING}\n{FIRM},600,提钒,\n"}))
    assert (name, one.row) == ("乙.csv", 2)
    assert "甲.csv 第 2 行（第 1 次 " in one.message
    again = told(ingest(ledger, tmp_path, {"甲.csv": f"{HEADING}\n\n{FIRM},500,提钒,\n"}))
    assert [(name, one.row) for name, one in again] == [("甲.csv", 3)], "unchanged, and still contradicted"
    assert "乙.csv 第 2 行" in again[0][1].message


def test_private_values_are_not_repeated(ledger: Ledger, tmp_path: Path) -> None:
    rows = f"{FIRM},,,13912345678\n{FIRM},,,13912345679\n"
    found = told(ingest(ledger, tmp_path, {"企业.csv": f"{HEADING}\n{rows}"}, Options(dry_run=True)))
    assert {one.column for _, one in found} == {"联系电话"}
    assert all("〔已隐去〕" in one.message and "139" not in one.message for _, one in found)


def test_a_doctor_may_be_stationed_at_two_firms(ledger: Ledger, tmp_path: Path) -> None:
    heading = "姓名,所在单位,派驻企业,派驻身份,派驻开始,职称"
    who = "示例·张三,示例大学"
    rows = f"{who},甲示例公司,科技专员,2024-01,教授\n{who},乙示例公司,工业科技特派员,2025-01,副教授\n"
    found = told(ingest(ledger, tmp_path, {"博士.csv": f"{heading}\n{rows}"}))
    assert {one.column for _, one in found} == {"职称"}


def test_spelling_alone_is_no_conflict(ledger: Ledger, tmp_path: Path) -> None:
    heading = "企业名称,统一社会信用代码"
    rows = "商洛示例（钒业）有限公司,91611099MAD000019A\n商洛示例(钒业)有限公司,91611099MAD000019A\n"
    assert not told(ingest(ledger, tmp_path, {"企业.csv": f"{heading}\n{rows}"}))


def test_a_dry_run_lists_conflicts_and_caps_what_it_keeps(ledger: Ledger, tmp_path: Path) -> None:
    firms = "".join(f"商洛示例{n}有限公司,{n},提钒,\n" for n in range(30))
    ingest(ledger, tmp_path, {"企业.csv": f"{HEADING}\n{firms}"})
    changed = (
        firms.replace("提钒", "制砖") + "商洛示例0有限公司,9,制砖,\n商洛示例新有限公司,9,制砖,13912345678\n"
    )
    tables = {
        "企业.csv": f"{HEADING}\n{changed}",
        "协议.csv": "协议名称,甲方,乙方,签订日期,涉及成果\n"
        "示例·协议,商洛示例1有限公司,示例大学,2025-01-02,没有这项\n",
    }
    found = ingest(ledger, tmp_path, tables, Options(dry_run=True, limit=3)).preview
    assert found is not None
    assert found.counts == {"added": 2, "changed": 30, "retired": 0, "named": 1, "conflicts": 3}
    assert [len(one) for one in (found.added, found.changed, found.conflicts)] == [2, 3, 3]
    assert [(one.name, Path(one.file).name, one.row) for one in found.added] == [
        ("商洛示例新有限公司", "企业.csv", 33),
        ("示例·协议", "协议.csv", 2),
    ]
    first = next(one for one in found.changed if one.name == "商洛示例1有限公司")
    assert [(c.label, c.old, c.new) for c in first.changes] == [("经营范围", "提钒", "制砖")]
    assert [(one.name, Path(one.file).name, one.row) for one in found.named] == [("示例大学", "协议.csv", 2)]
    assert [one.code for one in found.conflicts] == ["conflicting_value"] * 2 + ["unknown_reference"]


def test_what_would_be_retired_is_listed(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path, {"企业.csv": f"{HEADING}\n{FIRM},500,提钒,\n商洛示例砖业有限公司,1,,\n"})
    options = Options(dry_run=True, retire=True)
    found = ingest(ledger, tmp_path, {"企业.csv": f"{HEADING}\n{FIRM},500,提钒,\n"}, options).preview
    assert found is not None
    assert [(one.name, one.row) for one in found.retired] == [("商洛示例砖业有限公司", 3)]
    assert ledger.counts()["Enterprise"] == 2


def test_no_required_or_caption_property_is_left_out_of_the_comparison() -> None:
    from ingest.conflicts import comparable

    for kind in ontology().kinds.values():
        names = comparable(kind)
        assert all(name in names for name, spec in kind.required.items() if not spec.many), kind.kind
