"""kosei import: two steps, what is told, and masters that work."""

import csv
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Plan
from kosei_xl.verbs import opening
from kosei_xl.workbook.book import read_book
from tests.tools.lists.cases import CITIES, marked
from tests.tools.lists.imports import write
from tests.tools.office import Ran, kosei

_PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "submission_no": "1"}
_DAY = ("--today", "2025-06-01")


def _import(folder: Path, city: str, *options: str | Path) -> Ran:
    return kosei("import", *write(CITIES[city](), folder), "--out", folder / "事務局ブック.xlsx", *_DAY, *options)


def _plan(folder: Path) -> Plan:
    return opening.open_master(folder / "事務局ブック.xlsx").plan


def test_import__two_steps__the_mapping_then_the_master(tmp_path: Path) -> None:
    first = _import(tmp_path, "shiomi")
    mapping = tmp_path / "汐見市_対応表.xlsx"
    assert (first.code, mapping.exists(), (tmp_path / "事務局ブック.xlsx").exists()) == (0, True, False)
    assert "確かめることが3件" in first.err
    assert "--mapping" in first.err
    second = _import(tmp_path, "shiomi", "--mapping", mapping)
    assert second.code == 0, second.out
    plan = _plan(tmp_path)
    assert (len(plan.items), len(plan.areas), plan.style.organization) == (30, 3, "汐見市")
    assert [point.label for point in plan.points] == ["令和４年度末", "令和５年度末", "令和６年度末"]
    registers = opening.open_master(tmp_path / "事務局ブック.xlsx").registers
    assert [(one.point, one.act) for one in registers.closed] == [("R4年度末", "imported"), ("R5年度末", "imported")]
    assert "進捗状況!A1" in second.out
    assert "K243" in second.out


def test_import__mapping_is_there__never_over_what_a_clerk_corrected(tmp_path: Path) -> None:
    _import(tmp_path, "aoba")
    before = (tmp_path / "青葉市_対応表.xlsx").read_bytes()
    again = _import(tmp_path, "aoba")
    assert again.code == 2
    assert "もうあります" in again.err
    assert (tmp_path / "青葉市_対応表.xlsx").read_bytes() == before


def test_import__no_table__k241_at_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "文.csv").write_text("これは表ではありません\n一行だけです\n", encoding="utf-8")
    ran = kosei("import", tmp_path / "文.csv", "--out", tmp_path / "m.xlsx", "--accept")
    assert ran.code == 2
    assert "[文.csv]文" in ran.out
    assert "K241" in ran.out


def test_import__mapping_that_means_nothing__k242_and_no_master(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    _import(tmp_path, "aoba")
    path = tmp_path / "青葉市_対応表.xlsx"
    book = load_workbook(path)
    book["列"]["H4"] = "なにか"
    book.save(path)
    ran = _import(tmp_path, "aoba", "--mapping", path)
    assert (ran.code, (tmp_path / "事務局ブック.xlsx").exists()) == (1, False)
    assert "列!H4" in ran.out
    assert "K242" in ran.out


@pytest.mark.process
def test_import__accepted__every_question_is_told_k244(tmp_path: Path) -> None:
    ran = _import(tmp_path, "yukisato", "--accept")
    assert ran.code == 0
    assert ran.out.count("K244") >= 3
    assert (tmp_path / "雪里町_対応表.xlsx").exists()


def test_import__a_mark_that_no_rating_has__k245_and_it_stays(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    _import(tmp_path, "aoba")
    path = tmp_path / "青葉市.xlsx"
    data = write(CITIES["aoba"](), tmp_path)[0]
    book = load_workbook(data)
    sheet = book.active
    assert sheet is not None
    sheet["G6"] = "未定"
    book.save(path)
    ran = kosei(
        *("import", path, "--out", tmp_path / "事務局ブック.xlsx"),
        *("--mapping", tmp_path / "青葉市_対応表.xlsx", *_DAY),
    )
    master = opening.open_master(tmp_path / "事務局ブック.xlsx")
    first = master.plan.items[0].key
    said = {fields.get("rating") for key, fields in master.ledger.value.entries.items() if key.item_key == first}
    assert "未定" in said
    assert "[青葉市.xlsx]一覧!G6 評価「未定」" in ran.out
    assert "K245" in ran.out


def test_import__master_is_there__differences_and_not_a_byte(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    assert _import(tmp_path, "aoba", "--accept").code == 0
    master = tmp_path / "事務局ブック.xlsx"
    before = master.read_bytes()
    same = _import(tmp_path, "aoba", "--mapping", tmp_path / "青葉市_対応表.xlsx")
    assert "書き込みませんでした" in same.err
    assert master.read_bytes() == before
    path = write(CITIES["aoba"](), tmp_path)[0]
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["F6"] = "別の取組内容にする。"
    book.save(path)
    changed = kosei("import", path, "--out", master, "--mapping", tmp_path / "青葉市_対応表.xlsx", *_DAY)
    assert "別の取組内容にする。" in changed.out
    assert "No.1" in changed.out
    assert master.read_bytes() == before


def test_import__sheet_named__the_others_are_not_read(tmp_path: Path) -> None:
    ran = _import(tmp_path, "kazakoshi", "--accept", "--sheet", "1 協働で進めるまちづくり")
    assert ran.code == 0, ran.out
    assert len(_plan(tmp_path).items) == 8
    assert _import(tmp_path, "aoba", "--sheet", "どこか").code == 2


def test_import__fullwidth_csv_of_another_code_page__read(tmp_path: Path) -> None:
    rows = [["No.", "項目", "担当課", "令和5年度末 評価"], ["1", "窓口の案内", "企画課", "A"]]
    with (tmp_path / "表.csv").open("w", encoding="utf-16", newline="") as file:
        csv.writer(file).writerows(rows)
    assert kosei("import", tmp_path / "表.csv", "--out", tmp_path / "m.xlsx", "--accept", *_DAY).code == 0
    assert opening.open_master(tmp_path / "m.xlsx").plan.items[0].name == "窓口の案内"


def _walk(city: str, folder: Path) -> None:
    """Import as proposed, hand out, type, consolidate, print the past and the new point."""
    assert _import(folder, city, "--accept").code == 0
    master = folder / "事務局ブック.xlsx"
    plan = _plan(folder)
    past, new = plan.points[-2].key, plan.points[-1].key
    handed = kosei("distribute", master, "--point", new, "--out", folder / "配布")
    assert handed.code == 0, handed.out + handed.err
    surveys = [*(folder / "配布").glob("*.xlsx")]
    assert surveys
    (folder / "回収").mkdir()
    for survey in surveys:
        (folder / "回収" / survey.name).write_bytes(type_entries(survey.read_bytes(), [], _PEOPLE))
    assert kosei("consolidate", master, folder / "回収", "--point", new).code in (0, 1)
    for point in (past, new):
        printed = kosei("report", master, "--point", point, "--out", folder / "資料")
        assert printed.code in (0, 1), printed.err
    papers = [*(folder / "資料").glob("*.xlsx")]
    texts = {
        str(v) for paper in papers for sheet in read_book(paper.read_bytes(), "").sheets for _, _, v in sheet.filled()
    }
    items = [item for item in plan.items if item.kind == "rated"]
    assert all(any(item.name in text for text in texts) for item in items)


@pytest.mark.parametrize("city", ["misawano", "yamabuki"])
def test_accepted__distributes_consolidates_and_reports(city: str, tmp_path: Path) -> None:
    _walk(city, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("city", [marked(city) for city in CITIES if city not in ("misawano", "yamabuki")])
def test_accepted__every_city__distributes_consolidates_and_reports(city: str, tmp_path: Path) -> None:
    _walk(city, tmp_path)


def test_mapping__every_wrapped_text__has_the_height_that_it_takes(tmp_path: Path) -> None:
    assert _import(tmp_path, "misawano").code == 0
    book = openpyxl.load_workbook(tmp_path / "三沢野市_対応表.xlsx")
    assert sum("\n" in str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row) > 0
    low = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
        and cell.alignment.wrap_text
        and cell.coordinate not in sheet.merged_cells
        and (sheet.row_dimensions[cell.row].height or 0) < 13 * (1 + str(cell.value).count("\n"))
    ]
    assert low == []
