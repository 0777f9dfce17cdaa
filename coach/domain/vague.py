"""Vague promises: verbs nobody could see done, 'we should'. One question, never a block (rubric E5, E7)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.domain.text import fold


@dataclass(frozen=True, slots=True)
class Vague:
    """The word lists and the question each leads to."""

    verbs: tuple[str, ...] = ()
    """Verbs that leave open what would be seen, at the beginning of the act or after 'will' and 'to'."""
    others: tuple[str, ...] = ()
    """Openings that leave it open who acts."""
    ask_seen: str = ""
    ask_owned: str = ""
    ask_sooner: str = ""
    third_carry: str = ""

    def question(self, text: str) -> str | None:
        """The one question a promise leads to, or None where it is plain who will do what."""
        plain = fold(text)
        if _starts(plain, self.others):
            return self.ask_owned or None
        return (self.ask_seen or None) if _starts(_without_lead(plain), self.verbs) else None


def read_vague(data: object) -> Vague:
    """The lists of `questions/vague.yaml`. What is missing or of another shape asks nothing."""
    if not isinstance(data, Mapping):
        return Vague()
    return Vague(
        verbs=_phrases(data.get("verbs")),
        others=_phrases(data.get("others")),
        ask_seen=_sentence(data.get("ask_seen")),
        ask_owned=_sentence(data.get("ask_owned")),
        ask_sooner=_sentence(data.get("ask_sooner")),
        third_carry=_sentence(data.get("third_carry")),
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
    return (
        tuple(fold(str(one)) for one in value if isinstance(one, str) and one.strip())
        if isinstance(value, list)
        else ()
    )


def _sentence(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
