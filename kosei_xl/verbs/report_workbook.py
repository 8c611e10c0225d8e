"""The report workbook of a point from bytes to bytes: laid out, rendered, proven. Nothing is read or written.

`report` and `pack` add the files, the PDF and what people have edited in the meantime.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypedDict, Unpack

from kosei_xl.collect.acknowledged import answered, open_errors
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.rules.glyphs import letters_not_told
from kosei_xl.collect.settlements import answers_of
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.later import dataclass
from kosei_xl.proof.adopt.carried import carry
from kosei_xl.proof.adopt.former import former_of
from kosei_xl.proof.adopt.places import Places
from kosei_xl.proof.decision import notes_of, sums_of
from kosei_xl.proof.verify.compare import disagreements
from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.read.closed import Kept, kept_of_closed
from kosei_xl.read.master import Master, point_here, point_of, read_master, refuse_newer
from kosei_xl.read.names import name_of_part
from kosei_xl.read.report import read_report, read_report_identity
from kosei_xl.read.years import headings_of_other_years
from kosei_xl.report.changes.marks import Former
from kosei_xl.report.evened import evened_count
from kosei_xl.report.kept import report_of
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Looks, Report
from kosei_xl.report.xlsx import OpenTemplate, written_report
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, Outcome, diagnostic, held_by, sort_diagnostics
from kosei_xl.values.evened import as_printed, evened_texts
from kosei_xl.values.labels import point_in_file_names
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import Part, Plan, ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.standing import Standing
from kosei_xl.verbs.diff import lost_keys, revision_of
from kosei_xl.verbs.opening import Findings, file_name, template_of
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.verbs.verify import beside
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.glyphs import is_paper_font
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.unreadable import UnreadableWorkbook

MARKS = {False: "_修正箇所", True: "_見え消し"}
"""Ends of the names of reports in which changes are marked, without and with deleted texts."""


class Wishes(TypedDict, total=False):
    """What a report is asked to be. Drafts carry 案; a `final` one is refused while there are errors. `only` names the
    parts to print (all when empty); with `show_deleted` deleted words are struck out where changes are marked; with
    `notes` the workbook says which items a figure counts.
    """

    final: bool
    only: Sequence[str]
    show_deleted: bool
    notes: bool


class ReportFiles(TypedDict, total=False):
    """What a report is made from besides the master, as bytes: the city's own `template` (report.xlsx); `before`, the
    master of the plan's former version, and `marks_since`, the earlier report since which changes are marked, each as
    (file name, bytes).
    """

    template: bytes | None
    before: tuple[str, bytes] | None
    marks_since: tuple[str, bytes] | None


class ReportWishes(Wishes, ReportFiles, total=False):
    """`Wishes` and `ReportFiles` together."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report workbook as bytes, the file name that it should have, and what was found on the way."""

    workbook: bytes
    name: str
    findings: Findings


class ReportSources(NamedTuple):
    """What a report is laid out from: the masters, the template, the earlier report (file name, bytes)."""

    book: Master
    former: Master | None
    form: bytes
    earlier: tuple[str, bytes] | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report before it is written: the masters, the template (also opened) and how it is laid out, the pages, and
    what was found so far. `confirmed` is what these pages were kept as, of a point that is closed.
    """

    book: Master
    standing: Standing
    former: Master | None
    form: bytes
    opened: OpenTemplate
    options: ReportOptions
    made: Outcome[Report]
    summary: Summary
    findings: tuple[Diagnostic, ...]
    confirmed: Kept | None = None

    @property
    def point(self) -> ReportingPoint:
        """The point that is printed."""
        return self.standing.point


class FinishedReport(NamedTuple):
    """A report workbook, the same as values, and every finding about it, in no order."""

    workbook: bytes
    written: Book
    findings: tuple[Diagnostic, ...]


def make_report(
    master: bytes, point: str, *, name: str = terms.OFFICE_BOOK, **wishes: Unpack[ReportWishes]
) -> MadeReport:
    """The report workbook of a point, from a master's bytes (called `name` in findings).

    `wishes` are final, only, show_deleted and notes (`Wishes`), and template, before and marks_since (`ReportFiles`).
    Raises NotFinal, with the findings, for a `final` one while there are errors or where its own pages do not agree
    with the ledger (`verify`); WrongCall for an unknown point or part and for files that are not what they should be;
    UnreadableWorkbook and UnreadableMaster for a master that is none. A PDF takes a program and files: `verbs.report`.
    """
    if strange := wishes.keys() - ReportWishes.__annotations__.keys():
        raise TypeError(f"make_report() got unexpected keyword arguments: {', '.join(sorted(strange))}")
    before, earlier = wishes.get("before"), wishes.get("marks_since")
    form = wishes.get("template")
    sources = ReportSources(
        read_master(master, name),
        read_master(before[1], before[0]) if before is not None else None,
        template_of(None, "report.xlsx") if form is None else form,
        earlier,
    )
    ready = lay_out_report(sources, point, wishes)
    marks = MARKS[wishes.get("show_deleted", False)] if earlier is not None else ""
    draft = ready.made.value.draft
    target = f"{report_file_name(ready.book.plan, ready.point, draft=draft, marks=marks)}.xlsx"
    made = finish_report(ready, target, ready.findings, wishes)
    return MadeReport(made.workbook, target, Findings(sort_diagnostics(made.findings), ready.summary, read=1))


def lay_out_report(sources: ReportSources, point_key: str, wishes: Wishes, *, changes_no: str = "") -> Prepared:
    """Lay a report out. `changes_no` is the 資料番号 of the list of changes."""
    final, show_deleted = wishes.get("final", False), wishes.get("show_deleted", False)
    book, former, form, earlier = sources
    if show_deleted and (final or earlier is None):
        raise WrongCall(told("final_shows_deleted" if final else "deleted_since"))
    plan, point = book.plan, point_here(book, point_key)
    if kept_of_closed(book.registers, point.key) is not None:
        return _as_confirmed(sources, point, wishes)
    revision = revision_of(former, book) if former is not None else None
    standing = book.standing(point)
    odd = ledger_findings(standing, book.ledger.at, book.diagnostics, everything=True)
    summary = summarize(standing)
    opened = OpenTemplate(form)
    look = opened.looks()
    known = _on_known_paper(look)
    found = [one for one in (*book.diagnostics, *odd) if known or one.code != Code.LETTER_OF_ANOTHER_FONT]
    findings = list(answered(plan, found, answers_of(book.ledger.value, book.answers)).diagnostics)
    options = ReportOptions(
        look,
        draft=not final,
        file=book.path.name,
        revision=revision,
        former=_former(earlier, plan, point) if earlier is not None else None,
        show_deleted=show_deleted,
        changes_no=changes_no,
    )
    shown = as_printed(standing)
    made = lay_out(shown.with_parts(_parts_named(plan, wishes.get("only", ()))), summary, options)
    findings += [
        *digits_evened(book, standing),
        *headings_of_other_years(Outcome(plan, book.at), point),
        *_at_cells(made.diagnostics, book),
        *(lost_keys(revision, book) if revision else ()),
    ]
    return Prepared(book, standing, former, form, opened, options, made, summary, tuple(findings))


def _as_confirmed(sources: ReportSources, point: ReportingPoint, wishes: Wishes) -> Prepared:
    """The pages of a closed point as they were kept (K447 for photos that are gone). Raises NotFinal, with K443, where
    they are not what was written.
    """
    book = sources.book
    if wishes.get("only") or sources.former is not None or sources.earlier is not None:
        raise WrongCall(told("closed_whole", point=point.label))
    broken = [one for one in book.diagnostics if (one.code, one.point) == (Code.KEPT_RECORD_CHANGED, point.key)]
    kept = kept_of_closed(book.registers, point.key)
    if kept is not None and kept.publication is None and wishes.get("final", False):
        raise WrongCall(told("ended_not_final", point=point.label))
    report, missing = report_of(kept.values, book.ledger.value.pictures) if kept is not None else (None, ())
    if broken or kept is None or report is None:
        raise NotFinal(broken)
    at, label = CellRef(book.path.name, terms.PHOTOS_SHEET), point.label
    problems = [diagnostic(Code.KEPT_PICTURE_GONE, at, point=point.key, label=label, count=len(missing))]
    then = book.as_confirmed(point.key)
    standing = then.standing(point_of(then.plan, point.key))
    opened = OpenTemplate(sources.form)
    return Prepared(
        then,
        standing,
        None,
        sources.form,
        opened,
        ReportOptions(opened.looks(), draft=report.draft, file=book.path.name),
        Outcome(report, {}),
        summarize(standing),
        tuple(problems if missing else ()),
        kept,
    )


def finish_report(ready: Prepared, name: str, findings: Sequence[Diagnostic], wishes: Wishes) -> FinishedReport:
    """The workbook of a report that is laid out, called `name`; `findings` are all so far.

    Raises NotFinal for a final one with errors, before or after it is held against the ledger.
    """
    final = wishes.get("final", False)
    if final and held_by(findings):
        raise NotFinal(sort_diagnostics(findings))
    package, book = written_report(ready.made.value, ready.opened)
    written = replace(book, name=name)
    if wishes.get("notes", False):
        _add_notes(package, written, ready.book, ready.former)
    _carry(package, written, as_printed(ready.standing))
    workbook = package.to_bytes()
    told_of = [*findings, *letters_not_told(written, findings)]
    if final and ready.confirmed is None:
        told_of += _disagreements(workbook, name, ready.book, ready.former)
        if held_by(told_of):
            raise NotFinal(sort_diagnostics(told_of))
    return FinishedReport(workbook, written, tuple(told_of))


def digits_evened(book: Master, standing: Standing) -> Iterator[Diagnostic]:
    """K530 at the setting of 計画 where digits of the entries are printed otherwise than they were typed."""
    count = evened_count(evened_texts(standing))
    if count:
        at = book.at.get(("style", "entry_digits"), CellRef(book.path.name, terms.PLAN_SHEET))
        style = terms.DIGIT_STYLES[book.plan.style.digits_text]
        sheet, point = terms.EVENED_SHEET, standing.point.key
        yield diagnostic(Code.ENTRY_DIGITS_EVENED, at, point=point, count=count, style=style, sheet=sheet)


def _at_cells(problems: Sequence[Diagnostic], book: Master) -> Iterator[Diagnostic]:
    """The findings of the layout, unknown placeholders (K504) at the cells in which they stand."""
    cells = settings_findings(book) if any(one.code == Code.PLACEHOLDER_UNKNOWN for one in problems) else ()
    for problem in problems:
        same = [one for one in cells if problem.code == one.code and problem.params == one.params]
        yield from (replace(one, point=problem.point) for one in same)
        if not same:
            yield problem


def _parts_named(plan: Plan, keys: Sequence[str]) -> tuple[Part, ...]:
    """The parts to print. Raises WrongCall for a key that is not in 帳票, and when nothing would be left to print."""
    known = {part.key: part for part in plan.parts if part.kind != "form"}
    called = {name_of_part(key, plan.part_by_key): key for key in known}
    unknown = [key for key in keys if key not in known and key not in called]
    if unknown:
        raise WrongCall(told("no_part", names="、".join(unknown), known="、".join(called)))
    keys = [called.get(key, key) for key in keys]
    chosen = tuple(part for key, part in known.items() if not keys or key in keys)
    if not any(part.kind != "pdf" for part in chosen):
        raise WrongCall(told("no_parts"))
    return chosen


class NotFinal(KoseiError):
    """A final report was refused; `diagnostics` say why."""

    exit_code = 1

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        errors, held = open_errors(diagnostics), held_by(diagnostics)
        super().__init__(told("not_final" if errors else "not_answered", count=len(errors or held)))
        self.diagnostics = tuple(diagnostics)


def _on_known_paper(look: Looks) -> bool:
    """Whether it is known what the fonts of a template lack; a city's own may have letters that ours do not."""
    return all(is_paper_font(face.name) for face in look.faces.values())


def _carry(package: Package, printed: Book, standing: Standing) -> None:
    """Let a report workbook carry what it says, and the fields that it was printed from."""
    found = read_report(printed, keyed_parts(printed))
    carry(package, found, Places(standing).printed(found))


def _add_notes(package: Package, printed: Book, master: Master, former: Master | None) -> None:
    """A note at each figure of the workbook that says which items it counts."""
    made = beside(printed, master, former).value
    for (sheet, address), text in notes_of(sums_of(made.says, made.found)).items() if made is not None else ():
        package.sheet(sheet).add_note(address, told("note_title"), text)


def _disagreements(workbook: bytes, name: str, master: Master, former: Master | None) -> tuple[Diagnostic, ...]:
    """Where a finished report does not agree with the ledger, by the second way of counting and wording."""
    compared = beside(read_book(workbook, name, OFFICE_LIMITS), master, former)
    made = compared.value
    own = disagreements(made.says, made.found, made.point) if made is not None else ()
    return (*compared.diagnostics, *own)


def _former(earlier: tuple[str, bytes], plan: Plan, point: ReportingPoint) -> Former:
    """The earlier report since which changes are marked. Raises WrongCall where it is none of this plan and point."""
    name, data = earlier
    try:
        book = read_book(data, name, OFFICE_LIMITS)
    except UnreadableWorkbook as error:
        raise WrongCall(told("changes_no_report", name=name)) from error
    refuse_newer(book)
    identity = read_report_identity(book)
    found = read_report(book, keyed_parts(book))
    if identity is None or not found.rows:
        raise WrongCall(told("changes_no_report", name=name))
    if (identity.plan_id, identity.point) != (plan.plan_id, point.key):
        raise WrongCall(told("changes_other_plan", name=name))
    if identity.shows_deleted:
        raise WrongCall(told("changes_shows_deleted", name=name))
    if any(part.sheet == terms.CHANGES_SHEET for part in plan.parts):
        raise WrongCall(told("changes_sheet_taken", sheet=terms.CHANGES_SHEET))
    return former_of(found, name)


def keyed_parts(book: Book) -> tuple[str, ...]:
    """What the row keys of a report begin with."""
    identity = read_report_identity(book)
    return (STAMP, *identity.parts) if identity is not None else ()


def report_file_name(plan: Plan, point: ReportingPoint, *, draft: bool, marks: str = "") -> str:
    """The file name of a report, without its ending; `marks` says that changes are marked in it."""
    return file_name(f"委員会資料_{point_in_file_names(point)}{'_案' if draft else ''}{marks}")
