"""The question files: each cue fires where it should, each question passes the gates it is judged by."""

import re
from typing import Any

import pytest

from coach.domain.asking import STAGES, SUPPORT_LEVELS, Support
from coach.engine.questions.catalogue import LEAD, QUOTE, SECOND, demands, read_cues, read_forms
from coach.engine.questions.checking import check_question_file
from coach.engine.questions.gates import Draft, failures
from coach.errors import InvalidData
from tests.engine.questions.conftest import FOLDER, Folder

CUES = Folder().data("questions/cues.yaml")
READ = {cue.id: cue for cue in read_cues(CUES, "cues.yaml")}
LANGUAGES = ("en", "de", "fr", "es", "pt")
SAID = "I said nothing when the vendor asked us about dates"
ANSWER = f"{SAID} and there was more to the afternoon than that."


@pytest.mark.parametrize("cue", CUES["cues"], ids=lambda cue: cue["id"])
def test_a_cue_fires_on_its_examples_and_on_none_of_its_counters(cue: dict[str, Any]) -> None:
    pattern = READ[cue["id"]].pattern
    assert [text for text in cue["examples"] if not pattern.search(text)] == []
    assert [text for text in cue["counter"] if pattern.search(text)] == []


def test_every_cue_says_why_in_one_plain_sentence() -> None:
    """C17: the reason is shown on the card."""
    for cue in READ.values():
        assert cue.reason.endswith(".")
        assert 4 <= len(cue.reason.split()) <= 20


def test_every_kind_of_a_cue_and_of_a_word_list_has_forms() -> None:
    forms = read_forms(Folder().data("questions/forms/en.yaml"), "en")
    assert {cue.kind for cue in READ.values()} <= set(forms.kinds)
    for language in LANGUAGES:
        words = Folder().data(f"questions/words/{language}.yaml")
        assert "feeling" in words["kinds"]


def _questions(language: str) -> list[tuple[Support, str, bool]]:
    forms = read_forms(Folder().data(f"questions/forms/{language}.yaml"), language)
    found: list[tuple[Support, str, bool]] = []
    for stages in forms.kinds.values():
        found += [
            (level, text, False) for levels in stages.values() for level in levels for text in levels[level]
        ]
    for name, door in forms.doors.items():
        for stage in STAGES:
            texts = {(level, text) for level, each in door.texts[stage].items() for text in each}
            found += [(level if name == "short" else "supported", text, True) for level, text in texts]
    found += [("supported", text, False) for texts in forms.last.values() for text in texts]
    for levels_of in forms.counter.values():
        found += [("supported", text, False) for texts in levels_of.values() for text in texts]
    if language == "en":
        found += [
            (level, text, False)
            for cue in READ.values()
            for level, each in cue.questions.items()
            for text in each
        ]
    shortest = min(forms.leads, key=len)
    asked = next(text for _, text, door in found if text.startswith(LEAD) and not door)
    every = (*forms.leads, *forms.placed)
    found += [("supported", asked.replace(LEAD, demands(lead)[2]), False) for lead in every]
    return [
        (level, demands(text)[2].replace(LEAD, demands(shortest)[2]), door)
        for level, text, door in dict.fromkeys(found)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_passes_every_gate_with_a_quote_of_ten_words(language: str) -> None:
    """Q1-Q19 for what is shipped; a long quote may push it over the length alone. What serves all levels may
    be too open for `guided` (Q12): the gates leave it out there."""
    for support, text, door in _questions(language):
        for quote, allowed in ((SAID, {"Q5", "Q12"}), ("I said nothing", {"Q12"})):
            shown = text.replace(QUOTE, quote).replace(SECOND, "there was more")
            missed = failures(Draft(shown, ANSWER, support=support, language=language, needs_quote=not door))
            assert set(missed) <= (allowed if support == "guided" else allowed - {"Q12"}), text


def test_every_kind_has_questions_for_a_guided_step_at_every_stage() -> None:
    """Q12: something concrete to hold on to; at least one that needs no trait the words may lack."""
    forms = read_forms(Folder().data("questions/forms/en.yaml"), "en")
    for kind, stages in forms.kinds.items():
        for stage, levels in stages.items():
            shown = [
                demands(text)[2]
                .replace(LEAD, '"{{ quote }}": ')
                .replace(QUOTE, SAID)
                .replace(SECOND, "there was")
                for text in levels["guided"]
            ]
            fitting = [
                text for text in shown if not set(failures(Draft(text, ANSWER, support="guided"))) - {"Q5"}
            ]
            assert len(fitting) >= 2, f"{kind}, {stage}"


def test_no_question_is_there_twice_at_one_place() -> None:
    for cue in CUES["cues"]:
        for texts in cue.get("questions", {}).values():
            assert len(texts) == len(set(texts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_questions_for_every_stage_and_level(language: str) -> None:
    forms = read_forms(Folder().data(f"questions/forms/{language}.yaml"), language)
    for stage in STAGES:
        for level in SUPPORT_LEVELS:
            assert len(forms.kinds["plain"][stage][level]) >= 2
        assert all(
            QUOTE not in text and LEAD not in text for text in forms.doors["empty"].texts[stage]["supported"]
        )
    assert {"short", "empty", "again", "hostile", "command", "code"} <= set(forms.doors)


def test_all_question_files_of_the_folder_are_checked_and_well() -> None:
    for path in sorted((FOLDER / "questions").rglob("*.yaml")):
        name = path.relative_to(FOLDER).as_posix()
        if name.endswith(("vague.yaml", "promises.yaml", "outcomes.yaml", "support.yaml")):
            continue  # vague verbs belong to commitments (rubric E7); the others have tests of their own
        check_question_file(name, Folder().data(name))
        with pytest.raises(InvalidData, match=re.escape(name)):
            check_question_file(name, ["nothing", "of", "use"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stage": "later"}, "stage must be one of"),
        ({"rank": 9}, "rank must be a number"),
        ({"patterns": ["(unclosed"]}, "cannot be used"),
        ({"questions": {"guided": "not a list"}}, "a list of texts"),
        ({"quote": "before"}, "match, after or part"),
    ],
)
def test_a_cue_that_cannot_be_used_is_named_with_its_key(change: dict[str, Any], said: str) -> None:
    broken = {"cues": [{**CUES["cues"][0], **change}]}
    with pytest.raises(InvalidData, match=said) as raised:
        read_cues(broken, "questions/cues.yaml")
    assert "vague_agent" in raised.value.message


def test_words_that_yaml_reads_as_true_or_false_are_refused_with_a_hint() -> None:
    words = {**Folder().data("questions/words/en.yaml"), "stop": ["yes", False]}
    with pytest.raises(InvalidData) as raised:
        check_question_file("questions/words/en.yaml", words)
    assert "quotation marks" in raised.value.hint
