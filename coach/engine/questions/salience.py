"""Finds what an answer is about: which words are loaded, and which clause carries most (rubric Q8).

Works where no cue fires. People say the important thing last, and after the "but"; a feeling, a thing
unsaid and a pull
two ways weigh more than a plain report (order of moves, rubric section 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.domain.asking import Stage
from coach.engine.questions.lexicon import PLAIN, Lexicon, Weight
from coach.engine.questions.reading import INSIDE, STOP, Clause, Reading, Word

ACT, EVENT, DUTY, FIGURES = "act", "event", "duty", "figures"
INTENT, QUESTION, SCENE = "intent", "question", "scene"

PERSONAL = frozenset({"feeling", "good", "unsaid", "gap", "stuck", DUTY, "insight", INTENT})
"""Kinds that only make sense of the writer; of anyone else the same words are a report."""

# Kinds a stage has the best use for; a small push, never enough to pass over a much heavier clause.
_FITS: dict[Stage, frozenset[str]] = {
    "describe": frozenset({"verdict", "belief", "act", "unsaid"}),
    "meaning": frozenset({"feeling", "good", "duty", "torn", "unsaid"}),
    "learning": frozenset({"belief", "pattern", "insight", "gap", "stuck"}),
    "plan": frozenset({"intent", "gap", "stuck", "duty", "unsaid"}),
}
_FIT = 0.8
_LATER = 1.8  # what the last clause gains over the first: enough to decide between equals
_FINAL = 1.0  # what the last sentence gains: a short one is often the sum of it all
_TURN = 2.0
_ASIDE = 1.6  # what a "when" or "because" loses: it carries what stands beside it
_HEADING = 4  # words that may stand before a colon and only announce what follows
_SELF = 0.9
_OWN_QUESTION = 3.5
_AGAIN = 3.0  # people say twice what they cannot leave
_NOT_MINE = 0.5  # what a loaded word loses that tells of somebody else
_LAST_WORD = 1.6  # what a short last sentence of one's own gains: "I trained him"
_LAST_WORDS = 6
LIGHT = 2.4  # a heavier word says something about what it tells
_VERB_BY = 4  # words by which the verb of a thing done has come
_RUN = 3  # words that must come again to count as said twice
_ANCHOR = 1.0  # lighter words add weight to a clause, but need not be in the quote


@dataclass(frozen=True, slots=True)
class Hit:
    """A loaded word or phrase; `first` and `last` are places in `Reading.words`."""

    kind: str
    weight: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A clause with what it carries."""

    clause: Clause
    kind: str
    score: float
    first: int
    last: int
    """The words that must be in the quote."""
    happened: bool
    """Something took place, so that one can ask for the moment before."""
    past: bool
    """It is told in the past, so that one can ask what stood around it."""
    others: bool
    """It tells of somebody else …"""
    theirs: bool
    """… and of nobody else."""
    weight: float
    """Of its heaviest word, 0 where none is loaded."""


def hits(words: tuple[Word, ...], lexicon: Lexicon) -> list[Hit]:
    """All loaded words and phrases, in the order of the text; a longer phrase wins over a shorter one."""
    found: list[Hit] = []
    place = 0
    while place < len(words):
        weight = _at(words, place, lexicon)
        if weight is None:
            place += 1
            continue
        last = place + len(weight.rest)
        found.append(Hit(weight.kind, weight.weight, place, last))
        place = last + 1
    return found


def _at(words: tuple[Word, ...], place: int, lexicon: Lexicon) -> Weight | None:
    low = words[place].low
    for weight in lexicon.exact.get(low, ()):
        if _follows(words, place, weight.rest):
            return weight
    for length in lexicon.stem_lengths:
        if length <= len(low):
            for weight in lexicon.stems.get(low[:length], ()):
                if _follows(words, place, weight.rest):
                    return weight
    return None


def _follows(words: tuple[Word, ...], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) >= len(words) and rest:
        return False
    return all(
        words[place + step].low == wanted and words[place + step].gap == INSIDE
        for step, wanted in enumerate(rest, 1)
    )


def weigh(reading: Reading, lexicon: Lexicon, stage: Stage, banned: frozenset[int]) -> list[Loaded]:
    """Every clause that may be quoted, the heaviest first; `banned` are sentences that are not the
    person's week."""
    by_clause: dict[int, list[Hit]] = {}
    index = _clause_of_word(reading)
    for hit in hits(reading.words, lexicon):
        by_clause.setdefault(index[hit.first], []).append(hit)
    total = max(len(reading.clauses) - 1, 1)
    again = _said_again(reading, lexicon)
    final = reading.words[-1].sentence if reading.words else 0
    found = [
        replace(
            item,
            score=item.score
            + _LATER * place / total
            + _FINAL * (final > 0 and clause.sentence == final)
            + _last_word(reading, clause, lexicon) * (final > 1 and clause.sentence == final)
            + _AGAIN * any(clause.first <= word <= clause.last for word in again),
        )
        for place, clause in enumerate(reading.clauses)
        if clause.sentence not in banned
        for item in (_loaded(reading, clause, by_clause.get(place, []), lexicon, stage),)
    ]
    return sorted(found, key=lambda item: (-item.score, -item.clause.first))


def _order(reading: Reading, clause: Clause, lexicon: Lexicon) -> bool:
    """Whether a clause tells oneself what to do: "Email the professor", "Going to ask her"."""
    first = reading.words[clause.first]
    names = ("subjects", "determiners", "asides", "others", "negations", "shrugs", "past_states", "links")
    if first.low.endswith(("ed", "s")) or (
        lexicon.has("past", first.low) and not lexicon.has("bases", first.low)
    ):
        return False  # "Called her", "Plans are …"
    return first.gap == STOP and not any(lexicon.has(name, first.low) for name in names)


def _last_word(reading: Reading, clause: Clause, lexicon: Lexicon) -> float:
    """What a clause gains that is all of a short last sentence, most where it begins with the writer."""
    alone = clause.first == 0 or reading.words[clause.first].gap == STOP
    short = len(reading.words) - clause.first <= _LAST_WORDS and clause.last == len(reading.words) - 1
    if not (alone and short) or lexicon.has("links", reading.words[clause.first].low):
        return 0.0
    return _LAST_WORD if lexicon.has("self", reading.words[clause.first].low) else _LAST_WORD / 2


def _said_again(reading: Reading, lexicon: Lexicon) -> frozenset[int]:
    """Where a run of the same words comes a second time, with something in it: "I turned the radio up"."""
    seen: set[tuple[str, ...]] = set()
    found = set()
    for place in range(len(reading.words) - _RUN + 1):
        run = tuple(word.low for word in reading.words[place : place + _RUN])
        if all(lexicon.has("stop", word) for word in run) or not lexicon.has("self", run[0]):
            continue
        if run in seen:
            found.add(place)
        seen.add(run)
    return frozenset(found)


def _clause_of_word(reading: Reading) -> list[int]:
    index = [0] * len(reading.words)
    begin = 0
    for place, clause in enumerate(reading.clauses):
        for word in range(begin, clause.last + 1):
            index[word] = place
        begin = clause.last + 1
    return index


def _loaded(reading: Reading, clause: Clause, found: list[Hit], lexicon: Lexicon, stage: Stage) -> Loaded:
    words = reading.words[clause.first : clause.last + 1]
    weights = sorted((hit.weight + _FIT * (hit.kind in _FITS[stage]) for hit in found), reverse=True)
    score = sum(weight * 0.35**rank for rank, weight in enumerate(weights))
    kind, first, last = PLAIN, clause.first, clause.last
    if found:
        best = max(found, key=lambda hit: (hit.weight + _FIT * (hit.kind in _FITS[stage]), hit.first))
        kind = best.kind
        if best.weight >= _ANCHOR:
            first, last = max(best.first, clause.first), best.last
    own = any(lexicon.has("self", word.low) for word in words)
    others = any(lexicon.has("others", word.low) for word in words)
    theirs = others and not own
    foreign = theirs or _of_somebody_else(reading, clause, found, kind, lexicon)
    if (kind in PERSONAL and found and foreign) or (kind == DUTY and not own):
        kind = PLAIN  # also of a duty without anyone: "where there should be none" obliges nobody
        score -= _NOT_MINE * max(weights)
    if clause.asks and own and len(words) <= 10:
        kind, first, last, score = QUESTION, clause.first, clause.last, max(score, _OWN_QUESTION)
    happened = _happened(words, lexicon)
    past = happened or any(lexicon.has("past_states", word.low) for word in words)
    if stage == "plan" and kind == PLAIN and _order(reading, clause, lexicon):
        kind, happened, past = INTENT, False, False
    if kind in (SCENE, ACT):  # a small thing seen is somebody else's, a thing done one's own
        mine_done = own_act(words, lexicon)
        kind = ACT if mine_done else EVENT if kind == ACT and theirs else kind
    if kind == PLAIN:
        kind = _told(words, lexicon, counted=max(weights, default=0.0) < LIGHT, happened=happened)
    if all(word.quoted for word in words):
        score -= 1.5
        kind = PLAIN  # words of somebody else, as a rule
    score += _by_shape(reading, clause, lexicon, own=own)
    return Loaded(
        clause,
        kind,
        score,
        first,
        min(last, clause.last),
        happened,
        past,
        others,
        theirs,
        max(weights, default=0.0),
    )


def _told(words: tuple[Word, ...], lexicon: Lexicon, *, counted: bool, happened: bool) -> str:
    """The kind of a clause without a loaded word: a number, something done or something that took place."""
    if counted and any(word.low[0].isdigit() and ":" not in word.low for word in words):
        return FIGURES
    if not happened:
        return PLAIN
    return ACT if own_act(words, lexicon) else EVENT


def _by_shape(reading: Reading, clause: Clause, lexicon: Lexicon, *, own: bool) -> float:
    """What a clause gains or loses by what it is, whatever its words are loaded with."""
    words = reading.words[clause.first : clause.last + 1]
    negated = any(lexicon.has("negations", word.low) for word in words)
    score = _SELF * own + _TURN * clause.turn + 0.7 * clause.loud + 0.5 * negated
    score += 0.4 * min(sum(lexicon.has("emphasis", word.low) for word in words), 2)
    score -= _ASIDE * (lexicon.has("asides", words[0].low) or lexicon.has("address", words[0].low))
    if len(words) <= _HEADING and reading.text[words[-1].end : words[-1].end + 1] == ":":
        score -= 2.5
    content = sum(not lexicon.has("stop", word.low) for word in words)
    if len(words) < 3 or content == 0:
        return score - 2.5
    if content == 1:
        return score - (0.3 if own and negated else 1.5)  # "I hadn't asked" is short and says much
    return score


def _of_somebody_else(
    reading: Reading, clause: Clause, found: list[Hit], kind: str, lexicon: Lexicon
) -> bool:
    """Whether the nearest one named before each word of this kind is not the writer: "the parents looked
    relieved", "my boss was furious"."""
    places = [hit.first for hit in found if hit.kind == kind]
    return bool(places) and not any(mine(reading, clause.first, place, lexicon) for place in places)


def mine(reading: Reading, first: int, place: int, lexicon: Lexicon) -> bool:
    """Whether the nearest one named before a word of the clause that begins at `first` is the writer."""
    if lexicon.has("self", reading.words[place].low):
        return True
    for other in range(place - 1, first - 1, -1):
        low = reading.words[other].low
        if lexicon.has("people", low) or lexicon.has("others", low) or _named(reading, other, lexicon):
            return False
        if lexicon.has("self", low):
            return True
    return True


def _named(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether a word is a name that something is told of: "Tamsin is going to ask me"."""
    word = reading.words[place]
    if not reading.text[word.start].isupper() or lexicon.language != "en":
        return False
    if any(lexicon.has(name, word.low) for name in ("self", "stop", "subjects", "dated")):
        return False
    follower = reading.words[place + 1].low if place + 1 < len(reading.words) else ""
    return any(lexicon.has(name, follower) for name in ("finite", "past", "links"))


def own_act(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether the writer did what is told: "I asked", and not "I mind that she never asked"."""
    if not lexicon.has("self", words[0].low) or lexicon.has("determiners", words[0].low):
        return False
    for word in words[1:_VERB_BY]:
        if lexicon.has("subjects", word.low):
            return False
        if lexicon.has("past", word.low) or _ended(word):
            return True
    return False


def _ended(word: Word) -> bool:
    return word.low.endswith("ed") and len(word.low) > 4


def _happened(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a verb in the past says that something took place, and was not merely so."""
    if any(lexicon.has("perfect", word.low) for word in words[:3]):
        return False
    return any(lexicon.has("past", word.low) or _ended(word) for word in words[:8])
