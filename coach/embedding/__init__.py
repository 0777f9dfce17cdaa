"""The small sentence encoder that runs on this machine. Its weights and numpy come in at the first text."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from coach.embedding.encoder import Encoder
    from coach.embedding.kept import RowsOnDisk
    from coach.embedding.weights import Floats

SHA256: Final = "a16a18a946a58a211f9d72f23c7b20ee3133e699a288226a414b5cba86720824"
"""Of the encoder file this program was measured with; another file is refused."""


class LocalEmbedder:
    """Implements the port `Embedder`. Made at no cost; two threads may ask at once."""

    def __init__(self, path: Path, sha256: str | None = SHA256) -> None:
        """Use the file at `path`, read at the first text and checked against `sha256` (None: unchecked)."""
        self._path = path
        self._sha256 = sha256
        self._lock = Lock()
        self._encoder: Encoder | None = None

    @property
    def version(self) -> str:
        """The weights' name: the start of their checksum."""
        return (self._sha256 or "unchecked")[:12]

    def embed(self, texts: Sequence[str]) -> "Floats":
        """One row of length 1 for each text. Raises EncoderMissing."""
        with self._lock:
            if self._encoder is None:
                from coach.embedding.encoder import Encoder

                self._encoder = Encoder(self._path, self._sha256)
        return self._encoder.embed(texts)


class LocalRows:
    """Implements the port `KeptRows` below a folder. Made at no cost; numpy comes in at the first use."""

    def __init__(self, folder: Path, version: str, given: Path | None = None) -> None:
        """Keep rows of one version of the weights below `folder`; `given` holds those the program has."""
        self._folder = folder
        self._given = given
        self._version = version
        self._lock = Lock()
        self._made: RowsOnDisk | None = None

    def has(self, key: bytes) -> bool:
        """Whether there is a row."""
        return self._rows.has(key)

    def rows(self, keys: Sequence[bytes]) -> "Floats":
        """The rows of these keys, in this order. Raises KeyError."""
        return self._rows.rows(keys)

    def add(self, keys: Sequence[bytes], rows: "Floats") -> None:
        """Keep rows. A disk that refuses is no error."""
        self._rows.add(keys, rows)

    @property
    def _rows(self) -> "RowsOnDisk":
        with self._lock:
            if self._made is None:
                from coach.embedding.kept import RowsOnDisk

                self._made = RowsOnDisk(self._folder, self._version, self._given)
            return self._made
