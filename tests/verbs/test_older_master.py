"""Masters made before there were the sheet 競合 and the column 台帳に入れた欄: they work, and get what they lack."""

from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import column_letters
from kosei_xl.values.model import Entry
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.hostile import rezip, unzip
from tests.tools.office import address_of, cells_by_key, kosei, midori, put, saved_as, validate, write_all

CASE = midori()
ITEM = CASE.plan.items[0].key
ROW = f"{CASE.point}|{ITEM}|"


def as_made_before(data: bytes) -> bytes:
    """The master without 競合 and without the column, as the program before this one left it."""
    package = Package(data)
    package.remove(terms.CONFLICTS_SHEET)
    sheet = package.sheet(terms.RECEIVED_SHEET)
    column = next(letters for letters, key in sheet.cells(1).items() if key == "taken")
    last = max(sheet.cells(1), key=lambda letters: (len(letters), letters))
    letters = [column_letters(n) for n in range(1, 100)]
    tail = letters[letters.index(column) : letters.index(last) + 1]
    for row in range(1, sheet.last_row() + 1):
        cells = sheet.cells(row)
        for here, there in zip(tail, [*tail[1:], None], strict=True):
            if here in cells or there in cells:
                sheet.put(f"{here}{row}", cells.get(there) if there else None)
    return package.to_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A master made before, and two returns of the department of the first item: 一.xlsx, 二.xlsx."""
    master = tmp_path / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    master.write_bytes(as_made_before(master.read_bytes()))
    code = CASE.plan.lines[0].answering
    surveys = distribute.distribute(master, CASE.point, tmp_path / "配布")
    blank = next(path for path in surveys if path.name.startswith(str(code))).read_bytes()
    for name, number in (("一", "1"), ("二", "2")):
        typed = [Entry(item_key=ITEM, point=CASE.point, fields={"results": f"{name}の実績"})]
        data = type_entries(blank, typed, {"submission_no": number})
        (tmp_path / f"{name}.xlsx").write_bytes(saved_as(data, f"2026-04-1{number}T00:00:00Z", "花子"))
    return tmp_path


def _edit(master: Path, text: str) -> None:
    data = master.read_bytes()
    at = address_of(read_book(data, ""), terms.LEDGER_SHEET, ROW, "results")
    master.write_bytes(put(data, {(terms.LEDGER_SHEET, at): text}))


def test_consolidate__older_master_without_conflicts__no_new_sheet_but_the_column_at_the_right(folder: Path) -> None:
    master = folder / "事務局.xlsx"
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    once = master.read_bytes()
    assert terms.CONFLICTS_SHEET not in Package(once).sheet_names
    keys = list(Package(once).sheet(terms.RECEIVED_SHEET).cells(1).values())
    assert keys[-3:] == ["taken", "blanks", "held"]
    rows = [r for r in cells_by_key(read_book(once, ""), terms.RECEIVED_SHEET) if r["item_key"] == ITEM]
    assert [row["taken"] for row in rows] == ["results"]
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    assert master.read_bytes() == once
    assert validate([master]) == {}


def test_consolidate__older_master_with_a_conflict__gets_the_sheet_and_it_works(folder: Path) -> None:
    master = folder / "事務局.xlsx"
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    _edit(master, "事務局の文")
    before = unzip(master.read_bytes())
    consolidate.consolidate_into(master, [folder / "二.xlsx"], CASE.point)
    data = master.read_bytes()
    assert validate([master]) == {}
    names = Package(data).sheet_names
    assert names[names.index(terms.CONFLICTS_SHEET) + 1] == terms.SUMMARY_SHEET
    (row,) = [r for r in cells_by_key(read_book(data, ""), terms.CONFLICTS_SHEET) if r["row_key"]]
    assert (row["theirs"], row["ours"]) == ("二の実績", "事務局の文")
    made, shipped = (
        Package(one).sheet(terms.CONFLICTS_SHEET)
        for one in (data, (Path(__file__).parents[2] / "workbook_templates" / "master.xlsx").read_bytes())
    )
    assert [made.column_width(n) for n in range(1, 16)] == [shipped.column_width(n) for n in range(1, 16)]
    xml = unzip(data)
    part = next(n for n in xml if n not in before and "worksheets/sheet" in n)
    assert '"課,事務局,自由記入"' in xml[part].decode()
    assert "<sheetProtection" in xml[part].decode()
    column = list(terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]).index("choice") + 1
    master.write_bytes(put(data, {(terms.CONFLICTS_SHEET, f"{column_letters(column)}3"): "課"}))
    result = consolidate.consolidate_into(master, [], CASE.point)
    assert not {"K405", "K414"} & {p.code for p in result.diagnostics}
    ledger = {
        str(r["row_key"]): r["results"] for r in cells_by_key(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET)
    }
    assert ledger[ROW] == "二の実績"
    assert validate([master]) == {}


def test_consolidate__returns_taken_in_by_the_program_before__logged_as_far_as_they_tell(folder: Path) -> None:
    master = folder / "事務局.xlsx"
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    package = Package(master.read_bytes())
    sheet = package.sheet(terms.RECEIVED_SHEET)
    column = next(letters for letters, key in sheet.cells(1).items() if key == "taken")
    for row in range(3, sheet.last_row() + 1):
        sheet.put(f"{column}{row}", None)
    master.write_bytes(package.to_bytes())
    _edit(master, "事務局の文")
    events = kosei("log", master, "--item", "1", "--field", "results", "--json").json["events"]
    assert [(e["kind"], e["old"], e["new"]) for e in events] == [
        ("taken", None, "一の実績"),
        ("edited", "一の実績", "事務局の文"),
    ]


def test_adopt__sheet_of_a_template_saved_by_excel__shared_strings_and_printer_settings(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "workbook_templates" / "master.xlsx").read_bytes()
    parts = unzip(shipped)
    part = next(n for n in parts if "worksheets/sheet4" in n)
    text = parts[part].decode()
    assert "row_key" in text
    text = text.replace(
        '<c r="A1" s="10" t="inlineStr"><is><t>row_key</t></is></c>', '<c r="A1" s="10" t="s"><v>0</v></c>'
    )
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"'
    text = text.replace("<pageSetup ", f"<pageSetup {relations} ")
    parts[part] = text.encode()
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>row_key</t></si></sst>'
    parts["xl/sharedStrings.xml"] = strings.encode()
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    shared = f'<Relationship Id="rIdS" Type="{kind}" Target="/xl/sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", shared).encode()
    types = parts["[Content_Types].xml"].decode()
    override = (
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    package = Package(shipped)
    package.remove(terms.CONFLICTS_SHEET)
    sheet = package.adopt(Package(rezip(parts)), terms.CONFLICTS_SHEET, before=terms.LEDGER_SHEET)
    assert sheet.value("A1") == "row_key"
    assert validate(write_all(tmp_path, [("m.xlsx", package.to_bytes())])) == {}


def test_older_master__times_headed_utc__headed_and_shown_as_in_japan(folder: Path) -> None:
    master = folder / "事務局.xlsx"
    package = Package(master.read_bytes())
    sheet = package.sheet(terms.STATUS_SHEET)
    column = next(letters for letters, key in sheet.cells(1).items() if key == "saved_at")
    sheet.put(f"{column}2", "保存日時（UTC）")
    master.write_bytes(package.to_bytes())
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    sheet = Package(master.read_bytes()).sheet(terms.STATUS_SHEET)
    shown = [text for row in range(2, sheet.last_row() + 1) if (text := sheet.cells(row).get(column))]
    assert shown == ["保存日時（日本時間）", "令和8年4月11日 09:00"]
    assert validate([master]) == {}


def _without_answers(data: bytes) -> bytes:
    """The master before there were 確認済, marks of the office and their columns."""
    package = Package(data)
    for name, keys in terms.LATER_COLUMNS.items():
        sheet = package.sheet(name)
        for letters, key in sheet.cells(1).items():
            if key in keys:
                sheet.put(f"{letters}1", None)
                sheet.put(f"{letters}2", None)
    return package.to_bytes()


def test_consolidate__older_master_without_answers__gets_columns_to_type_in_and_keeps_what_is_typed(
    folder: Path,
) -> None:
    master = folder / "事務局.xlsx"
    master.write_bytes(_without_answers(master.read_bytes()))
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    assert validate([master]) == {}
    data = master.read_bytes()
    package = Package(data)
    for name, keys in terms.LATER_COLUMNS.items():
        letters = {str(key): at for at, key in package.sheet(name).cells(1).items()}
        assert set(keys) <= set(letters)
        typed = {"why": "理由", "acknowledged": "○", "mark": "差戻し", "remark": "回数を書く"}
        for key in set(keys) & set(typed):
            package.sheet(name).put(f"{letters[key]}3", typed[key])
    master.write_bytes(package.to_bytes())
    checked = consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    assert [p.acknowledged for p in checked.diagnostics if p.acknowledged] == ["理由"]
    rows = list(cells_by_key(read_book(master.read_bytes(), ""), terms.STATUS_SHEET))
    assert (rows[0]["mark"], rows[0]["remark"]) == ("差戻し", "回数を書く")
    once = master.read_bytes()
    consolidate.consolidate_into(master, [folder / "一.xlsx"], CASE.point)
    assert master.read_bytes() == once
