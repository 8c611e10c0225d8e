"""訂正: lines that mean nothing, have no reason, are not in the ledger yet, or correct nothing."""

from collections.abc import Iterator

from kosei_xl.read.closed import line_corrected
from kosei_xl.read.records import record_of, rows_of_sheet
from kosei_xl.read.tables import TableRow
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.kept import changed_since, entries_of, plan_of, publication_numbered, values_of
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import LineKey, Plan
from kosei_xl.values.registers import Correction, Registers
from kosei_xl.values.stored import Publication
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told


def check_corrections(book: Book, plan: Plan, ledger: Ledger, registers: Registers) -> Iterator[Diagnostic]:
    """K442 for lines of 訂正 about no publication, row or column, K444 for those without a reason, K445 for those whose
    text the ledger does not have yet, K460 for those with no text of which the ledger is as it was published.
    """
    for row in rows_of_sheet(book, terms.CORRECTIONS_SHEET, []) if registers.corrections else ():
        one, _ = record_of(row, terms.CORRECTIONS_SHEET, Correction)
        if one is not None:
            yield from _checked(row, one, plan, ledger, registers)


def _checked(row: TableRow, one: Correction, plan: Plan, ledger: Ledger, registers: Registers) -> Iterator[Diagnostic]:
    chosen = publication_numbered(registers, one.publication)
    if one.publication is not None and chosen is None:
        if ledger.unread:  # of a closed point, then; nothing was found when it was read
            return
        yield diagnostic(Code.CORRECTION_UNKNOWN, row.ref("publication"), what=told("no_such_publication"))
        return
    then = (plan_of(values_of(chosen, registers.published)) if chosen is not None else None) or plan
    line = line_corrected(then, one)
    if line is None:
        yield diagnostic(Code.CORRECTION_UNKNOWN, row.ref("no"), what=told("no_such_row"))
        return
    named = _field_of(then, one)
    if named is None:
        at = row.ref("field" if one.field else "label")
        yield diagnostic(Code.CORRECTION_UNKNOWN, at, item=one.no, what=told("no_such_column"))
        return
    if not one.why:
        yield diagnostic(Code.CORRECTION_WITHOUT_REASON, row.ref("why"), item=one.no, label=label_of(then, named))
    if chosen is not None and one.after and named in then.field_by_key:
        yield from _not_yet(row, one, chosen, ledger, line, label_of(then, named), named)
    elif chosen is not None and not one.after and not _changed(chosen, registers, ledger, line, named):
        yield diagnostic(Code.CORRECTION_OF_NOTHING, row.ref("after"), item=one.no, label=label_of(then, named))


def _changed(chosen: Publication, registers: Registers, ledger: Ledger, line: LineKey, named: str) -> bool:
    """Whether the ledger says something else of a line than was published; in doubt it does."""
    if chosen.point in ledger.unread:
        return True
    kept = entries_of(values_of(chosen, registers.published))
    return any(key.line == line and name == named for key, name, _, _ in changed_since(kept, ledger, chosen.point))


def _field_of(plan: Plan, one: Correction) -> str | None:
    """The field that a line is about: of the entries, or a text of the plan."""
    texts = {column.key: column.label for column in plan.columns if column.source == "plan"}
    names = {"name": terms.MASTER_SHEETS[terms.ITEMS_SHEET]["name"], **texts}
    names |= {**{key: label_of(plan, key) for key in plan.field_by_key}, **terms.FIELD_LABELS}
    if one.field is not None:
        return one.field if one.field in names else None
    return next((key for key, label in names.items() if label == one.label), None)


def _not_yet(
    row: TableRow, one: Correction, chosen: Publication, ledger: Ledger, line: LineKey, label: str, named: str
) -> Iterator[Diagnostic]:
    found = ledger.fields(line.at(chosen.point)).get(named)
    if found != one.after:
        shown = f"「{found}」" if found is not None else terms.BLANK
        yield diagnostic(
            Code.CORRECTION_NOT_IN_LEDGER, row.ref("after"), item=one.no, label=label, text=one.after, found=shown
        )
