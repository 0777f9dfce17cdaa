"""Nothing leaves but through the gate, which lets out only what was seen and allowed (P35, P36, P37)."""

import ast
from pathlib import Path
from typing import Any

import pytest

import coach
from coach.engine.chat import EngineFault, Message, Place, Waiting
from coach.engine.gate import LeftOut, Outgoing, Source
from coach.engine.gate.budget import estimate
from coach.errors import StoreUnwritable
from tests.doubles.scripted_model import PLACE, ScriptedModel
from tests.engine.gate.desk import RISKY, Desk, outgoing

HOST = PLACE.host


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "state")


def fault(error: pytest.ExceptionInfo[EngineFault]) -> str:
    return error.value.fault


def test_only_the_gate_calls_a_model_p35() -> None:
    root = Path(coach.__file__).parent
    callers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "chat"
    }
    # `self.with_raw_response.chat` and the like are the SDK's own; its room is the only one that has it.
    assert {one for one in callers if not one.startswith("llm/")} == {"engine/gate/gate.py"}


def test_only_the_wiring_makes_a_model_and_gives_it_to_the_gate_p35() -> None:
    root = Path(coach.__file__).parent
    users = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "OpenAIModel(" in path.read_text(encoding="utf-8")
    }
    assert {one for one in users if not one.startswith("llm/")} <= {"wiring/remote.py"}


def test_a_connection_ahead_is_made_only_where_a_request_may_follow(desk: Desk) -> None:
    desk.gate.connect("follow_up")
    assert desk.model.connected == 0
    desk.consent.allow("follow_up", HOST)
    desk.gate.connect("follow_up")
    assert desk.model.connected == 1
    desk.refusal = EngineFault("local_only", "no")
    desk.gate.connect("follow_up")
    assert desk.model.connected == 1


def test_what_goes_out_is_the_parcel_as_it_was_shown_p35(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina"}]
    desk.consent.allow("follow_up", HOST)
    parcel = desk.gate.prepare(outgoing("Mina was late\x1b[31m."))
    assert parcel.text == "[system]\nAsk one question.\n\n[user]\nThey wrote:\nP1 was late[31m."
    desk.gate.send(parcel)
    assert desk.model.requests == [parcel.request]
    assert desk.model.requests[0].messages == parcel.messages


def test_names_come_back_in_text_value_and_progress_p36(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina"}]
    desk.model = ScriptedModel("What did P1 say?", {"question": "p1’s?"})
    parcel = desk.gate.prepare(outgoing("Mina was late."))
    seen: list[Waiting] = []
    answer = desk.gate.send(parcel, once=True, on_progress=seen.append)
    assert answer.text == "What did Mina say?" == seen[-1].text
    assert desk.gate.send(parcel, once=True).value == {"question": "Mina’s?"}


def test_a_name_with_an_at_sign_is_replaced_though_nobody_is_listed_yet_p36(desk: Desk) -> None:
    shown = desk.gate.prepare(outgoing('I asked @Lena and @"Ana Sousa"; Lena said no to Sousa.')).text
    assert "Lena" not in shown
    assert "Sousa" not in shown


def test_names_stay_where_masking_is_off(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina"}]
    desk.mask_names = False
    assert "Mina" in desk.gate.prepare(outgoing("Mina was late.")).text


@pytest.mark.parametrize("mark", ["private", "never_send", "stopped_for_safety"])
def test_what_may_not_be_sent_is_refused_by_its_own_mark_or_its_entrys_p35(desk: Desk, mark: str) -> None:
    desk.entries["e"] = {"id": "e", mark: True}
    marked: dict[str, Any] = {mark: True}
    for one in (outgoing("text", **marked), outgoing("text", entry="e")):
        with pytest.raises(EngineFault) as error:
            desk.gate.prepare(one)
        assert fault(error) == ("safety" if mark == "stopped_for_safety" else "withheld")
    assert not desk.model.requests


def test_nothing_about_a_person_marked_never_send_goes_out_p35(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina Kovac", "never_send": True}]
    desk.entries["e"] = {"id": "e", "with": ["1"]}
    for one in (
        outgoing("a text", entry="e"),
        outgoing("I met kovac's team."),
        outgoing("Send the list.", owner="1"),
    ):
        with pytest.raises(EngineFault) as error:
            desk.gate.prepare(one)
        assert fault(error) == "withheld"
    desk.gate.prepare(outgoing("a text"))


def test_a_risky_text_is_not_sent_s6(desk: Desk) -> None:
    with pytest.raises(EngineFault) as error:
        desk.gate.prepare(outgoing(f"Well. {RISKY}."))
    assert fault(error) == "safety"


def test_without_consent_nothing_goes_out_and_once_is_once(desk: Desk) -> None:
    gate = desk.gate
    parcel = gate.prepare(outgoing("text"))
    with pytest.raises(EngineFault) as error:
        gate.send(parcel)
    assert fault(error) == "no_consent"
    assert HOST in error.value.message
    assert "coach privacy allow follow_up" in error.value.hint
    gate.send(parcel, once=True)
    with pytest.raises(EngineFault):
        gate.ready(parcel)
    assert len(desk.model.requests) == 1


def test_consent_is_for_one_kind_at_one_host_and_can_be_taken_back(desk: Desk) -> None:
    desk.consent.allow("themes", HOST)
    desk.consent.allow("follow_up", "other.example")
    parcel = desk.gate.prepare(outgoing("text"))
    with pytest.raises(EngineFault):
        desk.gate.ready(parcel)
    desk.consent.allow("follow_up", HOST)
    desk.gate.ready(parcel)
    desk.consent.revoke("follow_up")
    with pytest.raises(EngineFault):
        desk.gate.ready(parcel)
    assert [(kind, host) for kind, host, _ in desk.consent.all()] == [("themes", HOST)]


def test_where_nothing_may_be_sent_nothing_else_is_looked_at_p37(desk: Desk) -> None:
    desk.consent.allow("follow_up", HOST)
    parcel = desk.gate.prepare(outgoing("text"))
    desk.refusal = EngineFault("local_only", "no")
    with pytest.raises(EngineFault) as error:
        desk.gate.send(parcel)
    assert fault(error) == "local_only"
    assert not desk.model.requests
    assert not desk.ledger.lines()


def test_a_preview_needs_no_endpoint_and_cannot_be_sent_without_one(desk: Desk) -> None:
    desk.place = None
    parcel = desk.gate.prepare(outgoing("text"))
    assert parcel.place is None
    with pytest.raises(EngineFault):
        desk.gate.send(parcel, once=True)


def test_what_was_shown_for_one_place_does_not_go_to_another_p35(desk: Desk) -> None:
    parcel = desk.gate.prepare(outgoing("text"))
    desk.place = Place("evil.example", "https://evil.example/v1", "m", on_this_machine=False)
    with pytest.raises(EngineFault) as error:
        desk.gate.send(parcel, once=True)
    assert fault(error) == "moved"


def test_the_ledger_has_the_line_before_the_request_goes_out(desk: Desk) -> None:
    ledger = desk.ledger

    class Looking(ScriptedModel):
        def chat(self, request, **rest):  # type: ignore[no-untyped-def]  # as the double's
            self.before = [line.outcome for line in ledger.lines()]
            return super().chat(request, **rest)

    desk.model = model = Looking()
    desk.gate.send(desk.gate.prepare(outgoing("Some secret words", entry="e")), once=True)
    (line,) = ledger.lines()
    assert model.before == ["begun"]
    assert (line.kind, line.host, line.entries, line.outcome) == ("follow_up", HOST, ("e",), "whole")
    assert (line.tokens_sent, line.tokens_received) == (40, 9)
    assert b"secret" not in (desk.state / "ledger.jsonl").read_bytes()


def test_without_the_ledger_nothing_is_sent(desk: Desk) -> None:
    desk.state.mkdir()
    (desk.state / "ledger.jsonl").mkdir()
    with pytest.raises(StoreUnwritable):
        desk.gate.send(desk.gate.prepare(outgoing("text")), once=True)
    assert not desk.model.requests


def test_a_fault_stands_in_the_ledger_and_counts_only_where_text_arrived(desk: Desk) -> None:
    desk.model = ScriptedModel(EngineFault("unreachable", "x"), EngineFault("timeout", "x"))
    parcel = desk.gate.prepare(outgoing("text"))
    for _ in range(2):
        with pytest.raises(EngineFault):
            desk.gate.send(parcel, once=True)
    late, early = desk.ledger.lines()
    assert (early.outcome, early.tokens_sent) == ("unreachable", 0)
    assert (late.outcome, late.tokens_sent) == ("timeout", parcel.tokens_estimate)


def test_the_months_tokens_are_a_limit_that_says_what_to_do(desk: Desk) -> None:
    desk.monthly_tokens = 300
    parcel = desk.gate.prepare(outgoing("text"))
    desk.gate.send(parcel, once=True)
    desk.gate.send(parcel, once=True)
    with pytest.raises(EngineFault) as error:
        desk.gate.send(parcel, once=True)
    assert fault(error) == "budget"
    assert "98 of 300" in error.value.message
    assert "remote.monthly_tokens" in error.value.hint
    desk.clock.pass_days(13)  # 1 December
    desk.gate.send(parcel, once=True)
    desk.monthly_tokens = 0
    desk.gate.ready(parcel, once=True)


def test_a_request_under_way_counts_with_the_longest_reply_it_may_get(desk: Desk) -> None:
    """Two windows at once do not both spend what is left of the month."""
    desk.monthly_tokens = 300
    parcel = desk.gate.prepare(outgoing("text"))
    desk.gate.ready(parcel, once=True)
    refused: list[str] = []

    def meanwhile(_: object) -> None:
        with pytest.raises(EngineFault) as error:
            desk.gate.ready(parcel, once=True)
        refused.append(fault(error))

    desk.gate.send(parcel, once=True, on_progress=meanwhile)

    assert set(refused) == {"budget"}
    desk.gate.ready(parcel, once=True)


def test_the_programs_own_test_sentence_needs_no_consent(desk: Desk) -> None:
    desk.gate.send(desk.gate.prepare(Outgoing("test", (Message("user", "Say yes."),), ())))
    smuggled = Outgoing("test", (Message("user", "words"),), (Source("", {}, "words"),))
    with pytest.raises(EngineFault) as error:
        desk.gate.send(desk.gate.prepare(smuggled))
    assert fault(error) == "no_consent"


def test_a_second_try_keeps_the_placeholders_and_shows_what_it_adds(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina"}]
    parcel = desk.gate.prepare(outgoing("Mina was late."))
    more = desk.gate.again(parcel, Message("assistant", "Why did Mina?"), Message("user", "Shorter."))
    assert more.messages[-2:] == (Message("assistant", "Why did P1?"), Message("user", "Shorter."))
    assert more.request.messages == more.messages
    assert more.tokens_estimate > parcel.tokens_estimate


def test_pieces_of_an_entry_are_sifted_one_by_one_and_counted_c18(desk: Desk) -> None:
    desk.people = [{"id": "1", "name": "Mina", "never_send": True}]
    entry = {
        "id": "e",
        "answers": [
            {"answer": "fine"},
            {"answer": "hidden", "private": True},
            {"answer": "stopped", "stopped_for_safety": True},
            {"answer": "Mina's plan"},
            {"answer": " "},
            {"answer": RISKY},
        ],
    }
    sources, left = desk.gate.holding().sift(entry)
    assert [one.text for one in sources] == ["fine"]
    assert left == LeftOut(private=1, never_send=1, stopped=2)
    assert desk.gate.holding().sift({"id": "n", "text": "x", "private": True}) == ([], LeftOut(private=1))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 4, 4),
        ("I was late again and said nothing about the plan.", 10, 24),
        ("2026-11-18", 10, 14),
        ("また遅刻して、計画について何も言わなかった。", 22, 60),
        ("\ud800", 4, 8),
    ],
)
def test_an_estimate_is_of_the_right_size(text: str, least: int, most: int) -> None:
    assert least <= estimate((Message("user", text),)) <= most
