"""All that is known of the roadshows that were planned, for the sheets to be drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programme.batch_choice import short
from programme.batch_problem import Choice, Limits, Problem
from programme.model import Source
from programme.roadshow_facts import Barred, Fit, RoadshowValues, Shown, Site
from programme.roadshow_past import Past
from programme.world import place
from recommend.grade import GOOD


@dataclass(frozen=True)
class Season:
    """One roadshow (`whole` False) or one for each county: `days` in the order of `sites`; `greedy` what
    stands beside the choice; `barred` (achievement, why) -> the counties where it is not shown.
    """

    source: Source
    values: RoadshowValues
    limits: Limits
    shown: Mapping[str, Shown]
    sites: tuple[Site, ...]
    days: tuple[dt.date, ...]
    problem: Problem
    choice: Choice
    greedy: Choice
    past: Past
    barred: Mapping[tuple[str, Barred], list[str]]
    whole: bool

    def met(self, site: Site) -> list[Fit]:
        """The pairs that will meet at a site, the likeliest first."""
        items, firms = (set(some.get(site.code, ())) for some in (self.choice.items, self.choice.firms))
        found = [fit for (one, firm), fit in site.fits.items() if one in items and firm in firms]
        return sorted(found, key=lambda fit: (-fit.gain, fit.made.id, fit.guest.id))

    def of_items(self) -> Iterator[tuple[Site, Shown, list[Fit]]]:
        """Each achievement shown with its pairs; of a site the one first that most is expected of."""
        for site in self.sites:
            found: dict[str, list[Fit]] = {}
            for fit in self.met(site):
                found.setdefault(fit.made.id, []).append(fit)
            for one, fits in sorted(found.items(), key=lambda pair: (-gain(pair[1]), pair[0])):
                yield site, self.shown[one], fits

    def of_firms(self) -> Iterator[tuple[Site, list[Fit]]]:
        """Each firm invited by its pairs; of a site the one first that most is expected of."""
        for site in self.sites:
            found: dict[str, list[Fit]] = {}
            for fit in self.met(site):
                found.setdefault(fit.guest.id, []).append(fit)
            for _, fits in sorted(found.items(), key=lambda pair: (-gain(pair[1]), pair[0])):
                yield site, fits

    def filled(self, site: Site) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The achievements shown at a site by the code of their discipline, and by the id of each owner."""
        fields: dict[str, list[str]] = {}
        owners: dict[str, list[str]] = {}
        for one in self.choice.items.get(site.code, ()):
            item = self.shown[one].item
            if item.field:
                fields.setdefault(item.field, []).append(one)
            for owner in item.owners:
                owners.setdefault(owner, []).append(one)
        return fields, owners

    def named(self, fits: list[Fit]) -> list[Fit]:
        """Those worth naming: at least 较强, else the likeliest; not too many."""
        return good(fits)[: self.values.named] or fits[:1]

    def notes(self) -> Iterator[str]:
        """What to know beside the tables."""
        for site in self.sites:
            yield from self._of_site(site)
        invited = {one.code: len(self.choice.firms.get(one.code, ())) for one in self.sites}
        few = [
            f"{place(code)} {count} 家" for code, count in invited.items() if 0 < count < self.limits.firms
        ]
        if few:
            yield f"与入选成果有配对的企业不到 {self.limits.firms} 家，都请了：{'、'.join(few)}"
        if self.values.least:
            yield f"可能性（至少较强）不到 {self.values.least:.0%} 的配对不计入；--least 0 全部计入"
        yield (
            f"受邀从未到场的企业，每请过一次乘 {self.values.absent:g}，不低于 {self.values.absent_least:g}"
        )
        if not self.choice.proven:
            yield f"{self.values.seconds:g} 秒内没有证明这是最优：至多还差多少见“求解”表"
        if any(site.full for site in self.sites):
            yield f"有企业够得着的成果不止 {self.values.looked_at} 项，名次更后的没有看"
        chosen = [self.shown[one].item for items in self.choice.items.values() for one in items]
        if any(not one.field or not one.owners for one in chosen):
            yield "学科或完成单位不明的成果不占它的上限"

    def _of_site(self, site: Site) -> Iterator[str]:
        here = place(site.code)
        if not site.guests:
            yield f"{here}没有登记企业，这一场是空的"
        elif not self.shown:
            yield f"还没有登记成果，{here}这一场是空的"
        elif not site.fits:
            yield f"{here}的企业和可以上台的成果没有一对够得着，这一场是空的"
        else:
            yield from self._short_of(site, here)

    def _short_of(self, site: Site, here: str) -> Iterator[str]:
        """Which limit keeps a batch smaller than was asked."""
        why = short(self.problem, self.limits, self.choice, site.code)
        if why and why.had < self.limits.items:
            yield f"{here}够得着的成果只有 {why.had} 项，少于要的 {self.limits.items} 项"
        if why and why.caps:
            cures = [
                f"{option} 提到 {least}"
                for option, least in (("--per-field", why.per_field), ("--per-owner", why.per_owner))
                if least
            ]
            which = "同一学科" if why.per_field and not why.per_owner else "同一单位"
            which = "同一学科或同一单位" if bool(why.per_field) == bool(why.per_owner) else which
            cure = f"把 {' 或 '.join(cures)} 就排得满" if cures else "两个上限要一起放宽才排得满"
            yield f"{here}排不满 {self.limits.items} 项：卡在{which}的上限，{cure}"


def good(fits: list[Fit]) -> list[Fit]:
    """Those that fit, at least 较强: only these are told to who is invited."""
    return [fit for fit in fits if fit.made.reasons.grade.label in GOOD]


def gain(fits: list[Fit]) -> float:
    """What pairs add up to."""
    return round(sum(fit.gain for fit in fits), 6)
