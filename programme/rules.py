"""The rules of the programme: every threshold with its source and the days it was in force.

One file in rules/ a rule, with a version for each text that changed it. A plan asks for the version of its
day, so that a rule that changes later changes nothing that was worked out before.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from errors import UsageError
from programme.model import RuleUse

FOLDER = Path(__file__).with_name("rules")
V = TypeVar("V", bound="Values")


class Values(BaseModel):
    """Base of what a version says: frozen, and a key nobody reads is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(Values):
    """One version: in force on the days from `since` to `until`, both included; None where no end is known.
    `verified`: the issuing body's own text was read; `note` says what is not sure.
    """

    since: dt.date
    until: dt.date | None = None
    source: str
    read_on: dt.date = Field(description="the day the source was last looked at")
    verified: bool
    note: str = ""
    values: dict[str, Any]


class RuleFile(Values):
    """A rule with all its versions, oldest first, none overlapping the next."""

    rule: str
    label: str
    versions: tuple[Version, ...]

    @model_validator(mode="after")
    def _in_order(self) -> RuleFile:
        for before, after in zip(self.versions, self.versions[1:], strict=False):
            if before.until is None or before.until >= after.since:
                raise ValueError(f"{self.rule}: the version of {before.since} must end before {after.since}")
        return self


class Rule(Values, Generic[V]):
    """A rule as it was on a day, its values read as `V`."""

    file: RuleFile
    version: Version
    values: V

    @property
    def use(self) -> RuleUse:
        """How a plan tells that it went by this."""
        version = self.version
        return RuleUse(
            self.file.rule, self.file.label, version.since.isoformat(), version.source, version.verified
        )


@cache
def rule_files(folder: Path = FOLDER) -> dict[str, RuleFile]:
    """All rules by name; ValueError naming the file that is wrong."""
    found: dict[str, RuleFile] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = RuleFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
        if one.rule != path.stem:
            raise ValueError(f"{path.name}: is named {one.rule}")
        found[one.rule] = one
    return found


def in_force(name: str, at: dt.date, values: type[V], folder: Path = FOLDER) -> Rule[V]:
    """The version of a rule that was in force on a day; UsageError where there was none."""
    file = rule_files(folder)[name]
    for version in file.versions:
        if version.since <= at and (version.until is None or at <= version.until):
            return Rule[V](file=file, version=version, values=values.model_validate(version.values))
    first = file.versions[0].since
    raise UsageError(
        f"{at} 还没有“{file.label}”这条规则" if at < first else f"“{file.label}”在 {at} 没有有效的版本",
        f"规则文件里最早的版本从 {first} 起；换一个 --at",
    )
