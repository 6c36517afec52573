"""A web address with http or https.

>>> clean(" HTTPS://Www.Shangluo.gov.cn/a?b=1 ", Options())
'https://www.shangluo.gov.cn/a?b=1'
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import tidy
from ontology.values.privacy import quoted

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The address with its scheme and host in lower case; one that carries a password is refused."""
    text = tidy(raw)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        good = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and (parts.port or True)
    except ValueError:
        good = False
    if not good or re.search(r"\s", text):
        message = f"{quoted(raw)}不是完整网址：请写成 https://www.example.com 的样子，一格一个。"
        raise InvalidValue("url_form", message)
    if "@" in parts.netloc:
        raise InvalidValue("url_secret", "网址里带有用户名或密码：请删去“@”及其前面的部分。")
    return parts._replace(netloc=parts.netloc.lower()).geturl()


TYPE = ValueType("url", "网址", clean)
