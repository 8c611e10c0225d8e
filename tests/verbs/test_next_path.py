"""`kosei next`: the point after the last one, what it begins with, and headings that stayed behind."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.collect.next_point import begin, point_after
from kosei_xl.values.cells import column_letters
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntriesFile, Entry, Indicator, Part, Plan, PlanFile, ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, HALF, ITEMS, POINTS, make_plan
from tests.tools.office import kosei
from tests.tools.sheets import table_of


def plan_of(points: tuple[ReportingPoint, ...] = POINTS, **changes: object) -> Plan:
    return make_plan(ITEMS, points=points, indicators=True, **changes)


def after(plan: Plan) -> tuple[str, int, date, str, str]:
    last = max(plan.points, key=lambda one: one.date)
    made = point_after(plan, last)
    return made.kind, made.fiscal_year, made.date, made.label, made.short_label


def test_point_after__half_year__the_end_of_that_year() -> None:
    assert after(plan_of(POINTS[:1])) == ("year_end", 2025, date(2026, 3, 31), "令和７年度末", "")


def test_point_after__end_of_a_year__the_next_half_year_called_as_the_last_one() -> None:
    assert after(plan_of()) == ("half", 2026, date(2026, 9, 30), "令和8年度上半期", "上半期")


def test_point_after__plan_without_half_years__the_next_end() -> None:
    assert after(plan_of(POINTS[1:])) == ("year_end", 2026, date(2027, 3, 31), "令和8年度末", "")


def test_point_after__due_and_leap_day__as_many_years_on() -> None:
    odd = ReportingPoint(
        key="x", fiscal_year=2023, kind="other", date=date(2024, 2, 29), label="R5中間", due=date(2024, 3, 10)
    )
    made = point_after(plan_of((odd,)), odd)
    assert (made.date, made.due, made.label) == (date(2025, 2, 28), date(2025, 3, 10), "R6中間")


def test_point_after__key_that_is_taken__another() -> None:
    taken = POINTS[0].model_copy(update={"key": "2026_half"})
    assert point_after(plan_of((taken, POINTS[1])), POINTS[1]).key == "2026_half_2"


def test_begin__same_year__plans_and_indicators_and_nothing_typed_is_changed() -> None:
    plan = plan_of()
    entries = init.entries_by_key(
        plan,
        EntriesFile(
            plan_id="midori",
            entries=(
                Entry(
                    item_key="a-1",
                    point=HALF,
                    fields={"annual_plan": "開く", "results": "開いた", "rating": "A"},
                    indicators=(Indicator(indicator="件数", target="300", actual="120", unit="件"),),
                ),
                Entry(item_key="a-2", point=HALF, fields={"annual_plan": "始める"}),
                Entry(item_key="a-2", point=END, fields={"annual_plan": "もう書いた"}),
            ),
        ),
    )
    begun = begin(plan, Ledger(entries), POINTS[1], POINTS[0])
    made = {(key.item_key, *key.slot): dict(fields) for key, fields in begun.ledger.entries.items() if key.point == END}
    assert made == {
        ("a-1", 0, 0): {"annual_plan": "開く"},
        ("a-1", 1, 1): {"indicator": "件数", "target": "300", "unit": "件"},
        ("a-2", 0, 0): {"annual_plan": "もう書いた"},
    }
    assert dict(begun.carried) == {"annual_plan": 1, "indicator": 1}


def test_begin__another_year__no_plan_of_the_year_before() -> None:
    plan = plan_of()
    entries = init.entries_by_key(
        plan, EntriesFile(plan_id="midori", entries=(Entry(item_key="a-1", point=END, fields={"annual_plan": "開く"}),))
    )
    following = point_after(plan, POINTS[1])
    begun = begin(plan.with_points((*plan.points, following)), Ledger(entries), following, POINTS[1])
    assert (dict(begun.carried), begun.ledger) == ({}, Ledger(entries))


@pytest.fixture
def master(tmp_path: Path) -> Path:
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        Part(key="list", kind="list", sheet="一覧", title="令和７年度の進捗", meeting="令和８年度第１回委員会"),
    )
    entries = (
        Entry(
            item_key="a-1",
            point=END,
            fields={"results": "開いた", "rating": "A"},
            indicators=(Indicator(indicator="件数", target="300", actual="280", unit="件"),),
        ),
    )
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=plan_of(parts=parts)), EntriesFile(plan_id="midori", entries=entries))
    return path


def test_next__in_a_master__row_carried_indicators_and_stale_heading(master: Path, tmp_path: Path) -> None:
    ran = kosei("next", master)
    assert ran.code == 0
    assert "報告時点「令和8年度上半期」" in ran.err
    assert "指標を「令和7年度末」から写しました：1件" in ran.err
    assert "K446" in ran.out
    book = open_master(master)
    assert [one.label for one in book.plan.points][-1] == "令和8年度上半期"
    made = distribute.distribute(master, "令和8年度上半期", tmp_path / "配布")
    assert made
    *_, last = book.plan.points
    fields = [book.ledger.value.fields(key) for key in book.ledger.value.keys_at(last.key) if key.is_indicator]
    assert fields == [{"indicator": "件数", "target": "300", "unit": "件"}]


def test_next__stale_heading__k446_at_its_cell_and_not_the_meeting_after_the_year(master: Path) -> None:
    _, found = next_verb.begin_next(master)
    (problem,) = found.diagnostics
    assert problem.at is not None
    assert (problem.code, problem.at.sheet) == ("K446", terms.PARTS_SHEET)
    table = table_of(master, terms.PARTS_SHEET)
    assert table.sheet.value(problem.at.row or 0, problem.at.column or 0) == "令和７年度の進捗"
    assert problem.at.column == table.columns["title"]
    assert "令和７年度の進捗" in problem.message()
    _, found = next_verb.begin_next(
        master
    )  # the end of 令和8年度: its meeting may be in 令和9年度, not in 令和8年度 alone
    assert [dict(one.params)["text"] for one in found.diagnostics] == ["令和７年度の進捗"]


def test_next__same_stale_meeting_in_many_parts__one_line_with_their_cells(tmp_path: Path) -> None:
    day, other = "令和８年５月22日", "令和８年５月29日"
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        *(Part(key=f"p{n}", kind="list", sheet=f"一覧{n}", title=f"第{n}表", meeting_date=day) for n in (1, 2, 3)),
        Part(key="p4", kind="list", sheet="一覧4", title="第4表", meeting_date=other),
    )
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=plan_of(parts=parts)))
    _, found = next_verb.begin_next(path)
    many, alone = found.diagnostics
    cells = table_of(path, terms.PARTS_SHEET)
    dates = {f"{column_letters(cells.columns['meeting_date'])}{row}" for row in range(cells.first + 1, cells.first + 4)}
    assert (many.code, alone.code) == ("K446", "K446")
    assert {at.cell for at in (many.at, *many.related) if at} == dates
    assert many.at is not None
    listed = "、".join(sorted(dates - {many.at.cell}))
    assert f"「第1表」の会議の日「{day}」（ほか2か所：{listed}）は、" in many.message()
    assert f"「第4表」の会議の日「{other}」は、" in alone.message(), "another text is another line"


def test_next__period_over__refused_and_nothing_written(master: Path) -> None:
    for _ in range(4):
        next_verb.begin_next(master)
    before = master.read_bytes()
    with pytest.raises(WrongCall, match="計画の期間"):
        next_verb.begin_next(master)
    assert master.read_bytes() == before


def test_next__date_not_later__refused(master: Path) -> None:
    with pytest.raises(WrongCall, match="より後の日"):
        next_verb.begin_next(master, date=date(2026, 3, 31))


def test_next__lists_of_a_master_made_before__offer_the_words_of_now(master: Path) -> None:
    package = Package(master.read_bytes())
    for name, key in ((terms.ITEMS_SHEET, "state"), (terms.PARTS_SHEET, "items")):
        sheet = package.sheet(name)
        letters = next(one for one, text in sheet.cells(1).items() if text == key)
        sheet.set_validation_list(letters, f"{letters}3:{letters}9", '"前の,言葉"')
    master.write_bytes(package.to_bytes())
    next_verb.begin_next(master)
    book = openpyxl.load_workbook(master)
    offered = {
        str(rule.formula1)
        for name in (terms.ITEMS_SHEET, terms.PARTS_SHEET)
        for rule in book[name].data_validations.dataValidation
        if rule.type == "list"
    }
    assert '"継続,終了,達成,中止,統合,分割,移管,計画終了"' in offered
    assert '"評価対象,評価対象外,すべて,見直し項目,評価が変わった項目,委員会の意見があった項目"' in offered
    assert '"前の,言葉"' not in offered
