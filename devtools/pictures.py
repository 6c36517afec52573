"""Pictures of plans' workbooks and of the report for docs/programme/: `python -m devtools.pictures [NAME …]`.

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`), which draw the files as an office sees them; what the
formulas in them come to is calculated by LibreOffice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAY = "2026-06-30"
PAGES = 2
"""Pages of each file that are shown: the summary and the first sheet."""
DOTS = "84"
"""An inch."""
PLANS: dict[str, list[str]] = {
    "ladder": ["plan", "ladder", "--to", "高企", "--nearest", "8"],
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
TALKS = (
    ("XQ-070", "CG-121", "agreed"),
    ("XQ-085", "CG-148", "agreed"),
    ("XQ-041", "CG-070", "agreed"),
    ("XQ-081", "CG-142", "interested"),
)
"""What is on record of pairs before the workbook on signing is drawn: need, achievement, step."""


def draw(name: str, home: Path, work: Path) -> None:
    """The first pages of one plan's workbook as docs/images/plan-NAME-1.png and so on."""
    book, drawing = work / f"{name}.xlsx", work / f"{name}.svg"
    more = ["--svg", str(drawing)] if name == "chain" else []
    _program([*PLANS[name], "--at", DAY, "--xlsx", str(book), *more], home)
    _pages(book, f"plan-{name}")
    if more:
        _convert(drawing, "png")
        drawing.with_suffix(".png").replace(IMAGES / f"plan-{name}.png")


def talked(home: Path, work: Path) -> Path:
    """A copy of the home with talks on record."""
    copy = shutil.copytree(home, work / "talked")
    for need, achievement, step in TALKS:
        _program(["decide", need, achievement, step, "--on", "2026-06-12"], copy)
    return copy


def _program(arguments: list[str], home: Path) -> None:
    environment = {**os.environ, "SHUANGJIN_HOME": str(home)}
    subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _pages(file: Path, stem: str) -> None:
    _convert(file, "pdf")
    paper = [str(file.with_suffix(".pdf")), str(file.with_name(stem))]
    picture = ["pdftoppm", "-r", DOTS, "-png", "-l", str(PAGES), *paper]
    subprocess.run(picture, check=True)
    for number, page in enumerate(sorted(file.parent.glob(f"{stem}-*.png")), start=1):
        page.replace(IMAGES / f"{stem}-{number}.png")


def _convert(file: Path, to: str) -> None:
    convert = ["soffice", "--headless", "--convert-to", to, "--outdir", str(file.parent), str(file)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(names: list[str]) -> None:
    """All of them, or those named."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        home = work / "home"
        _program(["ingest", str(ROOT / "examples" / "tables")], home)
        for name in names or [*PLANS, "report"]:
            if name == "report":
                report = work / "report.docx"
                _program(["plan", "report", "--month", DAY[:7], str(report)], home)
                _pages(report, "plan-report")
            else:
                draw(name, talked(home, work) if name == "signing" else home, work)


if __name__ == "__main__":
    main(sys.argv[1:])
