"""One request and what came of it: sent, read under deadlines, judged (promises P24-P26, P28).

Runs on the background loop. Only names of openai's errors are looked at; the package comes with the client.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.llm import diagnosis
from coach.llm.reading import Account, Reading, error_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_AFTERWARDS = 1.0
"""Seconds the count of tokens may come late, once the text is whole."""
_GOODBYE = 0.1
"""Seconds the end of the body may come after `[DONE]`; only a body read to its end leaves the connection."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long to wait, in seconds (promise P26)."""

    first_token: float = 30.0
    idle: float = 20.0
    """Between two signs of life, once the first came."""
    total: float = 180.0
    """For everything, retries and their pauses included."""


@dataclass(slots=True)
class Outcome:
    """What one request came to."""

    account: Account
    fault: str = ""
    """A word of the fault table; empty where the endpoint answered to the end."""
    status: int | None = None
    """HTTP status of an error reply."""
    error: Mapping[str, Any] | None = None
    """Its error object; for the next decision only, never shown, never kept."""
    wait: float | None = None
    """Seconds the endpoint asks to wait."""
    first: float | None = None
    """Monotonic time of the first text."""


class Attempt:
    """Sends one body. `news` is called when text came."""

    def __init__(
        self,
        client: "AsyncOpenAI",
        deadlines: Deadlines,
        *,
        until: float,
        limit: int,
        news: Callable[[], None],
    ) -> None:
        """`until`: monotonic time by which everything has to be over. `limit`: bytes of text."""
        self._client = client
        self._deadlines = deadlines
        self._until = until
        self._news = news
        self.outcome = Outcome(Account(limit))

    async def run(self, body: Mapping[str, Any]) -> Outcome:
        """The outcome; raises nothing but CancelledError."""
        loop = asyncio.get_running_loop()
        offset = loop.time() - time.monotonic()
        until = self._until + offset
        first = min(until, loop.time() + self._deadlines.first_token)
        try:
            async with asyncio.timeout_at(first) as timer:
                await self._exchange(body, timer, until)
        except TimeoutError:
            if not (self.outcome.account.finish or self.outcome.account.done):
                self.outcome.fault = "timeout"
        except Exception as problem:  # noqa: BLE001  # whatever a library raises here is a fault of the table
            self._failed(problem)
        return self.outcome

    async def _exchange(self, body: Mapping[str, Any], timer: asyncio.Timeout, until: float) -> None:
        loop = asyncio.get_running_loop()
        account = self.outcome.account
        reading = Reading(account)
        create = self._client.chat.completions.with_streaming_response.create
        async with create(**dict(body)) as response:
            self.outcome.status = response.status_code
            async for chunk in response.http_response.aiter_bytes():
                signs, finish, done = account.signs, account.finish, account.done
                reading.feed(chunk)
                if account.over and not account.done:
                    break
                if account.done and not done:
                    timer.reschedule(min(until, loop.time() + _GOODBYE))
                elif account.finish and not finish:
                    timer.reschedule(min(until, loop.time() + _AFTERWARDS))
                elif account.signs != signs and not account.finish:
                    timer.reschedule(min(until, loop.time() + self._deadlines.idle))
                if account.signs != signs:
                    self._spoke()
            reading.end()

    def _spoke(self) -> None:
        if self.outcome.account.spoken.any:
            self.outcome.first = self.outcome.first or time.monotonic()
            self._news()

    def _failed(self, problem: Exception) -> None:
        outcome = self.outcome
        response = getattr(problem, "response", None)
        status = getattr(problem, "status_code", None)
        if isinstance(status, int) and response is not None:
            body = getattr(problem, "body", None)
            outcome.status = status
            outcome.error = _error_in(body)
            outcome.wait = diagnosis.asked_to_wait(response.headers)
            outcome.fault = diagnosis.of_error(status, outcome.error)
        elif not (outcome.account.finish or outcome.account.done):
            outcome.fault = diagnosis.of_exception(problem)


def _error_in(body: object) -> Mapping[str, Any]:
    """The error object of an error reply; the SDK hands out what stands under `error`, or the whole body."""
    if not isinstance(body, Mapping):
        return {"message": str(body or "")[:2000]}
    return error_of(dict(body)) or dict(body)
