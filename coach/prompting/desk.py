"""What `coach prompts` does: list, show, copy for changing, compare, check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach import writing
from coach.engine.ports import Finding
from coach.errors import CoachError, InvalidData, NotFound, NotUnique, StoreUnwritable, UsageError
from coach.prompting.files import BUILT_IN, YOURS, Found, PromptFiles
from coach.prompting.guides import GuideFiles, read_guide
from coach.prompting.yamlfile import parse_yaml


@dataclass(frozen=True, slots=True)
class PromptLine:
    """One file in the list."""

    name: str
    source: str
    """`yours` or `built in`."""
    overrides: bool
    """One's own file stands in place of a built-in one."""
    title: str
    """A guide's title, else empty."""
    path: str


class PromptsDesk:
    """The prompt files as things to look at and change."""

    def __init__(self, files: PromptFiles, guides: GuideFiles) -> None:
        self._files = files
        self._guides = guides

    def list(self) -> Sequence[PromptLine]:
        """Every prompt file, by name; one's own stands for the built-in one it overrides."""
        lines = []
        for name in self._files.names():
            found = self._files.candidates(name)
            lines.append(
                PromptLine(name, found[0].source, len(found) > 1, self._title(name), str(found[0].path))
            )
        return lines

    def show(self, name: str) -> str:
        """The text of a file as it is used.

        `name` may be short: weekly. Raises NotFound, NotUnique, InvalidData.
        """
        return self._first(name).read()

    def override(self, name: str) -> Path:
        """Copy a built-in file into one's own folder, to be changed there; the path of the copy.

        Raises:
            UsageError: there is such a file already, or no folder of one's own. NotFound, NotUnique.
            StoreUnwritable: the copy could not be written; nothing is left half.
        """
        whole = self._whole(name)
        if self._files.user is None:
            raise UsageError(
                "There is no folder for prompts of your own.", hint="Set “prompts.folder” in the config."
            )
        target = self._files.user / whole
        if target.exists():
            raise UsageError(
                f"{target} is there already. Nothing was changed.",
                hint=f"`coach prompts diff {whole}` shows how it differs.",
            )
        source = self._files.candidates(whole)[-1]
        _write_new(target, source.read())
        return target

    def diff(self, name: str) -> str:
        """How one's own file differs from the built-in one, as a unified diff; empty where it does not.

        Raises:
            UsageError: there is no file of one's own, or nothing to compare it with. NotFound, NotUnique,
            InvalidData.
        """
        import difflib

        whole = self._whole(name)
        by_source = {found.source: found for found in self._files.candidates(whole)}
        if YOURS not in by_source:
            raise UsageError(
                f"{whole} is as it comes with the program.",
                hint=f"`coach prompts override {whole}` makes a copy to change.",
            )
        if BUILT_IN not in by_source:
            raise UsageError(f"{whole} is all your own: nothing built in has this name.")
        mine, built_in = by_source[YOURS], by_source[BUILT_IN]
        return "\n".join(
            difflib.unified_diff(
                built_in.read().splitlines(),
                mine.read().splitlines(),
                f"{whole} (built in)",
                f"{whole} (yours)",
                lineterm="",
            )
        )

    def check(self, name: str | None = None) -> Sequence[Finding]:
        """Read every file, own and built-in: error for what cannot be used, ok for the rest."""
        names = [self._whole(name)] if name else self._files.names()
        return [self._check_one(found) for one in names for found in self._files.candidates(one)]

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Fill in a template. Raises NotFound, NotUnique, InvalidData, UsageError: it is no template."""
        whole = self._whole(name)
        if not whole.endswith(".j2"):
            raise UsageError(f"{whole} is no template: only files ending in .j2 are filled in.")
        return self._files.render(whole, values)

    def _check_one(self, found: Found) -> Finding:
        try:
            if found.name.endswith(".j2"):
                from coach.prompting.templates import check

                check(found.read(), found.shown)
            elif found.name.startswith("guides/"):
                read_guide(found)
            elif found.name.startswith("safety/"):
                self._check_safety(found)
            elif found.name.startswith("themes/"):
                from coach.engine.themes.checking import check_theme_file

                check_theme_file(found.name, parse_yaml(found.read(), found.shown).value)
            else:
                from coach.engine.questions.checking import check_question_file

                check_question_file(found.name, parse_yaml(found.read(), found.shown).value)
        except InvalidData as error:
            if found.source == YOURS:
                return self._files.passed_over(found, error)
            return Finding("prompts", "error", error.message, error.hint)
        return Finding("prompts", "ok", f"{found.shown} can be used.")

    def _check_safety(self, found: Found) -> None:
        """Raise InvalidData with the line where a safety file cannot be used beside the built-in ones."""
        from coach.engine.safety.index import first_mistake

        parsed = parse_yaml(found.read(), found.shown)
        others = PromptFiles(built_in=self._files.built_in)
        mistake = first_mistake(found.name, parsed.value, others.data)
        if mistake is not None:
            raise parsed.error(
                mistake.place, f"{mistake.what}.", hint="docs/safety.md says what belongs in it."
            )

    def _first(self, name: str) -> Found:
        return self._files.candidates(self._whole(name))[0]

    def _whole(self, name: str) -> str:
        """The whole name meant by a short one: guides/weekly, weekly.yaml, weekly."""
        wanted = name.strip().removeprefix("prompts/").strip("/")
        names = self._files.names()
        if wanted in names:
            return wanted
        found = [one for one in names if one.rsplit(".", 1)[0] == wanted]
        found = found or [
            one for one in names if wanted in (one.rsplit("/", 1)[-1], one.rsplit("/", 1)[-1].split(".")[0])
        ]
        if not found:
            raise NotFound(
                f"There is no prompt file “{name}”.", hint="`coach prompts list` shows what there is."
            )
        if len(found) > 1:
            raise NotUnique(
                f"“{name}” could be {len(found)} files.", matches=found, hint="Write the folder too."
            )
        return found[0]

    def _title(self, name: str) -> str:
        if not name.startswith("guides/"):
            return ""
        try:
            return self._guides.headline(name.removeprefix("guides/").removesuffix(".yaml")).title
        except CoachError:
            return ""


def _write_new(target: Path, text: str) -> None:
    """Never over a file that is there. Raises StoreUnwritable."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        writing.create(target, text.encode())
    except OSError as error:
        raise StoreUnwritable(
            f"{target} could not be written: {error.strerror}. Nothing was changed."
        ) from None
