"""Decisions on who is who: chains, what is shown of them, and that taking back leaves no trace."""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errors import ContradictionError, NotFoundError, UsageError
from ingest.deciding import deciding
from ingest.decisions import Verdict, in_force, log
from ingest.find import find
from ingest.ledger import Ledger
from ingest.pairs import Pair
from ingest.waiting import waiting
from tests.ingest.deciding import (
    BARE,
    CODE,
    CODED,
    FIRMS,
    NEEDS,
    SHORT,
    beginning,
    decide,
    ids,
    ingest,
    living,
    undo,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    """Two firms with rows of their own, and a short name that only a need knows."""
    firms, needs = tmp_path / "企业.csv", tmp_path / "需求.csv"
    firms.write_text(
        FIRMS + f"{BARE},,山阳县,香菇菌棒,规上\n{CODED},{CODE},镇安县,含钒页岩提钒,科小\n", encoding="utf-8"
    )
    needs.write_text(
        NEEDS + f"示例·提钒,{SHORT},技术研发,酸浸提钒\n示例·菌棒,{BARE},技术研发,菌棒\n", encoding="utf-8"
    )
    return [firms, needs]


def links(ledger: Ledger, relation: str) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in ledger.links(relation)}


def asked(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset((one.left.id, one.right.id)) for one in waiting(ledger)}


def test_joined_entities_are_shown_as_one_with_the_facts_and_links_of_all(
    ledger: Ledger, tables: list[Path]
) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)
    decide(ledger, "same", (known[SHORT], known[CODED]), (known[BARE], known[SHORT]))
    shown = {one.entity.id: one.entity.properties for one in ledger.entities("Enterprise")}
    assert set(shown) == {known[CODED]}, "the member with the credit code stands for all"
    firm = shown[known[CODED]]
    assert firm["name"] == CODED
    assert firm["labels"] == ["规上", "科小"]
    assert {source for source, _ in links(ledger, "HAS_NEED")} == {known[CODED]}
    assert len(links(ledger, "HAS_NEED")) == 2
    kind = ledger.ontology.kinds["Enterprise"]
    for text in (BARE, SHORT, CODED, CODE, *known.values()):
        assert find(ledger, text, [kind]).id == known[CODED]


def test_a_need_lies_in_the_county_of_what_its_firm_was_joined_to(ledger: Ledger, tables: list[Path]) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)

    def county(title: str) -> object:
        needs = {one.entity.properties["title"]: one.entity.properties for one in ledger.entities("Need")}
        return needs[title].get("county")

    assert county("示例·提钒") is None
    made = decide(ledger, "same", (known[SHORT], known[CODED]))
    assert county("示例·提钒") == "611025"
    undo(ledger, *made)
    assert county("示例·提钒") is None


def test_a_row_of_a_member_updates_the_whole_and_undoing_leaves_no_trace(
    ledger: Ledger, tables: list[Path]
) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)
    made = decide(ledger, "same", (known[BARE], known[CODED]))
    tables[0].write_text(tables[0].read_text(encoding="utf-8").replace("香菇菌棒", "制茶"), encoding="utf-8")
    tables[1].write_text(NEEDS + f"示例·新,{BARE},技术研发,制茶\n", encoding="utf-8")
    report = ingest(ledger, *tables, retire=True)
    assert (report.added, report.changed) == (1, 1)
    firm = ledger.entity(known[CODED])
    assert firm
    assert firm.properties["scope"] == "制茶", "the latest row wins"
    assert links(ledger, "HAS_NEED") == {(known[CODED], one.entity.id) for one in ledger.entities("Need")}
    undo(ledger, *made)
    never = Ledger(tables[0].parent / "never.sqlite")
    tables[0].write_text(tables[0].read_text(encoding="utf-8").replace("制茶", "香菇菌棒"), encoding="utf-8")
    tables[1].write_text(
        NEEDS + f"示例·提钒,{SHORT},技术研发,酸浸提钒\n示例·菌棒,{BARE},技术研发,菌棒\n", encoding="utf-8"
    )
    ingest(never, *tables)
    tables[0].write_text(tables[0].read_text(encoding="utf-8").replace("香菇菌棒", "制茶"), encoding="utf-8")
    tables[1].write_text(NEEDS + f"示例·新,{BARE},技术研发,制茶\n", encoding="utf-8")
    ingest(never, *tables, retire=True)
    assert living(ledger) == living(never)
    never.close()


def test_a_member_that_gets_a_code_comes_to_stand_for_the_chain(ledger: Ledger, tables: list[Path]) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)
    decide(ledger, "same", (known[SHORT], known[BARE]))
    assert [one.entity.id for one in ledger.entities("Enterprise")] == sorted((known[BARE], known[CODED]))
    late = tables[0].with_name("登记.csv")
    late.write_text(f"{FIRMS}{SHORT},91611099MAD0000275,,,\n", encoding="utf-8")
    ingest(ledger, late)
    assert [one.entity.id for one in ledger.entities("Enterprise")] == sorted((known[SHORT], known[CODED]))


def test_another_code_is_another_firm_though_the_code_stands_with_another_member(
    ledger: Ledger, tables: list[Path]
) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)
    decide(ledger, "same", (known[SHORT], known[CODED]))
    late = tables[0].with_name("登记.csv")
    late.write_text(f"{FIRMS}{SHORT},91611099MAD0000275,,,\n", encoding="utf-8")
    assert ingest(ledger, late).added == 1
    firm = ledger.entity(known[CODED])
    assert firm
    assert firm.properties["uscc"] == CODE
    assert len(list(ledger.entities("Enterprise"))) == 3


def test_what_two_joined_firms_are_both_called_is_no_longer_ambiguous_until_they_part(
    ledger: Ledger, tmp_path: Path
) -> None:
    firms, needs = tmp_path / "企业.csv", tmp_path / "需求.csv"
    firms.write_text(FIRMS + "".join(f"{BARE},,{one},,\n" for one in ("山阳县", "镇安县")), encoding="utf-8")
    needs.write_text(f"{NEEDS}示例·菌棒,{BARE},技术研发,菌棒\n", encoding="utf-8")
    report = ingest(ledger, firms, needs)
    assert [problem.code for problem in report.files[1].problems] == ["ambiguous_reference"]
    before = living(ledger)
    twins = [one.entity.id for one in ledger.entities("Enterprise")]
    made = decide(ledger, "same", (twins[0], twins[1]))
    assert len(links(ledger, "HAS_NEED")) == 1
    undo(ledger, *made)
    assert living(ledger) == before


def test_accepted_pairs_imply_the_rest_of_the_chain_and_a_rejected_one_is_not_asked_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "企业.csv"
    names = [f"商洛示例钒业{one}公司" for one in "甲乙丙丁"]
    path.write_text(FIRMS + "".join(f"{name},,,,\n" for name in names), encoding="utf-8")
    ingest(ledger, path, score=beginning("doubtful"))
    a, b, c, d = (ids(ledger)[name] for name in names)
    assert len(asked(ledger)) == 6
    decide(ledger, "same", (a, b))
    assert len(asked(ledger)) == 3, "one of a chain stands for the others"
    decide(ledger, "same", (b, c))
    assert len(asked(ledger)) == 1
    rejected = decide(ledger, "different", (c, d))
    assert not asked(ledger)
    path.write_text(path.read_text(encoding="utf-8").replace(",,,,", ",,,提钒,"), encoding="utf-8")
    ingest(ledger, path, score=beginning("doubtful"))
    assert not asked(ledger), "scored again, and not asked again"
    undo(ledger, *rejected)
    assert len(asked(ledger)) == 1


def test_a_decision_against_one_in_force_names_it_and_changes_nothing(
    ledger: Ledger, tables: list[Path]
) -> None:
    ingest(ledger, *tables)
    known = ids(ledger)
    a, b, c = known[CODED], known[BARE], known[SHORT]
    first = decide(ledger, "same", (a, b))
    apart = decide(ledger, "different", (b, c))
    before = living(ledger)
    with pytest.raises(ContradictionError, match="不是同一个") as caught:
        decide(ledger, "same", (a, c))
    assert BARE in caught.value.choices[0]
    assert SHORT in caught.value.choices[0]
    assert f"undo {apart[0]}" in caught.value.cure
    with pytest.raises(ContradictionError) as caught:
        decide(ledger, "different", (a, b))
    assert f"undo {first[0]}" in caught.value.cure
    assert living(ledger) == before
    assert [one.id for one in in_force(ledger)] == [*first, *apart]
    undo(ledger, *apart)
    assert decide(ledger, "same", (a, c))


def test_what_follows_already_is_not_decided_twice(ledger: Ledger, tables: list[Path]) -> None:
    ingest(ledger, *tables)
    a, b, c = sorted(ids(ledger).values())
    decide(ledger, "same", (a, b), (b, c))
    assert decide(ledger, "same", (c, a)) == []
    assert len(log(ledger, 9)) == 2


def test_a_forgotten_member_leaves_no_decision_and_no_pair(ledger: Ledger, tables: list[Path]) -> None:
    ingest(ledger, *tables, score=beginning("doubtful", 4))
    before = living(ledger)
    a, b, c = sorted(ids(ledger).values())
    undo(ledger, *decide(ledger, "different", (b, c)))
    decide(ledger, "same", (a, b), (b, c))
    with deciding(ledger, "test") as decider:
        decider.forget(b)
    assert living(ledger) == before
    assert log(ledger, 9) == []
    assert not any(b in pair for pair in asked(ledger))


@pytest.mark.parametrize(
    ("left", "right", "error"),
    [
        ("enterprise-none", "enterprise-91611099MAD000019A", NotFoundError),
        ("nobody", "enterprise-91611099MAD000019A", NotFoundError),
        ("county-611024", "county-611025", UsageError),
        ("county-611024", "enterprise-91611099MAD000019A", UsageError),
        ("enterprise-91611099MAD000019A", "enterprise-91611099MAD000019A", UsageError),
    ],
)
def test_only_two_entities_of_one_kind_can_be_decided_on(
    ledger: Ledger, tables: list[Path], left: str, right: str, error: type[Exception]
) -> None:
    ingest(ledger, *tables)
    with pytest.raises(error):
        decide(ledger, "same", (left, right))


def test_an_undoing_is_a_decision_of_its_own_and_only_what_holds_can_be_undone(
    ledger: Ledger, tables: list[Path]
) -> None:
    ingest(ledger, *tables)
    a, b, _ = sorted(ids(ledger).values())
    made = decide(ledger, "same", (a, b), by="张三")
    undo(ledger, *made, by="李四")
    told = [(one.verdict, one.by, one.undoes, one.undone_by) for one in log(ledger, 9)]
    assert told == [("undone", "李四", made[0], 0), ("same", "张三", 0, made[0] + 1)]
    for number, error in ((made[0], UsageError), (made[0] + 1, UsageError), (99, NotFoundError)):
        with pytest.raises(error):
            undo(ledger, number)


def test_sure_pairs_are_joined_by_themselves_but_for_those_a_person_or_a_code_speaks_against(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "企业.csv"
    codes = ["", CODE, "91611099MAD0000275"]
    names = [f"商洛示例钒业{one}公司" for one in "甲乙丙"]
    rows = "".join(f"{name},{code},,,\n" for name, code in zip(names, codes, strict=True))
    path.write_text(FIRMS + rows, encoding="utf-8")
    assert ingest(ledger, path, score=beginning("same")).joined == 1
    assert [one.by for one in log(ledger, 9)] == ["auto"]
    (left,) = waiting(ledger)
    assert left.features[-1].score == -1
    assert "信用代码" in left.features[-1].reason
    undo(ledger, log(ledger, 1)[0].id)
    path.write_text(FIRMS + rows.replace("甲公司,,,", "甲公司,,,提钒"), encoding="utf-8")
    ingest(ledger, path, score=beginning("same"))
    a, b, _ = (ids(ledger)[name] for name in names)
    assert frozenset((a, b)) in asked(ledger)


def test_a_load_that_fails_joins_nothing(ledger: Ledger, tables: list[Path]) -> None:
    def broken(*_: object) -> list[Pair]:
        raise RuntimeError

    before = living(ledger)
    with pytest.raises(RuntimeError):
        ingest(ledger, *tables, score=broken)
    assert living(ledger) == before


def test_a_ledger_of_an_earlier_version_gets_the_tables(tmp_path: Path, tables: list[Path]) -> None:
    path = tmp_path / "old.sqlite"
    opened = Ledger(path)
    ingest(opened, *tables)
    opened.close()
    with sqlite3.connect(path) as db:
        db.executescript("DROP VIEW own; DROP TABLE member; DROP TABLE decision; DROP TABLE pair;")
    opened = Ledger(path)
    a, b, _ = sorted(ids(opened).values())
    assert decide(opened, "same", (a, b))
    opened.close()


# Firms of fixed names and counties, so that what a row means does not hang on what is joined. The last two
# share a name; needs may name any, rows may come and go.
NAMES = ["商洛示例甲公司", "商洛示例乙公司", "商洛示例丙公司", "商洛示例丁公司", "商洛示例同名公司"]
TWINS = f"{NAMES[4]},,山阳县,,\n{NAMES[4]},,镇安县,,\n"
FIRM_EDITION = st.dictionaries(
    st.integers(0, 3), st.sampled_from(["提钒", "制茶", "香菇菌棒", ""]), max_size=4
)
NEED_EDITION = st.dictionaries(st.integers(0, 3), st.sampled_from(NAMES), max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("firms"), FIRM_EDITION, st.booleans()),
        st.tuples(st.just("needs"), NEED_EDITION, st.booleans()),
        st.tuples(st.just("same"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("same"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("different"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


def firms_text(edition: dict[int, str]) -> str:
    rows = (
        f"{NAMES[one]},{CODE if one == 0 else ''},山阳县,{scope},{scope}\n" for one, scope in edition.items()
    )
    return FIRMS + TWINS + "".join(rows)


def needs_text(edition: dict[int, str]) -> str:
    return NEEDS + "".join(f"示例需求{n},{name},技术研发,内容{n}\n" for n, name in edition.items())


class Play:
    """One ledger and its two files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.load("firms", {}, False)
        firms = [one.entity for one in self.ledger.entities("Enterprise")]
        self.twins = [one.id for one in sorted(firms, key=lambda one: str(one.properties["county"]))]

    def load(self, what: str, edition: dict[int, str], retire: bool) -> None:
        path = self.folder / f"{what}.csv"
        path.write_text((firms_text if what == "firms" else needs_text)(edition), encoding="utf-8")
        ingest(self.ledger, path, retire=retire)

    def decide(self, what: Verdict, one: int, other: int) -> None:
        known = sorted(entity for entity in ids(self.ledger).values() if entity not in self.twins)
        # The second of the twins is only ever compared with the first: its county is not the others'.
        pool = [*known, *self.twins]
        left, right = pool[one % len(pool)], pool[other % len(pool)]
        if left == right or (self.twins[1] in (left, right) and self.twins[0] not in (left, right)):
            return
        try:
            decide(self.ledger, what, (left, right))
        except ContradictionError:
            assert what in ("same", "different")

    def undo(self, which: int) -> None:
        made = [one.id for one in in_force(self.ledger)]
        if made:
            undo(self.ledger, made[which % len(made)])


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, seed=st.integers(0, 99))
@example(
    steps=[
        ("firms", {0: "提钒", 1: "提钒"}, False),
        ("same", 0, 1),
        ("firms", {}, True),
        ("firms", {0: "香菇菌棒", 1: "提钒"}, False),
    ],
    seed=0,
)
def test_what_is_shown_follows_from_rows_and_decisions_in_force_in_whatever_order(
    steps: list[tuple[str, object, object]], seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        played, replayed = Play(Path(folder) / "played"), Play(Path(folder) / "replayed")
        for what, one, other in steps:
            if what in ("firms", "needs"):
                played.load(what, one, bool(other))  # type: ignore[arg-type]
                replayed.load(what, one, bool(other))  # type: ignore[arg-type]
            elif what == "undo":
                played.undo(one)  # type: ignore[arg-type]
            else:
                played.decide(what, one, other)  # type: ignore[arg-type]
        standing = list(in_force(played.ledger))
        random.Random(seed).shuffle(standing)
        for made in standing:
            decide(replayed.ledger, made.verdict, (made.left, made.right))
        assert living(played.ledger) == living(replayed.ledger)
        while any(True for _ in in_force(played.ledger)):
            played.undo(0)
        never = Play(Path(folder) / "never")
        for what, one, other in steps:
            if what in ("firms", "needs"):
                never.load(what, one, bool(other))  # type: ignore[arg-type]
        assert living(played.ledger) == living(never.ledger)
        for play in (played, replayed, never):
            play.ledger.close()
