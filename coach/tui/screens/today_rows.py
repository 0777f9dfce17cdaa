"""What Today shows, as rows: a pure function of the view and the left-over drafts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coach.dates import say_day
from coach.engine.ports import Draft
from coach.engine.today import DueItem, TodayView
from coach.tui.text import line, quote
from coach.tui.widgets.rows import Row

MOST_COMMITMENTS = 6


@dataclass(frozen=True, slots=True)
class Target:
    """What a row leads to."""

    kind: str
    """start, resume, commitment, experiment, assumption, draft, theme, win, person, demo, area."""
    id: str = ""
    due_key: str = ""
    """The key to put off, for rows under DUE."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and what they lead to, by row id."""

    rows: tuple[Row, ...]
    targets: Mapping[str, Target]


class _Sheet:
    def __init__(self, *, personal: bool) -> None:
        self.personal = personal
        self.rows: list[Row] = []
        self.targets: dict[str, Target] = {}

    def head(self, title: str, note: str = "") -> None:
        if self.rows:
            self.rows.append(Row("", "", kind="text"))
        self.rows.append(Row("", title, note=note, kind="head"))

    def text(self, text: str) -> None:
        self.rows.append(Row("", text, kind="text"))

    def row(self, target: Target, title: str, **more: Any) -> None:
        key = f"{target.kind}:{target.id or target.due_key}"
        if key not in self.targets:
            self.rows.append(Row(key, title, **more))
            self.targets[key] = target


def build(
    view: TodayView,
    drafts: Iterable[Draft],
    *,
    notices: Sequence[str] = (),
    hiding: bool = False,
) -> Page:
    """The page for one day.

    Unless the view was made with private things left out (`hiding`), rows in the person's own words count as
    private: the hide key blanks them at once, before the view is made again.
    """
    sheet = _Sheet(personal=not hiding)
    by_entry, others = _sort_drafts(drafts)
    if view.empty and not by_entry:
        _first_day(sheet, others, view.today)
    else:
        _due(sheet, view, by_entry, others)
        _commitments(sheet, view)
        _theme(sheet, view)
        _win(sheet, view)
    if view.left_out:
        sheet.head("HIDDEN")
        sheet.text(f"{view.left_out} private, not shown now. F8 shows them.")
    if notices:
        sheet.head("WORTH KNOWING")
        for notice in notices:
            sheet.text(f"! {line(notice)}")
    return Page(tuple(sheet.rows), sheet.targets)


def draft_label(draft: Draft, today: date) -> str:
    """`draft saved Tue 17:40`; the day is left out for today and written out when it is long ago."""
    at = draft.saved.astimezone()
    if at.date() == today:
        return f"draft saved {at:%H:%M}"
    if 0 < (today - at.date()).days < 7:
        return f"draft saved {at:%a %H:%M}"
    return f"draft saved {say_day(at.date(), today)}"


def _sort_drafts(drafts: Iterable[Draft]) -> tuple[dict[str, Draft], list[Draft]]:
    by_entry: dict[str, Draft] = {}
    others: list[Draft] = []
    for draft in drafts:
        parts = draft.key.split("/")
        if parts[0] == "session" and len(parts) > 2:
            by_entry.setdefault(parts[1], draft)
        else:
            others.append(draft)
    return by_entry, others


def _first_day(sheet: _Sheet, others: Sequence[Draft], today: date) -> None:
    sheet.head("A FIRST STEP")
    _other_drafts(sheet, others, today)
    sheet.row(
        Target("start"), "Start a first reflection", detail="a few questions, one by one", note="~12 min"
    )
    sheet.row(Target("person"), "Add the person you meet with", detail="a name and a role", note="~1 min")
    sheet.row(Target("demo"), "Look around with sample data", detail="opens beside yours")
    sheet.text("")
    sheet.text("It asks; you write. Everything stays on this machine, in plain files.")


def _due(sheet: _Sheet, view: TodayView, by_entry: dict[str, Draft], others: Sequence[Draft]) -> None:
    resumed = {item.action[1] for item in view.due if item.action[0] == "resume"}
    loose = [draft for entry, draft in by_entry.items() if entry not in resumed]
    sheet.head("DUE")
    for item in view.due:
        verb, what = item.action
        draft = by_entry.get(what) if verb == "resume" else None
        sheet.row(
            Target(verb, what, due_key=item.key),
            item.title,
            detail=draft_label(draft, view.today) if draft else item.detail,
            note=_note(item),
            mark="!" if item.late else ("~" if draft else ""),
            private=sheet.personal and verb in ("experiment", "assumption"),
        )
    _other_drafts(sheet, [*others, *loose], view.today)
    if not sheet.targets:
        upcoming = f" Next: {line(view.upcoming.title)}, {view.upcoming.when}." if view.upcoming else ""
        sheet.text(f"Nothing is due.{upcoming}")


def _note(item: DueItem) -> str:
    word = {"start": "Enter start", "resume": "Enter resume"}.get(item.action[0], "Enter open")
    return f"{word}  ~{item.minutes} min" if item.minutes else word


def _other_drafts(sheet: _Sheet, drafts: Sequence[Draft], today: date) -> None:
    for draft in drafts:
        kind = draft.key.split("/")[0]
        if kind == "paste":
            title = "Pasted text, not yet kept"
            note = f"{len(draft.text):,} characters".replace(",", " ")
        elif kind == "capture":
            title, note = "A note you were writing", "Enter go on"
        else:
            title, note = (
                f"Text left over: {line(draft.about.get('title', '') or 'a form')}",
                "Enter keep or drop",
            )
        sheet.row(Target("draft", draft.key), title, detail=draft_label(draft, today), note=note, mark="~")


def _commitments(sheet: _Sheet, view: TodayView) -> None:
    block = view.commitments
    if not block.open:
        return
    sheet.head("COMMITMENTS", f"{block.open} open" + (f" · {block.late} late" if block.late else ""))
    for row in block.rows[:MOST_COMMITMENTS]:
        sheet.row(
            Target("commitment", row.id),
            row.text,
            lead=row.owner,
            detail=row.when,
            note=f"carried {row.carried}x" if row.carried else "",
            mark="!" if row.late else "",
            private=sheet.personal,
        )
    more = block.open - min(len(block.rows), MOST_COMMITMENTS)
    if more > 0:
        sheet.text(f"and {more} more, later or put off")


def _theme(sheet: _Sheet, view: TodayView) -> None:
    theme = view.last_theme
    if theme is None:
        return
    from coach.domain.sparks import spark

    sheet.head("LAST THEME")
    counts = f"  {' '.join(map(str, theme.counts))} {spark(theme.counts)}" if theme.counts else ""
    trend = f" {theme.trend}" if theme.trend else ""
    sheet.row(
        Target("theme", theme.id),
        theme.label,
        detail=f"{theme.entries} entries{counts}{trend}",
        note="o see the entries",
        private=sheet.personal,
    )
    sheet.rows.append(Row("", quote(theme.quote), kind="quote", private=sheet.personal))


def _win(sheet: _Sheet, view: TodayView) -> None:
    if view.win is None:
        return
    sheet.head("WIN")
    sheet.row(
        Target("win", view.win.entry),
        quote(view.win.text),
        detail=say_day(view.win.day, view.today) if view.win.day else "",
        mark="=",
        private=sheet.personal,
    )
