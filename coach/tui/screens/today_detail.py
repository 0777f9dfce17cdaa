"""The selected row of Today in full, for the second pane of a wide window. Runs on the engine's thread."""

from typing import TYPE_CHECKING

from coach.dates import parse_stored, say_day
from coach.domain.visibility import may
from coach.errors import CoachError, InvalidData

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.tui.screens.today_rows import Target

Parts = tuple[tuple[str, str], ...]


def describe(coach: "Coach", target: "Target", *, hiding: bool) -> Parts:
    """Paragraphs (look, raw text) about one row; empty when the row says it all."""
    try:
        if target.kind in ("start", "resume"):
            return _session(coach, target)
        if target.kind in ("commitment", "experiment", "assumption"):
            return record(coach, target.kind, target.id, hiding=hiding)
        if target.kind == "win":
            entry = coach.entries.get(target.id, hide_private=hiding)
            return (
                ("head", "Win"),
                ("quote", str(entry.get("text") or "")),
                ("soft", _day(coach, entry.get("date"))),
            )
    except CoachError as error:
        return (("warn", error.message), ("soft", error.hint))
    return ()


def record(coach: "Coach", kind: str, id: str, *, hiding: bool = False) -> Parts:
    """One commitment, experiment or assumption with all its fields."""
    doc = getattr(coach, f"{kind}s").get(id)
    if hiding and not may(doc, "screen_shared"):
        return (("soft", "Private, not shown now."),)
    labels = {
        "commitment": (
            ("if_cue", "If"),
            ("then_act", "Then"),
            ("sign", "I will see it by"),
            ("obstacle", "In the way"),
            ("obstacle_plan", "And then"),
            ("due", "Due"),
            ("review", "Look again"),
            ("opened_on", "From"),
            ("note", "Note"),
        ),
        "experiment": (
            ("belief", "Belief"),
            ("if_cue", "When"),
            ("sign", "I will see it by"),
            ("against", "Would change my mind"),
            ("review_on", "Look again"),
            ("opened_on", "From"),
        ),
        "assumption": (
            ("limited_what", "It limited"),
            ("alternative", "Another way to see it"),
            ("review_on", "Look again"),
        ),
    }[kind]
    main = doc.get("text") or doc.get("test") or ""
    parts: list[tuple[str, str]] = [("head", kind.capitalize()), ("strong", str(main))]
    for key, label in labels:
        value = doc.get(key) if key != "review" or not doc.get("due") else None
        if value:
            said = _day(coach, value) if key in ("due", "review", "review_on", "opened_on") else str(value)
            parts.append(("text", f"{label}: {said}"))
    carried = doc.get("carried")
    if carried:
        parts.append(("text", f"Carried {carried} time" + ("" if carried == 1 else "s")))
    return tuple(parts)


def is_private(coach: "Coach", kind: str, id: str) -> bool:
    """Whether a commitment, experiment or assumption is for oneself alone."""
    return not may(getattr(coach, f"{kind}s").get(id), "screen_shared")


def _session(coach: "Coach", target: "Target") -> Parts:
    guide_id = target.id or coach.sessions.suggested()
    if target.kind == "resume":
        entry = coach.entries.get(target.id)
        guide_id = str((entry.get("session") or {}).get("guide") or entry.get("kind"))
    guide = coach.guides.get(guide_id)
    steps = [step.title for step in guide.steps]
    return (
        ("head", guide.title),
        ("text", guide.intent),
        ("head", "Steps"),
        *(("text", f"  {title}") for title in steps),
        ("soft", "Every step can be skipped. Nothing typed is lost."),
    )


def _day(coach: "Coach", value: object) -> str:
    try:
        return say_day(parse_stored(str(value)), coach.clock.today())
    except InvalidData:
        return str(value)
