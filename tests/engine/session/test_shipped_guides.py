"""The guides that come with the program: the order of practices.md section 2, and questions that keep the
rubric.
"""

import re
from collections.abc import Iterator

import pytest

from coach.domain.asking import SUPPORT_LEVELS, Support
from coach.domain.guide import Guide
from coach.domain.text import count_words
from tests.engine.session.question_rules import broken, words
from tests.engine.session.table import SHIPPED

GUIDES = {guide.id: guide for guide in SHIPPED.all()}
_CONCRETE = re.compile(
    r"\b(?:one|first|exact(?:ly)?|moment|example|step|who|when|last|next|smallest|which|two|three|sentence|minute"
    r"|these minutes|these are|there is)\b", re.IGNORECASE,
)  # fmt: skip
_HINTS = re.compile(r"\b(?:for example|such as|for instance|e\.g\.)\b", re.IGNORECASE)


def questions() -> Iterator[tuple[str, Support, str]]:
    for guide in GUIDES.values():
        for step in guide.steps:
            for level in SUPPORT_LEVELS:
                if step.levels and level not in step.levels:
                    continue
                yield f"{guide.id}/{step.id}", level, step.questions[level]
                if step.then:
                    yield f"{guide.id}/{step.id}/then", level, step.then[level]
                for other in step.another:
                    yield f"{guide.id}/{step.id}/another", level, other


ALL = list(questions())


def test_the_guides_of_the_issue_are_there() -> None:
    assert list(GUIDES) == ["weekly", "light", "debrief", "purpose", "free", "return"]
    assert SHIPPED.problems() == []


def test_each_question_keeps_q1_to_q5_and_q13_to_q18() -> None:
    failing = [
        (where, level, question, rules)
        for where, level, question in ALL
        if (rules := broken(question, independent=level == "independent"))
    ]

    assert failing == []
    assert len(ALL) > 150


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("What happened? And why?", "Q1"),
        ("Did you ask him?", "Q2"),
        ("How often did you ask?", "Q2"),
        ("Have you considered asking, and what did you find?", "Q3"),
        ("What would you surely do?", "Q4"),
        ("What " + "very " * 30 + "long thing did you do?", "Q5"),
        ("What did you do and how did it go?", "Q13"),
        ("What happened there?", "Q14"),
        ("Well done, what did you do?", "Q15"),
        ("What are your learnings?", "Q16"),
        ("What is your weakness?", "Q17"),
        ("What made you so frustrated?", "Q18"),
    ],
)
def test_the_rules_can_fail(question: str, rule: str) -> None:
    assert rule in broken(question)


def usual(level: Support, guide: Guide) -> list[str]:
    return [step.questions[level] for step in guide.steps if not step.levels or level in step.levels]


@pytest.mark.parametrize("name", GUIDES)
def test_each_level_up_means_fewer_words_and_no_more_questions(name: str) -> None:
    """F3: mean length and number of prompts do not rise; the levels really differ."""
    guide = GUIDES[name]
    lengths = [[words(question) for question in usual(level, guide)] for level in SUPPORT_LEVELS]
    means = [sum(one) / len(one) for one in lengths]

    assert means[0] > means[1] > means[2]
    if name != "weekly":  # there `focus` at the independent level stands for `aims`
        assert len(lengths[0]) >= len(lengths[1]) >= len(lengths[2])
    assert len(lengths[0]) == len(lengths[1]) >= len(lengths[2])


def test_a_guided_question_anchors_on_one_concrete_thing() -> None:
    """Q12."""
    missing = [
        (where, question)
        for where, level, question in ALL
        if level == "guided" and not where.endswith("another") and not _CONCRETE.search(question)
    ]

    assert missing == []


def test_no_question_gives_examples_at_the_higher_levels() -> None:
    """Q12: supported at most a hint, independent none."""
    assert [where for where, level, question in ALL if level != "guided" and _HINTS.search(question)] == []


def order(name: str) -> list[str]:
    return [step.id for step in GUIDES[name].steps]


def test_the_weekly_order_is_the_one_of_the_practices() -> None:
    """practices.md section 2: last change, what is due, win, change, assumption and test, aims, commitment,
    intent.
    """
    wanted = [
        "last_change", "last_commitment", "last_experiment", "last_assumption", "win", "change", "assumption",
        "experiment",
        "aims", "commitment",
        "direction", "first_direction",
    ]  # fmt: skip
    assert [one for one in order("weekly") if one in wanted] == wanted


def test_the_debrief_asks_for_the_thinking_first_and_the_outcome_after_it() -> None:
    """Practice 33."""
    assert order("debrief") == [
        "task", "decision", "criteria", "risks", "alternatives", "confidence", "result", "gap",
        "tweak", "keep",
    ]  # fmt: skip


def test_the_light_week_has_two_questions_one_of_them_on_recovery() -> None:
    """Practice 21."""
    assert order("light") == ["keep", "recovery"]


def test_the_anchor_questions_are_in_words_of_our_own() -> None:
    """Practices 57 and 58 give the idea, not the sentence."""
    weekly = GUIDES["weekly"]
    for step in ("change", "assumption", "experiment"):
        found = weekly.step(step)
        assert found is not None
        assert {57, 58} & set(found.practice)
        for text in (*found.questions.values(), *found.another):
            assert "alter" not in text
            assert "limiting" not in text


def test_no_reason_names_a_number_of_a_practice() -> None:
    """The number is for us; the reason is for the person."""
    for guide in GUIDES.values():
        for step in guide.steps:
            assert step.practice
            assert not re.search(r"practice \d|\d\d", step.why)
            assert count_words(step.why) <= 45


def test_the_weekly_session_fits_its_twelve_minutes() -> None:
    """No more than eight questions without what is due, and seven follow-ups: a light session."""
    weekly = GUIDES["weekly"]
    plain = [step for step in weekly.steps if not step.each and "after_stop" not in step.when]
    for level in SUPPORT_LEVELS:
        asked = [
            step
            for step in plain
            if (not step.levels or level in step.levels) and "every_4th" not in step.when
        ]
        assert len(asked) <= 8
        assert sum(step.follow_ups for step in asked) <= 6
