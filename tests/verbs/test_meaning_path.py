"""Findings of meaning on their way: from a return and a ledger's cell through 点検の設定 to lines, letters and reports."""

from dataclasses import replace
from pathlib import Path

import pytest

from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.demo import type_entries
from kosei_xl.verbs import init
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.meaning import MEANING
from kosei_xl.workbook.book import read_book
from tests.tools.office import Ran, address_of, cells_by_key, kosei, midori, put, respondent

CASE = midori()
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10"}
TYPED = type_entries(CASE.blank(respondent(CASE.plan, "D01")), CASE.typed, PEOPLE)
LINE = next(line for line in CASE.plan.lines_answered_by("D01") if line.rated and line.item.repeats is None)
ROW_KEY = f"{LINE.item.key}|"
FILE, MASTER = "D01.xlsx", "事務局.xlsx"
WRONG = "・募集は令和７年９月17日から11月27日まで（62日間）行った。\n・内容は調整中。"
RULES = {code.value for code in MEANING}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the master of the sample, its ledger filled in."""
    init.init(tmp_path / MASTER, init.sample_plan("midori"), init.sample_entries("midori"))
    return tmp_path


def in_ledger(office: Path, text: str) -> str:
    """The cell of the ledger in which a text now stands as what was done."""
    path = office / MASTER
    cell = address_of(read_book(path.read_bytes(), ""), terms.LEDGER_SHEET, f"{CASE.point}|{ROW_KEY}", "results")
    path.write_bytes(put(path.read_bytes(), {(terms.LEDGER_SHEET, cell): text}))
    return cell


def returned(folder: Path, text: str) -> tuple[str, str]:
    """D01's return with a text typed as what was done; its sheet and cell."""
    book = read_book(TYPED, "")
    sheet = next(s.name for s in book.sheets if any(row[:1] == (ROW_KEY,) for row in s.rows) and "results" in s.rows[0])
    cell = address_of(book, sheet, ROW_KEY, "results")
    (folder / FILE).write_bytes(put(TYPED, {(sheet, cell): text}))
    return sheet, cell


def setting(office: Path, *rows: tuple[str, str]) -> None:
    """Type rows into 点検の設定."""
    path = office / MASTER
    cells = {
        (terms.RULES_SHEET, f"{column}{n}"): text
        for n, row in enumerate(rows, 3)
        for column, text in zip("AB", row, strict=True)
    }
    path.write_bytes(put(path.read_bytes(), cells))
    assert [rule.code for rule in open_master(path).registers.rules] == [code for code, _ in rows]


def of_meaning(ran: Ran) -> set[tuple[str | None, ...]]:
    """The findings of rules of meaning of a run."""
    return {one for one in ran.found if one[0] in RULES}


def test_check__return_and_ledger__told_at_their_cells_and_apart(office: Path) -> None:
    place = returned(office, WRONG)
    ran = kosei("check", office / FILE, "--json")
    assert of_meaning(ran) == {("K331", FILE, *place), ("K368", FILE, *place)}
    assert ran.code == 0
    cell = in_ledger(office, WRONG)
    ran = kosei("check", office / MASTER, "--json")
    assert of_meaning(ran) == {(code, MASTER, terms.LEDGER_SHEET, cell) for code in ("K331", "K368")}
    told = kosei("check", office / MASTER).out.split("新しい点検")
    assert "K331" not in told[0]
    assert "K331" in told[1]


def test_findings_sheet__rules_of_this_version__below_the_others_and_named(office: Path) -> None:
    in_ledger(office, WRONG)
    returned(office, WRONG.replace("調整中", "未定"))
    ran = kosei("consolidate", office / MASTER, office / FILE, "--point", CASE.point)
    assert ran.code == 1, ran.out
    rows = [*cells_by_key(read_book((office / MASTER).read_bytes(), ""), terms.FINDINGS_SHEET)]
    new = [str(row["code"]) in RULES for row in rows]
    assert sorted(new) == new
    assert {row["code"] for row in rows} & RULES
    assert not all(new)
    assert [str(row["message"]).startswith("【新しい点検】No.") for row in rows] == new
    assert {row["severity"] for row, one in zip(rows, new, strict=True) if one} <= {"注意", "お知らせ"}


def test_settings__off_or_another_audience__followed(office: Path) -> None:
    in_ledger(office, WRONG)
    returned(office, WRONG)
    kosei("check", office / FILE, "--master", office / MASTER, "--annotate", office / "写し", "--today", "2026-04-20")
    letter = next((office / "写し").glob("*.txt")).read_text(encoding="utf-8-sig")
    assert "72日間" in letter
    assert "調整中" not in letter
    setting(office, ("K331", "使わない"), ("K368", "課にも知らせる"))
    assert {one[0] for one in of_meaning(kosei("check", office / MASTER, "--json"))} == {"K368"}
    ran = kosei(
        "check", office / FILE, "--master", office / MASTER, "--annotate", office / "次", "--today", "2026-04-20"
    )
    letter = next((office / "次").glob("*.txt")).read_text(encoding="utf-8-sig")
    assert "調整中" in letter
    assert "72日間" not in letter
    assert "K331" not in ran.out


def test_closed_point__rules_newer_than_it__silent(office: Path) -> None:
    in_ledger(office, WRONG)
    book = open_master(office / MASTER)
    point = book.plan.point(CASE.point)
    assert point is not None
    standing = book.standing(point)
    closed = standing.with_ledger(replace(standing.ledger, closed=frozenset({CASE.point})))
    assert closed.closed
    for one, found in ((standing, {"K331", "K368"}), (closed, set())):
        told = ledger_findings(one, book.ledger.at, everything=True)
        assert {problem.code for problem in told} & RULES == found


def test_final__findings_of_meaning_open__nothing_held_up(office: Path) -> None:
    in_ledger(office, WRONG)
    ran = kosei("report", office / MASTER, "--point", CASE.point, "--out", office / "資料", "--final")
    assert ran.code == 0, ran.out
    assert [*(office / "資料").glob("*.xlsx")]
