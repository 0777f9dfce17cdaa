"""What the person does with a theme or an intention: asked where needed, done, said, undone (T4, T12)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coach.tui.screens.themes_small import MergeWith, RenameTheme, WasThisIt, key_of

if TYPE_CHECKING:
    from coach.engine.themes import Promise, Theme
    from coach.tui.screens.base import CoachScreen

DIVISIBLE = 4
"""Entries a theme needs to be made two of."""


class Decider:
    """Carries decisions out for a screen."""

    def __init__(self, screen: "CoachScreen", decided: Callable[[str | None], None]) -> None:
        """`decided` is called after each with the id of the theme it was about."""
        self._screen = screen
        self._app = screen.coach_app
        self._deciding = screen.coach_app.coach.themes.deciding
        self._decided = decided

    def _do(self, job: Callable[[], object], said: str, select: str | None, drop: str = "") -> None:
        async def do() -> None:
            await self._app.engine(job)
            if drop:
                self._app.book.drop(drop)
            self._app.say(said)
            self._decided(select)

        self._screen.once(do, group="decide")

    def keep(self, theme: "Theme") -> None:
        """Yes; a theme that was kept is let go again."""
        if theme.state == "new":
            self._do(lambda: self._deciding.keep(theme.id), f"Kept: {theme.label}.", theme.id)
        else:
            self._do(lambda: self._deciding.forget(theme.id), "Taken back; u keeps it again.", theme.id)

    def reject(self, theme: "Theme", then: str | None) -> None:
        """No; `then` is the theme the cursor goes to."""
        said = f"Not shown again: {theme.label}. The entries stay; u brings it back."
        self._do(lambda: self._deciding.reject(theme.id), said, then)

    def rename(self, theme: "Theme") -> None:
        """Ask for a name; what was typed stays a draft until the store has it (promises P3, P16)."""

        def named(name: str | None) -> None:
            if name:
                said = f"Now called “{' '.join(name.split())}”. u takes it back."
                self._do(lambda: self._deciding.rename(theme.id, name), said, theme.id, key_of(theme))

        self._app.push_screen(RenameTheme(theme), named)

    def merge(self, theme: "Theme", others: "Sequence[Theme]") -> None:
        """Ask for another that becomes part of this one."""

        def chosen(other: str | None) -> None:
            if other:
                said = f"Merged into “{theme.label}”. u takes it back."
                self._do(lambda: self._deciding.merge([theme.id, other]), said, theme.id)

        self._app.push_screen(MergeWith(theme, others), chosen)

    def split(self, theme: "Theme") -> None:
        """Two of one."""
        if len(theme.entries) < DIVISIBLE:
            self._app.say("A theme of under four entries cannot be divided. Nothing was changed.")
            return
        said = "Two themes now; e names the new one, u takes it back."
        self._do(lambda: self._deciding.split(theme.id), said, theme.id)

    def ask(self, promise: "Promise") -> None:
        """Was it carried out? Closed only by a yes."""
        proposal = promise.proposal
        if proposal is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                said = "Closed as done. u takes it back."
                self._do(lambda: self._deciding.done(promise), said, None)
            elif answer == "no" and promise.opened:
                opened = promise.opened
                self._do(lambda: self._deciding.not_done(opened, proposal.entry), "It stays open.", None)
            elif answer == "look":
                self._app.show_entry(proposal.entry)

        self._app.push_screen(WasThisIt(promise, self._app.coach.clock.today()), answered)
