"""Patience with a server that is away for a moment: try again, ever more slowly, up to a cap, then say so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import stamina

from errors import UnreachableError

T = TypeVar("T")
_log = logging.getLogger("shuangjin")
_FIRST, _LONGEST, _JITTER = 0.2, 5.0, 1.0
"""Seconds: the first wait, the longest, and what chance adds, lest many clients come back at once."""

stamina.instrumentation.set_on_retry_hooks([])


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries for `seconds` in all; what is tried must do no harm when done twice."""

    seconds: float

    def call(self, work: Callable[[], T]) -> T:
        """What `work` returns; its last UnreachableError when the time is up."""
        told = False
        for attempt in stamina.retry_context(
            on=UnreachableError, attempts=None, timeout=self.seconds,
            wait_initial=_FIRST, wait_max=_LONGEST, wait_jitter=_JITTER,
        ):  # fmt: skip
            with attempt:
                try:
                    return work()
                except UnreachableError as error:
                    if not told:
                        told = True
                        _log.warning("%s，最多再等 %g 秒…", error.message, self.seconds)
                    raise
        raise AssertionError("a retry ends with a value or an error")
