"""The month of the monthly report, however it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from tests.programme.command import Shell


@pytest.mark.parametrize("month", ["2026-06", "2026-6"])
def test_a_month_has_its_figures_with_and_without_the_zero(
    month: str,
    demo_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell, path = Shell(demo_home, monkeypatch, capsys), tmp_path / "月报.docx"
    code, out, _ = shell("report", str(path), "--month", month, "--json")
    assert (code, json.loads(out)["month"]) == (0, "2026-06")
    rows = [[cell.text for cell in row.cells] for table in Document(str(path)).tables for row in table.rows]
    told = {row[0]: (row[1], row[4]) for row in rows}
    assert told["其中本月签订协议"] == ("5", "agreements@2026-06")
