"""The plain sentences beside the themes: what was left out, what is missing, what to do."""

from datetime import date
from typing import TYPE_CHECKING

from coach.engine.themes.material import Material
from coach.engine.themes.trend import ENOUGH

if TYPE_CHECKING:  # numpy comes in with it
    from coach.engine.themes.drawing import Drawn


def of_material(material: Material, since: date | None, today: date) -> list[str]:
    """What the entries of the period allow, before any is read."""
    count, notes = len(material.items), []
    if since is not None and since > today:
        notes.append(f"The period begins on {since.isoformat()}, which is still to come.")
    elif not count and not material.foreign:
        hidden = material.private + material.stopped + material.never_send
        notes.append(
            "All that was written in this period is private or was stopped, and themes leave that out."
            if hidden
            else "Nothing was written in this period."
        )
    elif count < ENOUGH:
        notes.append(f"Themes need a few weeks: {count} of {ENOUGH} entries so far.")
    if material.foreign:
        number = len(material.foreign)
        notes.append(
            f"{_entries(number)} in another language {'is' if number == 1 else 'are'} in no theme: "
            "this engine reads English only."
        )
    if count and material.private:
        notes.append(f"{_entries(material.private)} left out as a whole or in part: private.")
    if count and material.stopped:
        notes.append(f"{_entries(material.stopped)} left out: stopped for safety.")
    return notes


def of_themes(drawn: "Drawn") -> list[str]:
    """What became of the entries that are in no theme."""
    notes = []
    if not drawn.themes:
        notes.append("Nothing returns often enough to be called a theme.")
    if drawn.unsorted and drawn.themes:
        number = len(drawn.unsorted)
        notes.append(
            f"{_entries(number)} {'fits' if number == 1 else 'fit'} none of these. Groups are an estimate."
        )
    if drawn.rejected:
        notes.append(
            f"{drawn.rejected} you rejected before {'is' if drawn.rejected == 1 else 'are'} not shown."
        )
    if drawn.thin:
        notes.append(
            f"{drawn.thin} you kept {'has' if drawn.thin == 1 else 'have'} one entry only in this period."
        )
    return notes


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
