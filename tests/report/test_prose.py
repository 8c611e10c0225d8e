"""Running text: what is a heading, a paragraph, a table; how wide a table's columns are."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kosei_xl.report.prose import ProsePiece, ProseTable, column_shares, common_columns, pieces


def rows(text: str) -> list[tuple[str, ...]]:
    """The rows of the only piece, which is a table."""
    (table,) = pieces(text)
    assert isinstance(table, ProseTable)
    return list(table.rows)


@pytest.mark.parametrize("line", ["■ 見直し", "＜位置付け＞", "<位置付け>", "■"])
def test_pieces__marked_line__is_a_heading_as_written(line: str) -> None:
    assert pieces(f"前の文\n{line}\n後の文") == (
        ProsePiece(1, "前の文"),
        ProsePiece(2, line, heading=True),
        ProsePiece(3, "後の文"),
    )


@pytest.mark.parametrize("mark", ["# ", "＃　", "#　"])
def test_pieces__number_sign_and_space__heading_without_it(mark: str) -> None:
    assert pieces(f"{mark}(1) 実施項目") == (ProsePiece(1, "(1) 実施項目", heading=True),)


@pytest.mark.parametrize("line", ["#こだいら", "# ", "<A>と<B>", "前＜A＞", "＜A＞後", "・■", "a<br>b"])
def test_pieces__other_lines__are_paragraphs(line: str) -> None:
    assert [piece.heading for piece in pieces(line) if isinstance(piece, ProsePiece)] == [False]


@pytest.mark.parametrize("bar", ["\t", "｜"])
def test_pieces__lines_with_tabs_or_bars__one_table_between_paragraphs(bar: str) -> None:
    text = f"前の文\n{bar}主な内容{bar}対象期間\n方針{bar}必要な方策<br>⇒方向性{bar}平成19～27年度\n\n後の文"
    table = ProseTable(2, (("", "主な内容", "対象期間"), ("方針", "必要な方策\n⇒方向性", "平成19～27年度")))
    assert pieces(text) == (ProsePiece(1, "前の文"), table, ProsePiece(4, ""), ProsePiece(5, "後の文"))


def test_pieces__bars_around_every_line__are_a_frame() -> None:
    assert rows("｜年度｜件数｜\n｜5年度｜12｜") == [("年度", "件数"), ("5年度", "12")]


def test_pieces__bar_before_the_head_only__is_an_empty_head() -> None:
    assert rows("｜件数\n5年度｜12") == [("", "件数"), ("5年度", "12")]


def test_pieces__short_rows__are_filled_up() -> None:
    assert rows("年度｜件数｜備考\n5年度｜12") == [("年度", "件数", "備考"), ("5年度", "12", "")]


def test_pieces__very_many_bars__the_last_cell_keeps_the_rest() -> None:
    assert [len(row) for row in rows("\n".join(["｜".join("あ" * 30)] * 2))] == [20, 20]


def test_pieces__one_line_with_a_bar__is_a_paragraph() -> None:
    assert pieces("｜は全角の縦線です。") == (ProsePiece(1, "｜は全角の縦線です。"),)


def test_pieces__no_text__nothing() -> None:
    assert pieces("") == ()


def test_is_numeric__numbers_alone_below_the_head() -> None:
    table = ProseTable(
        1, (("年度", "件数", "増減", "備考", "空"), ("5年度", "1,200", "△３", "", ""), ("6年度", "12", "5%", "1件", ""))
    )
    assert [table.is_numeric(column) for column in range(5)] == [False, True, True, False, False]


def test_column_shares__little_text__narrower_than_the_page() -> None:
    shares = column_shares(ProseTable(1, (("年度", "件数"), ("令和5年度", "12"))), 50.0)
    assert 0.1 < sum(shares) < 0.4
    assert shares[0] > shares[1]


def test_column_shares__nearly_the_page__takes_all_of_it() -> None:
    assert sum(column_shares(ProseTable(1, (("あ" * 20, "い" * 20),)), 50.0)) == pytest.approx(1.0)


def test_column_shares__one_long_column__short_ones_stay_on_one_line() -> None:
    first, second, third = column_shares(ProseTable(1, (("行財政再構築方針", "長い文" * 40, "平成19～27年度"),)), 50.0)
    assert first + second + third == pytest.approx(1.0)
    assert first * 50 >= 8 + 0.5
    assert third * 50 >= 7 + 0.5
    assert second > 0.5


CELLS = st.lists(st.text(alphabet="あ1 a", max_size=60), min_size=1, max_size=24)


@example(
    [["", "", "", "", "1111111ああ"], ["", "", "11ああ", "11111111ああああ", "1"], ["1", "", "", "", "111111", ""]],
    109.0,
)
@given(st.lists(CELLS, max_size=4), st.sampled_from([50.0, 75.0, 109.0]))
def test_common_columns__any_tables__every_cell_has_columns_of_its_own(heads: list[list[str]], room: float) -> None:
    tables = [piece for head in heads for piece in pieces("\n".join(["｜".join(head)] * 2))]
    shares = [column_shares(table, room) for table in tables if isinstance(table, ProseTable)]
    columns = common_columns(shares)
    assert sum(columns.widths) == pytest.approx(1.0)
    assert min(columns.widths) >= 0.0119
    for own, spans in zip(shares, columns.spans, strict=True):
        assert sum(own) <= 1.0 + 1e-9
        assert len(own) == len(spans)
        assert spans[0][0] == 0
        assert all(first <= last <= columns.last for first, last in spans)
        assert all(sum(columns.widths[first : last + 1]) > 0.015 for first, last in spans)
        assert all(before[1] + 1 == after[0] for before, after in pairwise(spans))


def test_pieces__headings_below_headings__have_their_level() -> None:
    found = pieces("# 一\n## 二\n＃＃＃　三\n#### 四\n■五")
    assert [(piece.text, piece.heading, piece.level) for piece in found if isinstance(piece, ProsePiece)] == [
        ("一", True, 1),
        ("二", True, 2),
        ("三", True, 3),
        ("#### 四", False, 1),
        ("■五", True, 1),
    ]
