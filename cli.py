"""The command line: parse, call the app, print. Chinese for people; `--json` prints one JSON document.

The commands are in commands/, one module for what belongs together; this is where they meet.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType

if __name__ == "__main__":  # what follows takes a third of a second, in which Ctrl-C must be silent too
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

import show
from commands import (
    decide,
    entity,
    evaluate,
    export,
    facts,
    find,
    personal,
    plan,
    plan_agreements,
    plan_chain,
    plan_ladder,
    plan_policy,
    plan_push,
    plan_reform,
    plan_report,
    plan_roadshow,
    plan_signing,
    plan_stationing,
    plan_survey,
    query,
    resolve,
    scorecard,
    stores,
    template,
    watch,
)
from commands.shared import cli
from errors import AppError, InputError, StoreError, UsageError

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = (
    template, facts, resolve, find, decide, watch,
    plan, plan_ladder, plan_policy, plan_survey, plan_stationing, plan_push, plan_agreements, plan_roadshow,
    plan_reform, plan_signing, plan_chain, plan_report, scorecard,
    evaluate, entity, query, stores, export, personal,
)  # fmt: skip
"""Every module of commands, in the order in which the help lists them."""
_ROOM = "多半是磁盘满了：腾出地方后再运行一次，会接着做完"


def main() -> None:
    """Run the command line, mapping every error to its exit status in this one place."""
    signal.signal(signal.SIGINT, interrupt)
    as_json = "--json" in sys.argv[1:]
    try:
        code = cli(standalone_mode=False)
    except AppError as error:
        show.error(error, as_json)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  whatever it is, its message may quote a cell
        if told := _told(error):
            show.error(told, as_json)
            sys.exit(told.exit_code)
        if type(error).__module__.split(".")[0] not in ("click", "typer"):
            show.crash()
            sys.exit(1)
        usage = UsageError(
            getattr(error, "format_message", lambda: "命令不对")(), "运行 shuangjin --help 看用法"
        )
        show.error(usage, as_json)
        sys.exit(usage.exit_code)
    sys.exit(code or 0)


def interrupt(_number: int, frame: FrameType | None) -> None:
    """Ctrl-C: KeyboardInterrupt, but out of an import an end at once. Raised there it may be swallowed and
    leave Python's import lock held, on which every other thread then waits for ever. What the ledger holds
    survives a kill at any moment, so nothing is lost by it.
    """
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            show.cursor()
            os._exit(130)
        frame = frame.f_back
    raise KeyboardInterrupt


def _told(error: Exception) -> AppError | None:
    """What the system under us failed at, as a person should hear it; None for an error of another sort."""
    if type(error).__module__ == "sqlite3":
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            return StoreError(f"账本写不进去（{error}），没写完的都已撤回", _ROOM)
        return InputError(f"账本坏了（{error}）", "从备份恢复 ledger.sqlite，或移走它并重新导入原始表格")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(f"磁盘满了：{error.filename or error.strerror}", _ROOM)
    return None


if __name__ == "__main__":
    main()
