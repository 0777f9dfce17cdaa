"""`coach themes`: what keeps returning, each with days and exact words; the person decides (feature C1)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coach.clean import one_line
from coach.cli.app import App, group, pass_app
from coach.cli.progress import progress_on
from coach.dates import say_day
from coach.domain.ids import LONG_PREFIX
from coach.domain.sparks import BARS
from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.engine.themes import Promise, Receipt, Theme, ThemesView

_F = TypeVar("_F", bound=Callable[..., Any])
_SHOWN = 2
"""Quotes under a theme in the list; `--evidence` and `show` give all."""
_NAME = click.argument("theme")


def _period(function: _F) -> _F:
    """The options that choose what is read."""
    for option in (
        click.option("--person", metavar="NAME", help="Only entries with this person."),
        click.option("--until", metavar="DATE", help="The last day; today if not given."),
        click.option("--since", metavar="DATE", help="The first day; everything if not given."),
    ):
        function = option(function)
    return function


@group("themes", default="list")
def themes() -> None:
    """What keeps returning in what you wrote, with the days and your exact words.

    A theme is an estimate: keep it, rename it, or reject it, and it stays so.
    """


@themes.command("list")
@_period
@click.option("--evidence", is_flag=True, help="All quotes, what speaks against, and the question.")
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "html"]), default="text", show_default=True
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@pass_app
def list_(
    app: App,
    *,
    since: str | None,
    until: str | None,
    person: str | None,
    evidence: bool,
    form: str,
    output: str | None,
    force: bool,
) -> None:
    """Find the themes of a period."""
    view = _drawn(app, since, until, person)
    text = _in_form(app, view, form, evidence=evidence)
    if output:
        app.out.write_file(Path(output), text, force=force)
        app.out.json("themes", view.to_value())
    else:
        app.out.show("themes", view.to_value(), text)


themes.add_command(list_, "refresh")


@themes.command("show")
@_NAME
@pass_app
def show(app: App, theme: str) -> None:
    """Show one theme of the last list: its name, the start of it, or its id."""
    last = app.coach.themes.last()
    found = app.coach.themes.show(theme, last)
    app.out.show(
        "theme", found.to_value(last.shown_ids if last else {}), lambda: "\n".join(_card(app, found))
    )


@themes.command("keep")
@_NAME
@pass_app
def keep(app: App, theme: str) -> None:
    """Say yes to a theme: it keeps its name and its entries."""
    found = app.coach.themes.show(theme)
    doc = app.coach.themes.deciding.keep(found.id)
    app.out.show("theme", doc, f"Kept: {found.label}. `coach undo` takes it back.")


@themes.command("rename")
@_NAME
@click.argument("name", required=False)
@pass_app
def rename(app: App, theme: str, name: str | None) -> None:
    """Give a theme your own name."""
    found = app.coach.themes.show(theme)
    if name is None and found.choices and app.out.may_ask:
        app.out.echo(f"Others call it: {', '.join(found.choices)}.")
    wanted = app.text(name, f"A name for “{found.label}”, in two to five words")
    doc = app.coach.themes.deciding.rename(found.id, wanted)
    app.out.show("theme", doc, f"“{found.label}” is now called “{doc['label']}”.")


@themes.command("reject")
@_NAME
@pass_app
def reject(app: App, theme: str) -> None:
    """Say no to a theme: it is not proposed again from the same entries."""
    found = app.coach.themes.show(theme)
    doc = app.coach.themes.deciding.reject(found.id)
    app.out.show("theme", doc, f"Rejected: {found.label}. The entries stay. `coach undo` takes it back.")


@themes.command("merge")
@click.argument("parts", metavar="THEME THEME...", nargs=-1, required=True)
@click.option("--name", help="Its name; the first one's if not given.")
@pass_app
def merge(app: App, parts: tuple[str, ...], name: str | None) -> None:
    """Make one theme of several."""
    if len(parts) < 2:
        raise UsageError(
            "Two themes or more are needed; nothing was changed.", hint="`coach themes` lists them."
        )
    found = [app.coach.themes.show(part) for part in parts]
    doc = app.coach.themes.deciding.merge([one.id for one in found], name=name)
    app.out.show("theme", doc, f"Merged into “{doc['label']}”. `coach undo` takes it back.")


@themes.command("split")
@_NAME
@click.option(
    "--entry", "entries", multiple=True, metavar="ID", help="An entry of the new theme; by meaning if none."
)
@click.option("--name", help="The name of the new theme.")
@pass_app
def split(app: App, theme: str, entries: tuple[str, ...], name: str | None) -> None:
    """Make two themes of one."""
    found = app.coach.themes.show(theme)
    ids = [app.coach.entries.get(entry)["id"] for entry in entries] or None
    docs = app.coach.themes.deciding.split(found.id, entries=ids, name=name)
    names = " and ".join(f"“{doc['label']}”" for doc in docs)
    app.out.show("themes", docs, f"“{found.label}” is now {names}. `coach undo` takes it back.")


@themes.command("forget")
@_NAME
@pass_app
def forget(app: App, theme: str) -> None:
    """Take your decision about a theme back: it is found anew next time."""
    found = app.coach.themes.show(theme)
    doc = app.coach.themes.deciding.forget(found.id)
    app.out.show("theme", doc, f"Your decision about “{found.label}” is taken back.")


@themes.command("settle")
@click.argument("entry")
@click.option("--no", is_flag=True, help="It was not: the same entry is not proposed again.")
@pass_app
def settle(app: App, entry: str, no: bool) -> None:
    """Answer “Was this it?” for the intention written in ENTRY: yes closes it as done."""
    wanted = app.coach.entries.get(entry)["id"]
    last = app.coach.themes.last()
    for promise in last.promises if last else ():
        if promise.opened != wanted or promise.proposal is None:
            continue
        if no:
            doc = app.coach.themes.deciding.not_done(wanted, promise.proposal.entry)
            app.out.show("theme", doc, f"Still open: {promise.text}")
        else:
            doc = app.coach.themes.deciding.done(promise)
            app.out.show("commitment", doc, f"Closed as done: {promise.text}. `coach undo` takes it back.")
        return
    raise UsageError(
        "Nothing is proposed for an intention of this entry; nothing was changed.",
        hint="`coach themes` lists what is proposed; `coach commit close` closes a commitment.",
    )


@themes.command("compare")
@click.argument("then", metavar="DATE")
@_period
@pass_app
def compare(app: App, *, then: str, since: str | None, until: str | None, person: str | None) -> None:
    """Show what changed since DATE: each theme's entries before and after it."""
    day = app.day(then, lean="past")
    first, last = _days(app, since, until)
    with progress_on(app) as progress:
        found = app.coach.themes.compare(first, last, day, person=person, progress=progress)
    rows = [
        (
            row.word,
            row.theme.label,
            f"{row.before} before",
            f"{row.after} since",
            f"“{row.theme.evidence[-1].quote}”",
        )
        for row in found.rows
    ]
    app.out.show("comparison", found.to_value(), lambda: app.out.table(rows))
    if not rows:
        app.out.echo("No theme stands on enough entries to compare.")


def _drawn(app: App, since: str | None, until: str | None, person: str | None) -> "ThemesView":
    first, last = _days(app, since, until)
    with progress_on(app) as progress:
        return app.coach.themes.for_period(first, last, person=person, progress=progress)


def _days(app: App, since: str | None, until: str | None) -> tuple[date | None, date | None]:
    first = app.day(since, lean="past") if since else None
    last = app.day(until, lean="past") if until else None
    return first, last


def _in_form(app: App, view: "ThemesView", form: str, *, evidence: bool) -> str:
    today = app.coach.clock.today()
    if form == "md":
        from coach.engine.themes.saying import markdown

        return markdown(view, today)
    if form == "html":
        from coach.exchange.themes_page import page

        return page(view, today)
    return "\n".join(_page(app, view, evidence=evidence))


def _page(app: App, view: "ThemesView", *, evidence: bool) -> list[str]:
    from coach.engine.themes.saying import about

    lines = [app.out.style("heading", view.heading), f"  {about(view, app.coach.clock.today())}"]
    lines += [f"  {note}" for note in view.notes]
    for theme in view.themes:
        lines += ["", *_card(app, theme, limit=None if evidence else _SHOWN)]
    for found in view.recurring:
        lines.append(f"  {found.words}, {found.count} times")
    waiting = [promise for promise in view.promises if promise.status == "open"]
    if waiting:
        lines += ["", app.out.style("heading", f"Said and still open: {len(waiting)}")]
        lines += _promises(app, waiting)
    return lines


def _card(app: App, theme: "Theme", *, limit: int | None = None) -> list[str]:
    from coach.engine.themes.saying import facts

    lines = [app.out.style("heading", one_line(theme.label)), f"  {_drawn_line(app, facts(theme))}"]
    lines += [f"  {claim.text}" for claim in theme.summary]
    quotes = _quotes(app, theme.evidence)
    lines += quotes if limit is None else quotes[-limit:]
    if limit is None:
        lines += ["  against:", *(_quotes(app, theme.against) or ["    none found"])]
        lines += [f"  ask: {theme.question}"] if theme.question else []
        lines.append(f"  id: {theme.id}")
    return lines


def _drawn_line(app: App, line: str) -> str:
    if not app.out.ascii_only:
        return line
    return "".join(sign for sign in line if sign not in BARS).replace("  ", " ")


def _quotes(app: App, receipts: "Sequence[Receipt]") -> list[str]:
    return [f"    {_said(app, receipt)}" for receipt in receipts]


def _said(app: App, receipt: "Receipt") -> str:
    day = say_day(date.fromisoformat(receipt.date[:10]), app.coach.clock.today())
    return f"{day}  “{one_line(receipt.quote)}”  {receipt.entry[:LONG_PREFIX]}"


def _promises(app: App, promises: "Sequence[Promise]") -> list[str]:
    lines = []
    for promise in promises:
        lines.append(f"  {one_line(promise.text)}")
        if promise.proposal is not None and promise.opened is not None:
            lines.append(f"    Was this it? {_said(app, promise.proposal)}")
            lines.append(f"    yes: `coach themes settle {promise.opened[:LONG_PREFIX]}`")
    return lines
