"""Makes docs/hostile.md by loading every file of tests/hostile: `python docs/make_hostile.py`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.hostile.cases import CASES  # noqa: E402  the root goes on the path first
from tests.hostile.make import make  # noqa: E402
from tests.hostile.page import row, run  # noqa: E402

PAGE = ROOT / "docs" / "hostile.md"
HEAD = """# 坏文件和有敌意的文件

本页由 `python docs/make_hostile.py` 从 `tests/hostile/` 的表生成，不要手改；每句话都是程序真说的。

- 工作簿在单独的进程里读，内存最多 2 GB，120 秒没有动静就停：文件怎么坏，坏的只是那个进程。
- 退出码 3：整个文件没有收，账本和导入前一样。退出码 1：坏行退回，好行收下。退出码 0：全部收下，
  该知道的有提醒。
- 文件读进内存一次，再从内存里解析；导入前后各算一次哈希，中途被改就整次撤回。
- 宏不运行，外部链接不打开，公式只读存下的值；没有存下值的公式是那一格的错，不当成空格子。
- 文字编码认 UTF-8、UTF-16、GB18030 和 Big5。一个文件里混了两种编码时，读不出的格子逐行退回，别的行照收：
  一行粘错不该连累整张表；但坏行过半，或表头就坏，说明编码没认对，整个文件不收。
- 写出的 csv 里，以 `= + - @`、制表符或回车开头的文字前面加一撇（`'`），电子表格就不会当公式运行；
  再导入时这一撇自动去掉。数字照旧是数字。
- 磁盘满了：没写完的都已撤回，腾出地方后再运行一次就接着做完。

| 文件 | 是什么 | 退出码 | 程序说什么 |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = ((case, make(case, folder)) for case in CASES)
        rows = [row(case, run(folder / "home", "ingest", str(path)), folder) for case, path in made]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
