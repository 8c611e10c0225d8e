"""What closed points received, handed out and published lies on sheets of its own: nothing of it is lost, changed
unnoticed, or read by a consolidation that has no need of it.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.tables import find_table, text_of
from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.values.chain import run_of
from kosei_xl.values.model import EntriesFile, Entry
from kosei_xl.values.set_aside import SETTLED
from kosei_xl.verbs import close, consolidate, distribute, errata, init, log, report, undo, verify
from kosei_xl.verbs.opening import open_for_point, open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import LibreOffice, validate
from tests.tools.sheets import write

HALF, END = "R7_first_half", "R7_year_end"
CLOSED_BEFORE = Path(__file__).parents[1] / "fixtures" / "closed_before" / "master.xlsx"
ASIDE = tuple(terms.ASIDE_SHEETS.values())
RECEIVED_ASIDE, HANDED_OUT_ASIDE, PUBLISHED_ASIDE = ASIDE
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎"}


class Office(NamedTuple):
    """A folder with a master before its first point was closed, the same after that, and the surveys of both points."""

    before: Path
    master: Path
    half: tuple[Path, ...]
    end: tuple[Path, ...]


def typed_into(surveys: tuple[Path, ...], entries: EntriesFile, point: str) -> None:
    typed = [one for one in entries.entries if one.point == point]
    for path in surveys:
        path.write_bytes(type_entries(path.read_bytes(), typed, PEOPLE))


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aside")
    master, entries = folder / "事務局.xlsx", init.sample_entries("midori")
    init.init(master, init.sample_plan("midori"))
    half = distribute.distribute(master, HALF, folder / "上半期")
    end = distribute.distribute(master, END, folder / "年度末")
    typed_into(half, entries, HALF)
    typed_into(end, entries, END)
    own = [one for one in entries.entries if one.point == HALF and not one.sub_no]
    rated = {one.item_key: one.fields.get("rating") for one in own}
    consolidate.consolidate_into(master, [*half[1:]], HALF)
    consolidate.consolidate_into(master, [*end[:2]], END)
    consolidate.consolidate_into(master, [half[0]], HALF)
    plan = open_master(master).plan
    for item in plan.items:
        if item.office_rated and item.repeats is None:
            write(master, terms.LEDGER_SHEET, f"{HALF}|{item.key}|", {"rating": rated[item.key]})
    consolidate.consolidate_into(master, [], HALF)
    report.report(master, HALF, folder / "資料", final=True, day=date(2026, 1, 10))
    shutil.copy(master, folder / "確定の前.xlsx")
    close.close(master, HALF, date(2026, 1, 11))
    return folder


@pytest.fixture
def office(years: Path, tmp_path: Path) -> Office:
    folder = shutil.copytree(years, tmp_path / "here")
    surveys = (tuple(sorted((folder / name).glob("*.xlsx"))) for name in ("上半期", "年度末"))
    return Office(folder / "確定の前.xlsx", folder / "事務局.xlsx", *surveys)


def told(master: Path) -> list[tuple[str, str | None]]:
    """The findings about what is kept, with the sheets that they name."""
    kept = ("K430", "K431", "K441", "K443", "K448")
    found = open_master(master).diagnostics
    return [(str(one.code), one.at.sheet if one.at is not None else None) for one in found if one.code in kept]


def rows_of(master: Path, sheet: str) -> int:
    found = read_book(master.read_bytes(), "").sheet(sheet)
    return sum(any(value is not None for value in row) for row in found.rows[2:]) if found is not None else 0


def without_row(master: Path, sheet: str, row: int) -> None:
    package = Package(master.read_bytes())
    part = package.sheet(sheet)
    part.rearrange(3, [number for number in range(3, part.last_row() + 1) if number != row])
    master.write_bytes(package.to_bytes())


def put_text(master: Path, sheet: str, row: int, key: str, text: str) -> None:
    found = read_book(master.read_bytes(), "").sheet(sheet)
    assert found is not None
    live = next(name for name, aside in terms.ASIDE_SHEETS.items() if aside == sheet)
    table = find_table("", found, terms.MASTER_SHEETS[live])
    assert table is not None
    package = Package(master.read_bytes())
    package.sheet(sheet).put(f"{column_letters(table.columns[key])}{row}", text)
    master.write_bytes(package.to_bytes())


def is_passed_over(master: Path, point: str = END) -> bool:
    """Whether work at a point reads nothing of what was set aside."""
    return open_for_point(master, master.read_bytes(), point).ledger.value.unread == {HALF}


def test_close__rows_lie_elsewhere_and_say_the_same(office: Office) -> None:
    before, after = open_master(office.before), open_master(office.master)
    assert after.ledger.value.received == before.ledger.value.received
    assert after.ledger.value.reports == before.ledger.value.reports
    assert after.registers.published == before.registers.published
    assert after.registers.handed_out == before.registers.handed_out
    assert told(office.master) == []
    assert {HALF} == {row.key.point for row in before.ledger.value.received} - {END}
    assert rows_of(office.master, terms.PUBLISHED_SHEET) == 0
    assert rows_of(office.master, RECEIVED_ASIDE) + rows_of(office.master, terms.RECEIVED_SHEET) > rows_of(
        office.before, terms.RECEIVED_SHEET
    )
    assert rows_of(office.master, RECEIVED_ASIDE) > 10
    assert rows_of(office.master, HANDED_OUT_ASIDE) + rows_of(office.master, terms.HANDED_OUT_SHEET) == rows_of(
        office.before, terms.HANDED_OUT_SHEET
    )
    states = Package(office.master.read_bytes())
    assert {states.sheet_state(name) for name in ASIDE} == {"veryHidden"}
    assert validate([office.master]) == {}


def test_consolidate__point_that_is_open__same_whether_the_closed_ones_are_read_or_not(office: Office) -> None:
    read = office.master.with_name("読む.xlsx")
    shutil.copy(office.master, read)
    unsettle(read)
    assert (is_passed_over(office.master), is_passed_over(read)) == (True, False)
    findings = [consolidate.consolidate_into(path, [*office.end], END) for path in (office.master, read)]
    named = [[replaced(str(one), read.name, office.master.name) for one in each.diagnostics] for each in findings]
    assert named[0] == named[1]
    one, two = (read_book(path.read_bytes(), "") for path in (office.master, read))
    differing = [a.name for a, b in zip(one.sheets, two.sheets, strict=True) if a.rows != b.rows]
    assert [name for name in differing if name != terms.FINDINGS_SHEET] == []
    assert open_master(office.master).ledger.value.received == open_master(read).ledger.value.received
    assert told(office.master) == []
    assert is_passed_over(office.master)


def replaced(text: str, old: str, new: str) -> str:
    return text.replace(old, new)


def unsettle(master: Path) -> None:
    """Nothing says any more how the closed points stand: they have to be read."""
    sheet = read_book(master.read_bytes(), "").sheet(terms.IDENTITY_SHEET)
    assert sheet is not None
    row = next(number for number, cells in enumerate(sheet.rows, 1) if text_of(cells[0]) == SETTLED)
    package = Package(master.read_bytes())
    package.sheet(terms.IDENTITY_SHEET).put(f"B{row}", "?")
    master.write_bytes(package.to_bytes())


def test_consolidate__settled_once_more_after_everything_was_read(office: Office) -> None:
    unsettle(office.master)
    consolidate.consolidate_into(office.master, [office.end[-1]], END)
    assert is_passed_over(office.master)


@pytest.mark.parametrize(
    ("sheet", "key", "expected"),
    [
        (RECEIVED_ASIDE, "results", ("K430", RECEIVED_ASIDE)),
        (HANDED_OUT_ASIDE, "text", ("K448", HANDED_OUT_ASIDE)),
        (PUBLISHED_ASIDE, "text", ("K443", PUBLISHED_ASIDE)),
    ],
)
def test_set_aside__row_changed__told_with_its_sheet(
    office: Office, sheet: str, key: str, expected: tuple[str, str]
) -> None:
    put_text(office.master, sheet, rows_of(office.master, sheet), key, "書き換えた")
    assert told(office.master) == [expected]


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        (RECEIVED_ASIDE, 5, ("K431", RECEIVED_ASIDE)),
        (HANDED_OUT_ASIDE, 20, ("K448", HANDED_OUT_ASIDE)),
        (PUBLISHED_ASIDE, 40, ("K443", PUBLISHED_ASIDE)),
    ],
)
def test_set_aside__row_deleted__told_with_its_sheet(
    office: Office, sheet: str, row: int, expected: tuple[str, str]
) -> None:
    without_row(office.master, sheet, row)
    assert expected in told(office.master)


@pytest.mark.parametrize("sheet", ASIDE)
def test_set_aside__sheet_deleted__read_at_once_and_told(office: Office, sheet: str) -> None:
    package = Package(office.master.read_bytes())
    package.remove(sheet)
    office.master.write_bytes(package.to_bytes())
    assert told(office.master) != []
    assert not is_passed_over(office.master)


def test_set_aside__what_stands_for_the_rows_deleted__told_in_any_case(office: Office) -> None:
    sheet = read_book(office.master.read_bytes(), "").sheet(terms.RECEIVED_SHEET)
    assert sheet is not None
    stands = [n for n, row in enumerate(sheet.rows, 1) if any(isinstance(v, str) and run_of(v) for v in row)]
    assert stands
    without_row(office.master, terms.RECEIVED_SHEET, stands[0])
    assert ("K431", RECEIVED_ASIDE) in told(office.master)
    before = open_master(office.before).ledger.value.received
    assert sorted(map(str, open_master(office.master).ledger.value.received)) == sorted(map(str, before))
    light = open_for_point(office.master, office.master.read_bytes(), END)
    assert "K431" in [one.code for one in light.diagnostics]


def test_ledger_of_a_closed_point_changed__read_told_recorded_and_passed_over_once_there_is_a_reason(
    office: Office,
) -> None:
    key = next(row.key for row in open_master(office.master).ledger.value.received if "results" in row.fields)
    write(office.master, terms.LEDGER_SHEET, f"{HALF}|{key.item_key}|{key.sub_no or ''}", {"results": "直した"})
    assert not is_passed_over(office.master)
    found = consolidate.consolidate_into(office.master, [office.end[-1]], END)
    assert "K441" in [one.code for one in found.diagnostics]
    assert not is_passed_over(office.master), "as long as it is to be told"
    plan = open_master(office.master).plan
    typed: dict[str, CellValue] = {"publication": 1, "no": plan.no_of(key.line), "label": "取組実績", "after": "直した"}
    write(office.master, terms.CORRECTIONS_SHEET, "new", {**typed, "why": "転記の誤り"})
    found = consolidate.consolidate_into(office.master, [office.end[-2]], END)
    assert "K441" not in [one.code for one in found.diagnostics]
    assert is_passed_over(office.master)
    office_rows = [row for row in open_master(office.master).ledger.value.received if row.is_office and row.key == key]
    assert [row.fields.get("results") for row in office_rows][-1] == "直した"
    lines = errata.make_errata(office.master, HALF, office.master.parent / "正誤").lines
    assert "直した" in [one.right for one in lines]


def test_late_return_to_a_closed_point__known_by_its_bytes_and_nothing_changes(office: Office) -> None:
    again = consolidate.consolidate_into(office.master, [office.half[0]], HALF)
    before = len(open_master(office.master).ledger.value.received)
    assert [one.code for one in again.diagnostics if one.code == "K440"] == []
    typed = [Entry(item_key=one.item_key, point=HALF, fields={"results": "後から"}) for one in _entries()]
    late = office.half[0].with_name("遅れ.xlsx")
    late.write_bytes(type_entries(office.half[0].read_bytes(), typed, PEOPLE))
    found = consolidate.consolidate_into(office.master, [late], HALF)
    assert [one.code for one in found.diagnostics if one.code == "K440"] == ["K440"]
    assert len(open_master(office.master).ledger.value.received) == before
    assert told(office.master) == []
    assert is_passed_over(office.master)


def _entries() -> tuple[Entry, ...]:
    return tuple(one for one in init.sample_entries("midori").entries if one.point == HALF)


def test_reopen__rows_are_back_where_they_were(office: Office) -> None:
    consolidate.consolidate_into(office.master, [office.end[-1]], END)
    whole = open_master(office.master)
    close.reopen(office.master, HALF, date(2026, 2, 1), "直すため")
    after = open_master(office.master)
    assert after.ledger.value.received == whole.ledger.value.received
    assert after.registers.published == whole.registers.published
    assert after.registers.handed_out == whole.registers.handed_out
    assert [rows_of(office.master, sheet) for sheet in ASIDE] == [0, 0, 0]
    assert told(office.master) == []
    assert after.aside == {}
    found = consolidate.consolidate_into(office.master, [office.end[-2]], END)
    assert [one.code for one in found.diagnostics if one.code in ("K430", "K431")] == []
    close.close(office.master, HALF, date(2026, 2, 2))
    assert is_passed_over(office.master)
    assert told(office.master) == []
    assert validate([office.master]) == {}


def test_log_and_undo__tell_what_was_set_aside(office: Office) -> None:
    before = [*log.trace_lines(log.trace(office.before))]
    assert [*log.trace_lines(log.trace(office.master))] == before
    consolidate.consolidate_into(office.master, [office.end[-1]], END)
    undo.undo(office.master)
    assert [*log.trace_lines(log.trace(office.master))] == before


def test_papers_of_the_closed_point__printed_and_proven(office: Office, tmp_path: Path) -> None:
    made = report.report(office.master, HALF, tmp_path / "再")
    assert [one.code for one in verify.verify(made.files, office.master).diagnostics] == ["K731"]


def as_it_is(master: Path) -> None:
    """Nothing else has happened to it."""


def noted(master: Path) -> None:
    """Somebody has written beside a row of 受領, under no key."""
    sheet = read_book(master.read_bytes(), "").sheet(terms.RECEIVED_SHEET)
    assert sheet is not None
    package = Package(master.read_bytes())
    package.sheet(terms.RECEIVED_SHEET).put(f"{column_letters(max(map(len, sheet.rows)) + 2)}6", "メモ")
    master.write_bytes(package.to_bytes())


@pytest.mark.parametrize("happened", [as_it_is, noted])
def test_closed_by_a_version_before__moved_once_and_said(
    office: Office, tmp_path: Path, happened: Callable[[Path], None]
) -> None:
    """As an earlier version leaves it: the point is closed and everything lies where it lay."""
    master = tmp_path / "前の版.xlsx"
    shutil.copy(office.before, master)
    _close_as_before(master)
    happened(master)
    before = open_master(master)
    said: list[str] = []
    consolidate.consolidate_into(master, [office.end[-1]], END, said.append)
    assert [one for one in said if "（確定分）" in one] != []
    after = open_master(master)
    assert after.ledger.value.received[: len(before.ledger.value.received)] == before.ledger.value.received
    assert after.registers.handed_out == before.registers.handed_out
    assert told(master) == []
    assert is_passed_over(master)
    if happened is noted:
        sheet = read_book(master.read_bytes(), "").sheet(terms.RECEIVED_SHEET)
        assert sheet is not None
        assert "メモ" in [value for row in sheet.rows for value in row]
    said.clear()
    consolidate.consolidate_into(master, [office.end[-2]], END, said.append)
    assert [one for one in said if "（確定分）" in one] == []


def _close_as_before(master: Path) -> None:
    """Close the first point without moving anything."""
    patch = pytest.MonkeyPatch()
    patch.setattr(close, "_set_aside", lambda before, data, made, say: data)
    close.close(master, HALF, date(2026, 1, 11))
    patch.undo()
    assert set(ASIDE).isdisjoint(Package(master.read_bytes()).sheet_names)


def test_closed_by_the_first_version_that_could__moved_and_papers_the_same(tmp_path: Path) -> None:
    master = Path(shutil.copy(CLOSED_BEFORE, tmp_path / "事務局.xlsx"))
    before = open_master(master)
    consolidate.consolidate_into(master, [], END)
    after = open_master(master)
    assert after.registers.published == before.registers.published
    assert told(master) == []
    assert set(ASIDE) & {*Package(master.read_bytes()).sheet_names}


def test_saved_by_libreoffice__still_whole_and_still_passed_over(office: Office, libreoffice: LibreOffice) -> None:
    before = open_master(office.master)
    office.master.write_bytes(libreoffice.recalculate({"m": office.master.read_bytes()})["m"])
    after = open_master(office.master)
    assert told(office.master) == []
    assert is_passed_over(office.master)
    assert after.ledger.value.received == before.ledger.value.received
    assert after.registers.published == before.registers.published
    consolidate.consolidate_into(office.master, [*office.end], END)
    assert told(office.master) == []
    close.reopen(office.master, HALF, date(2026, 2, 1), "直すため")
    assert told(office.master) == []
