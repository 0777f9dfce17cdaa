"""Reads what a person typed in a session: a quick choice, if-then, a day, an owner. Finds, never rewrites.

All found pieces are the person's own letters. English forms only; where none is found nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class IfThen:
    """A promise with its moment (rubric E1)."""

    cue: str
    act: str


_WHEN = r"(?:if|when|whenever|as soon as|once|after|before)"
_WILL = r"I(?:['’]ll| will| shall| am going to|['’]m going to)\b"
_CUE_FIRST = re.compile(
    rf"\b{_WHEN}\s+(?P<cue>[^.;\n]{{3,160}}?)\s*,?\s*(?:\bthen\b\s*,?\s*)?(?P<act>{_WILL}[^.;\n]*)",
    re.IGNORECASE,
)
_ACT_FIRST = re.compile(
    rf"(?P<act>\b{_WILL}[^.;\n]{{3,200}}?)\s*,?\s+{_WHEN}\s+(?P<cue>[^.;,\n]{{3,160}})", re.IGNORECASE
)
_THEN = re.compile(
    r"\b(?:if|when|whenever)\s+(?P<cue>[^.;\n]{3,160}?)\s*,?\s+then\s+(?P<act>[^.;\n]{3,})", re.IGNORECASE
)


def read_if_then(text: str) -> IfThen | None:
    """The moment and the act of 'when X, I will Y', 'I will Y when X' or 'if X then Y', or None."""
    for pattern in (_CUE_FIRST, _THEN, _ACT_FIRST):
        found = pattern.search(text)
        if found:
            return IfThen(found["cue"].strip(" ,"), found["act"].strip(" ,"))
    return None


_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def promise_in(text: str) -> str:
    """The text where it is short; of a long one the sentence with "I will", else its first sentence."""
    whole = text.strip()
    if len(whole) <= LONGEST_LINE and "\n" not in whole:
        return whole
    sentences = [one.strip() for one in _SENTENCE.findall(whole) if one.strip()]
    promised = [one for one in sentences if re.search(_WILL, one, re.IGNORECASE)]
    chosen: str = (promised or sentences or [whole])[0]
    return chosen if len(chosen) <= LONGEST_LINE else chosen[:LONGEST_LINE].rsplit(" ", 1)[0]


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_DAYS = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|(?:(?:next|this|coming)\s+)?{_WEEKDAY}|today|tomorrow"
    rf"|in\s+{_COUNT}\s+(?:day|week)s?|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|end of (?:the |this |next )?(?:week|month)|next week)\b",
    re.IGNORECASE,
)


def day_in(text: str, today: date, dates: Dates) -> date | None:
    """The first day to come that a text names; None where it names none."""
    for found in _DAYS.finditer(text):
        phrase = re.sub(r"^this\s+(?=\w+day)", "", found.group(), flags=re.IGNORECASE)
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
