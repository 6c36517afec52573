"""A server as a process that outlives the command that started it: start, find again, stop, kill."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from devtools.artifacts import ServerError

_PATIENCE = 180.0
"""Seconds a server may take to answer; a cold start after a kill takes 8 to 24 on two cores."""


@dataclass(frozen=True, slots=True)
class Process:
    """Where a server's process is noted, and what it says."""

    name: str
    folder: Path

    @property
    def log(self) -> Path:
        """What the server writes to its two output streams."""
        return self.folder / "console.log"

    def running(self) -> psutil.Process | None:
        """The living process, or None; the start time keeps a reused number apart."""
        try:
            number, started = (self.folder / "pid").read_text(encoding="ascii").split()
            found = psutil.Process(int(number))
            alive = found.status() != psutil.STATUS_ZOMBIE and abs(found.create_time() - float(started)) < 1
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None
        return found if alive else None

    def spawn(self, command: list[str], environment: Mapping[str, str], ports: Sequence[int]) -> None:
        """Start it, apart from this process and its terminal; ServerError where a port is taken."""
        for port in ports:
            free_port(port, self.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **environment}
        number = os.posix_spawnp(command[0], command, environment, file_actions=self._streams(), setsid=True)
        started = psutil.Process(number).create_time()
        (self.folder / "pid").write_text(f"{number} {started}", encoding="ascii")

    def _streams(self) -> list[tuple[int, int, str, int, int]]:
        """Nothing comes in; all that goes out goes to the log."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.log.unlink(missing_ok=True)
        into = [(os.POSIX_SPAWN_OPEN, stream, str(self.log), flags, 0o644) for stream in (1, 2)]
        return [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), *into]

    def wait(self, ready: Callable[[], bool]) -> None:
        """Until it answers; ServerError with the end of its log where it dies or does not."""
        end = time.monotonic() + _PATIENCE
        while not ready():
            if self.running() is None:
                raise ServerError(f"{self.name} 启动后退出了。日志 {self.log}：\n{self._last_words()}")
            if time.monotonic() > end:
                raise ServerError(f"{self.name} 过了 {_PATIENCE:g} 秒还没有应答。日志：{self.log}")
            time.sleep(0.25)

    def stop(self, *, kill: bool = False) -> None:
        """End it and wait until it is gone; with `kill` without warning (SIGKILL)."""
        found = self.running()
        if found is None:
            return
        family = [found, *found.children(recursive=True)]
        for one in family if kill else [found]:
            (one.kill if kill else one.terminate)()
        _, left = psutil.wait_procs(family, 60)
        for one in left:
            one.kill()
        psutil.wait_procs(left, 30)
        (self.folder / "pid").unlink(missing_ok=True)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def free_port(port: int, name: str) -> None:
    """ServerError naming who listens on a port of this machine, if anybody does."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)):
            return
    raise ServerError(
        f"{name} 要用的端口 {port} 已被占用（{_listener(port)}）。"
        "结束它，或用 SHUANGJIN_SERVER_PORTS=Bolt,HTTP 换端口"
    )


def _listener(port: int) -> str:
    for one in psutil.net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and (*one.laddr, 0)[1] == port and one.pid:
            return f"进程 {one.pid} {psutil.Process(one.pid).name()}"
    return "另一个进程"
