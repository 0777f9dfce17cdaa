"""Lines that cannot be read are kept as files of their own, never deleted (promise P5). Standard library
only.
"""

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from coach import writing
from coach.store import files


class Damage(NamedTuple):
    """A line that cannot be read as a commit."""

    file: str
    """Name of the journal."""
    offset: int
    data: bytes
    torn: bool
    """Whether it is the unfinished last line: in another machine's journal perhaps a copy under way."""


def put_aside(folder: Path, damage: Damage) -> Path:
    """Keep a damaged line as a file of its own, durably; the same line is kept once."""
    stem = Path(damage.file).stem[:40]
    target = folder / f"{stem}-{damage.offset}-{crc32(damage.data):08x}.damaged"
    if not target.exists():
        files.make_folder(folder)
        writing.replace(target, damage.data)
    return target
