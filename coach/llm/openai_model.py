"""The door to a model elsewhere: implements the port `ChatModel` over the openai SDK (design, section 5)."""

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from coach.engine.chat import Abilities, Place, Reply, Request, Stop, Usage, Waiting
from coach.llm.attempt import Deadlines
from coach.llm.background import Background
from coach.llm.conversation import PAUSES, Conversation
from coach.llm.endpoint import Endpoint
from coach.llm.faults import fault
from coach.llm.judging import usage_of
from coach.llm.manners import Manners
from coach.llm.replies import NotParsed, parse

if TYPE_CHECKING:
    from openai import AsyncOpenAI

__all__ = ["Deadlines", "OpenAIModel"]

_A_TOKEN: Final = 32
"""Bytes a token has at most: a server that sends more than it was allowed is cut off."""
_A_SHORT_REPLY: Final = 4096
_A_FLUSH: Final = 0.1
"""Seconds between two calls of `on_progress`: ten a second."""
_A_TICK: Final = 1.0
"""Seconds after which elapsed time is told again, where nothing else is new."""
_A_STOP: Final = 0.15
"""Seconds that a stopped request may take to end; promise P26 gives 200 ms for everything."""


class OpenAIModel:
    """One endpoint, one client, one background thread. Everything costly waits for the first use.

    `chat` may be called from any thread but the screen's and the store's, by one at a time or several.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        key: Callable[[], str],
        deadlines: Deadlines | None = None,
        abilities: Abilities | None = None,
        max_reply_bytes: int = 65_536,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """Connects to nothing.

        Args:
            endpoint: where, checked.
            key: gives the key when it is needed; may raise EngineFault; empty where there is none.
            deadlines: how long to wait.
            abilities: remembers what the endpoint takes; None to find out anew.
            max_reply_bytes: UTF-8 bytes of a reply that are kept; a longer one ends as `length`, as does one
                longer than the tokens that were allowed can be.
            pauses: seconds before each retry; as many retries as pauses.
        """
        self._endpoint = endpoint
        self._key = key
        self._deadlines = deadlines or Deadlines()
        self._abilities = abilities
        self._limit = max_reply_bytes
        self._pauses = pauses
        self._background = Background("coach-remote")
        # A command that ends, or settings that changed, leave no connection behind.
        weakref.finalize(self, self._background.close)
        self._making = asyncio.Lock()
        self._client: AsyncOpenAI | None = None
        self.manners = Manners()
        """What the last request that was answered went out as."""
        self.streamed = False
        """Whether its reply came as a stream."""

    @property
    def place(self) -> Place:
        """Where it is."""
        return self._endpoint.place

    def connect(self) -> None:
        """Import the package and open a connection, in the background. Sends the key and no text.

        Raises nothing; what fails here is told by the first request.
        """

        async def warm() -> None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(self._deadlines.first_token):
                    await (await self._made()).models.with_raw_response.list()

        with contextlib.suppress(RuntimeError):
            self._background.submit(warm())

    def chat(
        self,
        request: Request,
        *,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Reply:
        """Send and wait; see the port. `on_progress` is called in the calling thread.

        Raises:
            EngineFault: no usable reply; no cause is attached, for a library's error may hold private text.
        """
        manners = self._known()
        started = time.monotonic()
        bell = _Bell()
        talk = Conversation(
            request,
            self.place,
            manners,
            self._deadlines,
            pauses=self._pauses,
            limit=min(self._limit, max(_A_SHORT_REPLY, request.max_tokens * _A_TOKEN)),
            news=bell.news,
            end=bell.end,
        )
        if stop is not None and stop.is_set():
            return self._reply(talk, request, started, stopped=True)
        try:
            running = self._background.submit(talk.run(self._made))
        except RuntimeError:
            raise fault("closed", self.place) from None
        running.add_done_callback(lambda _: talk.ended())
        if stop is not None:
            stop.on_set(bell.end)
        tell = None
        if on_progress is not None:
            tell = partial(_tell, on_progress, talk, started)
        try:
            bell.wait(talk, tell, stop)
        finally:
            running.cancel()
        stopped = stop is not None and stop.is_set() and not talk.settled
        if stopped:
            bell.wait_for(talk, _A_STOP)
        elif not talk.settled:
            raise fault("closed", self.place)
        elif talk.failed is not None:
            raise talk.failed
        else:
            self._learn(talk)
        return self._reply(talk, request, started, stopped=stopped)

    def _known(self) -> Manners:
        if self._abilities is None:
            return self.manners
        return Manners.of(self._abilities.get(self.place.url, self.place.model))

    def _learn(self, talk: Conversation) -> None:
        if self._abilities is not None and talk.manners != self._known():
            self._abilities.keep(self.place.url, self.place.model, talk.manners.as_kept())
        self.manners = talk.manners
        self.streamed = talk.outcome.account.streamed

    def forget(self) -> None:
        """Find out anew what the endpoint takes."""
        self.manners = Manners()
        if self._abilities is not None:
            self._abilities.keep(self.place.url, self.place.model, self.manners.as_kept())

    def models(self) -> tuple[str, ...]:
        """Names of the models there, at most 200; empty where the endpoint does not tell. Raises nothing."""

        async def listed() -> tuple[str, ...]:
            answer = await (await self._made()).models.with_raw_response.list()
            found: Any = answer.http_response.json()
            names = [one.get("id") for one in found["data"][:200]]
            return tuple(name[:100] for name in names if isinstance(name, str) and name.isprintable())

        with contextlib.suppress(Exception):
            return self._background.submit(listed()).result(timeout=self._deadlines.idle)
        return ()

    def close(self) -> None:
        """End what runs and let go of the connection. Safe to call twice."""
        self._background.close()

    async def _made(self) -> "AsyncOpenAI":
        """The client. Importing takes long, and a keyring may ask something: both beside the loop."""

        def made() -> "AsyncOpenAI":
            key = self._key()
            from coach.llm.client import make

            return make(self._endpoint, key)

        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(made)
                self._background.at_close(self._client.close)
        return self._client

    def _reply(self, talk: Conversation, request: Request, started: float, *, stopped: bool) -> Reply:
        outcome = talk.outcome
        text = outcome.account.spoken.text
        value: Any = None
        if request.shape is not None and talk.ending == "whole" and not stopped:
            with contextlib.suppress(NotParsed):
                value = parse(text, request.shape)
        nothing = not talk.tries
        return Reply(
            text=text,
            ending="stopped" if stopped else talk.ending,
            model=outcome.account.model or self.place.model,
            usage=Usage(0, 0) if nothing else usage_of(outcome.account, request),
            first_token=None if outcome.first is None else outcome.first - started,
            seconds=time.monotonic() - started,
            value=value,
            tries=talk.tries,
        )


def _tell(on_progress: Callable[[Waiting], None], talk: Conversation, started: float) -> None:
    text = talk.outcome.account.spoken.text
    on_progress(Waiting(time.monotonic() - started, text, "" if text else talk.note))


class _Bell:
    """Wakes the thread that waits: for news, which may be put off a little, or for the end, which may not."""

    def __init__(self) -> None:
        self._news = threading.Event()
        self._end = threading.Event()

    def news(self) -> None:
        self._news.set()

    def end(self) -> None:
        self._end.set()
        self._news.set()

    def wait(self, talk: Conversation, tell: Callable[[], None] | None, stop: Stop | None) -> None:
        """Until it is over or stopped; meanwhile `tell` how it stands, the first news at once."""
        told = time.monotonic() - _A_FLUSH
        while not (talk.over or (stop is not None and stop.is_set())):
            # Where nothing is new, time went by, and that is worth telling too.
            if self._news.wait(_A_TICK) and self._end.wait(max(0.0, told + _A_FLUSH - time.monotonic())):
                continue
            self._news.clear()
            told = time.monotonic()
            if tell is not None:
                tell()

    def wait_for(self, talk: Conversation, seconds: float) -> None:
        """Until it is over, no longer than `seconds`."""
        until = time.monotonic() + seconds
        self._end.clear()
        while not talk.over and (left := until - time.monotonic()) > 0:
            self._end.wait(left)
            self._end.clear()
