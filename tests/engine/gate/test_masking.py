"""Names are replaced before anything is sent and put back into what returns (promise P36)."""

import re
import string
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.clean import clean
from coach.domain.text import fold
from coach.engine.gate.common_names import ALSO_WORDS
from coach.engine.gate.masking import Mask

MINA = {"1": ["Mina Kovač", "Mimi"]}


def masked(text: str, people: dict[str, list[str]], *, own_words: bool = True) -> str:
    return Mask(people, [text]).mask(text, own_words=own_words)


@pytest.mark.parametrize(
    "text",
    [
        "Mina said no.",
        "I asked mina, then MINA again.",
        "Mina's plan and Mina’s list",
        "Minas plan",
        "the Kovačs’ plan",
        "Kovac was late",
        "KOVAC\u030c was late",
        "see https://wiki.example/people/mina-kovac?x=1",
        "write to mina.kovac@example.org",
        "write to minakovac@example.org",
        "mkovac@example.org",
        "ping @mina2 or @mina_k",
        "askMina",
        "MinaKovac",
        "Mina\u00a0Kovač",
        "Mi\u200bna",
        "Mi\u00adna",
        "**Mina**",
        "Mimi waited",
        "Ｍｉｎａ",  # letters of double width
    ],
)
def test_no_way_of_writing_a_listed_name_goes_out_p36(text: str) -> None:
    out = fold(masked(clean(text), MINA))
    assert not re.search("mina|kovac|mimi", out), out


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Søren"], "soren and SØREN"),
        (["Jürgen Müller"], "Juergen Mueller and Muller"),
        (["Łukasz"], "Lukasz"),
        (["Anne-Marie"], "Anne Marie, AnneMarie, anne_marie, Marie"),
        (["O'Brien"], "O’Brien, OBrien, o'brien"),
        (["李明"], "我和李明说了话"),
        (["Zoë"], "Zoe\u0308 and ZOE"),
        (["Al"], "Al's plan, for @al, al@example.org"),
        (["Straße"], "STRASSE"),
        (["สมชาย"], "ผมพบสมชายเมื่อวาน"),
        (["सीता"], "मैंने सीता से पूछा"),
        (["Ольга Ким"], "ольга и Ким"),
    ],
)
def test_accents_joints_and_scripts_make_no_difference_p36(names: list[str], text: str) -> None:
    mask = Mask({"1": names}, [text])
    out = mask.mask(text)
    for name in names:
        for part in re.split(r"[\s-]", name):
            assert not re.search(rf"(?<![a-z]){fold(part)}(?![a-z])", fold(out)), out
    assert mask.restore(out) == text


def test_a_name_that_is_a_word_is_replaced_where_it_is_written_like_a_name_p36() -> None:
    people = {"1": ["Will"], "2": ["Mark Grace"]}
    assert masked("I hope it will mark the grace period.", people) == "I hope it will mark the grace period."
    assert masked("I asked Will, Mark's boss; @grace left.", people) == "I asked P1, P2's boss; @P2b left."
    assert masked("will's plan", people) == "P1's plan"
    assert masked("today i met will and mark again", people) == "today i met P1 and P2 again"
    assert masked("you will mark it", people, own_words=False) == "you will mark it"
    assert masked("We met mark grace.", people) == "We met P1."


def test_words_that_only_hold_a_name_stay_p36() -> None:
    people = {"1": ["Ann"], "2": ["Eva van Dam"], "3": ["Al"]}
    text = "An annual plan, an evaluation, also the van, and a medal in Amsterdam; madam."
    assert masked(text, people) == text


def test_placeholders_do_not_collide_with_the_text_or_with_a_name_p36() -> None:
    assert masked("Mina: P1 incident, p2 next", MINA) == "N1: P1 incident, p2 next"
    assert masked("Mina and P1", {"1": ["Mina"], "2": ["P1"]}) == "N1 and N2"
    assert masked("Mina", {"1": ["Mina"], "2": ["P"], "3": ["N"]}) == "Q1"


def test_every_way_of_writing_comes_back_as_it_was_p36() -> None:
    text = "Mina, MINA and mina's: Mina Kovač [Mina] `mina`"
    mask = Mask(MINA, [text])
    assert mask.restore(mask.mask(text)) == text
    assert mask.pairs[0] == ("Mina", "P1")


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("What did P1 say?", "What did Mina say?"),
        ("P1's plan, P1’s list, P1s plan", "Mina's plan, Mina’s list, Minas plan"),
        ("p1 and **P1** and _said_", "Mina and **Mina** and _said_"),
        ("<P1>, [P1], {P1}, `P1`", "Mina, Mina, Mina, Mina"),
        ("P-1 and P_1", "Mina and Mina"),
        ("P12, XP1, P1x", "P12, XP1, P1x"),
    ],
)
def test_a_reply_gets_its_names_back_whatever_the_model_did_to_them_p36(reply: str, shown: str) -> None:
    mask = Mask({"1": ["Mina"]}, ["Mina"])
    mask.mask("Mina")
    assert mask.restore(reply) == shown
    assert mask.restore_value({"q": [reply, 1, None]}) == {"q": [shown, 1, None]}


NAME = st.text(alphabet=string.ascii_letters + "éüøßńž", min_size=3, max_size=8)
FULL = st.lists(NAME, min_size=1, max_size=2).map(" ".join)
AROUND = st.text(alphabet=" \n.,;:!?'’\"()[]{}<>`*_-/@#0123456789\u0301", max_size=6)
FORMS = st.sampled_from(["plain", "upper", "lower", "bare", "spread"])


@given(name=FULL, form=FORMS, left=AROUND, right=AROUND, other=st.sampled_from(["", "P1 p-2 n1"]))
@settings(max_examples=300, deadline=None)
def test_no_listed_name_survives_and_all_comes_back_p36(
    name: str, form: str, left: str, right: str, other: str
) -> None:
    assume(fold(name) not in ALSO_WORDS)
    written = {
        "plain": name,
        "upper": name.upper(),
        "lower": name.lower(),
        "bare": fold(name),
        "spread": unicodedata.normalize("NFD", name),
    }[form]
    text = clean(f"I saw {left}{written}{right} there. {other}")
    mask = Mask({"1": [name]}, [text])
    out = mask.mask(text)
    assert fold(name) not in fold(out)
    assert mask.restore(out) == text


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_names_in_any_text_come_back_exactly_p36(names: list[str], text: str) -> None:
    people = {str(number): [name] for number, name in enumerate(names)}
    text = clean(text)
    mask = Mask(people, [text])
    out = mask.mask(text)
    assert mask.restore(out) == text
    mask.restore(text)


def test_names_without_a_space_between_them_come_back_p36() -> None:
    people = {"1": ["李明"], "2": ["王芳"]}
    mask = Mask(people, ["我和李明王芳说"])
    assert mask.mask("我和李明王芳说") == "我和P1说"
    assert mask.restore("P1说") == "李明王芳说"


def test_a_long_text_without_spaces_is_no_burden() -> None:
    text = "x" * 200_000 + "@Mina"
    assert "Mina" not in masked(text, MINA)
