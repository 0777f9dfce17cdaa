"""What left this machine, what would, and what may: to be looked at and decided (P35; ux 4.11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.domain.entry import day_of
from coach.domain.records import Doc
from coach.engine.chat import KINDS, Consent, EngineFault, Kind, Ledger, Message, Place, Sent, Stop, Waiting
from coach.engine.gate.budget import month_start
from coach.engine.gate.gate import Gate
from coach.engine.gate.parcel import Answer, LeftOut, Outgoing, Parcel, Source
from coach.engine.ports import Clock, Store
from coach.errors import UsageError

Builder = Callable[[], Outgoing | None]
"""Puts the next request of a kind together from what is there now; None where there is nothing to send."""

ASKED: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "test")
"""Kinds that hold a person's text, and need consent."""
TEST_SENTENCE = "This is a test of coach. Answer with one short question about a walk in the rain."
"""All that the test of an engine sends."""
_ASK = "Ask one short open question about this."
_LOOKED_BACK = 200
"""Entries the simple preview looks through for one that may be sent."""


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand."""

    wanted: bool
    """The settings ask for the remote engine."""
    place: Place | None
    """Where it is; None where none is set up."""
    refusal: EngineFault | None
    """Why nothing can be sent at all, in words; None where it can."""
    local_only: bool
    mask_names: bool
    consents: tuple[tuple[Kind, str, datetime], ...]
    month: datetime
    """The first moment of the month that counts."""
    tokens: int
    """Sent and received this month."""
    limit: int
    """Tokens a month; 0 for no limit."""

    @property
    def in_force(self) -> bool:
        """Whether text can leave for a model now, consent given."""
        return self.wanted and self.refusal is None


class Privacy:
    """The use case behind `coach privacy` and the privacy part of Settings."""

    def __init__(
        self,
        *,
        gate: Gate,
        place: Callable[[], Place | None],
        in_force: Callable[[], object],
        consent: Consent,
        ledger: Ledger,
        store: Store,
        clock: Clock,
        wanted: bool,
        local_only: bool,
        mask_names: bool,
        monthly_tokens: int,
    ) -> None:
        """Keep what is needed; see `Gate` for what is the same there.

        Args:
            wanted: the settings ask for the remote engine.
        """
        self._gate = gate
        self._place = place
        self._in_force = in_force
        self._consent = consent
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._wanted = wanted
        self._local_only = local_only
        self._mask_names = mask_names
        self._limit = monthly_tokens
        self._builders: dict[Kind, Builder] = {"follow_up": self._latest}

    def register(self, kind: Kind, builder: Builder) -> None:
        """From now on `builder` makes the preview of a kind."""
        self._builders[kind] = builder

    def status(self) -> Status:
        """How things stand now. Connects to nothing."""
        month = month_start(self._clock.now().astimezone())
        return Status(
            wanted=self._wanted,
            place=self._place(),
            refusal=self._refusal(),
            local_only=self._local_only,
            mask_names=self._mask_names,
            consents=tuple(self._consent.all()),
            month=month,
            tokens=self._ledger.tokens_since(month),
            limit=self._limit,
        )

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of request that something in this program makes."""
        return tuple(kind for kind in ASKED if kind in self._builders)

    def preview(self, kind: Kind) -> Parcel | None:
        """The next request of a kind as it would go out; None where there is nothing to send."""
        builder = self._builders.get(kind)
        try:
            outgoing = builder() if builder is not None else None
            return self._gate.prepare(outgoing) if outgoing is not None else None
        except EngineFault as fault:
            if fault.fault in {"withheld", "safety"}:
                return None
            raise

    def given(self, kind: Kind) -> bool:
        """Whether requests of this kind may go to the place in force."""
        place = self._place()
        return place is not None and self._consent.given(kind, place.host)

    def allow(self, kind: Kind) -> str:
        """Allow a kind at the place in force, until it is taken back; the host it is for.

        Raises:
            UsageError: no place is set up, or the kind holds nothing of the person's.
            StoreUnwritable: it could not be kept.
        """
        place = self._place()
        if kind not in ASKED:
            raise UsageError("The test of an engine holds none of your text and needs no consent.")
        if place is None:
            raise UsageError(
                "No endpoint is set up, so there is nowhere to allow. Nothing was changed.",
                hint="Set remote.base_url and remote.model first: `coach config edit`.",
            )
        self._consent.allow(kind, place.host)
        return place.host

    def revoke(self, kind: Kind, host: str | None = None) -> Sequence[str]:
        """Take consent back, at every host where none is named; the hosts it was for."""
        there = [place for one, place, _ in self._consent.all() if one == kind and host in {None, place}]
        if there:
            self._consent.revoke(kind, host)
        return there

    def log(self, limit: int | None = None) -> Sequence[Sent]:
        """What was sent from this machine, newest first: when, what, where to, how much. Never the text."""
        return self._ledger.lines(limit)

    def test(
        self, *, on_progress: Callable[[Waiting], None] | None = None, stop: Stop | None = None
    ) -> Answer:
        """Send the program's own sentence and wait. Blocks. Raises EngineFault."""
        outgoing = Outgoing("test", (Message("user", TEST_SENTENCE),), (), max_tokens=80)
        return self._gate.send(self._gate.prepare(outgoing), on_progress=on_progress, stop=stop)

    def _refusal(self) -> EngineFault | None:
        try:
            self._in_force()
        except EngineFault as fault:
            return fault
        return None

    def _latest(self) -> Outgoing | None:
        """A plain follow-up to the latest words that may be sent: until a use case registers its own."""
        found = self.latest()
        if found is None:
            return None
        source, left_out = found
        messages = (Message("system", _ASK), Message("user", source.text))
        return Outgoing("follow_up", messages, (source,), left_out=left_out)

    def latest(self) -> tuple[Source, LeftOut] | None:
        """The latest words that may be sent, and what was passed over on the way to them."""
        holding = self._gate.holding()
        left = LeftOut()
        for entry in _newest(self._store)[:_LOOKED_BACK]:
            sources, here = holding.sift(entry)
            left = left + here
            if sources:
                return sources[-1], left
        return None


def _newest(store: Store) -> list[Doc]:
    dated = [entry for entry in store.each("entries") if day_of(entry) is not None]
    # The store has them in the order in which they were written, which decides within one second.
    return sorted(dated, key=lambda entry: str(entry["date"])[:19])[::-1]
