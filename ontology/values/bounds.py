"""Words around a number that make it less than exact: about, at most, at least.

>>> [stripped(x)[1] for x in ("约50万元左右", "不超过50万", "50万(含)以上", "近50万", "50余万元")]
['50万元', '50万', '50万', '50万', '50万元']
>>> [*stripped("不超过50万")[0], *stripped("100万多")[0], *stripped("50万许")[0]]
['high', 'low', 'about']
"""

from __future__ import annotations

import re

_BEFORE = {
    "about": "大约|约为|约计|约|接近|将近|近|大概|大致|估计|预估|预计|预算|暂定|拟|计划|≈|~",
    "high": "不超过|不超|不多于|不高于|不大于|不足|不到|不满|少于|低于|小于|至多|最多|最高|上限|<=|<|≤|≦",
    "low": "不低于|不少于|不小于|至少|最少|最低|超过|高于|大于|多于|下限|超|逾|>=|>|≥|≧",
}
_AFTER = {
    "about": "左右|上下|前后|许",
    "high": r"(?:\(含\)|及)?(?:以内|之内|内|以下|之下)(?:\(含\))?|封顶|为限",
    "low": r"(?:\(含\)|及)?(?:以上|之上)(?:\(含\))?|起步|起|多|余",
}
_MORE = re.compile(r"(?<=[0-9十百千万亿拾佰仟])[多余](?=[百千万亿元])")


def _any(words: dict[str, str], form: str) -> re.Pattern[str]:
    return re.compile(form.format("|".join(f"(?P<{name}>{listed})" for name, listed in words.items())))


_LEAD, _TRAIL = _any(_BEFORE, "(?:{}):?"), _any(_AFTER, "(.+?)(?:{})")


def stripped(text: str) -> tuple[frozenset[str], str]:
    """What the words say ("about", "low": at least that, "high": at most that), and the text without them."""
    words: set[str] = set()
    while match := _LEAD.match(text):
        words.add(str(match.lastgroup))
        text = text[match.end() :]
    while match := _TRAIL.fullmatch(text):
        words.add(str(match.lastgroup))
        text = match[1]
    bare = _MORE.sub("", text, count=1)
    return frozenset(words | ({"low"} if bare != text else set())), bare
