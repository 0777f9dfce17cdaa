"""The door to the store: opens a data folder without reading it."""

from pathlib import Path
from typing import NamedTuple

from coach.engine.ports import Clock
from coach.store.cache import Cache
from coach.store.drafts import DraftFiles
from coach.store.folder import Folder
from coach.store.journal_store import JournalStore
from coach.store.keeper import StoreKeeper
from coach.store.pen import Pen


class Opened(NamedTuple):
    """An open data folder."""

    store: JournalStore
    drafts: DraftFiles
    keeper: StoreKeeper


def open_store(data: Path, state: Path, *, clock: Clock, backups: Path, keep: int) -> Opened:
    """Open the data folder `data`. Reads and makes nothing: journals load at first read.

    Args:
        data: the data folder; need not exist.
        state: this machine's own state for that data folder, never synced.
        clock: the real time for stamps and drafts.
        backups: where copies go.
        keep: how many automatic copies stay.
    """
    said: list[str] = []
    folder = Folder(data, state / "set-aside")
    pen = Pen(data, state, clock, said.append)
    store = JournalStore(folder, pen, Cache(state / "cache"), clock)
    drafts = DraftFiles(state / "drafts", clock)
    keeper = StoreKeeper(
        data=data,
        state=state,
        backups=backups,
        keep=keep,
        clock=clock,
        folder=folder,
        pen=pen,
        store=store,
        drafts=drafts,
        said=said,
    )
    return Opened(store, drafts, keeper)
