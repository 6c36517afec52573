"""What every plan's command keeps to: one JSON document, what was put on record, nothing half done."""

import json
from pathlib import Path

import pytest

from app import EXAMPLES, App
from ingest.load import Options
from settings import Settings
from tests.programme.command import Shell

ASKED = ("--at", "2026-06-30", "--json")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Over a home of its own, since plans go on record."""
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([EXAMPLES], Options())
    return Shell(tmp_path / "home", monkeypatch, capsys)


def test_a_plan_on_record_tells_its_code_by_which_it_is_taken_back(shell: Shell) -> None:
    code, out, _ = shell("survey", *ASKED, "--record")
    body = json.loads(out)
    assert (code, body["decisions"]) == (0, 1)
    assert json.loads(shell("log", "--json")[1])["plans"][0]["code"] == body["recorded"]
    assert shell("undo", body["recorded"])[0] == 0
    assert json.loads(shell("log", "--json")[1])["plans"] == []
    assert json.loads(shell("survey", *ASKED)[1])["recorded"] is None
    drilled = json.loads(shell("survey", *ASKED, "--record", "--drill", "unanswered")[1])
    assert drilled["recorded"] == json.loads(shell("log", "--json")[1])["plans"][0]["code"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (("survey", "--county", "商州区", "--record"), 2),
        (("survey", "--xlsx", "没有/这个/夹子.xlsx", "--record"), 3),
        (("chain", "--svg", "没有/这个/夹子.svg", "--record"), 3),
    ],
)
def test_what_goes_wrong_afterwards_is_the_only_document(
    shell: Shell, given: tuple[str, ...], status: int
) -> None:
    code, out, err = shell(*given, *ASKED)
    told = [json.loads(one) for one in (out, err) if one.strip()]
    assert (code, [list(one) for one in told]) == (status, [["error"]])
    assert json.loads(shell("log", "--json")[1])["plans"] == []


@pytest.mark.parametrize(
    "given", [("ladder", "--county", "雁塔区"), ("stationing", "--quota", "雁塔区=1..2")]
)
def test_a_county_of_another_city_is_told(shell: Shell, given: tuple[str, ...]) -> None:
    code, _, err = shell(*given, "--at", "2026-06-30")
    assert (code, "雁塔区不在商洛市" in err) == (2, True)
