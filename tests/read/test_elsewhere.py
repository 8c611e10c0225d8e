"""Whatever a person puts into a returned survey is merged, kept as other text, or told with its cell; nothing twice.

Surveys are those that are handed out, filled in, and then changed part by part as Excel does it (`tests.tools.in_excel`).
"""

import zlib
from dataclasses import replace

import pytest

from kosei_xl.make.annotate import annotated
from kosei_xl.read.imprint import imprint_of
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import BesideKind
from kosei_xl.verbs import disk
from kosei_xl.words import terms
from kosei_xl.words.deletion import is_deletion
from kosei_xl.workbook.book import read_book
from tests.tools.builders import read, with_sheet
from tests.tools.hostile import unzip
from tests.tools.in_excel import CASE, FILE, OFFICE, ROW, SHEET, Hand, cell_of, said, shape
from tests.tools.office import LibreOffice, put

ABOVE = "m-007|"
"""The item above the one that tests type into: No. 7."""


def _others(hand: Hand) -> tuple[str, ...]:
    return hand.submission().value.others


def test_untouched__nothing_said_and_nothing_kept() -> None:
    assert said(Hand().submission().diagnostics) == []
    assert _others(Hand()) == ()


def test_saved_by_another_program__nothing_said_of_what_was_handed_out(libreoffice: LibreOffice) -> None:
    saved = libreoffice.recalculate({FILE: Hand().data})[FILE]
    outcome = read(read_submission(read_book(saved, FILE), CASE.plan))
    assert (said(outcome.diagnostics), outcome.value.others) == ([], ())
    assert outcome.value.value_sets == Hand().submission().value.value_sets


# -- struck out --------------------------------------------------------------------------------------------------------
def test_struck_words__partly__left_out_quoted_and_kept() -> None:
    hand = Hand()
    hand.raw(
        "<is><r><rPr><strike/></rPr><t>12件を公開した。</t></r><r><rPr><color rgb='FFFF0000'/></rPr><t>9件を公開した。</t></r></is>",
        't="inlineStr"',
    )
    assert hand.typed() == "9件を公開した。"
    (problem,) = hand.findings()
    assert said((problem,)) == [("K140", SHEET, hand.cell)]
    assert problem.item == "10"
    assert "「12件を公開した。」" in problem.message()
    assert "「9件を公開した。」" in problem.message()
    assert _others(hand) == (f"{SHEET}!{hand.cell}: （取消線）12件を公開した。",)


@pytest.mark.parametrize("way", ["font", "runs"])
def test_struck_words__all_of_an_answer__blank_and_told(way: str) -> None:
    hand = Hand()
    if way == "font":
        hand.text("やめた", style=hand.style(strike=True))
    else:
        hand.raw("<is><r><rPr><strike/></rPr><t>やめ</t></r><r><rPr><strike/></rPr><t>た</t></r></is>", 't="inlineStr"')
    assert hand.typed() is None
    assert said(hand.findings()) == [("K141", SHEET, hand.cell)]
    assert _others(hand) == (f"{SHEET}!{hand.cell}: （取消線）やめた",)


def test_struck_words__rating_and_number__blank_too() -> None:
    hand = Hand()
    rating = cell_of(ROW, "rating")
    style = hand.style(strike=True)
    hand.text("A", cell=rating, style=style)
    hand.raw("<v>12</v>", f's="{style}"')
    assert (hand.typed("rating"), hand.typed()) == (None, None)
    (problem,) = hand.findings()
    assert said((problem,)) == [("K141", SHEET, rating)], "one finding a row"
    assert problem.message().endswith("A / 12")


def test_struck_words__new_rating_behind_the_old_one__the_new_one() -> None:
    hand = Hand()
    rating = cell_of(ROW, "rating")
    hand.raw("<is><r><rPr><strike/></rPr><t>A</t></r><r><t>S</t></r></is>", 't="inlineStr"', cell=rating)
    assert hand.typed("rating") == "S"
    assert said(hand.findings()) == [("K140", SHEET, rating)]


@pytest.mark.parametrize("look", ['<u val="double"/>', '<strike val="0"/>', "<b/>", '<color rgb="FFFF0000"/>'])
def test_struck_words__other_looks__just_text(look: str) -> None:
    hand = Hand()
    hand.raw(f"<is><r><rPr>{look}</rPr><t>公開</t></r><r><t>した。</t></r></is>", 't="inlineStr"')
    assert hand.typed() == "公開した。"
    assert hand.findings() == ()


def test_struck_words__in_a_plan_text_and_beside_the_table__kept_with_their_mark() -> None:
    hand = Hand()
    style = hand.style(strike=True)
    name = cell_of(ROW, "name")
    hand.text("意見公募への参加の拡大", cell=name, style=style)
    assert said(hand.findings()) == [("K125", SHEET, name)]
    assert _others(hand) == (f"{SHEET}!{name}: （取消線：意見公募への参加の拡大）",)


def test_struck_words__on_the_guide__left_out_of_the_name() -> None:
    hand = Hand()
    inner = "<is><r><rPr><strike/></rPr><t>花子</t></r><r><t>次郎</t></r></is>"
    hand.raw(inner, 't="inlineStr"', cell="F5", sheet=terms.SURVEY_GUIDE_SHEET)
    hand.text("太郎", cell="F6", sheet=terms.SURVEY_GUIDE_SHEET, style=hand.style(strike=True))
    value = hand.submission().value
    assert (value.filled_by, value.confirmed_by) == ("次郎", None)
    guide = terms.SURVEY_GUIDE_SHEET
    assert said(hand.findings()) == [("K140", guide, "F5"), ("K141", guide, "F6")]


# -- numbers as they are shown -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("0.95", "0%", "95%"),
        ("1234567", "#,##0", "1,234,567"),
        ("1500", '#,##0"千円"', "1,500千円"),
        ("-5", '0;"△"0', "△5"),
        ("0.4375", "h:mm", "10:30"),
        ("46112", "yyyy/m/d", "2026/3/31"),
        ("46112", '[$-411]ggge"年"m"月"d"日"', "令和8年3月31日"),
        ("3.3000000000000003", "General", "3.3"),
        ("123456789012345680", "General", "123456789012346000"),
        ("7", "000", "007"),
        ("1.125", "# ?/?", "1 1/8"),
    ],
)
def test_number__as_shown__merged_without_a_finding(number: str, code: str, shown: str) -> None:
    hand = Hand()
    hand.number(number, code)
    assert hand.typed() == shown
    assert hand.findings() == ()


def test_number__in_an_indicator__as_shown_too() -> None:
    hand = Hand()
    cell = cell_of("m-010||1", "actual", terms.SURVEY_INDICATORS_SHEET)
    hand.number("0.954", "0.0%", cell=cell, sheet=terms.SURVEY_INDICATORS_SHEET)
    sets = [one for one in hand.submission().value.value_sets if one.fields.get("actual") == "95.4%"]
    assert len(sets) == 1


def test_number__day_without_a_year__as_shown_and_k204() -> None:
    hand = Hand()
    hand.number("46082", 'm"月"d"日"')
    assert hand.typed() == "3月1日"
    assert said(hand.findings()) == [("K204", SHEET, hand.cell)]


@pytest.mark.parametrize(("code", "text"), [("[DBNum1]0", "12"), (";;;", "12"), ("0 q", "12")])
def test_number__format_not_understood__value_kept_and_told(code: str, text: str) -> None:
    hand = Hand()
    hand.number("12", code)
    assert hand.typed() == text
    (problem,) = hand.findings()
    assert said((problem,)) == [("K144", SHEET, hand.cell)]
    assert f"「{code}」" in problem.message()


def test_number__rating_with_a_format__its_value() -> None:
    hand = Hand()
    hand.number("3", '0"点"', cell=cell_of(ROW, "rating"))
    assert hand.typed("rating") is None
    (problem,) = hand.findings()
    assert (problem.code, "「3」" in problem.message()) == ("K201", True)


@pytest.mark.parametrize("typed", ["　１字下げの段落。\n　二つめの段落。", "　一行だけ"])
def test_text__indent__stays(typed: str) -> None:
    hand = Hand()
    hand.text(f" {typed} \n")
    assert hand.typed() == typed
    assert hand.findings() == ()


def test_text__only_full_width_spaces__blank() -> None:
    hand = Hand()
    hand.text("　\n　　")
    assert hand.typed() is None


@pytest.mark.parametrize("typed", ["\u200b", "\ufeff\u3000", "\u2060\n\u200e", "\xad", "\u3164", "\u2800", "\ufe0f"])
def test_text__that_shows_nothing__blank(typed: str) -> None:
    hand = Hand()
    hand.text(typed)
    assert hand.typed() is None
    assert hand.findings() == ()


@pytest.mark.parametrize("typed", ["\u200b窓口を\u200b開いた", "葛\U000e0100城", "‐"])
def test_text__with_letters_that_show_nothing__as_it_is(typed: str) -> None:
    hand = Hand()
    hand.text(typed)
    assert hand.typed() == typed


def test_text__word_that_deletes_behind_a_letter_that_shows_nothing__deletes() -> None:
    assert is_deletion("\u200b（削除）\ufeff")
    assert not is_deletion("\u200b（削除しない）")


# -- merged cells ------------------------------------------------------------------------------------------------------
def _merged(hand: Hand, area: str) -> None:
    hand.tail(f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>')


def test_merged__over_two_items__the_second_names_the_merge() -> None:
    hand = Hand()
    above = cell_of(ABOVE, "results")
    hand.text("二つを一緒に進めた。", cell=above)
    hand.raw("")
    _merged(hand, f"{above}:{hand.cell}")
    assert hand.typed() is None
    (problem,) = hand.findings()
    assert said((problem,)) == [("K145", SHEET, hand.cell)]
    assert problem.item == "10"
    assert f"{above}:{hand.cell}" in problem.message()
    assert "No.7のもの" in problem.message()


def test_merged__over_two_fields_of_an_item__names_the_other_field() -> None:
    hand = Hand()
    right = cell_of(ROW, "cause")
    _merged(hand, f"{hand.cell}:{right}")
    (problem,) = hand.findings()
    assert said((problem,)) == [("K145", SHEET, right)]
    assert "「取組実績」" in problem.message()


def test_merged__text_that_nobody_sees__read_kept_and_told() -> None:
    hand = Hand()
    hand.text("隠れた記入")
    _merged(hand, f"{cell_of(ABOVE, 'results')}:{hand.cell}")
    assert hand.typed() == "隠れた記入"
    assert said(hand.findings()) == [("K146", SHEET, hand.cell)]
    assert f"{SHEET}!{hand.cell}: 隠れた記入" in _others(hand)


def test_merged__blank_ones__nothing() -> None:
    hand = Hand()
    cells = [cell_of(ROW, key) for key in ("cause", "next_steps")]
    _merged(hand, ":".join(cells))
    assert hand.findings() == ()


# -- other cells -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        (SHEET, "AF5"),
        (SHEET, "AF3"),
        (SHEET, "P3"),
        (SHEET, "P40"),
        (terms.SURVEY_GUIDE_SHEET, "C22"),
        (terms.SURVEY_GUIDE_SHEET, "H30"),
        (terms.SURVEY_SUMMARY_SHEET, "K2"),
        (terms.SURVEY_CHECK_SHEET, "F9"),
        (terms.LISTS_SHEET, "H3"),
        (terms.IDENTITY_SHEET, "C2"),
        (terms.SURVEY_INDICATORS_SHEET, "J4"),
        (terms.SURVEY_PHOTOS_SHEET, "H4"),
    ],
)
def test_cell__outside_the_fields__kept_and_told(sheet: str, cell: str) -> None:
    hand = Hand()
    hand.parts = unzip(put(hand.data, {(sheet, cell): "ここに書きました"}))
    assert [(code, where) for code, _, where in said(hand.findings())] in ([("K113", cell)], [("K114", cell)])
    assert [text.rpartition(": ")[2] for text in _others(hand)] == ["ここに書きました"]


@pytest.mark.parametrize("key", ["departments", "previous", "state", "overview", "text8", "own6"])
def test_cell__column_that_nobody_fills__kept_and_told(key: str) -> None:
    hand = Hand()
    cell = cell_of(ROW, key)
    hand.text("ここに", cell=cell)
    assert said(hand.findings()) == [("K113", SHEET, cell)]
    assert _others(hand) == (f"{SHEET}!{cell}: ここに",)


@pytest.mark.parametrize(
    ("sheet", "cell", "text"),
    [
        (terms.SURVEY_SUMMARY_SHEET, "B4", "9"),
        (terms.SURVEY_SUMMARY_SHEET, "A4", "別の分野"),
        (terms.SURVEY_CHECK_SHEET, "D4", "済"),
        (terms.SURVEY_GUIDE_SHEET, "C8", "自治会へ送る"),
        (SHEET, "B3", "題を変えた"),
        (SHEET, "P2", "取組実績（４月まで）"),
    ],
)
def test_cell__the_surveys_own__typed_over_and_told(sheet: str, cell: str, text: str) -> None:
    hand = Hand()
    hand.text(text, cell=cell, sheet=sheet)
    assert said(hand.findings()) == [("K113", sheet, cell)]


def test_cell__hidden_row_hidden_column_and_filter__read_as_any_other() -> None:
    hand = Hand()
    hand.text("見えない行の記入")
    part, row = hand.part(SHEET), hand.cell.lstrip("P")
    hand.replace(part, f'<row r="{row}"', f'<row r="{row}" hidden="1"')
    hand.replace(part, 'min="16" max="16"', 'min="16" max="16" hidden="1"')
    assert hand.typed() == "見えない行の記入"
    assert hand.findings() == ()


@pytest.mark.parametrize(("name", "told"), [("数字は見込みです", True), ("Sheet1", False), ("指標 (2)", False)])
def test_sheet__added_without_a_word__its_name_kept(name: str, *, told: bool) -> None:
    hand = Hand()
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    number = hand.relate("worksheet", hand.add("xl/worksheets/sheet99.xml", sheet), source="xl/workbook.xml")
    entry = f'<sheet xmlns:r="{OFFICE}" name="{name}" sheetId="99" state="hidden" r:id="{number}"/>'
    hand.replace("xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
    assert said(hand.findings()) == ([("K147", name, None)] if told else [])
    assert _others(hand) == ((f"{name}: （シートの見出し）{name}",) if told else ())


def test_beside__input_rule_title_and_property_of_a_person__kept_and_told() -> None:
    hand = Hand()
    hand.tail('<dataValidations><dataValidation prompt="この数は速報値です" sqref="P5"/></dataValidations>')
    hand.replace("docProps/core.xml", "調査票", "調査票（速報値）")
    assert said(hand.findings()) == [("K147", SHEET, "P5"), ("K147", None, None)]
    kept = [text.rpartition(": ")[2] for text in _others(hand)]
    assert kept[0] == "（入力規則）この数は速報値です"
    assert kept[1].startswith("（文書の題名）")


@pytest.mark.parametrize("older", [False, True])
def test_beside__survey_of_an_older_version__its_own_title_is_no_finding(*, older: bool) -> None:
    """What went out before titles and input rules were looked at has no hashes of them, and does not say it has."""
    hand = Hand()
    title = next(one.text for one in read_book(hand.data, "").beside if one.kind is BesideKind.TITLE)
    part = hand.part(terms.IDENTITY_SHEET)
    for one in ("".join(title.split()), *(("whole=",) if older else ())):
        assert f"{zlib.crc32(one.encode()):08x}" in hand.parts[part].decode()
        hand.replace(part, f"{zlib.crc32(one.encode()):08x}", "00000000")
    assert [code for code, _, _ in said(hand.findings())] == ([] if older else ["K147"])


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_sheet__added__its_words_kept(state: str) -> None:
    hand = Hand()
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2"><c r="B2" '
        't="inlineStr"><is><t>別紙の説明</t></is></c></row></sheetData></worksheet>'
    )
    number = hand.relate("worksheet", hand.add("xl/worksheets/sheet99.xml", sheet), source="xl/workbook.xml")
    entry = f'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="別紙" sheetId="99" state="{state}" r:id="{number}"/>'
    hand.replace("xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
    hand.replace(
        "[Content_Types].xml",
        "</Types>",
        '<Override PartName="/xl/worksheets/sheet99.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    )
    assert said(hand.findings()) == [("K126", "別紙", None)]
    assert _others(hand) == ("別紙!B2: 別紙の説明",)


@pytest.mark.parametrize("sheet", [terms.SURVEY_GUIDE_SHEET, terms.SURVEY_SUMMARY_SHEET, SHEET])
def test_sheet__renamed__nothing_kept_of_what_was_handed_out(sheet: str) -> None:
    hand = Hand()
    names = hand.parts["xl/workbook.xml"].decode()
    hand.parts["xl/workbook.xml"] = (
        names.replace(f'name="{sheet}"', 'name="新しい名"').replace(f"{sheet}!", "新しい名!").encode()
    )
    value = hand.submission().value
    assert (value.filled_by, value.confirmed_by) == ("花子", "太郎")
    assert [text for text in value.others if len(text.rpartition(": ")[2].replace("　", "")) > 3] == []


def test_formula__array_and_outside_link__shown_value_with_k203() -> None:
    hand = Hand()
    hand.raw('<f t="array" ref="P5">SUM([1]Sheet1!A1:A2)</f><v>12.5</v>', f's="{hand.style("0.00")}"')
    assert hand.typed() == "12.50"
    assert said(hand.findings()) == [("K203", SHEET, hand.cell)]


def test_row__sorted_and_inserted__what_was_handed_out_is_still_known() -> None:
    book = read_book(Hand().data, FILE)

    def turned(sheet_rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return [*sheet_rows[:3], *sheet_rows[3:5][::-1], (), *sheet_rows[5:]]

    moved = with_sheet(
        book,
        SHEET,
        lambda old: replace(old, rows=tuple(turned(list(old.rows))), formulas=frozenset(), looks={}),  # type: ignore[arg-type]
    )
    outcome = read(read_submission(moved, CASE.plan))
    assert [p for p in outcome.diagnostics if p.code == "K113" and p.at is not None and p.at.column not in (30,)] == []


# -- beside the cells --------------------------------------------------------------------------------------------------
def test_note__of_a_department__kept_and_told_with_its_item() -> None:
    hand = Hand()
    hand.note("この件数は見込みです。", "担当")
    (problem,) = hand.findings()
    assert (said((problem,)), problem.item) == ([("K142", SHEET, hand.cell)], "10")
    assert "担当" in problem.message()
    assert _others(hand) == (f"{SHEET}!{hand.cell}: （メモ・担当）この件数は見込みです。",)


def test_shape_and_chart__kept_and_told_with_the_cell_below() -> None:
    hand = Hand()
    hand.drawing(shape("箱の中の説明"))
    assert said(hand.findings()) == [("K143", SHEET, "H6")]
    assert _others(hand) == (f"{SHEET}!H6: （図形やテキストボックス）箱の中の説明",)


def test_header__changed__told_and_as_it_was__not() -> None:
    hand = Hand()
    head = '<oddHeader xml:space="preserve">'
    hand.replace(hand.part(SHEET), head, f"{head}&amp;C数はすべて見込み")
    (problem,) = hand.findings()
    assert said((problem,)) == [("K147", SHEET, None)]
    assert "数はすべて見込み" in problem.message()
    assert "ヘッダー" in problem.message()


def test_link__leads_elsewhere__told_and_the_words_themselves__not() -> None:
    hand = Hand()
    one = hand.relate("hyperlink", "https://example.jp/a", external=True)
    other = hand.relate("hyperlink", "mailto:shiryo@example.jp", external=True)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    above = cell_of(ABOVE, "results")
    hand.text("shiryo@example.jp へ", cell=above)
    links = f'<hyperlink ref="{hand.cell}" r:id="{one}"/><hyperlink ref="{above}" r:id="{other}"/>'
    hand.tail(f'<hyperlinks xmlns:r="{office}">{links}</hyperlinks>')
    assert said(hand.findings()) == [("K147", SHEET, hand.cell)]


def test_property_and_name__told() -> None:
    hand = Hand()
    words = '<dc:description xmlns:dc="http://purl.org/dc/elements/1.1/">数は見込み</dc:description>'
    hand.replace("docProps/core.xml", "</cp:coreProperties>", f"{words}</cp:coreProperties>")
    hand.replace("xl/workbook.xml", "</definedNames>", '<definedName name="memo">"後で"</definedName></definedNames>')
    assert said(hand.findings()) == [("K147", None, None), ("K147", None, None)]
    assert _others(hand) == ('（名前の定義）memo="後で"', "（文書のプロパティ）数は見込み")


def test_object__embedded__told_with_its_name() -> None:
    hand = Hand()
    hand.relate("package", hand.add("xl/embeddings/説明.docx", b"PK"))
    (problem,) = hand.findings()
    assert said((problem,)) == [("K424", SHEET, None)]
    assert "説明.docx" in problem.message()


# -- without what was handed out ---------------------------------------------------------------------------------------
def _cleaned(hand: Hand) -> Hand:
    """The survey without its hidden sheet's record, as an older version handed it out."""
    part = hand.part(terms.IDENTITY_SHEET)
    hand.parts[part] = hand.parts[part].replace(b"given:", b"plan:0")
    assert imprint_of(read_book(hand.data, "")).hashes is None
    return hand


def test_older_survey__untouched__nothing_said() -> None:
    assert said(_cleaned(Hand()).submission().diagnostics) == []


@pytest.mark.parametrize("sheet", [terms.SURVEY_CHECK_SHEET, terms.SURVEY_SUMMARY_SHEET])
@pytest.mark.parametrize("cell", ["C40", "Z4"])
def test_older_survey__words_below_or_beside_a_sheet_that_calculates__told_and_kept(sheet: str, cell: str) -> None:
    hand = Hand()
    hand.parts = unzip(put(hand.data, {(sheet, cell): "来週に直します"}))
    assert said(_cleaned(hand).submission().diagnostics) == [("K113", sheet, cell)]
    assert _others(hand) == (f"{sheet}!{cell}: 来週に直します",)


def test_older_survey__beside_the_table_and_in_spare_columns__kept_and_told() -> None:
    hand = _cleaned(Hand())
    spare = cell_of(ROW, "own6")
    hand.text("空いた欄", cell=spare)
    hand.new_cell("AF5", "右の外")
    hand.note("メモです")
    assert said(hand.findings()) == [("K113", SHEET, spare), ("K113", SHEET, "AF5"), ("K142", SHEET, hand.cell)]


# -- a copy that went back with marks ----------------------------------------------------------------------------------
def _marked(hand: Hand) -> Hand:
    template = disk.bundled("workbook_templates", "master.xlsx")
    return Hand(unzip(annotated(hand.data, template, hand.submission().diagnostics)))


@pytest.mark.parametrize("older", [False, True])
def test_marked_copy__its_own_list_and_notes__nothing_said(older: bool) -> None:
    hand = Hand()
    hand.text("A+", cell=cell_of(ROW, "rating"))
    marked = _marked(_cleaned(hand) if older else hand)
    assert {code for code, _, _ in said(marked.findings())} == {"K128", "K201"}


@pytest.mark.parametrize("older", [False, True])
def test_marked_copy__answers_in_the_list_and_in_a_note__kept_and_told(older: bool) -> None:
    hand = Hand()
    hand.text("A+", cell=cell_of(ROW, "rating"))
    marked = _marked(_cleaned(hand) if older else hand)
    marked.parts = unzip(put(marked.data, {(terms.ANNOTATIONS_SHEET, "P3"): "直しました"}))
    comments = next(name for name in marked.parts if "comments" in name and name.endswith(".xml"))
    marked.replace(comments, "（K201）", "（K201）\nAのつもりです")
    found = said(marked.findings())
    assert ("K113", terms.ANNOTATIONS_SHEET, "P3") in found
    assert ("K142", SHEET, cell_of(ROW, "rating")) in found
    assert any("Aのつもりです" in text for text in _others(marked))
