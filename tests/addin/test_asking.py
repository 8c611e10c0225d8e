"""Buttons that ask: what is final is done only after a yes, and with what the person typed; a cancelled one does nothing."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from kosei_xl.addin import buttons
from kosei_xl.addin.asking import ASKS
from kosei_xl.addin.desk import MOST_ASKED
from kosei_xl.addin.jobs import ASKING, WRITING
from kosei_xl.values.model import EntriesFile, Entry, Part, Plan, PlanFile
from kosei_xl.verbs import close, distribute, init, next_plan, report
from kosei_xl.verbs.history import write_history
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.addin_excel import AS_IT_IS, Excel
from tests.tools.builders import END, HALF, ITEMS, make_plan
from tests.tools.office import cells_by_key
from tests.tools.sheets import write

TODAY = dt.date.today()
NAME = "事務局 ブック.xlsm"
WHY = "市長選挙の後の見直し"


def a_plan() -> Plan:
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        Part(key="summary", kind="summary", sheet="概要", title="総括表", meeting="委員会"),
    )
    return make_plan(ITEMS, parts=parts, name="第４次改革プラン")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master of two items, answered at both points; nothing published yet, and no survey recorded."""
    folder = tmp_path_factory.mktemp("市 役所")
    entries = tuple(
        Entry(item_key=item.key, point=point, fields={"rating": "A", "results": f"{item.name}をした"})
        for point in (HALF, END)
        for item in ITEMS
    )
    init.init(folder / NAME, PlanFile(plan=a_plan()), EntriesFile(plan_id="midori", entries=entries))
    return folder


@pytest.fixture(scope="module")
def published(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its last point published."""
    folder = Path(shutil.copytree(office, tmp_path_factory.mktemp("発行") / "市"))
    report.report(folder / NAME, END, folder / "資料", final=True, day=dt.date(2026, 5, 20))
    return folder


@pytest.fixture
def open_city(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "市")) / NAME


@pytest.fixture
def master(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "市")) / NAME


def press(verb: str, path: Path, *answers: str | bool, point: str = "令和7年度末") -> Excel:
    """Press a button with the point set on 操作; every answer must be asked for."""
    if point:
        set_point(path, point)
    excel = Excel()
    excel.answers = list(answers)
    with excel.in_front(path):
        getattr(buttons, verb)()
    assert excel.answers == [], "nothing more was asked"
    assert excel.lines[-1] is False
    return excel


def set_point(path: Path, point: str) -> None:
    set_on_sheet(path, "point", point)


def set_on_sheet(path: Path, setting: str, text: str) -> None:
    """Type a setting on 操作."""
    package = Package(path.read_bytes())
    place = package.locate(f"op_{setting}")
    assert place is not None
    sheet, cell = package.sheet(place[0]), place[1].replace("$", "")
    if sheet.value(cell) != text:
        sheet.put(cell, text)
        path.write_bytes(package.to_bytes(recalc=False))


def untouched(excel: Excel, path: Path, before: bytes) -> None:
    """Nothing was saved, closed, written or told: the workbook is open as it was."""
    assert excel.log == []
    assert excel.told == []
    assert path.read_bytes() == before


def test_lists__same_verbs__and_each_writes() -> None:
    assert {*ASKS} == ASKING
    assert ASKING <= WRITING


# -- 確定 ----------------------------------------------------------------------------------------------------------------
def test_close__yes__the_same_bytes_as_the_command(master: Path, tmp_path: Path) -> None:
    set_point(master, "令和7年度末")
    other = tmp_path / "command" / NAME
    shutil.copytree(master.parent, other.parent)
    close.close(other, END, TODAY)
    excel = press("close", master, "yes")
    assert master.read_bytes() == other.read_bytes()
    assert "「令和7年度末」を確定します（発行1番" in excel.asked[0]
    assert excel.told[0][1].startswith("「令和7年度末」を確定しました（発行1番）")
    assert excel.log == ["close", f"open {NAME}"]


def test_close__no__nothing_is_done(master: Path) -> None:
    set_point(master, "令和7年度末")
    before = master.read_bytes()
    untouched(press("close", master, "no"), master, before)


def test_close__nothing_published__not_asked_and_told_what_to_do(open_city: Path) -> None:
    excel = press("close", open_city)
    ((mode, message),) = excel.told
    assert mode == "critical"
    assert "先に案の印のない資料を作ってください（「操作」シートの「案の印を外す」を○にして" in message


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_close__ledger_changed_since__closed_as_published_or_not_at_all(master: Path, answer: str) -> None:
    write(master, terms.LEDGER_SHEET, f"{END}|a-1|", {"results": "書き直した"})
    excel = press("close", master, answer)
    assert "台帳が変わっています（No.1 取組実績）" in excel.asked[0]
    closed = [one.publication for one in open_master(master).registers.closed]
    assert closed == ([1] if answer == "yes" else [])


def test_close__closed_point__opened_again_with_a_reason(master: Path) -> None:
    close.close(master, END, TODAY)
    excel = press("close", master, "yes", "", "評価の誤り")
    assert "に確定しています" in excel.asked[0]
    assert excel.asked[1] == excel.asked[2], "asked until there is a reason"
    assert excel.told[0][1].startswith("「令和7年度末」の確定を解きました")
    record = open_master(master).registers.closed[-1]
    assert (record.act, record.why) == ("reopened", "評価の誤り")


@pytest.mark.parametrize("answers", [("no",), ("yes", False)], ids=["no", "no_reason"])
def test_close__closed_point__stays_closed(master: Path, answers: tuple[str | bool, ...]) -> None:
    close.close(master, END, TODAY)
    set_point(master, "令和7年度末")
    before = master.read_bytes()
    untouched(press("close", master, *answers), master, before)


def test_close__plan_ended__asked_with_what_comes_back(master: Path) -> None:
    close.close_ended(master, END, dt.date(2026, 6, 1), WHY)
    excel = press("close", master, "yes", "続けることになった")
    assert f"計画の終わりとともに令和8年6月1日に確定しています（{WHY}）" in excel.asked[0]
    assert {one.state for one in open_master(master).plan.items} == {"continued"}


def test_close__read_only__said_before_anything_is_asked(master: Path) -> None:
    excel = Excel()
    excel.read_only = True
    with excel.in_front(master):
        buttons.close()
    assert excel.asked == []
    assert "読み取り専用" in excel.told[0][1]


# -- 計画を終える ------------------------------------------------------------------------------------------------------
def test_end_plan__yes__the_same_bytes_as_the_command_with_its_day_and_reason(master: Path, tmp_path: Path) -> None:
    set_point(master, "令和7年度上半期")
    other = tmp_path / "command" / NAME
    shutil.copytree(master.parent, other.parent)
    close.close_ended(other, END, dt.date(2026, 5, 1), WHY)
    excel = press("end_plan", master, "yes", "昨日", "R8.5.1", WHY, point="令和7年度上半期")
    assert master.read_bytes() == other.read_bytes(), "the last point, whatever 操作 says"
    assert "計画を「令和7年度末」で終わりにします" in excel.asked[0]
    assert "発行1番のとおりに確定します" in excel.asked[0]
    assert "続いている項目2件" in excel.asked[0]
    assert "「昨日」は日付として読めません" in excel.asked[2]
    assert "項目2件を計画終了としました" in excel.told[0][1]


def test_end_plan__nothing_published__said_in_the_question(open_city: Path) -> None:
    excel = press("end_plan", open_city, "yes", AS_IT_IS, WHY)
    assert "発行していないので、今の台帳のまま、案として確定します" in excel.asked[0]
    record = open_master(open_city).registers.closed[-1]
    assert (record.act, record.publication, record.date) == ("ended", None, TODAY)


def test_end_plan__last_point_closed__stays_so_and_its_items_end(master: Path) -> None:
    close.close(master, END, TODAY)
    excel = press("end_plan", master, "yes", AS_IT_IS, WHY)
    assert "「令和7年度末」は確定したままです" in excel.asked[0]
    book = open_master(master)
    assert [one.act for one in book.registers.closed] == ["closed", "ended"]
    assert {one.state for one in book.plan.items} == {"plan_ended"}
    assert book.diagnostics == ()


@pytest.mark.parametrize(
    "answers", [("no",), ("yes", False), ("yes", AS_IT_IS, False)], ids=["no", "no_day", "no_reason"]
)
def test_end_plan__cancelled__nothing_is_done(master: Path, answers: tuple[str | bool, ...]) -> None:
    set_point(master, "令和7年度末")
    before = master.read_bytes()
    untouched(press("end_plan", master, *answers), master, before)


def test_end_plan__ended_already__told_so(master: Path) -> None:
    close.close_ended(master, END, dt.date(2026, 6, 1), WHY)
    excel = press("end_plan", master)
    assert "計画は「令和7年度末」で終わりました" in excel.told[0][1]
    assert "ボタン「次の計画」" in excel.told[0][1]


# -- 次の計画 ------------------------------------------------------------------------------------------------------------
def test_next_plan__plan_of_now_goes_on__a_master_beside_it_under_the_next_number(master: Path) -> None:
    set_point(master, "令和7年度末")
    before = master.read_bytes()
    excel = press("next_plan", master, "no", AS_IT_IS, AS_IT_IS, "yes")
    made = master.with_name("第５次改革プラン_事務局ブック.xlsm")
    plan = open_master(made).plan
    assert (plan.name, plan.period_start, plan.period_end) == ("第５次改革プラン", 2026, 2029)
    assert plan.plan_id.startswith("plan-")
    assert excel.log == ["close", f"open {NAME}", f"open {made.name}"]
    assert "そのまま続きます" in excel.asked[-1]
    assert "令和11年度まで" in excel.asked[-1]
    assert master.read_bytes() == before
    assert "まだ今の計画で開いています" in excel.told[0][1]


def test_next_plan__name_that_is_taken__numbered_and_nothing_written_over(master: Path) -> None:
    taken = master.with_name("次期_事務局ブック.xlsm")
    taken.write_bytes(b"somebody's")
    press("next_plan", master, "no", "次期", "いつか", "令和12年度", "yes")
    assert taken.read_bytes() == b"somebody's"
    assert open_master(master.with_name("次期_事務局ブック2.xlsm")).plan.period_end == 2030


def test_next_plan__open_point_closed__the_plan_ends(master: Path) -> None:
    write(master, terms.LEDGER_SHEET, f"{END}|a-1|", {"results": "書き直した"})
    excel = press("next_plan", master, "yes", "yes", "次期", AS_IT_IS, "2026-05-01", WHY, "yes")
    assert "発行1番のとおりに確定します（そのあと変わったもの：No.1 取組実績）" in excel.asked[-1]
    assert "続いている項目2件" in excel.asked[-1]
    (record,) = open_master(master).registers.closed
    assert (record.act, record.publication, record.date, record.why) == ("ended", 1, dt.date(2026, 5, 1), WHY)
    assert [one.label for one in open_master(master.with_name("次期_事務局ブック.xlsm")).plan.points] == [
        "令和8年度上半期"
    ]


def test_next_plan__open_point_moved__the_survey_that_is_out_goes_into_the_new_master(open_city: Path) -> None:
    (survey,) = distribute.distribute(open_city, END, open_city.parent / "配布")
    set_on_sheet(open_city, "returned", "回収R7末")
    (open_city.parent / "回収R7末").mkdir()
    shutil.copy(survey, open_city.parent / "回収R7末")
    excel = press("next_plan", open_city, "yes", "no", "次期", AS_IT_IS, AS_IT_IS, WHY, "yes")
    made = open_city.with_name("次期_事務局ブック.xlsm")
    assert "「令和7年度末」は次の計画に移し" in excel.asked[-1]
    assert "「令和7年度末」を次の計画のブック「次期_事務局ブック.xlsm」に移しました" in excel.told[0][1]
    assert open_master(made).ledger.value.entries
    excel = press("consolidate", open_city)
    assert "次の計画「次期（次期_事務局ブック.xlsm）」に移しました" in excel.told[0][1]
    excel = press("consolidate", made, point="")
    assert "統合しました（1ファイル）" in excel.told[0][1], "its folder is that of the master before"
    assert "K458" in [row["code"] for row in cells_by_key(read_book(made.read_bytes(), ""), terms.FINDINGS_SHEET)]


def test_next_plan__marked_items__asked_whether_only_these_go_on(master: Path) -> None:
    write(master, terms.LEDGER_SHEET, f"{END}|a-2|", {"follow_up": "○"})
    excel = press("next_plan", master, "no", "yes", AS_IT_IS, "令和8年度", "yes")
    assert "フォローアップの印のある項目が1件あります" in excel.asked[1]
    made = master.with_name("第４次改革プラン　フォローアップ_事務局ブック.xlsm")
    assert [one.no for one in open_master(made).plan.items] == ["2"]


def test_next_plan__plan_ended_before__not_asked_again(master: Path) -> None:
    close.close_ended(master, END, dt.date(2026, 6, 1), WHY)
    excel = press("next_plan", master, "次期", AS_IT_IS, "yes")
    assert "途中で終わりますか" not in "".join(excel.asked)
    assert master.with_name("次期_事務局ブック.xlsm").exists()


@pytest.mark.parametrize(
    "answers",
    [
        ("cancel",),
        ("yes", "cancel"),
        ("yes", "no", False),
        ("yes", "no", "次期", False),
        ("yes", "no", "次期", AS_IT_IS, False),
        ("yes", "no", "次期", AS_IT_IS, AS_IT_IS, False),
        ("yes", "no", "次期", AS_IT_IS, AS_IT_IS, WHY, "no"),
        ("no", AS_IT_IS, AS_IT_IS, "no"),
    ],
)
def test_next_plan__cancelled_anywhere__nothing_is_done(master: Path, answers: tuple[str | bool, ...]) -> None:
    set_point(master, "令和7年度末")
    before, files = master.read_bytes(), sorted(master.parent.iterdir())
    untouched(press("next_plan", master, *answers), master, before)
    assert sorted(master.parent.iterdir()) == files


@pytest.mark.parametrize(
    ("name", "after"),
    [("第４次改革プラン", "第５次改革プラン"), ("第9次計画", "第10次計画"), ("みどり市プラン", "みどり市プラン")],
)
def test_name_after__number_of_the_plan__one_more(name: str, after: str) -> None:
    plan = a_plan().model_copy(update={"name": name})
    found = next_plan.Prospect(plan, plan.points[-1], None, may_end=False, marked=0)
    assert found.name_after(follow_up=False) == after


# -- 引き継ぎ ------------------------------------------------------------------------------------------------------------
def test_history__pressed__the_same_workbook_as_the_command_opened(master: Path, tmp_path: Path) -> None:
    set_point(master, "令和7年度末")
    write_history(master, tmp_path / "経過.xlsx")
    before = master.read_bytes()
    excel = press("history", master)
    made = master.with_name("事務局 ブック_経過と引き継ぎ.xlsx")
    assert made.read_bytes() == (tmp_path / "経過.xlsx").read_bytes()
    assert excel.log[-1] == f"open {made.name}"
    assert excel.told[0][1].startswith("項目ごとの経過、時点の状況、引き継ぎの表を作りました")
    assert master.read_bytes() == before
    press("history", master)  # made anew over its own
    names = [sheet.name for sheet in read_book(made.read_bytes(), "").sheets]
    assert names[:3] == [terms.COURSE_SHEET, terms.POINTS_SHEET, terms.HANDOVER_SHEET]


def test_questions__for_a_text__as_short_as_excel_shows_them() -> None:
    for asked in (
        told("ask_reopen_why", point="令和７年度上半期"),
        told("ask_day"),
        told("ask_day_again", text="あ" * 20),
        told("ask_end_why"),
        told("ask_plan_name"),
        told("ask_plan_until", first="令和8年度"),
        told("ask_plan_until_again", text="あ" * 20),
    ):
        assert max(len(asked), len(asked.en)) <= MOST_ASKED
