"""Use cases: assumptions, beliefs that hold someone back and return on a day (practice 58, C6)."""

from datetime import date

from coach.domain.commitment import is_open
from coach.domain.entry import day_of
from coach.domain.experiment import REVIEW_AFTER, is_due
from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.domain.visibility import may
from coach.engine.experiments import checked_verdict
from coach.engine.lookup import find_one
from coach.engine.ports import Clock, Put, Remove, Store
from coach.errors import UsageError


class Assumptions:
    """The list of assumptions. `new` and `closing` build a change without keeping it."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def new(
        self,
        text: str,
        *,
        limited_what: str = "",
        alternative: str = "",
        review_on: date | None = None,
        opened: str | None = None,
        private: bool = False,
    ) -> Doc:
        """An assumption's record, not yet kept; it comes back after a week where no day is given.

        Raises:
            UsageError: it has no words.
        """
        if not text.strip():
            raise UsageError(
                "An assumption needs words. Nothing was kept.", hint="Say what you took for granted."
            )
        doc: Doc = {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "text": text.strip(),
            "limited_what": limited_what.strip(),
            "alternative": alternative.strip(),
            "review_on": (review_on or self._clock.today() + REVIEW_AFTER).isoformat(),
            "status": "open",
            "verdict": None,
            "opened": opened,
        }
        if private:
            doc["private"] = True
        return doc

    def add(
        self, text: str, *, limited_what: str = "", alternative: str = "", review_on: date | None = None
    ) -> Doc:
        """Keep a new assumption. Raises UsageError when it has no words."""
        doc = self.new(text, limited_what=limited_what, alternative=alternative, review_on=review_on)
        self._store.commit([Put("assumptions", doc)], label="add assumption")
        return doc

    def list(self, *, open_only: bool = True, hide_private: bool = False) -> Docs:
        """Assumptions by the day they come back."""
        docs = [doc for doc in self._store.all("assumptions") if is_open(doc) or not open_only]
        docs = [doc for doc in docs if not hide_private or may(doc, "screen_shared")]
        return sorted(docs, key=lambda doc: day_of(doc, "review_on") or date.max)

    def due(self, today: date) -> Docs:
        """Open ones that come back; one that an open experiment tests comes back with the experiment."""
        tested = {doc.get("assumption") for doc in self._store.all("experiments") if is_open(doc)}
        return [doc for doc in self.list() if is_due(doc, today) and doc["id"] not in tested]

    def get(self, id: str) -> Doc:
        """The assumption meant by an id, the start of it, or of its words. Raises NotFound, NotUnique."""
        return find_one(self._store, "assumptions", id, name_fields=("text",))

    def closing(self, doc: Doc, verdict: str) -> Put:
        """The change that closes an assumption. Raises UsageError: no such verdict, or closed already."""
        if not is_open(doc):
            raise UsageError("This assumption is closed already. Nothing was changed.")
        return Put("assumptions", {**doc, "status": "closed", "verdict": checked_verdict(verdict)})

    def close(self, id: str, verdict: str) -> Doc:
        """Close an assumption: keep, change or drop the belief. Raises UsageError, NotFound, NotUnique."""
        put = self.closing(self.get(id), verdict)
        self._store.commit([put], label=f"close assumption: {put.doc['verdict']}")
        return put.doc

    def later(self, id: str, review_on: date) -> Doc:
        """Let an open assumption come back on another day. Raises NotFound, NotUnique."""
        doc = self.get(id)
        doc["review_on"] = review_on.isoformat()
        self._store.commit([Put("assumptions", doc)], label="move assumption")
        return doc

    def remove(self, id: str) -> Doc:
        """Move an assumption to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("assumptions", doc["id"])], label="put away assumption")
        return doc
