"""Letters that will not be on paper: the finding, its cell and its words; near misses; the plan's own texts."""

from pathlib import Path

import pytest

from kosei_xl.collect import rules
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.rules.glyphs import letters_not_told
from kosei_xl.read.glyphs import check_plan_glyphs, glyph_findings
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book, CellRef, Sheet, cell_at
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, EntryKey, LineKey, Slot, indicator_slot, photo_slot
from kosei_xl.verbs import init
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.findings import Severity
from kosei_xl.workbook.book import read_book
from tests.tools.builders import (
    AREA_1,
    END,
    MORE_ITEMS,
    changed,
    fields_of,
    found,
    make_plan,
    read,
    ref,
    standing,
    survey_from_md,
)
from tests.tools.office import address_of, put

PLAN = make_plan()


def check(text: str) -> tuple[Diagnostic, ...]:
    return rules.check_rules(read(read_submission(survey_from_md(text), PLAN)), PLAN)


def ledger_check(key: EntryKey, fields: dict[str, str]) -> list[tuple[str, CellRef | None]]:
    """K148 and K149 of a ledger with these fields alone, each of them at a cell of its own."""
    plan = make_plan(MORE_ITEMS, indicators=True)
    at: dict[ValuePath, CellRef] = {
        (*key, name): CellRef("m", "台帳", 9, column) for column, name in enumerate(fields, 1)
    }
    problems = ledger_findings(standing(plan, END, Ledger({key: fields})), at, everything=True)
    return [(problem.code, problem.at) for problem in problems if problem.code in ("K148", "K149")]


# A return -------------------------------------------------------------------------------------------------------------


def test_check_glyphs__user_defined_character__k148_with_its_number_and_place() -> None:
    (problem,) = check(changed(AREA_1, ("開設した", "外字の\ue000さんに説明した")))
    assert found([problem]) == [("K148", ref("G4"))]
    assert (problem.severity, problem.item, problem.point) == (Severity.ERROR, "1", END)
    message = problem.message()
    assert "「取組実績」の「外字の〓さんに説明した」の〓（U+E000）" in message
    assert "JISの字か「〓」などに置き換えてください" in message
    assert "U+E000" in problem.message("en")
    assert "\ue000" not in message, "nobody could read it"


def test_check_glyphs__text__stays_as_it_was_typed() -> None:
    typed = "外字の\ue000さんと𠮷野さん"
    outcome = read(read_submission(survey_from_md(changed(AREA_1, ("開設した", typed))), PLAN))
    assert fields_of(outcome.value, "a-1")["results"] == typed


def test_check_glyphs__several_letters_in_a_cell__one_finding_that_names_each() -> None:
    (problem,) = check(changed(AREA_1, ("開設した", "\ue000と\ue001と\ue000と\u0378")))
    assert "（U+E000、U+E001、U+0378）" in problem.message()


def test_check_glyphs__long_text__words_around_the_first_of_them() -> None:
    (problem,) = check(changed(AREA_1, ("開設した", "前" * 40 + "\ue000" + "後" * 40)))
    assert f"「…{'前' * 10}〓{'後' * 10}…」" in problem.message()


def test_check_glyphs__letter_of_another_font__k149_warns() -> None:
    (problem,) = check(changed(AREA_1, ("開設した", "𠮷野家と葛\U000e0105城で開設した")))
    assert found([problem]) == [("K149", ref("G4"))]
    assert problem.severity is Severity.WARNING
    assert "「取組実績」の𠮷（U+20BB7）、葛\U000e0105（U+845B U+E0105）は資料の書体" in problem.message()


def test_check_glyphs__both_kinds__one_finding_each() -> None:
    problems = check(changed(AREA_1, ("開設した", "𠮷野の\ue000")))
    assert found(problems) == [("K148", ref("G4")), ("K149", ref("G4"))]


def test_check_glyphs__unseen_letter__told_by_its_number_alone() -> None:
    (problem,) = glyph_findings("行\u2028区切り", "取組実績", None)
    assert "「取組実績」のU+2028は資料の書体" in problem.message()


@pytest.mark.parametrize(
    "text", ["髙﨑さんと𠮟る", "葛\U000e0100城市", "か\u3099く", "①㈱㎡〓□", "幅\u200bなし\u00a0空白"]
)
def test_check_glyphs__letters_of_the_paper__nothing(text: str) -> None:
    assert check(changed(AREA_1, ("開設した", text))) == ()


# The ledger -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "field", "column"),
    [(ROW, "results", 1), (indicator_slot(1), "indicator", 1), (photo_slot(1), "caption", 1)],
)
def test_check_glyphs__ledger__rows_indicators_and_photos(slot: Slot, field: str, column: int) -> None:
    key = EntryKey("a-1", None, END, slot)
    assert ledger_check(key, {field: "\ue000の字"}) == [("K148", CellRef("m", "台帳", 9, column))]
    assert ledger_check(key, {field: "〓の字"}) == []


def test_check_glyphs__sub_item_of_the_office__at_its_cell() -> None:
    key = LineKey("a-6", "1").at(END)
    assert ledger_check(key, {"results": "𠮷"}) == [("K149", CellRef("m", "台帳", 9, 1))]


def test_check_glyphs__repeated_listing__left_to_its_original() -> None:
    assert ledger_check(LineKey("a-5").at(END), {"results": "\ue000"}) == []


def test_check_glyphs__digest_of_a_picture__nothing() -> None:
    assert ledger_check(LineKey("a-1").at(END, photo_slot(1)), {"caption": "写真", "picture": "0" * 64}) == []


# The plan -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "事務局.xlsx"
    init.init(path, init.sample_plan("midori"), init.sample_entries("midori"))
    return path


@pytest.mark.parametrize(
    ("sheet", "row", "column", "item", "label"),
    [
        (terms.ITEMS_SHEET, "m-001|", "name", "1", "名称"),
        (terms.ITEMS_SHEET, "m-001|", "implementation", "1", "実施内容"),
        (terms.ITEMS_SHEET, "m-013|2", "name", "13-2", "名称"),
        (terms.SCHEDULE_SHEET, "m-001|", "action", "1", "取組項目"),
        (terms.SCHEDULE_SHEET, "m-001|", "label", "1", "帯の文字"),
        (terms.AREAS_SHEET, "1", "name", None, "名称"),
        (terms.DEPARTMENTS_SHEET, "D01", "name", None, "課名"),
        (terms.POINTS_SHEET, "R7_year_end", "label", None, "表示名"),
        (terms.PARTS_SHEET, terms.PART_NAMES["cover"], "title", None, "見出し"),
        (terms.RATINGS_SHEET, "A", "legend", None, "凡例の文"),
        (terms.PLAN_SHEET, "office", "value", None, "事務局の課名"),
    ],
)
def test_check_plan_glyphs__each_sheet__at_the_cell(
    master: Path, tmp_path: Path, sheet: str, row: str, column: str, item: str | None, label: str
) -> None:
    cell = address_of(read_book(master.read_bytes(), ""), sheet, row, column)
    path = tmp_path / "事務局.xlsx"
    path.write_bytes(put(master.read_bytes(), {(sheet, cell): "外字の\ue000"}))
    problems = [problem for problem in open_master(path).diagnostics if problem.code == "K148"]
    assert [(problem.at, problem.item) for problem in problems] == [(cell_at(path.name, sheet, cell), item)]
    assert f"「{label}」の「外字の〓」" in problems[0].message()


def test_check_plan_glyphs__selector_at_the_head_of_a_text__not_taken_for_that_of_the_text_before() -> None:
    plan = init.sample_plan("midori").plan
    first, *others = plan.departments
    named = first.model_copy(update={"code": "D辻", "name": "\U000e0100総務課"})
    at: dict[ValuePath, CellRef] = {("departments", 0, "name"): CellRef("a.xlsx", terms.DEPARTMENTS_SHEET, 3, 2)}
    (problem,) = check_plan_glyphs(Outcome(plan.model_copy(update={"departments": (named, *others)}), at))
    assert problem.code == "K149"
    assert problem.at == at["departments", 0, "name"]


def test_check_plan_glyphs__the_sample__nothing(master: Path) -> None:
    assert open_master(master).diagnostics == ()


# The report's cells ---------------------------------------------------------------------------------------------------


def test_letters_not_told__letter_named_before__only_the_others() -> None:
    book = Book("資料.xlsx", (Sheet("一覧", (("\ue000", None, "\ue001と\ue000"), (1, "𠮷"))),))
    (known,) = check(changed(AREA_1, ("開設した", "\ue000")))
    assert [(p.code, p.at) for p in letters_not_told(book, [known])] == [("K148", CellRef("資料.xlsx", "一覧", 1, 3))]
    assert len(letters_not_told(book, [])) == 2
