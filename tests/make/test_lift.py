"""Masters that version 0.1.0 made become masters of format 2: nothing of theirs changes, and what they lacked is there."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.make.lift import lift, with_structure
from kosei_xl.read.identity import master_format
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.model import FORMAT
from kosei_xl.verbs import disk, distribute, init, report
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.hostile import unzip
from tests.tools.office import LibreOffice, cells_by_key, put, start_libreoffice, validate, write_all

FIXTURES = Path(__file__).parents[1] / "fixtures" / "v0_1_0"
MASTERS = ("master_new.xlsx", "master_conflict.xlsx")
NAME = "事務局.xlsx"
HALF, END = "R7_first_half", "R7_year_end"


def opened(data: bytes, name: str = NAME) -> Master:
    return master_of(Path(name), data, read_book(data, name))


def lifted(data: bytes) -> bytes:
    return lift(data, opened(data).plan, disk.bundled("workbook_templates", "master.xlsx")).data


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return start_libreoffice(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module", params=MASTERS)
def both(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    """A master of 0.1.0 and what it is lifted to."""
    before = fixture(request.param)
    return before, lifted(before)


def test_lift__master_of_0_1_0__says_format_2_and_holds_the_same(both: tuple[bytes, bytes]) -> None:
    before, after = map(opened, both)
    assert (before.format, after.format) == (1, FORMAT)
    assert after.plan == before.plan
    assert after.ledger.value == before.ledger.value
    assert (after.choices, after.answers, after.marks) == (before.choices, before.answers, before.marks)
    assert after.diagnostics == before.diagnostics


def test_lift__master_of_0_1_0__sheets_in_the_order_of_the_template_and_hidden_ones_hidden(
    both: tuple[bytes, bytes],
) -> None:
    package, shipped = Package(both[1]), Package(disk.bundled("workbook_templates", "master.xlsx"))
    before = Package(both[0])
    others = [name for name in shipped.sheet_names if name != terms.START_SHEET]
    assert list(package.sheet_names) == others, "the first sheet counts in the columns of a new master"
    for name in package.sheet_names:
        as_before = name == terms.RECEIVED_SHEET  # what people are used to see does not vanish
        assert package.sheet_state(name) == (before if as_before else shipped).sheet_state(name), name
        columns = {key for key in package.sheet(name).cells(1).values() if name in terms.MASTER_SHEETS}
        assert {*terms.FORMAT_2_COLUMNS.get(name, ())} <= columns
        if name in terms.FORMAT_2_SHEETS:
            assert columns == {*terms.MASTER_SHEETS[name]}


def test_lift__master_of_0_1_0__new_cells_say_what_was_true(both: tuple[bytes, bytes]) -> None:
    book = read_book(both[1], NAME)
    assert {row["scale"] for row in cells_by_key(book, terms.POINTS_SHEET)} == {"standard"}
    assert {row["scale"] for row in cells_by_key(book, terms.RATINGS_SHEET)} == {"standard"}
    assert [row["scale"] for row in cells_by_key(book, terms.SCALES_SHEET)] == ["standard"]
    items = {(row["no"], row["sub_no"] is None, row["state"]) for row in cells_by_key(book, terms.ITEMS_SHEET)}
    assert {state for _, whole, state in items if whole} == {"継続"}
    assert {state for _, whole, state in items if not whole} == {None}
    assert {row["kind"] for row in cells_by_key(book, terms.RECEIVED_SHEET)} == {"記入"}
    fields = {str(row["field"]): (row["type"], row["filled_by"]) for row in cells_by_key(book, terms.FIELDS_SHEET)}
    assert fields["rating"] == ("評価", "課")
    assert fields["example"] == ("印", "課")
    assert fields["reason"] == ("文章", None), "nobody is asked for it: 帳票列 decides"
    assert [row for name in terms.HIDDEN_SHEETS for row in cells_by_key(book, name) if any(row.values())] == []


def test_lift__parts_that_need_no_change__byte_identical(both: tuple[bytes, bytes]) -> None:
    before, after = map(unzip, both)
    package = Package(both[0])
    touched = {*terms.FORMAT_2_COLUMNS, terms.PLAN_SHEET, terms.IDENTITY_SHEET}
    kept = [package.sheet(name).part for name in package.sheet_names if name not in touched]
    assert len(kept) > 10
    assert {part: after[part] for part in kept} == {part: before[part] for part in kept}
    assert {n: d for n, d in after.items() if "media" in n} == {n: d for n, d in before.items() if "media" in n}


def test_lift__cells_that_were_there__as_they_were(both: tuple[bytes, bytes]) -> None:
    before, after = (read_book(data, NAME) for data in both)
    for sheet in before.sheets:
        now = after.sheet(sheet.name)
        assert now is not None
        changed = {(r, c): v for r, c, v in sheet.filled() if now.value(r, c) != v}
        expected = {(1, 1): "key", (2, 1): "キー"} if sheet.name == terms.PLAN_SHEET else {}
        identity = {(1, 2): "1"} if sheet.name == terms.IDENTITY_SHEET else {}
        assert changed == expected | identity, sheet.name


def test_lift__lifted_again__nothing_changes_and_nothing_is_said(both: tuple[bytes, bytes]) -> None:
    again = lift(both[1], opened(both[1]).plan, disk.bundled("workbook_templates", "master.xlsx"))
    assert (again.data, again.notes) == (both[1], ())


def test_lift__validator__no_finding(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    assert validate(write_all(tmp_path, [("lifted.xlsx", both[1])])) == {}


def test_lift__note__one_line_with_every_sheet_and_column(both: tuple[bytes, bytes]) -> None:
    (note,) = lift(both[0], opened(both[0]).plan, disk.bundled("workbook_templates", "master.xlsx")).notes
    assert "\n" not in note
    assert all(sheet in note for sheet in terms.FORMAT_2_SHEETS)
    labels = [terms.MASTER_SHEETS[name][key] for name, keys in terms.FORMAT_2_COLUMNS.items() for key in keys]
    assert all(label in note for label in labels)


@pytest.mark.parametrize(("name", "point"), [("master_new.xlsx", HALF), ("master_conflict.xlsx", END)])
def test_lift__report__parts_as_of_the_master_before(name: str, point: str, tmp_path: Path) -> None:
    data = fixture(name)
    papers = []
    for folder, master in (("前", data), ("後", lifted(data))):
        (path,) = write_all(tmp_path / folder, [(NAME, master)])
        papers.append(unzip(report.report(path, point, tmp_path / folder / "資料").files[0].read_bytes()))
    assert papers[0] == papers[1]


@pytest.mark.parametrize("name", MASTERS)
def test_lift__saved_by_libreoffice__the_same_in_the_end(name: str, office: LibreOffice) -> None:
    (saved,) = office.recalculate({name: fixture(name)}).values()
    before, after = opened(saved), opened(lifted(saved))
    assert (before.format, after.format) == (1, FORMAT)
    assert (after.plan, after.ledger.value) == (before.plan, before.ledger.value)
    assert after.registers == opened(lifted(fixture(name))).registers
    again = office.recalculate({name: lifted(saved)})[name]
    assert opened(again).registers == after.registers
    assert lifted(again) == again
    assert not [p for p in opened(again).diagnostics if p.code in ("K130", "K131", "K132", "K133")]


def test_lift__key_row_of_settings_gone__renamed_by_its_label() -> None:
    data = put(fixture("master_new.xlsx"), {(terms.PLAN_SHEET, f"{letters}1"): None for letters in "ABCD"})
    after = lifted(data)
    assert opened(after).plan == opened(data).plan
    assert Package(after).sheet(terms.PLAN_SHEET).value("A2") == "設定キー"
    assert Package(after).sheet(terms.PLAN_SHEET).value("A1") is None


def test_lift__hidden_sheet_gone__comes_back_very_hidden_with_the_format() -> None:
    package = Package(fixture("master_new.xlsx"))
    package.remove(terms.IDENTITY_SHEET)
    after = lifted(package.to_bytes())
    assert Package(after).sheet_state(terms.IDENTITY_SHEET) == "veryHidden"
    assert opened(after).format == FORMAT
    package = Package(after)
    package.remove(terms.IDENTITY_SHEET)
    assert master_format(read_book(package.to_bytes(), NAME)) == FORMAT


def test_lift__a_persons_own_column__stays_and_the_new_ones_come_to_its_right() -> None:
    own: Mapping[tuple[str, str], str] = {(terms.ITEMS_SHEET, "X2"): "メモ", (terms.ITEMS_SHEET, "X4"): "私のメモ"}
    data = put(fixture("master_new.xlsx"), own)
    part = Package(lifted(data)).sheet(terms.ITEMS_SHEET)
    assert [part.value("X2"), part.value("X4")] == ["メモ", "私のメモ"]
    new = {key: letters for letters, key in part.cells(1).items()}
    assert sorted(new[key] for key in terms.FORMAT_2_COLUMNS[terms.ITEMS_SHEET]) == ["AA", "AB", "Y", "Z"]
    assert opened(lifted(data)).plan == opened(data).plan


def test_with_structure__template_of_0_1_0__gets_sheets_and_columns_and_init_fills_them(tmp_path: Path) -> None:
    shipped = disk.bundled("workbook_templates", "master.xlsx")
    assert with_structure(shipped, shipped) == shipped
    (own,) = write_all(tmp_path, [("ひな形.xlsx", fixture("template_master.xlsx"))])
    made = init.init(tmp_path / NAME, init.sample_plan("midori"), template=own)
    usual = init.init(tmp_path / "ふつう.xlsx", init.sample_plan("midori"))
    assert opened(made.read_bytes()).plan == opened(usual.read_bytes()).plan
    assert opened(made.read_bytes()).registers == opened(usual.read_bytes()).registers
    assert opened(made.read_bytes()).format == FORMAT
    assert validate([made]) == {}


MADE_BETWEEN = {
    terms.RATINGS_SHEET: ("at_least", "points"),
    terms.POINTS_SHEET: ("share",),
    terms.PARTS_SHEET: ("sums", "of_which"),
}


def between(master: bytes) -> bytes:
    """A master of format 2 as it was made before some of its columns were: their heads are gone."""
    package = Package(master)
    for name, keys in MADE_BETWEEN.items():
        part = package.sheet(name)
        for letters, key in part.cells(1).items():
            if key in keys:
                for row in (1, 2):
                    part.put(f"{letters}{row}", None)
    return package.to_bytes()


def test_lift__format_2_that_lacks_columns__gets_them_and_says_so(tmp_path: Path) -> None:
    whole = init.init(tmp_path / NAME, init.sample_plan("midori"), init.sample_entries("midori")).read_bytes()
    book = opened(between(whole))
    assert {*book.lacking} == {(name, key) for name, keys in MADE_BETWEEN.items() for key in keys}
    assert book.plan == opened(whole).plan
    done = lift(book.data, book.plan, disk.bundled("workbook_templates", "master.xlsx"))
    (note,) = done.notes
    assert all(terms.MASTER_SHEETS[name][key] in note for name, keys in MADE_BETWEEN.items() for key in keys)
    after = opened(done.data)
    assert (after.lacking, after.plan, after.ledger.value) == ((), book.plan, book.ledger.value)
    assert lift(done.data, after.plan, disk.bundled("workbook_templates", "master.xlsx")).data == done.data


def test_writing_verb__format_2_that_lacks_columns__completed_without_a_former_beside_it(tmp_path: Path) -> None:
    master = init.init(tmp_path / NAME, init.sample_plan("midori"))
    master.write_bytes(between(master.read_bytes()))
    said: list[str] = []
    distribute.distribute(master, END, tmp_path / "配布", said.append)
    assert opened(master.read_bytes()).lacking == ()
    assert [line for line in said if "加えました" in line] != []
    assert [path.name for path in tmp_path.glob("*旧形式*")] == []
