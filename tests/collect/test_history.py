"""受領 played again: what happened to each text, and what the office typed since."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.collect.history import history, office_edits
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import ValuePath
from kosei_xl.values.ledger import Ledger, Received, SavedBy
from kosei_xl.values.model import EntryKey, photo_slot
from tests.tools.builders import END, MORE_ITEMS, make_plan

PLAN = make_plan(MORE_ITEMS)
KEY = EntryKey("a-1", None, END)
MASTER = SavedBy("事務局ブック.xlsx", "m", "2026-04-15 01:00:00", "次郎")


def _sent(number: int = 1, dept_code: str = "D1", sha256: str = "", **fields: str) -> Received:
    return Received(KEY, dept_code, number, f"{number}.xlsx", sha256 or f"{dept_code}{number}", "", fields)


def _events(*rows: Received) -> list[tuple[str, str, str | None, str | None]]:
    return [(e.field, e.kind, e.old, e.new) for e in history(PLAN, Ledger(received=rows))]


def test_history__rows_that_tell_what_was_taken__just_that() -> None:
    first = replace(_sent(results="一", rating="A"), taken=("results",), conflicts=("rating",))
    second = replace(_sent(2, results="二"), taken=("results",))
    assert _events(first, second) == [
        ("rating", "kept", None, None),
        ("results", "taken", None, "一"),
        ("results", "taken", "一", "二"),
    ]


def test_history__rows_of_the_program_before__what_may_have_been_taken() -> None:
    older = _sent(1, results="古い")
    assert _events(_sent(2, results="一"), older) == [
        ("results", "taken", None, "一"),
        ("results", "recorded", "一", "一"),
    ]
    assert _events(_sent(1, "D2", results="他課")) == [("results", "recorded", None, None)], "D1 answers this row"
    conflict = replace(_sent(2, results="二"), conflicts=("results",))
    assert _events(_sent(1, results="一"), conflict)[1:] == [("results", "kept", "一", "一")]


def test_history__workbook_that_was_not_taken_over__recorded() -> None:
    head = replace(_sent(1, sha256="x"), key=EntryKey("", None, END), left_out=True, fields={}, taken=())
    assert _events(head, _sent(1, sha256="x", results="一")) == [("results", "recorded", None, None)]


def test_office_edits__one_row_a_row_of_the_ledger_with_its_cells() -> None:
    current = {KEY: {"results": "局", "rating": "A"}, EntryKey("a-2", None, END): {}}
    place = CellRef(MASTER.file, "台帳", 5, 10)
    at: dict[ValuePath, CellRef] = {(*KEY, "results"): place}
    (row,) = office_edits(PLAN, Ledger(current), at, MASTER)
    assert (row.key, row.taken, row.fields) == (KEY, ("rating", "results"), {"rating": "A", "results": "局"})
    assert (row.file, row.sheet, row.cells) == ("事務局ブック.xlsx", "台帳", {"results": place})
    assert (row.saved_at, row.saved_by, row.sha256, row.is_office) == ("2026-04-15 01:00:00", "次郎", "m", True)


def test_office_edits__cleared_and_row_deleted__both_told() -> None:
    rows = (replace(_sent(results="一", rating="A"), taken=("results", "rating")),)
    cleared = Ledger({KEY: {"rating": "A"}}, received=rows)
    assert [(r.taken, dict(r.fields)) for r in office_edits(PLAN, cleared, {}, MASTER)] == [(("results",), {})]
    deleted = Ledger(received=rows)
    assert [(r.taken, dict(r.fields)) for r in office_edits(PLAN, deleted, {}, MASTER)] == [(("rating", "results"), {})]


def test_office_edits__nothing_typed__none_and_photos_of_a_plan_without_them_left_alone() -> None:
    rows = (replace(_sent(results="一"), taken=("results",)),)
    assert office_edits(PLAN, Ledger({KEY: {"results": "一"}}, received=rows), {}, MASTER) == ()
    photo = Received(KEY._replace(slot=photo_slot(1)), None, 0, "m", "m", "", {"caption": "式典"}, taken=("caption",))
    assert office_edits(PLAN, Ledger(received=(photo,)), {}, MASTER) == ()


FIELDS = ("results", "rating", "annual_plan")
_FIELDS_OF_A_ROW = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["一", "二", "（削除）", "A"]))
_NAMES = st.lists(st.sampled_from(FIELDS), unique=True).map(tuple)
_OF_A_DEPARTMENT = st.builds(
    lambda n, code, fields, taken, conflicts, blanks: replace(
        _sent(n, code, **fields), taken=taken, conflicts=conflicts, blanks=blanks
    ),
    st.integers(1, 3), st.sampled_from(["D1", "D2"]), _FIELDS_OF_A_ROW, _NAMES, _NAMES, st.none() | _NAMES,
)  # fmt: skip
_OF_THE_OFFICE = st.builds(
    lambda fields, taken, conflicts: Received(
        KEY, None, 0, "m", "m", "", fields, taken=taken, conflicts=tuple(n for n in conflicts if n not in taken)
    ),
    _FIELDS_OF_A_ROW, _NAMES, _NAMES,
)  # fmt: skip


@given(st.lists(_OF_A_DEPARTMENT | _OF_THE_OFFICE, max_size=8))
def test_office_edits__any_rows_that_tell_what_was_taken__as_when_they_are_played(rows: list[Received]) -> None:
    """What 受領 says at its end is found in one pass; played row by row it is the same."""
    played: dict[str, str | None] = {}
    for event in history(PLAN, Ledger(received=tuple(rows))):
        played[event.field] = event.new
    now = {name: text for name, text in played.items() if text is not None}
    assert office_edits(PLAN, Ledger({KEY: now}, received=tuple(rows)), {}, MASTER) == ()
    other = Ledger({KEY: {**now, "issues": "足した"}}, received=tuple(rows))
    assert [row.taken for row in office_edits(PLAN, other, {}, MASTER)] == [("issues",)]
