"""A mistake that was published: corrected with a reason, printed as 正誤表, and the paper itself stays what it was."""

from datetime import date
from pathlib import Path

import pytest

from kosei_xl.values.cells import CellValue
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import close, errata, init, report
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.office import kosei
from tests.tools.sheets import write

END = "R7_year_end"
DAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A master of which the last point was published and closed."""
    folder = tmp_path_factory.mktemp("errata")
    master = folder / "事務局.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    report.report(master, END, folder / "資料", final=True, day=DAY)
    close.close(master, END, date(2026, 6, 1))
    return master.read_bytes()


@pytest.fixture
def master(issued: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "事務局.xlsx"
    path.write_bytes(issued)
    return path


def codes(master: Path) -> list[tuple[str, str | None]]:
    return [(one.code, one.at.sheet if one.at else None) for one in open_master(master).diagnostics]


def test_errata__rating_corrected__the_row_and_every_figure_that_follows(master: Path, tmp_path: Path) -> None:
    book = open_master(master)
    ledger = book.ledger.value
    point = book.plan.point(END)
    assert point is not None
    line = next(x for x in book.plan.lines if x.rated and ledger.fields(x.key.at(END)).get("rating") == "A")
    write(master, terms.LEDGER_SHEET, f"{END}|{line.key.item_key}|", {"rating": "S"})
    write(
        master,
        terms.CORRECTIONS_SHEET,
        3,
        {"publication": 1, "no": line.no, "label": "評価", "after": "S", "why": "計算の誤り"},
    )
    assert codes(master) == []
    before = master.read_bytes()
    made = errata.make_errata(master, END, tmp_path / "正誤")
    assert master.read_bytes() == before
    own = [one for one in made.lines if one.no == line.no and (one.wrong, one.right) in (("A", "S"), ("Ａ", "Ｓ"))]
    assert own, made.lines
    assert all(one.page > 0 for one in made.lines)
    counted = [one for one in made.lines if one.no == ""]
    assert counted, "the table of counts and its sentence change with it"
    sheet = read_book(made.files[0].read_bytes(), "").sheet(terms.ERRATA_SHEET)
    assert sheet is not None
    printed = "\n".join(str(value) for row in sheet.rows for value in row if value is not None)
    assert "発行1番" in printed
    page = made.files[1].read_text(encoding="utf-8")
    assert page.count("<tr>") == len(made.lines) + 1
    again = report.report(master, END, tmp_path / "資料", final=True)
    values = [str(v) for s in read_book(again.files[0].read_bytes(), "").sheets for r in s.rows for v in r]
    assert "発行1番" not in values  # the paper itself stays what it was: tests/verbs/test_closing_path.py


@pytest.mark.parametrize("of_a_part", [False, True], ids=["item", "sub-item"])
def test_errata__text_of_the_plan_corrected__by_the_sheet_of_corrections_alone(
    master: Path, tmp_path: Path, of_a_part: bool
) -> None:
    line = next(line for line in open_master(master).plan.lines if (line.sub is not None) == of_a_part)
    label = terms.MASTER_SHEETS[terms.ITEMS_SHEET]["name"]
    typed: dict[str, CellValue] = {"publication": 1, "no": line.no, "label": label}
    write(master, terms.CORRECTIONS_SHEET, 3, {**typed, "after": "正しい名前", "why": "誤植"})
    assert codes(master) == []
    made = errata.make_errata(master, END, tmp_path / "正誤")
    assert {one.no for one in made.lines} >= {line.no}
    assert all("正しい名前" in one.right for one in made.lines if one.no == line.no)


def test_errata__plan_has_moved_on__nothing_of_that_is_an_error(master: Path, tmp_path: Path) -> None:
    write(master, terms.ITEMS_SHEET, 3, {"name": "次の年度からの名前", "no": "91"})
    write(master, terms.AREAS_SHEET, 3, {"name": "別の分野"})
    made = errata.make_errata(master, END, tmp_path / "正誤")
    assert (made.lines, made.files) == ((), ())
    assert not (tmp_path / "正誤").exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"publication": 7}, "K442"),
        ({"no": "999"}, "K442"),
        ({"label": "ない欄"}, "K442"),
        ({"why": None}, "K444"),
        ({"after": "X"}, "K445"),
        ({}, ""),
    ],
)
def test_correction__that_does_not_fit__told_at_its_cell(master: Path, typed: dict[str, CellValue], code: str) -> None:
    book = open_master(master)
    line = book.plan.lines[0]
    text = book.ledger.value.fields(line.key.at(END))["results"]
    whole: dict[str, CellValue] = {"publication": 1, "no": line.no, "label": "取組実績", "after": text, "why": "誤植"}
    write(master, terms.CORRECTIONS_SHEET, 3, whole | typed)
    found = open_master(master).diagnostics
    assert [one.code for one in found] == ([code] if code else [])
    for one in found:
        assert one.at is not None
        table = terms.MASTER_SHEETS[terms.CORRECTIONS_SHEET]
        assert (one.at.sheet, one.at.row) == (terms.CORRECTIONS_SHEET, 3)
        assert one.at.column == 1 + list(table).index(next(iter(typed)))


@pytest.mark.parametrize(
    ("label", "after", "changed", "told"),
    [
        ("取組実績", None, False, ["K460"]),
        ("取組実績", None, True, []),
        ("取組実績", "直した実績", True, []),
        ("name", None, False, ["K460"]),
        ("name", "正しい名前", False, []),
    ],
)
def test_correction__without_a_right_text__told_where_the_ledger_is_as_published(
    master: Path, label: str, after: str | None, told: list[str], *, changed: bool
) -> None:
    line = open_master(master).plan.lines[0]
    label = terms.MASTER_SHEETS[terms.ITEMS_SHEET]["name"] if label == "name" else label
    typed: dict[str, CellValue] = {"publication": 1, "no": line.no, "label": label, "after": after, "why": "誤植"}
    write(master, terms.CORRECTIONS_SHEET, 3, typed)
    if changed:
        write(master, terms.LEDGER_SHEET, f"{END}|{line.key.item_key}|", {"results": "直した実績"})
    assert [code for code, _ in codes(master)] == told


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"no": "999"}, "K442"), ({"why": None}, "K444"), ({"after": "X"}, "K445"), ({"after": None}, "K460"), ({}, "")],
)
def test_errata__correction_that_does_not_fit__told_with_them(
    master: Path, tmp_path: Path, typed: dict[str, CellValue], code: str
) -> None:
    book = open_master(master)
    line = book.plan.lines[0]
    text = book.ledger.value.fields(line.key.at(END))["results"]
    whole: dict[str, CellValue] = {"publication": 1, "no": line.no, "label": "取組実績", "after": text, "why": "誤植"}
    write(master, terms.CORRECTIONS_SHEET, 3, whole | typed)
    made = errata.make_errata(master, END, tmp_path / "正誤")
    assert [str(one.code) for one in made.checked.diagnostics] == ([code] if code else [])


def test_errata__item_that_comes_to_the_delayed_ones__a_line_for_each_of_its_texts(
    master: Path, tmp_path: Path
) -> None:
    book = open_master(master)
    ledger = book.ledger.value
    line = next(x for x in book.plan.lines if x.rated and ledger.fields(x.key.at(END)).get("rating") == "A")
    new = {"rating": "B", "cause": "人手が足りなかった。", "next_steps": "翌年度に進める。"}
    write(master, terms.LEDGER_SHEET, f"{END}|{line.key.item_key}|", dict(new))
    made = errata.make_errata(master, END, tmp_path / "正誤")
    own = [(one.label, one.wrong, one.right) for one in made.lines if one.no == line.no]
    assert ("要因", "", "人手が足りなかった。") in own
    assert ("今後の対応", "", "翌年度に進める。") in own
    assert not any("年度年度" in label for label, _, _ in own)
    assert len([1 for label, _, _ in own if label == "（行の追加）"]) == len(
        [1 for _, _, text in own if text == line.item.name]
    )
    assert [path.name for path in made.files] == ["正誤表_令和７年度末.xlsx", "正誤表_令和７年度末.html"]


def test_errata__item_that_leaves_the_delayed_ones__a_line_for_each_of_its_texts(master: Path, tmp_path: Path) -> None:
    book = open_master(master)
    ledger = book.ledger.value
    line = next(x for x in book.plan.lines if x.rated and ledger.fields(x.key.at(END)).get("rating") == "B")
    cause = ledger.fields(line.key.at(END))["cause"]
    write(master, terms.LEDGER_SHEET, f"{END}|{line.key.item_key}|", {"rating": "A"})
    own = [one for one in errata.make_errata(master, END, tmp_path / "正誤").lines if one.no == line.no]
    gone = [one for one in own if one.right == "" and one.wrong]
    assert "（行の削除）" in {one.label for one in gone}
    assert ("要因", "".join(cause.split())) in {(one.label, "".join(one.wrong.split())) for one in gone}


def test_errata__nothing_published__refused(master: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="発行"):
        errata.make_errata(master, "R7_first_half", tmp_path / "正誤")


def test_errata__command__lines_and_files(master: Path, tmp_path: Path) -> None:
    line = open_master(master).plan.lines[0]
    write(master, terms.LEDGER_SHEET, f"{END}|{line.key.item_key}|", {"results": "別の実績"})
    ran = kosei("errata", master, "--point", END, "--out", tmp_path / "正誤")
    assert ran.code == 1  # K441: no reason on 訂正 yet
    assert f"No.{line.no}" in ran.out
    assert "K441" in ran.out
    assert len(list((tmp_path / "正誤").iterdir())) == 2
