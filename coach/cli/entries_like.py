"""`coach entries --like`: the entries near in meaning, each with the sentence that is nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.clean import one_line
from coach.cli.app import App
from coach.cli.progress import progress_on
from coach.cli.records import hides_private, short
from coach.dates import say_day
from coach.engine.entry_list import Hit

_USUAL = 10


@dataclass(frozen=True, slots=True)
class Near:
    """An entry, and its sentence nearest in meaning to what was asked."""

    hit: Hit
    sentence: str


def nearest(app: App, what: str, hits: Sequence[Hit], limit: int | None) -> list[Near]:
    """Those of `hits` nearest to a text, or to the entry whose id is given, nearest first.

    How near is an estimate: it gives the order and is never shown as a number.

    Raises:
        UsageError: nothing to look for. EncoderMissing: there is nothing to compare by.
    """
    by_id = {hit.id: hit for hit in hits}
    everything = sum(1 for _ in app.coach.entries.ids())
    with progress_on(app) as progress:
        found = app.coach.themes.like(what, everything, hide_private=hides_private(app), progress=progress)
    near = [Near(by_id[one.entry], one.quote) for one in found if one.entry in by_id]
    return near[: limit or _USUAL]


def rows_of(app: App, near: Sequence[Near]) -> list[tuple[str, str, str]]:
    """Id, day and nearest sentence of each."""
    today = app.coach.clock.today()
    ids = short({"id": one} for one in app.coach.entries.ids())
    return [
        (
            ids[one.hit.id],
            say_day(one.hit.day, today) if one.hit.day else "",
            f"“{one_line(one.sentence)}”",
        )
        for one in near
    ]
