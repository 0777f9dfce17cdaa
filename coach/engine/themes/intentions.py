"""Finds what someone meant to do: rules of grammar over single sentences, no encoder (rubric T4).

A sentence opens an intention where the writer puts an act of their own into time to come: a future form, a
promise, a resolution, a new rule, or the present tense beside a day that has not come. Wishes without an act,
questions, what others said and what came to nothing open none. The rules: `prompts/themes/intentions.yaml`.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from coach.engine.themes.units import sentences
from coach.errors import InvalidData

FILE: Final = "themes/intentions.yaml"
_PART: Final = re.compile(r"(?<!\(\?P)<(\w+)>")
_TALK: Final = re.compile(r"[\"“][^\"“”]*[\"”]")
_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'"})
_HOLDS_ALONE: Final = 4  # words a sentence needs to say by itself what is meant


@dataclass(frozen=True, slots=True)
class Intention:
    """What someone said they would do."""

    text: str
    """The sentence, as written."""
    place: int
    """Which sentence of the entry it is."""


@dataclass(frozen=True, slots=True)
class IntentionRules:
    """The rules of one language."""

    opening: tuple[re.Pattern[str], ...]
    barring: tuple[re.Pattern[str], ...]
    done: re.Pattern[str]
    """Signs that something was done."""
    delayed: re.Pattern[str]
    """Signs that it was not, or not yet."""

    @classmethod
    def read(cls, data: Any, name: str) -> "IntentionRules":  # parsed YAML holds anything
        """Check the parsed file `name` and compile its patterns. Raises InvalidData."""
        if not isinstance(data, dict) or not isinstance(data.get("parts"), dict):
            raise InvalidData(f"{name}, key parts: names with their patterns are needed.")
        acts = "|".join(_texts(data.get("acts"), name, "acts"))
        parts = {"acts": f"(?:{acts})", **{str(key): str(value) for key, value in data["parts"].items()}}

        def made(key: str, text: str) -> re.Pattern[str]:
            try:
                return re.compile(_filled(text, parts), re.IGNORECASE)
            except (re.error, KeyError, RecursionError) as error:
                raise InvalidData(
                    f"{name}, key {key}: the pattern {text!r} cannot be used ({error})."
                ) from None

        return cls(
            tuple(made("opens", text) for text in _texts(data.get("opens"), name, "opens")),
            tuple(made("not", text) for text in _texts(data.get("not"), name, "not")),
            made("done", str(data.get("done") or "(?!)")),
            made("delayed", str(data.get("delayed") or "(?!)")),
        )

    def first_in(self, text: str) -> Intention | None:
        """The first sentence of an entry that opens an intention, or None."""
        found = sentences(text)
        for place, sentence in enumerate(found):
            if self.opens(sentence):
                short = len(sentence.split()) < _HOLDS_ALONE and place + 1 < len(found)
                return Intention(found[place + 1] if short else sentence, place + short)
        return None

    def opens(self, sentence: str) -> bool:
        """Whether a sentence says what its writer is going to do."""
        plain = " ".join(_TALK.sub(" … ", sentence).translate(_STRAIGHT).split())
        if any(pattern.search(plain) for pattern in self.barring):
            return False
        return any(pattern.search(plain) for pattern in self.opening)


def _filled(text: str, parts: dict[str, str]) -> str:
    """The pattern with each <part> put in; parts may hold parts."""
    for _ in range(4):
        text = _PART.sub(lambda found: parts[found[1]], text)
    return text


def _texts(value: object, name: str, key: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise InvalidData(f"{name}, key {key}: a list of texts is needed.")
    return value
