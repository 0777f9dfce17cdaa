"""Commands that know the global options, before or after their name, and groups with a default command."""

from typing import Any, Final

import click

from coach.cli.context import App
from coach.options import GLOBALS

_COMPLETED: Final = ("person", "guide")


class _Globals:
    """Adds the global options to a click command, so that they stand before or after its name."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        params: list[click.Parameter] = super().get_params(ctx)  # type: ignore[misc]  # a mixin for click.Command
        taken = {flag for param in params for flag in param.opts}
        return params + [option for option in _global_options() if not taken & set(option.opts)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A command's own options; the global ones stand in the help of `coach` itself."""
        if ctx.parent is None:
            super().format_options(ctx, formatter)  # type: ignore[misc]  # a mixin for click.Command
            return
        rows = [
            record
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            and not isinstance(param, _GlobalOption)
            and (record := param.get_help_record(ctx)) is not None
        ]
        if rows:
            with formatter.section("Options"):
                formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text("Global options (coach -h) stand before or after the command.")
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_Globals, click.Command):
    """A command with the global options.

    A parameter shown as PERSON, or called `person`, completes with names; one called `guide` with guides.
    """

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        for param in self.params:
            if param.type is click.STRING and (param.metavar == "PERSON" or param.name in _COMPLETED):
                from coach.cli.names import kind_of

                param.type = kind_of("person" if param.metavar == "PERSON" else str(param.name))


class Group(_Globals, click.Group):
    """Commands under one noun. With `default`, a first word that is no command goes to that command."""

    command_class = Command

    def __init__(self, *arguments: Any, default: str | None = None, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name in where none is given."""
        if self.default is not None and not {"-h", "--help"} & set(args[:1]):
            place = _first_word(args)
            if place is None or self.get_command(ctx, args[place]) is None:
                args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named first; an unknown one is answered with the nearest known."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), n=1)
            raise click.UsageError(
                f"There is no command {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)


Group.group_class = Group


def _first_word(args: list[str]) -> int | None:
    """The place of the first argument that is neither a global option nor a global option's value."""
    takes_value = {flag: bool(option.metavar) for option in GLOBALS for flag in option.flags}
    place = 0
    while place < len(args):
        if args[place] not in takes_value and not args[place].startswith("--"):
            return place
        place += 2 if takes_value.get(args[place]) else 1
    return None


class _GlobalOption(click.Option):
    """An option of the whole program, as a command carries it."""


def _take(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    from click.core import ParameterSource

    if param.name and ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE:
        ctx.find_object(App).give(param.name.removeprefix("global_"), value)  # type: ignore[union-attr]  # set by run


def _global_options() -> list[click.Option]:
    options: list[click.Option] = []
    for option in GLOBALS:
        kind: Any = click.Choice(option.choices) if option.choices else None
        options.append(
            _GlobalOption(
                [f"global_{option.name}", *option.flags],
                is_flag=not option.metavar,
                metavar=None if option.choices else option.metavar or None,
                type=kind,
                help=option.help,
                expose_value=False,
                is_eager=True,
                callback=_take,
            )
        )
    return options
