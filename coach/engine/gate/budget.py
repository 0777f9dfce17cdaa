"""How many tokens a text is, before anyone counted, and how many a month may take."""

import re
from datetime import datetime

from coach.engine.chat import EngineFault, Ledger, Message

_PIECES = re.compile(r"[^\W\d_]+|\s+|.", re.DOTALL)
PER_MESSAGE = 4
"""Tokens that mark the beginning, role and end of a message, with some to spare."""


def estimate(messages: tuple[Message, ...]) -> int:
    """Tokens these messages will be counted as, mostly too many: each model has a tokenizer of its own.

    A token for each three ASCII letters of a word, for each two bytes of other letters, and for each digit,
    sign and line. Measured against a small English vocabulary, where other languages cost most; see
    docs/privacy.md.
    """
    return sum(PER_MESSAGE + sum(map(_of, _PIECES.findall(message.content))) for message in messages)


def _of(piece: str) -> int:
    if piece.isspace():
        return piece.count("\n")
    plain = sum(letter.isascii() for letter in piece)
    other = len(piece.encode(errors="replace")) - plain
    return -(-(2 * plain + 3 * other) // 6) if piece[0].isalpha() else max(len(piece), other)


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
