"""What becomes of a row's personal numbers: whole in one table, masked in all others, or refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import UsageError
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.personal import contacts, disclose, disclosures, personal_properties
from ontology.model import ontology

PHONE, OTHER, MAIL = "13912345678", "13900005678", "wang.gong@example.com"
IDENTITY = "612522196801011235"
HEAD = "企业名称,统一社会信用代码,所属区县,经营范围,联系人,联系电话,邮箱\n"
FIRM = "商洛示例有限公司,91611099MAD000019A,山阳县,提钒,示例王工,{},{}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def ingest(ledger: Ledger, path: Path, text: str, *, retire: bool = False) -> Report:
    path.write_text(text, encoding="utf-8")
    return load(ledger, [path], Options(retire=retire), lambda *_: None)


def codes(report: Report) -> list[tuple[str, str, str]]:
    return [(one.column, one.code, one.level) for file in report.files for one in file.problems]


def whole(ledger: Ledger) -> list[tuple[str, str]]:
    return sorted(ledger.db.execute("SELECT property, value FROM personal"))


def elsewhere(ledger: Ledger) -> str:
    """Every table but that of the personal values."""
    tables = [row[0] for row in ledger.db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {
        name: ledger.db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables if name != "personal"
    }
    return json.dumps(rows, ensure_ascii=False)


def test_a_personal_property_is_private_in_every_kind() -> None:
    for kind in ontology().kinds.values():
        assert kind.private.issuperset(personal_properties(kind))
    assert personal_properties(ontology().kinds["Doctor"]) == ("phone", "email")


def test_whole_values_are_in_one_table_and_masked_in_all_others(ledger: Ledger, tmp_path: Path) -> None:
    text = FIRM.format(PHONE, MAIL).replace("提钒", f"提钒，联系{OTHER}或a@example.com")
    report = ingest(ledger, tmp_path / "企业.csv", HEAD + text)
    assert whole(ledger) == [("email", MAIL), ("phone", PHONE)]
    assert codes(report) == [("经营范围", "personal_hidden", "warning")]
    rest = elsewhere(ledger)
    assert not any(one in rest for one in (PHONE, MAIL, OTHER, "a@example.com"))
    assert "139****5678" in rest
    assert "w***@example.com" in rest


def test_a_number_whose_hidden_digits_changed_is_kept_and_told(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(PHONE, MAIL))
    report = ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(OTHER, MAIL))
    assert (report.changed, report.unchanged) == (1, 0)
    assert whole(ledger) == [("email", MAIL), ("phone", OTHER)]
    again = ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(OTHER, MAIL) + "\n")
    assert (again.changed, again.unchanged) == (0, 1)


def test_a_masked_number_that_comes_back_stands_for_the_whole_one(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(PHONE, MAIL))
    changed = FIRM.format("139****5678", "w***@example.com").replace("提钒", "制茶")
    assert ingest(ledger, tmp_path / "企业.csv", HEAD + changed).changed == 1
    assert whole(ledger) == [("email", MAIL), ("phone", PHONE)]
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format("138****0000", MAIL))
    assert whole(ledger) == [("email", MAIL)], "a masked number nobody knows is no number"


def test_what_no_record_says_any_more_is_let_go_to_the_last_byte(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(PHONE, MAIL))
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format("", ""))
    assert whole(ledger) == []
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    body = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.sqlite*"))
    assert PHONE.encode() not in body
    assert MAIL.encode() not in body


def test_a_row_taken_back_takes_its_numbers_along(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(PHONE, MAIL))
    ingest(ledger, tmp_path / "企业.csv", HEAD, retire=True)
    assert whole(ledger) == []


REFUSED = [
    ("身份证号", IDENTITY, "identity_number"),
    ("身份证号", "612522196801011231", "identity_number"),
    ("备注", "６１２５２２ 19680101 1235", "identity_number"),
    ("备注", f"身份证号码：{IDENTITY}", "identity_number"),
    ("联系人", IDENTITY, "identity_number"),
    ("联系电话", IDENTITY, "identity_number"),
    ("统一社会信用代码", IDENTITY, "identity_number"),
    ("职工人数", IDENTITY, "identity_number"),
    ("企业名称", f"商洛示例有限公司{IDENTITY}", "identity_number"),
    ("联系人", "王工13912345678", "phone_number"),
    ("企业名称", "商洛示例有限公司（13912345678）", "phone_number"),
    ("职工人数", "13912345678", "phone_number"),
    ("营业收入（万元）", "13912345678", "phone_number"),
    ("简称", "wang@example.com", "mail_number"),
    ("联系电话", "139123456", "phone_form"),
    ("职工人数", "612522196801011231", "integer_form"),
    ("邮箱", "wang@example", "email_form"),
]


@pytest.mark.parametrize(("heading", "cell", "code"), REFUSED)
def test_a_number_that_does_not_belong_refuses_its_row(
    ledger: Ledger, tmp_path: Path, heading: str, cell: str, code: str
) -> None:
    cells = {"企业名称": "商洛示例有限公司", "所属区县": "山阳县", heading: cell}
    report = ingest(ledger, tmp_path / "企业.jsonl", json.dumps(cells, ensure_ascii=False) + "\n")
    assert codes(report) == [(heading, code, "error")]
    told = json.dumps(report.as_json(), ensure_ascii=False)
    digits = "".join(c for c in cell if c.isdecimal())
    assert cell not in told
    assert not digits or digits not in told
    if code == "identity_number":
        assert "请删去证件号" in told
    rest = elsewhere(ledger)
    assert cell not in rest
    assert not digits or digits not in rest
    assert whole(ledger) == []


def test_an_identity_number_in_a_text_is_hidden_and_the_row_warned(ledger: Ledger, tmp_path: Path) -> None:
    text = FIRM.format(PHONE, MAIL).replace("提钒", f"提钒，法人身份证{IDENTITY}")
    report = ingest(ledger, tmp_path / "企业.csv", HEAD + text)
    assert codes(report) == [("经营范围", "identity_hidden", "warning")]
    assert report.added == 1
    assert IDENTITY not in elsewhere(ledger)


KEPT = [
    ("营业收入（元）", 13912345678.0),
    ("营业收入（元）", "13912345678"),
    ("统一社会信用代码", "91611099MAD000019A"),
    ("成立日期", "19900307"),
    ("未知列（元）", 13912345678.0),
]


@pytest.mark.parametrize(("heading", "cell"), KEPT)
def test_what_only_looks_like_a_number_of_a_person_is_kept(
    ledger: Ledger, tmp_path: Path, heading: str, cell: object
) -> None:
    cells = {"企业名称": "商洛示例有限公司", "所属区县": "山阳县", heading: cell}
    report = ingest(ledger, tmp_path / "企业.jsonl", json.dumps(cells, ensure_ascii=False) + "\n")
    assert codes(report) == []
    (raw,) = ledger.db.execute("SELECT cells FROM row").fetchone()
    assert json.loads(raw)[heading] == cell


def test_a_table_of_contacts_is_masked_unless_asked_for_whole(ledger: Ledger, tmp_path: Path) -> None:
    ingest(ledger, tmp_path / "企业.csv", HEAD + FIRM.format(PHONE, MAIL))
    firm = ledger.ontology.kinds["Enterprise"]
    shown = contacts(ledger, firm, unmasked=False)
    assert shown.heading == ["编号", "企业名称", "联系人", "联系电话", "邮箱"]
    assert [row[1:] for row in shown.rows] == [
        ["商洛示例有限公司", "示例王工", "139****5678", "w***@example.com"]
    ]
    taken = contacts(ledger, firm, unmasked=True)
    assert taken.rows[0][3:] == [PHONE, MAIL]
    with ledger.transaction():
        disclose(ledger, "示例用户", f"通知参加路演 {PHONE}", taken)
    (noted,) = disclosures(ledger)
    assert (noted["who"], noted["count"], noted["entities"]) == ("示例用户", 1, taken.entities)
    assert noted["purpose"] == "通知参加路演 〔电话已隐去〕"
    with pytest.raises(UsageError, match="没有联系方式"):
        contacts(ledger, ledger.ontology.kinds["Term"], unmasked=False)
