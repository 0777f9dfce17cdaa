"""What the Commitments screen shows, as rows: pure functions of the records and the day."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from coach.dates import parse_stored, say_day
from coach.domain.commitment import is_late, times_carried
from coach.domain.records import Doc
from coach.errors import InvalidData
from coach.tui.widgets.rows import Row

if TYPE_CHECKING:
    from coach.engine.coach import Coach

Tab = Literal["open", "others", "experiments", "closed"]
TABS: tuple[tuple[Tab, str], ...] = (
    ("open", "Open"),
    ("others", "Waiting on others"),
    ("experiments", "Experiments"),
    ("closed", "Closed"),
)
EMPTY: Mapping[Tab, str] = {
    "open": "Commitments come out of sessions; n adds one.",
    "others": "Nobody owes you anything that is written here. Name an owner when you add one with n.",
    "experiments": "No experiment is open. The weekly reflection ends with one, or n adds one.",
    "closed": "Nothing is closed yet.",
}
_OUTCOME = {
    "done": "done",
    "partly": "partly done",
    "changed": "changed",
    "dropped": "dropped",
    "handed_over": "handed over",
}
_VERDICT = {"keep": "kept", "change": "to be changed", "drop": "dropped"}


def rows_of(
    coach: "Coach", tab: Tab, *, person: str = "", hiding: bool = False
) -> tuple[dict[Tab, int], list[Row]]:
    """How many each tab has, and the rows of one. Runs on the engine's thread."""
    today = coach.clock.today()
    still = coach.commitments.list(person=person or None, hide_private=hiding)
    others = [doc for doc in still if doc.get("owner", "me") != "me"]
    tests = [] if person else coach.experiments.list(hide_private=hiding)
    past = coach.commitments.list(status="closed", person=person or None, hide_private=hiding)
    past_tests = [] if person else coach.experiments.list(status="closed", hide_private=hiding)
    counts: dict[Tab, int] = {
        "open": len(still),
        "others": len(others),
        "experiments": len(tests),
        "closed": len(past) + len(past_tests),
    }
    names = {str(doc["id"]): str(doc.get("name") or "") for doc in coach.people.list()}
    if tab == "experiments":
        return counts, [experiment_row(doc, today) for doc in tests]
    if tab == "closed":
        both = [*past, *past_tests]
        both.sort(key=lambda doc: str(doc.get("closed_on") or ""), reverse=True)
        return counts, [closed_row(doc, names, today) for doc in both]
    return counts, [commitment_row(doc, names, today) for doc in (others if tab == "others" else still)]


def commitment_row(doc: Doc, names: Mapping[str, str], today: date) -> Row:
    """An open commitment: owner, words, day, how often it was carried."""
    day = _day(doc.get("due"))
    late = is_late(doc, today)
    when = "" if day is None else (f"was due {_short(day, today)}" if late else say_day(day, today))
    carried = times_carried(doc)
    return Row(
        f"commitment:{doc['id']}",
        _sentence(doc),
        lead=owner(doc, names),
        detail=when,
        note=f"carried {carried}x" if carried else "",
        mark="!" if late else "",
        private=bool(doc.get("private")),
    )


def experiment_row(doc: Doc, today: date) -> Row:
    """An open experiment: what is tried and when it comes back."""
    day = _day(doc.get("review_on"))
    due = day is not None and day <= today
    when = "" if day is None else ("what happened?" if due else f"look at it {say_day(day, today)}")
    return Row(
        f"experiment:{doc['id']}",
        str(doc.get("test") or ""),
        detail=when,
        private=bool(doc.get("private")),
    )


def closed_row(doc: Doc, names: Mapping[str, str], today: date) -> Row:
    """Something closed, with what came of it."""
    day = _day(doc.get("closed_on"))
    when = say_day(day, today) if day else ""
    private = bool(doc.get("private"))
    if "test" in doc:
        came = _VERDICT.get(str(doc.get("verdict")), "closed")
        title, lead, row_id = str(doc["test"]), "test", f"experiment:{doc['id']}"
    else:
        came = _OUTCOME.get(str(doc.get("outcome")), "closed")
        title, lead, row_id = _sentence(doc), owner(doc, names), f"commitment:{doc['id']}"
    return Row(row_id, title, lead=lead, detail=came, note=when, mark="=", private=private)


def owner(doc: Doc, names: Mapping[str, str]) -> str:
    """`me`, or the person's name."""
    whose = str(doc.get("owner", "me"))
    return "me" if whose == "me" else names.get(whose, "someone")


def _sentence(doc: Doc) -> str:
    return str(doc.get("text") or doc.get("then_act") or "")


def _day(value: object) -> date | None:
    try:
        return parse_stored(str(value)) if value else None
    except InvalidData:
        return None


def _short(day: date, today: date) -> str:
    return f"{day:%a}" if 0 < (today - day).days < 7 else say_day(day, today)
