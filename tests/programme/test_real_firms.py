"""On real registry firms most is unknown, and is told as unknown."""

from app import App
from programme.firms import Standing, does_research, firms, has_institution
from programme.model import Plan
from programme.world import World
from tests.programme.conftest import AT


def test_what_a_registry_does_not_say_is_unknown(real_app: App) -> None:
    seen: list[set[str | None]] = []

    def make(world: World) -> Plan:
        standing = Standing(world)
        found, _ = firms(world)
        assert len(found) > 2500
        seen.append({standing.holds(one, step) for one in found for step in standing.labels.names})
        seen.append({does_research(one) for one in found} | {has_institution(one) for one in found})
        seen.append({standing.size(one) for one in found})
        return Plan("test", "试验", world.at, world.run)

    real_app.plan(make, AT)
    assert seen == [{"unknown"}, {"unknown"}, {None}]
