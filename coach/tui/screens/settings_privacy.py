"""What leaves this machine: the engine in force, what was allowed, what was sent (ux 4.11; P35)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

from coach.tui import wording
from coach.tui.screens.choosing import Chooser
from coach.tui.screens.engine_test import EngineTest
from coach.tui.screens.preview import KINDS, Allowed, PreviewScreen
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from datetime import datetime

    from coach.engine.chat import Kind, Sent
    from coach.engine.gate.parcel import Parcel
    from coach.engine.gate.privacy import Privacy, Status

_REVOKE = "revoke/"
_PREVIEW = "preview/"
_SHOWN = 50
"""Lines of history on the screen; `coach privacy log` has all."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the screen shows, read at one moment."""

    status: "Status"
    kinds: "tuple[Kind, ...]"
    sent: "tuple[Sent, ...]"


@dataclass(frozen=True, slots=True)
class Brief:
    """The same in few words, for the rows of Settings and the header."""

    engine: str
    """Who makes questions."""
    header: str
    """The same as the first line of every screen says it."""
    leaves: str
    """What leaves this machine."""
    problem: str = ""
    """Why the engine that is asked for cannot be used; empty where it can."""


def brief(now: "Status") -> Brief:
    """How things stand in few words."""
    here = "embedded, on this machine"
    if not now.wanted:
        return Brief(here, wording.ENGINE_HERE, "nothing")
    if now.refusal is not None or now.place is None:
        refusal = now.refusal
        problem = f"{refusal.message} {refusal.hint}".strip() if refusal is not None else ""
        return Brief(here, wording.ENGINE_HERE, "nothing", problem)
    place = now.place
    allowed = sum(1 for _, host, _ in now.consents if host == place.host)
    leaves = f"{allowed} {'kind' if allowed == 1 else 'kinds'} of request, to {place.host}"
    if place.on_this_machine:
        leaves = "nothing: it is on this machine"
    elif not allowed:
        leaves = "nothing yet: nothing was allowed"
    header = wording.engine_remote(place.host, here=place.on_this_machine)
    return Brief(f"remote, model {place.model}", header, leaves)


def find_out(privacy: "Privacy") -> Leaving:
    """Read it; on the engine's thread."""
    return Leaving(privacy.status(), privacy.kinds(), tuple(privacy.log(_SHOWN)))


class WhatLeaves(Chooser[None]):
    """Enter takes a consent back or shows a preview; nothing is sent from here but the test sentence."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *Chooser.BINDINGS,
        Binding("v", "preview", "What would be sent", show=False),
        Binding("t", "test_engine", "Test the engine", show=False),
        Binding("q", "close", "Close", show=False),
    ]
    DEFAULT_CSS = """
    WhatLeaves #panel { width: 78; }
    """

    def __init__(self) -> None:
        super().__init__("What leaves this machine", (Row("", "Reading …", kind="text"),))

    def ready(self) -> None:
        """Read behind the frame."""
        self.coach_app.work(self._read, group="privacy", latest_only=True)

    def chosen(self, row: Row) -> None:
        """Take a consent back, or show what would be sent."""
        if row.id.startswith(_REVOKE):
            kind, _, host = row.id.removeprefix(_REVOKE).partition("/")
            self.once(lambda: self._revoke(kind, host), group="privacy")
        elif row.id.startswith(_PREVIEW):
            self._open(row.id.removeprefix(_PREVIEW))

    def action_preview(self) -> None:
        """The preview of the selected kind, else of a question."""
        choices = self.query_one(RowList)
        row = choices.rows[choices.cursor] if 0 <= choices.cursor < len(choices.rows) else None
        chosen = row.id if row is not None and row.id.startswith(_PREVIEW) else f"{_PREVIEW}follow_up"
        self._open(chosen.removeprefix(_PREVIEW))

    def action_test_engine(self) -> None:
        """Try the engine elsewhere."""
        self.app.push_screen(EngineTest(self.coach_app.coach.privacy), lambda _: self.ready())

    async def _read(self) -> None:
        privacy = self.coach_app.coach.privacy
        found = await self.engine(lambda: find_out(privacy))
        if self.is_attached:
            self.query_one(RowList).show(rows(found))

    async def _revoke(self, kind: str, host: str) -> None:
        privacy = self.coach_app.coach.privacy
        await self.engine(lambda: privacy.revoke(_kind(kind), host))
        self.coach_app.say(f"Taken back: nothing more for {KINDS.get(kind, kind)} goes to {host}.")
        await self._read()

    def _open(self, kind: str) -> None:
        self.coach_app.work(lambda: self._preview(kind), group="preview", latest_only=True)

    async def _preview(self, kind: str) -> None:
        privacy = self.coach_app.coach.privacy
        parcel, given = await self.engine(lambda: (privacy.preview(_kind(kind)), privacy.given(_kind(kind))))
        if parcel is None:
            self.coach_app.say("There is nothing to send now.")
            return
        offer: tuple[Allowed, ...] = () if given else ("kind",)
        self.app.push_screen(
            PreviewScreen(parcel, offer=offer), lambda allowed: self._allowed(allowed, parcel)
        )

    def _allowed(self, allowed: Allowed | None, parcel: "Parcel") -> None:
        if allowed == "kind":
            self.once(lambda: self._allow(parcel), group="privacy")

    async def _allow(self, parcel: "Parcel") -> None:
        privacy = self.coach_app.coach.privacy
        host = await self.engine(lambda: privacy.allow(parcel.kind))
        self.coach_app.say(f"Allowed: text for {KINDS.get(parcel.kind, parcel.kind)} may go to {host}.")
        await self._read()


def _kind(word: str) -> "Kind":
    from coach.engine.gate.privacy import ASKED

    return next(kind for kind in ASKED if kind == word)


def rows(found: Leaving) -> list[Row]:
    """The list: engine, allowed, previews, history."""
    now = found.status
    shown = [Row("", "ENGINE", kind="head"), Row("", _engine(now), kind="text")]
    if now.wanted and now.refusal is not None:
        shown.append(Row("", f"{now.refusal.message} {now.refusal.hint}".strip(), kind="text"))
    names = "Names of people are replaced." if now.mask_names else "Names are sent as they are."
    limit = f"of {now.limit}" if now.limit else "(no limit)"
    shown.append(Row("", f"{names} Tokens since {_day(now.month)}: {now.tokens} {limit}.", kind="text"))
    shown += [Row("", "", kind="text"), Row("", "ALLOWED", kind="head")]
    for kind, host, since in now.consents:
        title = f"{KINDS.get(kind, kind)}, to {host}"
        shown.append(Row(f"{_REVOKE}{kind}/{host}", title, detail="Enter takes it back", note=_day(since)))
    if not now.consents:
        shown.append(Row("", "Nothing was allowed.", kind="text"))
    shown += [Row("", "", kind="text"), Row("", "WHAT WOULD BE SENT", kind="head")]
    shown += [Row(f"{_PREVIEW}{kind}", KINDS.get(kind, kind), detail="v shows it") for kind in found.kinds]
    shown += [Row("", "", kind="text"), Row("", "SENT", kind="head")]
    shown += [_sent(one) for one in found.sent]
    if not found.sent:
        shown.append(Row("", "Nothing was ever sent from this machine.", kind="text"))
    return shown


def _engine(now: "Status") -> str:
    if not now.in_force or now.place is None:
        return "Engine: this machine. Nothing is sent."
    line = brief(now).header
    return f"{line[:1].upper()}{line[1:]}."


def _sent(one: "Sent") -> Row:
    tokens = one.tokens_sent + one.tokens_received
    return Row(
        f"sent/{one.at.isoformat()}",
        f"{one.kind} to {one.host}{'' if one.outcome == 'whole' else f' ({one.outcome})'}",
        lead=f"{one.at.astimezone():%d %b %H:%M}",
        detail=f"{one.words} words, {tokens} tokens",
    )


def _day(at: "datetime") -> str:
    return f"{at.astimezone():%d %b}".removeprefix("0")
