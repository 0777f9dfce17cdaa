"""What the person decided about themes, as records that can be undone (rubric T12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from coach.domain.records import Doc
from coach.engine.ports import Store

KEPT, RENAMED, REJECTED, NOT_DONE = "kept", "renamed", "rejected", "not_done"
_SAME = 0.6
"""Share of a group's entries that stand in a rejected theme from which on it is not proposed again."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def id_for(entries: Sequence[str]) -> str:
    """The same short id for the same entries, whatever their order."""
    digest = blake2b("\n".join(sorted(entries)).encode(), digest_size=10).digest()
    number = int.from_bytes(digest, "big")
    return "th" + "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(14))


def entries_of(doc: Doc) -> list[str]:
    """The ids of a theme record's entries."""
    value = doc.get("entries")
    return [str(one) for one in value] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions in force."""

    kept: tuple[Doc, ...]
    """Kept and renamed ones, oldest first."""
    rejected: tuple[frozenset[str], ...]
    refused: frozenset[tuple[str, str]]
    """(opening entry, entry) that were proposed as a closing and are none."""

    @classmethod
    def read(cls, store: Store) -> "Decisions":
        """Read them from the store."""
        docs = store.all("themes")
        return cls(
            tuple(doc for doc in docs if doc.get("state") in (KEPT, RENAMED)),
            tuple(frozenset(entries_of(doc)) for doc in docs if doc.get("state") == REJECTED),
            frozenset(
                (str(doc.get("opened")), str(doc.get("entry")))
                for doc in docs
                if doc.get("state") == NOT_DONE
            ),
        )

    def rejects(self, entries: Sequence[str]) -> bool:
        """Whether these are mostly the entries of a theme the person rejected."""
        return any(len(one & set(entries)) >= _SAME * len(entries) for one in self.rejected)
