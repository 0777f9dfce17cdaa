"""The embedded engine's sentences about a theme: assembled from what was counted, each with its receipts."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from coach.engine.themes.intentions import IntentionRules
from coach.engine.themes.material import Item
from coach.engine.themes.trend import split_counts, trend_of
from coach.engine.themes.view import Claim, Receipt

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHOWN = 3


def say(day: date, *, year: bool) -> str:
    """A day in words: `7 Jan`, `7 Jan 2025`."""
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{short} {day.year}" if year else short


def claims_about(
    period: Sequence[Item],
    members: Sequence[Item],
    evidence: Sequence[Receipt],
    named: Mapping[str, Sequence[Receipt]],
    rules: IntentionRules,
) -> list[Claim]:
    """What can be said of a theme by counting: how often, its trend, who is in it, what was meant to change.

    Args:
        period: all entries read, oldest first.
        members: the theme's entries, oldest first.
        evidence: its quotes.
        named: for each name in two entries or more, one sentence of each entry that holds it.
        rules: what says that something is going to be done.
    """
    first, last = members[0].day, members[-1].day
    year = period[0].day.year != period[-1].day.year
    span = (
        f"on {say(first, year=year)}"
        if first == last
        else f"from {say(first, year=year)} to {say(last, year=year)}"
    )
    quotes = tuple(evidence)
    made = [Claim(f"Comes up in {len(members)} of {len(period)} entries, {span}.", quotes)]
    trend = trend_of([item.id for item in period], [item.id for item in members])
    before, after = split_counts([item.id for item in period], [item.id for item in members])
    if trend in ("rising", "fading"):
        how = "More often lately" if trend == "rising" else "Less often lately"
        halves = f"{_entries(before)} in the first half of the period, {_entries(after)} in the second half"
        made.append(Claim(f"{how}: {halves}.", quotes))
    for name, receipts in named.items():
        made.append(Claim(f"In {len(receipts)} of these entries {name} is named.", tuple(receipts[:_SHOWN])))
    meant = [
        Receipt(item.id, item.day.isoformat(), found.text)
        for item in members
        if (found := rules.first_in(item.text))
    ]
    if len(meant) >= 2:
        made.append(
            Claim(f"In {len(meant)} of these entries you wrote what you would do next.", tuple(meant))
        )
    return made


def people_in(members: Sequence[Item], names: frozenset[str], most: int = 2) -> list[str]:
    """The names that stand in at least two of the entries and in a third of them, most frequent first."""
    counts = Counter(
        name for item in members for name in names if re.search(rf"\b{re.escape(name)}\b", item.text)
    )
    least = max(2, len(members) / 3)
    found = [name for name, times in counts.items() if times >= least]
    return sorted(found, key=lambda name: (-counts[name], name))[:most]


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
