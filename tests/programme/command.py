"""The command line as a person types it, in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import cli


@dataclass(frozen=True)
class Shell:
    """A shell over a home: `shuangjin plan …`, giving exit status, output and errors."""

    home: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self.patch.setenv("SHUANGJIN_HOME", str(self.home))
        self.patch.setenv("COLUMNS", "200")
        self.patch.setattr(sys, "argv", ["shuangjin", "plan", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self.capture.readouterr()
        return int(ended.value.code or 0), said.out, said.err
