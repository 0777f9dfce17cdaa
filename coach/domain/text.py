"""Comparing and reading people's words: case, accents, names after `@`, tags after `#`."""

import re
import unicodedata
from typing import NamedTuple

_MENTION = re.compile(r"(?<![\w@/.])@(?:\"([^\"\n]{1,60})\"|([^\W\d_][\w'’.-]*))")
_TAG = re.compile(r"(?<![\w&/#])#([^\W\d_][\w-]*)")
_WORD = re.compile(r"\w[\w'’-]*")


def fold(text: str) -> str:
    """The text as it is compared: without case, accents and doubled spaces ('Zoë ' and 'zoe' are one)."""
    if text.isascii():
        return " ".join(text.lower().split())
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(bare.split())


class Marks(NamedTuple):
    """What a text names: people after `@`, tags after `#`, each once, in order."""

    names: tuple[str, ...]
    """As typed, without the sign; a possessive ending is taken off. Two words need quotes: @"Ana Sousa"."""
    tags: tuple[str, ...]
    """In lower case, without the sign. A number alone (#12) is no tag."""


def marks(text: str) -> Marks:
    """Find names and tags in a text. Addresses (a@b.c) and parts of links are left alone."""
    names: dict[str, str] = {}
    for quoted, plain in _MENTION.findall(text) if "@" in text else ():
        name = quoted.strip() or plain.rstrip(".'’-")
        name = re.sub(r"['’]s$", "", name)
        if name:
            names.setdefault(fold(name), name)
    tags = dict.fromkeys(tag.lower().rstrip("-") for tag in _TAG.findall(text)) if "#" in text else {}
    return Marks(tuple(names.values()), tuple(tags))


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))
