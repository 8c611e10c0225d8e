"""The bench measures: middles, spreads, multiples of the first way in the same round, and every part of the table."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest

from tests.tools.bench import needs
from tests.tools.bench.__main__ import PARTS, main
from tests.tools.bench.compact import BEGIN, END, LINES, compact, put_between
from tests.tools.bench.scaling import WORKS, Run, runs
from tests.tools.bench.scaling import table as scaling_table
from tests.tools.bench.table import Block, as_json, markdown
from tests.tools.bench.timing import ROOT, Measured, Sample, Way, in_process, interleaved, spread


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


# -- what is written into README and manual ----------------------------------------------------------------------------
def _measured(name: str, ratio: float = 1, off: float = 0.1) -> Measured:
    return Measured(name, 0.0123, 0.02, 61, ratio, off)


def test_compact__all_blocks__a_line_each_and_no_number_where_runs_do_not_agree() -> None:
    ways: dict[str, list[Measured]] = {}
    for line in LINES:
        ways.setdefault(line.block, []).append(_measured(f"{line.way} …", 2.5, 0.1 if line is not LINES[0] else 0.3))
    blocks = [Block(f"{title}, 3 files", "file", tuple(found)) for title, found in ways.items()]
    _, _, _, _, first, *others = compact(blocks, 3)
    assert first == f"| {LINES[0].what} | no result | {LINES[0].beside} | spread 30% > 25% | 61 |"
    assert others == [f"| {line.what} | 12.3 | {line.beside} | 2.50 | 61 |" for line in LINES[1:]]


def test_put_between__marks__what_stood_there_goes_and_nothing_else() -> None:
    text = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    made = put_between(text, ["a", "b"])
    assert made == f"before\n{BEGIN}\na\nb\n{END}\nafter\n"
    assert put_between(made, ["a", "b"]) == made
    with pytest.raises(ValueError):
        put_between("nothing", [])


def test_readme_and_manual__marks_and_tables__as_their_commands_write_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert put_between(readme, []) != readme
    table = readme.partition(BEGIN)[2].partition(END)[0].splitlines()
    assert [line.what for line in LINES] == [row.split(" | ")[0].removeprefix("| ") for row in table if row][
        -len(LINES) :
    ]
    handbook = needs.HANDBOOK.read_text(encoding="utf-8")
    assert put_between(handbook, [*needs.lines(needs.kept())], needs.BEGIN, needs.END) == handbook


def test_needs__one_measured__times_fifty_thousand() -> None:
    consolidate = Run("consolidate", 10, cpu=1, wall=1, peak=250, given=0.6, written=0.4)
    gather = Run("gather", 100, cpu=10, wall=10, peak=300, given=9, written=0.5)
    rows = [*needs.lines({"machine": "m", "consolidate": asdict(consolidate), "gather": asdict(gather)})][4:]
    last = [row.split("|")[-2].strip() for row in rows]
    surveys = 1_741 * 29
    assert last == [
        f"{surveys * 0.1 / 60 // 60:.0f}時間{surveys * 0.1 / 60 % 60:.0f}分",
        f"{1_741 * 0.1 / 60:.0f}分",
        f"{(surveys * 0.1 / 8 + 174.1 / needs.PROCESSES) / 60:.0f}分",
        "1時間27分",
        "2.0GB",
        "0.3GB",
        f"{surveys * 0.1 / 1000:.1f}GB",
        f"{1_741 * 0.005:.0f}MB",
    ]


def test_scaling__table__each_against_the_first_size() -> None:
    found = [Run("gather", 10, 1, 2, 100, 1, 1), Run("gather", 100, 12, 20, 150, 10, 9)]
    assert [*scaling_table(found, "master")][2:] == [
        "| `gather` | 10 | 100.0 | 1.00 | 200.0 | 100 | 1.00 | 100.0 |",
        "| `gather` | 100 | 120.0 | 1.20 | 200.0 | 150 | 1.50 | 90.0 |",
    ]


@pytest.mark.benchmark
@pytest.mark.parametrize("work", WORKS)
def test_scaling__every_work_at_its_smallest__has_taken_time(work: str) -> None:
    found = [*runs(work, 2, 4)]
    assert [one.work for one in found] == [*WORKS[work].steps]
    assert all(one.cpu > 0 and one.peak > 10 for one in found)
