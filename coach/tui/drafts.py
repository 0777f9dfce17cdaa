"""Typed text on its way to disk: two seconds behind the keys at most, at once when it matters (P16).

Saving is done on the main thread: a draft is small, and drafts written in order never replace a newer one.
Knows no widget; what it reads and what it tells are functions it is given.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import datetime

from coach.engine.ports import Draft, Drafts
from coach.errors import CoachError

IDLE_SECONDS = 0.8
"""Saved this long after the last key."""
LONGEST_SECONDS = 1.6
"""Saved this long after the first unsaved key, even while typing goes on; two seconds is the promise."""


def is_box(widget: object) -> bool:
    """Whether letters are text in this widget. Told by a mark, so that asking imports no text area."""
    return bool(getattr(widget, "IS_BOX", False))


class Keeping:
    """One text being kept."""

    def __init__(
        self,
        book: "DraftBook",
        key: str,
        *,
        about: Mapping[str, str],
        read: Callable[[], str],
        saved: Callable[[datetime], None],
        failed: Callable[[CoachError], None],
    ) -> None:
        self.key = key
        self._book = book
        self._about = dict(about)
        self._read = read
        self._saved = saved
        self._failed = failed
        self._kept = read()
        self._idle: asyncio.TimerHandle | None = None
        self._longest: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """A key was typed: save soon."""
        loop = asyncio.get_running_loop()
        if self._idle is not None:
            self._idle.cancel()
        self._idle = loop.call_later(IDLE_SECONDS, self.save)
        if self._longest is None:
            self._longest = loop.call_later(LONGEST_SECONDS, self.save)

    def save(self) -> bool:
        """Save now where something is unsaved; False when it could not be saved, and the person was told."""
        self._stop_timers()
        text = self._read()
        if text == self._kept:
            return True
        try:
            if text.strip():
                at = self._book.keep(self.key, text, self._about)
            else:
                self._book.drafts.drop(self.key)
                at = None
        except CoachError as error:
            self._failed(error)
            return False
        self._kept = text
        if at is not None:
            self._saved(at)
        return True

    def close(self) -> None:
        """Save and stop watching: the text box goes on to another text, or goes away."""
        self.save()
        self._book.forget(self)

    def stored(self, text: str | None = None) -> None:
        """`text` is in the store, by default what stands there: its draft goes.

        What was typed since, or is typed from now on, is kept again.
        """
        self._stop_timers()
        now = self._read()
        self._kept = now if text is None else text
        if self._kept == now:
            self._book.drop(self.key)
        else:
            self.save()

    def taken(self) -> None:
        """The text is in the store, or the person threw it away: the draft goes, and nothing more comes."""
        self.stored()
        self._book.forget(self)

    def aside(self, text: str) -> None:
        """Keep a text that does not fit the box whole, under a key of its own: two pastes are two drafts."""
        key = f"paste/{self.key}/{os.urandom(4).hex()}"
        try:
            self._book.keep(key, text, {**self._about, "title": "Pasted text"})
        except CoachError as error:
            self._failed(error)

    def _stop_timers(self) -> None:
        for timer in (self._idle, self._longest):
            if timer is not None:
                timer.cancel()
        self._idle = self._longest = None


class DraftBook:
    """All texts being kept in this run."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self._open: list[Keeping] = []
        self._known: set[str] = set()
        """Keys under which this run has kept or found a text; the store of drafts does not list its own."""

    def open(
        self,
        key: str,
        *,
        read: Callable[[], str],
        saved: Callable[[datetime], None],
        failed: Callable[[CoachError], None],
        about: Mapping[str, str] | None = None,
    ) -> Keeping:
        """Begin to keep the text that `read` returns; what it returns now counts as kept."""
        keeping = Keeping(self, key, about=about or {}, read=read, saved=saved, failed=failed)
        self._open.append(keeping)
        return keeping

    def keep(self, key: str, text: str, about: Mapping[str, str]) -> datetime:
        """Save a text. Raises as the drafts do."""
        self._known.add(key)
        return self.drafts.save(key, text, about)

    def waiting(self) -> list[Draft]:
        """What this run has kept or found and nobody is writing at now, newest first."""
        written = {keeping.key for keeping in self._open}
        found = (self.find(key) for key in sorted(self._known - written))
        return sorted((draft for draft in found if draft), key=lambda draft: draft.saved, reverse=True)

    def drop_all(self, start: str) -> None:
        """Forget what this run knows under keys that begin so: a session that is over needs no drafts."""
        for key in [key for key in self._known if key.startswith(start)]:
            self.drop(key)

    def forget(self, keeping: Keeping) -> None:
        """Stop watching one."""
        if keeping in self._open:
            self._open.remove(keeping)

    def find(self, key: str) -> Draft | None:
        """The draft left under `key`, or None; one that cannot be read stays on disk and is not shown."""
        try:
            draft = self.drafts.get(key)
        except CoachError:
            return None
        if draft is not None:
            self._known.add(key)
        return draft

    def drop(self, key: str) -> None:
        """Forget one draft. A draft that cannot be removed is offered again rather than lost."""
        self._known.discard(key)
        try:
            self.drafts.drop(key)
        except CoachError:
            return

    def discard(self, draft: Draft) -> None:
        """Forget one left-over draft, and no other of its key; as `drop` where that fails."""
        try:
            self.drafts.discard(draft)
        except CoachError:
            return

    def save_all(self) -> None:
        """Save everything unsaved now: before the editor opens, on any exit, on a signal, on an exception."""
        for keeping in list(self._open):
            keeping.save()
