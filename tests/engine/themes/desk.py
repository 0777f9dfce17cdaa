"""Themes over one store in memory, with an encoder of whole words that needs no file."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.domain.asking import Because, Card, Situation
from coach.domain.ids import new_id
from coach.engine.commitments import Commitments
from coach.engine.meaning import EncoderMissing
from coach.engine.people import People
from coach.engine.ports import Put
from coach.engine.themes import Themes
from coach.engine.themes.vectors import Floats
from coach.prompting.files import PromptFiles
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore

if TYPE_CHECKING:
    from coach.domain.records import Doc


class WordEncoder:
    """A text is the sum of its words, each a fixed row: texts that share words are near."""

    version = "words-1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> Floats:
        self.read += texts
        rows = np.stack([sum((_row(word) for word in text.lower().split()), np.zeros(64)) for text in texts])
        rows += 1e-6
        scaled: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return scaled


class NoEncoder(WordEncoder):
    """As where the file is gone."""

    def embed(self, texts: Sequence[str]) -> Floats:
        raise EncoderMissing("The encoder file of coach is not there.", hint="Install coach again.")


@lru_cache(maxsize=2_000)
def _row(word: str) -> Any:
    seed = int.from_bytes(blake2b(word.strip(".,").encode(), digest_size=4).digest(), "big")
    return np.random.default_rng(seed).standard_normal(64)


class RowsInMemory:
    """Implements `KeptRows`."""

    def __init__(self) -> None:
        self.kept: dict[bytes, Floats] = {}

    def has(self, key: bytes) -> bool:
        return key in self.kept

    def rows(self, keys: Sequence[bytes]) -> Floats:
        return np.stack([self.kept[key] for key in keys]) if keys else np.empty((0, 64), np.float32)

    def add(self, keys: Sequence[bytes], rows: Floats) -> None:
        self.kept.update(zip(keys, rows, strict=True))


class ShelfInMemory:
    """Implements `Shelf` for JSON values."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Any] = {}

    def cached(self, name: str, signature: str) -> Any | None:
        return self.values.get((name, signature))

    def keep(self, name: str, signature: str, value: Any) -> None:
        self.values[name, signature] = value

    def read_bytes(self, name: str) -> bytes | None:
        return None

    def keep_bytes(self, name: str, content: bytes) -> None:
        return None


class Asks:
    """Takes up the first words of what was written."""

    def ask(self, situation: Situation) -> Card:
        quote = " ".join(situation.answer.rstrip(".!").split()[:6])
        reply = f"“{quote}”: what did it teach you?"
        return Card("ask", reply, reply, "learning", Because("plain", quote), "plain.1")


@lru_cache(maxsize=1)
def packaged() -> PromptFiles:
    """The prompt files of the program, each read once for all tests."""
    return PromptFiles()


class ThemesDesk:
    """Wednesday 18 November 2026; nothing written yet."""

    def __init__(self, embedder: Any = None) -> None:
        self.clock = FixedClock()
        self.store = MemoryStore(self.clock)
        self.people = People(store=self.store, clock=self.clock)
        self.prompts = packaged()
        self.commitments = Commitments(
            store=self.store, clock=self.clock, people=self.people, prompts=self.prompts
        )
        self.embedder = embedder or WordEncoder()
        self.rows = RowsInMemory()
        self.shelf = ShelfInMemory()
        self.themes = self.again()

    def again(self, embedder: Any = None) -> Themes:
        """As in the next process: the same data and cache, everything else anew."""
        return Themes(
            store=self.store,
            clock=self.clock,
            prompts=self.prompts,
            embedder=embedder or self.embedder,
            rows=self.rows,
            shelf=self.shelf,
            asks=Asks(),
            commitments=self.commitments,
        )

    def day(self, ago: int) -> date:
        return self.clock.today() - timedelta(days=ago)

    def write(self, text: str, ago: int = 0, **more: Any) -> str:
        doc: Doc = {
            "id": new_id(self.clock.now()),
            "created": self.clock.now().isoformat(),
            "date": self.day(ago).isoformat(),
            "kind": "note",
            "text": text,
            **more,
        }
        self.store.commit([Put("entries", doc)], label="add entry")
        return str(doc["id"])


BUDGET = (
    "The budget sheet had a wrong figure again and Hannah found it.",
    "Checked the budget figure twice, the sheet was still wrong.",
    "Hannah laughed about the budget sheet, the figure came from last year.",
    "One more figure in the budget sheet that nobody could explain.",
    "Sent the budget sheet to Hannah without a wrong figure.",
)
TRAINS = (
    "Missed the train and wrote notes on the platform until the next train.",
    "The platform was full, the train late, notes done on my knees.",
    "Notes on the train are the best notes, the platform was quiet.",
    "Stood on the platform with cold hands while the train crawled in, no notes.",
)
SINGING = (
    "The choir rehearsal ran long and my voice was gone.",
    "A small choir, a long rehearsal, and a voice that held.",
    "My voice cracked in the rehearsal and the choir went on.",
    "Choir again, the rehearsal was short, the voice fine.",
)


def journal(desk: ThemesDesk) -> dict[str, list[str]]:
    """Thirteen entries on three things, mixed, a week apart; the budget comes first, the choir last."""
    found: dict[str, list[str]] = {"budget": [], "trains": [], "singing": []}
    order = [("budget", text) for text in BUDGET[:3]]
    order += [pair for four in zip(*_rows(), strict=True) for pair in four]
    order += [("singing", text) for text in SINGING[2:]]
    for place, (kind, text) in enumerate(order):
        found[kind].append(desk.write(text, ago=7 * (len(order) - place)))
    return found


def _rows() -> list[list[tuple[str, str]]]:
    trains = [("trains", text) for text in TRAINS]
    others = [("budget", BUDGET[3]), ("singing", SINGING[0]), ("budget", BUDGET[4]), ("singing", SINGING[1])]
    return [trains, others]
