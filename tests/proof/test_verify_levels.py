"""Lists, tables and sentences of a plan with levels: proven as they are printed, and each wrong figure named by its cell."""

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.values.model import Part
from tests.tools.builders import END
from tests.tools.levels import LIST, SUMMARY, level_ledger, level_plan
from tests.tools.verifying import Case, place, serious, with_cells

SAID = Part(
    key="said",
    kind="text",
    sheet="文",
    title="階層ごと",
    text="{目標数}の目標、{重点項目数}の重点項目\n{目標ごと}\n{目標番号} {目標名}は{目標件数}項目（Ｂは{目標:B:半角}）。{目標趣旨}\n"
    "{基本方針ごと}\n・{基本方針番号} {目標名}の{分野名}：{分野評価文}[[、未記入{分野:未記入}項目]]\n"
    "{分野ごと}\n　{分野番号} {重点項目名}は{分野件数}項目、対象外{分野対象外件数}、例：{項目例:2:、}\n{/分野ごと}\n"
    "{/基本方針ごと}\n{/目標ごと}\n以上",
)


def made(seed: int | None = None, *parts: Part) -> Case:
    plan = level_plan(seed=seed, parts=parts or (LIST, SUMMARY, SAID))
    return Case(plan, {key: dict(fields) for key, fields in level_ledger(plan).entries.items()}, END, {})


CASE = made(7)


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_verify__rows_in_any_order__nothing(seed: int | None) -> None:
    assert made(seed).findings() == []


def test_list__rows_in_any_order__bands_of_every_level_and_items_by_number() -> None:
    rows = [row for row in CASE.found.rows if row[0] == "list" and row[1].startswith(("band", "i-"))]
    assert [name for _, name in rows][:8] == [
        "band:g1", "band:g1-1", "band:g1-1-1", "i-1|", "i-2|", "band:g1-2", "band:g1-2-1", "i-3|"
    ]  # fmt: skip
    assert CASE.cell("list", "band:g1-2-1", "").text == "　　(1) 待たない窓口"


def test_summary__several_levels__head_names_them_all() -> None:
    assert CASE.cell("summary", "head:1", "area").text == "目標・基本方針・重点項目"


def test_summary__areas_above__hold_what_is_below_and_the_total_counts_each_once() -> None:
    counts = {row: CASE.cell("summary", f"area:{row}", "A").text for row in ("g1", "g1-2", "g1-2-1", "g2")}
    assert counts == {"g1": "３", "g1-2": "２", "g1-2-1": "１", "g2": "１"}
    assert CASE.cell("summary", "total", "A").text == "４"


def test_sentences__blocks_in_blocks__each_area_says_its_own() -> None:
    texts = [CASE.found.rows[key][0].filled[0].text.strip() for key in CASE.found.rows if key[0] == "said"]
    assert texts[1:5] == [
        "２の目標、６の重点項目",
        "Ⅰ 市民とつくるは６項目（Ｂは2）。市民と市がともにつくります。",
        "・基本方針１ 市民とつくるの支え合う：１項目が「予定以上」、１項目が「予定どおり」、０項目が「遅れ」",
        "(1) 地域の担い手は２項目、対象外０、例：取組1、取組2",
    ]
    assert texts[-1] == "以上"


@pytest.mark.parametrize(
    ("part", "row", "column", "typed", "code"),
    [
        ("summary", "area:g1-2", "A", "３", "K701"),
        ("summary", "area:g1", "area", "Ⅰ 市民とつくる\n（７項目）", "K701"),
        ("summary", "total", "B", "３", "K701"),
        ("list", "band:g1-2", "", "２ 窓口を遠くに", "K702"),
        ("said", "text:2", "", "Ⅰ 市民とつくるは７項目（Ｂは2）。市民と市がともにつくります。", "K702"),
    ],
)
def test_verify__seeded_fault__its_cell_alone(part: str, row: str, column: str, typed: str, code: str) -> None:
    cell = CASE.cell(part, row, column)
    found = CASE.findings(with_cells(CASE.workbook, {cell.at: typed}))
    assert serious(found) == [(code, place(cell.at))]


def test_verify__space_before_a_band__nothing() -> None:
    cell = CASE.cell("list", "band:g1-2", "")
    assert CASE.findings(with_cells(CASE.workbook, {cell.at: cell.text.strip()})) == []


def test_within__whole_plan__the_same_as_all_areas_together() -> None:
    summary = summarize(CASE.standing)
    assert summary.within(CASE.plan, None).items == summary.all_items
    assert sum(summary.within(CASE.plan, key).items.rows for key in ("g1", "g2")) == summary.all_items.rows
