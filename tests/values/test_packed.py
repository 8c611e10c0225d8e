"""Values as bytes and back."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from kosei_xl.collect.status import DepartmentStatus
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import Department, EntryKey, Slot, SlotKind
from kosei_xl.values.packed import Packing
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message

OURS = Packing(CellRef, Department, DepartmentStatus, Diagnostic, EntryKey, Received, Slot, SlotKind)
PLACE = CellRef("a.xlsx", "様式", 3, 4)
ROW = Received(
    EntryKey("k", None, "p", Slot(SlotKind.PHOTO, 2)),
    None,
    1,
    "a.xlsx",
    "",
    "",
    {"results": "文"},
    cells={"results": PLACE},
)
PROBLEM = diagnostic(Code.CONFLICT, PLACE, item="4", label=Message("評価", "rating"), ours="S", theirs="\ud83d")
DEPARTMENT = Department(code="D01", name="総務課")
VALUES = [
    None,
    -3,
    1.5,
    True,
    "",
    "\ud800",
    (),
    (("a", ()),),
    pytest.param(frozenset("ba"), id="set"),  # its order is not the same in every process
    {("a", 1): None},
    dt.date(2026, 4, 1),
    dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC),
    Decimal("1.50"),
    ROW,
    (PROBLEM,),
    DepartmentStatus(DEPARTMENT, "done", (), ("No.1 評価",), (PROBLEM,), ROW, due=dt.date(2026, 4, 1)),
    (DEPARTMENT, DEPARTMENT),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_unpack__what_was_packed__is_the_same(value: object) -> None:
    again = OURS.unpack(OURS.pack(value))
    assert again == value
    assert type(again) is type(value)
    assert OURS.pack(again) == OURS.pack(value)


def test_unpack__a_message__knows_its_english() -> None:
    assert OURS.unpack(OURS.pack(PROBLEM)).message("en") == PROBLEM.message("en")


def test_pack__a_model_twice__written_once_and_one_object_again() -> None:
    data = OURS.pack((DEPARTMENT, DEPARTMENT))
    assert data.count("総務課".encode()) == 1
    one, two = OURS.unpack(data)
    assert one is two


def test_pack__of_another_class__refused() -> None:
    with pytest.raises(TypeError):
        Packing(CellRef).pack((DEPARTMENT,))
    with pytest.raises((TypeError, LookupError)):
        Packing(CellRef).unpack(OURS.pack(DEPARTMENT))
    with pytest.raises((TypeError, LookupError)):
        OURS.unpack(json.dumps([[["CellRef", "{}"]], ["model", 0]]).encode())


def test_unpack__cut_off_anywhere__refused() -> None:
    data = OURS.pack((ROW, PROBLEM))
    for end in range(len(data)):
        with pytest.raises((ValueError, TypeError, LookupError)):
            OURS.unpack(data[:end])
