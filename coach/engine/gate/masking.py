"""Replaces names of people in what is sent, and puts them back into what returns (promise P36).

A help, not a guarantee: it knows the people who are listed, with their other names, and no nicknames, no
inflected forms of a language that changes names at the end, no letters of another script that look alike, and
no company or product. The person sees the result before it goes.

What is replaced is the whole run of letters and digits around a name, so that 'Minas', 'mina2' and
'minakovac@example.org' leave nothing behind. Every way of writing has a placeholder of its own (P1, P1b for
the same person), so that what comes back is exactly what stood there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from string import ascii_uppercase
from typing import Any, Final

from coach.engine.gate.common_names import ALSO_WORDS, PARTICLES

_JOINTS = r"[\s\-_.'’·]*"
"""What may stand, or be left out, between the parts of a name."""
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|www\.|\.\w{2,}/", re.IGNORECASE)
"""What makes a run without spaces a web or mail address, or a handle."""
_LETTERS = "bcdefghijklmnopqrtuvwxyz"
"""Tell ways of writing one name apart; without s, which a reply may add as an ending."""
_WRAPS: Final = (("<", ">"), ("[", "]"), ("{", "}"), ("`", "`"))
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


class Mask:
    """The names of one request and their placeholders. Stays on this machine."""

    def __init__(self, people: Mapping[str, Sequence[str]], texts: Sequence[str]) -> None:
        """Find out what to look for, and a letter for placeholders that is in none of the texts.

        Args:
            people: for each person the name and other names they go by.
            texts: everything that will be sent.
        """
        self._names = _Names(people)
        self._prefix = self._free_prefix(texts)
        self._of_form: dict[str, str] = {}
        self._counted: dict[str, int] = {}
        self._wrapped: set[str] = set()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What was replaced by what, in the order of the text."""
        return tuple(self._of_form.items())

    def mask(self, text: str, *, own_words: bool = True) -> str:
        """The text with every listed name replaced.

        Args:
            own_words: the text holds a person's words: in a line without any capital letter, names that are
            also words are replaced too, for there the case says nothing.
        """
        parts: list[str] = []
        at = 0
        for start, end, person in self._names.found(text, own_words=own_words):
            parts += [text[at:start], self._placeholder(text[start:end], person)]
            at = end
        masked = "".join([*parts, text[at:]])
        self._wrapped.update(
            before + placeholder + after
            for placeholder in self._of_form.values()
            for before, after in _WRAPS
            if before + placeholder + after in masked
        )
        return masked

    def restore(self, text: str) -> str:
        """Put the names back, also where a reply changed the case or wrote a placeholder in brackets."""
        forms = {placeholder.lower(): form for form, placeholder in self._of_form.items()}
        if not forms:
            return text
        either = "|".join(
            re.escape(self._prefix) + "[-_]?" + re.escape(one[len(self._prefix) :])
            for one in sorted(forms, key=len, reverse=True)
        )
        pattern = (
            rf"(?P<open>[<\[{{`]?)(?<![A-Za-z0-9_])(?P<it>{either})(?P<s>s?)"
            r"(?![A-Za-z0-9_])(?P<close>[>\]}`]?)"
        )

        def put_back(match: re.Match[str]) -> str:
            form = forms[re.sub("[-_]", "", match["it"]).lower()]
            whole = match[0]
            if (match["open"], match["close"]) in _WRAPS and whole not in self._wrapped:
                return form + match["s"]
            return match["open"] + form + match["s"] + match["close"]

        return re.sub(pattern, put_back, text, flags=re.IGNORECASE | re.ASCII)

    def restore_value(self, value: Any) -> Any:
        """The same in every string of a JSON value; keys are the program's own and stay."""
        if isinstance(value, str):
            return self.restore(value)
        if isinstance(value, list):
            return [self.restore_value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.restore_value(one) for key, one in value.items()}
        return value

    def _placeholder(self, form: str, person: str) -> str:
        if form not in self._of_form:
            number = list(dict.fromkeys([*self._counted, person])).index(person) + 1
            nth = self._counted.get(person, 0)
            self._counted[person] = nth + 1
            self._of_form[form] = f"{self._prefix}{number}{_suffix(nth)}"
        return self._of_form[form]

    def _free_prefix(self, texts: Sequence[str]) -> str:
        together = "\n".join(texts)
        for prefix in _prefixes():
            taken = re.search(rf"(?<![A-Za-z0-9_]){prefix}[-_]?[0-9]", together, re.IGNORECASE | re.ASCII)
            if not taken and not self._names.holds(f"{prefix}1 {prefix}1b"):
                return prefix
        raise AssertionError("prefixes never end")


def _prefixes() -> Iterator[str]:
    for length in range(1, 10):
        first = "PNQXZ" if length == 1 else ascii_uppercase
        for letters in product(first, *([ascii_uppercase] * (length - 1))):
            yield "".join(letters)


def _suffix(nth: int) -> str:
    if nth == 0:
        return ""
    rest, last = divmod(nth - 1, len(_LETTERS))
    return _suffix(rest) + _LETTERS[last]


class _Names:
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
    """Runs that overlap as one; the person is the one of the longest."""
    found: list[tuple[int, int, str]] = []
    for start, end, person in sorted(taken, key=lambda one: (one[0], -one[1])):
        if found and start < found[-1][1]:
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
