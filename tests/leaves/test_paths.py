"""Where things are kept (design, section 6)."""

import sys
from pathlib import Path

import pytest

from coach.paths import locate

HOME = {"HOME": "/home/p"}


def test_the_usual_folders_follow_the_system() -> None:
    places = locate(HOME | {"XDG_CONFIG_HOME": "/conf"})
    assert places.data == Path("/home/p/.local/share/coach")
    assert places.config_file == Path("/conf/coach/config.yaml")
    assert places.user_prompts == Path("/conf/coach/prompts")
    assert not places.config_named


def test_an_argument_beats_the_environment() -> None:
    environ = HOME | {"COACH_DATA": "/env/data", "COACH_CONFIG": "/env/c.yaml", "COACH_STATE": "/env/state"}
    assert locate(environ).data == Path("/env/data")
    places = locate(environ, data="~/mine", config="/arg/c.yaml")
    assert (places.data, places.config_file, places.config_named) == (
        Path("/home/p/mine"),
        Path("/arg/c.yaml"),
        True,
    )


def test_each_data_folder_has_its_own_state_outside_it() -> None:
    one, other = (locate(HOME | {"COACH_STATE": "/s"}, data=name) for name in ("/a/coach", "/b/coach"))
    assert one.state != other.state
    assert one.state.parent == other.state.parent == Path("/s")
    assert not one.backups.is_relative_to(one.data)
    assert locate(HOME | {"COACH_STATE": "/s"}, data="/a/../a/coach/").state == one.state


def test_a_strange_folder_name_makes_a_plain_state_name() -> None:
    name = locate(HOME | {"COACH_STATE": "/s"}, data="/a/../b/ü \n;x/..hidden").state.name
    assert name.isascii()
    assert not set(name) & set(" \n;/")


def test_a_relative_xdg_folder_is_ignored_as_the_specification_says() -> None:
    assert locate(HOME | {"XDG_DATA_HOME": "relative"}).data == Path("/home/p/.local/share/coach")


@pytest.mark.parametrize("system", ["darwin", "win32", "linux"])
def test_state_and_copies_lie_outside_the_data_folder_on_every_system(
    monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """P22: what a folder-sync program carries away holds no drafts, writer ids or backups."""
    monkeypatch.setattr(sys, "platform", system)
    found = locate({"HOME": "/home/ada"})
    for place in (found.state, found.backups, found.reports, found.config_file, found.user_prompts):
        assert found.data not in (place, *place.parents)
