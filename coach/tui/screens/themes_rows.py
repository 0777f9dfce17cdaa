"""What Themes shows, as rows: pure functions of a view. Reads nothing and decides nothing."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coach.dates import say_day
from coach.domain.sparks import fold, say_counts, spark
from coach.tui.text import line, quote
from coach.tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.engine.themes import Promise, Receipt, Recurring, Theme, ThemesView

MOST_SUMS = 8
"""Counts shown in the list; a longer period is summed over several weeks."""
WIDE, _MIDDLE = 66, 40
"""Columns of the list from which numbers and bars, and bars alone, stand beside a theme."""
ASKED = "asked"
"""Id of the row that asks whether an intention was carried out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list holds."""

    themes: "tuple[Theme, ...]"
    recurring: "tuple[Recurring, ...]"
    asked: "tuple[Promise, ...]"
    """Open intentions with an entry that may tell they were carried out."""

    @classmethod
    def of(cls, view: "ThemesView | None") -> "Shown":
        """Of a view, or of nothing."""
        if view is None:
            return cls((), (), ())
        asked = tuple(one for one in view.promises if one.status == "open" and one.proposal is not None)
        return cls(view.themes, view.recurring, asked)

    def theme(self, id: str) -> "Theme | None":
        """The theme a row stands for."""
        return next((one for one in self.themes if one.id == id), None)

    def words(self, id: str) -> "Recurring | None":
        """The recurring word a row stands for."""
        return next((one for one in self.recurring if _word_id(one) == id), None)


def list_rows(view: "ThemesView", width: int) -> list[Row]:
    """The list: themes, or words that recur; the next question about an intention; the notes.

    Args:
        view: what was drawn.
        width: columns the list has; numbers and bars go first where there are few.
    """
    shown = Shown.of(view)
    rows: list[Row] = []
    if shown.themes:
        weeks = fold(shown.themes[0].weeks, MOST_SUMS)[0]
        step = "WEEK BY WEEK" if weeks == 1 else f"EVERY {weeks} WEEKS"
        heads = f"ENTRIES  {step}" if width >= WIDE else "ENTRIES"
        rows.append(Row("", "THEME", detail=heads, note="YOURS?" if width >= _MIDDLE else "", aligned=True))
    most = max((count for theme in shown.themes for count in fold(theme.weeks, MOST_SUMS)[1]), default=0)
    rows += [
        Row(
            theme.id,
            theme.label,
            detail=_counts(theme, width, len(str(most))),
            note=theme.state,
            mark="~" if theme.state == "new" else "=",
            aligned=True,
        )
        for theme in shown.themes
    ]
    if shown.recurring:
        rows.append(Row("", "RECURRING WORDS", kind="head"))
        rows += [Row(_word_id(one), one.words, detail=_times(one.count)) for one in shown.recurring]
    if shown.asked:
        rows.append(Row("", "WAS THIS IT?", kind="head"))
        rows.append(Row(ASKED, shown.asked[0].text, note="Enter answer", mark="?"))
    if view.notes:
        if rows:
            rows.append(Row("", "", kind="text"))
        rows += [Row("", note, kind="text") for note in view.notes]
    return rows


def theme_rows(theme: "Theme", today: date, *, counts: bool) -> list[Row]:
    """One theme in full: what it says, its quotes, what speaks against it, the question.

    Args:
        theme: which.
        today: the day days are said from.
        counts: say the counts too, where the list has no room for them.
    """
    count = _entries(len(theme.entries))
    trend = f"{count} · {theme.trend}" if theme.trend else count
    rows = [Row("", theme.label, note=trend, kind="head")]
    rows += [Row("", claim.text, kind="text") for claim in theme.summary]
    if counts and any(theme.weeks):
        said = say_counts(theme.weeks)
        rows.append(Row("", said[:1].upper() + said[1:], kind="text"))
    rows.append(Row("", "Evidence", kind="head"))
    rows += _quotes("for", theme.evidence, today)
    rows.append(Row("", "Against", kind="head"))
    rows += _quotes("against", theme.against, today) or [Row("", "None found.", kind="text")]
    if theme.question:
        rows.append(Row("", "Ask", kind="head"))
        rows.append(Row("", theme.question, kind="text"))
    return rows


def word_rows(found: "Recurring", today: date) -> list[Row]:
    """A word that recurs, with its quotes."""
    rows = [Row("", found.words, note=_times(found.count), kind="head")]
    rows.append(Row("", "Counted, not understood: these words return.", kind="text"))
    return rows + _quotes("for", found.evidence, today)


def asked_rows(promise: "Promise", others: int, today: date) -> list[Row]:
    """An intention, and the entry that may tell it was carried out."""
    rows = [
        Row("", "Was this it?", kind="head", note=f"{others} more after it" if others else ""),
        Row("", f"You wrote on {_day(promise.opened_on, today)}: {quote(promise.text)}", kind="text"),
        Row("", "Later there is:", kind="text"),
    ]
    if promise.proposal is not None:
        rows += _quotes("for", (promise.proposal,), today)
    return [*rows, Row("", "Nothing is closed without your yes.", kind="text")]


def receipt_of(row_id: str, receipts: "Sequence[Receipt]", against: "Sequence[Receipt]") -> "Receipt | None":
    """The receipt a row of the detail stands for."""
    side, _, place = row_id.partition(":")
    among = against if side == "against" else receipts
    return among[int(place)] if place.isdigit() and int(place) < len(among) else None


def about(view: "ThemesView", today: date, width: int, *, old: bool) -> str:
    """One line: the days that were read, how many entries, and how many claims stood the check.

    Args:
        view: what is shown.
        today: the day days are said from.
        width: columns there are; what does not fit is left out.
        old: the view is an earlier one, shown until the new one stands.
    """
    days = f"{say_day(view.since, today)} to {say_day(view.until, today)}"
    if old:
        drawn = f"as drawn {say_day(view.drawn.date(), today)}" if view.drawn else "as drawn before"
        return f"{days}, {drawn}; being read again"
    said = f"{days} · {_entries(view.entries)}"
    checked = f" · {view.kept} of {view.made} claims kept" if view.made else ""
    return said + checked if len(said + checked) <= width else said


def _quotes(side: str, receipts: "Sequence[Receipt]", today: date) -> list[Row]:
    return [
        Row(f"{side}:{place}", f"{_day(one.date, today)}  {quote(one.quote)}", kind="quote")
        for place, one in enumerate(receipts)
    ]


def _counts(theme: "Theme", width: int, digits: int) -> str:
    """Entries, counts and bars as far as there is room, each under its heading."""
    number = f"{len(theme.entries):>4}"
    _, sums = fold(theme.weeks, MOST_SUMS)
    if width < _MIDDLE or not sums:
        return number
    if width < WIDE:
        return f"{number}  {spark(sums)}"
    return f"{number}     {' '.join(f'{one:>{digits}}' for one in sums)} {spark(sums)}"


def _word_id(found: "Recurring") -> str:
    return f"words:{line(found.words)}"


def _times(count: int) -> str:
    return "in 1 entry" if count == 1 else f"in {count} entries"


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _day(iso: str, today: date) -> str:
    try:
        return say_day(date.fromisoformat(iso[:10]), today)
    except ValueError:
        return line(iso, 14)
