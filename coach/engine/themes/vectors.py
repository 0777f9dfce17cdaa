"""Rows for texts, from what was kept or from the encoder. Loads numpy: imported when themes are asked for."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from coach.engine.meaning import Embedder, KeptRows

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
_AT_ONCE = 96
"""Texts embedded between two looks at `stop`: half a second at most on two cores."""


def key_of(text: str, version: str) -> bytes:
    """16 bytes that name a text and the weights that read it; the text cannot be got back from them."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=version.encode()[:64]).digest()


class Vectors:
    """Gives each text its row, computed once."""

    def __init__(self, embedder: Embedder, kept: KeptRows) -> None:
        self._embedder = embedder
        self._kept = kept

    def of(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 for each text. Raises EncoderMissing."""
        self.prepare([[text] for text in texts])
        return self._kept.rows([key_of(text, self._embedder.version) for text in texts])

    def prepare(
        self,
        groups: Sequence[Sequence[str]],
        progress: Progress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> bool:
        """Read what is not kept yet, one group of texts (an entry) after the other, and keep it.

        Args:
            groups: the texts of each entry.
            progress: told after each step how many entries are done, of how many that had to be read.
            stop: asked between two steps; what was read by then is kept.

        Returns:
            False where it was stopped. Raises EncoderMissing.
        """
        wanted = [texts for group in groups if (texts := self._missing(group))]
        done = 0
        if progress and wanted:
            progress(0, len(wanted))
        while done < len(wanted):
            if stop is not None and stop():
                return False
            batch: dict[str, None] = {}
            while done < len(wanted) and (not batch or len(batch) + len(wanted[done]) <= _AT_ONCE):
                batch.update(dict.fromkeys(wanted[done]))
                done += 1
            texts = list(batch)
            self._kept.add(
                [key_of(text, self._embedder.version) for text in texts], self._embedder.embed(texts)
            )
            if progress:
                progress(done, len(wanted))
        return True

    def _missing(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if not self._kept.has(key_of(text, self._embedder.version))]
