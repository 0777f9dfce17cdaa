"""How the rooms are put together (design, sections 3 and 6)."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from coach.clock import SystemClock, clock_for
from coach.errors import InvalidData, NotFound, UsageError
from coach.options import Options, only_globals, truthy
from coach.wiring import build, build_demo, load_settings, places


def options(**given: object) -> Options:
    return Options(environ=dict(os.environ), **given)  # type: ignore[arg-type]  # fields of Options


def test_every_part_can_be_made_and_is_made_once() -> None:
    from coach.engine.coach import Coach

    coach = build(options())
    for name in vars(Coach):
        if isinstance(getattr(Coach, name), property) and name != "problems":
            assert getattr(coach, name) is getattr(coach, name), name
    assert coach.problems == ()
    assert coach.refresh() is False


def test_building_and_looking_creates_no_file(own_place: Path) -> None:
    coach = build(options())
    coach.today.view()
    assert coach.entries.list() == []
    coach.closing()
    assert not (own_place / "data").exists()


def test_a_broken_config_is_raised_or_told(own_place: Path) -> None:
    (own_place / "config.yaml").write_text("engine: {use: remote}\nx: 1\n", encoding="utf-8")
    with pytest.raises(InvalidData):
        build(options())
    coach = build(options(), tolerant=True)
    [problem] = coach.problems
    assert "line 2" in problem.message
    assert coach.settings.engine.use == "embedded"


def test_flags_beat_everything() -> None:
    environ = {**os.environ, "COACH_PLAIN": "1"}
    loaded = load_settings(Options(environ=environ, ascii=True, hide_private=True, offline=True))
    ui = loaded.settings.ui
    assert (ui.plain, ui.ascii, ui.hide_private) == (True, True, True)
    assert loaded.settings.privacy.local_only is True
    assert loaded.sources["ui.plain"] == "environment"
    assert loaded.sources["privacy.local_only"] == "--offline"
    assert load_settings(options(engine="remote")).sources["engine.use"] == "--engine"


def test_a_named_config_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        build(options(config=str(tmp_path / "none.yaml")))


def test_prompts_of_ones_own_lie_where_the_config_says(own_place: Path) -> None:
    (own_place / "config.yaml").write_text("prompts: {folder: mine}\n", encoding="utf-8")
    folder = own_place / "mine" / "safety"
    folder.mkdir(parents=True)
    (folder / "extra.yaml").write_text("a: 1\n", encoding="utf-8")
    lines = build(options()).prompts_desk.list()
    assert [line.source for line in lines if line.name == "safety/extra.yaml"] == ["yours"]


def test_today_is_remembered_while_nothing_changes() -> None:
    coach = build(options())
    coach.entries.log("words", kind="win")
    assert coach.today.cached_view() is None
    first = coach.today.view()
    again = build(options())
    assert again.today.cached_view() == first
    again.entries.log("more words")
    assert build(options()).today.cached_view() is None


def test_today_does_not_remember_the_day_it_was_made_on() -> None:
    coach = build(options(today="2026-11-18"))
    coach.commitments.add("Send the notes", due=date(2026, 11, 20))
    coach.today.view()
    later = build(options(today="2026-11-25")).today.cached_view()
    assert later is not None
    assert later.commitments.late == 1


def test_the_demo_fills_its_own_folder_only(own_place: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "COACH_DATA": str(tmp_path / "d"), "COACH_STATE": str(tmp_path / "s")}
    coach = build_demo(Options(environ=environ, demo=True), 2)
    assert coach.demo
    assert coach.entries.list()
    assert len(coach.people.list()) == 3
    assert not (own_place / "data").exists()


def test_the_day_lived_in_moves_and_the_clock_does_not() -> None:
    clock = clock_for("2026-11-18", named="--today")
    assert clock.today() == date(2026, 11, 18)
    assert abs(clock.now() - SystemClock().now()) < timedelta(minutes=1)
    assert clock.stamp().date() == date(2026, 11, 18)
    assert clock.stamp().tzinfo is not None
    exact = clock_for("2026-11-18T09:30", named="--today")
    assert exact.stamp().isoformat() == "2026-11-18T09:30:00+00:00"
    assert clock_for(None, named="x").today() == SystemClock().now().date()
    with pytest.raises(UsageError, match="COACH_TODAY"):
        clock_for("someday", named="COACH_TODAY")


def test_a_moved_day_has_the_offset_of_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Dublin")
    time.tzset()
    assert clock_for("2026-07-01T12:00", named="x").stamp().isoformat() == "2026-07-01T12:00:00+01:00"
    assert clock_for("2026-12-01T12:00", named="x").stamp().isoformat() == "2026-12-01T12:00:00+00:00"


def test_a_line_of_global_options_alone_needs_no_click() -> None:
    assert only_globals([]) == {}
    assert only_globals(["--data", "d", "--color=never", "-q", "--color", "always"]) == {
        "data": "d",
        "color": "always",
        "quiet": True,
    }
    for line in (["today"], ["--data"], ["--color", "red"], ["--plain=1"], ["-q=1"], ["--help"], ["--", "x"]):
        assert only_globals(line) is None, line


def test_a_switch_in_the_environment_can_be_off() -> None:
    assert [truthy(value) for value in ("1", "yes", "0", "false", "", None)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_places_follow_the_options(tmp_path: Path) -> None:
    assert places(options(data=str(tmp_path / "x"))).data == tmp_path / "x"
