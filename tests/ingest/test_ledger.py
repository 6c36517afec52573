"""What the ledger promises: sameness changes nothing, versions, vanished rows, retirement, any order."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.projection import all_links
from ontology.entity import canonical

FIRMS = "企业名称,经营范围,所属区县\n"
COUNTIES = ["山阳县", "镇安县", "洛南县", "柞水县"]
FIRM_ROWS = [f"商洛示例{n}有限公司,提钒,{county}\n" for n, county in enumerate(COUNTIES)]
NEEDS = "需求名称,企业名称,需求类型,需求内容\n"
NEED_ROWS = [
    f"示例需求{n},商洛示例{n % 5}有限公司,技术研发,含钒页岩空白焙烧酸浸提钒第{n}号\n" for n in range(6)
]
RESULTS = "成果名称,完成单位,成果简介\n"
RESULT_ROWS = [f"示例成果{n},示例{'甲乙'[n % 2]}大学,香菇菌棒与含钒页岩{n}\n" for n in range(4)]


def quiet(_name: str, _done: int, _total: int) -> None:
    pass


def run(home: Path, *paths: Path, retire: bool = False, dry_run: bool = False) -> Report:
    ledger = Ledger(home / "ledger.sqlite")
    try:
        return load(ledger, paths, Options(retire=retire, dry_run=dry_run), quiet)
    finally:
        ledger.close()


def count(home: Path, text: str) -> int:
    ledger = Ledger(home / "ledger.sqlite")
    try:
        return int(ledger.db.execute(text).fetchone()[0])
    finally:
        ledger.close()


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    path = tmp_path / "企业.csv"
    path.write_text(FIRMS + "".join(FIRM_ROWS), encoding="utf-8")
    return path


def test_the_same_again_under_another_date_changes_nothing(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    before = count(tmp_path, "SELECT max(seq) FROM entity")
    firms.write_bytes(firms.read_bytes() + b"\n")
    report = run(tmp_path, firms)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert count(tmp_path, "SELECT max(seq) FROM entity") == before
    assert count(tmp_path, "SELECT count(*) FROM record") == 4


def test_a_changed_row_is_a_new_version_and_the_old_one_stays(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    firms.write_text(
        firms.read_text(encoding="utf-8").replace("0有限公司,提钒", "0有限公司,制茶"), encoding="utf-8"
    )
    report = run(tmp_path, firms)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 3)
    assert count(tmp_path, "SELECT count(*) FROM record WHERE superseded IS NOT NULL") == 1
    assert count(tmp_path, "SELECT max(version) FROM record") == 2


def test_a_vanished_row_is_reported_and_stays_unless_told(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    firms.write_text(FIRMS + "".join(FIRM_ROWS[1:]), encoding="utf-8")
    report = run(tmp_path, firms)
    assert len(report.vanished) == 1
    alive = "SELECT count(*) FROM entity WHERE kind = 'Enterprise' AND NOT deleted"
    assert count(tmp_path, alive) == 4


def test_retire_takes_back_what_vanished(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    firms.write_text(FIRMS + "".join(FIRM_ROWS[1:]), encoding="utf-8")
    report = run(tmp_path, firms, retire=True)
    assert len(report.vanished) == 1
    assert count(tmp_path, "SELECT count(*) FROM entity WHERE kind = 'Enterprise' AND NOT deleted") == 3


def test_what_was_told_as_vanished_can_be_taken_back_afterwards(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    firms.write_text(FIRMS + "".join(FIRM_ROWS[1:]), encoding="utf-8")
    run(tmp_path, firms)
    assert len(run(tmp_path, firms, retire=True).vanished) == 1
    assert count(tmp_path, "SELECT count(*) FROM entity WHERE kind = 'Enterprise' AND NOT deleted") == 3


def test_a_dry_run_keeps_nothing(tmp_path: Path, firms: Path) -> None:
    report = run(tmp_path, firms, dry_run=True)
    assert report.added == 4
    assert count(tmp_path, "SELECT count(*) FROM entity WHERE kind = 'Enterprise'") == 0
    assert run(tmp_path, firms).added == 4


def test_the_ledger_is_in_wal_mode_and_knows_where_a_row_came_from(tmp_path: Path, firms: Path) -> None:
    run(tmp_path, firms)
    ledger = Ledger(tmp_path / "ledger.sqlite")
    assert ledger.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    text = "SELECT file.path, length(file.sha256), row.number FROM row JOIN file ON file.id = row.file"
    assert sorted(ledger.db.execute(text)) == [(str(firms), 64, number) for number in (2, 3, 4, 5)]
    ledger.close()


def content(home: Path) -> tuple[Counter[str], Counter[tuple[str, str, str]]]:
    """Nodes and links without ids, which depend on what was seen first."""
    ledger = Ledger(home / "ledger.sqlite")
    names: dict[str, str] = {}
    nodes: Counter[str] = Counter()
    for kind in ledger.ontology.kinds.values():
        for change in ledger.entities(kind.kind):
            names[change.entity.id] = f"{kind.kind} {change.entity.properties[kind.caption]}"
            nodes[f"{kind.kind} {canonical(change.entity.properties)}"] += 1
    links = Counter(
        (relation, names[link.source], names[link.target])
        for relation in ledger.ontology.relations
        if relation != "MENTIONS"
        for link in all_links(ledger, relation)
    )
    ledger.close()
    return nodes, links


TABLES = {"企业.csv": (FIRMS, FIRM_ROWS), "需求.csv": (NEEDS, NEED_ROWS), "成果.csv": (RESULTS, RESULT_ROWS)}


@settings(max_examples=12, deadline=None)
@given(
    files=st.permutations(sorted(TABLES)),
    rows=st.fixed_dictionaries({name: st.permutations(rows) for name, (_, rows) in TABLES.items()}),
    together=st.booleans(),
)
def test_files_and_rows_may_come_in_any_order(
    files: list[str], rows: dict[str, list[str]], together: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, mixed = Path(folder) / "plain", Path(folder) / "mixed"
        for home in (plain, mixed):
            home.mkdir()
        for name, (heading, ordered) in TABLES.items():
            (plain / name).write_text(heading + "".join(ordered), encoding="utf-8")
            (mixed / name).write_text(heading + "".join(rows[name]), encoding="utf-8")
        run(plain, *(plain / name for name in sorted(TABLES)))
        groups = [files] if together else [[name] for name in files]
        for group in groups:
            run(mixed, *(mixed / name for name in group))
        assert content(mixed) == content(plain)
