"""Rows of 項目 that the office deletes, or types another item over, while their answers are open: K462 and K463."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding
from kosei_xl.demo import type_entries
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import Column, Entry, Indicator, Item, Plan, PlanFile, SubItem
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, close, consolidate, distribute, init, pack, publish, report, status
from kosei_xl.verbs.next_plan import begin_next_plan
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from tests.tools.builders import END, HALF, make_plan, with_list
from tests.tools.rounds.paper import Paper
from tests.tools.sheets import write

DAY = date(2026, 6, 1)
WHY = "所管の見直し"
TEXTS = {"goal": "年300件", "means": "窓口を開く"}
OTHER = {"name": "公園の管理", "goal": "年20回", "means": "業者に頼む"}
"""Another item, as it is typed over the row of one that was answered."""


def a_plan() -> Plan:
    """Three items with two texts of the plan each, the third with sub-items that departments answer."""
    subs = tuple(
        SubItem(sub_no=n, name=name, departments=("D1",), texts={"goal": f"{name}の目標"})
        for n, name in (("1", "集会所"), ("2", "体育館"))
    )
    items = (
        Item(key="a-1", no="1", name="相談窓口", area_no="1", departments=("D1",), texts=TEXTS),
        Item(key="a-2", no="2", name="電子申請", area_no="1", departments=("D1",), texts={"goal": "半分にする"}),
        Item(key="a-3", no="3", name="公共施設", area_no="2", office_rated=True, sub_items=subs),
    )
    plan = with_list(make_plan(items, indicators=True))
    shown = Column(part="form", key="means", label="手段", source="plan", entry="shown")
    return Plan.model_validate(plan.model_copy(update={"columns": (*plan.columns, shown)}).model_dump())


ANSWERS = (
    *(
        Entry(
            item_key=f"a-{n}",
            point=END,
            fields={"rating": "A", "results": f"{n}の実績"},
            indicators=(Indicator(indicator="件数", target="10", actual=f"1{n}", unit="件"),),
        )
        for n in (1, 2)
    ),
    *(Entry(item_key="a-3", sub_no=n, point=END, fields={"results": f"3-{n}の実績"}) for n in ("1", "2")),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master whose surveys of the last point have come back, every row of them filled in."""
    folder = tmp_path_factory.mktemp("市")
    master = folder / "m.xlsx"
    init.init(master, PlanFile(plan=a_plan()))
    surveys = distribute.distribute(master, END, folder / "配布")
    for path in surveys:
        path.write_bytes(type_entries(path.read_bytes(), ANSWERS, {"filled_by": "花子", "confirmed_by": "太郎"}))
    consolidate.consolidate_into(master, surveys, END)
    write(master, terms.LEDGER_SHEET, f"{END}|a-3|", {"rating": "A", "results": "公共施設の実績"})
    return master


@pytest.fixture
def master(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it of one's own."""
    return Path(shutil.copy(prepared, tmp_path / "m.xlsx"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A master whose surveys of the last point are out; nothing has come back."""
    path = tmp_path / "m.xlsx"
    init.init(path, PlanFile(plan=a_plan()))
    distribute.distribute(path, END, tmp_path / "配布")
    return path


def _delete(master: Path, key: str) -> None:
    """The office deletes the row of an item, and those of its sub-items."""
    paper = Paper(master)
    rows = [n for n, texts in paper.rows(terms.ITEMS_SHEET).items() if texts.get("row_key", "").startswith(key)]
    for row in sorted(rows, reverse=True):
        paper.delete_row(terms.ITEMS_SHEET, row)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")


def _type(master: Path, key: str, texts: Mapping[str, str]) -> None:
    write(master, terms.ITEMS_SHEET, key, texts)


def _found(master: Path, *codes: str) -> list[Diagnostic]:
    return [one for one in check.check([master]).diagnostics if one.code in (codes or ("K462", "K463"))]


def _row(master: Path, sheet: str, key: str) -> tuple[int, Mapping[str, str]]:
    return next((n, row) for n, row in Paper(master).rows(sheet).items() if row.get("row_key") == key)


def _cell(master: Path, sheet: str, key: str, column: str) -> str:
    return f"[m.xlsx]{sheet}!{Paper(master).columns(sheet)[column]}{_row(master, sheet, key)[0]}"


def _confirm(master: Path, code: str) -> None:
    """The office lets the finding stand, with a reason, on 指摘."""
    consolidate.consolidate_into(master, [], END)
    paper = Paper(master)
    row = next(n for n, texts in paper.rows(terms.FINDINGS_SHEET).items() if texts.get("code") == code)
    for column, text in (("acknowledged", terms.FOLLOW_UP_MARK), ("why", WHY)):
        paper.put(terms.FINDINGS_SHEET, f"{paper.columns(terms.FINDINGS_SHEET)[column]}{row}", text)
    paper.save(master, "2026-06-02T00:00:00Z", "事務 次郎")


def _refused_everywhere(master: Path, code: str) -> None:
    """Whatever leaves the house or closes anything is held up, and the master stays as it is."""
    before, folder = master.read_bytes(), master.parent
    assert code in {one.code for one in status.status(master, END, DAY).diagnostics}
    with pytest.raises(report.NotFinal) as final:
        report.report(master, END, folder / "資料", final=True)
    with pytest.raises(report.NotFinal) as packed:
        pack.pack(master, END, folder / "配る")
    with pytest.raises(publish.NotPublic) as public:
        publish.publish(master, END, folder / "公表", publish.PublishWishes(DAY))
    for refused in (final.value.diagnostics, packed.value.diagnostics, public.value.diagnostics):
        assert code in {one.code for one in refused}
    with pytest.raises(WrongCall, match="項目シートの行が合っていない"):
        close.close_ended(master, END, DAY, WHY)
    wishes, move = NextPlanWishes("midori2", "次期計画", 2031), PlanEnding("move", DAY, WHY)
    with pytest.raises(WrongCall, match="項目シートの行が合っていない"):
        begin_next_plan(master, folder / "次.xlsx", wishes, ending=move)
    assert master.read_bytes() == before


# -- K462 --------------------------------------------------------------------------------------------------------------
def test_row_of_an_answered_item__deleted__k462_at_its_row_of_the_ledger_and_nothing_leaves_the_house(
    master: Path,
) -> None:
    assert _found(master) == []
    _delete(master, "a-2|")
    (problem,) = _found(master)
    assert (problem.code, problem.severity, problem.point) == ("K462", "error", END)
    assert str(problem.at) == _cell(master, terms.LEDGER_SHEET, f"{END}|a-2|", "no")
    assert "No.2「電子申請」（行キー「a-2|」）" in problem.message()
    assert "令和7年度末" in problem.message()
    _refused_everywhere(master, "K462")


def test_row_deleted__its_rows_keep_number_and_name_when_the_master_is_written(master: Path) -> None:
    _delete(master, "a-2|")
    sheets = {terms.LEDGER_SHEET: f"{END}|a-2|", terms.INDICATORS_SHEET: f"{END}|a-2||1"}
    before = {sheet: dict(_row(master, sheet, key)[1]) for sheet, key in sheets.items()}
    assert [texts["no"] for texts in before.values()] == ["2", "2"]
    (first,) = _found(master)
    for _ in range(2):
        found = consolidate.consolidate_into(master, [], END).diagnostics
        assert [(one.code, one.at) for one in found if one.code == "K462"] == [("K462", first.at)]
        assert {sheet: dict(_row(master, sheet, key)[1]) for sheet, key in sheets.items()} == before
    assert _found(master) == [first]


def test_row_deleted__rows_put_in_above__the_cell_is_that_of_the_written_master(master: Path) -> None:
    _delete(master, "a-2|")
    _delete(master, "a-1|")
    write(master, terms.ITEMS_SHEET, "new", {"no": "9", "name": "新しい取組", "area_no": "1", "lead": "福祉課"})
    found = consolidate.consolidate_into(master, [], END).diagnostics
    cells = [_cell(master, terms.LEDGER_SHEET, f"{END}|a-{n}|", "no") for n in (1, 2)]
    assert [str(one.at) for one in found if one.code == "K462"] == cells


def test_row_deleted__nothing_has_come_back_yet__k462_says_that_surveys_went_out(out: Path) -> None:
    _delete(out, "a-2|")
    (problem,) = _found(out)
    assert (problem.code, str(problem.at)) == ("K462", _cell(out, terms.LEDGER_SHEET, f"{END}|a-2|", "no"))
    assert "調査票を配った記録" in problem.message()
    assert "No.2「電子申請」" in problem.message()


def test_row_deleted__row_of_the_ledger_too__k462_at_the_items_with_the_name_of_the_survey(master: Path) -> None:
    _delete(master, "a-2|")
    paper = Paper(master)
    for sheet in (terms.LEDGER_SHEET, terms.INDICATORS_SHEET):
        rows = [n for n, texts in paper.rows(sheet).items() if "|a-2|" in texts.get("row_key", "")]
        for row in sorted(rows, reverse=True):
            paper.delete_row(sheet, row)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    (problem,) = _found(master)
    assert (problem.code, str(problem.at)) == ("K462", f"[m.xlsx]{terms.ITEMS_SHEET}")
    assert "No.2「電子申請」（行キー「a-2|」）の行が項目シートにありません。「令和7年度末」の記入" in problem.message()


@pytest.mark.parametrize(("deleted", "named"), [("a-3|2", "No.3-2「体育館」"), ("a-3|", "No.3「公共施設」")])
def test_row_of_a_sub_item__k462_names_it_alone_and_a_whole_item_once(master: Path, deleted: str, named: str) -> None:
    _delete(master, deleted)
    (problem,) = _found(master)
    assert (problem.code, named in problem.message()) == ("K462", True)
    assert str(problem.at) == _cell(master, terms.LEDGER_SHEET, f"{END}|{deleted}", "no")


def test_row_deleted__put_back_with_its_key__nothing_is_told(master: Path) -> None:
    kept = dict(_row(master, terms.ITEMS_SHEET, "a-2|")[1])
    _delete(master, "a-2|")
    consolidate.consolidate_into(master, [], END)
    write(master, terms.ITEMS_SHEET, "new", {name: kept[name] for name in ("row_key", "no", "name", "area_no", "lead")})
    consolidate.consolidate_into(master, [], END)
    assert _found(master) == []


def test_row_deleted__confirmed_with_a_reason__final_again(master: Path) -> None:
    _delete(master, "a-2|")
    _confirm(master, "K462")
    (problem,) = _found(master)
    assert problem.acknowledged == WHY
    consolidate.consolidate_into(master, [], END)
    assert report.report(master, END, master.parent / "資料", final=True).files


def test_item_ended__its_row_is_there__nothing_is_told(master: Path) -> None:
    _type(master, "a-2|", {"state": "中止", "last_point": "令和7年度上半期"})
    assert _found(master) == []


def test_row_deleted__nothing_was_entered_or_handed_out__nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    init.init(path, PlanFile(plan=a_plan()))
    _delete(path, "a-2|")
    assert _found(path) == []


def test_row_deleted__its_point_is_closed__nothing_is_told(master: Path) -> None:
    report.report(master, END, master.parent / "資料", final=True)
    close.close(master, END, DAY)
    _delete(master, "a-2|")
    assert _found(master) == []
    close.reopen(master, END, DAY, WHY)
    assert [one.code for one in _found(master)] == ["K462"]


def test_closing_what_was_published_before_its_item_was_deleted__refused(master: Path) -> None:
    report.report(master, END, master.parent / "資料", final=True)
    _delete(master, "a-2|")
    with pytest.raises(WrongCall, match="電子申請"):
        close.close(master, END, DAY)


def test_point_moved_to_the_plan_after__item_that_stays_behind_is_not_told(master: Path) -> None:
    _type(master, "a-2|", {"state": "中止", "last_point": "令和7年度上半期"})
    after = master.parent / "次.xlsx"
    move = PlanEnding("move", DAY, WHY)
    begin_next_plan(master, after, NextPlanWishes("midori2", "次期計画", 2031), ending=move)
    assert "a-2" not in open_master(after).plan.item_by_key
    assert _found(after) == []
    _delete(master, "a-1|")
    assert _found(master) == []


# -- K463 --------------------------------------------------------------------------------------------------------------
def test_row_typed_over_with_another_item__k463_at_its_name_and_nothing_leaves_the_house(master: Path) -> None:
    _type(master, "a-1|", OTHER)
    (problem,) = _found(master)
    assert (problem.code, problem.severity, problem.item, problem.point) == ("K463", "error", "1", END)
    assert str(problem.at) == _cell(master, terms.ITEMS_SHEET, "a-1|", "name")
    assert "「相談窓口」として配った調査票" in problem.message()
    assert "「公園の管理」" in problem.message()
    _refused_everywhere(master, "K463")


def test_row_typed_over__said_to_be_the_same_item__confirmed_and_final_again(master: Path) -> None:
    _type(master, "a-1|", OTHER)
    _confirm(master, "K463")
    (problem,) = _found(master)
    assert (problem.code, problem.acknowledged) == ("K463", WHY)
    assert report.report(master, END, master.parent / "資料", final=True).files
    _type(master, "a-1|", {"goal": "年30回"})
    assert [one.acknowledged for one in _found(master)] == [None]


def test_row_of_a_sub_item_typed_over__k463_at_its_name(master: Path) -> None:
    _type(master, "a-3|2", {"name": "図書館", "goal": "図書館の目標"})
    (problem,) = _found(master)
    assert (problem.code, problem.item) == ("K463", "3-2")
    assert str(problem.at) == _cell(master, terms.ITEMS_SHEET, "a-3|2", "name")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"name": "総合相談窓口"}, id="renamed"),
        pytest.param({"name": "総合相談窓口", "goal": "年500件"}, id="renamed, one text as it was"),
        pytest.param({"goal": "年500件", "means": "電話で受ける"}, id="both texts reworded"),
        pytest.param({"name": "相談 窓口", "goal": "年500件", "means": "電話で受ける"}, id="name with a blank"),
        pytest.param({"name": "公園の管理", "goal": "年３００件", "means": "業者に頼む"}, id="text in wide digits"),
        pytest.param({"no": "9"}, id="renumbered"),
    ],
)
def test_row_reworded_or_renamed__nothing_is_told(master: Path, typed: dict[str, str]) -> None:
    _type(master, "a-1|", typed)
    assert _found(master) == []


def test_row_typed_over__nothing_entered_yet__nothing_is_told(out: Path) -> None:
    _type(out, "a-1|", OTHER)
    assert _found(out) == []


def test_row_typed_over__handed_out_at_another_point_alone__nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    init.init(path, PlanFile(plan=a_plan()))
    distribute.distribute(path, HALF, tmp_path / "配布")
    write(path, terms.LEDGER_SHEET, f"{END}|a-1|", {"results": "年度末の実績"})
    _type(path, "a-1|", OTHER)
    assert _found(path) == []


def test_items_sorted_without_their_keys__k439_alone(master: Path) -> None:
    paper = Paper(master)
    columns = [letters for key, letters in paper.columns(terms.ITEMS_SHEET).items() if key != "row_key"]
    paper.sort(terms.ITEMS_SHEET, {3: 4, 4: 3}, columns)
    paper.save(master, "2026-06-01T00:00:00Z", "事務 次郎")
    assert {one.code for one in _found(master, "K439", "K462", "K463")} == {"K439"}
