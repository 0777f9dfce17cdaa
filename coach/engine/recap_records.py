"""Makes the records a session leaves behind, to be kept in one commit with its entry (rubric E; promise P1).

An answer marked private makes private records, and its words are not copied into a record that is not
(feature C18).
"""

from datetime import date
from typing import Any

from coach.dates import say_day
from coach.domain.commitment import is_open
from coach.domain.experiment import MOST_OPEN
from coach.domain.records import Doc, Table
from coach.engine import session_wording as say
from coach.engine.ports import Put
from coach.engine.recap import NOT_YET, Recap, rest_of
from coach.engine.session_plan import INTENT
from coach.engine.session_record import ref_of


class Records:
    """The changes of the store that one recap stands for."""

    def __init__(self, recap: Recap) -> None:
        self._recap = recap
        self._record = recap.record
        self._means = recap.means
        self._values = recap.values()
        self._entry = str(recap.record.doc["id"])

    def all(self) -> tuple[list[Put], list[str]]:
        """Every change, and one plain sentence for each."""
        puts, kept = self.settled()
        for more, said in (
            self._change(),
            self._win(),
            self._belief_and_test(puts),
            self._promise(),
            self._intent(),
        ):
            puts += more
            kept += said
        return puts, kept or ["What you wrote is kept."]

    # what was open before

    def settled(self) -> tuple[list[Put], list[str]]:
        """Outcomes, verdicts, new days, and what came of the earlier change."""
        puts, kept = self._came_of_it()
        for table, doc, answer, step_id in self._recap.due():
            more, said = self._settle(table, doc, answer, step_id)
            puts += more
            kept += said
        return puts, kept

    def _came_of_it(self) -> tuple[list[Put], list[str]]:
        answer = self._record.of("came_of_it")
        _, change = ref_of(self._record.item(str(answer["step"])) if answer else None)
        doc = self._means.store.get("changes", change)
        if not answer or doc is None or doc.get("came_of_it") is not None:
            return [], []
        put = self._means.changes.answering(doc, str(answer["answer"]), answered_in=self._entry)
        return [_private(put, answer)], ["What came of your last change is kept."]

    def _settle(
        self, table: Table, doc: Doc, answer: dict[str, Any] | None, step_id: str
    ) -> tuple[list[Put], list[str]]:
        kind = {"commitments": "commitment", "experiments": "experiment"}.get(table, "assumption")
        key = f"{kind}:{doc['id']}"
        value = self._values.get(f"{key}.outcome") or self._values.get(f"{key}.verdict") or ""
        told = "" if not answer or answer.get("private") else str(answer["answer"])
        if value == say.UNSAID:
            return [], [f"One {kind} stays open: what became of it is not said yet."]
        if not value:
            return [], []
        if value == NOT_YET:
            return self._later(table, doc, date.fromisoformat(self._values[f"{key}.until"]), step_id)
        if table == "commitments":
            note = rest_of(told, say.OUTCOMES)
            outcome = next((one for one, label in say.OUTCOMES if label == value), value)
            closed = self._means.commitments.closing(doc, outcome, note=note, on_entry=self._entry)
            return [closed], [f"One commitment is closed: {value}."]
        if table == "experiments":
            result = rest_of(told, say.HAPPENED)
            if value == say.TRIED:
                tried = self._means.experiments.tried(doc, result, on_entry=self._entry)
                return [tried], ["One experiment is closed: done."]
            puts = [self._means.experiments.closing(doc, value, result, on_entry=self._entry)]
            belief = self._means.store.get("assumptions", str(doc.get("assumption") or ""))
            if belief is not None and is_open(belief):
                puts.append(self._means.assumptions.closing(belief, value))
            return puts, [f"One experiment is closed: {value}."]
        return [self._means.assumptions.closing(doc, value)], [f"One belief is looked at: {value}."]

    def _later(self, table: Table, doc: Doc, until: date, step_id: str) -> tuple[list[Put], list[str]]:
        day = say_day(until, self._means.today())
        if table != "commitments":
            moved = Put(table, {**doc, "review_on": until.isoformat()})
            return [moved], [f"One experiment comes back on {day}."]
        put = self._means.commitments.carrying(doc, until)
        if self._recap.third_carry(step_id):
            put = Put("commitments", {**put.doc, "asked_third_carry": True})
        return [put], [f"One commitment moves to {day}."]

    # what is new

    def _change(self) -> tuple[list[Put], list[str]]:
        text, answer = self._values.get("change", ""), self._record.of("change")
        if not text or not answer:
            return [], []
        doc = self._means.changes.new(text, opened=self._entry, private=bool(answer.get("private")))
        return [Put("changes", doc)], [
            "Your change for next week is kept; the next reflection begins with it."
        ]

    def _win(self) -> tuple[list[Put], list[str]]:
        """A win stays in the entry; a changed line changes the answer it came from."""
        text, answer = self._values.get("win", ""), self._record.of("win")
        if not answer:
            return [], []
        if not text:
            answer.pop("becomes", None)
            return [], []
        answer["answer"] = text
        return [], ["One win is kept."]

    def _belief_and_test(self, settled: list[Put]) -> tuple[list[Put], list[str]]:
        puts: list[Put] = []
        kept: list[str] = []
        belief, test = self._values.get("assumption.text", ""), self._values.get("experiment.test", "")
        belief_answer, test_answer = self._record.of("assumption"), self._record.of("experiment")
        review = date.fromisoformat(self._values["experiment.review_on"]) if test else None
        private = bool((belief_answer or {}).get("private"))
        assumption: Doc | None = None
        if belief and belief_answer:
            assumption = self._means.assumptions.new(
                belief, review_on=review, opened=self._entry, private=private
            )
            puts.append(Put("assumptions", assumption))
        if test and test_answer and review:
            instead = self._instead()
            closing = [put.doc["id"] for put in [*settled, *instead] if not is_open(put.doc)]
            still = [doc for doc in self._means.experiments.list() if doc["id"] not in closing]
            if len(still) >= MOST_OPEN:
                kept.append("Two experiments are open already, so this one stays in the entry only.")
            else:
                doc = self._means.experiments.new(
                    test,
                    belief=belief,
                    assumption=str(assumption["id"]) if assumption else None,
                    if_cue=cue.cue if (cue := self._means.commitments.promises.if_then(test)) else "",
                    sign=self._values.get("experiment.sign", ""),
                    against=self._values.get("experiment.against", ""),
                    review_on=review,
                    opened=self._entry,
                    private=private or bool(test_answer.get("private")),
                    closing=closing,
                )
                puts += [*instead, Put("experiments", doc)]
                kept.append(f"Your experiment comes back on {say_day(review, self._means.today())}.")
        elif assumption is not None:
            back = date.fromisoformat(str(assumption["review_on"]))
            kept.append(f"Your assumption comes back on {say_day(back, self._means.today())}.")
        return puts, kept

    def _instead(self) -> list[Put]:
        """The open test that is closed to make room (rubric E6)."""
        chosen = self._values.get("experiment.instead", "")
        doc = self._means.store.get("experiments", chosen) if chosen else None
        if doc is None or not is_open(doc):
            return []
        return [self._means.experiments.closing(doc, "drop", on_entry=self._entry)]

    def _promise(self) -> tuple[list[Put], list[str]]:
        text, answer = self._values.get("commitment.text", ""), self._record.of("commitment")
        if not text or not answer:
            return [], []
        due = date.fromisoformat(self._values["commitment.due"])
        doc = self._means.commitments.new(
            text,
            owner=self._values["commitment.owner"],
            due=due,
            if_cue=self._values.get("commitment.if", ""),
            sign=self._values.get("commitment.sign", ""),
            obstacle=self._values.get("commitment.obstacle", ""),
            obstacle_plan=self._values.get("commitment.obstacle_plan", ""),
            opened=self._entry,
            private=bool(answer.get("private")),
        )
        return [Put("commitments", doc)], [f"Your commitment is due on {say_day(due, self._means.today())}."]

    def _intent(self) -> tuple[list[Put], list[str]]:
        text, answer = self._values.get("intent", ""), self._record.of("intent")
        old = self._means.store.get("marks", INTENT)
        if not text or not answer or (old and old.get("text") == text):
            return [], []
        now = self._means.clock.now().isoformat(timespec="seconds")
        doc: Doc = {
            **(old or {"id": INTENT, "created": now}),
            "text": text,
            "opened": self._entry,
            "opened_on": self._means.today().isoformat(),
        }
        put = Put("marks", doc)
        return [_private(put, answer)], ["Your direction is kept as you put it today."]


def _private(put: Put, answer: dict[str, Any]) -> Put:
    """The record, private where the answer it was made from is."""
    return Put(put.table, {**put.doc, "private": True}) if answer.get("private") else put
