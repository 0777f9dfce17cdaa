"""The forms of a commitment and of an experiment. What they keep is decided by the use cases."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from coach.dates import parse_stored, say_day, understand
from coach.engine.turns import RecapLine
from coach.tui.screens.form import FormScreen, Values, field

if TYPE_CHECKING:
    from coach.engine.coach import Coach

_COMMITMENT = (
    ("text", "I will", "one act that takes under a day"),
    ("if_cue", "When", "a time, a place, or a moment"),
    ("owner", "by", "me, or a name"),
    ("due", "until", "friday, in 2 weeks, 2026-12-01"),
    ("sign", "seen by", "what others could see or count"),
    ("obstacle", "in the way", "what is most likely to stop it"),
    ("obstacle_plan", "if so", "what you do then"),
)
_EXPERIMENT = (
    ("test", "The test", "one thing to try"),
    ("belief", "It tests that", "the belief"),
    ("if_cue", "When", "the occasion"),
    ("sign", "it works if", "what you would see"),
    ("against", "against it would speak", "what would change your mind"),
    ("review_on", "look at it on", "friday, in 2 weeks"),
)
_DAYS = ("due", "review_on")


def form(
    coach: "Coach", kind: str, id: str | None, *, hiding: bool, changed: Callable[[], None]
) -> FormScreen | None:
    """The form for one record, or for a new one; None where it is private and hidden. Reads the store."""
    commitment = kind == "commitment"
    doc = ((coach.commitments if commitment else coach.experiments).get(id)) if id else {}
    if hiding and doc.get("private"):
        return None
    lines = [_line(coach, doc, *spec) for spec in (_COMMITMENT if commitment else _EXPERIMENT)]
    word = "commitment" if commitment else "experiment"
    heading = f"Edit {word}" if id else f"New {word}"
    keep = _keep_commitment if commitment else _keep_experiment
    return FormScreen(
        heading,
        f"{kind}/{id or 'new'}",
        lines,
        lambda values: keep(coach, id, values),
        changed,
        private=bool(doc.get("private")),
    )


def _line(coach: "Coach", doc: dict[str, Any], key: str, label: str, hint: str) -> RecapLine:
    value = doc.get(key)
    if key in _DAYS and value:
        return field(key, label, say_day(parse_stored(str(value)), coach.clock.today()), hint)
    if key == "owner":
        return field(key, label, coach.people.names().get(str(value), "me"), hint)
    return field(key, label, str(value or ""), hint)


def _day(coach: "Coach", said: str) -> date | None:
    return understand(said, coach.clock.today(), lean="future").day if said else None


def _keep_commitment(coach: "Coach", id: str | None, values: Values) -> str:
    """Keep it; what to say, with one question about a vague one. Raises UsageError, NotFound, NotUnique."""
    fields: dict[str, Any] = {**values, "due": _day(coach, values["due"]), "owner": values["owner"] or "me"}
    text = fields.pop("text")
    if id is None:
        coach.commitments.add(text, **fields)
    else:
        coach.commitments.edit(id, text=text, **fields)
    vague = coach.commitments.vague(text, due=fields["due"])
    return f"Kept. {vague}" if vague else "Kept. u takes it back."


def _keep_experiment(coach: "Coach", id: str | None, values: Values) -> str:
    """Keep it. Raises UsageError: a third one, no words, a day not understood."""
    fields: dict[str, Any] = {**values, "review_on": _day(coach, values["review_on"])}
    test = fields.pop("test")
    if id is None:
        coach.experiments.add(test, **fields)
    else:
        if fields["review_on"] is None:
            del fields["review_on"]
        coach.experiments.edit(id, test=test, **fields)
    return "Kept. It comes back on its day."
