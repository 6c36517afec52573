"""The page of named queries is what their files say, and its examples run."""

import shlex

import pytest

from docs.make_cypher import PAGE, command, page
from graph.named import NamedQuery, readable


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python docs/make_cypher.py"


@pytest.mark.parametrize("query", readable(), ids=lambda query: query.name)
def test_a_section_tells_all_of_a_query(query: NamedQuery) -> None:
    section = page().split(f"\n## {query.name}\n")[1].split("\n## ")[0]
    assert query.purpose in section
    assert query.text in section
    for name in [*(one.name for one in query.params), *query.columns]:
        assert f"| `{name}` | " in section


@pytest.mark.parametrize("query", readable(), ids=lambda query: query.name)
def test_the_example_gives_all_that_is_needed(query: NamedQuery) -> None:
    words = shlex.split(command(query))
    assert words[:4] == ["shuangjin", "cypher", "--named", query.name]
    given = dict(word.split("=", 1) for word in words if "=" in word)
    assert set(query.bind(given)) == {one.name for one in query.params}
