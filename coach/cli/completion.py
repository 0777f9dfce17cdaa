"""`coach completion SHELL`: a script on stdout; at each Tab it asks coach, names of people included."""

from collections.abc import Mapping
from typing import Final

import click
from click.shell_completion import ShellComplete, get_completion_class

from coach.clean import clean
from coach.cli.app import App, command, pass_app, root

VARIABLE: Final = "_COACH_COMPLETE"
"""How a shell asks for completions: this variable holds what it wants, e.g. `bash_complete`."""


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@pass_app
def completion(app: App, shell: str) -> None:
    """A completion script for bash, zsh or fish.

    bash: coach completion bash >> ~/.bashrc. zsh: coach completion zsh >> ~/.zshrc.
    fish: coach completion fish > ~/.config/fish/completions/coach.fish.
    """
    kind = get_completion_class(shell)
    assert kind is not None  # the three shells above are click's own
    # Not the subclass's own: for bash that starts a shell to ask its version and prints past our streams.
    script = ShellComplete.source(kind(root(), {}, "coach", VARIABLE))
    app.out.show("completion", {"shell": shell, "script": script}, script)


def answer(app: App, environ: Mapping[str, str]) -> int:
    """Answer a shell that asks for completions. A line that makes no sense has none; raises nothing."""
    shell, _, wish = environ.get(VARIABLE, "").partition("_")
    kind = get_completion_class(shell)
    if kind is None or wish != "complete":
        return 0
    try:
        found = kind(root(), {"obj": app}, "coach", VARIABLE).complete()
    except Exception:  # noqa: BLE001  # in the middle of typing, no completion is the right answer
        return 0
    app.out.raw(clean(found))
    return 0
