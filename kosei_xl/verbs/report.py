"""report: the report workbook of a point, its PDF and pictures of its pages."""

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

from kosei_xl.later import dataclass
from kosei_xl.make.writable import for_writing, undecided_rows
from kosei_xl.proof.adopt.carried import read_carried
from kosei_xl.proof.adopt.edits import edits_of, lost_edits
from kosei_xl.proof.verify.compare import short
from kosei_xl.proof.verify.paper import boxes_on_paper
from kosei_xl.read.master import Master, refuse_newer
from kosei_xl.read.report import read_report, read_report_identity
from kosei_xl.report.evened import evened_report
from kosei_xl.report.kept import report_of
from kosei_xl.report.page import Report
from kosei_xl.report.pdf import binding, finish, tagging
from kosei_xl.report.pdf.binding import Section
from kosei_xl.report.pdf.structure import area_entries
from kosei_xl.report.publication import Issue
from kosei_xl.report.xlsx import render
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, diagnostic, sort_diagnostics
from kosei_xl.values.evened import evened_texts, evens
from kosei_xl.values.kept import publication_numbered, values_of
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Findings, Say, file_name, open_master, silent, template_of
from kosei_xl.verbs.pdf_programs import ConversionFailed, Converter, find_converter, missing_fonts
from kosei_xl.verbs.publishing import record, sha256_of
from kosei_xl.verbs.report_workbook import (
    MARKS,
    Prepared,
    ReportSources,
    Wishes,
    finish_report,
    keyed_parts,
    lay_out_report,
    report_file_name,
)
from kosei_xl.verbs.report_workbook import NotFinal as NotFinal
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook import pdf_glyphs, pdf_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.glyphs import lacking
from kosei_xl.workbook.unreadable import UnreadableWorkbook

_PDF_SECONDS = 180.0


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


class ReportFlags(SourceFlags, Wishes, total=False):
    """What a report is asked to be on disk: `name` is the file without its ending, `previews` a folder for pictures of
    the pages, `day` that on which a final one is published.
    """

    pdf: bool
    duplex: bool
    previews: Path | None
    name: str | None
    day: dt.date | None


def report(path: Path, point_key: str, out: Path, *, say: Say = silent, **flags: Unpack[ReportFlags]) -> Reported:
    """Make the report workbook of a point, and its PDF. Drafts carry 案; `final` refuses on error findings,
    and where the finished workbook does not agree with the ledger (`verify`).

    A final one is recorded in the master first (発行記録), which is locked and written whole for that. Of a closed
    point the confirmed pages are printed.

    Raises NotFinal (with the findings) instead of writing anything, and UnadoptedEdits where the report that stands
    there holds edits that would be lost (not with `discard_edits`). A PDF that cannot be made is a finding (K502), and
    so is a text that is not complete on it (K501); the workbook stands all the same. What is new since the report
    `marks_since` is underlined, with `show_deleted` what was deleted struck out, and every change listed at the end.
    """
    if not flags.get("final", False):
        return write_report(prepare(open_master(path), point_key, flags), out, flags, say=say)
    with disk.locked(path):
        book = open_master(path)
        if open_rows := undecided_rows(book):
            raise NotFinal(open_rows)
        writable = for_writing(book, template_of(None, "master.xlsx"))
        ready = prepare(writable.book, point_key, flags)
        whole = not flags.get("only") and flags.get("marks_since") is None

        def publish(name: str, workbook: bytes) -> None:
            sha256, master = sha256_of(workbook), sha256_of(writable.stored.data)
            record(writable, ready, Issue(name, sha256, master, date=flags.get("day"), whole=whole), say)

        return write_report(ready, out, flags, say=say, publish=publish)


def write_report(
    ready: Prepared,
    out: Path,
    flags: ReportFlags,
    *,
    say: Say = silent,
    publish: Callable[[str, bytes], None] | None = None,
) -> Reported:
    """`report` of what is prepared; `publish` gets the workbook (name, bytes) that is right, before it is written."""
    path, draft = ready.book.path, ready.made.value.draft
    previews, marks_since = flags.get("previews"), flags.get("marks_since")
    pdf = flags.get("pdf", False) or previews is not None
    plan, point, made, findings = ready.book.plan, ready.point, ready.made, list(ready.findings)
    if pdf:
        fonts = {face.name for face in ready.options.looks.faces.values()}
        findings += [diagnostic(Code.FONT_MISSING, CellRef(path.name), font=font) for font in missing_fonts(fonts)]
    name = flags.get("name")
    marks = MARKS[flags.get("show_deleted", False)] if marks_since is not None else ""
    target = out / f"{file_name(name) if name else report_file_name(plan, point, draft=draft, marks=marks)}.xlsx"
    if ready.confirmed is not None:
        of = ready.confirmed.publication
        as_ended = told("printed_as_ended", point=point.label)
        say(told("printed_as_closed", point=point.label, number=of.number) if of is not None else as_ended)
    finished = finish_report(ready, target.name, findings, flags)
    workbook, written, findings = finished.workbook, finished.written, list(finished.findings)
    if not flags.get("discard_edits", False):
        keep_edits(target, workbook, written, even=evens(plan))
    if publish is not None:
        publish(target.name, workbook)
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
    files = [target, *_list_of_digits(ready, target, say)]
    if pdf:
        say(told("making_pdf"))
        printed = target.with_suffix(".pdf")
        how = PdfBinding(path.parent, flags.get("duplex", False), flags.get("converter"))
        problems = make_pdf(target, printed, made.value, how)
        findings += problems
        if not any(problem.code == Code.NO_PDF for problem in problems):
            files.append(printed)
            findings += not_read_aloud(printed)
            files += preview(printed, previews, say) if previews is not None else ()
    return Reported(tuple(files), Findings(sort_diagnostics(findings), ready.summary, read=1))


def _list_of_digits(ready: Prepared, target: Path, say: Say) -> Iterator[Path]:
    """The list of the digits that were evened, beside the report; one that is of no use any more gets another name."""
    path = target.with_name(f"{target.stem}_{terms.EVENED_SHEET}.xlsx")
    if not evens(ready.book.plan):
        disk.set_aside(path)
        return
    found = tuple(evened_texts(ready.standing))
    own = replace(ready.options, draft=False)
    made = render(evened_report(ready.standing, found, ready.book.ledger.at, own), ready.form)
    disk.write(path, made.data)
    say(told("evened_list", path=path))
    yield path


def prepare(book: Master, point_key: str, flags: ReportFlags, *, changes_no: str = "") -> Prepared:
    """Read what a report is made of beside the master, and lay it out. Nothing is written.

    `changes_no` is the 資料番号 of the list of changes.
    """
    before, marks_since = flags.get("before"), flags.get("marks_since")
    form = template_of(flags.get("template"), "report.xlsx")
    sources = ReportSources(
        book,
        open_master(before) if before is not None else None,
        form,
        _earlier(book, marks_since, form) if marks_since is not None else None,
    )
    return lay_out_report(sources, point_key, flags, changes_no=changes_no)


_PUBLISHED = re.compile(r"^発行[:：](\d+)$")
"""What may stand for an earlier report: its number in 発行記録."""


def _earlier(book: Master, named: Path, form: bytes) -> tuple[str, bytes]:
    """The earlier report since which changes are marked: a file, or what was published under a number (発行:3)."""
    found = _PUBLISHED.match(named.name)
    if found is None:
        return named.name, disk.read(named)
    chosen = publication_numbered(book.registers, int(found[1]))
    values = values_of(chosen, book.registers.published) if chosen is not None else ()
    made, _ = report_of(values, book.ledger.value.pictures)
    if chosen is None or made is None:
        raise WrongCall(told("no_such_number", number=found[1]))
    return chosen.file, render(made, form).data


class UnadoptedEdits(KoseiError):
    """A report was not made anew over one that somebody has edited; `diagnostics` name the cells."""

    exit_code = 1

    def __init__(self, path: Path, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("unadopted", path=path))
        self.diagnostics = tuple(diagnostics)


def keep_edits(target: Path, workbook: bytes, new: Book, *, even: bool = False) -> None:
    """Raise UnadoptedEdits where `target` holds edits that its new `workbook`, as values `new`, does not say; with
    `even`, where it says so in digits of any width.

    Raises WrongCall where it is the report of another plan or point, or of a newer format.
    """
    if not target.exists() or (old := disk.read(target)) == workbook:
        return
    try:
        book = read_book(old, target.name, OFFICE_LIMITS)
        refuse_newer(book)
        carried = read_carried(book)
    except UnreadableWorkbook:
        carried = None
    if carried is None:
        raise UnadoptedEdits(target, [diagnostic(Code.EDITS_UNKNOWN, CellRef(target.name))])
    there, here = read_report_identity(book), read_report_identity(new)
    if there and here and (there.plan_id, there.point) != (here.plan_id, here.point):
        raise WrongCall(told("other_report_there", path=target))
    edits = edits_of(carried, read_report(book, keyed_parts(book)))
    lost = lost_edits(edits, read_report(new, keyed_parts(new)), even=even) if edits else ()
    if lost:
        raise UnadoptedEdits(
            target, [diagnostic(Code.EDIT_NOT_IN_NEW_REPORT, at, found=short(text)) for at, text in lost]
        )


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
    bound = binding.bind(converted, sections, duplex=how.duplex)
    whole = finish.finish(bound.pdf, report.title, report.author, outline=bound.outline, areas=bound.areas)
    whole = tagging.described(whole, report.title, report.author, tagging.program_of(converted))
    marks = tagging.marked_sheets(converted, report.sheets)
    if marks is not None:
        whole = tagging.tagged(whole, report.sheets, marks, bound.places)
    disk.write(target, whole)
    problems += boxes_on_paper(undrawn, target.name)
    missing = pdf_text.missing_characters(report.on_paper(), pages)
    boxes = frozenset().union(*undrawn, lacking("".join(missing)).undrawable)
    missing = {letter: count for letter, count in missing.items() if letter not in boxes}
    if missing:
        named = [label for label in _cut_off(report, pages) if not missing.keys().isdisjoint(report.texts[label])]
        named = named or [f"「{''.join(missing)}」の文字"]
        problems += [diagnostic(Code.TEXT_INCOMPLETE_IN_PDF, place, label=label) for label in named]
    return tuple(problems)


def not_read_aloud(pdf: Path) -> tuple[Diagnostic, ...]:
    """K531 where a PDF that was made lacks tags, on all of its pages or on those that were inserted."""
    data = disk.read(pdf)
    bare = tagging.untagged_pages(data)
    if bare is None:
        name = tagging.program_of(data) or told("some_program")
        where, why = told("every_page"), told("tags_of_newer", name=name)
    elif bare:
        where, why = told("these_pages", pages="、".join(map(str, bare))), told("tags_not_of_inserts")
    else:
        return ()
    return (diagnostic(Code.PDF_NOT_TAGGED, CellRef(pdf.name), where=where, program=why),)


def _cut_off(report: Report, pages: Sequence[str]) -> Iterator[str]:
    """The labels of texts that are not wholly on the pages of their own sheets; of all, where pages are not theirs."""
    if len(pages) != sum(sheet.pages for sheet in report.sheets):
        yield from pdf_text.short_texts(report.texts, pages)
        return
    first = 0
    for sheet, texts in report.texts_by_sheet():
        yield from pdf_text.short_texts(texts, pages[first : first + sheet.pages])
        first += sheet.pages


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
            entries = sheet.outline or ((sheet.name, 1),)
            sections.append(Section(entries, pages=sheet.pages, areas=area_entries(sheet)))
    return sections, problems


def preview(pdf: Path, folder: Path, say: Say = silent) -> tuple[Path, ...]:
    """Write each page of a PDF as a PNG picture into a folder."""
    made = []
    for number, picture in enumerate(binding.pictures(disk.read(pdf)), 1):
        made.append(folder / f"{pdf.stem}_{number:02}.png")
        disk.write(made[-1], picture)
    say(told("made_pictures", count=len(made), folder=folder))
    return tuple(made)
