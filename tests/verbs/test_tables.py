"""`kosei tables` and `kosei export --list`: plain workbooks beside the master, never over anything else."""

from pathlib import Path

import openpyxl
import pytest

from kosei_xl.make.plan_list import plan_list
from kosei_xl.read.master import read_master
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Plan, indicator_slot
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.adopting import Desk
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan
from tests.tools.office import kosei, put, validate

COMMANDS = {"tables": ("tables",), "list": ("export", "--list")}


def rows_of(path: Path, sheet: str | None = None) -> list[dict[str, object]]:
    """The rows of a sheet (the first one) by its heads, as openpyxl reads them."""
    book = openpyxl.load_workbook(path)
    heads, *rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "書き出し" / "表.xlsx"


@pytest.mark.parametrize("kind", COMMANDS)
def test_command__made__said_valid_and_the_master_as_it_was(own: Desk, out: Path, kind: str) -> None:
    before = own.master.read_bytes()
    ran = kosei(*COMMANDS[kind], own.master, "--out", out)
    assert ran.code == 0
    assert f"できました：{out}" in ran.err
    assert validate([out]) == {}
    assert own.master.read_bytes() == before
    again = out.read_bytes()
    assert kosei(*COMMANDS[kind], own.master, "--out", out).code == 0
    assert out.read_bytes() == again
    english = kosei(*COMMANDS[kind], own.master, "--out", out, lang="en")
    assert f"Made: {out}" in english.err


@pytest.mark.parametrize("kind", COMMANDS)
@pytest.mark.parametrize("there", ["master", "other", "memo", "other kind"])
def test_command__another_file_stands_there__refused_and_untouched(own: Desk, out: Path, kind: str, there: str) -> None:
    out.parent.mkdir()
    other = next(name for name in COMMANDS if name != kind)
    if there == "master":
        out = own.master
    elif there == "other":
        out.write_bytes(own.report.read_bytes())
    elif there == "memo":
        out.write_bytes(b"memo")
    else:
        kosei(*COMMANDS[other], own.master, "--out", out)
    before = out.read_bytes()
    ran = kosei(*COMMANDS[kind], own.master, "--out", out)
    assert ran.code == 2
    assert f"「{out}」には別のファイルがあるため" in ran.err
    assert out.read_bytes() == before


@pytest.mark.parametrize("name", ["表.xlsm", "表.csv", "表"])
def test_command__another_ending__refused(own: Desk, tmp_path: Path, name: str) -> None:
    ran = kosei("tables", own.master, "--out", tmp_path / name)
    assert (ran.code, (tmp_path / name).exists()) == (2, False)
    assert "「.xlsx」にしてください" in ran.err


def test_export__without_list__says_what_to_give(own: Desk, out: Path) -> None:
    ran = kosei("export", own.master, "--out", out)
    assert (ran.code, out.exists()) == (2, False)
    assert "--list" in ran.err


def test_tables__ledger_changed__the_tables_of_before_are_kept(own: Desk, out: Path) -> None:
    assert kosei("tables", own.master, "--out", out).code == 0
    before = out.read_bytes()
    book = read_master(own.master.read_bytes())
    key, _ = next((k, f) for k, f in book.ledger.value.entries.items() if "results" in f and k.is_row)
    place = book.ledger.at[*key, "results"]
    own.master.write_bytes(put(own.master.read_bytes(), {("台帳", str(place.cell)): "=直した文"}))
    assert kosei("tables", own.master, "--out", out).code == 0
    assert out.with_name("表.xlsx.bak").read_bytes() == before
    texts = [row["取組実績"] for row in rows_of(out, "台帳（項目×時点）")]
    assert "=直した文" in texts


def test_tables__odd_rating_in_the_ledger__a_finding_with_its_cell_and_the_text_in_the_table(
    own: Desk, out: Path
) -> None:
    book = read_master(own.master.read_bytes())
    key = next(k for k, f in book.ledger.value.entries.items() if "rating" in f and k.is_row)
    place = book.ledger.at[*key, "rating"]
    own.master.write_bytes(put(own.master.read_bytes(), {("台帳", str(place.cell)): "ZZ"}))
    ran = kosei("tables", own.master, "--out", out, "--json")
    assert ("K201", own.master.name, "台帳", place.cell) in ran.found
    assert ran.code == 1
    assert [row["評価"] for row in rows_of(out, "台帳（項目×時点）") if row["評価の記入"] == "ZZ"] == [None]


def test_tables__no_master__a_message(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"memo")
    ran = kosei("tables", tmp_path / "a.xlsx", "--out", out)
    assert (ran.code, out.exists()) == (2, False)
    assert "a.xlsx" in ran.err


# -- the list ----------------------------------------------------------------------------------------------------------
def test_export__every_row_of_the_plan__with_what_stands_at_every_point(own: Desk, out: Path) -> None:
    ran = kosei("export", own.master, "--list", "--out", out)
    book = read_master(own.master.read_bytes())
    plan, ledger, rows = book.plan, book.ledger.value, rows_of(out)
    assert [(row["No."], row["枝番"], row["名称"]) for row in rows] == [
        (line.item.no, line.sub_no, line.name) for line in plan.lines
    ]
    for line, row in zip(plan.lines, rows, strict=True):
        lead = [plan.department_by_code[code].name for code in line.departments[:1]]
        assert row["主担当"] == (lead[0] if lead else None)
        assert row["分野"] == plan.area_by_no[line.item.area_no].name
        for point in plan.points:
            fields = ledger.fields(line.key.at(point.key))
            label = f"{point.label} {terms.FIELD_LABELS['results']}"
            if label in row:
                assert row[label] == fields.get("results")
            elif fields:
                assert "results" not in fields
    assert "写真" in ran.err


def listed(plan: Plan, entries: Ledger | None = None) -> list[dict[str, object]]:
    """The list of a plan, by heads."""
    sheet = plan_list(plan, entries or Ledger())
    heads = [column.head for column in sheet.columns]
    assert len(set(heads)) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def test_plan_list__entries__under_the_points_that_are_in_use() -> None:
    plan = make_plan(MORE_ITEMS)
    line = plan.lines[0]
    row = line.key.at(END)
    indicator = {"indicator": "件数", "target": "5", "actual": "4"}
    ledger = Ledger({row: {"rating": "A", "results": "・実施"}, row._replace(slot=indicator_slot(2)): indicator})
    rows = listed(plan, ledger)
    label = next(point.label for point in plan.points if point.key == END)
    other = next(point.label for point in plan.points if point.key == HALF)
    assert (rows[0][f"{label} 評価"], rows[0][f"{label} 取組実績"]) == ("A", "・実施")
    assert [head for head in rows[0] if head.startswith(other)] == []
    assert rows[1][f"{label} 評価"] is None
    own = {head.removeprefix(f"{label} "): text for head, text in rows[0].items() if "指標" in head}
    assert own == {"指標2 成果指標": "件数", "指標2 目標値": "5", "指標2 実績値": "4", "指標2 単位": None}


def test_plan_list__repeated_listing__names_its_original() -> None:
    plan = make_plan(MORE_ITEMS)
    repeats = [item for item in plan.items if item.repeats]
    rows = {str(row["No."]): row for row in listed(plan)}
    assert [rows[item.no]["再掲元のNo."] for item in repeats] == [
        plan.item_by_key[str(item.repeats)].no for item in repeats
    ]


def test_plan_list__areas_of_several_levels__a_column_each() -> None:
    plan = make_plan(MORE_ITEMS)
    low = plan.area_by_no[plan.items[0].area_no]
    top = low.model_copy(update={"no": "T", "name": "大きな柱", "parent": None})
    areas = (top, *(area.model_copy(update={"parent": "T"}) if area is low else area for area in plan.areas))
    rows = listed(plan.model_validate(plan.model_dump() | {"areas": [area.model_dump() for area in areas]}))
    [row] = [row for row in rows if row["No."] == plan.items[0].no and not row["枝番"]]
    assert (row["上位の分野1"], row["分野"]) == ("大きな柱", low.name)


def test_plan_list__two_points_of_one_label__heads_of_their_own() -> None:
    plan = make_plan(MORE_ITEMS)
    points = tuple(point.model_copy(update={"label": "同じ名前"}) for point in plan.points)
    plan = plan.model_validate(plan.model_dump() | {"points": [point.model_dump() for point in points]})
    line = plan.lines[0]
    entries = {line.key.at(point.key): {"rating": "A"} for point in points}
    heads = [head for head in listed(plan, Ledger(entries))[0] if head.startswith("同じ名前")]
    assert (
        heads
        == ["同じ名前 評価", "同じ名前 評価(2)", *(f"同じ名前 評価({n})" for n in range(3, len(points) + 1))][
            : len(heads)
        ]
    )
    assert len(heads) == len(points)


def test_export__long_text__told_and_whole(own: Desk, out: Path) -> None:
    book = read_master(own.master.read_bytes())
    key = next(k for k, f in book.ledger.value.entries.items() if "results" in f and k.is_row)
    place = book.ledger.at[*key, "results"]
    text = "\x01字" * 8_000
    own.master.write_bytes(put(own.master.read_bytes(), {("台帳", str(place.cell)): text}))
    ran = kosei("tables", own.master, "--out", out)
    assert "「長い文」シート" in ran.err
    long = [row["文"] for row in rows_of(out, "長い文")]
    assert len(long) == 2
    assert read_book(out.read_bytes(), out.name).sheet("長い文") is not None
