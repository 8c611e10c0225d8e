"""import: the list that a city keeps becomes a master, in two steps: a 対応表 to look at, then the master."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kosei_xl.collect.differences import comparison_lines
from kosei_xl.importing.again import with_keys_of
from kosei_xl.importing.carrying import PlanFromList, plan_from_list
from kosei_xl.importing.columns import forms_of
from kosei_xl.importing.mapping import Decisions, Question
from kosei_xl.importing.mapping_book import LISTS_PROPERTY, MAPPING_KIND, MappingBook, mapping_rows, mapping_workbook
from kosei_xl.importing.mapping_sheets import Unreadable, decisions_of, sheets_of
from kosei_xl.importing.proposal import Proposal, of_numbers, propose
from kosei_xl.importing.tables import ListTable
from kosei_xl.later import dataclass
from kosei_xl.make.writable import for_writing
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic, sort_diagnostics
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import EntriesFile, PlanFile
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.values.revision import Revision, compare_plans
from kosei_xl.values.stored import ClosedPoint
from kosei_xl.verbs import disk
from kosei_xl.verbs.diff import diff
from kosei_xl.verbs.init import BLANK_PRESET, blank_plan, init, new_plan_id, refuse_taken
from kosei_xl.verbs.list_files import read_source
from kosei_xl.verbs.opening import Findings, Say, bad_workbook, open_master, silent, template_of
from kosei_xl.verbs.publishing import with_records
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

MAPPING_SUFFIX = "_対応表"
"""Stands at the end of the name of the 対応表 of a list."""
_MOST_SHOWN = 200
FIGURES = ("tables", "areas", "items", "subs", "departments", "ratings", "entries", "left")
"""What is counted of a list."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`mapping` is a 対応表 to go by; `accept` takes the proposals as they stand; `sheets` are the sheets to read, all
    where none is named; `presets` are the documents that the new master prints, if not the usual ones.
    """

    mapping: Path | None = None
    accept: bool = False
    sheets: Sequence[str] = ()
    presets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What came of an import: the files written, the findings, and what would change in a master that is there."""

    files: tuple[Path, ...]
    checked: Findings
    differences: tuple[str, ...] = ()


def import_lists(
    paths: Sequence[Path], out: Path, options: ImportOptions, today: dt.date, say: Say = silent
) -> ImportedList:
    """Read a city's own list. Without a 対応表 (and without `accept`) only that is written, beside `out`.

    A master that is there already is never written: what an import would change in it is told. Raises WrongCall for
    files that cannot be read, for a 対応表 that would be written over, and NothingReadable (K241) for a list without
    a table.
    Returns K242 for cells of the 対応表 that say nothing, K243 for each text of the list that is not taken, K244 for
    each open question, K245 for marks that are no rating.
    """
    if out.suffix.lower() != ".xlsx" and not out.exists():
        refuse_taken(out)
    source = read_source(paths, options.sheets)
    given, problems = _given(options.mapping) if options.mapping is not None else (None, ())
    if problems:
        return ImportedList((), Findings(tuple(_of_cell(one) for one in problems), read=len(paths)))
    proposal = propose(source, today, given)
    if not proposal.tables:
        raise NothingReadable(
            [diagnostic(Code.LIST_WITHOUT_TABLE, CellRef(grid.file, grid.sheet)) for grid in source.grids]
        )
    plan_id = open_master(out).plan.plan_id if out.exists() else new_plan_id()
    carried = plan_from_list(proposal.found, proposal.decided, completed(plan_id, options.presets or (BLANK_PRESET,)))
    say(told("import_read", **_figures(proposal, carried)))
    asked = (*proposal.questions, *of_numbers(carried.numbers))
    if options.mapping is None and not options.accept:
        return _first_step(paths, out, proposal, carried, asked, say)
    files = []
    if options.mapping is None:
        files.append(_write_mapping(mapping_path(paths, out), paths, proposal, carried, asked, over=True))
        say(told("made_file", path=files[-1]))
    differences: tuple[str, ...] = ()
    if out.exists():
        differences = _differences(out, carried, say)
    else:
        init(out, carried.plan, carried.entries, say, entries_name=paths[0].name)
        _close_past(out, proposal.decided, paths[0].name, today, say)
        files.append(out)
    findings = (*map(_of_question, asked if given is None else proposal.questions), *_of_rest(carried))
    return ImportedList(tuple(files), Findings(sort_diagnostics(findings), read=len(paths)), differences)


def completed(plan_id: str, presets: Sequence[str]) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """What completes a plan that was made from a list: its key, and the documents of the presets."""

    def complete(known: Mapping[str, Any]) -> Mapping[str, Any]:
        documents = blank_plan(plan_id, presets, style=known.get("style", {})).plan
        made = {**documents.model_dump(mode="json", exclude_defaults=True), **known}
        return made | {"plan_id": plan_id, "style": documents.style.model_dump(mode="json", exclude_defaults=True)}

    return complete


def mapping_path(paths: Sequence[Path], out: Path) -> Path:
    """Where the 対応表 of a list is written: beside the master, named like the list."""
    return out.parent / f"{paths[0].stem}{MAPPING_SUFFIX}.xlsx"


def _first_step(
    paths: Sequence[Path],
    out: Path,
    proposal: Proposal,
    carried: PlanFromList,
    asked: Sequence[Question],
    say: Say,
) -> ImportedList:
    path = mapping_path(paths, out)
    if path.exists():
        raise WrongCall(told("import_mapping_there", path=path))
    _write_mapping(path, paths, proposal, carried, asked, over=False)
    say(told("import_look", path=path, count=len(asked)))
    for one in asked:
        say(told("import_asked", question=one.text, sheet=one.sheet))
    say(told("import_then", list=" ".join(_quoted(one) for one in paths), mapping=path, out=out))
    return ImportedList((path,), Findings((), read=len(paths)))


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _write_mapping(
    path: Path,
    paths: Sequence[Path],
    proposal: Proposal,
    carried: PlanFromList,
    asked: Sequence[Question],
    *,
    over: bool,
) -> Path:
    if over and path.exists() and not lists_of(path):
        raise WrongCall(told("import_mapping_there", path=path))
    names = _table_names(proposal.tables)
    book = MappingBook(
        sources=[one.name for one in paths],
        counts=[(told(f"import_count_{key}"), str(n)) for key, n in _figures(proposal, carried).items()],
        questions=asked,
        sheets=sheets_of(proposal.decided, carried.plan.plan, carried.not_taken, names),
        tables=[(names[form], own[0]) for form, own in forms_of(proposal.tables).items()],
        next_step=told("import_next_step"),
    )
    disk.write(path, mapping_workbook(book), backup=over)
    return path


def _figures(proposal: Proposal, carried: PlanFromList) -> dict[str, int]:
    plan, subs = carried.plan.plan, sum(len(item.sub_items) for item in carried.plan.plan.items)
    of_plan = (len(plan.areas), len(plan.items), subs, len(plan.departments), len(plan.ratings))
    counts = (len(proposal.tables), *of_plan, len(carried.entries.entries), len(carried.not_taken))
    return dict(zip(FIGURES, counts, strict=True))


def _table_names(tables: Sequence[ListTable]) -> dict[str, str]:
    return {form: f"表{n}（{own[0].grid.sheet}）" for n, (form, own) in enumerate(forms_of(tables).items(), 1)}


def _close_past(out: Path, decided: Decisions, name: str, today: dt.date, say: Say) -> None:
    """Close the points that are past (確定): they are shown and compared, never checked, never merged into."""
    past = [one for one in decided.points if one.role == "past"]
    with disk.locked(out):
        ready = for_writing(open_master(out), template_of(None, "master.xlsx"))
        why = told("import_closed_why", name=name)
        records = [
            ClosedPoint(number=number, point=one.label_key, act="imported", date=today, why=why)
            for number, one in enumerate(past, 1)
        ]
        disk.write(out, with_records(ready, terms.CLOSED_SHEET, records), instead_of=ready.stored.data)
    if past:
        say(told("import_closed", points="、".join(one.label for one in past)))


# -- the 対応表 that comes back --------------------------------------------------------------------------------------
def _given(path: Path) -> tuple[Decisions, tuple[Unreadable, ...]]:
    """What a 対応表 says. Raises WrongCall for a file that is none."""
    try:
        book = read_book(disk.read(path, OFFICE_LIMITS.file), path.name, OFFICE_LIMITS)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error
    if book.properties.get(f"{terms.PROPERTY_PREFIX}kind") != MAPPING_KIND:
        raise WrongCall(told("import_no_mapping", path=path))
    return decisions_of(mapping_rows(book))


def lists_of(path: Path) -> tuple[str, ...]:
    """The names of the files that a 対応表 is of; none for any other workbook."""
    try:
        book = read_book(disk.read(path, OFFICE_LIMITS.file), path.name, OFFICE_LIMITS)
    except UnreadableWorkbook:
        return ()
    if book.properties.get(f"{terms.PROPERTY_PREFIX}kind") != MAPPING_KIND:
        return ()
    return tuple(book.properties.get(LISTS_PROPERTY, "").splitlines())


# -- findings --------------------------------------------------------------------------------------------------------
def _of_cell(one: Unreadable) -> Diagnostic:
    return diagnostic(Code.MAPPING_UNREADABLE, one.at, label=one.label, text=one.text)


def _of_question(one: Question) -> Diagnostic:
    return diagnostic(Code.LIST_QUESTION, one.at, question=one.text, sheet=one.sheet)


def _of_rest(carried: PlanFromList) -> tuple[Diagnostic, ...]:
    left = [
        diagnostic(Code.LIST_TEXT_NOT_TAKEN, one.at, text=" ".join(one.text.split())[:60], reason=one.reason)
        for one in carried.not_taken
    ]
    unknown = [diagnostic(Code.LIST_RATING_UNKNOWN, at, mark=mark) for at, mark in carried.unknown_marks]
    return (*left, *unknown)


# -- a master that is there ------------------------------------------------------------------------------------------
def _differences(out: Path, carried: PlanFromList, say: Say) -> tuple[str, ...]:
    """What an import would change in a master: told, never written."""
    old = open_master(out).plan
    plan, entries = with_keys_of(old, carried.plan, carried.entries)
    with tempfile.TemporaryDirectory(prefix="kosei_") as folder:
        fresh = Path(folder) / out.with_suffix(".xlsx").name
        init(fresh, PlanFile(plan=plan), EntriesFile(plan_id=plan.plan_id, entries=entries.entries))
        compared = diff(out, fresh)
        new = open_master(fresh).plan
    say(told("import_not_written", path=out))
    lines = [*_plan_lines(compare_plans(old, new)), *comparison_lines(compared.comparisons)]
    return tuple(lines or [told("import_same")])


def _plan_lines(revision: Revision) -> Sequence[Message]:
    lines: list[Message] = []
    for change in revision.changes:
        plan = revision.after if change.item_key in revision.after.item_by_key else revision.before
        item = plan.item_by_key.get(change.item_key)
        where = f"No.{item.no}「{item.name}」" if item is not None else change.item_key
        kind = revision.kinds[change.kind].label if change.kind in revision.kinds else change.kind
        old, new = (" ".join((text or "－").split())[:_MOST_SHOWN] for text in (change.old, change.new))
        lines.append(told("import_difference", where=where, kind=kind, old=old, new=new))
    return lines
