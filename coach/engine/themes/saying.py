"""Themes as Markdown, to be read, kept and handed on: every claim with its day and its exact words."""

from datetime import date
from typing import TYPE_CHECKING

from coach.clean import clean, one_line
from coach.dates import say_day
from coach.domain.sparks import say_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.engine.themes import Receipt, Theme, ThemesView

_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|"})


def markdown(view: "ThemesView", today: date) -> str:
    """The whole view as one Markdown document.

    Args:
        view: what was drawn.
        today: the day days are said from.
    """
    parts = [f"# {view.heading}", "", about(view, today), ""]
    parts += [f"> {_safe(note)}\n" for note in view.notes]
    for theme in view.themes:
        parts.append(of_theme(theme, today))
    for found in view.recurring:
        parts += [f"- **{_safe(found.words)}**, {found.count} times", *_quotes(found.evidence, today)]
    if view.promises:
        parts += ["", "## Intentions and commitments", ""]
        parts += [
            f"- [{'x' if promise.status == 'closed' else ' '}] {_safe(promise.text)} ({promise.opened_on})"
            for promise in view.promises
        ]
    return "\n".join(parts).rstrip() + "\n"


def about(view: "ThemesView", today: date) -> str:
    """One line: the period, how much was read, how much stays unsorted, and who thought."""
    days = f"{say_day(view.since, today)} to {say_day(view.until, today)}"
    read = "1 entry" if view.entries == 1 else f"{view.entries} entries"
    parts = [days, read]
    if view.themes:
        parts.append(f"{len(view.unsorted)} in no theme")
    if view.private_left_out:
        parts.append(f"{view.private_left_out} private left out")
    if view.made:
        parts.append(f"{view.kept} of {view.made} claims kept")
    parts.append("this machine" if view.engine.kind == "embedded" else f"drafted by {view.engine.model}")
    return " · ".join(parts)


def facts(theme: "Theme") -> str:
    """One line under a theme's name: how many entries, the trend, the state."""
    count = len(theme.entries)
    parts = ["1 entry" if count == 1 else f"{count} entries"]
    if any(theme.weeks):
        parts.append(say_counts(theme.weeks))
    if theme.trend:
        parts.append(theme.trend)
    if theme.state != "new":
        parts.append(theme.state)
    return " · ".join(parts)


def of_theme(theme: "Theme", today: date) -> str:
    """One theme as Markdown."""
    lines = [f"## {_safe(one_line(theme.label))}", "", _safe(facts(theme)), ""]
    lines += [f"{_safe(claim.text)}  " for claim in theme.summary]
    lines += ["", "**Evidence**", "", *_quotes(theme.evidence, today)]
    lines += ["", "**Against**", ""]
    lines += _quotes(theme.against, today) or ["none found"]
    if theme.question:
        lines += ["", f"**Ask** {_safe(theme.question)}"]
    return "\n".join([*lines, ""])


def _quotes(receipts: "Sequence[Receipt]", today: date) -> list[str]:
    return [
        f"- {say_day(date.fromisoformat(receipt.date[:10]), today)} “{_safe(one_line(receipt.quote))}”"
        for receipt in receipts
    ]


def _safe(text: str) -> str:
    """Text as text: nothing in it is markup."""
    return clean(text).translate(_SPECIAL)
