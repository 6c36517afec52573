"""Makes every hostile file into a folder: `python tests/hostile/make.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.hostile.cases import CASES, Case


def make(case: Case, folder: Path) -> Path:
    """Write a case's file; its firms are named after its place in the table."""
    path = folder / case.file
    case.make(path, f"商洛示例{CASES.index(case) + 1}有限公司")
    return path


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True)
    for one in CASES:
        make(one, place)
    print(f"{len(CASES)} 个文件在 {place}")
