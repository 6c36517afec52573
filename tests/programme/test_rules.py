"""Rules are files with versions; a plan goes by that of its day, and says so."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from app import App
from errors import UsageError
from programme.firms import Standing
from programme.model import Plan
from programme.rules import FOLDER, Values, in_force, rule_files
from programme.world import World
from tests.programme.conftest import AT


class Limit(Values):
    """One number."""

    limit: float


def write(folder: Path, *versions: Mapping[str, object]) -> Path:
    common = {"source": "某文", "read_on": "2026-01-01", "verified": False}
    body = {"rule": "one", "label": "一条", "versions": [{**common, **one} for one in versions]}
    (folder / "one.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return folder


OLD = {"since": "2020-01-01", "until": "2024-12-31", "values": {"limit": 3}}
NEW = {"since": "2025-01-01", "values": {"limit": 5}}


@pytest.mark.parametrize(
    ("day", "limit"), [("2020-01-01", 3), ("2024-12-31", 3), ("2025-01-01", 5), ("2030-01-01", 5)]
)
def test_the_version_of_the_day_counts(tmp_path: Path, day: str, limit: float) -> None:
    found = in_force("one", dt.date.fromisoformat(day), Limit, write(tmp_path, OLD, NEW))
    assert found.values.limit == limit
    assert found.use.since == found.version.since.isoformat()


def test_a_later_version_changes_nothing_before(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    days = [dt.date(2020 + n, 6, 30) for n in range(5)]
    alone = [in_force("one", day, Limit, write(before, OLD)).values for day in days]
    assert [in_force("one", day, Limit, write(after, OLD, NEW)).values for day in days] == alone


def test_a_day_without_a_version_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, OLD)
    for day, said in (("2019-12-31", "还没有“一条”"), ("2025-01-01", "没有有效的版本")):
        with pytest.raises(UsageError, match=said) as told:
            in_force("one", dt.date.fromisoformat(day), Limit, folder)
        assert "2020-01-01" in told.value.cure


@pytest.mark.parametrize(
    "versions",
    [({**OLD, "until": "2025-06-30"}, NEW), ({**OLD, "until": None}, NEW), (NEW, OLD)],
    ids=["overlap", "open end", "order"],
)
def test_versions_that_overlap_do_not_load(
    tmp_path: Path, versions: tuple[Mapping[str, object], ...]
) -> None:
    with pytest.raises(ValueError, match="must end before"):
        rule_files(write(tmp_path, *versions))


def test_what_nobody_reads_does_not_load(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        rule_files(write(tmp_path, {**NEW, "odd": 1}))
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(ValueError, match="Extra inputs"):
        in_force("one", AT, Limit, write(other, {**NEW, "values": {"limit": 1, "odd": 2}}))


@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.yaml"))])
def test_a_shipped_rule_says_where_it_comes_from(name: str) -> None:
    for version in rule_files()[name].versions:
        assert version.source
        assert version.read_on >= dt.date(2026, 11, 1)
        assert version.since <= version.read_on


def test_a_plan_tells_the_rules_it_went_by(demo_app: App) -> None:
    def make(world: World) -> Plan:
        Standing(world)
        return Plan("test", "试验", world.at, world.run, rules=world.rules)

    assert [one.rule for one in demo_app.plan(make, AT).rules] == ["labels"]
