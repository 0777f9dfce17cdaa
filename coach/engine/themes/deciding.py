"""What the person does with a theme: keep, rename, merge, split, reject, take back (T12)."""

from collections.abc import Callable, Sequence

from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.engine.commitments import Commitments
from coach.engine.ports import Clock, Put, Remove, Store
from coach.engine.themes.decisions import KEPT, NOT_DONE, REJECTED, RENAMED, entries_of, id_for
from coach.engine.themes.view import Promise, Theme
from coach.errors import NotFound, UsageError

_LONGEST = 60


class Deciding:
    """Decisions about themes, held in the table `themes`; `undo` takes each back."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        commitments: Commitments,
        show: Callable[[str], Theme],
        halves: Callable[[Sequence[str]], tuple[list[str], list[str]]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._commitments = commitments
        self._show = show
        self._halves = halves

    def keep(self, id: str) -> Doc:
        """This theme is one, under the name it has. Raises NotFound, NotUnique."""
        doc = self._record(id)
        self._store.commit([Put("themes", doc)], label="keep theme")
        return doc

    def rename(self, id: str, name: str) -> Doc:
        """Keep a theme under a name of one's own. Raises UsageError: no name. NotFound, NotUnique."""
        doc = {**self._record(id), "label": _named(name), "state": RENAMED}
        self._store.commit([Put("themes", doc)], label="rename theme")
        return doc

    def reject(self, id: str) -> Doc:
        """Not one's own theme: it is not proposed again from the same entries. Raises NotFound, NotUnique."""
        doc = {**self._record(id), "state": REJECTED}
        self._store.commit([Put("themes", doc)], label="reject theme")
        return doc

    def merge(self, ids: Sequence[str], name: str | None = None) -> Doc:
        """Make one of several themes; the first gives the name where none is given.

        Raises:
            UsageError: fewer than two different themes. NotFound, NotUnique.
        """
        docs = {str(doc["id"]): doc for doc in map(self._record, ids)}
        if len(docs) < 2:
            raise UsageError("Two different themes are needed to make one of them. Nothing was changed.")
        first, *others = docs.values()
        entries = list(dict.fromkeys(entry for doc in docs.values() for entry in entries_of(doc)))
        merged = {**first, "entries": entries}
        if name is not None:
            merged |= {"label": _named(name), "state": RENAMED}
        gone = [Remove("themes", str(doc["id"])) for doc in others if self._stored(str(doc["id"]))]
        self._store.commit([Put("themes", merged), *gone], label="merge themes")
        return merged

    def split(self, id: str, entries: Sequence[str] | None = None, name: str | None = None) -> Docs:
        """Make two of one theme: the rest under the old name, `entries` under a new one.

        Args:
            entries: ids of those that go; None divides by meaning.
            name: heading of the new one; without it the old one's with "(2)".

        Raises:
            UsageError: one side would have under two entries. NotFound, NotUnique.
            EncoderMissing: it cannot be divided by meaning.
        """
        doc = self._record(id)
        members = entries_of(doc)
        going = (
            self._halves(members)[1] if entries is None else [one for one in members if one in set(entries)]
        )
        staying = [one for one in members if one not in set(going)]
        if len(going) < 2 or len(staying) < 2:
            raise UsageError("A theme stands on two entries at least, on both sides. Nothing was changed.")
        label = _named(name) if name is not None else f"{doc['label']} (2)"
        id_new = id_for(going)
        if id_new == str(doc["id"]):  # they were this theme before another was merged into it
            id_new = id_for([*going, id_new])
        new = {**self._new(id_new, label, going), "state": RENAMED if name is not None else KEPT}
        old = {**doc, "entries": staying}
        self._store.commit([Put("themes", old), Put("themes", new)], label="split theme")
        return [old, new]

    def forget(self, id: str) -> Doc:
        """Take a decision back: the theme is proposed or not as if nothing had been said. Raises NotFound."""
        doc = self._decided(id)
        if doc is None:
            raise NotFound(f"Nothing was decided about “{id}”.", hint="`coach themes` shows what there is.")
        self._store.commit([Remove("themes", str(doc["id"]))], label="forget decision on theme")
        return doc

    def rejected(self) -> Docs:
        """The themes that were rejected, oldest first."""
        return [doc for doc in self._store.all("themes") if doc.get("state") == REJECTED]

    def adopt(self, promise: Promise) -> Doc:
        """Put an intention found in an entry on record as open. Raises UsageError: it is there already."""
        if promise.record is not None:
            raise UsageError("This commitment is on record already. Nothing was changed.")
        doc = self._recorded(promise)
        self._store.commit([Put("commitments", doc)], label="add commitment")
        return doc

    def done(self, promise: Promise) -> Doc:
        """Yes, that was it: the proposed entry closes the commitment, which goes on record where it was not.

        Raises:
            UsageError: nothing was proposed, or it is closed. NotFound: the record is gone.
        """
        if promise.proposal is None:
            raise UsageError("No entry is proposed as the closing of this. Nothing was changed.")
        record = promise.record
        doc = self._recorded(promise) if record is None else self._commitments.get(record)
        put = self._commitments.closing(doc, "done", on_entry=promise.proposal.entry)
        put.doc["closed_on"] = promise.proposal.date
        self._store.commit([put], label="close commitment: done")
        return put.doc

    def _recorded(self, promise: Promise) -> Doc:
        doc = self._commitments.new(promise.text, opened=promise.opened)
        return {**doc, "opened_on": promise.opened_on}

    def not_done(self, opened: str, entry: str) -> Doc:
        """The entry `entry` does not tell that what `opened` announced was done: not to be proposed again."""
        now = self._clock.now()
        doc: Doc = {
            "id": new_id(now),
            "created": now.isoformat(timespec="seconds"),
            "state": NOT_DONE,
            "opened": opened,
            "entry": entry,
        }
        self._store.commit([Put("themes", doc)], label="keep commitment open")
        return doc

    def _record(self, id: str) -> Doc:
        """The record of a theme, as it stands or as it would be kept."""
        decided = self._decided(id)
        try:
            theme = self._show(id)
        except NotFound:
            if decided is not None:
                return decided
            raise
        stored = self._stored(theme.id)
        if stored is not None:
            state = stored.get("state") if stored.get("state") != REJECTED else KEPT
            return {
                **stored,
                "state": state,
                "entries": list(dict.fromkeys([*entries_of(stored), *theme.entries])),
            }
        return self._new(theme.id, theme.label, theme.entries)

    def _new(self, id: str, label: str, entries: Sequence[str]) -> Doc:
        return {
            "id": id,
            "created": self._clock.now().isoformat(timespec="seconds"),
            "label": label,
            "state": KEPT,
            "entries": list(entries),
        }

    def _stored(self, id: str) -> Doc | None:
        return self._store.get("themes", id)

    def _decided(self, id: str) -> Doc | None:
        """The one record whose id or name this is, or begins with."""
        wanted = id.strip()
        found = [
            doc
            for doc in self._store.all("themes")
            if doc.get("label")
            and (
                str(doc["id"]) == wanted
                or (len(wanted) >= 4 and str(doc["id"]).startswith(wanted))
                or str(doc["label"]).casefold() == wanted.casefold()
            )
        ]
        return found[0] if len(found) == 1 else None


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UsageError("A theme needs a name. Nothing was changed.")
    if len(plain) > _LONGEST:
        raise UsageError(f"A theme's name has at most {_LONGEST} characters. Nothing was changed.")
    return plain
