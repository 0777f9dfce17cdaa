"""Engine calls, one at a time, on a thread of their own: the screen goes on and calls never overlap.

A daemon thread, not a pool: a pool is joined at exit, and a program told to end must end (promise P17).
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Thinker:
    """Runs what it is given in order."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def __call__(self, job: Callable[[], T]) -> T:
        """Wait for the result of `job`; its error is raised here. A cancelled wait lets it finish unseen."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # None only where T is None

        def run() -> None:
            result: T | None = None
            error: BaseException | None = None
            try:
                result = job()
            except Exception as caught:  # noqa: BLE001  # handed to the caller
                error = caught
            _tell(loop, settle, result, error)

        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
            self._thread.start()
        self._jobs.put(run)
        return await future

    def stop(self, wait: float = 1.0) -> None:
        """Finish what was begun, up to `wait` seconds: a save under way should not be cut off by leaving."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(wait)
            self._thread = None

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


def _tell(loop: asyncio.AbstractEventLoop, settle: Callable[..., None], *result: Any) -> None:
    try:
        loop.call_soon_threadsafe(settle, *result)
    except RuntimeError:
        return  # the screen is gone; nobody waits any more
