"""The person's own editor for a text. The opener is given to the app, so that tests need no terminal."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from coach.children import for_others
from coach.errors import CoachError, NotFound


def open_in_editor(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Show `text` in the person's editor (see `editor`) and return what was saved.

    The file is readable by its owner only and removed afterwards.

    Raises:
        NotFound: there is no editor, or it could not be started.
        CoachError: it ended with an error status.
    """
    words = editor(environ)
    handle, name = tempfile.mkstemp(prefix="coach-", suffix=".md")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        try:
            status = subprocess.run(  # noqa: S603  # their own program
                [*words, name], env=for_others(environ), check=False
            ).returncode
        except OSError as error:
            raise NotFound(
                f"The editor {words[0]} could not be started. Your text is unchanged.",
                hint="Check VISUAL and EDITOR.",
            ) from error
        if status != 0:
            raise CoachError("The editor ended with an error. Your text is unchanged.")
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
    finally:
        path.unlink(missing_ok=True)


def editor(environ: Mapping[str, str]) -> list[str]:
    """The editor as words of a command: $VISUAL, $EDITOR, else nano, vim or vi where they are on PATH.

    Raises:
        NotFound: there is none, or a variable cannot be read as a command.
    """
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError:
            raise NotFound(
                f"{name} has an open quote. Your text is unchanged.", hint="Set VISUAL or EDITOR anew."
            ) from None
        if words:
            return words
    for usual in ("nano", "vim", "vi"):
        if shutil.which(usual, path=environ.get("PATH")):
            return [usual]
    raise NotFound(
        "There is no editor here. Your text is unchanged.",
        hint="Set VISUAL or EDITOR, e.g. export EDITOR=nano.",
    )
