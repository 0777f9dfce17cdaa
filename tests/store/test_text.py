"""Text comes back exactly as it was typed (P15)."""

import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.engine.ports import Put
from coach.store.open import open_store
from tests.store.conftest import FixedClock

HOSTILE = [
    "",
    "\0",
    "\x1b[2J\x1b]0;title\x07\x9b31m",
    "\ud800",
    "a\udfff b",
    "\r\n\r\n\u2028\u2029\x85",
    "\u202e bidi \u2066",
    "\ufeff bom",
    "[/x][@click=app.quit] {{ 7*7 }}",
    "\U0001f469\u200d\U0001f680",
    '"}\n{"sum":"00000000","at":"x"}\n',
    "\\ud800 \\n",
    "x" * 1_000_000,
]

text = st.text(st.characters(exclude_categories=()), max_size=300).filter(
    lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


def there_and_back(doc, label="note added"):
    with TemporaryDirectory() as folder:
        place = Path(folder)

        def opened():
            clock = FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC))
            return open_store(place / "data", place / "state", clock=clock, backups=place / "b", keep=1)

        running = opened().store
        running.all("entries")
        running.commit([Put("entries", doc)], label=label)
        assert running.get("entries", doc["id"]) == doc
        again = opened().store
        assert again.get("entries", doc["id"]) == doc
        assert again.history()[0].label == label
        return doc


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_comes_back(value):
    there_and_back({"id": "a", "text": value, value[:40]: [value[:40]]})


def test_two_halves_of_one_character_become_it():
    """JSON cannot tell them apart; no keyboard, file or decoder makes such text."""
    with TemporaryDirectory() as folder:
        store = open_store(
            Path(folder, "d"), Path(folder, "s"), clock=FixedClock(), backups=Path(folder, "b"), keep=1
        )
        store = store.store
        store.commit([Put("entries", {"id": "a", "text": "\ud83d\ude00"})], label="x")
        assert store.get("entries", "a")["text"] == "\U0001f600"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=json_values, key=text.filter(bool), label=text)
@example(value=2**63, key="a", label="x")
@example(value=-(2**200), key="a", label="x")
@example(value=5e-324, key="a", label="x")
@example(value=-0.0, key="a", label="x")
@example(value={"": {"": []}}, key="\ud800", label="\ud800")
def test_any_json_under_any_id_comes_back(value, key, label):
    there_and_back({"id": key, "value": value}, label)
