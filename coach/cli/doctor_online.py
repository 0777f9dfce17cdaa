"""The part of `coach doctor` that asks the remote engine: what it is, how fast, what it can do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from coach.clean import one_line
from coach.engine.chat import Probed
from coach.engine.ports import Finding
from coach.errors import EngineUnavailable

if TYPE_CHECKING:
    from coach.engine.coach import Coach

AREA: Final = "remote"
_NAMED: Final = 12
"""Models listed at most."""
_JSON: Final = {
    "schema": "JSON by schema",
    "mode": "JSON without a schema",
    "plain": "JSON by words alone",
}


def online(coach: "Coach") -> Iterator[Finding]:
    """Send two sentences of the program's own and say in words what came. Raises nothing."""
    try:
        found = coach.probe()
    except EngineUnavailable as problem:
        yield Finding(AREA, "error", problem.message, problem.hint)
        return
    yield from told(found, coach.settings.remote.wait_seconds)


def told(found: Probed, wait: int) -> Iterator[Finding]:
    """What was found, one line each. `wait`: seconds a question of this machine waits for a better one."""
    first = "" if found.first_token is None else f"first word after {found.first_token:.1f} s, "
    yield Finding(
        AREA, "ok", f"{found.place.host} answers: {first}the whole reply after {found.seconds:.1f} s."
    )
    if found.seconds > wait:
        yield Finding(
            AREA,
            "note",
            f"That is longer than the {wait} s a question waits for a better one.",
            "remote.wait_seconds sets it.",
        )
    if found.ending != "whole":
        yield Finding(
            AREA,
            "warning",
            f"Its reply did not end as a whole one ({found.ending}).",
            "Try again, or another model.",
        )
    yield _who(found)
    yield from _abilities(found)
    if found.models:
        more = len(found.models) - _NAMED
        listed = ", ".join(one_line(name, 60) for name in found.models[:_NAMED])
        yield Finding(AREA, "note", f"Models there: {listed}{f' and {more} more' if more > 0 else ''}.")


def _who(found: Probed) -> Finding:
    answered, asked = one_line(found.model, 80), one_line(found.place.model, 80)
    if found.model == found.place.model:
        return Finding(AREA, "ok", f"The model {answered} answered.")
    hint = "Some servers answer with what they have, whatever is asked for; some only name it more exactly."
    return Finding(AREA, "note", f"Asked for {asked}; the model that answered calls itself {answered}.", hint)


def _abilities(found: Probed) -> Iterator[Finding]:
    streams = "text as it is written" if found.streaming else "text only when it is all there"
    counts = "counts of tokens" if found.counts else "no counts of tokens (they are estimated here)"
    yield Finding(AREA, "ok", f"It gives {streams}, {counts}, {_JSON[found.json]}.")
    if not found.json_met:
        yield Finding(
            AREA,
            "warning",
            "Asked for JSON, the model gave something else; what it then says is checked and often dropped.",
            "Try a larger model, or one made to follow instructions.",
        )
