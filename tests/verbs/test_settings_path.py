"""Settings that people type into a master are obeyed by every workbook, or refused before anything is handed out."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kosei_xl.read.master import Master
from kosei_xl.values.cells import Book, CellValue, column_number
from kosei_xl.values.refusals import UnfitSettings
from kosei_xl.verbs import check, consolidate, distribute, init, report
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.office import address_of, midori, put

CASE = midori()
D01 = CASE.plan.lines_answered_by("D01")
LINE = next(line for line in D01 if line.rated and line.item.repeats is None)
ROW_KEY = f"{LINE.item.key}|"
SURVEY = "D01_"
OFFICE_ANSWER = {"acknowledged": "○", "why": "資料を作る前に直す。"}
FORM = ("annual_plan", "results", "effect_amount")


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The sample's master as it was made."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, CASE.plan_file)
    return path


def typed(path: Path, sheet: str, cells: Mapping[tuple[int, str], CellInput]) -> None:
    """Type into (row, column key) cells of a sheet of a master."""
    data = path.read_bytes()
    letters = {str(key): column for column, key in Package(data).sheet(sheet).cells(1).items()}
    path.write_bytes(put(data, {(sheet, f"{letters[key]}{row}"): value for (row, key), value in cells.items()}))


def row_of(path: Path, sheet: str, **texts: str) -> int:
    """The row of a master's sheet in which all these texts stand under their keys."""
    found = read_book(path.read_bytes(), "").sheet(sheet)
    assert found is not None
    keys = [str(key) for key in found.rows[0]]
    return next(
        number
        for number, row in enumerate(found.rows, 1)
        if all(number > 2 and str(row[keys.index(key)]) == text for key, text in texts.items())
    )


def handled(path: Path, **handling: str) -> None:
    """Type 調査票での扱い of columns of the form."""
    for key, word in handling.items():
        typed(
            path,
            terms.COLUMNS_SHEET,
            {(row_of(path, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key=key), "entry"): word},
        )


def handed_out(master: Path) -> Path:
    """D01's survey."""
    made = distribute.distribute(master, CASE.point, master.parent / "配布")
    return next(path for path in made if path.name.startswith(SURVEY))


def area_sheet(book: Book) -> str:
    """The sheet with the row of `LINE`."""
    return next(s.name for s in book.sheets if any(r[:1] == (ROW_KEY,) for r in s.rows) and "state" in s.rows[0])


def returned(survey: Path, texts: Mapping[str, str]) -> Path:
    """The survey with texts typed into the row of `LINE`, whatever is locked there."""
    data = survey.read_bytes()
    book = read_book(data, "")
    sheet = area_sheet(book)
    path = survey.parent.parent / "回収" / survey.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(put(data, {(sheet, address_of(book, sheet, ROW_KEY, key)): text for key, text in texts.items()}))
    return path


def column(book: Book, sheet: str, key: str) -> list[CellValue]:
    found = book.sheet(sheet)
    assert found is not None
    at = found.rows[0].index(key) if key in found.rows[0] else None
    return [] if at is None else [row[at] for row in found.rows[2:] if at < len(row)]


def ledger_of(path: Path) -> Mapping[str, str]:
    book: Master = open_master(path)
    return book.ledger.value.fields(LINE.key.at(CASE.point))


# -- 評価区分 ------------------------------------------------------------------------------------------------------------
def test_consolidate__own_rating_scale_typed_over_the_samples__counted_in_every_sheet(master: Path) -> None:
    for row, code in enumerate(("◎", "○", "△", "×", "－", "完了"), 3):
        typed(
            master, terms.RATINGS_SHEET, {(row, "code"): code, (row, "label"): f"評価{code}", (row, "order"): row - 2}
        )
    assert refusal(master) == {}, "nothing else has to be typed"
    assert not [p for p in check.check([master]).diagnostics if p.code in ("K246", "K247", "K504")]
    survey = handed_out(master)
    book = read_book(survey.read_bytes(), "")
    keys = book.sheet(terms.SURVEY_SUMMARY_SHEET)
    assert keys is not None
    assert [key for key in keys.rows[0] if str(key).startswith(terms.RATING_KEY)] == [
        f"rating:{code}" for code in ("◎", "○", "△", "×", "－", "完了")
    ]
    path = returned(survey, {"rating": "○", "results": "済ませた"})
    consolidate.consolidate_into(master, [path], CASE.point)
    assert ledger_of(master)["rating"] == "○"
    summary = read_book(master.read_bytes(), "").sheet(terms.SUMMARY_SHEET)
    assert summary is not None
    assert summary.rows[1][3:12] == ("◎", "○", "△", "×", "－", "完了", None, None, "未記入")
    assert column(read_book(master.read_bytes(), ""), terms.SUMMARY_SHEET, "rating:○")[0] == 1.0


def test_consolidate__scale_made_shorter__no_counts_of_the_former_one_left(master: Path) -> None:
    survey = returned(handed_out(master), {"rating": "A", "results": "済ませた"})
    consolidate.consolidate_into(master, [survey], CASE.point)
    typed(
        master,
        terms.RATINGS_SHEET,
        {
            (3, "code"): "よい",
            (4, "code"): "わるい",
            **dict.fromkeys(
                (
                    (5, key)
                    for key in (
                        "code",
                        "label",
                        "order",
                        "legend",
                        "synonyms",
                        "behind",
                        "counted",
                        "requires",
                        "scale",
                    )
                ),
                None,
            ),
        },
    )
    consolidate.consolidate_into(master, [], CASE.point)
    book = read_book(master.read_bytes(), "")
    summary = book.sheet(terms.SUMMARY_SHEET)
    assert summary is not None
    assert summary.rows[1][3:6] == ("よい", "わるい", None)
    assert all(row[5] is None for row in summary.rows[1:])
    kept = address_of(book, terms.LEDGER_SHEET, f"{CASE.point}|{ROW_KEY}", "rating")
    told = [problem for problem in open_master(master).diagnostics if problem.code == "K201"]
    assert kept in [problem.at.cell for problem in told if problem.at]
    assert ledger_of(master)["rating"] == "A"


@pytest.mark.parametrize(("count", "refused"), [(8, False), (9, True)])
def test_distribute__more_ratings_than_there_is_room_for__refused_with_the_cell(
    master: Path, count: int, refused: bool
) -> None:
    for row in range(3, 3 + count):
        typed(
            master,
            terms.RATINGS_SHEET,
            {(row, "code"): f"R{row}", (row, "label"): f"R{row}", (row, "scale"): "standard"},
        )
    assert ("K155" in refusal(master)) is refused
    if refused:
        assert refusal(master)["K155"] == [f"{terms.RATINGS_SHEET}!A11"]


# -- 調査票での扱い ---------------------------------------------------------------------------------------------------------
def refusal(master: Path) -> dict[str, list[str]]:
    """Code -> cells of the settings because of which nothing is handed out; nothing where all is well."""
    try:
        handed_out(master)
    except UnfitSettings as error:
        assert not (master.parent / "配布").exists()
        found: dict[str, list[str]] = {}
        for one in error.diagnostics:
            found.setdefault(one.code, []).append(f"{one.at.sheet}!{one.at.cell}" if one.at else "")
        return found
    return {}


def prefilled(master: Path, **texts: str) -> None:
    """Texts of the office in the ledger's row of `LINE`."""
    data = master.read_bytes()
    book = read_book(data, "")
    cells = {key: address_of(book, terms.LEDGER_SHEET, f"{CASE.point}|{ROW_KEY}", key) for key in texts}
    master.write_bytes(put(data, {(terms.LEDGER_SHEET, cells[key]): text for key, text in texts.items()}))


def cell_of(book: Book, key: str) -> tuple[CellValue, bool, bool]:
    """(value, whether its column is shown, whether it is locked) of a column in the row of `LINE`."""
    return book_cell(book, area_sheet(book), key)


def book_cell(book: Book, name: str, key: str) -> tuple[CellValue, bool, bool]:
    sheet = book.sheet(name)
    assert sheet is not None
    if key not in sheet.rows[0]:
        return None, False, True
    row = next(n for n, cells in enumerate(sheet.rows, 1) if cells[:1] == (ROW_KEY,))
    at = sheet.rows[0].index(key) + 1
    return sheet.value(row, at), at not in sheet.hidden_columns, False


@pytest.mark.parametrize("key", ["issues", "effect_amount", "goal", "previous", "departments", "implementation"])
def test_distribute__column_not_to_be_shown__not_there_and_its_values_neither(master: Path, key: str) -> None:
    if key in ("issues", "effect_amount"):
        prefilled(master, **{key: "事務局だけの文"})
    before = cell_of(read_book(handed_out(master).read_bytes(), ""), key)
    for path in (master.parent / "配布").iterdir():
        path.unlink()
    handled(master, **{key: "出さない"})
    value, shown, _ = cell_of(read_book(handed_out(master).read_bytes(), ""), key)
    assert before[1]
    assert not shown
    assert value is None
    assert b"\xe4\xba\x8b\xe5\x8b\x99\xe5\xb1\x80\xe3\x81\xa0\xe3\x81\x91" not in handed_out(master).read_bytes()


def test_consolidate__typed_into_a_column_that_is_not_there__kept_and_not_merged(master: Path) -> None:
    prefilled(master, issues="事務局の課題")
    handled(master, issues="出さない")
    path = returned(handed_out(master), {"issues": "課の課題", "results": "済ませた"})
    found = consolidate.consolidate_into(master, [path], CASE.point).diagnostics
    assert [(p.code, p.item) for p in found if p.code == "K152"] == [("K152", LINE.no)]
    assert ledger_of(master)["issues"] == "事務局の課題"
    assert ledger_of(master)["results"] == "済ませた"
    assert any("課の課題" in row.other for row in open_master(master).ledger.value.received)


def test_consolidate__shown_entry_typed_over__told_with_its_cell_kept_and_not_merged(master: Path) -> None:
    prefilled(master, annual_plan="事務局の予定")
    handled(master, annual_plan="見せる")
    survey = handed_out(master)
    book = read_book(survey.read_bytes(), "")
    assert cell_of(book, "annual_plan")[:2] == ("事務局の予定", True)
    untouched = returned(survey, {"results": "済ませた"})
    found = consolidate.consolidate_into(master, [untouched], CASE.point).diagnostics
    assert "K152" not in {p.code for p in found}
    assert ledger_of(master)["annual_plan"] == "事務局の予定"
    again = returned(survey, {"results": "済ませた", "annual_plan": "課の予定"})
    told = [p for p in check.check([again], master).diagnostics if p.code == "K152"]
    cell = address_of(book, area_sheet(book), ROW_KEY, "annual_plan")
    assert [(p.item, p.at.cell if p.at else None) for p in told] == [(LINE.no, cell)]
    consolidate.consolidate_into(master, [again], CASE.point)
    assert ledger_of(master)["annual_plan"] == "事務局の予定"
    assert any("課の予定" in row.other for row in open_master(master).ledger.value.received)


def test_distribute__shown_entry__locked_as_a_reference_is(master: Path) -> None:
    handled(master, annual_plan="見せる", effect_amount="見せる", target="見せる")
    data = handed_out(master).read_bytes()
    book, looks = read_book(data, ""), load_workbook(BytesIO(data))
    sheet = area_sheet(book)
    locked = {key: looks[sheet][address_of(book, sheet, ROW_KEY, key)].protection.locked for key in FORM}
    assert locked == {"annual_plan": True, "results": False, "effect_amount": True}
    indicators = looks[terms.SURVEY_INDICATORS_SHEET]
    keys = [cell.value for cell in indicators[1]]
    first = {
        key: indicators.cell(3, keys.index(key) + 1).protection.locked for key in ("indicator", "target", "actual")
    }
    assert first == {"indicator": False, "target": True, "actual": False}


@pytest.mark.parametrize(("width", "shown"), [(55, 55.0), (None, 44.0)])
def test_distribute__width_of_a_form_column__obeyed_and_without_one_the_templates(
    master: Path, width: int | None, shown: float
) -> None:
    row = row_of(master, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key="results")
    typed(master, terms.COLUMNS_SHEET, {(row, "width"): width})
    data = handed_out(master).read_bytes()
    book = read_book(data, "")
    sheet = area_sheet(book)
    address = address_of(book, sheet, ROW_KEY, "results")
    assert Package(data).sheet(sheet).column_width(column_number(address.rstrip("0123456789"))) == shown


def test_check__width_that_is_none__k131_at_its_cell(master: Path) -> None:
    row = row_of(master, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key="results")
    typed(master, terms.COLUMNS_SHEET, {(row, "width"): 0})
    found = [p.at.cell for p in check.check([master]).diagnostics if p.code == "K131" and p.at is not None]
    assert found == [f"E{row}"]


def test_consolidate__survey_handed_out_before_the_column_was_closed__read_as_it_was_handed_out(master: Path) -> None:
    survey = handed_out(master)
    handled(master, issues="出さない", next_steps="見せる")
    path = returned(survey, {"issues": "課の課題", "next_steps": "課の対応", "results": "済ませた"})
    found = consolidate.consolidate_into(master, [path], CASE.point).diagnostics
    assert "K152" not in {p.code for p in found}
    assert ledger_of(master)["issues"] == "課の課題"
    assert ledger_of(master)["next_steps"] == "課の対応"


def test_check__rating_that_departments_do_not_give__not_missed_in_the_return(master: Path) -> None:
    handled(master, rating="出さない")
    path = returned(handed_out(master), {"results": "済ませた"})
    codes = {(p.code, p.item) for p in check.check([path], master).diagnostics}
    assert "K301" not in {code for code, _ in codes}
    assert ("K303", LINE.no) not in codes


@pytest.mark.parametrize(
    ("key", "cells", "code", "at"),
    [
        ("goal", {"entry": "記入"}, "K153", "entry"),
        ("no", {"entry": "出さない"}, "K153", "entry"),
        ("goal", {"entry": None}, "K153", "entry"),
        ("results", {"point": "前回"}, "K153", "point"),
        ("previous", {"key": "lead"}, "K153", "key"),
        ("results", {"label": "{年度}の実績"}, "K504", "label"),
    ],
)
def test_distribute__handling_that_cannot_be__refused_with_the_cell(
    master: Path, key: str, cells: dict[str, str | None], code: str, at: str
) -> None:
    row = row_of(master, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key=key)
    typed(master, terms.COLUMNS_SHEET, {(row, name): text for name, text in cells.items()})
    letters = {str(k): c for c, k in Package(master.read_bytes()).sheet(terms.COLUMNS_SHEET).cells(1).items()}
    assert refusal(master) == {code: [f"{terms.COLUMNS_SHEET}!{letters[at]}{row}"]}
    assert code in {p.code for p in check.check([master]).diagnostics}


# -- placeholders, 記入が要る欄 -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sheet", "find", "key", "text"),
    [
        (terms.PARTS_SHEET, {"kind": "文章"}, "text", "{遅延}件が遅れています"),
        (terms.PARTS_SHEET, {"kind": "一覧"}, "title", "{遅延}"),
        (terms.PARTS_SHEET, {"kind": "文章"}, "text", "[[{対象外件数}件、{遅延}件]]"),
        (terms.PLAN_SHEET, {"setting": "file_name"}, "value", "{課}_{時点}.xlsx"),
        (terms.PLAN_SHEET, {"setting": "repeat_mark"}, "value", "【{番号}の再掲】"),
        (terms.PLAN_SHEET, {"setting": "page_number"}, "value", "{ページ}"),
    ],
)
def test_distribute__unknown_placeholder__refused_with_the_cell(
    master: Path, sheet: str, find: dict[str, str], key: str, text: str
) -> None:
    row = row_of(master, sheet, **find)
    typed(master, sheet, {(row, key): text})
    letters = {str(k): c for c, k in Package(master.read_bytes()).sheet(sheet).cells(1).items()}
    assert refusal(master) == {"K504": [f"{sheet}!{letters[key]}{row}"]}


@pytest.mark.parametrize(
    ("key", "text", "hinted"),
    [
        ("title", "遅れ（{B}項目）", True),
        ("text", "{Ａ}件", True),
        ("text", "{遅延}件", False),
        ("doc_no", "{B}", False),
    ],
)
def test_distribute__rating_of_a_former_scale_in_a_text__k504_says_what_to_write(
    master: Path, key: str, text: str, hinted: bool
) -> None:
    """Only where counts are filled in, and not for a name that no rating's mark can be."""
    for row, code in enumerate(("◎", "○", "△"), 3):
        typed(master, terms.RATINGS_SHEET, {(row, "code"): code})
    typed(master, terms.PARTS_SHEET, {(row_of(master, terms.PARTS_SHEET, kind="文章"), key): text})
    with pytest.raises(UnfitSettings) as refused:
        handed_out(master)
    (problem,) = refused.value.diagnostics
    assert problem.code == "K504"
    assert ("今の評価（{◎}など）を、遅れている項目の数なら{遅れ}を" in problem.message()) is hinted
    assert ("({◎}), for the items that are behind {遅れ}" in problem.message("en")) is hinted


@pytest.mark.parametrize("text", ["{件数:全角}と{B}", "{計画期間:略}の{分野ごと}{分野名}{/分野ごと}", "{見直し件数}件"])
def test_distribute__known_placeholders__handed_out(master: Path, text: str) -> None:
    typed(master, terms.PARTS_SHEET, {(row_of(master, terms.PARTS_SHEET, kind="文章"), "text"): text})
    assert refusal(master) == {}


def test_distribute__rating_asks_for_a_field_that_the_form_lacks__refused_with_the_cell(master: Path) -> None:
    typed(master, terms.RATINGS_SHEET, {(5, "requires"): "理由等"})
    assert refusal(master) == {"K156": [f"{terms.RATINGS_SHEET}!H5"]}


def test_distribute__rating_asks_for_a_field_that_is_only_shown__refused(master: Path) -> None:
    handled(master, cause="見せる")
    assert list(refusal(master)) == ["K156"]


# -- texts where no key stands -----------------------------------------------------------------------------------------------
def with_plan_column(master: Path, label: str) -> None:
    """A column 帳票列 declares for the form: a plan text of the office's own."""
    row = row_of(master, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key="issues")
    cells = {"key": "money_kind", "label": label, "source": "計画", "entry": "見せる"}
    typed(master, terms.COLUMNS_SHEET, {(row, key): text for key, text in cells.items()})


def headed(master: Path, key: str, head: str | None, text: str) -> None:
    """A head over a spare column of 項目, and a text of the first item below."""
    row = row_of(master, terms.ITEMS_SHEET, no=LINE.no)
    typed(master, terms.ITEMS_SHEET, {(2, key): head, (row, key): text})


@pytest.mark.parametrize("key", ["text3", "text8"])
def test_distribute__spare_column_headed_as_declared__its_texts_are_shown(master: Path, key: str) -> None:
    with_plan_column(master, "財源の種類")
    headed(master, key, "財源の種類", "国庫補助")
    assert open_master(master).plan.line_by_key[LINE.key].texts["money_kind"] == "国庫補助"
    assert cell_of(read_book(handed_out(master).read_bytes(), ""), "money_kind")[:2] == ("国庫補助", True)


@pytest.mark.parametrize("head", [None, "財源"])
def test_distribute__spare_column_under_another_head__refused_with_the_head(master: Path, head: str | None) -> None:
    with_plan_column(master, "財源の種類")
    headed(master, "text3", head, "国庫補助")
    letters = {str(k): c for c, k in Package(master.read_bytes()).sheet(terms.ITEMS_SHEET).cells(1).items()}
    assert refusal(master) == {"K157": [f"{terms.ITEMS_SHEET}!{letters['text3']}2"]}


@pytest.mark.parametrize(
    ("head", "declared", "label", "reason"),
    [
        (None, False, "{column}（見出しなし）", "帳票列シートに「計画」の列を足して"),
        ("財源", False, "財源", "帳票列シートに「計画」の列を足して"),
        (None, True, "{column}（見出しなし）", "（置き場所のない列：財源の種類）"),
    ],
)
def test_check__column_of_items_that_stands_for_nothing__told_by_its_head_or_letters(
    master: Path, head: str | None, declared: bool, label: str, reason: str
) -> None:
    if declared:
        with_plan_column(master, "財源の種類")
    headed(master, "text3", head, "国庫補助")
    letters = {str(k): c for c, k in Package(master.read_bytes()).sheet(terms.ITEMS_SHEET).cells(1).items()}
    (problem,) = (one for one in check.check([master]).diagnostics if one.code == "K157")
    assert problem.message().startswith(f"列「{label.format(column=letters['text3'])}」の置き場所がありません。")
    assert reason in problem.message()
    assert terms.BLANK not in problem.message()


def test_check__row_of_indicators_with_a_name_alone__asked_for_point_and_no(master: Path) -> None:
    typed(master, terms.INDICATORS_SHEET, {(40, "name"): "登録団体"})
    (problem,) = (one for one in check.check([master]).diagnostics if one.code == "K154")
    assert problem.at is not None
    assert (problem.at.sheet, problem.at.row) == (terms.INDICATORS_SHEET, 40)
    assert "その行に「時点」と「No.」も書いてください" in problem.message()
    assert "設定" not in problem.message()
    assert "its point and No." in problem.message("en")


def test_check__note_beside_the_departments__asked_for_a_heading(master: Path) -> None:
    master.write_bytes(put(master.read_bytes(), {(terms.DEPARTMENTS_SHEET, "K4"): "メモ"}))
    (problem,) = (one for one in check.check([master]).diagnostics if one.code == "K154")
    assert "設定のつもりなら、見出しのある列の、キーのある行に書いてください" in problem.message()


def test_consolidate__indicator_typed_without_key__taken_by_its_no_and_its_key_written(master: Path) -> None:
    point = CASE.plan.point(CASE.point)
    assert point is not None
    typed(
        master,
        terms.INDICATORS_SHEET,
        {
            (40, "point"): CASE.point,
            (40, "no"): LINE.no,
            (40, "indicator"): "登録団体数",
            (40, "target"): "60団体",
        },
    )
    survey = read_book(handed_out(master).read_bytes(), "")
    assert "登録団体数" in column(survey, terms.SURVEY_INDICATORS_SHEET, "indicator")
    book = open_master(master)
    assert not book.keyless
    own = LINE.key.at(CASE.point)
    assert [book.ledger.value.fields(key)["target"] for key in book.ledger.value.indicators(own)] == ["60団体"]
    consolidate.consolidate_into(master, [], CASE.point)
    again = open_master(master).ledger.value
    assert [again.fields(key)["target"] for key in again.indicators(own)] == ["60団体"]


def test_distribute__indicator_typed_by_the_name_of_its_point__taken(master: Path) -> None:
    label = open_master(master).plan.point_by_key[CASE.point].label
    typed(
        master,
        terms.INDICATORS_SHEET,
        {
            (40, terms.POINT_LABEL): label,
            (40, "no"): LINE.no,
            (40, "indicator"): "登録団体数",
            (40, "target"): "60団体",
        },
    )
    book = open_master(master)
    own = LINE.key.at(CASE.point)
    assert [book.ledger.value.fields(key)["target"] for key in book.ledger.value.indicators(own)] == ["60団体"]


def test_distribute__indicator_of_no_item__refused_with_the_cell(master: Path) -> None:
    typed(
        master, terms.INDICATORS_SHEET, {(40, "point"): CASE.point, (40, "no"): "999", (40, "indicator"): "登録団体数"}
    )
    assert refusal(master) == {"K158": [f"{terms.INDICATORS_SHEET}!B40"]}


def test_check__notes_beside_the_settings__one_warning_a_sheet_with_the_first_cell(master: Path) -> None:
    data = master.read_bytes()
    master.write_bytes(
        put(data, {(terms.DEPARTMENTS_SHEET, "K4"): "メモ", (terms.DEPARTMENTS_SHEET, "L5"): "もう一つ"})
    )
    told = [p for p in check.check([master]).diagnostics if p.code == "K154"]
    assert [(p.at.sheet, p.at.cell, dict(p.params)["count"]) for p in told if p.at] == [
        (terms.DEPARTMENTS_SHEET, "K4", "2")
    ]
    assert refusal(master) == {}


def test_check__masters_as_made__no_setting_is_complained_of(master: Path) -> None:
    codes = {p.code for p in check.check([master]).diagnostics}
    assert not codes & {"K152", "K153", "K154", "K155", "K156", "K157", "K158", "K504"}


def test_check__ledger_without_rows__one_line_with_the_numbers_once_surveys_are_out(
    master: Path, tmp_path: Path
) -> None:
    """Before that nobody could put it right: a master that was just set up has no row of 台帳."""
    data = master.read_bytes()
    sheet = read_book(data, "").sheet(terms.LEDGER_SHEET)
    assert sheet is not None
    gone = [n for n, row in enumerate(sheet.rows, 1) if str(row[0]).startswith(f"{CASE.point}|")]
    letters = Package(data).sheet(terms.LEDGER_SHEET).cells(1)
    master.write_bytes(put(data, {(terms.LEDGER_SHEET, f"{c}{n}"): None for n in gone for c in letters}))
    assert "K159" not in {p.code for p in check.check([master]).diagnostics}
    distribute.distribute(master, CASE.point, tmp_path / "配布")
    found = check.check([master]).diagnostics
    told = [(p.at.sheet, dict(p.params)["count"]) for p in found if p.code == "K159" and p.at]
    assert [sheet for sheet, _ in told] == [terms.LEDGER_SHEET]
    assert int(told[0][1]) > 20
    assert not [p for p in found if p.code in ("K301", "K303") and p.at and p.at.row is None]
    assert not [p for p in check.check([master]).diagnostics if p.code == "K158"]


def test_check__key_of_a_column_in_japanese__told_what_may_be_written(master: Path) -> None:
    row = row_of(master, terms.COLUMNS_SHEET, part=terms.PART_NAMES["form"], key="issues")
    typed(master, terms.COLUMNS_SHEET, {(row, "key"): "課題"})
    told = [p for p in check.check([master]).diagnostics if p.code == "K131"]
    assert [p.at.row for p in told if p.at] == [row]
    assert "半角の英小文字" in told[0].message()


def test_check__new_items_without_key__one_line_with_their_numbers(master: Path) -> None:
    rows = [row_of(master, terms.ITEMS_SHEET, no=no) for no in ("1", "2", "3")]
    typed(master, terms.ITEMS_SHEET, {(row, "row_key"): None for row in rows})
    told = [p for p in open_master(master).diagnostics if p.code == "K134"]
    assert len(told) == 1
    assert "No.1、2、3（3件）" in told[0].message()


def test_distribute__error_of_the_settings_that_the_office_lets_stand__handed_out(master: Path) -> None:
    row = row_of(master, terms.PARTS_SHEET, kind="文章")
    typed(master, terms.PARTS_SHEET, {(row, "text"): "{遅延}件"})
    consolidate.consolidate_into(master, [], CASE.point)
    assert list(refusal(master)) == ["K504"]
    typed(
        master,
        terms.FINDINGS_SHEET,
        {(row_of(master, terms.FINDINGS_SHEET, code="K504"), key): text for key, text in OFFICE_ANSWER.items()},
    )
    assert refusal(master) == {}


def test_consolidate__caption_typed_without_key__taken_by_its_no(master: Path) -> None:
    cells = {"point": CASE.point, "no": LINE.no, "caption": "開所式"}
    typed(master, terms.PHOTOS_SHEET, {(40, key): text for key, text in cells.items()})
    consolidate.consolidate_into(master, [], CASE.point)
    ledger = open_master(master).ledger.value
    assert [ledger.fields(key)["caption"] for key in ledger.photos(LINE.key.at(CASE.point))] == ["開所式"]


def test_report__unknown_placeholder__told_with_the_cell_it_stands_in(master: Path) -> None:
    row = row_of(master, terms.PARTS_SHEET, kind="文章")
    typed(master, terms.PARTS_SHEET, {(row, "text"): "{遅延}件"})
    made = report.report(master, CASE.point, master.parent / "資料")
    told = [p for p in made.checked.diagnostics if p.code == "K504"]
    assert [(p.at.sheet, p.at.cell, p.point) for p in told if p.at] == [(terms.PARTS_SHEET, f"E{row}", CASE.point)]
