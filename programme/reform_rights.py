"""The clauses on an achievement itself: whether it is listed, granted, whose it is, whether it is free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from programme.model import Source
from programme.reform_part import Check
from programme.world import Answered, World

Words = Callable[[Mapping[str, Any]], str]


class Rights:
    """Checks by name of a clause and id of an achievement, each from the query `reform-<clause>`. The last
    three know the achievements that are under 单列管理 or may be.
    """

    def __init__(self, world: World, institute: str) -> None:
        self._world = world
        self._institute = institute
        self._checks: dict[str, dict[str, Check]] = {}
        self._owners: dict[str, str] = {}
        self.sources: list[Source] = []
        self.names: dict[str, str] = {}
        self.listed = [row["id"] for row in self._ask("listed", {}, _listed).rows if row["state"] != "failed"]
        """Those under 单列管理 and those of which it is not known, by id."""

    def granted(self, types: Sequence[str], statuses: Sequence[str]) -> None:
        """Look up which rights are granted and in force on the day."""
        given = {"types": list(types), "statuses": list(statuses), "at": self._world.at.isoformat()}
        self._ask("granted", given, lambda row: _granted(row, self._world.at.isoformat()))

    def licensor(self) -> None:
        """Look up whose they are."""
        found = self._ask("licensor", {}, _licensor)
        self._owners = {row["id"]: "；".join(row["owners"]) for row in found.rows}

    def free(self, exclusive: Sequence[str]) -> None:
        """Look up which are licensed exclusively."""
        self._ask("free", {"exclusive": list(exclusive)}, _licences)

    def of(self, achievement: str, *clauses: str) -> list[Check]:
        """The checks of an achievement, those that are known of."""
        found = (self._checks[one].get(achievement) for one in clauses)
        return [one for one in found if one]

    def owned_by(self, achievement: str) -> str:
        """The names of its owners."""
        return self._owners.get(achievement, "")

    def _ask(self, clause: str, given: Mapping[str, Any], words: Words) -> Answered:
        query = f"reform-{clause}"
        found = self._world.ask(query, {**given, "institute": self._institute})
        self.sources.append(found.source)
        self._checks[clause] = {
            row["id"]: Check(clause, row["state"], words(row), query) for row in found.rows
        }
        self.names |= {row["id"]: row["achievement"] for row in found.rows}
        return found


def _listed(row: Mapping[str, Any]) -> str:
    return {True: "单列管理", False: "没有单列管理", None: "没有登记是否单列管理"}[row["value"]]


def _granted(row: Mapping[str, Any], at: str) -> str:
    """Type, status and end of a right, as far as they are known."""
    labels = {"type": "权利类型", "status": "法律状态", "until": "期满日"}
    said = [f"{'期满日' if name == 'until' else ''}{row[name]}" for name in labels if row[name]]
    if row["granted"] and row["granted"] > at:
        said.append(f"{row['granted']}才授权")
    missing = "、".join(label for name, label in labels.items() if not row[name])
    return "，".join([*said, *([f"{missing}没有登记"] if missing else [])])


def _licensor(row: Mapping[str, Any]) -> str:
    return "；".join(row["value"]) or "权利人没有登记"


def _licences(row: Mapping[str, Any]) -> str:
    return "；".join(row["value"]) or "没有许可给企业"
