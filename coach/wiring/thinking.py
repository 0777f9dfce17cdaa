"""The part of the bundle that thinks: prompts, safety, questions."""

from functools import cached_property
from typing import TYPE_CHECKING

from coach.config import Settings
from coach.paths import Paths
from coach.wiring.places import prompt_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.engine.ports import Clock
    from coach.engine.questions.asking import Asking
    from coach.engine.questions.embedded import EmbeddedQuestions
    from coach.engine.questions.memory import Memory
    from coach.engine.questions.remote import RemoteQuestions
    from coach.engine.safety import Safety
    from coach.prompting.files import PromptFiles
    from coach.prompting.guides import GuideFiles
    from coach.store.open import Opened
    from coach.wiring.remote import Remote


class Thinking:
    """Everything that depends on prompts and settings; made anew when the settings change."""

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        opened: "Opened",
        clock: "Clock",
        remote: "Callable[[], Remote] | None" = None,
    ) -> None:
        """Keep what is needed; `remote` makes the way to a model elsewhere."""
        self._remote = remote
        self._settings = settings
        self._paths = paths
        self._opened = opened
        self._clock = clock

    @cached_property
    def prompt_files(self) -> "PromptFiles":
        from coach.prompting.files import PromptFiles

        return PromptFiles(prompt_folder(self._settings, self._paths))

    @cached_property
    def guide_files(self) -> "GuideFiles":
        from coach.prompting.guides import GuideFiles

        return GuideFiles(self.prompt_files)

    @cached_property
    def safety(self) -> "Safety":
        from coach.engine.safety import FILES, Resource, Safety
        from coach.prompting.files import PromptFiles

        plan = self._settings.safety
        own = [Resource(name=one.name, contact=one.contact, note=one.note) for one in plan.resources]
        return Safety(
            self.prompt_files,
            spare=PromptFiles(),
            shelf=self._opened.store,
            mark=lambda: self.prompt_files.mark(FILES),
            country=plan.country,
            extra_resources=own,
        )

    @cached_property
    def memory(self) -> "Memory":
        from coach.engine.questions.memory import Memory

        return Memory(self._opened.store, self._clock)

    @cached_property
    def asking(self) -> "Asking":
        from coach.engine.questions.asking import Asking

        wanted = self._remote is not None and self._settings.engine.use == "remote"
        return Asking(
            safety=self.safety,
            embedded=self.embedded,
            memory=self.memory,
            remote=(lambda: self.remote_questions) if wanted else None,
        )

    @cached_property
    def remote_questions(self) -> "RemoteQuestions":
        from coach.engine.questions.remote import RemoteQuestions

        assert self._remote is not None  # `asking` looked
        return RemoteQuestions(self._remote().gate, self.prompt_files, self.embedded)

    @cached_property
    def embedded(self) -> "EmbeddedQuestions":
        from coach.engine.questions.embedded import EmbeddedQuestions
        from coach.prompting.files import PromptFiles

        return EmbeddedQuestions(self.prompt_files, spare=PromptFiles())
