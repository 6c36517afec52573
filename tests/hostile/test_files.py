"""Every file of the table through the real command line: one clear message, nothing half written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import App
from ingest.load import Options
from settings import Settings
from tests.hostile.cases import CASES, Case
from tests.hostile.make import make
from tests.hostile.page import row, run

PAGE = (Path(__file__).parents[2] / "docs" / "hostile.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one firm, which every case finds and leaves usable."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.csv").write_text("企业名称,所属区县\n商洛示例零号有限公司,山阳县\n", encoding="utf-8")
    with App(Settings(home=folder / "home")) as app:
        app.ingest([folder / "a.csv"], Options())
    return folder / "home"


def held(home: Path) -> dict[str, int]:
    """How much of each thing the ledger holds."""
    with App(Settings(home=home)) as app:
        tables = ("run", "file", "row", "problem", "record")
        text = "SELECT count(*) FROM "
        found = {name: int(app.ledger.db.execute(text + name).fetchone()[0]) for name in tables}
        return {**found, "firms": app.ledger.counts()["Enterprise"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file[:20])
def test_a_hostile_file_gets_one_clear_message(case: Case, tmp_path: Path, home: Path) -> None:
    path = make(case, tmp_path)
    before = held(home)
    said = run(home, "ingest", str(path))
    told, after = said.messages, held(home)
    assert said.code == case.code, told
    assert "Traceback" not in said.out + said.err
    for pattern in case.says:
        assert [line for line in told if path.name in line and re.search(pattern, line)], (pattern, told)
    if case.code > 1:
        assert said.err.count("错误 ") == said.err.count("怎么办 ") == 1
        assert not said.out
        assert after == before, "a file that is refused leaves nothing behind"
    else:
        rows = {line.split(" 行")[0] for line in told if line.startswith("退回")}
        assert len(rows) == len(case.says) * case.code
        assert after["record"] - before["record"] == case.taken
        assert after["firms"] - before["firms"] == case.firms
    assert row(case, said, tmp_path) in PAGE, "run `python docs/make_hostile.py`"
    assert run(home, "search", "示例零号", "--json").code == 0
