"""What the program says of a case, as a row of docs/hostile.md."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import cli
from tests.hostile.cases import Case

WIDE = 1_000_000
_SHOWN = 3
_LONGEST = 160


@dataclass(frozen=True)
class Said:
    """Exit status and both streams of one run of the command line."""

    code: int
    out: str
    err: str

    @property
    def messages(self) -> list[str]:
        """The one error, or every line on a row or a column."""
        if self.code > 1:
            return [self.err]
        wanted = re.compile("退回|提醒|.* 没有用到的列")
        return [line for line in self.out.splitlines() if wanted.match(line)]


def run(home: Path, *arguments: str) -> Said:
    """The real command line, in this process."""
    out, err = io.StringIO(), io.StringIO()
    words, around = ["shuangjin", *arguments], {"SHUANGJIN_HOME": str(home), "COLUMNS": str(WIDE)}
    try:
        with (
            patch.object(sys, "argv", words),
            patch.dict(os.environ, around),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            cli.main()
    except SystemExit as ended:
        return Said(int(ended.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command line always exits")


def row(case: Case, said: Said, folder: Path) -> str:
    """A line of the table: file, what it is, exit status, what is said and how many rows are taken."""
    told = list(_lines(said, case, folder))
    more = [f"……共 {len(told)} 处"] if len(told) > _SHOWN else []
    taken = [f"收下 {case.taken} 行"] if said.code <= 1 else []
    cells = [
        f"`{_short(case.file, 24)}`",
        case.what,
        str(said.code),
        "<br>".join([*told[:_SHOWN], *more, *taken]),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _lines(said: Said, case: Case, folder: Path) -> Iterator[str]:
    for message in said.messages:
        text = message.replace(f"{folder}/", "").removeprefix("错误 ").replace("\n怎么办 ", "。").strip()
        yield _short(text.replace(case.file, _short(case.file, 24)), _LONGEST)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
