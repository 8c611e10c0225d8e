"""The tags of cells that are found in one pass say the same as the patterns that allow for everything."""

import re

import pytest

from kosei_xl.workbook import book
from kosei_xl.workbook.cell_tags import CellTags, LargeCellTags, cell_tags, large_cell_tags, sheet_tags
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.bad_files.corpus import good
from tests.tools.hostile import rezip, unzip

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
        _sheet("").replace(
            b"<sheetData></sheetData>", b'<sheetData/><sheetData><row r="9"><c r="I9"/></row></sheetData>'
        ),
        _sheet('<row r="1"><c r="A1"><f>A2&nothing;</f><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1"><f>A2&</f><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1"><f>"文"</f><v>1</v></c></row>').replace("文".encode(), "文".encode()[:2]),
        _sheet('<row r="1" spans="&nothing;"><c r="A1"><v>1</v></c></row>'),
        _sheet('<row r="1"><c r="A1"/></row>' * 40_000),
        b'<worksheet xmlns="%s"/>' % _MAIN.encode(),
    ],
)
def test_cell_tags__written_otherwise_or_large__none(xml: bytes) -> None:
    assert cell_tags(xml) is None


def test_cell_tags__formulas_and_rows_with_entities_and_letters__known() -> None:
    xml = _sheet('<row r="1" ht="1&#50;"><c r="A1"><f>B1&amp;"文&#x3042;"&lt;1</f><v>1</v></c></row>')
    assert _known(xml).formulas() == {(1, 1)}


@pytest.mark.parametrize("formula", [b"A2&amp;&", "文".encode()[:2]])
def test_read__formula_of_which_no_program_can_read_a_letter__damaged(formula: bytes) -> None:
    parts = unzip(good())
    name = next(name for name, data in parts.items() if name.startswith("xl/worksheets/") and b"<f>" in data)
    parts[name] = parts[name].replace(b"<f>", b"<f>" + formula, 1)
    with pytest.raises(UnreadableWorkbook) as refused:
        book.read_book(rezip(parts), "a.xlsx")
    assert refused.value.code == "K101"


def _large(more: str = "") -> bytes:
    """The usual sheet with as many rows before that it is a large one."""
    plain = '<c r="B{n}" s="4" t="str"><v>文</v></c><c r="C{n}" s="5"/>'
    rows = "".join(f'<row r="{n}">{plain.format(n=n)}</row>' for n in range(20, 20_020))
    return _sheet(_CELLS + rows + more)


def test_large_cell_tags__usual_sheet__as_the_patterns_find_it() -> None:
    xml = _large('<row r="30000"><c r="BC30000" s="3"/></row>')
    tags = large_cell_tags(xml)
    assert isinstance(tags, LargeCellTags)
    assert cell_tags(xml) is None
    assert sheet_tags(xml) == tags
    assert tags.formulas() == book._formulas(xml) == {(2, 1), (12, 4)}
    assert tags.last_filled() == book._last_filled(xml) == (20_019, 28)
    assert tags.reaches() == (30_000, 702)  # an empty cell at ZZ12, and one in row 30000
    assert tags.has_errors
    assert not _known(_sheet('<row r="1"><c r="A1"/></row>')).has_errors


def test_large_cell_tags__cells_of_some_styles__as_a_small_sheet_tells_them() -> None:
    large, small = large_cell_tags(_large()), _known(_sheet(_CELLS))
    assert large is not None
    assert [*large.styled({3, 5}, lambda *_: False)] == [*small.styled({3, 5}, lambda *_: False)]
    shown = [*large.styled({3}, lambda at, style, kind: kind == "inlineStr")]
    assert [one.at for one in shown] == [(2, 28), (12, 4)]
    assert len([*large.styled({4}, lambda *_: False)]) == 20_000
    assert not [*large.styled(set(), lambda *_: False)]


@pytest.mark.parametrize(
    "more",
    [
        '<row r="30000"><c s="1" r="A30000"><v>1</v></c></row>',
        '<row r="30000"><c><v>2</v></c></row>',
        '<row r="30000"><c r="A030000"><v>1</v></c></row>',
    ],
)
def test_large_cell_tags__one_is_written_otherwise__none(more: str) -> None:
    assert large_cell_tags(_large(more)) is None
    assert large_cell_tags(_sheet(_CELLS)) is None


def test_read__sheet_written_otherwise__read_by_the_patterns() -> None:
    """Order of attributes, and a row written twice over, change nothing of what is found."""
    usual = _sheet(_CELLS)
    other = re.sub(rb'<c (r="\w+") (s="\d")', rb"<c \2 \1", usual)
    assert cell_tags(other) is None
    assert book._formulas(other) == _known(usual).formulas()
    assert book._last_filled(other) == _known(usual).last_filled()


def test_read__cell_of_an_error_that_is_blank__the_next_keeps_its_own_value() -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"/><c r="B1"><v>408</v></c><c r="C1" t="inlineStr"><is><r><t>x</t></r></is></c>'
        '<c r="D1" t="e"><v>#N/A</v></c></row>'
    )
    assert book._errors(_sheet(cells)) == {(1, 4): "#N/A"}
