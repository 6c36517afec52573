"""Whether what is said to be likely is so: counted pair by pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommend.calibration import Calibration
from recommend.reliability import reliability

KNOWN = Calibration(4.0, -2.0, (0.2, 0.5, 0.8), (0.0, 1.0), 10, 5)
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 4)), min_size=1, max_size=60)


def test_without_pairs_nothing_is_said() -> None:
    assert reliability(KNOWN, [], []) is None


@given(PAIRS)
def test_bands_hold_every_pair_and_say_what_was_said(pairs: list[tuple[float, int]]) -> None:
    scores, levels = [score for score, _ in pairs], [level for _, level in pairs]
    told = reliability(KNOWN, scores, levels)
    assert told
    assert sum(band.pairs for band in told.bands) == len(pairs)
    good = sum(band.good * band.pairs for band in told.bands)
    assert good == pytest.approx(sum(level >= 3 for level in levels))
    said = [KNOWN.probability(score) for score in scores]
    assert sum(band.said * band.pairs for band in told.bands) == pytest.approx(sum(said))
    apart = [(p - (level >= 3)) ** 2 for p, level in zip(said, levels, strict=True)]
    assert told.brier == pytest.approx(sum(apart) / len(apart))
    assert 0 <= told.error <= 1


def test_who_is_sure_and_wrong_pays_for_it() -> None:
    sure = Calibration(40.0, -20.0, (0.2, 0.5, 0.8), (0.0, 1.0), 10, 5)
    right, wrong = (reliability(sure, [0.0, 1.0] * 10, levels * 10) for levels in ([1, 4], [4, 1]))
    assert right
    assert wrong
    assert right.brier == pytest.approx(0.0, abs=1e-6)
    assert right.error == pytest.approx(0.0, abs=1e-6)
    assert wrong.brier == pytest.approx(1.0, abs=1e-6)
    assert wrong.error == pytest.approx(1.0, abs=1e-6)
    assert right.blind == wrong.blind == pytest.approx(0.25)
