"""A master workbook -> `Master`: plan, ledger, registers, and what the office typed on the derived sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kosei_xl.read.choices import read_choices
from kosei_xl.read.fields import fields_without_key
from kosei_xl.read.glyphs import check_plan_glyphs
from kosei_xl.read.identity import is_report, master_format, newer_format
from kosei_xl.read.ledger import ledger_rows_without_key, read_ledger
from kosei_xl.read.marks import read_answers, read_marks
from kosei_xl.read.plan import read_plan, rows_without_key
from kosei_xl.read.registers import read_registers
from kosei_xl.read.settings import check_settings
from kosei_xl.read.tables import saved_text
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap
from kosei_xl.values.ledger import Acknowledgement, Choice, Ledger, OfficeMark, SavedBy
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import FORMAT, Plan, ReportingPoint
from kosei_xl.values.refusals import NewerFormat, UnreadableMaster, WrongCall
from kosei_xl.values.registers import Registers
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book

OFFICE_BOOK = "事務局ブック.xlsx"
"""What a master is called in findings where nobody says what its file is called."""


@dataclass(frozen=True, slots=True)
class Master:
    """A master workbook as read: its bytes, its plan (with the cells it stands in), its ledger, what was odd.

    `choices` are the office's on the sheet of conflicts, None where there is no such sheet; `origin` says who saved it.
    `answers` and `marks` are what it typed on 指摘 and 提出状況. `keyless` are the cells of 項目, 台帳 and 指標 that
    lack a row key, each with the one that was given (K134). `format` is that of the file as it is; in format 1
    `registers` are empty. `of_plan` are those of the diagnostics that are about settings.
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
    format: int = FORMAT
    registers: Registers = field(default_factory=Registers)
    of_plan: tuple[Diagnostic, ...] = ()

    def standing(self, point: ReportingPoint) -> Standing:
        """How the plan stands at one of its points."""
        return Standing(self.plan, point, self.ledger.value)


def read_master(data: bytes, path: Path | str = OFFICE_BOOK) -> Master:
    """Read a master workbook from its bytes; `path` is where it lies, or only its name.

    Raises UnreadableWorkbook for what is no workbook, WrongCall for a report, NewerFormat, and UnreadableMaster for a
    broken plan.
    """
    path = Path(path)
    book = read_book(data, path.name, OFFICE_LIMITS)
    if is_report(book):
        raise WrongCall(told("report_as_master", name=path.name))
    return master_of(path, data, book)


def refuse_newer(book: Book) -> None:
    """Raise NewerFormat for a workbook that a newer version of the program made."""
    problem = newer_format(book)
    if problem is not None:
        words = Message(problem.message(), problem.message("en"))
        raise NewerFormat(told("newer_format", name=book.name, problem=words))


def master_of(path: Path, data: bytes, book: Book) -> Master:
    """A master as read from its values. Raises NewerFormat, and UnreadableMaster for a broken plan."""
    refuse_newer(book)
    plan = read_plan(book)
    if plan.value is None:
        raise UnreadableMaster(path.name, plan.diagnostics)
    ledger = read_ledger(book, plan.value)
    marks = read_marks(book)
    registers = read_registers(book, Outcome(plan.value, plan.at))
    glyphs = check_plan_glyphs(Outcome(plan.value, plan.at))
    unplaced = (one for one in ledger.diagnostics if one.code == Code.ROW_OF_NOTHING)
    of_plan = (
        *_keys_in_one(plan.diagnostics),
        *unplaced,
        *registers.diagnostics,
        *check_settings(book, Outcome(plan.value, plan.at)),
    )
    found = (*of_plan, *ledger.diagnostics, *marks.diagnostics, *glyphs)
    choices, answers = read_choices(book), read_answers(book)
    return Master(
        path,
        data,
        plan.value,
        ledger,
        found,
        plan.at,
        choices=choices,
        origin=origin_of(book),
        answers=answers,
        marks=marks.value,
        keyless={
            **rows_without_key(book, plan.value, plan.at),
            **ledger_rows_without_key(book, plan.value),
            **fields_without_key(book),
        },
        format=master_format(book),
        registers=registers.value,
        of_plan=of_plan,
    )


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


def origin_of(book: Book) -> SavedBy:
    """Where the office's own texts come from: the workbook as it was last saved."""
    return SavedBy(book.name, book.sha256, saved_text(book.saved_at) or "", book.saved_by or "")


def point_of(plan: Plan, key: str) -> ReportingPoint:
    """The reporting point of a plan. Raises WrongCall with the keys there are."""
    point = plan.point(key)
    if point is None:
        known = "、".join(f"{p.key}（{p.label}）" for p in plan.points)
        raise WrongCall(told("no_point", key=key, known=known))
    return point
