"""Finds listed names in a text: whatever their case, accents, endings, joints, and inside addresses (P36).

`docs/privacy.md` says what it cannot find.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from coach.engine.gate.common_names import ALSO_WORDS, PARTICLES

_JOINTS = r"[\s\-_.'’·]*"
"""What may stand, or be left out, between the parts of a name."""
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|www\.|\.\w{2,}/", re.IGNORECASE)
"""What makes a run without spaces a web or mail address, or a handle."""
_APART: Final = {
    **{ord(a): b for a, b in zip("øłđıħŧ", "oldiht", strict=True)},
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
    ord("ð"): "d",
    0x200D: "",
    0xAD: "",
}
_UMLAUTS: Final = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("å"): "aa", ord("ø"): "oe"}


class Names:
    """Where listed names stand in a text."""

    def __init__(self, people: Mapping[str, Sequence[str]]) -> None:
        whole: dict[tuple[str, ...], str] = {}
        parts: dict[tuple[str, ...], str] = {}
        for person, names in people.items():
            for name in names:
                for variant in _variants(name):
                    pieces = _pieces(variant)
                    if not pieces:
                        continue
                    whole.setdefault(pieces, person)
                    for piece in pieces:
                        if len(piece) > 1 and piece not in PARTICLES:
                            parts.setdefault((piece,), person)
        # Whoever goes by one name alone comes before those of whom it is a part.
        self._person_of = {**parts, **whole}

    def holds(self, text: str) -> bool:
        """Whether any name is in the text."""
        return next(iter(self.found(text, own_words=False)), None) is not None

    def found(self, text: str, *, own_words: bool) -> list[tuple[int, int, str]]:
        """Start, end and person of every run of letters with a name in it, from left to right, none twice."""
        folded, origin = _folded(text)
        addresses = [word.span() for word in _WORD.finditer(text) if _ADDRESS.search(word[0])]
        lines = _lower_lines(text) if own_words else []
        taken: list[tuple[int, int, str]] = []
        for pieces, person in self._person_of.items():
            if pieces[0] not in folded:
                continue
            doubtful = _is_doubtful(pieces)
            for match in re.finditer(_JOINTS.join(map(re.escape, pieces)), folded):
                start, end = origin[match.start()], origin[match.end() - 1] + 1
                inside = any(a <= start and end <= b for a, b in addresses)
                if not _stands_alone(text, start, end) and not (inside and len(match[0]) >= 3):
                    continue
                if doubtful and not (
                    _written_as_name(text, start, end) or inside or any(a <= start < b for a, b in lines)
                ):
                    continue
                taken.append((*_run(text, start, end), person))
        return _joined(taken)


def _joined(taken: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Runs that overlap or touch as one, so that placeholders stand apart; the person is the longest's."""
    found: list[tuple[int, int, str]] = []
    for start, end, person in sorted(taken, key=lambda one: (one[0], -one[1])):
        if found and start <= found[-1][1]:
            before = found[-1]
            keep = before[2] if before[1] - before[0] >= end - start else person
            found[-1] = (before[0], max(before[1], end), keep)
        else:
            found.append((start, end, person))
    return found


def _variants(name: str) -> list[str]:
    """A name as it is looked for: without case and accents, and with ae, oe, ue for umlauts."""
    spread = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    return list(dict.fromkeys([_folded(name)[0], _folded(spread)[0]]))


def _pieces(name: str) -> tuple[str, ...]:
    """The parts of a folded name: what stands between blanks, hyphens, dots and the like."""
    return tuple("".join(one if one.isalnum() or _is_mark(one) else " " for one in name).split())


def _is_mark(letter: str) -> bool:
    """Whether it belongs to the letter before it: an accent, or a vowel sign of an Indian or Thai script."""
    return unicodedata.category(letter)[0] == "M"


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its letters the place it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        spread = unicodedata.normalize("NFKD", letter.casefold()).translate(_APART)
        for one in spread:
            if not unicodedata.combining(one):
                letters.append(one)
                origin.append(place)
    return "".join(letters), origin


def _is_doubtful(pieces: tuple[str, ...]) -> bool:
    """Whether the name is also a word, or so short that it may be one."""
    plain = "".join(pieces)
    return (len(plain) <= 2 and not _unspaced(plain[0])) or (len(pieces) == 1 and plain in ALSO_WORDS)


def _unspaced(letter: str) -> bool:
    """Whether the letter is of a script that puts no spaces between words."""
    return bool(letter) and (
        unicodedata.east_asian_width(letter) in "WF"
        or "\u0e00" <= letter <= "\u0eff"
        or "\u1000" <= letter <= "\u109f"
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word goes on at either side. A bare possessive ('Minas') and 'askMina' count as alone."""
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else " "
    goes_on = before.isalpha() and not _unspaced(first) and not _unspaced(before)
    if goes_on and not (before.islower() and first.isupper()):
        return False
    end = _past_marks(text, end)
    after = text[end] if end < len(text) else " "
    if after in "sS" and end - start >= 3 and not (text[end + 1 : end + 2] or " ").isalpha():
        return True
    return not after.isalpha() or _unspaced(last) or _unspaced(after) or (last.islower() and after.isupper())


def _written_as_name(text: str, start: int, end: int) -> bool:
    """A capital letter, an @ before it, or 's behind it."""
    return (
        text[start].isupper()
        or text[start].istitle()
        or text[start - 1 : start] == "@"
        or re.match(r"['’]s\b", text[end : end + 3]) is not None
    )


def _past_marks(text: str, end: int) -> int:
    while end < len(text) and (_is_mark(text[end]) or text[end] in "\u200d\u00ad"):
        end += 1
    return end


def _run(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole run of letters and digits around, so that no rest of a name stays beside a placeholder."""
    while start and _in_run(text[start - 1]):
        start -= 1
    while end < len(text) and _in_run(text[end]):
        end += 1
    return start, end


def _in_run(letter: str) -> bool:
    if _unspaced(letter):
        return False
    return letter.isalnum() or letter in "_\u200d\u00ad" or _is_mark(letter)


def _lower_lines(text: str) -> list[tuple[int, int]]:
    """Lines written without any capital letter, but for an I inside."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        if not any(letter.isupper() for letter in re.sub(r"(?<=\s)I\b", "", line)):
            found.append((at, at + len(line)))
        at += len(line)
    return found
