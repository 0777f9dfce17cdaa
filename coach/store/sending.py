"""What this machine may send, and what it sent: STATE/consent.json and STATE/ledger.jsonl.

Both belong to this machine: no backup, export or sync carries them, so that what was allowed on one machine
is not allowed on another. Neither holds a word of what was sent. Standard library only.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from coach import writing
from coach.domain.ids import new_id
from coach.engine.chat import KINDS, Kind, Sent
from coach.engine.ports import Clock, Finding
from coach.store import files, lock
from coach.store.lines import encode_json

CONSENT: Final = "consent.json"
LEDGER: Final = "ledger.jsonl"
_KEPT = "Nothing was sent, and everything written is kept."


class ConsentFile:
    """Implements `Consent` over one small file, read at each question: another process may have revoked."""

    def __init__(self, state: Path, clock: Clock) -> None:
        self._path = state / CONSENT
        self._clock = clock

    def given(self, kind: Kind, host: str) -> bool:
        """Whether requests of this kind may go to this host. A file that cannot be read allows nothing."""
        return any((one, place) == (kind, host) for one, place, _ in self.all())

    def allow(self, kind: Kind, host: str) -> None:
        """From now on. Raises StoreUnwritable, StoreReadOnly, StoreBusy."""
        with self._changing() as given:
            if not any((one, place) == (kind, host) for one, place, _ in given):
                given.append((kind, host, self._clock.now()))

    def revoke(self, kind: Kind, host: str | None = None) -> None:
        """No longer; for every host where none is named. Raises StoreUnwritable, StoreReadOnly, StoreBusy."""
        with self._changing() as given:
            given[:] = [one for one in given if one[0] != kind or host not in {None, one[1]}]

    def all(self) -> list[tuple[Kind, str, datetime]]:
        """What stands: kind, host, since when; in the order given."""
        try:
            rows = json.loads(self._path.read_bytes())["consents"]
            return [_consent(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return []

    @contextlib.contextmanager
    def _changing(self) -> Iterator[list[tuple[Kind, str, datetime]]]:
        with files.translated("What may be sent", _KEPT):
            files.make_folder(self._path.parent)
            with _alone(self._path):
                given = self.all()
                yield given
                rows = [
                    {"kind": kind, "host": host, "since": since.isoformat(timespec="seconds")}
                    for kind, host, since in given
                ]
                writing.replace(self._path, encode_json({"version": 1, "consents": rows}))


class LedgerFile:
    """Implements `Ledger` over one append-only file: a line when a request begins, one when it has ended."""

    def __init__(self, state: Path, clock: Clock) -> None:
        self._path = state / LEDGER
        self._clock = clock

    def begin(self, sent: Sent) -> str:
        """Keep a line, durably. Raises StoreUnwritable, StoreReadOnly, StoreBusy: then nothing is sent."""
        line = new_id(self._clock.now())
        row = {**asdict(sent), "at": sent.at.isoformat(), "entries": list(sent.entries)}
        with files.translated("The record of what is sent", _KEPT):
            self._append({"line": line, **row})
        return line

    def complete(self, line: str, *, outcome: str, tokens_sent: int, tokens_received: int) -> None:
        """Add how it ended. Raises nothing: without it the line stands as begun."""
        row = {
            "line": line,
            "outcome": outcome,
            "tokens_sent": tokens_sent,
            "tokens_received": tokens_received,
        }
        with contextlib.suppress(Exception):  # the reply is there and must not be lost over its book-keeping
            self._append(row)

    def lines(self, limit: int | None = None) -> list[Sent]:
        """Newest first; a damaged line is left out."""
        found = list(self._read().values())[::-1]
        return found if limit is None else found[:limit]

    def tokens_since(self, since: datetime) -> int:
        """Tokens sent and received since then, over all kinds and hosts."""
        return sum(one.tokens_sent + one.tokens_received for one in self._read().values() if one.at >= since)

    def _append(self, row: dict[str, Any]) -> None:
        files.make_folder(self._path.parent)
        with _alone(self._path):
            fd = files.open_private(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            try:
                size = os.fstat(fd).st_size
                torn = size > 0 and os.pread(fd, 1, size - 1) != b"\n"
                writing.write_all(fd, (b"\n" if torn else b"") + encode_json(row) + b"\n")
                writing.sync(fd)
            finally:
                os.close(fd)
            if not size:
                writing.sync_folder(self._path.parent)

    def _read(self) -> dict[str, Sent]:
        found: dict[str, Sent] = {}
        try:
            raw = self._path.read_bytes()
        except OSError:
            return found
        for text in raw.split(b"\n"):
            with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                _take(json.loads(text), found)
        return found


def look(state: Path, clock: Clock) -> Iterator[Finding]:
    """For `coach doctor`: how much is kept about what was sent. Says nothing where there is nothing."""
    consents, sent = ConsentFile(state, clock).all(), LedgerFile(state, clock).lines()
    if (state / CONSENT).exists() and not consents and _damaged(state / CONSENT):
        message = f"{state / CONSENT} cannot be read, so nothing may be sent."
        yield Finding("sending", "warning", message, "`coach privacy allow KIND` writes it anew.")
    size = sum(path.stat().st_size for path in (state / CONSENT, state / LEDGER) if path.exists())
    if size:
        requests = f"{len(sent)} {'request' if len(sent) == 1 else 'requests'} sent"
        kinds = f"{len(consents)} {'consent' if len(consents) == 1 else 'consents'}"
        yield Finding(
            "sending", "ok", f"{requests} from this machine, {kinds}; {-(-size // 1024)} kB, no text."
        )


def _damaged(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_bytes())["consents"] != [])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return True


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time; on a disk that knows no locks, without."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(lock.LocksUnavailable):
            stack.enter_context(lock.held(f"{path}.lock"))
        yield


def _consent(row: Any) -> tuple[Kind, str, datetime]:
    """A consent as it was kept. Raises ValueError, TypeError, KeyError: with one bad row none counts."""
    return _kind(row["kind"]), str(row["host"]), datetime.fromisoformat(row["since"])


def _kind(word: object) -> Kind:
    for kind in KINDS:
        if kind == word:
            return kind
    raise ValueError


def _take(row: Any, found: dict[str, Sent]) -> None:
    line = str(row["line"])
    if "digest" not in row:
        if line in found:
            found[line] = replace(
                found[line],
                outcome=str(row["outcome"]),
                tokens_sent=max(int(row["tokens_sent"]), 0),
                tokens_received=max(int(row["tokens_received"]), 0),
            )
        return
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise ValueError
    found[line] = Sent(
        at=at,
        kind=_kind(row["kind"]),
        host=str(row["host"]),
        model=str(row["model"]),
        entries=tuple(map(str, row["entries"])),
        words=int(row["words"]),
        size=int(row["size"]),
        digest=str(row["digest"]),
        tokens_sent=max(int(row["tokens_sent"]), 0),
        tokens_received=max(int(row["tokens_received"]), 0),
        outcome=str(row["outcome"]),
    )
