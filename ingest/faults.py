"""What is wrong with a cell before its value is looked at: a formula that failed, digits a spreadsheet has
dropped, text read by the wrong table of characters.
"""

from __future__ import annotations

import re
from datetime import date

from ingest.sheet import Formula
from ontology.values.base import Raw

LONGEST = 32_767
"""Characters a cell of a spreadsheet can hold; more is what a missing quotation mark makes of many rows."""
EXACT = 10**15
"""A spreadsheet's numbers keep 15 digits; the others are zeros, whatever was typed."""
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
_SHORTENED = re.compile(r"[-+]?\d(?:\.\d+)?[Ee]\+[1-9]\d")
_MAY_BE_LARGE = frozenset(("money", "integer", "number", "text"))
"""Types of which 1.2E+10 is a value. Any other takes it from a code whose digits are gone."""
_TRUTH = frozenset(("flag", "text", "choice", "keyword"))

_LATIN = re.compile("[ÂÃâãäåæçèé][\u0080-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_KNOWN = re.compile("\ufffd|锟斤|斤拷|烫烫烫|屯屯屯")
_MARKS = "，。；：、！？（）“”‘’《》【】·—…"


def _doubled() -> re.Pattern[str]:
    """Characters whose bytes in GB18030 begin a Chinese character in UTF-8, followed by one that goes on."""
    first = (
        bytes((lead, trail)) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0) if trail != 0x7F
    )
    return re.compile(f"[{''.join(pair.decode('gb18030') for pair in first)}]")


_GB = _doubled()


def fault(raw: Raw, value_type: str) -> tuple[str, str] | None:
    """(code, message) of what is wrong with a cell whatever it should hold; None for a sound one."""
    if isinstance(raw, str):
        return _text_fault(raw, value_type)
    if isinstance(raw, bool):
        return None if value_type in _TRUTH else ("cell_truth", "这一格是 TRUE/FALSE，不是值：请改填文字或数")
    if isinstance(raw, float) and abs(raw) >= EXACT:
        return _digits_lost()
    if isinstance(raw, date) and raw.year == 1900:
        return "date_default", "1900 年的日期多半是空格或一个小数目被当成了日期：请核对后改正，没有就清空"
    return None


def _text_fault(text: str, value_type: str) -> tuple[str, str] | None:
    if len(text) > LONGEST:
        message = f"这一格长 {len(text)} 字，超过一格的上限 {LONGEST}：多半是引号没有配对，把几行并成了一格"
        return "cell_long", message
    if isinstance(text, Formula):
        message = "这一格是公式，但文件里没有存下算出的值：用 Excel 打开、保存一次，或改填值"
        return "formula_without_value", message
    if text.startswith("#") and text.strip() in _ERRORS:
        return "formula_error", f"这一格是公式错误 {text.strip()}：请在 Excel 里改正公式或填值"
    if value_type not in _MAY_BE_LARGE and _SHORTENED.fullmatch(text.strip()):
        return _digits_lost()
    if not text.isascii() and _garbled(text):
        return "garbled", "这一格是乱码（编码转换时坏了）：请对照原件重新填写"
    return None


def _digits_lost() -> tuple[str, str]:
    message = "这一格存成了数字，15 位以后的数字已经丢失：把这一列设为“文本”格式，对照原件重新填写"
    return "digits_lost", message


def _garbled(text: str) -> bool:
    """Whether a text shows for certain that it was read by the wrong table.

    >>> [_garbled(x) for x in ("锟斤拷", "å•†æ´›", "CafÃ©", "鍟嗘礇绀轰緥", "商洛钒业", "café", "浃洽")]
    [True, True, True, True, False, False, False]
    """
    if _KNOWN.search(text):
        return True
    if _LATIN.search(text):
        return _turns_to(text, "cp1252") or _turns_to(text, "latin-1")
    return bool(_GB.search(text)) and _turns_to(text, "gb18030", broken=1, least=2)


def _turns_to(text: str, encoding: str, *, broken: int = 0, least: int = 1) -> bool:
    """Whether the bytes of a text in `encoding` are UTF-8 of words, but for some that were lost."""
    try:
        meant = text.encode(encoding).decode("utf-8", "replace")
    except UnicodeEncodeError:
        return False
    others = [c for c in meant if not c.isascii()]
    words = sum(c.isalpha() for c in others)
    wrong = sum(c == "\ufffd" or (not c.isalnum() and c.isprintable() and c not in _MARKS) for c in others)
    return words >= least and wrong <= broken
