"""Decides whether coaching stops at an entry, and what is said then (rubric S1-S7).

Runs on this machine, on the raw text, before any question, cue or model. It keeps nothing, sends nothing and
tells nobody. It knows nothing of sessions or stores: whoever calls it stops.
"""

from collections.abc import Sequence

from coach.engine.ports import Prompts
from coach.engine.safety.cues import Cues, Hit
from coach.engine.safety.notice import Notice, Resource
from coach.engine.safety.reply import Replies

LANGUAGES = ("en", "de", "fr", "es", "pt")
"""Languages with a cue file and words of their own (issue 2, section 4)."""


class Safety:
    """The check. Cue files are read at the first use; one instance serves a whole process."""

    def __init__(
        self, prompts: Prompts, *, country: str = "", extra_resources: Sequence[Resource] = ()
    ) -> None:
        """Keep what is needed.

        Args:
            prompts: where prompts/safety/*.yaml comes from.
            country: two letters, e.g. "IE"; empty or unknown means the lines of several countries that speak
                the entry's language.
            extra_resources: the person's own, shown first (configuration `safety.resources`).
        """
        self._prompts = prompts
        self._country = country.strip().upper()
        self._extra = tuple(extra_resources)
        self._cues: Cues | None = None
        self._replies: Replies | None = None

    def check(self, text: str) -> Notice | None:
        """The notice to show, or None where coaching may go on.

        Raises:
            InvalidData: a cue or reply file cannot be read.
        """
        hits, language = self._loaded_cues().find(text)
        if not hits:
            return None
        first = hits[0]
        return self._loaded_replies().notice(
            first.kind,
            certain=first.strength == "sure",
            language=language,
            sexual=first.kind in ("abuse", "harassment") and self._loaded_cues().sexual(text, language),
        )

    def prepare(self) -> None:
        """Read and compile everything now, so that a mistake in a file shows at once. Raises InvalidData."""
        self._loaded_cues().prepare()
        self._loaded_replies()

    def hits(self, text: str) -> list[Hit]:
        """Which cues fire, strongest first: for tests and for those who write cue files."""
        return self._loaded_cues().find(text)[0]

    def _loaded_cues(self) -> Cues:
        if self._cues is None:
            files = {language: self._prompts.data(f"safety/{language}.yaml") for language in LANGUAGES}
            self._cues = Cues(files, self._prompts.data("safety/shared.yaml")["cues"])
        return self._cues

    def _loaded_replies(self) -> Replies:
        if self._replies is None:
            self._replies = Replies(
                self._prompts.data("safety/replies.yaml"),
                self._prompts.data("safety/resources.yaml"),
                country=self._country,
                extra=self._extra,
            )
        return self._replies
