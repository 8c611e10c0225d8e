"""The three real plans through the workbooks: init, distribute, typing, consolidate; then the counts that are printed.

Without ../shared/data nothing here is collected.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kosei_xl.collect.summarize import Summary
from kosei_xl.demo import type_entries
from kosei_xl.read.ledger import read_ledger
from kosei_xl.values.model import Entry, Plan, indicator_slot
from kosei_xl.verbs import consolidate, distribute, init, opening
from kosei_xl.words import terms
from kosei_xl.words.findings import Severity
from kosei_xl.workbook.book import read_book
from tests.tools.office import address_of, put
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

__test__ = DATA.is_dir()

PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "submission_no": "1"}
Data = Mapping[str, list[dict[str, int]]]


@dataclass(frozen=True, repr=False)
class Walked:
    """One plan after every reporting point: the master, the returned files and what was found at each point."""

    plan: Plan
    entries: Sequence[Entry]
    master: Path
    returned: Mapping[str, list[Path]]
    checked: Mapping[str, opening.Findings]

    def summary(self, point: str) -> Summary:
        found = self.checked[point].summary
        assert found is not None
        return found


def _walk(name: str, folder: Path) -> Walked:
    plan_file, entries_file = adapt_file(name)
    plan, master = plan_file.plan, folder / f"{name}.xlsx"
    init.init(master, plan_file)
    returned, checked = {}, {}
    for point in plan.points:
        entries = [entry for entry in entries_file.entries if entry.point == point.key]
        surveys = distribute.distribute(master, point.key, folder / "配布" / point.key)
        returned[point.key] = [folder / "回収" / point.key / survey.name for survey in surveys]
        for survey, back in zip(surveys, returned[point.key], strict=True):
            back.parent.mkdir(parents=True, exist_ok=True)
            back.write_bytes(type_entries(survey.read_bytes(), entries, PEOPLE))
        _rate_by_the_office(plan, master, entries)
        checked[point.key] = consolidate.consolidate_into(master, [back.parent], point.key)
    return Walked(plan, entries_file.entries, master, returned, checked)


def _rate_by_the_office(plan: Plan, master: Path, entries: Sequence[Entry]) -> None:
    """Type the ratings of parents of sub-items into 台帳, as the office does."""
    book = read_book(master.read_bytes(), master.name)
    office = {item.key for item in plan.items if item.office_rated}
    values = {
        (terms.LEDGER_SHEET, address_of(book, terms.LEDGER_SHEET, f"{e.point}|{e.item_key}|", "rating")): e.fields[
            "rating"
        ]
        for e in entries
        if e.item_key in office and not e.sub_no
    }
    master.write_bytes(put(master.read_bytes(), values))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Walked]:
    return {name: _walk(name, tmp_path_factory.mktemp(name)) for name in ADAPTERS}


def _totals(summary: Summary) -> tuple[int, int, int]:
    s, a, b = (summary.total(code).rows for code in "SAB")
    return s, a, b


def _by_area(summary: Summary) -> dict[str, tuple[int, int, int]]:
    return {no: (counts["S"].rows, counts["A"].rows, counts["B"].rows) for no, counts in summary.by_area.items()}


def _printed(name: str) -> Data:
    data = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    table: Data = data["report_H26_first_half"]["table_1"] if name == "plan2" else data["overview"]["table"]
    return table


def test_plan2__three_points_one_after_the_other__printed_totals(walked: Mapping[str, Walked]) -> None:
    way = walked["plan2"]
    assert [_totals(way.summary(point.key)) for point in way.plan.points] == [(1, 59, 2), (3, 49, 10), (0, 59, 3)]
    assert all(way.summary(point.key).all_items.rows == 62 for point in way.plan.points)
    assert all(way.summary(point.key).all_items.distinct == 61 for point in way.plan.points)


def test_plan2__half_year__the_printed_table_of_areas(walked: Mapping[str, Walked]) -> None:
    printed = {str(row["area_no"]): (row["S"], row["A"], row["B"]) for row in _printed("plan2")["rows"]}
    assert _by_area(walked["plan2"].summary("H26_first_half")) == printed
    assert len(printed) == 5


def test_plan3__printed_ratings(walked: Mapping[str, Walked]) -> None:
    assert _totals(walked["plan3"].summary("R2_year_end")) == (0, 28, 15)


def test_program1__printed_table_of_directions(walked: Mapping[str, Walked]) -> None:
    summary = walked["program1"].summary("R4_year_end")
    expected = {"1": (0, 6, 0), "2": (0, 3, 1), "3": (0, 5, 1), "4": (0, 4, 0)}
    assert _by_area(summary) == expected
    rows = _printed("program1")["rows"]
    assert {str(row["direction_no"]): (row["S"], row["A"], row["B"]) for row in rows} == expected
    assert summary.unrated == 8


@pytest.mark.parametrize("name", ADAPTERS)
def test_ledger__every_text_of_every_point__arrived_as_transcribed(walked: Mapping[str, Walked], name: str) -> None:
    way = walked[name]
    current = read_ledger(read_book(way.master.read_bytes(), ""), way.plan).value.entries
    for entry in way.entries:
        if way.plan.item_by_key[entry.item_key].repeats is None:
            assert current[entry.key] == dict(entry.fields), entry.item_key
        for number, indicator in enumerate(entry.indicators, 1):
            found = current[entry.key._replace(slot=indicator_slot(number))]
            assert found == indicator.model_dump(exclude_none=True)


@pytest.mark.parametrize("name", ADAPTERS)
def test_findings__only_what_the_documents_leave_blank(walked: Mapping[str, Walked], name: str) -> None:
    """Causes and next steps are printed for few items, and one result is lost in the extraction."""
    for checked in walked[name].checked.values():
        errors = {p.code for p in checked.diagnostics if p.severity is Severity.ERROR}
        assert errors <= {"K302", "K303"}
        assert {s.state for s in checked.status} <= {"done", "incomplete"}


@pytest.mark.parametrize("name", ADAPTERS)
def test_consolidate__twice__is_the_same_as_once_byte_for_byte(walked: Mapping[str, Walked], name: str) -> None:
    way = walked[name]
    before, last = way.master.read_bytes(), way.plan.points[-1].key
    returned = [back.read_bytes() for back in way.returned[last]]
    again = consolidate.consolidate_into(way.master, way.returned[last], last)
    assert way.master.read_bytes() == before
    assert again.diagnostics == way.checked[last].diagnostics
    assert [back.read_bytes() for back in way.returned[last]] == returned
