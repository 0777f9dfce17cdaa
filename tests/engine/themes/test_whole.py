"""From the wiring to the file in the cache, with the encoder that comes with the program."""

import os
from pathlib import Path

import pytest

from coach.embedding import LocalEmbedder
from coach.engine.meaning import EncoderMissing
from coach.engine.themes import Themes
from coach.options import Options
from coach.wiring import build
from tests.engine.themes.desk import BUDGET, SINGING, TRAINS


def write(place: Path) -> Themes:
    coach = build(Options(environ=os.environ))
    for text in [text for three in zip(BUDGET, TRAINS, SINGING, strict=False) for text in three]:
        coach.entries.log(text)
    return coach.themes


def cache_in(place: Path) -> Path:
    (found,) = place.glob("**/cache/meaning-*.bin")
    return found


def test_themes_are_drawn_with_the_encoder_and_kept_private_on_this_machine_p40(own_place: Path) -> None:
    themes = write(own_place)
    view = themes.for_period()
    assert view.heading == "Themes"
    assert view.themes
    kept = cache_in(own_place / "state")
    assert kept.stat().st_mode & 0o777 == 0o600
    size, told = kept.stat().st_size, []
    again = build(Options(environ=os.environ)).themes
    assert again.for_period(progress=lambda *done: told.append(done)).themes == view.themes
    assert (told, kept.stat().st_size) == ([], size)
    kept.unlink()
    assert build(Options(environ=os.environ)).themes.for_period().themes == view.themes


def test_meaning_finds_what_shares_no_word(own_place: Path) -> None:
    themes = write(own_place)
    found = themes.like("Waiting for a delayed railway connection.", 3)
    assert {one.quote for one in found} <= set(TRAINS)


def test_a_damaged_encoder_leaves_recurring_words_and_says_how_to_mend_it(own_place: Path) -> None:
    damaged = own_place / "encoder.bin"
    damaged.write_bytes(b"COACHTE1 damaged")
    themes = write(own_place)
    themes._embedder = LocalEmbedder(damaged)
    view = themes.for_period()
    assert (view.heading, view.themes) == ("Recurring words", ())
    assert any("damaged" in note and "Install coach again" in note for note in view.notes)
    with pytest.raises(EncoderMissing):
        themes.like("trains")
