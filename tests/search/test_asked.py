"""What a query looks for: which tokens, in which fields, with what weight; the same for every backend."""

from hypothesis import given
from hypothesis import strategies as st

from search.asked import CHARACTER_WEIGHT, GRAM_WEIGHT, MOST, clauses, lone
from search.elastic_query import meant
from search.index import SearchQuery

TEXTS = st.text("钒页岩提焙烧冷链物流LEDv2 ，", max_size=60)


def weights(query: SearchQuery) -> dict[tuple[str, str], float]:
    return {(field, token): w for field, tokens in clauses(query).items() for token, w in tokens.items()}


def test_a_typed_text_is_looked_for_by_words_and_pairs_alone() -> None:
    found = clauses(SearchQuery("冷链物流"))
    assert found["tw"] == found["bw"] == {"冷链": 1.0, "物流": 1.0}
    assert found["tb"] == found["bb"] == dict.fromkeys(["冷链", "链物", "物流"], GRAM_WEIGHT)
    assert not found["tc"]


def test_a_whole_text_counts_single_characters_of_titles_and_its_body_less() -> None:
    found = clauses(SearchQuery("冷链", body="冷藏，冷藏库", characters=True))
    assert found["tc"]["链"] == CHARACTER_WEIGHT
    assert CHARACTER_WEIGHT < found["tc"]["冷"] < 2 * CHARACTER_WEIGHT
    assert 0 < found["tc"]["库"] < found["tc"]["藏"] < CHARACTER_WEIGHT
    assert found["tw"]["冷藏"] < 1.0 == found["tw"]["冷链"]
    assert "冷藏" in found["tb"]
    assert "冷藏" not in found["bb"]


def test_a_whole_text_is_not_looked_for_by_function_words() -> None:
    whole = clauses(SearchQuery("钒的提取与焙烧", body="该法的收率", characters=True))
    assert not {"的", "与", "该"} & {token for tokens in whole.values() for token in tokens}
    assert "的" in clauses(SearchQuery("钒的提取"))["tw"]


@given(TEXTS, TEXTS, TEXTS)
def test_more_text_takes_no_weight_from_what_is_looked_for(text: str, body: str, more: str) -> None:
    before = weights(SearchQuery(text, body=body, characters=True))
    after = weights(SearchQuery(text, body=f"{body}，{more}", characters=True))
    assert all(after[key] >= weight for key, weight in before.items())
    assert all(weight > 0 for weight in after.values())


@given(TEXTS)
def test_a_body_said_twice_counts_more_but_not_twice(body: str) -> None:
    once = weights(SearchQuery("", body=body, characters=True))
    twice = weights(SearchQuery("", body=f"{body}，{body}", characters=True))
    assert once.keys() <= twice.keys()
    assert all(weight < twice[key] < 2 * weight for key, weight in once.items())


def test_a_text_of_any_length_stays_within_what_a_server_takes() -> None:
    long = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 5000))
    query = SearchQuery(long, body=long[::-1], characters=True)
    assert len(weights(query)) == MOST
    assert "tw" in clauses(query)


def test_one_character_is_looked_for_inside_pairs_only_where_it_was_typed() -> None:
    assert lone(SearchQuery("钒")) == ["钒"]
    assert lone(SearchQuery("钒", characters=True)) == lone(SearchQuery("", body="钒")) == []


def test_a_server_is_asked_for_the_same_tokens_at_the_same_weight() -> None:
    query = SearchQuery("冷链物流 LED灯", body="冷藏车，冷藏库，保温", characters=True)
    asked = meant(query)
    assert asked
    sent = {
        (field, token): one["boost"]
        for clause in asked["query"]["bool"]["should"]
        for field, one in clause["match"].items()
        for token in one["query"].split()
    }
    assert sent == weights(query)


def test_a_query_of_a_body_alone_says_something() -> None:
    assert not SearchQuery(" ").said
    assert SearchQuery("", body="冷链").said
