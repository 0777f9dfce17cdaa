"""What sort of text an answer is, before anyone looks for its weight: a week told, a shrug, a command,
code …"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from coach.engine.questions.lexicon import Lexicon
from coach.engine.questions.reading import Reading, Word

Sort = Literal["told", "short", "empty", "hostile", "command", "code"]

_FEW = 5  # rubric D, level 0: under four words of content; five words in all leave nothing to choose from
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_NOISE = re.compile(r"(?:[bcdfghjklmnpqrstvwxz]{3,}|(\w)\1{2,}|asdf\w*|qwert\w*)")  # a hand on the keyboard
_LOG_LINE = re.compile(
    r"^\s*(?:(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d\b|\[\d{4}-|\[\d\d:\d\d|Traceback \(|File \"|at [\w.$]+\("
    r"|\w+(?:Error|Exception):|(?:ERROR|WARN|INFO|DEBUG|FATAL)\b[ :\]]"
    r"|(?:def|class|import|from|return|if|for|while|else|try|except|const|let|var|function)\b"
    r".*[:;({=]\s*$"
    r"|(?:SELECT|INSERT|UPDATE|DELETE) .*(?:FROM|INTO|SET)\b|[$#] \w+ -|[})\];]+\s*$|[+-]{3} \w+/|@@ "
    r"|\w+ = .*[({\[]"
    r"|(?:npm|git|docker|kubectl) (?:-|install|run|push|pull|commit|clone|rebase|apply|logs)\b)"
)


@dataclass(frozen=True, slots=True)
class Nature:
    """The verdict."""

    sort: Sort
    banned: frozenset[int] = frozenset()
    """Sentences that are not the person's week: spoken to the program, or a machine's own words."""


def nature(text: str, reading: Reading, lexicon: Lexicon) -> Nature:
    """Sort an answer. Commands and abuse only count as such where nothing else is left (rubric Q23, S8)."""
    if not reading.words:
        return Nature("code" if reading.machine > 12 else "empty")
    orders, abuse = _spoken_to_program(text, reading, lexicon)
    machine = _machine_lines(text, reading)
    banned = orders | abuse | machine
    left = [word for word in reading.words if word.sentence not in banned]
    content = [word for word in left if not lexicon.has("stop", word.low)]
    if content and all(_NOISE.fullmatch(word.low) for word in content):
        return Nature("empty", banned)
    if banned and (len(left) < 4 or not content):
        if orders:
            return Nature("command", banned)
        return Nature("hostile" if abuse else "code", banned)
    said = " ".join(word.low for word in left)
    if lexicon.has("shrugs", said) or not any(char.isalpha() for char in said):
        return Nature("empty", banned)
    if not content and len(left) <= 8:
        return Nature("empty", banned)
    if len(left) <= _FEW and len(content) < 3 and not _says_something(left, lexicon):
        return Nature("short", banned)
    return Nature("told", banned)


def nearly_empty(text: str, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether an earlier answer, too, left nothing to hold on to (rubric Q22, the second time in a row)."""
    return nature(text, reading, lexicon).sort in ("empty", "short")


def _says_something(words: list[Word], lexicon: Lexicon) -> bool:
    """A short sentence with a subject of its own ("I cried", "It was decided") is told, not shrugged off."""
    if len(words) < 2 or not (
        lexicon.has("subjects", words[0].low) or lexicon.has("determiners", words[0].low)
    ):
        return False
    verbs = words[1:]
    return any(
        lexicon.has("past", word.low) or (len(word.low) > 4 and word.low.endswith("ed")) for word in verbs
    )


def _spoken_to_program(
    text: str, reading: Reading, lexicon: Lexicon
) -> tuple[frozenset[int], frozenset[int]]:
    orders: set[int] = set()
    abuse: set[int] = set()
    patterns = ((lexicon.commands, orders), (lexicon.hostile, abuse))
    for match in _SENTENCE.finditer(text):
        for pattern, found in patterns:
            if pattern is not None and pattern.search(match.group()):
                found.update(_sentences(reading, match.start(), match.end()))
    return frozenset(orders), frozenset(abuse)


def _machine_lines(text: str, reading: Reading) -> frozenset[int]:
    found: set[int] = set()
    place = 0
    for line in text.splitlines(keepends=True):
        if _LOG_LINE.match(line):
            found.update(_sentences(reading, place, place + len(line)))
        place += len(line)
    return frozenset(found)


def _sentences(reading: Reading, start: int, end: int) -> set[int]:
    low = bisect_left(reading.words, start, key=lambda word: word.start)
    high = bisect_left(reading.words, end, key=lambda word: word.start)
    return {word.sentence for word in reading.words[low:high]}
