"""Remembers which questions were asked and which are never wanted again (feature C17, rubric Q9).

Lives in the table `asked`: one small record a form, `{id: form, created, shown, last, never}`. It holds no
word of the
person and no question text.
"""

from coach.domain.records import Doc
from coach.engine.ports import Clock, Put, Store

RECENT = 60
"""How many forms count as asked lately; about eight weekly sessions."""


class Memory:
    """Question forms over the store's table `asked`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def recent(self) -> tuple[str, ...]:
        """The forms shown lately, oldest first."""
        shown = [doc for doc in self._store.all("asked") if doc.get("last")]
        shown.sort(key=lambda doc: str(doc["last"]))
        return tuple(str(doc["id"]) for doc in shown[-RECENT:])

    def never(self) -> frozenset[str]:
        """The forms the person does not want to be asked again."""
        return frozenset(str(doc["id"]) for doc in self._store.all("asked") if doc.get("never"))

    def shown(self, form: str) -> Put:
        """The change that remembers one showing; the caller commits it together with the answer."""
        doc = self._record(form)
        shown = doc.get("shown")
        doc["shown"] = (shown if isinstance(shown, int) else 0) + 1
        doc["last"] = self._clock.now().isoformat()
        return Put("asked", doc)

    def never_again(self, form: str) -> None:
        """Do not ask in this form again."""
        self._store.commit([self.unwanted(form)], label="Never ask this again")

    def unwanted(self, form: str) -> Put:
        """The change that does so, to be committed with what follows from it."""
        return Put("asked", {**self._record(form), "never": True})

    def allow_again(self, form: str) -> None:
        """Take `never_again` back; nothing is written where it was not set."""
        doc = self._store.get("asked", form)
        if doc is not None and doc.get("never"):
            self._store.commit([Put("asked", {**doc, "never": False})], label="Allow this question again")

    def _record(self, form: str) -> Doc:
        found = self._store.get("asked", form)
        if found is not None:
            return found
        return {"id": form, "created": self._clock.now().isoformat(), "shown": 0, "last": "", "never": False}
