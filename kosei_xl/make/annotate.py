"""A returned workbook -> a copy with its findings marked: cells in colour with comments, and a list in front."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kosei_xl.make.fill import SheetFiller, put_hidden
from kosei_xl.read.imprint import given_rows, imprint_of, marked_hashes
from kosei_xl.values.cells import CellRef, column_letters
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.sheet_values import RowValues, SheetValues
from kosei_xl.words import terms
from kosei_xl.words.findings import SEVERITY_LABELS, Severity
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package, quote_sheet

AUTHOR = terms.NOTE_AUTHOR
_MARK = "kosei_xl 指摘"
_LOOKS = {Severity.ERROR: ("FBD5D0", "B42318"), Severity.WARNING: ("FBE0B5", "B45309")}
"""Fill and ink of a cell by the gravest finding in it."""
NO_NAMES: Mapping[str, str] = MappingProxyType({})
_WIDTHS = {"sheet": 34.0, terms.NAME_OF_ITEM: 38.0}
"""Characters: the names of areas and items in one line where they go."""
_HIDDEN = frozenset({"row_key", "acknowledged", "why", "file", "point"})


def annotated(
    data: bytes, template: bytes, findings: Sequence[Diagnostic], names: Mapping[str, str] = NO_NAMES
) -> bytes:
    """The workbook with these findings (of this file, in reading order) marked; its own parts stay as they are.

    `template` is a master template: the list looks like its sheet of findings. `names` are those of the items by their
    numbers. What an earlier copy was marked with
    goes. Findings without a cell stand in the list alone.
    """
    package = Package(data)
    if terms.ANNOTATIONS_SHEET in package.sheet_names:
        package.remove(terms.ANNOTATIONS_SHEET)
    first = package.sheet_names[0]
    package.adopt(Package(template), terms.FINDINGS_SHEET, before=first)
    package.rename(terms.FINDINGS_SHEET, terms.ANNOTATIONS_SHEET)
    filler = SheetFiller(package)
    filler.place(terms.ANNOTATIONS_SHEET, _list(findings, names))
    filler.write()
    _link(package, findings)
    looks = {severity: package.conditional_look(*look) for severity, look in _LOOKS.items()}
    by_sheet: dict[str, dict[str, list[Diagnostic]]] = {name: {} for name in package.sheet_names}
    for problem in findings:
        cell = _cell(problem.at)
        if problem.at is not None and problem.at.sheet in by_sheet and cell is not None:
            by_sheet[problem.at.sheet].setdefault(cell, []).append(problem)
    for name, cells in by_sheet.items():
        if name == terms.ANNOTATIONS_SHEET or not package.is_worksheet(name):
            continue
        part = package.sheet(name)
        part.set_comments({cell: _comment(found) for cell, found in cells.items()}, AUTHOR)
        for severity, look in looks.items():
            gravest = [cell for cell, found in cells.items() if _gravest(found) is severity]
            part.stand_out(gravest, look, f"{_MARK} {severity.value}")
    package.set_active(terms.ANNOTATIONS_SHEET)
    _remember(package)
    return package.to_bytes()


def _remember(package: Package) -> None:
    """Let the copy carry what it was marked with, so that answers to it are told from it."""
    copy = read_book(package.to_bytes(), "")
    hidden = copy.sheet(terms.IDENTITY_SHEET)
    if hidden is None or imprint_of(copy).hashes is None:
        return
    pairs = [(str(row[0]), str(row[1] or "")) for row in hidden.rows if len(row) > 1 and row[0] is not None]
    own = [pair for pair in pairs if not pair[0].startswith(terms.GIVEN_KEY)]
    put_hidden(package, [*own, *given_rows(marked_hashes(copy))])


def _gravest(findings: Sequence[Diagnostic]) -> Severity:
    return Severity.ERROR if any(p.severity is Severity.ERROR for p in findings) else Severity.WARNING


def _list(findings: Sequence[Diagnostic], names: Mapping[str, str]) -> SheetValues:
    rows = [
        {
            "severity": SEVERITY_LABELS[problem.severity],
            "message": problem.message(),
            "sheet": problem.at.sheet if problem.at else None,
            "cell": problem.at.cell if problem.at else None,
            "item": problem.item,
            "code": problem.code,
            terms.NAME_OF_ITEM: names.get(problem.item or ""),
        }
        for problem in findings
    ]
    hidden = _HIDDEN if names else _HIDDEN | {terms.NAME_OF_ITEM}
    later = {terms.NAME_OF_ITEM: terms.ANNOTATION_COLUMNS[terms.NAME_OF_ITEM]}
    made = tuple(RowValues(None, row) for row in rows)
    return SheetValues(rows=made, hidden=hidden, later=later, widths=_WIDTHS)


def _link(package: Package, findings: Sequence[Diagnostic]) -> None:
    """Let the cells in the list lead to theirs; names of items look like those of sheets."""
    part = package.sheet(terms.ANNOTATIONS_SHEET)
    columns = {str(key): letters for letters, key in part.cells(1).items()}
    column, name, sheet = (columns[key] for key in ("cell", terms.NAME_OF_ITEM, "sheet"))
    for number, problem in enumerate(findings, 3):
        at = f"{name}{number}"
        part.put(at, part.value(at), style=part.style(f"{sheet}{number}"))  # at the left, as names of areas
        cell = _cell(problem.at)
        if problem.at is not None and problem.at.sheet in package.sheet_names and cell is not None:
            place = f"{quote_sheet(problem.at.sheet)}!{cell}"
            part.add_hyperlink(f"{column}{number}", place, problem.at.cell or cell)


def _cell(at: CellRef | None) -> str | None:
    """The cell to mark: of a whole row its first visible column (B)."""
    if at is None or at.row is None:
        return None
    return f"{column_letters(at.column or 2)}{at.row}"


def _comment(findings: Sequence[Diagnostic]) -> str:
    return "\n".join(f"［{SEVERITY_LABELS[p.severity]}］{p.message()}（{p.code}）" for p in findings)
