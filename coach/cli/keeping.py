"""What `coach log` does, without click: a quick note must not pay for it (design, section 7)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coach.clean import one_line
from coach.errors import CoachError, StoreBusy, StoreReadOnly

if TYPE_CHECKING:
    from datetime import date

    from coach.cli.context import App
    from coach.domain.records import Doc
    from coach.engine.safety import Notice

_DRAFT = "capture"
"""The draft of a note, as the screen knows it."""


def keep(
    app: "App",
    words: str,
    *,
    kind: str = "note",
    on: "date | None" = None,
    people: Sequence[str] = (),
    tags: Sequence[str] = (),
    private: bool = False,
) -> None:
    """Keep a note and say so; safety looks at it, but it is kept whatever it says (rubric S1, S7).

    Raises:
        UsageError, NotUnique: as `Entries.log`.
        StoreBusy, StoreReadOnly: the store cannot take it now; the words are a draft then.
    """
    from coach.domain.ids import LONG_PREFIX

    known = app.coach.people.names() if people or "@" in words else {}
    try:
        doc = app.coach.entries.log(words, kind=kind, on=on, people=people, tags=tags, private=private)
    except (StoreBusy, StoreReadOnly) as error:
        try:
            app.coach.drafts.save(_DRAFT, words, {"title": "Note"})
        except CoachError:
            error.message += " The note is not kept, and could not be made a draft either."
            error.hint = f"Keep a copy of it. {error.hint}".strip()
        else:
            error.message += " The text is kept as a draft."
            error.hint = f"{error.hint} The screen offers it at its next start.".strip()
        raise
    _say_added(app, doc, known)
    notice = _notice(app, words)
    if app.out.json_wanted:
        from coach.cli.records import entry_json

        data = entry_json(doc, app.coach.people.names() if doc.get("with") else {})
        if notice is not None:
            data["notice"] = {"kind": notice.kind, "text": notice.said("kept")}
        app.out.json("entry", data)
        return
    said = f"Kept as {doc['id'][:LONG_PREFIX]}."
    app.out.result(said if notice is None else f"{said}\n\n{notice.said('kept')}")


def _say_added(app: "App", doc: "Doc", known: "Mapping[str, str]") -> None:
    """Whom this note made a person: a name mistyped must not become someone without a word."""
    new = [one for one in doc.get("with") or () if one not in known]
    if not new:
        return
    from shlex import quote

    names = app.coach.people.names()
    for one in new:
        name = one_line(names[one])
        how = f"`coach people edit {quote(name)} --role ROLE` changes that."
        app.out.echo(f"Added {name} to your people, as a peer. {how}")


def _notice(app: "App", words: str) -> "Notice | None":
    try:
        return app.coach.safety.check(words)
    except CoachError as error:  # a cue file that cannot be read: the note is in the store already
        app.out.warn(f"The note is kept, but it could not be looked at for safety. {error.message}")
        return None
