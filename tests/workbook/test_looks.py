"""How cells show their values: formats, struck words, whatever program wrote them; values stay what they are."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from kosei_xl.values.cells import CellLook, Sheet
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import rezip, unzip

Write = Callable[[Any, Any], None]


def _sheet(write: Write, *, edit: dict[str, tuple[str, str]] | None = None, **options: Any) -> Sheet:
    """A sheet as it is read: written by XlsxWriter, then parts edited (part -> old, new)."""
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    write(book, book.add_worksheet("a"))
    book.close()
    parts = unzip(out.getvalue())
    for part, (old, new) in (edit or {}).items():
        assert old in parts[part].decode(), parts[part].decode()[:3000]
        parts[part] = parts[part].decode().replace(old, new).encode()
    return read_book(rezip(parts), "").sheets[0]


def _struck(book: Any) -> Any:
    return book.add_format({"font_strikeout": True})


def test_looks__formats__text_as_shown_and_value_as_it_is() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_number("A1", 0.95, book.add_format({"num_format": "0%"}))
        sheet.write_number("B1", 1500, book.add_format({"num_format": '#,##0"千円"'}))
        sheet.write_datetime("C1", datetime(2026, 3, 1), book.add_format({"num_format": 'm"月"d"日"'}))
        sheet.write_string("D1", "山田", book.add_format({"num_format": '0;0;0;@"様"'}))
        sheet.write_formula("E1", "=1/4", book.add_format({"num_format": "0.0%"}), 0.25)
        sheet.write_formula("F1", '=""', book.add_format({"num_format": "0.0%"}), "")
        sheet.write_boolean("G1", True, book.add_format({"num_format": "0%"}))
        sheet.write_number("H1", 5)
        sheet.write_string("I1", "文字", book.add_format({"num_format": "@"}))

    sheet = _sheet(write)
    shown = {at: look.text for at, look in sheet.looks.items()}
    assert shown == {(1, 1): "95%", (1, 2): "1,500千円", (1, 3): "3月1日", (1, 4): "山田様", (1, 5): "25.0%"}
    assert sheet.rows[0] == (0.95, 1500, date(2026, 3, 1), "山田", 0.25, None, True, 5, "文字")


@pytest.mark.parametrize("code", ["[DBNum1]0", ";;;", "yyyy/m/d;@", "0 q"])
def test_looks__format_not_understood_or_empty__value_and_the_format(code: str) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_number("A1", -7.5, book.add_format({"num_format": code}))

    assert _sheet(write).looks == {(1, 1): CellLook("-7.5", format=code)}


def test_looks__words_struck_out_in_a_shared_text__left_out_and_told() -> None:
    def write(book: Any, sheet: Any) -> None:
        red = book.add_format({"font_color": "red", "underline": 33})
        sheet.write_rich_string("A1", _struck(book), "12件", red, "9件", "を公開した。")
        sheet.write_rich_string("A2", red, "赤い", "文字")
        sheet.write_rich_string("A3", _struck(book), "全部\n", _struck(book), "消す")

    looks = _sheet(write).looks
    assert looks == {
        (1, 1): CellLook("9件を公開した。", struck="12件"),
        (3, 1): CellLook(None, struck="全部\n消す"),
    }


def test_looks__inline_text_with_runs__same_as_shared() -> None:
    runs = (
        '<is><r><rPr><strike/></rPr><t>古い</t></r><r><rPr><strike val="0"/></rPr><t xml:space="preserve">新 &amp; い</t></r>'
        '<rPh sb="0" eb="1"><t>フル</t></rPh></is>'
    )
    cell = '<c r="A1" t="s"><v>0</v></c>'
    sheet = _sheet(
        lambda _, sheet: sheet.write_string("A1", "x"),
        edit={"xl/worksheets/sheet1.xml": (cell, f'<c r="A1" t="inlineStr">{runs}</c>')},
    )
    assert sheet.looks == {(1, 1): CellLook("新 & い", struck="古い")}


def test_looks__font_of_the_cell_struck_out__all_of_it_but_runs_of_their_own() -> None:
    def write(book: Any, sheet: Any) -> None:
        struck, plain = _struck(book), book.add_format({"bold": True})
        sheet.write_string("A1", "やめた", struck)
        sheet.write_number("B1", 0.5, book.add_format({"font_strikeout": True, "num_format": "0%"}))
        sheet.write_number("C1", 12, struck)
        sheet.write_rich_string("D1", "消す", plain, "残す", struck)
        sheet.write_blank("E1", None, struck)
        sheet.write_string("F1", "下線", book.add_format({"underline": 2}))
        sheet.write_formula("G1", '="式"', struck, "式")

    assert _sheet(write).looks == {
        (1, 1): CellLook(None, struck="やめた"),
        (1, 2): CellLook(None, struck="50%"),
        (1, 3): CellLook(None, struck="12"),
        (1, 4): CellLook("残す", struck="消す"),
        (1, 7): CellLook(None, struck="式"),
    }


@pytest.mark.parametrize("band", ["row", "column"])
def test_looks__cell_without_a_style__looks_like_its_row_or_column(band: str) -> None:
    def write(book: Any, sheet: Any) -> None:
        struck = _struck(book)
        if band == "row":
            sheet.set_row(0, None, struck)
        else:
            sheet.set_column(0, 0, None, struck)
        sheet.write_string("A1", "消した", struck)
        sheet.write_string("A2" if band == "row" else "B1", "残した")

    sheet = _sheet(write, edit={"xl/worksheets/sheet1.xml": ('<c r="A1" s="1" t="s">', '<c r="A1" t="s">')})
    assert sheet.looks == {(1, 1): CellLook(None, struck="消した")}


def test_looks__phonetic_guide__never_part_of_a_text() -> None:
    guide = '<si><t>課長</t><rPh sb="0" eb="2"><t>カチョウ</t></rPh><phoneticPr fontId="1"/></si>'
    sheet = _sheet(
        lambda book, sheet: sheet.write_string("A1", "課長", _struck(book)),
        edit={"xl/sharedStrings.xml": ("<si><t>課長</t></si>", guide)},
    )
    assert sheet.value(1, 1) == "課長"
    assert sheet.looks == {(1, 1): CellLook(None, struck="課長")}


def test_looks__days_counted_since_1904__as_shown() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_datetime("A1", datetime(2026, 3, 1), book.add_format({"num_format": "yyyy/m/d"}))

    assert _sheet(write, date_1904=True).looks == {(1, 1): CellLook("2026/3/1")}


def test_looks__style_that_is_not_there__nothing() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_number("A1", 5, book.add_format({"num_format": "0%"}))

    sheet = _sheet(write, edit={"xl/worksheets/sheet1.xml": ('s="1"', 's="77"')})
    assert sheet.looks == {}


def test_looks__format_number_without_a_code__value_with_a_finding() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_number("A1", 5, book.add_format({"num_format": "0.0000%"}))

    sheet = _sheet(write, edit={"xl/styles.xml": ('formatCode="0.0000%"', 'formatCode=""')})
    assert sheet.looks == {}
    sheet = _sheet(write, edit={"xl/styles.xml": ('<numFmt numFmtId="164"', '<numFmt numFmtId="165"')})
    assert sheet.looks == {(1, 1): CellLook("5", format="[?]")}


def test_looks__numbers_struck_out_beside_shared_texts__left_out_and_told_as_they_are() -> None:
    """A number is no number of a shared text, also where there is one of that number and it has parts."""

    def write(book: Any, sheet: Any) -> None:
        for row, text in enumerate(("共有", "文")):
            sheet.write_string(row, 0, text)
        sheet.write_rich_string(2, 0, book.add_format({"bold": True}), "120件", "を処理")
        sheet.write_number(0, 1, 1, _struck(book))
        sheet.write_number(1, 1, 2, _struck(book))
        sheet.write_boolean(2, 1, True, _struck(book))
        sheet.write_formula(3, 1, "=1+1", _struck(book), 2)

    looks = _sheet(write).looks
    assert {at: (look.text, look.struck) for at, look in looks.items()} == {
        (1, 2): (None, "1"),
        (2, 2): (None, "2"),
        (3, 2): (None, "TRUE"),
        (4, 2): (None, "2"),
    }
