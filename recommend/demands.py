"""What a need asks for, kept apart from what it says of the present."""

from __future__ import annotations

import re

from recommend.quantities import Quantity, quantities
from text.fold import fold

_WANT = "希望|要求|需要|目标|期望|力争|争取|拟|计划|提高[到至]|提升[到至]|降低?[到至]|控制在|必须|满足"
_IS = (
    "已经?(?:提高|提升|达到?|降低?)[到至]?|目前|现有|现在|当前|现状|原有|原来|国内|国外|传统|一般|通常|以往|仅|只有|只能|不足|"
    "不到|达不到|存在|现行|现(?=[日年有用])|已经?|以前|过去"
)
_CUE = re.compile(f"(?P<is>{_IS})|(?P<want>{_WANT})")
_CLAUSE = re.compile(r"[。;!?\n]|,(?!\d{3}(?!\d))")
_HEADING = re.compile(
    r"(?:^|[。;!?\n\s\d、.)])(?:[^\s。,;:]{0,8})(?:(?P<is>现状|背景|问题|概况|简介|基础|条件|水平)|"
    r"(?P<want>需求|目标|指标|要求|任务|内容))[^\s。,;:]{0,4}:"
)
_SO = re.compile("^[^,]{0,4}(?:波动|左右|时|条件下)")
"""What follows a number that is only so."""
_CAPACITY = ("处理量", "日处理量", "年产量")


def demanded(text: str) -> list[Quantity]:
    """The conditions a need's text sets, in order: with a bound or a range, a word of wanting, or a capacity,
    and not said of the present, of others or in a section on the background.

    >>> [(q.attribute, q.said) for q in demanded("钒收率约 65%，希望提高到 80% 以上")]
    [('收率', '提高到 80% 以上')]
    """
    found = quantities(text)
    return [one for one in found if _wanted(one, fold(text[: one.start]).text, fold(text[one.end :]).text)]


def _wanted(one: Quantity, before: str, after: str) -> bool:
    worse = (one.better == "up" and one.low is None) or (one.better == "down" and one.high is None)
    if worse or _SO.search(_CLAUSE.split(after)[0]):
        return False
    cues = list(_CUE.finditer(_CLAUSE.split(before)[-1]))
    if cues:
        return cues[-1].lastgroup == "want"
    if one.better == "none" and one.said.startswith("达"):
        return False
    headings = list(_HEADING.finditer(before))
    if headings and headings[-1].lastgroup == "is":
        return False
    return one.low != one.high or one.dimension in _CAPACITY
