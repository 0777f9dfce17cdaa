"""The only caller of a model: what leaves this machine leaves here (P35, P36, P37; design, section 5).

Before anything goes out: it is allowed to (marks of the record, safety), names are replaced, the place is in
force, the person consented to this kind and this host, the month's tokens reach, and the ledger has a durable
line.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from coach.clean import clean
from coach.domain.person import names_of
from coach.domain.records import Doc, Docs
from coach.domain.text import count_words, marks
from coach.engine.chat import (
    ChatModel,
    Consent,
    EngineFault,
    Kind,
    Ledger,
    Message,
    Place,
    Reply,
    Request,
    Sent,
    Stop,
    Waiting,
)
from coach.engine.gate import budget
from coach.engine.gate.holding import Holding
from coach.engine.gate.masking import Mask
from coach.engine.gate.parcel import Answer, Outgoing, Parcel
from coach.engine.ports import Clock

BEGUN = "begun"
"""Outcome of a ledger line whose request has not ended: it is under way, or the program was killed."""
_NOTHING_COUNTED = frozenset(
    {
        *("unreachable", "no_such_host", "certificate", "no_encryption", "insecure", "local_only"),
        *("not_set_up", "bad_address", "bad_key", "key_file", "package_missing"),
        *("wrong_key", "not_allowed", "no_money"),
    }
)
"""Faults before a model read anything: they take no tokens of the month."""


class Gate:
    """Prepares, shows and sends. `prepare` reads the store; `again`, `ready` and `send` do not."""

    def __init__(
        self,
        model: Callable[[], ChatModel],
        place: Callable[[], Place | None],
        *,
        consent: Consent,
        ledger: Ledger,
        people: Callable[[], Docs],
        entry: Callable[[str], Doc | None],
        check: Callable[[str], bool],
        mask_names: bool,
        monthly_tokens: int,
        clock: Clock,
        in_force: Callable[[], None],
    ) -> None:
        """Keep what is needed; nothing is imported, read or connected.

        Args:
            model: makes the model; called for the first `send` that is allowed.
            place: where it is, None where nothing is set up. Needs no connection.
            people: everyone listed, and those in the bin: their names are replaced, their `never_send` holds.
            entry: the kept entry of an id.
            check: whether the safety check fires on a text.
            monthly_tokens: the limit of a calendar month; 0 for none.
            in_force: raises EngineFault (not_set_up, local_only, insecure) where nothing may be sent at all.
        """
        self._model = model
        self._place = place
        self._consent = consent
        self._ledger = ledger
        self._people = people
        self._entry = entry
        self._check = check
        self._mask_names = mask_names
        self._limit = monthly_tokens
        self._clock = clock
        self._in_force = in_force

    def holding(self) -> Holding:
        """Decides what may be sent as things stand now; for those who put requests together."""
        return Holding(self._people(), self._entry, self._check)

    def connect(self, kind: Kind) -> None:
        """Import and connect ahead, while someone types: only where a request of this kind may follow.

        Sends no text. Raises nothing; what stands in the way is told by `ready`.
        """
        with suppress(EngineFault):
            self._in_force()
            place = self._place()
            if place is not None and self._consent.given(kind, place.host):
                self._model().connect()

    def prepare(self, outgoing: Outgoing) -> Parcel:
        """The request as it would go out. Sends nothing, needs no endpoint and no consent.

        Raises:
            EngineFault: `withheld`: a source may not be sent; `safety`: the check fires on one, or did
                (rubric S6). Neither is for the person: the caller stays with the embedded engine.
        """
        people = self._people()
        _refuse(outgoing, Holding(people, self._entry, self._check))
        cleaned = tuple(replace(one, content=clean(one.content)) for one in outgoing.messages)
        mask = Mask(self._names(people, outgoing), [one.content for one in cleaned])
        messages = _masked(mask, cleaned)
        return self._parcel(outgoing, messages, mask)

    def again(self, parcel: Parcel, *more: Message) -> Parcel:
        """The same request with messages added that hold only the reply to it and the program's own words.

        For asking a model to repair its reply: nothing of the person's is added, so nothing is looked up.
        """
        added = tuple(replace(one, content=parcel.mask.mask(clean(one.content))) for one in more)
        messages = (*parcel.messages, *added)
        return replace(
            parcel,
            messages=messages,
            request=replace(parcel.request, messages=messages),
            words=_words(messages),
            tokens_estimate=budget.estimate(messages),
        )

    def ready(self, parcel: Parcel, *, once: bool = False) -> None:
        """Whether it may be sent now.

        Args:
            once: the person has just allowed this one parcel, so consent for the kind is not needed.

        Raises:
            EngineFault: `not_set_up`, `local_only`, `insecure`, `moved`, `no_consent` or `budget`; each says
                what to do. Nothing was sent.
        """
        self._in_force()
        place = self._place()
        if place is None or place != parcel.place:
            raise EngineFault(
                "moved",
                "The endpoint was changed since this was put together; nothing was sent.",
                hint="Try again; the preview shows the new place.",
            )
        # The program's own test sentence holds nothing of the person's.
        needs_consent = parcel.kind != "test" or parcel.personal
        if needs_consent and not once and not self._consent.given(parcel.kind, place.host):
            raise EngineFault(
                "no_consent",
                f"Sending {parcel.kind} text to {place.host} is not allowed yet; nothing was sent.",
                hint=f"`coach privacy preview {parcel.kind}` shows the text, "
                f"`coach privacy allow {parcel.kind}` allows it.",
            )
        needed = parcel.tokens_estimate + parcel.request.max_tokens
        budget.check(self._ledger, self._clock.now(), limit=self._limit, needed=needed)

    def send(
        self,
        parcel: Parcel,
        *,
        once: bool = False,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Answer:
        """Send it and wait. Blocks: call it on a thread of its own.

        Args:
            once: as in `ready`.
            on_progress: told what has come so far, names put back.
            stop: ends the wait and keeps what came.

        Raises:
            EngineFault: not ready, or no usable reply. StoreUnwritable: the ledger cannot be written, so
                nothing was sent.
        """
        self.ready(parcel, once=once)
        model = self._model()
        line = self._ledger.begin(self._line(parcel, model.place))
        outcome, sent, received = "failed", parcel.tokens_estimate, 0
        try:
            reply = model.chat(parcel.request, on_progress=_restoring(parcel, on_progress), stop=stop)
            outcome, sent, received = reply.ending, max(reply.usage.sent, 0), max(reply.usage.received, 0)
        except EngineFault as fault:
            outcome = fault.fault
            sent = 0 if fault.fault in _NOTHING_COUNTED else sent
            raise
        finally:
            self._ledger.complete(line, outcome=outcome, tokens_sent=sent, tokens_received=received)
        return _answer(parcel, reply)

    def _names(self, people: Docs, outgoing: Outgoing) -> dict[str, list[str]]:
        """Who is listed, and whoever is named with @ in a text that is kept nowhere yet."""
        if not self._mask_names:
            return {}
        known = {str(doc["id"]): names_of(doc) for doc in people}
        mentioned = [name for source in outgoing.sources for name in marks(source.text).names]
        return {**known, **{f"@{name}": [name] for name in mentioned}}

    def _parcel(self, outgoing: Outgoing, messages: tuple[Message, ...], mask: Mask) -> Parcel:
        return Parcel(
            kind=outgoing.kind,
            messages=messages,
            request=Request(messages, outgoing.max_tokens, outgoing.temperature, outgoing.shape),
            place=self._place(),
            words=_words(messages),
            own_words=sum(count_words(one.text) for one in outgoing.sources),
            tokens_estimate=budget.estimate(messages),
            entries=tuple(dict.fromkeys(one.entry_id for one in outgoing.sources if one.entry_id)),
            left_out=outgoing.left_out,
            personal=bool(outgoing.sources),
            mask=mask,
        )

    def _line(self, parcel: Parcel, place: Place) -> Sent:
        return Sent(
            at=self._clock.now(),
            kind=parcel.kind,
            host=place.host,
            model=place.model,
            entries=parcel.entries,
            words=parcel.words,
            size=parcel.size,
            digest=parcel.digest,
            tokens_sent=parcel.tokens_estimate,
            # What it may take is taken until it has ended: another window counts it too.
            tokens_received=parcel.request.max_tokens,
            outcome=BEGUN,
        )


def _refuse(outgoing: Outgoing, holding: Holding) -> None:
    for source in outgoing.sources:
        why = holding.reason(source)
        if why == "stopped":
            raise EngineFault("safety", "The safety check stopped this; nothing was sent.")
        if why is not None:
            raise EngineFault("withheld", "Something in this is not to be sent; nothing was sent.")


def _masked(mask: Mask, messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(
        replace(one, content=mask.mask(one.content, own_words=one.role == "user")) for one in messages
    )


def _words(messages: tuple[Message, ...]) -> int:
    return sum(count_words(message.content) for message in messages)


def _restoring(
    parcel: Parcel, on_progress: Callable[[Waiting], None] | None
) -> Callable[[Waiting], None] | None:
    if on_progress is None:
        return None
    return lambda waiting: on_progress(replace(waiting, text=parcel.mask.restore(waiting.text)))


def _answer(parcel: Parcel, reply: Reply) -> Answer:
    return Answer(parcel.mask.restore(reply.text), parcel.mask.restore_value(reply.value), reply)
