"""The commands of every form."""

from coach.tui.commands.model import Command

FORM = (
    Command(
        "form.keep",
        "Keep all lines",
        "ctrl+n,f9",
        scope="always",
        action="screen.main",
        screens=("form",),
        footer=10,
        short="Keep",
        help="Keeps what stands in the lines; what is wrong is told below them and nothing is lost.",
    ),
)
