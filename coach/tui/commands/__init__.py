"""One list of commands for bindings, footer, palette and help. Without Textual: `doctor` reads it too."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from coach.tui.areas import AREAS
from coach.tui.commands.commitments import COMMITMENTS
from coach.tui.commands.entries import ENTRIES
from coach.tui.commands.everywhere import EVERYWHERE, LIST, TEXT_BOX
from coach.tui.commands.form import FORM
from coach.tui.commands.model import Command, Scope, show_key, show_keys
from coach.tui.commands.onboarding import ONBOARDING
from coach.tui.commands.session import RECAP, SESSION, STOP
from coach.tui.commands.settings import SETTINGS
from coach.tui.commands.themes import THEMES
from coach.tui.commands.today import TODAY

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = [
    "COMMANDS",
    "RESERVED",
    "Command",
    "Scope",
    "clashes",
    "effective",
    "for_screen",
    "show_key",
    "show_keys",
]

_GO = tuple(
    Command(
        f"go.{area.id}",
        area.title,
        area.digit,
        action=f"app.go('{area.id}')",
        group="Go to",
        help=f"Goes to {area.title}.",
    )
    for area in AREAS
)

COMMANDS: tuple[Command, ...] = (
    *TODAY,
    *SESSION,
    *RECAP,
    *STOP,
    *ONBOARDING,
    *ENTRIES,
    *COMMITMENTS,
    *THEMES,
    *FORM,
    *SETTINGS,
    *EVERYWHERE,
    *_GO,
    *LIST,
    *TEXT_BOX,
)

RESERVED = {
    "ctrl+b": "tmux and screen use it",
    "ctrl+s": "it stops the output of many terminals",
    "ctrl+h": "it arrives as Backspace",
    "ctrl+i": "it arrives as Tab",
    "ctrl+m": "it arrives as Enter",
    "ctrl+z": "a text box undoes typing with it",
    "ctrl+enter": "many terminals do not send it",
    "shift+enter": "many terminals do not send it",
    "alt+enter": "many terminals do not send it",
    "f6": "a text box selects a line with it",
    "f7": "a text box selects everything with it",
    "f10": "window managers use it",
    "f11": "window managers use it",
}
"""Keys no command may take, with the reason (ux, section 3)."""

_PLAIN_SCREENS = frozenset({"onboarding"})
"""Where single letters and digits lead nowhere: a name typed beside its line must not end the welcome."""

_TEXT_BOX_OWNS = frozenset(f"ctrl+{letter}" for letter in "aeukwcvxydj")


def split(keys: str) -> tuple[str, ...]:
    """The single keys of a comma separated list."""
    return tuple(key.strip() for key in keys.split(",") if key.strip())


def effective(changes: Mapping[str, str]) -> tuple[Command, ...]:
    """All commands with the keys the config gives them."""
    from dataclasses import replace

    return tuple(
        replace(command, keys=changes[command.id]) if command.id in changes else command
        for command in COMMANDS
    )


def for_screen(name: str, commands: Iterable[Command] | None = None) -> list[Command]:
    """The commands that work on the screen `name`; its own before those of every screen.

    Where a screen gives a key a meaning of its own, the general command with that key is left out; the keys
    as they come decide that, not those of the config. `commands` may carry other keys (see `effective`).
    """
    own = [command for command in COMMANDS if name in command.screens]
    taken = {(key, command.scope) for command in own for key in split(command.keys)}
    general = [
        command
        for command in COMMANDS
        if not command.screens and not any((key, command.scope) in taken for key in split(command.keys))
    ]
    if name in _PLAIN_SCREENS:
        general = [
            command
            for command in general
            if command.scope != "moving" or command.group == "List" or command.id == "help.mark"
        ]
    if commands is None:
        return own + general
    by_id = {command.id: command for command in commands}
    return [by_id.get(command.id, command) for command in own + general]


def bindings(name: str) -> "list[Binding]":
    """Textual bindings of a screen, all with ids so that the config can move them."""
    from textual.binding import Binding

    return [
        Binding(
            command.keys,
            command.action,
            command.title,
            show=False,
            id=command.id,
            tooltip=command.help,
            priority=command.early,
        )
        for command in for_screen(name)
        if command.action and command.group not in ("List", "Text box")
    ]


def list_bindings() -> "list[Binding]":
    """Textual bindings of every list."""
    from textual.binding import Binding

    return [
        Binding(
            command.keys, command.action or "", command.title, show=False, id=command.id, tooltip=command.help
        )
        for command in LIST
    ]


def clashes(changes: Mapping[str, str]) -> list[str]:
    """What is wrong with `keys:` of the config, one plain sentence each; empty when all is well."""
    known = {command.id: command for command in COMMANDS}
    found = [f"keys: {name} is no command of this program." for name in changes if name not in known]
    for name, keys in changes.items():
        if name in known:
            found += _not_allowed(known[name], keys)
    changed = effective({name: keys for name, keys in changes.items() if name in known})
    for screen in sorted({name for command in changed for name in command.screens}):
        found += _doubled(screen, changed, set(changes))
    return list(dict.fromkeys(found))


def _not_allowed(command: Command, keys: str) -> list[str]:
    found = [] if split(keys) else [f"keys: {command.id} has no key."]
    for key in split(keys):
        refused = f"keys: {command.id} cannot take {show_key(key)}:"
        if key in RESERVED:
            found.append(f"{refused} {RESERVED[key]}.")
        elif key in _TEXT_BOX_OWNS and command.scope != "moving":
            found.append(f"{refused} text boxes edit with it.")
        elif len(key) == 1 and command.scope == "always":
            found.append(f"{refused} it works while typing, and there letters are text.")
    return found


def _doubled(screen: str, commands: tuple[Command, ...], changed: set[str]) -> list[str]:
    found: list[str] = []
    taken: dict[str, str] = {}
    for command in for_screen(screen, commands):
        if command.group in ("List", "Text box") or command.action is None:
            continue
        for key in split(command.keys):
            other = taken.setdefault(key, command.id)
            if other != command.id and {other, command.id} & changed:
                found.append(f"keys: {show_key(key)} would be both {other} and {command.id}.")
    return found
