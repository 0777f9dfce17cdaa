"""Every fault of an endpoint through the whole program: data as they were, one sentence (P23, P39)."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.helpers import coach
from tests.doubles.misbehaving import Misbehaving
from tests.llm.test_every_fault import TABLE

pytestmark = pytest.mark.torture

WORDS = "I postponed the review because I was worried about the outcome."
KEY = "sk-canary-key"


def digests(folder: Path) -> dict[str, str]:
    """What each file below holds."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("plain", [False, True], ids=["streamed", "one body"])
@pytest.mark.parametrize("mode", TABLE)
def test_data_are_as_they_were_whatever_the_endpoint_does(mode: str, plain: bool, own_place: Path) -> None:
    coach("log", "An entry that was there before.")
    with Misbehaving(mode, plain=plain) as server:
        (own_place / "config.yaml").write_text(
            f"engine: {{use: remote}}\nremote:\n  base_url: {server.url}\n  model: m\n"
            "  first_token_seconds: 1\n  idle_seconds: 1\n  total_seconds: 5\n"
        )
        coach("privacy", "allow", "follow_up")
        before = digests(own_place / "data")
        ended = coach("ask", WORDS, "--engine", "remote", env={"COACH_API_KEY": KEY})
        assert digests(own_place / "data") == before
        # None of the modes asks a question that passes the checks, so all end in the same way.
        assert ended.code == 5
        assert ended.out == ""
        assert ended.err.count("coach: ") == 1
        assert "Traceback" not in ended.err
        assert KEY not in ended.err
        assert len(server.chats) <= 6
        # With no word about which engine the one on this machine answers.
        fallen_back = coach("ask", WORDS, env={"COACH_API_KEY": KEY})
        assert fallen_back.code == 0
        assert fallen_back.out.strip().endswith("?")
        assert digests(own_place / "data") == before
