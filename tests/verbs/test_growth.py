"""Nothing grows with the square of the plan: calls counted at one and at four times the sample, never seconds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.make.survey import make_survey
from kosei_xl.make.writable import for_writing
from kosei_xl.read.master import point_of
from kosei_xl.verbs import adopt, close, consolidate, distribute, init, log, report, status, verify, workers
from kosei_xl.verbs.check import check
from kosei_xl.verbs.opening import open_master, template_of
from kosei_xl.verbs.publishing import with_records
from kosei_xl.words import terms
from tests.tools.bench.inputs import plan_of
from tests.tools.growth import POINT, calls, larger, master_of_size, returned, steps

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


def test_make_survey__plan_of_four_times_the_departments__looks_at_its_own_rows(tmp_path: Path) -> None:
    """A row of the plan is asked whom it concerns, a value set of the ledger whose it is."""
    counts = []
    for departments in (10, 40):
        plan, entries = plan_of(departments, 5)
        book = open_master(init.init(tmp_path / f"{departments}.xlsx", plan, entries))
        standing = book.standing(point_of(book.plan, POINT))
        first, *others = book.plan.respondents()
        make_survey(standing, first)  # what is looked up is indexed once
        some = others[:5]
        assert all(name.startswith(("base:", "last:", "plan")) for name, _ in make_survey(standing, some[0]).hidden)
        counts.append(calls(lambda: [make_survey(standing, one) for one in some], "_concerned", "line", "is_indicator"))  # noqa: B023 - called at once
    assert counts[1] <= MOST * counts[0] < 5 * 5 * 40, counts


def test_consolidate__four_times_the_returns__calls_per_item_stay(tmp_path: Path) -> None:
    counts = []
    for times in (1, 4):
        plan, entries = larger(times)
        master = init.init(tmp_path / f"{times}.xlsx", plan)
        came = returned(master, tmp_path / f"{times}_回収", entries)
        found = calls(lambda: consolidate.consolidate_into(master, [came], POINT))  # noqa: B023 - called at once
        counts.append(found / len(plan.plan.items))
    assert counts[1] <= MOST * counts[0], f"{counts[0]:.0f} calls per item became {counts[1]:.0f}"


_OF_EVERY_SURVEY = frozenset(("values.model:Plan._references_hold", "words.sense.spelling:_window"))
"""Each survey carries all departments of its plan, and they are looked at in each; and the more departments `larger`
makes, the more of them are called nearly alike.
"""
_SEEN = 0.000_2
"""The part of all steps from which on a function is looked at."""


@pytest.mark.parametrize("name", ["check", "consolidate"])
def test_returns__twice_the_departments__no_function_takes_more_steps_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A loop over all departments for each of them calls nothing, and is no call more."""
    monkeypatch.setattr(workers, "cores", lambda: 1)
    counts = []
    for times in (1, 2):
        plan, entries = larger(times)
        master = init.init(tmp_path / f"{times}.xlsx", plan)
        came = returned(master, tmp_path / f"{times}_回収", entries)
        work: dict[str, Callable[[], object]] = {
            "check": lambda: check([came], master),  # noqa: B023 - called at once
            "consolidate": lambda: consolidate.consolidate_into(master, [came], POINT),  # noqa: B023
        }
        counts.append(steps(work[name]))
    small, large = counts
    seen = large.total() * _SEEN
    grown = {
        function: (small[function], count)
        for function, count in large.items()
        if count > seen and count > 1.4 * 2 * small[function] and function not in _OF_EVERY_SURVEY
    }
    assert grown == {}


def test_consolidate__a_master_of_twenty_publications__costs_little_more(tmp_path: Path) -> None:
    """What was published lies where a consolidation reads it once: calls are counted, never seconds."""
    plan, entries = larger(1)
    master = init.init(tmp_path / "一.xlsx", plan, entries)
    report.report(master, "R7_first_half", tmp_path / "資料", final=True, day=date(2026, 1, 1))
    came = returned(master, tmp_path / "回収", entries)
    ready = for_writing(open_master(master), template_of(None, "master.xlsx"))
    (first,) = ready.book.registers.published
    many = tmp_path / "二十.xlsx"
    others = [first.model_copy(update={"number": number}) for number in range(2, 21)]
    many.write_bytes(with_records(ready, terms.PUBLISHED_SHEET, others))
    close.close(many, "R7_first_half", date(2026, 1, 2))
    counts = []
    for path in (master, many):
        counts.append(calls(lambda path=path: consolidate.consolidate_into(path, [came], POINT)))  # type: ignore[misc]
    assert len(open_master(many).registers.published) == 20
    assert counts[1] <= 1.1 * counts[0], f"{counts[0]} calls became {counts[1]}"
