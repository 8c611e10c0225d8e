"""Row keys that new items are given (K134) are written where they stay, and the items are known by them from then on."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellValue
from kosei_xl.values.ledger import row_key
from kosei_xl.values.model import Entry, EntryKey, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, consolidate, disk, distribute, init, log, report
from kosei_xl.verbs.disk import StoreError
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.adopting import desk
from tests.tools.builders import END, MORE_ITEMS, make_plan
from tests.tools.hostile import unzip
from tests.tools.office import cells_by_key, midori, put, respondent, validate

CASE = midori()
NEW, FIRST = len(CASE.plan.lines) + 3, 3
"""The row below the sample's items, and the first item's."""


def _items(data: bytes, values: Mapping[tuple[int, str], CellInput]) -> bytes:
    """The master with (row, column key) cells of 項目 set."""
    keys = Package(data).sheet(terms.ITEMS_SHEET).cells(1)
    letters = {str(key): column for column, key in keys.items()}
    return put(data, {(terms.ITEMS_SHEET, f"{letters[key]}{row}"): value for (row, key), value in values.items()})


def _with_new_item(data: bytes, no: str = "99") -> bytes:
    area, department = CASE.plan.areas[0].no, CASE.plan.departments[0].code
    row = {"no": no, "name": "新しい取組", "area_no": area, "lead": department}
    return _items(data, {(NEW, key): value for key, value in row.items()})


def _row_keys(path: Path) -> list[str | None]:
    return [
        None if row["row_key"] is None else str(row["row_key"])
        for row in cells_by_key(read_book(path.read_bytes(), ""), terms.ITEMS_SHEET)
        if row["no"] is not None
    ]


def _cells(data: bytes) -> dict[tuple[str, int, int], CellValue]:
    return {
        (sheet.name, row, column): value
        for sheet in read_book(data, "").sheets
        for row, column, value in sheet.filled()
    }


def _codes(path: Path) -> set[str]:
    return {problem.code for problem in open_master(path).diagnostics}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The sample's master with a row added in 項目, its row key left blank."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, CASE.plan_file)
    path.write_bytes(_with_new_item(path.read_bytes()))
    return path


def test_distribute__new_item__its_key_and_what_is_handed_out_are_written(master: Path) -> None:
    before, said = master.read_bytes(), list[str]()
    distribute.distribute(master, CASE.point, master.parent / "配布", said.append)
    assert _row_keys(master)[-1] == f"{CASE.plan.plan_id}-v1-99|"
    assert "K134" not in _codes(master)
    assert disk.backup_of(master).read_bytes() == before
    assert any("行キー" in line for line in said)
    old, new = unzip(before), unzip(master.read_bytes())
    parts = [name for name in new if new[name] != old[name]]
    assert new.keys() == old.keys()
    assert len(parts) == 2
    assert all(part.startswith("xl/worksheets/") for part in parts)
    was, now = _cells(before), _cells(master.read_bytes())
    changed = {at: text for at, text in now.items() if was.get(at) != text}
    area, department = CASE.plan.areas[0], CASE.plan.departments[0]
    assert [text for at, text in sorted(changed.items()) if at[0] == terms.ITEMS_SHEET] == [
        f"{CASE.plan.plan_id}-v1-99|",
        area.name,
        department.name,
        f"area_no={area.no}|{area.name}\nlead={department.code}|{department.name}",
    ]
    assert {(sheet, row) for sheet, row, _ in changed if sheet != terms.HANDED_OUT_SHEET} == {(terms.ITEMS_SHEET, NEW)}
    assert was.keys() <= now.keys()
    assert validate([master]) == {}


def test_distribute__again__master_left_alone(master: Path) -> None:
    distribute.distribute(master, CASE.point, master.parent / "配布")
    once, backup = master.read_bytes(), disk.backup_of(master).read_bytes()
    distribute.distribute(master, CASE.point, master.parent / "配布")
    assert (master.read_bytes(), disk.backup_of(master).read_bytes()) == (once, backup)


def test_distribute__master_cannot_be_written__nothing_is_handed_out(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = master.read_bytes(), os.replace

    def replace(source: str, target: Path) -> None:
        if target == master:
            raise PermissionError(13, "being used by another process")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(StoreError, match="書き込めません"):
        distribute.distribute(master, CASE.point, master.parent / "配布")
    assert master.read_bytes() == before
    assert [path.name for path in master.parent.iterdir()] == [master.name]


def test_distribute__master_open_elsewhere_and_the_same_handed_out_before__handed_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan()))
    first = distribute.distribute(path, END, tmp_path / "配布")
    real = os.replace

    def replace(source: str, target: Path) -> None:
        assert target != path
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    again = distribute.distribute(path, END, tmp_path / "もう一度")
    assert [one.read_bytes() for one in again] == [one.read_bytes() for one in first]


def test_distribute__survey_there_with_other_content__no_key_is_written(master: Path) -> None:
    before = master.read_bytes()
    (master.parent / "配布").mkdir()
    plan = open_master(master).plan
    for department in plan.departments:
        name = distribute.survey_file_name(plan, respondent(plan, department.code), CASE.plan.points[-1])
        (master.parent / "配布" / name).write_bytes(b"filled in")
    with pytest.raises(WrongCall):
        distribute.distribute(master, CASE.point, master.parent / "配布")
    assert master.read_bytes() == before


def test_distribute__version_raised_and_renumbered_later__item_keeps_its_key_and_its_ledger_rows(master: Path) -> None:
    surveys = distribute.distribute(master, CASE.point, master.parent / "配布")
    key = f"{CASE.plan.plan_id}-v1-99"
    code = CASE.plan.departments[0].code
    returned = next(path for path in surveys if path.name.startswith(str(code)))
    typed = [Entry(item_key=key, point=CASE.point, fields={"results": "始めた。"})]
    returned.write_bytes(type_entries(returned.read_bytes(), typed, {"confirmed_by": "太郎"}))
    consolidate.consolidate_into(master, [returned], CASE.point)
    data = _items(master.read_bytes(), {(NEW, "no"): "98"})
    version = next(
        n
        for n, row in enumerate(cells_by_key(read_book(data, ""), terms.PLAN_SHEET), 3)
        if row["setting"] == "plan_version"
    )
    master.write_bytes(put(data, {(terms.PLAN_SHEET, f"{_letters(data, terms.PLAN_SHEET, 'value')}{version}"): 2}))
    book = open_master(master)
    assert (book.plan.plan_version, book.plan.items[-1].no, book.plan.items[-1].key) == (2, "98", key)
    assert "K134" not in _codes(master)
    assert book.ledger.value.entries[EntryKey(key, None, CASE.point)]["results"] == "始めた。"
    assert log.trace(master, "98", "results").recorded


def _letters(data: bytes, sheet: str, key: str) -> str:
    return next(letters for letters, found in Package(data).sheet(sheet).cells(1).items() if found == key)


def test_consolidate__new_item__its_key_is_written_in_the_same_step(master: Path) -> None:
    before = master.read_bytes()
    found = consolidate.consolidate_into(master, [], CASE.point)
    key = f"{CASE.plan.plan_id}-v1-99"
    assert _row_keys(master)[-1] == f"{key}|"
    assert disk.backup_of(master).read_bytes() == before
    assert "K134" not in {problem.code for problem in found.diagnostics}
    ledger = [row["row_key"] for row in cells_by_key(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET)]
    assert row_key(EntryKey(key, None, CASE.point)) in ledger
    assert validate([master]) == {}


@pytest.mark.parametrize("edited", [False, True])
def test_adopt__new_item__its_key_is_written(tmp_path: Path, edited: bool) -> None:
    own = desk(tmp_path, CASE.plan_file, CASE.entries, CASE.point)
    own.master.write_bytes(_with_new_item(own.master.read_bytes()))
    before = own.master.read_bytes()
    if edited:
        own.edit("list", "m-004|", "issues", lambda _: "手直しした文。")
    found = own.adopt()
    assert ("K748" in {problem.code for problem in found.diagnostics}) is edited
    assert _row_keys(own.master)[-1] == f"{CASE.plan.plan_id}-v1-99|"
    assert disk.backup_of(own.master).read_bytes() == before


def test_check_and_report__new_item__said_and_nothing_written(master: Path) -> None:
    before = master.read_bytes()
    found = check.check([master])
    (said,) = [problem.message() for problem in found.diagnostics if problem.code == "K134"]
    assert "次の配布、統合、取り込み" in said
    report.report(master, CASE.point, master.parent / "資料")
    assert master.read_bytes() == before
    assert not disk.backup_of(master).exists()


def test_distribute__blank_keys_of_an_item_and_its_sub_items__written_as_init_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan(MORE_ITEMS)))
    rows = _row_keys(path)
    parent, last = rows.index("a-6|") + FIRST, len(rows) + FIRST - 1
    path.write_bytes(_items(path.read_bytes(), {(row, "row_key"): None for row in (parent, last)}))
    distribute.distribute(path, END, tmp_path / "配布")
    assert _row_keys(path) == [*rows[: parent - FIRST], "midori-v1-6|", rows[parent - FIRST + 1], "midori-v1-6|2"]


def test_distribute__sub_item_alone_without_a_key__its_parents_key_and_no_k134(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan(MORE_ITEMS)))
    rows = _row_keys(path)
    path.write_bytes(_items(path.read_bytes(), {(len(rows) + FIRST - 1, "row_key"): None}))
    assert _codes(path) == set()
    distribute.distribute(path, END, tmp_path / "配布")
    assert _row_keys(path) == rows


def test_distribute__number_that_another_item_had__a_key_of_its_own(tmp_path: Path) -> None:
    """No. 2 was new once and is No. 3 now; the new No. 2 must not take its history."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan()))
    keys = {(FIRST, "row_key"): None, (FIRST + 1, "row_key"): "midori-v1-1|"}
    path.write_bytes(_items(path.read_bytes(), keys))
    distribute.distribute(path, END, tmp_path / "配布")
    assert _row_keys(path) == ["midori-v1-1_2|", "midori-v1-1|"]
    assert [item.key for item in open_master(path).plan.items] == ["midori-v1-1_2", "midori-v1-1"]


def test_distribute__no_column_of_row_keys__refused(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan()))
    data = _items(path.read_bytes(), {(row, "row_key"): None for row in (FIRST, FIRST + 1)})
    path.write_bytes(put(data, {(terms.ITEMS_SHEET, "A1"): None, (terms.ITEMS_SHEET, "A2"): None}))
    before = path.read_bytes()
    with pytest.raises(WrongCall, match="行キーの列"):
        distribute.distribute(path, END, tmp_path / "配布")
    assert path.read_bytes() == before
    assert not (tmp_path / "配布").exists()
