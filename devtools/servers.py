"""Both servers on loopback without a container engine, for tests and trials: `python -m devtools.servers`.

start, stop, status. Their data is thrown away by the tests: it is no place to keep any.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from devtools.artifacts import (
    Java,
    Line,
    ServerError,
    cache,
    elasticsearch_folder,
    java,
    line_for,
    neo4j_library,
)
from devtools.process import Process
from graph.backends import Opening, open_graph
from login import Login

PASSWORD = "loopback-tests-only"  # noqa: S105
"""Of a server that listens on loopback and holds nothing but made-up data."""
LOGIN = Login("neo4j", PASSWORD)
_HEAP = "512m"
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")


def _ports() -> tuple[int, int]:
    bolt, http = os.environ.get("SHUANGJIN_SERVER_PORTS", "17687,19200").split(",")
    return int(bolt), int(http)


@dataclass(frozen=True, slots=True)
class Servers:
    """One pair of servers of a release line, under one folder of the cache."""

    java: Java
    line: Line
    bolt: int
    http: int

    @classmethod
    def here(cls) -> Servers:
        """The pair for the Java found here and the ports wanted."""
        found = java()
        return cls(found, line_for(found), *_ports())

    @property
    def graph_url(self) -> str:
        """Where the graph listens."""
        return f"bolt://127.0.0.1:{self.bolt}"

    @property
    def search_url(self) -> str:
        """Where the text index listens, without the name of an index."""
        return f"http://127.0.0.1:{self.http}"

    @property
    def neo4j(self) -> Process:
        """The graph's process."""
        return Process("Neo4j", self._home("neo4j"))

    @property
    def elasticsearch(self) -> Process:
        """The text index's process."""
        return Process("Elasticsearch", self._home("elasticsearch"))

    def start(self) -> None:
        """Start what does not run, side by side, and wait until both answer a real query."""
        if self.elasticsearch.running() is None:
            self._start_elasticsearch()
        self.start_graph()
        self.elasticsearch.wait(self._elasticsearch_answers)

    def start_graph(self) -> None:
        """Start the graph alone, unless it runs, and wait until it answers."""
        if self.neo4j.running() is None:
            self._start_neo4j()
        self.neo4j.wait(self._neo4j_answers)

    def clear_graph(self) -> None:
        """Drop all the graph holds."""
        with closing(open_graph(self.graph_url, Opening(False, login=LOGIN))) as store:
            store.clear()

    def stop(self) -> None:
        """Stop both."""
        for one in (self.neo4j, self.elasticsearch):
            one.stop()

    def _home(self, name: str) -> Path:
        return cache() / "run" / f"{self.line.name}-{self.bolt}-{self.http}" / name

    def _start_neo4j(self) -> None:
        home = self.neo4j.folder
        conf = self._configured()
        environment = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)}
        data = home / "data"
        # Not every database: one may have been imported before the first start.
        if not (data / "dbms" / "auth.ini").exists() and not (data / "databases" / "system").exists():
            self.admin(["dbms", "set-initial-password", PASSWORD])
        main = [self.line.neo4j_main, f"--home-dir={home}", f"--config-dir={conf}"]
        self.neo4j.spawn([*self._java(_HEAP), *main], environment, [self.bolt])

    def _configured(self) -> Path:
        """The folder of the graph server's settings, written anew."""
        conf = self.neo4j.folder / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        (conf / "neo4j.conf").write_text("\n".join(self._neo4j_settings()) + "\n", encoding="utf-8")
        return conf

    def admin(self, arguments: Sequence[str]) -> str:
        """Run the graph server's administration command, `neo4j-admin`; returns what it printed."""
        return self._administer([str(self._neo4j_admin()), *arguments])

    def load(self, folder: Path) -> str:
        """Run the script of an export, which replaces all the graph holds; the server must not run."""
        return self._administer(["sh", str(folder / "import.sh"), "--overwrite-destination"])

    def _administer(self, command: Sequence[str]) -> str:
        environment = {**os.environ, "NEO4J_ADMIN": str(self._neo4j_admin())}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            raise ServerError(f"{' '.join(command[:3])} 没有成功：{done.stderr.strip()[-600:]}")
        return done.stdout

    def _neo4j_admin(self) -> Path:
        """The administration command as a program of its own, as an installed server has one."""
        home = self.neo4j.folder
        program = home / "bin" / "neo4j-admin"
        program.parent.mkdir(parents=True, exist_ok=True)
        words = ["env", f"NEO4J_HOME={home}", f"NEO4J_CONF={self._configured()}", *self._java("2g")]
        words.append("org.neo4j.server.startup.Neo4jAdminCommand")
        program.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        return program

    def _java(self, heap: str) -> list[str]:
        opened = [f"--add-opens={name}=ALL-UNNAMED" for name in _OPENED]
        program = str(self.java.home / "bin" / "java")
        return [program, f"-Xmx{heap}", "-XX:+UseSerialGC", *opened, "-cp", f"{neo4j_library(self.line)}/*"]

    def _neo4j_settings(self) -> Iterable[str]:
        yield f"server.bolt.listen_address=127.0.0.1:{self.bolt}"
        yield "server.http.enabled=false"
        yield "server.https.enabled=false"
        yield "dbms.usage_report.enabled=false"
        yield "server.memory.pagecache.size=256m"
        if self.line.name == "lts":
            yield "internal.dbms.bolt.netty_server_shutdown_quiet_period=0"
        # The administration command starts a Java of its own for an import, which knows these settings only.
        for name in _OPENED:
            yield f"server.jvm.additional=--add-opens={name}=ALL-UNNAMED"
        yield from GUARD

    def _start_elasticsearch(self) -> None:
        program = elasticsearch_folder(self.line)
        home = self.elasticsearch.folder
        conf = home / "config"
        for folder in (conf, home / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        for name in ("jvm.options", "log4j2.properties"):
            shutil.copy(program / "config" / name, conf / name)
        settings = [
            "discovery.type: single-node",
            "network.host: 127.0.0.1",
            f"http.port: {self.http}",
            f"transport.port: {self.http + 100}",
            "xpack.security.enabled: false",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            f"path.data: {home / 'data'}",
            f"path.logs: {home / 'logs'}",
        ]
        (conf / "elasticsearch.yml").write_text("\n".join(settings) + "\n", encoding="utf-8")
        environment = {
            "ES_PATH_CONF": str(conf),
            "ES_JAVA_HOME": str(self.java.home),
            "ES_JAVA_OPTS": f"-Xms{_HEAP} -Xmx{_HEAP} -XX:TieredStopAtLevel=1",
            "ES_TMPDIR": str(home / "tmp"),
        }
        command = [*_as_another_user(home), str(program / "bin" / "elasticsearch")]
        self.elasticsearch.spawn(command, environment, [self.http])

    def _neo4j_answers(self) -> bool:
        from graph.neo4j_ import answers

        return answers(self.graph_url, PASSWORD)

    def _elasticsearch_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.search_url}/_cluster/health", timeout=5) as answer:  # noqa: S310
                return bool(json.load(answer)["status"] in ("green", "yellow"))
        except (OSError, urllib.error.URLError):
            return False


GUARD = (
    "db.memory.transaction.max=256m",
    "dbms.security.allow_csv_import_from_file_urls=false",
    "internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0",
)
"""What the guard of analysts' queries relies on beside its own checks."""


def _as_another_user(home: Path) -> list[str]:
    """Elasticsearch refuses the superuser: then it runs as nobody, who is given its folder."""
    if os.geteuid():
        return []
    program = shutil.which("setpriv")
    if program is None:
        raise ServerError("以超级用户启动 Elasticsearch 需要 setpriv（util-linux），或换一个普通用户")
    for path in (home, *home.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    return [program, "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def main() -> None:
    """The command line of this file."""
    verb = sys.argv[1] if len(sys.argv) > 1 else "status"
    try:
        pair = Servers.here()
        if verb == "start":
            pair.start()
        elif verb == "stop":
            pair.stop()
        elif verb != "status":
            raise ServerError("用法：python -m devtools.servers start|stop|status")
    except ServerError as error:
        sys.exit(str(error))
    versions = {pair.neo4j: pair.line.neo4j, pair.elasticsearch: pair.line.elasticsearch}
    for (one, version), url in zip(versions.items(), (pair.graph_url, pair.search_url), strict=True):
        print(f"{one.name} {version}：{'在运行 ' + url if one.running() else '没有运行'}")


if __name__ == "__main__":
    main()
