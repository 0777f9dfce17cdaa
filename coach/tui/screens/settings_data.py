"""The part of settings that looks after the data: a copy, going back to one, export and import."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from coach.dates import say_day
from coach.errors import CoachError
from coach.tui.copying import save
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.choosing import Chooser
from coach.tui.screens.entries_small import Asking, AskPath
from coach.tui.screens.settings_rows import count, imported, size
from coach.tui.screens.settings_small import Agree, AskFile, Sentences
from coach.tui.widgets.rows import Row

if TYPE_CHECKING:
    from datetime import date

    from coach.engine.ports import Backup

_OTHER = "other"


class ChooseCopy(Chooser[str]):
    """Returns the path of a copy, `other` for a file that is named, or None."""

    def __init__(self, copies: "list[Backup]", today: "date") -> None:
        rows = [
            Row(
                str(one.path),
                _when(one, today),
                detail=count(one.entries, "entry", "entries"),
                note=size(one.size),
            )
            for one in copies
        ]
        text = (("soft", "First you see what it would do. What is there now is copied before."),)
        super().__init__("Go back to a copy", (*rows, Row(_OTHER, "Another file …")), text=text)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(row.id)


class AskCopy(Asking):
    """Returns the path of a copy, or None."""

    TITLE_TEXT = "Go back to a copy"
    DO = "Look at it"

    def __init__(self) -> None:
        super().__init__("A copy made by this program. First you see what it would do.", hint="a path")


class DataScreen(CoachScreen):
    """What a screen needs to look after the data."""

    def reload(self) -> None:
        """Read again what is shown."""

    def _copy_now(self) -> None:
        self.coach_app.work(self._copy, group="backup")

    async def _copy(self) -> None:
        made = await self.engine(self.coach_app.coach.keeper.back_up)
        self.coach_app.say(f"Copied and checked: {_entries(made.entries)} in {made.path}.")
        self.reload()

    def action_export(self) -> None:
        """All but what is private, to a new file."""
        day = self.coach_app.coach.clock.today().isoformat()
        words = "All entries as JSON lines, without what is private."
        self.app.push_screen(AskPath(words, f"coach-{day}.jsonl"), self._export_to)

    def _export_to(self, path: str | None) -> None:
        if path:
            self.coach_app.work(lambda: self._export(Path(path).expanduser().absolute()), group="export")

    async def _export(self, path: Path) -> None:
        lines, left_out = await self.engine(self.coach_app.coach.exchange.whole)
        await asyncio.to_thread(save, "".join(f"{line}\n" for line in lines), path)
        private = [_entries(left_out.entries)] if left_out.entries else []
        private += [count(left_out.answers, "answer", "answers")] if left_out.answers else []
        note = f" Left out as private: {', '.join(private)}." if private else ""
        self.coach_app.say(f"{_entries(len(lines))} written to {path}.{note}")

    def action_take_in(self) -> None:
        """A file of entries; first what it would add."""
        self.app.push_screen(AskFile(), self._look_at)

    def _look_at(self, path: str | None) -> None:
        if path:
            self.coach_app.work(lambda: self._look(Path(path).expanduser().absolute()), group="import")

    async def _look(self, path: Path) -> None:
        exchange = self.coach_app.coach.exchange
        lines = await asyncio.to_thread(_lines, path)
        report = await self.engine(lambda: exchange.read_in(lines, dry_run=True))
        if not report.added:
            parts = [*imported(report, str(path)), ("soft", "There is nothing to add.")]
            self.app.push_screen(Sentences("Import", parts))
            return
        self.app.push_screen(
            Agree("Import", imported(report, str(path)), "Add them; u takes them out again"),
            lambda yes: self._agreed(lines, yes=yes),
        )

    def _agreed(self, lines: list[bytes], *, yes: bool | None) -> None:
        if yes:
            self.coach_app.work(lambda: self._add(lines), group="import")

    async def _add(self, lines: list[bytes]) -> None:
        exchange = self.coach_app.coach.exchange
        report = await self.engine(lambda: exchange.read_in(lines))
        self.coach_app.say(f"{_entries(report.added)} added; here already: {report.skipped}.")
        self.reload()

    # ---- back to a copy

    def action_restore(self) -> None:
        """Choose a copy; nothing is done before it was looked at and agreed to."""
        self.coach_app.work(self._offer_copies, group="restore")

    async def _offer_copies(self) -> None:
        coach = self.coach_app.coach
        copies = await self.engine(coach.keeper.backups)
        self.app.push_screen(ChooseCopy(copies, coach.clock.today()), self._copy_chosen)

    def _copy_chosen(self, chosen: str | None) -> None:
        if chosen == _OTHER:
            self.app.push_screen(AskCopy(), self._copy_chosen)
        elif chosen:
            path = Path(chosen).expanduser().absolute()
            self.coach_app.work(lambda: self._look_at_copy(path), group="restore")

    async def _look_at_copy(self, path: Path) -> None:
        coach = self.coach_app.coach
        found = await self.engine(lambda: coach.keeper.look(path))
        now = await self.engine(lambda: len(coach.entries.list("")))
        parts = [
            ("text", str(path)),
            ("text", f"A copy of {_when(found, coach.clock.today())}, checked: {_entries(found.entries)}."),
            ("text", f"There are {_entries(now)} now. They are copied first, and you are told where."),
            ("text", "What was written since that copy is not in it. Drafts and settings stay as they are."),
        ]
        self.app.push_screen(
            Agree("Go back to a copy", parts, "Put the copy in place of what is there"),
            lambda yes: self.once(lambda: self._put_back(path), group="restore") if yes else None,
        )

    async def _put_back(self, path: Path) -> None:
        coach = self.coach_app.coach
        self.coach_app.book.save_all()
        before = await self.engine(lambda: coach.keeper.restore(path))
        await self.engine(coach.refresh)
        self.coach_app.say(f"The copy is in place. What was there before is in {before.path}.")
        self.reload()


def _when(copy: "Backup", today: "date") -> str:
    at = copy.at.astimezone()
    return f"{say_day(at.date(), today)} {at:%H:%M}"


def _entries(number: int) -> str:
    return count(number, "entry", "entries")


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise CoachError(
            f"{path} cannot be read ({error.strerror}). Nothing was added.", hint="Check the path."
        ) from None
