"""A small language for phrases, and its matcher.

A cue file writes phrases, not regular expressions, so that people who speak a language can extend it:

    word          this word; `word*` also anything that begins with it; `~word` also with one typing error
    <name>        any word of the class `name`, or one of its phrases where the class is a list of phrases
    (a b|c)       one of these
    [a]           may be there
    ..  ..5       up to three, up to five words of any kind
    !word !<name> the next word is not this one
    one & other   both, in any order, within twelve words, and never by the same word

Accents are written as they are and ignored when matching; ä, ö and ü also stand for ae, oe and ue.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coach.engine.safety.vocabulary import Forms, Vocabulary

_PIECE = re.compile(r"\((?P<plain>[^()\[\]<>!.]*)\)|[\[\]()|]|\.\.\d*|!?<\w+>|[^\s\[\]()|]+")
_TOGETHER = 12
"""Words that the parts of `one & other` may spread over."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names it."""


@dataclass(slots=True, eq=False)
class _Step:
    """One step of a phrase, and what may follow it."""

    after: "_Step | None" = None

    def end(self, words: Sequence[Forms], at: int) -> int:
        """The position after a match that begins at `at`, or -1."""
        raise NotImplementedError

    def _on(self, words: Sequence[Forms], at: int) -> int:
        return at if self.after is None else self.after.end(words, at)


@dataclass(slots=True, eq=False)
class _Word(_Step):
    """One of some words, or one of some strings of words, by their first word."""

    words: frozenset[str] = frozenset()
    longer: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    begins: frozenset[str] = field(init=False)
    """What a match can begin with."""

    def __post_init__(self) -> None:
        self.begins = self.words.union(self.longer) if self.longer else self.words

    def end(self, words: Sequence[Forms], at: int) -> int:
        if at >= len(words):
            return -1
        if not self.words.isdisjoint(words[at]) and (end := self._on(words, at + 1)) >= 0:
            return end
        for form in words[at] if self.longer else ():
            for rest in self.longer.get(form, ()):
                stop = at + 1 + len(rest)
                if stop <= len(words) and all(
                    word in forms for word, forms in zip(rest, words[at + 1 : stop], strict=True)
                ):
                    end = self._on(words, stop)
                    if end >= 0:
                        return end
        return -1


@dataclass(slots=True, eq=False)
class _Not(_Step):
    words: frozenset[str] = frozenset()

    def end(self, words: Sequence[Forms], at: int) -> int:
        if at < len(words) and not self.words.isdisjoint(words[at]):
            return -1
        return self._on(words, at)


@dataclass(slots=True, eq=False)
class _Gap(_Step):
    most: int = 0

    def end(self, words: Sequence[Forms], at: int) -> int:
        for skipped in range(min(self.most, len(words) - at) + 1):
            if (end := self._on(words, at + skipped)) >= 0:
                return end
        return -1


@dataclass(slots=True, eq=False)
class _Fork(_Step):
    ways: tuple[_Step | None, ...] = ()

    def end(self, words: Sequence[Forms], at: int) -> int:
        for way in self.ways:
            if (end := at if way is None else way.end(words, at)) >= 0:
                return end
        return -1


@dataclass(slots=True, eq=False)
class Phrase:
    """One compiled phrase."""

    source: str
    parts: tuple[_Step, ...]
    """More than one where the source has `&`."""
    needs: tuple[frozenset[str], ...]
    """A sentence must hold a word of each, or the phrase cannot stand in it."""

    @property
    def telling(self) -> frozenset[str]:
        """The need that ordinary sentences meet least: long words are rare words."""
        return max(self.needs, key=_telling)

    def spans(self, words: Sequence[Forms]) -> Iterator[tuple[int, int]]:
        """Where it stands in a sentence: first word and the one after the last."""
        if len(self.parts) == 1:
            yield from _stands(self.parts[0], words)
            return
        places: list[list[tuple[int, int]]] = []
        for part in self.parts:
            places.append(list(_stands(part, words)))
            if not places[-1]:
                return
        for start, end in places[0]:
            low, high = start, end
            taken = [(start, end)]
            for others in places[1:]:
                free = (place for place in others if not any(_same_word(place, other) for other in taken))
                place = min(free, key=lambda place: _apart(place, low, high), default=(0, 2 * _TOGETHER))
                if _apart(place, low, high) > _TOGETHER:
                    break
                low, high = min(low, place[0]), max(high, place[1])
                taken.append(place)
            else:
                yield low, high


def _telling(need: frozenset[str]) -> tuple[int, int]:
    return min(map(len, need)), -len(need)


def _apart(place: tuple[int, int], low: int, high: int) -> int:
    """How many words the stretch from `low` to `high` and `place` take up together."""
    return max(high, place[1]) - min(low, place[0])


def _same_word(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two parts rest on one word of the text: "edge" alone is not "edge & edge".

    The words between the ends of a part may be any (`..`), so another part may stand there.
    """
    short, long = sorted((one, other), key=lambda place: place[1] - place[0])
    return short[0] == long[0] or short[1] == long[1]


def _stands(first: _Step, words: Sequence[Forms]) -> Iterator[tuple[int, int]]:
    begins = first.begins if isinstance(first, _Word) else None
    for start, forms in enumerate(words):
        if begins is not None and (not forms or begins.isdisjoint(forms)):
            continue  # most words of a text begin nothing: said here, it costs no call
        end = first.end(words, start)
        if end > start:
            yield start, end


_Make = Callable[[_Step | None], _Step]
"""A step that is still to be told what follows it."""


@dataclass(slots=True)
class _Sequence:
    """Part of a phrase while it is read: its steps and what a sentence must hold for it."""

    steps: list[_Make] = field(default_factory=list)
    needs: list[frozenset[str]] = field(default_factory=list)

    def link(self, after: _Step | None) -> _Step | None:
        for make in reversed(self.steps):
            after = make(after)
        return after


@dataclass(slots=True)
class Compiler:
    """Reads the phrases of one language.

    `classes` maps a class name to its words in one text, or to a list of phrases.
    """

    vocabulary: Vocabulary
    classes: Mapping[str, str | Sequence[str]]
    _read: dict[str, frozenset[str]] = field(default_factory=dict)

    def phrase(self, source: str) -> Phrase:
        """Compile one phrase.

        Raises:
            PhraseError: an unknown class, an unclosed bracket, or nothing to match.
        """
        parts: list[_Step] = []
        needs: list[frozenset[str]] = []
        for part in source.split(" & "):
            sequence = self._whole(part)
            first = sequence.link(None)
            if first is None or not sequence.needs:
                raise PhraseError(f"'{source}': nothing in it must be there")
            parts.append(first)
            needs += sequence.needs
        return Phrase(source, tuple(parts), tuple(sorted(needs, key=len)))

    def words(self, name: str) -> frozenset[str]:
        """The words of a class, with the classes it includes."""
        if name not in self._read:
            words = self.classes.get(name)
            if not isinstance(words, str):
                raise PhraseError(f"<{name}> is not a class of words in this file")
            found: set[str] = set()
            for word in words.split():
                found |= self.words(word[1:-1]) if word.startswith("<") else {self.vocabulary.add(word)}
            self._read[name] = frozenset(found)
        return self._read[name]

    def _whole(self, source: str) -> _Sequence:
        pieces = list(_PIECE.finditer(source))
        sequence, rest = self._sequence(pieces, 0, source)
        if rest != len(pieces):
            raise PhraseError(f"'{source}': a bracket is closed that was not opened")
        return sequence

    def _sequence(self, pieces: "Sequence[re.Match[str]]", at: int, source: str) -> tuple[_Sequence, int]:
        sequence = _Sequence()
        while at < len(pieces) and pieces[at][0] not in ("]", ")", "|"):
            piece = pieces[at][0]
            at += 1
            if (plain := pieces[at - 1]["plain"]) is not None:
                self._plain(sequence, plain)
            elif piece in ("[", "("):
                ways, at = self._ways(pieces, at, "]" if piece == "[" else ")", source)
                self._fork(sequence, ways, optional=piece == "[")
            elif piece.startswith(".."):
                most = int(piece[2:] or 3)
                sequence.steps.append(lambda after, most=most: _Gap(after, most))  # type: ignore[misc]  # mypy cannot infer the default
            elif piece.startswith("!"):
                words = self._set(piece[1:])
                sequence.steps.append(lambda after, words=words: _Not(after, words))  # type: ignore[misc]  # as above
            elif piece.startswith("<") and not isinstance(group := self.classes.get(piece[1:-1], ""), str):
                self._fork(sequence, [self._whole(way) for way in group], optional=False)
            else:
                self._word(sequence, self._set(piece), {})
        return sequence, at

    def _ways(
        self, pieces: "Sequence[re.Match[str]]", at: int, closing: str, source: str
    ) -> tuple[list[_Sequence], int]:
        ways = []
        while True:
            way, at = self._sequence(pieces, at, source)
            ways.append(way)
            if at >= len(pieces) or pieces[at][0] not in ("|", closing):
                raise PhraseError(f"'{source}': a bracket is not closed")
            at += 1
            if pieces[at - 1][0] == closing:
                return ways, at

    def _set(self, piece: str) -> frozenset[str]:
        return self.words(piece[1:-1]) if piece.startswith("<") else frozenset([self.vocabulary.add(piece)])

    def _plain(self, sequence: _Sequence, group: str) -> None:
        """`(a|b c)`: words and strings of words only, the commonest kind of group."""
        single: list[str] = []
        longer: dict[str, list[list[str]]] = {}
        for way in group.split("|"):
            first, *rest = [self.vocabulary.add(word) for word in way.split()] or [""]
            if rest:
                longer.setdefault(first, []).append(rest)
            else:
                single.append(first)
        self._word(sequence, frozenset(single), longer)

    @staticmethod
    def _word(
        sequence: _Sequence, words: frozenset[str], longer: Mapping[str, Sequence[Sequence[str]]]
    ) -> None:
        sequence.steps.append(lambda after: _Word(after, words, longer))
        telling = [max((first, *rest), key=len) for first, rests in longer.items() for rest in rests]
        sequence.needs.append(words.union(telling) if telling else words)

    @staticmethod
    def _fork(sequence: _Sequence, ways: Sequence[_Sequence], *, optional: bool) -> None:
        def make(after: _Step | None) -> _Step:
            linked = tuple(way.link(after) for way in ways)
            return _Fork(None, (*linked, after) if optional else linked)

        sequence.steps.append(make)
        if not optional and all(way.needs for way in ways):
            telling = [max(way.needs, key=_telling) for way in ways]
            sequence.needs.append(frozenset().union(*telling))
