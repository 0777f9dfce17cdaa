"""The cue files of all languages as one set of phrases, and what they find in a text.

A language file (prompts/safety/en.yaml and its like) holds: `common` (words that tell the language),
`classes`, `cues` by kind and strength, and what makes a cue harmless. docs/safety.md describes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coach.engine.safety.notice import KINDS, Kind
from coach.engine.safety.phrases import Classes, Compiler, Lexicon, Phrase, PhraseError
from coach.engine.safety.words import sentences
from coach.errors import InvalidData

Strength = Literal["sure", "likely", "hint"]
STRENGTHS: tuple[Strength, ...] = ("sure", "likely", "hint")
_HINTS_NEEDED = 2
"""A hint means little alone ("I feel empty"); two different ones of a kind in one text count."""
_FRAME_REACH = 14
"""Words between a frame ("in the film …") and a cue it makes harmless."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found."""

    kind: Kind
    strength: Strength
    language: str
    phrase: str
    """The phrase of the cue file, for tests and for `prompts check`; never the person's words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cue:
    phrase: Phrase
    kind: Kind
    strength: Strength
    language: str


@dataclass(slots=True)
class _Language:
    common: frozenset[str]
    sayings: list[Phrase]
    frames: list[Phrase]
    doubts: list[Phrase]
    about: dict[str, list[Phrase]]


class Cues:
    """All languages together: an entry may mix them, and its language need not be that of the screen."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        """Compile. `files`: language to the parsed content of its file. Raises InvalidData."""
        self._lexicon = Lexicon()
        self._languages: dict[str, _Language] = {}
        self._cues: list[_Cue] = []
        for language, content in files.items():
            try:
                self._cues += self._read(language, content)
            except (PhraseError, AttributeError, TypeError, KeyError) as error:
                raise InvalidData(
                    f"prompts/safety/{language}.yaml cannot be used: {error}.",
                    hint="docs/safety.md describes the file.",
                ) from error

    def _read(self, language: str, content: Mapping[str, Any]) -> Iterator[_Cue]:
        compiler = Compiler(self._lexicon, content["classes"])

        def compiled(sources: Iterable[str] | None) -> list[Phrase]:
            return [compiler.phrase(source) for source in sources or ()]

        harmless = content["harmless"]
        self._lexicon.never_a_typo(str(content.get("unlike") or "").split())
        self._languages[language] = _Language(
            common=frozenset(content["common"].split()),
            sayings=compiled(harmless.get("sayings")),
            frames=compiled(harmless.get("frames")),
            doubts=compiled(content.get("doubts")),
            about={kind: compiled(sources) for kind, sources in (harmless.get("about") or {}).items()},
        )
        for kind in KINDS:
            groups = content["cues"].get(kind) or {}
            for strength in STRENGTHS:
                for phrase in compiled(groups.get(strength)):
                    yield _Cue(phrase, kind, strength, language)

    def find(self, text: str) -> tuple[list[Hit], dict[str, int]]:
        """What speaks of danger, strongest first; and how many common words the text has of each language."""
        hits: list[Hit] = []
        share = dict.fromkeys(self._languages, 0)
        split = sentences(text)
        classed = [[self._lexicon.classes(word) for word in sentence] for sentence in split]
        held = [_together(words) for words in classed]
        in_text = _together(held)
        possible = [cue for cue in self._cues if cue.phrase.needs & in_text == cue.phrase.needs]
        for words, present in zip(classed, held, strict=True):
            hits += self._in_sentence(possible, words, present)
        if hits:
            for language, rules in self._languages.items():
                share[language] = sum(word in rules.common for sentence in split for word in sentence)
        hints = {
            kind: {hit.phrase for hit in hits if hit.kind == kind and hit.strength == "hint"}
            for kind in KINDS
        }
        kept = [hit for hit in hits if hit.strength != "hint" or len(hints[hit.kind]) >= _HINTS_NEEDED]
        kept.sort(key=lambda hit: (STRENGTHS.index(hit.strength), KINDS.index(hit.kind)))
        return kept, share

    def _in_sentence(
        self, possible: Sequence[_Cue], words: Sequence[Classes], present: Classes
    ) -> Iterator[Hit]:
        for cue in possible:
            if cue.phrase.needs & present == cue.phrase.needs:
                strength = self._strongest(cue, words, present)
                if strength:
                    yield Hit(cue.kind, strength, cue.language, cue.phrase.source)

    def _strongest(self, cue: _Cue, words: Sequence[Classes], present: Classes) -> Strength | None:
        """The strength of a cue in this sentence after all that makes it harmless or doubtful."""
        rules = self._languages[cue.language]
        spans = list(cue.phrase.spans(words))
        if not spans:
            return None
        if cue.strength != "sure" and self._any(
            [*rules.about.get("all", ()), *rules.about.get(cue.kind, ())], words, present
        ):
            return None
        sayings = list(self._spans(rules.sayings, words, present))
        frames = [end for _, end in self._spans(rules.frames, words, present)]
        for start, end in spans:
            if any(begin < end and start < stop for begin, stop in sayings):
                continue
            if any(stop <= start <= stop + _FRAME_REACH for stop in frames):
                continue
            doubtful = any(
                begin < end and start < stop for begin, stop in self._spans(rules.doubts, words, present)
            )
            return "likely" if doubtful and cue.strength == "sure" else cue.strength
        return None

    @staticmethod
    def _spans(
        phrases: Iterable[Phrase], words: Sequence[Classes], present: Classes
    ) -> Iterator[tuple[int, int]]:
        for phrase in phrases:
            if phrase.needs & present == phrase.needs:
                yield from phrase.spans(words)

    @staticmethod
    def _any(phrases: Iterable[Phrase], words: Sequence[Classes], present: Classes) -> bool:
        return next(Cues._spans(phrases, words, present), None) is not None


def _together(masks: Iterable[Classes]) -> Classes:
    together = 0
    for mask in masks:
        together |= mask
    return together
