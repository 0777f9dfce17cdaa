"""Looks after the store as a whole: copies, restore, and what was found while opening."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coach import writing
from coach.engine.ports import Backup, Clock, Finding
from coach.errors import CoachError, StoreReadOnly
from coach.store import files, identity, pen, wording
from coach.store.drafts import DraftFiles
from coach.store.folder import Folder
from coach.store.journal_store import JournalStore
from coach.store.lines import SCHEMA
from coach.store.names import journal_files
from coach.store.pen import Pen
from coach.store.schema import read_schema

if TYPE_CHECKING:
    from coach.store.merge import Merged
    from coach.store.reading import Change


class StoreKeeper:
    """The Keeper of `engine.ports` for one data folder."""

    def __init__(
        self,
        *,
        data: Path,
        state: Path,
        backups: Path,
        keep: int,
        clock: Clock,
        folder: Folder,
        pen: Pen,
        store: JournalStore,
        drafts: DraftFiles,
        said: list[str],
    ) -> None:
        self._data = data
        self._state = state
        self._backups = backups
        self._keep = keep
        self._clock = clock
        self._folder = folder
        self._pen = pen
        self._store = store
        self._drafts = drafts
        self._said = said

    def where(self) -> Mapping[str, Path]:
        """The folders in use: data, state, backups."""
        return {"data": self._data, "state": self._state, "backups": self._backups}

    def back_up(self, target: Path | None = None) -> Backup:
        """Copy everything into one checked archive; in the backups folder unless `target` names a file."""
        return self._back_up("manual", target)

    def _back_up(self, kind: str, target: Path | None = None) -> Backup:
        from coach.store import backups

        now = self._clock.now()
        with self._store.exclusive(), files.translated("The backup", wording.BACKUP_KEPT):
            self._pen.refuse_if_missing()
            return backups.write_archive(
                self._data,
                self._state / "set-aside",
                target or backups.new_path(self._backups, kind, now),
                at=now,
                entries=self._store.count("entries"),
            )

    def backups(self) -> list[Backup]:
        """Copies at hand, newest first."""
        from coach.store import backups

        return backups.list_archives(self._backups)

    def look(self, source: Path) -> Backup:
        """Check a copy whole; nothing is changed. Raises NotFound, InvalidData."""
        from coach.store import backups

        return backups.check_archive(source)

    def restore(self, source: Path) -> Backup:
        """Put a copy in place of what is there. What is there is backed up first, and that backup returned.

        The copy is checked whole before anything is touched; afterwards this machine writes a new journal.
        """
        from coach.store import backups

        backups.check_archive(source)
        now = self._clock.now()
        with self._store.exclusive(), files.translated("The copy", wording.RESTORE_KEPT):
            self._folder.forget()
            before = backups.write_archive(
                self._data,
                self._state / "set-aside",
                backups.new_path(self._backups, "before restore", now),
                at=now,
                entries=self._count_as_it_is(),
            )
            self._put_in_place(backups.members(source))
            identity.write_identity(self._state, identity.fresh_identity(self._state, seen=True))
            self._folder.forget()
        return before

    def _put_in_place(self, content: Iterable[tuple[str, bytes]]) -> None:
        files.make_folder(self._data / "journals")
        restored = set()
        for name, body in content:
            restored.add(name)
            target = self._state / name if name.startswith("set-aside/") else self._data / name
            files.make_folder(target.parent)
            writing.replace(target, body)
        for entry in journal_files(self._data):
            if f"journals/{entry.name}" not in restored:
                Path(entry.path).unlink()
        writing.sync_folder(self._data / "journals")

    def _count_as_it_is(self) -> int:
        """Entries there now, also where the store refuses to be read because it is suddenly empty."""
        return len(self._folder.merged.live("entries"))

    def snapshot_if_due(self) -> Backup | None:
        """The automatic copy outside the data folder, then `tidy`: once a day at most, if something changed.

        None also where nothing was ever written, or where the store is missing: an empty copy must not push
        out good ones.
        """
        today = self._clock.now().date().isoformat()
        signature = self._store.signature()
        kept = self._last_snapshot()
        if kept.get("day") == today or kept.get("signature") == signature:
            return None
        if self._missing() or not journal_files(self._data):
            return None
        from coach.store import backups

        made = self._back_up("automatic")
        backups.rotate(self._backups, self._keep)
        with contextlib.suppress(CoachError):  # the copy is made; tidying can wait for tomorrow
            self.tidy()
        signature = self._store.signature()
        with contextlib.suppress(OSError):
            content = json.dumps({"day": today, "signature": signature}).encode("ascii")
            writing.replace(self._state / "snapshot.json", content, durable=False)
        return made

    def upgrade(self) -> bool:
        """Bring this machine's journal up to the present format, after a copy; False where it is that."""
        from coach.store import migrations

        if not migrations.is_due(self._data):
            return False
        with self._store.exclusive():
            done = migrations.migrate(
                self._data, copy_first=lambda: self._back_up("manual"), rewrite=self._pen.rewrite
            )
            self._folder.forget()
        return done

    def tidy(self) -> int:
        """Drop old versions and damaged lines from this machine's journal; how many bytes that freed.

        For quiet moments: takes about as long as reading the journals.
        """
        from coach.store.compaction import Needed, compacted

        with self._store.exclusive():
            self._store.count("entries")
            merged = self._folder.merged
            needed = Needed(merged, self._pen.mine(), self._clock.now())
            if not self._has_damage() and all(needed.keeps(change) for change in self._own_changes(merged)):
                return 0
            aside = self._state / "set-aside"
            freed = self._pen.rewrite(lambda name, content: compacted(content, name, needed, merged, aside))
            if freed:
                self._folder.forget()
        return freed

    def _has_damage(self) -> bool:
        return any(damage.file == self._pen.journal() for damage in self._folder.damages)

    def _own_changes(self, merged: "Merged") -> "Iterator[Change]":
        own = (self._pen.journal() or "").removesuffix(".jsonl")
        return (change for commit in merged.commits.get(own, ()) for change in commit.changes)

    def _last_snapshot(self) -> dict[str, str]:
        try:
            return dict(json.loads((self._state / "snapshot.json").read_bytes()))
        except (OSError, ValueError, TypeError):
            return {}

    def check(self, *, fix: bool = False) -> Iterable[Finding]:
        """Look at journals, lock, permissions, drafts, conflict copies, clock and copies.

        Args:
            fix: put right what can be: permissions, damaged lines of this machine, files left by a crash.
        """
        from coach.store import checks, sending

        aside = self._state / "set-aside"
        if self._missing():
            yield Finding("journals", "error", wording.missing(self._data), wording.MISSING_HINT)
            return
        if fix:
            try:
                self.upgrade()
                self.tidy()
            except CoachError as error:
                yield Finding("journals", "error", error.message, error.hint)
        try:
            journal_files(self._data)
        except StoreReadOnly as error:
            yield Finding("journals", "error", error.message, error.hint)
            return
        own = self._pen.journal()
        yield from checks.journals(self._data, self._folder, own, aside)
        yield from checks.set_aside(aside)
        yield from checks.left_behind(self._data, self._state, fix=fix)
        yield from checks.locking(self._state)
        yield from checks.permissions(self._data, self._state, fix=fix)
        yield from checks.left_drafts(self._drafts, self._state / "drafts")
        yield from checks.clock_and_order(self._folder, self._clock)
        yield from sending.look(self._state, self._clock)
        copies = self.backups()
        if copies:
            yield Finding(
                "backups", "ok", f"{len(copies)} in {self._backups}, the last of {copies[0].at:%d %b %Y}."
            )
        else:
            yield Finding("backups", "note", "There is no copy yet.", "`coach backup` makes one.")

    def _missing(self) -> bool:
        try:
            return pen.is_missing(self._data, identity.read_kept(self._state))
        except StoreReadOnly:
            return False  # there, but not to be read: `notices` and `check` say so

    def notices(self) -> list[str]:
        """Plain sentences about what was found while opening and since; reads no journal by itself."""
        found = list(self._said)
        if self._missing():
            found.append(wording.missing(self._data))
        try:
            journal_files(self._data)
        except StoreReadOnly as error:
            found.append(error.message)
        schema = max(read_schema(self._data), self._folder.merged.top_schema if self._folder.loaded else 0)
        if schema > SCHEMA:
            found.append(wording.newer(schema))
        by_file: dict[str, int] = {}
        for damage in self._folder.damages:
            if damage.torn:
                found.append(wording.unfinished(damage.file))
            else:
                by_file[damage.file] = by_file.get(damage.file, 0) + 1
        found += [wording.damaged(name, count, self._state / "set-aside") for name, count in by_file.items()]
        found += [wording.unreadable(name, reason) for name, reason in self._folder.unreadable.items()]
        return found
