"""Letters to departments: by item name, alike findings together, nothing that says nothing to people."""

from datetime import date

from kosei_xl.collect.letters import Deadline, correction
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words.codes import Code
from tests.tools.builders import END, MORE_ITEMS, make_plan
from tests.tools.office import respondent

PLAN = make_plan(MORE_ITEMS)
SHEET = "Ⅰ 市民との協働"


def body(*findings: Diagnostic) -> str:
    point = PLAN.point(END)
    assert point is not None
    deadline = Deadline(date(2026, 4, 20), date(2026, 4, 1))
    return correction(PLAN, point, respondent(PLAN, "D1"), findings, "写し.xlsx", deadline).body


def missing(row: int, item: str = "1") -> Diagnostic:
    return diagnostic(Code.REQUIRED_BLANK, CellRef("a.xlsx", SHEET, row, 5), item=item, label="評価")


def twin(item: str, text: str = "開いた") -> Diagnostic:
    return diagnostic(
        Code.TWINS_DIFFER,
        CellRef("a.xlsx", SHEET, 4, 5),
        item=item,
        department="福祉課",
        label="取組実績",
        other="b.xlsx",
        text=text,
        other_text="閉じた",
        kept="",
    )


def test_correction__place_and_item__in_words() -> None:
    said = body(missing(4))
    assert f"・［エラー］シート「{SHEET}」のE4（No.1 相談窓口）：" in said
    assert "!E4" not in said
    assert "K3" not in said


def test_correction__many_of_a_kind__three_and_where_the_others_are() -> None:
    said = body(*(missing(row) for row in range(4, 12)))
    assert said.count("・［エラー］") == 3
    assert f"ほかに5か所あります（シート「{SHEET}」のE7、" in said


def test_correction__four_of_a_kind__all_of_them() -> None:
    said = body(*(missing(row) for row in range(4, 8)))
    assert said.count("・［エラー］") == 4
    assert "ほかに" not in said


def test_correction__two_returns_of_one_number__one_sentence() -> None:
    said = body(*(twin(no) for no in ("1", "2", "3", "4", "1")))
    assert said.count("同じ提出回の調査票が二つ届き") == 1
    assert "No.1 相談窓口、" in said
    assert "など4項目" in said
    assert said.count("・［エラー］") == 1


def test_correction__hash_of_a_picture__never_printed() -> None:
    sha256 = "4f" * 32
    at = CellRef("a.xlsx", "写真", 7, 4)
    said = body(diagnostic(Code.CONFLICT, at, item="1", label="写真", ours=sha256, theirs="なし"))
    assert sha256 not in said
    assert "「写真」を残しました" in said
