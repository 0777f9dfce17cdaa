"""Cuts a quote out of an answer: 2 to 10 words, verbatim, with an end and a start that can stand alone
(rubric Q6, Q7)."""

from coach.engine.questions.lexicon import Lexicon
from coach.engine.questions.reading import COMMA, INSIDE, PAUSE, Reading

MOST_WORDS = 10
"""Rubric Q6."""
_LENGTH = (0.0, -4.0, -1.6, -0.3, 0.7, 1.0, 1.2, 1.3, 1.2, 1.0, 0.6)
"""How well a quote of this many words reads inside a question; 4 to 8 is best."""
_OWN = 0.6  # among many parts of a long clause the one with the person in it
_SAID = 1.4  # what a loaded word gains as an end before "of" or "to"
_GOOD_ENOUGH = -2.5
_NO_END = -5.0  # a word no quote ends with
_PART_LEAST = 3
_FAIR = -0.7  # also before a "without" or a "when", where all of it is too long
_LATE = 0.8  # among many parts of a long clause the one it ends with
_STUMP = 3  # words that are no thing by themselves without a verb
_TIGHT = 7  # words that can all be kept and still leave room for a good start and end


def cut(
    reading: Reading, first: int, last: int, lexicon: Lexicon, *, most: int = MOST_WORDS
) -> tuple[int, int] | None:
    """The places of the first and the last word of the best quote; see `rated_cut`."""
    found = rated_cut(reading, first, last, lexicon, most=most)
    return None if found is None else found[1:]


def rated_cut(
    reading: Reading, first: int, last: int, lexicon: Lexicon, *, most: int = MOST_WORDS
) -> tuple[float, int, int] | None:
    """How well the best quote reads, and its place: the best window of at most `most` words around the words
    `first` to `last`; None where none reads well.

    A window never crosses a full stop, a bracket or a quotation mark, and keeps the "not" and the "if" its
    words depend on: leaving them out would bend what was said.
    """
    loose = last - first + 1 > _TIGHT  # too long to be kept whole: any good part of it will do
    low = _bound_left(reading, first, first - most)
    high = _bound_right(reading, last, last + most)
    latest, earliest = (last, first) if loose else (first, last)
    starts = [(place, _start(reading, place, lexicon)) for place in range(low, latest + 1)]
    ends = [(place, _end(reading, place, lexicon)) for place in range(earliest, high + 1)]
    if not loose and last < high and lexicon.has("no_break_before", reading.words[last + 1].low):
        ends[0] = (last, ends[0][1] + _SAID)  # "I felt ashamed | of the way": the thing is said
    hyphens = [0]  # "kick-off" counts as two, as it does for the reader of the rule
    for word in reading.words[low : high + 1]:
        hyphens.append(hyphens[-1] + word.low.count("-"))
    best: tuple[float, int, int] | None = None
    for start, start_score in starts:
        for end, end_score in ends[max(start - earliest, 0) :]:
            length = end - start + 1 + hyphens[end + 1 - low] - hyphens[start - low]
            if length > most:
                break
            score = (
                start_score
                + end_score
                + _LENGTH[min(length, MOST_WORDS)]
                - _crossed(reading, start, end, lexicon)
            )
            score -= _halved(reading, start, end, lexicon)
            score += _LATE * (loose and end == last)
            if loose and any(lexicon.has("self", word.low) for word in reading.words[start : end + 1]):
                score += _OWN
            if (best is None or score > best[0]) and reading.cut(start, end) is not None:
                best = (score, start, end)
    if best is None or best[0] < _GOOD_ENOUGH:
        return None
    return best


def part(reading: Reading, first: int, last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words `first` to `last` as they are; of too many, as much from their start as ends well."""
    while last > first and _end(reading, last, lexicon) < _NO_END:
        last -= 1
    length = 0
    ends: list[tuple[float, int]] = []
    for place in range(first, last + 1):
        length += 1 + reading.words[place].low.count("-")
        if length > MOST_WORDS:
            break
        if place == last:
            return (first, last) if reading.cut(first, last) is not None else None
        if length >= _PART_LEAST:
            ends.append((_end(reading, place, lexicon), place))
    good = [
        (score, place) for score, place in ends if score >= _FAIR and reading.cut(first, place) is not None
    ]
    return (first, max(good)[1]) if good else None


def _halved(reading: Reading, start: int, end: int, lexicon: Lexicon) -> float:
    """What a quote loses that keeps one half of a thing: "either …" without its "or", "3 days" without
    "and need 6"."""
    words, cost = reading.words, 0.0
    if lexicon.has("asides", words[start].low) and not any(
        place in reading.firsts or words[place].gap == COMMA for place in range(start + 1, end + 1)
    ):
        cost += 2.0 if end in reading.lasts else 3.0  # "when I plan the lesson", and what then?
    if start in reading.firsts and end not in reading.lasts and not _verb(reading, start, end, lexicon):
        cost += 2.5  # "my two best decisions", and what of them?
    if end - start < _STUMP and not (start in reading.firsts and end in reading.lasts):
        cost += 1.0 * (not any(_tells(words[place].low, lexicon) for place in range(start, end + 1)))
    if words[start].low == "either" and not any(word.low == "or" for word in words[start : end + 1]):
        cost += 6.0
    if end - start > 1 and words[end - 1].low in {"and", "or"} and end not in reading.lasts:
        cost += 2.5  # "I keep quiet and me | and Ola work"
    if end + 1 < len(words) and words[end + 1].gap <= COMMA and words[end + 1].low in {"and", "or"}:
        place = end + 2
        if (
            place < len(words)
            and not lexicon.has("subjects", words[place].low)
            and end + 1 not in reading.firsts
        ):
            cost += 1.4
    return cost


def _verb(reading: Reading, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a verb that can be told is among the words, or nowhere in their clause."""
    for place in range(start, len(reading.words)):
        if _tells(reading.words[place].low, lexicon):
            return place <= end
        if place >= end and place in reading.lasts:
            break
    return True


def _tells(low: str, lexicon: Lexicon) -> bool:
    """Whether a word is a verb, as far as the lists can tell."""
    return lexicon.has("finite", low) or lexicon.has("past", low) or low.endswith("ed") or "'" in low


def _bound_left(reading: Reading, place: int, limit: int) -> int:
    while place > max(limit, 0) and reading.words[place].gap < PAUSE:
        place -= 1
    return place


def _bound_right(reading: Reading, place: int, limit: int) -> int:
    top = len(reading.words) - 1
    while place < min(limit, top) and reading.words[place + 1].gap < PAUSE:
        place += 1
    return place


def _start(reading: Reading, place: int, lexicon: Lexicon) -> float:
    low = reading.words[place].low
    opens = place in reading.firsts
    if lexicon.has("hang_start", low):
        # "By Thursday the old habits are back" begins well; "by Thursday" within a clause does not.
        if (place == 0 or reading.words[place].gap >= PAUSE) and lexicon.has("finite", low):
            return 1.8  # "Was going to call": nobody else is meant
        return 1.8 if opens and lexicon.has("ties", low) else -6.0
    subject = 0.8 if lexicon.has("subjects", low) else 0.0
    lost = 4.0 if _depends(reading, place, lexicon) else 0.0
    if place == 0 or reading.words[place].gap >= PAUSE:
        return 2.6 + subject
    if reading.words[place - 1].low == "either":
        return -6.0
    if opens:
        return 2.6 + subject - (lost if reported(reading, place, lexicon) else 0.0)
    if reading.words[place].gap == COMMA:
        return 1.2 + subject - lost
    return _within_clause(reading, place, lexicon) + subject - lost


def _within_clause(reading: Reading, place: int, lexicon: Lexicon) -> float:
    """How well a quote may begin in the middle of a clause, by what it would be cut off from."""
    before, low = reading.words[place - 1].low, reading.words[place].low
    if lexicon.has("ties", before) or lexicon.has("determiners", before):
        return -2.4  # what follows an "of" or "my" belongs to it
    if lexicon.has("lead_keep", before):
        return -2.5  # "when | I was new" is not "I was new"
    if lexicon.has("links", before):
        return -0.8  # what follows an "is" can stand alone: "fixing the machine with Hannah"
    if lexicon.has("finite", before) and not lexicon.has("clings", before):
        return -2.2  # splits "had | nothing"
    if _torn_off(reading, place, lexicon):
        return -4.0
    if lexicon.has("subjects", low):
        return -2.6 if _in_noun_phrase(reading, place, lexicon) else 1.6
    if lexicon.has("lead_drop", before):
        return 1.0 if lexicon.has("determiners", low) else 0.2
    if lexicon.has("hang_end", before):
        return -2.2  # splits "the | report", "was | told"
    if lexicon.has("ties", low):
        return -3.0  # "a kid | in the yard"
    if lexicon.has("break_before", low) or lexicon.has("break_weak", low):
        return -2.0
    return -2.6  # splits a verb from what it takes: "moved | the office"


def _torn_off(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether what looks like a beginning is none: an object "it", a verb before its subject …"""
    before, low = reading.words[place - 1].low, reading.words[place].low
    if lexicon.language != "en":
        return lexicon.has("finite", before)  # "zwei davon habe | ich gestrichen"
    if before in {"though", "if"} and place > 1 and reading.words[place - 2].low == "as":
        return True  # "as though | it had gone wrong" says that it had not
    return low == "it" and not _verb_next(reading, place, lexicon)  # "she had expected | it from me"


def _verb_next(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    follower = reading.words[place + 1].low if place + 1 < len(reading.words) else ""
    return lexicon.has("finite", follower) or lexicon.has("past", follower)


def _in_noun_phrase(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether the subject belongs to a noun before it: "the bit | people asked about"."""
    if lexicon.has("subjects", reading.words[place - 1].low):
        return True  # "someone | I rejected"
    if place < 2:
        return False
    low = reading.words[place - 2].low  # "my desk I sit at" is rare, "at my desk I sit" is not
    return lexicon.has("determiners", low) and not lexicon.has("self", low) and not lexicon.has("others", low)


def _depends(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether a 'not', an 'if' or a doubt in the words before would be lost."""
    for back in range(1, 7):
        other = place - back
        if other < 0 or reading.words[other + 1].gap >= COMMA:
            return False
        low = reading.words[other].low
        if low == "either":
            return True
        if lexicon.has("negations", low) or lexicon.has("limits", low):
            return True
        if lexicon.has("reports", low) and _others_before(reading, other, lexicon):
            return True
    return False


def reported(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether somebody else says what begins here: "he thinks | I am slow" is not "I am slow"."""
    for other in range(place - 1, max(place - 4, -1), -1):
        if reading.words[other + 1].gap >= COMMA:
            return False
        if lexicon.has("reports", reading.words[other].low):
            return _others_before(reading, other, lexicon)
    return False


def _others_before(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether the subject of a "said" is somebody else, or nobody at all."""
    for other in range(place - 1, max(place - 5, -1), -1):
        low = reading.words[other].low
        if lexicon.has("self", low) and lexicon.has("subjects", low):
            return False
        if (
            lexicon.has("subjects", low)
            or lexicon.has("others", low)
            or reading.words[other + 1].gap >= COMMA
        ):
            return True
    return True


def _end(reading: Reading, place: int, lexicon: Lexicon) -> float:
    word = reading.words[place]
    after = reading.words[place + 1] if place + 1 < len(reading.words) else None
    stops = after is None or after.gap >= PAUSE
    if lexicon.has("hang_end", word.low):
        rests = after is None or (after.gap >= COMMA and ":" not in reading.text[word.end : after.start])
        if not rests or not lexicon.has("end_at_stop", word.low):
            return -6.0
    if stops:
        return 2.8
    assert after is not None
    if lexicon.has("conditions", after.low):
        return -0.6  # "I can do it | when nobody is watching"
    if after.gap == COMMA:
        return 2.0
    if place + 1 in reading.firsts or place in reading.lasts:
        return 2.4
    if lexicon.has("no_break_before", after.low):
        follower = reading.words[place + 2].low if place + 2 < len(reading.words) else ""
        return -2.6 if after.low != "to" or lexicon.has("determiners", follower) else -1.2
    if lexicon.has("break_before", after.low):
        return 1.0
    if lexicon.has("break_weak", after.low):
        return -0.5
    if lexicon.has("determiners", after.low) or lexicon.has("self", after.low):
        return -3.2
    return -2.2 if lexicon.has("stop", after.low) else -3.2  # "the late | delivery", "go | on holiday"


def _joined(reading: Reading, place: int, lexicon: Lexicon) -> bool:
    """Whether a condition follows without a pause: "I can do it | when nobody is watching" is one thing."""
    word = reading.words[place]
    return word.gap == INSIDE and lexicon.has("conditions", word.low)


def _crossed(reading: Reading, start: int, end: int, lexicon: Lexicon) -> float:
    cost = 0.0
    for place in range(start + 1, end + 1):
        if reading.words[place].gap == COMMA:
            cost += 0.7
        elif reading.words[place].gap != INSIDE:
            cost += 9.0
        whole = lexicon.has("asides", reading.words[start].low)
        if place in reading.firsts and not whole and not _joined(reading, place, lexicon):
            cost += 2.4
    return cost
