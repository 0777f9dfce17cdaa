"""Use cases: commitments, from the promise to what came of it (practice 19, rubric E, design section 8)."""

from datetime import date
from typing import Any, TypedDict, Unpack

from coach.domain.commitment import (
    OUTCOMES,
    REVIEW_AFTER,
    SAY_OUTCOME,
    WITHIN_DAYS,
    Outcome,
    asked_for_on,
    asks_at_third_carry,
    closed,
    is_late,
    is_open,
    open_then_closed,
    read_outcome,
    times_carried,
)
from coach.domain.entry import day_of
from coach.domain.ids import new_id
from coach.domain.promise import Promises, read_promises
from coach.domain.records import Doc, Docs
from coach.domain.told import Told, read_told
from coach.domain.vague import Vague, read_vague
from coach.domain.visibility import may
from coach.engine.lookup import find_one
from coach.engine.people import People
from coach.engine.ports import Clock, Prompts, Put, Remove, Store
from coach.errors import UsageError

STATUSES = ("open", "closed", "all")


class NewCommitment(TypedDict, total=False):
    """What `Commitments.new` takes beside the words."""

    owner: str
    due: date | None
    if_cue: str
    sign: str
    obstacle: str
    obstacle_plan: str
    opened: str | None
    private: bool


class Commitments:
    """The list of commitments. `new`, `closing` and `carrying` build a change without keeping it."""

    def __init__(self, *, store: Store, clock: Clock, people: People, prompts: Prompts | None = None) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._prompts = prompts
        self._vague: Vague | None = None
        self._promises: Promises | None = None
        self._told: Told | None = None

    def new(
        self,
        text: str,
        *,
        owner: str = "me",
        due: date | None = None,
        if_cue: str = "",
        sign: str = "",
        obstacle: str = "",
        obstacle_plan: str = "",
        opened: str | None = None,
        private: bool = False,
    ) -> Doc:
        """A commitment's record, not yet kept.

        Without a due day it is looked at again after a week, so that nothing open is dropped unseen.

        Raises:
            UsageError: it has no words. NotFound, NotUnique: the owner is not known, or could be two.
        """
        today = self._clock.today()
        doc: Doc = {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "text": _checked(text),
            "if_cue": if_cue.strip(),
            "then_act": text.strip() if if_cue.strip() else "",
            "owner": self._people.owner(owner),
            "due": due.isoformat() if due else None,
            "review": (due or today + REVIEW_AFTER).isoformat(),
            "sign": sign.strip(),
            "obstacle": obstacle.strip(),
            "obstacle_plan": obstacle_plan.strip(),
            "status": "open",
            "outcome": None,
            "note": "",
            "carried": 0,
            "opened": opened,
            "opened_on": today.isoformat(),
            "closed": None,
            "closed_on": None,
        }
        if private:
            doc["private"] = True
        return doc

    def add(self, text: str, **fields: Unpack[NewCommitment]) -> Doc:
        """Keep a new commitment. Takes and raises what `new` does."""
        doc = self.new(text, **fields)
        self._store.commit([Put("commitments", doc)], label="add commitment")
        return doc

    def list(
        self,
        *,
        status: str = "open",
        person: str | None = None,
        due_by: date | None = None,
        hide_private: bool = False,
    ) -> Docs:
        """Open ones by due day, those without a day last; closed ones, the latest first, behind them.

        Args:
            status: open, closed or all.
            person: only this owner: 'me', a name, or 'others' for all but me (waiting on others).
            due_by: only those with a due day up to and including this one.

        Raises:
            UsageError: an unknown status. NotFound, NotUnique: an unknown owner.
        """
        if status not in STATUSES:
            raise UsageError(
                f"“{status}” is no state of a commitment.", hint=f"Use one of {', '.join(STATUSES)}."
            )
        docs = self._store.all("commitments")
        if hide_private:
            docs = [doc for doc in docs if may(doc, "screen_shared")]
        if status != "all":
            docs = [doc for doc in docs if is_open(doc) == (status == "open")]
        if person is not None:
            docs = [doc for doc in docs if self._owned(doc, person)]
        if due_by is not None:
            docs = [doc for doc in docs if (day := day_of(doc, "due")) is not None and day <= due_by]
        still, past = open_then_closed(docs, "due")
        return still + past

    def get(self, id: str) -> Doc:
        """The commitment meant by an id, the start of it, or of its words. Raises NotFound, NotUnique."""
        return find_one(self._store, "commitments", id, name_fields=("text",))

    def edit(self, id: str, **changes: Any) -> Doc:  # one keyword for each field below, checked
        """Change what is given, keep the rest.

        Args:
            changes: text, if_cue, sign, obstacle, obstacle_plan, note (text); owner (as in `new`);
                due (a date, or None for no day); private (true or false).

        Raises:
            UsageError: an unknown field or empty text. NotFound, NotUnique: the id or the owner.
        """
        doc = self.get(id)
        for field, value in changes.items():
            self._set(doc, field, value)
        doc["then_act"] = doc["text"] if doc.get("if_cue") else ""
        self._store.commit([Put("commitments", doc)], label="edit commitment")
        return doc

    def closing(self, doc: Doc, outcome: str, *, note: str = "", on_entry: str | None = None) -> Put:
        """The change that closes a commitment, to be committed with other things.

        Raises:
            UsageError: no such outcome, or it is closed already.
        """
        if not is_open(doc):
            raise UsageError(
                f"This commitment is closed already ({say_outcome(doc)}). Nothing was changed.",
                hint="Take it up again with `coach commit reopen` first.",
            )
        came = {"outcome": _checked_outcome(outcome), "note": note.strip() or str(doc.get("note", ""))}
        return Put("commitments", closed(doc, self._clock.today(), on_entry, **came))

    def close(self, id: str, outcome: str, *, note: str = "", on_entry: str | None = None) -> Doc:
        """Close a commitment with what came of it: done, partly, changed, dropped, handed over.

        Raises:
            UsageError: no such outcome, or closed already. NotFound, NotUnique.
        """
        put = self.closing(self.get(id), outcome, note=note, on_entry=on_entry)
        self._store.commit([put], label=f"close commitment: {SAY_OUTCOME[put.doc['outcome']]}")
        return put.doc

    def carrying(self, doc: Doc, until: date) -> Put:
        """The change that moves an open commitment on to a later day and counts it.

        Raises:
            UsageError: it is closed, or the day has passed.
        """
        if not is_open(doc):
            raise UsageError(
                f"This commitment is closed ({say_outcome(doc)}), so its day was left alone.",
                hint="Take it up again with `coach commit reopen` first.",
            )
        if until < self._clock.today():
            raise UsageError(
                f"{until.isoformat()} has passed, so the day was left alone.", hint="Choose a day to come."
            )
        moved = {
            **doc,
            "due": until.isoformat(),
            "review": until.isoformat(),
            "carried": times_carried(doc) + 1,
        }
        return Put("commitments", moved)

    def carry(self, id: str, until: date) -> Doc:
        """Move an open commitment on to a later day. Raises UsageError, NotFound, NotUnique."""
        put = self.carrying(self.get(id), until)
        self._store.commit([put], label="carry commitment")
        return put.doc

    def asked_third(self, id: str) -> Doc:
        """Remember that the question of the third carry was put, once for good. Raises NotFound."""
        doc = self.get(id)
        doc["asked_third_carry"] = True
        self._store.commit([Put("commitments", doc)], label="ask at third carry")
        return doc

    def third_carry_question(self, doc: Doc) -> str | None:
        """The one question at the third carry, or None where it is not due or was put before (feature C4)."""
        return (self._words().third_carry or None) if asks_at_third_carry(doc) else None

    def reopen(self, id: str) -> Doc:
        """Take a closed commitment up again; what was noted stays. Raises UsageError, NotFound, NotUnique."""
        doc = self.get(id)
        if is_open(doc):
            raise UsageError("This commitment is open. Nothing was changed.")
        doc.update(status="open", outcome=None, closed=None, closed_on=None)
        self._store.commit([Put("commitments", doc)], label="reopen commitment")
        return doc

    def remove(self, id: str) -> Doc:
        """Move a commitment to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("commitments", doc["id"])], label="put away commitment")
        return doc

    def due(self, today: date) -> Docs:
        """Open ones whose day has come: due, or to be looked at again. Oldest day first."""
        docs = [(day, doc) for doc in self.list() if (day := asked_for_on(doc)) is not None and day <= today]
        return [doc for _, doc in sorted(docs, key=lambda pair: pair[0])]

    def late(self, today: date) -> Docs:
        """Open ones whose due day has passed, oldest first."""
        return [doc for doc in self.list() if is_late(doc, today)]

    def vague(self, text: str, *, due: date | None = None) -> str | None:
        """One question about a 'we should', a vague verb or a far day, or None (rubric E2, E5, E7)."""
        far = due is not None and (due - self._clock.today()).days > WITHIN_DAYS
        return self._words().question(text) or (self._words().ask_sooner if far else "") or None

    @property
    def promises(self) -> Promises:
        """How promises and days are written, in every language there are words for."""
        if self._promises is None:
            data = self._prompts.data("questions/promises.yaml") if self._prompts else None
            self._promises = read_promises(data)
        return self._promises

    @property
    def told(self) -> Told:
        """What an answer in one's own words says became of a promise or a test."""
        if self._told is None:
            self._told = read_told(self._prompts.data("questions/outcomes.yaml") if self._prompts else None)
        return self._told

    def _words(self) -> Vague:
        if self._vague is None:
            self._vague = read_vague(self._prompts.data("questions/vague.yaml") if self._prompts else None)
        return self._vague

    def _owned(self, doc: Doc, person: str) -> bool:
        if person.strip().lower() == "others":
            return str(doc.get("owner", "me")) != "me"
        return str(doc.get("owner", "me")) == self._people.owner(person)

    def _set(self, doc: Doc, field: str, value: Any) -> None:  # see `edit`
        if field == "text":
            doc["text"] = _checked(str(value))
        elif field == "owner":
            doc["owner"] = self._people.owner(str(value))
        elif field == "due":
            doc["due"] = value.isoformat() if value else None
            doc["review"] = (value or self._clock.today() + REVIEW_AFTER).isoformat()
        elif field == "private":
            doc["private"] = bool(value)
        elif field in ("if_cue", "sign", "obstacle", "obstacle_plan", "note"):
            doc[field] = str(value).strip()
        else:
            raise UsageError(f"A commitment has no “{field}” to change. Nothing was changed.")


def say_outcome(doc: Doc) -> str:
    """The outcome of a closed commitment in words: 'handed over'."""
    outcome: Outcome | None = read_outcome(str(doc.get("outcome") or ""))
    return SAY_OUTCOME[outcome] if outcome else "no outcome noted"


def _checked(text: str) -> str:
    if not text.strip():
        raise UsageError("A commitment needs words. Nothing was kept.", hint="Say the one act: I will …")
    return text.strip()


def _checked_outcome(text: str) -> Outcome:
    outcome = read_outcome(text)
    if outcome is None:
        raise UsageError(
            f"“{text}” is no outcome. Nothing was changed.",
            hint=f"Say what came of it: {', '.join(SAY_OUTCOME[one] for one in OUTCOMES)}.",
        )
    return outcome
