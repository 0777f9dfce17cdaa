"""What may be sent and what was sent: durable, private, for this machine alone (P35, P39, P40)."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.engine.chat import Sent
from coach.errors import StoreReadOnly
from coach.store.sending import ConsentFile, LedgerFile, look
from tests.doubles.clock import FixedClock

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def line(at: datetime = NOW, tokens: int = 10) -> Sent:
    return Sent(
        at=at,
        kind="follow_up",
        host="llm.example",
        model="m",
        entries=("e1", "e2"),
        words=5,
        size=30,
        digest="0" * 64,
        tokens_sent=tokens,
        tokens_received=0,
        outcome="begun",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> LedgerFile:
    return LedgerFile(tmp_path / "state", FixedClock())


def test_a_line_comes_back_as_it_was_and_takes_its_end(ledger: LedgerFile) -> None:
    first = ledger.begin(line())
    ledger.begin(line(NOW + timedelta(minutes=1)))
    ledger.complete(first, outcome="whole", tokens_sent=12, tokens_received=4)
    late, early = ledger.lines()
    assert (early.outcome, early.tokens_sent, early.tokens_received) == ("whole", 12, 4)
    assert late == line(NOW + timedelta(minutes=1))
    assert ledger.lines(1) == [late]
    assert ledger.tokens_since(NOW) == 26
    assert ledger.tokens_since(NOW + timedelta(seconds=1)) == 10


def test_a_line_is_on_the_disk_before_begin_returns_p35(
    ledger: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(fd: int) -> None:
        synced.append(fd)
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    ledger.begin(line())
    assert synced


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_torn_tail_costs_its_own_line_only(ledger: LedgerFile, tmp_path: Path, cut: int) -> None:
    ledger.begin(line())
    ledger.begin(line(tokens=99))
    path = tmp_path / "state" / "ledger.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    assert [one.tokens_sent for one in ledger.lines()] in ([10], [99, 10])
    ledger.begin(line(tokens=7))
    assert ledger.lines()[0].tokens_sent == 7
    assert ledger.lines()[-1].tokens_sent == 10


@pytest.mark.parametrize(
    "rubbish",
    [b"\x00\xff\n", b"[]\n", b"{}\n", b"null\n", b'{"line": 1}\n', b'{"line":"a","digest":"","at":"x"}\n'],
)
def test_damaged_lines_are_left_out(ledger: LedgerFile, tmp_path: Path, rubbish: bytes) -> None:
    ledger.begin(line())
    path = tmp_path / "state" / "ledger.jsonl"
    path.write_bytes(rubbish + path.read_bytes() + rubbish)
    assert len(ledger.lines()) == 1


def test_an_end_that_cannot_be_written_costs_nothing(ledger: LedgerFile, tmp_path: Path) -> None:
    begun = ledger.begin(line())
    path = tmp_path / "state" / "ledger.jsonl"
    kept = path.read_bytes()
    path.unlink()
    path.mkdir()
    ledger.complete(begun, outcome="whole", tokens_sent=1, tokens_received=1)
    path.rmdir()
    path.write_bytes(kept)
    assert ledger.lines()[0].outcome == "begun"


def test_both_files_are_private_whatever_the_umask_p40(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        LedgerFile(tmp_path / "s", FixedClock()).begin(line())
        ConsentFile(tmp_path / "s", FixedClock()).allow("themes", "h")
    finally:
        os.umask(old)
    loose = [path for path in (tmp_path / "s").iterdir() if path.stat().st_mode & 0o077]
    assert not loose
    assert not (tmp_path / "s").stat().st_mode & 0o077


def test_a_consent_file_that_cannot_be_read_allows_nothing(tmp_path: Path) -> None:
    consent = ConsentFile(tmp_path, FixedClock())
    consent.allow("follow_up", "h")
    path = tmp_path / "consent.json"
    whole = path.read_bytes()
    for damaged in (b"", b"{", b"[]", b'{"consents": 3}', whole[:-5], whole.replace(b"follow_up", b"gossip")):
        path.write_bytes(damaged)
        assert not consent.given("follow_up", "h")
        assert consent.all() == []
    consent.allow("themes", "h")
    assert [kind for kind, _, _ in consent.all()] == ["themes"]


def test_consent_is_not_given_twice_and_revoking_names_one_host_or_all(tmp_path: Path) -> None:
    consent = ConsentFile(tmp_path, FixedClock())
    for host in ("a", "b", "a"):
        consent.allow("follow_up", host)
    assert len(consent.all()) == 2
    consent.revoke("follow_up", "a")
    assert [host for _, host, _ in consent.all()] == ["b"]
    consent.allow("follow_up", "a")
    consent.revoke("follow_up")
    assert consent.all() == []


def test_a_state_folder_that_refuses_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreReadOnly) as error:
        ConsentFile(tmp_path / "state", FixedClock()).allow("follow_up", "h")
    assert "Nothing was sent" in error.value.message


def test_two_processes_lose_no_line_and_no_consent_p10(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.store.test_sending import line; from tests.doubles.clock import FixedClock\n"
        "from coach.store.sending import ConsentFile, LedgerFile\n"
        "state, name = Path(sys.argv[1]), sys.argv[2]\n"
        "for n in range(25):\n"
        "    LedgerFile(state, FixedClock()).begin(line())\n"
        "    ConsentFile(state, FixedClock()).allow('themes', f'{name}{n}')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "s"), name], cwd=Path.cwd())
        for name in "ab"
    ]
    assert [one.wait(60) for one in running] == [0, 0]
    assert len(LedgerFile(tmp_path / "s", FixedClock()).lines()) == 50
    assert len(ConsentFile(tmp_path / "s", FixedClock()).all()) == 50
    assert json.loads((tmp_path / "s" / "consent.json").read_text())["version"] == 1


def test_doctor_says_how_much_is_kept_and_when_it_cannot_be_read(tmp_path: Path) -> None:
    assert list(look(tmp_path, FixedClock())) == []
    ConsentFile(tmp_path, FixedClock()).allow("themes", "h")
    LedgerFile(tmp_path, FixedClock()).begin(line())
    (found,) = look(tmp_path, FixedClock())
    assert (found.level, found.message) == (
        "ok",
        "1 request sent from this machine, 1 consent; 1 kB, no text.",
    )
    ConsentFile(tmp_path, FixedClock()).revoke("themes")
    assert [one.level for one in look(tmp_path, FixedClock())] == ["ok"]
    (tmp_path / "consent.json").write_text("{")
    assert [one.level for one in look(tmp_path, FixedClock())] == ["warning", "ok"]
