"""Use cases: undo, redo, what was done, and the bin (promise P21)."""

from coach.domain.records import Doc
from coach.engine.lookup import SHORTEST_PREFIX
from coach.engine.ports import Binned, Done, Store
from coach.errors import NotFound, NotUnique, UsageError

Dones = list[Done]
AllBinned = list[Binned]


class History:
    """The last changes of this machine, and what was put away."""

    def __init__(self, *, store: Store) -> None:
        self._store = store

    def undo(self, n: int = 1) -> Dones:
        """Reverse the last `n` changes, newest first; fewer if fewer are left. Raises UsageError."""
        return self._repeat(n, "undo")

    def redo(self, n: int = 1) -> Dones:
        """Bring back what was undone last, `n` times. Raises UsageError for n < 1."""
        return self._repeat(n, "redo")

    def list(self, limit: int = 50, *, undone: bool = False) -> Dones:
        """What `undo` would reverse, newest first; `undone`: what `redo` would bring back, next first."""
        return self._store.history(limit, undone=undone)

    def bin(self) -> AllBinned:
        """What was put away, newest first."""
        return self._store.bin()

    def restore(self, id: str) -> Doc:
        """Bring a record back from the bin by its id or the start of it. Raises NotFound, NotUnique."""
        wanted = id.strip().lower()
        binned = self._store.bin()
        found = [one for one in binned if one.doc["id"] == wanted]
        if not found and len(wanted) >= SHORTEST_PREFIX:
            found = [one for one in binned if str(one.doc["id"]).startswith(wanted)]
        if not found:
            raise NotFound(
                f"Nothing in the bin matches “{id.strip()}”.", hint="`coach bin list` shows what is there."
            )
        if len(found) > 1:
            raise NotUnique(
                f"“{id.strip()}” matches {len(found)} records in the bin.",
                matches=[str(one.doc["id"]) for one in found],
                hint="Write more of the id.",
            )
        return self._store.restore(found[0].table, str(found[0].doc["id"]))

    def empty_bin(self, *, yes: bool) -> int:
        """Forget what is in the bin for good; how many records that were. Raises UsageError without `yes`."""
        if not yes:
            raise UsageError(
                "Emptying the bin cannot be undone, so it was not done.", hint="Confirm it with --yes."
            )
        return self._store.empty_bin()

    def _repeat(self, n: int, what: str) -> Dones:
        if n < 1:
            raise UsageError(f"{n} is no number of changes. Nothing was changed.", hint="Give 1 or more.")
        step = self._store.undo if what == "undo" else self._store.redo
        done: list[Done] = []
        while len(done) < n and (one := step()) is not None:
            done.append(one)
        return done
