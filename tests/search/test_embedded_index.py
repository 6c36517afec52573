"""The embedded text index: any text may be searched for; a half-built version never serves."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from errors import StoreError
from search.embedded import EmbeddedIndex
from search.index import SearchQuery
from text.document import Document

TOPICS = ("含钒页岩空白焙烧提钒", "香菇菌棒工厂化栽培", "丹参采后干燥", "光伏组件回收", "尾矿制备陶粒 TiO₂")
DOCUMENTS = [
    Document(
        id=f"{('need', 'achievement')[n % 2]}-{n:03}",
        kind=("Need", "Achievement")[n % 2],
        title=f"{TOPICS[n % 5]}技术",
        body=f"第{n}号：{TOPICS[(n + 1) % 5]}，面向企业",
        county=("611024", "611022", "")[n % 3],
        fields=("450.40",) if n % 4 else ("450.40", "360.30"),
    )
    for n in range(60)
]
HOSTILE = st.one_of(
    st.text(max_size=80),
    st.text("\"“”'()[]{}^~*?:\\/+-!&|<>= ANDORNOT钒含 \0\n\ud7ff", max_size=40),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedIndex]:
    made = EmbeddedIndex(tmp_path_factory.mktemp("index"))
    assert made.rebuild(DOCUMENTS) == len(DOCUMENTS)
    yield made
    made.close()


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
@example('title:钒 AND kind:"Need" OR *')
@example('"')
@example("“”")
@example("钒" * 5000)
@example("∅")
def test_no_text_is_an_error_or_an_operator(index: EmbeddedIndex, text: str) -> None:
    found = index.search(SearchQuery(text, limit=5))
    assert found.total <= len(DOCUMENTS)
    assert len(found.hits) == min(5, found.total)


def test_operators_are_words(index: EmbeddedIndex) -> None:
    plain = index.search(SearchQuery("提钒 香菇"))
    assert index.search(SearchQuery("+提钒 -香菇")).total == plain.total
    assert index.search(SearchQuery("kind:Need")).total == 0
    assert index.search(SearchQuery("提*")).total == index.search(SearchQuery("提")).total > 0


def test_filters_narrow_and_facets_count_what_is_found(index: EmbeddedIndex) -> None:
    found = index.search(SearchQuery("提钒", limit=100))
    shown = [next(one for one in DOCUMENTS if one.id == hit.id) for hit in found.hits]
    assert found.total == len(shown)
    assert found.facets["kind"] == Counter(one.kind for one in shown)
    assert found.facets["county"] == Counter(one.county for one in shown if one.county)
    assert found.facets["field"] == Counter(field for one in shown for field in one.fields)
    narrow = index.search(SearchQuery("提钒", ("Need",), ("611024",), ("360.30",), limit=100))
    assert {hit.id for hit in narrow.hits} == {
        one.id for one in shown if one.kind == "Need" and one.county == "611024" and "360.30" in one.fields
    }
    assert narrow.total > 0


def test_filters_do_not_change_a_score(index: EmbeddedIndex) -> None:
    free = {hit.id: hit.score for hit in index.search(SearchQuery("提钒", limit=100)).hits}
    kept = index.search(SearchQuery("提钒", kinds=("Need",), limit=100)).hits
    assert kept
    assert all(free[hit.id] == hit.score for hit in kept)


@pytest.mark.parametrize("text", ["", "技术", "提钒"])
def test_pages_join_into_the_whole_and_ties_go_by_id(index: EmbeddedIndex, text: str) -> None:
    whole = index.search(SearchQuery(text, limit=100)).hits
    assert [(-hit.score, hit.id) for hit in whole] == sorted((-hit.score, hit.id) for hit in whole)
    paged = [
        hit for at in range(0, 60, 7) for hit in index.search(SearchQuery(text, limit=7, offset=at)).hits
    ]
    assert [hit.id for hit in paged] == [hit.id for hit in whole]


def test_many_equal_scores_still_go_by_id(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    made.rebuild(Document(f"need-{999 - n:03}", "Need", "提钒") for n in range(1000))
    found = made.search(SearchQuery("提钒", limit=5))
    assert found.total == 1000
    assert [hit.id for hit in found.hits] == [f"need-{n:03}" for n in range(5)]


def test_a_quoted_part_must_stand_together(index: EmbeddedIndex) -> None:
    assert index.search(SearchQuery("“空白焙烧”")).total > 0
    assert index.search(SearchQuery('"焙烧空白"')).total == 0


def test_one_character_and_other_writing_find(index: EmbeddedIndex) -> None:
    assert index.search(SearchQuery("钒")).total == index.search(SearchQuery("釩")).total > 0
    assert index.search(SearchQuery("tio2")).total == index.search(SearchQuery("ＴｉＯ₂")).total > 0


def test_highlights_mark_the_match_in_the_original(index: EmbeddedIndex) -> None:
    best = index.search(SearchQuery("tio2", limit=1)).hits[0]
    assert any("【TiO₂】" in text for text in best.highlights.values())


def test_write_upserts_and_removes(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    made.rebuild(DOCUMENTS[:3])
    changed = Document(DOCUMENTS[0].id, "Need", "金丝大枣")
    made.write([changed, changed, DOCUMENTS[5]], [DOCUMENTS[1].id])
    stored = {one.id: one for one in made.scan()}
    assert stored == {one.id: one for one in (changed, DOCUMENTS[2], DOCUMENTS[5])}
    assert made.search(SearchQuery("金丝大枣")).hits[0].id == changed.id


def test_a_rebuild_that_dies_leaves_the_old_version_serving(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    made.rebuild(DOCUMENTS[:5])

    def half() -> Iterator[Document]:
        yield from DOCUMENTS[5:20]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made.rebuild(half())
    again = EmbeddedIndex(tmp_path)
    assert {one.id for one in again.scan()} == {one.id for one in DOCUMENTS[:5]}
    assert again.rebuild(DOCUMENTS) == 60
    assert len(list(again.scan())) == 60


def test_only_the_last_two_versions_are_kept(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    for _ in range(4):
        made.rebuild(DOCUMENTS[:1])
    assert sorted(path.name for path in tmp_path.glob("v-*")) == ["v-3", "v-4"]


def test_another_chain_makes_the_index_out_of_date(
    index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index.current()
    monkeypatch.setattr("search.embedded.fingerprint", lambda: "chain2")
    assert not index.current()


def test_without_an_index_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        EmbeddedIndex(tmp_path / "none").search(SearchQuery("钒"))
    assert "sync" in caught.value.cure
