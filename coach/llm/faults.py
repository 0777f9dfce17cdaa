"""What can go wrong with a model elsewhere, in plain words: one fixed table (promises P23, P39).

No sentence holds anything that was sent or received; only host, model and waits are filled in, all of them
the person's own settings or plain numbers.
"""

from typing import Final

from coach.clean import one_line
from coach.engine.chat import EngineFault, Place

KEPT: Final = "What you wrote is kept."

# fault: (what happened, what to do). {host}, {model} and {wait} are the only holes.
SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "unreachable": (
        "Nothing answers at {host}.",
        "Check that the server runs and that remote.base_url is right.",
    ),
    "no_such_host": (
        "The name {host} is not known on this network.",
        "Check remote.base_url and the network connection.",
    ),
    "dropped": (
        "{host} broke off before it answered.",
        "Try again; if it stays so, look at the server there.",
    ),
    "certificate": (
        "{host} could not prove who it is (its certificate is not trusted), so nothing was sent.",
        "Check the address; a server of your own needs a certificate this machine trusts.",
    ),
    "no_encryption": (
        "{host} does not speak the encryption that https needs, so nothing was sent.",
        "Check the port and whether the address begins with http or https.",
    ),
    "timeout": (
        "{host} did not answer in {wait} s.",
        "Try again; remote.first_token_seconds and remote.total_seconds set how long to wait.",
    ),
    "wrong_key": (
        "{host} does not accept the key.",
        "Check the key: the variable named in remote.api_key_env, the keyring, or remote.key_file.",
    ),
    "bad_key": (
        "The key holds a character no key can have (a space, a line break or a letter beyond ASCII), so"
        " nothing was sent.",
        "Copy the key again: the variable named in remote.api_key_env, the keyring, or remote.key_file.",
    ),
    "key_file": (
        "The key file cannot be used, so nothing was sent.",
        "It must be a file of your own that only you can read (chmod 600), with the key alone in it.",
    ),
    "not_allowed": (
        "{host} does not allow this with your key.",
        "Check what the key may do, and whether the model {model} is open to it.",
    ),
    "no_money": (
        "The account at {host} has nothing left to spend.",
        "Add credit there or use another endpoint; this machine answers meanwhile.",
    ),
    "rate_limited": (
        "{host} is busy and asks to wait.",
        "Try again in {wait} s.",
    ),
    "server_error": (
        "{host} failed on its side.",
        "Try again later; this machine answers meanwhile.",
    ),
    "wrong_model": (
        "{host} has no model named {model}.",
        "Check remote.model; `coach doctor --online` lists the models there.",
    ),
    "wrong_address": (
        "{host} has no chat under this address.",
        "Check remote.base_url; it mostly ends in /v1.",
    ),
    "wrong_request": (
        "{host} does not take the request as it is.",
        "`coach doctor --online` finds out what it takes.",
    ),
    "redirected": (
        "{host} sends on to another address; nothing was sent there.",
        "Write the address it should be in remote.base_url.",
    ),
    "too_long": (
        "The text is too long for the model {model}.",
        "Use a model with more room, or a server set to more (num_ctx, context length).",
    ),
    "not_an_api": (
        "What answers at {host} is not a model (a web page or something else came back).",
        "Check remote.base_url; it mostly ends in /v1. A sign-in page of the network can do this too.",
    ),
    "too_big": (
        "{host} sent far more than a reply can be; it was cut off and not used.",
        "Try again; if it stays so, use another model.",
    ),
    "half_reply": (
        "The reply from {host} came broken; nothing of it can be used.",
        "Try again.",
    ),
    "empty_reply": (
        "{host} answered with nothing.",
        "Try again, or use another model; a text too long for the model can do this too.",
    ),
    "thought_only": (
        "The model thought aloud until its words were used up, and answered nothing.",
        "Use a model that thinks less, or tell the server there to leave thinking out.",
    ),
    "refused": (
        "The model declined to answer.",
        "Word it differently, or go on with the question of this machine.",
    ),
    "filtered": (
        "{host} held the text back under its own rules.",
        "Go on with the question of this machine.",
    ),
    "not_text": (
        "The model wanted to use a tool instead of answering; it was given none.",
        "Try again, or use another model.",
    ),
    "insecure": (
        "{host} would be reached without encryption (http), so nothing was sent.",
        "Use https, or name the host in remote.allow_http.",
    ),
    "local_only": (
        "Only this machine may be asked (privacy.local_only or --offline), and {host} is not on it;"
        " nothing was sent.",
        "Use an address on this machine, or turn privacy.local_only off.",
    ),
    "bad_address": (
        "remote.base_url is not an address that can be used, so nothing was sent.",
        "It looks like https://llm.example/v1 or http://127.0.0.1:11434/v1; no password or key stands in it.",
    ),
    "not_set_up": (
        "No remote engine is set up.",
        "Set remote.base_url and remote.model (COACH_BASE_URL, COACH_MODEL).",
    ),
    "package_missing": (
        "The package openai is not installed, so the remote engine cannot be used.",
        "Install coach again with everything it needs.",
    ),
    "closed": (
        "The remote engine was closed.",
        "Start coach again.",
    ),
    "unknown": (
        "The remote engine at {host} failed in a way coach does not know.",
        "`coach doctor --online` looks at it.",
    ),
}


def fault(word: str, place: Place | None = None, *, wait: float | None = None) -> EngineFault:
    """The fault `word` with its sentence: what happened, that the entry is kept, what to do.

    Args:
        word: a key of `SENTENCES`.
        place: names host and model in the sentence; None where no place is known yet.
        wait: seconds, for the sentences that name a wait; a busy or failing endpoint's is also `retry_after`.
    """
    happened, advice = SENTENCES[word]
    holes = {
        "host": one_line(place.host, 80) if place else "the endpoint",
        "model": one_line(place.model, 80) if place else "the model",
        "wait": _seconds(wait, least=1.0 if word == "rate_limited" else 0.1),
    }
    retry_after = wait if word in {"rate_limited", "server_error"} else None
    message = f"{happened.format(**holes)} {KEPT}"
    return EngineFault(word, message, hint=advice.format(**holes), retry_after=retry_after)


def _seconds(wait: float | None, *, least: float) -> str:
    if wait is None or wait < least:
        return "a few"
    return f"{wait:.0f}" if wait >= 1 else f"{wait:.1f}"
