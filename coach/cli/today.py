"""`coach today` and `coach due`: what is worth ten minutes now, without guilt (features C16, C20)."""

import click

from coach.clean import one_line
from coach.cli.app import App, command, pass_app
from coach.cli.records import hides_private
from coach.dates import say_day
from coach.domain.ids import LONG_PREFIX
from coach.domain.sparks import spark
from coach.domain.text import fold
from coach.engine.due import FIELDS, due_items
from coach.engine.today import DueItem, LastTheme, TodayView
from coach.errors import NotFound, NotUnique, UsageError

DUE = 10
"""Exit status of `coach due --exit-code` when something is due (ux, section 6)."""


@command("today")
@click.option(
    "--days", type=click.IntRange(min=1, max=365), default=7, show_default=True, help="Days to look ahead."
)
@click.option(
    "--put-off", metavar="ITEM", help="Hide a due item until a day: its title, the start of it, or key."
)
@click.option("--until", metavar="DATE", help="The day an item put off comes back.")
@pass_app
def today(app: App, *, days: int = 7, put_off: str | None = None, until: str | None = None) -> None:
    """What is due, open commitments, and one win."""
    if put_off is not None or until is not None:
        _put_off(app, put_off, until)
        return
    view = app.coach.today.view(days, hide_private=hides_private(app))
    app.out.show("today", view.to_value(), lambda: _page(app, view))


@command(
    "due",
    epilog="Fields of a template: " + ", ".join(f"{{{name}}} {says}" for name, says in FIELDS.items()) + ".",
)
@click.option("--exit-code", is_flag=True, help="Exit with 10 when something is due.")
@click.option(
    "--format", "template", metavar="TEMPLATE", help="Text with fields in braces, e.g. '{due} due'."
)
@pass_app
def due(app: App, exit_code: bool, template: str | None) -> int:
    """The same in one line, for a prompt, cron or a status bar."""
    hidden = hides_private(app)
    line = app.coach.today.line(template, hide_private=hidden)
    wants_items = exit_code or app.out.json_wanted
    view = app.coach.today.view(0, hide_private=hidden) if wants_items else None
    items = due_items(view) if view else []
    app.out.show("due", {"line": line, "items": [_as_json(item) for item in items]}, line)
    return DUE if exit_code and items else 0


def _put_off(app: App, item: str | None, until: str | None) -> None:
    if item is None or until is None:
        raise UsageError(
            "An item and a day are needed; nothing was put off.", hint="Use --put-off ITEM --until DATE."
        )
    wanted = fold(item)
    due_now = app.coach.today.due(hide_private=hides_private(app))
    found = [one for one in due_now if item == one.key]
    found = found or [one for one in due_now if wanted and fold(one.title).startswith(wanted)]
    if not found:
        raise NotFound("Nothing that is due has this title or key.", hint="`coach today` lists what is due.")
    if len(found) > 1:
        raise NotUnique(
            f"{len(found)} due items begin so; none was put off.",
            matches=[f"{one.key}  {one.title}" for one in found],
            hint="Write more of the title, or the key.",
        )
    day = app.day(until, lean="future")
    app.coach.today.put_off(found[0].key, day)
    back = say_day(day, app.coach.clock.today())
    said = f"Put off until {back}: {found[0].title}. `coach undo` brings it back."
    app.out.show("due", {"key": found[0].key, "until": day.isoformat()}, said)


def _as_json(item: DueItem) -> dict[str, object]:
    return {
        "key": item.key,
        "kind": item.kind,
        "title": item.title,
        "detail": item.detail,
        "action": {"do": item.action[0], "id": item.action[1]},
        "minutes": item.minutes,
        "late": item.late,
        "since": item.since.isoformat() if item.since else None,
    }


def _page(app: App, view: TodayView) -> str:
    if view.empty:
        return "\n".join(
            [
                "Nothing is written yet. Three ways to begin:",
                "  coach reflect               a first reflection, about twelve minutes",
                "  coach people add NAME       the person you meet with",
                "  coach demo                  look around with sample data",
            ]
        )
    blocks = [_due(app, view), _commitments(app, view)]
    if view.last_theme:
        blocks.append(_theme(app, view.last_theme))
    if view.win:
        when = f" ({say_day(view.win.day, view.today)})" if view.win.day else ""
        blocks.append(f"{app.out.style('heading', 'WIN')}\n  {view.win.text}{when}")
    if view.left_out:
        blocks.append(f"{view.left_out} private left out.")
    return "\n".join(block for block in blocks if block)


def _due(app: App, view: TodayView) -> str:
    if not view.due:
        line = "Nothing is due."
        if view.upcoming:
            line += f" Next: {view.upcoming.title}, {view.upcoming.when}."
        return line
    rows = [
        ("  " + item.title, item.detail, f"about {item.minutes} min" if item.minutes else "", _command(item))
        for item in view.due
    ]
    return f"{app.out.style('heading', 'DUE')}\n{app.out.table(rows)}"


def _commitments(app: App, view: TodayView) -> str:
    block = view.commitments
    if not block.open:
        return ""
    late = f", {block.late} late" if block.late else ""
    head = app.out.style("heading", f"COMMITMENTS  {block.open} open{late}")
    rows = [
        (
            "! " if row.late else "  ",
            row.owner,
            row.text,
            row.when,
            f"carried {row.carried}x" if row.carried else "",
        )
        for row in block.rows
    ]
    return f"{head}\n{app.out.table(rows)}".rstrip()


def _theme(app: App, theme: LastTheme) -> str:
    counts = f"  {' '.join(map(str, theme.counts))}" if theme.counts else ""
    bars = f" {spark(theme.counts)}" if theme.counts and not app.out.ascii_only else ""
    trend = f" {theme.trend}" if theme.trend else ""
    return (
        f"{app.out.style('heading', 'LAST THEME')}\n"
        f"  {one_line(theme.label)}  {theme.entries} entries{counts}{bars}{trend}\n"
        f"    “{one_line(theme.quote)}”"
    )


def _command(item: DueItem) -> str:
    do, target = item.action
    commands = {
        "start": f"coach reflect --guide {target}",
        "resume": "coach reflect --resume",
        "commitment": f"coach commit show {target[:LONG_PREFIX]}",
        "experiment": f"coach experiment close {target[:LONG_PREFIX]}",
        "assumption": f"coach assumptions close {target[:LONG_PREFIX]}",
    }
    return commands[do]
