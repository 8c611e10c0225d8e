"""Every finding of a round in which much went wrong: it says which item and which cell it is about, and no line of it
stands there many times over where one with a count would do.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import Book, column_letters
from kosei_xl.values.diagnostics import Diagnostic, names_item
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.check import check
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.cleaning import cleaned
from tests.tools.in_excel import FILE, Hand, shape
from tests.tools.office import address_of, cells_by_key, midori, put, saved_as

CASE = midori()
SPOILED: Mapping[str, tuple[str | None, ...]] = {
    "no": (None, None, "99"),
    "name": (None, None, None, "別の名称"),
    "rating": (None, "A+", "Ａ", "#REF!", "S"),
    "results": (None, "長い説明。" * 700, "令和3年4月1日現在で三か所", "〓\ue000を置いた", "（削除）", "終えた"),
    "cause": (None, None, "遅れた"),
    "indicator": ("相談件数", "来庁者数", "利用者数"),
    "target": ("100件", "1,000人"),
    "actual": ("50人", "90件"),
    "unit": ("件", None),
    "caption": (None, "写真だけの説明"),
}
"""What is typed into the columns, one after the other, down the rows; None leaves the cell as it is."""
WHOLE_FILE = frozenset({Code.NOT_RETURNED, Code.ROW_MISSING})
"""Findings about an item, or a department, for which there is no cell: what is missing has none."""


def _spoiled(data: bytes) -> bytes:
    """A filled survey in which much is wrong, on every sheet that is filled in."""
    book = read_book(data, "")
    cells: dict[tuple[str, str], CellInput] = {}
    for sheet in book.sheets:
        head = sheet.rows[0] if sheet.rows else ()
        if "row_key" not in head or sheet.name == terms.IDENTITY_SHEET:
            continue
        texts = {name: cycle(values) for name, values in SPOILED.items()}
        for number in range(3, len(sheet.rows) + 1):
            for column, key in enumerate(head, 1):
                if "|" in str(sheet.value(number, 1)) and key in texts and (text := next(texts[str(key)])) is not None:
                    cells[sheet.name, f"{column_letters(column)}{number}"] = text
        for row in range(4, 9):
            cells[sheet.name, f"{column_letters(len(head) + 3)}{row}"] = "表の外の記入"
    cells[terms.SURVEY_GUIDE_SHEET, "F8"] = "二回目"
    return put(data, cells)


@dataclass(frozen=True)
class Round:
    """What came back and the master by name, and everything that was found."""

    books: Mapping[str, Book]
    found: tuple[Diagnostic, ...]

    def item_at(self, problem: Diagnostic) -> str | None:
        """The printed No. of the row that a finding points to, as the plan has it; None for no row of an item."""
        at = problem.at
        book = self.books.get(at.file) if at is not None else None
        sheet = book.sheet(at.sheet) if book is not None and at is not None and at.sheet else None
        if sheet is None or at is None or at.row is None or not sheet.rows or sheet.rows[0][0] != "row_key":
            return None
        key = str(sheet.value(at.row, 1)).split("|")
        if at.sheet in terms.MASTER_SHEETS and at.file == "事務局.xlsx":
            key = key[1:] if at.sheet in (terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET) else []
        lines = [x.no for x in CASE.plan.lines if [x.item.key, x.sub_no or ""] == key[:2]]
        return lines[0] if lines else None


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """Every department but the last sends: spoiled ones, one drawn and written over, a twin, a damaged and a cleaned one."""
    folder = tmp_path_factory.mktemp("round")
    master = folder / "事務局.xlsx"
    init.init(master, CASE.plan_file, CASE.entries)
    surveys = distribute.distribute(master, CASE.point, folder / "配布")[:-1]
    back = folder / "回収"
    back.mkdir()
    for n, path in enumerate(surveys):
        data = _spoiled(type_entries(path.read_bytes(), CASE.typed, {"filled_by": "花子"}))
        (back / path.name).write_bytes(saved_as(cleaned(data) if n == 2 else data, "2026-04-10T01:00:00Z", "花子"))
    hand = Hand()
    hand.note("見込みです", "担当")
    hand.drawing(shape("箱の説明"))
    hand.number("0.95", "0%")
    (back / f"手で_{FILE}").write_bytes(hand.data)
    first = type_entries(surveys[0].read_bytes(), CASE.typed, {"filled_by": "花子"})
    at = address_of(read_book(first, ""), _area(first), _row(first), "results")
    for n, text in enumerate(("一つめ", "二つめ")):
        twin = put(first, {(_area(first), at): text})
        (back / f"双子{n}.xlsx").write_bytes(saved_as(twin, "2026-05-10T01:00:00Z", "花子"))
    (back / "壊れた.xlsx").write_bytes(b"PK")
    found = consolidate_into(master, [back], CASE.point).diagnostics
    found += check([back], master).diagnostics + check([back]).diagnostics + check([master]).diagnostics
    paths = [master, *(path for path in back.iterdir() if path.name != "壊れた.xlsx")]
    books = {path.name: read_book(path.read_bytes(), path.name) for path in paths}
    return Round(books, tuple(dict.fromkeys(found)))


def _area(data: bytes) -> str:
    return next(s.name for s in read_book(data, "").sheets if s.name.startswith(("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ")))


def _row(data: bytes) -> str:
    mine = {str(row["row_key"]) for row in cells_by_key(read_book(data, ""), terms.SURVEY_INDICATORS_SHEET)}
    rows = cells_by_key(read_book(data, ""), _area(data))
    return next(str(r["row_key"]) for r in rows if any(one.startswith(str(r["row_key"])) for one in mine))


def test_round__so_much_wrong__most_kinds_of_findings_about_returns(spoiled: Round) -> None:
    assert len({problem.code for problem in spoiled.found}) >= 25
    assert len(spoiled.found) > 150


def test_round__every_finding_at_a_row_of_an_item__names_its_no(spoiled: Round) -> None:
    wrong = [
        (problem.code, str(problem.at), no, problem.message(lang))
        for problem in spoiled.found
        for lang in ("ja", "en")
        if (no := spoiled.item_at(problem)) is not None and not names_item(problem.message(lang), no)
    ]
    assert wrong == []


def test_round__every_finding_about_an_item__has_a_cell(spoiled: Round) -> None:
    found = [p for p in spoiled.found if p.item is not None and p.code not in WHOLE_FILE]
    assert [(p.code, str(p.at)) for p in found if p.at is None or p.at.cell is None] == []


def test_round__lines__none_many_times_over(spoiled: Round) -> None:
    """What is the same in many cells of a sheet is one line with a count; a few rows of one item may say the same."""
    wrong = list(_repeated(spoiled.found))
    assert wrong == []


def _repeated(found: tuple[Diagnostic, ...]) -> Iterator[tuple[str, str, int]]:
    lines = Counter((p.code, p.at.file if p.at else "", p.at.sheet if p.at else "", p.message()) for p in found)
    yield from ((code, message, n) for (code, _, _, message), n in lines.items() if n > 3)
