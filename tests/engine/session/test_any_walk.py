"""Whatever is pressed in whatever order, a session neither breaks nor loses a word (P1, P21 for sessions)."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import UsageError
from tests.doubles.scripted_asking import RISKY
from tests.engine.session.table import LONG, Table

TEXTS = st.sampled_from(
    [
        "",
        "fine",
        LONG,
        LONG * 4,
        "not yet",
        "done: on Monday",
        "keep",
        "drop it",
        "When it rains, I will walk",
        RISKY,
        "{{ 7*7 }} [/x] \x1b[31m",
        "@Mina will #plan it by friday",
    ]
)
MOVES = st.one_of(
    st.tuples(st.just("answer"), TEXTS),
    st.tuples(
        st.sampled_from(
            [
                "skip",
                "back",
                "another",
                "deeper",
                "never_again",
                "pause",
                "resume",
                "go_on",
                "close",
                "other_process",
            ]
        ),
        st.none(),
    ),
    st.tuples(st.just("set_private"), st.booleans()),
    st.tuples(st.just("hide"), st.booleans()),
    st.tuples(st.just("edit"), TEXTS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    guide=st.sampled_from(["weekly", "return", "free"]),
    support=st.sampled_from(["guided", "supported", "independent"]),
    moves=st.lists(MOVES, min_size=5, max_size=50),
)
def test_any_walk_keeps_every_answer_in_some_version_and_never_breaks(
    guide: str, support: Any, moves: list[tuple[str, Any]]
) -> None:
    table = Table()
    table.week({"change": "Ask first"})
    table.clock.pass_days(7)
    table.aims.add("Speak up")
    table.commitments.add("send the notes", due=table.day(0))
    table.experiments.add("say the doubt", belief="They will mind", review_on=table.day(0))
    sessions = table.room(support=support, challenge=3)
    session = sessions.start(guide)
    said: list[str] = []
    for move, value in moves:
        before = session.state
        try:
            if move == "answer":
                session.answer(value)
                said += [value] if value.strip() else []
            elif move == "hide":
                sessions.hide_private = value
            elif move == "other_process":
                if before in ("open", "paused", "stopped"):
                    session = sessions.resume(session.id)
            elif move == "edit":
                lines = session.recap
                session.edit(lines[len(value) % len(lines)].key if lines else "change", value)
            elif value is None:
                getattr(session, move)()
            else:
                session.set_private(value)
        except UsageError:
            pass  # said in words; what the session shows afterwards is looked at below
        assert (session.turn is None) == (session.state != "open")
        assert session.progress is not None
        assert all(line.label for line in session.recap)
        session.note()
        session.why()
        assert (session.notice is None) == (session.state != "stopped")

    versions = table.store.versions("entries", session.id)
    ever = {one["answer"] for version in versions if version.doc for one in version.doc.get("answers", [])}
    assert set(said) <= ever
