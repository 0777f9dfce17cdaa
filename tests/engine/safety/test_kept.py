"""What was made from the cue files is kept, and changes nothing but the time it takes (design, section 7)."""

import random
from collections.abc import Callable

import pytest

from coach.engine.safety import Safety
from tests.engine.safety.samples import LABELLED, FilePrompts, Shelf

RISKY = ("I want to die", "Mein Mann schlägt mich jeden Abend", "Mi jefe me toca el culo")
HARMLESS = ("Lunch with Sam about the plan.", "Die Abnahme war zäh, aber ehrlich.", "")


def kept(shelf: Shelf, prompts: FilePrompts | None = None, mark: str = "one") -> Safety:
    return Safety(prompts or FilePrompts(), shelf=shelf, mark=lambda: mark)


@pytest.fixture(scope="module")
def warm() -> Shelf:
    shelf = Shelf()
    kept(shelf).prepare()
    return shelf


def mixed() -> list[str]:
    """Labelled sentences cut and joined at random: words meet that nobody wrote together."""
    choose = random.Random(11)
    words = [row["text"].split() for row in LABELLED]
    return [
        " ".join(word for _ in range(3) for word in choose.choice(words)[choose.randrange(4) :])
        for _ in range(150)
    ]


def test_kept_and_newly_made_cues_find_the_same(warm: Shelf) -> None:
    made, read = Safety(FilePrompts()), kept(warm)
    for text in [row["text"] for row in LABELLED[::5]] + mixed():
        assert read.hits(text) == made.hits(text), text
    for row in LABELLED[::20]:
        assert read.check(row["text"]) == made.check(row["text"]), row["text"]


def test_what_is_found_does_not_depend_on_what_was_looked_at_before(warm: Shelf) -> None:
    """Words of one text must not become known words for the next."""
    there, back = kept(warm), kept(warm)
    texts = [row["text"] for row in LABELLED[::12]]
    assert [there.hits(text) for text in texts] == [back.hits(text) for text in reversed(texts)][::-1]


def test_with_everything_kept_no_cue_file_is_read(warm: Shelf) -> None:
    prompts = FilePrompts()
    safety = kept(warm, prompts)
    assert [safety.check(text) for text in HARMLESS] == [None] * 3
    assert all(safety.check(text) for text in RISKY)
    assert prompts.read == []


def test_a_harmless_text_does_not_even_need_the_phrases(warm: Shelf) -> None:
    shelf = Shelf()
    shelf.kept = {"safety-needs": warm.kept["safety-needs"]}
    prompts = FilePrompts()
    assert kept(shelf, prompts).check(HARMLESS[0]) is None
    assert prompts.read == []


def test_files_of_another_state_are_read_anew(warm: Shelf) -> None:
    shelf = Shelf()
    shelf.kept = dict(warm.kept)
    prompts = FilePrompts()
    assert kept(shelf, prompts, mark="two").check(RISKY[0]) is not None
    assert prompts.read
    assert kept(shelf, again := FilePrompts(), mark="two").check(RISKY[0]) is not None
    assert again.read == []


def test_nothing_is_kept_while_the_files_may_still_change() -> None:
    shelf = Shelf()
    assert kept(shelf, mark="").check(RISKY[0]) is not None
    assert shelf.kept == {}


DAMAGE: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda content: None,
    "cut": lambda content: content[: len(content) // 2],
    "one byte": lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
    "other": lambda content: b"1 2 one\n[]",
}


@pytest.mark.parametrize("name", ["safety-needs", "safety-phrases"])
@pytest.mark.parametrize("how", DAMAGE)
def test_damage_costs_time_and_never_a_notice(warm: Shelf, name: str, how: str) -> None:
    """Rubric S1: the whole path answers where what is kept is missing or damaged."""
    shelf = Shelf()
    shelf.kept = dict(warm.kept)
    damaged = DAMAGE[how](shelf.kept.pop(name))
    if damaged is not None:
        shelf.kept[name] = damaged
    safety = kept(shelf)
    assert all(safety.check(text) for text in RISKY)
    assert not any(safety.check(text) for text in HARMLESS)
    assert shelf.kept == warm.kept, "and it is kept anew"
