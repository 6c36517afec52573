"""Every file of the table through the real command line: one clear message, nothing half written."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import cli
import show
from app import App
from ingest.load import Options
from settings import Settings
from tests.hostile.cases import CASES, Case
from tests.hostile.make import make

WIDE = 1_000_000


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one firm, which every case finds and leaves usable."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.csv").write_text("企业名称,所属区县\n商洛示例零号有限公司,山阳县\n", encoding="utf-8")
    with App(Settings(home=folder / "home")) as app:
        app.ingest([folder / "a.csv"], Options())
    return folder / "home"


@pytest.fixture
def shell(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    monkeypatch.setenv("SHUANGJIN_HOME", str(home))
    for console in (show.OUT, show.ERR):
        monkeypatch.setattr(console, "width", WIDE)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["shuangjin", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run


def held(home: Path) -> tuple[int, int, int]:
    """Firms, rows and runs of the ledger."""
    with App(Settings(home=home)) as app:
        tables = ("row", "run")
        counts = [app.ledger.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]
        return app.ledger.counts()["Enterprise"], counts[0], counts[1]


def messages(said: Said) -> Iterator[str]:
    """The error, or every line on a row or a column."""
    if said.code > 1:
        yield said.err
    else:
        yield from (line for line in said.out.splitlines() if re.match("退回|提醒|.* 没有用到的列", line))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file[:20])
def test_a_hostile_file_gets_one_clear_message(
    case: Case, tmp_path: Path, home: Path, shell: Callable[..., Said]
) -> None:
    path = make(case, tmp_path)
    before = held(home)
    said = shell("ingest", str(path))
    told = list(messages(said))
    assert said.code == case.code, told
    assert "Traceback" not in said.out + said.err
    for pattern in case.says:
        assert [line for line in told if path.name in line and re.search(pattern, line)], (pattern, told)
    if case.code > 1:
        assert said.err.count("错误 ") == said.err.count("怎么办 ") == 1
        assert not said.out
    else:
        rows = {line.split(" [")[0].split(" 行")[0] for line in told if line.startswith("退回")}
        assert len(rows) == len(case.says) * case.code
    after = held(home)
    firms = case.taken - ("两个说法" in case.what or "两行" in case.what)
    assert after[0] - before[0] == firms, told
    if case.code > 1:
        assert after == before, "a file that is refused leaves no run behind"
    assert shell("search", "示例零号", "--json").code == 0
