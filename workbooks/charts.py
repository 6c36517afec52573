"""Charts of a Word document that are Word's own: drawn by the reader's program in the reader's fonts, with
the figures in a workbook inside, so that they can be looked at and restyled there.
"""

from __future__ import annotations

import io
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.workbook import Workbook
from openpyxl.xml.functions import tostring

from programme.monthly import Chart

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = "数据"
_FIRST = "rId1"
"""What a part calls the first other part it relates to: a chart has none but its workbook."""
_EXTERNAL = '<c:externalData xmlns:c="{c}" xmlns:r="{r}" r:id="{id}"><c:autoUpdate val="0"/></c:externalData>'
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<wp:inline><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="图 {number}" descr="{told}"/>'
    '<a:graphic><a:graphicData uri="{c}"><c:chart xmlns:c="{c}" xmlns:r="{r}" r:id="{id}"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)


def draw(document: Any, paragraph: Any, chart: Chart, number: int) -> None:
    """Put a chart into a paragraph of a python-docx document; `number` is its own in the document."""
    package = document.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, _data(chart), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, _xml(chart), package)
    assert part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == _FIRST
    shown = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    size = {"wide": int(Cm(15.5)), "high": int(Cm(7.5)), "number": number}
    drawing = _DRAWING.format(c=_C, r=_R, id=shown, told=_escaped(chart.title), **size)
    paragraph.add_run()._r.append(parse_xml(drawing))


def _xml(chart: Chart) -> bytes:
    made: Any = BarChart()
    made.title = f"{chart.title}（{chart.unit}）"
    made.legend = made.legend if len(chart.series) > 1 else None
    last = len(chart.categories) + 1
    names = StrData(
        ptCount=len(chart.categories), pt=[StrVal(idx=n, v=one) for n, one in enumerate(chart.categories)]
    )
    for place, (label, values) in enumerate(chart.series):
        letter = chr(ord("B") + place)
        points = [NumVal(idx=n, v=str(value)) for n, value in enumerate(values)]
        cache = NumData(formatCode="General", ptCount=len(values), pt=points)
        made.series.append(
            Series(
                idx=place,
                order=place,
                tx=SeriesLabel(v=label),
                cat=AxDataSource(strRef=StrRef(f=f"{_SHEET}!$A$2:$A${last}", strCache=names)),
                val=NumDataSource(numRef=NumRef(f=f"{_SHEET}!${letter}$2:${letter}${last}", numCache=cache)),
            )
        )
    made.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    made.x_axis.delete = made.y_axis.delete = False
    made.y_axis.majorGridlines = None
    external = f"{_EXTERNAL.format(c=_C, r=_R, id=_FIRST)}</chartSpace>"
    return bytes(tostring(made._write())).replace(b"</chartSpace>", external.encode())


def _data(chart: Chart) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    sheet.append(["", *(label for label, _ in chart.series)])
    for place, category in enumerate(chart.categories):
        sheet.append([category, *(values[place] for _, values in chart.series)])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
