"""Rules about experiments and the assumptions they test (practices 6 and 58, rubric E)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from coach.domain.commitment import is_open
from coach.domain.entry import day_of

Verdict = Literal["keep", "change", "drop"]
VERDICTS: tuple[Verdict, ...] = ("keep", "change", "drop")
MOST_OPEN = 2
"""Open experiments at one time; a new one asks which old one to close (rubric E6)."""
REVIEW_AFTER = timedelta(days=7)
"""When the result is asked for, where no day was chosen: the next weekly reflection."""


def read_verdict(text: str) -> Verdict | None:
    """The verdict someone typed; None when it is none of the three."""
    plain = text.strip().lower()
    return next((one for one in VERDICTS if one == plain), None)


def is_due(record: Mapping[str, Any], today: date) -> bool:
    """Whether an open experiment or assumption comes back today or should have before."""
    day = day_of(record, "review_on")
    return is_open(record) and day is not None and day <= today
