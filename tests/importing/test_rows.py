"""What the rows of a list are: items, areas over them, lines that are neither, rows that nobody sees."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from kosei_xl.importing.grid import grids_of
from kosei_xl.importing.proposal import Proposal, propose
from kosei_xl.importing.reading import ListSource
from kosei_xl.values.cells import Book, Sheet

_HEAD = ("", "項目", "担当課", "評価", "実施内容")
_LEGEND = "Ｓ：予定を上回る　Ａ：予定どおり"


def _read(rows: Sequence[Sequence[str]], hidden: Sequence[int] = ()) -> Proposal:
    """A list whose column A nobody sees; lines of one text in column B are merged over the whole width."""
    lines: Mapping[tuple[int, int], tuple[int, int]] = {
        (n, 2): (n, 5) for n, row in enumerate(rows, 1) if len(row) == 2 and row[1]
    }
    cells = tuple(tuple(text or None for text in row) for row in rows)
    sheet = Sheet("表", cells, hidden_rows=frozenset(hidden), hidden_columns=frozenset({1}), merged=lines)
    return propose(ListSource(tuple(grids_of(Book("x.xlsx", (sheet,)), {}))), dt.date(2025, 6, 1))


def _item(no: int) -> tuple[str, ...]:
    return f"key{no}", f"{no} 窓口の案内その{no}", "企画課", "A", f"・案内を直す（{no}）。"


def _items(proposal: Proposal) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(row.no, row.name, row.areas) for row in proposal.found.rows]


def _left(proposal: Proposal) -> dict[tuple[int | None, int | None], str]:
    return {(one.at.row, one.at.column): str(one.text) for one in proposal.found.not_taken}


def test_band_over_items__keys_in_a_hidden_column__area_and_number_of_each() -> None:
    found = _read([_HEAD, ("key", "Ⅰ まち"), _item(1), ("key", "Ⅱ 財政"), _item(2)])
    assert _items(found) == [("1", "窓口の案内その1", ("Ⅰ まち",)), ("2", "窓口の案内その2", ("Ⅱ 財政",))]


def test_page_with_legend_again__line_of_marks__is_no_area() -> None:
    found = _read([_HEAD, ("k", "Ⅰ まち"), _item(1), ("k", _LEGEND), _HEAD, ("k", "Ⅰ まち（続き）"), _item(2)])
    assert [areas for _, _, areas in _items(found)] == [("Ⅰ まち",), ("Ⅰ まち",)]
    assert _left(found)[4, 2] == _LEGEND


def test_one_item_in_two_tables__its_area_goes_on__one_item() -> None:
    other = ("", "No.", "項目", "担当課", "検討の内容")
    again = ("", "1", "窓口の案内その1", "企画課", "・案内を印刷する。")
    found = _read([_HEAD, ("", "Ⅰ まち"), _item(1), ("", ""), other, ("", "Ⅰ まち（続き）"), again])
    assert [(no, name) for no, name, _ in _items(found)] == [("1", "窓口の案内その1")]


_SECOND = ("", "No.", "項目", "担当課", "検討の内容")
_OF_SECOND = ("", "9", "拠点の検討", "企画課", "・案を比べる。")


def test_hidden_row_between_tables__keys_of_a_program__no_item_and_named() -> None:
    keys = ("unrated|columns", "no", "name", "departments", "implementation")
    rows = [_HEAD, _item(1), _item(2), ("", ""), keys, ("", "検討の段階にある取組"), _SECOND, _OF_SECOND]
    found = _read(rows, hidden=[5])
    assert [no for no, _, _ in _items(found)] == ["1", "2", "9"]
    assert "表の外の隠れた行です" in {str(one.reason) for one in found.found.not_taken if one.at.row == 5}
    assert _left(found)[6, 2] == "検討の段階にある取組"


def test_hidden_row_right_below_items__is_an_item_and_asked_about() -> None:
    rows = [_HEAD, _item(1), _item(2), _item(3), ("", ""), ("", "検討の段階にある取組"), _SECOND, _OF_SECOND]
    found = _read(rows, hidden=[4])
    assert [no for no, _, _ in _items(found)] == ["1", "2", "3", "9"]
    assert [(kind, row) for kind, _, row, _ in found.found.asked] == [("hidden", 4)]


_NUMBERED = ("", "No.", "項目", "担当課", "評価", "実施内容")


def _numbered(no: str) -> tuple[str, ...]:
    return "", no, f"窓口の案内その{no}", "企画課", "A", f"・案内を直す（{no}）。"


@pytest.mark.parametrize("head", [_NUMBERED, _HEAD])
def test_hidden_rows_after_an_empty_one__numbered__are_items_and_asked_about(head: tuple[str, ...]) -> None:
    item = _numbered if head is _NUMBERED else lambda no: ("", *_item(int(no))[1:])
    rows = [head, item("1"), item("2"), ("", ""), item("3"), item("4"), ("", ""), ("", "検討の段階にある取組")]
    found = _read([*rows, _SECOND, _OF_SECOND], hidden=[5, 6])
    assert [no for no, _, _ in _items(found)] == ["1", "2", "3", "4", "9"]
    assert [(kind, row) for kind, _, row, _ in found.found.asked] == [("hidden", 5), ("hidden", 6)]
    assert not {one.at.row for one in found.found.not_taken} & {5, 6}


def test_hidden_row_after_an_empty_one__no_number_below_no__stands_between_the_tables() -> None:
    keys = ("unrated", "no", "name", "departments", "rating", "implementation2")
    rows = [_NUMBERED, _numbered("1"), ("", ""), keys, ("", "検討の段階にある取組"), _SECOND, _OF_SECOND]
    found = _read(rows, hidden=[4])
    assert [no for no, _, _ in _items(found)] == ["1", "9"]
    assert "表の外の隠れた行です" in {str(one.reason) for one in found.found.not_taken if one.at.row == 4}
