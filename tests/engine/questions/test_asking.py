"""Safety is asked first, on the raw text, and stops the coaching (S1, S6); memory counts each time (C17)."""

from dataclasses import dataclass, field

from coach.domain.asking import Situation
from coach.engine.questions.asking import Asking
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.memory import Memory
from coach.engine.safety import Notice
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore

ANSWER = "I kept quiet in the budget round and I was cross with myself all evening."


@dataclass
class Watch:
    """Stands in for Safety: fires on one word, and notes what it was given."""

    seen: list[str] = field(default_factory=list)

    def check(self, text: str) -> Notice | None:
        self.seen.append(text)
        if "DANGER" not in text:
            return None
        return Notice(
            "self_harm",
            certain=True,
            language="en",
            text="This stops here. You can turn to someone.",
            resources=(),
        )


def build(engine: EmbeddedQuestions, watch: Watch) -> tuple[Asking, Memory]:
    clock = FixedClock()
    memory = Memory(MemoryStore(clock), clock)
    return Asking(safety=watch, embedded=engine, memory=memory), memory  # type: ignore[arg-type]  # a stand-in by shape


def test_where_safety_fires_there_is_no_question_and_the_notice_is_the_reply(
    engine: EmbeddedQuestions,
) -> None:
    watch = Watch()
    asking, _ = build(engine, watch)
    card = asking.reply(Situation(f"DANGER \x1b[1m {ANSWER}"))
    assert (card.action, card.question, card.because) == ("escalate", None, None)
    assert card.reply == "This stops here. You can turn to someone."
    assert watch.seen == [f"DANGER \x1b[1m {ANSWER}"]


def test_otherwise_the_embedded_question_comes(engine: EmbeddedQuestions) -> None:
    asking, _ = build(engine, Watch())
    card = asking.reply(Situation(ANSWER))
    assert card.action == "ask"
    assert card.question is not None
    assert asking.notice(ANSWER) is None


def test_a_form_never_wanted_again_does_not_come_back(engine: EmbeddedQuestions) -> None:
    asking, memory = build(engine, Watch())
    forms = set()
    for _ in range(12):
        card = asking.reply(Situation(ANSWER))
        assert card.form not in forms
        forms.add(card.form)
        memory.never_again(card.form)


def test_asking_remembers_nothing_by_itself(engine: EmbeddedQuestions) -> None:
    asking, memory = build(engine, Watch())
    asking.reply(Situation(ANSWER))
    assert memory.recent() == ()
