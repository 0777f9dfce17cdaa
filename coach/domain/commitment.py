"""Rules about commitments: outcomes, lateness, the third carry (practice 19, rubric E, design section 8)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal

from coach.domain.entry import day_of

Outcome = Literal["done", "partly", "changed", "dropped", "handed_over"]
OUTCOMES: tuple[Outcome, ...] = ("done", "partly", "changed", "dropped", "handed_over")
SAY_OUTCOME: dict[Outcome, str] = {
    "done": "done",
    "partly": "partly done",
    "changed": "changed",
    "dropped": "dropped",
    "handed_over": "handed over",
}
_ALSO_SAID: dict[str, Outcome] = {
    "did": "done",
    "did it": "done",
    "finished": "done",
    "complete": "done",
    "completed": "done",
    "partly done": "partly",
    "partially": "partly",
    "partially done": "partly",
    "partial": "partly",
    "half done": "partly",
    "in part": "partly",
    "change": "changed",
    "drop": "dropped",
    "hand over": "handed_over",
    "handover": "handed_over",
    "delegated": "handed_over",
    "passed on": "handed_over",
}
"""Other words people use for the outcomes; only such as cannot mean another."""
THIRD_CARRY = ("do", "change", "hand over", "drop", "escalate")
"""What is asked once at the third carry."""
WITHIN_DAYS = 14
"""A commitment or experiment falls due within this many days (rubric E2)."""
REVIEW_AFTER = timedelta(days=7)
"""When a commitment without a date is looked at again, so that nothing open is dropped unseen (rubric E2)."""


def read_outcome(text: str) -> Outcome | None:
    """The outcome someone typed ('handed over', 'handed-over', 'partly done'); None when it is none of the
    five."""
    plain = " ".join(text.lower().replace("-", " ").replace("_", " ").split()).rstrip(".!")
    own = next((one for one in OUTCOMES if one.replace("_", " ") == plain), None)
    return own or _ALSO_SAID.get(plain)


_PLACED = re.compile(
    r"(?:if|when|whenever|as soon as|once|after|before|at|on|in|during|while|every|each|next|the next)\b",
    re.IGNORECASE,
)
_SAYS_I = re.compile(r"I(?:['’]ll| will| shall| am going to|['’]m going to)\b")


def say_whole(commitment: Mapping[str, Any]) -> str:
    """The act with its moment, in one's own words: "I will count to five — when Omar calls" (rubric E1).

    A moment that is no English clause, or may be none, stands behind the bare label 'when:'.
    """
    text, cue = str(commitment.get("text") or "").strip(), str(commitment.get("if_cue") or "").strip(" ,.;")
    if not text or not cue or cue.casefold() in text.casefold():
        return text
    act = text.rstrip(" ,.;")
    if _PLACED.match(cue):
        return f"{act} — {cue[0].lower()}{cue[1:]}"
    clause = _SAYS_I.match(act) and len(cue.split()) >= 2
    return f"{act} — when {cue}" if clause else f"{act} — when: {cue}"


def is_open(record: Mapping[str, Any]) -> bool:
    """Whether a commitment, experiment, assumption or aim is still open."""
    return str(record.get("status", "open")) == "open"


def closed(record: Mapping[str, Any], day: date, on_entry: str | None, **came: str) -> dict[str, Any]:
    """The record as it is once closed: what came of it, on which day, in which entry."""
    return {**record, "status": "closed", **came, "closed": on_entry, "closed_on": day.isoformat()}


def open_then_closed(
    records: Iterable[dict[str, Any]], field: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Open records by the day in `field`, those without one last; closed ones, the latest first."""
    still: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    for record in records:
        (still if is_open(record) else past).append(record)
    still.sort(key=lambda record: day_of(record, field) or date.max)
    past.sort(key=lambda record: str(record.get("closed_on") or ""), reverse=True)
    return still, past


def asked_for_on(commitment: Mapping[str, Any]) -> date | None:
    """The day it falls due, or is looked at again where it has no date."""
    return day_of(commitment, "due") or day_of(commitment, "review")


def is_late(commitment: Mapping[str, Any], today: date) -> bool:
    """Open and its date has passed. A day to look at it again does not make it late."""
    due = day_of(commitment, "due")
    return is_open(commitment) and due is not None and due < today


def times_carried(commitment: Mapping[str, Any]) -> int:
    """How often it was moved on; 0 where that is unknown."""
    carried = commitment.get("carried", 0)
    return carried if isinstance(carried, int) and not isinstance(carried, bool) else 0


def asks_at_third_carry(commitment: Mapping[str, Any]) -> bool:
    """Whether to ask now, once: do, change, hand over, drop, escalate (feature C4)."""
    return is_open(commitment) and times_carried(commitment) >= 3 and not commitment.get("asked_third_carry")
