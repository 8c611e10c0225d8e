"""What crosses a process: decoding gives back what was encoded, and other bytes are refused."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.model import ROW, Slot, SlotKind, Submission, ValueSet
from kosei_xl.values.returned import CODEC, OtherCodec, Returned, decode, encode
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message

TEXTS = st.text(max_size=12)
NAMES = st.text("abc_", min_size=1, max_size=5)
FIELDS = st.dictionaries(NAMES, TEXTS, max_size=3)
SLOTS = st.just(ROW) | st.builds(Slot, st.sampled_from([SlotKind.INDICATOR, SlotKind.PHOTO]), st.integers(1, 3))
KEYS = st.tuples(NAMES, st.none() | NAMES, SLOTS)
PLACES = st.builds(CellRef, TEXTS, st.none() | TEXTS, st.none() | st.integers(1, 99), st.none() | st.integers(1, 99))
PARAMS = st.lists(st.tuples(NAMES, TEXTS | st.builds(Message, TEXTS, TEXTS)), max_size=3).map(tuple)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.sampled_from([code.value for code in Code]),
    st.none() | PLACES,
    PARAMS,
    st.lists(PLACES, max_size=2).map(tuple),
    st.none() | TEXTS,
    st.none() | TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.none() | TEXTS,
    TEXTS,
)
MAPS = st.dictionaries(KEYS, FIELDS, max_size=2)
SETS = st.builds(lambda key, *rest: ValueSet(*key, *rest), KEYS, FIELDS, FIELDS, st.frozensets(NAMES, max_size=2))
SUBMISSIONS = st.builds(
    Submission,
    plan_id=NAMES,
    plan_version=st.integers(1, 9),
    point=NAMES,
    dept_code=st.none() | NAMES,
    value_sets=st.lists(SETS, max_size=3).map(tuple),
    file=TEXTS,
    sha256=TEXTS,
    saved_at=st.none() | TEXTS,
    saved_by=st.none() | TEXTS,
    submission_no=st.integers(0, 9),
    filled_by=st.none() | TEXTS,
    confirmed_by=st.none() | TEXTS,
    confirmed_on=st.none() | TEXTS,
    base=MAPS,
    others=st.lists(TEXTS, max_size=2).map(tuple),
    pictures=st.just({}),
    earlier=MAPS,
    copies=st.dictionaries(KEYS, st.lists(FIELDS, min_size=1, max_size=2).map(tuple), max_size=2),
)
PATHS = st.lists(NAMES | st.integers(0, 9) | st.none() | SLOTS, max_size=4).map(tuple)


def _row(path: ValuePath, at: CellRef, columns: Mapping[str, int | None]) -> dict[ValuePath, CellRef]:
    """A row and its fields, as a survey's are placed."""
    return {path: at, **{(*path, name): at._replace(column=column) for name, column in columns.items()}}


COLUMNS = st.dictionaries(NAMES, st.none() | st.integers(1, 99), max_size=3)
ROWS = st.lists(st.builds(_row, PATHS, PLACES, COLUMNS), max_size=3).map(
    lambda rows: {path: at for row in rows for path, at in row.items()}
)
AT = st.builds(lambda some, rows: {**some, **rows}, st.dictionaries(PATHS, PLACES, max_size=4), ROWS)
OUTCOMES = st.builds(Outcome, SUBMISSIONS, AT, st.lists(DIAGNOSTICS, max_size=2).map(tuple))
RETURNED = st.builds(
    Returned,
    TEXTS,
    TEXTS,
    st.lists(OUTCOMES, max_size=2).map(tuple),
    st.lists(DIAGNOSTICS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)


@given(RETURNED)
def test_decode__encoded__the_same_value_and_the_same_bytes(value: Returned) -> None:
    data = encode(value)
    again = decode(data)
    assert again == value
    assert encode(again) == data


def test_encode__a_row_and_its_fields__names_file_and_sheet_once_and_keeps_their_order() -> None:
    rows = _row(("a-1", None), CellRef("調査票.xlsx", "様式", 4), {"rating": 5, "results": 6})
    rows |= _row(("a-2", None), CellRef("調査票.xlsx", "様式", 5), {"rating": 5})
    of_another: dict[ValuePath, CellRef] = {("a-2", None, "other"): CellRef("調査票.xlsx", "様式", 9, 1)}
    one = Outcome(Submission("p", 1, "R7", "D1", ()), {**rows, **of_another})
    data = encode(Returned("", "", (one,)))
    assert data.decode().count("調査票.xlsx") == 1
    assert [*decode(data).submissions[0].at.items()] == [*one.at.items()]


def test_decode__message__keeps_its_english() -> None:
    problem = diagnostic(Code.UNREADABLE_WORKBOOK, CellRef("a.xlsx"), reason=Message("壊れています", "damaged"))
    (again,) = decode(encode(Returned("a.xlsx", "", diagnostics=(problem,)))).diagnostics
    assert "damaged" in again.message("en")


@pytest.mark.parametrize(
    "data", [b"", b"\x80\x04N.", b"[]", b'{"name": "a"}', json.dumps({"codec": CODEC + 1}).encode()]
)
def test_decode__other_bytes__refused(data: bytes) -> None:
    with pytest.raises(OtherCodec, match="別の版"):
        decode(data)
