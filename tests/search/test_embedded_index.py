"""What is particular to the embedded index: its versions are folders, its fingerprint lies in a file."""

from pathlib import Path

import pytest

from search.embedded import EmbeddedIndex
from text.document import Document

DOCUMENTS = [Document("need-1", "Need", "含钒页岩提钒", "酸浸", "611024", ("450.40",))]


def test_only_the_last_two_versions_are_kept(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    for _ in range(4):
        made.rebuild(DOCUMENTS)
    assert sorted(path.name for path in tmp_path.glob("v-*")) == ["v-3", "v-4"]


def test_another_chain_makes_the_index_out_of_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = EmbeddedIndex(tmp_path)
    made.rebuild(DOCUMENTS)
    assert made.current()
    monkeypatch.setattr("search.embedded.fingerprint", lambda: "chain2")
    assert not made.current()


def test_dropping_the_others_leaves_one_folder(tmp_path: Path) -> None:
    made = EmbeddedIndex(tmp_path)
    made.drop_others()
    for _ in range(2):
        made.rebuild(DOCUMENTS)
    made.drop_others()
    assert [path.name for path in tmp_path.glob("v-*")] == ["v-2"]
    assert list(made.scan()) == DOCUMENTS
