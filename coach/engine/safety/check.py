"""Decides whether coaching stops at an entry, and what is said then (rubric S1-S7).

Runs on this machine, on the raw text, before any question, cue or model. It keeps nothing of the text, sends
nothing and tells nobody. It knows nothing of sessions or stores: whoever calls it stops.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from coach.engine.safety.cues import Cues, HalfKept, Hit
from coach.engine.safety.files import FILES, Mistake
from coach.engine.safety.index import Index, build, packed, unpacked, usable
from coach.engine.safety.notice import Notice, Resource
from coach.errors import InvalidData

if TYPE_CHECKING:
    from coach.engine.ports import Prompts
    from coach.engine.safety.reply import Replies

_NEEDS, _PHRASES = "safety-needs", "safety-phrases"
_REPLIES = ("safety/replies.yaml", "safety/resources.yaml")


class Kept(Protocol):
    """Bytes that can be made again, kept on this machine: losing them costs time, never a notice."""

    def read_bytes(self, name: str) -> bytes | None:
        """What `keep_bytes` kept last; whether it is still true is for the caller to find out."""
        ...

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep bytes. A disk that refuses is no error."""
        ...


class Safety:
    """The check. Cue files are read at the first use; one instance serves a whole process."""

    def __init__(
        self,
        prompts: "Prompts",
        *,
        spare: "Prompts | None" = None,
        shelf: "Kept | None" = None,
        mark: Callable[[], str] = lambda: "",
        country: str = "",
        extra_resources: Sequence[Resource] = (),
    ) -> None:
        """Keep what is needed.

        Args:
            prompts: where prompts/safety/*.yaml comes from.
            spare: the built-in files alone: used where a file of one's own reads but makes no sense.
            shelf: where what is made from the files is kept, so that the next process need not read them.
            mark: tells this state of the files from any other; "" where nothing may be kept.
            country: two letters, e.g. "IE"; empty or unknown means the lines of several countries that speak
                the entry's language.
            extra_resources: the person's own, shown first (configuration `safety.resources`).
        """
        self._prompts = prompts
        self._spare = spare
        self._shelf = shelf
        self._mark = mark
        self._country = country.strip().upper()
        self._extra = tuple(extra_resources)
        self._cues: Cues | None = None
        self._replies: Replies | None = None

    def check(self, text: str) -> Notice | None:
        """The notice to show, or None where coaching may go on.

        Raises:
            InvalidData: a cue or reply file cannot be read, and there is no spare one.
        """
        hits, language = self._find(text)
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
        """Make ready for the first text ahead of it, e.g. while someone is typing. Raises InvalidData."""
        self._loaded_cues()

    def hits(self, text: str) -> list[Hit]:
        """Which cues fire, strongest first: for tests and for those who write cue files."""
        return self._find(text)[0]

    def _find(self, text: str) -> tuple[list[Hit], str]:
        try:
            return self._loaded_cues().find(text)
        except HalfKept:
            self._cues = self._made_cues()
            return self._cues.find(text)

    def _loaded_cues(self) -> Cues:
        if self._cues is None:
            self._cues = self._kept_cues() or self._made_cues()
        return self._cues

    def _kept_cues(self) -> Cues | None:
        if self._shelf is None or not (mark := self._mark()):
            return None
        shelf, needs = self._shelf, unpacked(self._shelf.read_bytes(_NEEDS), mark)
        if needs is None:
            return None
        try:
            return Cues(Index(needs), lambda: unpacked(shelf.read_bytes(_PHRASES), mark))
        except (LookupError, TypeError, ValueError, AttributeError):
            return None  # whole by its checksum, and yet not what this version wrote

    def _made_cues(self) -> Cues:
        """Read and compile everything, and keep what came of it. Raises InvalidData."""
        mark = self._mark() if self._shelf is not None else ""
        contents = {name: self._prompts.data(name) for name in FILES}
        try:
            needs, phrases = build(contents)
        except Mistake as mistake:
            if self._spare is None:
                raise InvalidData(
                    f"prompts/{mistake.file} cannot be used: {mistake.what}.",
                    hint="docs/safety.md describes the file.",
                ) from mistake
            contents = usable(contents, {name: self._spare.data(name) for name in FILES})
            needs, phrases = build(contents)
        phrases["replies"] = [contents[name] for name in _REPLIES]
        if self._shelf is not None and mark:
            # The second half first: whoever finds the first relies on it.
            self._shelf.keep_bytes(_PHRASES, packed(phrases, mark))
            self._shelf.keep_bytes(_NEEDS, packed(needs, mark))
        return Cues(Index(needs, phrases))

    def _loaded_replies(self) -> "Replies":
        if self._replies is None:
            from coach.engine.safety.reply import Replies

            words, resources = self._loaded_cues().replies
            self._replies = Replies(words, resources, country=self._country, extra=self._extra)
        return self._replies
