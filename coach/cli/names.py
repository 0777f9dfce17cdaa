"""Types of command arguments whose values complete in the shell: people and guides."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import CompletionItem

from coach.clean import one_line
from coach.cli.context import App

if TYPE_CHECKING:
    Text = click.ParamType[str]
else:  # click 8.2 does not take the parameter at run time
    Text = click.ParamType


class Person(Text):
    """A person as a command takes them: an id, a name, or the start of one; the use case finds them."""

    name = "person"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """The words as they are."""
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002  # click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """Names that begin so. The first word alone where it is enough, for a space has to be quoted."""
        app = ctx.find_object(App)
        assert app is not None
        names = [one_line(str(doc.get("name", ""))) for doc in app.coach.people.list()]
        return [
            CompletionItem(said)
            for said in _shortest(names)
            if said.casefold().startswith(incomplete.casefold())
        ]


class GuideName(Text):
    """The id of a guide."""

    name = "guide"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """The words as they are."""
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002  # click's signature
        incomplete: str,
    ) -> list[CompletionItem[str]]:
        """Guides that begin so."""
        app = ctx.find_object(App)
        assert app is not None
        return [
            CompletionItem(one_line(guide.id), help=one_line(guide.title))
            for guide in app.coach.guides.all()
            if guide.id.startswith(incomplete)
        ]


_KINDS: Final[Mapping[str, Text]] = {"person": Person(), "guide": GuideName()}


def kind_of(name: str) -> Text:
    """The type of a parameter called so."""
    return _KINDS[name]


def _shortest(names: list[str]) -> list[str]:
    firsts = [name.split(" ")[0].casefold() for name in names]
    return [
        name.split(" ")[0] if firsts.count(first) == 1 else name
        for name, first in zip(names, firsts, strict=True)
    ]
