"""The hybrid logical timestamp that orders all changes (promise P14).

A stamp is `TTTTTTTTTTTT-NNNN-WRITER`: milliseconds since 1970 as 12 hex digits, a counter of 4 hex digits,
the writer. Stamps compare as text. A new stamp is always later than every stamp its writer had seen,
wherever the clock stands: order never depends on the wall clock alone.
"""

import os
from datetime import UTC, datetime, timedelta

WRITER_AT = 18
"""Where the writer begins in a stamp."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LARGEST = 0xFFFF_FFFF_FFFF


def new_writer() -> str:
    """A new writer id: ten characters, 50 random bits."""
    # Not `secrets`, which costs 5 ms of start-up. 256 is a multiple of 32: each letter is as likely.
    return "".join(_ALPHABET[byte % 32] for byte in os.urandom(10))


def next_stamp(now: datetime, last: str, writer: str) -> str:
    """The stamp after `last` (which may be empty) for `writer` at the time `now`."""
    time = min(max(int(now.timestamp() * 1000), 0), _LARGEST - 1)
    if not last or time > (seen := int(last[:12], 16)):
        return f"{time:012x}-0000-{writer}"
    count = int(last[13:17], 16) + 1
    if count > 0xFFFF:
        seen, count = seen + 1, 0
    return f"{seen:012x}-{count:04x}-{writer}"


def writer_of(stamp: str) -> str:
    """Who made the stamp."""
    return stamp[WRITER_AT:]


def moment_of(stamp: str) -> datetime:
    """The time in a stamp: the wall clock unless it had jumped back. Clamped to the years Python knows."""
    try:
        return _EPOCH + timedelta(milliseconds=int(stamp[:12], 16))
    except (OverflowError, ValueError):
        return datetime.max.replace(tzinfo=UTC)


def is_stamp(text: str) -> bool:
    """Whether `text` has the form of a stamp; what does not is a damaged line."""
    if len(text) <= WRITER_AT or text[12] != "-" or text[17] != "-" or not text.isascii():
        return False
    try:
        int(text[:12], 16)
        int(text[13:17], 16)
    except ValueError:
        return False
    return text == text.lower()
