"""What the standard allows is read, however it is spelled; what nobody writes is refused before it costs anything."""

import re
import struct
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from kosei_xl.values.cells import Book, column_letters
from kosei_xl.values.limits import Limits
from kosei_xl.workbook import archive
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.hostile import png, rezip, unzip

_TRANSITIONAL = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
Change = Callable[[bytes], bytes]


def _workbook() -> bytes:
    out = BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, other = book.add_worksheet("様式"), book.add_worksheet("別")
    rows: list[list[str | float]] = [["項目", "実績"], ["学校 = 施設", 85.5], ["'", "<b>&"], ["", "終"]]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.write_formula("C3", "=1+1", None, 2)
    sheet.merge_range("A6:B7", "まとめ")
    sheet.set_column("D:D", None, None, {"hidden": True})
    sheet.write_comment("B2", "確認しました", {"author": "総務課"})
    other.write("A1", "二枚目")
    book.close()
    return out.getvalue()


PLAIN = _workbook()
PARTS = unzip(PLAIN)
SHEETS = tuple(name for name in PARTS if name.startswith("xl/worksheets/sheet"))
STRINGS = next(name for name in PARTS if name.lower().endswith("sharedstrings.xml"))
XML = tuple(name for name in PARTS if name.endswith((".xml", ".rels")))


def _changed(change: Change, names: Iterable[str] = SHEETS) -> bytes:
    return rezip({**PARTS, **{name: change(PARTS[name]) for name in names}})


def _content(book: Book) -> object:
    sheets = [(s.name, s.rows, s.formulas, s.hidden_columns, dict(s.merged)) for s in book.sheets]
    return sheets, book.beside, book.saved_at, dict(book.names)


def _with_rows(rows: bytes) -> bytes:
    return _changed(lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"), SHEETS[:1])


def _as(encoding: str) -> Change:
    def change(xml: bytes) -> bytes:
        text = re.sub(r"^<\?xml[^>]*\?>", "", xml.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    return change


def _strict(xml: bytes) -> bytes:
    text = xml.decode()
    for transitional, strict in _TRANSITIONAL:
        text = text.replace(transitional, strict)
    return text.encode()


def _prefixed(xml: bytes) -> bytes:
    tagged = re.sub(rb"<(/?)(?!\?|\w+:)(\w+)", rb"<\1x:\2", xml)
    return tagged.replace(
        b'xmlns="http://schemas.openxmlformats.org/s', b'xmlns:x="http://schemas.openxmlformats.org/s'
    )


LEGAL: dict[str, bytes] = {
    "utf-16": _changed(_as("utf-16"), XML),
    "utf-16 without mark": _changed(lambda xml: _as("utf-16-le")(xml).replace(b"-\0l\0e\0", b""), SHEETS),
    "shift_jis": _changed(_as("shift_jis"), (STRINGS,)),
    "byte order mark": _changed(lambda xml: b"\xef\xbb\xbf" + xml, XML),
    "single quotes": _changed(lambda xml: re.sub(rb"\b([\w:]+)=\"([^\"']*)\"", rb"\1='\2'", xml), XML),
    "blanks in tags": _changed(lambda xml: re.sub(rb'\b(r|ref|t|s)="', rb'\1 = "', xml)),
    "line ends in tags": _changed(lambda xml: xml.replace(b' r="', b'\r\n\tr="')),
    "prefixes": _changed(_prefixed),
    "comments": _changed(lambda xml: xml.replace(b"<sheetData>", b'<!-- <c r="A9"><v>1</v></c> --><sheetData>')),
    "instructions": _changed(lambda xml: xml.replace(b"<sheetData>", b"<?x y?><sheetData>")),
    "cdata": _changed(lambda xml: xml.replace(b"<v>85.5</v>", b"<v><![CDATA[85.5]]></v>")),
    "strict names": _changed(_strict, XML),
    "no addresses": _changed(lambda xml: re.sub(rb'(<row) r="\d+"', rb"\1", xml), SHEETS[:1]),
    "dotted targets": _changed(lambda xml: xml.replace(b'Target="', b'Target="./'), ("xl/_rels/workbook.xml.rels",)),
    "other case of folders": rezip({name.replace("xl/worksheets", "xl/WorkSheets"): d for name, d in PARTS.items()}),
    "backslashes": rezip({name.replace("/", "\\"): data for name, data in PARTS.items()}),
    "claims to fill the sheet": _changed(lambda xml: re.sub(rb'(<dimension ref=")[^"]*', rb"\1A1:XFD1048576", xml)),
    "claims many strings": _changed(
        lambda xml: re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4294967295"', xml), (STRINGS,)
    ),
    "far cells with a format only": _with_rows(
        b'<row r="1048576"><c r="XFD1048576" s="0"/><c r="XFD1048576"></c></row>'
    ),
    "columns without end": _changed(lambda xml: xml.replace(b"<cols>", b'<cols><col min="1" max="4294967295"/>')),
}


@pytest.mark.parametrize("name", LEGAL)
def test_read_book__legal_in_another_way__reads_the_same(name: str) -> None:
    read, plain = read_book(LEGAL[name], "b.xlsx"), read_book(PLAIN, "b.xlsx")
    assert LEGAL[name] != PLAIN
    assert _content(read) == _content(plain)


def test_read_book__cells_without_addresses__follow_each_other() -> None:
    data = _with_rows(b'<row><c t="inlineStr"><is><t>a</t></is></c><c r="D7"><v>4</v></c><c><v>5</v></c></row>')
    assert read_book(data, "b.xlsx").sheets[0].rows[6] == ("a", None, None, 4.0, 5.0)


def test_read_book__hidden_row_without_a_number_and_a_line_break_behind_its_name__counts_on() -> None:
    def change(sheet: bytes) -> bytes:
        return re.sub(rb'<row r="2"[^>]*>', b'<row\nhidden="1">', sheet)

    book = read_book(_changed(change, SHEETS[:1]), "a.xlsx")
    assert book.sheets[0].hidden_rows == {2}


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"])
def test_read_book__errors_of_newer_excel__as_shown_and_the_rest_read(error: str) -> None:
    rows = f'<row r="9"><c r="A9" t="e"><f>X()</f><v>{error}</v></c></row>'.encode()
    sheet = read_book(_with_rows(rows), "b.xlsx").sheets[0]
    assert sheet.value(9, 1) == error
    assert sheet.value(2, 2) == 85.5


@pytest.mark.parametrize("part", ["docProps/core.xml", "docProps/app.xml", "xl/comments1.xml"])
def test_read_book__part_beside_the_cells_damaged__cells_are_read(part: str) -> None:
    book = read_book(rezip({**PARTS, part: b"<broken"}), "b.xlsx")
    assert book.sheets[0].value(2, 2) == 85.5


def _lying_about_sizes() -> bytes:
    data = bytearray(PLAIN)
    for at in (found.start() for found in re.finditer(b"PK\x01\x02", PLAIN)):
        struct.pack_into("<I", data, at + 24, 3)
    return bytes(data)


def _part_twice() -> bytes:
    out = BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEETS[0], PARTS[SHEETS[0]])
    return out.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "a declaration": (
        _changed(lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + re.sub(rb"^<\?.*?\?>", b"", xml)),
        "DTD",
    ),
    "a part twice": (_part_twice(), "同じ部品"),
    "sizes that are none": (_lying_about_sizes(), "壊れて"),
    "a far cell": (_with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "a far cell in single quotes": (_with_rows(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "XFD1048576"),
    "a far cell with blanks": (_with_rows(b'<row r="1048576"><c  r = "XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "a far cell without address": (
        _with_rows(b'<row r="1048576">' + b"<c/>" * 16383 + b"<c><v>1</v></c></row>"),
        "XFD1048576",
    ),
    "a cell outside the sheet": (_with_rows(b'<row r="9"><c r="XFE9"><v>1</v></c></row>'), "XFE9"),
    "no sheet of that name": (rezip({k: v for k, v in PARTS.items() if k != SHEETS[1]}), "壊れて"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_read_book__nobody_writes_it__refused_with_the_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(UnreadableWorkbook) as caught:
        read_book(data, "b.xlsx")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (Limits(unpacked=1000), "展開した中身"),
        (Limits(xml=1000), "文字と数値"),
        (Limits(nodes=50), "要素の数"),
        (Limits(area=18), "全シート"),
    ],
)
def test_read_book__beyond_a_limit__refused_naming_it(limits: Limits, named: str) -> None:
    with pytest.raises(UnreadableWorkbook, match="大きすぎます") as caught:
        read_book(PLAIN, "b.xlsx", limits)
    assert named in caught.value.reason


def test_read_book__pictures_do_not_count_as_words() -> None:
    data = rezip({**PARTS, "xl/media/image1.png": png("red").getvalue() * 100})
    assert read_book(data, "b.xlsx", Limits(xml=60_000)).sheets[0].value(2, 2) == 85.5


def _formatted(first: int, last: int, cell: str = '<c r="A{n}" s="0"/>') -> bytes:
    rows = (f'<row r="{n}" ht="18" customHeight="1">{cell.format(n=n)}</row>' for n in range(first, last + 1))
    return "".join(rows).encode()


_TYPED = '<c r="A{n}" t="inlineStr"><is><t>ここまで</t></is></c>'
_BELOW = Limits(xml=1 << 20)
"""Less than the sheets that follow have unpacked."""


@pytest.mark.parametrize(
    "end", ['<c r="A{n}" s="0"/>', '<c r="A{n}" s="0"></c>', '<c r="A{n}" s="0"/><c r="B{n}"/>', ""]
)
def test_read_book__rows_formatted_to_the_end__cost_nothing(end: str) -> None:
    rows = _formatted(100, 50_000, end)
    assert len(rows) > _BELOW.xml
    assert _content(read_book(_with_rows(rows), "a.xlsx", _BELOW)) == _content(read_book(PLAIN, "a.xlsx"))


def test_read_book__large_part_in_which_nothing_is_bare__not_searched_for_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of years are such parts; the search through them was a third of what reading a master took."""
    rows = _formatted(100, 30_000, _TYPED)
    assert len(rows) > 2 << 20
    monkeypatch.setattr(archive, "_BARE", None)
    sheet = read_book(_with_rows(rows), "a.xlsx").sheets[0]
    assert sheet.value(30_000, 1) == "ここまで"


def test_read_book__large_part_with_many_bare_cells_between_values__not_searched_for_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A ledger has such rows: a text, and fields that nobody filled. A run has no value in it."""
    rows = _formatted(100, 10_000, _TYPED + "".join(f'<c r="{column}{{n}}" s="0"/>' for column in "BCDEFGHIJK"))
    assert len(rows) > 2 << 20
    monkeypatch.setattr(archive, "_BARE", None)
    sheet = read_book(_with_rows(rows), "a.xlsx").sheets[0]
    assert sheet.value(10_000, 1) == "ここまで"


def test_read_book__large_part_of_rows_drawn_up_for_later__not_searched_for_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The lower half of a table of texts: thousands of bare cells without a value in between, but few in one row."""
    cells = "".join(f'<c r="{column}{{n}}" s="0"/>' for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    typed, drawn = _formatted(100, 20_000, _TYPED), _formatted(20_001, 20_999, cells)
    assert len(typed) > 1 << 20
    monkeypatch.setattr(archive, "_BARE", None)
    sheet = read_book(_with_rows(typed + drawn), "a.xlsx").sheets[0]
    assert sheet.value(20_000, 1) == "ここまで"


@pytest.mark.parametrize(
    ("form", "fewest"),
    [('<row r="{n}"><c r="A{n}" s="0"/></row>', 1000), ('<row r="1">{cells}</row>', 1), ('<row r="{n}"/>', 1000)],
)
@pytest.mark.parametrize("before", range(0, 2000, 333))
def test_may_have_a_run__shortest_run_wherever_it_begins__is_seen(form: str, fewest: int, before: int) -> None:
    cells = "<c/>" * 1000
    run = "".join(form.format(n=n, cells=cells) for n in range(1, fewest + 1))
    around = (
        '<row r="1"><c r="A1"><v>' + "1" * before + "</v></c></row>" + run + '<row r="9"><c r="A9"><v>1</v></c></row>'
    )
    assert archive._BARE.search(around.encode()) is not None
    assert archive._may_have_a_run(around.encode())


def test_read_book__empty_cells_that_reach_far__are_no_far_cell() -> None:
    """What a large sheet is known to reach, empty cells and all, is only a first look."""
    rows = _formatted(100, 30_000, _TYPED) + _formatted(40_000, 40_000, '<c r="XFD{n}" s="0"/>')
    assert len(rows) > 1 << 20
    sheet = read_book(_with_rows(rows), "a.xlsx").sheets[0]
    assert sheet.value(30_000, 1) == "ここまで"


@pytest.mark.parametrize(
    ("form", "bare"),
    [
        ('<row r="{n}"/>', 1000),
        ('<row r="{n}"></row>', 1000),
        ('<row r="{n}"><c r="A{n}"/></row>', 1000),
        ('<row r="{n}"><c r="A{n}"></c></row>', 1000),
        ('<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><is><t>x</t></is></c></row>', 0),
        ('<row r="{n}"><c r="A{n}"><f>1</f></c></row>', 0),
    ],
)
def test_bare_at_most__rows_and_cells_of_each_form__never_too_few(form: str, bare: int) -> None:
    data = "".join(form.format(n=n) for n in range(1, 1001)).encode()
    assert archive._bare_at_most(data) >= bare
    assert (archive._bare_at_most(data) == 0) == (bare == 0)
    assert (archive._BARE.search(data) is None) == (bare == 0)


def test_read_book__a_value_between_rows_that_only_have_a_format__stays_in_its_cell() -> None:
    rows = _formatted(100, 30_000) + _formatted(30_001, 30_001, _TYPED) + _formatted(30_002, 60_000)
    sheet = read_book(_with_rows(rows), "a.xlsx", _BELOW).sheets[0]
    assert [at for *at, value in sheet.filled() if value == "ここまで"] == [[30_001, 1]]


def test_read_book__a_row_without_a_number_after_them__counts_from_the_last() -> None:
    rows = (
        _formatted(100, 50_000)
        + b'<row><c t="inlineStr"><is><t>\xe7\xb5\x82\xe3\x82\x8f\xe3\x82\x8a</t></is></c></row>'
    )
    sheet = read_book(_with_rows(rows), "a.xlsx", _BELOW).sheets[0]
    assert [at for *at, value in sheet.filled() if value == "終わり"] == [[50_001, 1]]


def test_read_book__a_row_formatted_to_the_last_column__costs_nothing() -> None:
    cells = "".join(f'<c r="{column_letters(n)}{{n}}" s="0"/>' for n in range(1, 16_385))
    rows = _formatted(100, 110, cells)
    assert len(rows) > _BELOW.xml
    assert _content(read_book(_with_rows(rows), "a.xlsx", _BELOW)) == _content(read_book(PLAIN, "a.xlsx"))


def test_read_book__as_many_rows_with_values__refused_by_the_limit() -> None:
    with pytest.raises(UnreadableWorkbook, match="展開した文字と数値のバイト数は1,048,576まで"):
        read_book(_with_rows(_formatted(100, 50_000, _TYPED)), "a.xlsx", _BELOW)
