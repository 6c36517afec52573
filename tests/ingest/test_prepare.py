"""A large load is checked in a second process: the same rows come out, and its errors come through."""

import json
from pathlib import Path

import psutil
import pytest

import ingest.prepare as preparing
from errors import InputError, StoreError
from ingest.prepare import Part, Plan, prepare
from ontology.model import ontology

GOOD = "企业名称,所属区县,经营范围\n" + "".join(
    f"商洛示例{n}钒业有限公司,{'山阳县' if n % 7 else '亚特兰蒂斯'},含钒页岩提取五氧化二钒{n}\n"
    for n in range(450)
)


def rows(parts: list[Part]) -> list[tuple[int, str, object]]:
    return [(part.file, part.kind, row) for part in parts for row in part.rows]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    lines = [json.dumps({"企业名称": f"镇安示例{n}茶业有限公司"}, ensure_ascii=False) for n in range(3)]
    (tmp_path / "b.jsonl").write_text("\n".join([*lines, "[1]"]), encoding="utf-8")
    return [tmp_path / "a.csv", tmp_path / "b.jsonl"]


def test_a_second_process_says_the_same_in_the_same_order(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(ontology())
    here = rows(list(prepare(files, plan)))
    monkeypatch.setattr(preparing, "LARGE", 1)
    assert rows(list(prepare(files, plan))) == here
    assert len(here) == 454
    assert sum(bool(row.problems) for _, _, row in here if isinstance(row, preparing.Prepared)) == 66


def test_an_error_of_the_second_process_keeps_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    monkeypatch.setattr(preparing, "LARGE", 1)
    with pytest.raises(InputError, match=r"x\.csv") as caught:
        list(prepare([tmp_path / "x.csv"], Plan(ontology())))
    assert "--map" in caught.value.cure


def test_a_second_process_that_dies_is_told(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LARGE", 1)
    parts = prepare(files, Plan(ontology()))
    next(parts)
    for child in psutil.Process().children():
        child.kill()
    with pytest.raises(StoreError, match="意外结束"):
        list(parts)
