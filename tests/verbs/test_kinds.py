"""Plans of every kind from PLAN.json to the proven report: each total on paper against a count that knows no package."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.tools.kinds.compare import differences, totals
from tests.tools.kinds.named import KINDS, named
from tests.tools.kinds.walk import Walked, faults, walk
from tests.tools.kinds.worksheet import answers_differ
from tests.tools.kinds.world import draw

SEEDS = range(100, 106)
"""Of those that are drawn from a seed alone; `python -m tests.tools.kinds` walks as many as one likes."""
LARGE = [name for name, kind in KINDS.items() if (kind.items or 0) > 100]


@pytest.mark.parametrize("name", [name for name in KINDS if name not in LARGE])
def test_kind__whole_cycle__every_total_is_what_was_counted(name: str, tmp_path: Path) -> None:
    walked = walk(named(name), tmp_path)
    assert [*differences(walked), *faults(walked)] == []
    assert totals(walked.world) > 100
    assert [*answers_differ(walked)] == [], "the worksheet function on the same master"


@pytest.mark.benchmark  # minutes: `bash .ci/test full` runs it
@pytest.mark.parametrize("name", LARGE)
def test_large_kind__whole_cycle__every_total_is_what_was_counted(name: str, tmp_path: Path) -> None:
    walked = walk(named(name), tmp_path)
    assert [*differences(walked), *faults(walked)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_any_kind__whole_cycle__every_total_is_what_was_counted(seed: int, tmp_path: Path) -> None:
    walked = walk(draw(seed), tmp_path)
    assert [*differences(walked), *faults(walked)] == []


# -- the count bites ---------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    return walk(named("scale changes, mapped, with points"), tmp_path_factory.mktemp("kind"))


WRONG: Mapping[str, tuple[str, str]] = {
    "a count": ("表_usual", "計"),
    "a share": ("表_share", "計"),
    "a change": ("表_change", "計"),
    "an amount": ("表_money", "計"),
    "a subtotal": ("小計", "合計"),
    "a sum of a list": ("一覧", "合計"),
}


@pytest.mark.parametrize("what", WRONG)
def test_differences__last_figure_of_a_row_changed__named(walked: Walked, what: str, tmp_path: Path) -> None:
    sheet, label = WRONG[what]
    book = openpyxl.load_workbook(walked.report)
    row = next(row for row in book[sheet].iter_rows(min_col=2) if str(row[0].value or "").startswith(label))
    cell = next(cell for cell in row[1:] if any(sign.isdigit() for sign in str(cell.value or "")))
    cell.value = "".join(
        "7" if sign.isdigit() and sign != "7" else "8" if sign == "7" else sign for sign in str(cell.value)
    )
    book.save(tmp_path / "a.xlsx")
    told = differences(Walked(walked.world, walked.master, walked.ran, tmp_path / "a.xlsx"))
    assert told
    assert all(sheet in one for one in told)
