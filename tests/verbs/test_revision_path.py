"""A mid-term revision as an office does it: the old master is copied and edited in Excel, then both make the outline."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.values.model import PlanFile
from kosei_xl.verbs import distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.builders import HALF, MORE_ITEMS, make_plan, shown
from tests.tools.office import Ran, address_of, kosei, put
from tests.tools.revising import COLUMNS, PARTS, edit, version


def add_item(master: Path, values: Mapping[str, CellInput]) -> None:
    """Type a new item below the last one, without a row key, as people do."""
    book = read_book(master.read_bytes(), master.name)
    sheet = book.sheet(terms.ITEMS_SHEET)
    assert sheet is not None
    columns = {str(key): n for n, key in enumerate(sheet.rows[0]) if key is not None}
    row = max(n for n, cells in enumerate(sheet.rows, 1) if any(cell is not None for cell in cells)) + 1
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    places = {(terms.ITEMS_SHEET, f"{letters[columns[key]]}{row}"): value for key, value in values.items()}
    master.write_bytes(put(master.read_bytes(), places))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    plan = make_plan(MORE_ITEMS, parts=PARTS, columns=COLUMNS)
    return init.init(tmp_path / "旧.xlsx", PlanFile(plan=plan))


@pytest.fixture
def new(old: Path) -> Path:
    """The old master, its version raised, as a file of its own."""
    copy = old.with_name("新.xlsx")
    copy.write_bytes(old.read_bytes())
    edit(copy, version(2))
    return copy


def report(new: Path, *options: str | Path) -> Ran:
    return kosei("report", new, "--point", HALF, "--out", new.parent / "out", "--name", "資料", "--json", *options)


def printed(new: Path) -> dict[str, list[list[str]]]:
    """The texts of the report workbook, row by row, blank cells left out."""
    book = read_book((new.parent / "out" / "資料.xlsx").read_bytes(), "")
    return {
        s.name: [[str(v) for v in row if v is not None] for row in s.rows if any(row)] for s in map(shown, book.sheets)
    }


def test_report__edited_master_and_the_one_before__outline_and_table(old: Path, new: Path) -> None:
    items = terms.ITEMS_SHEET
    edit(
        new,
        {
            (items, "a-1|", "goal"): "年400件",
            (items, "a-1|", "indicator_plan"): "満足度",
            (items, "a-1|", "lead"): "D1、D2",
            (items, "a-2|", "implementation"): "全手続きに広げる",
            (items, "a-2|", "no"): "3",
            (items, "a-3|", "no"): "2",
        },
    )
    add_item(new, {"no": "7", "name": "図書館", "area_no": "2", "lead": "D2"})
    ran = report(new, "--before", old)
    assert ran.err.count("委員会資料を作りました") == 1
    assert [found for found in ran.found if found[0].startswith("K5")] == []
    rows = printed(new)
    assert rows["概要"][1:] == [
        ["改革プランの見直し"],
        ["対象期間"],
        ["期間"],
        ["計画", "令和６～９年度（４年間）"],
        ["　３項目を見直しました。"],
        [
            "　推進担当課の追加が１項目、実施内容の見直しが１項目、成果指標の見直しが１項目（うち新規設定は、１項目）、"
            "目標の見直しが１項目、項目の追加が１項目です（各項目に重複あり）。"
        ],
    ]
    assert rows["見直し項目"][1:] == [
        ["見直し項目（３項目）"],
        ["No.", "項目", "見直しの内容"],
        ["推進担当課の追加", "実施内容", "成果指標", "うち\n新規設定", "目標", "項目の追加"],
        ["分野1 市民"],
        ["1", "相談窓口", "○", "○", "○", "○"],
        ["3", "電子申請", "○"],
        ["分野2 財政"],
        ["7", "図書館", "○"],
    ]


def test_report__list_of_revised_items_with_a_foot__counts_of_each_kind_and_verify_counts_again(
    old: Path, new: Path
) -> None:
    items = terms.ITEMS_SHEET
    edit(
        new, {(items, "a-1|", "goal"): "年400件", (items, "a-2|", "goal"): "年500件", (items, "a-1|", "lead"): "D1、D2"}
    )
    report(new, "--before", old)
    assert not any(row[0] == "計" for row in printed(new)["見直し項目"])
    edit(new, {(terms.PARTS_SHEET, terms.PART_NAMES["revised"], "foot"): "○"})
    report(new, "--before", old)
    rows = printed(new)["見直し項目"]
    heads = next(row for row in rows if "目標" in row)
    last = rows[-1]
    assert last[0] == "計"
    assert dict(zip(heads, last[1:], strict=True))["目標"] == "2.0"
    assert sorted(last[1:]) == ["1.0", "2.0"]
    made = new.parent / "out" / "資料.xlsx"
    checked = ("verify", made, "--master", new, "--before", old, "--json")
    assert [code for code, *_ in kosei(*checked).found if code != "K731"] == []
    sheet = Package(made.read_bytes()).sheet("見直し項目")
    row = next(n for n in range(1, sheet.last_row() + 1) if "計" in sheet.cells(n).values())
    cell = next(f"{letters}{row}" for letters, value in sheet.cells(row).items() if value == 2)
    made.write_bytes(put(made.read_bytes(), {("見直し項目", cell): 3}))
    assert [found[0::3] for found in kosei(*checked).found if found[0] != "K731"] == [("K701", cell)]


def test_report__without_before__each_placeholder_and_table_is_named(new: Path) -> None:
    ran = report(new)
    named = [d["message"] for d in ran.json["diagnostics"] if d["code"] == "K520"]
    assert [message.partition("」")[0] for message in named] == [
        *("「{見直し件数}", "「{見直し文}", "「{見直し重複}", "「見直し項目（{見直し件数}項目）")
    ]
    assert {found[1:3] for found in ran.found if found[0] == "K520"} == {("新.xlsx", terms.PARTS_SHEET)}
    assert not [found for found in ran.found if found[0] == "K504"]
    assert ran.code == 1


def test_report__other_parts_without_before__need_none(new: Path) -> None:
    edit(new, {(terms.PARTS_SHEET, terms.PART_NAMES["outline"], "text"): "{計画期間:略}"})
    assert "K520" not in [found[0] for found in report(new, "--part", "outline").found]


def test_diff__printed_and_as_json(old: Path, new: Path) -> None:
    edit(new, {(terms.ITEMS_SHEET, "a-1|", "goal"): "年400件"})
    ran = kosei("diff", old, new)
    assert ran.code == 0
    assert ran.out.splitlines()[:3] == [
        "No.1「相談窓口」",
        "  目標の見直し：「年300件」 → 「年400件」",
        "見直し 1件、目標の見直し 1件",
    ]
    found = json.loads(kosei("diff", old, new, "--json").out)
    assert found["changes"] == [
        {
            "item": "1",
            "item_key": "a-1",
            "name": "相談窓口",
            "kind": "goal",
            "field": "goal",
            "old": "年300件",
            "new": "年400件",
        }
    ]
    assert (found["before"], found["after"], found["items"], found["diagnostics"]) == (1, 2, 1, [])


def test_diff__saved_without_an_edit__nothing(old: Path, new: Path) -> None:
    assert kosei("diff", old, new).out.splitlines()[0] == "見直し 0件"


def test_diff__row_key_gone__possible_match_by_name(old: Path, new: Path) -> None:
    edit(new, {(terms.ITEMS_SHEET, "a-3|", "row_key"): ""})
    found = kosei("diff", old, new, "--json").json
    assert [(c["item"], c["kind"]) for c in found["changes"]] == [("3", "added"), ("3", "removed")]
    (lost,) = [d for d in found["diagnostics"] if d["code"] == "K521"]
    assert (lost["severity"], lost["file"], lost["sheet"], lost["item"]) == ("info", "新.xlsx", terms.ITEMS_SHEET, "3")
    assert "行キー（A列、非表示）を「a-3|」" in lost["message"]
    edit(new, {(terms.PARTS_SHEET, terms.PART_NAMES["outline"], "text"): "{見直し件数}"})
    assert "K521" in [code for code, *_ in report(new, "--before", old).found]


def test_diff__key_put_back__same_item_again(old: Path, new: Path) -> None:
    book = read_book(new.read_bytes(), "")
    cell = (terms.ITEMS_SHEET, address_of(book, terms.ITEMS_SHEET, "a-3|", "row_key"))
    new.write_bytes(put(put(new.read_bytes(), {cell: ""}), {cell: "a-3|"}))
    assert kosei("diff", old, new, "--json").json["changes"] == []


@pytest.mark.parametrize(
    ("options", "of_old", "told"),
    [
        (("report",), version(2), "どちらの事務局ブックも計画の第2版です。"),
        *(
            (options, of_old, told)
            for options in (("diff",), ("report",))
            for of_old, told in (
                (version(3), "見直し前（第3版）と見直し後（第2版）が逆です。"),
                ({(terms.PLAN_SHEET, "plan_id", "value"): "other"}, "「旧.xlsx」は別の計画です（other）。"),
            )
        ),
    ],
)
def test_diff_and_report__no_two_versions_of_one_plan__told_and_nothing_made(
    old: Path, new: Path, options: tuple[str, ...], of_old: Mapping[tuple[str, str, str], CellInput], told: str
) -> None:
    edit(old, of_old)
    ran = kosei("diff", old, new) if options == ("diff",) else report(new, "--before", old)
    assert ran.code == 2
    assert told in ran.err
    assert not (new.parent / "out").exists()


def test_diff__plan_changed_and_version_forgotten__told(old: Path, new: Path) -> None:
    edit(old, version(2) | {(terms.ITEMS_SHEET, "a-3|", "name"): "別の名前"})
    ran = kosei("diff", old, new)
    assert ran.code == 0
    assert "計画の内容も違います" in ran.err
    assert "計画の版" in ran.err


def test_diff__survey_instead_of_a_master__told(old: Path, tmp_path: Path) -> None:
    plan = make_plan()
    init.init(tmp_path / "m.xlsx", PlanFile(plan=plan))
    survey = distribute.distribute(tmp_path / "m.xlsx", HALF, tmp_path / "配布")[0]
    ran = kosei("diff", old, survey)
    assert ran.code == 2
    assert "比べられません" in ran.err
