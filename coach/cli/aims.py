"""`coach aims`: goals of one's own, one line each with the sign by which they will be seen."""

import click

from coach.cli.app import App, group, pass_app
from coach.cli.records import given, short, show_list
from coach.domain.records import Doc


@group("aims", default="list")
def aims() -> None:
    """Your aims: one line each, and the sign by which it will be seen."""


@aims.command("list")
@click.option("--all", "closed_too", is_flag=True, help="Closed ones too.")
@pass_app
def list_(app: App, closed_too: bool) -> None:
    """List the open aims."""
    found = app.coach.aims.list(open_only=not closed_too)
    ids = short(app.coach.aims.list(open_only=False))
    show_list(
        app,
        "aims",
        found,
        lambda: [_row(ids[doc["id"]], doc) for doc in found],
        nothing='No aim is noted. Add one: coach aims add "..." --sign "..."',
    )


@aims.command("show")
@click.argument("aim")
@pass_app
def show(app: App, aim: str) -> None:
    """Show one aim: an id, or the start of its id or words."""
    doc = app.coach.aims.get(aim)
    lines = [
        doc["text"],
        f"sign: {doc.get('sign') or 'none noted'}",
        f"{doc.get('status', 'open')}, id: {doc['id']}",
    ]
    app.out.show("aim", doc, "\n".join(lines))


@aims.command("add")
@click.argument("text", required=False)
@click.option("--sign", default="", help="How one will see that it is reached.")
@pass_app
def add(app: App, text: str | None, sign: str) -> None:
    """Add an aim; - reads it from standard input."""
    doc = app.coach.aims.add(app.text(text, "What do you want to grow into, in one line?"), sign=sign)
    app.out.show("aim", doc, f"Added the aim: {doc['text']}")


@aims.command("edit")
@click.argument("aim")
@click.option("--text", help="The new line.")
@click.option("--sign", help="How one will see that it is reached.")
@pass_app
def edit(app: App, aim: str, text: str | None, sign: str | None) -> None:
    """Change the line or its sign."""
    doc = app.coach.aims.edit(aim, **given({"text": text, "sign": sign}, ("--text", "--sign")))
    app.out.show("aim", doc, f"Changed: {doc['text']}")


@aims.command("close")
@click.argument("aim")
@pass_app
def close(app: App, aim: str) -> None:
    """Close an aim; it stays readable."""
    doc = app.coach.aims.close(aim)
    app.out.show("aim", doc, f"Closed the aim: {doc['text']}")


@aims.command("reopen")
@click.argument("aim")
@pass_app
def reopen(app: App, aim: str) -> None:
    """Take a closed aim up again."""
    doc = app.coach.aims.reopen(aim)
    app.out.show("aim", doc, f"Open again: {doc['text']}")


@aims.command("rm")
@click.argument("aim")
@pass_app
def rm(app: App, aim: str) -> None:
    """Move an aim to the bin."""
    doc = app.coach.aims.remove(aim)
    app.out.show("aim", doc, "The aim was put away. `coach undo` brings it back.")


def _row(id_: str, doc: Doc) -> tuple[str, str, str, str]:
    sign = f"sign: {doc['sign']}" if doc.get("sign") else ""
    return id_, doc["text"], sign, "" if doc.get("status", "open") == "open" else "closed"
