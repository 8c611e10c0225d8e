"""report: the report workbook of a point, its PDF and pictures of its pages."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from kosei_xl.collect.acknowledged import answered, open_errors
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.rules.glyphs import letters_not_told
from kosei_xl.collect.settlements import answers_of
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.proof.adopt.carried import read_carried, with_carried
from kosei_xl.proof.adopt.edits import edits_of, lost_edits
from kosei_xl.proof.adopt.former import former_of
from kosei_xl.proof.adopt.places import Places
from kosei_xl.proof.decision import notes_of, sums_of
from kosei_xl.proof.verify.compare import disagreements, short
from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.proof.verify.paper import boxes_on_paper
from kosei_xl.read.master import Master, point_of, refuse_newer
from kosei_xl.read.report import read_report, read_report_identity
from kosei_xl.report.changes.marks import Former
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Looks, Report
from kosei_xl.report.pdf import binding, finish
from kosei_xl.report.pdf.binding import Section
from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, Outcome, diagnostic, has_errors, sort_diagnostics
from kosei_xl.values.model import Part, Plan, ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.diff import lost_keys, revision_of
from kosei_xl.verbs.opening import Findings, Say, file_name, open_master, silent
from kosei_xl.verbs.pdf_programs import ConversionFailed, Converter, find_converter, missing_fonts
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.verbs.verify import beside
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook import pdf_glyphs, pdf_text
from kosei_xl.workbook.book import UnreadableWorkbook, read_book
from kosei_xl.workbook.glyphs import is_paper_font, lacking
from kosei_xl.workbook.parts import Package

_PDF_SECONDS = 180.0
_MARKS = {False: "_修正箇所", True: "_見え消し"}
"""Ends of the names of reports in which changes are marked, without and with deleted texts."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Files of a report, and what was found on the way."""

    files: tuple[Path, ...]
    checked: Findings


class SourceFlags(TypedDict, total=False):
    """What a report is made from, and with. `template` is the city's own report.xlsx, `before` the master of the plan's
    former version; what is new since the earlier report `marks_since` is marked. With `discard_edits` a report that
    somebody has edited is replaced all the same. `converter` prints the PDF.
    """

    template: Path | None
    before: Path | None
    marks_since: Path | None
    discard_edits: bool
    converter: Converter | None


class ReportFlags(SourceFlags, total=False):
    """What a report is asked to be. `only` names the parts to print (all when empty), `name` is the file without its
    ending, `previews` a folder for pictures of the pages; with `notes` the workbook says which items a figure counts.
    """

    final: bool
    pdf: bool
    duplex: bool
    previews: Path | None
    only: Sequence[str]
    name: str | None
    show_deleted: bool
    notes: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report before it is written: the masters, the template and how it is laid out, the pages, and what was found
    so far.
    """

    book: Master
    standing: Standing
    former: Master | None
    form: bytes
    options: ReportOptions
    made: Outcome[Report]
    summary: Summary
    findings: tuple[Diagnostic, ...]

    @property
    def point(self) -> ReportingPoint:
        """The point that is printed."""
        return self.standing.point


def report(path: Path, point_key: str, out: Path, *, say: Say = silent, **flags: Unpack[ReportFlags]) -> Reported:
    """Make the report workbook of a point, and its PDF. Drafts carry 案; `final` refuses on error findings,
    and where the finished workbook does not agree with the ledger (`verify`).

    Raises NotFinal (with the findings) instead of writing anything, and UnadoptedEdits where the report that stands
    there holds edits that would be lost (not with `discard_edits`). A PDF that cannot be made is a finding (K502), and
    so is a text that is not complete on it (K501); the workbook stands all the same. What is new since the report
    `marks_since` is underlined, with `show_deleted` what was deleted struck out, and every change listed at the end.
    """
    ready = prepare(path, point_key, flags)
    final, previews, marks_since = flags.get("final", False), flags.get("previews"), flags.get("marks_since")
    pdf = flags.get("pdf", False) or previews is not None
    plan, point, made, findings = ready.book.plan, ready.point, ready.made, list(ready.findings)
    if pdf:
        fonts = {face.name for face in ready.options.looks.faces.values()}
        findings += [diagnostic(Code.FONT_MISSING, CellRef(path.name), font=font) for font in missing_fonts(fonts)]
    if final and has_errors(findings):
        raise NotFinal(sort_diagnostics(findings))
    name = flags.get("name")
    marks = _MARKS[flags.get("show_deleted", False)] if marks_since is not None else ""
    target = out / f"{file_name(name) if name else report_file_name(plan, point, draft=not final, marks=marks)}.xlsx"
    rendered = render(made.value, ready.form)
    written = replace(rendered.book, name=target.name)
    workbook = rendered.data
    if flags.get("notes", False):
        workbook = _with_notes(workbook, written, ready.book, ready.former)
    workbook = _carrying(workbook, written, ready.standing)
    findings += letters_not_told(written, findings)
    if final:
        findings += _disagreements(workbook, target.name, ready.book, ready.former)
        if has_errors(findings):
            raise NotFinal(sort_diagnostics(findings))
    if not flags.get("discard_edits", False):
        keep_edits(target, workbook, written)
    if not (target.exists() and disk.read(target) == workbook):
        disk.write(target, workbook)
        old = None if pdf else disk.set_aside(target.with_suffix(".pdf"))
        findings += (
            [diagnostic(Code.OLD_PDF_SET_ASIDE, CellRef(old.name.removesuffix(disk.BACKUP_SUFFIX)), name=old.name)]
            if old
            else []
        )
    pages = sum(sheet.pages for sheet in made.value.sheets)
    say(told("made_report", path=target, sheets=len(made.value.sheets), pages=pages))
    files = [target]
    if pdf:
        say(told("making_pdf"))
        printed = target.with_suffix(".pdf")
        how = PdfBinding(path.parent, flags.get("duplex", False), flags.get("converter"))
        problems = make_pdf(target, printed, made.value, how)
        findings += problems
        if not any(problem.code == Code.NO_PDF for problem in problems):
            files.append(printed)
            files += preview(printed, previews, say) if previews is not None else ()
    return Reported(tuple(files), Findings(sort_diagnostics(findings), ready.summary, read=1))


def prepare(path: Path, point_key: str, flags: ReportFlags, *, changes_no: str = "") -> Prepared:
    """Read what a report is made of, and lay it out. Nothing is written.

    `changes_no` is the 資料番号 of the list of changes.
    """
    final, show_deleted = flags.get("final", False), flags.get("show_deleted", False)
    template, before, marks_since = flags.get("template"), flags.get("before"), flags.get("marks_since")
    if show_deleted and (final or marks_since is None):
        raise WrongCall(told("final_shows_deleted" if final else "deleted_since"))
    book = open_master(path)
    plan, point = book.plan, point_of(book.plan, point_key)
    former = open_master(before) if before is not None else None
    revision = revision_of(former, book) if former is not None else None
    standing = book.standing(point)
    odd = ledger_findings(standing, book.ledger.at, book.diagnostics, everything=True)
    summary = summarize(standing)
    form = disk.read(template) if template else disk.bundled("workbook_templates", "report.xlsx")
    look = looks(form)
    known = _on_known_paper(look)
    found = [one for one in (*book.diagnostics, *odd) if known or one.code != Code.LETTER_OF_ANOTHER_FONT]
    findings = list(answered(plan, found, answers_of(book.ledger.value, book.answers)).diagnostics)
    options = ReportOptions(
        look,
        draft=not final,
        file=path.name,
        revision=revision,
        former=_former(marks_since, plan, point) if marks_since is not None else None,
        show_deleted=show_deleted,
        changes_no=changes_no,
    )
    made = lay_out(standing.with_parts(_parts_named(plan, flags.get("only", ()))), summary, options)
    findings += [*_at_cells(made.diagnostics, book), *(lost_keys(revision, book) if revision else ())]
    return Prepared(book, standing, former, form, options, made, summary, tuple(findings))


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
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise WrongCall(told("no_part", names="、".join(unknown), known="、".join(known)))
    chosen = tuple(part for key, part in known.items() if not keys or key in keys)
    if not any(part.kind != "pdf" for part in chosen):
        raise WrongCall(told("no_parts"))
    return chosen


class NotFinal(KoseiError):
    """A final report was refused; `diagnostics` say why."""

    exit_code = 1

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("not_final", count=len(open_errors(diagnostics))))
        self.diagnostics = tuple(diagnostics)


class UnadoptedEdits(KoseiError):
    """A report was not made anew over one that somebody has edited; `diagnostics` name the cells."""

    exit_code = 1

    def __init__(self, path: Path, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("unadopted", path=path))
        self.diagnostics = tuple(diagnostics)


def _on_known_paper(look: Looks) -> bool:
    """Whether it is known what the fonts of a template lack; a city's own may have letters that ours do not."""
    return all(is_paper_font(face.name) for face in look.faces.values())


def _carrying(workbook: bytes, printed: Book, standing: Standing) -> bytes:
    """A report workbook that carries what it says, and the fields that it was printed from."""
    found = read_report(printed, _keyed_parts(printed))
    return with_carried(workbook, found, Places(standing).printed(found))


def _with_notes(workbook: bytes, printed: Book, master: Master, former: Master | None) -> bytes:
    """The workbook with a note at each figure that says which items it counts."""
    made = beside(printed, master, former).value
    if made is None:
        return workbook
    package = Package(workbook)
    for (sheet, address), text in notes_of(sums_of(made.says, made.found)).items():
        package.sheet(sheet).add_note(address, told("note_title"), text)
    return package.to_bytes()


def _disagreements(workbook: bytes, name: str, master: Master, former: Master | None) -> tuple[Diagnostic, ...]:
    """Where a finished report does not agree with the ledger, by the second way of counting and wording."""
    compared = beside(read_book(workbook, name), master, former)
    made = compared.value
    own = disagreements(made.says, made.found, made.point) if made is not None else ()
    return (*compared.diagnostics, *own)


def _former(path: Path, plan: Plan, point: ReportingPoint) -> Former:
    """The earlier report since which changes are marked. Raises WrongCall where it is none of this plan and point."""
    try:
        book = read_book(disk.read(path), path.name)
    except UnreadableWorkbook as error:
        raise WrongCall(told("changes_no_report", name=path.name)) from error
    refuse_newer(book)
    identity = read_report_identity(book)
    found = read_report(book, _keyed_parts(book))
    if identity is None or not found.rows:
        raise WrongCall(told("changes_no_report", name=path.name))
    if (identity.plan_id, identity.point) != (plan.plan_id, point.key):
        raise WrongCall(told("changes_other_plan", name=path.name))
    if identity.shows_deleted:
        raise WrongCall(told("changes_shows_deleted", name=path.name))
    if any(part.sheet == terms.CHANGES_SHEET for part in plan.parts):
        raise WrongCall(told("changes_sheet_taken", sheet=terms.CHANGES_SHEET))
    return former_of(found, path.name)


def _keyed_parts(book: Book) -> tuple[str, ...]:
    """What the row keys of a report begin with."""
    identity = read_report_identity(book)
    return (STAMP, *identity.parts) if identity is not None else ()


def keep_edits(target: Path, workbook: bytes, new: Book) -> None:
    """Raise UnadoptedEdits where `target` holds edits that its new `workbook`, as values `new`, does not say.

    Raises WrongCall where it is the report of another plan or point, or of a newer format.
    """
    if not target.exists() or (old := disk.read(target)) == workbook:
        return
    try:
        book = read_book(old, target.name)
        refuse_newer(book)
        carried = read_carried(book)
    except UnreadableWorkbook:
        carried = None
    if carried is None:
        raise UnadoptedEdits(target, [diagnostic(Code.EDITS_UNKNOWN, CellRef(target.name))])
    there, here = read_report_identity(book), read_report_identity(new)
    if there and here and (there.plan_id, there.point) != (here.plan_id, here.point):
        raise WrongCall(told("other_report_there", path=target))
    edits = edits_of(carried, read_report(book, _keyed_parts(book)))
    lost = lost_edits(edits, read_report(new, _keyed_parts(new))) if edits else ()
    if lost:
        raise UnadoptedEdits(
            target, [diagnostic(Code.EDIT_NOT_IN_NEW_REPORT, at, found=short(text)) for at, text in lost]
        )


def report_file_name(plan: Plan, point: ReportingPoint, *, draft: bool, marks: str = "") -> str:
    """The file name of a report, without its ending; `marks` says that changes are marked in it."""
    return file_name(f"委員会資料_{point.short_label or point.label}{'_案' if draft else ''}{marks}")


@dataclass(frozen=True, slots=True)
class PdfBinding:
    """How a PDF is put together: the folder from which inserts are looked for, whether parts begin on right-hand pages
    for printing on both sides, and what prints it (None: what this computer has).
    """

    folder: Path
    duplex: bool = False
    converter: Converter | None = None


def make_pdf(workbook: Path, target: Path, report: Report, how: PdfBinding) -> tuple[Diagnostic, ...]:
    """Turn a report workbook into one PDF for the set: parts and PDFs to insert in order, outline, title, language.

    Characters are counted, so that a text cut across pages is not taken for a short one; only when some are missing the
    short texts are looked for. Returns K148 for letters that came out as empty boxes, K502 when no PDF could be made
    (and K508 where one made before was set aside), K501 for each short text, K505 for fonts that are not installed,
    K506 for another number of pages than was laid out (then the inserts come last), K507 for an insert that cannot be
    read.
    """
    place = CellRef(target.name)
    with tempfile.TemporaryDirectory(prefix="kosei_") as scratch:
        raw = Path(scratch) / "report.pdf"
        try:
            chosen = how.converter or find_converter()
            chosen.convert(workbook, raw, _PDF_SECONDS)
            converted = disk.read(raw)
            pages = pdf_text.pages_of_pdf(converted)
            undrawn = pdf_glyphs.undrawn_letters(converted)
        except (ConversionFailed, pdf_text.UnreadablePdf, disk.StoreError) as error:
            failed = diagnostic(Code.NO_PDF, place, reason=error.args[0])
            old = disk.set_aside(target)
            return (failed, diagnostic(Code.OLD_PDF_SET_ASIDE, place, name=old.name)) if old else (failed,)
    problems: list[Diagnostic] = []
    expected = sum(sheet.pages for sheet in report.sheets)
    sections, lost = _sections(report, how.folder)
    problems += lost
    if len(pages) != expected:
        problems.append(diagnostic(Code.PAGES_DIFFER, place, expected=expected, found=len(pages)))
        inserts = [section for section in sections if section.external is not None]
        sections = [Section((), pages=len(pages)), *inserts]
    bound, outline = binding.bind(converted, sections, duplex=how.duplex)
    disk.write(target, finish.finish(bound, report.title, report.author, outline=outline))
    problems += boxes_on_paper(undrawn, target.name)
    missing = pdf_text.missing_characters(report.on_paper(), pages)
    boxes = frozenset().union(*undrawn, lacking("".join(missing)).undrawable)
    missing = {letter: count for letter, count in missing.items() if letter not in boxes}
    if missing:
        short = pdf_text.short_texts(report.texts, pages)
        named = [label for label in short if not missing.keys().isdisjoint(report.texts[label])]
        named = named or [f"「{''.join(missing)}」の文字"]
        problems += [diagnostic(Code.TEXT_INCOMPLETE_IN_PDF, place, label=label) for label in named]
    return tuple(problems)


def _sections(report: Report, folder: Path) -> tuple[list[Section], list[Diagnostic]]:
    """The sheets' pages and the inserts between them, in printed order; inserts that cannot be read are reported."""
    sections: list[Section] = []
    problems: list[Diagnostic] = []
    for number in range(len(report.sheets) + 1):
        for insert in (one for one in report.inserts if one.after == number):
            try:
                data = disk.read(folder / insert.file)
                pdf_text.pages_of_pdf(data)
                sections.append(Section(((insert.title, 1),), external=finish.join([data])))
            except (disk.StoreError, pdf_text.UnreadablePdf) as error:
                problems.append(diagnostic(Code.INSERT_UNREADABLE, CellRef(insert.file), reason=error.args[0]))
        if number < len(report.sheets):
            sheet = report.sheets[number]
            sections.append(Section(sheet.outline or ((sheet.name, 1),), pages=sheet.pages))
    return sections, problems


def preview(pdf: Path, folder: Path, say: Say = silent) -> tuple[Path, ...]:
    """Write each page of a PDF as a PNG picture into a folder."""
    made = []
    for number, picture in enumerate(binding.pictures(disk.read(pdf)), 1):
        made.append(folder / f"{pdf.stem}_{number:02}.png")
        disk.write(made[-1], picture)
    say(told("made_pictures", count=len(made), folder=folder))
    return tuple(made)
