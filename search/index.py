"""The text-index seam: build a version aside and switch, upsert and delete by id, search a small query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from text.document import Document

WORDS, PAIRS = "words", "pairs"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to look for. `text` is anything a person typed and is never parsed as a query language, except
    that text in double quotes (ASCII or Chinese) must stand together. Empty filters do not filter.
    `body` is what else is known of what is looked for, such as a need's content: long and noisy, it counts
    less, by how often it says a thing. `characters`: single characters count too, where titles are texts and
    no names. `tokens`: what a text is cut into to be looked for. `ids`: the only documents that are looked
    at; their scores are those they have among all. `facets` and `highlights` may be left out of the answer by
    whoever has no use for them.
    """

    text: str
    kinds: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0
    facets: bool = True
    highlights: bool = True
    body: str = ""
    characters: bool = False
    tokens: tuple[str, ...] = (WORDS, PAIRS)

    @property
    def said(self) -> bool:
        """Whether there is anything to look for; else every document is found, by id."""
        return bool(self.text.strip() or self.body.strip())


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document. `highlights`: {"title"|"body": snippet with matches inside 【】}."""

    id: str
    kind: str
    name: str
    score: float
    highlights: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits by score descending, then id ascending; facets: {"kind"|"county"|"field": {value: count}}.
    `notes` say what else than the text itself was looked for, a sentence each.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class TextIndex(Protocol):
    """A full-text index over documents cut by the `text` room."""

    def rebuild(self, documents: Iterable[Document], *, seq: int = 0) -> int:
        """Build a new version aside from all documents, then switch to it; returns how many went in.
        A process killed on the way leaves the old version serving. The last two are kept; `seq` (the
        ledger's) is noted with the version.
        """

    def rollback(self) -> int:
        """Let the version before the one that serves serve again; returns the `seq` it was built at.
        UsageError where there is none.
        """

    def drop_others(self) -> None:
        """Drop every version but the one that serves, so that none holds what had to go."""

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """Upsert and delete by id; when this returns, both are stored and seen by the next search."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Search; never fails on any text."""

    def scan(self) -> Iterable[Document]:
        """Every stored document with all its fields, any order (for `verify`)."""

    def current(self) -> bool:
        """Whether a version exists and was built by this chain and dictionary (its fingerprint)."""

    def check(self) -> None:
        """DamagedError where the index's own files are broken; nothing to check is fine."""

    def close(self) -> None:
        """Release the index; closing twice is fine."""


@runtime_checkable
class VectorIndex(TextIndex, Protocol):
    """A text index that also keeps what texts mean, where the extra for it is installed."""

    def near(self, identity: str, kind: str, limit: int, also: Collection[str]) -> Mapping[str, float]:
        """How near in meaning the stored document `identity` is to the `limit` nearest of a kind and to each
        of `also`: id -> cosine in [-1, 1]. Empty where no vector of this document is kept.
        """
