"""Names as people type them: what every name must be found by, and what a table of forms must follow."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import EXAMPLES, App
from ingest.ledger import Ledger
from ingest.load import Options
from names.forms import follow
from names.lookup import complete, slipped, sounding, spelt
from settings import Settings
from text.pinyin import initials, syllables

FIRST = 5


@pytest.fixture(scope="module")
def names(demo_ledger: Ledger) -> list[tuple[str, str]]:
    """(id, name) of the demo's firms and institutes."""
    kinds = ("Enterprise", "Institute")
    return [
        (one.entity.id, str(one.entity.properties["name"])) for k in kinds for one in demo_ledger.entities(k)
    ]


@given(st.data())
def test_a_name_is_found_by_its_pinyin_and_initials(
    demo_ledger: Ledger, names: list[tuple[str, str]], data: st.DataObject
) -> None:
    entity, name = data.draw(st.sampled_from(names))
    for typed in (
        "".join(syllables(name)),
        initials(name),
        " ".join(syllables(name)),
        initials(name).upper(),
    ):
        assert entity in [one.id for one in spelt(demo_ledger, typed, limit=FIRST)]
    begun = "".join(syllables(name))[: data.draw(st.integers(8, 40))]
    assert any(one.id == entity for one in complete(demo_ledger, begun, limit=60))


@given(st.data())
def test_a_name_is_found_with_a_character_missing(
    demo_ledger: Ledger, names: list[tuple[str, str]], data: st.DataObject
) -> None:
    entity, name = data.draw(st.sampled_from([one for one in names if len(one[1]) > 6]))
    at = data.draw(st.integers(0, len(name) - 1))
    found = slipped(demo_ledger, name[:at] + name[at + 1 :], limit=FIRST)
    assert entity in [one.id for one in found]


def test_completion_by_characters_short_names_and_kind(demo_ledger: Ledger) -> None:
    assert complete(demo_ledger, "商洛示例学")[0].name == "商洛示例学院"
    assert complete(demo_ledger, "示例建大")[0].name == "西安示例建筑大学"
    assert complete(demo_ledger, "sxslkyyjy")[0].name == "陕西示例矿冶研究院"
    assert {one.kind for one in complete(demo_ledger, "商洛", ("Institute",), 50)} == {"Institute"}
    assert complete(demo_ledger, "含钒页")[0].name == "含钒页岩"
    assert [len(complete(demo_ledger, text)) for text in ("", "  ", "％％", "不存在的名字")] == [0, 0, 0, 0]
    assert len(complete(demo_ledger, "s", limit=7)) == 7


def test_a_sound_is_held_syllable_by_syllable(demo_ledger: Ledger) -> None:
    assert sounding(demo_ledger, "示例学园")[0].name == "商洛示例学院"
    assert [one.name for one in sounding(demo_ledger, "体钒")] == ["提钒"]
    assert sounding(demo_ledger, "鱿鱼汤圆") == []


def test_the_forms_follow_the_ledger(tmp_path: Path) -> None:
    table = tmp_path / "企业.csv"
    with App(Settings(home=tmp_path / "home", semantic=False)) as app:
        table.write_text("企业名称,所属区县\n商洛示例甲钒业有限公司,山阳县\n", encoding="utf-8")
        app.ingest([table], Options())
        assert complete(app.ledger, "slsljfy")[0].name == "商洛示例甲钒业有限公司"
        table.write_text("企业名称,所属区县\n商洛示例乙钼业有限公司,山阳县\n", encoding="utf-8")
        app.ingest([table], Options(retire=True))
        assert complete(app.ledger, "slsljfy") == []
        assert complete(app.ledger, "slslymy")[0].name == "商洛示例乙钼业有限公司"
        assert follow(app.ledger) == 0


def test_a_person_who_is_forgotten_is_not_completed(tmp_path: Path) -> None:
    with App(Settings(home=tmp_path / "home", semantic=False)) as app:
        app.ingest([EXAMPLES], Options())
        assert complete(app.ledger, "示例·林岭衡")
        app.forget("doctor-BS-001", "本人要求")
        assert complete(app.ledger, "示例·林岭衡") == []
    with sqlite3.connect(tmp_path / "home" / "ledger.sqlite") as db:
        assert db.execute("SELECT count(*) FROM form WHERE entity = 'doctor-BS-001'").fetchone() == (0,)
    db.close()
