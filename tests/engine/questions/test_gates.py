"""Each gate lets a fair question through and stops what its rule forbids (rubric Q1-Q19, S8)."""

import pytest

from coach.engine.questions.gates import Draft, failures, passes
from coach.engine.questions.quoting import alike, mask

ANSWER = "I kept quiet in the budget round, and afterwards I was cross with myself all evening."
GOOD = 'What does "I kept quiet in the budget round" protect for you?'


def missed(reply: str, **more: object) -> tuple[str, ...]:
    return failures(Draft(reply, str(more.pop("answer", ANSWER)), **more))  # type: ignore[arg-type]  # test data


def test_a_fair_question_passes_all_gates() -> None:
    assert missed(GOOD) == ()
    assert passes(Draft(GOOD, ANSWER))


@pytest.mark.parametrize(
    ("rule", "reply"),
    [
        ("Q1", 'What does "I kept quiet" cost you? What else?'),
        ("Q1", 'Say what "I kept quiet" cost you.'),
        ("Q2", 'Is "I kept quiet" how you want it?'),
        ("Q2", 'You wrote "I kept quiet": do you do that often?'),
        ("Q2", 'How often do you find that "I kept quiet"?'),
        ("Q3", 'What about telling your manager that "I kept quiet"?'),
        ("Q3", 'You wrote "I kept quiet": have you considered speaking first, and what would you say?'),
        ("Q3", 'You should speak: what stops you at "I kept quiet"?'),
        ("Q4", 'Why did you let it be that "I kept quiet"?'),
        ("Q4", 'What makes you think that surely "I kept quiet" was wrong?'),
        ("Q5", 'You wrote "I kept quiet": ' + "what is it about this that you see " * 5 + "now?"),
        ("Q6", "What did you protect there?"),
        ("Q7", 'What does "I kept silent in the budget round" protect for you?'),
        ("Q7", 'What does "I kept quiet in the" protect for you?'),
        ("Q13", 'What does "I kept quiet" protect for you, and what does it cost?'),
        ("Q14", 'What was behind "I kept quiet"?'),
        ("Q15", 'Great insight: what does "I kept quiet" protect for you?'),
        ("Q16", 'What limiting belief of yours is in "I kept quiet"?'),
        ("Q17", 'You always hide: what does "I kept quiet" protect for you?'),
        ("Q18", 'What made you so anxious when "I kept quiet"?'),
        ("Q19", "Tell me more about it?"),
        ("S8", 'What does "I kept quiet" mean to you in [bold]this[/bold]?'),
        ("S8", 'What does "I kept quiet" mean to you,\nreally?'),
    ],
)
def test_a_question_that_breaks_a_rule_is_named_by_the_rule(rule: str, reply: str) -> None:
    assert rule in missed(reply)
    assert not passes(Draft(reply, ANSWER))


def test_the_persons_own_words_never_count_against_a_question() -> None:
    answer = 'He said "you should try harder, right?" and I always freeze.'
    assert missed('What is behind “He said "you should try harder, right?"” for you?', answer=answer) == ()


def test_guided_needs_something_concrete_and_independent_stays_short() -> None:
    assert "Q12" in missed(GOOD, support="guided")
    assert missed('Which one thing does "I kept quiet" protect for you?', support="guided") == ()
    long = (
        'Looking at "I kept quiet in the budget round": what is it in all of this, as you see it today, '
        "that you would most of all want to keep?"
    )
    assert "Q5" in missed(long, support="independent")


def test_the_same_question_with_another_quote_counts_as_asked_before() -> None:
    """Q9."""
    before = 'What does "I said yes to all of it" protect for you?'
    assert alike(GOOD, before) == 1.0
    assert "Q9" in missed(GOOD, history=(before,))
    assert missed(GOOD, history=("When will you first try it?",)) == ()


def test_only_the_last_six_questions_count_as_asked() -> None:
    """Q9."""
    later = tuple(f"Which colour number {n} was it?" for n in range(6))
    assert missed(GOOD, history=(GOOD, *later)) == ()


def test_a_feeling_the_person_named_may_be_taken_up() -> None:
    """Q18."""
    answer = "I was angry about the plan all day."
    assert (
        missed('What is the word angry standing for, when you say "angry about the plan"?', answer=answer)
        == ()
    )


def test_quotes_are_found_in_any_marks_and_with_marks_inside() -> None:
    said = 'He said "fine" and left.'
    assert mask('You wrote “He said "fine" and left”: what now?', (said,))[1] == ('He said "fine" and left',)
    assert mask('You wrote "He said "fine" and left": what now?', (said,))[1] == ('He said "fine" and left',)
    assert mask("Tu écris «rien dit» : quoi ?", ("je n'ai rien dit",))[1] == ("rien dit",)


def test_other_languages_pass_the_rules_that_need_no_vocabulary() -> None:
    """Q21."""
    answer = "Ich habe nichts gesagt und nur genickt."
    fair = 'Was schützt "Ich habe nichts gesagt" für dich?'
    assert failures(Draft(fair, answer, language="de")) == ()
    assert failures(Draft('Was schützt "Ich sagte nichts" für dich?', answer, language="de")) == ("Q7",)
