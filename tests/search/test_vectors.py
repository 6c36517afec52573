"""Vectors are made when a text is written, once for each text, and never when it is looked for."""

import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from errors import DamagedError
from search.embedded import EmbeddedIndex
from search.encoder import installed
from search.index import SearchQuery, VectorIndex
from search.meaning import MeaningIndex, with_meaning
from text.document import Document

np = pytest.importorskip("numpy")
vectors = pytest.importorskip("search.vectors")

NEED = Document("need-1", "Need", "冷链物流", "冷藏车保温")
WORKS = [
    Document(f"achievement-{n}", "Achievement", title) for n, title in enumerate(["冷 链车", "冷库", "提钒"])
]
DOCTOR = Document("doctor-1", "Doctor", "示例·张三", "冷链装备")


class Counted:
    """Encodes a text as how often each of 64 characters stands in it, and keeps what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str], asks: bool) -> Any:
        self.texts += texts
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[zlib.crc32(character.encode()) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def encode() -> Counted:
    return Counted()


@pytest.fixture
def index(tmp_path: Path, encode: Counted, monkeypatch: pytest.MonkeyPatch) -> MeaningIndex:
    monkeypatch.setattr("search.meaning.encode", encode)
    return MeaningIndex(EmbeddedIndex(tmp_path / "index"), tmp_path / "vectors")


def test_every_text_is_encoded_once_and_none_when_asked(index: MeaningIndex, encode: Counted) -> None:
    with closing(index):
        assert index.rebuild([NEED, *WORKS, DOCTOR]) == 5
        assert sorted(encode.texts) == sorted(["冷链物流。冷藏车保温", "冷链车", "冷库", "提钒", "冷链装备"])
        encode.texts.clear()
        assert index.near("need-1", "Achievement", 10, ())
        index.search(SearchQuery("冷链"))
        index.write([NEED, *WORKS])
        index.rebuild([NEED, *WORKS, DOCTOR])
        assert encode.texts == []
        index.write([Document("achievement-1", "Achievement", "冷藏库")])
        assert encode.texts == ["冷藏库"]


def test_the_nearest_come_first_and_the_others_only_when_named(index: MeaningIndex) -> None:
    index.rebuild([NEED, *WORKS, DOCTOR])
    every = index.near("need-1", "Achievement", 10, ())
    assert set(every) == {one.id for one in WORKS}
    assert every["achievement-0"] > every["achievement-1"] > every["achievement-2"]
    assert set(index.near("need-1", "Achievement", 1, ())) == {"achievement-0"}
    named = index.near("need-1", "Achievement", 1, ["achievement-2", "achievement-9"])
    assert named == {one: every[one] for one in ("achievement-0", "achievement-2")}
    assert set(index.near("achievement-0", "Need", 5, ())) == {"need-1"}
    assert index.near("need-9", "Achievement", 5, ()) == {}
    assert index.near("need-1", "Policy", 5, ()) == {}


def test_order_of_writing_changes_nothing(tmp_path: Path, encode: Counted) -> None:
    found = []
    for name, order in (("a", [NEED, *WORKS]), ("b", [*reversed(WORKS), NEED])):
        made = vectors.Vectors(tmp_path / name, encode)
        for one in order:
            made.write([one], ())
        found.append(made.near("need-1", "Achievement", 2, ()))
    assert list(found[0].items()) == list(found[1].items())


def test_what_is_removed_has_no_vector(index: MeaningIndex) -> None:
    index.rebuild([NEED, *WORKS, DOCTOR])
    index.write([], ["achievement-0", "doctor-1", "policy-1"])
    assert set(index.near("need-1", "Achievement", 9, ())) == {"achievement-1", "achievement-2"}
    assert index.near("need-1", "Doctor", 9, ()) == {}
    index.rebuild([NEED])
    assert index.near("need-1", "Achievement", 9, ()) == {}
    held = b"".join(path.read_bytes() for path in index.folder.iterdir())
    assert "doctor-1".encode("utf-32-le") not in held


def test_vectors_cut_short_or_of_another_model_are_out_of_date(
    index: MeaningIndex, encode: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short() -> Any:
        yield NEED
        raise KeyboardInterrupt

    index.rebuild([NEED, *WORKS])
    assert index.current()
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(cut_short())
    assert not index.current()
    index.rebuild([NEED, *WORKS])
    assert index.current()
    encode.texts.clear()
    monkeypatch.setattr("search.vectors.NAME", "another model")
    assert not index.current()
    index.rebuild([NEED, *WORKS])
    assert len(encode.texts) == 4


def test_a_broken_file_is_damage_and_no_answer(index: MeaningIndex) -> None:
    index.rebuild([NEED, *WORKS])
    index.check()
    path = index.folder / "Achievement.npz"
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])
    for ask in (index.check, lambda: index.near("need-1", "Achievement", 1, ())):
        with pytest.raises(DamagedError) as told:
            ask()
        assert told.value.folder == index.folder


@pytest.mark.parametrize("there", [True, False])
def test_without_the_extra_there_are_no_vectors_and_no_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr("search.meaning.installed", lambda: there)
    inner, folder = EmbeddedIndex(tmp_path / "index"), tmp_path / "vectors"
    folder.mkdir()
    read = with_meaning(inner, folder, wanted=True, read_only=True)
    assert isinstance(read, VectorIndex) == there
    assert folder.exists()
    written = with_meaning(inner, folder, wanted=False, read_only=False)
    assert not isinstance(written, VectorIndex)
    assert not folder.exists()


@pytest.mark.skipif(not installed(), reason="the extra semantic is not installed")
def test_the_model_puts_like_meanings_together() -> None:
    from search.encoder import encode

    asked = encode(["冷链物流装备"], True)
    offered = encode(["冷藏车厢保温结构", "冷库节能制冷系统", "氮化钒制备方法", "茄子花药培养育种"], False)
    assert offered.shape == (4, 384)
    assert np.allclose(np.linalg.norm(offered, axis=1), 1, atol=1e-4)
    scores = (offered @ asked[0]).tolist()
    assert min(scores[:2]) > max(scores[2:]) + 0.1
