"""What changed since an earlier report: underlined, struck out where that is wanted, and listed with its page."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from kosei_xl.report.blocks import Block, BlockCell, BlockRow, cut
from kosei_xl.report.blocks.base import one_cell
from kosei_xl.report.changes.marks import Former, mark_block
from kosei_xl.report.changes.wordwise import StretchSide, compared, excerpt, with_marks
from kosei_xl.report.page import MarkedRun
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk, report, verify
from kosei_xl.words import terms
from kosei_xl.workbook.pdf_text import pages_of_pdf
from tests.tools.adopting import Desk, codes, squeezed
from tests.tools.office import kosei, validate
from tests.tools.paper import OneAtATime
from tests.tools.since import changed_since

TEXTS = st.text("あいう漢字カナ12ab、。 　\n", max_size=60)


# -- two texts -------------------------------------------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_compared__either_side__gives_its_text_back(old: str, new: str) -> None:
    made = compared(old, new)
    for side, text in ((StretchSide.OLD, old), (StretchSide.NEW, new)):
        own = "".join(one.text for one in made if one.side in (StretchSide.BOTH, side))
        assert squeezed(own) == squeezed(text)
    assert "".join(one.text for one in made if one.side is not StretchSide.OLD) == new


@given(TEXTS)
def test_compared__same_text__no_difference(text: str) -> None:
    assert all(one.side is StretchSide.BOTH for one in compared(text, text))


@given(TEXTS, TEXTS)
def test_with_marks__new_text__unmarked_part_is_in_both(old: str, new: str) -> None:
    text, marks = with_marks(compared(old, new), deleted=False)
    assert text == new
    assert all(0 <= mark.start < mark.end <= len(text) and not mark.deleted for mark in marks)
    assert [*marks] == sorted(marks)


@pytest.mark.parametrize(
    ("old", "new", "deleted", "added"),
    [
        ("相談は121件である。", "相談は135件である。", ["121"], ["135"]),
        ("進捗が遅れた。", "進展が遅れた。", ["進捗"], ["進展"]),
        ("ホームページで公開した。", "ウェブサイトで公開した。", ["ホームページ"], ["ウェブサイト"]),
        ("試行した。", "試行した。\n効果を確かめた。", [], ["\n効果を確かめた。"]),
        ("A\nB", "A B", [], []),
    ],
)
def test_compared__words__hold_together(old: str, new: str, deleted: list[str], added: list[str]) -> None:
    made = compared(old, new)
    assert [one.text for one in made if one.side is StretchSide.OLD] == deleted
    assert [one.text for one in made if one.side is StretchSide.NEW] == added


def test_excerpt__long_text__only_around_the_difference() -> None:
    made = compared("あ" * 100 + "12件" + "い" * 100, "あ" * 100 + "15件" + "い" * 100)
    text, marks = excerpt(made, StretchSide.NEW)
    assert text == f"…{'あ' * 16}15件{'い' * 15}…"
    assert [text[mark.start : mark.end] for mark in marks] == ["15"]


def test_cut__marks__go_with_their_pieces() -> None:
    cell = BlockCell(0, 0, "あいう。 えおか", "body", marks=(MarkedRun(1, 7),))
    one, two = cut(cell, ["あいう。", "えおか"])
    assert (one.text, one.marks) == ("あいう。", (MarkedRun(1, 4),))
    assert (two.text, two.marks) == ("えおか", (MarkedRun(0, 2),))


# -- a report --------------------------------------------------------------------------------------------------------------


def marked(own: Desk, former: Path, **how: object) -> Path:
    """The report with changes marked."""
    made = report.report(own.master, own.point, own.report.parent, marks_since=former, **how)  # type: ignore[arg-type]
    return made.files[0]


def lines_in(path: Path) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """(sheet, cell) -> the texts underlined and the texts struck out in it."""
    found = {}
    for sheet in load_workbook(path, rich_text=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, CellRichText):
                    runs = [run for run in cell.value if isinstance(run, TextBlock)]
                    under = [run.text for run in runs if run.font.u]
                    struck = [run.text for run in runs if run.font.strike]
                    found[sheet.title, cell.coordinate] = under, struck
    return found


def test_marks__reworded_cell__new_words_underlined_in_the_cell_s_own_font(own: Desk) -> None:
    former = changed_since(own)
    path = marked(own, former)
    desk = Desk(own.master, path, own.point)
    at = desk.cell("list", "m-004|", "issues").at
    assert lines_in(path)[str(at.sheet), str(at.cell)] == (["急に"], [])
    value = load_workbook(path, rich_text=True)[str(at.sheet)][str(at.cell)].value
    plain = load_workbook(former)[str(at.sheet)][str(own.cell("list", "m-004|", "issues").at.cell)]
    assert isinstance(value, CellRichText)
    assert {run.font.rFont for run in value if isinstance(run, TextBlock)} == {plain.font.name}
    assert {run.font.sz for run in value if isinstance(run, TextBlock)} == {plain.font.sz}


def test_marks__cells_that_did_not_change__no_line(own: Desk) -> None:
    former = changed_since(own)
    path = marked(own, former)
    desk = Desk(own.master, path, own.point)
    at = desk.cell("list", "m-004|", "result_actual").at
    assert (str(at.sheet), str(at.cell)) not in lines_in(path)


def test_marks__report_since_itself__nothing_marked_and_said_so(own: Desk) -> None:
    path = marked(own, own.report)
    assert lines_in(path) == {}
    sheet = load_workbook(path)[terms.CHANGES_SHEET]
    assert "変わったところはありません。" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_marks__report__verified_and_adoptable_as_any_other(own: Desk) -> None:
    former = changed_since(own)
    path = marked(own, former)
    found = verify.verify([path], own.master).diagnostics
    assert [one.code for one in found] == ["K731"]
    desk = Desk(own.master, path, own.point)
    at = desk.edit("list", "m-004|", "issues", lambda _: "・書き直した。")
    assert codes(desk.adopt().diagnostics) == [("K748", f"{at.sheet}!{at.cell}")]


def test_show_deleted__old_words_struck_out_beside_the_new(own: Desk) -> None:
    former = changed_since(own)
    path = marked(own, former, show_deleted=True)
    found = lines_in(path)
    rating = Desk(own.master, path, own.point).cell("list", "m-002|", "rating").at
    assert found[str(rating.sheet), str(rating.cell)] == (["A"], ["B"])
    value = load_workbook(path, rich_text=True)[str(rating.sheet)][str(rating.cell)].value
    assert isinstance(value, CellRichText)
    grey = [
        run.font.color is not None and run.font.color.rgb == "FF6B7280" for run in value if isinstance(run, TextBlock)
    ]
    assert sorted(grey) == [False, True]
    gone = [struck for (sheet, _), (_, struck) in found.items() if sheet == "主な取組" and struck]
    assert any("自治会の負担を軽くする仕組みづくり" in texts for texts in gone)
    assert [one.code for one in verify.verify([path], own.master).diagnostics] == ["K751"]
    assert [one.code for one in Desk(own.master, path, own.point).adopt().diagnostics] == ["K751"]
    with pytest.raises(WrongCall, match="show-deleted"):
        marked(own, path)


def test_list_of_changes__page_number_no_and_both_texts(own: Desk) -> None:
    former = changed_since(own)
    path = marked(own, former)
    sheet = load_workbook(path)[terms.CHANGES_SHEET]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    at = next(row for row in rows if "課題・改善点" in row)
    assert at[2] == "4"
    assert "進んでいる" in at[-2]
    assert "急に" in at[-1]
    gone = next(row for row in rows if "（行の削除）" in row)
    assert gone[-1] == "自治会の負担を軽くする仕組みづくり"


@pytest.mark.parametrize("show_deleted", [False, True])
def test_marks__on_paper__complete_and_the_listed_page_has_the_text(own: Desk, show_deleted: bool) -> None:
    former = changed_since(own)
    made = report.report(
        own.master,
        own.point,
        own.report.parent,
        marks_since=former,
        show_deleted=show_deleted,
        pdf=True,
        converter=OneAtATime(),
    )
    assert not [one for one in made.checked.diagnostics if one.code in ("K501", "K502", "K506")]
    assert validate([made.files[0]]) == {}
    pages = [squeezed(page) for page in pages_of_pdf(disk.read(made.files[1]))]
    sheet = load_workbook(made.files[0])[terms.CHANGES_SHEET]
    listed = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    own_rows = [row for row in listed if row and re.fullmatch(r"\d+", str(row[0])) and len(row) > 4]
    assert own_rows
    for row in own_rows:
        new = squeezed(str(row[-1]).strip("…").split("…")[0])
        assert show_deleted or "（行の削除）" in row or new in pages[int(row[0]) - 1], row


@pytest.mark.parametrize("data", [b"no workbook", None])
def test_marks__since_what_is_no_report__wrong_call(own: Desk, data: bytes | None) -> None:
    other = own.master if data is None else own.master.with_name("x.xlsx")
    if data is not None:
        other.write_bytes(data)
    with pytest.raises(WrongCall, match="前に作った資料ではありません"):
        marked(own, other)


def test_marks__through_the_command__own_file_names(own: Desk) -> None:
    former = changed_since(own)
    out = own.report.parent
    arguments = ("report", own.master, "--point", own.point, "--out", out, "--marks-since", former)
    assert kosei(*arguments).code == 0
    assert kosei(*arguments, "--show-deleted").code == 0
    names = {path.name for path in out.iterdir()}
    assert {"委員会資料_令和７年度末_案_修正箇所.xlsx", "委員会資料_令和７年度末_案_見え消し.xlsx"} <= names
    assert kosei(*arguments, "--show-deleted", "--final").code == 2


# -- blocks ----------------------------------------------------------------------------------------------------------------


def paragraphs_block(*texts: str) -> Block:
    """A running text."""
    rows = [BlockRow(one_cell(text, "text", f"p.{n}"), name=f"text:{n}") for n, text in enumerate(texts, 1)]
    return Block("p", (1.0,), tuple(rows))


def former_paragraphs(*texts: str) -> Former:
    """A running text of an earlier report."""
    rows = {("p", f"text:{n}"): {"": (text,)} for n, text in enumerate(texts, 1)}
    return Former("前.xlsx", frozenset({"p"}), rows)


def shown(block: Block) -> list[str]:
    """Each row with what is new in ［］ and what was deleted in 〔〕."""
    out = []
    for row in block.rows:
        (cell,) = row.cells
        text, at = "", 0
        for start, end, deleted in cell.marks:
            left, right = "〔〕" if deleted else "［］"
            text += f"{str(cell.text)[at:start]}{left}{str(cell.text)[start:end]}{right}"
            at = end
        out.append(text + str(cell.text)[at:])
    return out


def test_mark_block__paragraph_put_in__the_others_stay_unmarked() -> None:
    block, changes = mark_block(
        paragraphs_block("はじめに述べる。", "新しく加えた段落である。", "おわりに述べる。"),
        former_paragraphs("はじめに述べる。", "おわりに述べる。"),
        show_deleted=False,
    )
    assert shown(block) == ["はじめに述べる。", "［新しく加えた段落である。］", "おわりに述べる。"]
    assert [(change.row, change.label) for change in changes] == [("text:2", "（行の追加）")]


def test_mark_block__paragraph_taken_out__shown_at_its_place_on_demand() -> None:
    new = paragraphs_block("はじめに述べる。", "おわりに述べる。")
    old = former_paragraphs("はじめに述べる。", "後で削った段落である。", "おわりに述べる。")
    block, changes = mark_block(new, old, show_deleted=False)
    assert shown(block) == ["はじめに述べる。", "おわりに述べる。"]
    assert [change.label for change in changes] == ["（行の削除）"]
    block, _ = mark_block(new, old, show_deleted=True)
    assert shown(block) == ["はじめに述べる。", "〔後で削った段落である。〕", "おわりに述べる。"]


def test_mark_block__paragraph_reworded_beside_a_new_one__words_alone() -> None:
    block, _ = mark_block(
        paragraphs_block("まったく別の話をここで始める。", "相談窓口を135件が利用した。"),
        former_paragraphs("相談窓口を121件が利用した。"),
        show_deleted=True,
    )
    assert shown(block) == ["［まったく別の話をここで始める。］", "相談窓口を〔121〕［135］件が利用した。"]


def test_mark_block__part_that_was_not_there__one_change_and_no_marks() -> None:
    block, changes = mark_block(paragraphs_block("文"), Former("前.xlsx", frozenset({"q"})), show_deleted=True)
    assert shown(block) == ["文"]
    assert [(change.row, change.label) for change in changes] == [("", "（新しい資料）")]
