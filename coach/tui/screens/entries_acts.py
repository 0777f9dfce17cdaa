"""What can be done with the entry that is selected in a list, and from the list itself."""

from typing import TYPE_CHECKING

from coach.tui import wording
from coach.tui.screens import entries_do as do
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.entries_rows import with_person
from coach.tui.screens.entries_small import EVERYONE, ChoosePerson

if TYPE_CHECKING:
    from coach.engine.entry_list import Hit
    from coach.engine.ports import Binned


class EntryActs(CoachScreen):
    """The keys of a list of entries; the list itself is the subclass's."""

    query_text = ""
    """The query as it stands."""
    in_bin = False
    """Whether the bin is shown in place of the entries."""

    def __init__(self) -> None:
        super().__init__()
        self.binned: list[Binned] = []

    def chosen_entry(self) -> "Hit | None":
        """The entry under the cursor."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Show what is there now."""
        raise NotImplementedError

    def set_query(self, query: str) -> None:
        """Another query in place of the one that stands there."""
        raise NotImplementedError

    def _with_entry(self, what: str) -> "Hit | None":
        hit = self.chosen_entry()
        if hit is None:
            self.coach_app.say(f"Choose an entry to {what}." if not self.in_bin else wording.NOT_HERE)
        return hit

    def action_edit(self) -> None:
        """Other words."""
        if hit := self._with_entry("edit"):
            do.edit(self.coach_app, hit.id, self.read_again)

    def action_private(self) -> None:
        """Private, or no longer."""
        if hit := self._with_entry("mark"):
            do.switch_private(self.coach_app, hit.id, self.read_again)

    def action_never_send(self) -> None:
        """Never sent to an engine elsewhere, or allowed again."""
        if hit := self._with_entry("mark"):
            do.switch_never_send(self.coach_app, hit.id, self.read_again)

    def action_copy(self) -> None:
        """Copy."""
        if hit := self._with_entry("copy"):
            do.copy(self.coach_app, hit.id)

    def action_export(self) -> None:
        """Export."""
        if hit := self._with_entry("export"):
            do.export(self.coach_app, hit.id)

    def action_put_away(self) -> None:
        """To the bin; in the bin, empty it."""
        if self.in_bin:
            if self.binned:
                do.empty_bin(self.coach_app, len(self.binned), self.read_again)
        elif hit := self._with_entry("put away"):
            do.put_away(self.coach_app, hit.id, self.read_again)

    def action_new(self) -> None:
        """A new note."""
        do.write_new(self.coach_app, self.read_again)

    def action_person(self) -> None:
        """Entries with one person."""
        if not self.in_bin:
            filtered = "@" in self.query_text
            self.app.push_screen(ChoosePerson(filtered=filtered), self._chose_person)

    def _chose_person(self, name: str | None) -> None:
        if name is not None:
            self.set_query(with_person(self.query_text, None if name == EVERYONE else name))
