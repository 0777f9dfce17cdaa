"""Small derived values that a first frame needs before the journals are read, kept in STATE/cache.

A value counts only as long as the journals' signature is the one it was made from. A lost or damaged cache
costs time, never data. The values may hold what someone wrote, so the files are private and `purge` has to
empty the folder.
"""

import contextlib
import json
from pathlib import Path
from typing import Any
from zlib import crc32

from coach import writing
from coach.store import files
from coach.store.lines import encode_json


class Cache:
    """Values by name, each valid for one signature."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def cached(self, name: str, signature: str) -> Any | None:
        """The value kept under `name` for this signature; None where there is none."""
        try:
            kept = json.loads(self._path(name).read_bytes())
            return kept["value"] if kept["signature"] == signature and kept["name"] == name else None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def keep(self, name: str, signature: str, value: Any) -> None:
        """Keep a JSON value. A disk that refuses is no error: the value is made again next time."""
        content = encode_json({"name": name, "signature": signature, "value": value})
        with contextlib.suppress(OSError):
            files.make_folder(self._folder)
            writing.replace(self._path(name), content, durable=False)

    def read_bytes(self, name: str) -> bytes | None:
        """What `keep_bytes` kept; whether it is still true is for the caller to find out."""
        try:
            return self._path(name, "bin").read_bytes()
        except OSError:
            return None

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep bytes. A disk that refuses is no error, as above."""
        with contextlib.suppress(OSError):
            files.make_folder(self._folder)
            writing.replace(self._path(name, "bin"), content, durable=False)

    def clear(self) -> None:
        """Forget everything kept: what is gone for good from the journals may stand here still."""
        with contextlib.suppress(OSError):
            for kept in self._folder.iterdir():
                kept.unlink(missing_ok=True)

    def _path(self, name: str, ending: str = "json") -> Path:
        safe = "".join(ch if ch.isascii() and (ch.isalnum() or ch in "-_") else "_" for ch in name)[:40]
        return self._folder / f"{safe}-{crc32(name.encode('utf-8', 'surrogatepass')):08x}.{ending}"
