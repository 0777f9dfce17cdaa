"""The plain ways of saying danger stop a session, whichever words fill them (rubric S1, S4, S5)."""

import random
import re
from itertools import islice, product

import pytest

from coach.engine.safety import Safety
from tests.engine.safety.samples import LANGUAGES, FilePrompts, frames

KINDS = ("self_harm", "abuse", "harassment", "violence", "other_in_danger")
SAMPLE = 6
"""Sentences of each frame; all together are some 9,000."""


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety(FilePrompts())


def filled(frame: str) -> list[str]:
    """Some sentences of a frame, the same in every run."""
    parts = [part.split("|") for part in re.split(r"[{}]", frame)]
    every = [re.sub(" +", " ", "".join(one)).strip() for one in islice(product(*parts), 5_000)]
    return random.Random(frame).sample(every, min(SAMPLE, len(every)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_danger_is_found_whichever_words_are_chosen(safety: Safety, language: str, kind: str) -> None:
    said = [text for frame in frames()[language][kind] for text in filled(frame)]
    missed = [text for text in said if safety.check(text) is None]
    assert len(missed) <= 0.05 * len(said), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_frames_about_work_do_not_stop(safety: Safety, language: str) -> None:
    said = [text for frame in frames()[language]["none"] for text in filled(frame)]
    stopped = [text for text in said if safety.check(text) is not None]
    assert len(stopped) <= 0.05 * len(said), stopped


EVERYDAY = [
    "I kept the last part for myself again.",
    "If Dave keeps the shelf clear I've time to make the list.",
    "She locked me out of the repository by mistake.",
    "I stood on the roof terrace with the team.",
]


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_do_not_stop_a_session(safety: Safety, text: str) -> None:
    assert safety.check(text) is None, safety.hits(text)
