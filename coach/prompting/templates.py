"""Fills in one template in a closed room: values in, text out (promise P41, style section 5).

The sandbox of jinja2 stops a template from reaching Python, but not from taking time and memory. So what a
template may contain is looked at first: no macros, no imports, no calls, loops over given values only and
two deep, no arithmetic, no joining by a long separator. With the caps on values, lists and result that
bounds both.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from coach.errors import InvalidData

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

MOST_TEMPLATE = 50_000
"""Characters of a template."""
MOST_RESULT = 500_000
"""Characters of what comes out, and of all values together."""
MOST_ITEMS = 2000
"""Items of one list: two loops inside each other go round four million times at most."""
DEEPEST_LOOP = 2
FILTERS = frozenset(
    {
        "capitalize",
        "default",
        "d",
        "first",
        "join",
        "last",
        "length",
        "count",
        "lower",
        "title",
        "trim",
        "upper",
        "wordcount",
    }
)
"""Filters that can only shorten or lightly change what they are given."""
TESTS = frozenset(
    {"defined", "undefined", "none", "string", "number", "mapping", "sequence", "eq", "equalto", "in"}
)


def render(source: str, shown: str, values: Mapping[str, Any]) -> str:
    """The text of a template with `values` filled in. A value is never read as a template.

    Args:
        source: the template's text. shown: its file as named to the person.
        values: text, numbers, true and false, None, and lists and mappings of these; nothing else gets in.

    Raises:
        InvalidData: a mistake in the template, or something it may not contain; names file and line.
    """
    import jinja2

    environment = _environment()
    tree = _checked(environment, source, shown)
    given = _plain(values)
    if _size(given) > MOST_RESULT:
        raise InvalidData(f"{shown}: what was to be filled in is too long.")
    try:
        pieces: list[str] = []
        length = 0
        for piece in environment.from_string(tree).generate(given):
            length += len(piece)
            if length > MOST_RESULT:
                raise InvalidData(f"{shown}: the filled-in text is too long.")
            pieces.append(piece)
    except jinja2.UndefinedError as error:
        raise InvalidData(
            f"{shown}: {error.message}.", hint="Check the name against the file's header."
        ) from None
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise InvalidData(f"{shown}: cannot be filled in ({type(error).__name__}).") from None
    return "".join(pieces)


def check(source: str, shown: str) -> frozenset[str]:
    """Look at a template without filling it in; the names it uses. Raises InvalidData as `render`."""
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(_checked(_environment(), source, shown)))


def _environment() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,  # plain text for a terminal, not HTML
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _checked(environment: "SandboxedEnvironment", source: str, shown: str) -> "nodes.Template":
    import jinja2

    if len(source) > MOST_TEMPLATE:
        raise InvalidData(f"{shown} is longer than {MOST_TEMPLATE} characters, so it was not read.")
    try:
        tree = environment.parse(source)
    except jinja2.TemplateSyntaxError as error:
        raise InvalidData(f"{shown}, line {error.lineno}: {error.message}") from None
    except RecursionError:
        raise InvalidData(f"{shown}: nested too deep to be read.") from None
    for node, loops in _walk(tree, 0):
        _refuse(node, loops, shown)
    return tree


def _walk(node: "nodes.Node", loops: int) -> "Iterator[tuple[nodes.Node, int]]":
    from jinja2 import nodes

    pending = [(node, loops)]
    while pending:
        one, depth = pending.pop()
        depth += isinstance(one, nodes.For)
        yield one, depth
        pending += [(child, depth) for child in one.iter_child_nodes()]


def _refuse(node: "nodes.Node", loops: int, shown: str) -> None:
    from jinja2 import nodes

    allowed = (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.For,
        nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Getattr,
        nodes.Getitem, nodes.Filter, nodes.Test, nodes.Tuple, nodes.Keyword,
    )  # fmt: skip
    if not isinstance(node, allowed):
        raise InvalidData(
            f"{shown}, line {node.lineno}: a template may not contain this ({type(node).__name__.lower()}).",
            hint="Values, if, for, and a few filters are all a template needs; see docs/guides.md.",
        )
    if isinstance(node, nodes.For) and (loops > DEEPEST_LOOP or node.recursive):
        raise InvalidData(f"{shown}, line {node.lineno}: loops may be two deep at most.")
    if isinstance(node, nodes.For) and not isinstance(node.iter, (nodes.Name, nodes.Getattr, nodes.Getitem)):
        raise InvalidData(f"{shown}, line {node.lineno}: a loop goes over a value as it was given.")
    name = node.attr if isinstance(node, nodes.Getattr) else ""
    if name.startswith("_"):
        raise InvalidData(f"{shown}, line {node.lineno}: “{name}” cannot be reached from a template.")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise InvalidData(f"{shown}, line {node.lineno}: there is no filter “{node.name}” here.")
    if (
        isinstance(node, nodes.Filter)
        and node.name == "join"
        and not all(_short_text(one) for one in node.args)
    ):
        raise InvalidData(f"{shown}, line {node.lineno}: join takes a short text in quotes.")
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        raise InvalidData(f"{shown}, line {node.lineno}: there is no test “{node.name}” here.")


def _short_text(node: "nodes.Expr") -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) <= 10


class _Words(str):
    """A text that cannot be looped over letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a text is no list")


def _plain(value: Any) -> Any:  # any value comes in, only plain ones go out
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return _Words(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        if len(value) > MOST_ITEMS:
            raise InvalidData(f"A list of more than {MOST_ITEMS} things was to be filled in.")
        return [_plain(one) for one in value]
    raise TypeError(f"a template is given plain values only, not {type(value).__name__}")


def _size(value: Any) -> int:  # what `_plain` let through
    if isinstance(value, dict):
        return sum(len(key) + _size(one) for key, one in value.items())
    if isinstance(value, list):
        return sum(_size(one) for one in value)
    return len(value) if isinstance(value, str) else 8
