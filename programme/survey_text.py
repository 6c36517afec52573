"""How fully each need is said, and the questions to ask its firm back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from programme.completeness import CompletenessValues, Reading, read
from programme.model import Column, Figure, Row, Sheet, Source
from programme.survey_needs import TYPES, UNTOLD, Need, county, firm, kind
from programme.tally import Count, Tally
from programme.world import World

SAID, UNSAID, UNASKED = "有", "没说", "不问"
"""What a need tells, what it should and does not, and what a need of its type need not tell."""
ASPECTS = ("material", "method", "effect", "product", "use")
_CUES = 3
"""Cues that are shown for an aspect."""
KINDS = {
    "content": "内容",
    "material": "材料",
    "method": "方法",
    "effect": "功效",
    "product": "产品",
    "use": "应用",
    "now": "现状的数",
    "wanted": "目标的数",
    "vague": "空泛词",
    "budget": "资金",
    "deadline": "期限",
}
"""What a question may be about."""

FIGURES = (
    Figure("complete", "五个方面都说了的需求", "completeness", (("score", 5),)),
    *(
        Figure(f"lacks_{name}", f"没说{KINDS[name]}的需求", "completeness", ((name, UNSAID),))
        for name in (*ASPECTS, "now", "wanted")
    ),
    Figure("vague", "空泛词", "questions", (("about", KINDS["vague"]),), unit="处"),
    Figure("lacks_budget", "没写资金的需求", "questions", (("about", KINDS["budget"]),)),
    Figure("lacks_deadline", "没写期限的需求", "questions", (("about", KINDS["deadline"]),)),
    Figure("questions", "要追问的", "questions", unit="条"),
)


def text_sheets(
    world: World, tally: Tally, needs: Sequence[Need], source: Source
) -> tuple[Sheet, Sheet, Sheet]:
    """Completeness by type, the questions, completeness of each need."""
    values = world.rule("completeness", CompletenessValues).values
    read_needs = [(one, read(_heading(one), str(one["content"] or ""), values)) for one in needs]
    asked = [(one, list(questions(one, reading, values))) for one, reading in read_needs]
    counts = [len(found) for _, found in asked]
    return (
        _scores(tally, read_needs, source),
        _questions(asked, source),
        _completeness(list(zip(read_needs, counts, strict=True)), values, source),
    )


def technical(need: Need, values: CompletenessValues) -> bool:
    """Whether a need is asked for all aspects: by its type, and so where none is told."""
    return need["type"] is None or need["type"] in values.technical


def questions(need: Need, reading: Reading, values: CompletenessValues) -> Iterator[tuple[str, str]]:
    """(what it is about, the question) of a need, addressed to its firm."""
    asks = values.questions
    if not need["content"]:
        yield "content", asks.content
    if technical(need, values):
        for name, one in values.aspects.items():
            if not reading.aspects[name]:
                yield name, one.question
        if not reading.now:
            yield "now", asks.now
        if not reading.wanted:
            yield "wanted", asks.wanted_figure
    for word in reading.vague:
        yield "vague", asks.vague.format(word=word)
    if not need["budgeted"]:
        yield "budget", asks.budget
    if not need["deadline"]:
        yield "deadline", asks.deadline


def _heading(need: Need) -> list[str]:
    return [need["title"], *(need["keywords"] or ())]


def _scores(tally: Tally, found: Sequence[tuple[Need, Reading]], source: Source) -> Sheet:
    counts = [
        Count(f"score_{score}", f"说了 {score} 个", "completeness", (("score", score),))
        for score in range(len(ASPECTS) + 1)
    ]
    rows = []
    for label in (*TYPES.values(), UNTOLD):
        if mine := [one["id"] for one, _ in found if kind(one) == label]:
            rows.append(Row((label, *tally.cells(label, (("type", label),), counts)), tuple(mine)))
    columns = (Column("type", "类型"), *(one.column for one in counts))
    note = "完整度是材料、方法、功效、产品、应用五个方面里说了几个，只按提示词找，不是好坏的评分。"
    return Sheet("scores", "各类需求的完整度", columns, tuple(rows), (source,), note)


def _completeness(
    found: Sequence[tuple[tuple[Need, Reading], int]], values: CompletenessValues, source: Source
) -> Sheet:
    rows = []
    for (need, reading), count in found:
        unsaid = UNSAID if technical(need, values) else UNASKED
        aspects = ("、".join(reading.aspects[name][:_CUES]) or unsaid for name in ASPECTS)
        figures = (SAID if one else unsaid for one in (reading.now, reading.wanted))
        cells = (
            need["title"],
            kind(need),
            reading.score,
            *aspects,
            *figures,
            "、".join(reading.vague),
            count,
        )
        rows.append(Row(cells, (need["id"], *(one["id"] for one in need["enterprises"]))))
    columns = (
        Column("need", "需求"), Column("type", "类型", aside=True), Column("score", "完整度", "integer"),
        *(Column(name, KINDS[name]) for name in (*ASPECTS, "now", "wanted")),
        Column("vague", "空泛词"), Column("questions", "追问", "integer"),
    )  # fmt: skip
    note = "五个方面下面是凭哪些词认出来的；人才、平台、融资三类需求不追问这五个方面和数。"
    return Sheet("completeness", "每项需求的完整度", columns, tuple(rows), (source,), note)


def _questions(asked: Sequence[tuple[Need, Sequence[tuple[str, str]]]], source: Source) -> Sheet:
    rows = [
        Row(
            (firm(need), county(need), KINDS[about], f"贵单位的《{need['title']}》：{question}"),
            (need["id"], *(one["id"] for one in need["enterprises"])),
        )
        for need, found in sorted(asked, key=lambda one: (firm(one[0]) or "", one[0]["id"]))
        for about, question in found
    ]
    columns = (
        Column("enterprise", "问谁"), Column("county", "区县"), Column("about", "问什么"),
        Column("question", "问题"),
    )  # fmt: skip
    return Sheet("questions", "要追问的问题", columns, tuple(rows), (source,))
