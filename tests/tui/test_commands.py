"""One list of commands: keys, footer, palette and help come from it and cannot drift (ux, 2 and 3)."""

import itertools

import pytest
from rich.cells import cell_len
from textual.widgets import Input, TextArea

from coach.tui.commands import COMMANDS, RESERVED, bindings, clashes, effective, for_screen, show_key
from coach.tui.commands import split as split_keys
from coach.tui.widgets import frame

SCREENS = sorted({name for command in COMMANDS for name in command.screens})


def test_every_command_has_an_id_of_its_own_and_says_what_it_does() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert all(command.title and command.help.endswith(".") and command.keys for command in COMMANDS)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_in_one_state(screen: str) -> None:
    for state in ("typing", "moving"):
        acting = [
            c for c in for_screen(screen) if c.scope in ("always", state) and c.action and c.group != "List"
        ]
        keys = [key for command in acting for key in split_keys(command.keys)]
        assert sorted(keys) == sorted(set(keys))


def test_no_command_takes_a_key_that_terminals_or_text_boxes_own() -> None:
    own = {key for box in (TextArea, Input) for one in box.BINDINGS for key in split_keys(one.key)}  # type: ignore[union-attr]
    for command in COMMANDS:
        for key in split_keys(command.keys):
            if command.action is None:
                continue
            assert key not in RESERVED, (command.id, key)
            if command.scope != "moving":
                assert key not in own, (command.id, key)


def test_while_typing_no_letter_is_a_command() -> None:
    for command in COMMANDS:
        if command.scope == "always":
            assert all(len(key) > 1 for key in split_keys(command.keys))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("width", [40, 58, 60, 64, 80, 120])
def test_the_footer_has_at_most_seven_keys_and_64_columns_the_palette_always_among_them(
    screen: str, width: int
) -> None:
    for typing in (True, False):
        wanted = ("always", "typing") if typing else ("always", "moving")
        commands = [c for c in for_screen(screen) if c.scope in wanted]
        shown = frame.chosen(commands, width)
        assert len(shown) <= (7 if width >= 58 else 3)
        text = "  ".join(f"{show_key(split_keys(c.keys)[0])} {c.short or c.title}" for c in shown)
        assert cell_len(text) <= min(64, width)
        assert shown[-1].id == "palette"


def test_bindings_all_have_ids_so_that_the_config_can_move_them() -> None:
    for screen in SCREENS:
        assert all(binding.id for binding in bindings(screen))


def test_moving_a_key_shows_everywhere() -> None:
    moved = {command.id: command for command in effective({"today.put_off": "p"})}
    assert moved["today.put_off"].keys == "p"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nothing.here": "x"}, "no command"),
        ({"main": "ctrl+s"}, "cannot take ^s"),
        ({"main": "ctrl+a"}, "text boxes edit"),
        ({"help": "h"}, "letters are text"),
        ({"today.put_off": "c"}, "would be both"),
        ({"capture": ""}, "has no key"),
    ],
)
def test_a_key_that_cannot_be_is_told_in_one_sentence(changes: dict[str, str], told: str) -> None:
    found = clashes(changes)
    assert found
    assert any(told in sentence for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_the_keys_as_they_come_do_not_clash() -> None:
    assert clashes({}) == []


def test_digits_lead_only_to_areas_that_exist() -> None:
    digits = [key for command in COMMANDS if command.group == "Go to" for key in split_keys(command.keys)]
    assert digits == sorted(set(digits), key=digits.index)
    assert all(len(digit) == 1 and digit.isdigit() for digit in digits)
    for one, other in itertools.pairwise(sorted(d for d in digits if d != "0")):
        assert one < other
