"""Reads what a person typed in a session: a quick choice, a promise, a day, an owner. Finds, never rewrites.

All found pieces are the person's own letters; where none is found nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from coach.domain.promise import ENGLISH, Promises
from coach.domain.text import count_words, fold, marks
from coach.errors import UsageError

WITHIN = timedelta(days=366)
"""A day further off than a year was hardly meant as a due day."""
LONGEST_LINE = 240
"""Characters of an answer that serves as a recap line as it is; of a longer one the promise is taken."""


class Day(Protocol):
    """What a reader of days gives back."""

    @property
    def day(self) -> date:
        """The calendar day."""
        ...


Dates = Callable[[str, date], Day]
"""Understands a day as people write it, seen from a day; raises UsageError where it does not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A quick choice found at the beginning of an answer."""

    value: str
    rest: str
    """What was typed after it, without the mark between."""


def read_choice(text: str, choices: Sequence[tuple[str, str]]) -> Choice | None:
    """The choice a line begins with: its value or label, alone or before a mark ('done: on Monday').

    A choice that merely begins a sentence ('keep in mind …') is not taken for one.
    """
    typed = " ".join(text.split())
    spellings = [
        (said, value) for value, label in choices for said in {value, value.replace("_", " "), label}
    ]
    for said, value in sorted(spellings, key=lambda pair: -len(pair[0])):
        begin = typed[: len(said)]
        rest = typed[len(said) :]
        if fold(begin) != fold(said) or len(begin) != len(said):
            continue
        if not rest or rest[0] in ",.;:!–—-" or (rest[0] == " " and value in ("not_yet", "handed_over")):
            return Choice(value, rest.lstrip(" ,.;:!–—-"))
        if rest.startswith((" - ", " – ")):
            return Choice(value, rest.lstrip(" ,.;:!–—-"))
    return None


_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def promise_in(text: str, promises: Promises = ENGLISH) -> str:
    """The text where it is short; of a long one the sentence with "I will", else its first sentence."""
    whole = text.strip()
    if len(whole) <= LONGEST_LINE and "\n" not in whole:
        return whole
    sentences = [one.strip() for one in _SENTENCE.findall(whole) if one.strip()]
    promised = [one for one in sentences if promises.is_promised(one)]
    chosen: str = (promised or sentences or [whole])[0]
    return chosen if len(chosen) <= LONGEST_LINE else chosen[:LONGEST_LINE].rsplit(" ", 1)[0]


def day_in(text: str, today: date, dates: Dates, promises: Promises = ENGLISH) -> date | None:
    """The first day to come that a text names; None where it names none."""
    for named in promises.days(text):
        phrase = re.sub(r"^this\s+(?=\w+day)", "", named, flags=re.IGNORECASE)
        try:
            day = dates(phrase, today).day
        except UsageError:
            continue
        if today <= day <= today + WITHIN:
            return day
    return None


def owner_in(text: str) -> str | None:
    """The name a promise begins with ('@Mina will send it'); a name further in is not its owner."""
    names = marks(text[:80]).names
    return names[0] if names and text.lstrip().startswith("@") else None


THIN = 4
"""Under so many words an answer is nearly empty: a verdict at most (rubric D, level 0; Q22)."""
SUBSTANCE = 8
"""From so many words on there is enough in an answer to push back on, or to ask a second time."""


def is_thin(text: str) -> bool:
    """Whether an answer is nearly empty."""
    return count_words(text) < THIN


def has_substance(text: str) -> bool:
    """Whether an answer holds enough for a counter-question or a second follow-up."""
    return count_words(text) >= SUBSTANCE


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


def own_words(question: str) -> int:
    """How many words of a shown question are the program's: what it quotes is the person's (rubric F5)."""
    return count_words(_QUOTED.sub(" ", question))
