"""The embedded engine's package: its JVM, started with its warnings and its log folder inside the home, and
the opening of a database. The only importer of the package and of its bridge to Java.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from errors import StoreError

_HEAP_MIB = (512, 4096)
"""At least, and at most: the JVM takes a quarter of the machine's memory, and that only when it needs it."""
_READING_MIB = 1024
"""At most for a process that only reads: with more it answers no faster, and fills it all the same."""
_JVM_ARGUMENTS = (
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
)
_SHORT_LIVED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Saves start-up; not for writing, where the second compiler wins a quarter of the time back."""
_LASTING = ("-XX:+UseParallelGC", *(["-XX:+UseTransparentHugePages"] if sys.platform == "linux" else []))
"""The serial collector stops queries for 40 ms at a time; with large pages, which Java knows on Linux only, a
tenth more needs are answered (three rounds in turn: 50 to 52 a second and 45 to 48).
"""


def engine(home: Path, *, reading: bool, short: bool) -> Any:
    """The package, its JVM running; `reading` for one that writes nothing, `short` for one that reads but a
    little. StoreError where there is none.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        import arcadedb_embedded as package
        from arcadedb_embedded import jvm
    except ImportError as error:
        raise StoreError(
            "这台机器上没有内嵌图库（macOS Intel 没有安装包）",
            "用服务器：设置 SHUANGJIN_GRAPH_URL=bolt://主机:7687",
        ) from error
    with _inside(home):
        if not _jvm_runs():
            also = [*_SHORT_LIVED, _classes(home, package)] if short else [*_LASTING]
            heap = min(heap_mib(), _READING_MIB) if reading else heap_mib()
            also += _young(heap) if reading else []
            with _signals_kept():
                jvm.start_jvm(heap_size=f"{heap}m", jvm_args=[*_JVM_ARGUMENTS, *also, _logging(home)])
            atexit.register(_silence, home)
    return package


@contextmanager
def _signals_kept() -> Iterator[None]:
    """The bridge hands SIGTERM and SIGINT to Java, whose thread then asks Python about them without its lock:
    a process told to end crashed, and left a dump where it stood. They are Python's again afterwards.
    """
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    if threading.current_thread() is threading.main_thread():  # no other may say so
        for one, handler in kept.items():
            signal.signal(one, handler or signal.SIG_DFL)


def heap_mib() -> int:
    """How much the JVM's heap may grow to, in MiB."""
    quarter = psutil.virtual_memory().total // (4 << 20)
    return min(max(quarter, _HEAP_MIB[0]), _HEAP_MIB[1])


def _young(heap: int) -> list[str]:
    """With most of the heap for what is new, which a query soon lets go, collecting takes half as long."""
    return [f"-Xmn{heap * 5 // 8}m", "-XX:SurvivorRatio=10", "-XX:-UseAdaptiveSizePolicy"]


def _classes(home: Path, package: Any) -> str:
    """The JVM argument that takes the engine's classes, loaded and linked, from a file in the home; the first
    process that only reads leaves that file behind as it ends (Java's AOT cache, JEP 514), which halves what
    the engine's start costs. A JVM that cannot use the file goes on without it.
    """
    made_for = hashlib.sha256(f"{package.__version__} {package.__file__}".encode()).hexdigest()[:12]
    ready = home / f"engine-{made_for}.aot"
    for left in home.glob(f"engine-{made_for}.*.new"):
        if not psutil.pid_exists(int(left.suffixes[-2][1:])):
            left.replace(ready)
    if ready.exists():
        return f"-XX:AOTCache={ready}"
    return f"-XX:AOTCacheOutput={home / f'engine-{made_for}.{os.getpid()}.new'}"


def _silence(home: Path) -> None:
    """What the JVM says as it ends goes to its log: by then the program has said all it has to say."""
    sys.stdout.flush()
    sys.stderr.flush()
    with (home / "engine.log" if home.exists() else Path(os.devnull)).open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)


def open_for_writing(package: Any, folder: Path) -> Any:
    """The database in `folder`, made when it is not there."""
    make = package.open_database if folder.exists() else package.create_database
    return make(str(folder))


def open_for_reading(package: Any, folder: Path) -> Any:
    """Any number of processes may read at a time. A writer that was killed left a log to be played back,
    which one opening for writing does.
    """
    try:
        return _read_only(package, folder)
    except package.ArcadeDBError as error:
        if "recovery" not in str(error):
            raise
    open_for_writing(package, folder).close()
    return _read_only(package, folder)


def _read_only(package: Any, folder: Path) -> Any:
    """The package has no call for it, its Java class has."""
    import jpype

    factory = package.DatabaseFactory(str(folder))
    mode = jpype.JClass("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY
    try:
        return package.Database(factory._java_factory.open(mode))
    except jpype.JException as error:
        raise package.ArcadeDBError(_reasons(error)) from error


def _reasons(error: Any) -> str:
    """A Java error's message with those of its causes."""
    found = []
    while error is not None:
        found.append(str(error.getMessage()))
        error = error.getCause()
    return "; ".join(found)


def _jvm_runs() -> bool:
    import jpype

    return bool(jpype.isJVMStarted())


def _logging(home: Path) -> str:
    """The JVM argument that sends what the engine has to say to engine.log in the home, warnings and up."""
    path = home / "engine-logging.properties"
    path.write_text(
        "handlers=java.util.logging.FileHandler\n"
        ".level=WARNING\n"
        f"java.util.logging.FileHandler.pattern={(home / 'engine-messages.log').as_posix()}\n"
        "java.util.logging.FileHandler.append=true\n"
        "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter\n",
        encoding="utf-8",
    )
    return f"-Djava.util.logging.config.file={path.as_posix()}"


@contextmanager
def _inside(home: Path) -> Iterator[None]:
    """Work in the home, with what native code writes to the two output streams going to its log."""
    before, saved = Path.cwd(), (os.dup(1), os.dup(2))
    with (home / "engine.log").open("ab") as log:
        os.chdir(home)
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
        try:
            yield
        finally:
            for stream, copy in zip((1, 2), saved, strict=True):
                os.dup2(copy, stream)
                os.close(copy)
            os.chdir(before)
