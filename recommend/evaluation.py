"""What a ranking is worth against judgements: the whole, each feature off, each alone, and bare text search.
The judgements meet the ranking here and nowhere before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sklearn.model_selection import GroupKFold

from recommend.calibration import calibration, fit_calibration
from recommend.judged import Pair, Tables
from recommend.metrics import Figure, average_precision, mean, ndcg, ratio, recall
from recommend.model import Candidate, Subject
from recommend.reliability import Reliability, reliability
from recommend.strategy import Strategy

FOLDS = 5
Rankings = Mapping[str, list[tuple[str, float]]]
"""Need -> what was found for it with its score, best first."""
BARE = "BM25 只用题目"
"""The text index asked for the need's title and nothing else, as `search` would."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What was found for one need: `candidates` by achievement_id, ready to be scored, and the achievements
    of the bare text search, best first.
    """

    subject: Subject
    candidates: dict[str, Candidate]
    bare: list[str]

    def ranking(self, strategy: Strategy) -> list[tuple[str, float]]:
        """(achievement_id, score) best first, ties by id."""
        scores = {one: strategy.score(found, self.subject)[0] for one, found in self.candidates.items()}
        return sorted(scores.items(), key=lambda one: (-round(one[1], 6), one[0]))


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one way to rank; `closeness` is 1 / (1 + MAE) of calibrated levels, None for a way that
    gives no scores.
    """

    name: str
    ndcg: Figure
    average_precision: Figure
    recall: Figure
    closeness: Figure | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole first, then the ablations; how many needs and pairs counted, how many of the pairs were
    found; what was left out; how true the shipped grades are of the pairs that were found; learnt weights by
    feature, and their nDCG@10 on needs they were not learnt from.
    """

    needs: int
    pairs: int
    found: int
    measured: list[Measured]
    problems: list[str]
    reliability: Reliability | None = None
    fitted: dict[str, float] = field(default_factory=dict)
    fitted_ndcg: Figure | None = None


def evaluate(tables: Tables, pools: Mapping[str, Pool], strategy: Strategy) -> Evaluation:
    """Measure the strategy and what is left of it without, and only with, each feature."""
    judged = tables.judged
    counted = [pair for pair in tables.levels if pair[0] in judged]
    found = sum(achievement in pools[need].candidates for need, achievement in counted)
    whole = _rankings(tables, pools, strategy)
    measured = [_scored("全部特征", tables, whole)]
    for name, way in _ablations(strategy, pools):
        measured.append(_scored(name, tables, _rankings(tables, pools, way)))
    bare = {need: pools[need].bare for need in judged}
    measured.append(_measured(BARE, tables, bare, None))
    told = _reliability(tables.levels, _scores(whole))
    return Evaluation(len(judged), len(counted), found, measured, tables.problems, told)


def by_need(tables: Tables) -> dict[str, dict[str, int]]:
    """Need -> achievement -> level."""
    levels: dict[str, dict[str, int]] = {}
    for (need, achievement), level in tables.levels.items():
        levels.setdefault(need, {})[achievement] = level
    return levels


def judged_order(found: Sequence[str], levels: Mapping[str, int]) -> list[str]:
    """The judged ones in the order found; those not found come last, by id."""
    seen = [one for one in found if one in levels]
    return seen + sorted(set(levels) - set(seen))


def _reliability(levels: Mapping[Pair, int], scores: Mapping[Pair, float]) -> Reliability | None:
    found = [pair for pair in levels if pair in scores]
    return reliability(calibration(), [scores[pair] for pair in found], [levels[pair] for pair in found])


def _ablations(strategy: Strategy, pools: Mapping[str, Pool]) -> list[tuple[str, Strategy]]:
    """Without and only with each feature that knows something of a candidate that was found."""
    known = {
        feature.name
        for pool in pools.values()
        for one in pool.candidates.values()
        for feature in strategy.score(one, pool.subject)[1]
    }
    table = [(make, weight) for make, weight in strategy.features if make.__name__ in known]
    without: list[tuple[str, Strategy]] = []
    alone: list[tuple[str, Strategy]] = []
    for make, weight in table:
        rest = tuple(one for one in strategy.features if one[0] is not make)
        label = make.__name__
        without += [(f"-{label}", Strategy(strategy.kind, rest))] if len(table) > 1 else []
        alone.append((f"+{label}", Strategy(strategy.kind, ((make, weight),))))
    return without + alone


def _rankings(tables: Tables, pools: Mapping[str, Pool], way: Strategy) -> Rankings:
    return {need: pools[need].ranking(way) for need in {one for one, _ in tables.levels}}


def _scores(rankings: Rankings) -> dict[Pair, float]:
    return {(need, one): score for need, ranking in rankings.items() for one, score in ranking}


def _scored(name: str, tables: Tables, rankings: Rankings) -> Measured:
    orders = {need: [one for one, _ in ranking] for need, ranking in rankings.items()}
    return _measured(name, tables, orders, _closeness(tables.levels, _scores(rankings)))


def _measured(
    name: str, tables: Tables, orders: Mapping[str, Sequence[str]], closeness: Figure | None
) -> Measured:
    levels = by_need(tables)
    judged = {need: judged_order(orders[need], levels[need]) for need in tables.judged}

    def over(
        measure: Callable[[Sequence[str], Mapping[str, int]], float], of: Mapping[str, Sequence[str]]
    ) -> Figure:
        return mean([measure(of[need], levels[need]) for need in judged])

    return Measured(
        name, over(ndcg, judged), over(average_precision, judged), over(recall, orders), closeness
    )


def _closeness(levels: Mapping[Pair, int], scores: Mapping[Pair, float]) -> Figure | None:
    """1 / (1 + MAE): each need's levels guessed by a calibration fitted on the others; a pair that was not
    found counts as score 0. None with fewer than two needs.
    """
    pairs = sorted(levels)
    groups = [need for need, _ in pairs]
    if len(set(groups)) < 2:
        return None
    x, y = [scores.get(pair, 0.0) for pair in pairs], [levels[pair] for pair in pairs]
    errors: dict[str, list[int]] = {need: [0, 0] for need in groups}
    for train, test in GroupKFold(min(FOLDS, len(set(groups)))).split(x, y, groups):
        fitted = fit_calibration([x[at] for at in train], [y[at] for at in train])
        for at in test:
            errors[groups[at]][0] += abs(fitted.level(x[at]) - y[at])
            errors[groups[at]][1] += 1
    return ratio(
        [one for one, _ in errors.values()], [of for _, of in errors.values()], lambda mae: 1 / (1 + mae)
    )
