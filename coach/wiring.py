"""Puts the rooms together: the only module that knows them all. Everything is made at its first use.

A command that keeps one line must not pay for guides, cues and search; so each part is a property that
imports what it needs when it is asked for.
"""

import contextlib
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.clock import clock_for
from coach.config import Loaded, Settings, load, override
from coach.errors import CoachError, NotFound
from coach.options import Options
from coach.paths import Paths, locate

if TYPE_CHECKING:
    from coach.domain.asking import AskRole
    from coach.domain.guide import Guide
    from coach.engine.aims import Aims
    from coach.engine.assumptions import Assumptions
    from coach.engine.changes import Changes
    from coach.engine.coach import Coach
    from coach.engine.commitments import Commitments
    from coach.engine.entries import Entries
    from coach.engine.experiments import Experiments
    from coach.engine.history import History
    from coach.engine.people import People
    from coach.engine.ports import Clock, Drafts, Finding, Guides, Headline, Keeper
    from coach.engine.questions.asking import Asking
    from coach.engine.questions.embedded import EmbeddedQuestions
    from coach.engine.questions.memory import Memory
    from coach.engine.remembered import RememberedToday
    from coach.engine.safety import Notice, Safety
    from coach.engine.search import Search
    from coach.engine.session import Sessions
    from coach.exchange.journal import Exchange
    from coach.prompting import GuideFiles, PromptFiles, PromptsDesk
    from coach.settings_desk import SettingsDesk
    from coach.store.open import Opened


def build(options: Options, *, tolerant: bool = False) -> "Coach":
    """Make the bundle of use cases.

    Args:
        options: what the person asked for.
        tolerant: run on defaults when the config is broken, as the screens do; `Coach.problems` says so.

    Raises:
        InvalidData: the config is broken; nothing was done (unless `tolerant`).
        NotFound: `--config` names a file that is not there. UsageError: the day is not understood.
    """
    loaded = load_settings(options)
    if not tolerant:
        loaded.require()
    return _Wired(options, loaded, places(options), _clock(options))


def build_demo(options: Options, weeks: int) -> "Coach":
    """As `build`, over an empty folder that `options` names, filled with sample data of so many weeks.

    Raises:
        UsageError: no such number of weeks. InvalidData: the config or a sample file is broken.
    """
    loaded = load_settings(options)
    loaded.require()
    wired = _Wired(options, loaded, places(options), _clock(options))
    wired.fill_with_samples(weeks)
    return wired


def places(options: Options) -> Paths:
    """The folders and files in use."""
    return locate(options.environ, options.data, options.config)


def load_settings(options: Options) -> Loaded:
    """The settings with flags and environment on top; a broken file is told by `problems`, not raised.

    Raises:
        NotFound: `--config` names a file that is not there.
    """
    found = places(options)
    if found.config_named and not found.config_file.exists():
        raise NotFound(
            f"There is no config file {found.config_file}; nothing was done.",
            hint="`coach config init` writes one; without --config the usual place is used.",
        )
    loaded = load(found.config_file, options.environ, found.state / "cache" / "config.json")
    if options.wants_plain:
        source = "--plain" if options.plain else "environment"
        loaded = override(loaded, "ui.plain", value=True, source=source)
    if options.ascii:
        loaded = override(loaded, "ui.ascii", value=True, source="--ascii")
    if options.hide_private:
        loaded = override(loaded, "ui.hide_private", value=True, source="--hide-private")
    if options.offline:
        loaded = override(loaded, "privacy.local_only", value=True, source="--offline")
    if options.engine is not None:
        loaded = override(loaded, "engine.use", value=options.engine, source="--engine")
    return loaded


def _clock(options: Options) -> "Clock":
    return clock_for(
        options.today or options.environ.get("COACH_TODAY"),
        named="--today" if options.today else "COACH_TODAY",
    )


class _Wired:
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
            self._guide_files.read_own()
        return (*config, *self._prompt_files.problems())

    def refresh(self) -> bool:
        return self._opened.store.refresh()

    def closing(self) -> None:
        # A copy that cannot be made now is made next time; it must not stand between a person and the door.
        with contextlib.suppress(Exception):
            self._opened.keeper.snapshot_if_due()

    def fill_with_samples(self, weeks: int) -> None:
        """Put the sample data into the empty store."""
        from coach.engine import demo

        samples = demo.load(self._prompt_files)
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
            search=_LazySearch(self),
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
            store=self._opened.store, clock=self._clock, people=self.people, prompts=self._prompt_files
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
        from coach.engine.remembered import RememberedToday

        reflect = self.settings.reflect
        return RememberedToday(
            store=self._opened.store,
            clock=self._clock,
            guides=_LazyGuides(self),
            guide=reflect.guide,
            every_days=reflect.every_days,
        )

    @cached_property
    def exchange(self) -> "Exchange":
        from coach.exchange.journal import Exchange

        return Exchange(store=self._opened.store, clock=self._clock, check=self._checked)

    @cached_property
    def guides(self) -> "Guides":
        return self._guide_files

    @cached_property
    def prompts_desk(self) -> "PromptsDesk":
        from coach.prompting import PromptsDesk

        return PromptsDesk(self._prompt_files, self._guide_files)

    @cached_property
    def settings_desk(self) -> "SettingsDesk":
        from coach.settings_desk import SettingsDesk

        return SettingsDesk(lambda: load_settings(self._options), self._paths.config_file, self._settle)

    def _settle(self) -> None:
        """Take changed settings up: what was made from the old ones is made anew at its next use."""
        self._loaded = load_settings(self._options)
        for name in ("today", "sessions", "asking", "safety"):
            self.__dict__.pop(name, None)

    @cached_property
    def memory(self) -> "Memory":
        from coach.engine.questions.memory import Memory

        return Memory(self._opened.store, self._clock)

    @cached_property
    def asking(self) -> "Asking":
        from coach.engine.questions.asking import Asking

        return Asking(safety=self.safety, embedded=self._embedded, memory=self.memory)

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
        )

    @cached_property
    def _prompt_files(self) -> "PromptFiles":
        from coach.prompting import PromptFiles

        return PromptFiles(prompt_folder(self.settings, self._paths))

    @cached_property
    def _guide_files(self) -> "GuideFiles":
        from coach.prompting import GuideFiles

        return GuideFiles(self._prompt_files)

    @cached_property
    def safety(self) -> "Safety":
        from coach.engine.safety import Resource, Safety

        plan = self.settings.safety
        own = [Resource(name=one.name, contact=one.contact, note=one.note) for one in plan.resources]
        return Safety(self._prompt_files, country=plan.country, extra_resources=own)

    def _checked(self, text: str) -> "Notice | None":
        """What safety says now: its settings may change while the program runs."""
        return self.safety.check(text)

    @cached_property
    def _embedded(self) -> "EmbeddedQuestions":
        from coach.engine.questions.embedded import EmbeddedQuestions
        from coach.prompting import PromptFiles

        return EmbeddedQuestions(self._prompt_files, spare=PromptFiles())


# Design, section 8: a manager asks as a mentor, a report as a mentee, a peer as oneself.
_ASK_AS: Final["Mapping[str, AskRole]"] = {
    "mentor": "mentor",
    "manager": "mentor",
    "mentee": "mentee",
    "report": "mentee",
    "peer": "self",
    "self": "self",
}


def prompt_folder(settings: Settings, paths: Paths) -> Path:
    """The person's own prompts: `prompts.folder`, read from beside the config file where it is relative."""
    if not settings.prompts.folder:
        return paths.user_prompts
    return paths.config_file.parent / Path(settings.prompts.folder).expanduser()


class _LazySearch:
    """Implements the search port of `Entries`; the index and its packages come in at the first search."""

    def __init__(self, wired: _Wired) -> None:
        self._wired = wired

    def find(self, words: str) -> Collection[str]:
        """Ids of the entries that match all the words."""
        return self._wired.search.find(words)


class _LazyGuides:
    """Implements the port `Guides`; the prompt files and their packages come in when a guide is wanted."""

    def __init__(self, wired: _Wired) -> None:
        self._wired = wired

    def all(self) -> "list[Guide]":
        """Every guide that can be used."""
        return self._wired.guides.all()

    def get(self, id: str) -> "Guide":
        """One guide. Raises NotFound, InvalidData."""
        return self._wired.guides.get(id)

    def headline(self, id: str) -> "Headline":
        """Title and minutes."""
        return self._wired.guides.headline(id)

    def problems(self) -> "list[Finding]":
        """What is wrong with guide files."""
        return self._wired.guides.problems()
