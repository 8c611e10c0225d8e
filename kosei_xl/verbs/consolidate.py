"""consolidate: returned workbooks go into the master."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.conflicts import SettledConflicts, all_open_conflicts, confirmed, presets
from kosei_xl.collect.consolidation import Consolidation
from kosei_xl.collect.consolidation import consolidate as merge
from kosei_xl.collect.office import with_office
from kosei_xl.collect.return_findings import unopened
from kosei_xl.collect.settlements import answers_of, settlement_rows
from kosei_xl.collect.status import make_status
from kosei_xl.collect.summarize import summarize
from kosei_xl.make import fill, master
from kosei_xl.make.writable import Writable, for_writing
from kosei_xl.read.master import Master, point_of, read_master
from kosei_xl.read.returned import with_pictures
from kosei_xl.values.diagnostics import Diagnostic, sort_diagnostics
from kosei_xl.values.pictures import Picture
from kosei_xl.values.refusals import NothingReadable
from kosei_xl.values.reports import Reading
from kosei_xl.values.returned import Returned, decode
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Findings, Say, open_master, read_bytes, silent, template_of
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.words.messages import Message, told


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A master after a consolidation, what was found, and what else is to be told."""

    master: bytes
    found: Findings
    notes: tuple[Message, ...] = ()


def consolidate_into(path: Path, paths: Sequence[Path], point_key: str, say: Say = silent) -> Findings:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘, 競合 and 集計 are made anew.

    First what the office has typed since is recorded: its edits of the ledger, and its decisions on 競合, which go into
    the ledger. Without `paths` that is all; what the program has proposed there then counts as decided (also once
    somebody has saved the master with it). One writer: the master is locked, written whole, and the one before is kept
    as `.bak`. New items get their row keys written, and a master of a former format becomes one of now. Nothing new,
    nothing changes. Raises NothingReadable when no input at all was readable; that a file was not stands in 受領 then.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        point_of(ready.book.plan, point_key)
        files = read_bytes(paths, say)
        plan, went_out = ready.book.plan, ready.book.registers.handed_out
        read = [with_pictures(data, file.name, plan, point_key, handed_out=went_out) for file, data in files.value]
        results = [result for result, _ in read]
        unread = [*files.diagnostics, *(p for result in results for p in result.diagnostics)]
        nothing = bool(paths) and not any(result.sheets for result in results)
        if nothing and not (results or unopened(unread)):
            raise NothingReadable(unread)
        if not nothing:
            say(told("taking_in"))
        pictures = {sha256: picture for _, found in read for sha256, picture in found.items()}
        made = _consolidated(ready, results, point_key, pictures, files.diagnostics)
        write_master(ready, made.master, say)
        if nothing:
            raise NothingReadable(unread)
    for note in made.notes:
        say(note)
    say(told("consolidated", path=path))
    return made.found


def consolidate(
    master: bytes,
    results: Iterable[bytes],
    point_key: str,
    *,
    name: str = "事務局ブック.xlsx",
    pictures: Mapping[str, Picture] | None = None,
) -> Consolidated:
    """`consolidate_into` from bytes to bytes: no disk, no lock, no progress.

    `results` are what `read.returned.read_return` gave for each workbook, wherever that was; `name` is what findings
    call the master; `pictures` are those that photos name (`read.returned.read_pictures`). Raises UnreadableWorkbook,
    UnreadableMaster and WrongCall for a master that cannot be written into, and OtherCodec for results of another
    version.
    """
    ready = for_writing(read_master(master, Path(name)), template_of(None, "master.xlsx"))
    point_of(ready.book.plan, point_key)
    made = _consolidated(ready, [decode(result) for result in results], point_key, pictures or {})
    return replace(made, notes=(*ready.notes, *made.notes))


def _consolidated(
    ready: Writable,
    results: Sequence[Returned],
    point_key: str,
    pictures: Mapping[str, Picture],
    problems: Sequence[Diagnostic] = (),
) -> Consolidated:
    book, point = _with_confirmed(ready.book, without_workbooks=not results), point_of(ready.book.plan, point_key)
    submissions = [
        replace(one, value=replace(one.value, pictures=_named(result, pictures)))
        for result in results
        for one in result.submissions
    ]
    office = with_office(book, pictures)
    strange = (Reading(one.name, one.sha256, one.diagnostics) for one in results if not one.submissions)
    closed = unopened(problems)
    others = (*strange, *closed)
    result = merge(Standing(book.plan, point, office.ledger), book.ledger.at, submissions, others)
    untold = (problem for problem in problems if not any(problem in one.findings for one in closed))
    of_master = (*book.diagnostics, *settings_findings(book), *office.diagnostics)
    everything = (*untold, *of_master, *result.diagnostics)
    order = {(one.name, sheet): n for one in results for n, sheet in enumerate(one.sheets)}
    answers = answers_of(book.ledger.value, book.answers)
    given = answered(book.plan, sort_diagnostics(everything, order), answers)
    findings = sort_diagnostics(given.diagnostics, order)
    standing = result.value.standing
    status = make_status(standing, findings, book.marks)
    content = _content(book, office, result.value, master.Reviewed(status, book.marks, findings, given))
    template = template_of(None, "master.xlsx")
    updated = fill.update_master(book.data, book.plan, master.make_master(book.plan, content), template=template)
    read = sum(bool(one.sheets) for one in results)
    return Consolidated(updated.data, Findings(findings, content.summary, status, read=read), updated.notes)


def _named(result: Returned, pictures: Mapping[str, Picture]) -> Mapping[str, Picture]:
    return {sha256: pictures[sha256] for sha256 in result.pictures if sha256 in pictures}


def _content(
    book: Master, office: SettledConflicts, result: Consolidation, reviewed: master.Reviewed
) -> master.MasterContent:
    standing = result.standing
    conflicts = all_open_conflicts(book.plan, standing.ledger)
    return master.MasterContent(
        ledger=standing.ledger,
        before=book.ledger.value,
        received=(
            *office.rows,
            *result.added,
            *result.reports,
            *settlement_rows(standing, reviewed.given, book.origin),
        ),
        point=standing.point,
        summary=summarize(standing),
        reviewed=reviewed,
        conflicts=conflicts if conflicts or book.choices is not None else None,
        kept={**presets(conflicts, book.choices or (), book.origin), **office.kept},
    )


def _with_confirmed(book: Master, *, without_workbooks: bool) -> Master:
    """The master with the proposals on 競合 that the office lets stand as its own choices."""
    if book.choices is None:
        return book
    return replace(book, choices=confirmed(book.choices, book.origin, without_workbooks=without_workbooks))
