"""Runs the sessions in the documents and puts the program's real output into them.

    python docs/sessions.py README.md docs/tutorial.md     # run, and write what came out
    pytest tests/docs                                      # run, and fail where a document says otherwise

A fence ```console holds commands (lines that start with "$ ") and what they print; a fence with a file name
after its language, such as ```csv 企业.csv, is written to that file first. All of a document runs in one
empty folder, in order. `shuangjin` is the program of this tree, `python` the one that runs it; times and the
folder's name are masked.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00")
_DAY = re.compile(r"(?<=\d 次 )\d{4}-\d{2}-\d{2}")
"""The day of a run, after its number."""
DATA = ROOT.parent / "shared" / "data"
"""Public tables some documents load, under the name `data`; not in the project."""


def run(document: str) -> str:
    """The document with the output its commands give now."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        for name in ("examples", "tests"):
            (work / name).symlink_to(ROOT / name)
        if DATA.exists():
            (work / "data").symlink_to(DATA)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHUANGJIN_")},
            "COLUMNS": "100",
            "PYTHONWARNINGS": "ignore",
        }
        return FENCE.sub(lambda fence: _fence(fence, work, environment), document)


def _fence(fence: re.Match[str], work: Path, environment: dict[str, str]) -> str:
    language, name, body = fence.groups()
    if name:
        (work / name).write_text(body, encoding="utf-8")
    if language != "console":
        return fence[0]
    said = []
    for line in body.splitlines():
        if line.startswith("$ "):
            said += [line, *_command(line[2:], work, environment)]
    return "```console\n" + "\n".join(said) + "\n```"


def _command(line: str, work: Path, environment: dict[str, str]) -> list[str]:
    """What a command prints, both streams, without trailing spaces; an exit status other than 0 is told."""
    words = shlex.split(line)
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        environment[name] = value
        return []
    if words[0] == "shuangjin":
        words = [sys.executable, str(ROOT / "cli.py"), *words[1:]]
    if words[0] == "python":
        words[0] = sys.executable
    done = subprocess.run(  # noqa: S603  the documents are ours
        words, cwd=work, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False,
    )  # fmt: skip
    shown = _TIME.sub("2026-01-01T08:00:00+00:00", done.stdout).replace(str(work), "~/双进")
    shown = _DAY.sub("2026-01-01", shown)
    lines = [part.rstrip() for part in shown.splitlines()]
    return [*lines, f"(exit {done.returncode})"] if done.returncode else lines


def main() -> None:
    """Bring the documents named on the command line up to date."""
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(run(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
