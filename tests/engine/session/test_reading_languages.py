"""Promises and days in German, French, Spanish and Portuguese: found surely, or left alone (rubric E1)."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from coach.dates import understand
from coach.domain.promise import ENGLISH, Promises, read_promises
from coach.engine.session_reading import day_in, promise_in

WEDNESDAY = date(2026, 11, 18)
FILE = Path(__file__).parents[3] / "prompts" / "questions" / "promises.yaml"


@pytest.fixture(scope="module")
def promises() -> Promises:
    return read_promises(yaml.safe_load(FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("text", "cue", "act"),
    [
        ("Wenn Omar fragt, sage ich zuerst nichts.", "Omar fragt", "sage ich zuerst nichts"),
        ("Falls es eng wird, dann rufe ich Mina an", "es eng wird", "rufe ich Mina an"),
        ("Ich werde Mina fragen, sobald das Datum steht", "das Datum steht", "Ich werde Mina fragen"),
        ("Si Paul m'interrompt, je compte jusqu'à trois", "Paul m'interrompt", "je compte jusqu'à trois"),
        ("Dès qu'elle arrive, je lui parlerai", "elle arrive", "je lui parlerai"),
        ("Cuando Ana me interrumpa, esperaré un poco", "Ana me interrumpa", "esperaré un poco"),
        ("Si me quedo sin tiempo, voy a parar", "me quedo sin tiempo", "voy a parar"),
        ("Quando o João perguntar, vou ouvir primeiro", "o João perguntar", "vou ouvir primeiro"),
        (
            "Wenn Omar fragt, zähle ich bis fünf, bevor ich rede",
            "Omar fragt",
            "zähle ich bis fünf, bevor ich rede",
        ),
        ("La prochaine fois que Paul parle, je compterai", "Paul parle", "je compterai"),
        (
            "Voy a contar antes de hablar cuando Ana pregunte",
            "Ana pregunte",
            "Voy a contar antes de hablar",
        ),
        ("Se ela hesitar então direi o que vi", "ela hesitar", "direi o que vi"),
    ],
)
def test_a_moment_and_an_act_are_found_in_ones_own_letters(
    promises: Promises, text: str, cue: str, act: str
) -> None:
    found = promises.if_then(text)

    assert found is not None
    assert (found.cue, found.act) == (cue, act)
    assert cue in text
    assert act in text


@pytest.mark.parametrize(
    "text",
    [
        "Bevor ich antworte, zähle ich bis fünf",
        "Ich werde bis fünf zählen, bevor ich rede",
        "Je compterai quand elle parle avant de répondre",
        "Antes de hablar, voy a contar",
        "Vou contar quando ela falar antes de responder",
        "Wenn ich fragte, war ich nervös",
        "Ich werde fragen, ob es passt",
        "Quand il a parlé, je me suis tu",
        "Je vais demander si tout va bien",
        "Cuando me interrumpió, me callé",
        "Voy a preguntar si está bien",
        "Vou perguntar se ele quer ajuda",
        "Ela se irrita comigo, vou falar com ela",
    ],
)
def test_what_was_or_what_is_only_asked_is_no_promise(promises: Promises, text: str) -> None:
    assert promises.if_then(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("bis übermorgen", date(2026, 11, 20)),
        ("jeden Morgen, bis Freitag", date(2026, 11, 20)),
        ("in zwei Wochen", date(2026, 12, 2)),
        ("am 3. Dezember", date(2026, 12, 3)),
        ("nächste Woche", date(2026, 11, 25)),
        ("après-demain", date(2026, 11, 20)),
        ("le 1er décembre", date(2026, 12, 1)),
        ("d'ici deux semaines", date(2026, 12, 2)),
        ("mañana por la mañana", date(2026, 11, 19)),
        ("pasado mañana", date(2026, 11, 20)),
        ("antes del lunes", date(2026, 11, 23)),
        ("na segunda-feira", date(2026, 11, 23)),
        ("daqui a três dias", date(2026, 11, 21)),
    ],
)
def test_the_first_day_to_come_is_found_in_five_languages(promises: Promises, text: str, day: date) -> None:
    assert day_in(text, WEDNESDAY, understand, promises) == day


@pytest.mark.parametrize(
    "text", ["am Morgen", "por la mañana", "na segunda reunião", "fin de semana", "irgendwann", "um dia"]
)
def test_a_word_that_may_be_no_day_is_left_alone(promises: Promises, text: str) -> None:
    assert day_in(text, WEDNESDAY, understand, promises) is None


def test_of_a_long_answer_the_sentence_that_promises_is_taken(promises: Promises) -> None:
    long = "Es war eine lange Woche mit vielen Terminen und wenig Ruhe. " * 5
    assert promise_in(f"{long}Ich werde Mina zuerst fragen.", promises) == "Ich werde Mina zuerst fragen."


@pytest.mark.parametrize("data", [None, [], {"languages": {"de": {"when": 3}}}, {"languages": []}])
def test_a_file_of_another_shape_leaves_english(data: object) -> None:
    assert read_promises(data) == ENGLISH
