"""Real processes killed and saving at once, and damage, in seconds: a sample of tests/torture."""

import pytest

from tests.torture.test_damage import test_damage as damaged_in_five_ways
from tests.torture.watch import Expected, Tally, start


def test_a_process_killed_while_it_saves_loses_nothing_acknowledged(tmp_path):
    """P1: three kills, each after some acknowledged saves, on one store."""
    tally, expected = Tally("kill -9"), Expected()
    for seed in range(3):
        with start("for_ever", tmp_path / "data", tmp_path / "state", seed) as program:
            heard, acknowledged = b"", 0
            while acknowledged < 5:
                line = program.stdout.readline()
                assert line, program.stderr.read()
                heard += line
                acknowledged += b"saved" in line[:9]
            program.kill()
            expected.hear(heard + program.stdout.read(), tally)
    expected.compare(tmp_path / "data", tmp_path / "state", tally)
    assert tally.acknowledged >= 15
    assert tally.journals == 1
    tally.report()


def test_two_processes_saving_at_once_lose_nothing(tmp_path):
    """P10: one machine, one journal, every save of both is there."""
    tally, expected = Tally("two writers"), Expected()
    programs = [start("count", tmp_path / "data", tmp_path / "state", 20) for _ in range(2)]
    for program in programs:
        output, errors = program.communicate(timeout=60)
        assert program.returncode == 0, errors
        expected.hear(output, tally)
    expected.compare(tmp_path / "data", tmp_path / "state", tally)
    assert (tally.acknowledged, tally.journals) == (40, 1)
    tally.report()


@pytest.mark.parametrize(
    "kind", ["one bit", "cut in the middle", "only NULs", "lines in another order", "conflict markers"]
)
def test_what_is_whole_in_a_damaged_journal_is_read(tmp_path, kind):
    """P5."""
    damaged_in_five_ways(tmp_path, kind)
