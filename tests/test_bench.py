"""The bench measures: middles, spreads, multiples of the first way in the same round, and every part of the table."""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.tools.bench.__main__ import PARTS, main
from tests.tools.bench.table import Block, as_json, markdown
from tests.tools.bench.timing import Sample, Way, in_process, interleaved, spread


def _taking(*seconds: float) -> Callable[[], Sample]:
    """A run that takes these one after the other."""
    left: Iterator[float] = iter(seconds)

    def run() -> Sample:
        now = next(left)
        return Sample(now, 2 * now, peak=now)

    return run


def test_interleaved__three_rounds__middle_of_each_and_multiple_in_the_same_round() -> None:
    ways = [Way("base", _taking(99, 10, 12, 11), 10), Way("other", _taking(99, 20, 24, 33))]
    base, other = interleaved(ways, 3)
    assert (base.cpu, base.wall, base.peak, base.ratio) == (1.1, 2.2, 11, 1)
    assert (other.cpu, other.wall, other.ratio) == (24, 48, 20)  # of 20, 20 and 30


def test_interleaved__ways__take_turns_after_a_round_that_counts_for_nothing() -> None:
    turns: list[str] = []
    ways = [Way(name, in_process(lambda name=name: turns.append(name))) for name in "ab"]  # type: ignore[misc]
    interleaved(ways, 2)
    assert turns == ["a", "b"] * 3


def test_spread__numbers_that_agree_or_not__result_or_none() -> None:
    assert spread([1.0, 1.0, 1.0]) == spread([5.0]) == 0
    agreed, not_agreed = interleaved([Way("a", _taking(9, 4, 4, 4)), Way("b", _taking(9, 2, 4, 8))], 3)
    assert agreed.is_result
    assert not not_agreed.is_result
    block = Block("title", "file", (agreed, not_agreed))
    last = markdown([block], 3).splitlines()[-1]
    assert last.startswith("| b | no result |")
    assert "1.00" not in last
    blocks: list[dict[str, list[dict[str, object]]]] = as_json([block], 3)["blocks"]  # type: ignore[assignment]
    assert [one["cpu"] for one in blocks[0]["measured"]] == [4, None]


@pytest.mark.benchmark
def test_main__all_parts_at_their_smallest__every_way_has_taken_time(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--files", "2", "--items", "10", "--rounds", "1", "--json"])
    made = json.loads(capsys.readouterr().out)["blocks"]
    assert len(made) == len(PARTS)
    assert all(one["cpu"] > 0 and one["ratio"] > 0 for block in made for one in block["measured"])


@pytest.mark.long
def test_main__reading_of_one_file__a_table_of_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--part", "read", "--files", "1", "--rounds", "1"])
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1
    assert [line for line in table if line.startswith("| bare calamine")]
