"""Ids: sortable by time, with 80 random bits, never twice (promise P9)."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.domain.ids import ID_LENGTH, new_id, shortest_prefix

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LETTERS = set("0123456789abcdefghjkmnpqrstvwxyz")


def test_p9_ten_thousand_ids_of_one_second_differ_and_every_random_bit_is_used() -> None:
    made = [new_id(NOW) for _ in range(10_000)]

    assert len(set(made)) == len(made)
    assert len({id_[:7] for id_ in made}) == 1
    assert {len(id_) for id_ in made} == {ID_LENGTH}
    # 16 letters of 5 bits: each place takes all 32 letters, so 80 bits vary.
    assert [{id_[place] for id_ in made} for place in range(7, ID_LENGTH)] == [LETTERS] * 16


def test_p9_ids_sort_by_their_second_wherever_the_zone() -> None:
    moments = [NOW + timedelta(seconds=step) for step in range(0, 400_000_000, 7_654_321)]
    made = [new_id(moment) for moment in moments]
    assert made == sorted(made)


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_p9_a_clock_out_of_range_still_gives_ids_that_differ(year: int) -> None:
    made = {new_id(datetime(year, 1, 1, tzinfo=UTC)) for _ in range(100)}
    assert len(made) == 100
    assert {len(id_) for id_ in made} == {ID_LENGTH}


def test_the_shortest_prefix_is_four_letters_or_what_it_takes() -> None:
    assert shortest_prefix("abcdef", ["abcdef", "xyzabc"]) == "abcd"
    assert shortest_prefix("abcdef", ["abcdef", "abcdzz"]) == "abcde"
