"""What a search or a recommendation found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich.padding import Padding
from rich.text import Text

from errors import AppError
from names.lookup import Named
from ontology.model import Ontology
from ontology.values.privacy import redacted
from recommend.batch import Asked, Tally
from recommend.features import LABELS
from recommend.grade import blocked
from recommend.model import FITS, Answer, Recommendation
from recommend.path_words import path_text
from recommend.ranking import called
from search.index import SearchResult
from show.console import ERR, OUT, say


def search(result: SearchResult, labels: Mapping[str, str]) -> None:
    """Hits with their snippets, facets below; `labels` names the kinds."""
    for note in result.notes:
        say(note)
    say(f"共 {result.total} 条")
    for rank, hit in enumerate(result.hits, start=1):
        line = Text(f"{rank}. ").append(_marked(hit.highlights.get("title") or hit.name))
        OUT.print(line.append(f"  {labels[hit.kind]}  {hit.score:.2f}  {hit.id}", style="dim"))
        if "body" in hit.highlights:
            OUT.print(Padding(_marked(hit.highlights["body"]), (0, 0, 0, 3)))
    kinds = result.facets.get("kind", {})
    if kinds:
        say("分类：" + "，".join(f"{labels[kind]} {count}" for kind, count in kinds.items()))


def completions(found: Sequence[Named], labels: Mapping[str, str]) -> None:
    """A name a line."""
    for one in found:
        OUT.print(Text(one.name).append(f"  {labels[one.kind]}  {one.id}", style="dim"))
    if not found:
        say("没有以此开头的名称")


def _marked(text: str) -> Text:
    """Highlights in bold, without their marks."""
    shown = Text()
    for piece in re.split("(【.*?】)", text):
        inside = piece.startswith("【") and piece.endswith("】")
        shown.append(piece[1:-1] if inside else piece, style="bold" if inside else "")
    return shown


_BASES = {
    "need": "按登记的需求",
    "scope": "没有登记需求，按经营范围和行业",
    "supply": "按需方登记的需求和经营范围",
}


def answer(body: Answer, model: Ontology) -> None:
    """Recommendations by kind, each with its evidence, path and features."""
    say(f"{called(body.subject)}（{body.subject.id}），{_BASES[body.basis]}")
    for advice in body.advice:
        say(advice)
    if body.refused:
        say(f"已略去 {body.refused} 条您已回绝的；decide list --status refused 可看，decide undo 可撤")
    for kind, group in groupby(body.recommendations, key=lambda one: one.kind):
        OUT.print(f"\n推荐{model.kinds[kind].label}", style="bold cyan")
        for rank, one in enumerate(group, start=1):
            grade = f"{one.reasons.grade.label}{_likely(one)}"
            name = "  ".join(filter(None, (one.name, one.firm.get("name"), FITS.get(one.fit))))
            OUT.print(f"{rank}. {name}  {grade}  {one.score:.3f}  {one.id}", markup=False, style="bold")
            OUT.print(Padding(Text(one.evidence), (0, 0, 0, 3)))
            for line in _reasons(one):
                OUT.print(Padding(line, (0, 0, 0, 3)))
            for path in one.paths[:1]:
                OUT.print(Padding(Text("路径 " + path_text(path, model), style="green"), (0, 0, 0, 3)))
            stands = f"，已到 {one.status}" if one.status else ""
            OUT.print(Padding(Text(f"匹配编号 {one.match}{stands}", style="dim"), (0, 0, 0, 3)))
            features = "；".join(f"{LABELS[f.name]} {f.score:.2f}（{f.reason}）" for f in one.features)
            OUT.print(Padding(Text("打分 " + features, style="dim"), (0, 0, 0, 3)))


def _likely(one: Recommendation) -> str:
    """How likely the texts fit at all, which is beside the point where something blocks."""
    grade = one.reasons.grade
    hindered = "已有障碍，见注意；" if blocked(one) else ""
    if grade.probability is None:
        return f"（{hindered}未校准）"
    only = "只看内容，" if hindered else ""
    return f"（{hindered}{only}至少较强的可能 {grade.probability:.0%}{'，外推' if grade.beyond else ''}）"


def _reasons(one: Recommendation) -> Iterator[Text]:
    """Both texts with the matched words in bold, what is missing, what speaks against."""
    for side, label in (("source", "需方"), ("candidate", "供方")):
        for excerpt in one.reasons.matched.get(side, {}).values():
            if excerpt.marks:
                line = Text(f"{label}：").append(excerpt.text.replace("\n", " "))
                for start, end in excerpt.marks:
                    line.stylize("bold", len(label) + 1 + start, len(label) + 1 + end)
                yield line
    if one.reasons.missing:
        yield Text("欠缺 " + "；".join(lack.reason for lack in one.reasons.missing), style="yellow")
    if one.reasons.cautions:
        yield Text("注意 " + "；".join(caution.reason for caution in one.reasons.cautions), style="red")


def each(tally: Tally) -> None:
    """How many rows of a sheet have an answer, and on stderr why the others have none."""
    for one in tally.without:
        assert isinstance(one.outcome, AppError)
        told = "；".join((one.outcome.message, *one.outcome.choices))
        ERR.print(Text(redacted(f"{one.place} “{one.text}”：{told}")), highlight=False)
    without = len(tally.without)
    say(f"{tally.rows} 行，有结果 {tally.rows - without} 行，没有结果 {without} 行")


def each_json(asked: Sequence[Asked]) -> dict[str, Any]:
    """The JSON shape of a sheet's answers: each row with `answer` as of one subject, or with `error`."""
    return {"rows": [{"place": one.place, "asked": one.text, **_outcome(one.outcome)} for one in asked]}


def _outcome(outcome: Answer | AppError) -> dict[str, Any]:
    return outcome.as_json() if isinstance(outcome, AppError) else {"answer": answer_json(outcome)}


def answer_json(body: Answer) -> dict[str, Any]:
    """The JSON shape of an answer; `enterprise` only where the subject is one."""
    subject = {"id": body.subject.id, "kind": body.subject.kind, "name": called(body.subject)}
    firm = {"id": subject["id"], "name": subject["name"]}
    return {
        "subject": subject,
        **({"enterprise": firm} if body.subject.kind == "Enterprise" else {}),
        "basis": body.basis,
        "advice": body.advice,
        "refused": body.refused,
        "recommendations": [_recommended(one) for one in body.recommendations],
    }


def _recommended(one: Recommendation) -> dict[str, Any]:
    """`fit` of an enterprise and `firm` of a need only where they say something."""
    return {name: value for name, value in asdict(one).items() if value or name not in ("fit", "firm")}
