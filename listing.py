"""What a workbook of new matches says, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from export import REASONS, reason_cells
from ingest.ledger import Ledger
from matches.chain import REASONS as WHY
from matches.chain import STATUSES
from matches.naming import sides
from matches.returned import DETAILS, MATCH, STATUS, TO_FILL
from ontology.tables import table
from recommend.path_words import path_text
from recommend.watching import Fresh
from workbooks.matches import Page

HEADINGS = (
    "序号", "区县", "企业", "需求", "类别", "推荐", "编号", "总分", "推荐理由", "路径", *REASONS, "进展",
    MATCH, *TO_FILL,
)  # fmt: skip
OFFERS: dict[str, Sequence[str]] = {
    **dict.fromkeys(TO_FILL, ()),
    STATUS: tuple(one.label for one in STATUSES.values() if one.name != "pushed"),
    DETAILS["reason"]: tuple(WHY),
}


def page(ledger: Ledger, title: str, found: Sequence[Fresh]) -> Page:
    """The sheet of one query."""
    rows = [_row(ledger, number, one) for number, one in enumerate(found, start=1)]
    return Page(title, HEADINGS, rows, OFFERS)


def _row(ledger: Ledger, number: int, one: Fresh) -> list[str | int | float]:
    made, firm = one.made, one.enterprise
    county = str(firm.properties.get("county", ""))
    subject, _ = sides(ledger, one.pair)
    told: list[str | int | float] = [
        number,
        table("county").name(county) if county else "",
        str(firm.properties.get("name", "")),
        "" if subject.id == firm.id else subject.name,
        ledger.ontology.kinds[made.kind].label,
        made.name,
        made.id,
        round(made.score, 3),
        made.evidence,
        "\n".join(path_text(path, ledger.ontology) for path in made.paths),
        *reason_cells(made),
        made.status,
        made.match,
    ]
    return [*told, *("" for _ in TO_FILL)]
