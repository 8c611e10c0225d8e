"""The whole story, one short function a verb: read, work on values, write. Both shells call only this.

Open this second, after `model`.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from kosei_xl import master, rules, store, terms
from kosei_xl.cells import Book, CellRef
from kosei_xl.consolidate import Consolidation, consolidate, ledger_findings
from kosei_xl.diagnostics import (
    Diagnostic,
    KoseiError,
    Outcome,
    Severity,
    SourceMap,
    diagnostic,
    has_errors,
    sort_diagnostics,
)
from kosei_xl.excel import UnreadableWorkbook, read_book
from kosei_xl.form import make_survey
from kosei_xl.ledger import Records
from kosei_xl.messages import Message, told
from kosei_xl.model import (
    PHOTO_SEQ,
    Department,
    EntriesFile,
    EntryKey,
    Part,
    Plan,
    PlanFile,
    ReportingPoint,
    Submission,
)
from kosei_xl.read import read_ledger, read_plan, read_submission
from kosei_xl.read.identity import read_identity
from kosei_xl.read.plan import problem_text
from kosei_xl.read.survey import embedded_plan
from kosei_xl.revision import Revision, compare
from kosei_xl.status import DepartmentStatus, make_status
from kosei_xl.summarize import Summary, summarize

# What writes and prints workbooks is imported where it is used: a check, which writes nothing, must answer at once.
if TYPE_CHECKING:
    from kosei_xl.report.binding import Section
    from kosei_xl.report.page import Report
    from kosei_xl.report.pdf import Converter

Say = Callable[[str], None]
"""Where progress goes: one line of plain Japanese a call."""

JsonFile = TypeVar("JsonFile", PlanFile, EntriesFile)

_PDF_SECONDS = 180.0
_WORKBOOKS = (".xlsx", ".xlsm")


def silent(line: str) -> None:
    """Progress for nobody."""


class WrongCall(KoseiError):
    """The call cannot be carried out as given (exit code 2): the message says what to give instead."""


class UnreadableMaster(KoseiError):
    """The master workbook's plan could not be put together; `diagnostics` say where and why."""

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("bad_master", name=name))
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True, slots=True)
class Master:
    """A master workbook as read: its bytes, its plan (with the cells it stands in), its ledger, what was odd."""

    path: Path
    data: bytes
    plan: Plan
    records: Outcome[Records]
    diagnostics: tuple[Diagnostic, ...]
    at: SourceMap = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check or consolidation found: findings in reading order, counts, and status where there is a ledger."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary | None = None
    status: tuple[DepartmentStatus, ...] = ()
    read: int = 0


# -- init ----------------------------------------------------------------------------------------------------------
def init(
    path: Path,
    plan_file: PlanFile,
    entries: EntriesFile | None = None,
    say: Say = silent,
    *,
    template: Path | None = None,
) -> Path:
    """Make a master workbook from a plan (and entries of earlier points). Refuses to replace a file that is there.

    `template` is the city's own restyled master.xlsx.
    """
    from kosei_xl import fill

    if path.exists():
        raise WrongCall(told("already_there", path=path))
    plan = plan_file.plan
    records = Records(current=_current(plan, entries) if entries else {})
    point = plan.points[-1].key if plan.points else ""
    sheets = {
        **master.make_settings(plan),
        terms.LEDGER_SHEET: master.make_ledger(plan, records),
        terms.INDICATORS_SHEET: master.make_indicators(plan, records),
        terms.SUMMARY_SHEET: master.make_summary(plan, summarize(plan, records.current, point)),
    }
    if plan.has_photos:
        sheets[terms.PHOTOS_SHEET] = master.make_photos(plan, records, records.current)
    identity = {"format": "1", "kind": "master", "plan_id": plan.plan_id, "plan_version": str(plan.plan_version)}
    received = master.make_received(plan, ())
    form = _template(template, "master.xlsx")
    data = fill.update_master(form, plan, sheets, added=received, point=point, identity=identity)
    store.write(path, data)
    say(told("made_master", path=path))
    return path


def init_from(
    path: Path,
    *,
    sample: str | None = None,
    plan_path: Path | None = None,
    entries_path: Path | None = None,
    template: Path | None = None,
    say: Say = silent,
) -> Path:
    """`init` from a bundled sample or from PLAN.json (and ENTRIES.json). Raises WrongCall when they cannot be read."""
    if (sample is None) == (plan_path is None):
        raise WrongCall(told("sample_or_plan"))
    if sample is not None:
        return init(path, sample_plan(sample), None, say, template=template)
    assert plan_path is not None
    plan_file = _json_file(plan_path, PlanFile)
    entries = _json_file(entries_path, EntriesFile) if entries_path else None
    return init(path, plan_file, entries, say, template=template)


def sample_plan(name: str) -> PlanFile:
    """A bundled sample plan. Raises WrongCall for a name that is not there."""
    return PlanFile.model_validate_json(_sample(name, "plan"))


def sample_entries(name: str) -> EntriesFile:
    """The entries of a bundled sample plan."""
    return EntriesFile.model_validate_json(_sample(name, "entries"))


def _sample(name: str, kind: str) -> bytes:
    try:
        return store.bundled("samples", f"{name}.{kind}.json")
    except store.StoreError as error:
        raise WrongCall(told("no_sample", name=name)) from error


def _json_file(path: Path, form: type[JsonFile]) -> JsonFile:
    try:
        return form.model_validate_json(store.read(path))
    except ValidationError as error:
        lines: list[str] = [
            f"  {'.'.join(map(str, e['loc'])) or '（全体）'}：{problem_text(e)}" for e in error.errors()[:10]
        ]
        raise WrongCall(told("bad_json", path=path, lines="\n".join(lines))) from error


def _template(own: Path | None, name: str) -> bytes:
    """A city's own template, or the one that is shipped under `name`."""
    return store.read(own) if own is not None else store.bundled("workbook_templates", name)


def schema(which: str) -> dict[str, object]:
    """JSON Schema of PLAN.json ("plan") or ENTRIES.json ("entries")."""
    return (PlanFile if which == "plan" else EntriesFile).model_json_schema()


def _current(plan: Plan, entries: EntriesFile) -> dict[EntryKey, dict[str, str]]:
    if entries.plan_id != plan.plan_id:
        raise WrongCall(told("other_plan", found=entries.plan_id, expected=plan.plan_id))
    current: dict[EntryKey, dict[str, str]] = {}
    for entry in entries.entries:
        current[EntryKey(entry.item_key, entry.sub_no, entry.point)] = dict(entry.fields)
        for seq, indicator in enumerate(entry.indicators, 1):
            fields = indicator.model_dump(exclude_none=True)
            current[EntryKey(entry.item_key, entry.sub_no, entry.point, seq)] = fields
        for seq, photo in enumerate(entry.photos, PHOTO_SEQ + 1):
            fields = photo.model_dump(exclude_none=True)
            current[EntryKey(entry.item_key, entry.sub_no, entry.point, seq)] = fields
    return current


# -- reading -------------------------------------------------------------------------------------------------------
def open_master(path: Path) -> Master:
    """Read a master workbook.

    Raises WrongCall when it is not there or no workbook, UnreadableMaster for a broken plan.
    """
    data = store.read(path)
    try:
        book = read_book(data, path.name)
    except UnreadableWorkbook as error:
        problem = diagnostic(error.code, CellRef(path.name), reason=error.reason)
        raise WrongCall(
            told("bad_workbook", path=path, problem=Message(problem.message(), problem.message("en")))
        ) from error
    return _master(path, data, book)


def _master(path: Path, data: bytes, book: Book) -> Master:
    plan = read_plan(book)
    if plan.value is None:
        raise UnreadableMaster(path.name, plan.diagnostics)
    records = read_ledger(book, plan.value)
    return Master(path, data, plan.value, records, (*plan.diagnostics, *records.diagnostics), plan.at)


def point_of(plan: Plan, key: str) -> ReportingPoint:
    """The reporting point of a plan. Raises WrongCall with the keys there are."""
    point = plan.point(key)
    if point is None:
        known = "、".join(f"{p.key}（{p.label}）" for p in plan.points)
        raise WrongCall(told("no_point", key=key, known=known))
    return point


def _find_files(paths: Sequence[Path], problems: list[Diagnostic]) -> list[Path]:
    """Workbooks among files and folders (not deeper), by name; other files are reported, nothing is opened."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            problems.append(diagnostic("K122", CellRef(path.name)))
        elif path.is_dir():
            found = [f for f in sorted(path.iterdir()) if f.is_file() and not f.name.startswith(".")]
            books = [f for f in found if f.suffix.lower() in _WORKBOOKS and not f.name.startswith("~$")]
            problems += [diagnostic("K103", CellRef(f.name)) for f in found if f.name.startswith("~$")]
            others = [f for f in found if f not in books and not f.name.startswith("~$")]
            problems += [diagnostic("K102" if f.suffix.lower() == ".xls" else "K104", CellRef(f.name)) for f in others]
            if not books:
                problems.append(diagnostic("K123", CellRef(path.name)))
            files += books
        elif path.name.startswith("~$"):
            problems.append(diagnostic("K103", CellRef(path.name)))
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def _read_books(paths: Sequence[Path], problems: list[Diagnostic], say: Say) -> list[Book]:
    """Read every workbook that can be read; the others are reported."""
    files = _find_files(paths, problems)
    books = []
    for number, file in enumerate(files, 1):
        say(told("reading", number=number, count=len(files), name=file.name))
        try:
            books.append(read_book(store.read(file), file.name))
        except UnreadableWorkbook as error:
            problems.append(diagnostic(error.code, CellRef(file.name), reason=error.reason))
        except store.StoreError as error:
            problems.append(diagnostic("K101", CellRef(file.name), reason=error.args[0]))
    return books


# -- distribute ----------------------------------------------------------------------------------------------------
def distribute(
    path: Path, point_key: str, out: Path, say: Say = silent, *, template: Path | None = None
) -> tuple[Path, ...]:
    """Make one survey workbook for each department that has something to answer, into the folder `out`.

    `template` is the city's own restyled department.xlsx. Raises WrongCall, and writes nothing, where a workbook of
    that name with other content is there: somebody may have filled it in.
    """
    from kosei_xl import fill

    book = open_master(path)
    plan, point = book.plan, point_of(book.plan, point_key)
    form = _template(template, "department.xlsx")
    departments = [d for d in plan.departments if plan.lines_answered_by(d.code)]
    if not departments:
        raise WrongCall(told("nobody_answers"))
    made: dict[Path, bytes] = {}
    for number, department in enumerate(sorted(departments, key=lambda d: (d.order, d.code)), 1):
        target = out / survey_file_name(plan, department, point)
        if target in made:
            raise WrongCall(told("same_file_name", name=target.name))
        survey = make_survey(plan, department, point, book.records.value.current, book.records.value.pictures)
        made[target] = fill.fill_survey(form, plan, survey)
        if target.exists() and store.read(target) != made[target]:
            raise WrongCall(told("survey_differs", path=target))
        say(told("survey", number=number, count=len(departments), name=target.name))
    for target, data in made.items():
        store.write(target, data)
    return tuple(made)


def survey_file_name(plan: Plan, department: Department, point: ReportingPoint) -> str:
    """The file name of a department's survey by the plan's pattern; characters that Windows refuses become "_"."""
    values = {
        "部署番号": department.code,
        "課名": department.name,
        "部名": department.bureau or "",
        "時点": point.short_label or point.label,
        "計画名": plan.name,
    }
    name = plan.style.file_name
    for key, value in values.items():
        name = name.replace("{" + key + "}", value)
    return f"{_file_name(name.removesuffix('.xlsx'))}.xlsx"


def _file_name(name: str) -> str:
    """A name without the characters that Windows refuses in file names."""
    return "".join("_" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name).strip(" .")


# -- check ---------------------------------------------------------------------------------------------------------
def check(paths: Sequence[Path], master_path: Path | None = None, say: Say = silent) -> Checked:
    """Check survey workbooks, each on its own and against each other; a master is checked as the whole ledger.

    Without `master_path` a survey is checked against the part of the plan that it carries. Raises WrongCall when no
    input at all was readable.
    """
    problems: list[Diagnostic] = []
    plan = open_master(master_path).plan if master_path else None
    books = _read_books(paths, problems, say)
    submissions: list[tuple[Plan, Outcome[Submission]]] = []
    summary: Summary | None = None
    for book in books:
        if terms.LEDGER_SHEET in {sheet.name for sheet in book.sheets}:
            summary = _check_master(book, problems)
            continue
        own = plan or embedded_plan(book)
        if own is None:
            problems.append(diagnostic("K127" if read_identity(book) else "K105", CellRef(book.name)))
            continue
        outcome = read_submission(book, own)
        problems += outcome.diagnostics
        if outcome.value is not None:
            read = Outcome(outcome.value, outcome.at, outcome.diagnostics)
            submissions.append((own, read))
            problems += rules.check(read, own)
    if not books:
        raise NothingReadable(problems)
    if submissions and summary is None:
        summary = _summary_of(submissions)
    return Checked(sort_diagnostics(problems, _sheet_order(books)), summary, read=len(books))


class NothingReadable(WrongCall):
    """No input at all was readable; `diagnostics` say why for each."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("nothing_readable"))
        self.diagnostics = tuple(diagnostics)


def _check_master(book: Book, problems: list[Diagnostic]) -> Summary | None:
    try:
        found = _master(Path(book.name), b"", book)
    except UnreadableMaster as error:
        problems += error.diagnostics
        return None
    problems += found.diagnostics
    summary = None
    for point in found.plan.points:
        records = found.records
        answered = any(fields for key, fields in records.value.current.items() if key.point == point.key)
        if answered or point is found.plan.points[-1]:
            problems += ledger_findings(
                found.plan, point.key, records.value, records.at, found.diagnostics, everything=True
            )
            summary = summarize(found.plan, records.value.current, point.key)
    return summary


def _summary_of(submissions: Sequence[tuple[Plan, Outcome[Submission]]]) -> Summary:
    """Counts over the rows that these submissions answer."""
    plan = submissions[0][0]
    current: dict[EntryKey, Mapping[str, str]] = {}
    items = {}
    for own, submission in submissions:
        for value_set in submission.value.value_sets:
            current[EntryKey(*value_set.key[:2], submission.value.point, value_set.seq)] = value_set.fields
        answered = own.lines_answered_by(submission.value.dept_code)
        items.update({line.item.key: line.item for line in answered if line.sub is None})
    return summarize(plan.only(items.values()), current, submissions[0][1].value.point)


def _sheet_order(books: Sequence[Book]) -> dict[tuple[str, str], int]:
    return {(book.name, sheet.name): n for book in books for n, sheet in enumerate(book.sheets)}


# -- consolidate ---------------------------------------------------------------------------------------------------
def consolidate_into(path: Path, paths: Sequence[Path], point_key: str, say: Say = silent) -> Checked:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘 and 集計 are made anew.

    One writer: the master is locked, written whole, and the one before is kept as `.bak`. Nothing new, nothing changes.
    Raises WrongCall when no input at all was readable; then the master stays as it was.
    """
    with store.locked(path):
        book = open_master(path)
        point = point_of(book.plan, point_key)
        problems: list[Diagnostic] = []
        books = _read_books(paths, problems, say)
        if not books:
            raise NothingReadable(problems)
        submissions = []
        for one in books:
            outcome = read_submission(one, book.plan, point=point_key)
            if outcome.value is None:
                problems += outcome.diagnostics
            else:
                submissions.append(Outcome(outcome.value, outcome.at, outcome.diagnostics))
        say(told("taking_in"))
        result = consolidate(book.plan, point_key, book.records, submissions)
        problems += (*book.diagnostics, *result.diagnostics)
        findings = sort_diagnostics(problems, _sheet_order(books))
        status = make_status(result.value, findings)
        summary = summarize(book.plan, result.value.records.current, point_key)
        notes: list[str] = []
        data = _updated_master(book, result.value, findings, status, summary, point, notes)
        store.write(path, data, backup=True, instead_of=book.data)
    for note in notes:
        say(note)
    say(told("consolidated", path=path))
    return Checked(findings, summary, status, read=len(books))


def _updated_master(
    book: Master,
    result: Consolidation,
    findings: Sequence[Diagnostic],
    status: Sequence[DepartmentStatus],
    summary: Summary,
    point: ReportingPoint,
    notes: list[str],
) -> bytes:
    from kosei_xl import fill

    plan = book.plan
    sheets = {
        terms.LEDGER_SHEET: master.make_ledger(plan, result.records),
        terms.INDICATORS_SHEET: master.make_indicators(plan, result.records),
        terms.STATUS_SHEET: master.make_status_sheet(status, point),
        terms.FINDINGS_SHEET: master.make_findings(findings),
        terms.SUMMARY_SHEET: master.make_summary(plan, summary),
    }
    if plan.has_photos:
        sheets[terms.PHOTOS_SHEET] = master.make_photos(plan, result.records, book.records.value.current)
    added = master.make_received(plan, result.added)
    return fill.update_master(book.data, plan, sheets, added=added, point=point.key, notes=notes)


# -- revision ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Compared:
    """What a plan's new version changed, and what was found on the way."""

    revision: Revision
    diagnostics: tuple[Diagnostic, ...]


def diff(before: Path, after: Path) -> Compared:
    """Compare the plans of two masters, item by item. Raises WrongCall where they are not two versions of one plan.

    Returns K521 for new items that may be old ones whose key was lost, and what was odd in the new master's sheets.
    """
    old, new = open_master(before), open_master(after)
    revision = _revision(old, new)
    return Compared(revision, sort_diagnostics((*new.diagnostics, *_lost_keys(revision, new))))


def _revision(old: Master, new: Master) -> Revision:
    """What changed between two versions of one plan. Raises WrongCall for other pairs of workbooks."""
    versions = old.plan.plan_version, new.plan.plan_version
    if old.plan.plan_id != new.plan.plan_id:
        raise WrongCall(told("diff_other_plan", name=old.path.name, found=old.plan.plan_id, expected=new.plan.plan_id))
    if versions[0] == versions[1]:
        raise WrongCall(told("diff_same_version", version=versions[0]))
    if versions[0] > versions[1]:
        raise WrongCall(told("diff_swapped", old=versions[0], new=versions[1]))
    return compare(old.plan, new.plan)


def _lost_keys(revision: Revision, book: Master) -> tuple[Diagnostic, ...]:
    """K521 at the row of each new item that has the name of one that is gone."""
    found = []
    for old, item in revision.lost_keys:
        at = book.at.get(("items", book.plan.items.index(item)))
        found.append(diagnostic("K521", at, item=item.no, name=item.name, old=old.no, key=f"{old.key}|"))
    return tuple(found)


# -- report --------------------------------------------------------------------------------------------------------
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
    converter: "Converter | None" = None,
    say: Say = silent,
) -> Reported:
    """Make the report workbook of a point, and its PDF. Drafts carry 案; `final` refuses on error findings.

    Raises NotFinal (with the findings) instead of writing anything. A PDF that cannot be made is a finding (K502), and
    so is a text that is not complete on it (K501); the workbook stands all the same. `only` names the parts to print
    (all when empty), `name` the file without its ending. `before` is the master of the plan's former version, for what
    a revision changed.
    """
    from kosei_xl.report import pdf as pdf_tools
    from kosei_xl.report.layout import lay_out
    from kosei_xl.report.xlsx import looks, render

    book = open_master(path)
    plan, point = book.plan, point_of(book.plan, point_key)
    revision = _revision(open_master(before), book) if before is not None else None
    records = book.records
    findings = [
        *book.diagnostics,
        *ledger_findings(plan, point_key, records.value, records.at, book.diagnostics, everything=True),
    ]
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
    findings += [*made.diagnostics, *(_lost_keys(revision, book) if revision else ())]
    fonts = {face.name for face in look.faces.values()} if pdf or previews is not None else ()
    findings += [diagnostic("K505", CellRef(path.name), font=font) for font in pdf_tools.missing_fonts(fonts)]
    if final and has_errors(findings):
        raise NotFinal(sort_diagnostics(findings))
    target = out / f"{_file_name(name) if name else report_file_name(plan, point, draft=not final)}.xlsx"
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
        errors = sum(problem.severity is Severity.ERROR for problem in diagnostics)
        super().__init__(told("not_final", count=errors))
        self.diagnostics = tuple(diagnostics)


def report_file_name(plan: Plan, point: ReportingPoint, *, draft: bool) -> str:
    """The file name of a report, without its ending."""
    return _file_name(f"委員会資料_{point.short_label or point.label}{'_案' if draft else ''}")


def make_pdf(
    workbook: Path,
    target: Path,
    report: "Report",
    *,
    folder: Path,
    duplex: bool = False,
    converter: "Converter | None" = None,
) -> tuple[Diagnostic, ...]:
    """Turn a report workbook into one PDF for the set: parts and PDFs to insert in order, outline, title, language.

    Inserts are looked for from `folder`. Characters are counted, so that a text cut across pages is not taken for a
    short one; only when some are missing the short texts are looked for. Returns K502 when no PDF could be made, K501
    for each short text, K505 for fonts that are not installed, K506 for another number of pages than was laid out,
    K507 for an insert that cannot be read.
    """
    from kosei_xl.report import binding
    from kosei_xl.report import pdf as pdf_tools

    place = CellRef(target.name)
    with tempfile.TemporaryDirectory(prefix="kosei_") as scratch:
        raw = Path(scratch) / "report.pdf"
        try:
            chosen = converter or pdf_tools.find_converter()
            chosen.convert(workbook, raw, _PDF_SECONDS)
            converted = store.read(raw)
            pages = pdf_tools.text_of(converted)
        except (pdf_tools.ConversionFailed, pdf_tools.UnreadablePdf, store.StoreError) as error:
            return (diagnostic("K502", place, reason=error.args[0]),)
    problems = []
    expected = sum(sheet.pages for sheet in report.sheets)
    if len(pages) == expected:
        sections, lost = _sections(report, folder)
        problems += lost
        bound, outline = binding.bind(converted, sections, duplex=duplex)
    else:
        problems.append(diagnostic("K506", place, expected=expected, found=len(pages)))
        bound, outline = converted, ()
    store.write(target, pdf_tools.finish(bound, report.title, report.author, outline=outline))
    missing = pdf_tools.missing_characters(report.on_paper(), pages)
    if missing:
        short = pdf_tools.short_texts(report.texts, pages)
        named = [label for label in short if not missing.keys().isdisjoint(report.texts[label])]
        named = named or [f"「{''.join(missing)}」の文字"]
        problems += [diagnostic("K501", place, label=label) for label in named]
    return tuple(problems)


def _sections(report: "Report", folder: Path) -> "tuple[list[Section], list[Diagnostic]]":
    """The sheets' pages and the inserts between them, in printed order; inserts that cannot be read are reported."""
    from kosei_xl.report import pdf as pdf_tools
    from kosei_xl.report.binding import Section

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
    from kosei_xl.report import binding

    made = []
    for number, picture in enumerate(binding.pictures(store.read(pdf)), 1):
        made.append(folder / f"{pdf.stem}_{number:02}.png")
        store.write(made[-1], picture)
    say(told("made_pictures", count=len(made), folder=folder))
    return tuple(made)
