"""The two servers' own programs, from Maven Central into a cache outside the checkout; which release fits
which Java.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


class ServerError(Exception):
    """A server that cannot be had or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """Releases that go together: the least Java they need, and the main class of the graph's server."""

    name: str
    java: int
    neo4j: str
    neo4j_main: str
    elasticsearch: str


LINES = (
    Line("current", 21, "2026.08.1", "org.neo4j.server.Neo4jCommunity", "9.4.3"),
    Line("lts", 17, "5.26.30", "org.neo4j.server.CommunityEntryPoint", "8.19.21"),
)
"""Newest first. `lts` is what docker-compose.yml pins."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: its home and its major version."""

    home: Path
    major: int


def cache() -> Path:
    """The folder for all that is fetched: SHUANGJIN_SERVERS, else the user's cache. The superuser's own is
    closed to the user Elasticsearch has to run as, so it is elsewhere.
    """
    named = os.environ.get("SHUANGJIN_SERVERS")
    if named:
        return Path(named)
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/cache/shuangjin-servers")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "shuangjin-servers"


def java() -> Java:
    """The Java to run the servers with: JAVA_HOME, else the one on the path."""
    named = os.environ.get("JAVA_HOME")
    program = Path(named) / "bin" / "java" if named else Path(shutil.which("java") or "java")
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr
        major = int(re.search(r'version "(\d+)', said)[1])  # type: ignore[index]
    except (OSError, subprocess.CalledProcessError, TypeError) as error:
        raise ServerError(
            f"找不到能用的 Java（试了 {program}）。安装 JDK 17 或 21 以上，或把 JAVA_HOME 指到它"
        ) from error
    return Java(program.resolve().parents[1], major)


def line_for(found: Java) -> Line:
    """The newest releases a Java runs: ServerError where it runs none."""
    for one in LINES:
        if found.major >= one.java:
            return one
    raise ServerError(f"Java {found.major} 太旧：Neo4j 和 Elasticsearch 至少要 Java {LINES[-1].java}")


def neo4j_library(line: Line) -> Path:
    """The folder of the graph server's jars, fetched when it is not there."""
    folder = cache() / "artifacts" / f"neo4j-{line.neo4j}"
    if not folder.exists():
        with tempfile.TemporaryDirectory() as work:
            pom = Path(work) / "pom.xml"
            pom.write_text(_pom(line.neo4j), encoding="utf-8")
            fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
            copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={fresh}"]
            _maven(["-f", str(pom), *copy])
        _move_in(fresh, folder)
    return folder


def elasticsearch_folder(line: Line) -> Path:
    """The unpacked text-index server, fetched when it is not there."""
    folder = cache() / "artifacts" / f"elasticsearch-{line.elasticsearch}"
    if not folder.exists():
        with tempfile.TemporaryDirectory() as work:
            name = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{line.elasticsearch}:zip"
            _maven(["dependency:get", f"-Dartifact={name}", "-Dtransitive=false"])
            _maven(["dependency:copy", f"-Dartifact={name}", f"-DoutputDirectory={work}"])
            fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
            _unzip(next(Path(work).glob("*.zip")), fresh)
        _move_in(next(fresh.iterdir()), folder)
        shutil.rmtree(fresh)
    return folder


def _move_in(fresh: Path, folder: Path) -> None:
    """Put a whole folder in place at once: two that fetch side by side do not disturb each other."""
    try:
        fresh.rename(folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)


def _unzip(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        for member in packed.infolist():
            mode = member.external_attr >> 16
            if mode:
                (folder / member.filename).chmod(mode)
    (next(folder.iterdir()) / "plugins").mkdir(exist_ok=True)


def _maven(arguments: list[str]) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise ServerError(
            "找不到 mvn。安装 Maven（Debian：apt-get install maven），或用 docker compose up -d"
        )
    print("正在下载服务器程序（只有第一次）…", file=sys.stderr)
    command = [program, "--batch-mode", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerError(f"下载没有成功：{done.stdout.strip()[-600:]}")


def _pom(version: str) -> str:
    needs = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, name in (("org.neo4j.app", "neo4j-server"), ("org.neo4j", "neo4j"))
    )
    head = "<modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>servers</artifactId>"
    return f"<project>{head}<version>1</version><dependencies>{needs}</dependencies></project>"
