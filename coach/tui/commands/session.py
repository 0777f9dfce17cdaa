"""The commands of a session: the runner, its recap, and the stop for safety."""

from coach.tui.commands.model import Command

SESSION = (
    Command(
        "session.next", "Next", "ctrl+n,f9", action="screen.main", scope="always", screens=("session",), footer=10,
        help="Keeps the answer and goes on. An untouched answer is skipped without a question.",
    ),
    Command(
        "session.box", "Write", "i,enter", action="screen.write", screens=("session",), footer=11,
        help="Puts the cursor back into the answer.",
    ),
    Command(
        "session.why", "Why am I asked this?", "w", action="screen.why", screens=("session",), footer=12, short="Why",
        help="The phrase and the reason that led to the question, and what is done with the answer.",
    ),
    Command(
        "session.another", "Another question", "r", action="screen.another", screens=("session",), footer=13, short="Another",
        help="The same step from another angle. What you typed stays.",
    ),
    Command(
        "session.skip", "Skip", "S", action="screen.skip", screens=("session",), footer=14,
        help="Goes on without an answer; what is in the box is kept as a draft of this session.",
    ),
    Command(
        "session.back", "Back", "b", action="screen.previous", screens=("session",), footer=15,
        help="The question before; your answer is still in it.",
    ),
    Command(
        "session.pause", "Pause", "P", action="screen.pause", screens=("session",), footer=16,
        help="Keeps everything and goes to Today, where the session waits to be resumed.",
    ),
    Command(
        "session.private", "Private", "full_stop", action="screen.private", screens=("session",), footer=18,
        help="Keeps this answer out of summaries, agendas, exports and anything sent.",
    ),
    Command(
        "session.deeper", "Deeper", "D", action="screen.deeper", screens=("session",),
        help="On a follow-up: asks one step further down.",
    ),
    Command(
        "session.never", "Never ask this again", "N", action="screen.never_again", screens=("session",),
        help="On a follow-up: this form of question does not come back.",
    ),
    Command(
        "session.editor", "Editor", "ctrl+g,f4", action="screen.editor", scope="always", screens=("session",), footer=17,
        help="Opens the answer in $VISUAL or $EDITOR; on return the cursor is at its end.",
    ),
)  # fmt: skip

RECAP = (
    Command(
        "recap.keep", "Keep and close", "ctrl+n,f9", action="screen.main", scope="always", screens=("recap",), footer=10,
        help="Keeps every line as it stands and closes the session.",
    ),
    Command(
        "recap.edit", "Edit the line", "i,enter", action="screen.edit_line", screens=("recap",), footer=20, short="Edit",
        help="Puts the cursor into the line.",
    ),
    Command(
        "recap.back", "Back to the questions", "b", action="screen.previous", screens=("recap",), footer=30, short="Questions",
        help="Back to the last question; the lines stay as they are.",
    ),
    Command(
        "recap.pause", "Pause", "P", action="screen.pause", screens=("recap",), footer=40,
        help="Keeps everything and goes to Today.",
    ),
)  # fmt: skip

STOP = (
    Command(
        "stop.choose", "Choose", "enter", screens=("stop",), footer=10,
        help="Takes the selected choice.",
    ),
)  # fmt: skip
