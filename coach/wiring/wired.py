"""The bundle of use cases over one open store."""

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING, Final

from coach.config import Loaded, Settings
from coach.errors import CoachError
from coach.options import Options
from coach.paths import Paths
from coach.wiring.lazy import LazyGuides, LazySearch
from coach.wiring.places import load_settings, prompt_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.domain.asking import AskRole
    from coach.engine.aims import Aims
    from coach.engine.assumptions import Assumptions
    from coach.engine.changes import Changes
    from coach.engine.chat import Place, Probed
    from coach.engine.commitments import Commitments
    from coach.engine.entries import Entries
    from coach.engine.experiments import Experiments
    from coach.engine.gate import Outgoing
    from coach.engine.gate.privacy import Privacy
    from coach.engine.history import History
    from coach.engine.people import People
    from coach.engine.ports import Clock, Drafts, Finding, Guides, Keeper
    from coach.engine.questions.asking import Asking
    from coach.engine.questions.memory import Memory
    from coach.engine.remembered import RememberedToday
    from coach.engine.safety import Notice, Safety
    from coach.engine.search import Search
    from coach.engine.session import Sessions
    from coach.engine.support import Support
    from coach.engine.themes import Themes
    from coach.exchange.journal import Exchange
    from coach.prompting.desk import PromptsDesk
    from coach.settings_desk import SettingsDesk
    from coach.store.open import Opened
    from coach.wiring.remote import Remote
    from coach.wiring.thinking import Thinking


class Wired:
    """Implements `Coach`."""

    def __init__(self, options: Options, loaded: Loaded, paths: Paths, clock: "Clock") -> None:
        from coach.store.open import open_store

        self._options = options
        self._loaded = loaded
        self._paths = paths
        self._clock = clock
        # Opened here, not at first use: the screens ask from two threads, and there must be one store only.
        self._opened: Opened = open_store(
            paths.data, paths.state, clock=clock, backups=paths.backups, keep=loaded.settings.backup.keep
        )

    @property
    def settings(self) -> Settings:
        return self._loaded.settings

    @property
    def clock(self) -> "Clock":
        return self._clock

    @property
    def demo(self) -> bool:
        return self._options.demo

    @property
    def drafts(self) -> "Drafts":
        return self._opened.drafts

    @property
    def keeper(self) -> "Keeper":
        return self._opened.keeper

    @property
    def first_time(self) -> bool:
        if self.demo or self._paths.config_file.exists():
            return False
        try:
            return not self._opened.store.count("entries")
        except CoachError:
            return False  # a store that cannot be read is no fresh start; Today says what is wrong

    @property
    def problems(self) -> "tuple[Finding, ...]":
        from coach.engine.ports import Finding

        name = self._paths.config_file.name
        until = "Until it is right, the defaults are in force."
        config = tuple(
            Finding(
                "config", "error", f"{name}, line {problem.line}: {problem.message}. {until}", problem.hint
            )
            for problem in self._loaded.problems
        )
        if (prompt_folder(self.settings, self._paths) / "guides").is_dir():
            self._thinking.guide_files.read_own()
        return (*config, *self._thinking.prompt_files.problems())

    def refresh(self) -> bool:
        return self._opened.store.refresh()

    def closing(self) -> None:
        # A copy that cannot be made now is made next time; it must not stand between a person and the door.
        with contextlib.suppress(Exception):
            self._opened.keeper.snapshot_if_due()
        self._let_go()

    def _let_go(self) -> None:
        if "_remote" in self.__dict__:
            self._remote.close()

    def fill_with_samples(self, weeks: int) -> None:
        """Put the sample data into the empty store."""
        from coach.engine import demo

        samples = demo.load(self._thinking.prompt_files)
        demo.fill(self._opened.store, self._clock, samples, guides=self.guides, weeks=weeks)

    @cached_property
    def people(self) -> "People":
        from coach.engine.people import People

        return People(store=self._opened.store, clock=self._clock)

    @cached_property
    def entries(self) -> "Entries":
        from coach.engine.entries import Entries

        return Entries(
            store=self._opened.store,
            clock=self._clock,
            people=self.people,
            search=LazySearch(lambda: self.search),
            check=self._checked,
        )

    @cached_property
    def aims(self) -> "Aims":
        from coach.engine.aims import Aims

        return Aims(store=self._opened.store, clock=self._clock)

    @cached_property
    def commitments(self) -> "Commitments":
        from coach.engine.commitments import Commitments

        return Commitments(
            store=self._opened.store,
            clock=self._clock,
            people=self.people,
            prompts=self._thinking.prompt_files,
        )

    @cached_property
    def experiments(self) -> "Experiments":
        from coach.engine.experiments import Experiments

        return Experiments(store=self._opened.store, clock=self._clock)

    @cached_property
    def assumptions(self) -> "Assumptions":
        from coach.engine.assumptions import Assumptions

        return Assumptions(store=self._opened.store, clock=self._clock)

    @cached_property
    def changes(self) -> "Changes":
        from coach.engine.changes import Changes

        return Changes(store=self._opened.store, clock=self._clock)

    @cached_property
    def history(self) -> "History":
        from coach.engine.history import History

        return History(store=self._opened.store)

    @cached_property
    def search(self) -> "Search":
        from coach.engine.search import Search

        return Search(self._opened.store)

    @cached_property
    def today(self) -> "RememberedToday":
        from coach.engine.latest_theme import LatestTheme
        from coach.engine.remembered import RememberedToday
        from coach.store.cache import Cache

        reflect = self.settings.reflect
        return RememberedToday(
            store=self._opened.store,
            clock=self._clock,
            guides=LazyGuides(lambda: self.guides),
            guide=reflect.guide,
            every_days=reflect.every_days,
            latest=LatestTheme(self._opened.store, Cache(self._paths.state / "cache")),
        )

    @cached_property
    def exchange(self) -> "Exchange":
        from coach.exchange.journal import Exchange

        return Exchange(store=self._opened.store, clock=self._clock, check=self._checked)

    @property
    def guides(self) -> "Guides":
        return self._thinking.guide_files

    @cached_property
    def prompts_desk(self) -> "PromptsDesk":
        from coach.prompting.desk import PromptsDesk

        return PromptsDesk(self._thinking.prompt_files, self._thinking.guide_files)

    @cached_property
    def settings_desk(self) -> "SettingsDesk":
        from coach.settings_desk import SettingsDesk

        return SettingsDesk(lambda: load_settings(self._options), self._paths.config_file, self._settle)

    def _settle(self) -> None:
        """Take changed settings up: what was made from the old ones is made anew at its next use."""
        self._loaded = load_settings(self._options)
        self._let_go()
        for name in (
            "today",
            "sessions",
            "support",
            "prompts_desk",
            "commitments",
            "themes",
            "_thinking",
            "_remote",
        ):
            self.__dict__.pop(name, None)

    @cached_property
    def sessions(self) -> "Sessions":
        from coach.engine.session import Sessions

        questions = self.settings.questions
        return Sessions(
            store=self._opened.store,
            guides=self.guides,
            asking=self.asking,
            memory=self.memory,
            commitments=self.commitments,
            experiments=self.experiments,
            people=self.people,
            aims=self.aims,
            clock=self._clock,
            support=questions.support,
            role=_ASK_AS[questions.role],
            challenge=questions.challenge,
            minutes=self.settings.sessions.minutes,
            guide=self.settings.reflect.guide,
            hide_private=self.settings.ui.hide_private,
            ladder=self.support,
        )

    @cached_property
    def support(self) -> "Support":
        from coach.engine.support import Support

        return Support(
            store=self._opened.store,
            clock=self._clock,
            prompts=self._thinking.prompt_files,
            setting=self.settings.questions.support,
            every_days=self.settings.reflect.every_days,
        )

    @property
    def safety(self) -> "Safety":
        return self._thinking.safety

    @property
    def thinks_at(self) -> "Place | None":
        return self._remote.in_force() if self.settings.engine.use == "remote" else None

    @property
    def privacy(self) -> "Privacy":
        privacy = self._remote.privacy
        privacy.register("follow_up", self._next_question)
        return privacy

    def probe(self) -> "Probed":
        return self._remote.probe()

    @property
    def memory(self) -> "Memory":
        return self._thinking.memory

    @property
    def asking(self) -> "Asking":
        return self._thinking.asking

    @cached_property
    def themes(self) -> "Themes":
        from coach.wiring.meaning import make_themes

        return make_themes(self._thinking, self._opened, self._clock, self._paths, self.commitments)

    @cached_property
    def _thinking(self) -> "Thinking":
        from coach.wiring.thinking import Thinking

        return Thinking(self.settings, self._paths, self._opened, self._clock, lambda: self._remote)

    def _next_question(self) -> "Outgoing | None":
        """The request for a better question to the latest words that may be sent."""
        from coach.domain.asking import Situation
        from coach.engine.questions.wish import Wish, can_be_better

        found = self._remote.privacy.latest()
        if found is None:
            return None
        source, left_out = found
        asked = self.settings.questions
        situation = Situation(
            source.text, support=asked.support, role=_ASK_AS[asked.role], challenge=asked.challenge
        )
        card = self.asking.reply(situation)
        if not can_be_better(card):
            return None
        # Not through `asking`: the preview is true also while this machine alone is asked.
        wish = Wish(situation, "first", source, card, left_out=left_out)
        return self._thinking.remote_questions.outgoing(wish)

    @cached_property
    def _remote(self) -> "Remote":
        from coach.wiring.remote import Remote

        return Remote(
            self.settings,
            self._paths,
            self._opened,
            self._clock,
            environ=self._options.environ,
            fires=lambda text: self._checked(text) is not None,
        )

    def _checked(self, text: str) -> "Notice | None":
        """What safety says now: its settings may change while the program runs."""
        return self._thinking.safety.check(text)


# Design, section 8: a manager asks as a mentor, a report as a mentee, a peer as oneself.
_ASK_AS: Final["Mapping[str, AskRole]"] = {
    "mentor": "mentor",
    "manager": "mentor",
    "mentee": "mentee",
    "report": "mentee",
    "peer": "self",
    "self": "self",
}
