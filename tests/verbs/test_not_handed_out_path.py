"""What the check of a master asks for at points that were handed out, and does not at those that were not."""

from collections import Counter
from pathlib import Path

import pytest

from kosei_xl.values.model import EntriesFile, Entry, Indicator, Item, PlanFile
from kosei_xl.verbs import check, consolidate, distribute, init
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, HALF, MORE_ITEMS, POINTS, make_plan
from tests.tools.office import address_of, put

INDICATOR = Indicator(indicator="件数", target="300", actual="280", unit="件")
CARRIED = {"indicator": "件数", "target": "300", "unit": "件"}
ANSWERED = Entry(item_key="a-1", point=END, fields={"results": "開いた", "rating": "A"}, indicators=(INDICATOR,))
EVERYTHING = {"K301", "K303", "K406", "K408"}
AT_NEXT = "2026_half"


def _master(folder: Path, *entries: Entry, items: tuple[Item, ...] = MORE_ITEMS) -> Path:
    plan = make_plan(items, points=POINTS, indicators=True)
    path = folder / "事務局.xlsx"
    init.init(path, PlanFile(plan=plan), EntriesFile(plan_id=plan.plan_id, entries=entries))
    return path


def _said(master: Path, point: str) -> set[str]:
    """What is asked for at a point."""
    found = check.check([master]).diagnostics
    return {str(one.code) for one in found if one.point == point} & EVERYTHING


def _of_before(master: Path) -> None:
    """The master as an earlier version made it, which did not record what went out."""
    package = Package(master.read_bytes())
    package.remove(terms.HANDED_OUT_SHEET)
    master.write_bytes(package.to_bytes())


def _type(path: Path, row: str, key: str, text: str) -> None:
    data = path.read_bytes()
    book = read_book(data, "")
    sheet = next(s.name for s in book.sheets if any(r[:1] == (row,) for r in s.rows) and key in s.rows[0])
    path.write_bytes(put(data, {(sheet, address_of(book, sheet, row, key)): text}))


def test_check__point_that_next_began__asks_for_nothing_until_it_is_handed_out(tmp_path: Path) -> None:
    master = _master(tmp_path, ANSWERED)
    distribute.distribute(master, END, tmp_path / "年度末")
    begun, _ = next_verb.begin_next(master)
    assert dict(begun.carried) == {"indicator": 1}
    assert begun.point.key == AT_NEXT
    assert _said(master, AT_NEXT) == set()
    assert {"K301", "K303", "K406"} <= _said(master, END), "that one is out"
    distribute.distribute(master, AT_NEXT, tmp_path / "上半期")
    assert _said(master, AT_NEXT) == EVERYTHING


@pytest.mark.parametrize(
    "entry",
    [
        Entry(item_key="a-1", point=END, fields={"annual_plan": "開く"}),
        Entry(item_key="a-6", point=END, fields={"rating": "A"}),
        Entry(item_key="a-1", point=END, indicators=(Indicator.model_validate(CARRIED),)),
    ],
    ids=["plan of the year", "rating by the office", "indicator without result"],
)
def test_check__not_handed_out_and_what_stands_there_is_no_answer__asks_for_nothing(
    tmp_path: Path, entry: Entry
) -> None:
    assert _said(_master(tmp_path, entry), END) == set()


@pytest.mark.parametrize(
    "entry",
    [
        Entry(item_key="a-1", point=END, fields={"results": "開いた"}),
        Entry(item_key="a-6", sub_no="1", point=END, fields={"results": "直した"}),
        Entry(item_key="a-1", point=END, indicators=(INDICATOR,)),
    ],
    ids=["result", "result of a sub-item", "result of an indicator"],
)
def test_check__answers_typed_without_surveys__blanks_are_told_and_no_survey_is_waited_for(
    tmp_path: Path, entry: Entry
) -> None:
    said = _said(_master(tmp_path, entry), END)
    assert {"K301", "K303", "K408"} <= said
    assert "K406" not in said


def test_check__earlier_point_answered_and_never_handed_out__no_survey_is_waited_for(tmp_path: Path) -> None:
    master = _master(tmp_path, ANSWERED.model_copy(update={"point": HALF}))
    distribute.distribute(master, END, tmp_path / "年度末")
    found = check.check([master]).diagnostics
    assert Counter(one.point for one in found if one.code == "K406") == {END: 2}
    assert "K303" in _said(master, HALF), "what is blank there is told all the same"


def test_check__handed_out_and_nothing_came_before_the_next_point__still_waited_for(tmp_path: Path) -> None:
    master = _master(tmp_path)
    distribute.distribute(master, END, tmp_path / "年度末")
    next_verb.begin_next(master)
    assert _said(master, END) == EVERYTHING
    assert _said(master, AT_NEXT) == set()


def test_check__two_points_waited_for__each_line_names_its_point(tmp_path: Path) -> None:
    master = _master(tmp_path)
    data = master.read_bytes()
    rows = read_book(data, "").sheet(terms.LEDGER_SHEET)
    assert rows is not None
    gone = [n for n, row in enumerate(rows.rows, 1) if str(row[0]).startswith((f"{HALF}|", f"{END}|"))]
    letters = Package(data).sheet(terms.LEDGER_SHEET).cells(1)
    master.write_bytes(put(data, {(terms.LEDGER_SHEET, f"{c}{n}"): None for n in gone for c in letters}))
    for point in (HALF, END):
        distribute.distribute(master, point, tmp_path / point)
    found = [one for one in check.check([master]).diagnostics if one.code in ("K159", "K406")]
    assert Counter(one.point for one in found) == {HALF: 3, END: 3}
    for one in found:
        label = next(point.label for point in POINTS if point.key == one.point)
        assert one.message().startswith(f"「{label}」")
        assert f"“{label}”" in one.message("en")
    assert len({one.message() for one in found}) == len(found)


def test_check__master_that_does_not_record_what_went_out__asks_where_answers_stand_or_nothing_does(
    tmp_path: Path,
) -> None:
    for name, entries, asked in (
        ("記入", (ANSWERED,), {"K301", "K303", "K406"}),
        ("何もない", (), {"K406"}),
        ("写し", (Entry(item_key="a-1", point=END, indicators=(Indicator.model_validate(CARRIED),)),), set()),
    ):
        (tmp_path / name).mkdir()
        master = _master(tmp_path / name, *entries)
        _of_before(master)
        said = _said(master, END)
        assert said >= asked if asked else said == set(), name


def test_check__older_master_taken_on_to_the_next_point__new_point_waits_until_it_is_handed_out(
    tmp_path: Path,
) -> None:
    """Its record of what went out is there and empty, though surveys came in."""
    master = _master(tmp_path, ANSWERED)
    other = tmp_path / "写し"
    other.mkdir()
    copy = other / master.name
    copy.write_bytes(master.read_bytes())
    blank = distribute.distribute(copy, END, tmp_path / "回収")[0]
    _type(blank, "a-2|", "results", "始めた")
    consolidate.consolidate_into(master, [blank], END)
    assert not open_master(master).registers.handed_out
    assert "K303" in _said(master, END)
    next_verb.begin_next(master)
    assert _said(master, AT_NEXT) == set()
    distribute.distribute(master, AT_NEXT, tmp_path / "上半期")
    assert _said(master, AT_NEXT) == EVERYTHING
