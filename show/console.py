"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from errors import AppError
from ontology.values.privacy import redacted

OUT = Console(markup=False, emoji=False)
ERR = Console(stderr=True, markup=False, emoji=False)
STORES = {"graph": "图", "index": "全文索引"}
"""What people call the projections."""


def as_json(body: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, default=_jsonable) + "\n")


def _jsonable(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def error(failure: AppError, json_wanted: bool) -> None:
    """A failure: JSON on stdout when wanted, else message, cure and choices on stderr. A personal number that
    stood in a file's name or in what was typed is not repeated.
    """
    message, cure = redacted(failure.message), redacted(failure.cure)
    choices = tuple(map(redacted, failure.choices))
    if json_wanted:
        told = type(failure)(message, cure)
        told.choices = choices
        as_json(told.as_json())
        return
    ERR.print(Text("错误 ", style="bold red").append(message, style="not bold default"))
    for choice in choices:
        ERR.print(f"  · {choice}", highlight=False)
    if cure:
        ERR.print(Text("怎么办 ", style="bold").append(cure, style="not bold"))


def crash() -> None:
    """The traceback of an error nobody foresaw, on stderr, without personal numbers its message may quote."""
    sys.stderr.write(redacted(traceback.format_exc()))


class _Rate(ProgressColumn):
    """Rows or changes a second."""

    def render(self, task: Task) -> Text:
        """The rate, or nothing while there is none yet."""
        return Text(f"{task.speed:,.0f}/秒" if task.speed else "")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr; silent where stderr is no terminal or JSON is wanted."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
    )
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def advance(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(STORES.get(name, name), total=total or None)
            bar.update(tasks[name], completed=done, total=total or None)

        yield advance


def waiting_pairs(count: int) -> None:
    """Says that pairs wait for a person, where any do."""
    if count:
        say(f"有 {count} 对拿不准是不是同一个；用 resolve list 看")


def cursor() -> None:
    """Show the terminal's cursor again, which a progress bar hides."""
    if ERR.is_terminal:
        ERR.show_cursor()


def say(text: str) -> None:
    """A line on stdout, as it stands."""
    OUT.print(text, markup=False, highlight=False)
