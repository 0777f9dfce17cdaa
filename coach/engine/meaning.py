"""Ports of comparing texts by meaning: who turns them into numbers, and where those are kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from coach.errors import InvalidData

if TYPE_CHECKING:  # numpy comes in with the first theme, not before
    import numpy as np
    from numpy.typing import NDArray


class EncoderMissing(InvalidData):
    """The sentence encoder's file is not there or does not fit; recurring words take the place of themes."""

    code = "encoder_missing"


class Embedder(Protocol):
    """Turns texts into numbers so that texts of like meaning lie close together."""

    @property
    def version(self) -> str:
        """Names the weights; rows of different versions cannot be compared. Known without reading them."""
        ...

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One row of length 1 for each text. Raises EncoderMissing."""
        ...


class KeptRows(Protocol):
    """Rows kept on this machine, by a key made from text and version."""

    def has(self, key: bytes) -> bool:
        """Whether there is a row."""
        ...

    def rows(self, keys: "Sequence[bytes]") -> "NDArray[np.float32]":
        """The rows of these keys, in this order. Raises KeyError: one is not there."""
        ...

    def add(self, keys: "Sequence[bytes]", rows: "NDArray[np.float32]") -> None:
        """Keep rows. A disk that refuses is no error: they are there until the program ends."""
        ...


class Shelf(Protocol):
    """Derived values kept on this machine only: losing them costs time, never data."""

    def cached(self, name: str, signature: str) -> Any | None:
        """The JSON value kept under `name` for this signature; None where there is none."""
        ...

    def keep(self, name: str, signature: str, value: Any) -> None:
        """Keep a JSON value. A disk that refuses is no error."""
        ...

    def read_bytes(self, name: str) -> bytes | None:
        """What `keep_bytes` kept; whether it is still true is for the caller to find out."""
        ...

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep bytes. A disk that refuses is no error."""
        ...
