"""kill -9 at random moments of `ingest`: the next run completes, and graph and index agree with the ledger.

`python tests/test_kill.py 200` is the long form.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from app import App
from ingest.load import Options
from settings import Settings

ROOT = Path(__file__).parents[1]
HEADING = "需求名称,企业名称,需求类型,需求内容\n"


def sheet(path: Path, edition: int) -> None:
    """Needs of which every edition changes, adds and drops some."""
    lines = []
    for n in range(edition * 20, edition * 20 + 400):
        recipe = n * edition if n % 3 else n
        lines.append(f"示例需求{n},商洛示例{n % 40}钒业有限公司,技术研发,含钒页岩酸浸第{recipe}种配方\n")
    path.write_text(HEADING + "".join(lines), encoding="utf-8")


def killed(home: Path, path: Path, after: float) -> bool:
    """Start an ingest and kill it after some seconds; whether it was still running then."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "ingest", "--retire", str(path), "--json"],
        env={**os.environ, "SHUANGJIN_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def rounds(folder: Path, count: int, seed: int) -> int:
    """Kill, complete and verify `count` times; returns how many kills met a running ingest."""
    random_moments = random.Random(seed)
    path = folder / "需求.csv"
    met = 0
    for edition in range(1, count + 1):
        sheet(path, edition)
        met += killed(folder / "home", path, random_moments.uniform(0.2, 3.5))
        with App(Settings(home=folder / "home")) as app:
            report = app.ingest([path], Options(retire=True))
            assert report.rejected == 0
            wrong = [one for one in app.verify() if not one.agrees]
            assert not wrong, wrong
            assert app.ledger.counts()["Need"] == 400
    return met


def test_a_killed_ingest_is_completed_by_the_next(tmp_path: Path) -> None:
    assert rounds(tmp_path, 20, seed=20261124) >= 10


def test_no_second_process_outlives_a_killed_ingest(tmp_path: Path) -> None:
    path = tmp_path / "企业.csv"
    rows = (f"商洛示例{n}钒业有限公司,山阳县,含钒页岩提取五氧化二钒\n" for n in range(14_000))
    path.write_text("企业名称,所属区县,经营范围\n" + "".join(rows), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "ingest", str(path), "--json"],
        env={**os.environ, "SHUANGJIN_HOME": str(tmp_path / "home")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    family: list[psutil.Process] = []
    while not family and process.poll() is None:
        time.sleep(0.02)
        family = psutil.Process(process.pid).children(recursive=True)
    time.sleep(1.5)
    assert process.poll() is None
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert family
    assert not alive


if __name__ == "__main__":
    started = time.perf_counter()
    wanted = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        hits = rounds(Path(place), wanted, seed=1)
    print(f"{wanted} rounds, {hits} killed while running, {time.perf_counter() - started:.0f} s")
