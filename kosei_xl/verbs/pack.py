"""pack: the papers for the decision folder, in a folder and as one PDF."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Unpack

from kosei_xl.make.writable import for_writing
from kosei_xl.proof import decision
from kosei_xl.proof.verify.compare import disagreements
from kosei_xl.proof.verify.paper import on_paper, printed_cells
from kosei_xl.report.blocks import Block
from kosei_xl.report.columns import Source
from kosei_xl.report.layout import Paper, ReportOptions, sheet_of, sheet_part
from kosei_xl.report.page import Report, ReportSheet
from kosei_xl.report.pdf import binding, finish, tagging
from kosei_xl.report.publication import Issue
from kosei_xl.report.xlsx import render
from kosei_xl.values.diagnostics import Diagnostic, held_by, sort_diagnostics
from kosei_xl.values.evened import evens
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import REPORT_FORMAT
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Findings, Say, open_master, silent, template_of
from kosei_xl.verbs.publishing import record, sha256_of
from kosei_xl.verbs.report import (
    PdfBinding,
    Reported,
    ReportFlags,
    SourceFlags,
    keep_edits,
    make_pdf,
    prepare,
    write_report,
)
from kosei_xl.verbs.report_workbook import NotFinal, Prepared, report_file_name
from kosei_xl.verbs.verify import ReportAndTruth, beside
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import told
from kosei_xl.words.notation import date_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.pdf_text import pages_of_pdf

_TOGETHER = "00_決裁資料"
_DOC_NO = "別紙{number}"
_FIRST_PAPER, _CHANGES_AT = 2, 4
"""Papers are numbered as their files are, behind the report's; the list of changes after 検証結果 and 検算書."""


def pack(
    path: Path,
    point_key: str,
    out: Path,
    *,
    day: dt.date | None = None,
    say: Say = silent,
    **flags: Unpack[SourceFlags],
) -> Reported:
    """Make the final report with its PDF, and beside it what shows that it is right: 検証結果, 検算書, 修正箇所一覧
    (with `marks_since`), 残っている指摘; each a PDF with a number, all of them one PDF, and their workbook.

    `day` is that of the verification. Everything is made in a scratch folder first: raises NotFinal, and writes nothing
    into `out` nor into the master, where anything is an error, also on paper.
    """
    with disk.locked(path), tempfile.TemporaryDirectory(prefix="kosei_") as scratch:
        folder = Path(scratch)
        writable = for_writing(open_master(path), template_of(None, "master.xlsx"))
        say(told("packing"))
        marked: ReportFlags = {
            "final": True,
            "template": flags.get("template"),
            "before": flags.get("before"),
            "marks_since": flags.get("marks_since"),
            "converter": flags.get("converter"),
        }
        ready = prepare(writable.book, point_key, marked, changes_no=_DOC_NO.format(number=_CHANGES_AT))
        name = f"01_{report_file_name(ready.book.plan, ready.point, draft=False)}"
        unmarked: ReportFlags = {**marked, "marks_since": None, "pdf": True, "name": name}
        plain = prepare(writable.book, point_key, unmarked)
        made = write_report(plain, folder, unmarked, say=silent)
        findings = made.checked.diagnostics
        if held_by(findings):
            raise NotFinal(findings)
        if not flags.get("discard_edits", False):
            data = disk.read(folder / f"{name}.xlsx")
            new = read_book(data, name, OFFICE_LIMITS)
            keep_edits(out / f"{name}.xlsx", data, new, even=evens(ready.book.plan))
        changes = ready.made.value.sheets[-1] if flags.get("marks_since") is not None else None
        sheets, texts = _papers(ready, folder / f"{name}.xlsx", findings, day, changes)
        problems = _write_papers(ready, sheets, texts, PdfBinding(folder, converter=flags.get("converter")))
        if held_by(problems):
            raise NotFinal(sort_diagnostics((*findings, *problems)))
        _join(ready, folder)
        sha256, master = sha256_of(disk.read(folder / f"{name}.xlsx")), sha256_of(writable.stored.data)
        record(writable, plain, Issue(f"{name}.xlsx", sha256, master, "pack", day), say)
        files = tuple(out / one.name for one in sorted(folder.iterdir()))
        for target in files:
            disk.write(target, disk.read(folder / target.name))
    return Reported(files, Findings(sort_diagnostics((*findings, *problems)), made.checked.summary, read=1))


def _papers(
    ready: Prepared, workbook: Path, findings: Sequence[Diagnostic], day: dt.date | None, changes: ReportSheet | None
) -> tuple[list[ReportSheet], dict[str, str]]:
    """The sheets of the papers beside the report, in order, and what must be complete on paper of them."""
    compared = beside(read_book(disk.read(workbook), workbook.name, OFFICE_LIMITS), ready.book, ready.former)
    made = compared.value
    if made is None or compared.diagnostics:
        raise NotFinal(compared.diagnostics)
    done = _verification(ready, workbook, made, day)
    left = [one for one in findings if one.severity is not Severity.INFO]
    blocks: list[tuple[str, Block, Paper]] = [
        (decision.VERIFIED, decision.verified_block(made.says, made.found, done), "A4縦"),
        (decision.SUMS, decision.sums_block(list(decision.sums_of(made.says, made.found))), "A4横"),
        (decision.FINDINGS, decision.findings_block(left), "A4横"),
    ]
    source, options = Source(ready.standing), ReportOptions(ready.options.looks, draft=False)
    sheets: list[ReportSheet] = []
    texts: dict[str, str] = {}
    for title, block, paper in blocks:
        if title == decision.FINDINGS and changes is not None:
            sheets.append(changes)
        part = sheet_part(title, block, paper=paper, doc_no=_DOC_NO.format(number=len(sheets) + _FIRST_PAPER))
        sheet, own = sheet_of(part, block, source, options)
        sheets.append(sheet)
        texts |= own
    starts = accumulate((sheet.pages for sheet in sheets), initial=1)
    numbered = [replace(sheet, footer="{頁}／{総頁}", first_page=n) for sheet, n in zip(sheets, starts, strict=False)]
    return numbered, texts


def _write_papers(
    ready: Prepared,
    sheets: Sequence[ReportSheet],
    texts: Mapping[str, str],
    how: PdfBinding,
) -> tuple[Diagnostic, ...]:
    """The papers as one workbook and as a PDF each, in the binding's folder."""
    folder = how.folder
    plan, report_ = ready.book.plan, ready.made.value
    identity = {"format": str(REPORT_FORMAT), "kind": "papers", "plan_id": plan.plan_id, "point": ready.point.key}
    papers = Report(report_.title, report_.author, tuple(sheets), False, identity, texts=texts)
    last = len(sheets) + 1
    workbook, whole = folder / f"02-{last:02}_別紙.xlsx", folder / "papers.pdf"
    disk.write(workbook, render(papers, ready.form).data)
    problems = make_pdf(workbook, whole, papers, how)
    if held_by(problems):
        return problems
    data, first = disk.read(whole), 1
    for number, sheet in enumerate(sheets, 2):
        own = binding.extract(data, first, sheet.pages)
        title = f"{sheet.name}　{report_.title}"
        disk.write(folder / f"{number:02}_{sheet.name}.pdf", _titled(own, title, report_.author, data))
        first += sheet.pages
    whole.unlink()
    return problems


def _join(ready: Prepared, folder: Path) -> None:
    """All PDFs of the folder as one, with an entry in its outline for each."""
    pdfs = [(one.stem.partition("_")[2], disk.read(one)) for one in sorted(folder.glob("*.pdf"))]
    outline, first = [], 1
    for title, data in pdfs:
        outline.append((title, first))
        first += len(pages_of_pdf(data))
    title = f"{_TOGETHER.partition('_')[2]}　{ready.made.value.title}"
    joined = finish.join([data for _, data in pdfs])
    whole = _titled(joined, title, ready.made.value.author, pdfs[0][1], outline)
    disk.write(folder / f"{_TOGETHER}.pdf", whole)


def _titled(pdf: bytes, title: str, author: str, printed: bytes, outline: Sequence[tuple[str, int]] = ()) -> bytes:
    """A PDF put together of others with its title, author, language and outline; `printed` says what printed them."""
    made = finish.finish(pdf, title, author, outline=outline)
    return tagging.described(made, title, author, tagging.program_of(printed))


def _verification(ready: Prepared, workbook: Path, made: ReportAndTruth, day: dt.date | None) -> decision.Verification:
    """What was compared, as the paper says it."""
    book, pdf = ready.book, workbook.with_suffix(".pdf")
    problems = disagreements(made.says, made.found, made.point)
    problems += on_paper(made.found, pages_of_pdf(disk.read(pdf)), made.point)
    if held_by(problems):
        raise NotFinal(sort_diagnostics(problems))
    facts = (
        ("計画", f"{book.plan.name}（第{book.plan.plan_version}版）"),
        ("報告時点", ready.point.label),
        ("事務局ブック", book.path.name),
        ("資料", workbook.name),
        ("資料のPDF", pdf.name),
        ("照合日", date_text(day, book.plan.style.digits_text) if day is not None else "　　　年　　月　　日"),
    )
    files = ((book.path.name, book.data), *((one.name, disk.read(one)) for one in (workbook, pdf)))
    hashes = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in files)
    return decision.Verification(facts, sum(1 for _ in printed_cells(made.found)), hashes, tuple(problems))
