"""Every row of the public tables is loaded or reported; the two known bad codes are, and no other codes."""

import csv
import gzip
from pathlib import Path

import pytest

from ingest.ledger import Ledger
from ingest.load import FileReport, Options, load

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MAPPING = ROOT / "tests" / "sources" / "public.yaml"
FILES = [
    *(f"enterprises_{name}.csv.gz" for name in ("shaanxi_names_1", "shaanxi_names_2", "shangluo")),
    "enterprises_shaanxi_sample.csv.gz",
    "institutes_shaanxi.csv",
    "universities.csv",
    "patents_bdci2022.csv.gz",
    "matching/needs.csv",
    "matching/achievements.csv",
]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data lie beside the repository")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReport]:
    ledger = Ledger(tmp_path_factory.mktemp("real") / "ledger.sqlite")
    try:
        paths = [DATA / name for name in FILES]
        report = load(ledger, paths, Options(mapping=MAPPING), lambda _name, _done, _total: None)
    finally:
        ledger.close()
    return dict(zip(FILES, report.files, strict=True))


def raw_rows(path: Path) -> int:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return sum(1 for row in csv.reader(file) if any(row)) - 1


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_loaded_or_reported(loaded: dict[str, FileReport], name: str) -> None:
    file = loaded[name]
    assert file.rows == raw_rows(DATA / name)
    assert file.accepted + file.rejected == file.rows
    wrong = {(problem.sheet, problem.row) for problem in file.problems if problem.level == "error"}
    assert len(wrong) == file.rejected
    assert file.unknown_columns == []
    assert file.accepted > 0.99 * file.rows


def test_exactly_two_firms_have_a_wrong_check_character(loaded: dict[str, FileReport]) -> None:
    wrong = {
        (name, problem.row)
        for name, file in loaded.items()
        for problem in file.problems
        if problem.code == "uscc_check"
    }
    assert wrong == {(FILES[0], 9380), (FILES[1], 26751)}
