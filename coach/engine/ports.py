"""What the engine needs from the outside. Rooms above implement these; the engine knows only the shape."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from coach.domain.records import Doc, Table

if TYPE_CHECKING:  # the first frame needs no guide
    from coach.domain.guide import Guide


class Clock(Protocol):
    """The time. `today` may be moved by the person; ids and order never are."""

    def now(self) -> datetime:
        """The real time, with zone."""
        ...

    def today(self) -> date:
        """The day the person lives in: COACH_TODAY where it is set."""
        ...

    def stamp(self) -> datetime:
        """The time for a record's `date` field: today with the real clock, or COACH_TODAY's own time."""
        ...


class Put(NamedTuple):
    """Keep this document (new, or in place of the one with its id)."""

    table: Table
    doc: Doc


class Remove(NamedTuple):
    """Move this document to the bin."""

    table: Table
    id: str


class Done(NamedTuple):
    """One commit as history shows it: what was done, when, to which documents."""

    label: str
    at: datetime
    touched: tuple[tuple[Table, str], ...]


class Version(NamedTuple):
    """One state of a document: `doc` is None where it was put into the bin."""

    at: datetime
    writer: str
    label: str
    doc: Doc | None
    current: bool


class Binned(NamedTuple):
    """A document in the bin."""

    table: Table
    doc: Doc
    at: datetime


class Store(Protocol):
    """Where records are kept. Every document handed out is the caller's own copy."""

    def get(self, table: Table, id: str) -> Doc | None:
        """The live document with this whole id, or None."""
        ...

    def all(self, table: Table) -> list[Doc]:
        """All live documents of a table, oldest first by the journal's order of creation."""
        ...

    def each(self, table: Table) -> Iterator[Doc]:
        """The same, one at a time, for passes over many documents."""
        ...

    def ids(self, table: Table) -> list[str]:
        """The ids of all live documents of a table, in the order of `all`."""
        ...

    def count(self, table: Table) -> int:
        """How many live documents a table has."""
        ...

    def commit(self, changes: Sequence[Put | Remove], *, label: str) -> None:
        """Make all changes durable at once, or none. On return they survive kill -9 and power loss.

        Raises:
            StoreBusy: another process held the lock for five seconds.
            StoreReadOnly: the data cannot be changed. StoreUnwritable: the write failed, nothing half kept.
        """
        ...

    def undo(self) -> Done | None:
        """Reverse this machine's last change not yet undone (of the last 50); None when there is none."""
        ...

    def redo(self) -> Done | None:
        """Bring back what was undone last; None when there is nothing, or something new was done since."""
        ...

    def history(self, limit: int = 50, *, undone: bool = False) -> list[Done]:
        """What `undo` would reverse, newest first; `undone`: what `redo` would bring back, next first."""
        ...

    def versions(self, table: Table, id: str) -> list[Version]:
        """Every version of a document, newest first, those that lost a merge included."""
        ...

    def bin(self) -> list[Binned]:
        """What was put away, newest first."""
        ...

    def restore(self, table: Table, id: str) -> Doc:
        """Bring a document back from the bin. Raises NotFound."""
        ...

    def empty_bin(self) -> int:
        """Forget what is in the bin; how many documents that were. Not undoable."""
        ...

    def refresh(self) -> bool:
        """Take in what other processes and machines wrote since; True when anything changed."""
        ...


class Prompts(Protocol):
    """The prompt files: the person's own first, then those that come with the program."""

    def data(self, name: str) -> Any:  # YAML holds anything; the caller validates
        """The parsed YAML of `name`, e.g. 'questions/cues.yaml'. Raises InvalidData, NotFound."""
        ...

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The template `name` with values filled in. Raises InvalidData."""
        ...


class Draft(NamedTuple):
    """Text that was typed and not yet taken into the store."""

    key: str
    """What it belongs to, e.g. 'session/ENTRY_ID/STEP_ID' or 'capture'."""
    text: str
    saved: datetime
    about: Mapping[str, str]
    """Small facts for the offer, e.g. guide and step title. Never more of the text."""
    ref: str = ""
    """Names this one among several of the same key."""


class Drafts(Protocol):
    """Typed text on its way into the store: one small file each, on this machine only (promise P16)."""

    def save(self, key: str, text: str, about: Mapping[str, str] | None = None) -> datetime:
        """Make the text durable now; the time it was saved. Raises StoreUnwritable."""
        ...

    def get(self, key: str) -> Draft | None:
        """The draft of `key`, also one left by a process that is gone."""
        ...

    def drop(self, key: str) -> None:
        """Forget the draft: its text is in the store, or was thrown away by the person.

        Only this process's own and the one `get` gave last.
        """
        ...

    def discard(self, draft: Draft) -> None:
        """Forget one draft that `left_over` named, and no other of its key."""
        ...

    def left_over(self) -> list[Draft]:
        """Drafts of processes that no longer run, newest first."""
        ...


class Finding(NamedTuple):
    """One line of a check: what was looked at, whether it is well, and what to do."""

    area: str
    level: str
    """ok, note, warning or error."""
    message: str
    hint: str = ""


class Backup(NamedTuple):
    """One copy of the data."""

    path: Path
    at: datetime
    entries: int
    size: int
    """Bytes."""


class Keeper(Protocol):
    """Looks after the data as a whole: copies, restore, checks."""

    def where(self) -> Mapping[str, Path]:
        """The folders in use: data, state, backups."""
        ...

    def back_up(self, target: Path | None = None) -> Backup:
        """Copy everything into one checked archive."""
        ...

    def backups(self) -> list[Backup]:
        """Copies at hand, newest first."""
        ...

    def look(self, source: Path) -> Backup:
        """Check a copy whole; nothing is changed. Raises NotFound, InvalidData."""
        ...

    def restore(self, source: Path) -> Backup:
        """Put a copy in place of what is there; what is there is backed up first, and returned."""
        ...

    def snapshot_if_due(self) -> Backup | None:
        """The automatic copy outside the data folder: at most one a day, only when something changed."""
        ...

    def check(self, *, fix: bool = False) -> Iterable[Finding]:
        """Look at journals, locks, permissions, drafts and conflict copies."""
        ...

    def notices(self) -> list[str]:
        """Plain sentences about what was found while opening: damage set aside, read-only, newer schema."""
        ...


class Headline(NamedTuple):
    """What a list of guides shows of one guide."""

    id: str
    title: str
    minutes: int


class Guides(Protocol):
    """The session kinds: the person's own guides first, then those that come with the program."""

    def all(self) -> "list[Guide]":
        """Every guide that can be used, built-in order first, then one's own by id."""
        ...

    def get(self, id: str) -> "Guide":
        """One guide. Where a person's own file is broken, the built-in one of the same id.

        Raises:
            NotFound: no file of that name; names the guides there are.
            InvalidData: only a broken file of one's own; names file, line and key.
        """
        ...

    def headline(self, id: str) -> Headline:
        """Title and minutes only, read without the whole file where possible. Raises as `get`."""
        ...

    def problems(self) -> list[Finding]:
        """What is wrong with guide files, each with file and line."""
        ...
