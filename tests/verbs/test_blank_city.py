"""潮見市, a city that is not the sample, from a blank master to its final papers: its clerk types names and nothing else.

LibreOffice stands for Excel, `Clerk` for the person: hidden columns, locked cells and words that no list offers fail.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kosei_xl.read.missing import STEPS, count_missing
from kosei_xl.verbs import opening
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.addin_office import Office, office
from tests.tools.clerk import Clerk
from tests.tools.office import kosei, validate

POINT = "令和７年度上半期"
PLAN = {
    "計画名": "第４次潮見市行財政改革大綱実施計画",
    "計画期間（始めの年度）": "令和6年度",
    "計画期間（終わりの年度）": "R9",
    "市の名前": "潮見市",
    "事務局の課名": "企画課",
}
DEPARTMENTS = ["企画課 | 総務部", "財政課 | 総務部", "福祉課 | 健康福祉部", "公園住宅課 | 都市部"]
AREAS = ["1 | 協働のまちづくり", "2 | 健全な財政"]
RATINGS = [
    "◎ | 予定以上に進捗 | 1 | | ○",
    "○ | 予定どおり | 2 | | ○",
    "△ | やや遅れ | 3 | ○ | ○",
    "× | 遅れ | 4 | ○ | ○",
]
ITEMS = [
    "1 | 市民活動の支援 | 協働のまちづくり | 企画課 | 福祉課 | 補助と場の提供",
    "2 | 未利用市有地の売却 | 健全な財政 | 財政課 | | 売却と貸付",
    "3 | 公園施設の長寿命化 | 健全な財政 | 公園住宅課 | | 計画的な更新",
    "4 | 介護予防教室の開催 | 協働のまちづくり | 福祉課 | | 教室の開催",
]
OWN = [
    "調査票 | 財政効果額（千円） | 20 | 右 | 記入 | 記入",
    "一覧 | 財政効果額（千円） | 12 | 右 | 記入 | 出さない",
]
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "市民活動の支援": {"評価": "◎", "取組実績": "補助を12件行った。"},
    "未利用市有地の売却": {
        "評価": "△",
        "取組実績": "2筆を公告した。",
        "要因": "不調だった。",
        "財政効果額（千円）": "1200",
    },
    "公園施設の長寿命化": {
        "評価": "×",
        "取組実績": "設計が遅れた。",
        "要因": "入札の不調",
        "今後の対応": "再度入札する。",
    },
    "介護予防教室の開催": {"評価": "○", "取組実績": "40回開いた。"},
}


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("calc")) as running:
        yield running


def _next(clerk: Clerk) -> str:
    """What the first sheet says is next."""
    return str(clerk.document.Sheets.getByIndex(0).getCellRangeByName("B4").String)


def _states(clerk: Clerk) -> list[str]:
    return [clerk.document.Sheets.getByIndex(0).getCellRangeByName(f"F{row}").String for row in range(7, 14)]


def _counted(clerk: Clerk, master: Path) -> list[tuple[int, int]]:
    """What the sheet's formulas count and what the program counts, for each thing that may be missing."""
    clerk.save()
    found = count_missing(read_book(master.read_bytes(), ""))
    cells = clerk.document.Sheets.getByName(terms.START_SHEET).getCellRangeByName(f"H22:H{21 + len(STEPS)}")
    shown = [int(row[0]) for row in cells.getDataArray()]
    return [(count, found[kind.name]) for count, kind in zip(shown, STEPS, strict=True)]


def _fill_in(clerk: Clerk) -> list[str]:
    """Everything that the first sheet asks for, in its order -> what it said was next after each step."""
    for label, text in PLAN.items():
        clerk.write("計画", clerk.find("計画", "設定", label), {"内容": text})
    said = [_next(clerk)]
    for sheet, labels, rows in (
        ("部署", "課名 | 部名", DEPARTMENTS),
        ("分野", "番号 | 名称", AREAS),
        ("評価区分", "評価 | 呼び方 | 順序 | 遅れ | 集計する", RATINGS),
        (
            "報告時点",
            "年度 | 種類 | 基準日 | 表示名 | 短い表示名",
            [f"令和7年度 | 上半期 | 2025-09-30 | {POINT} | R7上半期"],
        ),
        ("項目", "No. | 名称 | 分野 | 主担当 | 課2 | 実施内容", ITEMS),
    ):
        clerk.rows(sheet, labels, rows)
        said.append(_next(clerk))
    row = next(n for n in range(3, 60) if not clerk.text("帳票列", "見出し", n) and not clerk.text("帳票列", "幅", n))
    clerk.rows("帳票列", "帳票の名前 | 見出し | 幅 | 配置 | 内容の出所 | 調査票での扱い", OWN, first=row)
    return said


def _answer(clerk: Clerk) -> None:
    """What a department does with its survey."""
    for number in range(clerk.document.Sheets.Count):
        sheet = clerk.document.Sheets.getByIndex(number)
        if sheet.IsVisible and sheet.Name.startswith(("Ⅰ", "Ⅱ")):
            column = clerk.column(sheet.Name, "項目")
            for row in range(4, 12):
                name = sheet.getCellByPosition(column, row - 1).String
                open_ = not sheet.getCellByPosition(clerk.column(sheet.Name, "評価"), row - 1).CellProtection.IsLocked
                if name in ANSWERS and open_:
                    clerk.write(sheet.Name, row, ANSWERS[name])
    guide = clerk.sheet("記入要領")
    for name, text in (("filled_by", "潮見 花子"), ("confirmed_by", "潮見 太郎")):
        place = clerk.document.NamedRanges.getByName(name).ReferredCells
        assert place is not None
        cell = guide.getCellByPosition(place.RangeAddress.StartColumn, place.RangeAddress.StartRow)
        assert not cell.CellProtection.IsLocked
        cell.setString(text)
        clerk.steps += 1


@pytest.fixture(scope="module")
def city(calc: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """The folder of the city with its surveys answered, what the first sheet said on the way, and its last states."""
    folder = tmp_path_factory.mktemp("潮見市")
    master = folder / "事務局ブック.xlsx"
    assert kosei("init", master).code == 0
    clerk = Clerk(calc.load(master))
    said = [_next(clerk), *_fill_in(clerk)]
    states = _states(clerk)
    clerk.save()
    clerk.document.close(True)
    handed_out = kosei("distribute", master, "--point", POINT, "--out", folder / "配布")
    assert (handed_out.code, len([*(folder / "配布").iterdir()])) == (0, 4), handed_out
    (folder / "回収").mkdir()
    for survey in (folder / "配布").iterdir():
        shutil.copy(survey, folder / "回収")
        clerk = Clerk(calc.load(folder / "回収" / survey.name))
        _answer(clerk)
        clerk.save()
        clerk.document.close(True)
    return folder, said, states


def test_blank_master__filled_in_by_names__says_what_is_next_until_nothing_is_missing(
    city: tuple[Path, list[str], list[str]],
) -> None:
    _, said, states = city
    assert said == [
        "あと8か所を書くと、調査票を配れます。つぎは手順1です。",
        "あと5か所を書くと、調査票を配れます。つぎは手順2です。",
        "あと4か所を書くと、調査票を配れます。つぎは手順3です。",
        "あと3か所を書くと、調査票を配れます。つぎは手順4です。",
        "あと2か所を書くと、調査票を配れます。つぎは手順5です。",
        "あと1か所を書くと、調査票を配れます。つぎは手順6です。",
        "準備ができています。つぎは手順8の配布です。配ったら、手順9の回収です。",
    ]
    assert states == ["済"] * 7


def test_blank_master__handed_out__keys_stand_in_their_sheets(city: tuple[Path, list[str], list[str]]) -> None:
    book = opening.open_master(city[0] / "事務局ブック.xlsx")
    assert [d.code for d in book.plan.departments] == ["D01", "D02", "D03", "D04"]
    assert [p.key for p in book.plan.points] == ["R7上半期"]
    assert book.plan.own_fields == ("field_1",)
    assert book.plan.items[0].departments == ("D01", "D03")
    assert (book.keyless, book.renamed) == ({}, {})
    assert {one.code for one in book.diagnostics} & {"K134", "K185", "K187", "K188"} == set()


def test_blank_master__answered__consolidated_and_printed_finally(
    city: tuple[Path, list[str], list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "市役所"
    shutil.copytree(city[0], folder)
    master = folder / "事務局ブック.xlsx"
    checked = kosei("check", folder / "回収", "--master", master)
    assert checked.code == 0, checked.out
    assert kosei("consolidate", master, folder / "回収", "--point", POINT).code == 0
    final = kosei("report", master, "--point", POINT, "--out", folder / "資料", "--final")
    assert final.code == 0, final.out
    (paper,) = (folder / "資料").glob("*.xlsx")
    texts = {str(value) for sheet in read_book(paper.read_bytes(), "").sheets for _, _, value in sheet.filled()}
    assert "予定よりも遅れている取組（2項目）" in texts
    assert any("「予定以上に進捗」" in text and "「遅れ」" in text for text in texts)
    assert {"1200", "財政効果額（千円）", "補助を12件行った。"} <= texts
    assert kosei("verify", paper, "--master", master).code == 0
    assert validate([master, paper]) == {}


def test_first_sheet__whatever_is_missing__counts_what_the_program_counts(calc: Office, tmp_path: Path) -> None:
    """Rows half filled in: the formulas and `read.missing` say the same of each kind, and distribute refuses."""
    master = tmp_path / "事務局ブック.xlsx"
    assert kosei("init", master).code == 0
    clerk = Clerk(calc.load(master))
    assert [shown for shown, own in _counted(clerk, master) if shown != own] == []
    _fill_in(clerk)
    clerk.rows("部署", "部名", ["建設部"], first=8)
    clerk.rows("分野", "番号", ["3"], first=6)
    clerk.rows("評価区分", "評価", ["－"], first=8)
    clerk.rows("報告時点", "種類", ["年度末"], first=4)
    clerk.rows(
        "項目", "No. | 名称 | 分野", ["5 | | 健全な財政", "| 名前だけ |", "7 | 枝番のある項目 | 健全な財政"], first=7
    )
    clerk.rows("項目", "No. | 枝番 | 主担当", ["7 | 1 | 財政課", "7 | 2 | "], first=10)
    counted = _counted(clerk, master)
    assert [(shown, own, kind.name) for (shown, own), kind in zip(counted, STEPS, strict=True) if shown != own] == []
    assert [(kind.name, own) for (_, own), kind in zip(counted, STEPS, strict=True) if own] == [
        *(("department_name", 1), ("area_name", 1), ("rating_label", 1)),
        *(("point_year", 1), ("point_date", 1), ("point_label", 1)),
        *(("item_no", 1), ("item_name", 1), ("item_area", 1), ("item_lead", 3)),
    ]
    clerk.document.close(True)
    before = master.read_bytes()
    refused = kosei("distribute", master, "--point", POINT, "--out", tmp_path / "配布")
    assert refused.code in (1, 2)
    assert "まだ足りません：No.5の名称を書いてください。" in refused.out
    assert "まだ足りません：No.7-2の主担当を選んでください。" in refused.out
    assert not (tmp_path / "配布").exists()
    assert master.read_bytes() == before
