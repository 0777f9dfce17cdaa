"""What is said and kept when something happens that nobody expected (promise P39).

A report holds kinds of errors and places in the code. Never a message or a value: they may quote an entry.
"""

import os
from pathlib import Path
from types import TracebackType

from coach.errors import CoachError

_MOST_PLACES = 200
"""A recursion without end has thousands of places; the first and last hundred tell it."""


class Unexpected(CoachError):
    """Something nobody expected."""

    code = "unexpected"


def explain(problem: BaseException, trace: TracebackType | None = None) -> Unexpected:
    """Write a report and make the error that names it. Never raises: it is the last that can."""
    kind = type(problem).__name__
    path = _write(report(problem, trace))
    where = f"A report without any of your text is in {path}." if path else "No report could be written."
    return Unexpected(
        f"Something unexpected happened ({kind}); what was kept stays kept, and drafts are kept too.",
        hint=f"{where} Please send it along if you report this.",
    )


def report(problem: BaseException, trace: TracebackType | None = None) -> str:
    """The report as text: versions, kinds of errors, places in the code."""
    import platform

    from coach import __version__

    lines = [f"coach {__version__}", f"Python {platform.python_version()} on {platform.system()}"]
    seen: set[int] = set()
    error: BaseException | None = problem
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines += [
            "",
            f"{type(error).__module__}.{type(error).__qualname__}",
            *_places(trace or error.__traceback__),
        ]
        error, trace = error.__cause__ or error.__context__, None
    return "\n".join(lines) + "\n"


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    if len(places) > _MOST_PLACES:
        half = _MOST_PLACES // 2
        places[half:-half] = [f"  … {len(places) - _MOST_PLACES} more"]
    return places


def _write(text: str) -> Path | None:
    """Keep the report in this machine's state folder; in the folder for temporary files where that fails."""
    import tempfile
    from contextlib import suppress
    from datetime import UTC, datetime

    from coach.paths import locate

    name = f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
    for folder in (locate(os.environ).reports, Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return path
    return None
