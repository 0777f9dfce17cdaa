"""Who this machine is in the data folder: the writer id and how its journal stood after the last commit.

Kept in STATE/writer.json, overwritten in place without fsync: when it lags behind after a power loss, the
journal's own lines say the rest; when it is damaged, a new writer id is taken, which is harmless.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from coach.store import files
from coach.store.stamps import new_writer

_SIZE = 1024
"""Bytes of writer.json: always the same, so that one write within one block replaces it."""
_FORMER = 8
"""How many earlier ids of this machine are remembered, for undo."""


class Identity(NamedTuple):
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
    former: tuple[str, ...] = ()
    """Earlier writer ids of this machine."""

    def renewed(self) -> "Identity":
        """The same machine under a new writer id."""
        former = (*self.former, self.writer)[-_FORMER:]
        return self._replace(writer=new_writer(), length=0, last=0, sum="", former=former)


def machine_id() -> str:
    """Something that differs between computers and stays on one; empty where the system has no such thing.

    Not the host name: that changes with the network on many laptops.
    """
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            found = Path(name).read_text("ascii", "replace").strip()[:64]
            return found if found.isalnum() and found.isascii() else ""
    return ""


def read_kept(state: Path) -> Identity | None:
    """What writer.json says, wherever it was written; None where there is none or it is damaged."""
    return parse(read_raw(state))


def read_raw(state: Path) -> bytes:
    """The bytes of writer.json; none where it cannot be read."""
    try:
        fd = os.open(f"{state}/writer.json", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(fd, _SIZE)
    except OSError:
        return b""
    finally:
        os.close(fd)


def parse(raw: bytes) -> Identity | None:
    """The identity in the bytes of writer.json; None where they are damaged."""
    try:
        content: Any = json.loads(raw)
        kept = Identity(**{**content, "former": tuple(content.get("former", ()))})
        return kept if _is_sound(kept) else None
    except (ValueError, TypeError, AttributeError):
        return None


def _is_sound(kept: Identity) -> bool:
    numbers = (kept.length, kept.last, kept.inode)
    texts = (kept.writer, kept.sum, kept.at.replace("-", ""), kept.machine, *kept.former)
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and all(text.isascii() and (text.isalnum() or not text) for text in texts)
        and bool(kept.writer)
        and kept.last <= kept.length
    )


def fresh_identity(state: Path, *, seen: bool) -> Identity:
    """A new identity for this machine; `state` must exist. `seen` as in `Identity`."""
    return Identity(writer=new_writer(), machine=machine_id(), inode=state.stat().st_ino, seen=seen)


def _encode(own: Identity) -> bytes:
    # By hand: the json module takes four times as long, at each save. All texts are letters, digits, dashes.
    former = ",".join(f'"{writer}"' for writer in own.former)
    return (
        f'{{"writer":"{own.writer}","length":{own.length},"last":{own.last},"sum":"{own.sum}","at":"{own.at}",'
        f'"seen":{"true" if own.seen else "false"},"machine":"{own.machine}","inode":{own.inode},'
        f'"former":[{former}]}}'
    ).encode("ascii")


def write_identity(state: Path, identity: Identity) -> bytes:
    """Keep the identity; the bytes written. Raises OSError."""
    raw = _encode(identity).ljust(_SIZE - 1) + b"\n"
    fd = files.open_private(f"{state}/writer.json", os.O_WRONLY | os.O_CREAT)
    try:
        os.pwrite(fd, raw, 0)
    finally:
        os.close(fd)
    return raw
