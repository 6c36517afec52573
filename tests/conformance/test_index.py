"""What every text index promises: any text may be searched for; a half-built version never serves."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devtools.servers import LOGIN
from errors import StoreError, UsageError
from search.backends import open_index
from search.index import SearchQuery, TextIndex
from tests.conformance.conftest import INDEXES
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


@pytest.fixture(scope="module", params=INDEXES)
def stocked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextIndex]:
    folder = tmp_path_factory.mktemp("index")
    target = str(folder) if request.param == "embedded" else request.getfixturevalue("index_url")()
    with closing(open_index(target, LOGIN)) as made:
        assert made.rebuild(DOCUMENTS) == len(DOCUMENTS)
        yield made


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
@example('title:钒 AND kind:"Need" OR *')
@example('"')
@example("“”")
@example("钒" * 5000)
@example("∅")
def test_no_text_is_an_error_or_an_operator(stocked: TextIndex, text: str) -> None:
    found = stocked.search(SearchQuery(text, limit=5))
    assert found.total <= len(DOCUMENTS)
    assert len(found.hits) == min(5, found.total)


def test_operators_are_words(stocked: TextIndex) -> None:
    plain = stocked.search(SearchQuery("提钒 香菇"))
    assert stocked.search(SearchQuery("+提钒 -香菇")).total == plain.total
    assert stocked.search(SearchQuery("kind:Need")).total == 0
    assert stocked.search(SearchQuery("提*")).total == stocked.search(SearchQuery("提")).total > 0


def test_filters_narrow_and_facets_count_what_is_found(stocked: TextIndex) -> None:
    found = stocked.search(SearchQuery("提钒", limit=100))
    shown = [next(one for one in DOCUMENTS if one.id == hit.id) for hit in found.hits]
    assert found.total == len(shown)
    assert found.facets["kind"] == Counter(one.kind for one in shown)
    assert found.facets["county"] == Counter(one.county for one in shown if one.county)
    assert found.facets["field"] == Counter(field for one in shown for field in one.fields)
    narrow = stocked.search(SearchQuery("提钒", ("Need",), ("611024",), ("360.30",), limit=100))
    assert {hit.id for hit in narrow.hits} == {
        one.id for one in shown if one.kind == "Need" and one.county == "611024" and "360.30" in one.fields
    }
    assert narrow.total > 0


def test_filters_do_not_change_a_score(stocked: TextIndex) -> None:
    free = {hit.id: hit.score for hit in stocked.search(SearchQuery("提钒", limit=100)).hits}
    kept = stocked.search(SearchQuery("提钒", kinds=("Need",), limit=100)).hits
    assert kept
    assert all(free[hit.id] == hit.score for hit in kept)
    some = tuple(sorted(free)[::3])
    named = stocked.search(SearchQuery("提钒", ids=(*some, "need-none"), limit=100)).hits
    assert {hit.id: hit.score for hit in named} == {one: free[one] for one in some}
    assert stocked.search(SearchQuery("", ids=some)).total == len(some)


@pytest.mark.parametrize("text", ["", "技术", "提钒"])
def test_pages_join_into_the_whole_and_ties_go_by_id(stocked: TextIndex, text: str) -> None:
    whole = stocked.search(SearchQuery(text, limit=100)).hits
    assert [(-hit.score, hit.id) for hit in whole] == sorted((-hit.score, hit.id) for hit in whole)
    paged = [
        hit for at in range(0, 60, 7) for hit in stocked.search(SearchQuery(text, limit=7, offset=at)).hits
    ]
    assert [hit.id for hit in paged] == [hit.id for hit in whole]


def test_many_equal_scores_still_go_by_id(index: TextIndex) -> None:
    index.rebuild(Document(f"need-{999 - n:03}", "Need", "提钒") for n in range(1000))
    found = index.search(SearchQuery("提钒", limit=5))
    assert found.total == 1000
    assert [hit.id for hit in found.hits] == [f"need-{n:03}" for n in range(5)]


WORDS = st.lists(st.sampled_from(["提钒", "香菇", "陶粒", "焙烧", "回收", "TiO2", "钒"]), max_size=4)


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS, st.sampled_from(["提钒", "香菇", "陶粒"]), st.booleans())
def test_a_further_word_that_is_there_never_lowers_a_score(
    stocked: TextIndex, title: list[str], body: list[str], more: str, in_body: bool
) -> None:
    def scores(title: list[str], body: list[str]) -> dict[str, float]:
        asked = SearchQuery("，".join(title), limit=100, body="，".join(body), characters=True)
        return {hit.id: hit.score for hit in stocked.search(asked).hits} if asked.said else {}

    before = scores(title, body)
    after = scores(title, [*body, more]) if in_body else scores([*title, more], body)
    assert all(after[one] >= score - 1e-3 for one, score in before.items())
    assert any(score > before.get(one, 0.0) for one, score in after.items()) or more in title


def test_titles_that_share_no_word_meet_by_their_characters(index: TextIndex) -> None:
    index.rebuild([Document("achievement-1", "Achievement", "种鸽选育", "方法")])
    assert index.search(SearchQuery("肉鸽养殖")).total == 0
    assert index.search(SearchQuery("肉鸽养殖", characters=True)).total == 1
    assert index.search(SearchQuery("", body="肉鸽养殖", characters=True)).total == 1
    assert index.search(SearchQuery("", body="“法方”", characters=True)).total == 0


def test_a_quoted_part_must_stand_together(stocked: TextIndex) -> None:
    assert stocked.search(SearchQuery("“空白焙烧”")).total > 0
    assert stocked.search(SearchQuery('"焙烧空白"')).total == 0


def test_one_character_and_other_writing_find(stocked: TextIndex) -> None:
    assert stocked.search(SearchQuery("钒")).total == stocked.search(SearchQuery("釩")).total > 0
    assert stocked.search(SearchQuery("tio2")).total == stocked.search(SearchQuery("ＴｉＯ₂")).total > 0


def test_highlights_mark_the_match_in_the_original(stocked: TextIndex) -> None:
    best = stocked.search(SearchQuery("tio2", limit=1)).hits[0]
    assert any("【TiO₂】" in text for text in best.highlights.values())


def test_write_upserts_and_removes(index: TextIndex) -> None:
    index.rebuild(DOCUMENTS[:3])
    changed = Document(DOCUMENTS[0].id, "Need", "金丝大枣")
    index.write([changed, changed, DOCUMENTS[5]], [DOCUMENTS[1].id])
    stored = {one.id: one for one in index.scan()}
    assert stored == {one.id: one for one in (changed, DOCUMENTS[2], DOCUMENTS[5])}
    assert index.search(SearchQuery("金丝大枣")).hits[0].id == changed.id


def test_a_rebuild_that_dies_leaves_the_old_version_serving(index: TextIndex) -> None:
    index.rebuild(DOCUMENTS[:5])

    def half() -> Iterator[Document]:
        yield from DOCUMENTS[5:20]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(half())
    again = index
    assert {one.id for one in again.scan()} == {one.id for one in DOCUMENTS[:5]}
    assert again.rebuild(DOCUMENTS) == 60
    assert len(list(again.scan())) == 60


def test_without_an_index_the_message_says_what_to_run(index: TextIndex) -> None:
    with pytest.raises(StoreError) as caught:
        index.search(SearchQuery("钒"))
    assert "sync" in caught.value.cure


def test_rolling_back_lets_the_version_before_serve(index: TextIndex) -> None:
    with pytest.raises(UsageError, match="上一版"):
        index.rollback()
    index.rebuild(DOCUMENTS[:3], seq=7)
    index.rebuild(DOCUMENTS[:5], seq=9)
    assert index.rollback() == 7
    assert {one.id for one in index.scan()} == {one.id for one in DOCUMENTS[:3]}
    assert index.search(SearchQuery("", limit=60)).total == 3
    index.write(DOCUMENTS[3:4])
    assert len(list(index.scan())) == 4
    with pytest.raises(UsageError, match="上一版"):
        index.rollback()
    assert index.rebuild(DOCUMENTS, seq=11) == 60
    assert len(list(index.scan())) == 60


def test_a_version_that_was_never_whole_neither_serves_nor_pushes_one_out(index: TextIndex) -> None:
    def half() -> Iterator[Document]:
        yield from DOCUMENTS[5:20]
        raise KeyboardInterrupt

    index.rebuild(DOCUMENTS[:3], seq=1)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(half(), seq=2)
    index.rebuild(DOCUMENTS[:5], seq=3)
    assert index.rollback() == 1
    assert {one.id for one in index.scan()} == {one.id for one in DOCUMENTS[:3]}


def test_the_last_two_versions_are_kept(index: TextIndex) -> None:
    for seq in (1, 2, 3, 4):
        index.rebuild(DOCUMENTS[:seq], seq=seq)
    assert index.rollback() == 3
    with pytest.raises(UsageError, match="上一版"):
        index.rollback()


def test_once_the_others_are_dropped_there_is_nothing_to_go_back_to(index: TextIndex) -> None:
    index.rebuild(DOCUMENTS[:3], seq=1)
    index.drop_others()
    index.rebuild(DOCUMENTS[:5], seq=2)
    index.drop_others()
    assert {one.id for one in index.scan()} == {one.id for one in DOCUMENTS[:5]}
    with pytest.raises(UsageError, match="上一版"):
        index.rollback()


def test_an_index_is_current_once_built(index: TextIndex) -> None:
    assert not index.current()
    index.rebuild(DOCUMENTS[:1])
    assert index.current()


def test_ten_thousand_at_once_and_a_huge_text(index: TextIndex) -> None:
    index.rebuild([])
    assert list(index.scan()) == []
    many = [Document(f"need-{n:05}", "Need", f"需求{n}") for n in range(10_000)]
    huge = Document("need-huge", "Need", "很长", "提钒降耗。" * 40_000)
    index.write([*many, huge])
    assert index.search(SearchQuery("需求", limit=1)).total == 10_000
    assert {one.id: one for one in index.scan()}["need-huge"] == huge
    index.write([], [one.id for one in many])
    assert [one.id for one in index.scan()] == ["need-huge"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT, TEXT, st.lists(st.sampled_from(["450.40", "360.30", "150"]), max_size=2, unique=True))
def test_any_document_comes_back_as_it_went(
    stocked_anew: TextIndex, title: str, body: str, fields: list[str]
) -> None:
    document = Document("need-one", "Need", title, body, "611024", tuple(fields))
    stocked_anew.write([document])
    assert list(stocked_anew.scan()) == [document]


@pytest.fixture
def stocked_anew(index: TextIndex) -> TextIndex:
    index.rebuild([])
    return index
