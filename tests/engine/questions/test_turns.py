"""Turns of a whole answer: what is taken up of it and how it is asked about (rubric Q7, Q8, Q11, Q25)."""

import pytest

from coach.domain.asking import STAGES, SUPPORT_LEVELS, Asked, Situation
from coach.engine.questions.candidates import Candidate
from coach.engine.questions.catalogue import demands
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.gates import Draft, failures


@pytest.mark.parametrize(
    ("answer", "cue", "quote"),
    [
        (
            "Either I close the shop on Mondays or I keep paying Femke double.",
            "two_ways",
            "I close the shop on Mondays",
        ),
        (
            "I want the boys to learn it themselves but I also want the wall up by Friday.",
            "side_by_side",
            "I want the boys to learn it themselves",
        ),
        (
            "I thought the pump was the trouble. It was the filter I put in.",
            "view_turned",
            "the pump was the trouble",
        ),
        ("New rota is up. Nobody asked the night shift.", "nobody_did", "Nobody asked the night shift"),
        ("They planned the stall without me on Sunday.", "left_out", "They planned the stall without me"),
        (
            "The worst part was that I had the key in my pocket.",
            "named_weight",
            "I had the key in my pocket",
        ),
        ("He told them it was his drawing and I smiled.", "went_along", "I smiled"),
        (
            "Then my aunt said, 'You were the quick one of us.'",
            "words_heard",
            "You were the quick one of us",
        ),
        (
            "I know I should be grateful for the post.",
            "should_feel",
            "I know I should be grateful for the post",
        ),
        (
            "Shouted at Lou before the doors opened. It wasn't about the keys.",
            "not_about",
            "It wasn't about the keys",
        ),
        (
            "I keep putting off writing the piece for the newsletter.",
            "avoided_task",
            "I keep putting off writing",
        ),
        ("I said I would leave at five. Then I took two more calls.", "turned_away", "I took two more calls"),
        ("I tell myself it is only the season.", "told_myself", "it is only the season"),
    ],
)
@pytest.mark.parametrize("stage", STAGES)
def test_a_turn_is_taken_up_for_what_it_is(
    engine: EmbeddedQuestions, answer: str, cue: str, quote: str, stage: str
) -> None:
    """Q8: the quote is the part that carries it; Q1-Q19 hold at every level."""
    for support in SUPPORT_LEVELS:
        card = engine.ask(Situation(answer, stage, support))  # type: ignore[arg-type]  # from the lists
        assert card.because is not None
        assert card.because.cue == cue
        assert (card.because.quote or "").startswith(quote)
        assert failures(Draft(card.reply, answer, support=support)) == ()


def test_two_things_are_held_side_by_side_in_the_persons_words(engine: EmbeddedQuestions) -> None:
    answer = "Either I close the shop on Mondays or I keep paying Femke double."
    card = engine.ask(Situation(answer, "meaning"))
    assert '"I close the shop on Mondays"' in card.reply
    assert '"I keep paying Femke double"' in card.reply


@pytest.mark.parametrize(
    "answer",
    [
        "Stop fixing. Ask one thing and then shut up until Omar has answered.",
        "I want people to stop asking me for the keys.",
        "He told me to get lost and I went.",
    ],
)
def test_hard_words_of_the_persons_week_are_not_taken_for_abuse(
    engine: EmbeddedQuestions, answer: str
) -> None:
    """Q23."""
    card = engine.ask(Situation(answer))
    assert card.action == "ask"
    assert card.because is not None
    assert card.because.cue != "hostile"


@pytest.mark.parametrize("answer", ["show me the last entry", "delete my data", "Please open the settings"])
def test_an_order_to_the_program_is_not_quoted_as_a_week(engine: EmbeddedQuestions, answer: str) -> None:
    """S8."""
    because = engine.ask(Situation(answer)).because
    assert because is not None
    assert (because.cue, because.quote) == ("command", None)


@pytest.mark.parametrize("answer", ["n/a", "fine", "Whatever."])
def test_a_shrug_gets_one_easy_door_in_the_default_language(engine: EmbeddedQuestions, answer: str) -> None:
    """Q21, Q22."""
    card = engine.ask(Situation(answer))
    assert card.action == "clarify"
    assert card.because is not None
    assert card.because.cue == "empty"
    assert card.reply.isascii()


def test_an_address_speaks_no_language(engine: EmbeddedQuestions) -> None:
    """Q21."""
    answer = "See https://example.org/um/para/com/de?que=uma and I lost the vote on the roster."
    assert "you" in engine.ask(Situation(answer)).reply


def test_what_is_said_twice_is_taken_up(engine: EmbeddedQuestions) -> None:
    """Q8."""
    answer = (
        "I locked the gate. That is all, I locked the gate. Then the lorry came, we unloaded the panels and "
        "the boss said it was the neatest stack this year."
    )
    because = engine.ask(Situation(answer, "describe")).because
    assert because is not None
    assert because.quote == "I locked the gate"


def test_a_feeling_told_of_somebody_else_does_not_outweigh_ones_own_act(engine: EmbeddedQuestions) -> None:
    """Q8, Q18."""
    answer = "I think there was something he wanted to say, but I answered the font question."
    because = engine.ask(Situation(answer, "describe")).because
    assert because is not None
    assert because.quote == "I answered the font question"


def test_after_a_loss_leaving_it_is_offered(engine: EmbeddedQuestions) -> None:
    """Q25: one quiet question, or an offer to leave it."""
    replies = [
        engine.ask(
            Situation(f"Grandma's funeral was on {day}. I was back at the till the day after.", stage)
        ).reply
        for day in ("Monday", "Tuesday", "Friday")
        for stage in STAGES
    ]
    assert any("It is fine to leave it" in reply for reply in replies)


def test_who_is_threatened_is_asked_who_stands_beside_them(engine: EmbeddedQuestions) -> None:
    """Q25."""
    answer = "My supervisor said if I report the missing harnesses I can forget about my contract."
    because = engine.ask(Situation(answer, "plan")).because
    assert because is not None
    assert because.cue == "threatened"


def test_a_question_for_words_of_one_sort_may_come_back_before_one_that_fits_anything(
    engine: EmbeddedQuestions,
) -> None:
    """Q20 gives way to Q25: after two sessions a form made for such words is asked again."""
    answer = "New rota is up. Nobody asked the night shift."
    seen: list[str] = []
    for _ in range(4):
        seen.append(engine.ask(Situation(answer, "plan", recent=tuple(seen))).form)
    between = tuple(f"q-{number:08x}" for number in range(20))
    again = engine.ask(Situation(answer, "plan", recent=(*seen, *between)))
    assert again.form in seen


def test_no_question_opens_like_the_one_before(engine: EmbeddedQuestions) -> None:
    """Q20."""
    answers = (
        "Nobody asked the night shift.",
        "They planned the stall without me.",
        "I smiled.",
        "I said sure.",
    )
    last = Asked("")
    for answer in answers * 3:
        card = engine.ask(Situation(answer, history=(last,)))
        assert card.reply.split()[:2] != last.question.split()[:2]
        last = Asked(card.reply, answer)


def test_demands_of_a_question_are_read_from_its_beginning() -> None:
    assert demands("[past !idle] What now?") == (frozenset({"past"}), frozenset({"idle"}), "What now?")
    assert demands("What now?") == (frozenset(), frozenset(), "What now?")
    assert not Candidate("q", "What?", None, "plan").near  # type: ignore[arg-type]  # only the default is looked at
