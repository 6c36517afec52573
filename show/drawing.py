"""The map of industries and fields as an SVG: plain text, one square for each pair, no font or script needed.

Colours are told by letters and hatching as well, so that a print in grey says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from errors import InputError
from programme.chain import BLUE, FILLS, GREEN, RED, STATES
from programme.model import UNKNOWN, Cell, Plan

_WIDE, _HIGH = 46, 34
"""A square, in pixels."""
_LEFT, _TOP, _FOOT = 290, 230, 130
"""Room for the names of the industries, of the fields, and for the legend."""
_NAMES = {RED: "red", BLUE: "blue", GREEN: "green", UNKNOWN: "unknown"}
"""Names of the patterns, and of the figures that count the squares."""
_HATCH = {
    RED: '<path d="M0 8L8 0" stroke="#B03A2E" stroke-width="1.2"/>',
    BLUE: '<circle cx="4" cy="4" r="1.3" fill="#2E5FA3"/>',
    GREEN: "",
    UNKNOWN: '<path d="M0 4H8" stroke="#8C8C8C" stroke-width="1"/>',
}
_FONT = "font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','SimSun',sans-serif\""
_SIDES = ("needs", "gaps", "achievements", "idle")
_TOLD = "需求 {} 项，其中没有供给 {} 项；成果 {} 项，其中没有人承接 {} 项"


def draw(plan: Plan) -> str:
    """The SVG of a plan of `programme.chain`."""
    drawn = plan.sheet("map")
    fields = drawn.columns[2:]
    width = _LEFT + max(_WIDE * len(fields), 620) + 90
    height = _TOP + _HIGH * len(drawn.rows) + _FOOT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" {_FONT} fill="#222">',
            f"<defs>{''.join(map(_pattern, STATES))}</defs>",
            f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
            _text(24, 36, f"{plan.title}（{plan.scope}，{plan.at}）", 'font-size="20" font-weight="bold"'),
            _text(24, 60, "行是企业和成果所在的行业，列是学科；格里是 需求数/成果数", 'font-size="12"'),
            *(_field(number, column.label) for number, column in enumerate(fields)),
            *_rows(plan),
            *_legend(plan, _TOP + _HIGH * len(drawn.rows) + 34),
            "</svg>",
            "",
        ]
    )


def write(path: Path, text: str) -> None:
    """Write a drawing; InputError where the file cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或检查有没有写的权限"
        ) from error


def _rows(plan: Plan) -> Iterator[str]:
    sheet = plan.sheet("map")
    told = _counts(plan)
    for down, row in enumerate(sheet.rows):
        code, name, *states = row.cells
        middle = _TOP + _HIGH * down + _HIGH / 2 + 4
        label = f"{code} {name}" if code else str(name)
        yield _text(_LEFT - 10, middle, label, 'font-size="12" text-anchor="end"')
        for across, (column, state) in enumerate(zip(sheet.columns[2:], states, strict=True)):
            field = None if column.name == UNKNOWN else column.name
            yield _square((across, down), str(state), f"{label} × {column.label}", told.get((code, field)))


def _counts(plan: Plan) -> dict[tuple[Cell, Cell], tuple[Cell, ...]]:
    """Industry and field -> the values of _SIDES."""
    sheet = plan.sheet("cells")
    return {
        (sheet.cell(row, "industry"), sheet.cell(row, "field")): plan.shown(sheet, row)[-len(_SIDES) :]
        for row in sheet.rows
    }


def _square(at: tuple[int, int], state: str, pair: str, told: tuple[Cell, ...] | None) -> str:
    x, y = _LEFT + _WIDE * at[0], _TOP + _HIGH * at[1]
    fill = f"url(#{_NAMES[state]})" if state else "none"
    size = f'width="{_WIDE}" height="{_HIGH}"'
    box = f'<rect class="cell" x="{x}" y="{y}" {size} fill="{fill}" stroke="#C8C8C8"/>'
    if told is None:
        return f"<g>{box}</g>"
    said = _TOLD.format(*told)
    middle = x + _WIDE / 2
    return "".join(
        [
            f"<g><title>{escape(f'{pair}：{state}，{said}')}</title>{box}",
            _label(middle, y + 15, state, 'font-size="13" font-weight="bold"'),
            _label(middle, y + 28, f"{told[0]}/{told[2]}", 'font-size="10"'),
            "</g>",
        ]
    )


def _field(number: int, label: str) -> str:
    x, y = _LEFT + _WIDE * number + _WIDE / 2 + 4, _TOP - 8
    return _text(x, y, label, f'font-size="12" transform="rotate(-55 {x} {y})"')


def _legend(plan: Plan, top: int) -> Iterator[str]:
    for number, (state, says) in enumerate(STATES.items()):
        x, y = 24 + 420 * (number % 2), top + 28 * (number // 2)
        yield (
            f'<rect x="{x}" y="{y - 15}" width="30" height="20" fill="url(#{_NAMES[state]})" stroke="#888"/>'
        )
        count = plan.value(plan.figure(_NAMES[state])) or 0
        yield _text(x + 40, y, f"{state}：{says}（{count:.0f} 格）", 'font-size="12"')
    queries = "、".join(one.query for one in plan.sheet("map").sources)
    yield _text(24, top + 68, f"查询 {queries}；账本第 {plan.run} 次", 'font-size="11" fill="#666"')


def _pattern(state: str) -> str:
    return (
        f'<pattern id="{_NAMES[state]}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="#{FILLS[state]}"/>{_HATCH[state]}</pattern>'
    )


def _label(x: float, y: float, text: str, look: str) -> str:
    """A text with a white edge, so that it stays readable on hatching."""
    edge = 'text-anchor="middle" stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
    return _text(x, y, text, f"{look} {edge}")


def _text(x: float, y: float, text: str, look: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(text)}</text>'
