"""`recommend` warm in one process (p50, p95 over the firms of a home) and the cold command from the shell.

SHUANGJIN_HOME=.demo python benches/recommend.py [--firms 100]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app import App
from recommend.engine import recommend
from recommend.strategy import STRATEGIES


def warm(count: int) -> tuple[list[float], str]:
    """Seconds of each of `count` answers after one to warm up, and the last firm's id."""
    spent: list[float] = []
    with App(command="bench") as app:
        firms = [change.entity for change in app.ledger.entities("Enterprise")]
        chosen = firms[:: max(1, len(firms) // count)][:count]
        with app.graph() as graph:
            recommend(app.stores(graph), chosen[0], (tuple(STRATEGIES), 5))
            for firm in chosen:
                start = time.perf_counter()
                recommend(app.stores(graph), firm, (tuple(STRATEGIES), 5))
                spent.append(time.perf_counter() - start)
    return spent, chosen[-1].id


def cold(*arguments: str) -> float:
    """Median seconds of five runs of a command."""
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *arguments],
            check=True,
            capture_output=True,
            env=os.environ,
        )
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def imports() -> list[tuple[int, str]]:
    """The ten imports that cost most (microseconds, cumulative) when the command starts."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import cli"],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    lines = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()[1:]]
    return sorted(((int(total), name.strip()) for _, total, name in lines), reverse=True)[:10]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--firms", type=int, default=100)
    asked = parser.parse_args()
    spent, firm = warm(asked.firms)
    cuts = statistics.quantiles(spent, n=20)
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(spent)} firms")
    print(f"warm   p50 {statistics.median(spent) * 1000:.0f} ms  p95 {cuts[18] * 1000:.0f} ms")
    for arguments in (("--help",), ("status",), ("search", "提钒"), ("recommend", firm)):
        print(f"cold   {arguments[0]:<10} {cold(*arguments):.2f} s")
    print("imports (ms)", json.dumps({name: round(total / 1000) for total, name in imports()}))


if __name__ == "__main__":
    main()
