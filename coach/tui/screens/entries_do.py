"""What can be done with one entry, from the list and from its own page alike."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.records import Doc
from coach.errors import CoachError
from coach.tui.copying import copy as copy_text
from coach.tui.copying import save
from coach.tui.screens.entries_rows import Answer, answers, file_name, markdown, say_stored
from coach.tui.screens.entries_small import WHOLE, AskPath, ChooseAnswer, EmptyBin
from coach.tui.screens.entries_write import EntryWriter, Page

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

Changed = Callable[[], None]


async def _read(app: "CoachApp", id: str) -> tuple[Doc, list[Answer]]:
    """The entry as it may be seen, and its answers with their true numbers."""

    def read() -> tuple[Doc, list[Answer]]:
        seen = app.coach.entries.get(id, hide_private=app.hiding)
        return seen, answers(app.coach.entries.get(id), hiding=app.hiding)

    return await app.engine(read)


def edit(app: "CoachApp", id: str, changed: Changed, *, earlier: Doc | None = None) -> None:
    """Change the words of an entry or of one answer, from those of an `earlier` version if given."""

    async def ask() -> None:
        doc, found = await _read(app, id)
        shown = found if earlier is None else answers(earlier, hiding=app.hiding)
        if not found and not doc.get("text"):
            app.say("There are no words here to change.")
        elif len(found) > 1:
            app.push_screen(ChooseAnswer("Which answer?", found), lambda number: opened(doc, shown, number))
        else:
            opened(doc, shown, found[0].number if found else WHOLE)

    def opened(doc: Doc, shown: list[Answer], number: int | None) -> None:
        if number is None:
            return
        day = say_stored(doc.get("date"), app.coach.clock.today())
        answer = next((one for one in shown if one.number == number), None)
        words = answer.text if answer else str((earlier or doc).get("text") or "")
        page = Page(
            title=f"Entry of {day}" if day else "Entry",
            text=words,
            id=id,
            step=str(number) if number != WHOLE else None,
            question=answer.question if answer else "",
            private=bool(doc.get("private") or (answer and answer.private)),
            fresh=earlier is not None,
        )
        app.push_screen(EntryWriter(page, changed))

    app.work(ask, group="entry")


def write_new(app: "CoachApp", changed: Changed) -> None:
    """A page for a new note."""
    app.push_screen(EntryWriter(Page(title="New note"), changed))


def switch_private(app: "CoachApp", id: str, changed: Changed) -> None:
    """Mark an entry or one answer as private, or take the mark off."""

    async def ask() -> None:
        doc, found = await _read(app, id)
        private = bool(doc.get("private"))
        if len(found) < 2:
            await switch(None, on=not private)
            return
        app.push_screen(
            ChooseAnswer("Private on or off", found, whole="The whole entry", private=private),
            lambda number: chosen(found, number, private=private),
        )

    def chosen(found: list[Answer], number: int | None, *, private: bool) -> None:
        if number is None:
            return
        answer = next((one for one in found if one.number == number), None)
        on = not (answer.private if answer else private)
        app.work(lambda: switch(str(number) if answer else None, on=on), group="entry")

    async def switch(step: str | None, *, on: bool) -> None:
        await app.engine(partial(app.coach.entries.set_private, id, on, step=step))
        what = "The entry" if step is None else "The answer"
        app.say(
            f"{what} is private now. u takes it back."
            if on
            else f"{what} is no longer private. u takes it back."
        )
        changed()

    app.work(ask, group="entry")


def switch_never_send(app: "CoachApp", id: str, changed: Changed) -> None:
    """Keep an entry from every engine elsewhere, or let it go again (promise P35)."""

    async def switch() -> None:
        doc, _ = await _read(app, id)
        on = not doc.get("never_send")
        await app.engine(partial(app.coach.entries.set_never_send, id, on=on))
        app.say(
            "Never sent to an engine elsewhere. u takes it back."
            if on
            else "It may be sent again, where you allow it. u takes it back."
        )
        changed()

    app.work(switch, group="entry")


def put_away(app: "CoachApp", id: str, changed: Changed) -> None:
    """Into the bin."""

    async def away() -> None:
        await app.engine(lambda: app.coach.entries.bin(id))
        app.say("Put away. u brings it back; the bin has it too.")
        changed()

    app.work(away, group="entry")


def bring_back(app: "CoachApp", id: str, changed: Changed) -> None:
    """Out of the bin again."""

    async def back() -> None:
        await app.engine(lambda: app.coach.history.restore(id))
        app.say("Brought back.")
        changed()

    app.work(back, group="bin")


def empty_bin(app: "CoachApp", count: int, changed: Changed) -> None:
    """Forget what is in the bin for good, after a typed word (ux, rule 5)."""

    def typed(word: str | None) -> None:
        if word is None:
            return
        if word.casefold() == EmptyBin.WORD:
            app.work(empty, group="bin")
        else:
            app.say("That was another word; the bin is as it was.", "warning")

    async def empty() -> None:
        gone = await app.engine(lambda: app.coach.history.empty_bin(yes=True))
        app.say(f"The bin is empty; {gone} gone for good.")
        changed()

    app.push_screen(EmptyBin(count), typed)


async def _markdown(app: "CoachApp", id: str) -> tuple[Doc, str, str]:
    """The entry, its Markdown, a sentence about what was left out. Raises CoachError when all is private."""

    def make() -> tuple[Doc, str | None, int]:
        doc = app.coach.entries.get(id, hide_private=app.hiding)
        names = app.coach.people.names()
        whole = app.coach.entries.get(id)
        text, left_out = markdown(whole, [names[one] for one in whole.get("with") or () if one in names])
        return doc, text, left_out

    doc, text, left_out = await app.engine(make)
    if text is None:
        raise CoachError("This entry is private and stays here.", hint="The . key takes the mark off.")
    if not left_out:
        return doc, text, ""
    return doc, text, f" Left out: {left_out} private answer" + ("." if left_out == 1 else "s.")


def copy(app: "CoachApp", id: str) -> None:
    """As Markdown to the clipboard; says so only after it is there (ux, rule 10)."""

    async def do() -> None:
        _, text, note = await _markdown(app, id)
        await copy_words(app, text, note)

    app.work(do, group="copy")


async def copy_words(app: "CoachApp", text: str, note: str = "") -> None:
    """Copy a text and say where it is now; `note` follows. Raises CoachError: no way worked."""
    folder = Path(str(app.coach.keeper.where()["state"])) / "copied"
    for_terminal: list[str] = []
    said = await asyncio.to_thread(copy_text, text, folder=folder, terminal=for_terminal.append)
    for one in for_terminal:  # the terminal is written to by the screen's own thread only
        app.copy_to_clipboard(one)
    app.say(said + note)


def export(app: "CoachApp", id: str) -> None:
    """As Markdown to a new file."""

    async def ask() -> None:
        doc, text, note = await _markdown(app, id)
        words = "The entry as Markdown." + note
        app.push_screen(AskPath(words, file_name(doc)), lambda path: write(text, path, note))

    def write(text: str, path: str | None, note: str) -> None:
        if path:
            app.work(lambda: written(text, Path(path).expanduser().absolute(), note), group="export")

    async def written(text: str, path: Path, note: str) -> None:
        await asyncio.to_thread(save, text, path)
        app.say(f"Written to {path}.{note}")

    app.work(ask, group="export")
