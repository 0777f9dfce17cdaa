"""Whether what came is a whole reply, part of one, or none: never half as whole (promises P24, P25)."""

from typing import Final

from coach.engine.chat import Ending, Request, Usage
from coach.llm import diagnosis
from coach.llm.attempt import Outcome
from coach.llm.reading import Account

_ENDINGS: Final[dict[str, Ending]] = {"stop": "whole", "length": "length", "content_filter": "filtered"}
_BROKEN: Final = {"html": "not_an_api", "garbage": "not_an_api", "half": "half_reply", "too_big": "too_big"}
_TRUNCATED_FROM: Final = 1024
"""Tokens. Below this a small count is more likely that of a cached prompt."""


def judged(outcome: Outcome, request: Request) -> tuple[Ending, str]:
    """How the reply ended, and the fault where there is no text to show; one of the two counts.

    Only `finish_reason` stop makes a whole reply. Text that came before anything went wrong is part of one.
    """
    account = outcome.account
    ending, fault = _ended(outcome)
    if _truncated(account, request):
        return "cut", "too_long"
    if account.spoken.text.strip():
        return ending, ""
    return ending, fault


def _ended(outcome: Outcome) -> tuple[Ending, str]:
    account = outcome.account
    if account.spoken.over:
        return "length", "too_big"
    if account.error is not None:
        return "cut", diagnosis.of_error(None, account.error)
    if account.broken and not account.finish:
        return "cut", _BROKEN[account.broken]
    if outcome.fault:
        return "cut", outcome.fault
    if account.refusal:
        return "refused", "refused"
    if account.finish in _ENDINGS:
        return _ENDINGS[account.finish], _without_text(account)
    if account.tool:
        return "cut", "not_text"
    if account.finish == "error":
        return "cut", "server_error"
    begun = account.signs or (account.streamed and not account.done)
    return "cut", "half_reply" if begun else "empty_reply"


def _without_text(account: Account) -> str:
    if account.finish == "content_filter":
        return "filtered"
    if account.tool:
        return "not_text"
    return "thought_only" if account.finish == "length" else "empty_reply"


def _truncated(account: Account, request: Request) -> bool:
    """Whether Ollama cut the prompt down to its `num_ctx`, which it does without a word.

    A text has at least about one token a word; Ollama names itself in `system_fingerprint`.
    """
    counted = account.usage.get("prompt_tokens") if account.usage else None
    if account.fingerprint != "fp_ollama" or not isinstance(counted, int):
        return False
    words = sum(len(one.content.split()) for one in request.messages)
    return _TRUNCATED_FROM <= counted < words * 0.8


def usage_of(account: Account, request: Request) -> Usage:
    """Tokens as counted there where the numbers can be true, else an estimate (promise P28).

    Estimate: one token for four bytes of UTF-8, and four for each message. A count is believed within eight
    times either way; a reply may also be as long as was allowed, for thoughts are counted and not shown.
    """
    sent = sum(_tokens(one.content) + 4 for one in request.messages)
    received = _tokens(account.spoken.text)
    given = account.usage or {}
    asked, answered = _whole(given.get("prompt_tokens")), _whole(given.get("completion_tokens"))
    most = max(received * 8, request.max_tokens * 2) + 500
    if sent // 8 <= asked <= sent * 8 + 500 and received // 8 <= answered <= most:
        return Usage(asked, answered)
    return Usage(sent, received, estimated=True)


def _whole(counted: object) -> int:
    return counted if isinstance(counted, int) and not isinstance(counted, bool) else -1


def _tokens(text: str) -> int:
    return (len(text.encode("utf-8", "replace")) + 3) // 4
