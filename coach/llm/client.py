"""The openai client, made so that nothing in the environment decides where a request goes (promise P37).

The only module that imports openai. Imported in the background thread, at first use.
"""

import logging
from typing import Final

import openai

from coach import __version__
from coach.llm.endpoint import Endpoint
from coach.llm.transport import Transport, timeouts

PLACEHOLDER: Final = "none"
"""Sent where there is no key: the SDK refuses an empty one, and None would let OPENAI_API_KEY in."""

_TALKERS: Final = ("openai", "httpx2", "httpcore2")
"""Loggers kept quiet: with OPENAI_LOG set the first would write over the screen, and none must ever write
what was sent (promise P39)."""


def make(endpoint: Endpoint, key: str) -> openai.AsyncOpenAI:
    """One client for one endpoint. Belongs to the event loop that uses it first."""
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    key = key or PLACEHOLDER
    http = openai.DefaultAsyncHttpxClient(
        trust_env=False,
        follow_redirects=False,
        timeout=timeouts(),
        transport=Transport(endpoint, key, f"coach/{__version__}"),
    )
    client = openai.AsyncOpenAI(
        api_key=key,
        base_url=f"{endpoint.place.url}/",
        default_query=dict(endpoint.query),
        http_client=http,
        max_retries=0,
        timeout=timeouts(),
    )
    # What the constructor took from the environment. The transport sends none of it; here it could only
    # spoil the request before it gets there.
    client.organization = client.project = None
    client._custom_headers = {}  # noqa: SLF001  # no argument of the constructor leaves them out
    return client
