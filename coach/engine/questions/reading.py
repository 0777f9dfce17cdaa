"""Reads an answer: words with their places, sentences, clauses. Decides nothing about what matters.

All places are character offsets into the raw answer, so that whatever is quoted later is the person's own
letters.
"""

import re
from dataclasses import dataclass
from itertools import islice

from coach.engine.questions.lexicon import Lexicon

_WORD = re.compile(r"\d+(?:[.,:]\d+)+|(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’‐‑-][^\W_]+)*")
# What a quote must never hold: code, addresses, markup, placeholders (rubric S8, promise P31).
_MACHINE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{0,200}`|(?:https?://|www\.)\S+|\{\{[^{}]{0,200}\}\}|\{%[^%]{0,200}%\}|<[^<>\n]{0,80}>"
    r"|\[/?\w{0,40}\]|(?<!\w)/\w[\w/.-]*|\b\w+/\w+/[\w./-]+|\b[A-Za-z_]\w{0,40}\([^()\n]{0,80}\)"
    r"|\b[a-z]+(?:[A-Z][a-z]+)+\b",
    re.DOTALL,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_CODE_LETTER = re.compile(r"[\[\]{}<>|\\^~=#*_`]|(?<=\w)@(?=\w)")
_SPACE = re.compile(r"\s")
_MARKS = "\"'“”„«»‘’"
_INSIDE = re.compile(rf"%?[{_MARKS}]?[ \t\u00a0]*(?:[&+/@°][ \t]*)?[{_MARKS}]?[€$£]?")
_COMMA = re.compile(rf"%?[{_MARKS}]?[ \t]*,[{_MARKS}]?[ \t]+[{_MARKS}]?[€$£@]?|,")
_ABBREVIATED = frozenset(
    ["mr", "mrs", "ms", "dr", "st", "vs", "prof", "approx", "etc", "ca", "bzw", "usw", "sra", "sr"]
)
_LISTED, _ITEM = re.compile(r"(?:^|\s)1[.)]\s"), re.compile(r"[.)]\s")
_STOPS = re.compile(r"[.!?\n。！？]|…")

_PAIRS = (
    (re.compile(r"(?<![\w.])['‘](?=\w)"), re.compile(r"(?<=[\w.,!?])['’](?!\w)")),
    (re.compile("[“„«]"), re.compile("[”»]")),
)

_HEADING = 3  # words a colon may follow and still belong to what comes after
_RUN = 4  # words a sentence has at least, in a text without stops

INSIDE, COMMA, PAUSE, STOP = range(4)
"""What stands between two words: nothing to speak of, a comma, a stronger pause within the sentence, its
end."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the answer."""

    start: int
    end: int
    low: str
    """Lower case, straight apostrophes."""
    gap: int
    """What stands before it."""
    sentence: int
    quoted: bool
    """Inside the quotation marks of the person."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of words that says one thing; `first` and `last` are places in `Reading.words`, both included."""

    first: int
    last: int
    sentence: int
    turn: bool
    """It follows a 'but', 'however' and the like."""
    asks: bool
    """Its sentence ends with a question mark."""
    loud: bool
    """Its sentence ends with an exclamation mark."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer, read."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    machine: int
    """How many characters are code, addresses or markup."""
    firsts: frozenset[int] = frozenset()
    """Places of the words that begin a clause."""
    lasts: frozenset[int] = frozenset()
    """Places of the words that end one."""

    def cut(self, first: int, last: int) -> str | None:
        """The person's own letters from one word to another; runs of white space become one space.

        A quotation mark that closes what was opened inside comes along; None where one would stay open.
        """
        start, end = self.words[first].start, self.words[last].end
        piece = self.text[start:end]
        for opening, closing in _PAIRS:
            missing = len(opening.findall(piece)) - len(closing.findall(piece))
            if missing == 1 and closing.match(self.text, end):
                piece = self.text[start : end + 1]
            elif missing:
                return None
        if sum(piece.count(mark) for mark in '"') % 2:
            if self.text[end : end + 1] != '"':
                return None
            piece += '"'
        return " ".join(piece.split())


def fold(word: str) -> str:
    """Lower case and straight apostrophes, for looking words up."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


def folded(text: str, most: int) -> list[str]:
    """The first `most` words of a text, folded, for looking at its language; addresses speak none."""
    return [fold(match.group()) for match in islice(_WORD.finditer(_ADDRESS.sub(" ", text)), most)]


def read(text: str, lexicon: Lexicon) -> Reading:
    """Split `text` into words and clauses by the word lists of its language."""
    spans = _machine(text)
    words: list[Word] = []
    sentence, inside_quote, last_end, span = 0, False, 0, 0
    crossed = False
    listed = bool(_LISTED.search(text))
    for match in _WORD.finditer(text):
        start, end = match.span()
        if listed and end - start <= 2 and match.group().isdigit() and _ITEM.match(text, end):
            crossed = True  # the number of a list's item is not part of what it says
            continue
        while span < len(spans) and spans[span][1] <= start:
            crossed = crossed or spans[span][1] > last_end
            span += 1
        if span < len(spans) and spans[span][0] < end:
            crossed = True
            continue
        between = text[last_end:start]
        gap = STOP if not words else _gap(between, words[-1].low, text[start], hard=crossed)
        if gap == PAUSE and between.strip() == ":" and _just_begun(words):
            gap = COMMA  # "She said: finish early" is one thing
        if (
            words
            and "\n" in between
            and gap == STOP
            and not crossed
            and _wraps(text, last_end, start, between)
        ):
            gap = INSIDE
        if any(mark in between for mark in '"“”„«»'):
            inside_quote = _quote_state(between, state=inside_quote)
        if gap == STOP and words:
            sentence += 1
        words.append(Word(start, end, fold(match.group()), gap, sentence, inside_quote))
        last_end, crossed = end, False
    clauses = tuple(_clauses(text, words, lexicon))
    return Reading(
        text,
        tuple(words),
        clauses,
        machine=sum(stop - begin for begin, stop in spans),
        firsts=frozenset(clause.first for clause in clauses),
        lasts=frozenset(clause.last for clause in clauses),
    )


def _just_begun(words: list[Word]) -> bool:
    """Whether no more than a few words stand since the last stop or pause."""
    return any(word.gap >= PAUSE for word in words[-_HEADING:]) or len(words) < _HEADING


def _machine(text: str) -> list[tuple[int, int]]:
    """Where a machine speaks: blocks, addresses, and each run without a space that holds its letters."""
    spans = [match.span() for match in _MACHINE.finditer(text)]
    reached = 0
    for match in _CODE_LETTER.finditer(text):
        place = match.start()
        if place < reached:
            continue
        start = place
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, place)
        reached = space.start() if space else len(text)
        spans.append((start, reached))
    return sorted(spans)


def _gap(between: str, before: str, after: str, *, hard: bool) -> int:
    if hard:
        return STOP
    if _INSIDE.fullmatch(between):
        return INSIDE
    if _COMMA.fullmatch(between):
        return COMMA
    if between.startswith(". ") and before in _ABBREVIATED:
        return INSIDE
    if between == "." and (after.islower() or after.isdigit()):
        return PAUSE
    if _STOPS.search(between):
        return STOP
    return PAUSE


def _wraps(text: str, end: int, start: int, between: str) -> bool:
    """Whether a newline is only the end of a long typed line and the sentence goes on."""
    if between.strip() or between.count("\n") > 1 or not text[start].islower():
        return False
    line_start = text.rfind("\n", 0, end) + 1
    return end - line_start >= 55  # lines wrapped by hand are rarely shorter; list items rarely longer


def _quote_state(between: str, *, state: bool) -> bool:
    for mark in between:
        if mark in "“„«":
            state = True
        elif mark in "”»":
            state = False
        elif mark == '"':
            state = not state
    return state


def _clauses(text: str, words: list[Word], lexicon: Lexicon) -> list[Clause]:
    found: list[Clause] = []
    begin = 0
    for place in range(1, len(words) + 1):
        if place < len(words) and not _opens(words, place, begin, lexicon):
            continue
        clause = _clause(text, words, begin, place - 1, lexicon)
        if clause is not None:
            found.append(clause)
        begin = place
    return found


def _opens(words: list[Word], place: int, begin: int, lexicon: Lexicon) -> bool:
    word = words[place]
    if word.gap >= PAUSE:
        return True
    follower = words[place + 1] if place + 1 < len(words) else None
    low, following = word.low, follower.low if follower is not None and follower.gap == INSIDE else ""
    leads = lexicon.has("lead_drop", low) or lexicon.has("lead_keep", low)
    if word.gap == COMMA:
        return leads or lexicon.has("subjects", low) or lexicon.has("determiners", low)
    if not following or lexicon.has("ties", words[place - 1].low):
        return False
    if lexicon.has("lead_if_subject", low):
        return lexicon.has("subjects", following) or _has_own_verb(words, place, lexicon)
    if low == "so" and any(
        word.low == "that" and word.gap == INSIDE for word in words[place + 2 : place + 4]
    ):
        return False  # "so often that it comes up by itself"
    if lexicon.has("lead_drop", low):
        return True
    if words[place].low == "it" and place + 1 < len(words) and not _verb_follows(words, place, lexicon):
        return False  # "when she solved | it without me"
    if lexicon.has("asides", words[begin].low) and lexicon.has("starters", low) and place - begin >= 3:
        between = words[begin + 2 : place]  # "when the director spoke | I softened one sentence"
        if any(lexicon.has("past", each.low) or each.low.endswith("ed") for each in between):
            return not lexicon.has("clings", words[place - 1].low)
    return place - begin >= _RUN and lexicon.has("starters", low) and _run_on(words, place, lexicon)


def _verb_follows(words: list[Word], place: int, lexicon: Lexicon) -> bool:
    return any(lexicon.has(name, words[place + 1].low) for name in ("finite", "past"))


def _has_own_verb(words: list[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether an "and" or "so" is followed by a longer subject and its verb: "and her deputy does not"."""
    if not lexicon.has("joins", words[place].low):
        return False
    for other in range(place + 1, min(place + 6, len(words))):
        if words[other].gap != INSIDE or lexicon.has("lead_keep", words[other].low):
            return False
        if lexicon.has("finite", words[other].low):
            return other - place >= 2
    return False


def _run_on(words: list[Word], place: int, lexicon: Lexicon) -> bool:
    """A new sentence without a stop: a subject after a word that does not cling to one, in a long run of
    words."""
    before = words[place - 1].low
    if place > 1 and words[place - 2].low == "how":
        return False  # "how patient | he is"
    if place > 1 and lexicon.has("determiners", words[place - 2].low):
        return False  # "the part | I care about" is one thing
    if any(
        lexicon.has(name, before) for name in ("hang_end", "clings", "lead_keep", "lead_drop", "negations")
    ):
        return False
    run = 0
    for other in range(place, -1, -1):
        run += 1
        if words[other].gap >= PAUSE:
            break
    return run >= 8


def _clause(text: str, words: list[Word], first: int, last: int, lexicon: Lexicon) -> Clause | None:
    turn = False
    while first < last and (
        lexicon.has("lead_drop", words[first].low) or lexicon.has("turns", words[first].low)
    ):
        turn = turn or lexicon.has("turns", words[first].low)
        first += 1
    ending = _ending(text, words, last)
    return Clause(first, last, words[first].sentence, turn, "?" in ending, "!" in ending)


def _ending(text: str, words: list[Word], last: int) -> str:
    """The characters that end the sentence the clause stands in."""
    place = last
    while place + 1 < len(words) and words[place + 1].gap < STOP and place - last < 30:
        place += 1
    stop = words[place + 1].start if place + 1 < len(words) else len(text)
    return text[words[place].end : min(stop, words[place].end + 6)]
