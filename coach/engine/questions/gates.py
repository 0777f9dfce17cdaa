"""What every shown question must pass, as pure functions named by the rubric's ids (section 2).

Both engines use them: a candidate that fails is replaced (embedded) or repaired once and then dropped
(remote).
What the person wrote is taken out first, so that their own words never count for or against a question. The
rules
for English speak of English questions; questions in other languages pass those that need no vocabulary.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from coach.clean import clean
from coach.domain.asking import Support
from coach.engine.questions import phrases
from coach.engine.questions.quoting import alike, mask, plain, words

_HANGING = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "about",
        "and",
        "or",
        "but",
        "if",
        "because",
        "that",
        "which",
        "who",
        "my",
        "your",
        "his",
        "her",
        "their",
        "our",
        "its",
    ]
)
_ENDS_ALLOWED = frozenset(
    ["in", "on", "at", "by", "for", "from", "with", "about", "to", "that", "her", "his"]
)  # "what I was afraid of" ends well
REPEATED = 0.75
"""Rubric Q9: from this likeness on, a question counts as asked before."""
REMEMBERED = 6
"""Rubric Q9: how many earlier questions count."""


@dataclass(frozen=True)
class Draft:
    """A reply before it is shown, with all it is judged by."""

    reply: str
    answer: str
    history: tuple[str, ...] = ()
    """Earlier questions, oldest first."""
    earlier_answers: tuple[str, ...] = ()
    support: Support = "supported"
    language: str = "en"
    needs_quote: bool = True
    """False for a door: there was nothing to build on."""

    @cached_property
    def masked(self) -> str:
        """The reply with quoted words replaced by a lone Q."""
        return mask(self.reply, (self.answer, *self.earlier_answers))[0]

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """What stands in quotation marks."""
        return mask(self.reply, (self.answer, *self.earlier_answers))[1]

    @cached_property
    def question(self) -> str:
        """The last sentence, masked."""
        parts = [part.strip() for part in re.split(r"(?<=[.!?])\s+", self.masked) if part.strip()]
        return parts[-1] if parts else ""


# --- rules that hold in every language ---


def one_question(draft: Draft) -> bool:
    """Q1: exactly one question mark outside quotes, and the reply ends with it."""
    marks = (
        sum(draft.masked.count(mark) for mark in "?？;")
        if draft.language == "el"
        else draft.masked.count("?")
    )
    return marks == 1 and draft.masked.endswith("?")


def short(draft: Draft) -> bool:
    """Q5 and Q12: question ≤ 30 words, reply ≤ 45; guided ≤ 32, independent ≤ 28 in all."""
    whole = len(words(draft.reply))
    asked = len([w for w in words(draft.question) if w != "q"]) + sum(len(words(q)) for q in draft.quotes)
    limit = {"guided": 32, "supported": 45, "independent": 28}[draft.support] if draft.needs_quote else 45
    return asked <= 30 and whole <= limit


def grounded(draft: Draft) -> bool:
    """Q6: holds the person's own words, 2 to 10 in a run; a single word will do where the answer has few."""
    if not draft.needs_quote:
        return True
    few = len(words(draft.answer)) <= 6
    return any((1 if few else 2) <= len(words(quote)) <= 10 for quote in draft.quotes)


def verbatim(draft: Draft) -> bool:
    """Q7: every quote is the person's, letter by letter, and does not hang in the air."""
    pool = "\n".join(plain(source) for source in (draft.answer, *draft.earlier_answers))
    for quote in draft.quotes:
        if plain(quote).strip(" .,;:!?") not in pool:
            return False
        parts = words(quote)
        if not parts or (len(parts) > 1 and draft.language == "en" and _hangs(quote, parts, pool)):
            return False
    return True


def _hangs(quote: str, parts: list[str], pool: str) -> bool:
    if parts[0] in {"and", "or", "of", "which"}:
        return True
    if parts[-1] not in _HANGING:
        return False
    if parts[-1] not in _ENDS_ALLOWED:
        return True
    after = pool.partition(plain(quote))[2]
    return bool(re.match(r"\s*\w", after))  # hangs only where the person went on


def not_repeated(draft: Draft) -> bool:
    """Q9: unlike the last six questions, quotes taken out."""
    return all(alike(draft.reply, earlier) < REPEATED for earlier in draft.history[-REMEMBERED:])


def clean_text(draft: Draft) -> bool:
    """S8, P31: nothing a terminal or a template could obey, one line, no markup."""
    text = draft.reply
    return clean(text) == text and "\n" not in text and not re.search(r"[\[\]{}<>`|\\]|https?://", text)


# --- rules for English questions ---


def open_ended(draft: Draft) -> bool:
    """Q2: cannot be answered with yes, no, a number or a name alone."""
    core = phrases.LEAD_IN.sub("", draft.question)
    if phrases.TAG.search(draft.question) or phrases.COUNT.search(core):
        return False
    if phrases.POLITE.search(core):
        return True
    return not phrases.CLOSED_START.match(core) and bool(phrases.OPEN.search(core))


def no_advice(draft: Draft) -> bool:
    """Q3: no advice dressed as a question."""
    return not phrases.ADVICE.search(draft.masked)


def not_leading(draft: Draft) -> bool:
    """Q4: no answer hidden in the question."""
    return not phrases.LEADING.search(draft.masked)


def fits_support(draft: Draft) -> bool:
    """Q12: guided holds on to one concrete thing; independent offers no examples and no menu."""
    if draft.support == "guided":
        return bool(phrases.GUIDED.search(draft.masked))
    if draft.support == "independent":
        return not phrases.MENU.search(draft.masked)
    return len(phrases.MENU.findall(draft.masked)) <= 1


def not_stacked(draft: Draft) -> bool:
    """Q13: not two questions in one."""
    return not phrases.STACKED.search(draft.question)


def about_you(draft: Draft) -> bool:
    """Q14: about the person's view, act or choice."""
    return bool(re.search(r"\byou(?:r|rs|rself|'\w+)?\b", draft.masked, re.I))


def no_praise(draft: Draft) -> bool:
    """Q15."""
    return not phrases.PRAISE.search(draft.masked)


def plain_words(draft: Draft) -> bool:
    """Q16: no jargon the person has not used."""
    said = draft.answer.lower()
    return all(match.group().lower() in said for match in phrases.JARGON.finditer(draft.masked))


def no_label(draft: Draft) -> bool:
    """Q17: no diagnosis, no label for the person."""
    said = draft.answer.lower()
    return all(match.group().lower() in said for match in phrases.LABEL.finditer(draft.masked))


def no_feeling_added(draft: Draft) -> bool:
    """Q18: no feeling the person has not named."""
    return not (phrases.EMOTION.intersection(words(draft.masked)) - set(words(draft.answer)))


def specific(draft: Draft) -> bool:
    """Q19: not a stock question."""
    return not phrases.STOCK.match(draft.question)


_EVERYWHERE: dict[str, Callable[[Draft], bool]] = {
    "Q1": one_question,
    "Q5": short,
    "Q6": grounded,
    "Q7": verbatim,
    "Q9": not_repeated,
    "S8": clean_text,
}
_ENGLISH: dict[str, Callable[[Draft], bool]] = {
    "Q2": open_ended,
    "Q3": no_advice,
    "Q4": not_leading,
    "Q12": fits_support,
    "Q13": not_stacked,
    "Q14": about_you,
    "Q15": no_praise,
    "Q16": plain_words,
    "Q17": no_label,
    "Q18": no_feeling_added,
    "Q19": specific,
}


def failures(draft: Draft) -> tuple[str, ...]:
    """The ids of all rules `draft` misses, in the rubric's order within each group; empty means it may be
    shown."""
    missed = [name for name, rule in _EVERYWHERE.items() if not rule(draft)]
    if draft.language == "en":
        missed += [name for name, rule in _ENGLISH.items() if not rule(draft)]
    return tuple(missed)


def passes(draft: Draft) -> bool:
    """Whether `draft` may be shown; stops at the first rule it misses."""
    if not all(rule(draft) for rule in _EVERYWHERE.values()):
        return False
    return draft.language != "en" or all(rule(draft) for rule in _ENGLISH.values())
