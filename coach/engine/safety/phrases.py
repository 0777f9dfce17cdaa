"""A small language for phrases, and its matcher.

A cue file writes phrases, not regular expressions, so that people who speak a language can extend it:

    word          this word; `word*` also anything that begins with it; `~word` also with one typing error
    <name>        any word of the class `name`, or one of its phrases where the class is a list of phrases
    (a b|c)       one of these
    [a]           may be there
    ..  ..5       up to three, up to five words of any kind
    !word !<name> the next word is not this one
    one & other   both, in any order, within twelve words

Accents are written as they are and ignored when matching; ä, ö and ü also stand for ae, oe and ue.
Matching is by word classes, kept as bit masks: a phrase is only tried on a sentence that holds every class it
needs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coach.engine.safety.words import fold

_PIECE = re.compile(r"[\[\]()|]|\.\.\d*|!?<\w+>|[^\s\[\]()|]+")
_UMLAUT = re.compile("[äöü]")
_DOUBLED = re.compile(r"(.)\1+")
_DOUBLED_END = re.compile(r"([a-z])\1$")
_TOGETHER = 12
"""Words that the parts of `one & other` may spread over."""
_CACHE_LIMIT = 20_000
"""Distinct words remembered with their classes: about 2 MB."""

Classes = int
"""A set of word classes: bit n is set for class n. Such masks join and compare in 50 ns."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names it."""


class Lexicon:
    """Every word that any phrase names, and the classes it belongs to."""

    def __init__(self) -> None:
        self._exact: dict[str, Classes] = {}
        self._stems: dict[str, Classes] = {}
        self._near: dict[str, Classes] = {}
        self._never: set[str] = set()
        self._bits: dict[frozenset[str], Classes] = {}
        self._words: dict[Classes, frozenset[str]] = {}
        self._cache: dict[str, Classes] = {}

    def bit(self, words: Iterable[str]) -> Classes:
        """The class that holds exactly these words."""
        key = frozenset(words)
        known = self._bits.get(key)
        if known is not None:
            return known
        bit = self._bits[key] = 1 << len(self._bits)
        self._words[bit] = key
        for word in key:
            for form in _forms(word):
                self._add(form, bit)
        return bit

    def words(self, bit: Classes) -> frozenset[str]:
        """The words of a class."""
        return self._words[bit]

    def never_a_typo(self, words: Iterable[str]) -> None:
        """Real words that are close to a cue word and must not be taken for it."""
        self._never.update(form for word in words for form in _forms(word))

    def classes(self, word: str) -> Classes:
        """The classes of one word of a text."""
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            known = self._cache[word] = self._look_up(word)
        return known

    def _add(self, form: str, bit: Classes) -> None:
        if form.startswith("~"):
            form = form[1:]
            for near in {form, *_one_less(form)}:
                self._near[near] = self._near.get(near, 0) | bit
        if form.endswith("*"):
            self._stems[form[:-1]] = self._stems.get(form[:-1], 0) | bit
        else:
            self._exact[form] = self._exact.get(form, 0) | bit

    def _look_up(self, word: str) -> Classes:
        found = self._exact.get(word, 0)
        for length in range(2, len(word) + 1):
            found |= self._stems.get(word[:length], 0)
        if "*" in word:  # a masked letter, as in "f*ck"
            for vowel in "aeiou":
                found |= self._exact.get(word.replace("*", vowel), 0)
        if not found and len(word) > 4 and word not in self._never:
            for near in {word, *_one_less(word)}:
                found |= self._near.get(near, 0)
        if not found and _DOUBLED_END.search(word):
            return self._look_up(_DOUBLED.sub(r"\1", word))
        return found


def _one_less(word: str) -> list[str]:
    """The word with one letter left out, the first excepted: typing errors seldom hit the first letter."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _forms(word: str) -> set[str]:
    plain = fold(word).replace("'", "")
    if _UMLAUT.search(word.lower()):
        return {plain, fold(_UMLAUT.sub(lambda m: {"ä": "ae", "ö": "oe", "ü": "ue"}[m[0]], word.lower()))}
    return {plain}


@dataclass(slots=True, eq=False)
class _Node:
    """One step of a phrase: a class to meet, to avoid, a gap, or a fork."""

    kind: str
    value: int = 0
    """The class to meet or avoid, or the length of a gap."""
    next: "_Node | None" = None
    ways: "tuple[_Node, ...]" = ()


_END = _Node("end")


@dataclass(slots=True, eq=False)
class Phrase:
    """One compiled phrase."""

    source: str
    parts: tuple[_Node, ...]
    """More than one where the source has `&`."""
    needs: Classes

    def spans(self, words: Sequence[Classes]) -> Iterator[tuple[int, int]]:
        """Where it stands in a sentence: first word and the one after the last."""
        if len(self.parts) == 1:
            yield from _stands(self.parts[0], words)
            return
        places = [list(_stands(part, words)) for part in self.parts]
        for start, end in places[0]:
            low, high = start, end
            for others in places[1:]:
                near = [place for place in others if _apart(place, low, high) <= _TOGETHER]
                if not near:
                    break
                place = min(near, key=lambda place: _apart(place, low, high))
                low, high = min(low, place[0]), max(high, place[1])
            else:
                yield low, high


def _apart(place: tuple[int, int], low: int, high: int) -> int:
    """How many words the stretch from `low` to `high` and `place` take up together."""
    return max(high, place[1]) - min(low, place[0])


def _stands(first: _Node, words: Sequence[Classes]) -> Iterator[tuple[int, int]]:
    for start in range(len(words)):
        end = _run(first, words, start)
        if end > start:
            yield start, end


def _run(node: _Node, words: Sequence[Classes], at: int) -> int:
    """The position after a match that begins at `at`, or -1."""
    while True:
        if node.kind == "end":
            return at
        if node.kind == "word":
            if at >= len(words) or not node.value & words[at]:
                return -1
            at += 1
        elif node.kind == "not":
            if at < len(words) and node.value & words[at]:
                return -1
        elif node.kind == "gap":
            assert node.next is not None
            for skipped in range(min(node.value, len(words) - at) + 1):
                if (end := _run(node.next, words, at + skipped)) >= 0:
                    return end
            return -1
        else:
            for way in node.ways:
                if (end := _run(way, words, at)) >= 0:
                    return end
            return -1
        assert node.next is not None
        node = node.next


@dataclass(slots=True)
class Compiler:
    """Reads the phrases of one language.

    `classes` maps a class name to its words in one text, or to a list of phrases.
    """

    lexicon: Lexicon
    classes: Mapping[str, str | Sequence[str]]
    _open: dict[str, frozenset[str]] = field(default_factory=dict)

    def phrase(self, source: str) -> Phrase:
        """Compile one phrase.

        Raises:
            PhraseError: an unknown class, an unclosed bracket, or nothing to match.
        """
        trees = [self._tree(part) for part in source.split(" & ")]
        needs = [self._needs(tree) for tree in trees]
        if not all(needs):
            raise PhraseError(f"'{source}': nothing in it must be there")
        return Phrase(source, tuple(_link(tree, _END) for tree in trees), sum(set().union(*needs)))

    def words(self, name: str) -> frozenset[str]:
        """The words of a class, with the classes it includes."""
        if name not in self._open:
            words = self.classes.get(name)
            if not isinstance(words, str):
                raise PhraseError(f"<{name}> is not a class of words in this file")
            found: set[str] = set()
            for word in words.split():
                found |= self.words(word[1:-1]) if word.startswith("<") else {word}
            self._open[name] = frozenset(found)
        return self._open[name]

    def _tree(self, source: str) -> "list[_Tree]":
        pieces = _PIECE.findall(source)
        tree, rest = self._sequence(pieces, 0, source)
        if rest != len(pieces):
            raise PhraseError(f"'{source}': a bracket is closed that was not opened")
        return tree

    def _sequence(self, pieces: list[str], at: int, source: str) -> "tuple[list[_Tree], int]":
        items: list[_Tree] = []
        while at < len(pieces) and pieces[at] not in ("]", ")", "|"):
            piece = pieces[at]
            at += 1
            if piece in ("[", "("):
                ways, at = self._ways(pieces, at, "]" if piece == "[" else ")", source)
                items.append(self._fork(ways) if piece == "(" else _Tree("may", ways=ways))
            elif piece.startswith(".."):
                items.append(_Tree("gap", int(piece[2:] or 3)))
            elif piece.startswith("!"):
                items.append(_Tree("not", self._bit(piece[1:])))
            elif piece.startswith("<") and not isinstance(group := self.classes.get(piece[1:-1], ""), str):
                items.append(self._fork([self._tree(way) for way in group]))
            else:
                items.append(_Tree("word", self._bit(piece)))
        return items, at

    def _ways(self, pieces: list[str], at: int, closing: str, source: str) -> "tuple[list[list[_Tree]], int]":
        ways = []
        while True:
            way, at = self._sequence(pieces, at, source)
            ways.append(way)
            if at >= len(pieces) or pieces[at] not in ("|", closing):
                raise PhraseError(f"'{source}': a bracket is not closed")
            at += 1
            if pieces[at - 1] == closing:
                return ways, at

    def _bit(self, piece: str) -> Classes:
        return self.lexicon.bit(self.words(piece[1:-1]) if piece.startswith("<") else {piece})

    def _fork(self, ways: "list[list[_Tree]]") -> "_Tree":
        """Several ways; single words among them become one class, which is quicker to try."""
        single = [way[0].value for way in ways if len(way) == 1 and way[0].kind == "word"]
        longer = [way for way in ways if not (len(way) == 1 and way[0].kind == "word")]
        if not single:
            return _Tree("one", ways=ways)
        word = _Tree("word", self._together(single))
        return _Tree("one", ways=[*longer, [word]]) if longer else word

    def _together(self, bits: Iterable[Classes]) -> Classes:
        return self.lexicon.bit(frozenset().union(*(self.lexicon.words(bit) for bit in bits)))

    def _needs(self, items: "Sequence[_Tree]") -> list[Classes]:
        """Classes that a sentence must hold. Of a fork: one class with the most telling word of each way."""
        needs: list[Classes] = []
        for item in items:
            if item.kind == "word":
                needs.append(item.value)
            elif item.kind == "one":
                of_ways = [self._needs(way) for way in item.ways]
                if all(of_ways):
                    needs.append(self._together(max(way, key=self._telling) for way in of_ways))
        return needs

    def _telling(self, bit: Classes) -> int:
        """Length of the shortest word of a class: the longer, the rarer."""
        return min(map(len, self.lexicon.words(bit)))


@dataclass(slots=True)
class _Tree:
    kind: str
    value: int = 0
    ways: "list[list[_Tree]]" = field(default_factory=list)


def _link(items: Sequence[_Tree], after: _Node) -> _Node:
    for item in reversed(items):
        if item.kind in ("one", "may"):
            ways = [_link(way, after) for way in item.ways]
            after = _Node("fork", ways=tuple(ways if item.kind == "one" else [*ways, after]))
        else:
            after = _Node(item.kind, item.value, after)
    return after
