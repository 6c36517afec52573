"""The data home: who may use it at one time, and who is using it now.

The embedded stores live in one process at a time when somebody writes; readers share. The lock is the
operating system's, so it goes with its process, however that ends; the notes beside it only name holders.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import portalocker
import psutil

from errors import BusyError, StoreError


@contextmanager
def hold(home: Path, command: str, *, write: bool) -> Iterator[None]:
    """Hold the home for reading or writing; BusyError naming the holder when it is taken."""
    make(home)
    notes = home / "holders"
    notes.mkdir(exist_ok=True)
    flag = portalocker.LockFlags.EXCLUSIVE if write else portalocker.LockFlags.SHARED
    with (home / "lock").open("a+") as handle:
        try:
            portalocker.lock(handle, flag | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException as error:
            raise BusyError(
                f"数据目录 {home} 正被占用：{_holders(notes) or '另一个进程'}",
                "等它结束再试，或先结束那个进程",
            ) from error
        note = notes / f"{os.getpid()}.json"
        since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
        body = json.dumps({"pid": os.getpid(), "command": command, "since": since})
        note.with_suffix(".new").write_text(body, encoding="utf-8")
        note.with_suffix(".new").replace(note)
        try:
            yield
        finally:
            note.unlink(missing_ok=True)
            portalocker.unlock(handle)


def make(home: Path) -> None:
    """Make the folder where it is not there; StoreError where it cannot be one."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"数据目录用不了：{home}（{error.strerror}）", "把 SHUANGJIN_HOME 改成一个可以写的文件夹"
        ) from error


def _holders(notes: Path) -> str:
    """The living holders; notes of processes that died are swept."""
    found = []
    for path in sorted(notes.glob("*.json")):
        if not psutil.pid_exists(int(path.stem)):
            path.unlink(missing_ok=True)
            continue
        note = json.loads(path.read_text(encoding="utf-8"))
        found.append(f"进程 {note['pid']}（{note['command']}，自 {note['since']}）")
    return "、".join(found)
