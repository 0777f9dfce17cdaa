"""A text in the person's editor and back, by way of a file only its owner can read (promise P40)."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from coach.cli.editor import edit_file


def edited(text: str, environ: Mapping[str, str]) -> str | None:
    """The text as the editor left it, without its last line ends; None where nothing was changed.

    Raises:
        UsageError: there is no editor. CoachError: it ended with an error; what it left is not taken.
    """
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        file = Path(folder) / "text.md"
        file.write_bytes((text + "\n").encode("utf-8", "surrogatepass"))
        edit_file(file, environ)
        after = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    return None if after == text.rstrip("\n") else after
