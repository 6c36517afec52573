"""Where backends are known to differ: the one list, each an expected failure, red when it closes."""

GAPS: dict[tuple[str, str], str] = {}
"""(backend, part of a test's id) -> why."""
