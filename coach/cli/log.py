"""`coach log`: keep a note in one line. What it does stands in `keeping`."""

import click

from coach.cli.app import App, command, pass_app
from coach.cli.keeping import keep
from coach.cli.names import Person
from coach.domain.entry import QUICK_KINDS


@command("log")
@click.argument("text", required=False)
@click.option("--on", metavar="DATE", help="The day it is about; now if not given.")
@click.option(
    "--with",
    "people",
    multiple=True,
    metavar="PERSON",
    type=Person(),
    help="Someone it is about; may be given again.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag; may be given again.")
@click.option("--kind", type=click.Choice(QUICK_KINDS), default="note", show_default=True, help="What it is.")
@click.option("--private", is_flag=True, help="Keep it out of agendas, summaries and prompts.")
@pass_app
def log(
    app: App,
    *,
    text: str | None,
    on: str | None,
    people: tuple[str, ...],
    tags: tuple[str, ...],
    kind: str,
    private: bool,
) -> None:
    """Keep a note.

    TEXT may be - for standard input; a pipe is read too. With neither, the text is asked for and so
    stays out of the shell's history. @name and #tag inside the text are understood.
    """
    day = app.day(on, lean="past") if on else None
    app.coach.people.resolve(people)  # a name that could be two is said before anything is typed
    words = app.text(text, "What do you want to keep?")
    keep(app, words, kind=kind, on=day, people=people, tags=tags, private=private)
