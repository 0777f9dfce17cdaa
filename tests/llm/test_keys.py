"""Where a key is found, which is refused, and that it is shown nowhere (promise P39)."""

import os
import sys
import types
from pathlib import Path

import pytest

from coach.engine.chat import EngineFault
from coach.llm.endpoint import Endpoint
from coach.llm.keys import Key, find_key

ELSEWHERE = Endpoint.of("https://llm.example/v1", "m")
OWN = Endpoint.of("", "m")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("sk-file\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring of the test's own, as the extra would bring one."""
    held: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.get_password = lambda service, name: held.get((service, name))  # type: ignore[attr-defined]  # made here
    monkeypatch.setitem(sys.modules, "keyring", module)
    return held


def test_the_environment_comes_first_then_the_keyring_then_the_file(
    key_file: Path, keyring: dict[tuple[str, str], str]
) -> None:
    keyring["coach", "llm.example"] = "sk-ring"
    environ = {"COACH_API_KEY": " sk-env \n"}
    found = find_key(environ, "COACH_API_KEY", key_file, ELSEWHERE)
    assert (found.value, found.source, found.name) == ("sk-env", "environment", "COACH_API_KEY")
    assert find_key({}, "COACH_API_KEY", key_file, ELSEWHERE).value == "sk-ring"
    keyring.clear()
    assert find_key({}, "COACH_API_KEY", key_file, ELSEWHERE).value == "sk-file"
    assert find_key({"COACH_API_KEY": ""}, "COACH_API_KEY", None, ELSEWHERE) == Key("", "none")


def test_a_keyring_that_is_not_there_or_fails_is_passed_over(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key({}, "COACH_API_KEY", key_file, ELSEWHERE).source == "file"
    module = types.ModuleType("keyring")

    def fails(_service: str, _name: str) -> str:
        raise RuntimeError("no backend")

    module.get_password = fails  # type: ignore[attr-defined]  # made here
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert find_key({}, "COACH_API_KEY", key_file, ELSEWHERE).source == "file"


def test_a_key_meant_for_the_sdks_own_host_goes_to_no_other() -> None:
    """Design, section 6: OPENAI_API_KEY only for the SDK's own default host."""
    environ = {"OPENAI_API_KEY": "sk-openai"}
    assert find_key(environ, "COACH_API_KEY", None, ELSEWHERE).value == ""
    assert find_key(environ, "COACH_API_KEY", None, OWN).value == "sk-openai"
    both = {**environ, "COACH_API_KEY": "sk-mine"}
    assert find_key(both, "COACH_API_KEY", None, OWN).value == "sk-mine"
    named = Endpoint.of("https://api.openai.com/v1/", "m")
    assert find_key(environ, "COACH_API_KEY", None, named).value == "sk-openai"


@pytest.mark.parametrize("value", ["sk\nX-Evil: 1", "sk a", "schlüssel", "sk\x00", "a" * 5000, "sk\u200b1"])
def test_a_key_no_header_can_carry_is_one_sentence_without_the_key(value: str) -> None:
    with pytest.raises(EngineFault) as caught:
        find_key({"COACH_API_KEY": value}, "COACH_API_KEY", None, ELSEWHERE)
    assert caught.value.fault == "bad_key"
    assert value not in caught.value.message + caught.value.hint
    assert caught.value.__context__ is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_key_file_others_can_read_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(EngineFault) as caught:
        find_key({}, "COACH_API_KEY", key_file, ELSEWHERE)
    assert caught.value.fault == "key_file"
    assert "chmod 600" in caught.value.hint


def test_what_is_no_key_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe, folder, big, bad = (tmp_path / name for name in ("pipe", "folder", "big", "bad"))
    os.mkfifo(pipe, 0o600)
    folder.mkdir(mode=0o700)
    for path, content in ((big, b"x" * 5000), (bad, b"\xff\xfe")):
        path.write_bytes(content)
        path.chmod(0o600)
    for path in (pipe, folder, big, bad, tmp_path / "none", Path("a\x00b")):
        with pytest.raises(EngineFault) as caught:
            find_key({}, "COACH_API_KEY", path, ELSEWHERE)
        assert caught.value.fault == "key_file"


def test_a_key_is_not_in_its_repr() -> None:
    found = Key("sk-canary", "environment", "COACH_API_KEY")
    assert "sk-canary" not in repr(found) + str(found) + f"{found!r:>200}"
