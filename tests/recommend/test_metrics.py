"""Figures of a ranking against numbers worked out by hand, and what must hold for any ranking."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommend.metrics import average_precision, gain, mean, ndcg, ratio, recall

LEVELS = st.lists(st.integers(1, 4), min_size=2, max_size=30).filter(lambda levels: max(levels) >= 3)


def test_ndcg_by_hand() -> None:
    levels = {"a": 4, "b": 3, "c": 2, "d": 1}
    assert [gain(level) for level in (1, 2, 3, 4)] == [0, 1, 3, 7]
    best = 7 + 3 / math.log2(3) + 1 / math.log2(4)
    got = 0 + 1 / math.log2(3) + 3 / math.log2(4) + 7 / math.log2(5)
    assert ndcg(["d", "c", "b", "a"], levels) == pytest.approx(got / best)
    assert ndcg(["d", "a", "b", "c"], levels, 1) == 0
    assert ndcg(["a", "b", "c", "d"], levels) == pytest.approx(1)


def test_average_precision_and_recall_by_hand() -> None:
    levels = {"a": 4, "b": 3, "c": 2, "d": 1}
    assert average_precision(["c", "a", "d", "b"], levels) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert recall(["x", "y", "b"], levels, 3) == 0.5
    assert recall(["x", "y", "b"], levels, 2) == 0


@given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_the_judges_is_the_best(found: list[int], chance: random.Random) -> None:
    levels = {f"a{n:02}": level for n, level in enumerate(found)}
    best = sorted(levels, key=lambda one: -levels[one])
    other = list(levels)
    chance.shuffle(other)
    assert ndcg(best, levels) == pytest.approx(1)
    assert 0 <= ndcg(other, levels) <= 1 + 1e-9
    assert average_precision(other, levels) <= average_precision(best, levels) + 1e-9 == pytest.approx(1)


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    values = [0.1, 0.9, 0.4, 0.6, 0.3]
    figure = mean(values)
    assert figure.value == pytest.approx(0.46)
    assert 0.1 < figure.low < figure.value < figure.high < 0.9
    assert mean(values) == figure
    assert mean([0.5, 0.5]).low == mean([0.5, 0.5]).high == 0.5
    assert ratio([2, 4], [4, 4], lambda mae: 1 / (1 + mae)).value == pytest.approx(1 / 1.75)
