"""A master workbook -> `Master`: plan, ledger, registers, and what the office typed on the derived sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from kosei_xl.later import dataclass
from kosei_xl.read.choices import read_choices
from kosei_xl.read.closed import check_closed, standing_confirmed, with_closed
from kosei_xl.read.corrections import check_corrections
from kosei_xl.read.departments import check_departments, read_reorganisations
from kosei_xl.read.fields import fields_without_key
from kosei_xl.read.given import given_keys, with_given
from kosei_xl.read.glyphs import check_plan_glyphs
from kosei_xl.read.identity import is_report, lacking_columns, master_format, newer_format
from kosei_xl.read.items_of_entries import items_gone, items_typed_over
from kosei_xl.read.ledger import ledger_rows_without_key, read_ledger
from kosei_xl.read.lives import check_lives, entries_outside
from kosei_xl.read.marks import read_answers, read_marks
from kosei_xl.read.missing import still_missing
from kosei_xl.read.names import names_to_write
from kosei_xl.read.plan import read_plan, rows_without_key
from kosei_xl.read.registers import read_registers
from kosei_xl.read.set_aside import check_set_aside, pairs_of, whole
from kosei_xl.read.settings import check_settings
from kosei_xl.read.tables import saved_text, text_of
from kosei_xl.values.cells import Book, CellRef, Sheet
from kosei_xl.values.closing import moved_points
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, diagnostic, sort_diagnostics
from kosei_xl.values.ledger import Acknowledgement, Choice, Ledger, OfficeMark, SavedBy
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import FORMAT, Plan, ReportingPoint
from kosei_xl.values.pictures import NotAPicture, make_picture
from kosei_xl.values.refusals import NewerFormat, UnreadableMaster, WrongCall
from kosei_xl.values.registers import STORED, Registers
from kosei_xl.values.set_aside import anchors_of
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.workbook.book import read_book


@dataclass(frozen=True, slots=True)
class Master:
    """A master workbook as read: its bytes, its plan (with the cells it stands in), its ledger, what was odd.

    `choices` are the office's on the sheet of conflicts, None where there is no such sheet; `origin` says who saved it.
    `answers` and `marks` are what it typed on 指摘 and 提出状況. `keyless` are the cells of the sheets that lack a key,
    each with the one that was given (K134, K187), `renamed` those of 項目 with the names that they are to show (K188).
    `format` is that of the file as it is; in format 1 `registers` are empty. `of_plan` are those of the diagnostics
    that are about settings, `missing` (K186, none of the diagnostics) what nothing can be handed out without. `lacking`
    are columns of its format that it was made without (sheet, key). `aside` is what its hidden sheet says of the rows
    of closed points that lie on sheets of their own.
    """

    path: Path
    data: bytes
    plan: Plan
    ledger: Outcome[Ledger]
    diagnostics: tuple[Diagnostic, ...]
    at: SourceMap = field(default_factory=dict)
    choices: tuple[Choice, ...] | None = None
    origin: SavedBy = field(default_factory=lambda: SavedBy(""))
    answers: tuple[Acknowledgement, ...] = ()
    marks: tuple[OfficeMark, ...] = ()
    keyless: Mapping[CellRef, str] = field(default_factory=dict)
    renamed: Mapping[CellRef, str] = field(default_factory=dict)
    format: int = FORMAT
    registers: Registers = field(default_factory=Registers)
    of_plan: tuple[Diagnostic, ...] = ()
    missing: tuple[Diagnostic, ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()
    aside: Mapping[str, str] = field(default_factory=dict)

    def standing(self, point: ReportingPoint) -> Standing:
        """How the plan stands at one of its points."""
        rules = self.registers.rules
        return Standing(plan_at(self.plan, point), point, self.ledger.value, rules=rules, whole=self.plan)

    def as_confirmed(self, point: str) -> "Master":
        """This master with plan and ledger as they were when a closed point was published; itself for another point."""
        known = self.plan.point(point)
        then = standing_confirmed(self.standing(known), self.registers) if known is not None else None
        if then is None:
            return self
        return replace(self, plan=then.plan, ledger=replace(self.ledger, value=then.ledger))


def read_master(data: bytes, path: Path | str = terms.OFFICE_BOOK, *, closed: bool = True) -> Master:
    """Read a master workbook from its bytes; `path` is where it lies, or only its name.

    Without `closed` the rows of closed points that lie on sheets of their own are passed over, where there are any and
    none of these sheets is gone; what they would tell is not known then (`ledger.unread`). See `make.set_aside` for
    when nothing is to be told of them.

    Raises UnreadableWorkbook for what is no workbook, WrongCall for a report, NewerFormat, and UnreadableMaster for a
    broken plan.
    """
    path = Path(path)
    if not closed:
        return _without_closed(data, path)
    return master_of(path, data, _own(read_book(data, path.name, OFFICE_LIMITS), path))


def _own(book: Book, path: Path) -> Book:
    """A workbook that is no report. Raises WrongCall for one."""
    if is_report(book):
        raise WrongCall(told("report_as_master", name=path.name))
    return book


def _without_closed(data: bytes, path: Path) -> Master:
    """A master without the rows of closed points that lie on sheets of their own; with them where they are needed.

    The photos of closed points are not decoded: that their bytes are those that were, `make.set_aside` sees. All other
    pictures are.
    """
    book = read_book(data, path.name, OFFICE_LIMITS, without=_ASIDE, decoded=False)
    wanted = {terms.ASIDE_SHEETS.get(sheet) for sheet, _ in anchors_of(pairs_of(book))}
    if not (wanted and wanted <= book.passed_over):
        whole = not book.passed_over and _are_whole(book, frozenset())
        return master_of(path, data, _own(book if whole else read_book(data, path.name, OFFICE_LIMITS), path))
    found = master_of(path, data, _own(book, path), closed=False)
    ledger = found.ledger.value
    photos = (fields for key, fields in ledger.entries.items() if key.is_photo and key.point in ledger.unread)
    if _are_whole(book, frozenset(fields["picture"] for fields in photos if "picture" in fields)):
        return found
    book = read_book(data, path.name, OFFICE_LIMITS, without=_ASIDE)
    return master_of(path, data, book, closed=False)


def _are_whole(book: Book, known: frozenset[str]) -> bool:
    """Whether the pictures of a workbook can be decoded, all but those that are `known` (by SHA-256)."""
    try:
        for pasted in book.pictures:
            if pasted.picture is not None and pasted.picture.sha256 not in known:
                make_picture(pasted.picture.data)
    except NotAPicture:
        return False
    return True


_ASIDE = frozenset(terms.ASIDE_SHEETS.values())
_RECEIVED_ASIDE = terms.ASIDE_SHEETS[terms.RECEIVED_SHEET]
_OF_LEDGER = frozenset({terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET})
BESIDE_LEDGER = frozenset({*terms.MASTER_SHEETS, *terms.HIDDEN_SHEETS, *_ASIDE}) - _OF_LEDGER
"""The sheets that `ledger_read_again` passes over."""


def read_again(data: bytes, before: Master) -> Master:
    """A master in which a consolidation has just put the rows of `before`: what stands where by now.

    The records of hidden sheets, which are by far the most that a master of years holds, are those of `before`: a
    consolidation changes none of them. They have been read and checked there (K441, K443), and what was found of them
    stays where it was.
    """
    closed = not before.ledger.value.unread
    sheets = {*(sheet for sheet, _ in STORED.values()), *_ASIDE} - ({_RECEIVED_ASIDE} if closed else set())
    book = read_book(data, before.path.name, OFFICE_LIMITS, without=sheets, decoded=closed)
    return master_of(before.path, data, book, before.registers, closed=closed)


def ledger_read_again(data: bytes, before: Master) -> Master:
    """`read_again` of a master in which nothing but the rows of the ledger was put: their sheets alone are read.

    Of the findings there are only those that stand at them, some because the other sheets are left out: what was found
    in `before` is to be looked for among them.
    """
    known = before.ledger.value
    book = read_book(data, before.path.name, OFFICE_LIMITS, without=BESIDE_LEDGER, decoded=not known.unread)
    found = read_ledger(book, before.plan)
    value = replace(found.value, unread=known.unread, unread_rows=known.unread_rows)
    ledger = replace(found, value=with_closed(value, before.registers))
    closed = check_closed(before.plan, ledger, before.registers, anchors_of(before.aside))
    gone = items_gone(before.plan, ledger, before.registers, before.diagnostics)
    moved = (*found.diagnostics, *entries_outside(before.plan, ledger), *gone, *closed)
    return replace(before, ledger=ledger, diagnostics=moved)


def refuse_newer(book: Book) -> None:
    """Raise NewerFormat for a workbook that a newer version of the program made."""
    problem = newer_format(book)
    if problem is not None:
        words = Message(problem.message(), problem.message("en"))
        raise NewerFormat(told("newer_format", name=book.name, problem=words))


def master_of(path: Path, data: bytes, book: Book, stored: Registers | None = None, *, closed: bool = True) -> Master:
    """A master as read from its values; with the records of hidden sheets that `stored` has, where it is given, and
    without the rows of closed points that lie on sheets of their own, where not `closed`.

    Raises NewerFormat, and UnreadableMaster for a broken plan.
    """
    refuse_newer(book)
    aside = pairs_of(book)
    anchors = anchors_of(aside)
    unread = frozenset(point for _, point in anchors) if not closed else frozenset()
    book = whole(book) if closed else book
    typed, given = book, given_keys(book)
    book = with_given(book, given)
    plan, missing = read_plan(book, keyed=not given), still_missing(book)
    told_already = {one.at for one in missing}
    if plan.value is None:
        others = (one for one in plan.diagnostics if one.at not in told_already)
        raise UnreadableMaster(path.name, sort_diagnostics((*missing, *others), _order(book)))
    changes = read_reorganisations(book, plan.value)
    value = plan.value.with_reorganisations(changes.value) if changes.value else plan.value
    own = Outcome(value, plan.at)
    renamed = names_to_write(book, value)
    ledger = read_ledger(book, value)
    marks = read_marks(book)
    registers = read_registers(book, own, stored)
    rows = sum(one.count for (sheet, point), one in anchors.items() if sheet == terms.RECEIVED_SHEET) if unread else 0
    value_of_ledger = replace(with_closed(ledger.value, registers.value), unread=unread, unread_rows=rows)
    ledger = replace(ledger, value=value_of_ledger)
    glyphs = check_plan_glyphs(own)
    unplaced = (one for one in ledger.diagnostics if one.code == Code.ROW_OF_NOTHING)
    of_plan = (
        *_keys_in_one(plan.diagnostics),
        *_keys_given(given),
        *_names_changed(typed, value, renamed),
        *unplaced,
        *registers.diagnostics,
        *changes.diagnostics,
        *check_departments(own, _open_points(value, ledger.value)),
        *check_lives(own, _open_points(value, ledger.value)),
        *check_settings(book, own),
    )
    closed_found: tuple[Diagnostic, ...] = (
        *entries_outside(value, ledger),
        *items_gone(value, ledger, registers.value, plan.diagnostics),
        *items_typed_over(own, ledger, registers.value),
        *check_closed(value, ledger, registers.value, anchors),
        *check_corrections(book, value, ledger.value, registers.value),
    )
    closed_found = (
        *closed_found,
        *(check_set_aside(book, value, registers.value, closed_found) if closed and stored is None else ()),
    )
    found = (*of_plan, *ledger.diagnostics, *marks.diagnostics, *glyphs, *closed_found)
    choices, answers = read_choices(book), read_answers(book)
    return Master(
        path,
        data,
        value,
        ledger,
        found,
        plan.at,
        choices=choices,
        origin=origin_of(book),
        answers=answers,
        marks=marks.value,
        keyless={
            **given,
            **rows_without_key(book, value, plan.at),
            **ledger_rows_without_key(book, value),
            **fields_without_key(book),
        },
        renamed=renamed,
        format=master_format(book),
        registers=registers.value,
        of_plan=of_plan,
        missing=missing,
        lacking=tuple(lacking_columns(book)),
        aside=aside,
    )


def _open_points(plan: Plan, ledger: Ledger) -> Iterator[ReportingPoint]:
    return (point for point in plan.points if point.key not in ledger.closed)


def _order(book: Book) -> dict[tuple[str, str], int]:
    return {(book.name, sheet.name): n for n, sheet in enumerate(book.sheets)}


def _keys_in_one(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, with one K134 for all items that were given a row key."""
    given = [one for one in problems if one.code == Code.ROW_KEY_GIVEN]
    if len(given) < 2:
        return tuple(problems)
    said = [dict(one.params) for one in given]
    nos = "、".join(str(one["item"]) for one in said)
    params = {"item": f"{nos}（{len(given)}件）", "key": f"{said[0]['key']}」～「{said[-1]['key']}"}
    one = replace(given[0], params=tuple(sorted(params.items())), item=None)
    return one, *(problem for problem in problems if problem.code != Code.ROW_KEY_GIVEN)


_SHOWN = 5


def _keys_given(given: Mapping[CellRef, str]) -> Iterator[Diagnostic]:
    """K187, one for each sheet; rows of 欄 have a finding of their own each (K163)."""
    for sheet in dict.fromkeys(cell.sheet for cell in given):
        cells = {cell: key for cell, key in given.items() if cell.sheet == sheet}
        keys = list(dict.fromkeys(cells.values()))
        shown = "、".join(keys[:_SHOWN]) + ("…" if len(keys) > _SHOWN else "")
        yield diagnostic(Code.KEYS_GIVEN, next(iter(cells)), count=len(cells), keys=shown)


def _names_changed(book: Book, plan: Plan, renamed: Mapping[CellRef, str]) -> Iterator[Diagnostic]:
    """K188 for the names of 項目 that show what is called otherwise now; one for all. A key or a number is no name."""
    sheet = book.sheet(terms.ITEMS_SHEET)
    keys = {*plan.area_by_no, *plan.department_by_code, *plan.point_by_key}
    told_of: dict[str, CellRef] = {}
    for cell, name in renamed.items():
        there = text_of(sheet.value(cell.row or 0, cell.column or 0)) if sheet is not None else None
        if there is None or there in keys or _is_of_keys(sheet, cell):
            continue
        if plan.tree.named(there) == () or plan.tree.named(there) != plan.tree.named(name):
            told_of.setdefault(f"「{there}」→「{name}」", cell)
    if told_of:
        shown = "、".join([*told_of][:_SHOWN]) + ("…" if len(told_of) > _SHOWN else "")
        yield diagnostic(Code.NAMES_CHANGED, next(iter(told_of.values())), names=shown)


def _is_of_keys(sheet: Sheet | None, cell: CellRef) -> bool:
    """Whether a cell stands in the hidden column of 項目."""
    return sheet is not None and any(
        text_of(sheet.value(row, cell.column or 0)) == terms.NAMES_COLUMN for row in range(1, 6)
    )


def origin_of(book: Book) -> SavedBy:
    """Where the office's own texts come from: the workbook as it was last saved."""
    return SavedBy(book.name, book.sha256, saved_text(book.saved_at) or "", book.saved_by or "")


def point_here(book: Master, key: str) -> ReportingPoint:
    """`point_of`, of a point that is worked on in this master. Raises WrongCall for one that went to the plan after it,
    with where it went.
    """
    point = point_of(book.plan, key)
    moved = moved_points(book.registers.closed).get(point.key)
    if moved is not None:
        raise WrongCall(told("point_moved", point=point.label, successor=moved.successor, date=moved.date))
    return point


def point_of(plan: Plan, key: str) -> ReportingPoint:
    """The reporting point of a plan by its key, or by what it is called. Raises WrongCall with those there are."""
    called = [p for p in plan.points if folded(key) in (folded(p.label), folded(p.short_label))]
    point = plan.point(key) or (called[0] if len(called) == 1 else None)
    if point is None:
        known = "、".join(f"{p.key}（{p.label}）" for p in plan.points)
        raise WrongCall(told("no_point", key=key, known=known))
    return point
