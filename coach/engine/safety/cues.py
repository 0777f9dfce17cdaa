"""The cue files of all languages as one set of phrases, and what they find in a text.

A language file (prompts/safety/en.yaml and its like) holds: `common` (words that tell the language),
`classes`, `cues` by kind and strength, and what makes a cue harmless. docs/safety.md describes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from coach.engine.safety.notice import KINDS, Kind
from coach.engine.safety.phrases import Compiler, Forms, Phrase, PhraseError, Vocabulary
from coach.engine.safety.words import fold, sentences
from coach.errors import InvalidData

Strength = Literal["sure", "likely", "hint"]
STRENGTHS: tuple[Strength, ...] = ("sure", "likely", "hint")
_HINT_REACH = 2
"""A hint means little alone ("I feel empty"); with another of its kind so few sentences away it counts."""
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


class _Sentence:
    """A sentence as the phrases see it."""

    __slots__ = ("forms", "place", "present", "words")

    def __init__(self, place: int, words: list[str], forms: list[Forms]) -> None:
        self.place = place
        """Which sentence of the text, from 0."""
        self.words = words
        self.forms = forms
        self.present: set[str] = set().union(*forms)

    def spans(self, phrases: Iterable[Phrase]) -> Iterator[tuple[int, int]]:
        """Where any of the phrases stands."""
        for phrase in phrases:
            if phrase.possible(self.present):
                yield from phrase.spans(self.forms)


class _Harmless:
    """What takes the danger out of a cue in one language; compiled at the first cue found."""

    def __init__(self, content: Mapping[str, Any], compiler: Compiler) -> None:
        harmless = content["harmless"]

        def compiled(sources: Iterable[str] | None) -> list[Phrase]:
            return [compiler.phrase(source) for source in sources or ()]

        self._sayings = compiled(harmless.get("sayings"))
        self._frames = compiled(harmless.get("frames"))
        self._doubts = compiled(content.get("doubts"))
        self._about = {kind: compiled(sources) for kind, sources in (harmless.get("about") or {}).items()}

    def left_over(self, cue: _Cue, sentence: _Sentence) -> Strength | None:
        """The strength of a cue in this sentence after all that makes it harmless or doubtful."""
        spans = list(cue.phrase.spans(sentence.forms))
        if not spans:
            return None
        about = [*self._about.get("all", ()), *self._about.get(cue.kind, ())]
        if cue.strength != "sure" and next(sentence.spans(about), None) is not None:
            return None
        sayings = list(sentence.spans(self._sayings))
        frames = [end for _, end in sentence.spans(self._frames)]
        for span in spans:
            if any(_overlap(span, saying) for saying in sayings):
                continue
            if any(end <= span[0] <= end + _FRAME_REACH for end in frames):
                continue
            doubtful = any(_overlap(span, doubt) for doubt in sentence.spans(self._doubts))
            return "likely" if doubtful and cue.strength == "sure" else cue.strength
        return None


def _seconded(place: int, hint: Hit, hits: Iterable[tuple[int, Hit]]) -> bool:
    """Whether another cue of the same kind and language stands nearby."""
    return any(
        abs(other_place - place) <= _HINT_REACH
        and (other.kind, other.language) == (hint.kind, hint.language)
        and other.phrase != hint.phrase
        for other_place, other in hits
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Cues:
    """All languages together: an entry may mix them, and its language need not be that of the screen."""

    def __init__(self, files: Mapping[str, Any], shared: Mapping[str, Any] | None = None) -> None:
        """Compile.

        Args:
            files: language to the parsed content of its file.
            shared: cues that every language states with its own classes.

        Raises:
            InvalidData: a file cannot be used; names it.
        """
        self._vocabulary = Vocabulary()
        self._files = files
        self._common: dict[str, frozenset[str]] = {}
        self._compilers: dict[str, Compiler] = {}
        self._harmless: dict[str, _Harmless] = {}
        self._cues: dict[str, list[_Cue]] = {}
        """By each word of the class that tells most: a text only tries cues it holds such a word of."""
        for language, content in files.items():
            with _names_file(language):
                self._compilers[language] = Compiler(self._vocabulary, content["classes"])
                self._common[language] = frozenset(fold(content["common"]).split())
                self._vocabulary.never_a_typo(str(content.get("unlike") or "").split())
                for cues in (content["cues"], shared or {}):
                    for cue in self._read(language, cues):
                        for word in cue.phrase.telling:
                            self._cues.setdefault(word, []).append(cue)

    def _read(self, language: str, cues: Mapping[str, Any]) -> Iterator[_Cue]:
        for kind in KINDS:
            groups = cues.get(kind) or {}
            for strength in STRENGTHS:
                for source in groups.get(strength) or ():
                    yield _Cue(self._compilers[language].phrase(source), kind, strength, language)

    def find(self, text: str) -> tuple[list[Hit], str]:
        """What speaks of danger, strongest first, and the language of it ("" where there is nothing).

        Raises:
            InvalidData: a cue file cannot be used.
        """
        split = sentences(text)
        found = self._first_look(split)
        if not found:
            return [], ""
        if self._prepare({cue.language for cue, _ in found}):
            found = self._first_look(split)  # the harmless phrases brought new words
        hits: list[tuple[int, Hit]] = []
        for cue, sentence in found:
            strength = self._harmless[cue.language].left_over(cue, sentence)
            if strength and self._speaks(cue.language, sentence):
                hits.append((sentence.place, Hit(cue.kind, strength, cue.language, cue.phrase.source)))
        kept = [hit for place, hit in hits if hit.strength != "hint" or _seconded(place, hit, hits)]
        kept.sort(key=lambda hit: (STRENGTHS.index(hit.strength), KINDS.index(hit.kind)))
        return kept, self._language(kept, split)

    def prepare(self) -> None:
        """Compile everything, so that a mistake in a file shows at once: for checks and tests."""
        self._prepare(set(self._files))

    def sexual(self, text: str, language: str) -> bool:
        """Whether it names something sexual: an insult for one's origin is not answered with a rape line."""
        classes = ("x_intimate", "x_sexual", "x_naked", "x_grope", "x_kiss")
        told = frozenset[str]().union(*map(self._compilers[language].words, classes))
        words = (word for sentence in sentences(text) for word in sentence)
        return any(not told.isdisjoint(self._vocabulary.forms(word)) for word in words)

    def _prepare(self, languages: set[str]) -> bool:
        missing = languages - self._harmless.keys()
        for language in missing:
            with _names_file(language):
                self._harmless[language] = _Harmless(self._files[language], self._compilers[language])
        if missing:
            self._vocabulary.forget()
        return bool(missing)

    def _first_look(self, split: list[list[str]]) -> list[tuple[_Cue, _Sentence]]:
        """Cues that stand in a sentence, whatever else it says."""
        looked = [
            _Sentence(place, words, [self._vocabulary.forms(word) for word in words])
            for place, words in enumerate(split)
        ]
        return [
            (cue, sentence)
            for sentence in looked
            for cue in self._possible(sentence.present)
            if next(cue.phrase.spans(sentence.forms), None) is not None
        ]

    def _possible(self, present: set[str]) -> list[_Cue]:
        named = {id(cue): cue for word in present for cue in self._cues.get(word, ())}
        return [cue for cue in named.values() if cue.phrase.possible(present)]

    def _speaks(self, language: str, sentence: _Sentence) -> bool:
        """Whether the sentence can be in this language: related languages share words with other meanings."""
        counts = {name: self._count(name, sentence.words) for name in self._common}
        return max(counts.values()) < 2 or counts[language] * 2 >= max(counts.values())

    def _count(self, language: str, words: Iterable[str]) -> int:
        common = self._common[language]
        return sum(word in common for word in words)

    def _language(self, hits: Sequence[Hit], split: list[list[str]]) -> str:
        """Of the languages whose cues fired, the one with most common words in the text."""
        words = [word for sentence in split for word in sentence]
        fired = dict.fromkeys(hit.language for hit in hits)
        return max(fired, key=lambda language: self._count(language, words), default="")


@contextmanager
def _names_file(language: str) -> Iterator[None]:
    try:
        yield
    except (PhraseError, AttributeError, TypeError, KeyError) as error:
        raise InvalidData(
            f"prompts/safety/{language}.yaml cannot be used: {error}.",
            hint="docs/safety.md describes the file.",
        ) from error
