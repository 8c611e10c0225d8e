"""The tags of cells that are found in one pass say the same as the patterns that allow for everything."""

import re

import pytest

from kosei_xl.workbook import book
from kosei_xl.workbook.cell_tags import CellTags, cell_tags

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(cells: str, root: str = f'<worksheet xmlns="{_MAIN}">') -> bytes:
    return f"{root}<cols><col/></cols><sheetData>{cells}</sheetData><mergeCells/></worksheet>".encode()


_CELLS = (
    '<row r="1"><c r="A1" s="3" t="inlineStr"><is><t>文</t></is></c><c r="B1" s="4"/><c r="C1"></c></row>'
    '<row r="2"><c r="A2"><f>SUM(B1:B2)</f><v>3</v></c><c r="AB2" s="3"><v>45</v></c><c r="C2" s="5" t="e"><v>#REF!</v></c></row>'
    '<row r="12"><c r="D12" s="3"> <f>A1</f></c><c r="ZZ12" s="9"> </c></row>'
)


def _known(xml: bytes) -> CellTags:
    found = cell_tags(xml)
    assert found is not None
    return found


def test_cell_tags__usual_sheet__as_the_patterns_find_it() -> None:
    xml = _sheet(_CELLS)
    tags = _known(xml)
    assert tags.formulas() == book._formulas(xml) == {(2, 1), (12, 4)}
    assert tags.last_filled() == book._last_filled(xml) == (12, 28)
    assert tags.has_errors
    assert book._errors(xml) == {(2, 3): "#REF!"}


def test_cell_tags__cells_of_some_styles__their_content_in_order() -> None:
    tags = _known(_sheet(_CELLS))
    found = [(one.at, one.style, one.kind, one.content) for one in tags.styled({3, 4, 5}, lambda *_: False)]
    assert found == [
        ((1, 1), 3, "inlineStr", "<is><t>文</t></is>".encode()),
        ((2, 28), 3, "n", b"<v>45</v>"),
        ((2, 3), 5, "e", b"<v>#REF!</v>"),
        ((12, 4), 3, "n", b" <f>A1</f>"),
    ]
    assert [one.at for one in tags.styled({3}, lambda at, style, kind: kind == "inlineStr")] == [(2, 28), (12, 4)]


@pytest.mark.parametrize(
    "xml",
    [
        _sheet('<row r="1"><c s="1" r="A1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1" t="n" s="1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row>'),
        _sheet('<row r="1"><c r = "A1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A01"><v>1</v></c></row>'),
        _sheet(
            '<row r="1"><c r="A1"><v>1</v></c><x:c r="B1"><v>2</v></x:c></row>',
            f'<worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}">',
        ),
        _sheet('<row r="1"><c r="A1"/></row>').replace(b"sheetData", b"x:sheetData"),
        _sheet('<row r="1"><c r="A1"/></row>' * 40_000),
        b'<worksheet xmlns="%s"/>' % _MAIN.encode(),
    ],
)
def test_cell_tags__written_otherwise_or_large__none(xml: bytes) -> None:
    assert cell_tags(xml) is None


def test_read__sheet_written_otherwise__read_by_the_patterns() -> None:
    """Order of attributes, and a row written twice over, change nothing of what is found."""
    usual = _sheet(_CELLS)
    other = re.sub(rb'<c (r="\w+") (s="\d")', rb"<c \2 \1", usual)
    assert cell_tags(other) is None
    assert book._formulas(other) == _known(usual).formulas()
    assert book._last_filled(other) == _known(usual).last_filled()
