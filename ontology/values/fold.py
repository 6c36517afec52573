"""What the value types share: a cell as text, and folding of width, script and spaces."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ontology.values.base import Raw

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def as_text(raw: Raw) -> str:
    """A cell as its reader would write it: no trailing .0, no midnight.

    >>> as_text(3912.0), as_text(0.5), as_text(True), as_text(datetime(2023, 4, 24))
    ('3912', '0.5', '是', '2023-04-24')
    """
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw)


def tidy(raw: Raw) -> str:
    r"""Text in NFC without control and invisible characters, stripped.

    NFC, not NFKC: NFKC would turn m² into m2 and ① into 1.

    >>> tidy(" 面积 5 m²\x0b\n合格 ")
    '面积 5 m² 合格'
    """
    text = as_text(raw)
    if not text.isprintable():
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def one_line(raw: Raw) -> str:
    """Like `tidy`, with runs of spaces made one.

    >>> one_line("秦岭　 矿业")
    '秦岭 矿业'
    """
    return _SPACES.sub(" ", tidy(raw))


def compact(raw: Raw) -> str:
    """For codes: half-width, upper-case, nothing invisible, no spaces.

    >>> compact("ｃｎ 2023　1")
    'CN20231'
    """
    text = as_text(raw)
    if text.isascii() and text.isalnum():
        return text.upper()
    return _SPACES.sub("", unicodedata.normalize("NFKC", tidy(text))).upper()


def folded(text: str) -> str:
    """For comparing names: half-width, simplified, no spaces, lower-case.

    >>> folded("鎮安 縣"), folded("ＡＢＣ公司")
    ('镇安县', 'abc公司')
    """
    return _SPACES.sub("", simplified(unicodedata.normalize("NFKC", text))).lower()


def simplified(text: str) -> str:
    """Traditional characters made simplified one by one, so that context cannot change a name.

    >>> simplified("商洛市鎮安縣")
    '商洛市镇安县'
    """
    return text if text.isascii() else text.translate(_SIMPLIFIED)


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


class _Simplified(dict[int, str]):
    """A translation table that asks OpenCC once a character."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        found = character if point < 0x2E80 else _converter()(character)
        self[point] = found
        return found


_SIMPLIFIED = _Simplified()
