"""Vectors of the texts that are matched, made when a text is written and never when it is looked for: one
file for each kind, brute force over its rows. The only importer of numpy beside the encoder.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from errors import DamagedError
from ontology.entity import digest
from search.encoder import NAME, Encoder
from text.document import Document

_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_BATCH = 64
_SAVED_EVERY = 5000
"""Texts encoded between two savings, about two minutes of work."""


@dataclass(frozen=True, slots=True)
class Side:
    """How a kind's text is read: whether it asks or offers, whether its title is a text (a person's name
    means nothing), and how many characters are read.
    """

    asks: bool
    titled: bool
    characters: int

    def text(self, document: Document) -> str:
        """What of a document is encoded; "" for nothing. Spaces between Han characters say nothing to a
        reader, but to the model that a new word begins, so they are left out.
        """
        parts = [document.title, document.body] if self.titled else [document.body]
        return _GAP.sub("", "。".join(part for part in parts if part))[: self.characters]


SIDES = {
    "Need": Side(asks=True, titled=True, characters=400),
    "Achievement": Side(asks=False, titled=True, characters=120),
    "Doctor": Side(asks=False, titled=False, characters=120),
}
"""The kinds that have vectors. A need tells what it wants at length; there are few needs, many achievements,
and time goes with the characters: 20 ms a title, 280 ms for 400 characters.
"""

Row = tuple[str, Any]
"""(digest of the text, its vector as 384 float16)."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A kind's vectors for reading: ids in order, where each is, rows (ids, 384) of float32."""

    ids: list[str]
    place: Mapping[str, int]
    rows: Any


class Vectors:
    """A folder of vectors. `write` and `rebuild` encode only texts whose digest is not there yet."""

    def __init__(self, folder: Path, encode: Encoder) -> None:
        self.folder = folder
        self.encode = encode
        self._tables: dict[str, tuple[int, _Table]] = {}

    def current(self) -> bool:
        """Whether every text was encoded, and by this model."""
        note = self.folder / "whole.json"
        return note.exists() and json.loads(note.read_text(encoding="utf-8")) == NAME

    def passing(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents as they come, encoded on the way; at the end these and no others have vectors."""
        old = {kind: self._load(kind) for kind in SIDES} if self._same_model() else {}
        fresh: dict[str, dict[str, Row]] = {kind: {} for kind in SIDES}
        waiting: list[Document] = []
        encoded = 0
        (self.folder / "whole.json").unlink(missing_ok=True)
        for document in documents:
            yield document
            waiting.append(document)
            if len(waiting) == _BATCH:
                encoded += self._take(waiting, old, fresh)
                waiting = []
            if encoded >= _SAVED_EVERY:
                self._save({kind: {**old.get(kind, {}), **rows} for kind, rows in fresh.items()})
                encoded = 0
        self._take(waiting, old, fresh)
        self._save(fresh)
        (self.folder / "whole.json").write_text(json.dumps(NAME), encoding="utf-8")

    def write(self, documents: Iterable[Document], removed: Collection[str]) -> None:
        """Upsert and delete."""
        some = list(documents)
        kinds = {one.kind for one in some} & SIDES.keys()
        kept = {kind: self._load(kind) for kind in SIDES}
        gone = [(kind, one) for one in removed for kind in SIDES if one in kept[kind]]
        for kind, one in gone:
            del kept[kind][one]
        self._take(some, kept, kept)
        self._save({kind: kept[kind] for kind in kinds | {kind for kind, _ in gone}})

    def near(self, identity: str, kind: str, limit: int, also: Collection[str]) -> dict[str, float]:
        """See VectorIndex."""
        asked = next((t for k in SIDES if identity in (t := self._table(k)).place), None)
        table = self._table(kind) if kind in SIDES else None
        if asked is None or table is None or not table.ids:
            return {}
        scores = table.rows @ asked.rows[asked.place[identity]]
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        wanted = {*best.tolist(), *(table.place[one] for one in also if one in table.place)}
        return {table.ids[at]: round(float(scores[at]), 6) for at in sorted(wanted)}

    def check(self) -> None:
        """DamagedError where a file cannot be read; nothing to check is fine."""
        for kind in SIDES:
            self._load(kind)

    def _take(
        self, some: list[Document], old: Mapping[str, dict[str, Row]], into: dict[str, dict[str, Row]]
    ) -> int:
        """Put the vectors of some documents in, an old text's as it is; returns how many are new."""
        count = 0
        for kind, side in SIDES.items():
            texts = {one.id: text for one in some if one.kind == kind and (text := side.text(one))}
            marks = {one: digest(text) for one, text in texts.items()}
            known = {
                one: row for one in texts if (row := old.get(kind, {}).get(one)) and row[0] == marks[one]
            }
            into[kind].update(known)
            new = [one for one in texts if one not in known]
            for start in range(0, len(new), _BATCH):
                part = new[start : start + _BATCH]
                rows = self.encode([texts[one] for one in part], side.asks).astype(np.float16)
                into[kind].update((one, (marks[one], row)) for one, row in zip(part, rows, strict=True))
            count += len(new)
        return count

    def _same_model(self) -> bool:
        note = self.folder / "model.json"
        return note.exists() and json.loads(note.read_text(encoding="utf-8")) == NAME

    def _save(self, tables: Mapping[str, Mapping[str, Row]]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for kind, rows in tables.items():
            ids = sorted(rows)
            aside = self.folder / f"{kind}.new"
            with aside.open("wb") as file:
                np.savez(
                    file,
                    ids=np.array(ids, dtype=np.str_),
                    marks=np.array([rows[one][0] for one in ids], dtype=np.str_),
                    rows=np.array([rows[one][1] for one in ids], dtype=np.float16),
                )
            aside.replace(self._path(kind))
        (self.folder / "model.json").write_text(json.dumps(NAME), encoding="utf-8")

    def _load(self, kind: str) -> dict[str, Row]:
        if not self._path(kind).exists():
            return {}
        with self._held(kind) as held:
            marks, rows = held["marks"], held["rows"]
            return {one: (str(marks[at]), rows[at]) for at, one in enumerate(held["ids"].tolist())}

    @contextmanager
    def _held(self, kind: str) -> Iterator[Any]:
        """A kind's file, opened; DamagedError where it is not what was written."""
        try:
            with self._path(kind).open("rb") as file, np.load(file, allow_pickle=False) as held:
                yield held
        except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
            message = f"语义向量的文件坏了：{self._path(kind)}（{error}）"
            raise DamagedError(message, "运行 sync，重新算一遍", folder=self.folder) from error

    def _table(self, kind: str) -> _Table:
        """A kind's table, read again when its file is another."""
        path = self._path(kind)
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        if kind not in self._tables or self._tables[kind][0] != stamp:
            self._tables[kind] = (stamp, self._read(kind))
        return self._tables[kind][1]

    def _read(self, kind: str) -> _Table:
        if not self._path(kind).exists():
            return _Table([], {}, np.zeros((0, 0), np.float32))
        with self._held(kind) as held:
            ids, rows = held["ids"].tolist(), held["rows"].astype(np.float32)
        return _Table(ids, {one: at for at, one in enumerate(ids)}, rows)

    def _path(self, kind: str) -> Path:
        return self.folder / f"{kind}.npz"
