"""One request with all it may take: other manners where a field is refused, at most two retries (P27)."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from coach.engine.chat import Ending, EngineFault, Request
from coach.llm.attempt import Attempt, Deadlines, Outcome
from coach.llm.faults import fault
from coach.llm.judging import judged
from coach.llm.manners import Manners
from coach.llm.reading import Account

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from coach.engine.chat import Place

PAUSES: Final = (0.5, 2.0)
"""Seconds before the first and the second retry, where the endpoint names no wait."""
_LONGEST_WAIT: Final = 10.0
"""A longer wait is the person's to decide (promise P27)."""
_READY: Final = 60.0
"""Seconds that importing the package and asking a keyring may take; no part of the endpoint's time."""
_STEPS: Final = 6
"""Manners tried in one request at most: each field once."""
_AGAIN: Final = {
    "dropped": "The connection broke off",
    "rate_limited": "Busy there",
    "server_error": "It failed there",
    "timeout": "It took too long there",
}


class Conversation:
    """Runs on the background loop; what it holds is read by the thread that waits."""

    def __init__(
        self,
        request: Request,
        place: "Place",
        manners: Manners,
        deadlines: Deadlines,
        *,
        pauses: Sequence[float],
        limit: int,
        news: Callable[[], None],
        end: Callable[[], None],
    ) -> None:
        """`news` is called when text or a note came, `end` when it is over."""
        self._request = request
        self._place = place
        self._deadlines = deadlines
        self._pauses = pauses
        self._limit = limit
        self._news = news
        self._end = end
        self._started = time.monotonic()
        self.manners = manners
        self.note = ""
        self.tries = 0
        self.outcome = Outcome(Account(limit))
        """Of the request that runs, or ran last."""
        self.ending: Ending = "cut"
        self.failed: EngineFault | None = None
        self.over = False
        self.settled = False
        """It ran to its end: neither stopped nor closed on the way."""

    async def run(self, client: "Callable[[], Awaitable[AsyncOpenAI]]") -> None:
        """Send until there is a reply or no hope; afterwards `failed` or `ending` tells."""
        try:
            word = await self._word(client)
            if word:
                self.failed = self.failed or fault(word, self._place, wait=self._wait(word))
            self.settled = True
        finally:
            self.ended()

    def ended(self) -> None:
        """Nothing more comes of it; also told from outside, where it was closed before it could begin."""
        self.over = True
        self._end()

    async def _word(self, client: "Callable[[], Awaitable[AsyncOpenAI]]") -> str:
        """The word of the fault, or nothing. A library's own message may hold text."""
        try:
            async with asyncio.timeout(_READY):
                made = await client()
            return await self._tried(made)
        except ImportError:
            return "package_missing"
        except TimeoutError:
            return "timeout"
        except EngineFault as known:
            self.failed = known
            return known.fault
        except Exception:  # noqa: BLE001  # told by a word of the table; its own text must not be shown
            return "unknown"

    async def _tried(self, client: "AsyncOpenAI") -> str:
        # Only now: importing the package the first time is no fault of the endpoint.
        self._started = time.monotonic()
        until = self._started + self._deadlines.total
        steps = 0
        while True:
            self.tries += 1
            attempt = Attempt(client, self._deadlines, until=until, limit=self._limit, news=self._news)
            self.outcome = attempt.outcome
            body = self.manners.body(self._request, self._place.model)
            outcome = await attempt.run(body)
            outcome.account.spoken.end()
            self.ending, word = judged(outcome, self._request)
            if not word:
                return ""
            if steps < _STEPS and (other := self._other_manners(word, outcome)):
                self.manners = other
                steps += 1
                self.tries -= 1
            elif not await self._paused(word, outcome, until):
                return word

    def _other_manners(self, word: str, outcome: Outcome) -> Manners | None:
        if word not in {"wrong_request", "server_error", "wrong_address"}:
            return None
        error = outcome.error if outcome.error is not None else outcome.account.error
        if error is None:
            return None
        status = outcome.status if outcome.error is not None else 400
        return self.manners.after(status or 400, error, self._request)

    async def _paused(self, word: str, outcome: Outcome, until: float) -> bool:
        """Wait before the next try; False where there is to be none."""
        if word not in _AGAIN or self.tries > len(self._pauses):
            return False
        if word == "timeout" and outcome.status != 408:  # waited for already, and long
            return False
        pause = self._pauses[self.tries - 1] if outcome.wait is None else outcome.wait
        if pause > _LONGEST_WAIT or time.monotonic() + pause >= until:
            return False
        shown = f"{pause:.0f} s" if pause >= 1 else "a moment"
        self.note = f"{_AGAIN[word]}; trying again in {shown} ({self.tries + 1} of {len(self._pauses) + 1})"
        self._news()
        await asyncio.sleep(pause)
        self.note = f"Trying again ({self.tries + 1} of {len(self._pauses) + 1})"
        self._news()
        return True

    def _wait(self, word: str) -> float | None:
        if word == "timeout":
            return time.monotonic() - self._started
        return self.outcome.wait
