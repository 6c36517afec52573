"""Servers killed (SIGKILL) in the middle of a load, restarted, the load carried on: what is lost or doubled?

    SHUANGJIN_HOME=家 python benches/outage.py [--kills 10] [--seed 1]

The ledger of the home is copied; a pair of servers of its own is started and emptied before every round. A
round kills one server at a random moment of `shuangjin sync`. Odd rounds wait for it to come back (it is
restarted at once) and must end with 0; even rounds have little patience and must end with 4, after which what
the ledger holds as acknowledged must be in the restarted server, and the same command must finish the work.
Every round ends with `verify`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app import App
from devtools.artifacts import java, line_for
from devtools.servers import LOGIN, Servers
from errors import StoreError
from graph.backends import Opening, open_graph
from ingest.ledger import Ledger
from search.backends import open_index
from settings import Settings

IMPATIENT = 2.0


@dataclass(frozen=True)
class Trial:
    """One pair of servers and one ledger."""

    servers: Servers
    home: Path

    def settings(self, patience: float) -> Settings:
        """How the command is told of the servers."""
        return Settings(
            home=self.home, graph_url=self.servers.graph_url, graph_password=LOGIN.password,
            search_url=f"{self.servers.search_url}/outage", patience=patience,
        )  # fmt: skip

    def spawn(self, patience: float) -> subprocess.Popen[bytes]:
        """The command, started."""
        told = self.settings(patience)
        names = ("home", "graph_url", "graph_password", "search_url", "patience")
        environment = {f"SHUANGJIN_{name.upper()}": str(getattr(told, name)) for name in names}
        return subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "sync"], env={**os.environ, **environment},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def empty(self) -> None:
        """Nothing in the graph, nothing acknowledged."""
        settings = self.settings(60)
        self.servers.clear_graph()
        with closing(Ledger(settings.ledger_path)) as ledger:
            ledger.acknowledge("graph", settings.graph_url, 0)
            ledger.acknowledge("index", settings.search_url, 0)

    def acknowledged_and_lost(self) -> tuple[int, int]:
        """(changes acknowledged, those of them that the stores do not have)."""
        settings = self.settings(60)
        with closing(Ledger(settings.ledger_path)) as ledger:
            until = ledger.cursor("graph", settings.graph_url)
            stated = {c.entity.id for c in ledger.changed_entities(0, until) if not c.deleted}
            ties = {link.id for link, gone in ledger.changed_links(0, until) if not gone}
            indexed = ledger.cursor("index", settings.search_url)
            kinds, relations = list(ledger.ontology.kinds), list(ledger.ontology.relations)
            searchable = {c.entity.id for kind in kinds for c in ledger.entities(kind) if kind != "Term"}
        with closing(open_graph(settings.graph_url, Opening(True, 60.0, LOGIN))) as store:
            there = {row[0] for kind in kinds for row in store.scan("scan-entities", kind=kind).rows}
            tied = {row[0] for one in relations for row in store.scan("scan-links", relation=one).rows}
        lost = len(stated - there) + len(ties - tied)
        if indexed:
            with closing(open_index(settings.search_url, LOGIN)) as index:
                lost += len(searchable & stated - {one.id for one in index.scan()})
        return until + indexed, lost

    def disagreements(self) -> int:
        """Kinds and relations in which a store and the ledger differ, doubles among them."""
        with App(self.settings(60), command="bench") as app:
            return sum(not one.agrees for one in app.verify())


def one_round(
    trial: Trial, victim: str, chance: random.Random, *, wait: bool, longest: float
) -> Counter[str]:
    """Kill, restart, carry on; what was seen."""
    seen: Counter[str] = Counter(kills=1)
    trial.empty()
    running = trial.spawn(60 if wait else IMPATIENT)
    time.sleep(chance.uniform(1.0, 0.6 * longest))
    process = trial.servers.neo4j if victim == "neo4j" else trial.servers.elasticsearch
    in_the_middle = running.poll() is None
    process.stop(kill=True)
    if not wait:
        running.wait(120)
    trial.servers.start()
    seen["in the middle"] += in_the_middle
    code = running.wait(300)
    seen[f"ended with {code}"] += 1
    until, lost = trial.acknowledged_and_lost()
    seen["acknowledged changes looked for"] += until
    seen["of these lost"] += lost
    if code:
        seen[f"run again: {trial.spawn(60).wait(300)}"] += 1
    seen["rounds that ended in disagreement"] += bool(trial.disagreements())
    return seen


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    found = java()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Servers(found, line_for(found), 27801, 29401), Path(folder))
        shutil.copy(Settings().ledger_path, trial.settings(60).ledger_path)
        trial.servers.start()
        try:
            trial.empty()
            start = time.monotonic()
            if trial.spawn(60).wait():
                raise StoreError("the first load did not succeed")
            longest = time.monotonic() - start
            print(f"undisturbed load {longest:.1f} s; Neo4j {trial.servers.line.neo4j}, "
                  f"Elasticsearch {trial.servers.line.elasticsearch}, Java {found.major}")  # fmt: skip
            for victim in ("neo4j", "elasticsearch"):
                seen: Counter[str] = Counter()
                while seen["in the middle"] < asked.kills:
                    wait = seen["kills"] % 2 == 0
                    seen += one_round(trial, victim, chance, wait=wait, longest=longest)
                print(victim, "; ".join(f"{name} {count}" for name, count in sorted(seen.items())))
                print(f"    of these lost {seen['of these lost']}, in disagreement "
                      f"{seen['rounds that ended in disagreement']}")  # fmt: skip
        finally:
            trial.servers.stop()


if __name__ == "__main__":
    main()
