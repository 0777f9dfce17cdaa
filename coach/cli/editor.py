"""Opens a file in the person's editor (`$VISUAL`, `$EDITOR`, else what the system has)."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from coach.children import for_others
from coach.errors import CoachError, UsageError


def edit_file(file: Path, environ: Mapping[str, str]) -> None:
    """Open `file` and wait until the editor ends.

    Raises:
        UsageError: no editor is set, or it is not there. CoachError: it ended with an error.
    """
    words = editor(environ)
    try:
        status = subprocess.run(  # noqa: S603  # the person's own choice
            [*words, str(file)], env=for_others(environ), check=False
        ).returncode
    except OSError:
        raise UsageError(
            f"The editor {words[0]} cannot be started; {file} is as it was.", hint="Set VISUAL or EDITOR."
        ) from None
    if status != 0:
        raise CoachError(
            f"The editor {words[0]} ended with status {status}; {file} is as the editor left it."
        )


def editor(environ: Mapping[str, str]) -> list[str]:
    """The editor as words of a command. Raises UsageError where there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError:
            raise UsageError(f"{name} has an open quote.", hint="Set VISUAL or EDITOR anew.") from None
        if words:
            return words
    for usual in ("editor", "nano", "vi"):
        if shutil.which(usual, path=environ.get("PATH")):
            return [usual]
    raise UsageError("There is no editor.", hint="Set VISUAL or EDITOR.")
