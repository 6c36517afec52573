"""The named queries: literal Cypher in queries/*.cypher, each with a header that says what it is for.

A label or relationship type cannot be a Cypher parameter. The few queries that write or scan by kind are
templates (header line `// template: …`): __KIND__, __SOURCE__, __TARGET__ and __RELATION__ are replaced by
names of the ontology and by nothing else, so no text a person typed ever becomes Cypher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from errors import UsageError
from ontology.model import ontology

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"^// (name|purpose|params|template): *(.*)$")
_PLACE = re.compile(r"__(KIND|SOURCE|TARGET|RELATION)__")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query as its file says; `params` is the header's text, `template` names the places to fill."""

    name: str
    purpose: str
    params: str
    template: str
    text: str

    def fill(self, **names: str) -> str:
        """The Cypher of a template for kinds and a relation; ValueError for a name the ontology lacks."""
        known = {*ontology().kinds, *ontology().relations}
        for name in names.values():
            if name not in known:
                raise ValueError(f"not a kind or relation: {name}")
        return _PLACE.sub(lambda match: names[match[1].lower()], self.text)


@cache
def queries() -> dict[str, NamedQuery]:
    """All named queries by name."""
    found = (_read(path) for path in sorted(FOLDER.glob("*.cypher")))
    return {query.name: query for query in found}


def named(name: str) -> NamedQuery:
    """A named query; UsageError listing the names when there is none."""
    try:
        return queries()[name]
    except KeyError as error:
        known = "、".join(one.name for one in readable())
        raise UsageError(f"没有名为“{name}”的查询", f"可用：{known}") from error


def readable() -> list[NamedQuery]:
    """The queries a person may run: all but the templates."""
    return [query for query in queries().values() if not query.template]


def _read(path: Path) -> NamedQuery:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = {match[1]: match[2] for line in lines if (match := _HEADER.match(line))}
    text = "\n".join(line for line in lines if not line.startswith("//")).strip()
    if header.get("name") != path.stem or "purpose" not in header or "params" not in header:
        raise ValueError(f"{path.name}: header needs name (the file's), purpose and params")
    return NamedQuery(header["name"], header["purpose"], header["params"], header.get("template", ""), text)
