"""Chooses what to take up: cues that fired and clauses that weigh, in the order of moves (rubric, section
2)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from coach.domain.asking import AskRole, Situation
from coach.engine.questions.catalogue import Cue
from coach.engine.questions.cutting import part, rated_cut, reported
from coach.engine.questions.lexicon import Lexicon
from coach.engine.questions.reading import Clause, Reading
from coach.engine.questions.salience import PERSONAL, QUESTION, Loaded, mine, weigh
from coach.engine.questions.shapes import shape, supplied

_RANK = 1.5  # one step in the order of moves outweighs a loaded word, not a whole loaded clause
_STAGE = (0.0, 0.5, 1.5, 1.5, 1.5, 1.5)
"""By rank: a cue of the step's own stage has questions written for just that."""
_PICKS = 6
_TWO = 1.0  # what two things side by side gain over one of them
_ASIDE = 1.5  # what a cue loses that fires in a "when" or a "because"
_ASKING = frozenset({QUESTION, "doubt"})
_MOST = 5  # the first in the order of moves comes before one's own question
_OF_OTHERS = frozenset({"belief", "verdict"})
_CLEANER = 1.5  # how much better another part of the clause must read to be quoted in place of what fired
_LONG = 150
"""Words from which on cues are looked for only in the heaviest sentences, so that a long answer stays
quick."""
_SENTENCES = 10


_Found = tuple[float, int, Loaded, Cue | None, int, int, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to ask about."""

    quote: str
    kind: str
    cue: Cue | None
    happened: bool
    past: bool
    others: bool
    other: str | None = None
    """A second thing the writer holds beside the first: the "or", what was expected, the other side."""
    traits: frozenset[str] = frozenset()
    """What the words are and what the answer already says, for choosing a frame that fits (`shapes`)."""


def pick(
    reading: Reading, lexicon: Lexicon, cues: Sequence[Cue], situation: Situation, banned: frozenset[int]
) -> list[Pick]:
    """What may be taken up, best first; every quote stands for itself and no two share a clause.

    `banned` are sentences that are not the person's week: commands, abuse, a machine's words.
    """
    stage = situation.stage
    loaded = weigh(reading, lexicon, stage, banned)
    if not loaded:
        return []
    found: list[_Found] = []
    by_clause = {item.clause.first: item for item in loaded}
    for fired, first, last, near in _fired(reading, cues, situation.role, loaded):
        item = _clause_for(reading, by_clause, fired, first, last)
        if item is None or (item.theirs and fired.writer):
            continue
        if fired.kind in _OF_OTHERS and reported(reading, item.clause.first, lexicon):
            continue  # what somebody said is not the writer's own view
        if (
            fired.kind in PERSONAL
            and fired.quote == "match"
            and not mine(reading, item.clause.first, first, lexicon)
        ):
            continue
        if item.kind in _ASKING and fired.kind not in _ASKING and fired.rank < _MOST:
            continue  # who asks has a question to be taken up, whatever words it holds
        fits = fired.stage == stage or fired.quote == "part"
        second = _clause_for(reading, by_clause, fired, *near) if near is not None else None
        score = (
            max(item.score, second.score if second is not None else item.score)
            + _RANK * (fired.rank - 1)
            + (_STAGE[fired.rank] if fits else 0.0)
        )
        score -= _ASIDE * lexicon.has("asides", reading.words[item.clause.first].low)
        score += _TWO * (near is not None)
        start, end = {
            "match": _within(item, first, last),
            "after": (item.first, item.last),
            "part": (first, last),
        }[fired.quote]
        found.append((score, item.clause.first, item, fired, start, end, near))
    found += [
        (item.score, item.clause.first, item, None, item.first, item.last, None) for item in loaded[:_PICKS]
    ]
    found.sort(key=lambda entry: (-entry[0], -entry[1]))
    told = supplied(reading, lexicon, loaded)
    if any(cue is not None and cue.rank > 1 for _, _, _, cue, *_ in found):
        told -= {"flat"}
    picks: list[Pick] = []
    taken: set[int] = set()
    for _, place, item, cue, start, end, beside in found:
        exact = cue is not None and cue.quote == "part"
        if place in taken:
            continue
        window = (part if exact else partial(_window, item=item))(reading, start, end, lexicon)
        quote = reading.cut(*window) if window is not None else None
        if quote is None:
            continue
        taken.add(place)
        assert window is not None
        kind = cue.kind if cue is not None else item.kind
        traits = told | shape(reading, lexicon, item, window)
        span = part(reading, *beside, lexicon) if beside is not None else None
        other = reading.cut(*span) if span is not None else None
        picks.append(Pick(quote, kind, cue, item.happened, item.past, item.others, other, traits))
        if len(picks) == _PICKS:
            break
    return sorted(picks, key=lambda each: "aside" in each.traits)  # half of a thing only where all is half


def _window(
    reading: Reading, start: int, end: int, lexicon: Lexicon, *, item: Loaded
) -> tuple[int, int] | None:
    """The best quote around what fired, or another part of the clause where that cannot be cut cleanly."""
    anchored = rated_cut(reading, start, end, lexicon)
    anywhere = rated_cut(reading, item.clause.first, item.clause.last, lexicon)
    if anchored is None or (anywhere is not None and anywhere[0] > anchored[0] + _CLEANER):
        anchored = anywhere
    return None if anchored is None else anchored[1:]


def _fired(
    reading: Reading, cues: Sequence[Cue], role: AskRole, loaded: Sequence[Loaded]
) -> list[tuple[Cue, int, int, tuple[int, int] | None]]:
    """Every match of every cue, as places of words, and the place of the second thing where there is one."""
    text = reading.text.replace("’", "'").replace("‘", "'")
    starts = [word.start for word in reading.words]
    pieces = [(0, len(text))]
    if len(starts) > _LONG:
        chosen = sorted({item.clause.sentence for item in loaded[:_SENTENCES]})
        spans: dict[int, tuple[int, int]] = {}
        for word in reading.words:
            low, _ = spans.get(word.sentence, (word.start, 0))
            spans[word.sentence] = (low, word.end)
        pieces = [spans[sentence] for sentence in chosen]

    def places(span: tuple[int, int]) -> tuple[int, int]:
        first = max(bisect_right(starts, span[0]) - 1, 0)
        if reading.words[first].end <= span[0] and first + 1 < len(starts):
            first += 1  # a span that begins with a space
        return first, max(bisect_left(starts, span[1]) - 1, first)

    found: list[tuple[Cue, int, int, tuple[int, int] | None]] = []
    for cue in cues:
        if (cue.roles and role not in cue.roles) or len(starts) > cue.max_words:
            continue
        for begin, stop in pieces:
            for match in cue.pattern.finditer(text, begin, stop):
                span, other = cue.parts(match) if cue.quote == "part" else (match.span(), None)
                found.append((cue, *places(span), places(other) if other else None))
    return found


def _clause_for(
    reading: Reading, by_clause: dict[int, Loaded], cue: Cue, first: int, last: int
) -> Loaded | None:
    """The clause to quote for a match: the heaviest it touches, or with `after` the one it leads to."""
    touched = [
        by_clause[clause.first]
        for clause in _touching(reading.clauses, first, last + (3 if cue.quote == "after" else 0))
        if clause.first in by_clause
    ]
    if not touched:
        return None
    if cue.quote == "after":
        return touched[-1]
    return max(touched, key=lambda item: (item.score, item.clause.first))


def _touching(clauses: tuple[Clause, ...], first: int, last: int) -> list[Clause]:
    low = bisect_left(clauses, first, key=lambda clause: clause.last)
    found = []
    for clause in clauses[low:]:
        if clause.first > last:
            break
        found.append(clause)
    return found


def _within(item: Loaded, first: int, last: int) -> tuple[int, int]:
    """The part of a match that lies in the clause."""
    start = min(max(first, item.clause.first), item.clause.last)
    return start, min(max(last, start), item.clause.last)
