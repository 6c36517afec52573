"""A batch is cut into portions that hold every row once, in order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.statements import portions

ROW = st.one_of(st.text(max_size=3), st.fixed_dictionaries({"targets": st.lists(st.integers(), max_size=4)}))
ROWS = st.fixed_dictionaries({"rows": st.lists(ROW, min_size=1, max_size=9)})
STATEMENTS = st.lists(st.tuples(st.sampled_from("abc"), ROWS), max_size=5)


def weight(row: Any) -> int:
    return len(row["targets"]) if isinstance(row, dict) else 1


@given(STATEMENTS, st.integers(1, 12))
def test_portions_hold_every_row_once_in_order_and_are_small(made: list[tuple[str, Any]], most: int) -> None:
    cut = list(portions(made, most))
    flat = [(text, row) for some in cut for text, params in some for row in params["rows"]]
    assert flat == [(text, row) for text, params in made for row in params["rows"]]
    for some in cut:
        rows = [row for _, params in some for row in params["rows"]]
        assert rows
        assert sum(weight(row) for row in rows[:-1]) < most
