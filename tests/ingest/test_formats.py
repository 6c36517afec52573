"""The same table in every format and encoding loads the same; what cannot be read says why and what to do."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from errors import InputError
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ontology.entity import Value

HEADINGS: list[str | float] = ["企业名称", "所属区县", "注册资本（万元）", "成立日期"]
ROWS: list[list[str | float]] = [
    ["商洛示例钒业有限公司", "山阳县", 1200, "2019年3月"],
    ["镇安示例茶业有限公司", "镇安", 80.5, "2020-01-02"],
]
LINES = "\n".join(",".join(str(cell) for cell in row) for row in [HEADINGS, *ROWS]) + "\n"


def quiet(_name: str, _done: int, _total: int) -> None:
    pass


def load_into(
    home: Path, *paths: Path, options: Options | None = None
) -> tuple[Report, list[dict[str, Value]]]:
    """The report, and all firms by name."""
    ledger = Ledger(home / "ledger.sqlite")
    try:
        report = load(ledger, paths, options or Options(), quiet)
        firms = [dict(change.entity.properties) for change in ledger.entities("Enterprise")]
    finally:
        ledger.close()
    return report, sorted(firms, key=lambda firm: str(firm["name"]))


def xlsx(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "企业名录"
    sheet.append(["商洛市企业名录（示例）"])
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    sheet.append(["合计", "", 1280.5, ""])
    book.save(path)


def jsonl(path: Path) -> None:
    lines = [json.dumps(dict(zip(HEADINGS, row, strict=True)), ensure_ascii=False) for row in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")


WRITERS: dict[str, Callable[[Path], object]] = {
    "utf8.csv": lambda path: path.write_text(LINES, encoding="utf-8"),
    "bom.csv": lambda path: path.write_text(LINES, encoding="utf-8-sig"),
    "gb.csv": lambda path: path.write_bytes(LINES.encode("gb18030")),
    "packed.csv.gz": lambda path: path.write_bytes(gzip.compress(LINES.encode("gb18030"))),
    "book.xlsx": xlsx,
    "lines.jsonl": jsonl,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    WRITERS["utf8.csv"](tmp_path / "plain.csv")
    _, expected = load_into(tmp_path / "a", tmp_path / "plain.csv")
    WRITERS[name](tmp_path / name)
    report, firms = load_into(tmp_path / "b", tmp_path / name)
    assert (report.added, report.rejected) == (2, 0)
    assert firms == expected
    assert firms[0]["capital"] == 12_000_000
    assert firms[0]["registered_on"] == "2019-03"


def test_a_packed_workbook_and_a_folder_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deeper"
    folder.mkdir(parents=True)
    xlsx(tmp_path / "book.xlsx")
    (folder / "book.xlsx.gz").write_bytes(gzip.compress((tmp_path / "book.xlsx").read_bytes()))
    (folder / "说明.docx").write_bytes(b"PK")
    report, firms = load_into(tmp_path / "home", tmp_path / "in")
    assert len(firms) == 2
    assert [Path(name).name for name in report.skipped] == ["说明.docx"]


UNREADABLE = {
    "空.csv": (b"", "空"),
    "坏.csv.gz": (b"\x1f\x8b\x08junk", "压缩"),
    "坏.xlsx": (b"not a workbook", "工作簿"),
    "画.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "不是文本"),
    "乱码.csv": ("企业名称\n商洛".encode() + b"\xff\xfe\xfa\xc3", "编码"),
    "报告.pdf": (b"%PDF-1.4", "文件类型"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why_with_a_cure(tmp_path: Path, name: str) -> None:
    body, word = UNREADABLE[name]
    (tmp_path / name).write_bytes(body)
    with pytest.raises(InputError) as caught:
        load_into(tmp_path / "home", tmp_path / name)
    assert word in caught.value.message
    assert caught.value.cure


def test_nothing_is_kept_when_one_of_the_files_cannot_be_read(tmp_path: Path) -> None:
    WRITERS["utf8.csv"](tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"")
    with pytest.raises(InputError):
        load_into(tmp_path / "home", tmp_path / "a.csv", tmp_path / "b.csv")
    report, firms = load_into(tmp_path / "home", tmp_path / "a.csv")
    assert report.added == len(firms) == 2


def test_unknown_headings_name_the_table_and_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_into(tmp_path / "home", tmp_path / "x.csv")
    assert "x.csv" in caught.value.message
    assert "--map" in caught.value.cure


def test_a_mapping_file_reads_any_table(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("firm,area,note\n商洛示例钒业有限公司,612525,甲\n", encoding="utf-8")
    mapping = tmp_path / "x.yaml"
    mapping.write_text(
        "mappings:\n  - kind: Enterprise\n    file: x.csv\n"
        "    columns: {firm: name, area: county}\n    ignore: [note]\n",
        encoding="utf-8",
    )
    report, firms = load_into(tmp_path / "home", tmp_path / "x.csv", options=Options(mapping=mapping))
    assert report.files[0].unknown_columns == []
    assert firms[0]["county"] == "611024"


def test_a_column_nobody_knows_is_reported_and_loses_no_row(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "企业名称,所属区县,吉祥物\n商洛示例钒业有限公司,山阳县,猫\n", encoding="utf-8"
    )
    report, firms = load_into(tmp_path / "home", tmp_path / "x.csv")
    assert report.files[0].unknown_columns == ["吉祥物"]
    assert len(firms) == 1


def test_every_bad_cell_is_told_by_sheet_row_and_column(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "山阳县"
    sheet.append(["企业名称", "统一社会信用代码", "所属区县", "成立日期"])
    sheet.append(["商洛示例一有限公司", "91611024MA70X0000X", "山阳县", "2019-13-40"])
    sheet.append(["商洛示例二有限公司", None, "山阳县", "2019-05-06"])
    sheet.append([None, None, "山阳县", None])
    book.save(tmp_path / "x.xlsx")
    report, firms = load_into(tmp_path / "home", tmp_path / "x.xlsx")
    assert [firm["name"] for firm in firms] == ["商洛示例二有限公司"]
    file = report.files[0]
    assert (file.rows, file.accepted, file.rejected) == (3, 1, 2)
    assert {(p.sheet, p.row, p.column) for p in file.problems} >= {
        ("山阳县", 2, "统一社会信用代码"),
        ("山阳县", 2, "成立日期"),
        ("山阳县", 4, "企业名称"),
    }
    assert all(p.code and p.message for p in file.problems)


def test_a_quotation_mark_left_open_is_told_and_swallows_no_row(tmp_path: Path) -> None:
    good = '企业名称,所属区县\n"丑示例有限公司","山阳县"\n'
    for tail in ("\n", ""):
        (tmp_path / "x.csv").write_text(
            good + '"寅示例有限公司,山阳县\n卯示例有限公司,山阳县' + tail, encoding="utf-8"
        )
        with pytest.raises(InputError, match=r"第 3 行.*引号"):
            load_into(tmp_path / "home", tmp_path / "x.csv")
    (tmp_path / "x.csv").write_text(good + '"辰示例\n有限公司",山阳县', encoding="utf-8")
    assert len(load_into(tmp_path / "home", tmp_path / "x.csv")[1]) == 2


def test_a_sheet_of_notes_keeps_no_other_sheet_out(tmp_path: Path) -> None:
    xlsx(tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    book.create_sheet("填表说明").append(["请于月底前报送"])
    book.save(tmp_path / "book.xlsx")
    report, firms = load_into(tmp_path / "home", tmp_path / "book.xlsx")
    assert len(firms) == 2
    assert [(p.sheet, p.code, p.level) for p in report.files[0].problems] == [
        ("填表说明", "unknown_sheet", "warning")
    ]


def test_lines_no_json_can_hold_are_rows_in_error(tmp_path: Path) -> None:
    lines = ["[" * 100_000, '{"企业名称": "\\ud800示例有限公司"}', '{"企业名称": "商洛示例有限公司"}']
    (tmp_path / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report, firms = load_into(tmp_path / "home", tmp_path / "x.jsonl")
    assert (report.rejected, len(firms)) == (2, 1)


@pytest.mark.parametrize("kind", ["术语", "区县", "怪物"])
def test_only_kinds_that_come_in_tables_are_read_as_such(tmp_path: Path, kind: str) -> None:
    (tmp_path / "x.csv").write_text("名称,代码\n甲,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=kind):
        load_into(tmp_path / "home", tmp_path / "x.csv", options=Options(kind=kind))


def test_tables_of_one_name_in_two_folders_are_two_tables(tmp_path: Path) -> None:
    for county in ("山阳", "镇安"):
        (tmp_path / "in" / county).mkdir(parents=True)
        (tmp_path / "in" / county / "名录.csv").write_text(
            f"企业名称,所属区县\n{county}示例有限公司,{county}县\n", encoding="utf-8"
        )
    for _ in range(2):
        report, firms = load_into(tmp_path / "home", tmp_path / "in", options=Options(retire=True))
        assert (len(firms), report.vanished) == (2, [])
    with pytest.raises(InputError, match="两版"):
        load_into(tmp_path / "home", *sorted((tmp_path / "in").rglob("*.csv")))
