"""The commands of Today."""

from coach.tui.commands.model import Command

TODAY = (
    Command(
        "today.open",
        "Open the row",
        "enter",
        screens=("today",),
        footer=10,
        short="Open",
        help="Starts, resumes or opens the selected row.",
    ),
    Command(
        "today.put_off",
        "Put off",
        "d",
        action="screen.put_off",
        screens=("today",),
        footer=40,
        help="Takes a due row off the list until a day you choose. Nothing is deleted; u brings it back.",
    ),
    Command(
        "today.done",
        "Close a commitment",
        "space",
        action="screen.done",
        screens=("today",),
        footer=35,
        short="Done",
        help="Closes the selected commitment with one outcome and one optional line.",
    ),
    Command(
        "today.refresh",
        "Read again",
        "R",
        action="screen.reload",
        screens=("today",),
        help="Takes in what another window or machine wrote since.",
    ),
    Command(
        "today.search",
        "Search entries",
        "slash",
        action="screen.search",
        screens=("today",),
        footer=96,
        short="Search",
        help="Goes to Entries with the cursor in the search line.",
    ),
    Command(
        "today.theme",
        "See the last theme",
        "o",
        action="screen.theme",
        screens=("today",),
        help="Goes to Themes, to the theme Today names, with its quotes and entries.",
    ),
)
