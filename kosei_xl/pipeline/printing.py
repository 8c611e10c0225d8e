"""report: the report workbook of a point, its PDF and pictures of its pages."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kosei_xl import store
from kosei_xl.acknowledged import answered, open_errors
from kosei_xl.cells import CellRef
from kosei_xl.consolidate import ledger_findings
from kosei_xl.diagnostics import Diagnostic, KoseiError, diagnostic, has_errors, sort_diagnostics
from kosei_xl.messages import told
from kosei_xl.model import Part, Plan, ReportingPoint
from kosei_xl.pipeline.comparing import lost_keys, revision_of
from kosei_xl.pipeline.opening import Checked, Say, WrongCall, file_name, open_master, point_of, silent
from kosei_xl.report import binding
from kosei_xl.report import pdf as pdf_tools
from kosei_xl.report.binding import Section
from kosei_xl.report.layout import lay_out
from kosei_xl.report.page import Report
from kosei_xl.report.pdf import Converter
from kosei_xl.report.xlsx import looks, render
from kosei_xl.summarize import summarize

_PDF_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Reported:
    """Files of a report, and what was found on the way."""

    files: tuple[Path, ...]
    checked: Checked


def report(
    path: Path,
    point_key: str,
    out: Path,
    *,
    final: bool = False,
    pdf: bool = False,
    duplex: bool = False,
    previews: Path | None = None,
    only: Sequence[str] = (),
    name: str | None = None,
    template: Path | None = None,
    before: Path | None = None,
    converter: Converter | None = None,
    say: Say = silent,
) -> Reported:
    """Make the report workbook of a point, and its PDF. Drafts carry 案; `final` refuses on error findings.

    Raises NotFinal (with the findings) instead of writing anything. A PDF that cannot be made is a finding (K502), and
    so is a text that is not complete on it (K501); the workbook stands all the same. `only` names the parts to print
    (all when empty), `name` the file without its ending. `before` is the master of the plan's former version, for what
    a revision changed.
    """
    book = open_master(path)
    plan, point = book.plan, point_of(book.plan, point_key)
    revision = revision_of(open_master(before), book) if before is not None else None
    records = book.records
    findings = [
        *book.diagnostics,
        *ledger_findings(plan, point_key, records.value, records.at, book.diagnostics, everything=True),
    ]
    findings = [*answered(plan, findings, book.answers).diagnostics]
    summary = summarize(plan, records.value.current, point_key)
    form = store.read(template) if template else store.bundled("workbook_templates", "report.xlsx")
    look = looks(form)
    made = lay_out(
        plan.with_parts(_parts_named(plan, only)),
        records.value.current,
        point,
        summary,
        look,
        draft=not final,
        file=path.name,
        pictures=records.value.pictures,
        revision=revision,
    )
    findings += [*made.diagnostics, *(lost_keys(revision, book) if revision else ())]
    fonts = {face.name for face in look.faces.values()} if pdf or previews is not None else ()
    findings += [diagnostic("K505", CellRef(path.name), font=font) for font in pdf_tools.missing_fonts(fonts)]
    if final and has_errors(findings):
        raise NotFinal(sort_diagnostics(findings))
    target = out / f"{file_name(name) if name else report_file_name(plan, point, draft=not final)}.xlsx"
    store.write(target, render(made.value, form))
    pages = sum(sheet.pages for sheet in made.value.sheets)
    say(told("made_report", path=target, sheets=len(made.value.sheets), pages=pages))
    files = [target]
    if pdf or previews is not None:
        say(told("making_pdf"))
        printed = target.with_suffix(".pdf")
        problems = make_pdf(target, printed, made.value, folder=path.parent, duplex=duplex, converter=converter)
        findings += problems
        if not any(problem.code == "K502" for problem in problems):
            files.append(printed)
            files += preview(printed, previews, say) if previews is not None else ()
    return Reported(tuple(files), Checked(sort_diagnostics(findings), summary, read=1))


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


def report_file_name(plan: Plan, point: ReportingPoint, *, draft: bool) -> str:
    """The file name of a report, without its ending."""
    return file_name(f"委員会資料_{point.short_label or point.label}{'_案' if draft else ''}")


def make_pdf(
    workbook: Path,
    target: Path,
    report: Report,
    *,
    folder: Path,
    duplex: bool = False,
    converter: Converter | None = None,
) -> tuple[Diagnostic, ...]:
    """Turn a report workbook into one PDF for the set: parts and PDFs to insert in order, outline, title, language.

    Inserts are looked for from `folder`. Characters are counted, so that a text cut across pages is not taken for a
    short one; only when some are missing the short texts are looked for. Returns K502 when no PDF could be made (and
    K508 where one made before was set aside), K501 for each short text, K505 for fonts that are not installed, K506 for
    another number of pages than was laid out (then the inserts come last), K507 for an insert that cannot be read.
    """
    place = CellRef(target.name)
    with tempfile.TemporaryDirectory(prefix="kosei_") as scratch:
        raw = Path(scratch) / "report.pdf"
        try:
            chosen = converter or pdf_tools.find_converter()
            chosen.convert(workbook, raw, _PDF_SECONDS)
            converted = store.read(raw)
            pages = pdf_tools.text_of(converted)
        except (pdf_tools.ConversionFailed, pdf_tools.UnreadablePdf, store.StoreError) as error:
            failed = diagnostic("K502", place, reason=error.args[0])
            old = store.set_aside(target)
            return (failed, diagnostic("K508", place, name=old.name)) if old else (failed,)
    problems: list[Diagnostic] = []
    expected = sum(sheet.pages for sheet in report.sheets)
    sections, lost = _sections(report, folder)
    problems += lost
    if len(pages) != expected:
        problems.append(diagnostic("K506", place, expected=expected, found=len(pages)))
        inserts = [section for section in sections if section.external is not None]
        sections = [Section((), pages=len(pages)), *inserts]
    bound, outline = binding.bind(converted, sections, duplex=duplex)
    store.write(target, pdf_tools.finish(bound, report.title, report.author, outline=outline))
    missing = pdf_tools.missing_characters(report.on_paper(), pages)
    if missing:
        short = pdf_tools.short_texts(report.texts, pages)
        named = [label for label in short if not missing.keys().isdisjoint(report.texts[label])]
        named = named or [f"「{''.join(missing)}」の文字"]
        problems += [diagnostic("K501", place, label=label) for label in named]
    return tuple(problems)


def _sections(report: Report, folder: Path) -> tuple[list[Section], list[Diagnostic]]:
    """The sheets' pages and the inserts between them, in printed order; inserts that cannot be read are reported."""
    sections: list[Section] = []
    problems: list[Diagnostic] = []
    for number in range(len(report.sheets) + 1):
        for insert in (one for one in report.inserts if one.after == number):
            try:
                data = store.read(folder / insert.file)
                pdf_tools.text_of(data)
                sections.append(Section(((insert.title, 1),), external=pdf_tools.join([data])))
            except (store.StoreError, pdf_tools.UnreadablePdf) as error:
                problems.append(diagnostic("K507", CellRef(insert.file), reason=error.args[0]))
        if number < len(report.sheets):
            sheet = report.sheets[number]
            sections.append(Section(sheet.outline or ((sheet.name, 1),), pages=sheet.pages))
    return sections, problems


def preview(pdf: Path, folder: Path, say: Say = silent) -> tuple[Path, ...]:
    """Write each page of a PDF as a PNG picture into a folder."""
    made = []
    for number, picture in enumerate(binding.pictures(store.read(pdf)), 1):
        made.append(folder / f"{pdf.stem}_{number:02}.png")
        store.write(made[-1], picture)
    say(told("made_pictures", count=len(made), folder=folder))
    return tuple(made)
