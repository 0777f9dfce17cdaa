"""The areas of the program: only what exists is listed, so only what exists has a digit (ux, section 3)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """One place a digit leads to."""

    id: str
    digit: str
    title: str
    screen: str
    """`module:Class`, imported when first gone to: the first frame pays only for Today."""


AREAS = (
    Area("today", "1", "Today", "coach.tui.screens.today:TodayScreen"),
    Area("entries", "2", "Entries", "coach.tui.screens.entries:EntriesScreen"),
    Area("themes", "3", "Themes", "coach.tui.screens.themes:ThemesScreen"),
    Area("commitments", "7", "Commitments", "coach.tui.screens.commitments:CommitmentsScreen"),
    Area("settings", "0", "Settings", "coach.tui.screens.settings:SettingsScreen"),
)
