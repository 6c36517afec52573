"""The checks against 80,105 real codes of the company register."""

import csv
import gzip
from pathlib import Path

import pytest

from ontology.values import InvalidValue, Options, org_name, uscc

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NAMES = [DATA / f"enterprises_shaanxi_names_{part}.csv.gz" for part in (1, 2)]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data lie beside the repository")


def test_exactly_two_real_codes_are_refused() -> None:
    refused: dict[str, str] = {}
    rows = 0
    for path in NAMES:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows += 1
                assert org_name.key(org_name.clean(row["name"], Options()))
                try:
                    assert uscc.clean(row["uscc"], Options()) == row["uscc"]
                except InvalidValue as problem:
                    refused[row["uscc"]] = problem.code
    assert rows == 80_105
    assert refused == {"916108212240046410": "uscc_check", "91610113321974112N": "uscc_check"}
