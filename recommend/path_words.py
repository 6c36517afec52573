"""A path as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ontology.model import Ontology


def path_text(path: Sequence[Mapping[str, str]], model: Ontology) -> str:
    """A path in words: 甲 —提出需求→ 乙 —提到→ 词 ←提到— 丙."""
    words: list[str] = []
    for step in path:
        if "relation" not in step:
            words.append(step["name"])
            continue
        if "words" in step:
            label = f"同见“{step['words']}”"
        else:
            label = "或".join(model.relations[one].label for one in step["relation"].split("|"))
        arrows = {"->": ("—", "→"), "<-": ("←", "—")}.get(step["direction"], ("—", "—"))
        words.append(f"{arrows[0]}{label}{arrows[1]}")
    return " ".join(words)
