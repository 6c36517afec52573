"""A text index that also keeps what texts mean: any backend, with a folder of vectors beside it."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from search.encoder import encode, installed
from search.index import SearchQuery, SearchResult, TextIndex
from text.document import Document

if TYPE_CHECKING:
    from search.vectors import Vectors


def with_meaning(index: TextIndex, folder: Path, *, wanted: bool, read_only: bool) -> TextIndex:
    """The index with vectors, or as it is where they are not wanted or the extra is not installed; a writer
    then removes older vectors, since nothing would keep them true.
    """
    if wanted and installed():
        return MeaningIndex(index, folder)
    if not read_only and folder.exists():
        shutil.rmtree(folder)
    return index


class MeaningIndex:
    """See TextIndex and VectorIndex. Vectors are encoded as documents go in."""

    def __init__(self, index: TextIndex, folder: Path) -> None:
        self.index = index
        self.folder = folder
        self._vectors: Vectors | None = None

    @property
    def vectors(self) -> Vectors:
        """The vectors, opened when first needed: numpy takes its time to load."""
        if self._vectors is None:
            from search.vectors import Vectors

            self._vectors = Vectors(self.folder, encode)
        return self._vectors

    def rebuild(self, documents: Iterable[Document], *, seq: int = 0) -> int:
        """See TextIndex."""
        return self.index.rebuild(self.vectors.passing(documents), seq=seq)

    def rollback(self) -> int:
        """See TextIndex; the next sync brings the vectors' texts and the index together again."""
        return self.index.rollback()

    def drop_others(self) -> None:
        """See TextIndex; there is one version of the vectors."""
        self.index.drop_others()

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """See TextIndex."""
        self.index.write(documents, removed)
        self.vectors.write(documents, removed)

    def search(self, query: SearchQuery) -> SearchResult:
        """See TextIndex."""
        return self.index.search(query)

    def near(self, identity: str, kind: str, limit: int, also: Collection[str]) -> Mapping[str, float]:
        """See VectorIndex."""
        return self.vectors.near(identity, kind, limit, also)

    def scan(self) -> Iterable[Document]:
        """See TextIndex."""
        return self.index.scan()

    def current(self) -> bool:
        """See TextIndex."""
        return self.index.current() and self.vectors.current()

    def check(self) -> None:
        """See TextIndex."""
        self.index.check()
        self.vectors.check()

    def close(self) -> None:
        """See TextIndex."""
        self.index.close()
