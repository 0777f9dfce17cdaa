"""The commands of the settings."""

from coach.tui.commands.model import Command

SETTINGS = (
    Command(
        "settings.change", "Change or open", "enter", screens=("settings",), footer=10, short="Change",
        help="Changes the selected value in the config file, or does what the row says.",
    ),
    Command(
        "settings.file", "Edit the config file", "E", action="screen.edit_file", screens=("settings",),
        footer=11, short="Edit file",
        help="Opens the config file in your editor and checks it; a file with something wrong is not kept.",
    ),
    Command(
        "settings.test", "Test the engine", "t", action="screen.test_engine", screens=("settings",),
        footer=12, short="Test engine", help="Says in words what the engine can do, after trying it.",
    ),
    Command(
        "settings.leaves", "What leaves this machine", "v", action="screen.what_leaves",
        screens=("settings",),
        help="The engine in force, what was allowed, the exact text that would be sent, and what was sent.",
    ),
    Command(
        "settings.export", "Export to a file", "x", action="screen.export", screens=("settings",),
        footer=13, short="Export", help="Writes all entries but what is private to a new file.",
    ),
    Command(
        "settings.import", "Import from a file", "i", action="screen.take_in", screens=("settings",),
        footer=14, short="Import", help="Shows what a file would add before anything is added.",
    ),
)  # fmt: skip
