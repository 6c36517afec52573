"""The text chain on any text: offsets point into the original, the quick ways agree with the plain ones."""

import csv
import gzip
import importlib.util
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from text.cut import dictionary, fast_cutter, reference_cutter
from text.fold import _by_cluster, fold
from text.highlight import highlight
from text.terms import MOST, terms
from text.tokens import EMPTY, LONGEST, fields, grams, joined, located, vocabulary, words

DATA = Path(__file__).parents[2].parent / "shared" / "data"
ALPHABET = "氮化钒從含釩頁巖中提取V₂O₅酸浸焙燒１２ＭｍＴｉ㎡①ﬁé́\u200b\ufeff 0.5%-—。，\n𠮷〇5G3DPM2.5àﾊﾞ"
words("词典")  # loads the dictionary before the clock of the first example runs
TEXTS = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters(codec="utf-8")), max_size=60)


@given(TEXTS)
@example("é́\u200b10³")
def test_the_quick_fold_is_the_plain_fold(text: str) -> None:
    quick, plain = fold(text), _by_cluster(text)
    assert quick.text == plain.text
    for at in range(len(quick.text)):
        assert quick.span(at, at + 1) == plain.span(at, at + 1)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS, TEXTS)
def test_the_quick_ways_to_words_are_the_plain_one(text: str, other: str) -> None:
    assert vocabulary(text) == {token.text for token in words(text)}
    wanted = vocabulary(other)
    assert located(text, wanted) == [token for token in words(text) if token.text in wanted]


@given(TEXTS)
def test_tokens_stand_where_they_say(text: str) -> None:
    for token in [*words(text), *grams(text)]:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.text) <= LONGEST
        assert not any(character.isspace() for character in token.text)
        assert token.text in fold(text[token.start : token.end]).text.replace(" ", "") or len(token.text) > 1


@given(TEXTS)
def test_one_pass_cuts_as_two(text: str) -> None:
    assert fields(text) == (joined(words(text)), joined(grams(text)))


@given(TEXTS)
def test_full_width_traditional_and_upper_case_read_the_same(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert [token.text for token in words(wide)] == [token.text for token in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TiO₂光催化", "tio2"),
        ("ＰＭ２.５治理", "pm2.5"),
        ("5G基站", "5g"),
        ("Q345B鋼", "q345b"),
        ("從頁巖提釩", "页岩"),
        ("10³ m³/h", "3"),
    ],
)
def test_formulas_and_mixed_words_stay_whole(text: str, expected: str) -> None:
    assert expected in [token.text for token in words(text)]


def test_a_text_without_words_is_still_a_document() -> None:
    assert fields("，。 \n") == (EMPTY, EMPTY)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_highlights_add_marks_and_nothing_else(text: str, searched: list[str]) -> None:
    shown = highlight(text, [token.text for one in searched for token in words(one)], width=10_000)
    plain = text.replace("\n", " ").replace("【", "").replace("】", "")
    assert shown.removeprefix("…").removesuffix("…").replace("【", "").replace("】", "") in plain


def test_a_highlight_is_cut_around_its_first_match() -> None:
    text = "甲" * 300 + "氮化钒" + "乙" * 300
    shown = highlight(text, [token.text for token in words("氮化钒")])
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "【氮化钒】" in shown
    assert len(shown) < 100


@given(st.lists(st.tuples(TEXTS, st.floats(0.1, 5)), max_size=4), st.lists(TEXTS, max_size=4))
def test_terms_are_at_most_twenty_weighted_from_one_down(
    parts: list[tuple[str, float]], named: list[str]
) -> None:
    found = terms(parts, [(one, 1.0) for one in named])
    weights = list(found.values())
    assert len(found) <= MOST
    assert weights == sorted(weights, reverse=True)
    assert not weights or weights[0] == 1.0
    assert all(0 <= weight <= 1 for weight in weights)


def test_a_title_weighs_more_than_a_body_and_a_rare_word_more_than_a_common_one() -> None:
    found = terms([("五氧化二钒制备", 3.0), ("企业生产产品质量，用于食用菌", 1.0)])
    assert next(iter(found)) == "五氧化二钒"
    assert found["五氧化二钒"] > found["食用菌"]


def _titles() -> list[str]:
    path = DATA / "patents_bdci2022.csv.gz"
    if not path.exists():
        pytest.skip("shared data not here")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [str(row["title"]) for _, row in zip(range(3000), rows, strict=False)]


def test_the_quick_cutter_cuts_real_titles_as_jieba_does() -> None:
    quick, slow = fast_cutter(), reference_cutter()
    runs = {match for title in _titles() for match in fold(title).text.split()}
    assert len(runs) > 2000
    assert [one for one in sorted(runs) if quick(one) != slow(one)] == []


def test_the_word_list_finds_every_word_it_holds() -> None:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    lines = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 300_000
    for line in lines[::7]:
        word, count, tag = line.split(" ")
        assert dictionary().find(word) == (int(count), tag)
