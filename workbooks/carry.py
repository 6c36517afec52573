"""What openpyxl cannot write back of a workbook: drop-downs of newer Excel are rescued, the rest is told."""

from __future__ import annotations

import importlib.util
import re
import warnings
import zipfile
from html import unescape
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

_PARTS = {
    r"xl/vbaProject\.bin": "宏",
    r"xl/(ctrlProps|activeX)/.*": "表单控件",
    r"xl/slicers/.*": "切片器",
    r"xl/(embeddings|diagrams)/.*": "嵌入的对象",
    r"xl/threadedComments/.*": "批注下的回复",
    r"_xmlsignatures/.*": "数字签名",
}
_INSIDE = {
    rb"<xdr:(?:sp|grpSp|cxnSp)\b": (r"xl/drawings/drawing\d+\.xml", "文本框和图形"),
    rb"<x14:conditionalFormatting ": (r"xl/worksheets/sheet\d+\.xml", "新版 Excel 的条件格式"),
    rb"<x14:sparklineGroup\b": (r"xl/worksheets/sheet\d+\.xml", "迷你图"),
}
_RULE = re.compile(rb"<x14:dataValidation\b([^>]*)>(.*?)</x14:dataValidation>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_FORMULA = re.compile(r"<x14:(formula[12])>\s*<xm:f>(.*?)</xm:f>", re.DOTALL)
_AREA = re.compile(r"<xm:sqref>(.*?)</xm:sqref>")
_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage", "showDropDown")
_TEXTS = ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle", "prompt")


def opened(data: bytes, parts: dict[str, str]) -> tuple[Workbook, list[str]]:
    """The workbook to write in, and what of it will be missing; `parts`: sheet name -> part of the package.
    Whatever openpyxl raises comes through.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), rich_text=True)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for sheet, part in parts.items():
            if sheet in book.sheetnames:
                _rescue(book[sheet], archive.read(part))
        return book, _lost(archive)


def _rescue(sheet: Any, xml: bytes) -> None:
    """Excel keeps drop-downs that take their list from another sheet where openpyxl does not look."""
    for attributes, body in _RULE.findall(xml):
        said = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes.decode())}
        text = body.decode()
        formulas = {name: unescape(formula) for name, formula in _FORMULA.findall(text)}
        area = _AREA.search(text)
        if area:
            flags = {name: said[name] in ("1", "true") for name in _FLAGS if name in said}
            texts = {name: said[name] for name in _TEXTS if name in said}
            given: dict[str, Any] = {"sqref": area[1], **formulas, **flags, **texts}
            sheet.add_data_validation(DataValidation(**given))


def _lost(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()
    lost = [what for part, what in _PARTS.items() if any(re.fullmatch(part, name) for name in names)]
    for mark, (part, what) in _INSIDE.items():
        inside = (name for name in names if re.fullmatch(part, name))
        if any(re.search(mark, archive.read(name)) for name in inside):
            lost.append(what)
    if not importlib.util.find_spec("PIL") and any(name.startswith("xl/media/") for name in names):
        lost.append("图片")
    return lost
