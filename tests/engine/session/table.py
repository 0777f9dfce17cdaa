"""Sessions over one store in memory, one clock and a scripted asking, as wiring would build them."""

from collections.abc import Mapping
from typing import Any, Literal

from coach.domain.asking import Support
from coach.domain.guide import Guide
from coach.domain.records import Doc
from coach.engine.ports import Finding, Headline
from coach.engine.questions.memory import Memory
from coach.engine.session import Session, Sessions
from coach.errors import NotFound
from coach.prompting.files import PromptFiles
from coach.prompting.guides import GuideFiles
from tests.doubles.scripted_asking import ScriptedAsking
from tests.engine.desk import Desk

SHIPPED = GuideFiles(PromptFiles())

LONG = "The numbers came late again and I ended up explaining them to everybody twice in one meeting."
"""An answer with enough in it to ask about."""


class SomeGuides:
    """The shipped guides, and those a test puts in their place."""

    def __init__(self) -> None:
        self.own: dict[str, Guide | None] = {}

    def all(self) -> list[Guide]:
        return SHIPPED.all()

    def get(self, id: str) -> Guide:
        if id in self.own:
            guide = self.own[id]
            if guide is None:
                raise NotFound(f"There is no guide “{id}”.")
            return guide
        return SHIPPED.get(id)

    def headline(self, id: str) -> Headline:
        guide = self.get(id)
        return Headline(guide.id, guide.title, guide.minutes)

    def problems(self) -> list[Finding]:
        return []


class Table(Desk):
    """A desk with sessions."""

    def __init__(self) -> None:
        super().__init__()
        self.guides = SomeGuides()
        self.asking = ScriptedAsking()
        self.memory = Memory(self.store, self.clock)
        self.sessions = self.room()

    def room(
        self, *, support: Support = "supported", challenge: Literal[1, 2, 3] = 1, hide_private: bool = False
    ) -> Sessions:
        """Sessions as another process would build them over the same store."""
        return Sessions(
            store=self.store,
            guides=self.guides,
            asking=self.asking,
            memory=self.memory,
            commitments=self.commitments,
            experiments=self.experiments,
            people=self.people,
            aims=self.aims,
            clock=self.clock,
            support=support,
            challenge=challenge,
            hide_private=hide_private,
        )

    def walk(self, session: Session, answers: Mapping[str, str], follow_ups: str = "") -> Session:
        """Answer each step by its id, skip what has no answer, follow-ups with one text or by skipping."""
        while session.state == "open":
            turn = session.turn
            assert turn is not None
            if turn.follow_up and turn.card is not None:
                session.answer(follow_ups)
            else:
                key = turn.step if not turn.follow_up else f"{turn.step}/then"
                session.answer(answers.get(key, ""))
        return session

    def week(self, answers: Mapping[str, str], guide: str = "weekly") -> Doc:
        """A whole session, closed; its entry."""
        session = self.walk(self.sessions.start(guide), answers)
        closed = session.close()
        return self.kept(closed.entry)

    def kept(self, id: str) -> Doc:
        """The entry as the store has it."""
        doc = self.store.get("entries", id)
        assert doc is not None
        return doc

    def one(self, table: Any) -> Doc:
        """The only record of a table."""
        docs = self.store.all(table)
        assert len(docs) == 1
        return docs[0]
