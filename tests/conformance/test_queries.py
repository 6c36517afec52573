"""A hundred queries made by hand, each with what must come first, over the demo data and both indices; and
what a guess must never do.
"""

import csv
from pathlib import Path

import pytest

from ingest.ledger import Ledger
from ingest.projection import documents
from names.asking import asked
from search.index import SearchQuery, TextIndex

with (Path(__file__).parent / "queries.csv").open(encoding="utf-8", newline="") as _file:
    QUERIES = [(row["query"], row["expected"], row["why"]) for row in csv.DictReader(_file)]


def name_of(ledger: Ledger, entity: str) -> str:
    found = ledger.entity(entity)
    assert found
    return str(found.properties.get("name") or found.properties["title"])


def test_there_are_a_hundred() -> None:
    assert len(QUERIES) == len({query for query, _, _ in QUERIES}) == 100


def test_every_query_finds_first_what_it_should(index: TextIndex, demo_ledger: Ledger) -> None:
    index.rebuild(documents(demo_ledger))
    wrong = []
    for query, expected, why in QUERIES:
        hits = asked(demo_ledger, index, SearchQuery(query)).hits
        first = name_of(demo_ledger, hits[0].id) if hits else "nothing"
        if first != expected:
            wrong.append(f"{why} {query}: {first}, not {expected}")
    assert not wrong


@pytest.mark.parametrize("query", ["含钒页岩", "LED", "提钒", "连翘 提取", "钒", "3D打印"])
def test_what_is_there_as_typed_is_not_corrected(index: TextIndex, demo_ledger: Ledger, query: str) -> None:
    index.rebuild(documents(demo_ledger))
    plain = index.search(SearchQuery(query))
    found = asked(demo_ledger, index, SearchQuery(query))
    assert plain.total > 0
    assert found == plain


def test_a_guess_is_told_and_keeps_what_was_found(index: TextIndex, demo_ledger: Ledger) -> None:
    index.rebuild(documents(demo_ledger))
    found = asked(demo_ledger, index, SearchQuery("商洛示例学园", limit=20))
    assert found.notes == ["没有找到“商洛示例学园”，按读音相同的找：商洛示例学院"]
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(found.hits) == 20
    only = asked(demo_ledger, index, SearchQuery("商洛示例学园", kinds=("Achievement",)))
    assert {hit.kind for hit in only.hits} == {"Achievement"}
    nothing = asked(demo_ledger, index, SearchQuery("zzqqxx"))
    assert (nothing.total, nothing.notes) == (0, [])
