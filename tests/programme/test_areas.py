"""Whether owners are in an area: by county, by city as people write it, and not known."""

from __future__ import annotations

import pytest

from programme.areas import AreaValues
from programme.interval import State

PROVINCE = AreaValues(counties=("610000",), cities=("秦东",))


@pytest.mark.parametrize(
    ("city", "county", "state"),
    [
        (None, "611024", "met"),
        ("西安市", None, "met"),
        ("西安", None, "met"),
        ("韩城", None, "met"),
        ("陕西省渭南市", None, "met"),
        ("秦东", None, "met"),
        ("北京市", None, "failed"),
        (None, "110108", "failed"),
        ("北京市", "611002", "met"),
        ("北京市", "110108", "failed"),
        ("某地", None, "unknown"),
        (None, None, "unknown"),
        ("", "", "unknown"),
    ],
)
def test_a_place_is_told_by_its_county_and_its_city(
    city: str | None, county: str | None, state: State
) -> None:
    assert PROVINCE.holds({"city": city, "county": county}) == state


def test_of_several_one_is_enough_and_of_none_nothing_is_known() -> None:
    here, away, nowhere = ({"city": one, "county": None} for one in ("西安市", "北京市", None))
    assert PROVINCE.any_of([away, here]) == "met"
    assert PROVINCE.any_of([away, away]) == "failed"
    assert PROVINCE.any_of([away, nowhere]) == "unknown"
    assert PROVINCE.any_of([]) == "unknown"
