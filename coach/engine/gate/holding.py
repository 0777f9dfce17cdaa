"""What may not leave: by the record's own marks, by the entry it stands in, by whom it is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from coach.domain.entry import answers_of
from coach.domain.person import names_of
from coach.domain.records import Doc, Docs
from coach.domain.visibility import may
from coach.engine.gate.masking import Mask
from coach.engine.gate.parcel import LeftOut, Source

Reason = Literal["private", "never_send", "stopped"]


class Holding:
    """Decides for the people listed at one moment; made for one request."""

    def __init__(
        self, people: Docs, entry: Callable[[str], Doc | None], check: Callable[[str], bool]
    ) -> None:
        """Keep what is needed.

        Args:
            people: everyone listed.
            entry: the kept entry of an id.
            check: whether the safety check fires on a text.
        """
        self._entry = entry
        self._check = check
        held = {str(doc["id"]): names_of(doc) for doc in people if doc.get("never_send")}
        self._never = frozenset(held)
        self._names = held

    def reason(self, source: Source) -> Reason | None:
        """Why this may not be sent; None where it may."""
        entry = self._entry(source.entry_id) if source.entry_id else None
        for record in (source.record, entry or {}):
            why = _marked(record)
            if why is not None:
                return why
            if self._never.intersection(_about(record)):
                return "never_send"
        if self._check(source.text):
            return "stopped"
        return "never_send" if self.names_held(source.text) else None

    def names_held(self, text: str) -> bool:
        """Whether the text names someone of whom nothing is to be sent."""
        if not self._names:
            return False
        mask = Mask(self._names, (text,))
        mask.mask(text)
        return bool(mask.pairs)

    def sift(self, entry: Doc) -> tuple[list[Source], LeftOut]:
        """The pieces of an entry that may be sent, and what is left out: answers one by one.

        An entry that may not be sent as a whole counts as one; so does a note.
        """
        whole = Source(str(entry["id"]), entry, str(entry.get("text") or ""))
        answers = answers_of(entry)
        why = self.reason(whole)
        if why is not None or not answers:
            return ([], counted([why])) if why else ([whole] if whole.text.strip() else [], LeftOut())
        written = [answer for answer in answers if str(answer.get("answer") or "").strip()]
        sources = [Source(str(entry["id"]), answer, str(answer["answer"])) for answer in written]
        reasons = [self.reason(source) for source in sources]
        kept = [source for source, why in zip(sources, reasons, strict=True) if why is None]
        return kept, counted([why for why in reasons if why])


def counted(reasons: Sequence[Reason]) -> LeftOut:
    """So many of each."""
    return LeftOut(reasons.count("private"), reasons.count("never_send"), reasons.count("stopped"))


def _about(record: Mapping[str, Any]) -> Iterator[str]:
    """Ids of the people a record is about: those it is linked to, and its owner."""
    linked = record.get("with")
    yield from map(str, linked if isinstance(linked, list) else ())
    yield from (str(record[field]) for field in ("owner", "person") if record.get(field))


def _marked(record: Mapping[str, Any]) -> Reason | None:
    if may(record, "remote"):
        return None
    if record.get("private"):
        return "private"
    return "stopped" if record.get("stopped_for_safety") else "never_send"
