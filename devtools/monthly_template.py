"""Makes the template of the monthly report, which may then be changed in Word:
`python -m devtools.monthly_template`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

PLACE = Path(__file__).resolve().parents[1] / "workbooks" / "monthly.docx"
FONT = "宋体"


def template() -> Any:
    """The document."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 15), ("Heading 2", 13)):
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    made.add_paragraph("科技“双进”工作月报", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph("{{ scope }}  {{ month }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_heading("一、九项任务", 1)
    made.add_paragraph("{%p for group in groups %}")
    made.add_heading("{{ group.name }}", 2)
    _table(made)
    made.add_paragraph("{%p endfor %}")
    made.add_heading("二、图", 1)
    made.add_paragraph("{%p for chart in charts %}")
    made.add_paragraph("{{ chart }}")
    made.add_paragraph("{%p endfor %}")
    made.add_heading("三、说明", 1)
    for name in ("notes", "rules"):
        made.add_paragraph(f"{{%p for one in {name} %}}")
        made.add_paragraph("{{ one }}")
        made.add_paragraph("{%p endfor %}")
    made.add_paragraph(
        "数字截至 {{ at }}，取自账本第 {{ run }} 次；"
        "每个数可以用 shuangjin scorecard --drill 下钻名称 打开到行。"
    )
    return made


def _table(made: Any) -> None:
    """Heading, the loop's marks in rows of their own, which go when it is filled, and one row a figure."""
    table = made.add_table(rows=4, cols=5)
    table.style, table.autofit = "Table Grid", False
    rows = (
        ("数", "值", "单位", "命名查询", "下钻名称"),
        ("{%tr for one in group.figures %}", "", "", "", ""),
        ("{{ one.label }}", "{{ one.value }}", "{{ one.unit }}", "{{ one.query }}", "{{ one.name }}"),
        ("{%tr endfor %}", "", "", "", ""),
    )
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    for column, width in zip(table.columns, (4.4, 1.8, 1.4, 4.4, 4), strict=True):
        column.width = Cm(width)  # some programs go by the column's, some by the cells'
        for cell in column.cells:
            cell.width = Cm(width)


if __name__ == "__main__":
    template().save(str(PLACE))
