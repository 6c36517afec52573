"""What marks a workbook that came back to its sender with a report, so that it can be read once more as if
the marks were not there.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from pathlib import Path

RESULT = "导入结果"
"""Heading of the column that says what became of each row; nobody's data."""
SUMMARY = "双进导入汇总"
"""First cell of the sheet that sums up a report, whatever the sheet is called."""
SOURCE = "双进来源"
"""Custom document property: the file this workbook is an edition of."""

_PROPERTY = re.compile(r'<(?:\w+:)?property\b[^>]*\bname="([^"]*)"[^>]*>\s*<(?:\w+:)?lpwstr\b[^>]*>([^<]*)<')
_LARGEST = 1 << 16


def source_in(path: Path) -> str:
    """The source a returned workbook names, "" for any other file."""
    if path.suffix.lower() != ".xlsx":
        return ""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/custom.xml") as part:
            text = part.read(_LARGEST).decode("utf-8", "replace")
    except (OSError, KeyError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        return ""
    named = {unescape(name): unescape(value) for name, value in _PROPERTY.findall(text)}
    return named.get(SOURCE, "").strip()


def known_as(path: Path) -> str:
    """The name a file goes by: that of the file it is a returned edition of, else its own."""
    return Path(source_in(path)).name or path.name
