"""The use case of one reply: safety first, then the embedded question, then perhaps a better one (design,
section 5; rubric S1, S6)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.domain.asking import Card, Move, Situation
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.memory import Memory

if TYPE_CHECKING:
    from coach.engine.chat import Stop, Waiting
    from coach.engine.gate.parcel import Outgoing
    from coach.engine.questions.remote import Prepared, RemoteQuestions
    from coach.engine.questions.wish import Wish
    from coach.engine.safety import Notice, Safety

SAFETY_FORM = "safety"
"""The form of an escalating card; never remembered and never refused."""


class Asking:
    """Answers a piece of writing with one card. Remembers nothing by itself: the session commits what was
    shown."""

    def __init__(
        self,
        *,
        safety: "Safety",
        embedded: EmbeddedQuestions,
        memory: Memory,
        remote: "Callable[[], RemoteQuestions] | None" = None,
    ) -> None:
        """Keep what is needed; `remote` makes the other engine where the settings ask for it."""
        self._safety = safety
        self._embedded = embedded
        self._memory = memory
        self._remote = remote

    @property
    def has_remote(self) -> bool:
        """Whether the settings ask for a model elsewhere. It may still be out of reach."""
        return self._remote is not None

    def warm(self) -> None:
        """Read the files of both now, so that the first answer need not wait for them (about 0.2 s)."""
        self._safety.prepare()
        self._embedded.warm()

    def notice(self, text: str) -> "Notice | None":
        """What safety says of the raw text, before anything else looks at it."""
        return self._safety.check(text)

    def reply(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        """One card: the resources where safety fires, else one question.

        Forms of `Memory` count beside those the situation brings along.
        """
        notice = self.notice(situation.answer)
        if notice is not None:
            return Card("escalate", notice.said("asked"), None, situation.stage, None, SAFETY_FORM)
        return self._embedded.ask(self._remembering(situation), move=move, avoid=avoid)

    def connect(self) -> None:
        """Import and connect to the model elsewhere ahead of the first question. Raises nothing."""
        if self._remote is not None:
            self._remote().connect()

    def prepare(self, wish: "Wish") -> "Prepared | None":
        """The request for a better question, as it would go out; None where there is nothing to build on.

        Reads the store and sends nothing. Safety looks first, at the raw text.

        Raises:
            EngineFault: `withheld`, `safety`: it may not be sent; the embedded question stays.
            InvalidData, NotFound: the templates cannot be used.
        """
        if self._remote is None or self.notice(wish.situation.answer) is not None:
            return None
        return self._remote().prepare(replace(wish, situation=self._remembering(wish.situation)))

    def better(
        self,
        prepared: "Prepared",
        *,
        once: bool = False,
        on_progress: "Callable[[Waiting], None] | None" = None,
        stop: "Stop | None" = None,
    ) -> Card | None:
        """The model's question where it passes every check, else None: then the embedded one stays.

        Blocks; call it on a thread of its own. See `RemoteQuestions.ask`.

        Raises:
            EngineFault: it could not be asked, in one sentence. StoreUnwritable: nothing was sent.
        """
        if self._remote is None:
            return None
        return self._remote().ask(prepared, once=once, on_progress=on_progress, stop=stop)

    def request_for(self, wish: "Wish") -> "Outgoing | None":
        """What `prepare` would hand to the gate: for a preview of the next request."""
        if self._remote is None or self.notice(wish.situation.answer) is not None:
            return None
        return self._remote().outgoing(wish)

    def _remembering(self, situation: Situation) -> Situation:
        return replace(
            situation,
            never=situation.never | self._memory.never(),
            recent=(*self._memory.recent(), *situation.recent),
        )
