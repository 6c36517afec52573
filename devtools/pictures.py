"""Pictures of plans' workbooks and of the report for docs/programme/: `python -m devtools.pictures [NAME …]`.

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`), which draw the files as an office sees them; what the
formulas in them come to is calculated by LibreOffice. The map of industries and fields is drawn by Chromium.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAY = "2026-06-30"
PAGES = 2
"""Pages of the report that are shown."""
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
    """The summary of one plan's workbook as docs/images/plan-NAME-1.png and its first sheet as -2.png."""
    book, drawing = work / f"{name}.xlsx", work / f"{name}.svg"
    more = ["--svg", str(drawing)] if name == "chain" else []
    _program([*PLANS[name], "--at", DAY, "--xlsx", str(book), *more], home)
    _convert(book, "pdf")
    title = re.findall(r'<sheet [^>]*name="([^"]+)"', ZipFile(book).read("xl/workbook.xml").decode())[1]
    for number, page in enumerate((1, _page(book.with_suffix(".pdf"), title)), start=1):
        _picture(book.with_suffix(".pdf"), page, IMAGES / f"plan-{name}-{number}.png")
    if more:
        _shoot(drawing, IMAGES / f"plan-{name}.png")


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


def _page(paper: Path, title: str) -> int:
    """The first page that begins with a title."""
    for page in range(2, 20):
        told = ["pdftotext", "-f", str(page), "-l", str(page), str(paper), "-"]
        if subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip().startswith(title):
            return page
    raise LookupError(title)


def _picture(paper: Path, page: int, to: Path) -> None:
    cut = ["-r", DOTS, "-png", "-singlefile", "-f", str(page), str(paper), str(to.with_suffix(""))]
    draw = ["pdftoppm", *cut]
    subprocess.run(draw, check=True)


def _shoot(drawing: Path, picture: Path) -> None:
    size = re.search(r'width="(\d+)" height="(\d+)"', drawing.read_text(encoding="utf-8"))
    assert size
    shoot = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--screenshot={picture}"]
    window = f"--window-size={size[1]},{size[2]}"
    subprocess.run([*shoot, window, drawing.as_uri()], check=True, stderr=subprocess.DEVNULL)


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
                _convert(report, "pdf")
                for page in range(1, PAGES + 1):
                    _picture(report.with_suffix(".pdf"), page, IMAGES / f"plan-report-{page}.png")
            else:
                draw(name, talked(home, work) if name == "signing" else home, work)


if __name__ == "__main__":
    main(sys.argv[1:])
