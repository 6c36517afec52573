"""What is planted in the demo tables so that a task has a known answer: a file a task in material/planted.

    columns:                      # cells of rows that are there, by the row's first or second cell
      企业: {氮钒: {研发投入（万元）: 36}}
    rows:                         # whole rows more, of a table that has the headings
      资质认定: [{资质名称: 高新技术企业, 企业名称: 山阳示例氮钒合金有限公司, 认定日期: 2024-12-01}]
    after:                        # whole rows more, below a row of the sheet they belong in
      需求: {XQ-048: [{需求编号: XQ-DC01, 需求名称: 示例·改善品质}]}
    answers: {...}                # what the task must answer; read by its tests alone

A heading a table lacks becomes a column of it. Nothing outside the rows named changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from examples.sheets import Row

HERE = Path(__file__).with_name("material") / "planted"
HEADINGS: dict[str, list[str]] = {
    "资质认定": ["证书编号", "资质名称", "企业名称", "认定日期", "有效期至", "认定单位"],
    "合作": ["合作项目", "合作企业", "合作院所", "合作方式", "开始时间", "合作金额（万元）", "成效"],
}
"""Tables that hold nothing but what is planted."""


def planted(task: str) -> dict[str, Any]:
    """The file of a task."""
    body: dict[str, Any] = yaml.safe_load((HERE / f"{task}.yaml").read_text(encoding="utf-8"))
    return body


class Planted:
    """The files of all tasks; two that give one cell different values are an error."""

    def __init__(self) -> None:
        self.tasks = {path.stem: planted(path.stem) for path in sorted(HERE.glob("*.yaml"))}

    def into(self, table: str, rows: list[Row]) -> list[Row]:
        """The rows, heading first, with cells changed, columns and rows added. A table may come in
        several sheets, so that a name may be another sheet's.
        """
        headings = [str(one) for one in rows[0]]
        cells, below = self._cells(table), self._below(table)
        more = [one for task in self.tasks.values() for one in task.get("rows", {}).get(table, ())]
        said = [*cells.values(), *(one for found in below.values() for one in found), *more]
        headings += [h for h in dict.fromkeys(h for row in said for h in row) if h not in headings]
        made: list[Row] = [headings]
        for row in rows[1:]:
            body = dict(zip(headings, [*row, *[""] * (len(headings) - len(row))], strict=True))
            for name in (str(row[0]), str(row[1])):
                body.update(cells.get(name, {}))
            made.append(list(body.values()))
            made += [[one.get(heading, "") for heading in headings] for one in below.get(str(row[0]), ())]
        return made + [[one.get(heading, "") for heading in headings] for one in more]

    def table(self, table: str) -> list[Row]:
        """A table that holds nothing but what is planted."""
        return self.into(table, [HEADINGS[table]])

    def _below(self, table: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for body in self.tasks.values():
            for name, rows in body.get("after", {}).get(table, {}).items():
                found.setdefault(str(name), []).extend(rows)
        return found

    def _cells(self, table: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for task, body in self.tasks.items():
            for name, cells in body.get("columns", {}).get(table, {}).items():
                row = found.setdefault(str(name), {})
                for heading, value in cells.items():
                    if row.setdefault(heading, value) != value:
                        raise ValueError(f"{task}: {table} {name} {heading} is planted differently elsewhere")
        return found
