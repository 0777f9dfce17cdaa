"""The small words of one language: where clauses begin, where a quote may end, which words carry weight.

Read from `prompts/questions/words/LANG.yaml`; documented in docs/questions.md. Knows nothing of questions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coach.errors import InvalidData

_LISTS = (
    "lead_drop", "lead_keep", "lead_if_subject", "turns", "subjects", "determiners", "self", "others",
    "clings", "ties", "links", "joins", "starters", "hang_end",
    "end_at_stop", "hang_start", "break_before", "break_weak", "no_break_before", "negations", "emphasis",
    "stop", "shrugs", "vulgar", "finite", "past", "past_states",
    "conditions", "limits", "reports", "thinks", "dated", "idle", "coming", "asides", "people",
    "bases", "address", "perfect",
)  # fmt: skip
WEAK = 0.5
"""What a word listed under `weak` counts, as a part of its kind's weight; it never decides how to ask."""
PLAIN = "plain"
"""The kind of a clause whose words do not say what it is."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One loaded word or phrase."""

    kind: str
    weight: float
    rest: tuple[str, ...]
    """The words that must follow the first one."""


@dataclass(frozen=True)
class Lexicon:
    """All word lists of one language, folded to lower case with straight apostrophes."""

    language: str
    sets: Mapping[str, frozenset[str]]
    exact: Mapping[str, tuple[Weight, ...]]
    """Loaded phrases by their first word, longest first."""
    stems: Mapping[str, tuple[Weight, ...]]
    """Loaded words given with a star, by the part before it."""
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`commands` and `hostile`: regular expressions, not yet compiled."""

    def has(self, name: str, word: str) -> bool:
        """Whether `word` (folded) is in the list `name`."""
        return word in self.sets[name]

    @cached_property
    def stem_lengths(self) -> tuple[int, ...]:
        """The lengths of all stems, longest first: how many prefixes of a word must be looked up."""
        return tuple(sorted({len(stem) for stem in self.stems}, reverse=True))

    @cached_property
    def commands(self) -> re.Pattern[str] | None:
        """Sentences that speak to a program (rubric S8)."""
        return _joined(self.patterns.get("commands", ()))

    @cached_property
    def hostile(self) -> re.Pattern[str] | None:
        """Sentences aimed at the program itself (rubric Q23)."""
        return _joined(self.patterns.get("hostile", ()))

    @cached_property
    def losses(self) -> re.Pattern[str] | None:
        """A death or a loss: asked about gently, and never analysed."""
        return _joined(self.patterns.get("losses", ()))


def _joined(patterns: Iterable[str]) -> re.Pattern[str] | None:
    parts = [f"(?:{pattern})" for pattern in patterns]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def read_lexicon(data: Any, name: str) -> Lexicon:  # parsed YAML holds anything
    """Check the parsed file `name` and make a lexicon of it.

    Raises:
        InvalidData: a list is missing or holds something that is not text, or a pattern does not compile.
    """
    if not isinstance(data, dict):
        raise InvalidData(f"{name} holds no settings at its top level, so it was not used.")
    sets = {key: frozenset(_texts(data.get(key, []), name, key)) for key in _LISTS}
    exact: dict[str, list[Weight]] = {}
    stems: dict[str, list[Weight]] = {}
    kinds = data.get("kinds") or {}
    if not isinstance(kinds, dict):
        raise InvalidData(f"{name}, key kinds: names with their words are needed.")
    for kind, entry in kinds.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("weight"), int | float):
            raise InvalidData(
                f"{name}, key kinds.{kind}: a number under weight and a list under words are needed."
            )
        weak = set(_texts(entry.get("weak", []), name, f"kinds.{kind}.weak"))
        for phrase in sorted(weak.union(_texts(entry.get("words", []), name, f"kinds.{kind}.words"))):
            first, *rest = phrase.split()
            factor = WEAK if phrase in weak else 1.0
            weight = Weight(
                PLAIN if phrase in weak else str(kind), float(entry["weight"]) * factor, tuple(rest)
            )
            if first.endswith("*"):
                stems.setdefault(first[:-1], []).append(weight)
            else:
                exact.setdefault(first, []).append(weight)
    patterns = {
        key: tuple(_texts(data.get(key, []), name, key, fold=False))
        for key in ("commands", "hostile", "losses")
    }
    for key, texts in patterns.items():
        for text in texts:
            try:
                re.compile(text)
            except re.error as error:
                raise InvalidData(
                    f"{name}, key {key}: the pattern {text!r} cannot be used ({error})."
                ) from None
    return Lexicon(
        language=str(data.get("language", "")),
        sets=sets,
        exact={first: tuple(sorted(found, key=lambda w: -len(w.rest))) for first, found in exact.items()},
        stems={stem: tuple(found) for stem, found in stems.items()},
        patterns=patterns,
    )


def _texts(value: Any, name: str, key: str, *, fold: bool = True) -> list[str]:  # parsed YAML
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InvalidData(
            f"{name}, key {key}: a list of texts is needed.",
            hint="Put quotation marks around no, yes, on and off, which YAML reads as true or false.",
        )
    return [item.lower().replace("’", "'") for item in value] if fold else value
