"""What the engine needs from a model elsewhere, and from what guards the way to it (design, section 5).

Only the gate calls a `ChatModel`. Calls block and belong on a thread of their own, never on the store's or
the screen's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from coach.errors import EngineUnavailable

Kind = Literal["follow_up", "themes", "agenda", "narrative", "feedback", "embedding", "test"]
"""What a request is for. Consent is given per kind; `test` is the program's own sentence and holds nothing of
the person's."""
KINDS: tuple[Kind, ...] = ("follow_up", "themes", "agenda", "narrative", "feedback", "embedding", "test")

Ending = Literal["whole", "length", "filtered", "refused", "cut", "stopped"]
"""How a reply ended. Only `whole` (finish_reason stop) is a whole reply (promise P24); `stopped`: by the
person; `cut`: the connection or a deadline; `length`: the reply cap."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The JSON a reply must have; asked for by schema, JSON mode or plain words, as the endpoint allows."""

    name: str
    schema: Mapping[str, Any]
    """A strict JSON schema: every key required, no additional ones."""


@dataclass(frozen=True, slots=True)
class Request:
    """What goes out."""

    messages: tuple[Message, ...]
    max_tokens: int = 200
    """Tokens a reply may have at most."""
    temperature: float = 0.4
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counted them, or as estimated where it did not or cannot be believed."""

    sent: int
    received: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: data, never an instruction."""

    text: str
    """Without `<think>` blocks; raw otherwise. May be partial: see `ending`."""
    ending: Ending
    model: str
    """The model the endpoint says answered, else the one asked for."""
    usage: Usage
    first_token: float | None
    """Seconds to the first text, None where none came."""
    seconds: float
    value: Any = None
    """The parsed JSON where a shape was asked for and met."""
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is known while one waits; given to `on_progress` at most ten times a second."""

    seconds: float
    text: str
    """All that has come so far, unmasked names not yet restored."""
    note: str = ""
    """One plain sentence, e.g. 'Busy there; trying again in 3 s (2 of 3)'."""


class Stop:
    """Lets one thread end what another waits for; once set it stays set."""

    def __init__(self) -> None:
        self._set = False
        self._then: list[Callable[[], None]] = []

    def set(self) -> None:
        """Stop now. Called twice is called once."""
        if not self._set:
            self._set = True
            for then in self._then:
                then()

    def is_set(self) -> bool:
        """Whether to stop."""
        return self._set

    def on_set(self, then: Callable[[], None]) -> None:
        """Call `then` when it is set, at once where it is set already."""
        self._then.append(then)
        if self._set:
            then()


class EngineFault(EngineUnavailable):
    """A remote engine that failed: one sentence of a fixed table, nothing of what was sent or received.

    `fault` is a stable word, e.g. 'unreachable', 'timeout', 'wrong_key', 'no_money', 'rate_limited',
    'wrong_model', 'too_long', 'not_an_api', 'half_reply', 'refused', 'insecure', 'local_only', 'no_consent',
    'budget', 'not_set_up', 'moved', 'package_missing'; 'withheld' and 'safety' are never shown.
    """

    def __init__(self, fault: str, message: str, *, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.fault = fault
        self.retry_after = retry_after
        """Seconds the endpoint asks to wait, where longer than the program waits by itself (promise P27)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model is."""

    host: str
    """As shown in the header and asked consent for: host, with the port where it is not the usual one."""
    url: str
    model: str
    on_this_machine: bool
    """A loopback address."""


class ChatModel(Protocol):
    """One OpenAI-compatible endpoint with one model."""

    @property
    def place(self) -> Place:
        """Where it is. Needs no connection."""
        ...

    def connect(self) -> None:
        """Import and connect ahead of the first request, e.g. while someone types. Raises nothing."""
        ...

    def chat(
        self,
        request: Request,
        *,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Reply:
        """Send it and wait for the reply, with own deadlines and at most two visible retries (P26, P27).

        A reply that broke off after some text is returned with its `ending`, not raised; `stop` ends the wait
        within 200 ms and returns what came.

        Raises:
            EngineFault: no usable reply.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found out about an endpoint by asking it two things of the program's own."""

    place: Place
    first_token: float | None
    """Seconds to the first text."""
    seconds: float
    """Seconds to the end of the first reply."""
    ending: Ending
    """How that reply ended."""
    model: str
    """The name the model that answered gave itself."""
    models: tuple[str, ...]
    """Names of the models there; empty where it does not tell."""
    streaming: bool
    """The reply came piece by piece."""
    counts: bool
    """It tells how many tokens were used."""
    json: Literal["schema", "mode", "plain"]
    """How JSON can be asked for."""
    json_met: bool
    """Whether the JSON that came had the shape asked for."""


class Abilities(Protocol):
    """What an endpoint was found to take, so that a request need not be refused again to learn it."""

    def get(self, url: str, model: str) -> Mapping[str, Any] | None:
        """What was kept for this model at this address; None where nothing was."""
        ...

    def keep(self, url: str, model: str, known: Mapping[str, Any]) -> None:
        """Keep it. May be lost: it is found out again."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the ledger: that something was sent, never its text."""

    at: datetime
    kind: Kind
    host: str
    model: str
    entries: tuple[str, ...]
    """Ids of the entries whose words were in it."""
    words: int
    size: int
    """Bytes of the messages as sent."""
    digest: str
    """SHA-256 of the messages as sent, so that a preview kept elsewhere can be compared."""
    tokens_sent: int
    tokens_received: int
    outcome: str
    """`whole`, another `Ending`, or the word of a fault."""


class Ledger(Protocol):
    """The record of everything that was sent from this machine."""

    def begin(self, sent: Sent) -> str:
        """Keep one line, durably, before anything is sent; a name for that line.

        Raises StoreUnwritable: then nothing is sent.
        """
        ...

    def complete(self, line: str, *, outcome: str, tokens_sent: int, tokens_received: int) -> None:
        """Add how it ended. Raises nothing: without it the line stands as begun, with what was estimated."""
        ...

    def lines(self, limit: int | None = None) -> Sequence[Sent]:
        """Newest first; a damaged line is left out."""
        ...

    def tokens_since(self, since: datetime) -> int:
        """Tokens sent and received since then, over all kinds and hosts."""
        ...


class Consent(Protocol):
    """What the person allowed to be sent, per kind and place."""

    def given(self, kind: Kind, host: str) -> bool:
        """Whether requests of this kind may go to this host."""
        ...

    def allow(self, kind: Kind, host: str) -> None:
        """From now on. Raises StoreUnwritable."""
        ...

    def revoke(self, kind: Kind, host: str | None = None) -> None:
        """No longer; for every host where none is named."""
        ...

    def all(self) -> Sequence[tuple[Kind, str, datetime]]:
        """What stands: kind, host, since when."""
        ...
