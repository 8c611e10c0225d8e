"""Ledger as rows of texts that fit a cell, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.values.stored import (
    PIECE_UNITS,
    BrokenRecord,
    ClosedPoint,
    HandedOut,
    Publication,
    StoredRecord,
    StoredRow,
    StoredValue,
    pieces_of,
    records_of,
    rows_of,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
KINDS = st.sampled_from(["printed", "prefill", "laid_out", "plan", "part", "entry"])
VALUES = st.builds(StoredValue, kind=KINDS, key=TEXTS, field=TEXTS, text=TEXTS)
HANDED = HandedOut(
    number=1,
    point="R7",
    plan_version=2,
    dept_code="D1",
    file="福祉課.xlsx",
    sha256="ab",
    values=(
        StoredValue(kind="printed", key="a-1|", field="name", text="相談窓口"),
        StoredValue(kind="prefill", key="a-1||0", field="results", text="長" * (2 * PIECE_UNITS + 1)),
        StoredValue(kind="prefill", key="a-1||0", field="cause", text="短い"),
    ),
)
PUBLISHED = Publication(number=3, point="R7", date=date(2026, 5, 1), meeting="第1回", file="資料.xlsx", sha256="cd")
CLOSED = ClosedPoint(number=1, point="R7", publication=3, date=date(2026, 6, 1), sha256="ef")


@given(st.lists(VALUES, max_size=6), st.integers(1, 9))
def test_records_of__rows_of__the_same_record(values: list[StoredValue], number: int) -> None:
    record = HANDED.model_copy(update={"number": number, "values": tuple(values)})
    assert list(records_of(HandedOut, rows_of(record))) == [record]


@pytest.mark.parametrize("record", [HANDED, PUBLISHED, CLOSED, PUBLISHED.model_copy(update={"meeting": ""})])
def test_records_of__each_class_and_two_in_a_row__the_same_records(record: StoredRecord) -> None:
    other = record.model_copy(update={"number": 7})
    rows = [*rows_of(record), *rows_of(other)]
    assert list(records_of(type(record), rows)) == [record, other]


@given(st.text(st.sampled_from("a𠮷\n 長"), max_size=30), st.integers(0, 3))
def test_pieces_of__any_text__fits_and_is_whole(text: str, times: int) -> None:
    long = text * (times * 1_500)
    pieces = pieces_of(long)
    assert "".join(pieces) == long
    assert all(len(piece.encode("utf-16-le")) // 2 <= PIECE_UNITS for piece in pieces)
    assert len(pieces) <= 1 + len(long.encode("utf-16-le")) // 2 // (PIECE_UNITS - 1)


def test_rows_of__long_text__one_row_a_piece_and_never_over_the_limit() -> None:
    rows = [row for row in rows_of(HANDED) if row.field == "results"]
    assert [(row.piece, len(row.text)) for row in rows] == [(1, PIECE_UNITS), (2, PIECE_UNITS), (3, 1)]


@pytest.mark.parametrize("lost", ["piece 2", "piece 1", "head"])
def test_records_of__rows_lost__told_with_the_place_and_the_others_are_there(lost: str) -> None:
    def gone(row: StoredRow) -> bool:
        return row.field == "point" if lost == "head" else row.field == "results" and f"piece {row.piece}" == lost

    rows = [row for row in rows_of(HANDED) if not gone(row)]
    other = HANDED.model_copy(update={"number": 2})
    broken, whole = records_of(HandedOut, [*rows, *rows_of(other)])
    assert isinstance(broken, BrokenRecord)
    assert whole == other
    expected = {"piece 2": (7, "3"), "piece 1": (6, "2"), "head": (0, "point")}
    assert (broken.position, broken.found) == expected[lost]


def test_records_of__text_of_a_row_emptied__a_broken_record_and_no_crash() -> None:
    rows = [row._replace(text="") if row.field == "cause" else row for row in rows_of(HANDED)]
    (broken,) = records_of(HandedOut, rows)
    assert isinstance(broken, BrokenRecord)
    assert (broken.position, broken.found) == (0, "text")
