"""Do the embedded stores and the servers answer alike? The same ledger in both, the same questions to each.

    SHUANGJIN_HOME=家 SHUANGJIN_GRAPH_URL=… SHUANGJIN_SEARCH_URL=… python benches/agreement.py [--firms 100]

`recommend` for firms of the home (those with needs first, then evenly over the rest) and `search` for queries
`recommend` for firms of the home (with needs first, then evenly over the rest), `search` for queries
the servers are brought up to the ledger first; ask of fresh indices, since what was deleted still counts.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import App
from ingest.ledger import Ledger
from recommend.strategy import STRATEGIES
from search.index import SearchQuery, SearchResult
from settings import Settings

TOP = 10


@dataclass
class Agreement:
    """How many questions were asked, how many answered alike, and the first that were not."""

    asked: int = 0
    alike: int = 0
    largest_gap: float = 0.0
    unlike: list[str] = field(default_factory=list)

    def add(self, question: str, one: list[tuple[str, float]], other: list[tuple[str, float]]) -> None:
        """Count a question's two answers, (id, score) in order."""
        self.asked += 1
        gaps = [abs(a - b) for (x, a), (y, b) in zip(one, other, strict=False) if x == y]
        self.largest_gap = max([self.largest_gap, *gaps])
        if [x for x, _ in one] == [x for x, _ in other]:
            self.alike += 1
        else:
            self.unlike.append(question)

    def __str__(self) -> str:
        return f"{self.alike} / {self.asked}, largest difference of a score {self.largest_gap:.1e}"


def firms(ledger: Ledger, count: int) -> list[str]:
    """Ids of enterprises: those with needs first, then evenly over the rest."""
    wanting = sorted({link.source for link in ledger.links("HAS_NEED")})
    known = set(wanting)
    rest = sorted(c.entity.id for c in ledger.entities("Enterprise") if c.entity.id not in known)
    return [*wanting, *rest[:: max(1, len(rest) // max(1, count - len(wanting)))]][:count]


def queries(ledger: Ledger, count: int, seed: int = 20261124) -> list[str]:
    """Titles, parts of titles, quoted parts, keywords and single characters of the home's own texts."""
    chance = random.Random(seed)
    titles = [
        str(change.entity.properties["title"])
        for kind in ("Achievement", "Need")
        for change in ledger.entities(kind)
        if len(str(change.entity.properties.get("title", ""))) > 8
    ]
    terms = [str(change.entity.properties["name"]) for change in ledger.entities("Term")]
    made: dict[str, None] = {}
    forms: list[Callable[[], str]] = [
        lambda: chance.choice(titles),
        lambda: chance.choice(titles)[2:8],
        lambda: f"“{chance.choice(titles)[2:6]}”",
        lambda: chance.choice(terms),
        lambda: " ".join(chance.sample(terms, 2)),
        lambda: chance.choice(chance.choice(titles)),
    ]
    while len(made) < count:
        made[forms[len(made) % len(forms)]()] = None
    return list(made)


def ranking(app: App, firm: str) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """(aim, ids and scores in order) of each thing that is recommended to a firm."""
    for aim in STRATEGIES:
        answer = app.recommend(firm, (aim,), TOP)
        yield aim, [(one.id, one.score) for one in answer.recommendations]


def hits(found: SearchResult) -> list[tuple[str, float]]:
    """Ids and scores in order."""
    return [(one.id, one.score) for one in found.hits]


def compare(one: App, other: App, *, firm_count: int, query_count: int) -> dict[str, Agreement]:
    """Ask both."""
    figures: dict[str, Agreement] = {f"recommend {aim}": Agreement() for aim in STRATEGIES}
    for firm in firms(one.ledger, firm_count):
        for (aim, first), (_, second) in zip(ranking(one, firm), ranking(other, firm), strict=True):
            figures[f"recommend {aim}"].add(firm, first, second)
    figures["search"] = Agreement()
    figures["search, number found"] = Agreement()
    for text in queries(one.ledger, query_count):
        mine, theirs = (app.search(SearchQuery(text, limit=TOP)) for app in (one, other))
        figures["search"].add(text, hits(mine), hits(theirs))
        total: list[list[tuple[str, float]]] = [[(str(found.total), 0.0)] for found in (mine, theirs)]
        figures["search, number found"].add(text, *total)
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--firms", type=int, default=100)
    parser.add_argument("--queries", type=int, default=200)
    asked = parser.parse_args()
    servers = Settings()
    blank: dict[str, Any] = {"graph_url": "", "search_url": ""}
    embedded = servers.model_copy(update=blank)
    with App(embedded, command="bench") as one, App(servers, command="bench") as other:
        for app in (one, other):
            app.sync()
        figures = compare(one, other, firm_count=asked.firms, query_count=asked.queries)
        for name, agreement in figures.items():
            print(f"{name:<24} {agreement}")
            for question in agreement.unlike[:5]:
                print(f"    unlike: {question}")


if __name__ == "__main__":
    main()
