"""Use cases: the people someone meets, and what a name in a text or an option means."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coach.domain.ids import new_id
from coach.domain.person import ME, ROLES, goes_by
from coach.domain.records import Doc, Docs
from coach.domain.text import marks
from coach.engine.lookup import find_one, matching
from coach.engine.ports import Clock, Put, Remove, Store
from coach.errors import NotFound, NotUnique, UsageError

GONE = "someone no longer listed"
"""Shown for the id of a person who was put into the bin."""


class Resolved(NamedTuple):
    """What names stand for."""

    ids: tuple[str, ...]
    """Ids of people, known and new, each once."""
    new: tuple[Put, ...]
    """People not known before: to be committed together with what names them."""


NOBODY = Resolved((), ())


class People:
    """The list of people: name, role, other names."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, name: str, *, role: str = "peer", aka: Sequence[str] = ()) -> Doc:
        """Add a person.

        Raises:
            UsageError: no name, an unknown role, or someone already goes by this name.
        """
        doc = self.new(name, role=role, aka=aka)
        for one in (doc["name"], *doc["aka"]):
            self._refuse_taken(one, but=None)
        self._store.commit([Put("people", doc)], label="add person")
        return doc

    def new(self, name: str, *, role: str = "peer", aka: Sequence[str] = ()) -> Doc:
        """A person's record, not yet kept and not compared with the others."""
        return {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "name": _checked_name(name),
            "role": _checked_role(role),
            "aka": _checked_aka(aka),
        }

    def get(self, text: str) -> Doc:
        """The person meant by an id, a name or the start of one. Raises NotFound, NotUnique."""
        return find_one(self._store, "people", text)

    def list(self) -> Docs:
        """Everyone, by name."""
        return sorted(self._store.all("people"), key=lambda doc: str(doc.get("name", "")).casefold())

    def edit(
        self,
        text: str,
        *,
        name: str | None = None,
        role: str | None = None,
        aka: Sequence[str] | None = None,
        never_send: bool | None = None,
    ) -> Doc:
        """Change what is given, keep the rest.

        Args:
            never_send: whether all that is about this person stays on this machine: entries linked to them,
                and texts that name them (promise P35).

        Raises:
            NotFound, NotUnique, UsageError.
        """
        doc = self.get(text)
        if name is not None:
            doc["name"] = _checked_name(name)
            self._refuse_taken(doc["name"], but=doc["id"])
        if role is not None:
            doc["role"] = _checked_role(role)
        if aka is not None:
            doc["aka"] = _checked_aka(aka)
            for one in doc["aka"]:
                self._refuse_taken(one, but=doc["id"])
        if never_send is not None:
            doc["never_send"] = True
            if not never_send:
                del doc["never_send"]
        self._store.commit([Put("people", doc)], label="edit person")
        return doc

    def remove(self, text: str) -> Doc:
        """Move a person to the bin; what was written with them stays. Raises NotFound, NotUnique."""
        doc = self.get(text)
        self._store.commit([Remove("people", doc["id"])], label="put away person")
        return doc

    def names(self) -> dict[str, str]:
        """The name to each id, for lists."""
        return {doc["id"]: str(doc.get("name", "")) for doc in self._store.all("people")}

    def owner(self, text: str) -> str:
        """'me' or the id of the person who owns something. Raises NotFound, NotUnique."""
        if text.strip().casefold() in ME or not text.strip():
            return "me"
        try:
            doc = self.get(text)
        except NotFound as error:
            raise NotFound(
                f"No person matches “{text.strip()}”, so nobody owns this yet.",
                hint=f"Add them with `coach people add`, or name yourself with “me”. {error.hint}".strip(),
            ) from None
        return "me" if doc.get("role") == "self" else str(doc["id"])

    def resolve(self, names: Iterable[str], *, exact: bool = False) -> Resolved:
        """What the names of an option stand for; unknown ones become people with the role peer.

        `exact` takes whole names only, as an import does. Without names the store is not touched.

        Raises:
            NotUnique: a name is the start of more than one; nothing was kept.
        """
        return self._resolve(names, exact=exact, unsure_is_error=True)

    def in_text(self, text: str) -> Resolved:
        """The people named with `@` in a text; unknown ones become people.

        A name that could be two people links to neither: what is being written down is never turned away.
        """
        return self._resolve(marks(text).names, exact=False, unsure_is_error=False) if "@" in text else NOBODY

    def resolve_all(self, names: Iterable[str], text: str) -> Resolved:
        """`resolve` for the names of an option and `in_text` for a text, each person once."""
        first = self.resolve(names)
        new = [put.doc for put in first.new]
        second = self._resolve(marks(text).names, exact=False, unsure_is_error=False, also=new)
        return Resolved(tuple(dict.fromkeys(first.ids + second.ids)), first.new + second.new)

    def _resolve(
        self, names: Iterable[str], *, exact: bool, unsure_is_error: bool, also: Sequence[Doc] = ()
    ) -> Resolved:
        wanted = [name.strip().lstrip("@").strip() for name in names]
        wanted = [name for name in wanted if name]
        if not wanted:
            return NOBODY
        known = [*self._store.all("people"), *also]
        ids: dict[str, None] = {}
        new: list[Put] = []
        for name in wanted:
            by_id = [doc for doc in known if doc["id"] == name]
            found = by_id or (
                [doc for doc in known if goes_by(doc, name)] if exact else matching(known, name)
            )
            if len(found) > 1 and unsure_is_error:
                raise NotUnique(
                    f"“{name}” matches {len(found)} people. Nothing was kept yet.",
                    matches=[str(doc.get("name", "")) for doc in found],
                    hint="Write more of the name.",
                )
            if len(found) > 1:
                continue
            if not found:
                doc = self.new(name[:1].upper() + name[1:] if name.islower() else name)
                known.append(doc)
                new.append(Put("people", doc))
                found = [doc]
            ids.setdefault(str(found[0]["id"]))
        return Resolved(tuple(ids), tuple(new))

    def _refuse_taken(self, name: str, *, but: str | None) -> None:
        for other in self._store.all("people"):
            if other["id"] != but and goes_by(other, name):
                raise UsageError(
                    f"{other.get('name')} already goes by “{name}”. Nothing was changed.",
                    hint="Choose another name, or change theirs with `coach people edit`.",
                )


def _checked_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UsageError(
            "A person needs a name. Nothing was kept.", hint="For example: coach people add Mina"
        )
    if plain.casefold() in ME:
        raise UsageError(
            f"“{plain}” means yourself here, so nobody else can go by it.", hint="Choose another name."
        )
    return plain


def _checked_role(role: str) -> str:
    plain = role.strip().lower()
    if plain not in ROLES:
        raise UsageError(
            f"“{role}” is no role. Nothing was changed.",
            hint=f"A role says what the person is to you: {', '.join(ROLES)}.",
        )
    return plain


def _checked_aka(aka: Sequence[str]) -> list[str]:
    return [" ".join(name.split()) for name in aka if name.strip()]
