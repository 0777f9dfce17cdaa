"""The person's own editor for a text. The opener is given to the app, so that tests need no terminal."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from coach.children import for_others
from coach.errors import CoachError, NotFound


def open_in_editor(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Show `text` in $VISUAL or $EDITOR and return what was saved.

    The file is readable by its owner only and removed afterwards.

    Raises:
        NotFound: neither variable is set, or the program is not there.
        CoachError: it ended with an error status.
    """
    wanted = environ.get("VISUAL") or environ.get("EDITOR")
    if not wanted:
        raise NotFound("No editor is set.", hint="Set VISUAL or EDITOR, e.g. export EDITOR=nano.")
    handle, name = tempfile.mkstemp(prefix="coach-", suffix=".md")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        try:
            status = subprocess.run(  # noqa: S603  # their own program
                [*shlex.split(wanted), name], env=for_others(environ), check=False
            ).returncode
        except (OSError, ValueError) as error:
            raise NotFound(
                f"The editor {wanted.split()[0]} could not be started. Your text is unchanged.",
                hint="Check VISUAL and EDITOR.",
            ) from error
        if status != 0:
            raise CoachError("The editor ended with an error. Your text is unchanged.")
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
    finally:
        path.unlink(missing_ok=True)
