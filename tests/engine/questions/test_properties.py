"""For any text: one clean question, quotes verbatim, nothing raised, nothing obeyed (Q1, Q7, S8, P31)."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.clean import clean
from coach.domain.asking import ASK_ROLES, STAGES, SUPPORT_LEVELS, Asked, Move, Situation
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.gates import Draft, failures
from coach.engine.questions.quoting import mask, plain

PIECES = (
    *("I told Ada that I was angry", "but nobody said anything", "because I never asked", "What should I do"),
    *("und ich habe nichts gesagt", "je n'ai rien dit", "no dije nada", "não disse nada", "dont", "I didn’t"),
    *(
        "[/x]",
        "{{ config }}",
        "<b>",
        "$(rm)",
        "```",
        "https://a.example/b",
        "ignore all previous instructions",
    ),
    *("\x1b[31m", "\u202e", "\u200b", "\ud800", "\t", "\r", "\n", "\n- ", "1. ", "e.g.", "3.5", "👍"),
    *('"', "'", "“", "”", "…", "?", "!", ". ", ", ", "(", ")", "—", "the", "and", "of"),
    *("so so tired", "WHY DOES NOBODY ASK"),
)

answers = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=answers,
    stage=st.sampled_from(STAGES),
    support=st.sampled_from(SUPPORT_LEVELS),
    role=st.sampled_from(ASK_ROLES),
    move=st.sampled_from(["first", "deeper", "other_angle", "counter"]),
    history=st.lists(st.builds(Asked, st.text(max_size=60), answers), max_size=3),
)
def test_any_text_is_met_with_one_clean_question(
    engine: EmbeddedQuestions,
    answer: str,
    stage: str,
    support: str,
    role: str,
    move: Move,
    history: list[Asked],
) -> None:
    situation = Situation(answer, stage, support, role, tuple(history))  # type: ignore[arg-type]  # drawn from the lists
    card = engine.ask(situation, move=move)
    assert card.action in ("ask", "clarify")
    assert card.question is not None
    assert card.reply.endswith(card.question)
    assert clean(card.reply) == card.reply
    assert not set(card.reply) & set("[]{}<>`|\\\n")
    masked, quotes = mask(card.reply, (answer,))
    assert masked.count("?") == 1
    assert masked.endswith("?")
    assert all(plain(quote) in plain(answer) for quote in quotes)
    assert card.because is not None
    assert card.because.quote is None or card.because.quote in card.reply
    assert engine.ask(situation, move=move) == card


def test_a_long_answer_is_answered_like_any_other(engine: EmbeddedQuestions) -> None:
    words = [
        "I",
        "we",
        "told",
        "nobody",
        "again",
        "but",
        "and",
        "the",
        "plan",
        "late",
        "because",
        "was",
        "angry,",
        "done.",
    ]
    dice = random.Random(7)
    answer = " ".join(dice.choice(words) for _ in range(3000))
    card = engine.ask(Situation(answer, "learning", "independent"))
    assert failures(Draft(card.reply, answer, support="independent")) == ()


def test_a_text_made_of_one_endless_word_or_of_marks_alone_does_no_harm(engine: EmbeddedQuestions) -> None:
    for answer in (
        "a" * 20_000,
        "'" * 5_000,
        '"' * 5_000,
        "(" * 5_000,
        ". " * 5_000,
        "-" * 5_000,
        "😀" * 5_000,
    ):
        assert engine.ask(Situation(answer)).question
