"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from errors import AppError

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
    """A failure: JSON on stdout when wanted, else message, cure and choices on stderr."""
    if json_wanted:
        as_json(failure.as_json())
        return
    ERR.print(Text("错误 ", style="bold red").append(failure.message, style="not bold default"))
    for choice in failure.choices:
        ERR.print(f"  · {choice}", highlight=False)
    if failure.cure:
        ERR.print(Text("怎么办 ", style="bold").append(failure.cure, style="not bold"))


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


def say(text: str) -> None:
    """A line on stdout, as it stands."""
    OUT.print(text, markup=False, highlight=False)
