"""Vague promises: verbs nobody could see done, 'we should'. One question, never a block (rubric E5, E7)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.domain.text import fold

_VERBS = (
    "try",
    "attempt",
    "improve",
    "work on",
    "be more",
    "be better",
    "focus on",
    "think about",
    "look into",
)
_OTHERS = ("we should", "we need to", "we must", "someone should", "somebody should", "they should")
_ASK_SEEN = "What would someone see you do, on which day?"
_ASK_OWNED = "Which part of this will you do yourself, and when?"
_ASK_THIRD = (
    "This has moved on three times. "
    "Do it, change it, hand it over, drop it, or take it to someone who can help?"
)


@dataclass(frozen=True, slots=True)
class Vague:
    """The word lists and the question each leads to."""

    verbs: tuple[str, ...] = _VERBS
    """Verbs that leave open what would be seen, at the beginning of the act or after 'will' and 'to'."""
    others: tuple[str, ...] = _OTHERS
    """Openings that leave it open who acts."""
    ask_seen: str = _ASK_SEEN
    ask_owned: str = _ASK_OWNED
    third_carry: str = _ASK_THIRD

    def question(self, text: str) -> str | None:
        """The one question a promise leads to, or None where it is plain who will do what."""
        plain = fold(text)
        if _starts(plain, self.others):
            return self.ask_owned
        return self.ask_seen if _starts(_without_lead(plain), self.verbs) else None


def read_vague(data: Any) -> Vague:  # YAML holds anything
    """The lists from `questions/vague.yaml`; what is missing or of another shape keeps its built-in value."""
    if not isinstance(data, Mapping):
        return Vague()
    built_in = Vague()
    return Vague(
        verbs=_phrases(data.get("verbs")) or built_in.verbs,
        others=_phrases(data.get("others")) or built_in.others,
        ask_seen=_sentence(data.get("ask_seen")) or built_in.ask_seen,
        ask_owned=_sentence(data.get("ask_owned")) or built_in.ask_owned,
        third_carry=_sentence(data.get("third_carry")) or built_in.third_carry,
    )


def _starts(plain: str, phrases: Sequence[str]) -> bool:
    return any(re.match(rf"{re.escape(phrase)}\b", plain) for phrase in phrases)


def _without_lead(plain: str) -> str:
    """The act itself: without 'if …, then', 'I will', 'I'll', 'to', 'just', 'really'."""
    act = re.sub(r"^if\b.*?(?:,| then)\s*(?:then\s+)?", "", plain)
    return (
        re.sub(r"^(?:(?:i|we)(?: will|['’]ll| want to| am going to| shall| would like to)|to)\s+", "", act)
        .removeprefix("just ")
        .removeprefix("really ")
    )


def _phrases(value: object) -> tuple[str, ...]:
    return tuple(fold(str(one)) for one in value if str(one).strip()) if isinstance(value, list) else ()


def _sentence(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
