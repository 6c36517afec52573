"""An amount in 元; what is more or less than one exact number keeps its bounds and its words.

>>> [clean(x, Options()) for x in ("50万元", "1.2亿", "1,200", "贰佰万元整", "¥3,000.50", 12.5, "50w RMB")]
[500000, 120000000, 1200, 2000000, 3000.5, 12.5, 500000]
>>> [clean(x, Options(unit="万元")) for x in (50, "3000元", "三十五")]
[500000, 3000, 350000]
>>> clean("约50万元", Options()), clean("不超过50万", Options()), clean("100余万", Options())
(Said(exact=500000, text='约50万元'), Said(high=500000, text='不超过50万'), Said(low=1000000, text='100余万'))
>>> clean("3-5", Options(unit="万元")), clean("三到五千万", Options())
(Said(low=30000, high=50000, text='3-5'), Said(low=30000000, high=50000000, text='三到五千万'))
>>> clean("面议", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: 看不懂金额“面议”：请写数和单位，如 50万元 或 3-5万元；没有就清空。
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import NoReturn

from ontology.values import numerals
from ontology.values.base import InvalidValue, Options, Raw, Said, ValueType
from ontology.values.bounds import stripped
from ontology.values.privacy import as_said, quoted
from ontology.values.quantity import LONGEST, normal, plain

_FOREIGN = re.compile(
    "[美港欧日韩澳加]元|新台币|台币|港币|美金|美刀|日[圆币]|英镑|欧洲?元|卢布|法郎|泰铢|新加坡元|澳门元|[$€£₩₽]"
    "|usd|hkd|eur|gbp|jpy|krw|aud|cad|chf|twd|mop|sgd|rub|thb"
)
_LEAD = re.compile(r"^(?:人民币|rmb|cny)?(?:\(大写\)|大写)?:?¥?")
_TRAIL = re.compile(r"(?:(元|圆|块钱?|\(元\))整?|整)?(?:\(?(?:人民币|rmb|cny)\)?)?\Z")
_DIGIT = "[1-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_CENTS = re.compile(f"(.+[元圆块])零?(?:({_DIGIT})角)?零?(?:({_DIGIT})分)?整?")
_NEGATIVE = re.compile(rf"[-负](?=[¥\d]|{_DIGIT})")
_UNITS = "十百千拾佰仟"
_TWO_SIDED = re.compile(r"(.+?)(?:\(含\)|及)?以上[,、至到]?(.+?)(?:\(含\)|及)?以下")
_BETWEEN = re.compile(r"[-~至到]+")


def clean(raw: Raw, options: Options) -> int | float | Said:
    """The amount in 元; a bare number counts in `options.unit`. Bounds and doubts come as `Said`."""
    text = _text(raw, options)
    exact = _exact(text, options, raw)
    if exact is not None:
        return plain(exact)
    words, rest = stripped(text)
    ends = _ends(text, options, raw) or (_ends(rest, options, raw) if words == {"about"} else None)
    if ends:
        return Said(low=plain(ends[0]), high=plain(ends[1]), text=as_said(raw))
    number = _exact(rest, options, raw) if words and not words >= {"low", "high"} else None
    if number is None:
        _refuse(raw)
    place = next(iter(words - {"about"}), "exact")
    return Said(**{place: plain(number)}, text=as_said(raw))


def _text(raw: Raw, options: Options) -> str:
    """A cell in one form; what is surely no amount of yuan is refused."""
    if isinstance(raw, dt.date):
        why = "多半是 Excel 自动改了“3-5”这样的写法：请把单元格设为文本再填。"
        raise InvalidValue("money_date", f"金额栏里是日期{quoted(raw)}，{why}")
    text = normal(raw)
    if isinstance(raw, bool) or len(text) > LONGEST:
        _refuse(raw)
    if _FOREIGN.search(text) or _FOREIGN.search(options.unit.lower()):
        message = f"金额{quoted(raw)}不是人民币：请折合成人民币再填，原币金额可写在备注里。"
        raise InvalidValue("money_currency", message)
    if _NEGATIVE.match(text):
        raise InvalidValue("money_negative", f"金额{quoted(raw)}是负数：请核对后填正数或 0。")
    return text


def _exact(text: str, options: Options, raw: Raw) -> Decimal | None:
    """One amount in 元, or None."""
    body, yuan, cents = _parts(text)
    number = _scientific(body) if "e" in body else numerals.read(body)
    if number is None or (yuan and re.search(f"[百千佰仟万亿]{_DIGIT}$", body)):
        return None
    amount = number * (Decimal(1) if yuan else _factor(body, options, raw)) + cents
    if amount > numerals.LARGEST:
        raise InvalidValue("money_large", f"金额{quoted(raw)}大得不可能：请核对数和单位。")
    return amount


def _parts(text: str) -> tuple[str, bool, Decimal]:
    """The numeral, whether 元 is written, and what 角 and 分 add.

    >>> _parts("人民币(大写)叁元伍角整"), _parts("50w(rmb)")
    (('叁', True, Decimal('0.5')), ('50w', False, Decimal('0')))
    """
    sign, text, cents = "¥" in text, _LEAD.sub("", text), Decimal(0)
    if match := _CENTS.fullmatch(text):
        tens, ones = (int(numerals.arabic(digit or "0")) for digit in match.groups()[1:])
        text, cents = match[1], Decimal(tens * 10 + ones) / 100
    tail = _TRAIL.search(text)
    assert tail
    return text[: tail.start()], sign or bool(tail[1]), cents


def _scientific(body: str) -> Decimal | None:
    """1.2e+15, as a reader may give a number of a cell."""
    return Decimal(body) if re.fullmatch(r"\d+(?:\.\d+)?e[+-]?\d{1,2}", body) else None


def _factor(body: str, options: Options, raw: Raw) -> Decimal:
    """What one of a numeral without 元 counts: 1 where it says 万 or 亿, else the property's unit."""
    if re.search("[万亿wk]", body):
        return Decimal(1)
    factor = _unit(options.unit)
    if factor is None:
        _refuse(raw)
    if factor > 1 and re.search("[百千佰仟]", body):
        message = f"看不出{quoted(raw)}是元还是{options.unit}：请把单位写全，如 {body}元 或 {body}万元。"
        raise InvalidValue("money_unit", message)
    return factor


@cache
def _unit(name: str) -> Decimal | None:
    return numerals.read("1" + name.removesuffix("元"))


def _ends(text: str, options: Options, raw: Raw) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range; the left one takes the unit of the right one where it names none."""
    sides = [match.groups() for match in [_TWO_SIDED.fullmatch(text)] if match]
    sides += [(text[: mark.start()], text[mark.end() :]) for mark in _BETWEEN.finditer(text)]
    for left, right in sides:
        if re.match(r"0\d", left):  # an area code
            continue
        low = _exact(_with_unit(left, right), options, raw)
        high = _exact(right, options, raw)
        if low is None or high is None or _bare(right) > _bare(left):
            continue
        if low <= high:
            return low, high
        message = f"金额{quoted(raw)}的下限大于上限：请核对，并把两边的单位都写全，如 5000元-1万元。"
        raise InvalidValue("money_order", message)
    return _spoken(text, options, raw)


def _bare(text: str) -> bool:
    return not re.search("[万亿wk元圆块]", text)


def _with_unit(left: str, right: str) -> str:
    """The left end of 3-5万 as 3万, of 三十到五十万 as 三十万, of 500-1000元 as 500元."""
    if not _bare(left):
        return left
    body, yuan, _ = _parts(right)
    unit = body[len(body.rstrip(_UNITS + "万亿wk")) :]
    if left.endswith(tuple(_UNITS)):
        unit = unit.lstrip(_UNITS)
    return left + unit + ("元" if yuan else "")


def _spoken(text: str, options: Options, raw: Raw) -> tuple[Decimal, Decimal] | None:
    """两三万, 二三十万, 三五百万: two digits side by side are two numbers, where the second is larger.

    >>> _spoken("两三百万", Options(), "")
    (Decimal('2000000'), Decimal('3000000'))
    """
    match = re.fullmatch(r"([一二两三四五六七八])([二三四五六七八九])([十百千万亿]+元?)", text)
    if not match or not re.search("[万亿元]", match[3]):
        return None
    low, high = (_exact(digit + match[3], options, raw) for digit in match.groups()[:2])
    return (low, high) if low and high and low < high else None


def _refuse(raw: Raw) -> NoReturn:
    message = f"看不懂金额{quoted(raw)}：请写数和单位，如 50万元 或 3-5万元；没有就清空。"
    raise InvalidValue("money_form", message)


TYPE = ValueType(
    "money", "金额（元）", clean, companions={"_min": "number", "_max": "number", "_text": "text"}
)
