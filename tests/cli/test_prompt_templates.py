"""The remote engine's templates through `coach prompts`: shown, checked, rendered, overridden (P41)."""

from pathlib import Path

import pytest

from tests.cli.helpers import coach

KINDS = ("rules", "first", "deeper", "other_angle", "counter", "repair")
SET = [
    "answer=> I nodded.", 'phrases=["I nodded"]', "earlier=[]", "stage=plan", "support=guided", "role=self",
    "challenge=2", "turn=1", "language=English", 'missed=["Ask one thing only."]',
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_shown_checked_and_rendered_with_what_it_declares(kind: str) -> None:
    name = f"questions/{kind}.md.j2"
    assert coach("prompts", "show", name).out.startswith("{#")
    assert coach("prompts", "check", name).code == 0
    pairs = [part for one in SET for part in ("--set", one)]

    rendered = coach("prompts", "render", name, *pairs)

    assert rendered.code == 0, rendered.err
    assert "{" not in rendered.out
    assert ("> I nodded." in rendered.out) == (kind != "rules")


def test_a_value_that_is_missing_is_named() -> None:
    refused = coach("prompts", "render", "questions/first.md.j2", "--set", "answer=x")

    assert refused.code == 4
    assert "is undefined" in refused.err


def test_one_of_ones_own_that_is_broken_is_named_with_its_line(own_place: Path) -> None:
    own = own_place / "prompts" / "questions"
    own.mkdir(parents=True)
    (own / "first.md.j2").write_text("fine\n{% include 'x' %}\n")

    checked = coach("prompts", "check", "questions/first.md.j2")

    assert checked.code == 4
    assert "line 2" in checked.out
    assert "built-in one is used" in checked.out
