"""Personal numbers in every kind of place, and then looked for everywhere: in all that every command says,
in graph, index, logs, reports and exports, and in every file of the home.
"""

import gzip
import json
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook

from app import App
from ontology.model import ontology
from settings import Settings
from tests.test_cli import Shell

PHONES = ("13912345678", "18700004321", "15512349876", "19966667777", "02988201234", "09142314567")
MAILS = ("shili.wang@example.com", "zhaogong@example.edu.cn")
IDENTITIES = ("612522196801011235", "110105194912310044")
SECRETS = (*PHONES, *MAILS, *IDENTITIES, "2314567", "88201234")
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
FIRM = {"企业名称": "商洛示例钒业有限公司", "所属区县": "山阳县"}
"""What a row needs beside the cell a test fills."""


@dataclass(frozen=True)
class Place:
    """Where a secret was seen."""

    where: str
    secret: str


def seen(where: str, body: bytes) -> list[Place]:
    return [
        Place(where, secret)
        for secret in SECRETS
        if any(secret.encode(encoding) in body for encoding in ENCODINGS)
    ]


def spaced(number: str) -> str:
    return f"{number[:3]} {number[3:7]}-{number[7:]}"


def rows() -> Iterator[dict[str, object]]:
    """A row of firms for every column a firm has, each holding a personal number, alone or in a text."""
    firm = ontology().kinds["Enterprise"]
    number = 0
    for spec in firm.properties.values():
        if spec.label == "企业名称":
            continue
        for secret in (PHONES[0], float(PHONES[0]), spaced(PHONES[1]), MAILS[0], IDENTITIES[0]):
            for cell in (secret, f"示例{secret}示例") if isinstance(secret, str) else (secret,):
                number += 1
                yield {"企业名称": f"商洛示例{number}有限公司", "所属区县": "山阳县", spec.label: cell}
    yield {**FIRM, "联系电话": PHONES[2], "邮箱": MAILS[1], "备用手机": PHONES[3], "传真": "2314567"}
    yield {
        **FIRM,
        "企业名称": "商洛示例二有限公司",
        "证件号码": IDENTITIES[1],
        "备注": f"法人{IDENTITIES[0]}",
    }
    yield {**FIRM, "企业名称": f"商洛示例三有限公司{PHONES[0]}"}
    yield {
        **FIRM,
        f"联系人（{PHONES[0]}）": "示例王工",
        f"备注{MAILS[0]}": f"座机（029）8820-1234，{PHONES[4]}",
    }
    yield {
        **FIRM,
        "企业名称": "商洛示例四有限公司",
        "经营范围": f"提钒，电话{PHONES[5]}转12，1\u200b39\u200b12345678",
    }


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"企业{PHONES[0]}"
    sheet.append([f"2025年企业表（联系人：示例赵工 {spaced(PHONES[1])} {MAILS[1]}）"])
    sheet.append(["企业名称", "所属区县", "经营范围", "联系电话", f"备注 {PHONES[0]}", "身份证号"])
    sheet.append(["商洛示例五有限公司", "山阳县", f"找{PHONES[3]}", 13912345678, PHONES[4], IDENTITIES[1]])
    sheet.append(["商洛示例六有限公司", "山阳县", f"找{PHONES[3]}", 13912345678, PHONES[4], None])
    other = book.create_sheet(MAILS[0])
    other.append(["随便", PHONES[2]])
    other.append([PHONES[2], IDENTITIES[0]])
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files whose names, sheets, headings and cells hold personal numbers."""
    inside = tmp_path / f"来表 {PHONES[1]}"
    inside.mkdir()
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows())
    (inside / f"企业 {PHONES[0]}.jsonl").write_text(lines, encoding="utf-8")
    with gzip.open(inside / f"{MAILS[0]}.csv.gz", "wt", encoding="gb18030") as handle:
        handle.write("需求名称,企业名称,需求内容\n")
        handle.write(f"示例·提钒{PHONES[2]},商洛示例钒业有限公司,详询{MAILS[1]}或{spaced(PHONES[3])}\n")
    workbook(inside / f"赵工{PHONES[3]}.xlsx")
    (inside / "博士.csv").write_text(
        "姓名,所在单位,联系电话,邮箱,研究方向\n"
        f"示例·张三,示例理工大学,{PHONES[3]},{MAILS[0]},钒氮合金，手机{PHONES[2]}\n"
        f"示例·李四{PHONES[0]},示例理工大学,,,\n",
        encoding="utf-8",
    )
    (inside / f"{PHONES[4]}.doc").write_text("x", encoding="utf-8")
    return inside


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHUANGJIN_USER", "示例用户")
    monkeypatch.setenv("COLUMNS", "500")
    return Shell(monkeypatch, capsys)


def commands(folder: Path, out: Path) -> Iterator[tuple[str, ...]]:
    """Every command, over what the folder holds and with numbers in what is typed."""
    yield ("ingest", str(folder), "--dry-run")
    yield ("ingest", str(folder), "--report", str(out / "报告"))
    yield ("ingest", str(folder))
    yield ("ingest", f"没有{PHONES[0]}.xlsx")
    yield ("ingest", str(folder), "--as", f"{PHONES[0]}")
    yield ("search", "提钒")
    yield ("search", "钒氮合金", "--limit", "50")
    yield ("recommend", "商洛示例钒业有限公司", "--xlsx", str(out / "推荐.xlsx"))
    yield ("recommend", PHONES[0])
    yield ("show", "商洛示例钒业有限公司")
    yield ("show", PHONES[0])
    yield ("recommend", "示例")
    yield ("cypher", "MATCH (n) RETURN n", "--limit", "9999")
    yield ("cypher", "MATCH (n:Doctor) RETURN n.phone AS phone, n.email AS email")
    yield ("cypher", f"MATCH (n {PHONES[0]} RETURN n")
    yield ("status",)
    yield ("verify",)
    yield ("sync", "--repair")
    yield ("export", str(out / "图"))
    yield ("export", str(out / "博士.xlsx"), "--format", "contacts", "--kind", "博士")
    yield ("export", str(out / "企业.csv"), "--format", "contacts", "--kind", "企业")
    yield ("export", str(out / "x.xlsx"), "--format", "contacts", "--unmasked")
    yield ("export", "--log")
    yield ("forget", "示例·张三")
    yield (PHONES[0],)


def unpacked(path: Path) -> bytes:
    """The bytes of a file, of what is in it where it is an archive; of a report, which is the sender's own
    workbook with his cells, all that is ours: comments and names of files.
    """
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        own = [
            name
            for name in archive.namelist()
            if path.parent.name != "报告" or name.startswith(("xl/comments", "docProps"))
        ]
        assert path.parent.name != "报告" or any("comments" in name for name in own)
        return b"".join(archive.read(name) for name in own)


def in_ledger(path: Path) -> list[Place]:
    """What any table but that of the personal values holds."""
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [
            place
            for name in tables
            if name != "personal"
            for row in db.execute(f'SELECT * FROM "{name}"')
            for place in seen(f"{name} {row}", "\x1f".join(map(str, row)).encode())
        ]


def test_no_personal_number_is_seen_anywhere_but_in_its_table(
    shell: Shell, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    out = tmp_path / "out"
    out.mkdir()
    leaks: list[Place] = []
    for arguments in commands(folder, out):
        for extra in ((), ("--json",)):
            said = shell(*arguments, *extra)
            assert said.code in (0, 1, 2, 3), said.err
            leaks += seen(" ".join(arguments), f"{said.out}\n{said.err}".encode())
    leaks += seen("log", caplog.text.encode())
    home = Settings().home
    with App() as app:
        whole = {row[0] for row in app.ledger.db.execute("SELECT value FROM personal")}
        assert {PHONES[2], PHONES[3], PHONES[0], *MAILS} <= whole
        with app.graph() as graph:
            leaks += seen(
                "graph",
                json.dumps(graph.read("MATCH (n) RETURN n", limit=99999).rows, ensure_ascii=False).encode(),
            )
        for document in app.index.scan():
            leaks += seen(f"index {document.id}", str(document).encode())
    leaks += in_ledger(home / "ledger.sqlite")
    for path in sorted((*home.rglob("*"), *out.rglob("*"))):
        leaks += seen("name of a file", str(path.relative_to(tmp_path)).encode())
        if path.is_file() and not path.name.startswith("ledger.sqlite"):
            leaks += seen(str(path), unpacked(path))
    assert leaks == []


def test_whole_values_go_out_for_a_stated_purpose_only_and_are_on_record(
    shell: Shell, folder: Path, tmp_path: Path
) -> None:
    shell("ingest", str(folder))
    path = tmp_path / "博士.csv"
    asked = ("export", str(path), "--format", "contacts", "--kind", "Doctor")
    for wrong in (("--unmasked",), ("--unmasked", "--purpose", " 发 通知 "), ("--purpose", "通知参加路演")):
        said = shell(*asked, *wrong)
        assert (said.code, "--purpose" in said.err) == (2, True)
    assert not path.exists()
    assert shell("export", "--log", "--json").body == []
    assert shell(*asked).code == 0
    assert "199****7777" in path.read_text(encoding="utf-8-sig")
    assert shell(*asked, "--unmasked", "--purpose", "通知参加路演").code == 0
    text = path.read_text(encoding="utf-8-sig")
    assert PHONES[3] in text
    assert MAILS[0] in text
    assert path.stat().st_mode & 0o077 == 0
    (noted,) = shell("export", "--log", "--json").body
    assert (noted["who"], noted["purpose"], noted["count"]) == ("示例用户", "通知参加路演", 1)
    assert "通知参加路演" in shell("export", "--log").out


def test_forgetting_asks_to_be_sure_and_says_what_it_did(shell: Shell, folder: Path) -> None:
    shell("ingest", str(folder))
    asked = shell("forget", "示例·张三")
    assert asked.code == 2
    assert "示例·张三，示例理工大学" in asked.err
    assert "--yes" in asked.err
    body = shell("forget", "示例·张三", "--yes", "--json").body
    assert (body["records"], body["personal"], body["left"]) == (1, 2, [])
    assert shell("forget", "示例·张三", "--yes").code == 3
    assert shell("verify").code == 0
    assert shell("forget", "示例·张三", "--undo").code == 2


def test_a_crash_quotes_no_personal_number(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"no number: {PHONES[0]} {IDENTITIES[0]}")

    monkeypatch.setattr(App, "ingest", broken)
    said = shell("ingest", str(folder))
    assert said.code == 1
    assert "Traceback" in said.err
    assert seen("traceback", said.err.encode()) == []
