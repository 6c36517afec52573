"""The demo tables: made anew the same bytes, all that is promised is there, nobody in them exists."""

import csv
import gzip
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app import EXAMPLES
from examples.make_demo import Demo
from ingest.ledger import Ledger
from ingest.load import Options, load
from ontology.entity import Entity
from ontology.model import ontology

DATA = Path(__file__).parents[2].parent / "shared" / "data"
AT_LEAST = {
    "Enterprise": 60,
    "Institute": 20,
    "Doctor": 100,
    "Need": 150,
    "Achievement": 200,
    "Agreement": 40,
    "Platform": 15,
    "Policy": 12,
    "Roadshow": 7,
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Entity]]:
    with closing(Ledger(tmp_path_factory.mktemp("demo") / "ledger.sqlite", ontology())) as ledger:
        report = load(ledger, [EXAMPLES], Options(), lambda *_: None)
        assert report.rejected == 0
        assert not [problem for file in report.files for problem in file.problems]
        return {kind: [change.entity for change in ledger.entities(kind)] for kind in AT_LEAST}


def test_the_script_makes_the_same_bytes(tmp_path: Path) -> None:
    Demo().write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in EXAMPLES.iterdir()}


def test_what_is_promised_is_there(loaded: dict[str, list[Entity]]) -> None:
    assert {kind: len(found) for kind, found in loaded.items()} == pytest.approx(AT_LEAST, rel=0.0, abs=3)
    assert all(len(found) >= AT_LEAST[kind] for kind, found in loaded.items())
    needs = Counter(need.properties["type"] for need in loaded["Need"])
    assert set(needs) == {"技术研发", "成果转化", "人才引进", "平台培育", "投资融资"}
    assert sum(one.properties.get("single_list") is True for one in loaded["Achievement"]) >= 20
    assert len({firm.properties["county"] for firm in loaded["Enterprise"]}) >= 7


def test_every_name_is_marked(loaded: dict[str, list[Entity]]) -> None:
    for kind, found in loaded.items():
        for one in found:
            name = one.properties.get("name") or one.properties["title"]
            number = str(one.properties.get("number", ""))
            assert "示例" in f"{name}{number}", (kind, name)


def credit_codes(loaded: dict[str, list[Entity]]) -> set[str]:
    return {str(firm.properties["uscc"]) for firm in loaded["Enterprise"]}


def test_credit_codes_are_valid_and_of_a_place_that_is_none(loaded: dict[str, list[Entity]]) -> None:
    codes = credit_codes(loaded)
    assert len(codes) == len(loaded["Enterprise"])
    assert all(code[2:8] == "611099" for code in codes)


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data beside the repository")
def test_no_real_firm_has_one_of_the_credit_codes(loaded: dict[str, list[Entity]]) -> None:
    codes = credit_codes(loaded)
    with (DATA / "admin_china_county.csv").open(encoding="utf-8") as file:
        assert "611099" not in file.read()
    for path in sorted(DATA.glob("enterprises_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
            assert not codes & {value for row in csv.reader(rows) for value in row}
