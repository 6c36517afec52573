"""An Elasticsearch server as the text index: the only importer of its client, loaded when a URL names one.

The text is cut here, in the `text` room, before it is sent; the server splits at spaces only. Versions are
indices NAME-v-1, NAME-v-2 …; the alias NAME points to the one that serves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

import elasticsearch
from elasticsearch import helpers

from chunks import chunks
from errors import StoreError, UnreachableError, UsageError
from login import Login
from ontology.entity import digest
from retry import Patience
from search.asked import FACETS, Found, facets, hit, settled
from search.elastic_query import meant as meaning
from search.index import SearchQuery, SearchResult
from text.document import Document
from text.tokens import characters, fields, fingerprint, words

T = TypeVar("T")
ANSWER = 60.0
"""Seconds one answer may take."""
_KEPT = 2
_CHUNK = 1000
_AWAY = (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout)
_BUSY = (408, 429, 500, 502, 503, 504)
_PAGE = 1000
_TOKENS = ("tw", "tb", "tc", "bw", "bb")
_WINDOW = 10_000
"""The most hits a server hands out at once."""
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in ("id", "kind", "county", "field")},
        **{name: {"type": "text", "analyzer": "whitespace"} for name in _TOKENS},
        **{
            name: {"type": "keyword", "index": False, "doc_values": False}
            for name in ("title", "body", "seal")
        },
    },
}
SETTINGS = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
"""One shard: the rarity of a word is then that of the whole index, as in the embedded one."""


class ElasticIndex:
    """One alias on one server. See TextIndex for what each method promises."""

    def __init__(self, url: str, login: Login) -> None:
        parts = urlsplit(url)
        self.url = url
        self.name = parts.path.strip("/") or "shuangjin"
        pair = (login.user, login.password) if login.password else None
        self._patience = Patience(login.patience)
        try:
            self._client = elasticsearch.Elasticsearch(
                f"{parts.scheme}://{parts.hostname}:{parts.port or 9200}",
                basic_auth=pair, request_timeout=ANSWER, max_retries=0, retry_on_timeout=False,
            )  # fmt: skip
        except ValueError as error:
            raise UsageError(f"索引地址写得不对：{url}", "写成 http://主机:9200/索引名") from error

    def rebuild(self, documents: Iterable[Document], *, seq: int = 0) -> int:
        """See TextIndex."""
        every = self._versions()
        old = [number for number, noted in every.items() if noted]
        name = f"{self.name}-v-{max([0, *every]) + 1}"
        self._ask(lambda client: client.indices.create(index=name, settings=SETTINGS, mappings=MAPPING))
        count = self._send_ahead([_indexed(name, one) for one in some] for some in chunks(documents, _CHUNK))
        self._ask(lambda client: client.indices.refresh(index=name))
        noted = {"fingerprint": fingerprint(), "seq": seq}
        self._ask(lambda client: client.indices.put_mapping(index=name, meta=noted))
        self._point(name)
        # One segment, for which nobody waits: a search then takes a fifth less.
        self._ask(lambda es: es.indices.forcemerge(index=name, max_num_segments=1, wait_for_completion=False))
        kept = sorted(old)[-(_KEPT - 1) :]
        gone = [f"{self.name}-v-{number}" for number in every if number not in kept]
        if gone:
            self._ask(lambda client: client.indices.delete(index=gone, ignore_unavailable=True))
        return count

    def rollback(self) -> int:
        """See TextIndex."""
        serving, versions = self._serving(), self._versions()
        now = int(serving.rsplit("-", 1)[1]) if serving else 0
        older = [number for number, noted in versions.items() if noted and number < now]
        if not older:
            raise UsageError("没有可以退回的上一版索引", "只保留最近两版；运行 sync 会建新的一版")
        name = f"{self.name}-v-{max(older)}"
        self._point(name)
        return int(versions[max(older)]["seq"])

    def drop_others(self) -> None:
        """See TextIndex."""
        serving = self._must_serve()
        gone = [name for number in self._versions() if (name := f"{self.name}-v-{number}") != serving]
        if gone:
            self._ask(lambda client: client.indices.delete(index=gone, ignore_unavailable=True))

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """See TextIndex."""
        name = self._must_serve()
        gone = [{"_op_type": "delete", "_index": name, "_id": one} for one in removed]
        self._bulk([*gone, *(_indexed(name, one) for one in documents)])
        self._ask(lambda client: client.indices.refresh(index=name))

    def search(self, query: SearchQuery) -> SearchResult:
        """See TextIndex."""
        meant = meaning(query)
        if meant is None:
            return SearchResult(0, [], {})
        last = query.limit + query.offset
        texted = query.said
        asked: dict[str, Any] = {
            **meant,
            "sort": [{"_score": "desc"}, {"id": "asc"}] if texted else [{"id": "asc"}],
            "track_total_hits": True,
            "source": ["id", "kind", "title", *(["body"] if query.highlights else [])],
        }
        if query.facets:
            asked["aggs"] = {name: {"terms": {"field": name, "size": 5000}} for name in FACETS}
        answer: dict[str, Any] = {}

        def fetch(size: int) -> Found:
            answer.update(self._ask(lambda client: client.search(index=self.name, size=size, **asked)).body)
            return [(one["_score"] or 0.0, one["_source"]) for one in answer["hits"]["hits"]]

        wanted = settled(fetch, last, most=_WINDOW, by_id=True) if texted else fetch(last)
        searched = [token.text for token in words(query.text)] if query.highlights else []
        hits = [hit(score, body, searched) for score, body in wanted[query.offset : last]]
        counted = facets(answer["aggregations"]) if query.facets else {}
        return SearchResult(answer["hits"]["total"]["value"], hits, counted)

    def scan(self) -> Iterator[Document]:
        """See TextIndex. A document whose tokens are not those that were written comes without its texts, so
        that it does not compare as equal.
        """
        name = self._must_serve()
        self._ask(lambda client: client.indices.refresh(index=name))
        after: list[Any] | None = None
        while found := self._page(name, after):
            after = found[-1]["sort"]
            yield from map(_document, found)

    def _page(self, name: str, after: list[Any] | None) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"search_after": after} if after else {}
        order = [{"id": {"order": "asc", "missing": "_last"}}]
        answer = self._ask(
            lambda client: client.search(index=name, sort=order, size=_PAGE, track_total_hits=False, **asked)
        )
        found: list[dict[str, Any]] = answer["hits"]["hits"]
        return found

    def current(self) -> bool:
        """See TextIndex."""
        serving = self._serving()
        noted = self._versions()[int(serving.rsplit("-", 1)[1])] if serving else {}
        return noted.get("fingerprint") == fingerprint()

    def check(self) -> None:
        """See TextIndex: a server looks after its own files."""

    def close(self) -> None:
        """See TextIndex."""
        self._client.close()

    def _serving(self) -> str:
        """The index the alias points to, or "" where there is none."""
        found = self._ask(lambda client: client.options(ignore_status=404).indices.get_alias(name=self.name))
        return next(
            (str(name) for name, body in found.body.items() if isinstance(body, dict) and "aliases" in body),
            "",
        )

    def _must_serve(self) -> str:
        name = self._serving()
        if not name:
            raise StoreError(f"索引服务器上还没有“{self.name}”", "先运行 sync，从账本把它建起来")
        return name

    def _versions(self) -> dict[int, Mapping[str, Any]]:
        """Number of each version -> what was noted when it was whole; nothing for one that never was."""
        found = self._ask(lambda client: client.indices.get_mapping(index=f"{self.name}-v-*"))
        pairs = (
            (str(name).rsplit("-", 1)[1], body["mappings"].get("_meta", {})) for name, body in found.items()
        )
        return {int(number): noted for number, noted in pairs if number.isdigit()}

    def _point(self, name: str) -> None:
        """Swap the alias, at once."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self.name}-v-*", "alias": self.name, "must_exist": False}},
            {"add": {"index": name, "alias": self.name}},
        ]
        self._ask(lambda client: client.indices.update_aliases(actions=actions))

    def _send_ahead(self, chunks: Iterable[Sequence[dict[str, Any]]]) -> int:
        """Send chunks in order, the next one being cut while the server takes the last; returns how many
        actions there were.
        """
        count = 0
        with ThreadPoolExecutor(1) as sender:
            sent: Future[None] | None = None
            for actions in chunks:
                if sent:
                    sent.result()
                sent = sender.submit(self._bulk, actions)
                count += len(actions)
            if sent:
                sent.result()
        return count

    def _bulk(self, actions: Sequence[dict[str, Any]]) -> None:
        def send(client: elasticsearch.Elasticsearch) -> None:
            for well, answer in helpers.streaming_bulk(
                client, actions, raise_on_error=False, chunk_size=_CHUNK
            ):
                ((verb, told),) = answer.items()
                if not well and not (verb == "delete" and told["status"] == 404):
                    _refused(self.url, told)

        if actions:
            self._ask(send)

    def _ask(self, work: Callable[[elasticsearch.Elasticsearch], T]) -> T:
        """Ask the server, again while it is away or overloaded."""

        def once() -> T:
            try:
                return work(self._client)
            except _AWAY as error:
                raise self._away(error) from error
            except elasticsearch.ApiError as error:
                if error.status_code in _BUSY:
                    raise self._away(error) from error
                if error.status_code in (401, 403):
                    cure = "看 SHUANGJIN_SEARCH_USER 和 SHUANGJIN_SEARCH_PASSWORD 是否和服务器的一致"
                    raise StoreError(f"索引 {self.url} 不接受用户名或密码", cure) from error
                if error.status_code == 404 and "index_not_found" in str(error):
                    raise StoreError(
                        f"索引服务器上还没有“{self.name}”", "先运行 sync，从账本建起来"
                    ) from error
                raise StoreError(
                    f"索引 {self.url} 拒绝了请求（{str(error)[:300]}）",
                    "运行 sync 重建；仍不行就看服务器日志",
                ) from error

        return self._patience.call(once)

    def _away(self, error: Exception) -> UnreachableError:
        cure = "看服务器是否在运行、地址对不对；恢复后再运行同一条命令，会接着做"
        return UnreachableError(f"索引 {self.url} 没有应答（{type(error).__name__}）", cure)


def _indexed(name: str, document: Document) -> dict[str, Any]:
    """The bulk action that puts a document in, its texts cut."""
    tw, tb = fields(document.title)
    bw, bb = fields(document.body)
    body = {"tw": tw, "tb": tb, "tc": characters(document.title), "bw": bw, "bb": bb}
    return {
        "_op_type": "index", "_index": name, "_id": document.id,
        "id": document.id, "kind": document.kind, "title": document.title, "body": document.body,
        **({"county": document.county} if document.county else {}),
        **({"field": list(document.fields)} if document.fields else {}),
        **body, "seal": _seal(body),
    }  # fmt: skip


def _document(found: Mapping[str, Any]) -> Document:
    """A stored document; without its texts where its tokens are not those that were written with it."""
    body = found["_source"]
    whole = body.get("seal") == _seal(body)
    return Document(
        id=found["_id"],
        kind=body.get("kind", ""),
        title=body.get("title", "") if whole else "",
        body=body.get("body", "") if whole else "",
        county=body.get("county", ""),
        fields=tuple(body.get("field", ())),
    )


def _seal(body: Mapping[str, Any]) -> str:
    return digest(*(str(body.get(name, "")) for name in _TOKENS))


def _refused(url: str, told: Mapping[str, Any]) -> None:
    """Raise what a server's word about one document of many means."""
    reason = str(told.get("error", {}))[:300]
    if told["status"] in _BUSY:
        raise UnreachableError(f"索引 {url} 忙不过来（{reason}）", "过一会儿再运行同一条命令，会接着做")
    raise StoreError(f"索引 {url} 不收这份文档（{reason}）", "运行 sync 重建；仍不行就看服务器日志")
