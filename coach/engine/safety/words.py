"""From raw text to sentences of plain words, so that spelling habits do not hide a meaning.

Case, accents, apostrophes, invisible characters, stretched letters ("sooo"), digits for letters ("k1ll") and
line breaks inside a sentence make no difference afterwards. Knows no language and no cue.
"""

import re
import unicodedata

Sentence = list[str]

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07]")
_ENGLISH_ENDING = re.compile(r"'(?=(?:t|s|m|d|re|ve|ll)\b)")
"""Dropped, so that don't and dont are one word; any other apostrophe parts words (j'ai, l'homme)."""
_PAUSE = re.compile(r"\.{2,}|…")
_SENTENCE_END = re.compile(r"[.?;]+|!+(?![a-z])|\n\s*(?:\n|[-*•#>]|\d+[.)])")
_WORD = re.compile(r"[a-z0-9]+(?:[@$!*+][a-z0-9]+)*")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SYMBOL_FOR_LETTER = str.maketrans("013457@$!+", "oieastasit")
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """The text in lower case without accents, invisible characters and curly apostrophes."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    if not text.isascii():
        text = _APOSTROPHES.sub("'", text).translate(_LATIN)
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return text


def sentences(text: str) -> list[Sentence]:
    """The words of each sentence. A line break alone does not end one; a list item begins a new one."""
    folded = _PAUSE.sub(" ", _ENGLISH_ENDING.sub("", fold(text)))
    found = (
        [_plain(word) for word in _WORD.findall(part)]
        for part in _SENTENCE_END.split(folded)
        if not part.isspace()
    )
    return [words for words in found if words]


def _plain(word: str) -> str:
    if word.isalpha():
        return _STRETCHED.sub(r"\1\1", word)
    if word.isdigit():
        return word
    return word if "*" in word else word.translate(_SYMBOL_FOR_LETTER)
