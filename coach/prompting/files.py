"""Where prompt files lie, and what is in them: the person's own first, then the built-in ones."""

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from coach import __version__
from coach.engine.ports import Finding
from coach.errors import CoachError, InvalidData, NotFound
from coach.prompting.yamlfile import Parsed, decode, parse_yaml

YOURS = "yours"
BUILT_IN = "built in"
_SETTLED = 2.0
"""Seconds; a file changed later than that could change again within one tick of its clock."""


class Found(NamedTuple):
    """One prompt file."""

    name: str
    """Its path below the prompts folder with forward slashes: guides/weekly.yaml."""
    path: Path
    source: str
    """`yours` or `built in`."""

    @property
    def shown(self) -> str:
        """The file as it is named to the person."""
        return str(self.path) if self.source == YOURS else f"prompts/{self.name} (built in)"

    def read(self) -> str:
        """Its text. Raises InvalidData: unreadable, too large, not UTF-8."""
        try:
            return decode(self.path.read_bytes(), self.shown)
        except OSError as error:
            raise InvalidData(
                f"{self.shown} cannot be read: {error.strerror or 'no reason given'}."
            ) from None


def built_in_folder() -> Path:
    """The prompts that come with the program: inside the wheel, else at the top of the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_prompts"
    return inside if inside.is_dir() else package.parent / "prompts"


class PromptFiles:
    """Implements the port `Prompts`.

    Each file is read once; a broken file of one's own never stops the program.
    """

    def __init__(self, user: Path | None = None, built_in: Path | None = None) -> None:
        """Look in `user` first (it need not exist), then in `built_in` (default: the program's own)."""
        self.user = user
        self.built_in = built_in or built_in_folder()
        self._data: dict[str, Any] = {}
        self._problems: dict[Found, Finding] = {}

    def data(self, name: str) -> Any:  # YAML holds anything; the caller validates
        """The parsed YAML of `name`; where one's own file is broken, of the built-in one.

        Callers share one copy and leave it unchanged.

        Raises:
            NotFound: no such file. InvalidData: no readable one; file and line are named.
        """
        if name not in self._data:
            self._data[name] = self.parse(name).value
        return self._data[name]

    def parse(self, name: str) -> Parsed:
        """As `data`, with the line of everything in it. Not kept."""
        found = self.candidates(name)
        if not found:
            raise NotFound(
                f"There is no prompt file “{name}”.", hint="`coach prompts list` shows what there is."
            )
        for one in found[:-1]:
            try:
                return parse_yaml(one.read(), one.shown)
            except InvalidData as error:
                self.note_problem(one, error)
        last = found[-1]
        return parse_yaml(last.read(), last.shown)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The template `name` with values filled in; one's own where it works, else the built-in one.

        Raises:
            NotFound: no such file. InvalidData: a broken template; file and line are named.
        """
        from coach.prompting.templates import render

        found = self.candidates(name)
        if not found:
            raise NotFound(
                f"There is no template “{name}”.", hint="`coach prompts list` shows what there is."
            )
        for one in found[:-1]:
            try:
                return render(one.read(), one.shown, values)
            except InvalidData as error:
                self.note_problem(one, error)
        return render(found[-1].read(), found[-1].shown, values)

    def candidates(self, name: str) -> list[Found]:
        """The files of this name, one's own before the built-in one.

        A name that leaves the folder finds nothing.
        """
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\0" in name or not pure.parts:
            return []
        return [
            Found(name, folder / pure, source)
            for folder, source in self._folders()
            if (folder / pure).is_file()
        ]

    def names(self, under: str = "") -> list[str]:
        """Every prompt file below a folder, by name: YAML and templates, own and built-in together."""
        names = {name for folder, _ in self._folders() for name in _files_below(folder, under)}
        return sorted(names)

    def mark(self, names: Iterable[str]) -> str:
        """What tells this state of some files from any other, so that what was made from them can be kept.

        By place, size, times and inode of each; "" while one is so new that it could change again unseen.
        """
        now = time.time()
        marks = [__version__]
        try:
            for found in (one for name in names for one in self.candidates(name)):
                state = found.path.stat()
                if abs(now - state.st_mtime) < _SETTLED or abs(now - state.st_ctime) < _SETTLED:
                    return ""
                times = f"{state.st_mtime_ns} {state.st_ctime_ns}"
                marks.append(f"{found.path} {state.st_size} {times} {state.st_ino}")
        except OSError:
            return ""
        return " ".join(marks).replace("\n", " ")

    def own_names(self) -> list[str]:
        """The names of the person's own files."""
        return sorted(_files_below(self.user, "")) if self.user else []

    def problems(self, under: str = "") -> list[Finding]:
        """What went wrong so far with files whose name begins with `under`, one finding a file."""
        return [finding for found, finding in self._problems.items() if found.name.startswith(under)]

    def note_problem(self, found: Found, error: CoachError) -> None:
        """Remember that a file of one's own was passed over."""
        self._problems[found] = self.passed_over(found, error)

    def passed_over(self, found: Found, error: CoachError) -> Finding:
        """That a file of one's own is not used, why, what is used in its place, and what to do."""
        if len(self.candidates(found.name)) > 1:
            used, hint = "the built-in one is used", f"`coach prompts diff {found.name}` compares the two."
        else:
            used, hint = "it is left out", "`coach prompts check` reads it again."
        message = f"{error.message} Until it is right, {used}."
        return Finding("prompts", "error", message, f"{error.hint} {hint}".strip())

    def _folders(self) -> Iterator[tuple[Path, str]]:
        if self.user is not None:
            yield self.user, YOURS
        yield self.built_in, BUILT_IN


def _files_below(folder: Path, under: str) -> Iterator[str]:
    base = folder / under if under else folder
    if ".." in PurePosixPath(under).parts or not base.is_dir():
        return
    for path in sorted(base.rglob("*")):
        if path.suffix in (".yaml", ".j2") and path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix()
