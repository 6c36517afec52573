"""A small fictional home: two firms with needs in one county, one without in another, four achievements of
two institutes and a doctor.
"""

from pathlib import Path

from app import App
from ingest.load import Options
from settings import Settings

VANADIUM, TEA, SCOPE = "商洛示例钒业有限公司", "山阳示例茶业有限公司", "镇安示例钒材有限公司"
SHEETS = {
    "企业.csv": "企业名称,所属区县,经营范围\n"
    f"{VANADIUM},山阳县,提钒\n{TEA},山阳县,绿茶加工\n{SCOPE},镇安县,五氧化二钒、石煤提钒、钒渣综合利用\n",
    "需求.csv": "需求名称,企业名称,需求编号,需求内容\n"
    f"示例·石煤提钒收率提升,{VANADIUM},XQ-1,石煤空白焙烧酸浸，提高钒收率\n"
    f"示例·五氧化二钒提纯,{VANADIUM},XQ-2,五氧化二钒溶剂萃取，提高纯度\n"
    f"示例·绿茶萎凋控制,{TEA},XQ-3,夏秋绿茶萎凋，降低苦涩味\n",
    "成果.csv": "成果名称,完成单位,成果编号,成果简介\n"
    "示例·石煤空白焙烧酸浸提钒,示例大学,CG-1,石煤空白焙烧酸浸提钒，钒收率86%\n"
    "示例·五氧化二钒溶剂萃取提纯,示例大学,CG-2,五氧化二钒溶剂萃取，纯度99.9%\n"
    "示例·绿茶萎凋减涩,示例农业大学,CG-3,夏秋绿茶萎凋减涩工艺\n"
    "示例·石煤提钒废水脱氨,示例农业大学,CG-4,石煤提钒废水脱氨\n",
    "博士.csv": "姓名,所在单位,研究方向\n示例·欧阳钼铼,示例大学,石煤提钒、五氧化二钒溶剂萃取\n",
}
DOUBLED = {
    **SHEETS,
    "成果2.csv": "成果名称,完成单位,成果编号,成果简介\n示例·石煤提钒法,示例大学,CG-9,石煤提钒\n",
}
"""With an achievement that turns out to be another."""


def fill(home: Path, folder: Path, sheets: dict[str, str] = SHEETS) -> Path:
    """A home filled from sheets that are written to a folder."""
    for name, text in sheets.items():
        (folder / name).write_text(text, encoding="utf-8")
    with App(Settings(home=home)) as app:
        report = app.ingest([folder / name for name in sheets], Options())
    assert report.rejected == 0
    return home
