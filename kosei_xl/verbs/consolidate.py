"""consolidate: returned workbooks go into the master."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.conflicts import PICTURE, SettledConflicts, all_open_conflicts, confirmed, presets
from kosei_xl.collect.consolidation import Consolidation, Merged, findings_of, merge
from kosei_xl.collect.office import with_office
from kosei_xl.collect.return_findings import unopened
from kosei_xl.collect.saved_times import believed, latest_time
from kosei_xl.collect.settlements import answers_of, settlement_rows
from kosei_xl.collect.status import DepartmentStatus, make_status
from kosei_xl.collect.summarize import summarize
from kosei_xl.later import dataclass
from kosei_xl.make import fill, master
from kosei_xl.make.set_aside import settled
from kosei_xl.make.writable import Writable, for_writing
from kosei_xl.read.ledger import places_put
from kosei_xl.read.master import BESIDE_LEDGER, Master, ledger_read_again, point_here, read_again, read_master
from kosei_xl.read.tables import saved_text
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, diagnostic, sort_diagnostics
from kosei_xl.values.ledger import SavedBy
from kosei_xl.values.model import ReportingPoint, Submission, ValueSet
from kosei_xl.values.pictures import PRINTED_DPI, Picture, for_paper
from kosei_xl.values.refusals import NothingReadable, TooMuch
from kosei_xl.values.reports import Reading
from kosei_xl.values.returned import HeldReturn, Returned, decode, packed_return
from kosei_xl.values.sheet_values import SheetValues
from kosei_xl.verbs import disk
from kosei_xl.verbs.cluster import ClusterReader
from kosei_xl.verbs.earlier import Earlier
from kosei_xl.verbs.files_given import workbooks_named
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import (
    Findings,
    Say,
    files_of,
    open_for_point,
    read_for_point,
    silent,
    stored_master,
    template_of,
)
from kosei_xl.verbs.profile_cache import usual
from kosei_xl.verbs.remote import GivenPlace
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.verbs.workers import ReadBy, read_all
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.unreadable import stumbled

MOST_WORKBOOKS: Final = 1_000
"""Returned workbooks that one master takes in a run."""
MOST_ROWS: Final = 100_000
"""Rows of 受領 from which on it takes no more; what the office decides itself goes in all the same."""


_REVIEWED: Final = frozenset((terms.STATUS_SHEET, terms.FINDINGS_SHEET, terms.CONFLICTS_SHEET, terms.SUMMARY_SHEET))
"""Sheets that what is found decides about, and not the ledger alone."""


class Consolidated(NamedTuple):
    """A master after a consolidation, what was found (with what else is to be told), and where every department stands,
    the ones that need attention first.
    """

    master: bytes
    findings: Findings
    status: tuple[DepartmentStatus, ...]


@dataclass(frozen=True, slots=True)
class _Taking:
    """What a consolidation goes by: the point, whose the office's typing is, the shipped master.xlsx, the pictures that
    photos name, and what time it is where somebody says so. `kept` are the pictures that the master keeps, by the
    SHA-256 of those that came.
    """

    point: ReportingPoint
    office: SavedBy
    template: bytes
    pictures: Mapping[str, Picture]
    now: datetime | None = None
    kept: Mapping[str, Picture] = field(default_factory=dict)


def consolidate_into(
    path: Path, paths: Sequence[GivenPlace], point_key: str, say: Say = silent, *, cluster: str | None = None
) -> Findings:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘, 競合 and 集計 are made anew.

    First what the office has typed since is recorded: its edits of the ledger, and its decisions on 競合, which go into
    the ledger. Without `paths` that is all; what the program has proposed there then counts as decided (also once
    somebody has saved the master with it). One writer: the master is locked, written whole, and the one before is kept
    as `.bak`. New items get their row keys written, and a master of a former format becomes one of now. Nothing new,
    nothing changes. Raises NothingReadable when no input at all was readable; that a file was not stands in 受領 then.
    Raises TooMuch (K470), and reads no workbook, beyond `MOST_WORKBOOKS` and `MOST_ROWS`. With `cluster`, the address
    of a Dask scheduler, its workers read; the master becomes the same (`verbs.cluster`).
    """
    read_by = ClusterReader(cluster, say).read_all if cluster is not None else read_all
    count = workbooks_named(paths)
    _refuse_too_much(path, count, MOST_WORKBOOKS, told("returns_counted", count=f"{count:,}"))
    with disk.locked(path):
        stored = stored_master(path)
        earlier = Earlier(usual(), stored, path.name, point_key, read_by)
        found = earlier.outcome(paths)
        if found is None:
            found = _taken_in(open_for_point(path, stored, point_key), paths, point_key, earlier, say)
    for note in found.notes:
        say(note)
    say(told("consolidated", path=path))
    return found


def _taken_in(stored: Master, paths: Sequence[GivenPlace], point_key: str, earlier: Earlier, say: Say) -> Findings:
    """Read the workbooks, take them into the master and write it."""
    template = template_of(None, "master.xlsx")
    ready = for_writing(stored, template)
    plan, went_out = ready.book.plan, ready.book.registers.handed_out
    point = point_here(ready.book, point_key)
    rows = len(ready.book.ledger.value.received) + ready.book.ledger.value.unread_rows
    if paths:
        _refuse_too_much(stored.path, rows, MOST_ROWS, told("received_counted", count=f"{rows:,}"))
    files = files_of(paths, say, plan)
    read = tuple(earlier.readings(ReadBy(plan, point.key, plan.style.limits, went_out), files))
    results = [result for result, _ in read]
    unread = [*files.problems, *(p for result in results for p in result.value.diagnostics)]
    nothing = bool(paths) and not any(result.sheets for result in results)
    if nothing and not (results or unopened(unread)):
        raise NothingReadable(unread)
    if not nothing:
        say(told("taking_in"))
    pictures = {sha256: picture for _, found in read for sha256, picture in found.items()}
    taking = _Taking(point, ready.book.origin, template, pictures, kept=_kept_of(pictures, ready.book))
    made = _each_or_none(ready, results, taking, files.problems)
    write_master(ready, made.master, say)
    if nothing:
        raise NothingReadable(unread)
    written, found = stored_master(stored.path), made.findings
    if written == made.master and ready.stored is ready.book:
        once_more = earlier if written == stored.data else earlier.of_master(written)
        del made, ready, stored, written  # what is kept is packed in their room
        once_more.keep(plan, results, files.problems, replace(found, notes=()))
    return found


def consolidate(
    master: bytes,
    results: Iterable[bytes],
    point: str,
    at: datetime | None = None,
    who: str | None = None,
    *,
    name: str = terms.OFFICE_BOOK,
    pictures: Mapping[str, Picture] | None = None,
) -> Consolidated:
    """`consolidate_into` from bytes to bytes: no disk, no lock, no progress.

    `results` are what `read.returned.read_return` gave for each workbook, wherever that was; `name` is what findings
    call the master; `pictures` are those that photos name (`read.returned.read_pictures`). What the office has typed
    into the master since is recorded as typed by `who` and saved `at` (with its time zone); None for what the workbook
    says of itself. Nothing new, nothing changes. Raises UnreadableWorkbook, UnreadableMaster and WrongCall for a master
    that cannot be written into, OtherCodec for results of another version, and ValueError for a time without a zone.
    """
    template = template_of(None, "master.xlsx")
    ready = for_writing(read_for_point(master, name, point), template)
    kept = _kept_of(pictures or {}, ready.book)
    signed = _signed(ready.book.origin, at, who)
    taking = _Taking(point_here(ready.book, point), signed, template, pictures or {}, at, kept)
    held = [HeldReturn(decode(result), packed_return(result)) for result in results]
    made = _each_or_none(ready, held, taking)
    return made._replace(findings=replace(made.findings, notes=(*ready.notes, *made.findings.notes)))


def with_review(master: bytes, name: str, point: str, before: Master) -> bytes:
    """A master whose 提出状況, 指摘, 競合 and 集計 are those of a point, with what the office had typed about that on
    the first two in another one: the master of the plan before, from which the point came over.
    """
    template = template_of(None, "master.xlsx")
    ready = for_writing(read_master(master, name), template)
    marks = tuple(one for one in before.marks if one.point == point)
    answers = tuple(one for one in before.answers if one.key.split("|")[3:4] == [point])
    ready = replace(ready, book=replace(ready.book, marks=marks, answers=answers))
    return _consolidated(ready, [], _Taking(point_here(ready.book, point), ready.book.origin, template, {})).master


def _refuse_too_much(path: Path, count: int, most: int, found: Message) -> None:
    """Raise TooMuch (K470) for more than one master is promised to take."""
    if count > most:
        at, files, rows = CellRef(path.name), f"{MOST_WORKBOOKS:,}", f"{MOST_ROWS:,}"
        problem = diagnostic(Code.TOO_MUCH_FOR_ONE_MASTER, at, found=found, files=files, rows=rows)
        raise TooMuch(path.name, [problem])


def _signed(origin: SavedBy, at: datetime | None, who: str | None) -> SavedBy:
    """Where the office's own texts come from, with the time and the name that the caller knows better."""
    if at is not None and at.tzinfo is None:
        raise ValueError("at needs its time zone")
    saved_at = saved_text(at.astimezone(UTC)) if at is not None else None
    return replace(
        origin,
        saved_at=origin.saved_at if saved_at is None else saved_at,
        saved_by=origin.saved_by if who is None else who,
    )


def _each_or_none(
    ready: Writable, results: Sequence[HeldReturn], taking: _Taking, problems: Sequence[Diagnostic] = ()
) -> Consolidated:
    """The consolidation without the workbooks at which it fails, each of which gets K191; a fault that comes without
    any of them is raised.

    Whose fault it is, is found by halving: about seven attempts a workbook among a hundred.
    """
    left = list(results)
    made = _attempt(ready, left, taking, problems)
    if isinstance(made, Exception) and isinstance(_attempt(ready, [], taking, problems), Exception):
        raise made
    while isinstance(made, Exception):
        fault, good, bad = made, 0, len(left)  # with left[:good] it goes well, with left[:bad] it does not
        while bad - good > 1:
            middle = (good + bad) // 2
            half = _attempt(ready, left[:middle], taking, problems)
            good, bad, fault = (good, middle, half) if isinstance(half, Exception) else (middle, bad, fault)
        left[bad - 1] = _left_out(left[bad - 1], taking.point, fault)
        made = _attempt(ready, left, taking, problems)
    return made


def _left_out(one: HeldReturn, point: ReportingPoint, fault: Exception) -> HeldReturn:
    """A workbook as one of which nothing is taken in but the reason why."""
    problem = diagnostic(Code.FAULT_WHILE_WRITING, CellRef(one.name), point=point.key, reason=stumbled(fault))
    return HeldReturn(Returned(one.name, one.sha256, diagnostics=(problem,), sheets=one.sheets))


def _attempt(
    ready: Writable, results: Sequence[HeldReturn], taking: _Taking, problems: Sequence[Diagnostic]
) -> Consolidated | Exception:
    try:
        return _consolidated(ready, results, taking, problems)
    except Exception as error:  # whatever it is: it belongs to one of the workbooks, or is raised again
        return error


class _Moved(NamedTuple):
    """Where the rows of the ledger stand once they are written, and what was found there: all that is asked of it."""

    at: SourceMap
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, book: Master) -> "_Moved":
        """Of a master that was read again."""
        return cls(book.ledger.at, book.diagnostics)


@dataclass(frozen=True)
class _Taken:
    """What workbooks and the office came to, before anything of it is written."""

    book: Master
    office: SettledConflicts
    merged: Merged

    @cached_property
    def of_ledger(self) -> Mapping[str, SheetValues]:
        """The sheets of the ledger as they will be, whatever is found."""
        ledger = self.merged.value.standing.ledger
        return master.make_ledger_sheets(self.book.plan, ledger, self.book.ledger.value)


def _consolidated(
    ready: Writable, results: Sequence[HeldReturn], taking: _Taking, problems: Sequence[Diagnostic] = ()
) -> Consolidated:
    """Findings name the cells of the master as it will be: where rows are put in, its ledger is written and read again
    for the places that they have then.
    """
    book, point = _with_confirmed(ready.book, without_workbooks=not results), taking.point
    latest = latest_time(book.plan, taking.now)
    submissions = [
        believed(replace(one, value=_with_photos(one.value, result, taking)), latest)
        for result in results
        for one in result.value.submissions
    ]
    every_picture = {**taking.pictures, **{one.sha256: one for one in taking.kept.values()}}
    office = with_office(replace(book, origin=taking.office), every_picture)
    strange = (
        Reading(one.name, one.sha256, one.diagnostics)
        for one in (result.value for result in results)
        if not one.submissions
    )
    merged = merge(book.standing(point).with_ledger(office.ledger), submissions, (*strange, *unopened(problems)))
    smaller = tuple(_smaller(submissions, book, taking))
    del submissions
    for result in results:  # the ledger says by now all that is asked for
        result.let_go()
    taken = _Taken(book, office, merged)
    sheets = taken.of_ledger
    moves = _rows(sheets) != len(book.ledger.value.row_order)
    filling = fill.MasterFill(book.data, book.plan, taking.template)
    after = None
    if moves and not any(one.at is not None and one.at.sheet in _REVIEWED for one in book.diagnostics):
        put = filling.put(sheets)
        if put is not None and not _are_to_move(book):
            after = _Moved(places_put(book.path.name, book.plan, put), ())
        else:
            after = _Moved.of(ledger_read_again(filling.to_read(BESIDE_LEDGER), book))
    made = _reviewed(taken, results, taking, problems, filling, after)
    if after is None and (moves or made.findings.notes):
        again = fill.MasterFill(book.data, book.plan, taking.template)
        made = _reviewed(taken, results, taking, problems, again, _Moved.of(read_again(made.master, book)))
    if not book.ledger.value.unread and made.master != book.data:
        made = made._replace(master=settled(made.master, book, merged.value.standing.ledger))
    return made._replace(findings=replace(made.findings, notes=(*made.findings.notes, *smaller)))


def _reviewed(
    taken: _Taken,
    results: Sequence[HeldReturn],
    taking: _Taking,
    problems: Sequence[Diagnostic],
    filling: fill.MasterFill,
    after: _Moved | None,
) -> Consolidated:
    """The master with everything that is found, by going on with `filling`; `after` is how its rows will stand, where
    they move.
    """
    book, office = taken.book, taken.office
    found = findings_of(taken.merged, after.at if after is not None else book.ledger.at)
    closed = unopened(problems)
    untold = (problem for problem in problems if not any(problem in one.findings for one in closed))
    of_master = (*_placed((*book.diagnostics, *settings_findings(book)), after), *office.diagnostics)
    order = {(one.name, sheet): n for one in results for n, sheet in enumerate(one.sheets)}
    answers = answers_of(book.ledger.value, book.answers)
    given = answered(book.plan, sort_diagnostics((*untold, *of_master, *found), order), answers)
    findings = sort_diagnostics(given.diagnostics, order)
    status = make_status(taken.merged.value.standing, findings, book.marks)
    reviewed = master.Reviewed(status, book.marks, findings, given)
    content = _content(book, office, taken.merged.value, reviewed, taking.office)
    updated = filling.finish(master.make_master(book.plan, content, taken.of_ledger))
    read = sum(bool(one.sheets) for one in results)
    return Consolidated(
        updated.data, Findings(findings, content.summary, status, read=read, notes=updated.notes), status
    )


def _are_to_move(book: Master) -> bool:
    """Whether anything that was found in a master may stand elsewhere once its rows have moved, or rows may stand there
    that nobody has read.
    """
    places = (at for one in book.diagnostics for at in (one.at, *one.related))
    return bool(book.ledger.value.unread) or any(at is None or at.sheet not in BESIDE_LEDGER for at in places)


def _rows(sheets: Mapping[str, SheetValues]) -> int:
    """How many rows the sheets of the ledger get."""
    return sum(len(values.rows) for values in sheets.values())


def _placed(problems: Iterable[Diagnostic], after: _Moved | None) -> Iterator[Diagnostic]:
    """The findings of a master at the cells that they have after its rows have moved: those that differ in nothing but
    their cells in their order.
    """
    moved: dict[Diagnostic, deque[Diagnostic]] = defaultdict(deque)
    for one in after.diagnostics if after is not None else ():
        moved[_without_places(one)].append(one)
    for one in dict.fromkeys(problems):
        there = moved.get(_without_places(one))
        yield there.popleft() if there else one


def _without_places(problem: Diagnostic) -> Diagnostic:
    """A finding without its cells; one that has others beside its own may say where these are in its words."""
    return replace(problem, at=None, related=(), params=() if problem.related else problem.params)


def _kept_of(pictures: Mapping[str, Picture], book: Master) -> Mapping[str, Picture]:
    """The pictures that a master keeps of those that came: with as many dots as paper can show.

    One that stands in 受領 as it came, from before pictures were made smaller, stays so: it is no other photo.
    """
    known = {row.fields.get(PICTURE) for row in book.ledger.value.received}
    return {sha256: one if sha256 in known else for_paper(one) for sha256, one in pictures.items()}


def _with_photos(value: Submission, result: HeldReturn, taking: _Taking) -> Submission:
    """A submission with the pictures that the master keeps, which its photos name."""
    kept = {sha256: taking.kept[sha256] for sha256 in result.pictures if sha256 in taking.kept}
    if not kept:
        return replace(value, pictures={})
    named = {sha256: one.sha256 for sha256, one in kept.items() if one.sha256 != sha256}
    sets = value.value_sets if not named else tuple(_renamed(one, named) for one in value.value_sets)
    return replace(value, value_sets=sets, pictures={one.sha256: one for one in kept.values()})


def _renamed(one: ValueSet, named: Mapping[str, str]) -> ValueSet:
    kept = named.get(one.fields.get(PICTURE, ""))
    return replace(one, fields={**one.fields, PICTURE: kept}) if kept is not None else one


def _smaller(submissions: Iterable[Outcome[Submission]], book: Master, taking: _Taking) -> Iterator[Message]:
    """A line for the photos that the master gets smaller than they came."""
    smaller = {one.sha256 for sha256, one in taking.kept.items() if one.sha256 != sha256}
    named = {one.fields.get(PICTURE) for outcome in submissions for one in outcome.value.value_sets}
    new = (smaller & named) - {*book.ledger.value.pictures}
    if new:
        yield told("photos_smaller", count=len(new), dpi=PRINTED_DPI)


def _content(
    book: Master, office: SettledConflicts, result: Consolidation, reviewed: master.Reviewed, typed: SavedBy
) -> master.MasterContent:
    """What the master's sheets are made from; `typed` is whose the answers on 指摘 are."""
    standing = result.standing
    conflicts = all_open_conflicts(book.plan, standing.ledger)
    return master.MasterContent(
        ledger=standing.ledger,
        before=book.ledger.value,
        received=(
            *office.rows,
            *result.added,
            *result.reports,
            *settlement_rows(standing, reviewed.given, typed),
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
