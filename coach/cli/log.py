"""`coach log`: keep a note in one line. Safety looks at it; it is kept whatever it says (rubric S1, S7)."""

from typing import TYPE_CHECKING

import click

from coach.cli.app import App, command, pass_app
from coach.cli.names import Person
from coach.domain.entry import QUICK_KINDS
from coach.domain.ids import LONG_PREFIX
from coach.errors import CoachError, StoreBusy, StoreReadOnly

if TYPE_CHECKING:
    from coach.engine.safety import Notice


_DRAFT = "capture"
"""The draft of a note, as the screen knows it."""


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
    try:
        doc = app.coach.entries.log(words, kind=kind, on=day, people=people, tags=tags, private=private)
    except (StoreBusy, StoreReadOnly) as error:
        app.coach.drafts.save(_DRAFT, words, {"title": "Note"})
        error.message += " The text is kept as a draft."
        error.hint = f"{error.hint} The screen offers it at its next start.".strip()
        raise
    notice = _notice(app, words)
    if app.out.json_wanted:
        from coach.cli.records import entry_json

        data = entry_json(doc, app.coach.people.names() if doc.get("with") else {})
        if notice is not None:
            data["notice"] = {"kind": notice.kind, "text": notice.text}
        app.out.json("entry", data)
        return
    said = f"Kept as {doc['id'][:LONG_PREFIX]}."
    app.out.result(said if notice is None else f"{said}\n\n{notice.text}")


def _notice(app: App, words: str) -> "Notice | None":
    try:
        return app.coach.safety.check(words)
    except CoachError as error:  # a cue file that cannot be read: the note is in the store already
        app.out.warn(f"The note is kept, but it could not be looked at for safety. {error.message}")
        return None
