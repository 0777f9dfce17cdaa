"""Which words a phrase needs: by this most texts are settled without reading a single phrase.

An index is made once from all files and then kept as JSON: reading and compiling the files costs 200 ms,
which a quick note must not pay (design, section 7). A phrase is known by its number, cues first, each with
the sets of words it needs; it is compiled when a sentence holds a word of every one of them.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.engine.safety.files import FILES, LANGUAGES, Mistake, Place, check_shape
from coach.engine.safety.notice import KINDS, STRENGTHS
from coach.engine.safety.vocabulary import Vocabulary
from coach.engine.safety.words import fold

if TYPE_CHECKING:
    from coach.engine.safety.phrases import Compiler, Phrase

SHAPE = 5
"""Raised when the meaning of what is kept changes."""
SEXUAL = ("x_intimate", "x_sexual", "x_naked", "x_grope", "x_kiss")
"""Classes that tell whether something sexual is named."""


class Group(NamedTuple):
    """Phrases in a row that mean alike."""

    language: str
    part: str
    """`cue`, `sayings`, `frames`, `doubts` or `about`."""
    kind: str
    """Of a cue or an `about`; `all` and "" where it is not tied to one."""
    strength: str
    """Of a cue."""
    first: int
    end: int


class Index:
    """The needs of all phrases, and the phrases themselves where they are wanted."""

    def __init__(self, needs: Mapping[str, Any], phrases: Mapping[str, Any] | None = None) -> None:
        """Take up what `build` made, or what was kept of it.

        Args:
            needs: for every text.
            phrases: for texts that may hold one; `phrases` may be given later.
        """
        self.vocabulary = Vocabulary.of(needs["vocabulary"])
        self.common = {name: frozenset(words.split()) for name, words in needs["common"].items()}
        self.cues: int = needs["cues"]
        """Phrases with a smaller number are cues."""
        # Numbers stay text until they are wanted: making thousands of lists costs more than the look itself.
        self._telling: list[str] = needs["telling"].split(" ")
        self._needs: list[str] = needs["needs"].split(" ")
        self._members = dict(zip(needs["words"].split(" "), needs["members"].split(" "), strict=True))
        self._groups = [Group(*group) for group in needs["groups"]]
        """In order of their numbers."""
        self._ends = [group.end for group in self._groups]
        self._read: dict[str, tuple[int, ...]] = {}
        self._value = phrases
        self._compiled: dict[int, Phrase] = {}
        self._compilers: dict[str, Compiler] = {}

    @property
    def whole(self) -> bool:
        """Whether the phrases are at hand."""
        return self._value is not None

    def take_phrases(self, phrases: Mapping[str, Any]) -> None:
        """Take up the second half."""
        self._value = phrases

    @property
    def replies(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Words and resources, which are kept beside the phrases."""
        assert self._value is not None
        words, resources = self._value["replies"]
        return words, resources

    def sets(self, forms: Iterable[str]) -> set[int]:
        """The sets of words that any of these forms belongs to."""
        found: set[int] = set()
        for form in forms:
            if kept := self._members.get(form):
                found.update(self._numbers(kept))
        return found

    def possible(self, sets: set[int]) -> list[int]:
        """Numbers of the phrases whose every need is met, in order."""
        telling, needs, numbers = self._telling, self._needs, self._numbers
        return sorted(
            number
            for one in sets
            if one < len(telling)
            for number in numbers(telling[one])
            if sets.issuperset(numbers(needs[number]))
        )

    def _numbers(self, text: str) -> tuple[int, ...]:
        """`1,2,3`, read once."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = tuple(map(int, text.split(",")))
        return found

    def group(self, number: int) -> Group:
        """What a phrase is for."""
        return self._groups[bisect_right(self._ends, number)]

    def phrase(self, number: int) -> "Phrase":
        """The phrase, compiled at its first use."""
        found = self._compiled.get(number)
        if found is None:
            assert self._value is not None
            compiler = self.compiler(self.group(number).language)
            found = self._compiled[number] = compiler.phrase(self._value["sources"][number])
        return found

    def compiler(self, language: str) -> "Compiler":
        """Reads phrases and classes of a language."""
        from coach.engine.safety.phrases import Compiler

        if language not in self._compilers:
            assert self._value is not None
            self._compilers[language] = Compiler(self.vocabulary, self._value["classes"][language])
        return self._compilers[language]


def build(contents: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two halves of an index as JSON values.

    Args:
        contents: file name, e.g. "safety/en.yaml", to what it holds; shared cues go with every language.

    Raises:
        Mistake: something in a file cannot be used.
    """
    from coach.engine.safety.phrases import Compiler, Phrase, PhraseError

    for name, content in contents.items():
        check_shape(name, content)
    languages = [name for name in LANGUAGES if f"safety/{name}.yaml" in contents]
    vocabulary = Vocabulary()
    compilers = {name: Compiler(vocabulary, contents[f"safety/{name}.yaml"]["classes"]) for name in languages}
    groups: list[Group] = []
    phrases: list[Phrase] = []
    cues = 0
    for language, file, part, kind, strength, place, sources in _all_sources(contents, languages):
        first = len(phrases)
        for number, source in enumerate(sources):
            try:
                phrases.append(compilers[language].phrase(source))
            except PhraseError as error:
                raise Mistake(file, (*place, number), str(error)) from error
        groups.append(Group(language, part, kind, strength, first, len(phrases)))
        cues = len(phrases) if part == "cue" else cues
    for language in languages:
        content = contents[f"safety/{language}.yaml"]
        vocabulary.never_a_typo(str(content.get("unlike") or "").split())
        for name in SEXUAL if "safety/shared.yaml" in contents else ():
            try:
                compilers[language].words(name)
            except PhraseError as error:
                raise Mistake(f"safety/{language}.yaml", ("classes",), str(error)) from error
    needs = {
        "vocabulary": vocabulary.to_value(),
        "common": {
            name: " ".join(sorted(set(fold(contents[f"safety/{name}.yaml"]["common"]).split())))
            for name in languages
        },
        "cues": cues,
        "groups": [list(group) for group in groups],
        **_needs(phrases),
    }
    return needs, {
        "classes": {name: dict(contents[f"safety/{name}.yaml"]["classes"]) for name in languages},
        "sources": [phrase.source for phrase in phrases],
    }


def first_mistake(file: str, content: Any, built_in: Callable[[str], Any]) -> Mistake | None:
    """What is wrong with a file beside the built-in ones; None where it can be used or is none of FILES."""
    if file not in FILES:
        return None
    name = file.removeprefix("safety/").removesuffix(".yaml")
    languages = [f"safety/{one}.yaml" for one in LANGUAGES]
    beside = {"shared": languages, "replies": [], "resources": []}.get(name, ["safety/shared.yaml"])
    try:
        build({**{one: built_in(one) for one in beside}, file: content})
    except Mistake as mistake:
        if mistake.file == file:
            return mistake
        return Mistake(file, ("classes",), f"{mistake.what}, and {mistake.file} needs it")
    return None


def usable(own: Mapping[str, Any], built_in: Mapping[str, Any]) -> dict[str, Any]:
    """The files with the built-in one for each that cannot be used; all built-in where they do not fit."""
    chosen = {
        name: built_in[name]
        if content != built_in[name] and first_mistake(name, content, built_in.__getitem__)
        else content
        for name, content in own.items()
    }
    try:
        build(chosen)
    except Mistake:
        return dict(built_in)
    return chosen


_Sources = tuple[str, str, str, str, str, Place, list[str]]


def _all_sources(contents: Mapping[str, Any], languages: list[str]) -> Iterator[_Sources]:
    """Language, file, part, kind, strength, place and phrases; all cues before all that is harmless."""
    for language in languages:
        for file in (f"safety/{language}.yaml", "safety/shared.yaml"):
            cues = contents.get(file, {"cues": {}})["cues"]
            for kind in KINDS:
                for strength in STRENGTHS:
                    sources = (cues.get(kind) or {}).get(strength) or []
                    yield language, file, "cue", kind, strength, ("cues", kind, strength), sources
    for language in languages:
        file = f"safety/{language}.yaml"
        content = contents[file]
        for part in ("sayings", "frames"):
            sources = content["harmless"].get(part) or []
            yield language, file, part, "", "", ("harmless", part), sources
        for kind, sources in (content["harmless"].get("about") or {}).items():
            yield language, file, "about", kind, "", ("harmless", "about", kind), sources or []
        yield language, file, "doubts", "", "", ("doubts",), content.get("doubts") or []


def _needs(phrases: "list[Phrase]") -> dict[str, Any]:
    """The sets of words that phrases need, by number; those that tell most have the smallest numbers."""
    numbers: dict[frozenset[str], int] = {}
    for phrase in phrases:
        numbers.setdefault(phrase.telling, len(numbers))
    telling: list[list[int]] = [[] for _ in numbers]
    needs: list[list[int]] = []
    for number, phrase in enumerate(phrases):
        telling[numbers[phrase.telling]].append(number)
        needs.append([numbers.setdefault(need, len(numbers)) for need in phrase.needs])
    members: dict[str, list[int]] = {}
    for words, number in numbers.items():
        for word in words:
            members.setdefault(word, []).append(number)
    return {
        "telling": " ".join(map(_text, telling)),
        "needs": " ".join(map(_text, needs)),
        "words": " ".join(members),
        "members": " ".join(map(_text, members.values())),
    }


def _text(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def packed(value: Any, mark: str) -> bytes:
    """A value as bytes that say for which state of the files they were made, and whether they are whole."""
    from zlib import crc32

    body = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    return f"{SHAPE} {crc32(body)} {mark}\n".encode() + body


def unpacked(content: bytes | None, mark: str) -> Any | None:
    """What `packed` made; None where it is of another state, damaged or missing."""
    from zlib import crc32

    if content is None:
        return None
    head, _, body = content.partition(b"\n")
    if head != f"{SHAPE} {crc32(body)} {mark}".encode():
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
