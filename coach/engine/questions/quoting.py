"""Tells the person's words from the coach's in a reply, and compares questions (rubric Q6, Q7, Q9)."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLOSING = {'"': '"', "“": "”", "„": "“", "«": "»"}
_HARDLY = 0.5
_OPENING = 2
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def plain(text: str) -> str:
    """Lower case, straight quotes, single spaces: the form in which letters are compared (rubric Q7)."""
    return " ".join(text.translate(_STRAIGHT).lower().split())


def words(text: str) -> list[str]:
    """The words of a text, lower case, straight apostrophes."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def mask(reply: str, sources: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The reply with each quoted span replaced by a lone Q, and the spans.

    From each opening mark the longest span found in `sources` counts, so that marks inside a quote do no
    harm; where
    none is found, the span runs to the nearest closing mark.
    """
    pool = "\n".join(plain(source) for source in sources)
    out: list[str] = []
    found: list[str] = []
    place = 0
    while place < len(reply):
        closing = _CLOSING.get(reply[place])
        ends = [i for i in range(len(reply) - 1, place + 1, -1) if reply[i] == closing] if closing else []
        if not ends:
            out.append(reply[place])
            place += 1
            continue
        end = next((i for i in ends if plain(reply[place + 1 : i]) in pool), ends[-1])
        found.append(reply[place + 1 : end])
        out.append(" Q ")
        place = end + 1
    masked = " ".join("".join(out).split())
    return re.sub(r" (?=[:,?])", "", masked), tuple(found)


def alike(one: str, other: str) -> float:
    """How alike two questions are, 0 to 1, by their words with quotes taken out (rubric Q9)."""
    left, right = skeleton(one), skeleton(other)
    if not left or not right:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    quick = matcher.quick_ratio()  # never below the true ratio, and much cheaper
    return quick if quick < _HARDLY else matcher.ratio()


@lru_cache(maxsize=512)
def skeleton(question: str) -> tuple[str, ...]:
    """The words of a question with quotes taken out."""
    return tuple(words(mask(question, (question,))[0]))


def opening(question: str) -> tuple[str, ...]:
    """The first words of a question, quotes taken out: two in a row should not begin alike (rubric Q20)."""
    return skeleton(question)[:_OPENING]
