"""Words that return: what is shown where the encoder cannot be used. Never called themes (rubric T8)."""

from collections import Counter
from collections.abc import Sequence

from coach.engine.themes.material import Item
from coach.engine.themes.units import sentences
from coach.engine.themes.view import Receipt, Recurring
from coach.engine.themes.words import WordLists, most_spelled, words_in

_MOST = 6
_QUOTES = 2


def recurring(items: Sequence[Item], lists: WordLists) -> tuple[Recurring, ...]:
    """The words that stand in most entries, three at least (two of under twelve), with quotes."""
    told = [words_in(item.text, lists) for item in items]
    counts = Counter(root for words in told for root in words.stems)
    least = 2 if len(items) < 12 else 3
    # A word in more than half of the entries is this person's stop word.
    chosen = [
        root
        for root, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if least <= times <= max(len(items) / 2, least)
    ][:_MOST]
    found = []
    for root in chosen:
        quotes = [
            Receipt(item.id, item.day.isoformat(), quote)
            for item, words in zip(items, told, strict=True)
            if root in words.stems and (quote := _sentence_with(item.text, root, lists))
        ]
        if quotes:
            shown = dict.fromkeys([quotes[0], *quotes[-(_QUOTES - 1) :]])
            found.append(Recurring(most_spelled(root, told), counts[root], tuple(shown)))
    return tuple(found)


def _sentence_with(text: str, root: str, lists: WordLists) -> str:
    return next((one for one in sentences(text) if root in words_in(one, lists).stems), "")
