"""Checks that every sentence about a theme rests on what was written (feature C1, rubric T1-T6, T10).

Both engines pass through here, and nothing asks who wrote a claim: a model that lies, cites the wrong entry
or obeys an entry's instructions gets fewer claims, never a false one. What code cannot check is whether a
sentence follows from its quotes; so it must share their words or, where an encoder is given, their meaning.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coach.clean import clean
from coach.engine.themes.said import certain, counted, days_said, names_said, numbers_said, trends_said
from coach.engine.themes.trend import split_counts, trend_of
from coach.engine.themes.view import Claim, Receipt
from coach.engine.themes.words import WordLists, stem_set

MOST_WORDS = 40
NEAR = 0.35
"""Cosine from which on a claim counts as near to its quotes though it shares no word with them."""
_SHARED = 0.4
"""Share of a claim's telling words that must stand in the entries it cites."""
_MACHINE = re.compile(r"[\[\]{}<>`|\\]|https?:|www\.|@\w+\.|\b[A-Z]{4,}\b")
_QUOTED = re.compile(r"[“\"„«]([^”\"“«»]+)[”\"“»]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"})
_PART_OF = re.compile(r"\bof (?:them|these|those)\b", re.IGNORECASE)
"""A count of entries within the theme: as many as are cited."""
_SHORTEST = 3
_FEW = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """What claims are checked against."""

    texts: Mapping[str, str]
    """The words of every entry that may be cited at all, by id, oldest first: private ones are not in it."""
    dates: Mapping[str, str]
    """The ISO day of each."""
    lists: WordLists
    instructions: re.Pattern[str] | None = None
    """Words that speak to a program: such a sentence is no evidence (rubric S8)."""
    near: Callable[[str, str], float] | None = None
    """How near two texts are in meaning, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What stood the check."""

    kept: tuple[Claim, ...]
    made: int
    dropped: tuple[tuple[Claim, str], ...] = field(default=())
    """Each with the reason, in words of this module; never shown with the claim's text in a log."""


def check(claims: Sequence[Claim], sources: Sources, theme: Sequence[str] = ()) -> Checked:
    """Keep what can be shown.

    Args:
        claims: sentences with their evidence, whoever wrote them.
        sources: the entries of the period.
        theme: ids of the entries of the theme the claims are about: counts and trends are computed from them,
            and only they may be cited. Empty for claims about the whole period.
    """
    kept: list[Claim] = []
    dropped: list[tuple[Claim, str]] = []
    for claim in claims:
        receipts = [found for one in claim.evidence if (found := verify(one, sources, theme)) is not None]
        reason = "a quote fails" if len(receipts) < len(claim.evidence) else _why_not(claim, sources, theme)
        if reason:
            dropped.append((claim, reason))
        else:
            kept.append(Claim(claim.text, tuple(receipts)))
    return Checked(tuple(kept), len(claims), tuple(dropped))


def verify(receipt: Receipt, sources: Sources, theme: Sequence[str] = ()) -> Receipt | None:
    """The receipt with the entry's very letters, or None where it does not hold.

    Curly quotes and blanks are levelled for the comparison. An empty date is filled in; a wrong one fails.
    """
    text = sources.texts.get(receipt.entry)
    if text is None or (theme and receipt.entry not in theme):
        return None
    if receipt.date and receipt.date != sources.dates.get(receipt.entry):
        return None
    written = verbatim(receipt.quote, text)
    if written is None or (sources.instructions is not None and sources.instructions.search(written)):
        return None
    return Receipt(receipt.entry, sources.dates.get(receipt.entry, ""), written)


def verbatim(quote: str, text: str) -> str | None:
    """The place in `text` where `quote` stands, letter by letter as written there; None where it does not.

    A single word proves nothing, unless the text has hardly more.
    """
    whole = quote.strip()
    wanted = quote.translate(_STRAIGHT).strip(" \t\r\n.…\"'")
    if len(wanted) < _SHORTEST or not any(ch.isalnum() for ch in wanted):
        return None
    if len(wanted.split()) < 2 and len(text.split()) > _FEW:
        return None
    flat = text.translate(_STRAIGHT)  # letter for letter, so places stay the same
    for core in (whole.translate(_STRAIGHT), wanted):
        pattern = r"\s+".join(re.escape(part) for part in core.split())
        found = re.search(rf"(?<!\w){pattern}(?!\w)", flat, re.IGNORECASE)
        if found is not None:
            return text[
                found.start() : found.end() + (flat[found.end() : found.end() + 1] in {".", "!", "?"})
            ]
    return None


def _why_not(claim: Claim, sources: Sources, theme: Sequence[str]) -> str | None:
    """The first rule a claim misses."""
    text = " ".join(claim.text.split())
    cited = [sources.texts[one.entry] for one in claim.evidence]
    if not claim.evidence:
        return "no evidence"
    if not 3 <= len(text.split()) <= MOST_WORDS:
        return "no sentence of a length to be shown"
    if clean(text) != text or _MACHINE.search(text):
        return "markup, an address or shouting"
    if sources.instructions is not None and sources.instructions.search(text):
        return "speaks to a program"
    if certain(text):
        return "certain or advising where it may only be tentative"
    if any(all(verbatim(quote, one) is None for one in cited) for quote in _QUOTED.findall(text)):
        return "words in quotation marks that stand in no cited entry"
    plain = _QUOTED.sub(" ", text)
    if any(not any(_names(name, one) for one in cited) for name in names_said(plain, sources.lists)):
        return "a name that stands in no cited entry"
    return _numbers_fail(plain, claim, sources, theme) or _unsupported(text, plain, claim, cited, sources)


def _numbers_fail(text: str, claim: Claim, sources: Sources, theme: Sequence[str]) -> str | None:
    """Recounts every number, day and trend a claim states (rubric T3, T5)."""
    period = list(sources.texts)
    members = [one for one in period if one in set(theme)] if theme else period
    days, rest = days_said(text)
    of_theme = [sources.dates[one] for one in members]
    ends = {min(of_theme), max(of_theme)} if of_theme else set()
    known = ends | {one.date or sources.dates.get(one.entry, "") for one in claim.evidence}
    if not all(any(day.fits(iso) for iso in known) for day in days):
        return "a day that is not that of the entries cited"
    stated = trends_said(rest)
    if stated and stated != {trend_of(period, members)}:
        return "another trend than the entries have"
    naming = [
        sum(_names(name, sources.texts[one]) for one in members) for name in names_said(text, sources.lists)
    ]
    halves = split_counts(period, members)
    counts, totals, others = counted(rest)
    right = {len(members), *naming} | (set(halves) if "half" in rest.lower() or stated else set())
    if _PART_OF.search(rest):
        right.add(len({one.entry for one in claim.evidence}))
    if not counts <= right or not totals <= {len(period), len(members)}:
        return "a count that is not the one of the entries"
    cited_numbers = set()
    for one in claim.evidence:
        cited_numbers |= numbers_said(sources.texts[one.entry])
    return None if others <= cited_numbers | right else "a number that stands in no cited entry"


def _names(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) is not None


def _unsupported(text: str, plain: str, claim: Claim, cited: Sequence[str], sources: Sources) -> str | None:
    said = stem_set(days_said(plain)[1], sources.lists) - sources.lists.neutral
    if not said:
        stated = counted(text)[0] or trends_said(text) or _QUOTED.search(text) or _run_shared(plain, cited)
        return None if stated else "says nothing"
    written: set[str] = set()
    for one in cited:
        written |= stem_set(one, sources.lists)
    if len(said & written) >= _SHARED * len(said):
        return None
    if sources.near is not None:
        quotes = " ".join(one.quote for one in claim.evidence)
        if sources.near(text, quotes) >= NEAR:
            return None
    return "neither words nor meaning of the entries it cites"


def _run_shared(text: str, cited: Sequence[str]) -> bool:
    """Whether three words in a row of the sentence stand in an entry: where every word is a common one."""
    words = text.rstrip(".").split()
    runs = (" ".join(words[place : place + 3]) for place in range(len(words) - 2))
    return any(verbatim(run, one) is not None for run in runs for one in cited)
