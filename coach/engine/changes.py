"""Use cases: what was said would change next week, and what came of it (practice 57, feature C5)."""

from datetime import date

from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.domain.visibility import may
from coach.engine.lookup import find_one
from coach.engine.ports import Clock, Put, Remove, Store
from coach.errors import UsageError


class Changes:
    """The list of changes for next week. `new` and `answering` build a record without keeping it."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def new(self, text: str, *, opened: str, opened_on: date | None = None, private: bool = False) -> Doc:
        """A change's record, not yet kept, from the entry `opened`. Raises UsageError without words."""
        if not text.strip():
            raise UsageError(
                "A change needs words. Nothing was kept.", hint="Say what you will do differently."
            )
        doc: Doc = {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "text": text.strip(),
            "opened": opened,
            "opened_on": (opened_on or self._clock.today()).isoformat(),
            "came_of_it": None,
            "answered_in": None,
        }
        if private:
            doc["private"] = True
        return doc

    def list(self, *, open_only: bool = False, hide_private: bool = False) -> Docs:
        """Changes, oldest first."""
        docs = [doc for doc in self._store.all("changes") if not hide_private or may(doc, "screen_shared")]
        docs = [doc for doc in docs if doc.get("came_of_it") is None or not open_only]
        return sorted(docs, key=lambda doc: str(doc.get("opened_on") or ""))

    def get(self, id: str) -> Doc:
        """The change meant by an id, the start of it, or of its words. Raises NotFound, NotUnique."""
        return find_one(self._store, "changes", id, name_fields=("text",))

    def answering(self, doc: Doc, came_of_it: str, *, answered_in: str) -> Put:
        """The change of the store that closes the loop: what came of it, told in the entry `answered_in`."""
        return Put("changes", {**doc, "came_of_it": came_of_it.strip(), "answered_in": answered_in})

    def remove(self, id: str) -> Doc:
        """Move a change to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("changes", doc["id"])], label="put away change")
        return doc
