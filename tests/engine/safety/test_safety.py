"""The safety check (rubric S1-S6): what stops a session, what does not, and what is said."""

import json
import re
from typing import Any

import pytest
import yaml

from coach.engine.safety import Kind, Notice, Resource, Safety
from coach.engine.safety.reply import Replies
from coach.errors import InvalidData
from tests.engine.safety.samples import LABELLED, LANGUAGES, ROOT, UNSEEN, FilePrompts, packaged


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety(FilePrompts())


@pytest.fixture(scope="module")
def found(safety: Safety) -> dict[str, Notice | None]:
    """What is said to each labelled text."""
    return {row["text"]: safety.check(row["text"]) for row in LABELLED}


def notice(safety: Safety, text: str) -> Notice:
    found = safety.check(text)
    assert found is not None, text
    return found


# ---- the labelled set (rubric S1, S4, S5; section 10)


def is_plain(row: dict[str, Any]) -> bool:
    """Danger said in words; the variations are veiled nearly all."""
    return row["kind"] != "none" and bool(row.get("plain", row["from"] == "rounds"))


def test_the_labelled_set_is_large_enough_in_each_language() -> None:
    for language in LANGUAGES:
        kinds = [row["kind"] for row in LABELLED if row["lang"] == language]
        assert sum(kind != "none" for kind in kinds) >= 8
        assert sum(kind == "none" for kind in kinds) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_recall_is_at_least_95_percent_of_what_is_said_in_each_language(
    found: dict[str, Notice | None], language: str
) -> None:
    risky = [row["text"] for row in LABELLED if row["lang"] == language and is_plain(row)]
    missed = [text for text in risky if found[text] is None]
    assert len(missed) <= 0.05 * len(risky), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_what_is_only_hinted_at_as_much_is_found_as_the_docs_say(
    found: dict[str, Notice | None], language: str
) -> None:
    """A floor and no goal: docs/safety.md says how much is missed."""
    veiled = [
        row for row in LABELLED if row["lang"] == language and row["kind"] != "none" and not is_plain(row)
    ]
    assert sum(found[row["text"]] is not None for row in veiled) >= 0.5 * len(veiled)


def test_unseen_texts_fare_no_worse_than_at_the_first_look(safety: Safety) -> None:
    """Never used for tuning, so that a change that only learns the labelled set by heart is seen."""
    found = {row["text"]: safety.check(row["text"]) is not None for row in UNSEEN}
    plain = [found[row["text"]] for row in UNSEEN if row.get("plain")]
    harmless = [found[row["text"]] for row in UNSEEN if row["kind"] == "none"]
    assert (len(plain), len(harmless)) == (49, 132)
    assert sum(plain) >= 38
    assert sum(harmless) <= 0.05 * len(harmless)


@pytest.mark.parametrize("language", LANGUAGES)
def test_false_alarms_are_at_most_5_percent_in_each_language(
    safety: Safety, found: dict[str, Notice | None], language: str
) -> None:
    harmless = [row["text"] for row in LABELLED if row["lang"] == language and row["kind"] == "none"]
    alarms = [(text, safety.hits(text)[0].phrase) for text in harmless if found[text] is not None]
    assert len(alarms) <= 0.05 * len(harmless), alarms


def test_the_reply_is_in_the_language_of_the_entry(found: dict[str, Notice | None]) -> None:
    risky = [row for row in LABELLED if row["kind"] != "none"]
    wrong = [row["text"] for row in risky if (said := found[row["text"]]) and said.language != row["lang"]]
    assert len(wrong) <= 0.03 * len(risky), wrong


def test_danger_to_someone_else_has_words_of_its_own(found: dict[str, Notice | None]) -> None:
    """Rubric S4: a mentor writes about a mentee."""
    rows = [row["text"] for row in LABELLED if row["kind"] == "other_in_danger"]
    kinds = [said.kind for text in rows if (said := found[text])]
    assert kinds.count("other_in_danger") >= 0.8 * len(kinds)


# ---- spelling does not hide a meaning

HIDDEN = [
    "I WANT TO DIE",
    "i want to d\u200bie",
    "i wánt to díe",
    "I want to\ndie",
    "I want to... die",
    "i wanttt to dieeee",
    "i want to k1ll myself",
    "im gonna kil myslef",
    "I don\u2019t want to live any more",
    "i dont want to live anymore",
    "I \uff57\uff41\uff4e\uff54 to die",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_spelling_habits_do_not_hide_a_meaning(safety: Safety, text: str) -> None:
    assert notice(safety, text).kind == "self_harm"


def test_umlauts_may_be_written_out(safety: Safety) -> None:
    assert notice(safety, "Ich denke daran, mich zu toeten.").language == "de"


def test_one_risky_sentence_in_three_thousand_words_is_found(safety: Safety) -> None:
    filler = "The standup ran long and I asked Mina about the export before lunch. " * 115
    assert safety.check(filler) is None
    assert notice(safety, filler + "Some nights I want to die. " + filler).kind == "self_harm"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "...", "🙂", "\x1b[31m", "{{ config }}", "a" * 20_000, "日本語のメモ"]
)
def test_odd_input_is_no_danger_and_no_error(safety: Safety, text: str) -> None:
    assert safety.check(text) is None


# ---- harmless talk (rubric S5)


@pytest.mark.parametrize(
    "text",
    [
        "This deadline is killing me.",
        "We killed the feature after lunch.",
        "I could have died of shame.",
        "kill -9 on the hung process, then removed the dead code.",
        "Shoot me an email when the abusive query load drops.",
        "She attacked my proposal and I nearly lost it.",
        "Harassment training took the whole morning.",
        "My life hangs by a thread when the pager goes, joked Omar.",
        "We discussed the policy on racist language in the product.",
        "I would never hurt anyone on purpose with feedback.",
    ],
)
def test_figures_of_speech_and_work_talk_do_not_stop_a_session(safety: Safety, text: str) -> None:
    assert safety.check(text) is None, safety.hits(text)


def test_a_saying_excuses_only_itself(safety: Safety) -> None:
    text = "This deadline is killing me. Honestly I want to die."
    assert notice(safety, text).kind == "self_harm"
    assert notice(safety, "This deadline is killing me and tonight I want to kill myself.").certain


def test_a_denial_shows_the_resources_in_softer_words(safety: Safety) -> None:
    """Rubric S5: when in doubt show the resources and let the person go on."""
    denied = notice(safety, "I'm not suicidal, just tired.")
    meant = notice(safety, "I am suicidal.")
    assert not denied.certain
    assert meant.certain
    assert denied.resources == meant.resources
    assert denied.text != meant.text


def test_two_hints_count_where_one_does_not(safety: Safety) -> None:
    assert safety.check("I feel empty after this release.") is None
    both = notice(safety, "I feel empty. There is no way out.")
    assert both.kind == "self_harm"
    assert not both.certain


# ---- what is said (rubric S2, S3, S7)

SAMPLES = {
    "self_harm": "I want to die",
    "abuse": "My husband hit me again",
    "harassment": "My boss groped me in the lift",
    "violence": "I am going to kill him tomorrow",
    "other_in_danger": "My mentee told me she wants to kill herself",
}
RISKY_IN = {
    "en": "I want to die",
    "de": "Ich will mich umbringen",
    "fr": "Je veux mourir",
    "es": "Quiero morirme",
    "pt": "Quero morrer",
}


def every_reply() -> list[Any]:
    words = yaml.safe_load((ROOT / "safety/replies.yaml").read_text("utf-8"))
    return [(language, kind) for language in LANGUAGES for kind in words[language]["certain"]]


@pytest.mark.parametrize(("kind", "text"), SAMPLES.items())
def test_each_kind_is_named_and_has_its_words(safety: Safety, kind: str, text: str) -> None:
    found = notice(safety, text)
    assert (found.kind, found.certain) == (kind, True)
    assert "stop" in found.text
    assert "someone you trust" in found.text
    assert "emergency services" in found.text
    assert "I have told nobody" in found.text
    assert "go on, save it and close, or delete it" in found.text
    assert found.resources


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reply_asks_nothing_and_repeats_nothing(safety: Safety, language: str) -> None:
    found = notice(safety, RISKY_IN[language] + " Zanzibar 4711")
    assert found.language == language
    assert "?" not in found.text
    assert "¿" not in found.text
    assert "Zanzibar" not in found.text
    assert "4711" not in found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_sentence_is_true_where_it_is_said(safety: Safety, language: str) -> None:
    """Rubric S7: only a session can be gone on with, and what was only asked about is not kept."""
    found = notice(safety, RISKY_IN[language])
    words = yaml.safe_load((ROOT / "safety/replies.yaml").read_text("utf-8"))[language]
    whole = {"session": found.text, "kept": found.said("kept"), "asked": found.said("asked")}
    for where, text in whole.items():
        assert text.endswith(words[where]), where
        assert text.rpartition("\n\n")[0] == found.text.rpartition("\n\n")[0]
    assert len(set(whole.values())) == 3


def test_every_language_has_words_for_every_kind() -> None:
    words = yaml.safe_load((ROOT / "safety/replies.yaml").read_text("utf-8"))
    for language in LANGUAGES:
        for part in ("certain", "uncertain", "turn_to"):
            assert set(words[language][part]) == set(SAMPLES), (language, part)
        said = json.dumps(words[language], ensure_ascii=False)
        assert "?" not in said
        judging = (
            r"diagnos|depress|disorder|trauma|burnout|narzis|versprech|promise|promet|will be fine|wird gut"
        )
        assert not re.search(judging, said, re.IGNORECASE), language


def test_harassment_names_the_routes_at_work_in_every_language() -> None:
    """Rubric S2: for harassment also the workplace's own routes."""
    words = yaml.safe_load((ROOT / "safety/replies.yaml").read_text("utf-8"))
    routes = {"en": "HR", "de": "HR", "fr": "RH", "es": "RR. HH.", "pt": "RH"}
    for language, route in routes.items():
        assert route in words[language]["turn_to"]["harassment"]


def test_the_country_of_the_configuration_chooses_lines_and_number() -> None:
    irish = notice(Safety(FilePrompts(), country="ie"), "I want to die")
    assert [resource.contact for resource in irish.resources] == ["116 123", "findahelpline.com"]
    assert "112 or 999" in irish.text
    german = notice(Safety(FilePrompts(), country="DE"), "I want to die")
    assert "0800 111 0 111" in german.text


def test_an_unknown_country_falls_back_to_lines_of_the_language() -> None:
    found = notice(Safety(FilePrompts(), country="Atlantis"), "Quiero morirme")
    assert "024" in found.text
    assert "findahelpline.com" in found.text


def test_the_persons_own_resources_come_first_and_are_never_cut() -> None:
    own = [Resource(f"Friend {number}", f"555 {number}") for number in range(9)]
    found = notice(Safety(FilePrompts(), country="US", extra_resources=own), "I want to die")
    assert found.resources[:9] == tuple(own)
    assert "988" in found.text


def test_an_insult_for_origin_names_no_line_for_sexual_violence() -> None:
    """Rubric S2: the lines fit what was written."""
    american = Safety(FilePrompts(), country="US")
    assert "RAINN" not in notice(american, "They call me the n word in the warehouse and laugh").text
    assert "RAINN" in notice(american, "My manager keeps touching my breasts").text


def test_four_lines_at_most_and_the_general_one_last(safety: Safety) -> None:
    for text in (*SAMPLES.values(), *RISKY_IN.values()):
        found = notice(safety, text)
        assert len(found.resources) <= 4
        assert found.resources[-1].contact == "findahelpline.com"
        listed = [line for line in found.text.splitlines() if line.startswith("  ")]
        assert len(listed) == len(found.resources), "every line is indented alike"


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nobody_was_told_stands_before_the_lines(safety: Safety, language: str) -> None:
    """Rubric S2: it must be read without scrolling at 80 x 24."""
    words = yaml.safe_load((ROOT / "safety/replies.yaml").read_text("utf-8"))[language]
    assert notice(safety, RISKY_IN[language]).text.split("\n\n")[1] == words["program"]


@pytest.mark.parametrize(
    "text",
    [
        "I measured the edge twice.",
        "I sanded the edge of the shelf.",
        "this app is useless and it was my last week",
        "I saw her check the pump manual on her phone, three times in one shift",
    ],
)
def test_one_word_does_not_serve_twice_and_ordinary_words_do_not_add_up(safety: Safety, text: str) -> None:
    """Rubric S5: seen as false alarms."""
    assert safety.check(text) is None


def test_resources_are_complete_and_well_formed() -> None:
    resources = yaml.safe_load((ROOT / "safety/resources.yaml").read_text("utf-8"))
    named = [
        "US",
        "CA",
        "UK",
        "IE",
        "AU",
        "NZ",
        "DE",
        "AT",
        "CH",
        "FR",
        "BE",
        "ES",
        "PT",
        "BR",
        "MX",
        "AR",
        "IN",
    ]
    assert set(named) <= set(resources["countries"])
    for country, content in resources["countries"].items():
        covered = {kind for line in content["lines"] for kind in line["for"]}
        assert set(SAMPLES) <= covered <= {*SAMPLES, "sexual"}, country
        assert content["emergency"]
        for line in content["lines"]:
            assert isinstance(line["contact"], str), (country, line)


COUNTRIES = packaged("safety/resources.yaml")["countries"]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_in_every_country_names_a_service_of_that_country(country: str, kind: Kind) -> None:
    """Rubric S2: a resource that fits, beside the general address; for harassment the routes at work too."""
    replies = Replies(
        packaged("safety/replies.yaml"), packaged("safety/resources.yaml"), country=country, extra=()
    )
    own = {line["contact"]: set(line["for"]) for line in COUNTRIES[country]["lines"]}
    for sexual in (True, False):
        found = replies.notice(kind, certain=True, language="en", sexual=sexual)
        named = [own[resource.contact] for resource in found.resources if resource.contact in own]
        assert any(kind in fits for fits in named), found.resources
        if kind == "harassment":
            assert "HR, occupational health, or your union" in found.text


# ---- the files


def test_files_are_read_at_first_use_and_once() -> None:
    """Rubric S6: local; nothing but the packaged files is read."""
    prompts = FilePrompts()
    safety = Safety(prompts)
    assert prompts.read == []
    safety.check("fine")
    safety.check("I want to die")
    safety.check("I want to die")
    assert len(prompts.read) == len(set(prompts.read)) == len(LANGUAGES) + 3


@pytest.mark.parametrize(
    "phrase", ["<nobody> dies", "(never closed", "closed] once", ".. ..", "one & ..", "(a|b [c)"]
)
def test_a_phrase_that_cannot_be_read_names_the_file_and_itself(phrase: str) -> None:
    content = {"classes": {}, "common": "the", "harmless": {}, "cues": {"self_harm": {"sure": [phrase]}}}
    with pytest.raises(InvalidData, match=r"safety/en\.yaml") as caught:
        Safety(FilePrompts(**{"safety/en.yaml": content})).check("fine")
    assert phrase.split(" ", maxsplit=1)[0] in caught.value.message


def test_every_phrase_of_every_file_can_be_read(safety: Safety) -> None:
    safety.prepare()
