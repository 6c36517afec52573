"""What the documents show is what the program prints."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from devtools.servers import Servers
from docs.sessions import DATA, ROOT, run
from programme.tasks import TASKS

DOCUMENTS = [
    "README.md", "README.zh.md", "docs/tutorial.md", "docs/forms-back.md", "docs/history.md",
    "docs/resolution.md", "docs/reasons.md", "docs/outcomes.md", "docs/directions.md",
    "docs/evaluate.md", "docs/search.md",
    *(f"docs/programme/{name}.md" for name in (*TASKS, "scorecard", "chain", "report")),
]  # fmt: skip
WITH_DATA = ["docs/real-data.md"]
WITH_SERVERS = "docs/backends.md"


@pytest.fixture(scope="module")
def shown() -> Iterator[dict[str, Future[str]]]:
    """What the sessions print, as many of them at once as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(run, (ROOT / name).read_text(encoding="utf-8")) for name in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_session_prints_what_the_document_says(name: str, shown: dict[str, Future[str]]) -> None:
    _check(name, shown[name].result())


def _check(name: str, printed: str | None = None) -> None:
    document = (ROOT / name).read_text(encoding="utf-8")
    assert "$ shuangjin" in document
    assert (printed or run(document)) == document, f"run: python docs/sessions.py {name}"


@pytest.mark.skipif(not DATA.exists(), reason="the shared data lie beside the repository")
@pytest.mark.parametrize("name", WITH_DATA)
def test_a_session_on_public_tables_prints_what_the_document_says(name: str) -> None:
    _check(name)


def test_every_document_with_a_session_is_run() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    shown = {
        str(one.relative_to(ROOT)) for one in pages if "\n$ shuangjin" in one.read_text(encoding="utf-8")
    }
    assert shown == {*DOCUMENTS, *WITH_DATA, WITH_SERVERS}


def test_a_session_on_servers_prints_what_the_document_says(servers: Servers) -> None:
    servers.clear_graph()
    with Elasticsearch(servers.search_url) as client:
        client.indices.delete(index="docs-v-1", ignore_unavailable=True)
    _check(WITH_SERVERS)


def test_a_session_runs_its_files_and_tells_failures() -> None:
    document = "```csv 茶.csv\n企业名称\n```\n```console\n$ cat 茶.csv 没有\nold\n```\n"
    shown = run(document)
    assert "$ cat 茶.csv 没有\n企业名称\n" in shown
    assert "(exit 1)" in shown
    assert "old" not in shown


def test_every_document_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [
        path.name for path in sorted(Path(ROOT / "docs").glob("*.md")) if f"docs/{path.name}" not in readme
    ]
    assert not missing
