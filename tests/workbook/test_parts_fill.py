"""kosei_xl.workbook.parts: filling, updating by key, appending, and what stretches along."""

import io
import re

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from kosei_xl.workbook.parts import CellInput, Formula, Package, PackageError, StyleChange
from tests.tools import hostile
from tests.tools.hostile import FIRST, hostile_workbook, rezip, unzip

HOSTILE = hostile_workbook()
LEDGER = "xl/worksheets/sheet4.xml"
CALCULATION = {"xl/workbook.xml", "xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}


def changed(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, came or went."""
    old, new = unzip(before), unzip(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def ledger_rows(count: int) -> list[dict[str, str | int]]:
    """Rows for 台帳 with the keys that are there."""
    return [{"A": f"K{i:04d}", "B": f"新しい施策{i}", "C": "順調", "E": i} for i in range(count)]


def naming_all(rows: list[dict[str, str | int]]) -> list[dict[str, str | int | None]]:
    """The rows, of which the first names every column of 台帳: those of its columns that it has not are empty."""
    return [{**(dict.fromkeys(map(chr, range(65, 90))) if n == 0 else {}), **row} for n, row in enumerate(rows)]


def with_rows(rows: str, *, sheet: int = 4) -> Package:
    """The hostile workbook with row 7 and below of one sheet written by hand."""
    parts = unzip(HOSTILE)
    name = f"xl/worksheets/sheet{sheet}.xml"
    text = parts[name].decode()
    start, end = text.index('<row r="7"'), text.index("</sheetData>")
    parts[name] = (text[:start] + rows + text[end:]).encode()
    return Package(rezip(parts))


def test_fill__same_number_of_rows__only_that_part_changes() -> None:
    data = hostile_workbook(5000)
    package = Package(data)
    report = package.sheet("台帳").fill(FIRST, ledger_rows(5000), key="A")
    out = package.to_bytes()
    assert changed(data, out) == {LEDGER, *CALCULATION}
    assert (report.moved, report.gone, report.loose, report.anchored) == ((), (), (), ())
    rows = CalamineWorkbook.from_filelike(io.BytesIO(out)).get_sheet_by_name("台帳").to_python()
    assert rows[5005][:8] == ["K4999", "新しい施策4999", "順調", "", 4999, 34993, 14997, rows[6][7]]


def test_fill__more_rows__everything_that_covers_them_stretches() -> None:
    package = Package(HOSTILE)
    package.sheet("台帳").fill(FIRST, ledger_rows(50), key="A")
    parts = unzip(package.to_bytes())
    text = parts[LEDGER].decode()
    assert "$46" not in text.replace("台帳!$A$1", "")
    for covered in (
        'sqref="E7:E56"',
        'sqref="G7:G56"',
        'sqref="D7:D56"',
        "<xm:sqref>C7:C56<",
        "<xm:f>台帳!E7:E56<",
        'ref="A6:Y56"',
        'sqref="B7:B56"',
    ):
        assert covered in text, covered
    assert package.sheet("台帳").formula("E2") == "SUM(E7:E56)"
    assert package.sheet("表紙").formula("B1") == "SUM(台帳!E7:E56)"
    assert package.defined_names("台帳")["_xlnm.Print_Area"] == "台帳!$A$1:$Y$56"
    assert package.defined_names("台帳")["_xlnm._FilterDatabase"] == "台帳!$A$6:$Y$56"
    charts = "".join(d.decode() for n, d in parts.items() if "/charts/" in n)
    assert "台帳!$F$7:$F$56" in charts
    assert "様式!$E$7:$E$7<" in charts
    assert {n for n in changed(HOSTILE, package.to_bytes()) if "/" in n and n not in CALCULATION} == {
        LEDGER,
        "xl/worksheets/sheet1.xml",
        "xl/charts/chart1.xml",
        "xl/charts/chart3.xml",
    }


def test_fill__form_prototype__styles_formulas_and_surroundings_as_in_the_prototype() -> None:
    package = Package(HOSTILE)
    sheet = package.clone("様式", "福祉課")
    styles = {c: sheet.style(f"{c}7") for c in "ABCDEFGH"}
    strong = package.style_with(styles["B"], StyleChange(horizontal="right"))
    rows: list[dict[str, CellInput]] = [
        {"A": f"K{i}", "B": f"施策{i}", "E": 10 * i, "F": i, "G": 9 * i} for i in range(30)
    ]
    rows[3]["G"] = Formula("E10*2", 60)
    sheet.fill(7, rows, heights=[None, 50.0, *[None] * 28], styles=[{}, {"B": strong}, *[{}] * 28])
    again = Package(package.to_bytes()).sheet("福祉課")
    assert {c: again.style(f"{c}20") for c in "ABCDEFGH"} == styles
    assert [again.row_height(r) for r in (7, 8, 9)] == [33.0, 50.0, 33.0]
    assert (again.style("B8"), again.style("B9")) == (strong, styles["B"])
    assert (again.formula("G36"), again.value("G36"), again.formula("G10")) == ("E36-F36", 261, "E10*2")
    assert again.value("H7") is None
    assert again.last_row() == 36
    assert package.defined_names("福祉課")["基準値"] == "'福祉課'!$E$7"  # one cell by choice
    assert package.defined_names("福祉課")["_xlnm.Print_Area"] == "'福祉課'!$A$1:$H$36"
    text = unzip(package.to_bytes())[again.part].decode()
    for kept in (
        "legacyDrawing ",
        "legacyDrawingHF",
        "<controls>",
        "sheetProtection",
        'state="frozen"',
        "x14:dataValidation ",
    ):
        assert kept in text, kept
    assert "<xm:sqref>C7:C36<" in text
    assert sorted(re.findall(r"\br:id=\"(\w+)\"", text)) == sorted(set(re.findall(r"\br:id=\"(\w+)\"", text)))


def test_fill__fewer_rows__ranges_shrink() -> None:
    package = Package(HOSTILE)
    package.sheet("台帳").fill(FIRST, naming_all(ledger_rows(5)), key="A")
    assert 'sqref="E7:E11"' in unzip(package.to_bytes())[LEDGER].decode()
    assert package.sheet("台帳").last_row() == 11


def test_fill__no_rows__blank_prototype_with_its_formulas_stays() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    style = sheet.style("C7")
    sheet.fill(7, [])
    assert sheet.cells(7) == {}
    assert (sheet.formula("G7"), sheet.style("C7")) == ("E7-F7", style)
    sheet.fill(7, [{"A": "K"}, {"A": "L"}])
    assert sheet.formula("G8") == "E8-F8"


# -- by key ------------------------------------------------------------------------------------------------------------
def test_fill_by_key__what_people_put_in__kept() -> None:
    package = Package(hostile.with_rows(HOSTILE, LEDGER, {9: {"ht": "77", "customHeight": "1"}}))
    sheet = package.sheet("台帳")
    yellow = package.style_with(sheet.style("B9"), StyleChange(fill="FFFF00"))
    sheet.put("B9", "施策2", style=yellow)
    sheet.put("K9", "手書きのメモ")
    rows = [
        {"A": "K0002", "B": "二"},
        {"A": "新", "B": "新規"},
        *({"A": f"K{i:04d}", "B": "x"} for i in range(3, 40)),
        {"A": "K0000", "B": "一"},
    ]
    report = sheet.fill(FIRST, rows, key="A")
    assert (sheet.value("B7"), sheet.value("K7"), sheet.style("B7"), sheet.row_height(7)) == (
        "二",
        "手書きのメモ",
        yellow,
        77.0,
    )
    assert (sheet.formula("G7"), sheet.value("G7"), sheet.value("E7")) == ("E7-F7", 6, 20)
    assert (sheet.value("B8"), sheet.value("K8"), sheet.row_height(8), sheet.formula("G8")) == (
        "新規",
        None,
        33.0,
        "E8-F8",
    )
    assert report.moved == ((9, 7), *((r, r - 1) for r in range(10, 47)), (7, 46))
    assert report.gone == ("K0001",)
    assert report.kept == ("K0001",)  # its E, F, H are columns nobody named: the row stays below
    assert report.loose == ((8, 48),)
    assert sheet.cells(48)["E"] == 10
    assert report.anchored == ("C7", "K7")  # comment and link do not follow their row
    again = sheet.fill(FIRST, [*rows, {"A": "K0001", "B": "戻った"}], key="A")
    assert (sheet.value("B47"), sheet.value("E47"), again.gone, sheet.last_row()) == ("戻った", 10, (), 47)


def test_fill_by_key__vanished_without_unmanaged_content__dropped_and_reported() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("台帳")
    report = sheet.fill(FIRST, naming_all(ledger_rows(39)), key="A")
    assert (report.gone, report.kept, report.loose) == (("K0039",), (), ())
    assert sheet.last_row() == 45


def test_fill_by_key__rows_without_key__kept_below_with_their_formulas_following() -> None:
    row = '<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>K{r}</t></is></c><c r="E{r}"><v>5</v></c></row>'
    total = '<row r="9"><c r="B9" t="inlineStr"><is><t>合計</t></is></c><c r="E9"><f>SUM(E7:E8)</f><v>10</v></c></row>'
    far = '<row r="30" ht="40" customHeight="1"><c r="B30" t="inlineStr"><is><t>注</t></is></c></row>'
    package = with_rows(row.format(r=7) + row.format(r=8) + total + '<row r="10"><c r="B10" s="1"/></row>' + far)
    sheet = package.sheet("台帳")
    report = sheet.fill(7, [{"A": f"K{r}", "E": r} for r in range(7, 12)], key="A")
    assert report.loose == ((9, 13), (30, 30))
    assert (sheet.value("B13"), sheet.formula("E13")) == ("合計", "SUM(E7:E11)")
    assert (sheet.value("B30"), sheet.row_height(30)) == ("注", 40)
    assert report.gone == ()


def test_fill_by_key__doubled_or_missing_key__error() -> None:
    sheet = Package(HOSTILE).sheet("台帳")
    with pytest.raises(PackageError, match="K1"):
        sheet.fill(7, [{"A": "K1"}, {"A": "K1"}], key="A")
    with pytest.raises(PackageError, match="no key"):
        sheet.fill(7, [{"B": "K1"}], key="A")
    with pytest.raises(PackageError, match="no row 900"):
        sheet.fill(900, [])
    with pytest.raises(PackageError, match="heights"):
        sheet.fill(7, [{"A": "K1"}], heights=[])


def test_fill__shared_formulas__written_out() -> None:
    first = '<row r="7"><c r="A7"><v>1</v></c><c r="G7"><f t="shared" ref="G7:G9" si="0">E7-$F$7&amp;"E7"</f><v>3</v></c></row>'
    more = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r - 6}</v></c><c r="G{r}"><f t="shared" si="0"/><v>{r}</v></c></row>'
        for r in (8, 9)
    )
    package = with_rows(first + more)
    sheet = package.sheet("台帳")
    assert sheet.formula("G9") == 'E9-$F$7&"E7"'
    sheet.fill(7, [{"A": 3, "B": "x"}, {"A": 1}, {"A": 4}], key="A")
    assert [sheet.formula(f"G{r}") for r in (7, 8, 9)] == ['E7-$F$7&"E7"', 'E8-$F$7&"E7"', 'E9-$F$7&"E7"']
    assert sheet.value("G7") == 9
    again = with_rows(first + more)
    again.sheet("台帳").put("G7", 1)
    after = Package(again.to_bytes()).sheet("台帳")
    assert (after.value("G7"), after.formula("G8"), after.formula("G9")) == (1, 'E8-$F$7&"E7"', 'E9-$F$7&"E7"')


def test_fill__rank_over_fixed_rows__follows_the_data() -> None:
    package = with_rows('<row r="7"><c r="A7"><v>1</v></c><c r="I7"><f>RANK(E7,E$7:E$7)+SUM(E7:F7)</f></c></row>')
    sheet = package.sheet("台帳")
    sheet.fill(7, [{"A": i} for i in range(4)])
    assert sheet.formula("I10") == "RANK(E10,E$7:E$10)+SUM(E10:F10)"
    sheet.append_rows(7, [{"A": 9}])
    assert [sheet.formula(f"I{r}") for r in (7, 11)] == [
        "RANK(E7,E$7:E$11)+SUM(E7:F7)",
        "RANK(E11,E$7:E$11)+SUM(E11:F11)",
    ]


def test_fill__array_formula_in_the_prototype__error() -> None:
    package = with_rows('<row r="7"><c r="G7"><f t="array" ref="G7">SUM(E7:F7*2)</f></c></row>')
    with pytest.raises(PackageError, match="array"):
        package.sheet("台帳").fill(7, [{"A": 1}])


# -- appending ---------------------------------------------------------------------------------------------------------
def test_append_rows__below_the_last_key__old_rows_keep_their_bytes() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("台帳")
    report = sheet.append_rows(FIRST, [{"A": "N1", "B": "追加", "E": 1}, {"A": "N2"}], key="A")
    assert report.loose == ()
    parts, before = unzip(package.to_bytes()), unzip(HOSTILE)
    old = re.findall(rb'<row r="(?:[7-9]|[1-4]\d)".*?</row>', before[LEDGER])
    assert len(old) == 40
    assert all(row in parts[LEDGER] for row in old)
    assert (sheet.value("A47"), sheet.formula("G48"), sheet.style("B47")) == ("N1", "E48-F48", sheet.style("B7"))
    assert b'sqref="E7:E48"' in parts[LEDGER]
    assert 'ref="A1:Y48"' in parts[LEDGER].decode()


def test_append_rows__empty_ledger_and_things_in_the_way() -> None:
    blank = '<row r="7"><c r="A7" s="1"/><c r="G7"><f>E7-F7</f></c></row>'
    note = '<row r="8"><c r="B8" t="inlineStr"><is><t>注意</t></is></c></row><row r="40"><c r="A40" s="1"/></row>'
    package = with_rows(blank + note)
    sheet = package.sheet("台帳")
    report = sheet.append_rows(7, [{"A": "N1"}, {"A": "N2"}], key="A")
    assert (sheet.value("A7"), sheet.value("A8"), sheet.formula("G8")) == ("N1", "N2", "E8-F8")
    assert report.loose == ((8, 10),)
    assert sheet.value("B10") == "注意"
    assert sheet.style("A40") == 1  # a prepared blank row stays


def test_clone_and_fill__thirty_departments__all_readable() -> None:
    package = Package(HOSTILE)
    for i in range(30):
        package.clone("様式", f"課{i}").fill(7, [{"A": f"K{i}-{j}", "B": "あ"} for j in range(5)])
    package.remove("様式")
    package.set_active("課0")
    book = CalamineWorkbook.from_filelike(io.BytesIO(package.to_bytes()))
    assert book.get_sheet_by_name("課29").to_python()[10][0] == "K29-4"


def test_append_rows__below_the_rows_of_years__these_are_not_parsed() -> None:
    """受領 and what was handed out and published only grow: what a click costs must not grow with them."""
    workbook = Workbook()
    for n in range(1, 2001):
        workbook.active.append([f"N{n}", "文"])
    made = io.BytesIO()
    workbook.save(made)
    package = Package(made.getvalue())
    sheet = package.sheet("Sheet")
    sheet.append_rows(3, [{"A": "新しい", "B": "行"}], key="A")
    assert len(sheet._parsed) <= 100
    again = Package(package.to_bytes()).sheet("Sheet")
    assert [again.value(f"A{n}") for n in (1, 2000, 2001, 2002)] == ["N1", "N2000", "新しい", None]


def test_fill_by_key__rows_that_stand__keep_their_bytes_and_the_others_are_filled() -> None:
    before = re.findall(r'<row r="(?:7|8|9)".*?</row>', unzip(HOSTILE)[LEDGER].decode())
    keys = [str(Package(HOSTILE).sheet("台帳").value(f"A{row}")) for row in (7, 8, 9)]
    rows: list[dict[str, CellInput]] = [{"A": keys[0]}, {"A": keys[1], "B": "書き直した"}, {"A": keys[2]}]
    package = Package(HOSTILE)
    package.sheet("台帳").fill(FIRST, rows, key="A", standing={keys[0], keys[2], "どこにもない"})
    after = re.findall(r'<row r="(?:7|8|9)".*?</row>', unzip(package.to_bytes())[LEDGER].decode())
    assert [one == two for one, two in zip(before, after, strict=True)] == [True, False, True]
    assert package.sheet("台帳").value("B8") == "書き直した"


def test_fill_by_key__row_that_stands_and_moves__goes_with_all_that_it_holds() -> None:
    part = Package(HOSTILE).sheet("台帳")
    keys, shown = [str(part.value(f"A{row}")) for row in (7, 8)], part.cells(8)
    package = Package(HOSTILE)
    rows: list[dict[str, CellInput]] = [{"A": keys[1]}, {"A": keys[0], "B": "前"}]
    report = package.sheet("台帳").fill(FIRST, rows, key="A", standing={keys[1]})
    assert package.sheet("台帳").cells(7) == shown
    assert (8, 7) in report.moved


def test_rearrange__rows_that_are_there_and_new_ones__in_the_order_given() -> None:
    package = Package(HOSTILE)
    part = package.sheet("台帳")
    shown = {row: part.cells(row) for row in (7, 8, 9)}
    part.rearrange(FIRST, [9, {"A": "新しい", "B": "行"}, 7])
    again = Package(package.to_bytes()).sheet("台帳")
    assert again.cells(7)["B"] == shown[9]["B"]
    assert (again.value("A8"), again.value("B8")) == ("新しい", "行")
    assert again.cells(9)["A"] == shown[7]["A"]
    assert again.formula("E2") == "SUM(E7:E9)"
    part.rearrange(FIRST, [])
    assert part.value("A7") is None
