"""Other shapes of what people do to returned surveys: struck words, merged cells, notes, numbers, each done another way."""

import pytest

from kosei_xl.words import terms
from tests.tools.in_excel import ROW, SHEET, Hand, cell_of, said

BELOW = "m-010||1"
INDICATORS = terms.SURVEY_INDICATORS_SHEET


def _merged(hand: Hand, area: str, sheet: str = SHEET) -> None:
    part = hand.part(sheet)
    text = hand.parts[part].decode()
    made = f'<mergeCell ref="{area}"/>'
    if "</mergeCells>" in text:
        hand.replace(part, "</mergeCells>", f"{made}</mergeCells>")
    else:
        after = "</sheetProtection>" if "</sheetProtection>" in text else "</sheetData>"
        hand.replace(part, after, f'{after}<mergeCells count="1">{made}</mergeCells>')


# -- struck words ------------------------------------------------------------------------------------------------------
def test_struck__middle_of_a_text_of_several_lines__the_rest_with_its_lines() -> None:
    hand = Hand()
    runs = "<r><t>一行目。\n</t></r><r><rPr><strike/></rPr><t>旧い二行目。\n</t></r><r><t>三行目。</t></r>"
    hand.raw(f"<is>{runs}</is>", 't="inlineStr"')
    assert hand.typed() == "一行目。\n三行目。"
    assert said(hand.findings()) == [("K140", SHEET, hand.cell)]


def test_struck__cell_by_its_style_with_a_run_that_is_not__the_run_alone() -> None:
    hand = Hand()
    inner = '<is><r><t>旧い文。</t></r><r><rPr><sz val="10"/></rPr><t>新しい文。</t></r></is>'
    hand.raw(inner, f't="inlineStr" s="{hand.style(strike=True)}"')
    assert hand.typed() == "新しい文。"
    assert said(hand.findings()) == [("K140", SHEET, hand.cell)]


def test_struck__target_of_an_indicator_by_its_style__blank_and_told_with_the_item() -> None:
    hand = Hand()
    at = cell_of(BELOW, "target", INDICATORS)
    hand.text("100件", cell=at, sheet=INDICATORS, style=hand.style(strike=True))
    found = [p for p in hand.findings() if p.code == "K141"]
    assert (said(tuple(found)), found[0].item) == ([("K141", INDICATORS, at)], "10")
    sets = [one for one in hand.submission().value.value_sets if one.item_key == "m-010" and one.slot.number == 1]
    assert all("target" not in one.fields for one in sets if one.slot.kind.name == "INDICATOR")


# -- merged cells ------------------------------------------------------------------------------------------------------
def test_merged__fields_of_one_item_over_three_columns__each_but_the_first_names_the_merge() -> None:
    hand = Hand()
    second, third = (cell_of(ROW, key) for key in ("cause", "next_steps"))
    _merged(hand, f"{hand.cell}:{third}")
    found = [p for p in hand.findings() if p.code == "K145"]
    assert said(tuple(found)) == [("K145", SHEET, second), ("K145", SHEET, third)]
    assert all(f"{hand.cell}:{third}" in p.message() and "No.10" in p.message() for p in found)


def test_merged__over_the_indicators_of_three_items__each_but_the_first_names_the_merge() -> None:
    hand = Hand()
    first, *others = (cell_of(f"m-{no}||1", "actual", INDICATORS) for no in ("010", "011", "025"))
    hand.text("まとめて50件", cell=first, sheet=INDICATORS)
    for one in others:
        hand.raw("", cell=one, sheet=INDICATORS)
    _merged(hand, f"{first}:{others[-1]}", INDICATORS)
    found = [p for p in hand.findings() if p.code == "K145"]
    assert {("K145", INDICATORS, one) for one in others} <= set(said(tuple(found)))
    assert [p.item for p in found if p.at and p.at.cell in others] == ["11", "25"]
    assert all("No.10のもの" in p.message() for p in found)


def test_merged__title_over_the_table__nothing() -> None:
    hand = Hand()
    _merged(hand, "B2:D2")
    assert hand.findings() == ()


# -- notes -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("cell", ["blank", "merged", "number"])
def test_note__on_any_cell__kept_and_told_with_its_cell_and_item(cell: str) -> None:
    hand = Hand()
    at = {"blank": cell_of(ROW, "follow_up"), "merged": hand.cell, "number": cell_of(ROW, "no")}[cell]
    if cell == "merged":
        _merged(hand, f"{hand.cell}:{cell_of(ROW, 'cause')}")
    hand.note("後で直します", cell=at)
    notes = [p for p in hand.findings() if p.code == "K142"]
    assert (said(tuple(notes)), notes[0].item) == ([("K142", SHEET, at)], "10")
    assert any("後で直します" in text for text in hand.submission().value.others)


# -- numbers -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("1500000", '#,##0,"千円"', "1,500千円"),
        ("-1234.5", '#,##0.0;"▲"#,##0.0', "▲1,234.5"),
        ("0.125", "0.0%", "12.5%"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+15", "#,##0", "1,000,000,000,000,000"),
        ("5", '0"件"', "5件"),
        ("0.5", "[h]:mm", "12:00"),
        ("46112", '[$-411]ge"."m"."d', "R8.3.31"),
    ],
)
def test_number__shown_in_another_way__as_shown(number: str, code: str, shown: str) -> None:
    hand = Hand()
    if code == "General":
        hand.raw(f"<v>{number}</v>")
    else:
        hand.number(number, code)
    assert hand.typed() == shown


# -- indents -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["　　二字下げ。\n　一字下げ。", "　（１）見出し\n　　本文", "本文\n\n　一行あけて下げる。"]
)
def test_indent__any_lines__stay(typed: str) -> None:
    hand = Hand()
    hand.text(typed)
    assert hand.typed() == typed
    assert hand.findings() == ()


# -- photos ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "deletes"), [("（削除）", True), ("[削除]", True), ("削除してください", False)])
def test_photo__deletion_in_its_cell__deletes_and_any_other_text_is_kept_and_told(text: str, deletes: bool) -> None:
    hand, sheet = Hand(), terms.SURVEY_PHOTOS_SHEET
    at = cell_of("m-010||1001", "picture", sheet)
    hand.text(text, cell=at, sheet=sheet)
    sets = [one for one in hand.submission().value.value_sets if one.item_key == "m-010" and "picture" in one.deleted]
    assert [one.deleted["picture"] for one in sets] == ([text] if deletes else [])
    assert [one for one in said(hand.findings()) if one[1] == sheet] == ([] if deletes else [("K113", sheet, at)])
