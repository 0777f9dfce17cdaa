"""Replaces names of people in what is sent, and puts them back into what returns (promise P36).

A help, not a guarantee: it knows the people who are listed, with their other names, and no nicknames, no
inflected forms of a language that changes names at the end, no letters of another script that look alike, and
no company or product. The person sees the result before it goes.

What is replaced is the whole run of letters and digits around a name, so that 'Minas', 'mina2' and
'minakovac@example.org' leave nothing behind. Every way of writing has a placeholder of its own (P1, P1b for
the same person), so that what comes back is exactly what stood there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from string import ascii_uppercase
from typing import Any, Final

from coach.engine.gate.finding import Names

_LETTERS = "bcdefghijklmnopqrtuvwxyz"
"""Tell ways of writing one name apart; without s, which a reply may add as an ending."""
_WRAPS: Final = (("<", ">"), ("[", "]"), ("{", "}"), ("`", "`"))


class Mask:
    """The names of one request and their placeholders. Stays on this machine."""

    def __init__(self, people: Mapping[str, Sequence[str]], texts: Sequence[str]) -> None:
        """Find out what to look for, and a letter for placeholders that is in none of the texts.

        Args:
            people: for each person the name and other names they go by.
            texts: everything that will be sent.
        """
        self._names = Names(people)
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
