"""Weights of features in a file, which `evaluate --fit` writes and `recommend` takes for those shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from errors import InputError
from recommend.strategy import STRATEGIES, Strategy, weighted

_CURE = "用 evaluate --fit 重新写一份，或删去这个文件，用随程序的权重"


def write_weights(path: Path, weights: Mapping[str, Mapping[str, float]], about: Mapping[str, Any]) -> None:
    """Write `weights` (strategy -> feature -> weight) below what they were fitted on."""
    stored = {**about, "weights": {name: dict(some) for name, some in weights.items()}}
    path.write_text(yaml.safe_dump(stored, allow_unicode=True, sort_keys=False), encoding="utf-8")


def strategies(path: Path | None) -> dict[str, Strategy]:
    """The strategies, with the weights of a file where there is one. InputError for a file that names unknown
    strategies or features, or weights that are no numbers from zero on.
    """
    if path is None or not path.exists():
        return STRATEGIES
    try:
        stored = yaml.safe_load(path.read_text(encoding="utf-8"))
        tables = {str(name): dict(some) for name, some in stored["weights"].items()}
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"权重文件 {path.name} 读不了", _CURE) from error
    for name, some in tables.items():
        known = {make.__name__ for make, _ in STRATEGIES[name].features} if name in STRATEGIES else set()
        wrong = sorted(set(some) - known)
        if not known or wrong:
            raise InputError(f"权重文件 {path.name} 里有不认识的“{wrong[0] if known else name}”", _CURE)
        if not all(isinstance(one, int | float) and one >= 0 for one in some.values()) or not any(
            some.values()
        ):
            raise InputError(f"权重文件 {path.name} 里“{name}”的权重要是不小于 0 的数，且不全为 0", _CURE)
    return {name: weighted(one, tables.get(name, {})) for name, one in STRATEGIES.items()}
