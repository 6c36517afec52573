"""Work in a process of its own, under limits: what it yields comes here as it is made, and its death harms
nobody. It is started afresh, not forked: this process may run a JVM. Not by `multiprocessing`, which would
load the program's main module there; a process that only reads workbooks is ready in a tenth of a second.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from errors import AppError

T = TypeVar("T")
_ROOT = Path(__file__).parents[1]
_START = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from ingest.aside import serve; serve()"
_BUFFER = 1 << 20
"""Bytes the process may be ahead by; after that it waits to be listened to."""
_BEAT = 0.1
_NO_MEMORY = 86


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory, and seconds without a word while somebody listens; 0 for no limit."""

    memory: int = 0
    silence: float = 0


class Died(Exception):  # noqa: N818  the name says what it is
    """The process ended without a word; `why` is "memory", "silence" or "crash"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Failed(RuntimeError):  # noqa: N818  as above
    """An error in the process that is none of ours: its traceback."""


@dataclass(frozen=True, slots=True)
class _End:
    """The last message: an error of ours, the traceback of any other, or neither."""

    error: AppError | None = None
    failure: str = ""


def aside(work: Callable[..., Iterable[T]], *given: object, limits: Limits) -> Iterator[T]:
    """What `work(*given)` yields, worked out elsewhere: a function of a module, whose arguments and results
    can be pickled. An AppError there is raised here, anything else as Failed; Died when the process dies or
    passes its limits. It ends with this iterator, and with this process however that ends.
    """
    child = _start()
    assert child.stdin
    assert child.stdout
    watch = _Watch(child, limits)
    try:
        try:
            pickle.dump((limits.memory, work, given), child.stdin)
            child.stdin.flush()
            while not isinstance(message := watch.listen(child.stdout), _End):
                yield message
        except (EOFError, ConnectionError, pickle.UnpicklingError) as error:
            raise Died(watch.verdict()) from error
        if message.error:
            raise message.error
        if message.failure:
            raise Failed(message.failure)
    finally:
        watch.stop()
        child.kill()
        child.wait()
        child.stdout.close()
        with suppress(OSError):  # what was still to be sent to a process that is gone
            child.stdin.close()


def _start() -> subprocess.Popen[bytes]:
    """A process that waits for work. Out of reach of Ctrl-C: it is for this process to end it."""
    command = [sys.executable, "-P", "-c", _START]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True)  # noqa: S603
    if sys.platform == "linux":
        import fcntl

        assert child.stdout
        with suppress(OSError):  # a user may have only so much
            fcntl.fcntl(child.stdout, fcntl.F_SETPIPE_SZ, _BUFFER)
    return child


class _Watch:
    """Kills a process that is silent for too long or grows too large; the clock runs only while somebody
    listens.
    """

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.child = child
        self.limits = limits
        self._why = ""
        self._since = 0.0
        self._over = threading.Event()
        if limits.silence or limits.memory:
            threading.Thread(target=self._run, daemon=True).start()

    def listen(self, stream: IO[bytes]) -> Any:
        """The next message."""
        self._since = time.monotonic()
        message = pickle.load(stream)  # noqa: S301  from our own process
        self._since = 0.0
        return message

    def verdict(self) -> str:
        """Why the process is gone: compiled code that gets no memory aborts."""
        ended = self.child.wait()
        starved = ended == _NO_MEMORY or (self.limits.memory and -ended in (signal.SIGABRT, signal.SIGKILL))
        return self._why or ("memory" if starved else "crash")

    def stop(self) -> None:
        """Let go of the process."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(_BEAT):
            since = self._since
            if self.limits.silence and since and time.monotonic() - since > self.limits.silence:
                self._kill("silence")
            elif self.limits.memory and _held(self.child.pid) > self.limits.memory:
                self._kill("memory")

    def _kill(self, why: str) -> None:
        self._why = why
        self._over.set()
        self.child.kill()


def _held(pid: int) -> int:
    """Bytes of memory a process holds."""
    import psutil  # only a process that runs for a while is looked at

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


# -- in the process --------------------------------------------------------------------------------------


def serve() -> NoReturn:
    """Do the work that comes on standard input; end at once when nobody is there to be told."""
    out = os.fdopen(os.dup(1), "wb", _BUFFER)
    os.dup2(2, 1)  # a stray print would garble the messages
    memory, work, given = pickle.load(sys.stdin.buffer)  # noqa: S301  from our own process
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    _limit(memory)
    try:
        for message in work(*given):
            _tell(out, message)
        end = _End()
    except AppError as error:
        end = _End(error)
    except MemoryError:
        os._exit(_NO_MEMORY)
    except ImportError as error:  # a compiled library that finds no room is said not to load
        if "failed to map segment" in str(error):
            os._exit(_NO_MEMORY)
        end = _End(failure=traceback.format_exc())
    except BaseException:  # noqa: BLE001  whatever it is, a panic of compiled code too, the other side tells it
        end = _End(failure=traceback.format_exc())
    _tell(out, end)
    os._exit(0)


def _tell(out: IO[bytes], message: object) -> None:
    try:
        pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
        out.flush()
    except BrokenPipeError:
        os._exit(1)


def _end_with(stream: IO[bytes]) -> None:
    """End when the other end of a stream closes, which it does when its process ends. Left alone this one
    would wait for ever, or finish later what the next run has done anew.
    """
    stream.read(1)
    os._exit(1)


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the other side watches, as it does where a limit is taken but not kept
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
