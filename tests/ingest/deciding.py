"""A small world of firms under several names, and ways to decide on them: for the tests of decisions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ingest import decisions
from ingest.deciding import deciding
from ingest.decisions import Ruling
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.pairs import Pair, PairFeature, Verdict
from ingest.settling import Scorer
from ontology.model import Kind

FIRMS = "企业名称,统一社会信用代码,所属区县,经营范围,企业资质\n"
NEEDS = "需求名称,企业名称,需求类型,需求内容\n"
CODED, BARE, SHORT = "商洛示例钒业有限公司", "商洛示例钒业股份公司", "示例钒业"
CODE = "91611099MAD000019A"


def quiet(_name: str, _done: int, _total: int) -> None:
    pass


def nothing(_ledger: Ledger, _kind: Kind, _among: Collection[str] | None) -> Iterable[Pair]:
    return ()


def beginning(verdict: Verdict, letters: int = 6) -> Scorer:
    """A scorer that calls firms `verdict` whose names begin alike."""

    def score(ledger: Ledger, kind: Kind, among: Collection[str] | None) -> Iterator[Pair]:
        if kind.kind != "Enterprise":
            return
        firms = [(one.entity.id, str(one.entity.properties["name"])) for one in ledger.entities(kind.kind)]
        for left, ours in firms:
            for right, theirs in firms:
                alike = ours[:letters] == theirs[:letters]
                if left < right and alike and (among is None or {left, right} & set(among)):
                    features = (PairFeature("name", 0.8, f"开头都是“{ours[:letters]}”"),)
                    yield Pair(left, right, 0.8, verdict, features)

    return score


def ingest(ledger: Ledger, *paths: Path, score: Scorer = nothing, retire: bool = False) -> Report:
    return load(ledger, paths, Options(retire=retire), quiet, score)


def decide(
    ledger: Ledger, verdict: decisions.Verdict, *pairs: tuple[str, str], by: str = "张三"
) -> list[int]:
    """Decide on pairs of ids; the numbers of the decisions made."""
    with deciding(ledger, "test") as decider:
        made = [decider.rule(*pair, Ruling(verdict, by)) for pair in pairs]
    return [one.id for one in made if one]


def undo(ledger: Ledger, *numbers: int, by: str = "李四") -> None:
    with deciding(ledger, "test") as decider:
        for number in numbers:
            decider.undo(number, by)


def living(ledger: Ledger) -> dict[str, list[object]]:
    """What the ledger holds, but for the numbers that count changes; words nobody mentions do not count, nor
    do their ties to others, which are the lexicon's and stay once a word was seen.
    """
    entities = ledger.db.execute(
        "SELECT id, kind, properties, mentions, stub, deleted FROM entity "
        "WHERE kind != 'Term' OR json_extract(properties, '$.df') > 0 ORDER BY id"
    )
    return {
        "entity": [(*row[:2], json.loads(row[2]), json.loads(row[3]), *row[4:]) for row in entities],
        "link": list(
            ledger.db.execute(
                "SELECT id, relation, source, target, properties FROM link WHERE NOT deleted AND NOT EXISTS "
                "(SELECT 1 FROM entity WHERE id = source AND kind = 'Term' "
                "AND json_extract(entity.properties, '$.df') = 0) ORDER BY id"
            )
        ),
        "key": list(ledger.db.execute("SELECT * FROM key ORDER BY 1, 2, 3, 4")),
        "assertion": list(ledger.db.execute("SELECT link, entity FROM assertion ORDER BY 1, 2")),
        "pending": list(ledger.db.execute("SELECT * FROM pending ORDER BY 1, 2, 3")),
        "member": list(ledger.db.execute("SELECT * FROM member ORDER BY 1")),
    }


def ids(ledger: Ledger) -> dict[str, str]:
    """Name -> id of every firm by itself."""
    rows = ledger.db.execute("SELECT id, properties FROM own WHERE kind = 'Enterprise' AND NOT deleted")
    return {json.loads(body)["name"]: entity for entity, body in rows}
