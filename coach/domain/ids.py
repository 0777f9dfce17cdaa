"""Identifiers that sort by time and never clash (promise P9)."""

import os  # not `secrets`, which costs 5 ms of start-up
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base32: no i, l, o, u to misread
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_TIME_CHARS = 7  # 35 bits of seconds: a thousand years; few characters keep unique prefixes short
_RANDOM_CHARS = 16  # 80 random bits
ID_LENGTH = _TIME_CHARS + _RANDOM_CHARS
LONG_PREFIX = _TIME_CHARS + 3
"""Characters of an id that name it alone in all likelihood, where the other ids are not at hand."""


def _base32(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


def new_id(at: datetime) -> str:
    """Make an id of 23 characters: seconds since 2020 in base 32, then 80 random bits.

    A clock before 2020 or far in the future is clamped: ids stay unique by their random part, and order never
    depends on them alone (the journal's logical timestamp decides).
    """
    seconds = min(max(int((at - _EPOCH).total_seconds()), 0), 32**_TIME_CHARS - 1)
    return _base32(seconds, _TIME_CHARS) + _base32(int.from_bytes(os.urandom(10)), _RANDOM_CHARS)


def shortest_prefix(wanted: str, everything: set[str] | list[str], at_least: int = 4) -> str:
    """The shortest start of `wanted`, four characters or more, that no other id in `everything` shares."""
    longest = 0
    for other in everything:
        if other == wanted:
            continue
        shared = 0
        for mine, theirs in zip(wanted, other, strict=False):
            if mine != theirs:
                break
            shared += 1
        longest = max(longest, shared)
    return wanted[: max(at_least, longest + 1)]
