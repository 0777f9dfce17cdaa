"""What is quoted: verbatim, 2 to 10 words, with the "not" and the "if" the words depend on (Q6, Q7)."""

import pytest

from coach.engine.questions.cutting import cut
from coach.engine.questions.lexicon import Lexicon
from coach.engine.questions.reading import read
from coach.engine.questions.salience import weigh


def quoted(text: str, lexicon: Lexicon) -> str | None:
    reading = read(text, lexicon)
    best = weigh(reading, lexicon, "meaning", frozenset())[0]
    window = cut(reading, best.first, best.last, lexicon)
    return reading.cut(*window) if window else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I opened the lid and I was furious about the mess.", "I was furious about the mess"),
        ("the day was long but I never told Ada", "I never told Ada"),
        (
            "We met at nine, then lunch, and I felt ashamed of the way I had spoken to the new colleague.",
            "I felt ashamed",
        ),
        ("He called it 'a small thing' and I felt ashamed.", "I felt ashamed"),
        ("- post\n- bank\n- hid in the kitchen until Rosa left", "hid in the kitchen until Rosa left"),
    ],
)
def test_the_loaded_clause_is_cut_as_a_whole(text: str, wanted: str, english: Lexicon) -> None:
    assert quoted(text, english) == wanted


def test_a_quote_keeps_what_its_words_depend_on(english: Lexicon) -> None:
    """Q7: a cut that loses a 'not' or an 'if' would bend the person's words."""
    assert (quoted("I do not think he was wrong to be angry with me.", english) or "").startswith(
        "I do not think"
    )
    assert (quoted("If Mara had told me, I would feel less ashamed.", english) or "") != "Mara had told me"


def test_quotation_marks_of_the_person_stay_whole(english: Lexicon) -> None:
    text = 'She wrote "we will see" under my plan and I felt small.'
    reading = read(text, english)
    for first in range(len(reading.words)):
        for last in range(first, len(reading.words)):
            piece = reading.cut(first, last)
            assert piece is None or piece.count('"') % 2 == 0


def test_code_addresses_and_markup_are_never_quoted(english: Lexicon) -> None:
    """S8."""
    text = (
        "I broke `deploy()` at https://example.org/x and [red]cried[/red] about {{ secrets }} in run_all(1)."
    )
    reading = read(text, english)
    assert {word.low for word in reading.words}.isdisjoint({"deploy", "https", "red", "secrets"})


def test_the_numbers_of_a_list_are_not_part_of_what_it_says(english: Lexicon) -> None:
    words = [word.low for word in read("1. asked early 2. wrote it down 3. still late", english).words]
    assert words == ["asked", "early", "wrote", "it", "down", "still", "late"]


def test_later_and_after_a_but_weigh_more(english: Lexicon) -> None:
    """Q8: people say the important thing last."""
    reading = read("I was sad in March. I was sad in June.", english)
    assert weigh(reading, english, "meaning", frozenset())[0].clause.sentence == 1
    turned = read("The talk went on for an hour, but the room was half full by then.", english)
    assert weigh(turned, english, "meaning", frozenset())[0].clause.turn


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("One mother was angry and she cried.", False),
        ("My manager was furious about the invoice.", False),
        ("He told me that he felt ashamed of it.", False),
        ("I could see that my client was worried.", False),
        ("I was furious about the invoice.", True),
        ("The delay made me angry all day.", True),
        ("With my manager there I felt ashamed.", True),
    ],
)
def test_what_others_feel_is_not_taken_for_the_writers_feeling(
    english: Lexicon, text: str, mine: bool
) -> None:
    """Q18: nobody is asked about a feeling that somebody else had."""
    found = weigh(read(text, english), english, "meaning", frozenset())
    assert any(item.kind == "feeling" for item in found) is mine


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("I can do it when nobody is watching", "I can do it"),
        ("Either I stay on nights or I quit", "I stay on nights"),
        ("He said I am too slow for the round", "I am too slow for the round"),
        ("Maybe I was wrong about the shed", "I was wrong about the shed"),
        ("He drove me there himself and did not speak", "himself and did not speak"),
    ],
)
def test_a_cut_never_leaves_out_what_the_words_depend_on(english: Lexicon, text: str, lost: str) -> None:
    """Q7: a condition, an alternative, a doubt, who said it, who did it."""
    reading = read(text, english)
    for clause in reading.clauses:
        window = cut(reading, clause.first, clause.last, english)
        assert window is None or reading.cut(*window) != lost
