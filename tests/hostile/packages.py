"""Workbooks made by hand, part by part: what no spreadsheet program would write."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET, STRINGS, STYLES, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
_FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS = {BOOK: "sheet.main", SHEET: "worksheet", STRINGS: "sharedStrings", STYLES: "styles"}
_DATE = (1980, 1, 1, 0, 0, 0)


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def sheet(rows: Mapping[int, str], after: str = "") -> str:
    """A sheet's XML from row number -> the XML of its cells."""
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in rows.items())
    return f'{XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def firms(names: list[str]) -> dict[int, str]:
    """Rows of a heading and firms."""
    return {
        number: text_cell(f"A{number}", name) + text_cell(f"B{number}", county)
        for number, (name, county) in enumerate(
            [("企业名称", "所属区县"), *((name, "山阳县") for name in names)], start=1
        )
    }


def parts(sheet_xml: str) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet."""
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{_FORMAT}.{kind}+xml"/>' for part, kind in _KINDS.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="/{part}"/>'
        for n, (part, kind) in enumerate(list(_KINDS.items())[1:], start=1)
    )
    related = f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    whole = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="{BOOK}"/>'
    sheets = '<sheets><sheet name="名录" sheetId="1" r:id="rId1"/></sheets>'
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>',
        "_rels/.rels": f"{related}{whole}</Relationships>",
        BOOK: f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f"{related}{relations}</Relationships>",
        SHEET: sheet_xml,
        STRINGS: f'{XML}<sst xmlns="{_MAIN}"/>',
        STYLES: f'{XML}<styleSheet xmlns="{_MAIN}"/>',
    }


def package(given: Mapping[str, str | bytes]) -> bytes:
    """The zip of these parts, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in given.items():
            archive.writestr(_info(name), body)
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    return info


def laughing(part: str, root: str, name: str) -> bytes:
    """A workbook one part of which defines ten entities, each ten times the one before."""
    entities = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    given = parts(sheet(firms([name])))
    body = str(given[part]).replace(XML, f"{XML}<!DOCTYPE {root} [{entities}]>")
    given[part] = body.replace("商洛", "&a9;") if part == SHEET else body
    return package(given)


def bomb(name: str, size: int) -> bytes:
    """A workbook whose strings unpack to `size` blanks, a thousand times their size: one piece many times."""
    given = {part: body for part, body in parts(sheet(firms([name]))).items() if part != STRINGS}
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    times = size >> 20
    data = piece * times + packer.flush()
    out = io.BytesIO(package(given))
    with zipfile.ZipFile(out, "a") as archive:
        info = _info(STRINGS)
        info.header_offset, info.CRC = archive.start_dir, 0
        info.compress_size, info.file_size = len(data), times << 20
        archive.fp.seek(archive.start_dir)  # type: ignore[union-attr]
        archive.fp.write(info.FileHeader(zip64=False) + data)  # type: ignore[union-attr]
        archive.start_dir = archive.fp.tell()  # type: ignore[union-attr]
        archive.filelist.append(info)
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def overlapping(name: str) -> bytes:
    """A workbook whose directory gives the same bytes many names."""
    out = io.BytesIO(package(parts(sheet(firms([name])))))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2, 200):
            twin = copy.copy(archive.getinfo(SHEET))
            twin.filename = f"xl/worksheets/sheet{number}.xml"
            archive.filelist.append(twin)
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def twice(name: str) -> bytes:
    """A workbook with two parts of one name."""
    given = parts(sheet(firms([name])))
    data = package({**given, "xl/worksheets/sheet2.xml": sheet(firms(["别的示例有限公司"]))})
    return data.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")


def lying(name: str) -> bytes:
    """A workbook whose directory says its sheet is shorter than it is."""
    data = bytearray(package(parts(sheet(firms([name] * 50)))))
    at = data.rindex(SHEET.encode()) - 46 + 24
    struct.pack_into("<I", data, at, 100)
    return bytes(data)
