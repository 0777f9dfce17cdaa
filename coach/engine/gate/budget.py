"""How many tokens a text is, before anyone counted, and how many a month may take."""

from datetime import datetime

from coach.domain.text import count_words
from coach.engine.chat import EngineFault, Ledger, Message

PER_MESSAGE = 4
"""Tokens that mark the beginning, role and end of a message, with some to spare."""


def estimate(messages: tuple[Message, ...]) -> int:
    """Tokens these messages will be counted as, rather too many than too few.

    No tokenizer is used: each model has its own. The rule is the larger of bytes and words: a token for each
    four bytes of ASCII and each two other bytes, or four tokens for each three words.
    """
    return sum(PER_MESSAGE + _of(message.content) for message in messages)


def _of(text: str) -> int:
    plain = sum(letter.isascii() for letter in text)
    other = len(text.encode(errors="replace")) - plain
    return max(-(-plain // 4) + -(-other // 2), -(-count_words(text) * 4 // 3))


def month_start(now: datetime) -> datetime:
    """The first moment of the calendar month, in the zone of `now`."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def check(ledger: Ledger, now: datetime, *, limit: int, needed: int) -> None:
    """Refuse what would go over the month's tokens.

    Args:
        limit: tokens a calendar month; 0 for no limit (config `remote.monthly_tokens`).
        needed: tokens of the request and of the longest reply to it.

    Raises:
        EngineFault: `budget`.
    """
    if not limit:
        return
    spent = ledger.tokens_since(month_start(now))
    if spent + needed > limit:
        raise EngineFault(
            "budget",
            f"This month's tokens do not reach: {spent} of {limit} are used, and this needs up to {needed}. "
            "Nothing was sent; the engine on this machine goes on.",
            hint="`remote.monthly_tokens` in the config is the limit (0 for none; `coach config edit`); the "
            "count begins anew each month.",
        )
