"""The table of hostile and broken files: what each is, how it is made, and what the program does with it.

Names of firms in them hold the case's own number, so that no case touches what another has brought in.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.hostile import packages
from tests.hostile.packages import SHEET, STRINGS, STYLES, package, parts, sheet, text_cell

HEAD = "企业名称,所属区县,注册资本（万元）,成立日期,统一社会信用代码\n"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504


@dataclass(frozen=True)
class Case:
    """A file: `make` writes it, given its path and a firm's name nobody else has. The program ends with
    `code`, says each of `says` in its one error, or in a line each of what it puts back or reminds of, and
    takes `taken` rows; `repeats` of them speak of a firm another row has spoken of.
    """

    file: str
    what: str
    make: Callable[[Path, str], object]
    code: int
    says: tuple[str, ...] = ()
    taken: int = 0
    repeats: int = 0

    @property
    def firms(self) -> int:
        """Firms the ledger has afterwards that it had not before."""
        return self.taken - self.repeats


def raw(body: Callable[[str], bytes]) -> Callable[[Path, str], object]:
    return lambda path, name: path.write_bytes(body(name))


def text(template: str, encoding: str = "utf-8") -> Callable[[Path, str], object]:
    """A text file; `NAME` stands for the firm's name, `HEAD` for the usual headings."""
    return raw(lambda name: template.replace("HEAD", HEAD).replace("NAME", name).encode(encoding))


def book(rows: Callable[[str], Sequence[Sequence[Any]]], *merge: str) -> Callable[[Path, str], object]:
    """A workbook by openpyxl, without the time it was made."""

    def make(path: Path, name: str) -> None:
        made = Workbook()
        active = made.active
        assert active is not None
        active.title = "名录"
        for row in rows(name):
            active.append(list(row))
        for area in merge:
            active.merge_cells(area)
        out = io.BytesIO()
        made.save(out)
        path.write_bytes(out.getvalue())

    return make


def by_hand(rows: Callable[[str], dict[int, str]], after: str = "") -> Callable[[Path, str], object]:
    return raw(lambda name: package(parts(sheet(rows(name), after))))


def beside(extra: dict[str, bytes]) -> Callable[[Path, str], object]:
    return raw(lambda name: package({**parts(sheet(packages.firms([name]))), **extra}))


def folder(count: int) -> Callable[[Path, str], object]:
    def make(path: Path, name: str) -> None:
        path.mkdir()
        for number in range(count):
            line = f"{name}{number}号,山阳县\n"
            (path / f"{number:04}.csv").write_text("企业名称,所属区县\n" + line, encoding="utf-8")

    return make


def loop(path: Path, _name: str) -> None:
    path.symlink_to(path.name)


_ENCODED = "企业名称,所属区县,经营范围\nNAME,山阳县,含钒页岩提取五氧化二钒；矿产品销售\n"
_TRADITIONAL = "企業名稱,所屬區縣,經營範圍\nNAME,山陽縣,含釩頁岩提取五氧化二釩；礦產品銷售與技術服務\n"
_KINDS = "".join(
    json.dumps(line, ensure_ascii=False) + "\n"
    for line in (
        {"企业名称": "NAME"},
        {"企业名称": True},
        {"企业名称": {"全称": "某公司"}},
        {"企业名称": 12345},
        {"企业名称": ["甲", {"乙": 1}]},
        {"企业名称": "NAME丙", "职工人数": float("nan")},
        {"企业名称": "NAME丁", "职工人数": 10**400},
        {"企业名称": "NAME戊", "注册资本（万元）": 1e300},
    )
)

CASES = [
    # workbooks that attack
    Case(
        "远处一格.xlsx",
        "几 KB，一个格子在 XFD1048576",
        by_hand(lambda name: {**packages.firms([name]), 1048576: text_cell("XFD1048576", "x")}),
        3,
        ("XFD1048576",),
    ),
    Case(
        "压缩炸弹.xlsx",
        "字符串表解压后 1.2 GB",
        raw(lambda name: packages.bomb(name, 1200 << 20)),
        3,
        ("解压后",),
    ),
    Case("重叠.xlsx", "压缩包里两百个工作表指着同一段数据", raw(packages.overlapping), 3, ("损坏",)),
    Case("同名部件.xlsx", "压缩包里两个 sheet1.xml", raw(packages.twice), 3, ("损坏",)),
    Case("谎报大小.xlsx", "目录里写的大小比实际小", raw(packages.lying), 3, ("损坏",)),
    Case(
        "十亿笑_表.xlsx",
        "工作表里的 XML 实体层层翻倍",
        raw(lambda name: packages.laughing(SHEET, "worksheet", name)),
        3,
        ("实体",),
    ),
    Case(
        "十亿笑_字符串.xlsx",
        "字符串表里的 XML 实体层层翻倍",
        raw(lambda name: packages.laughing(STRINGS, "sst", name)),
        3,
        ("实体",),
    ),
    Case(
        "十亿笑_样式.xlsx",
        "样式表里的 XML 实体层层翻倍",
        raw(lambda name: packages.laughing(STYLES, "styleSheet", name)),
        3,
        ("实体",),
    ),
    Case(
        "合并全表.xlsx",
        "把整张表合并成一格",
        by_hand(
            lambda name: packages.firms([name]),
            '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>',
        ),
        3,
        ("合并",),
    ),
    Case(
        "标签没关.xlsx",
        "工作表的 XML 断在中间",
        raw(lambda name: package({**parts(""), SHEET: sheet(packages.firms([name]))[:-40]})),
        3,
        ("读不了",),
    ),
    Case(
        "部件UTF16.xlsx",
        "工作表的 XML 是 UTF-16",
        raw(lambda name: package({**parts(""), SHEET: sheet(packages.firms([name])).encode("utf-16")})),
        3,
        ("UTF-8",),
    ),
    # not what they are called
    Case(
        "截断.xlsx",
        "没有传完",
        raw(lambda name: package(parts(sheet(packages.firms([name]))))[:900]),
        3,
        ("损坏",),
    ),
    Case("空.xlsx", "0 字节", raw(lambda _: b""), 3, ("空的",)),
    Case("其实是文本.xlsx", "CSV 改名为 .xlsx", text("HEADNAME,山阳县,,,\n"), 3, ("是文本",)),
    Case(
        "其实是网页.xls",
        "HTML 改名为 .xls",
        raw(lambda _: b"<html><table><tr><td>1</td></tr></table>"),
        3,
        ("网页",),
    ),
    Case(
        "其实是网页.xlsx",
        "HTML 改名为 .xlsx",
        raw(lambda _: b"\n<!DOCTYPE html><table></table>"),
        3,
        ("网页",),
    ),
    Case(
        "其实是工作簿.csv",
        "xlsx 改名为 .csv",
        raw(lambda name: package(parts(sheet(packages.firms([name]))))),
        3,
        ("Excel 工作簿",),
    ),
    Case(
        "其实是工作簿.xls",
        "xlsx 改名为 .xls",
        raw(lambda name: package(parts(sheet(packages.firms([name]))))),
        3,
        ("Excel 工作簿",),
    ),
    Case(
        "其实是文档.xlsx",
        "Word 文档改名",
        raw(lambda _: package({"word/document.xml": "<w/>"})),
        3,
        ("Word",),
    ),
    Case(
        "炸弹套炸弹.xlsx",
        "压缩包里还是压缩包",
        raw(lambda name: package({"a.zip": packages.bomb(name, 8 << 20)})),
        3,
        ("压缩包",),
    ),
    Case("其实是PDF.csv", "PDF 改名", raw(lambda _: b"%PDF-1.7\n%\xe2\xe3"), 3, ("PDF",)),
    Case("图片.csv", "PNG 改名", raw(lambda _: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 3, ("不是文本",)),
    Case("旧版.xls", "Excel 97–2003", raw(lambda _: OLE), 3, ("旧版", ".xlsx")),
    Case("金山.et", "WPS 表格", raw(lambda _: OLE), 3, ("WPS", ".xlsx")),
    Case(
        "自由.ods",
        "OpenDocument",
        raw(lambda _: package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})),
        3,
        ("OpenDocument", ".xlsx"),
    ),
    Case(
        "二进制.xlsb",
        "二进制工作簿",
        raw(lambda _: package({"xl/workbook.bin": b"\x83"})),
        3,
        ("xlsb", ".xlsx"),
    ),
    Case(
        "有密码.xlsx",
        "设了打开密码（OLE2 加密包）",
        raw(lambda _: OLE + "EncryptedPackage".encode("utf-16-le")),
        3,
        ("密码",),
    ),
    Case("坏.csv.gz", "压缩文件损坏", raw(lambda _: b"\x1f\x8b\x08junk"), 3, ("压缩文件损坏",)),
    Case(
        "炸弹.csv.gz",
        "150 KB 解压成 150 MB",
        raw(lambda _: gzip.compress(b"," * (1 << 20), mtime=0) * 150),
        3,
        ("解压后",),
    ),
    # what spreadsheets do to values
    Case("宏.xlsm", "带宏的工作簿", beside({"xl/vbaProject.bin": OLE}), 0, ("宏",), 1),
    Case(
        "外部链接.xlsx",
        "引用别的工作簿",
        beside({"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        0,
        ("引用",),
        1,
    ),
    Case(
        "公式没有值.xlsx",
        "公式没有存下算出的值",
        book(lambda name: [["企业名称", "注册资本（万元）"], [name, "=1+1"], [name + "乙", 5]]),
        1,
        ("第 2 行 注册资本（万元）.*公式",),
        1,
    ),
    Case(
        "公式出错.xlsx",
        "#REF! 和 #N/A",
        by_hand(
            lambda name: {
                1: text_cell("A1", "企业名称") + text_cell("B1", "职工人数"),
                2: text_cell("A2", name) + '<c r="B2" t="e"><f>A9</f><v>#REF!</v></c>',
                3: text_cell("A3", name + "乙") + '<c r="B3" t="e"><v>#N/A</v></c>',
            }
        ),
        1,
        ("第 2 行 职工人数.*#REF!", "第 3 行 职工人数.*#N/A"),
    ),
    Case(
        "代码成数字.xlsx",
        "信用代码存成了数字，丢了末几位",
        book(lambda name: [["企业名称", "统一社会信用代码"], [name, 916110240000000000], [name + "乙", ""]]),
        1,
        ("第 2 行 统一社会信用代码.*丢失",),
        1,
    ),
    Case(
        "科学记数.csv",
        "信用代码写成 9.16E+17，电话写成 1.38E+10",
        text("企业名称,统一社会信用代码,联系电话\nNAME,9.1611E+17,\nNAME乙,,1.38E+10\n"),
        1,
        ("第 2 行 统一社会信用代码.*丢失", "第 3 行 联系电话.*丢失"),
    ),
    Case(
        "合并单元格.xlsx",
        "区县跨三行合并",
        book(
            lambda name: [
                ["企业名称", "所属区县"],
                [name, "山阳县"],
                [name + "乙", None],
                [name + "丙", None],
            ],
            "B2:B4",
        ),
        0,
        (),
        3,
    ),
    Case(
        "一万六千列.xlsx",
        "16,384 列",
        by_hand(
            lambda name: {
                1: text_cell("A1", "企业名称")
                + "".join(text_cell(f"{_letters(n)}1", f"列{n}") for n in range(2, 16385)),
                2: text_cell("A2", name) + text_cell("XFD2", "尾"),
            }
        ),
        0,
        ("还有 16333 列",),
        1,
    ),
    Case(
        "三万字.xlsx",
        "一格 32,767 字",
        book(lambda name: [["企业名称", "经营范围"], [name, "钒" * 32767]]),
        0,
        (),
        1,
    ),
    Case(
        "默认日期.xlsx",
        "1900 和 9999 年",
        book(
            lambda name: [
                ["企业名称", "成立日期"],
                [name, date(1900, 1, 1)],
                [name + "乙", date(9999, 12, 31)],
            ]
        ),
        1,
        ("第 2 行 成立日期", "第 3 行 成立日期"),
    ),
    # text tables
    Case("国标.csv", "GB18030", text(_ENCODED, "gb18030"), 0, (), 1),
    Case("BOM.csv", "UTF-8 带 BOM", text(_ENCODED, "utf-8-sig"), 0, (), 1),
    Case("UTF16.csv", "UTF-16 带 BOM", text(_ENCODED, "utf-16"), 0, (), 1),
    Case("UTF16LE.csv", "UTF-16 小端，没有 BOM", text(_ENCODED, "utf-16-le"), 0, (), 1),
    Case("UTF16BE.csv", "UTF-16 大端，没有 BOM", text(_ENCODED, "utf-16-be"), 0, (), 1),
    Case("大五码.csv", "Big5", text(_TRADITIONAL, "cp950"), 0, ("Big5",), 1),
    Case(
        "混合编码.csv",
        "UTF-8 的表里有一行 GB18030",
        raw(
            lambda name: (
                "".join((HEAD, f"{name},山阳县,,,\n")).encode()
                + f"{name}乙厂,山阳县,,,\n".encode("gb18030")
                + f"{name}丙,山阳县,,,\n{name}丁,山阳县,,,\n".encode()
            )
        ),
        1,
        ("第 3 行 企业名称.*乱码",),
        3,
    ),
    Case(
        "全是乱字节.csv",
        "哪种编码都不是",
        raw(lambda _: "企业名称\n商洛".encode() + b"\xff\xfe\xfa\xc3"),
        3,
        ("编码",),
    ),
    Case(
        "乱码.csv",
        "锟斤拷、UTF-8 当成 GBK 和拉丁文读过",
        text("企业名称\nNAME\n锟斤拷锟斤拷有限公司\n鍟嗘礇绀轰緥\nå•†æ´›ç¤ºä¾‹\n"),
        1,
        ("第 3 行 企业名称.*乱码", "第 4 行 企业名称.*乱码", "第 5 行 企业名称.*乱码"),
        1,
    ),
    Case(
        "看不见的字.csv",
        "控制字符和零宽字符",
        text("企业\u200b名称,所属区县\n\u200bNAME\x07,山\u200d阳县\n"),
        0,
        (),
        1,
    ),
    Case("重复表头.csv", "两个备注列", text("企业名称,备注,备注\nNAME,甲,乙\n"), 0, ("备注#2",), 1),
    Case(
        "坏金额.csv",
        "负数、NaN、无穷大的金额",
        text("企业名称,注册资本（万元）\nNAME,-50\nNAME乙,NaN\nNAME丙,1e999\nNAME丁,50\n"),
        1,
        ("第 2 行 注册资本（万元）.*负数", "第 3 行 注册资本（万元）", "第 4 行 注册资本（万元）"),
        1,
    ),
    Case(
        "同一家两个说法.csv",
        "同一企业两行，注册资本不同",
        text("企业名称,注册资本（万元）\nNAME,50\nNAME,80\n"),
        0,
        ("第 3 行 注册资本（万元）.*第 2 行",),
        2,
        1,
    ),
    Case(
        "长格.csv",
        "一格 140,000 字",
        text(f"企业名称,经营范围\nNAME,{'钒' * 140_000}\nNAME乙,茶叶\n"),
        1,
        ("第 2 行 经营范围.*32767",),
        1,
    ),
    Case("空字节.csv", "第 3 行有 NUL", text("企业名称\nNAME\n坏\x00的\n"), 3, ("第 3 行",)),
    Case("引号.csv", "引号没有配对", text('企业名称\nNAME\n"NAME乙\nNAME丙\n'), 3, ("第 3 行.*引号",)),
    Case(
        "参差.csv",
        "有的行多几格，有的少",
        text("企业名称,所属区县\nNAME,山阳县,多,的\nNAME乙\nNAME丙,山阳县\n"),
        1,
        ("第 2 行.*表头之外",),
        2,
    ),
    Case("只有表头.csv", "没有数据行", text("企业名称,所属区县\n"), 0, ("没有数据行",)),
    Case("空行.csv", "只有空行", text("\n\n ,\n"), 3, ("没有表格",)),
    Case("公式文字.csv", "名称以 = 开头", text("企业名称\n=NAME\n'=NAME乙\n"), 0, (), 2),
    # json lines
    Case(
        "类型不对.jsonl",
        "名称是真假、对象、数，数是 NaN、四百位",
        text(_KINDS),
        1,
        (
            "第 2 行.*TRUE",
            "第 3 行.*JSON",
            "第 4 行.*数字",
            "第 5 行.*JSON",
            "第 6 行 职工人数",
            "第 7 行 职工人数",
            "第 8 行 注册资本",
        ),
        1,
    ),
    Case(
        "深嵌套.jsonl",
        "十万层方括号",
        text("[" * 100_000 + '\n{"企业名称": "NAME"}\n'),
        1,
        ("第 1 行.*JSON",),
        1,
    ),
    Case(
        "大整数.jsonl",
        "一万位的整数",
        text('{"企业名称": "NAME", "职工人数": ' + "9" * 10_000 + "}\n"),
        3,
        ("第 1 行.*JSON",),
    ),
    Case(
        "一名两写.jsonl",
        "同一个列名写了两次",
        text('{"企业名称": "NAME", "企业名称": "乙"}\n{"企业名称": "NAME丙"}\n'),
        1,
        ("第 1 行.*两次",),
        1,
    ),
    Case(
        "行分隔符.jsonl",
        "文字里有 U+2028",
        text('{"企业名称": "NAME", "经营范围": "钒\u2028矿"}\n'),
        0,
        (),
        1,
    ),
    # paths
    Case("一千个文件", "一千个文件的文件夹", folder(1000), 0, (), 1000),
    Case("文件夹.xlsx", "名叫 .xlsx 的空文件夹", folder(0), 3, ("是文件夹",)),
    Case("转圈.csv", "指向自己的链接", loop, 3, ("链接",)),
    Case("怪 '名[red]\"$(x);\\&字.csv", "路径里有引号、方括号和空格", text("企业名称\nNAME\n"), 0, (), 1),
    Case(f"{'长' * 200}.csv", "文件名太长", lambda _path, _name: None, 3, ("打不开",)),
]


def _letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
