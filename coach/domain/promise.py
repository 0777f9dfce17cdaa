"""How a promise is written: its moment, its act, the words for a day. English here, other languages by file.

Nothing is guessed: a form fits as a whole or the text is left as it is. All found pieces are the person's own
letters. `prompts/questions/promises.yaml` holds the words of the other languages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class IfThen(NamedTuple):
    """A promise with its moment (rubric E1)."""

    cue: str
    act: str


class Forms(NamedTuple):
    """The patterns of one language."""

    promises: tuple[re.Pattern[str], ...]
    """Each with the groups `cue` and `act`."""
    will: re.Pattern[str]
    """A sentence in which one says what one will do."""
    keeps: re.Pattern[str]
    """'Before', 'until', 'without' and the like: what follows belongs to the act, and is no moment for it."""
    days: tuple[tuple[re.Pattern[str], str], ...]
    """A pattern, and the day in English; `{n}`, `{unit}` and `{day}` stand for the pattern's groups."""
    numbers: Mapping[str, int]
    units: Mapping[str, str]


class Promises(NamedTuple):
    """The forms of all languages, English first."""

    languages: tuple[Forms, ...]

    def if_then(self, text: str) -> IfThen | None:
        """The moment and the act of 'when X, I will Y', 'I will Y when X' or 'if X then Y', or None."""
        for forms in self.languages:
            for pattern in forms.promises:
                found = pattern.search(text)
                if found and _is_whole(text, found, forms):
                    return IfThen(found["cue"].strip(" ,"), found["act"].strip(" ,"))
        return None

    def is_promised(self, sentence: str) -> bool:
        """Whether the sentence says what one will do."""
        return any(forms.will.search(sentence) for forms in self.languages)

    def days(self, text: str) -> Iterator[str]:
        """Every day that the text names, in English, in the order of the text."""
        found = [
            (hit.start(), -len(hit.group()), _in_english(said, hit, forms))
            for forms in self.languages
            for pattern, said in forms.days
            for hit in pattern.finditer(text)
        ]
        # Of two that begin at one place the longer is meant: "the day after tomorrow", not "tomorrow".
        yield from (english for _, _, english in sorted(found))


def _is_whole(text: str, found: re.Match[str], forms: Forms) -> bool:
    """Whether the two pieces leave out nothing that turns their meaning, so that they may stand for the text.

    "I will count to five before I speak" has no moment; split at "before" it would say the opposite.
    """
    ahead = re.split(r"[.;!?\n]", text[: found.start()])[-1]
    behind = re.split(r"[.;!?\n]", text[found.end() :])[0]
    act_first = found.start("act") < found.start("cue")
    return not (
        forms.keeps.search(ahead)
        or forms.keeps.search(behind)
        or forms.will.search(ahead)
        or (act_first and (forms.keeps.search(found["cue"]) or forms.will.search(found["cue"])))
    )


_NEXT_TIME = r"(?:the\s+)?(?:next|every|each)\s+time"
_WHEN = rf"(?:if|when|whenever|as\s+soon\s+as|once|{_NEXT_TIME}|(?=after\b))"
"""Words that begin a moment. "After" stays with it: "after lunch" is a moment, "lunch" is none."""
_WHEN_BEHIND = (
    r"(?<!\beven\s)(?<!\bonly\s)(?<!\bas\s)(?<!\blook\s)(?<!\bnot\s)"
    rf"(?:if|when|whenever|as\s+soon\s+as|{_NEXT_TIME}"
    r"|once(?!\s+(?:an?|per|this|next|each|every|in|on|at|by|for|with|and|or|more|again|after|before|when|if)\b)"
    r"|(?=after\b))"
)
"""The same behind the act, where "once" may count, and "even if" or "look after" begin no moment."""
_KEEPS = r"\b(?:before|until|till|instead\s+of|rather\s+than|without|unless)\b"
_WILL = r"I(?:['’]ll| will| shall| am going to|['’]m going to)\b"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_ENGLISH = Forms(
    promises=(
        re.compile(
            rf"\b{_WHEN}\s*\b(?P<cue>[^.;\n]{{3,160}}?)\s*,?\s*(?:\bthen\b\s*,?\s*)?(?P<act>{_WILL}[^.;\n]*)",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:if|when|whenever)\s+(?P<cue>[^.;\n]{3,160}?)\s*,?\s+then\s+(?P<act>[^.;\n]{3,})",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?P<act>\b{_WILL}[^.;\n]{{3,200}}?)\s*,?\s+{_WHEN_BEHIND}\s*\b(?P<cue>[^.;,\n]{{3,160}})",
            re.IGNORECASE,
        ),
    ),
    will=re.compile(_WILL, re.IGNORECASE),
    keeps=re.compile(_KEEPS, re.IGNORECASE),
    days=(
        (
            re.compile(
                r"\b(?P<day>\d{4}-\d{2}-\d{2}"
                r"|(?:(?:next|(?:this|coming))\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow"
                rf"|in\s+{_COUNT}\s+(?:day|week)s?|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}"
                rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|end of (?:the |this |next )?(?:week|month)"
                r"|next week)\b",
                re.IGNORECASE,
            ),
            "{day}",
        ),
    ),
    numbers={},
    units={},
)
ENGLISH = Promises((_ENGLISH,))


def read_promises(data: object) -> Promises:
    """English, and the languages of `questions/promises.yaml`. One of another shape is left out."""
    languages = data.get("languages") if isinstance(data, Mapping) else None
    found = [_forms(one) for one in languages.values()] if isinstance(languages, Mapping) else []
    return Promises((_ENGLISH, *(one for one in found if one is not None)))


def _forms(words: Any) -> Forms | None:  # YAML holds anything; what does not fit is left out
    try:
        return Forms(
            promises=tuple(_promises(words)),
            will=re.compile(rf"\b{words['will']}", re.IGNORECASE),
            # An older copy of the file has no such list: then nothing holds a sentence together.
            keeps=_word(_any_of(words["keeps"])) if words.get("keeps") else re.compile(r"(?!)"),
            days=tuple(_days(words)),
            numbers={str(name): int(number) for name, number in words["numbers"].items()},
            units={str(name): str(unit) for name, unit in words["units"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, re.error):
        return None


def _promises(words: Mapping[str, Any]) -> Iterator[re.Pattern[str]]:
    when, then = _any_of(words["when"]), _any_of(words["then"])
    between = rf"\s*,\s*(?:{then}\s*,?\s*)?"
    if not words["comma"]:
        between = rf"(?:{between}|\s+{then}\s+)"
    yield re.compile(
        rf"\b{when}\s*\b(?P<cue>[^.;\n]{{3,160}}?){between}(?P<act>\b{words['act']}[^.;\n]*)",
        re.IGNORECASE,
    )
    yield re.compile(
        rf"(?P<act>\b{words['will']}[^.;\n]{{3,200}}?)\s*,?\s+\b{when}\s*\b(?P<cue>[^.;,\n]{{3,160}})",
        re.IGNORECASE,
    )


def _days(words: Mapping[str, Any]) -> Iterator[tuple[re.Pattern[str], str]]:
    for english, names in zip(_WEEKDAYS, words["weekdays"], strict=True):
        yield _word(_any_of(names)), english
    for english, name in zip(_MONTHS, words["months"], strict=True):
        yield _word(rf"(?P<day>\d{{1,2}})(?:\.|er|º|°)?\s+(?:de\s+)?{name}"), f"{{day}} {english}"
    count, unit = _any_of([*words["numbers"], r"\d{1,3}"]), _any_of(words["units"])
    yield _word(rf"{_any_of(words['ahead'])}\s*(?P<n>{count})\s+(?P<unit>{unit})"), "in {n} {unit}"
    for pattern, english in words["days"]:
        yield _word(rf"(?:{pattern})"), str(english)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)


def _any_of(words: Sequence[str]) -> str:
    """Any of the words or patterns, the longest first; a blank may be several."""
    longest = sorted((str(word) for word in words), key=len, reverse=True)
    return "(?:" + "|".join(word.replace(" ", r"\s+") for word in longest) + ")"


def _in_english(said: str, hit: re.Match[str], forms: Forms) -> str:
    groups = {name: value or "" for name, value in hit.groupdict().items()}
    if "n" in groups:
        groups["n"] = str(forms.numbers.get(groups["n"].casefold(), groups["n"]))
        groups["unit"] = forms.units.get(groups["unit"].casefold(), groups["unit"])
    return said.format(**groups)
