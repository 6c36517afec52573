"""The embedded text index: tantivy over text cut by the `text` room; no query string is ever parsed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import tantivy

from errors import DamagedError, StoreError, UsageError
from search.asked import FACETS, GRAM_WEIGHT, Found, clauses, facets, filters, hit, lone, phrases, settled
from search.index import SearchQuery, SearchResult
from search.segments import wrong_file
from text.document import Document
from text.tokens import characters, fields, fingerprint, words

_HEAP = 128_000_000
"""Bytes the writer of a few documents may hold."""
_LARGEST = 1_000_000_000
"""Bytes a rebuild may hold at most. Each time the writer fills up it begins another segment, and each segment
costs a search as much again before its first document: with one segment in place of three a recommendation's
text query took 16 ms in place of 23.
"""
_KEPT = 2
_BY_ID: dict[str, Any] = {"order_by_field": "id", "order": tantivy.Order.Asc}
"""Without a text there is no score to sort by."""


class EmbeddedIndex:
    """Versions live in folders v-1, v-2 ...; the file `current` names the one that serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[str, Any] | None = None

    def rebuild(self, documents: Iterable[Document], *, seq: int = 0) -> int:
        """See TextIndex; the two latest versions are kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        name = f"v-{max([0, *(int(p.name[2:]) for p in self.folder.glob('v-*'))]) + 1}"
        path = self.folder / name
        path.mkdir()
        heap = max(_HEAP, min(_LARGEST, psutil.virtual_memory().total // 16))
        writer = tantivy.Index(_schema(), path=str(path)).writer(heap, 1)
        count = 0
        for document in documents:
            writer.add_document(_stored(document))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        self._point({"name": name, "fingerprint": fingerprint(), "seq": seq})
        for old in sorted(self.folder.glob("v-*"), key=lambda p: int(p.name[2:]))[:-_KEPT]:
            shutil.rmtree(old)
        return count

    def rollback(self) -> int:
        """See TextIndex."""
        serving = self._pointer()
        number = int(serving["name"][2:]) if serving else 0
        older = [n for p in self.folder.glob("v-*/version.json") if (n := int(p.parent.name[2:])) < number]
        if not older:
            raise UsageError("没有可以退回的上一版索引", "只保留最近两版；运行 sync 会建新的一版")
        noted = json.loads((self.folder / f"v-{max(older)}" / "version.json").read_text(encoding="utf-8"))
        self._point(noted)
        return int(noted["seq"])

    def drop_others(self) -> None:
        """See TextIndex."""
        serving = self._pointer()
        for path in self.folder.glob("v-*"):
            if serving is None or path.name != serving["name"]:
                shutil.rmtree(path)

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """See TextIndex."""
        index = self._index()
        writer = index.writer(_HEAP, 1)
        for identity in (*removed, *(document.id for document in documents)):
            writer.delete_documents_by_term("id", identity)
        for document in documents:
            writer.add_document(_stored(document))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

    def search(self, query: SearchQuery) -> SearchResult:
        """See TextIndex."""
        with self._damage_told():
            return self._search(self._index(), query)

    def _search(self, index: Any, query: SearchQuery) -> SearchResult:
        searcher = index.searcher()
        meant = _query(index.schema, query)
        if meant is None:
            return SearchResult(0, [], {})
        last = query.limit + query.offset
        total = 0
        order: dict[str, Any] = {} if query.said else _BY_ID

        def fetch(size: int) -> Found:
            nonlocal total
            found = searcher.search(meant, size, count=True, **order)
            total = found.count
            return [(0.0 if order else score, searcher.doc(at).to_dict()) for score, at in found.hits]

        wanted = fetch(last) if order else settled(fetch, last, most=max(last, searcher.num_docs))
        searched = [token.text for token in words(query.text)] if query.highlights else []
        hits = [hit(score, body, searched) for score, body in wanted[query.offset : last]]
        return SearchResult(total, hits, _facets(searcher, meant) if query.facets else {})

    def scan(self) -> Iterator[Document]:
        """See TextIndex."""
        with self._damage_told():
            searcher = self._index().searcher()
            found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs))
            bodies = [searcher.doc(address).to_dict() for _, address in found.hits]
        for body in bodies:
            yield Document(
                id=body["id"][0],
                kind=body["kind"][0],
                title=body["title"][0],
                body=body["body"][0],
                county=next(iter(body.get("county", [])), ""),
                fields=tuple(body.get("field", [])),
            )

    def current(self) -> bool:
        """See TextIndex."""
        pointer = self._pointer()
        return pointer is not None and pointer["fingerprint"] == fingerprint()

    def check(self) -> None:
        """See TextIndex."""
        pointer = self._pointer()
        wrong = wrong_file(self.folder / pointer["name"]) if pointer else None
        if wrong:
            raise self._damaged(f"文件不完整：{wrong.name}")

    def close(self) -> None:
        """See TextIndex."""
        self._opened = None

    def _sweep(self) -> None:
        """Take away versions that were never whole: a rebuild was cut short."""
        serving = self._pointer()
        for path in self.folder.glob("v-*"):
            if not (path / "version.json").exists() and path.name != (serving or {}).get("name"):
                shutil.rmtree(path)

    def _point(self, noted: dict[str, Any]) -> None:
        """Let a whole version serve; a note of it stays beside its files."""
        text = json.dumps(noted)
        (self.folder / noted["name"] / "version.json").write_text(text, encoding="utf-8")
        pointer = self.folder / "current.new"
        pointer.write_text(text, encoding="utf-8")
        pointer.replace(self.folder / "current")
        self._opened = None

    def _pointer(self) -> dict[str, str] | None:
        path = self.folder / "current"
        if not path.exists():
            return None
        try:
            body: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return {"name": body["name"], "fingerprint": body["fingerprint"]}
        except (ValueError, KeyError, TypeError) as error:
            raise self._damaged(error) from error

    def _index(self) -> Any:
        pointer = self._pointer()
        if pointer is None:
            raise StoreError("还没有全文索引", "先运行 ingest 或 sync")
        if self._opened is None or self._opened[0] != pointer["name"]:
            try:
                self._opened = (pointer["name"], tantivy.Index.open(str(self.folder / pointer["name"])))
                self._opened[1].searcher()
            except (ValueError, OSError) as error:
                raise self._damaged(error) from error
        return self._opened[1]

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """The engine answers unreadable files with ValueError or a panic, which is no Exception."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise self._damaged(error) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":
                raise self._damaged(error) from error
            raise

    def _damaged(self, reason: object) -> DamagedError:
        message = f"全文索引坏了：{self.folder}（{reason}）"
        return DamagedError(message, "运行 sync，从账本重建", folder=self.folder)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "kind", "county", "field"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name, option in (
        ("tw", "freq"),
        ("tc", "freq"),
        ("bw", "freq"),
        ("tb", "position"),
        ("bb", "position"),
    ):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option=option)
    for name in ("title", "body"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _stored(document: Document) -> Any:
    made = tantivy.Document()
    for name, text in (("id", document.id), ("kind", document.kind), ("county", document.county)):
        if text:
            made.add_text(name, text)
    for field in document.fields:
        made.add_text("field", field)
    for prefix, text in (("t", document.title), ("b", document.body)):
        cut, pairs = fields(text)
        made.add_text(f"{prefix}w", cut)
        made.add_text(f"{prefix}b", pairs)
    made.add_text("tc", characters(document.title))
    made.add_text("title", document.title)
    made.add_text("body", document.body)
    return made


def _query(schema: Any, query: SearchQuery) -> Any:
    """The whole query, or None where the text has nothing to look for."""
    must: list[Any] = []
    if query.said:
        text = _clauses(schema, query)
        if not text:
            return None
        must.append((tantivy.Occur.Must, tantivy.Query.boolean_query(text)))
    else:
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)))
    for field, values in filters(query).items():
        terms = tantivy.Query.term_set_query(schema, field, values)
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(terms, 0.0)))
    return tantivy.Query.boolean_query(must)


def _clauses(schema: Any, query: SearchQuery) -> list[Any]:
    """What `asked` says of a query, as the engine's own; quoted parts as phrases."""
    found: list[Any] = []
    for pairs in phrases(query.text):
        both = [(tantivy.Occur.Should, _phrase(schema, field, pairs)) for field in ("tb", "bb")]
        found.append((tantivy.Occur.Must, tantivy.Query.boolean_query(both)))
    for field, tokens in clauses(query).items():
        for token, weight in tokens.items():
            one = tantivy.Query.term_query(schema, field, token)
            found.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, weight)))
    for field, token in [(f, t) for t in lone(query) for f in ("tb", "bb")]:
        one = tantivy.Query.regex_query(schema, field, f".?{token}.?")
        found.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, GRAM_WEIGHT)))
    return found


def _phrase(schema: Any, field: str, tokens: list[str]) -> Any:
    if len(tokens) == 1:
        return tantivy.Query.term_query(schema, field, tokens[0])
    return tantivy.Query.phrase_query(schema, field, [*tokens])


def _facets(searcher: Any, query: Any) -> dict[str, dict[str, int]]:
    return facets(
        searcher.aggregate(query, {name: {"terms": {"field": name, "size": 5000}} for name in FACETS})
    )
