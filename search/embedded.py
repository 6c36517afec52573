"""The embedded text index: tantivy over text cut by the `text` room; no query string is ever parsed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from errors import DamagedError, StoreError
from search.index import Hit, SearchQuery, SearchResult
from search.segments import wrong_file
from text.document import Document
from text.highlight import highlight
from text.tokens import EMPTY, fields, fingerprint, grams, words

_HEAP = 128_000_000
_KEPT = 2
_FACETS = {"kind": "kinds", "county": "counties", "field": "fields"}
_QUOTED = re.compile('["“”]([^"“”]+)["“”]')


class EmbeddedIndex:
    """Versions live in folders v-1, v-2 ...; the file `current` names the one that serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[str, Any] | None = None

    def rebuild(self, documents: Iterable[Document]) -> int:
        """See TextIndex; the two latest versions are kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"v-{max([0, *(int(p.name[2:]) for p in self.folder.glob('v-*'))]) + 1}"
        path = self.folder / name
        path.mkdir()
        writer = tantivy.Index(_schema(), path=str(path)).writer(_HEAP, 1)
        count = 0
        for document in documents:
            writer.add_document(_stored(document))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        pointer = self.folder / "current.new"
        pointer.write_text(json.dumps({"name": name, "fingerprint": fingerprint()}), encoding="utf-8")
        pointer.replace(self.folder / "current")
        self._opened = None
        for old in sorted(self.folder.glob("v-*"), key=lambda p: int(p.name[2:]))[:-_KEPT]:
            shutil.rmtree(old)
        return count

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
        found, rows = (
            _by_score(searcher, meant, last) if query.text.strip() else _by_id(searcher, meant, last)
        )
        wanted = rows[query.offset : last]
        searched = [token.text for token in words(query.text)] if query.highlights else []
        hits = [_hit(score, body, searched) for score, body in wanted]
        return SearchResult(found, hits, _facets(searcher, meant) if query.facets else {})

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
    for name in ("tw", "tb", "bw", "bb"):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
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
    made.add_text("title", document.title)
    made.add_text("body", document.body)
    return made


def _query(schema: Any, query: SearchQuery) -> Any:
    """The whole query, or None where the text has nothing to look for."""
    must: list[Any] = []
    if query.text.strip():
        text = _clauses(schema, query.text)
        if not text:
            return None
        must.append((tantivy.Occur.Must, tantivy.Query.boolean_query(text)))
    else:
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)))
    for field, attribute in _FACETS.items():
        values = getattr(query, attribute)
        if values:
            terms = tantivy.Query.term_set_query(schema, field, list(values))
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(terms, 0.0)))
    return tantivy.Query.boolean_query(must)


def _clauses(schema: Any, text: str) -> list[Any]:
    """Words at weight 1 and pairs of characters at 0.5, in title and body; quoted parts as phrases."""
    clauses: list[Any] = []
    for phrase in _QUOTED.findall(text):
        pairs = [token.text for token in grams(phrase)]
        both = [(tantivy.Occur.Should, _phrase(schema, field, pairs)) for field in ("tb", "bb") if pairs]
        if both:
            clauses.append((tantivy.Occur.Must, tantivy.Query.boolean_query(both)))
    for field, token in [(f, t) for t in _unique(words(text)) for f in ("tw", "bw")]:
        clauses.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, field, token)))
    for field, token in [(f, t) for t in _unique(grams(text)) for f in ("tb", "bb")]:
        one = _one_character(schema, field, token) or tantivy.Query.term_query(schema, field, token)
        clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, 0.5)))
    return clauses


def _by_score(searcher: Any, query: Any, last: int) -> tuple[int, list[tuple[float, Any]]]:
    """(number found, at least the first `last` of them by score, ties by id). The engine breaks ties as it
    likes, so more are fetched until the last one fetched scores less than the last one wanted.
    """
    fetched = last + 20
    while True:
        found = searcher.search(query, fetched, count=True)
        scores = [round(score, 4) for score, _ in found.hits]
        if len(scores) < fetched or scores[-1] < scores[last - 1]:
            break
        fetched *= 4
    rows = [
        (score, searcher.doc(address).to_dict())
        for score, (_, address) in zip(scores, found.hits, strict=True)
    ]
    return found.count, sorted(rows, key=lambda one: (-one[0], one[1]["id"][0]))


def _by_id(searcher: Any, query: Any, last: int) -> tuple[int, list[tuple[float, Any]]]:
    """(number found, the first `last` of them by id): without a text there is no score to sort by."""
    found = searcher.search(query, last, count=True, order_by_field="id", order=tantivy.Order.Asc)
    return found.count, [(0.0, searcher.doc(address).to_dict()) for _, address in found.hits]


def _one_character(schema: Any, field: str, token: str) -> Any:
    """A lone Han character is looked for inside every pair, since a pair is all the index holds of it."""
    if len(token) == 1 and "\u3400" <= token <= "\u9fff":
        return tantivy.Query.regex_query(schema, field, f".?{token}.?")
    return None


def _phrase(schema: Any, field: str, tokens: list[str]) -> Any:
    if len(tokens) == 1:
        return tantivy.Query.term_query(schema, field, tokens[0])
    return tantivy.Query.phrase_query(schema, field, [*tokens])


def _unique(tokens: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(token.text for token in tokens if token.text != EMPTY))


def _hit(score: float, body: dict[str, list[str]], searched: list[str]) -> Hit:
    marked = {name: highlight(body[name][0], searched) for name in ("title", "body") if searched}
    found = {name: text for name, text in marked.items() if "【" in text}
    return Hit(body["id"][0], body["kind"][0], body["title"][0], round(score, 4), found)


def _facets(searcher: Any, query: Any) -> dict[str, dict[str, int]]:
    asked = {name: {"terms": {"field": name, "size": 5000}} for name in _FACETS}
    answer = searcher.aggregate(query, asked)
    return {
        name: {
            bucket["key"]: int(bucket["doc_count"])
            for bucket in sorted(answer[name]["buckets"], key=_by_count)
        }
        for name in _FACETS
    }


def _by_count(bucket: dict[str, Any]) -> tuple[int, str]:
    return -int(bucket["doc_count"]), str(bucket["key"])
