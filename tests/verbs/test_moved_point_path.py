"""A plan that ends while surveys are out: its open point goes to the plan after, with all that was typed and received."""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding
from kosei_xl.demo import type_entries
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import EntriesFile, Entry, EntryKey, Indicator, Part, PlanFile, indicator_slot
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, close, consolidate, distribute, gather, init, log, report
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.history import history_of, write_history
from kosei_xl.verbs.next_plan import begin_next_plan
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan
from tests.tools.cleaning import cleaned
from tests.tools.office import cells_by_key, kosei, validate
from tests.tools.sheets import table_of, write

DAY, WHY = date(2026, 4, 22), "市長選挙の後の見直し"
WISHES = NextPlanWishes("midori2", "次期計画", 2031)
MOVE = PlanEnding("move", DAY, WHY)
PEOPLE = {"filled_by": "花子", "confirmed_by": "太郎"}
ANSWERS = (
    Entry(
        item_key="a-1",
        point=END,
        fields={"rating": "A", "results": "窓口を開いた"},
        indicators=(Indicator(indicator="相談件数", target="300", actual="280", unit="件"),),
    ),
    Entry(
        item_key="a-2",
        point=END,
        fields={"rating": "S", "results": "申請を始めた", "effect": "120"},
        indicators=(Indicator(indicator="申請件数", target="50", actual="60", unit="件"),),
    ),
    Entry(item_key="a-3", point=END, fields={"rating": "A", "results": "案内を出した"}),
    Entry(item_key="a-4", point=END, fields={"results": "検討した"}),
    Entry(item_key="a-6", sub_no="1", point=END, fields={"results": "集会所を閉じた"}),
    Entry(item_key="a-6", sub_no="2", point=END, fields={"results": "体育館を直した"}),
)


@dataclass
class City:
    """The master of the plan that ends, and the surveys of its open point by department."""

    master: Path
    surveys: dict[str, Path]
    out: Path

    def answer(self, department: str) -> Path:
        """A department fills its survey in."""
        survey = self.surveys[department]
        survey.write_bytes(type_entries(survey.read_bytes(), ANSWERS, PEOPLE))
        return survey


@pytest.fixture
def city(prepared: City, tmp_path: Path) -> City:
    """A copy of the city of one's own."""
    folder = Path(shutil.copytree(prepared.master.parent, tmp_path / "市"))
    surveys = {name: folder / "配布" / path.name for name, path in prepared.surveys.items()}
    return City(folder / prepared.master.name, surveys, folder / prepared.out.name)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Six items; 福祉課 has answered for the open point and the office has typed; 税務課 still has its survey. No.2 was
    merged into No.1 with that point, No.4 was given up.
    """
    before = tuple(Entry(item_key=key, point=HALF, fields={"rating": "A"}) for key in ("a-1", "a-2", "a-3"))
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        Part(key="summary", kind="summary", sheet="概要", title="総括表", meeting="委員会"),
    )
    folder = tmp_path_factory.mktemp("市")
    master = folder / "事務局.xlsx"
    money = EntryField(field="effect", label="効果額", type="money", unit="千円")
    plan = make_plan(MORE_ITEMS, indicators=True, parts=parts, plan_version=3, fields=(money,))
    init.init(master, PlanFile(plan=plan), EntriesFile(plan_id="midori", entries=before))
    made = distribute.distribute(master, END, folder / "配布")
    one = City(master, {path.name.split("_")[1]: path for path in made}, folder / "次期.xlsx")
    consolidate.consolidate_into(master, [one.answer("福祉課")], END)
    write(master, terms.LEDGER_SHEET, f"{END}|a-1|", {"next_steps": "事務局が書いた"})
    write(master, terms.ITEMS_SHEET, "a-2|", {"state": "統合", "successor": "1", "last_point": "令和7年度末"})
    write(master, terms.ITEMS_SHEET, "a-4|", {"state": "中止", "last_point": "令和7年度末"})
    write(master, terms.RULES_SHEET, "new", {"code": "K303", "use": "使わない"})
    return one


def fields_of(master: Path, item: str, sub: str | None = None, slot: int = 0) -> dict[str, str]:
    key = EntryKey(item, sub, END)
    return dict(open_master(master).ledger.value.fields(key._replace(slot=indicator_slot(slot)) if slot else key))


def test_moved__ledger_of_the_plan_after__holds_what_was_typed(city: City) -> None:
    said: list[str] = []
    made = begin_next_plan(city.master, city.out, WISHES, said.append, MOVE)
    book = open_master(city.out)
    assert [one.code for one in book.diagnostics] == []
    assert [(one.key, one.label) for one in book.plan.points] == [(END, "令和7年度末")]
    assert book.plan.period_start == 2025
    assert [one.no for one in book.plan.items] == ["1", "3", "5", "6"]
    assert made.left == ("2", "4")
    assert fields_of(city.out, "a-1") == {
        "rating": "A",
        "results": "窓口を開いた\n（「電子申請」から）申請を始めた",
        "next_steps": "事務局が書いた",
    }
    assert fields_of(city.out, "a-1", slot=1)["actual"] == "280"
    assert fields_of(city.out, "a-1", slot=2) == {
        "indicator": "申請件数",
        "target": "50",
        "actual": "60",
        "unit": "件",
    }
    assert fields_of(city.out, "a-6", "1") == {"results": "集会所を閉じた"}
    assert not fields_of(city.out, "a-3"), "its department has not answered yet"
    told = "\n".join(said)
    assert "「令和7年度末」を次の計画のブック「次期.xlsx」に移しました" in told
    assert "No.2「電子申請」の記入は、統合先のNo.1に" in told
    assert "No.2「電子申請」の評価、効果額は次の計画に移していません" in told
    assert "No.4「検討課題」の取組実績は次の計画に移していません" in told
    assert [one.code for one in book.registers.rules] == ["K303"]
    assert validate([city.master, city.out]) == {}


def test_moved__received__comes_along_and_nothing_is_taken_in_twice(city: City) -> None:
    before = open_master(city.master).ledger.value
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    ledger = open_master(city.out).ledger.value
    came = [row for row in before.received_at(END) if row.key.item_key not in ("a-2", "a-4")]
    assert {"", "a-1", "a-6"} <= {row.key.item_key for row in came}
    assert [(row.key, row.fields, row.sha256) for row in ledger.received_at(END)] == [
        (row.key, row.fields, row.sha256) for row in came
    ]
    assert {row.file for row in ledger.history_at(END) if row.is_office} == {"事務局.xlsx"}
    lines = "\n".join(log.trace_lines(log.trace(city.out, "1", "取組実績", None)))
    assert "福祉課" in lines
    assert "申請を始めた" in lines
    told = consolidate.consolidate_into(city.out, [city.surveys["福祉課"]], END)
    assert "K411" not in [one.code for one in told.diagnostics]
    assert open_master(city.out).ledger.value.entries == ledger.entries
    assert len(open_master(city.out).ledger.value.received) == len(ledger.received)


@pytest.mark.parametrize("clean", [False, True], ids=["as_sent", "hidden_sheets_removed_on_the_way"])
def test_moved__survey_still_out__taken_in_by_the_plan_after(city: City, clean: bool) -> None:
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    survey = city.answer("税務課")
    if clean:
        survey.write_bytes(cleaned(survey.read_bytes()))
    found = check.check([survey], city.out)
    assert [one.code for one in found.diagnostics] == ["K458"]
    told = consolidate.consolidate_into(city.out, [survey], END)
    errors = [(one.code, one.item) for one in told.diagnostics if one.severity.value == "error"]
    assert errors == [("K408", "6")], "the office has not rated No.6 yet"
    assert fields_of(city.out, "a-3") == {"rating": "A", "results": "案内を出した"}
    assert fields_of(city.out, "a-6", "2") == {"results": "体育館を直した"}


def test_moved__survey_of_an_item_that_did_not_go__kept_and_told(city: City, tmp_path: Path) -> None:
    """福祉課 sends once more, with No.2 and No.4 in it: rows that the plan after does not have."""
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    again = tmp_path / "福祉課_再提出.xlsx"
    typed = [Entry(item_key="a-2", point=END, fields={"results": "直した文"})]
    data = city.surveys["福祉課"].read_bytes()
    again.write_bytes(type_entries(data, typed, PEOPLE | {"submission_no": "2"}))
    found = consolidate.consolidate_into(city.out, [again], END)
    told = {one.message()[:4] for one in found.diagnostics if one.code == "K429"}
    assert told == {"No.2", "No.4"}
    others = "".join(row.other for row in open_master(city.out).ledger.value.received_at(END))
    assert "直した文" in others


def test_moved__what_the_office_typed_about_returns__stands_in_the_master_of_the_plan_after(city: City) -> None:
    """Its remarks and dates on 提出状況, a finding that it has looked at, and a decision on 競合 not yet taken in."""
    again = city.master.parent / "福祉課_2.xlsx"
    typed = [Entry(item_key="a-1", point=END, fields={"next_steps": "課が書いた"})]
    data = city.surveys["福祉課"].read_bytes()
    again.write_bytes(type_entries(data, typed, PEOPLE | {"submission_no": "2"}))
    consolidate.consolidate_into(city.master, [again], END)
    table = table_of(city.master, terms.CONFLICTS_SHEET)
    (row,) = [one.number for one in table.rows() if one.text("no") == "1"]
    write(city.master, terms.CONFLICTS_SHEET, row, {"choice": "課"})
    table = table_of(city.master, terms.STATUS_SHEET)
    (row,) = [one.number for one in table.rows() if one.text("department") == "税務課"]
    write(city.master, terms.STATUS_SHEET, row, {"remark": "電話済み", "extended": date(2026, 5, 8)})
    table = table_of(city.master, terms.FINDINGS_SHEET)
    (row,) = [one.number for one in table.rows() if one.text("code") == "K408"]
    write(city.master, terms.FINDINGS_SHEET, row, {"acknowledged": "確認済", "why": "評価は委員会で決める"})
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    book = open_master(city.out)
    (mark,) = [one for one in book.marks if one.note or one.due]
    assert (mark.dept_code, mark.note, mark.due) == ("D2", "電話済み", date(2026, 5, 8))
    assert [one.reason for one in book.answers if one.key.startswith("K408|")] == ["評価は委員会で決める"]
    assert fields_of(city.out, "a-1")["next_steps"] == "課が書いた"


def test_moved__another_survey_of_the_plan_before__still_refused(city: City, tmp_path: Path) -> None:
    """Only the point that came over: a survey of another point, and one of another plan, belong elsewhere."""
    (half, *_) = distribute.distribute(city.master, HALF, tmp_path / "上半期")
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    other = tmp_path / "よその.xlsx"
    init.init(other, PlanFile(plan=make_plan(MORE_ITEMS, plan_id="yoso")))
    (strange, *_) = distribute.distribute(other, END, tmp_path / "よその配布")
    for path in (half, strange):
        assert [one.code for one in check.check([path], city.out).diagnostics] == ["K118"], path


def test_moved__master_of_before__nothing_more_is_done_with_the_point_and_it_says_where_it_went(
    city: City, tmp_path: Path
) -> None:
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    book = open_master(city.master)
    (record,) = book.registers.closed
    assert (record.act, record.point, record.date, record.why) == ("moved", END, DAY, WHY)
    assert record.successor == "次期計画（次期.xlsx）"
    assert [one.code for one in book.diagnostics if one.severity.value == "error"] == []
    states = {one.no: (one.state, one.last_point) for one in book.plan.items}
    assert states == dict.fromkeys("1356", ("plan_ended", HALF)) | {"2": ("merged", END), "4": ("stopped", END)}
    kept = {row["row_key"] for row in cells_by_key(read_book(city.master.read_bytes(), ""), terms.LEDGER_SHEET)}
    assert f"{END}|a-1|" in kept, "the ledger stays as it is"
    before = city.master.read_bytes()
    late = city.answer("税務課")
    for refused in (
        lambda: consolidate.consolidate_into(city.master, [late], END),
        lambda: distribute.distribute(city.master, END, tmp_path / "再"),
        lambda: report.report(city.master, END, tmp_path / "資料"),
        lambda: close.close(city.master, END, DAY),
        lambda: close.close_ended(city.master, END, DAY, WHY),
        lambda: next_verb.begin_next(city.master),
        lambda: begin_next_plan(city.master, tmp_path / "もう一つ.xlsx", NextPlanWishes("midori3", "別", 2031)),
    ):
        with pytest.raises(WrongCall, match=re.escape("次期計画（次期.xlsx）")):
            refused()
    assert city.master.read_bytes() == before
    (problem,) = check.check([late], city.master).diagnostics
    assert (problem.code, problem.at and problem.at.file) == ("K459", late.name)
    assert "次期計画（次期.xlsx）" in problem.message()
    lines = [str(line) for line in history_of(city.master)]
    assert f"No.1 相談窓口（計画終了（令和7年度上半期、令和８年４月22日 {WHY}））" in lines
    assert not any("令和7年度末：" in line for line in lines)
    write_history(city.master, tmp_path / "経過.xlsx")
    shown = str([sheet.rows for sheet in read_book((tmp_path / "経過.xlsx").read_bytes(), "").sheets])
    assert "次の計画「次期計画（次期.xlsx）」に移しました" in shown


def test_moved__gathered_with_the_plan_after__each_point_counted_once(city: City, tmp_path: Path) -> None:
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    gather.gather([city.master, city.out], tmp_path / "集計")
    rows = (tmp_path / "集計" / "by_municipality.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum("令和7年度末" in row for row in rows) == 1, rows


def test_moved__reopened__items_go_on_and_the_other_master_is_named(city: City) -> None:
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    said: list[str] = []
    close.reopen(city.master, END, DAY, "続けることになった", said.append)
    assert any("次期計画（次期.xlsx）" in line for line in said)
    assert {one.no for one in open_master(city.master).plan.items if one.state == "continued"} == {*"1356"}
    assert consolidate.consolidate_into(city.master, [city.answer("税務課")], END).read == 1


def test_moved__only_point__items_end_with_it(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    plan = make_plan(points=make_plan().points[1:])
    entries = (Entry(item_key="a-1", point=END, fields={"rating": "A", "results": "した"}),)
    init.init(master, PlanFile(plan=plan), EntriesFile(plan_id="midori", entries=entries))
    begin_next_plan(master, tmp_path / "次期.xlsx", WISHES, ending=MOVE)
    book = open_master(master)
    assert {(one.state, one.last_point) for one in book.plan.items} == {("plan_ended", END)}
    assert [one.code for one in book.diagnostics] == []
    assert fields_of(tmp_path / "次期.xlsx", "a-1") == {"rating": "A", "results": "した"}


@pytest.mark.parametrize(
    ("ending", "message"),
    [(PlanEnding("move", DAY, " "), "理由を、--why"), (PlanEnding("close", DAY, ""), "理由を、--why")],
    ids=["move", "close"],
)
def test_moved__without_a_reason__refused_and_nothing_written(city: City, ending: PlanEnding, message: str) -> None:
    before = city.master.read_bytes()
    with pytest.raises(WrongCall, match=message):
        begin_next_plan(city.master, city.out, WISHES, ending=ending)
    assert city.master.read_bytes() == before
    assert not city.out.exists()


def test_moved__master_cannot_be_written__no_second_master_is_left(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from kosei_xl.verbs import disk, next_plan

    def fails(*_: object) -> None:
        raise disk.StoreError("満杯")

    monkeypatch.setattr(next_plan, "write_master", fails)
    before = city.master.read_bytes()
    with pytest.raises(disk.StoreError):
        begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    assert city.master.read_bytes() == before
    assert not city.out.exists()


def test_open_point__closed__the_plan_ends_and_the_next_begins_with_a_new_point(city: City) -> None:
    ran = kosei(
        *("next-plan", city.master, "--out", city.out, "--id", "midori2", "--title", "次期計画", "--until", "2031"),
        *("--open-point", "close", "--why", WHY, "--date", DAY.isoformat()),
    )
    assert ran.code == 0, ran.err
    assert "項目4件を計画終了" in ran.err
    book = open_master(city.master)
    assert [(one.act, one.point) for one in book.registers.closed] == [("ended", END)]
    assert [one.label for one in open_master(city.out).plan.points] == ["令和8年度上半期"]


def test_open_point__neither_said__the_plan_of_now_stays_open_and_that_is_told(city: City) -> None:
    before = city.master.read_bytes()
    ran = kosei("next-plan", city.master, "--out", city.out, "--id", "m2", "--title", "次期計画", "--until", "2031")
    assert ran.code == 0
    assert "「令和7年度末」は、まだ今の計画で開いています" in ran.err
    assert city.master.read_bytes() == before


def test_open_point__none_is_open__move_is_refused_and_close_ends_the_plan(city: City, tmp_path: Path) -> None:
    consolidate.consolidate_into(city.master, [city.answer("税務課")], END)
    write(city.master, terms.LEDGER_SHEET, f"{END}|a-6|", {"rating": "A"})
    report.report(city.master, END, tmp_path / "資料", final=True, day=DAY)
    close.close(city.master, END, DAY)
    with pytest.raises(WrongCall, match="開いている報告時点がありません"):
        begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    begin_next_plan(city.master, city.out, WISHES, ending=PlanEnding("close", DAY, WHY))
    book = open_master(city.master)
    assert [one.act for one in book.registers.closed] == ["closed", "ended"]
    assert {one.state for one in book.plan.items if one.no in "136"} == {"plan_ended"}
    assert report.report(city.master, END, tmp_path / "再").files


def test_table__of_items__shows_the_merged_one_as_such(city: City) -> None:
    begin_next_plan(city.master, city.out, WISHES, ending=MOVE)
    table = table_of(city.out, terms.ITEMS_SHEET)
    said = {row.text("no"): row.text("origin") for row in table.rows() if row.text("no") and not row.text("sub_no")}
    assert said["1"] == "統合（No.2）"
