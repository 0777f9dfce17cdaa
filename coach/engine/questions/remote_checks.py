"""What a model's question must pass beside the gates both engines share, and how a miss is told to it.

The shared gates catch a bad question; these catch what only a model can do: answer in another language,
speak as the person, name people and numbers nobody wrote, give its instructions away (promises P25, P34).
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from coach.engine.questions.gates import REPEATED, Draft, failures
from coach.engine.questions.quoting import alike, words

_SPEAKS_AS_THEM = re.compile(r"\b(?:I|I'm|I've|I'd|my|me|mine|myself|we|our|us)\b")
_YOU = re.compile(r"\byou(?:r|rs|rself|'\w+)?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<![.?!:\"] )(?<!^)\b[A-Z][a-z]+\b")
_LEAK = re.compile(
    r"\b(?:as an ai|language model|system prompt|(?:my|your) (?:system )?instructions|i cannot comply"
    r"|developer mode|api[_ ]key|phrase:|question:)",
    re.IGNORECASE,
)
_ALIKE: Final = 8
"""Words in a row shared with the instructions: more than chance."""
_NAMES_AS_NOUNS: Final = frozenset({"de"})
"""Languages that write every noun with a capital."""

SAID: Final = {
    "none": "It holds no question.",
    "Q1": "There must be exactly one question mark, at the end.",
    "Q2": "It can be answered with yes, no or a number: begin with What, Which, Who, When, Where or How.",
    "Q3": "It gives advice.",
    "Q4": "It hints at the answer, or begins with Why.",
    "Q5": "It is too long: 14 words at most.",
    "Q6": "The phrase is not copied from what they wrote.",
    "Q7": "What stands in quotation marks is not what they wrote, or is cut off in the middle.",
    "Q9": "It was asked before: ask something else.",
    "Q12": "It does not hold on to one concrete thing: use the word one, first, moment, who or when.",
    "Q13": "It asks two things: ask one.",
    "Q14": 'It is not about this person: say "you" or "your".',
    "Q15": "It praises.",
    "Q16": "It uses a word of jargon.",
    "Q17": "It puts a label on this person.",
    "Q18": "It names a feeling they did not name.",
    "Q19": "It would fit any text: ask about this one.",
    "S8": "It holds marks or symbols: plain words only.",
    "rambles": "It goes on after the question: two lines and nothing else.",
    "language": "It is in another language.",
    "voice": 'It speaks as the person ("I", "my"): speak to them as "you".',
    "invented": "It names a person or a number they did not write.",
    "copied": "It is one of the examples: ask about what they wrote.",
    "leak": "It repeats the instructions.",
    "refused": "It was not wanted again: ask something else.",
}
"""Each rule a question can miss, as one plain sentence for the model that is asked to mend it."""


def missed(
    draft: Draft, own: str, *, instructions: Sequence[str], language_of: Callable[[str], str]
) -> tuple[str, ...]:
    """The ids of all rules a model's question misses; empty means it may be shown.

    Args:
        own: the question without the lead-in that was put before it.
        instructions: what the model was told beforehand, its examples among it: a copy of one is no question.
        language_of: tells the language of a text.
    """
    found = list(failures(draft))
    outside = draft.masked
    if draft.language == "en" and not _YOU.search(own) and "Q14" not in found:
        found.append("Q14")  # the "you" of a lead-in makes no question about the person
    if language_of(outside) != draft.language:
        found.append("language")
    if draft.language == "en" and _SPEAKS_AS_THEM.search(outside):
        found.append("voice")
    if _invents(draft, outside):
        found.append("invented")
    said = words(outside)
    if _LEAK.search(draft.reply) or any(_repeats(said, words(told)) for told in instructions):
        found.append("leak")
    elif any(_copies(draft.question, told) for told in instructions):
        found.append("copied")
    return tuple(found)


def sentences(rules: Sequence[str]) -> list[str]:
    """Each missed rule in plain words, at most four: a small model loses more in a long list."""
    return [SAID[rule] for rule in rules if rule in SAID][:4]


def _invents(draft: Draft, outside: str) -> bool:
    pool = "\n".join((draft.answer, *draft.earlier_answers, *draft.history))
    numbers = set(_NUMBER.findall(pool))
    if any(number not in numbers for number in _NUMBER.findall(outside)):
        return True
    if draft.language in _NAMES_AS_NOUNS:
        return False
    known = set(words(pool))
    return any(
        name.lower() not in known and name not in {"Q", "I"} and name not in _CALENDAR
        for name in _NAME.findall(outside)
    )


def _copies(question: str, told: str) -> bool:
    """Whether the question is an example's, but for a word or two."""
    example = told.rpartition(":")[2]
    return told.startswith("Phrase:") and alike(question, example) >= REPEATED


def _repeats(said: Sequence[str], given: Sequence[str]) -> bool:
    runs = {tuple(given[n : n + _ALIKE]) for n in range(len(given) - _ALIKE + 1)}
    return any(tuple(said[n : n + _ALIKE]) in runs for n in range(len(said) - _ALIKE + 1))


_CALENDAR: Final = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
"""A day may be asked about though nobody named it."""
