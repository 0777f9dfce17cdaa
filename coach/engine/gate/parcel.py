"""What is handed to the gate, what it makes of that, and what it hands back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.engine.chat import Kind, Message, Place, Reply, Request, Shape
from coach.engine.gate.masking import Mask


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of a person's text that stands in a request."""

    entry_id: str
    """The entry it comes from; empty for a text that is kept nowhere (`coach ask`)."""
    record: Mapping[str, Any]
    """The entry, or the one answer of it, with its marks; empty for a text that is kept nowhere."""
    text: str
    """The words as the person wrote them: what the safety check reads."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many entries and answers a request would have used and may not."""

    private: int = 0
    never_send: int = 0
    """Marked so themselves, or about someone who is."""
    stopped: int = 0
    """Where the safety check fired."""

    def __add__(self, other: "LeftOut") -> "LeftOut":
        """Both together."""
        return LeftOut(
            self.private + other.private, self.never_send + other.never_send, self.stopped + other.stopped
        )

    def __bool__(self) -> bool:
        """Whether anything was left out."""
        return bool(self.private or self.never_send or self.stopped)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as a use case wants it, names and all.

    Every piece of a person's text in the messages stands in `sources` too: what is not named there is not
    checked.
    """

    kind: Kind
    messages: tuple[Message, ...]
    sources: tuple[Source, ...]
    shape: Shape | None = None
    max_tokens: int = 200
    temperature: float = 0.4
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request as it goes out, to the byte. Only the gate makes one."""

    kind: Kind
    messages: tuple[Message, ...]
    """Exactly what is sent: names replaced, control characters gone."""
    request: Request
    place: Place | None
    """Where it would go; None where no endpoint is set up."""
    words: int
    own_words: int
    """Of the words, those in the person's own texts; the others are instructions and invented examples."""
    tokens_estimate: int
    """Of the messages alone; the reply may take `request.max_tokens` more."""
    entries: tuple[str, ...]
    """Ids of the entries whose words are in it, each once."""
    left_out: LeftOut
    personal: bool
    """Whether any of it is a person's text."""
    mask: Mask = field(repr=False)
    """The names and their placeholders. Never leaves this machine."""

    @property
    def masked(self) -> tuple[tuple[str, str], ...]:
        """What was replaced by what, as written: ('Mina', 'P1')."""
        return self.mask.pairs

    @property
    def text(self) -> str:
        """All of it as it is shown: each message under its role, nothing left out, nothing added."""
        return "\n\n".join(f"[{message.role}]\n{message.content}" for message in self.messages)

    @property
    def size(self) -> int:
        """Bytes of the messages as sent."""
        return sum(len(message.content.encode()) for message in self.messages)

    @property
    def digest(self) -> str:
        """SHA-256 of `text`, as the ledger keeps it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with the names put back. Data, never an instruction (promise P34)."""

    text: str
    value: Any
    """The parsed JSON where a shape was asked for and met, names put back in every string."""
    reply: Reply
    """As it came."""
