"""Rows kept between runs: one private file in STATE/cache that only grows, made anew when it does not fit.

Each record is a key (16 bytes), a checksum (4 bytes) and 384 half floats. A text cannot be read back from its
key, but a row tells roughly what it was about: the file is as private as the other caches and goes with them.
"""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

_KEY = 16
_MOST = 256 * 1024 * 1024
"""Bytes from which on the file is made anew: some 20,000 entries."""


class RowsOnDisk:
    """Implements the port `KeptRows`. Rows of other versions lie in files of their own and are deleted."""

    def __init__(self, folder: Path, version: str, given: Path | None = None, dim: int = 384) -> None:
        """Keep rows below `folder`; nothing is read before the first question.

        Args:
            folder: where the file lies.
            version: of the weights.
            given: a file of the same form that comes with the program and is only read.
            dim: numbers in a row.
        """
        self._folder = folder
        self._given = given
        self._path = folder / f"meaning-{version}.bin"
        self._dim = dim
        self._record = np.dtype([("key", f"V{_KEY}"), ("check", "<u4"), ("row", "<f2", (dim,))])
        self._lock = Lock()
        self._rows: dict[bytes, NDArray[np.float16]] | None = None

    def has(self, key: bytes) -> bool:
        """Whether there is a row."""
        with self._lock:
            return key in self._read()

    def rows(self, keys: Sequence[bytes]) -> NDArray[np.float32]:
        """The rows of these keys, of length 1. Raises KeyError: one is not there."""
        with self._lock:
            kept = self._read()
            found = np.empty((len(keys), self._dim), np.float32)
            for place, key in enumerate(keys):
                found[place] = kept[key]
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-9))
        return found

    def add(self, keys: Sequence[bytes], rows: NDArray[np.float32]) -> None:
        """Keep rows, with one write at the end of the file. A disk that refuses costs time, never data."""
        half = np.asarray(rows, np.float16)
        with self._lock:
            kept = self._read()
            kept.update(zip(keys, half, strict=True))
            records = np.zeros(len(keys), self._record)
            records["key"] = np.frombuffer(b"".join(keys), f"V{_KEY}")
            records["row"] = half
            records["check"] = self._checks(records)
            with contextlib.suppress(OSError):
                self._append(records.tobytes())

    def _append(self, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        file = os.open(self._path, flags, 0o600)
        try:
            size = os.fstat(file).st_size
            rest = size % self._record.itemsize
            # A write cut short would shift every later record: fill it up, its checksum will not hold.
            os.write(file, b"\0" * (self._record.itemsize - rest) * bool(rest) + content)
        finally:
            os.close(file)

    def _read(self) -> dict[bytes, NDArray[np.float16]]:
        if self._rows is None:
            self._rows = {}
            if self._given is not None:
                with contextlib.suppress(OSError):
                    self._rows |= self._parsed(self._given.read_bytes())[0]
            with contextlib.suppress(OSError):
                self._drop_others()
                rows, useless = self._parsed(self._path.read_bytes())
                self._rows |= rows
                if useless:
                    self._path.unlink(missing_ok=True)
        return self._rows

    def _parsed(self, content: bytes) -> tuple[dict[bytes, NDArray[np.float16]], bool]:
        """The sound rows, and whether more than a torn end is wrong or the file has grown beyond use."""
        whole = len(content) // self._record.itemsize
        records = np.frombuffer(content, self._record, whole)
        sound = records["check"] == self._checks(records)
        sound &= np.isfinite(records["row"]).all(axis=1)
        good = records[sound]
        rows = {bytes(key): row for key, row in zip(good["key"], good["row"], strict=True)}
        return rows, whole - len(good) > 8 or len(content) > _MOST

    def _checks(self, records: NDArray[np.void]) -> NDArray[np.uint32]:
        """A sum over key and row that any changed byte changes; never 0, so that zeros do not hold."""
        places = np.arange(1, self._dim + 1, dtype=np.uint32) * np.uint32(2654435761) | np.uint32(1)
        bits = np.ascontiguousarray(records["row"]).view("<u2").astype(np.uint32)
        total: NDArray[np.uint32] = (bits * places).sum(axis=1, dtype=np.uint32)
        keys = np.ascontiguousarray(records["key"]).view("<u4").reshape(-1, _KEY // 4)
        total += (keys * places[: _KEY // 4]).sum(axis=1, dtype=np.uint32)
        return total | np.uint32(1 << 31)

    def _drop_others(self) -> None:
        """Rows of other weights can never be used again."""
        for other in self._folder.glob("meaning-*.bin"):
            if other != self._path:
                other.unlink(missing_ok=True)
