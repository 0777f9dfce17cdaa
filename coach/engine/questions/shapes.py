"""What sort of words a quote is, and what the answer around it already says.

A frame that fits an act does not fit a belief, and a question is no use where its answer stands beside the
quote.
The names given here are the ones `fits` in `forms/LANG.yaml` may use; docs/questions.md explains them.
"""

from collections.abc import Sequence

from coach.engine.questions.lexicon import Lexicon
from coach.engine.questions.reading import Reading, Word
from coach.engine.questions.salience import QUESTION, Loaded, own_act

NAMES = frozenset(
    [
        "whole",
        "piece",
        "aside",
        "own",
        "own_act",
        "theirs",
        "others",
        "thought",
        "coming",
        "past",
        "question",
        "idle",
        "short",
        "number",
        "before_told",
        "after_told",
        "dated",
        "insight",
        "loss",
        "ending",
        "flat",
    ]
)
_SHORT = 3
_OPENING = 3
_LIGHT = 1.6  # a heavier word says something about what it tells
_FLAT = 30  # words; more than that always hold something


def supplied(reading: Reading, lexicon: Lexicon, loaded: Sequence[Loaded]) -> frozenset[str]:
    """What the answer as a whole already gives: a day (`dated`), something seen anew (`insight`), a `loss`;
    or does not give: nothing in it is loaded (`flat`)."""
    found = set()
    if len(reading.words) <= _FLAT and all(item.weight < _LIGHT for item in loaded):
        found.add("flat")
    if any(lexicon.has("dated", word.low) for word in reading.words):
        found.add("dated")
    if any(item.kind == "insight" for item in loaded):
        found.add("insight")
    if lexicon.losses is not None and lexicon.losses.search(reading.text):
        found.add("loss")
    return frozenset(found)


def shape(reading: Reading, lexicon: Lexicon, item: Loaded, window: tuple[int, int]) -> frozenset[str]:
    """The traits of the words from the first to the last place of `window`."""
    first, last = window
    words = reading.words[first : last + 1]
    low = words[0].low
    found = {"whole" if _whole(words, lexicon) else "piece"}
    flags = {
        "aside": _aside(reading, lexicon, window),
        "own": lexicon.has("self", low) and lexicon.has("subjects", low),
        "theirs": item.theirs,
        "others": item.others,
        "thought": any(lexicon.has("thinks", word.low) for word in words[:_OPENING]),
        "coming": any(lexicon.has("coming", word.low) for word in words),
        "past": item.past,
        "question": item.kind == QUESTION,
        "idle": any(lexicon.has("idle", word.low) or lexicon.has("negations", word.low) for word in words),
        "short": len(words) <= _SHORT,
        "number": any(word.low[0].isdigit() for word in words),
        "before_told": first > 0 and any(clause.last < first for clause in reading.clauses),
        "ending": last == len(reading.words) - 1 and reading.words[first].sentence > 0,
        "after_told": any(clause.first > last for clause in reading.clauses),
    }
    found.update(name for name, holds in flags.items() if holds)
    if item.past and "thought" not in found and own_act(words, lexicon):
        found.add("own_act")
    return frozenset(found)


def _aside(reading: Reading, lexicon: Lexicon, window: tuple[int, int]) -> bool:
    """Half of a thing: a "when …" or an "either …" without what it goes with."""
    first, last = window
    low = reading.words[first].low
    if low == "either":
        return not any(word.low == "or" for word in reading.words[first : last + 1])
    if not (lexicon.has("asides", low) or lexicon.has("conditions", low)):
        return False
    begin = first + 2 if low == "even" else first + 1
    return not any(place in reading.firsts for place in range(begin, last + 1))


def _whole(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether it has a subject and a verb of its own, as far as the word lists can tell."""
    if len(words) < 2 or lexicon.has("asides", words[0].low):
        return False
    if lexicon.has("subjects", words[0].low):
        return True
    return any(
        lexicon.has("finite", word.low) or lexicon.has("past", word.low) or word.low.endswith("ed")
        for word in words[1:]
    )
