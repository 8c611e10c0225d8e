"""Values read from the cells that are known already are those that calamine reads; what is not plain is left to it."""

import html
import io
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kosei_xl.demo import type_entries
from kosei_xl.workbook import book, plain_values
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.cell_tags import cell_tags
from kosei_xl.workbook.plain_values import number_styles, plain_rows, shared_texts, sheets_found, without_entities
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from kosei_xl.workbook.zip_parts import stored
from tests.tools.bad_files.corpus import good
from tests.tools.hostile import rezip, unzip
from tests.tools.office import midori

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="ggge.m.d"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>'
).encode()
_STRINGS = (
    f'<sst xmlns="{_MAIN}" count="4" uniqueCount="4"><si><t>文</t></si><si><t xml:space="preserve"> 字&amp;</t></si>'
    '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/></si><si><t>a_x000D_b</t></si></sst>'
).encode()


def _sheet(rows: str, head: str = "", tail: str = "") -> bytes:
    return f'<worksheet xmlns="{_MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


def _as_calamine(xml: bytes) -> list[list[Any]]:
    parts = dict(plain_values._front("xl/s.xml")) | {
        "xl/s.xml": xml,
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _STRINGS,
    }
    sheet = CalamineWorkbook.from_filelike(BytesIO(stored(parts))).get_sheet_by_index(0)
    return [[None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _plain(xml: bytes) -> list[list[Any]] | None:
    tags, texts, styles = cell_tags(xml), shared_texts(_STRINGS), number_styles(_STYLES)
    assert tags is not None
    assert texts is not None
    assert styles is not None
    rows = plain_rows(tags, texts, styles)
    return None if rows is None else [list(row) for row in rows]


def _row(cell: str) -> str:
    return f'<row r="2"><c r="B2"{cell}</c></row>'


_READ = [
    ' t="inlineStr"><is><t>文</t></is>',
    ' t="inlineStr"><is><t xml:space="preserve">　二字下げ\n </t></is>',
    ' t="inlineStr"><is><t>&#25991;&amp;&lt;&#x3042;&quot;&apos;&gt;</t></is>',
    ' t="inlineStr"><is><t></t></is>',
    ' s="1" t="s"><v>0</v>',
    ' t="s"><v>1</v>',
    ' t="s"><f>A1</f><v>2</v>',
    ' t="s"><v></v>',
    "><v>12</v>",
    ' t="n"><v>-1.50E-3</v>',
    ' s="0"><v>0.1</v>',
    ' s="2"><v>0.95</v>',
    "><f>A1</f><v>3</v>",
    '><f t="shared" si="0"/><v>1e400</v>',
    "><f>A1</f>",
    "><f>A1</f><v/>",
    ' t="str"><f>IF(A1&gt;1,"","x")</f><v>  答 &amp; </v>',
    ' t="str"><f>A1</f><v></v>',
    ' t="str"><f>A1</f><v/>',
    ' t="str"><f>A1</f>',
    ' t="b"><v>1</v>',
    ' t="b"><f>A1</f><v>0</v>',
    ' s="1">',
]


@pytest.mark.parametrize("cell", _READ)
def test_plain_rows__usual_cells__as_calamine_reads_them(cell: str) -> None:
    xml = _sheet(_row(cell) + '<row r="4"/>')
    assert _plain(xml) == _as_calamine(xml)


@pytest.mark.parametrize(
    "cell",
    [
        ' s="1"><v>45000</v>',
        ' s="3"><v>45000</v>',
        ' t="e"><v>#REF!</v>',
        ' t="d"><v>2026-03-01</v>',
        ' t="s"><v>3</v>',
        ' t="s"><v>4</v>',
        ' t="s"><v>-1</v>',
        ' t="b"><v>true</v>',
        "><v> 1</v>",
        "><v>abc</v>",
        ' t="inlineStr"><is><t> 文</t></is>',
        ' t="inlineStr"><is><t>a_x0041_</t></is>',
        ' t="inlineStr"><is><t>a\rb</t></is>',
        ' t="inlineStr"><is><t>a&nbsp;</t></is>',
        ' t="inlineStr"><is><t>&#13;</t></is>',
        ' t="inlineStr"><is><t>&#128;</t></is>',
        ' t="inlineStr"><v>1</v>',
        "><is><t>文</t></is>",
    ],
)
def test_plain_rows__anything_else__left_to_calamine(cell: str) -> None:
    assert _plain(_sheet(_row(cell))) is None


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ('<dimension ref="A1:B"/>', ""),
        ('<dimension ref="XFE1"/>', ""),
        ("<cols>", ""),
        ("", "<a>"),
        ("", '<mergeCells><mergeCell ref="A1:word"/></mergeCells>'),
        ("", '<mergeCells><mergeCell ref="A1:A1048577"/></mergeCells>'),
        ("", "<headerFooter><oddHeader>&nbsp;</oddHeader></headerFooter>"),
    ],
)
def test_plain_rows__not_fine_around_the_rows__left_to_calamine(head: str, tail: str) -> None:
    assert _plain(_sheet(_row("><v>1</v>"), head, tail)) is None


def test_plain_rows__fine_around_the_rows__read() -> None:
    head = '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="1"/></cols>'
    tail = (
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells><headerFooter><oddHeader>&amp;L課</oddHeader></headerFooter>'
    )
    assert _plain(_sheet(_row("><v>1</v>"), head, tail)) == [[None, None], [None, 1.0]]


def test_plain_rows__far_cells_and_formulas_without_values__squared_as_calamine_does() -> None:
    xml = _sheet(
        '<row r="2"><c r="D2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>a</t></is></c><c r="AA5"><f>A1</f></c></row>'
        '<row r="9"><c r="A9"><f>A1</f></c></row>'
    )
    assert _plain(xml) == _as_calamine(xml)
    assert len(_as_calamine(xml)) == 5


_CELLS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from("ABCDE"), st.sampled_from(_READ)), max_size=12)


@given(_CELLS)
def test_plain_rows__sheets_of_any_usual_cells__as_calamine_reads_them(cells: list[tuple[int, str, str]]) -> None:
    by_row: dict[int, dict[str, str]] = {}
    for number, letters, cell in cells:
        by_row.setdefault(number, {})[letters] = cell
    rows = (
        f'<row r="{n}">{"".join(f"""<c r="{letters}{n}"{one}</c>""" for letters, one in sorted(row.items()))}</row>'
        for n, row in sorted(by_row.items())
    )
    xml = _sheet("".join(rows))
    assert _plain(xml) == _as_calamine(xml)


def test_shared_texts__one_with_several_looks__none() -> None:
    rich = f'<sst xmlns="{_MAIN}"><si><r><t>a</t></r></si></sst>'.encode()
    assert shared_texts(rich) is None
    assert shared_texts(b"") == ()
    assert shared_texts(_STRINGS) == ("文", " 字&", "漢字", None)


_ENTITIES = st.sampled_from(
    [
        "&",
        ";",
        "a",
        "lt",
        "amp",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&nbsp;",
        "&#65;",
        "&#x80;",
        "&copy",
        "&am",
        "あ",
        "\n",
    ]
)


@given(st.lists(_ENTITIES, max_size=7).map("".join))
def test_without_entities__any_text__as_html_says(text: str) -> None:
    assert without_entities(text) == html.unescape(text)


def test_number_styles__days_are_none_of_them() -> None:
    known = number_styles(_STYLES)
    assert known is not None
    assert {b"0", b"2"} <= known
    assert not known & {b"1", b"3"}
    assert number_styles(b"<styleSheet><cellXfs>") is None


def test_sheets_found__named_otherwise__not_among_them() -> None:
    front = tuple(plain_values._front("xl/s.xml").items())
    assert sheets_found(front, (("a", "xl/s.xml"),)) == {"a"}
    assert sheets_found(front, (("b", "xl/s.xml"),)) == frozenset()
    assert sheets_found(front, (("a", "xl/t.xml"),)) == frozenset()


def _by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    made: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    day, share = made.add_format({"num_format": "yyyy/m/d"}), made.add_format({"num_format": "0%"})
    texts, days = made.add_worksheet("文"), made.add_worksheet("日")
    for sheet in (texts, days):
        sheet.write_row("A1", ["取組", "文\n字", 1.5, True])
        sheet.write_number("A2", 0.95, share)
        sheet.write_formula("B2", '=""', None, "")
    days.write_datetime("C3", datetime(2026, 3, 1), day)
    made.close()
    return out.getvalue()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the sheets that calamine reads."""
    names: list[str] = []

    class Counting:
        def __init__(self, data: BytesIO) -> None:
            self._real = CalamineWorkbook.from_filelike(data)

        @classmethod
        def from_filelike(cls, data: BytesIO) -> "Counting":
            return cls(data)

        def get_sheet_by_name(self, name: str) -> Any:
            names.append(name)
            return self._real.get_sheet_by_name(name)

        def get_sheet_by_index(self, index: int) -> Any:
            names.append(str(index))
            return self._real.get_sheet_by_index(index)

    monkeypatch.setattr(book, "CalamineWorkbook", Counting)
    monkeypatch.setattr(plain_values, "CalamineWorkbook", Counting)
    for one in (number_styles, sheets_found):
        one.cache_clear()
    yield names
    for one in (number_styles, sheets_found):
        one.cache_clear()


def test_read_book__surveys_of_a_round__calamine_is_asked_once_for_all(opened: list[str]) -> None:
    surveys = [good(), type_entries(good(), midori().typed[:1], {"filled_by": "別の 記入者"})]
    read = [read_book(surveys[0], "")]
    asked = len(opened)
    assert asked == 1 + len(read[0].sheets)
    read.append(read_book(surveys[1], ""))
    assert len(opened) == asked
    assert read[0].sheets != read[1].sheets


def test_read_book__by_another_program__only_sheets_with_a_day_are_read_twice(opened: list[str]) -> None:
    found = read_book(_by_xlsxwriter(), "")
    assert opened == ["0", "文", "日", "日"]
    assert found.sheets[0].rows == (("取組", "文\n字", 1.5, True), (0.95, None, None, None))
    assert str(found.sheets[1].value(3, 3)) == "2026-03-01"


def test_read_book__styles_that_calamine_does_not_read__refused() -> None:
    parts = unzip(_by_xlsxwriter())
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</cellXfs>", b"</cellXf>")
    with pytest.raises(UnreadableWorkbook, match="壊れて"):
        read_book(rezip(parts), "")


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="C4"><f>A1</f><v/></c><c r="C4" t="str"><v>a</v></c>',
        '<c r="C4"><v>5</v></c><c r="C4" t="inlineStr"><is><t></t></is></c>',
        '<c r="C4" t="str"><v>a</v></c><c r="C4"><f>A1</f></c>',
    ],
)
def test_plain_rows__two_cells_of_one_address__left_to_calamine(cells: str) -> None:
    assert _plain(_sheet(f'<row r="4">{cells}</row>')) is None


@pytest.mark.parametrize("spoiled", [_STRINGS.replace("文".encode(), b"\xe6\x96"), _STRINGS.replace(b"&amp;", b"&")])
def test_shared_texts__one_that_cannot_be_read__left_to_calamine(spoiled: bytes) -> None:
    assert shared_texts(spoiled) is None


def test_read_book__shared_strings_of_no_bytes__as_calamine_reads_them() -> None:
    parts = unzip(good())
    name = "xl/sharedStrings.xml"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    parts[name] = parts.get(name, b"") and b""
    with pytest.raises(UnreadableWorkbook):
        read_book(rezip(parts), "a.xlsx")
