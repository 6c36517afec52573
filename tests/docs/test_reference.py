"""The reference page is what the program says of itself."""

import cli
import errors
from docs.make_reference import PAGE, STATUSES, reference
from ontology.model import ontology


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python docs/make_reference.py"


def test_every_command_kind_and_status_is_on_it() -> None:
    page = reference()
    for info in cli.cli.registered_commands:
        assert info.callback is not None
        name = info.name or info.callback.__name__.replace("_", "-")
        assert f"### {name}\n" in page
    for kind in ontology().kinds.values():
        assert f"### {kind.label} {kind.kind}\n" in page
        assert all(f"`{name}`" in page for name in kind.properties)
    used = [one.exit_code for one in vars(errors).values() if getattr(one, "exit_code", None)]
    assert set(used) <= set(STATUSES)
    assert all(f"| {status} | {said} |\n" in page for status, said in STATUSES.items())
