"""A plan that ends before its period: its last point is closed, its items end with it, and the next plan takes them up."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.collect.next_plan import NextPlanWishes
from kosei_xl.values.model import EntriesFile, Entry, Part, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import close, distribute, init, pack, report, verify
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.history import history_of, write_history
from kosei_xl.verbs.next_plan import begin_next_plan
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.report import NotFinal
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan
from tests.tools.office import kosei, validate
from tests.tools.sheets import table_of, write

DAY, WHY = date(2026, 5, 1), "市長選挙の後の見直し"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """Six items at two points; No.2 has ended with the first of them."""
    answered = [(item.key, "") for item in MORE_ITEMS if item.repeats is None]
    answered += [(item.key, sub.sub_no) for item in MORE_ITEMS for sub in item.sub_items]
    entries = tuple(
        Entry(
            item_key=key,
            sub_no=sub_no,
            point=point,
            fields={"results": f"{key}{sub_no}の実績"} | ({} if sub_no or key == "a-4" else {"rating": "A"}),
        )
        for point in (HALF, END)
        for key, sub_no in answered
        if (key, point) != ("a-2", END)
    )
    path = tmp_path / "事務局.xlsx"
    parts = (
        Part(key="form", kind="form", sheet="様式"),
        Part(key="summary", kind="summary", sheet="概要", title="総括表", meeting="委員会"),
    )
    plan = make_plan(MORE_ITEMS, parts=parts)
    init.init(path, PlanFile(plan=plan), EntriesFile(plan_id="midori", entries=entries))
    write(path, terms.ITEMS_SHEET, "a-2|", {"state": "終了", "last_point": "令和7年度上半期"})
    return path


def states(master: Path) -> dict[str, tuple[str, str | None]]:
    return {one.no: (one.state, one.last_point) for one in open_master(master).plan.items}


def test_ended__nothing_published__closed_as_it_stands_and_its_items_end(master: Path, tmp_path: Path) -> None:
    before = report.report(master, END, tmp_path / "前")
    ran = kosei("close", master, "--point", END, "--ended", "--why", WHY, "--date", DAY.isoformat())
    assert ran.code == 0
    assert "項目5件を計画終了" in ran.err
    assert "発行していません" in ran.err
    ended = ("plan_ended", END)
    assert states(master) == dict.fromkeys("13456", ended) | {"2": ("ended", HALF)}
    book = open_master(master)
    assert [one.code for one in book.diagnostics] == []
    (record,) = book.registers.closed
    assert (record.act, record.publication, record.date, record.why) == ("ended", None, DAY, WHY)
    assert validate([master]) == {}
    assert [one.kind for one in record.values][:1] == ["plan"]
    assert {one.kind for one in record.values} == {"plan", "part", "entry", "laid_out"}
    write(master, terms.ITEMS_SHEET, "a-1|", {"name": "名を改めた"})
    write(master, terms.PARTS_SHEET, 4, {"meeting": "ほかの委員会"})
    again = report.report(master, END, tmp_path / "後")
    assert again.files[0].name == before.files[0].name  # still a draft: 案
    assert printed(before.files[0]) == printed(again.files[0])
    assert [one.code for one in verify.verify([before.files[0], again.files[0]], master).diagnostics] == ["K731"]
    with pytest.raises(WrongCall, match="調査票は配りません"):
        distribute.distribute(master, END, tmp_path / "配布")


def printed(path: Path) -> list[tuple[str, object, object]]:
    """Every text of a report, its running heads too."""
    return [(sheet.name, sheet.rows, sheet.header) for sheet in read_book(path.read_bytes(), "").sheets]


def test_ended__nothing_published__no_final_papers_until_it_is_opened_and_published(
    master: Path, tmp_path: Path
) -> None:
    close.close_ended(master, END, DAY, WHY)
    before = master.read_bytes()
    with pytest.raises(WrongCall, match="発行しないまま"):
        report.report(master, END, tmp_path / "資料", final=True, day=DAY)
    with pytest.raises(WrongCall, match="発行しないまま"):
        pack.pack(master, END, tmp_path / "決裁")
    assert master.read_bytes() == before
    ran = kosei("report", master, "--point", END, "--out", tmp_path / "案")
    assert "そのとき残した資料（案）" in ran.err
    close.reopen(master, END, DAY, "公表する")
    report.report(master, END, tmp_path / "資料", final=True, day=DAY)
    close.close_ended(master, END, DAY, WHY)
    assert open_master(master).registers.closed[-1].publication == 1


@pytest.mark.parametrize("typed", ["ledger", "correction", "record"])
def test_ended__nothing_published__what_changes_afterwards_is_told(master: Path, tmp_path: Path, typed: str) -> None:
    close.close_ended(master, END, DAY, WHY)
    if typed == "record":
        table = table_of(master, terms.CLOSED_SHEET)
        row = next(one.number for one in table.rows() if "計画" in (one.text("kind") or ""))
        write(master, terms.CLOSED_SHEET, row, {"text": '"ほかの計画"'})
        (problem,) = open_master(master).diagnostics
        assert (problem.code, problem.at and problem.at.sheet) == ("K443", terms.CLOSED_SHEET)
        with pytest.raises(NotFinal):
            report.report(master, END, tmp_path / "資料")
        return
    write(master, terms.LEDGER_SHEET, f"{END}|a-1|", {"results": "書き直した"})
    if typed == "correction":
        write(master, terms.CORRECTIONS_SHEET, "new", {"no": "1", "label": "取組実績", "why": "転記の誤り"})
    told = [one.code for one in open_master(master).diagnostics]
    assert told == (["K441"] if typed == "ledger" else [])


def test_ended__plan_that_prints_nothing__closed_all_the_same(master: Path) -> None:
    own = [key for key in table_of(master, terms.PARTS_SHEET).columns if key not in ("placeholder", "meaning")]
    write(master, terms.PARTS_SHEET, 4, dict.fromkeys(own))
    close.close_ended(master, END, DAY, WHY)
    book = open_master(master)
    assert [one.code for one in book.diagnostics] == []
    assert book.registers.closed[-1].values == ()


def test_ended__published__its_papers_are_kept(master: Path, tmp_path: Path) -> None:
    report.report(master, END, tmp_path / "資料", final=True, day=DAY)
    close.close_ended(master, END, DAY, WHY)
    (record,) = open_master(master).registers.closed
    assert (record.act, record.publication) == ("ended", 1)
    write(master, terms.ITEMS_SHEET, "a-1|", {"name": "名を改めた"})
    made = report.report(master, END, tmp_path / "再")
    one, two = (read_book(path.read_bytes(), "") for path in (next((tmp_path / "資料").glob("*.xlsx")), made.files[0]))
    assert [(sheet.name, sheet.rows) for sheet in one.sheets] == [(sheet.name, sheet.rows) for sheet in two.sheets]
    assert [one.code for one in verify.verify(made.files, master).diagnostics] == ["K731"]


def test_ended__ledger_changed_since_published__refused(master: Path, tmp_path: Path) -> None:
    report.report(master, END, tmp_path / "資料", final=True, day=DAY)
    write(master, terms.LEDGER_SHEET, f"{END}|a-1|", {"results": "書き直した"})
    with pytest.raises(WrongCall, match="台帳が変わっています"):
        close.close_ended(master, END, DAY, WHY)
    assert close.close_ended(master, END, DAY, WHY, publication=1).publication == 1


@pytest.mark.parametrize(
    ("point", "why", "message"), [(END, " ", "理由を、--why"), (HALF, WHY, "記入があるので")], ids=["why", "not_last"]
)
def test_ended__that_cannot_be__refused_and_nothing_written(master: Path, point: str, why: str, message: str) -> None:
    before = master.read_bytes()
    with pytest.raises(WrongCall, match=message):
        close.close_ended(master, point, DAY, why)
    assert master.read_bytes() == before


def test_ended__surveys_of_a_later_point_are_out__refused_and_that_point_may_be_the_last(
    master: Path, tmp_path: Path
) -> None:
    next_verb.begin_next(master)
    distribute.distribute(master, "令和8年度上半期", tmp_path / "配布")
    before = master.read_bytes()
    with pytest.raises(WrongCall, match="「令和8年度上半期」の調査票を配っているので"):
        close.close_ended(master, END, DAY, WHY)
    assert master.read_bytes() == before
    assert close.outlook(master).point.label == "令和8年度上半期"


def test_ended__no_further_point_and_the_next_plan_takes_its_items_up(master: Path, tmp_path: Path) -> None:
    close.close_ended(master, END, DAY, WHY)
    before = master.read_bytes()
    with pytest.raises(WrongCall, match=f"令和7年度末」で終わりました（2026-05-01、{WHY}"):
        next_verb.begin_next(master)
    assert master.read_bytes() == before
    made = begin_next_plan(master, tmp_path / "次期.xlsx", NextPlanWishes("midori2", "次期計画", 2031))
    assert ([one.no for one in made.plan.items], made.left) == (["1", "3", "4", "5", "6"], ())
    assert {one.state for one in made.plan.items} == {"continued"}
    with pytest.raises(WrongCall, match="に確定しています"):
        close.close_ended(master, END, DAY, WHY)


def test_ended__history__day_and_reason_beside_the_state(master: Path, tmp_path: Path) -> None:
    close.close_ended(master, END, DAY, WHY)
    said = f"計画終了（令和7年度末、令和８年５月１日 {WHY}）"
    lines = [str(line) for line in history_of(master)]
    assert f"No.1 相談窓口（{said}）" in lines
    assert "No.2 電子申請（終了（令和7年度上半期））" in lines
    write_history(master, tmp_path / "経過.xlsx")
    course = read_book((tmp_path / "経過.xlsx").read_bytes(), "").sheet(terms.COURSE_SHEET)
    assert course is not None
    assert course.rows[1][2] == said


def test_ended__reopened__its_items_go_on(master: Path) -> None:
    close.close_ended(master, END, DAY, WHY)
    close.reopen(master, END, DAY, "続けることになった")
    assert states(master) == dict.fromkeys("13456", ("continued", None)) | {"2": ("ended", HALF)}
    assert [one.code for one in open_master(master).diagnostics] == []
    next_verb.begin_next(master)


def test_ended__list_of_states_of_a_master_made_before__offers_it_then(master: Path) -> None:
    package = Package(master.read_bytes())
    sheet = package.sheet(terms.ITEMS_SHEET)
    letters = next(name for name, key in sheet.cells(1).items() if key == "state")
    sheet.set_validation_list(letters, f"{letters}3:{letters}9", '"継続,終了,統合,移管"')
    master.write_bytes(package.to_bytes())
    close.close_ended(master, END, DAY, WHY)
    rules = openpyxl.load_workbook(master)[terms.ITEMS_SHEET].data_validations.dataValidation
    (offered,) = (one.formula1 for one in rules if f"{letters}3" in one.sqref and one.type == "list")
    assert offered == '"継続,終了,達成,中止,統合,分割,移管,計画終了"'
