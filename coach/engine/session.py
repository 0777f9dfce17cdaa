"""Starts and resumes sessions.

The machine that walks one is in `session_walk`; both are imported from here.
"""

from datetime import date
from itertools import islice
from typing import Literal

from coach.domain.asking import AskRole, Support
from coach.domain.entry import day_of, session_state
from coach.domain.guide import Guide
from coach.domain.ids import new_id
from coach.domain.records import Doc, Docs
from coach.domain.rhythm import is_gap
from coach.engine import session_wording as say
from coach.engine.aims import Aims
from coach.engine.commitments import Commitments
from coach.engine.experiments import Experiments
from coach.engine.lookup import find_one
from coach.engine.people import People
from coach.engine.ports import Clock, Guides, Put, Store
from coach.engine.session_plan import Asks, Ladder, Means, Remembers, lay_out, sessions_backwards
from coach.engine.session_reading import Dates, Day, own_words
from coach.engine.session_record import Record
from coach.engine.session_walk import Session
from coach.engine.turns import Closed, RecapLine, Receipt, SessionState, StepMark, Turn
from coach.errors import NotFound, UsageError

__all__ = ["Closed", "RecapLine", "Receipt", "Session", "SessionState", "Sessions", "StepMark", "Turn"]

RETURN = "return"
"""The guide suggested after a gap of 21 days (design, section 8)."""
_LOOK_BACK = 20
"""Sessions looked at for one that was begun and never answered: it is among the last, or nobody misses it."""


class Sessions:
    """The use case: begin a session, take one up again, know which fits now."""

    def __init__(
        self,
        *,
        store: Store,
        guides: Guides,
        asking: Asks,
        memory: Remembers,
        commitments: Commitments,
        experiments: Experiments,
        people: People,
        aims: Aims,
        clock: Clock,
        dates: Dates | None = None,
        support: Support = "supported",
        role: AskRole = "self",
        challenge: Literal[1, 2, 3] = 2,
        minutes: dict[str, int] | None = None,
        guide: str = "weekly",
        hide_private: bool = False,
        ladder: Ladder | None = None,
    ) -> None:
        """Keep what sessions work with.

        Args:
            dates: understands a day as people write it; by default `coach.dates.understand`, looking ahead.
            support, role, challenge: how much structure, as whom, how much push-back (feature C7, C15).
            minutes: lengths of sessions set in the configuration, by guide.
            guide: the configured reflection, suggested when nothing else fits.
            hide_private: private words are not shown now.
            ladder: the level of support as the person last decided it, and what speaks for another (F2).
        """
        self._means = Means(
            store=store,
            guides=guides,
            asking=asking,
            memory=memory,
            commitments=commitments,
            experiments=experiments,
            people=people,
            aims=aims,
            clock=clock,
            dates=dates or _ahead,
            support=support,
            role=role,
            challenge=challenge,
            minutes=dict(minutes or {}),
            hide_private=hide_private,
            ladder=ladder,
        )
        self._guide = guide

    @property
    def hide_private(self) -> bool:
        """Whether private words are hidden now; can be switched while a session is shown."""
        return self._means.hide_private

    @hide_private.setter
    def hide_private(self, on: bool) -> None:
        self._means.hide_private = on

    def start(self, guide: str, *, title: str = "", support: Support | None = None) -> Session:
        """Begin a session; it is kept at once, so that drafts have a home.

        An unfinished one of the guide without an answer is begun anew, with what was typed into it.

        Raises:
            NotFound, InvalidData: no such guide, or a broken one. UsageError: it has nothing to ask today.
        """
        chosen = self._means.guides.get(guide)
        level = support or self._means.level()
        plan = lay_out(chosen, self._means, level)
        if not plan:
            raise UsageError(f"“{chosen.title}” has nothing to ask today.")
        doc = self._unanswered(guide) or {"id": new_id(self._means.clock.now())}
        marked = _private_marks(doc)
        now = self._means.clock.now().isoformat(timespec="seconds")
        doc.setdefault("created", now)
        doc.update(date=self._means.clock.stamp().isoformat(timespec="seconds"), kind=guide, answers=[])
        if title.strip():
            doc["title"] = title.strip()
        first = chosen.step(plan[0]["step"])
        assert first is not None  # the plan was laid out from this guide
        doc["session"] = {
            "guide": guide,
            "version": chosen.version,
            "state": "open",
            "support": level,
            "started": now,
            "touched": now,
            "step": plan[0]["id"],
            "follow_up": 0,
            "skipped": [],
            "plan": plan,
            "words": own_words(first.questions[level]),
        }
        if marked:
            doc["session"]["pending"] = marked
        self._means.store.commit([Put("entries", doc)], label=f"start session: {guide}")
        return Session(doc, chosen, self._means)

    def resume(self, id: str | None = None) -> Session:
        """Take up a session where it stands; without an id the one touched last.

        Raises:
            NotFound: there is none. NotUnique: the id could be two. UsageError: it is closed.
        """
        if id is None:
            waiting = [doc for doc in self.unfinished() if session_state(doc) != "stopped"]
            if not waiting:
                raise NotFound("No session waits to be resumed.", hint="`coach reflect` begins one.")
            doc = waiting[0]
        else:
            doc = find_one(self._means.store, "entries", id)
        if session_state(doc) not in ("open", "paused", "stopped"):
            raise UsageError(
                "This entry is no session that could be resumed.", hint="`coach reflect` begins one."
            )
        return self._taken_up(doc)

    def unfinished(self) -> Docs:
        """Entries of sessions that are not closed, the one touched last first."""
        waiting = [
            doc
            for doc in self._means.store.each("entries")
            if session_state(doc) in ("open", "paused", "stopped")
        ]
        return sorted(waiting, key=lambda doc: str(doc["session"].get("touched") or ""), reverse=True)

    def questions(self, guide: str, *, support: Support | None = None) -> list[tuple[str, str]]:
        """The questions a session started now would ask, without its follow-ups: id of the step and wording.

        A step asked for each record that is due has the record's id behind its own: `commitment:ID`.
        """
        chosen = self._means.guides.get(guide)
        level = support or self._means.level()
        found = []
        for item in lay_out(chosen, self._means, level):
            step = chosen.step(item["step"])
            if step is not None:
                found.append((item["id"], step.questions[level]))
        return found

    def suggested(self) -> str:
        """The guide that fits now: a gentle return after 21 days without a session, else the usual one."""
        last = next(
            (
                day_of(doc)
                for doc in sessions_backwards(self._means.store)
                if session_state(doc) == "closed" and day_of(doc)
            ),
            None,
        )
        return RETURN if is_gap(last, self._means.today()) else self._guide

    def _unanswered(self, guide: str) -> Doc | None:
        """The last session of this guide that was begun and never answered."""
        for doc in islice(sessions_backwards(self._means.store), _LOOK_BACK):
            if doc.get("kind") != guide or session_state(doc) not in ("open", "paused"):
                continue
            return None if doc.get("answers") else doc
        return None

    def _taken_up(self, doc: Doc) -> Session:
        """The session with its guide as it is now; questions no longer in it are left out."""
        record = Record(doc)
        name = str(record.session.get("guide") or doc.get("kind"))
        try:
            guide = self._means.guides.get(name)
        except NotFound:
            title = str(doc.get("title") or name)
            guide = Guide(name, int(record.session.get("version") or 1), title, "", 1, (), ())
        gone = [item for item in record.plan if guide.step(item["step"]) is None]
        remarks = []
        if not guide.steps:
            remarks.append(say.GUIDE_GONE)
        elif gone:
            remarks.append(say.GUIDE_SHORTER)
        elif guide.version != record.session.get("version"):
            remarks.append(say.GUIDE_CHANGED)
        session = Session(doc, guide, self._means, remarks=remarks)
        if any(item["id"] == record.step for item in gone):
            session.leave_gone_step()
        return session


def _private_marks(doc: Doc) -> dict[str, dict[str, bool]]:
    """Private marks set before an answer was given: the draft they are for is still there."""
    waiting = (doc.get("session") or {}).get("pending") or {}
    return {question: {"private": True} for question, chosen in waiting.items() if chosen.get("private")}


def _ahead(text: str, today: date) -> Day:
    from coach.dates import understand

    return understand(text, today, lean="future")
