"""受領 is chained: whatever happens to one of its rows is found, and nothing is found where nothing happened."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kosei_xl.read.chain import check_chain, end_of_rows, read_end
from kosei_xl.read.tables import KeyedTable, find_table, text_of
from kosei_xl.values.cells import Book, CellValue, Sheet
from kosei_xl.values.chain import CHAIN, END, START, ChainEnd, ChainMark, content_of, end_of, next_link
from kosei_xl.words import terms

KEYS = ("dept_code", "point", "item_key", "submission_no", "results", "cause", CHAIN)
LABELS = terms.MASTER_SHEETS[terms.RECEIVED_SHEET]
Row = tuple[CellValue, ...]

_TEXT = st.one_of(
    st.none(),
    st.sampled_from(("一", "二", "B", "1行目\n2行目", " 端", "=A1", "results=x")),
    st.integers(0, 1200).map(float),
    st.text(max_size=6).map(lambda text: text or None),
)
_ROWS = st.lists(st.tuples(st.just("D1"), st.just("R7"), *[_TEXT] * 4), min_size=1, max_size=6)


def _texts(row: Sequence[CellValue]) -> list[tuple[str, str]]:
    return [(key, text) for key, value in zip(KEYS, row, strict=False) if (text := text_of(value)) is not None]


def chained(rows: Sequence[Row], before: int) -> tuple[list[Row], ChainEnd]:
    """Rows with their marks, the first `before` of them of a time before there were marks."""
    made, link = [], START
    for number, row in enumerate(rows):
        content = content_of(_texts(row))
        link = next_link(link, content)
        made.append((*row, None if number < before else str(ChainMark(content, link))))
    return made, ChainEnd(before, len(rows) - before, link)


def book_of(rows: Sequence[Row], end: ChainEnd | None) -> tuple[Book, KeyedTable]:
    """A master of these rows of 受領 alone."""
    sheet = Sheet(terms.RECEIVED_SHEET, (KEYS, tuple(LABELS[key] for key in KEYS), *rows))
    hidden = Sheet(terms.IDENTITY_SHEET, (("format", "2"), *(((END, str(end)),) if end is not None else ())))
    table = find_table("m.xlsx", sheet, LABELS)
    assert table is not None
    return Book("m.xlsx", (sheet, hidden)), table


def codes(rows: Sequence[Row], end: ChainEnd | None) -> list[str]:
    return [problem.code for problem in check_chain(*book_of(rows, end))]


@settings(deadline=None)
@given(_ROWS, st.integers(0, 6))
def test_check_chain__untouched__nothing(rows: list[Row], before: int) -> None:
    made, end = chained(rows, min(before, len(rows) - 1))
    assert codes(made, end) == []


@settings(deadline=None)
@given(_ROWS, st.integers(0, 6), st.data())
def test_check_chain__one_cell_otherwise__found(rows: list[Row], before: int, data: st.DataObject) -> None:
    made, end = chained(rows, min(before, len(rows) - 1))
    row, column = data.draw(st.integers(0, len(made) - 1)), data.draw(st.integers(0, len(KEYS) - 1))
    new = data.draw(_TEXT)
    assume(text_of(new) != text_of(made[row][column]))
    made[row] = (*made[row][:column], new, *made[row][column + 1 :])
    assert codes(made, end)


@settings(deadline=None)
@given(_ROWS, st.integers(0, 6), st.data())
def test_check_chain__a_row_gone__found(rows: list[Row], before: int, data: st.DataObject) -> None:
    made, end = chained(rows, min(before, len(rows) - 1))
    del made[data.draw(st.integers(0, len(made) - 1))]
    assert codes(made, end)


@settings(deadline=None)
@given(_ROWS, st.integers(0, 6), st.data())
def test_check_chain__rows_put_in__found(rows: list[Row], before: int, data: st.DataObject) -> None:
    made, end = chained(rows, min(before, len(rows) - 1))
    new = data.draw(st.sampled_from([*made, ("D2", "R7", None, None, "書き足し", None, None)]))
    made.insert(data.draw(st.integers(0, len(made))), new)
    assert codes(made, end)


@settings(deadline=None)
@given(_ROWS, st.integers(0, 6), st.data())
def test_check_chain__two_rows_changed_places__found(rows: list[Row], before: int, data: st.DataObject) -> None:
    made, end = chained(rows, min(before, len(rows) - 1))
    one, two = (data.draw(st.integers(0, len(made) - 1)) for _ in range(2))
    assume([text_of(v) for v in made[one]] != [text_of(v) for v in made[two]])
    made[one], made[two] = made[two], made[one]
    assert codes(made, end)


FOUR: list[Row] = [("D1", "R7", f"m-{n}", 1.0, f"{n}の実績", None) for n in range(1, 5)]


def _edited(rows: list[Row]) -> list[Row]:
    return [*rows[:1], (*rows[1][:4], "別の文", *rows[1][5:]), *rows[2:]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_edited, [("K430", "4:4", "4")]),
        (lambda rows: [*rows[:1], *rows[2:]], [("K431", "4:4", "4")]),
        (lambda rows: rows[:2], [("K431", "5:5", "5")]),
        (lambda rows: [], [("K431", "3:3", "3")]),
        (lambda rows: [*rows[:2], ("D2", "R7", None, None, "足した行", None, None), *rows[2:]], [("K431", "5:5", "5")]),
        (lambda rows: sorted(rows, key=str, reverse=True), [("K431", "3:3", "3～7")]),
        (lambda rows: [row[:-1] for row in rows], [("K431", "7:7", "7")]),
    ],
)
def test_check_chain__one_thing_happened__names_the_rows_and_no_others(
    change: Callable[[list[Row]], list[Row]], expected: list[tuple[str, str, str | None]]
) -> None:
    made, end = chained(FOUR, 0)
    found = check_chain(*book_of(change(made), end))
    assert [(p.code, p.at.cell if p.at else None, dict(p.params).get("rows")) for p in found] == expected
    assert all("控え（.bak）" in p.message() for p in found)


def test_check_chain__no_record_of_the_end__found_unless_there_is_no_chain() -> None:
    made, _ = chained(FOUR, 0)
    assert codes(made, None) == ["K431"]
    assert codes([row[:-1] for row in made], None) == []


def test_check_chain__last_rows_lost_and_more_rows_since__the_same_finding() -> None:
    made, end = chained(FOUR, 0)
    book, table = book_of(made[:2], end)
    (lost,) = check_chain(book, table)
    content = content_of(_texts(FOUR[0]))
    before = read_end(book)
    assert before == end
    link = next_link(before.link, content)
    more = [*made[:2], (*FOUR[0], str(ChainMark(content, link)))]
    assert check_chain(*book_of(more, ChainEnd(0, 5, link))) == (lost,)
    assert end_of(str(end)) == end


def test_end_of_rows__chain_without_its_end__never_agrees_again() -> None:
    made, _ = chained(FOUR, 0)
    more, end = chained([*FOUR, FOUR[0]], 0)
    content = content_of(_texts(FOUR[0]))
    link = next_link(end_of_rows(book_of(made, None)[1]).link, content)
    assert codes([*made, (*FOUR[0], str(ChainMark(content, link)))], ChainEnd(0, 5, link)) == ["K431"]
    assert codes(more, end) == []
