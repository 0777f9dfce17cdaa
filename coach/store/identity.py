"""Who this machine is in the data folder: the writer id and how its journal stood after the last commit.

Kept in STATE/writer.json, overwritten in place without fsync: when it lags behind after a power loss, the journal's own
lines say the rest; when it is damaged, a new writer id is taken, which is harmless.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from coach.store import files
from coach.store.stamps import new_writer

_SIZE = 1024
"""Bytes of writer.json: always the same, so that one write within one block replaces it."""
_FORMER = 8
"""How many earlier ids of this machine are remembered, for undo."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What STATE/writer.json holds."""

    writer: str
    length: int = 0
    """Bytes of the own journal after the last commit."""
    last: int = 0
    """Offset of its last line."""
    sum: str = ""
    """Checksum of that line."""
    at: str = ""
    """The latest stamp seen."""
    seen: bool = False
    """Whether this data folder ever held anything: an empty one is then no fresh start (promise P6)."""
    machine: str = ""
    """This computer; differs on a copied home."""
    inode: int = 0
    """Of the state folder; differs in a copy of it."""
    former: tuple[str, ...] = field(default=())
    """Earlier writer ids of this machine."""

    def renewed(self) -> "Identity":
        """The same machine under a new writer id."""
        former = (*self.former, self.writer)[-_FORMER:]
        return replace(self, writer=new_writer(), length=0, last=0, sum="", former=former)


def machine_id() -> str:
    """Something that differs between computers and stays on one; empty where the system has no such thing.

    Not the host name: that changes with the network on many laptops.
    """
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            return Path(name).read_text("ascii").strip()[:64]
    return ""


def read_identity(state: Path) -> Identity | None:
    """The identity kept in `state`; None where there is none, it is damaged, or it came here from elsewhere."""
    kept = read_kept(state)
    if kept is None or kept.machine != machine_id() or kept.inode != state.stat().st_ino:
        return None
    return kept


def read_kept(state: Path) -> Identity | None:
    """What writer.json says, whether or not it was written on this machine."""
    try:
        with (state / "writer.json").open("rb") as handle:
            content: Any = json.loads(handle.read(_SIZE))
        kept = Identity(**{**content, "former": tuple(content.get("former", ()))})
        return kept if _is_sound(kept) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _is_sound(kept: Identity) -> bool:
    numbers = (kept.length, kept.last, kept.inode)
    texts = (kept.writer, kept.sum, kept.at, kept.machine, *kept.former)
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and all(isinstance(text, str) for text in texts)
        and kept.writer.isalnum()
        and kept.last <= kept.length
    )


def fresh_identity(state: Path) -> Identity:
    """A new identity for this machine; `state` must exist."""
    return Identity(writer=new_writer(), machine=machine_id(), inode=state.stat().st_ino)


def marked_seen(own: Identity) -> Identity:
    """The identity of a machine that knows the data folder to hold something."""
    return replace(own, seen=True)


def write_identity(state: Path, identity: Identity) -> None:
    """Keep the identity. Raises OSError."""
    content = json.dumps(asdict(identity)).encode("ascii")
    fd = files.open_private(state / "writer.json", os.O_WRONLY | os.O_CREAT)
    try:
        os.pwrite(fd, content.ljust(_SIZE - 1) + b"\n", 0)
    finally:
        os.close(fd)
