"""`kosei next-plan`: what goes on, with its key and number; what does not, is said."""

from datetime import date
from pathlib import Path

import pytest

from kosei_xl.collect.next_plan import NextPlanWishes
from kosei_xl.values.cells import CellValue
from kosei_xl.values.model import EntriesFile, Entry, Indicator, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.next_plan import begin_next_plan
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, MORE_ITEMS, make_plan
from tests.tools.office import kosei
from tests.tools.sheets import table_of, write

WISHES = NextPlanWishes("midori2", "次期計画", 2031)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """Six items of every kind; No.2 has ended, No.1 and No.6 are marked for the follow-up, 福祉課 was renamed."""
    made = Indicator(indicator="相談件数", target="300", actual="280", unit="件")
    entries = (
        Entry(item_key="a-1", point=END, fields={"rating": "B", "follow_up": "○"}, indicators=(made,)),
        Entry(item_key="a-2", point=END, fields={"rating": "S"}),
        Entry(item_key="a-3", point=END, fields={"rating": "A"}),
        Entry(item_key="a-6", sub_no="2", point=END, fields={"follow_up": "○"}),
    )
    path = tmp_path / "事務局.xlsx"
    plan = make_plan(MORE_ITEMS, indicators=True)
    init.init(path, PlanFile(plan=plan), EntriesFile(plan_id="midori", entries=entries))
    write(path, terms.ITEMS_SHEET, "a-2|", {"state": "終了", "last_point": "令和7年度末"})
    write(path, terms.DEPARTMENTS_SHEET, "new", {"code": "D3", "name": "保健福祉課", "valid_from": date(2026, 4, 1)})
    change: dict[str, CellValue] = {"date": date(2026, 4, 1), "kind": "改称", "old": "福祉課", "new": "保健福祉課"}
    write(path, terms.REORGANISATIONS_SHEET, "new", change)
    return path


def test_next_plan__everything_that_goes_on__keys_numbers_and_departments_of_then(master: Path, tmp_path: Path) -> None:
    before = master.read_bytes()
    made = begin_next_plan(master, tmp_path / "次期.xlsx", WISHES)
    assert master.read_bytes() == before
    assert made.left == ("2",)
    book = open_master(tmp_path / "次期.xlsx")
    assert [(one.key, one.no) for one in book.plan.items] == [(f"a-{n}", str(n)) for n in (1, 3, 4, 5, 6)]
    assert (book.plan.plan_id, book.plan.period_start, book.plan.period_end) == ("midori2", 2026, 2031)
    assert book.plan.item_by_key["a-1"].departments == ("D3",)
    assert [one.label for one in book.plan.points] == ["令和8年度上半期"]
    fields = [f for key, f in book.ledger.value.entries.items() if key.is_indicator and f]
    assert fields == [{"indicator": "相談件数", "target": "300", "unit": "件"}]
    assert [one.code for one in book.diagnostics] == []
    surveys = distribute.distribute(tmp_path / "次期.xlsx", "令和8年度上半期", tmp_path / "配布")
    assert {path.name.split("_")[1] for path in surveys} == {"保健福祉課", "税務課"}


def test_next_plan__follow_up__marked_items_with_their_numbers(master: Path, tmp_path: Path) -> None:
    wishes = NextPlanWishes("fu", "フォローアップ計画", 2027, follow_up=True)
    made = begin_next_plan(master, tmp_path / "次期.xlsx", wishes)
    assert [one.no for one in made.plan.items] == ["1", "5", "6"]  # 5 lists 1 again
    assert made.left == ("2", "3", "4")


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (NextPlanWishes("midori", "次期", 2031), "識別名"),
        (NextPlanWishes("x", "次期", 2020), "終わりの年度"),
    ],
)
def test_next_plan__that_cannot_be__refused(master: Path, tmp_path: Path, wishes: NextPlanWishes, message: str) -> None:
    with pytest.raises(WrongCall, match=message):
        begin_next_plan(master, tmp_path / "次期.xlsx", wishes)
    assert not (tmp_path / "次期.xlsx").exists()


def test_next_plan__command__says_what_goes_on(master: Path, tmp_path: Path) -> None:
    out = tmp_path / "次期.xlsx"
    ran = kosei("next-plan", master, "--out", out, "--id", "midori2", "--title", "次期計画", "--until", "2031")
    assert ran.code == 0
    assert "項目5件を引き継ぎ" in ran.err
    assert "引き継がなかった項目：No.2" in ran.err


def test_next_plan__successor__each_item_says_what_it_was_before(master: Path, tmp_path: Path) -> None:
    write(master, terms.ITEMS_SHEET, "a-2|", {"state": "統合", "successor": "1"})
    begin_next_plan(master, tmp_path / "次期.xlsx", WISHES)
    book = open_master(tmp_path / "次期.xlsx")
    said = {one.no: one.texts.get("origin") for one in book.plan.items}
    assert said == {"1": "統合（No.2）", "3": "継続", "4": "継続", "5": None, "6": "継続"}
    assert [one.code for one in book.diagnostics] == []
    table = table_of(tmp_path / "次期.xlsx", terms.ITEMS_SHEET)
    assert table.sheet.value(2, table.columns["origin"]) == "前の計画から"
    made = distribute.distribute(tmp_path / "次期.xlsx", "令和8年度上半期", tmp_path / "配布")
    assert "統合（No.2）" not in str([sheet.rows for path in made for sheet in read_book(path.read_bytes(), "").sheets])


def test_next_plan__follow_up__says_nothing_of_that(master: Path, tmp_path: Path) -> None:
    begin_next_plan(master, tmp_path / "次期.xlsx", NextPlanWishes("fu", "フォローアップ計画", 2027, follow_up=True))
    assert "origin" not in open_master(tmp_path / "次期.xlsx").plan.text_fields
