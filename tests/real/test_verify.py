"""The five documents beside the masters that they were printed from: no finding; and faults put into them are found."""

import random
import re
from pathlib import Path

import pytest

from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.read.report import Found, FoundCell, read_report, read_report_identity
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.verbs import verify
from kosei_xl.workbook.book import read_book
from tests.tools.real.adapt import DATA
from tests.tools.real.build import DOCUMENTS, OUTLINE, build
from tests.tools.verifying import place, with_cells

__test__ = DATA.is_dir()

PLAN_OF = {document.number: document.plan for document in DOCUMENTS}
FAULTS = 12
_NUMBER = re.compile(r"[0-9０-９]+")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents as workbooks, and their masters in `work`."""
    out = tmp_path_factory.mktemp("verify")
    build(DATA, out, pdf=False)
    return out


def findings(folder: Path, number: str, workbook: bytes | None = None) -> list[Diagnostic]:
    """What `kosei verify` finds in a document, or in a changed copy of it."""
    path = folder / f"{number}.xlsx"
    if workbook is not None:
        path = folder / f"{number}_変更.xlsx"
        path.write_bytes(workbook)
    work = folder / "work"
    before = work / f"{PLAN_OF[number]}_見直し前.xlsx" if number == OUTLINE else None
    found = verify.verify([path], work / f"{PLAN_OF[number]}.xlsx", before).diagnostics
    return [problem for problem in found if problem.code != "K731"]


def read(folder: Path, number: str) -> Found:
    """A document by its keys."""
    book: Book = read_book((folder / f"{number}.xlsx").read_bytes(), number)
    identity = read_report_identity(book)
    assert identity is not None
    return read_report(book, [STAMP, *identity.parts])


def cells(found: Found, part: str, rows: str, column: str = "") -> list[FoundCell]:
    """The filled cells of a column of the rows whose keys match; the only cells of rows without columns."""
    pieces = [p[0] for (one, name), p in found.rows.items() if one == part and re.fullmatch(rows, name)]
    chosen = [piece.cell(column) if column else next(iter(piece.filled), None) for piece in pieces]
    return [cell for cell in chosen if cell is not None and cell.text]


@pytest.mark.parametrize("number", sorted(PLAN_OF))
def test_document__as_printed__no_finding(built: Path, number: str) -> None:
    assert len(read(built, number).rows) > 20
    assert findings(built, number) == []


@pytest.mark.parametrize(
    ("number", "part", "rows", "column", "code"),
    [
        ("000", "summary", "total|area:.*", "A", "K701"),
        ("000", "delayed", r"[^|]+\|[^|]*", "no", "K702"),
        ("001", "list", r"[^|]+\|", "rating@H26_year_end|rating@H27_first_half", "K701"),
        ("003", "list", r"[^|]+\|", "rating", "K701"),
        ("004", "summary", "total|area:.*", "B", "K701"),
        ("004", "list", r"[^|]+\|[^|]*", "no_name|name", "K702"),
        (OUTLINE, "items", r"text:\d+", "", "K702"),
        (OUTLINE, "revised", r"[^|]+\|", "no", "K702"),
    ],
)
def test_document__edited_cell__found(built: Path, number: str, part: str, rows: str, column: str, code: str) -> None:
    found = read(built, number)
    names = [name for name in column.split("|") if name in found.columns.get(part, {})] if column else [""]
    chosen = cells(found, part, rows, names[0])
    chosen = [cell for cell in chosen if column or _NUMBER.search(cell.text)]
    draw = random.Random(f"{number}{part}{column}")
    workbook = (built / f"{number}.xlsx").read_bytes()
    assert chosen
    for cell in draw.sample(chosen, min(FAULTS, len(chosen))):
        problems = findings(built, number, with_cells(workbook, {cell.at: _other(cell.text, code)}))
        assert [(p.code, place(p.at)) for p in problems] == [(code, place(_on(cell.at)))]


def _on(at: CellRef) -> CellRef:
    return CellRef("", at.sheet, at.row, at.column)


def _other(text: str, code: str) -> str:
    """Another figure, rating, number or name."""
    found = _NUMBER.search(text)
    if found is not None and code != "K701":
        return text[: found.start()] + "９９" + text[found.end() :]
    if found is not None:
        return "".join(chr(0xFF10 + 9 - int(ch)) if ch > "9" else str(9 - int(ch)) for ch in found[0])
    return "A" if text == "B" else "B"
