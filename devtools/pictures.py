"""Pictures of plans' workbooks and of the report for docs/programme/: `python -m devtools.pictures [NAME …]`.

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`), which draw the files as an office sees them; what the
formulas in them come to is calculated by LibreOffice.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAY = "2026-06-30"
PAGES = 2
"""Pages of each file that are shown: the summary and the first sheet."""
PLANS: dict[str, list[str]] = {
    "ladder": ["plan", "ladder", "--county", "山阳县"],
    "policy": ["plan", "policy", "--county", "山阳县"],
    "survey": ["plan", "survey"],
    "stationing": ["plan", "stationing", "--doctors", "20", "--per-firm", "1"],
    "push": ["plan", "push", "--county", "山阳县"],
    "agreements": ["plan", "agreements", "--county", "山阳县"],
    "roadshow": ["plan", "roadshow", "--county", "山阳县", "--achievements", "8", "--firms", "40"],
    "reform": ["plan", "reform"],
    "signing": ["plan", "signing"],
    "scorecard": ["scorecard"],
    "chain": ["plan", "chain"],
}


def draw(name: str, home: Path, work: Path) -> None:
    """The first pages of one plan's workbook as docs/images/plan-NAME-1.png and so on."""
    book = work / f"{name}.xlsx"
    _program([*PLANS[name], "--at", DAY, "--xlsx", str(book)], home)
    _pages(book, f"plan-{name}")


def _program(arguments: list[str], home: Path) -> None:
    environment = {**os.environ, "SHUANGJIN_HOME": str(home)}
    subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _pages(file: Path, stem: str) -> None:
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    picture = [
        "pdftoppm",
        "-r",
        "70",
        "-png",
        "-l",
        str(PAGES),
        str(file.with_suffix(".pdf")),
        str(file.with_name(stem)),
    ]
    subprocess.run(picture, check=True)
    for number, page in enumerate(sorted(file.parent.glob(f"{stem}-*.png")), start=1):
        page.replace(IMAGES / f"{stem}-{number}.png")


def main(names: list[str]) -> None:
    """All of them, or those named."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _program(["ingest", str(ROOT / "examples" / "tables")], home)
        for name in names or [*PLANS, "report"]:
            if name == "report":
                report = Path(folder) / "report.docx"
                _program(["plan", "report", "--month", DAY[:7], str(report)], home)
                _pages(report, "plan-report")
            else:
                draw(name, home, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
