"""Templates: values in, text out, and nothing else (P41, S8)."""

from types import SimpleNamespace
from typing import Any

import pytest

from coach.errors import InvalidData
from coach.prompting.templates import check, render


def filled(source: str, **values: Any) -> str:
    return render(source, "t.j2", values)


def test_values_loops_and_conditions_work() -> None:
    source = "{% for one in items %}\n- {{ one.name|upper }}{% if one.late %} late{% endif %}\n\n{% endfor %}"

    items = [{"name": "a", "late": True}, {"name": "b", "late": False}]
    assert filled(source, items=items) == "- A late\n- B\n"


def test_text_of_a_person_is_never_a_template() -> None:
    """S8: {{ }} in an entry stays literal."""
    assert filled("You wrote: {{ text }}", text="{{ 7*7 }} {% for %}") == "You wrote: {{ 7*7 }} {% for %}"


def test_a_missing_value_is_an_error_that_names_it() -> None:
    with pytest.raises(InvalidData, match="'nmae' is undefined"):
        filled("{{ nmae }}", name="x")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x['__class__'] }}",
        "{{ x|attr('__class__') }}",
        "{{ x.upper() }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ 'a' * 300000000 }}",
        "{{ 2 ** 99999999 }}",
        "{{ x ~ x }}",
        "{{ x|center(1000000000) }}",
        "{{ x|format }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ x|join(x) }}",
        "{{ x|map('upper') }}",
        "{% include 'other' %}",
        "{% import 'os' as os %}",
        "{% extends 'other' %}",
        "{% macro m() %}{% endmacro %}",
        "{% set y = x %}",
        "{% call x() %}{% endcall %}",
        "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in x recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in [1,2] %}{% endfor %}",
        "{{ x[0:9] }}",
        "{{ self }}{{ loop }}",
        "{{ x",
        "{% if x %}",
        "{{ x is callable }}",
        "{{ " + "(" * 5000 + "x" + ")" * 5000 + " }}",
    ],
)
def test_a_template_cannot_run_code_reach_further_hang_or_fill_memory(source: str) -> None:
    """P41: refused before it runs, or stopped with a sentence that names the file."""
    with pytest.raises(InvalidData, match=r"t\.j2"):
        filled(source, x="text")


def test_a_text_cannot_be_looped_over_letter_by_letter() -> None:
    with pytest.raises(InvalidData, match="cannot be filled in"):
        filled("{% for a in x %}{{ a }}{% endfor %}", x="text")


def test_what_comes_out_is_capped() -> None:
    with pytest.raises(InvalidData, match="too long"):
        filled("{% for a in items %}{{ text }}{% endfor %}", items=list(range(2000)), text="x" * 1000)


def test_what_goes_in_is_capped() -> None:
    with pytest.raises(InvalidData, match="too long"):
        filled("{{ text }}", text="x" * 500_001)
    with pytest.raises(InvalidData, match="2000"):
        filled("{{ items|length }}", items=list(range(2001)))


def test_only_plain_values_get_in() -> None:
    """Nothing that has methods, a path or a key in it."""
    with pytest.raises(TypeError, match="plain values only"):
        filled("{{ settings.key }}", settings=SimpleNamespace(key="secret"))


def test_the_line_of_a_mistake_is_named() -> None:
    with pytest.raises(InvalidData, match=r"t\.j2, line 3"):
        filled("one\ntwo\n{% fro a in b %}\n")


def test_a_check_names_the_values_a_template_uses() -> None:
    assert check("{{ a }}{% for one in b %}{{ one }}{% endfor %}", "t.j2") == {"a", "b"}
