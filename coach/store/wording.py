"""The sentences of this room that people read. None of them holds what someone wrote."""

from pathlib import Path

KEPT = "Everything saved before is intact."
DRAFT_KEPT = "The text is not on the disk; everything saved before is intact."
JOURNAL_MOVES = (
    "The journal was replaced by another program three times while the change was written. " + KEPT
)
JOURNAL_MOVES_HINT = "Let the sync program come to rest, then save again."
NO_LOCKS = (
    "This disk knows no file locks, so this window writes a journal of its own. Nothing is lost by it; "
    "`coach doctor` shows the journals."
)
TORN = "The last line of the journal was cut off, as by a power failure. It was set aside; the rest is there."
BACKUP_KEPT = "The data themselves are untouched."
RESTORE_KEPT = "A copy of what was there before is in the backups folder."
BAD_BACKUP_HINT = "Choose another copy: `coach restore --list` shows them."
CONFLICT_HINT = "It may stay. Delete it only when its lines are in the other journals too."
MISSING_HINT = (
    "If the disk or the sync program is not ready, wait and try again. `coach restore` brings back a copy. "
    "To begin anew on purpose, move the state folder's writer.json away."
)
NEWER_HINT = "Install the newer version to write here. Reading works, and nothing was changed."


def journal_gone(name: str) -> str:
    """This machine's journal is not there any more, others are."""
    return (
        f"This machine's journal {name} is gone, so a new one was begun. What it held is in the backups, "
        "if the sync program does not bring it back."
    )


def journal_changed(name: str) -> str:
    """The own journal is older or other than this machine left it."""
    return f"Another program changed this machine's journal {name}; it is read, and a new journal was begun."


def missing(data: Path) -> str:
    """The data folder is empty and was not."""
    return (
        f"The data folder {data} is empty or gone, and this machine kept entries there. Nothing was written."
    )


def conflict_copy(name: str) -> str:
    """A second copy of a journal, made by a sync program."""
    return (
        f"{name} is a second copy made by a sync program. It is read like a journal: nothing in it is lost."
    )


def clock(when: str) -> str:
    """The clock stands before the latest change."""
    return f"The latest change carries the date {when}, later than this computer's. The order still holds."


def newer(found: int) -> str:
    """A later program wrote here."""
    return f"These data were written by a newer coach (format {found}). They are open for reading only."


def damaged(file: str, count: int, folder: Path) -> str:
    """Lines that cannot be read."""
    lines = "1 damaged line was" if count == 1 else f"{count} damaged lines were"
    return f"{lines} set aside from {file}; the rest is loaded. Copies are in {folder}."


def unfinished(file: str) -> str:
    """The last line of a journal is not whole."""
    return f"The last line of {file} is unfinished and is left out: a copy under way, or a write cut off."


def unreadable(file: str, reason: str) -> str:
    """A journal that cannot be opened."""
    return f"The journal {file} cannot be read ({reason}); the rest is loaded."


def bad_backup(path: Path) -> str:
    """A file that is no whole backup."""
    return f"{path} is no backup of coach, or it is damaged. Nothing was changed."
