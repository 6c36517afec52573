"""The command line: parse, call the app, print. Chinese for people; `--json` prints one JSON document.

The commands are in commands/, one module for what belongs together; this is where they meet.
"""

from __future__ import annotations

import sys

import show
from commands import entity, facts, find, query, resolve, stores
from commands.shared import cli
from errors import AppError, InputError, UsageError

COMMANDS = (facts, find, entity, query, resolve, stores)
"""Every module of commands, in the order in which the help lists them."""


def main() -> None:
    """Run the command line, mapping every error to its exit status in this one place."""
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
    except Exception as error:
        if type(error).__module__ == "sqlite3":
            damaged = InputError(
                f"账本坏了（{error}）", "从备份恢复 ledger.sqlite，或移走它并重新导入原始表格"
            )
            show.error(damaged, as_json)
            sys.exit(damaged.exit_code)
        if type(error).__module__.split(".")[0] not in ("click", "typer"):
            raise
        usage = UsageError(
            getattr(error, "format_message", lambda: "命令不对")(), "运行 shuangjin --help 看用法"
        )
        show.error(usage, as_json)
        sys.exit(usage.exit_code)
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
