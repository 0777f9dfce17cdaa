"""Says how far reading entries for their meaning is, which takes a while only the first time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from coach.cli.app import App


@contextmanager
def progress_on(app: App) -> Iterator[Callable[[int, int], None] | None]:
    """Says on a terminal how far reading is, twice a second at most; Ctrl-C keeps what was read."""
    if not app.out.may_ask:
        yield None
        return
    begun = monotonic()
    said = [begun]

    def progress(done: int, total: int) -> None:
        now = monotonic()
        if now - said[0] >= 0.5 and done < total:
            said[0] = now
            app.out.echo(
                f"read {done} of {total} entries, {now - begun:.0f} s; Ctrl-C stops and keeps what is read"
            )

    yield progress
