"""How much of what a need must say its text does say, found by the words of a rule and by nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from programme.rules import Values
from text.fold import fold

_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?")
"""When something happens is no figure of what is asked."""
_DIGITS = r"(?<![a-z0-9.])(?<![a-z]-)\d+(?:\.\d+)?(?!d(?![a-z]))"
"""A number in digits that is no part of a name such as P204, V2O5 or 3D."""
_NUMERALS = "[一二两三四五六七八九十百千万半]+"
_STOP = re.compile("[。;!?\n]+")
_PAUSE = re.compile(r"(?<!\d),|,(?!\d)")
BREAK = "。"
"""What parts of a text are joined by, so that no word runs over from one into the next."""


class Aspect(Values):
    """One of the five things a need must say: any of `cues` says it, else `question` is asked back."""

    label: str
    question: str
    cues: tuple[str, ...]


class Asks(Values):
    """What is asked back beside the aspects; `vague` has a place for the word."""

    content: str
    now: str
    wanted_figure: str
    budget: str
    deadline: str
    vague: str


class CompletenessValues(Values):
    """The words of a version of the rule. `technical`: types of needs that are asked for all aspects;
    `wanted`, regular expressions, begin what is to be reached; `units` make a number in
    Chinese numerals a figure.
    """

    technical: tuple[str, ...]
    aspects: dict[str, Aspect]
    wanted: tuple[str, ...]
    units: tuple[str, ...]
    vague: tuple[str, ...]
    questions: Asks

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """A figure in folded text."""
        units = "|".join(_folded(self.units))
        return re.compile(f"{_DIGITS}|{_NUMERALS}(?:{units})")

    @cached_property
    def wanting(self) -> re.Pattern[str]:
        """What begins what is wanted in folded text."""
        return re.compile("|".join(self.wanted))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: aspect -> cues of it that were found, in the rule's order, none for one that is not
    said; whether it gives a figure of today and one to be reached; vague words without a figure beside.
    """

    aspects: dict[str, tuple[str, ...]]
    now: bool
    wanted: bool
    vague: tuple[str, ...]

    @property
    def score(self) -> int:
        """How many aspects are said, of five."""
        return sum(map(bool, self.aspects.values()))


def read(heading: Sequence[str], content: str, values: CompletenessValues) -> Reading:
    """What a need says: aspects in its title and keywords (`heading`) and its content, the rest in the
    content alone, where there is one: a title is short of figures by nature.
    """
    whole = fold(BREAK.join([*heading, content])).text
    told = _DATE.sub(" ", fold(content or BREAK.join(heading)).text)
    sentences = [_PAUSE.split(one) for one in _STOP.split(told) if one.strip()]
    figures = [where for one in sentences for where in _figures(",".join(one), values)]
    loose = {word for one in sentences for word in _loose(one, _folded(values.vague), values.figure)}
    return Reading(
        {
            name: tuple(
                cue for cue, folded in zip(one.cues, _folded(one.cues), strict=True) if folded in whole
            )
            for name, one in values.aspects.items()
        },
        now="now" in figures,
        wanted="wanted" in figures,
        vague=tuple(word for word in values.vague if fold(word).text in loose),
    )


def _folded(words: Sequence[str]) -> list[str]:
    return [fold(word).text for word in words]


def _figures(sentence: str, values: CompletenessValues) -> Iterator[str]:
    """For each figure of a sentence whether it is of today or to be reached: what is wanted, once begun,
    goes on to the end of the sentence.
    """
    begins = values.wanting.search(sentence)
    for found in values.figure.finditer(sentence):
        yield "wanted" if begins and found.start() >= begins.end() else "now"


def _loose(clauses: Sequence[str], words: Sequence[str], figure: re.Pattern[str]) -> Iterator[str]:
    """The vague words of a sentence with no figure in their own clause or the next."""
    for place, clause in enumerate(clauses):
        if not any(figure.search(one) for one in clauses[place : place + 2]):
            yield from (word for word in words if word in clause)
