"""What a sentence about a theme states: numbers, days, names, trends, certainty. Reads English."""

import re
from dataclasses import dataclass
from typing import Final

from coach.engine.themes.view import Trend
from coach.engine.themes.words import WordLists

_WORDS: Final = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twice": 2, "thrice": 3,
}  # fmt: skip
"""Without "one", which is seldom a number."""
_NUMBER: Final = re.compile(rf"\b(?:\d+(?:[.,]\d+)*|{'|'.join(_WORDS)})\b", re.IGNORECASE)
_ONE: Final = r"(\d+|one|once|" + "|".join(_WORDS) + r")"
_WHAT: Final = (
    r"(?:\w+\s+){0,2}?(?:entr(?:y|ies)|notes?|times|occasions|sessions|of\s+(?:them|these|your)"
    r"|in\s+the\s+\w+\s+half)"
)
_COUNT: Final = re.compile(
    rf"(?<!of )\b{_ONE}\s+{_WHAT}\b|\b(?:in|up in|appears in)\s+{_ONE}\b(?=\s+of\b)|\b(twice|once)\b",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(rf"\bof\s+(?:the\s+|your\s+|all\s+)?{_ONE}\b", re.IGNORECASE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR: Final = r"(?:,?\s+(?P<y>\d{4})\b)?"
_DAYS: Final = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH}){_YEAR}", re.IGNORECASE),
    re.compile(rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}", re.IGNORECASE),
)
_TRENDS: Final[tuple[tuple[Trend, re.Pattern[str]], ...]] = (
    (
        "rising",
        re.compile(
            r"\b(?:ris(?:e|es|ing|en)|growing|grows|increas\w+|up lately|intensif\w+"
            r"|more (?:often|and more|frequent\w*|of it lately))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "fading",
        re.compile(
            r"\b(?:fad(?:e|es|ing|ed)|declin\w+|decreas\w+|rarer|dwindl\w+|shrink\w*|disappear\w*"
            r"|less (?:often|and less|frequent\w*|of it lately)|stopped coming up)\b",
            re.IGNORECASE,
        ),
    ),
    ("steady", re.compile(r"\b(?:steady|steadily|stable|as often as|evenly|all along)\b", re.IGNORECASE)),
)
_CERTAIN: Final = re.compile(
    r"\byou(?:'re| are| were| have been| always| never| can(?:no|')t| tend| must| should| ought| need to"
    r"| have to|r (?:problem|weakness|personality|character|fault)\b)"
    r"|\b(?:always|never|clearly|obviously|certainly|definitely|undoubtedly|without doubt|surely|proves?"
    r"|proof|typical(?:ly)? of you|everyone knows|try to|consider|make sure|remember to"
    r"|it is (?:vital|important|essential))\b",
    re.IGNORECASE,
)
_CAPITAL: Final = re.compile(r"(?<![.!?…:]\s)(?<!^)(?<=\s)([A-ZÀ-Þ][\wà-ÿ]*(?:['’-]\w+)*)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day a sentence names; the year may be missing."""

    month: int
    day: int
    year: int | None

    def fits(self, iso: str) -> bool:
        """Whether an ISO day is this one."""
        year, month, day = (int(part) for part in iso.split("-")) if iso else (0, 0, 0)
        return (month, day) == (self.month, self.day) and self.year in (None, year)


def days_said(text: str) -> tuple[list[Day], str]:
    """The days a sentence names, and the sentence without them."""
    days: list[Day] = []
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            month = found["m"][:3].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
            days.append(Day(number, int(found["d"]), int(found["y"]) if found["y"] else None))
        text = pattern.sub(" ", text)
    return days, text


def _value(word: str) -> int | float:
    low = word.lower()
    if low in ("one", "once"):
        return 1
    if low in _WORDS:
        return _WORDS[low]
    digits = low.replace(",", "")
    return float(digits) if "." in digits and digits.count(".") == 1 else int(digits.replace(".", ""))


def numbers_said(text: str) -> set[int | float]:
    """Every number in a text, in digits or (up to twenty) in words; "one" alone is no number."""
    return {_value(found[0]) for found in _NUMBER.finditer(text)}


def counted(text: str) -> tuple[set[int | float], set[int | float], set[int | float]]:
    """Counts of entries a sentence states, totals they are out of, and its other numbers."""
    counts = {_value(next(group for group in found.groups() if group)) for found in _COUNT.finditer(text)}
    totals = {_value(found[1]) for found in _TOTAL.finditer(text)}
    return counts, totals, numbers_said(text) - counts - totals


def trends_said(text: str) -> set[Trend | None]:
    """Which trends a sentence claims."""
    return {trend for trend, pattern in _TRENDS if pattern.search(text)}


def certain(text: str) -> bool:
    """Whether a sentence judges, generalises or advises (rubric T6)."""
    return bool(_CERTAIN.search(text.replace("’", "'")))


def names_said(text: str, lists: WordLists) -> list[str]:
    """Names in a sentence: capitals where none is needed, days and months left out."""
    found = (match[1].split("'")[0].split("’")[0] for match in _CAPITAL.finditer(text))
    return [name for name in found if name.lower() not in lists.stop]
