"""Use cases: experiments, small tests of a belief that come back on their day (practices 6, 58; rubric E)."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypedDict, Unpack

from coach.domain.commitment import closed, is_open, open_then_closed
from coach.domain.experiment import MOST_OPEN, REVIEW_AFTER, VERDICTS, Verdict, is_due, read_verdict
from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.domain.visibility import may
from coach.engine.lookup import find_one
from coach.engine.ports import Clock, Put, Remove, Store
from coach.errors import UsageError

_TEXT_FIELDS = ("belief", "if_cue", "sign", "against", "result")


class NewExperiment(TypedDict, total=False):
    """What `Experiments.new` takes beside the words."""

    belief: str
    assumption: str | None
    if_cue: str
    sign: str
    against: str
    review_on: date | None
    opened: str | None
    private: bool
    closing: Collection[str]


class Experiments:
    """The list of experiments. `new` and `closing` build a change without keeping it."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def new(
        self,
        test: str,
        *,
        belief: str = "",
        assumption: str | None = None,
        if_cue: str = "",
        sign: str = "",
        against: str = "",
        review_on: date | None = None,
        opened: str | None = None,
        private: bool = False,
        closing: Collection[str] = (),
    ) -> Doc:
        """An experiment's record, not yet kept.

        Args:
            test: what will be tried.
            belief: the belief it tests; `assumption` is the id of its record, where there is one.
            sign: what would show that it works; `against`: what would speak against the idea (rubric E3).
            review_on: when the result is asked for; a week from today where no day is given.
            closing: ids of experiments closed in the same commit: they no longer count as open.

        Raises:
            UsageError: it has no words, or two others are open; they are named (rubric E6).
        """
        checked = _checked(test)
        self.refuse_third(closing)
        today = self._clock.today()
        doc: Doc = {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "test": checked,
            "belief": belief.strip(),
            "assumption": assumption,
            "if_cue": if_cue.strip(),
            "sign": sign.strip(),
            "against": against.strip(),
            "review_on": (review_on or today + REVIEW_AFTER).isoformat(),
            "status": "open",
            "verdict": None,
            "result": "",
            "opened": opened,
            "opened_on": today.isoformat(),
            "closed": None,
            "closed_on": None,
        }
        if private:
            doc["private"] = True
        return doc

    def refuse_third(self, closing: Collection[str] = ()) -> None:
        """Raise UsageError when no further experiment can be opened; the message names the open ones.

        A private one is counted and not named: an error may stand on a screen that others see (feature C18).
        Those in `closing` do not count: they are closed in the same commit.
        """
        still = [doc for doc in self.list() if doc["id"] not in closing]
        if len(still) >= MOST_OPEN:
            named = " and ".join(_named(doc) for doc in still)
            raise UsageError(
                f"{len(still)} experiments are open: {named}. The new one was not added.",
                hint="Which of them can be closed? `coach experiment close ID --verdict keep|change|drop`.",
            )

    def add(self, test: str, **fields: Unpack[NewExperiment]) -> Doc:
        """Keep a new experiment. Takes and raises what `new` does."""
        doc = self.new(test, **fields)
        self._store.commit([Put("experiments", doc)], label="add experiment")
        return doc

    def list(self, *, status: str = "open", hide_private: bool = False) -> Docs:
        """Open ones by the day they come back, then closed ones, the latest first.

        `status` is open, closed or all. Raises UsageError for another.
        """
        if status not in ("open", "closed", "all"):
            raise UsageError(f"“{status}” is no state of an experiment.", hint="Use open, closed or all.")
        docs = [
            doc for doc in self._store.all("experiments") if not hide_private or may(doc, "screen_shared")
        ]
        still, past = open_then_closed(docs, "review_on")
        return {"open": still, "closed": past, "all": still + past}[status]

    def get(self, id: str) -> Doc:
        """The experiment meant by an id, the start of it, or of its words. Raises NotFound, NotUnique."""
        return find_one(self._store, "experiments", id, name_fields=("test",))

    def edit(self, id: str, **changes: Any) -> Doc:  # one keyword for each field below, checked
        """Change what is given, keep the rest.

        Args:
            changes: test, belief, if_cue, sign, against, result (text); review_on (a date); private.

        Raises:
            UsageError: an unknown field, an empty test, no day. NotFound, NotUnique.
        """
        doc = self.get(id)
        for field, value in changes.items():
            if field == "test":
                doc["test"] = _checked(str(value))
            elif field == "review_on":
                if value is None:
                    raise UsageError("An experiment needs a day to come back. Nothing was changed.")
                doc["review_on"] = value.isoformat()
            elif field == "private":
                doc["private"] = bool(value)
            elif field in _TEXT_FIELDS:
                doc[field] = str(value).strip()
            else:
                raise UsageError(f"An experiment has no “{field}” to change. Nothing was changed.")
        self._store.commit([Put("experiments", doc)], label="edit experiment")
        return doc

    def closing(self, doc: Doc, verdict: str, result: str = "", *, on_entry: str | None = None) -> Put:
        """The change that closes an experiment. Raises UsageError: no such verdict, or closed already."""
        if not is_open(doc):
            raise UsageError(
                f"This experiment is closed already (verdict: {doc.get('verdict') or 'none noted'}). "
                "Nothing was changed.",
                hint="`coach undo` takes the last change back.",
            )
        came = {"verdict": checked_verdict(verdict), "result": result.strip() or str(doc.get("result", ""))}
        return Put("experiments", closed(doc, self._clock.today(), on_entry, **came))

    def tried(self, doc: Doc, result: str, *, on_entry: str | None = None) -> Put:
        """The change that closes an experiment that took place, without a verdict: its belief stays open."""
        put = self.closing(doc, "keep", result, on_entry=on_entry)
        return Put(put.table, {**put.doc, "verdict": None})

    def close(self, id: str, verdict: str, result: str = "", *, on_entry: str | None = None) -> Doc:
        """Close an experiment with what happened and what follows: keep, change or drop it (rubric E8).

        Raises:
            UsageError: no such verdict, or closed already. NotFound, NotUnique.
        """
        put = self.closing(self.get(id), verdict, result, on_entry=on_entry)
        self._store.commit([put], label=f"close experiment: {put.doc['verdict']}")
        return put.doc

    def reopen(self, id: str) -> Doc:
        """Take a closed experiment up again. Raises UsageError when two are open, NotFound, NotUnique."""
        doc = self.get(id)
        if is_open(doc):
            raise UsageError("This experiment is open. Nothing was changed.")
        self.refuse_third()
        doc.update(status="open", verdict=None, closed=None, closed_on=None)
        self._store.commit([Put("experiments", doc)], label="reopen experiment")
        return doc

    def remove(self, id: str) -> Doc:
        """Move an experiment to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("experiments", doc["id"])], label="put away experiment")
        return doc

    def due(self, today: date) -> Docs:
        """Open ones that come back today or should have before, oldest day first."""
        return [doc for doc in self.list() if is_due(doc, today)]


def checked_verdict(text: str) -> Verdict:
    """The verdict meant. Raises UsageError."""
    verdict = read_verdict(text)
    if verdict is None:
        raise UsageError(
            f"“{text}” is no verdict. Nothing was changed.", hint=f"Choose one of {', '.join(VERDICTS)}."
        )
    return verdict


def _named(doc: Doc) -> str:
    return f"“{str(doc.get('test', '')).strip()[:60]}”" if may(doc, "screen_shared") else "a private one"


def _checked(text: str) -> str:
    if not text.strip():
        raise UsageError(
            "An experiment needs words. Nothing was kept.", hint="Say what you will do, once or twice."
        )
    return text.strip()
