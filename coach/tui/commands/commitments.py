"""The commands of Commitments."""

from coach.tui.commands.model import Command

COMMITMENTS = (
    Command(
        "commitments.close", "Close with an outcome", "space,enter", action="screen.settle", screens=("commitments",),
        footer=10, short="Close", help="Asks what came of it: one outcome and one optional line. A carried one moves to another day.",
    ),
    Command(
        "commitments.new", "Add one", "n", action="screen.new", screens=("commitments",), footer=20, short="New",
        help="A commitment, or on the tab of experiments a test.",
    ),
    Command(
        "commitments.edit", "Edit", "e", action="screen.edit", screens=("commitments",), footer=30,
        help="Words, owner, day, when, sign, obstacle. The earlier version is kept.",
    ),
    Command(
        "commitments.put_away", "Put away", "d", action="screen.put_away", screens=("commitments",), footer=50, short="Bin",
        help="Moves it to the bin; u brings it back.",
    ),
    Command(
        "commitments.later", "A day later", "plus", action="screen.shift(1)", screens=("commitments",),
        help="Moves its day on by one. It is a correction, and does not count as carried.",
    ),
    Command(
        "commitments.sooner", "A day sooner", "minus", action="screen.shift(-1)", screens=("commitments",),
        help="Moves its day back by one, not before today.",
    ),
    Command(
        "commitments.person", "Only one person's", "p", action="screen.person", screens=("commitments",),
        help="Shows what one person owns; Esc shows all again.",
    ),
    Command(
        "commitments.reopen", "Take up again", "r", action="screen.reopen", screens=("commitments",),
        help="Opens a closed one again; what was noted stays.",
    ),
    Command(
        "commitments.next", "Next tab", "right_square_bracket", action="screen.tab(1)", screens=("commitments",), footer=60,
        short="Tab", help="Open, waiting on others, experiments, closed.",
    ),
    Command(
        "commitments.previous", "Previous tab", "left_square_bracket", action="screen.tab(-1)", screens=("commitments",),
        help="The tab before.",
    ),
)  # fmt: skip
