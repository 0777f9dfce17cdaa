"""Which files of the data folder are journals. Standard library only."""

import contextlib
import os
import re
from pathlib import Path

from coach import writing
from coach.errors import StoreReadOnly

CONFLICT = re.compile(
    r"sync-conflict|conflict(ed)?[ _-]copy|case[ _-]conflict|\.orig$|\(\d+\)| \d+\.jsonl$", re.I
)
"""How the usual sync engines name the second copy of a file that two machines changed (promise P12)."""
JOURNAL = re.compile(r"[0-9a-hjkmnp-tv-z]{10}\.jsonl")
"""Name of a journal as this program gives it."""


def journal_files(data: Path) -> list[os.DirEntry[str]]:
    """The journals of a data folder by name, conflict copies included, half copied files left out.

    Raises StoreReadOnly where the folder may not be read.
    """
    try:
        with os.scandir(data / "journals") as entries:
            found = [entry for entry in entries if is_journal(entry.name) and entry.is_file()]
    except FileNotFoundError:
        return []
    except OSError as error:
        reason = (error.strerror or "no access").lower()
        message = f"The data folder {data} cannot be read ({reason}). Nothing was changed."
        raise StoreReadOnly(message, hint="Check its permissions.") from error
    return sorted(found, key=lambda entry: entry.name)


def journal_stats(data: Path) -> list[tuple[str, os.stat_result]]:
    """Name and state of each journal; without those a sync engine takes away at this very moment."""
    found = []
    for entry in journal_files(data):
        with contextlib.suppress(OSError):
            found.append((entry.name, entry.stat()))
    return found


def is_journal(name: str) -> bool:
    """Whether a file of this name holds commits."""
    if name.startswith((".", "~")) or name.endswith(writing.TEMPORARY):
        return False
    return name.endswith(".jsonl") or (".jsonl" in name and CONFLICT.search(name) is not None)


def is_conflict_copy(name: str) -> bool:
    """Whether a journal is a sync engine's second copy of another."""
    return JOURNAL.fullmatch(name) is None and CONFLICT.search(name) is not None
