"""Files a command reads: opened, or said in one sentence why not. `-` is standard input."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coach.errors import NotFound, UsageError


@contextmanager
def opened(name: str, *, so: str) -> Iterator[IO[bytes]]:
    """The bytes of a file.

    Args:
        name: as the person gave it.
        so: what follows from a failure, e.g. "nothing was imported".

    Raises:
        NotFound: there is no such file. UsageError: it is a folder, or cannot be read.
    """
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115  # closed below; only the opening is guarded
    except FileNotFoundError:
        raise NotFound(f"There is no file {name}; {so}.", hint="Check the name.") from None
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder; {so}.", hint="Name a file in it.") from None
    except (OSError, ValueError) as problem:  # ValueError: a name no file can have
        why = getattr(problem, "strerror", None) or "no file can have this name"
        raise UsageError(f"{name} cannot be read ({why}); {so}.") from None
    with file:
        yield file
