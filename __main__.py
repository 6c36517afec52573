"""Entry point of the installed `shuangjin` and of `python -m shuangjin`.

The rooms import each other by their short names (`from graph.store import GraphStore`), so this folder
goes first on the path before the command line is loaded.
"""

import os
import signal
import sys
from pathlib import Path

signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # loading takes a while

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> None:
    """Run the command line."""
    from cli import main as run

    run()


if __name__ == "__main__":
    main()
