"""Fields that a clerk adds to 欄 by a Japanese name alone: asked for, typed in any way, seen in 台帳, summed and proven."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from kosei_xl.demo import type_entries
from kosei_xl.read.fields import key_of_name
from kosei_xl.values.model import Column, Entry, Part, PlanFile
from kosei_xl.verbs import consolidate, distribute, init, opening, report, verify
from kosei_xl.words import terms
from kosei_xl.workbook.parts import CellInput
from tests.tools.builders import END, HALF, MORE_ITEMS, found, make_plan
from tests.tools.office import put

PLANNED, ACTUAL, SECOND, ISSUES = "削減の計画額", "削減の実績額", "二次評価", terms.FIELD_LABELS["issues"]
ROWS: tuple[Mapping[str, CellInput], ...] = (
    {"欄の名前": PLANNED, "値の種類": "金額", "記入する人": "課", "合計する": "○", "単位": "千円", "小数の桁数": 0},
    {
        "欄の名前": ACTUAL,
        "値の種類": "金額",
        "記入する人": "課",
        "合計する": "○",
        "単位": "千円",
        "小数の桁数": 0,
        "比べる欄（計画の額）": PLANNED,
    },
    {"欄の名前": SECOND, "値の種類": "評価", "記入する人": "事務局"},
)
TYPED = {"a-1": ("１，２００", "1,080千円"), "a-2": ("△300", "-150"), "a-3": ("2百万円", "検討中"), "a-4": ("", "0")}


def labelled(master: Path, sheet: str) -> dict[str, str]:
    """Label -> the letters of its column that a person sees."""
    page = openpyxl.load_workbook(master)[sheet]
    shown = {str(cell.value).split("\n")[0]: cell.column_letter for cell in page[2] if cell.value}
    hidden: set[str] = set()
    for letters, dimension in page.column_dimensions.items():
        if dimension.hidden:
            first, last = dimension.min or 0, dimension.max or 0
            hidden |= {get_column_letter(n) for n in range(first, last + 1)} | {letters}
    return {label: letters for label, letters in shown.items() if letters not in hidden}


def typed_below(master: Path, sheet: str, rows: tuple[Mapping[str, CellInput], ...]) -> None:
    """Rows typed below what stands on a sheet, by the labels that can be seen."""
    columns, page = labelled(master, sheet), openpyxl.load_workbook(master)[sheet]
    first = next(n for n in range(3, 200) if all(page[f"{letters}{n}"].value is None for letters in columns.values()))
    cells = {
        (sheet, f"{columns[label]}{n}"): value for n, row in enumerate(rows, first) for label, value in row.items()
    }
    master.write_bytes(put(master.read_bytes(), cells))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Path, ...]]:
    """A master to which fields were added, and the surveys that came back to it."""
    folder = tmp_path_factory.mktemp("own")
    plan = make_plan(MORE_ITEMS)
    part = Part(key="list", kind="list", sheet="一覧", title="一覧", items="all", paper="A4横", foot=True)
    heads = (
        Column(part="list", key="no", label="No.", width=6),
        Column(part="list", key="name", label="項目", width=20),
    )
    plan = make_plan(MORE_ITEMS, parts=(*plan.parts, part), columns=(*plan.columns, *heads))
    master = init.init(folder / "事務局.xlsx", PlanFile(plan=plan))
    typed_below(master, terms.FIELDS_SHEET, ROWS)
    placed: tuple[Mapping[str, CellInput], ...] = tuple(
        {"帳票の名前": "list", "見出し": name, "幅": 14, "内容の出所": "記入"} for name in (PLANNED, ACTUAL, SECOND)
    )
    typed_below(master, terms.COLUMNS_SHEET, (*placed, {"帳票の名前": "list", "見出し": f"{ACTUAL}の達成率", "幅": 10}))
    surveys = distribute.distribute(master, END, folder / "配布")
    rated = {"rating": "A", "results": "した"}
    keys = key_of_name(PLANNED), key_of_name(ACTUAL)
    entries = [
        Entry(
            item_key=item,
            point=END,
            fields={
                **(rated if item != "a-4" else {"results": "した"}),
                **{key: text for key, text in zip(keys, texts, strict=True) if text},
            },
        )
        for item, texts in TYPED.items()
    ]
    for survey in surveys:
        survey.write_bytes(type_entries(survey.read_bytes(), entries, {"confirmed_by": "太郎"}))
    consolidate.consolidate_into(master, list(surveys), END)
    return master, surveys


def test_own_fields__survey__asked_for_with_a_rule_and_the_unit_over_them(
    walked: tuple[Path, tuple[Path, ...]],
) -> None:
    book = openpyxl.load_workbook(walked[1][0])
    page = next(page for page in book if page.title.startswith("1 "))
    heads = {str(cell.value): cell.column_letter for cell in page[2] if cell.value}
    for name in (PLANNED, ACTUAL):
        letters = heads[f"{name}\n（千円）"]
        rules = [
            r for r in page.data_validations.dataValidation if r.type == "decimal" and f"{letters}4" in str(r.sqref)
        ]
        assert rules != [], (name, letters)
    assert not any(head.startswith(SECOND) for head in heads)


def test_own_fields__ledger__columns_can_be_seen_and_hold_what_was_typed(
    walked: tuple[Path, tuple[Path, ...]],
) -> None:
    shown = labelled(walked[0], terms.LEDGER_SHEET)
    assert {PLANNED, ACTUAL, SECOND} <= shown.keys()
    assert ISSUES not in shown
    page = openpyxl.load_workbook(walked[0])[terms.LEDGER_SHEET]
    texts = {page[f"{shown[PLANNED]}{n}"].value for n in range(3, 30)}
    assert {"１，２００", "△300", "2百万円"} <= texts


def test_own_fields__typed_otherwise_with_the_same_value__no_conflict(
    walked: tuple[Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(walked[0].read_bytes())
    again = []
    for survey in walked[1]:
        entries = [Entry(item_key="a-1", point=END, fields={key_of_name(PLANNED): "1200"})]
        again.append(tmp_path / survey.name)
        people = {"confirmed_by": "太郎", "submission_no": "2"}
        again[-1].write_bytes(type_entries(survey.read_bytes(), entries, people))
    told = consolidate.consolidate_into(master, again, END).diagnostics
    assert [one.code for one in told if one.code in ("K405", "K404")] == []


def test_own_fields__report__sums_and_shares_printed_and_proven(
    walked: tuple[Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    made = report.report(walked[0], END, tmp_path / "資料").files[0]
    page = openpyxl.load_workbook(made)["一覧"]
    rows = {str(row[0].value): row for row in page.iter_rows() if row[0].value}
    texts = {key: [cell.value for cell in row[1:] if cell.value is not None] for key, row in rows.items()}
    assert texts["list|a-1|"][2:] == ["1,200", "1,080", "90.0%"]
    assert texts["list|a-2|"][2:] == ["△300", "△150"], "no share of less than nothing"
    assert texts["list|a-3|"][2:] == ["2,000", "検討中"]
    assert texts["list|sum:all"][:4] == ["合計", "2,900", "930", "32.1%"]
    aligned = [cell.alignment.horizontal for cell in rows["list|a-1|"] if cell.value in ("1,200", "1,080")]
    assert aligned == ["right", "right"]
    assert [one for one in found(verify.verify([made], walked[0]).diagnostics) if one[0] != "K731"] == []


def test_own_fields__what_departments_fill_in_later__its_column_comes_into_sight(
    walked: tuple[Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    """課題・改善点 stands on every 台帳; nobody asked for it when the master was made."""
    master = tmp_path / "事務局.xlsx"
    master.write_bytes(walked[0].read_bytes())
    placed: Mapping[str, CellInput] = {
        "帳票の名前": "form",
        "見出し": ISSUES,
        "幅": 20,
        "内容の出所": "記入",
        "調査票での扱い": "記入",
    }
    typed_below(master, terms.COLUMNS_SHEET, (placed,))
    assert "issues" in opening.open_master(master).plan.entry_fields
    consolidate.consolidate_into(master, [], END)
    assert ISSUES in labelled(master, terms.LEDGER_SHEET)


VISITORS, VISITED = "来館者の目標", "来館者の実績"
EVERY_YEAR: tuple[Mapping[str, CellInput], ...] = tuple(
    {
        "欄の名前": name,
        "値の種類": "数",
        "記入する人": "課",
        "合計する": "○",
        "単位": "人",
        "年度（西暦・各年度）": "各年度",
        **({"比べる欄（計画の額）": VISITORS} if name == VISITED else {}),
    }
    for name in (VISITORS, VISITED)
)


def test_own_fields__of_every_year__asked_for_prefilled_at_the_next_point_and_summed(tmp_path: Path) -> None:
    part = Part(key="list", kind="list", sheet="一覧", title="一覧", items="all", paper="A3横", foot=True)
    plan = make_plan(MORE_ITEMS)
    head = Column(part="list", key="no", label="No.", width=6)
    plan = make_plan(MORE_ITEMS, parts=(*plan.parts, part), columns=(*plan.columns, head))
    master = init.init(tmp_path / "事務局.xlsx", PlanFile(plan=plan))
    typed_below(master, terms.FIELDS_SHEET, EVERY_YEAR)
    names = (VISITORS, VISITED, f"{VISITED}の達成率")
    typed_below(master, terms.COLUMNS_SHEET, tuple({"帳票の名前": "list", "見出し": name, "幅": 12} for name in names))
    goal, visited = key_of_name(VISITORS), key_of_name(VISITED)
    said = {
        HALF: {f"{goal}_2024": "1,000", f"{goal}_2025": "１，１００", f"{visited}_2024": "900"},
        END: {f"{visited}_2025": "1,200"},
    }
    for point, texts in said.items():
        surveys = distribute.distribute(master, point, tmp_path / point)
        page = next(page for page in openpyxl.load_workbook(surveys[0]) if page.title.startswith("1 "))
        heads = {str(cell.value).split("\n")[0]: cell.column_letter for cell in page[2] if cell.value}
        row = next(row[0].row for row in page.iter_rows(max_col=1) if row[0].value == "a-1|")
        prefilled = [page[f"{heads[f'{VISITORS}（R{n}）']}{row}"].value for n in range(6, 10)]
        assert prefilled == ([None] * 4 if point == HALF else [1000, 1100, None, None])
        rated = {"rating": "A", "results": "した", **texts}
        entries = [Entry(item_key=item, point=point, fields=rated) for item in ("a-1", "a-2", "a-3")]
        for survey in surveys:
            survey.write_bytes(type_entries(survey.read_bytes(), entries, {"confirmed_by": "太郎"}))
        consolidate.consolidate_into(master, list(surveys), point)
    made = report.report(master, END, tmp_path / "資料").files[0]
    rows = {str(row[0]): [text for text in row[1:] if text] for row in openpyxl.load_workbook(made)["一覧"].values}
    assert rows["list|a-1|"] == ["1", "1,000", "1,100", "900", "1,200", "90.0%", "109.1%"]
    assert rows["list|sum:all"] == ["合計", "3,000", "3,300", "2,700", "3,600", "90.0%", "109.1%"]
    assert [one for one in found(verify.verify([made], master).diagnostics) if one[0] != "K731"] == []
