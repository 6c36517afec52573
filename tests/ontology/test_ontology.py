"""The ontology's files are consistent with each other; a kind added by one file works in every command."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ontology.model import HERE, Kind, Ontology, Relation, load, ontology
from ontology.tables import table
from ontology.values import VALUE_TYPES, InvalidValue, Options

ROOT = Path(__file__).parents[2]
KINDS = list(ontology().kinds.values())
PROPERTIES = [(kind, name) for kind in KINDS for name in kind.properties]


def linked(model: Ontology, kind: Kind, name: str) -> list[str]:
    """What is wrong with the link of a property."""
    spec = kind.properties[name].link
    if spec is None:
        return []
    if spec.relation not in model.relations or not set(spec.to) <= set(model.kinds):
        return [f"{kind.kind}.{name}: unknown relation or kind"]
    relation = model.relations[spec.relation]
    starts, ends = (spec.to, (kind.kind,)) if spec.reverse else ((kind.kind,), spec.to)
    faults = [one for one in starts if one not in relation.source and "*" not in relation.source]
    faults += [one for one in ends if one not in relation.target and "*" not in relation.target]
    faults += [one for one in {**spec.constants, **spec.properties} if one not in relation.properties]
    faults += [
        one for one in (*spec.context.values(), *spec.properties.values()) if one not in kind.properties
    ]
    faults += [one for one in spec.context if not any(one in model.kinds[to].properties for to in spec.to)]
    return [f"{kind.kind}.{name}: {fault}" for fault in faults]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_kind_is_whole(kind: Kind) -> None:
    named = {kind.caption, *kind.reference, *(name for key in kind.identity for name in key)}
    assert named <= set(kind.properties)
    assert kind.identity or kind.derived
    assert re.fullmatch("[a-z]+", kind.prefix)
    assert re.fullmatch("[A-Z][A-Za-z]+", kind.kind)
    assert kind.label
    assert kind.description.endswith("。")
    re.compile(kind.pattern)
    assert not kind.codes or (HERE / "codes" / f"{kind.codes}.csv").exists()


@pytest.mark.parametrize(("kind", "name"), PROPERTIES, ids=lambda one: getattr(one, "kind", one))
def test_a_property_is_whole(kind: Kind, name: str) -> None:
    spec = kind.properties[name]
    assert spec.type in VALUE_TYPES
    assert bool(spec.choices) == (spec.type == "choice")
    assert not (spec.private and (spec.search or spec.mention or spec.facet))
    assert linked(ontology(), kind, name) == []
    assert not spec.inherit or kind.properties[spec.inherit].link
    if spec.example:
        VALUE_TYPES[spec.type].clean(spec.example, Options(choices=spec.choices, unit=spec.unit))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_heading_means_one_property(kind: Kind) -> None:
    seen: dict[str, str] = {}
    for name, spec in kind.properties.items():
        for heading in (spec.label, *spec.aliases):
            assert seen.setdefault(heading, name) == name


def test_prefixes_labels_and_names_are_unique() -> None:
    for names in ([k.prefix for k in KINDS], [k.label for k in KINDS]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("relation", ontology().relations.values(), ids=lambda one: one.relation)
def test_a_relation_is_whole(relation: Relation) -> None:
    known = {*ontology().kinds, "*"}
    assert set(relation.source) <= known
    assert set(relation.target) <= known
    assert "{source}" in relation.reading
    assert "{target}" in relation.reading


def test_the_lint_sees_a_link_to_nowhere() -> None:
    need = ontology().kinds["Need"].model_dump()
    need["properties"]["enterprise"]["link"]["to"] = ["County"]
    assert linked(ontology(), Kind.model_validate(need), "enterprise") == ["Need.enterprise: County"]


def test_an_unknown_key_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "kinds").mkdir()
    text = (HERE / "kinds" / "need.yaml").read_text(encoding="utf-8")
    (tmp_path / "kinds" / "odd.yaml").write_text(text + "\ncolour: red\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.yaml"):
        load(tmp_path)


def test_an_example_that_no_type_takes_would_fail() -> None:
    with pytest.raises(InvalidValue):
        VALUE_TYPES["uscc"].clean("916108212240046410", Options())
    assert table("county")


KIND = """\
kind: Equipment
label: 大型仪器
description: 只在测试里有的一类。
prefix: equipment
identity: [[name]]
reference: [name]
properties:
  name: {label: 仪器名称, type: text, required: true, search: title, mention: 1.0}
  owner: {label: 所属单位, type: org_name, search: body}
  county: {label: 所在区县, type: county, facet: county, link: {relation: LOCATED_IN, to: [County]}}
  value: {label: 原值, type: money, unit: 万元}
"""


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """A copy of the program with one file more."""
    hidden = shutil.ignore_patterns(".*", "tests", "build", "*.egg-info", "__pycache__")
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=hidden)
    (copy / "ontology" / "kinds" / "equipment.yaml").write_text(KIND, encoding="utf-8")
    (copy / "仪器.csv").write_text(
        "仪器名称,所属单位,所在区县,原值（万元）\n示例·X射线荧光光谱仪,示例大学,山阳县,120\n",
        encoding="utf-8",
    )
    return copy


def command(copy: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "cli.py", *arguments, "--json"],
        cwd=copy,
        env={**os.environ, "SHUANGJIN_HOME": str(copy / "home"), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_one_file_adds_a_kind_to_every_command(grown: Path) -> None:
    assert command(grown, "ingest", "仪器.csv")["added"] == 1
    found = command(grown, "search", "荧光光谱", "--kind", "大型仪器", "--county", "山阳县")
    assert found["total"] == 1
    text = "MATCH (e:Equipment)-[:LOCATED_IN]->(c:County) RETURN e.value AS value, c.name AS county"
    assert command(grown, "cypher", text)["rows"] == [[1200000, "山阳县"]]
    assert command(grown, "verify")["agrees"] is True


def test_a_unit_belongs_to_a_house_of_its_kind() -> None:
    for kind in ontology().kinds.values():
        if kind.part_of:
            relation = ontology().relations[kind.part_of]
            assert kind.kind in relation.source
            assert kind.kind in relation.target
