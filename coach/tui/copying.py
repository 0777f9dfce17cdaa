"""Copy text out of the program: a copying tool, else the terminal, else a file; says only what is true.

Knows no screen; the caller gives the means to send to the terminal.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from coach import writing
from coach.children import for_others
from coach.errors import CoachError

_TOOLS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("wl-copy",), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard"), "DISPLAY"),
    (("xsel", "--clipboard", "--input"), "DISPLAY"),
    (("pbcopy",), ""),
    (("termux-clipboard-set",), ""),
    (("clip.exe",), ""),
)
"""Command, and the variable without which it cannot work."""
_WAIT = 5
"""Seconds a tool may take."""
MOST_FOR_TERMINAL = 74_000
"""Bytes; terminals drop a longer OSC 52 sequence without a word (xterm's limit, the smallest in use)."""


def copy(
    text: str,
    *,
    folder: Path,
    terminal: Callable[[str], None] | None,
    environ: Mapping[str, str] = os.environ,
) -> str:
    """Copy `text` and return one sentence about where it is now.

    Args:
        text: what to copy.
        folder: where a file is made when nothing else works; it is readable by its owner only.
        terminal: sends an OSC 52 sequence; None where there is no terminal.
        environ: where tools are looked for.

    Raises:
        CoachError: no way worked.
    """
    for command, needed in _TOOLS:
        program = shutil.which(command[0], path=environ.get("PATH"))
        if program and (not needed or environ.get(needed)) and _run([program, *command[1:]], text, environ):
            return f"Copied with {command[0]}."
    if terminal is not None and len(text.encode("utf-8", "replace")) <= MOST_FOR_TERMINAL:
        terminal(text)
        return "Sent to the terminal; whether it took the text cannot be seen from here."
    return f"Nothing here can copy that much; the text is in {_file(text, folder)}"


def _run(command: list[str], text: str, environ: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603  # a fixed list of tools, found on the person's own PATH
            command,
            env=for_others(environ),
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_WAIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _file(text: str, folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="copied-", suffix=".md", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise CoachError(
            f"The text could not be copied, and {folder} cannot be written ({error.strerror}).",
            hint="x exports it to a file of your choice.",
        ) from None
    return Path(name)


def save(text: str, path: Path) -> None:
    """Write a new file that only its owner can read; never over one that is there.

    Raises:
        CoachError: there is such a file, or the folder cannot be written. Nothing was changed.
    """
    try:
        writing.create(path, text.encode("utf-8", "replace"))
    except FileExistsError:
        raise CoachError(f"{path} is there already; it is as it was.", hint="Give another name.") from None
    except OSError as error:
        raise CoachError(
            f"{path} cannot be written ({error.strerror}).", hint="Give another place."
        ) from None
