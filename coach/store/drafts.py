"""Typed text on its way into the store: one small file each, on this machine only (promise P16).

A draft belongs to the process that saves it. When that process is gone, the draft is offered until someone
takes it (`get`, then `save` or `drop`) or throws it away; a running coach's drafts are never offered to
another.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from coach import writing
from coach.engine.ports import Clock, Draft
from coach.store import files, wording
from coach.store.lines import encode_json


class _File(NamedTuple):
    path: Path
    draft: Draft
    pid: int
    started: str

    @property
    def order(self) -> tuple[datetime, str]:
        return (self.draft.saved, self.path.name)


class DraftFiles:
    """The drafts of one data folder on this machine."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._taken: dict[str, Path] = {}
        """The left-over draft of each key that was handed out last; the others are still offered."""

    @cached_property
    def _started(self) -> str:
        return started(os.getpid())

    def save(self, key: str, text: str, about: Mapping[str, str] | None = None) -> datetime:
        """Make the text durable now; the time it was saved. Raises StoreUnwritable or StoreReadOnly."""
        now = self._clock.now()
        content = encode_json(
            {
                "key": key,
                "text": text,
                "saved": now.isoformat(),
                "about": dict(about or {}),
                "pid": os.getpid(),
                "started": self._started,
            }
        )
        with files.translated("The draft", wording.DRAFT_KEPT):
            files.make_folder(self._folder)
            writing.replace(self._own(key), content)
        self._remove(self._handed_out(key))
        return now

    def get(self, key: str) -> Draft | None:
        """The draft of `key`: this process's own, else the newest of a process that is gone."""
        found = self._mine_or_left(key)
        if found is None:
            return None
        if found.path != self._own(key):
            self._taken[key] = found.path
        return found.draft

    def drop(self, key: str) -> None:
        """Forget the draft: its text is in the store, or was thrown away by the person.

        Only this process's own and the one `get` gave: no draft goes that nobody was shown.
        """
        own = self._own(key)
        self._remove(self._handed_out(key) | ({own} if own.exists() else set()))

    def discard(self, draft: Draft) -> None:
        """Forget this one draft of a process that is gone, and no other of its key."""
        self._remove({file.path for file in self._left() if file.path.name == draft.ref})

    def _handed_out(self, key: str) -> set[Path]:
        taken = self._taken.pop(key, None)
        return set() if taken is None else {taken}

    def left_over(self) -> list[Draft]:
        """Drafts of processes that no longer run and that this process has not taken, newest first."""
        taken = set(self._taken.values())
        left = [file for file in self._left() if file.path not in taken]
        return [file.draft for file in sorted(left, key=lambda file: file.order, reverse=True)]

    def unreadable(self) -> list[Path]:
        """Draft files that hold no draft: damaged by something else, and never touched."""
        if not self._folder.is_dir():
            return []
        return [
            path for path in sorted(self._folder.iterdir()) if path.suffix == ".json" and _read(path) is None
        ]

    def _mine_or_left(self, key: str) -> _File | None:
        own = _read(self._own(key))
        if own is not None:
            return own
        return max(
            (file for file in self._left() if file.draft.key == key), key=lambda f: f.order, default=None
        )

    def _left(self) -> Iterator[_File]:
        with contextlib.suppress(FileNotFoundError):
            for path in sorted(self._folder.iterdir()):
                file = _read(path)
                if file is not None and not _runs(file.pid, file.started):
                    yield file

    def _own(self, key: str) -> Path:
        from hashlib import sha256  # not above: it costs 2 ms at each start

        belongs = f"{os.getpid()}\0{self._started}\0{key}".encode("utf-8", "surrogatepass")
        return self._folder / f"{sha256(belongs).hexdigest()[:32]}.json"

    def _remove(self, paths: set[Path]) -> None:
        for path in paths:
            with contextlib.suppress(OSError):
                path.unlink()
        if paths:
            with contextlib.suppress(OSError):
                writing.sync_folder(self._folder)


def _read(path: Path) -> _File | None:
    if path.suffix != ".json":
        return None
    try:
        kept = json.loads(path.read_bytes())
        about = {str(name): str(value) for name, value in kept["about"].items()}
        draft = Draft(
            str(kept["key"]), str(kept["text"]), datetime.fromisoformat(kept["saved"]), about, path.name
        )
        return _File(path, draft, int(kept["pid"]), str(kept["started"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _runs(pid: int, start: str) -> bool:
    """Whether that very process still runs: its number may have been given to another since."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return not start or started(pid) == start


def started(pid: int) -> str:
    """When a process began, as the system says it; empty where it cannot be told."""
    with contextlib.suppress(OSError, IndexError):
        # Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets.
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[19]
    import subprocess

    with contextlib.suppress(OSError, subprocess.SubprocessError):
        found = subprocess.run(  # noqa: S603  # macOS has no /proc; fixed words and a number
            ["/bin/ps", "-o", "lstart=", "-p", str(pid)],
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
        return found.stdout.strip()
    return ""
