"""An event loop in a thread of its own, so that waiting for a network never holds the screen or the store."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

_T = TypeVar("_T")
_P = ParamSpec("_P")


class Daemons(ThreadPoolExecutor):
    """Runs what blocks (a look-up of a name, an import, a keyring that asks) in a daemon thread each.

    The pool of the standard library is waited for when the interpreter ends: a name that nobody answers for
    would keep the program from leaving (promise P17).
    """

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Run `fn` at once."""
        found: Future[_T] = Future()

        def run() -> None:
            if not found.set_running_or_notify_cancel():
                return
            try:
                found.set_result(fn(*args, **kwargs))
            except BaseException as problem:  # noqa: BLE001  # handed to whoever waits, whatever it is
                found.set_exception(problem)

        threading.Thread(target=run, name="coach-remote-aside", daemon=True).start()
        return found


class Background:
    """One daemon thread with one event loop, started at first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._last: Callable[[], Coroutine[Any, Any, None]] | None = None

    def submit(self, work: Coroutine[Any, Any, _T]) -> "Future[_T]":
        """Run `work` on the loop. Raises RuntimeError when closed; `work` is then closed too."""
        with self._lock:
            if self._closed:
                work.close()
                raise RuntimeError("closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(Daemons())
                # Its own words would go to a log, with whatever an exception of a package holds (P39).
                self._loop.set_exception_handler(lambda _loop, _context: None)
                self._thread = threading.Thread(
                    target=self._run, args=(self._loop,), name=self._name, daemon=True
                )
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def at_close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `last` on the loop before it ends."""
        self._last = last

    def close(self, *, wait: float = 1.0) -> None:
        """End what runs, then the loop; waits at most `wait` seconds. Safe to call twice."""
        with self._lock:
            loop, thread, already = self._loop, self._thread, self._closed
            self._closed = True
        if already or loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._finish(loop), loop)
        if thread is not threading.current_thread():
            thread.join(wait)

    async def _finish(self, loop: asyncio.AbstractEventLoop) -> None:
        others = [task for task in asyncio.all_tasks(loop) if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        try:
            if self._last is not None:
                await self._last()
        finally:
            loop.stop()

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.close()
