"""What the files of prompts/safety must look like, and where the first mistake in one stands.

Knows shapes only; whether a phrase can be read is for the index to find out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from coach.engine.safety.notice import KINDS, STRENGTHS

LANGUAGES = ("en", "de", "fr", "es", "pt")
"""Languages with a cue file and words of their own (issue 2, section 4)."""
FILES = tuple(f"safety/{name}.yaml" for name in (*LANGUAGES, "shared", "replies", "resources"))
"""Everything the check reads."""

Place = tuple[str | int, ...]
"""The way to a value in a file: keys and list positions from the top."""


class Mistake(ValueError):
    """Something in a file that cannot be used."""

    def __init__(self, file: str, place: Place, what: str) -> None:
        super().__init__(f"{file}: {what}")
        self.file = file
        self.place = place
        self.what = what


def check_shape(file: str, content: Any) -> None:
    """Raise Mistake where `content` of one of FILES has not the shape that the check needs."""
    shape = _Shape(file)
    whole = shape.mapping((), content)
    name = file.removeprefix("safety/").removesuffix(".yaml")
    if name == "resources":
        _resources(shape, whole)
    elif name == "replies":
        _replies(shape, whole)
    elif name == "shared":
        _cues(shape, shape.mapping(("cues",), whole.get("cues")))
    else:
        _language(shape, whole)


class _Shape:
    """Looks at one file; every look names the place."""

    def __init__(self, file: str) -> None:
        self.file = file

    def wrong(self, place: Place, what: str) -> Mistake:
        return Mistake(self.file, place, what)

    def mapping(self, place: Place, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.wrong(place, "names with values belong here")
        return value

    def text(self, place: Place, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(place, "a text belongs here")
        return value

    def texts(self, place: Place, value: Any) -> None:
        """A list of texts, or nothing."""
        if value is None:
            return
        if not isinstance(value, list):
            raise self.wrong(place, "a list belongs here")
        for number, one in enumerate(value):
            self.text((*place, number), one)

    def known(self, place: Place, value: Mapping[str, Any], names: Iterable[str]) -> None:
        names = tuple(names)
        for name in value:
            if name not in names:
                raise self.wrong((*place, name), f"“{name}” is not known here; there are {', '.join(names)}")


def _language(shape: _Shape, whole: Mapping[str, Any]) -> None:
    parts = ("language", "version", "common", "classes", "cues", "harmless", "doubts", "unlike")
    shape.known((), whole, parts)
    shape.text(("common",), whole.get("common"))
    for name, words in shape.mapping(("classes",), whole.get("classes")).items():
        if isinstance(words, list):
            shape.texts(("classes", name), words)
        else:
            shape.text(("classes", name), words)
    _cues(shape, shape.mapping(("cues",), whole.get("cues")))
    harmless = shape.mapping(("harmless",), whole.get("harmless"))
    shape.known(("harmless",), harmless, ("sayings", "frames", "about"))
    shape.texts(("harmless", "sayings"), harmless.get("sayings"))
    shape.texts(("harmless", "frames"), harmless.get("frames"))
    about = shape.mapping(("harmless", "about"), harmless.get("about") or {})
    shape.known(("harmless", "about"), about, ("all", *KINDS))
    for kind, phrases in about.items():
        shape.texts(("harmless", "about", kind), phrases)
    shape.texts(("doubts",), whole.get("doubts"))
    if whole.get("unlike") is not None:
        shape.text(("unlike",), whole["unlike"])


def _cues(shape: _Shape, cues: Mapping[str, Any]) -> None:
    shape.known(("cues",), cues, KINDS)
    for kind, groups in cues.items():
        if groups is None:
            continue
        shape.known(("cues", kind), shape.mapping(("cues", kind), groups), STRENGTHS)
        for strength, phrases in groups.items():
            shape.texts(("cues", kind, strength), phrases)


def _replies(shape: _Shape, whole: Mapping[str, Any]) -> None:
    for language in LANGUAGES:
        words = shape.mapping((language,), whole.get(language))
        for name in ("emergency", "program", "session", "kept", "asked"):
            shape.text((language, name), words.get(name))
        for name in ("certain", "uncertain", "turn_to"):
            of_kinds = shape.mapping((language, name), words.get(name))
            for kind in KINDS:
                said = shape.text((language, name, kind), of_kinds.get(kind))
                if name == "turn_to" and "{" in said.replace("{emergency}", ""):
                    raise shape.wrong((language, name, kind), "only {emergency} may stand in braces")


def _resources(shape: _Shape, whole: Mapping[str, Any]) -> None:
    countries = shape.mapping(("countries",), whole.get("countries"))
    for country, content in countries.items():
        about = shape.mapping(("countries", country), content)
        shape.text(("countries", country, "emergency"), about.get("emergency"))
        _lines(shape, ("countries", country, "lines"), about.get("lines"))
    _lines(shape, ("everywhere",), whole.get("everywhere"))
    by_language = shape.mapping(("languages",), whole.get("languages"))
    for language in LANGUAGES:
        shape.texts(("languages", language), by_language.get(language) or [])
        for number, country in enumerate(by_language.get(language) or ()):
            if country not in countries:
                raise shape.wrong(("languages", language, number), f"there is no country “{country}”")


def _lines(shape: _Shape, place: Place, lines: Any) -> None:
    if not isinstance(lines, list):
        raise shape.wrong(place, "a list belongs here")
    for number, value in enumerate(lines):
        here = (*place, number)
        line = shape.mapping(here, value)
        for name in ("name", "contact"):
            if not str(line.get(name) or "").strip():
                raise shape.wrong((*here, name), "a text belongs here")
        kinds = line.get("for")
        if not isinstance(kinds, list) or not kinds:
            raise shape.wrong((*here, "for"), "a list of kinds belongs here")
        for kind in kinds:
            if kind not in (*KINDS, "sexual"):
                raise shape.wrong((*here, "for"), f"“{kind}” is no kind of notice")
