"""What the cues of all languages find in a text, and what takes the danger out of it.

A language file (prompts/safety/en.yaml and its like) holds: `common` (words that tell the language),
`classes`, `cues` by kind and strength, and what makes a cue harmless. docs/safety.md describes it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from coach.engine.safety.index import SEXUAL, Index
from coach.engine.safety.notice import KINDS, STRENGTHS, Kind, Strength
from coach.engine.safety.words import sentences

if TYPE_CHECKING:
    from coach.engine.safety.phrases import Phrase
    from coach.engine.safety.vocabulary import Forms

_HINT_REACH = 2
"""A hint means little alone ("I feel empty"); with another of its kind so few sentences away it counts."""
_FRAME_REACH = 14
"""Words between a frame ("in the film …") and a cue it makes harmless."""


class Hit(NamedTuple):
    """One cue found."""

    kind: Kind
    strength: Strength
    language: str
    phrase: str
    """The phrase of the cue file, for tests and for `prompts check`; never the person's words."""


class HalfKept(Exception):
    """The phrases that belong to a kept index are gone: it has to be made anew."""


class _Sentence:
    """A sentence as the phrases see it."""

    __slots__ = ("forms", "place", "possible", "words")

    def __init__(self, place: int, words: list[str], index: Index) -> None:
        self.place = place
        """Which sentence of the text, from 0."""
        self.words = words
        self.forms: list[Forms] = [index.vocabulary.forms(word) for word in words]
        self.possible = index.possible(index.sets(set().union(*self.forms)))
        """Numbers of the phrases that may stand in it, cues first."""


class Cues:
    """All languages together: an entry may mix them, and its language need not be that of the screen."""

    def __init__(self, index: Index, phrases: Callable[[], Mapping[str, Any] | None] | None = None) -> None:
        """Look with `index`.

        `phrases` gives its second half when a text may hold a cue, where it is not whole.
        """
        self._index = index
        self._phrases = phrases

    @property
    def replies(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Words and resources, kept beside the phrases. Raises HalfKept."""
        self._whole()
        return self._index.replies

    def find(self, text: str) -> tuple[list[Hit], str]:
        """What speaks of danger, strongest first, and the language of it ("" where there is nothing).

        Raises:
            HalfKept: before anything was found.
        """
        split = sentences(text)
        looked = [_Sentence(place, words, self._index) for place, words in enumerate(split)]
        looked = [one for one in looked if one.possible and one.possible[0] < self._index.cues]
        if not looked:
            return [], ""
        kept = self._standing(looked)
        return kept, self._language(kept, split)

    def _standing(self, looked: list[_Sentence]) -> list[Hit]:
        """The cues that stand in the text and are not made harmless there, strongest first."""
        self._whole()
        hits = [(sentence.place, hit) for sentence in looked for hit in self._hits(sentence)]
        kept = [hit for place, hit in hits if hit.strength != "hint" or _seconded(place, hit, hits)]
        kept.sort(key=lambda hit: (STRENGTHS.index(hit.strength), KINDS.index(hit.kind)))
        return kept

    def sexual(self, text: str, language: str) -> bool:
        """Whether it names something sexual: an insult for one's origin is not answered with a rape line."""
        self._whole()
        told = frozenset[str]().union(*map(self._index.compiler(language).words, SEXUAL))
        words = (word for sentence in sentences(text) for word in sentence)
        return any(not told.isdisjoint(self._index.vocabulary.forms(word)) for word in words)

    def _whole(self) -> None:
        if self._index.whole:
            return
        phrases = self._phrases() if self._phrases is not None else None
        if phrases is None:
            raise HalfKept
        self._index.take_phrases(phrases)

    def _hits(self, sentence: _Sentence) -> Iterator[Hit]:
        for number in sentence.possible:
            if number >= self._index.cues:
                return
            spans = list(self._index.phrase(number).spans(sentence.forms))
            if not spans:
                continue
            about = self._index.group(number)
            if not self._speaks(about.language, sentence):
                continue
            kind, strength = cast("Kind", about.kind), cast("Strength", about.strength)
            left = self._left_over(spans, kind, strength, about.language, sentence)
            if left:
                yield Hit(kind, left, about.language, self._index.phrase(number).source)

    def _left_over(
        self,
        spans: Sequence[tuple[int, int]],
        kind: Kind,
        strength: Strength,
        language: str,
        sentence: _Sentence,
    ) -> Strength | None:
        """The strength of a cue in this sentence after all that makes it harmless or doubtful."""
        if strength != "sure" and any(True for _ in self._spans(sentence, language, "about", ("all", kind))):
            return None
        sayings = list(self._spans(sentence, language, "sayings"))
        frames = [end for _, end in self._spans(sentence, language, "frames")]
        for span in spans:
            if any(_overlap(span, saying) for saying in sayings):
                continue
            if any(end <= span[0] <= end + _FRAME_REACH for end in frames):
                continue
            doubts = self._spans(sentence, language, "doubts") if strength == "sure" else ()
            return "likely" if any(_overlap(span, doubt) for doubt in doubts) else strength
        return None

    def _spans(
        self, sentence: _Sentence, language: str, part: str, kinds: tuple[str, ...] = ("",)
    ) -> Iterator[tuple[int, int]]:
        """Where phrases of a part stand that makes cues of a language harmless."""
        for number in sentence.possible:
            if number < self._index.cues:
                continue
            group = self._index.group(number)
            if (group.language, group.part) == (language, part) and group.kind in kinds:
                phrase: Phrase = self._index.phrase(number)
                yield from phrase.spans(sentence.forms)

    def _speaks(self, language: str, sentence: _Sentence) -> bool:
        """Whether the sentence can be in this language: related languages share words with other meanings."""
        counts = {name: self._count(name, sentence.words) for name in self._index.common}
        return max(counts.values()) < 2 or counts[language] * 2 >= max(counts.values())

    def _count(self, language: str, words: Iterable[str]) -> int:
        common = self._index.common[language]
        return sum(word in common for word in words)

    def _language(self, hits: Sequence[Hit], split: list[list[str]]) -> str:
        """Of the languages whose cues fired, the one with most common words in the text."""
        words = [word for sentence in split for word in sentence]
        fired = dict.fromkeys(hit.language for hit in hits)
        return max(fired, key=lambda language: self._count(language, words), default="")


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
