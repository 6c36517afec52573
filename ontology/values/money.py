"""An amount in 元; what is more or less than one exact number keeps its bounds and its words.

>>> [clean(x, Options()) for x in ("50万元", "1.2亿", "1,200", "3000元", "¥3,000.50", "贰佰万元整", 12.5)]
[500000, 120000000, 1200, 3000, 3000.5, 2000000, 12.5]
>>> clean(50, Options(unit="万元")), clean("3000元", Options(unit="万元"))
(500000, 3000)
>>> clean("约50万元", Options()), clean("不超过50万", Options())
(Said(exact=500000, text='约50万元'), Said(high=500000, text='不超过50万'))
>>> clean("3-5万", Options())
Said(low=30000, high=50000, text='3-5万')
>>> clean("面议", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: 看不懂金额“面议”：请填一个数和单位，如 50万元；没有定数就把单元格清空。
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ontology.values import numerals, quantity
from ontology.values.base import InvalidValue, Options, Raw, Said, ValueType
from ontology.values.fold import as_text, one_line
from ontology.values.privacy import as_said, quoted

_UNITS = {"百": 10**2, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "亿": 10**8}
_FOREIGN = re.compile(r"美元|美金|美刀|港元|港币|欧元|日元|英镑|韩元|卢布|usd|hkd|eur|jpy|gbp|[$€£]")
_YUAN = re.compile(r"人民币|rmb|cny|[¥￥]|\([元圆]\)|[元圆块](?:整|钱)?|整$")
_ABOUT = re.compile(r"^(?:大?约|大概|将?近|预计|估计|估算|拟投?入?)|(?:左右|上下)$")
_MOST = re.compile(
    r"^(?:不超过|不高于|不多于|至多|最多|最高|低于|少于|不到|小于|不足|[≤<]=?)|(?:以内|以下|之内)$"
)
_LEAST = re.compile(r"^(?:不低于|不少于|不小于|至少|最少|最低|超过|高于|多于|大于|[≥>]=?)|(?:以上|起)$")
_OVER = re.compile(r"(?<=[\d十百千万亿])[余多](?=[百千万亿]|$)")
_BETWEEN = re.compile(r"(.+?)(?:-|~|—|–|−|至|到)+(.+)")
_NEIGHBOURS = re.compile(r"([一二三四五六七八])([二三四五六七八九])([十百千万亿].*)")
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([百千万亿kw]*)")


def clean(raw: Raw, options: Options) -> int | float | Said:
    """The amount in 元; a bare number counts in `options.unit`. Bounds and doubts come as `Said`."""
    if isinstance(raw, bool):
        raise _unreadable(raw)
    text = _folded(raw)
    if _FOREIGN.search(text) or _FOREIGN.search(options.unit):
        message = f"金额{quoted(raw)}不是人民币：请折合成人民币再填，原币金额可写在备注里。"
        raise InvalidValue("money_currency", message)
    if text.startswith("-") and _exact(text[1:], options) is not None:
        raise InvalidValue("money_negative", f"金额{quoted(raw)}是负数：请核对后填正数或 0。")
    exact = _exact(text, options)
    if exact is not None:
        return quantity.plain(exact)
    said = _vague(text, options, as_said(raw))
    if said is None:
        raise _unreadable(raw)
    return said


def _unreadable(raw: Raw) -> InvalidValue:
    message = f"看不懂金额{quoted(raw)}：请填一个数和单位，如 50万元；没有定数就把单元格清空。"
    return InvalidValue("money_form", message)


def _folded(raw: Raw) -> str:
    text = unicodedata.normalize("NFKC", one_line(as_text(raw))).lower()
    return re.sub(r"\s+", "", text).replace("萬", "万").replace("億", "亿").replace("−", "-")


def _vague(text: str, options: Options, words: str) -> Said | None:
    """An amount with a bound, a doubt, or two ends."""
    if _ABOUT.search(text):
        exact = _exact(_ABOUT.sub("", text), options)
        if exact is not None:
            return Said(exact=quantity.plain(exact), text=words)
    for form, end in ((_MOST, "high"), (_LEAST, "low"), (_OVER, "low")):
        if form.search(_without_yuan(text) if form is _OVER else text):
            bare = form.sub("", _without_yuan(text) if form is _OVER else text)
            bound = _exact(bare, options, yuan="元" in text)
            return None if bound is None else Said(**{end: quantity.plain(bound)}, text=words)
    ends = _ends(_ABOUT.sub("", text))
    low, high = (_exact(one, options, yuan="元" in text) for one in ends) if ends else (None, None)
    if low is None or high is None:
        return None
    if low > high:
        raise InvalidValue("money_order", f"金额“{words}”的下限比上限大：请核对两个数和单位。")
    return Said(low=quantity.plain(low), high=quantity.plain(high), text=words)


def _ends(text: str) -> tuple[str, str] | None:
    """Both ends of a range, the first with the unit of the second where it has none."""
    if near := _NEIGHBOURS.fullmatch(text):
        return near[1] + near[3], near[2] + near[3]
    between = _BETWEEN.fullmatch(text)
    if not between:
        return None
    first, second = between[1], between[2]
    unit = re.search(r"[百千万亿kw]*(?:元|圆|块)?$", second)
    if unit and re.fullmatch(
        rf"[¥￥]?(?:[\d.,]+|{numerals.NUMERAL.replace('百', '').replace('千', '')}+)", first
    ):
        bare = not re.search(r"[百千万亿kw]|元|圆|块", first)
        return (first + unit[0] if bare else first), second
    return first, second


def _without_yuan(text: str) -> str:
    return _YUAN.sub("", text)


def _exact(text: str, options: Options, *, yuan: bool = False) -> Decimal | None:
    """The one number a text gives, in 元; None where it gives none. `yuan`: 元 stood elsewhere in it."""
    bare = _without_yuan(text)
    named = yuan or bool(re.search("[元圆块¥￥]", text))
    found = _jiao(bare) or _arabic(bare)
    if found is None and re.fullmatch(f"{numerals.NUMERAL}+", bare):
        number = numerals.read(bare)
        # 五千 under a heading in 万元 may mean either: only what names 万, 亿 or 元 is clear.
        clear = named or bool(re.search("[万亿]", bare)) or _factor(options.unit) == 1
        found = None if number is None or not clear else (number, True)
    if found is None or found[0] > quantity.LARGEST:
        return None
    number, own_unit = found
    return number if own_unit or named else number * _factor(options.unit)


def _arabic(text: str) -> tuple[Decimal, bool] | None:
    """(number, whether it brings a unit of its own): 1亿2000万 is a sum of ever smaller parts."""
    total, smallest, place, own = Decimal(0), Decimal(0), 0, False
    while place < len(text):
        match = _ARABIC.match(text, place)
        factor = Decimal(1)
        for one in match[3] if match else "":
            factor *= _UNITS[one]
        if not match or (place and factor >= smallest) or (place and not match[3]):
            return None
        part = Decimal(match[1].replace(",", "") + (match[2] or "")) * factor
        if place and part >= smallest:
            return None
        total, smallest, place, own = total + part, factor, match.end(), own or bool(match[3])
    return (total, own) if text else None


def _jiao(text: str) -> tuple[Decimal, bool] | None:
    """A written-out amount with its 角 and 分, once 元 has been taken out: 壹仟贰佰伍角."""
    match = re.fullmatch(
        rf"({numerals.NUMERAL}+?)([一二三四五六七八九壹贰叁肆伍陆柒捌玖])角(?:零?([一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?",
        text,
    )
    if not match or (whole := numerals.read(match[1])) is None:
        return None
    parts = [numerals.read(match[place]) or Decimal(0) if match[place] else Decimal(0) for place in (2, 3)]
    return whole + parts[0] / 10 + parts[1] / 100, True


def _factor(unit: str) -> Decimal:
    factor = Decimal(1)
    for one in _without_yuan(unit.lower()):
        if one not in _UNITS and one != "十":
            return Decimal(1)
        factor *= 10 if one == "十" else _UNITS[one]
    return factor


TYPE = ValueType(
    "money", "金额（元）", clean, companions={"_min": "number", "_max": "number", "_text": "text"}
)
