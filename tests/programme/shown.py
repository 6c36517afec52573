"""A sheet as people see it: with the values of the figures that stand in it."""

from programme.model import Cell, Plan


def lines(plan: Plan, name: str) -> list[tuple[Cell, ...]]:
    """The rows of a sheet, numbers to one place as they are shown."""
    sheet = plan.sheet(name)
    rows = (plan.shown(sheet, row) for row in sheet.rows)
    return [tuple(round(cell, 1) if isinstance(cell, float) else cell for cell in row) for row in rows]
