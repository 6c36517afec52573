"""What a rule file says is what a plan goes by: another value gives another plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app import App
from programme import ladder, policy, roadshow, rules
from programme.firms import firms, has_institution
from programme.model import Plan
from programme.world import World
from tests.programme.conftest import AT

Set = Callable[..., None]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Puts other values into all versions of a rule."""
    shipped = rules.rule_files()

    def put(name: str, **values: Any) -> None:
        file = shipped[name]
        versions = tuple(one.model_copy(update={"values": {**one.values, **values}}) for one in file.versions)
        changed = {**shipped, name: file.model_copy(update={"versions": versions})}
        monkeypatch.setattr(rules, "rule_files", lambda *_: changed)

    return put


def test_how_much_is_shown_and_who_is_invited(demo_app: App, said: Set) -> None:
    said("roadshow", achievements=2, firms=1, settled=["signed"])
    made = demo_app.plan(lambda world: roadshow.plan(world, roadshow.Options(county="611021")), AT)
    assert made.value(made.figure("achievements")) == 2
    assert made.value(made.figure("firms")) == 1
    guests = next(one for one in made.sheet("programme").sources if one.query == "roadshow-guests")
    assert guests.params["settled"] == ["signed"]


def test_which_labels_end_soon(demo_app: App, said: Set) -> None:
    wide = demo_app.plan(lambda world: ladder.plan(world, ladder.Options()), AT)
    said("ladder", expiring={"years": 0, "label": "今天到期"})
    made = demo_app.plan(lambda world: ladder.plan(world, ladder.Options()), AT)
    assert made.value(made.figure("今天到期")) == len(made.sheet("expiring").rows)
    assert len(wide.sheet("expiring").rows) > len(made.sheet("expiring").rows)
    assert made.sheet("expiring").title == "今天到期"


def test_what_houses_firms_and_what_is_of_research(demo_app: App, said: Set) -> None:
    def held(world: World) -> Plan:
        found = sum(has_institution(one) == "met" for one in firms(world)[0])
        return Plan("test", "试验", world.at, world.run, str(found))

    before = demo_app.plan(held, AT)
    said("carriers", types=["实验室", "中心", "孵化"])
    assert int(demo_app.plan(held, AT).scope) < int(before.scope)
    made = demo_app.plan(lambda world: policy.plan(world, policy.Options()), AT)
    assert any(one.rule == "carriers" for one in made.rules)
