"""Use cases: aims, each one line and the sign by which it will be seen (practice 3)."""

from coach.domain.commitment import is_open
from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.engine.lookup import find_one
from coach.engine.ports import Clock, Put, Remove, Store
from coach.errors import UsageError


class Aims:
    """The list of aims."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def new(self, text: str, *, sign: str = "") -> Doc:
        """An aim's record, not yet kept. Raises UsageError when it has no words."""
        return {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "text": _checked(text),
            "sign": sign.strip(),
            "status": "open",
        }

    def add(self, text: str, *, sign: str = "") -> Doc:
        """Keep a new aim. Raises UsageError when it has no words."""
        doc = self.new(text, sign=sign)
        self._store.commit([Put("aims", doc)], label="add aim")
        return doc

    def list(self, *, open_only: bool = True) -> Docs:
        """Aims in the order they were written."""
        return [doc for doc in self._store.all("aims") if is_open(doc) or not open_only]

    def get(self, text: str) -> Doc:
        """The aim meant by an id or the start of its id or words. Raises NotFound, NotUnique."""
        return find_one(self._store, "aims", text, name_fields=("text",))

    def edit(self, id: str, *, text: str | None = None, sign: str | None = None) -> Doc:
        """Change what is given, keep the rest. Raises NotFound, NotUnique, UsageError."""
        doc = self.get(id)
        if text is not None:
            doc["text"] = _checked(text)
        if sign is not None:
            doc["sign"] = sign.strip()
        self._store.commit([Put("aims", doc)], label="edit aim")
        return doc

    def close(self, id: str) -> Doc:
        """Close an aim; it stays readable. Raises NotFound, NotUnique."""
        return self._set(id, "closed", "close aim")

    def reopen(self, id: str) -> Doc:
        """Take a closed aim up again. Raises NotFound, NotUnique."""
        return self._set(id, "open", "reopen aim")

    def remove(self, id: str) -> Doc:
        """Move an aim to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("aims", doc["id"])], label="put away aim")
        return doc

    def _set(self, id: str, status: str, label: str) -> Doc:
        doc = self.get(id)
        doc["status"] = status
        self._store.commit([Put("aims", doc)], label=label)
        return doc


def _checked(text: str) -> str:
    if not text.strip():
        raise UsageError(
            "An aim needs a line of text. Nothing was kept.", hint='coach aims add "..." --sign "..."'
        )
    return text.strip()
