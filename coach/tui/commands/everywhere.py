"""The commands every screen has, and the keys that text boxes and lists handle themselves (ux, section 3)."""

from coach.tui.commands.model import Command

EVERYWHERE = (
    Command(
        "esc", "One level out", "escape", scope="always", action="screen.leave", group="Everywhere", footer=60,
        short="Leave",
        help="Closes what is open, leaves the text box, goes back. It never throws anything away.",
    ),
    Command(
        "main", "Next or save", "ctrl+n,f9", scope="always", action="screen.main", group="Everywhere",
        help="The main action of the screen: the next question, keep, save the form.",
    ),
    Command(
        "editor", "Open in your editor", "ctrl+g,f4", scope="always", action="screen.editor", group="Everywhere",
        help="Opens the text of the box in $VISUAL or $EDITOR; when you come back the cursor is at its end.",
    ),
    Command(
        "palette", "Commands", "ctrl+p", scope="always", action="app.palette", group="Everywhere", footer=100,
        help="Every action, person, entry and setting, found by typing a few letters.",
    ),
    Command(
        "palette.colon", "Commands", "colon", action="app.palette", group="Everywhere",
        help="The same list, while no text box has the focus.",
    ),
    Command(
        "help", "Help", "f1", scope="always", action="app.help", group="Everywhere",
        help="Keys of this screen, what it is for, and one tip.",
    ),
    Command(
        "help.mark", "Help", "question_mark", action="app.help", group="Everywhere", footer=90,
        help="The same help, while no text box has the focus.",
    ),
    Command(
        "hide", "Hide what is private", "f8", scope="always", action="app.hide", group="Everywhere",
        help="Blanks everything marked private, and quotes of earlier words, while others see your screen. Press again to show.",
    ),
    Command(
        "quit", "Quit", "ctrl+q", scope="always", action="app.leave_program", group="Everywhere",
        help="Leaves the program. What you typed is already saved as a draft.",
    ),
    Command(
        "capture", "Capture a line", "c", action="app.capture", group="Everywhere", footer=20, short="Capture",
        help="Keeps a one-line note from anywhere, without leaving the screen.",
    ),
    Command(
        "start", "Start a session", "s", action="app.choose_session", group="Everywhere", footer=30, short="Start",
        help="Choose the kind of session and begin.",
    ),
    Command(
        "undo", "Undo the last change", "u", action="app.undo", group="Everywhere", footer=95, short="Undo",
        help="Reverses the last change, also after a restart; the last 50 can be undone.",
    ),
    Command(
        "redo", "Redo", "U", action="app.redo", group="Everywhere",
        help="Brings back what was undone last.",
    ),
    Command(
        "log", "What happened", "exclamation_mark", action="app.log", group="Everywhere",
        help="The messages of this run with their details. Never what you wrote.",
    ),
    Command(
        "back", "Back; on Today: quit", "q", action="screen.back", group="Everywhere",
        help="One screen back; on Today it quits.",
    ),
    Command(
        "field.next", "Next field", "tab", scope="always", group="Everywhere",
        help="Moves to the next field or pane.",
    ),
    Command(
        "field.previous", "Previous field", "shift+tab", scope="always", group="Everywhere",
        help="Moves to the previous field or pane.",
    ),
)  # fmt: skip

TEXT_BOX = (
    Command("box.newline", "New line", "enter,ctrl+j", scope="typing", group="Text box", help="A new line in a box; in a one-line field the next field."),
    Command("box.undo", "Undo typing", "ctrl+z", scope="typing", group="Text box", help="Takes back the last stretch of typing."),
    Command("box.redo", "Redo typing", "ctrl+y", scope="typing", group="Text box", help="Brings it back."),
    Command("box.cut", "Cut, copy, paste", "ctrl+x,ctrl+c,ctrl+v", scope="typing", group="Text box", help="Of the selected text, inside the program."),
    Command("box.line", "Start, end of line", "ctrl+a,ctrl+e", scope="typing", group="Text box", help="Moves the cursor."),
    Command("box.delete", "Delete to start, to end, a word", "ctrl+u,ctrl+k,ctrl+w", scope="typing", group="Text box", help="As in a shell."),
)  # fmt: skip

LIST = (
    Command("list.down", "Down", "j,down", action="down", group="List", help="The next row."),
    Command("list.up", "Up", "k,up", action="up", group="List", help="The previous row."),
    Command("list.top", "Top", "g,home", action="top", group="List", help="The first row."),
    Command("list.bottom", "Bottom", "G,end", action="bottom", group="List", help="The last row."),
    Command("list.page_down", "Page down", "pagedown", action="page_down", group="List", help="One screen down."),
    Command("list.page_up", "Page up", "pageup", action="page_up", group="List", help="One screen up."),
    Command("list.open", "Open", "enter", action="open", group="List", help="Opens, starts or resumes the selected row."),
)  # fmt: skip
