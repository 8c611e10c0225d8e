"""Nothing grows with the square of the plan: calls counted at one and at four times the sample, never seconds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.verbs import adopt, consolidate, distribute, init, log, report, status, verify
from kosei_xl.verbs.check import check
from tests.tools.growth import POINT, calls, larger, master_of_size, returned

TODAY = date(2026, 4, 30)
MOST = 1.15
"""How much more calls per item are allowed at four times the items; what is done once makes it less than 1."""


def _report(master: Path) -> Path:
    return report.report(master, POINT, master.parent / "資料", name=master.stem).files[0]


def _ready(folder: Path, times: int) -> tuple[Path, int]:
    master, items = master_of_size(folder, times)
    _report(master)
    return master, items


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, int]]:
    """Two masters with their reports, the second of four times the items."""
    folder = tmp_path_factory.mktemp("growth")
    return [_ready(folder, times) for times in (2, 8)]


WORK: dict[str, Callable[[Path], object]] = {
    "report": _report,
    "verify": lambda master: verify.verify([master.parent / "資料" / f"{master.stem}.xlsx"], master),
    "adopt": lambda master: adopt.adopt_from(master.parent / "資料" / f"{master.stem}.xlsx", master),
    "check": lambda master: check([master]),
    "status": lambda master: status.status(master, POINT, TODAY),
    "log": lambda master: list(log.trace_lines(log.trace(master))),
    "distribute": lambda master: distribute.distribute(master, POINT, master.parent / f"{master.stem}_配布"),
    "consolidate": lambda master: consolidate.consolidate_into(master, [], POINT),
}


@pytest.mark.parametrize("name", WORK)
def test_verb__four_times_the_items__calls_per_item_stay(sizes: list[tuple[Path, int]], name: str) -> None:
    small, large = ((calls(lambda master=master: WORK[name](master)) / items) for master, items in sizes)  # type: ignore[misc]
    assert large <= MOST * small, f"{small:.0f} calls per item became {large:.0f}"


def test_consolidate__four_times_the_returns__calls_per_item_stay(tmp_path: Path) -> None:
    counts = []
    for times in (1, 4):
        plan, entries = larger(times)
        master = init.init(tmp_path / f"{times}.xlsx", plan)
        came = returned(master, tmp_path / f"{times}_回収", entries)
        found = calls(lambda: consolidate.consolidate_into(master, [came], POINT))  # noqa: B023 - called at once
        counts.append(found / len(plan.plan.items))
    assert counts[1] <= MOST * counts[0], f"{counts[0]:.0f} calls per item became {counts[1]:.0f}"
