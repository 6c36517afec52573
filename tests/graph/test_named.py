"""What a query file must say of itself, and what a query takes from a person."""

import re
from pathlib import Path
from typing import Any

import pytest

from errors import UsageError
from graph.named import NamedQuery, named, queries, read, readable
from ontology.model import ontology

GOOD = """// name: q
// purpose: 需求
// param: county county = "" | 区县 | 山阳县
// param: limit integer | 最多几行 | 5
// column: id | 编号
// column: needs | 需求数

MATCH (n:Need {county: $county})
WITH n, COUNT { MATCH (n) RETURN n.title AS x } AS needs
RETURN n.id AS id, reduce(a = 0, x IN [1, 2] | a + x) + needs AS needs
ORDER BY needs DESC, id
LIMIT $limit
"""
BAD = {
    "another name": ("name: q", "name: p"),
    "no purpose": ("// purpose: 需求\n", ""),
    "two purposes": ("// purpose: 需求\n", "// purpose: 需求\n// purpose: 需求\n"),
    "a parameter not declared": ('// param: county county = "" | 区县 | 山阳县\n', ""),
    "a parameter not used": (" {county: $county}", ""),
    "an unknown type": ("limit integer", "limit number"),
    "no example": ("最多几行 | 5", "最多几行"),
    "a column not declared": ("// column: needs | 需求数\n", ""),
    "a column not returned": ("RETURN n.id AS id, ", "RETURN "),
    "columns in another order": ("id | 编号\n// column: needs", "needs | 编号\n// column: id"),
    "a column without meaning": ("needs | 需求数", "needs"),
    "places not declared": ("(n:Need {", "(n:__KIND__ {"),
    "another audience": ("// column: id", "// for: everyone\n// column: id"),
    "a line that is no header": ("// column: id", "// note: x\n// column: id"),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "q.cypher"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def query(tmp_path: Path) -> NamedQuery:
    return read(write(tmp_path, GOOD))


def test_a_header_is_read(query: NamedQuery) -> None:
    assert (query.name, query.purpose, query.audience, query.template) == ("q", "需求", "", "")
    assert [(one.name, one.type, one.default, one.example) for one in query.params] == [
        ("county", "county", "", "山阳县"),
        ("limit", "integer", None, "5"),
    ]
    assert query.columns == {"id": "编号", "needs": "需求数"}
    assert query.text.startswith("MATCH")


@pytest.mark.parametrize("change", BAD.values(), ids=list(BAD))
def test_a_header_that_is_not_what_its_text_says_does_not_load(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    assert GOOD.count(change[0]) >= 1
    with pytest.raises(ValueError, match=r"^q\.cypher: "):
        read(write(tmp_path, GOOD.replace(*change, 1)))


GIVEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"limit": "3"}, {"county": "", "limit": 3}),
    ({"limit": 3, "county": "山阳"}, {"county": "611024", "limit": 3}),
    ({"limit": 3, "county": "county-611024"}, {"county": "611024", "limit": 3}),
    ({"limit": 3, "county": "611024"}, {"county": "611024", "limit": 3}),
    ({"limit": 3, "county": ""}, {"county": "", "limit": 3}),
    ({"limit": 3, "county": None}, {"county": "", "limit": 3}),
]


@pytest.mark.parametrize(("given", "bound"), GIVEN)
def test_values_are_read_and_defaults_filled_in(
    query: NamedQuery, given: dict[str, Any], bound: dict[str, Any]
) -> None:
    assert query.bind(given) == bound


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["缺少参数 limit", "最多几行", "--param limit=5"]),
    ({"limit": ""}, ["缺少参数 limit"]),
    ({"limit": "many"}, ["limit", "整数"]),
    ({"limit": 3, "county": "亚特兰蒂斯"}, ["county", "亚特兰蒂斯", "--param county=山阳县"]),
    ({"limit": 3, "town": "x"}, ["没有参数“town”", "county（区县）", "limit（最多几行）"]),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_is_missing_unknown_or_wrong_is_told(
    query: NamedQuery, given: dict[str, Any], said: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        query.bind(given)
    assert all(part in caught.value.message + caught.value.cure for part in said)


def test_a_day_is_wanted_whole() -> None:
    due = named("needs-due")
    assert due.bind({"before": "2027年5月1日"})["before"] == "2027-05-01"
    with pytest.raises(UsageError, match="要写到日"):
        due.bind({"before": "2027-05"})


def test_a_template_is_not_run_and_the_programs_own_are_not_listed() -> None:
    with pytest.raises(UsageError, match="模板"):
        named("scan-entities").bind({})
    listed = [one.name for one in readable()]
    assert len(listed) >= 28
    assert {"scan-entities", "match-doctor", "enterprise-needs"} <= set(queries()) - set(listed)


@pytest.mark.parametrize("query", readable(), ids=lambda query: query.name)
def test_the_examples_of_a_query_are_of_their_types(query: NamedQuery) -> None:
    for one in query.params:
        assert one.read(one.example)
        assert one.default in (None, "") or one.read(one.default) == one.default


@pytest.mark.parametrize("query", readable(), ids=lambda query: query.name)
def test_a_query_of_the_library_is_ordered_and_knows_only_the_ontology(query: NamedQuery) -> None:
    last = query.text.rpartition("\nORDER BY ")[2].splitlines()
    keys = {re.split(r"[ ,]", item)[0] for item in last[0].split(", ")}
    assert keys <= {*query.columns}
    assert last[1:] == (["LIMIT $limit"] if any(one.name == "limit" for one in query.params) else [])
    model = ontology()
    assert set(re.findall(r"[:|]([A-Z]\w+)", query.text)) <= {*model.kinds, *model.relations}
    known = {"id", *(name for kind in model.kinds.values() for name in kind.all_properties)}
    known |= {name for relation in model.relations.values() for name in relation.properties}
    known |= {
        name for kind in model.kinds.values() for link in kind.linked.values() for name in link.properties
    }
    assert set(re.findall(r"\b[a-z]\w*\.(\w+)", query.text)) <= known
