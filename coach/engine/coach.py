"""The bundle of use cases that the command line and the screens hold. `coach.wiring` makes it.

The rooms above the engine are named here for the type checker only: nothing of them is imported.
"""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from coach.config import Settings
    from coach.engine.aims import Aims
    from coach.engine.assumptions import Assumptions
    from coach.engine.changes import Changes
    from coach.engine.chat import Place, Probed
    from coach.engine.commitments import Commitments
    from coach.engine.entries import Entries
    from coach.engine.experiments import Experiments
    from coach.engine.gate.privacy import Privacy
    from coach.engine.history import History
    from coach.engine.people import People
    from coach.engine.ports import Clock, Drafts, Finding, Guides, Keeper
    from coach.engine.questions.asking import Asking
    from coach.engine.questions.memory import Memory
    from coach.engine.remembered import RememberedToday
    from coach.engine.safety import Safety
    from coach.engine.search import Search
    from coach.engine.session import Sessions
    from coach.engine.support import Support
    from coach.engine.themes import Themes
    from coach.exchange.journal import Exchange
    from coach.prompting.desk import PromptsDesk
    from coach.settings_desk import SettingsDesk


class Coach(Protocol):
    """Every use case, each made at its first use. Nothing in it can be replaced."""

    @property
    def entries(self) -> "Entries":
        """What was written: keep, find, read, correct."""
        ...

    @property
    def people(self) -> "People":
        """The people one meets."""
        ...

    @property
    def aims(self) -> "Aims":
        """One's own aims."""
        ...

    @property
    def commitments(self) -> "Commitments":
        """Promises with owner and date."""
        ...

    @property
    def experiments(self) -> "Experiments":
        """Tests of a belief."""
        ...

    @property
    def assumptions(self) -> "Assumptions":
        """Beliefs to be tested."""
        ...

    @property
    def changes(self) -> "Changes":
        """What was said would change next week."""
        ...

    @property
    def sessions(self) -> "Sessions":
        """Runs of a guide."""
        ...

    @property
    def support(self) -> "Support":
        """How much structure the questions give, and what speaks for another level."""
        ...

    @property
    def asking(self) -> "Asking":
        """The next question to an answer, and the safety check before it."""
        ...

    @property
    def safety(self) -> "Safety":
        """The safety check alone, for what is kept without being asked about."""
        ...

    @property
    def thinks_at(self) -> "Place | None":
        """Where a model elsewhere is in force; None while this machine alone thinks. Connects to nothing."""
        ...

    @property
    def privacy(self) -> "Privacy":
        """What may leave this machine, would, and did."""
        ...

    def probe(self) -> "Probed":
        """Try the remote engine with sentences of the program's own, and say what it can do. Blocks.

        Raises:
            EngineFault: it cannot be asked, or gave no usable reply.
        """
        ...

    @property
    def memory(self) -> "Memory":
        """Which question forms were shown, and those never to be asked again."""
        ...

    @property
    def today(self) -> "RememberedToday":
        """What is worth ten minutes now."""
        ...

    @property
    def history(self) -> "History":
        """Undo, redo, bin."""
        ...

    @property
    def search(self) -> "Search":
        """Entries by words."""
        ...

    @property
    def themes(self) -> "Themes":
        """What keeps returning, with its receipts; entries near in meaning."""
        ...

    @property
    def guides(self) -> "Guides":
        """The session kinds."""
        ...

    @property
    def drafts(self) -> "Drafts":
        """Typed text on its way into the store."""
        ...

    @property
    def keeper(self) -> "Keeper":
        """Copies, restore and checks of the data as a whole."""
        ...

    @property
    def exchange(self) -> "Exchange":
        """Import and export."""
        ...

    @property
    def prompts_desk(self) -> "PromptsDesk":
        """The prompt files as things to look at and change."""
        ...

    @property
    def settings(self) -> "Settings":
        """The settings in force, flags and environment included. Read only."""
        ...

    @property
    def settings_desk(self) -> "SettingsDesk":
        """The settings as things to look at and change."""
        ...

    @property
    def clock(self) -> "Clock":
        """The time, and the day the person lives in."""
        ...

    @property
    def demo(self) -> bool:
        """Whether this is sample data, to be marked DEMO."""
        ...

    @property
    def first_time(self) -> bool:
        """Whether there is neither a config file nor an entry: then the welcome is shown; never in a demo."""
        ...

    @property
    def problems(self) -> "tuple[Finding, ...]":
        """What is wrong with the config or the prompt files read so far; each worth one line on Today."""
        ...

    def refresh(self) -> bool:
        """Take in what other processes and machines wrote since; True when anything changed."""
        ...

    def closing(self) -> None:
        """Leave well: makes the automatic copy when one is due. Never raises, for leaving must not fail."""
        ...
