"""The commands of the welcome."""

from coach.tui.commands.model import Command

ONBOARDING = (
    Command(
        "onboarding.choose", "Choose", "enter", screens=("onboarding",), footer=10,
        help="Takes the selected row and goes on to the next step.",
    ),
)  # fmt: skip
