"""What befalls a reading and is no file's fault: a parser that dies, a full disk, an impatient hand."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil
import pytest

import ingest.workbook as reading
from errors import InputError
from ingest.aside import Died, Failed, Limits, aside
from ingest.ledger import Ledger
from ingest.load import Options, load
from tests.hostile.packages import firms, package, parts, sheet

ROOT = Path(__file__).parents[2]
TIGHT = Limits(memory=1 << 30, silence=1.5)
GOOD = "企业名称,所属区县\n商洛示例甲有限公司,山阳县\n"


@pytest.mark.parametrize(
    ("work", "given", "why"),
    [
        (os.abort, (), "memory"),
        (os._exit, (3,), "crash"),
        (bytearray, (2 << 30,), "memory"),
        (time.sleep, (60,), "silence"),
    ],
)
def test_a_process_that_dies_says_why(
    work: Callable[..., Iterable[object]], given: tuple[object, ...], why: str
) -> None:
    with pytest.raises(Died) as caught:
        list(aside(work, *given, limits=TIGHT))
    assert caught.value.why == why
    assert not psutil.Process().children()


def test_a_process_gives_what_it_yields_and_its_errors() -> None:
    assert list(aside(range, 3, limits=TIGHT)) == [0, 1, 2]
    with pytest.raises(Failed, match="ZeroDivisionError"):
        list(aside(divmod, 1, 0, limits=TIGHT))
    some = aside(range, 10**9, limits=TIGHT)
    assert next(some) == 0
    some.close()  # type: ignore[attr-defined]
    assert not psutil.Process().children()


def test_a_workbook_beyond_the_limits_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "大表.xlsx"
    path.write_bytes(package(parts(sheet(firms(["商洛示例甲有限公司"])))))
    monkeypatch.setattr(reading, "LIMITS", Limits(memory=1 << 20, silence=60))
    with pytest.raises(InputError, match=r"大表\.xlsx.*内存"):
        list(reading.sheets(path))
    monkeypatch.setattr("ingest.aside._BEAT", 0.005)  # a small one is read before the clock is looked at
    monkeypatch.setattr(reading, "LIMITS", Limits(silence=0.001))
    with pytest.raises(InputError, match=r"大表\.xlsx.*秒"):
        list(reading.sheets(path))


@pytest.mark.parametrize("name", ["表.csv", "表.csv.gz", "表.xlsx"])
def test_a_file_that_changes_while_it_is_read_leaves_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    book = package(parts(sheet(firms(["商洛示例甲有限公司"]))))
    text = GOOD.encode()
    path.write_bytes(book if name.endswith("xlsx") else gzip.compress(text) if name.endswith("gz") else text)

    def meddle(_name: str, _done: int, _total: int) -> None:
        path.write_bytes(path.read_bytes() + b"\x00")

    ledger = Ledger(tmp_path / "ledger.sqlite")
    with pytest.raises(InputError, match="被改了"):
        load(ledger, [path], Options(), meddle)
    assert ledger.counts() == {}
    ledger.close()


def program(home: Path, *words: str, before: str = "pass") -> subprocess.Popen[str]:
    """The program in a process of its own, after some Python."""
    text = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {before}; import cli; cli.main()"
    return subprocess.Popen(
        [sys.executable, "-c", text, *words],
        env={**os.environ, "SHUANGJIN_HOME": str(home), "COLUMNS": "300"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_disk_that_fills_up_is_told_and_the_next_run_completes(tmp_path: Path) -> None:
    path = tmp_path / "企业.csv"
    rows = (f"商洛示例{n}号有限公司,山阳县\n" for n in range(2000))
    path.write_text("企业名称,所属区县\n" + "".join(rows), encoding="utf-8")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))"
    full = program(tmp_path / "home", "ingest", str(path), before=limit)
    out, said = full.communicate(timeout=120)
    assert full.returncode == 4, said
    assert not out
    assert said.count("错误 ") == said.count("怎么办 ") == 1
    assert "Traceback" not in said
    assert "腾出地方" in said
    ledger = Ledger(tmp_path / "home" / "ledger.sqlite")
    assert ledger.counts() == {}
    assert load(ledger, [path], Options(), lambda *_: None).added == 2000
    ledger.close()


@pytest.mark.parametrize("after", [0.2, 0.5, 1.2])
@pytest.mark.parametrize("start", ["cli.py", "__main__.py"])
def test_an_interrupt_is_silent_however_early(tmp_path: Path, after: float, start: str) -> None:
    """Counted from where Python itself is ready: before that no program can have a say."""
    ready = "import runpy, sys; print(flush=True); sys.argv = sys.argv[1:]; "
    ready += "runpy.run_path(sys.argv[0], run_name='__main__')"
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", ready, start, "ingest", str(tmp_path / "a.csv")],
        cwd=ROOT,
        env={**os.environ, "SHUANGJIN_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (130, 0)
    assert "Traceback" not in said


@pytest.mark.parametrize(("where", "ends"), [("slow.py", 130), ("main.py", 0)])
def test_an_interrupt_out_of_an_import_ends_the_program(tmp_path: Path, where: str, ends: int) -> None:
    """Python may swallow one there and leave its import lock held, on which other threads hang."""
    (tmp_path / "slow.py").write_text("")
    begin = f"import signal, sys; sys.path.insert(0, {str(ROOT)!r}); import cli\n"
    begin += "signal.signal(signal.SIGINT, cli.interrupt)\n"
    text = "import slow\ntry: signal.raise_signal(signal.SIGINT)\nexcept KeyboardInterrupt: sys.exit(0)\n"
    (tmp_path / "main.py").write_text(begin + text)
    with (tmp_path / where).open("a") as file:
        file.write("import signal; signal.raise_signal(signal.SIGINT)\n")
    ended = subprocess.run([sys.executable, "main.py"], cwd=tmp_path, timeout=60, check=False)
    assert ended.returncode == ends
