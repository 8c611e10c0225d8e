"""diff: two versions of a plan, two returns of a department, or the ledger at two points or in two masters."""

from pathlib import Path

from kosei_xl.collect.differences import ComparedSide, Comparison, compare_texts, places_at, texts_at
from kosei_xl.later import dataclass
from kosei_xl.read.identity import is_master
from kosei_xl.read.master import Master, master_of, point_of, refuse_newer
from kosei_xl.read.survey import embedded_plan, read_submission
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic, sort_diagnostics
from kosei_xl.values.labels import department_name, field_names
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import Submission
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.values.revision import Revision, compare_plans
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Say, bad_workbook, open_master, silent
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.notation import japan_time
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs: a plan's revision, or the texts of entries; and what was found on the way."""

    revision: Revision | None
    diagnostics: tuple[Diagnostic, ...]
    comparisons: tuple[Comparison, ...] = ()


def diff(
    before: Path, after: Path | None = None, *, since: str | None = None, until: str | None = None, say: Say = silent
) -> Compared:
    """Compare two workbooks of a kind, or with `since` and `until` two reporting points of one master.

    Masters of two plan versions are compared as plans, item by item; of one version by what their ledgers say. Two
    surveys must be of one department. Raises WrongCall for pairs that cannot be compared. Returns K521 for new items
    that may be old ones whose key was lost, and what was odd in the newer workbook.
    """
    if after is None:
        if since is None or until is None:
            raise WrongCall(told("diff_points_needed"))
        return _points(open_master(before), since, until)
    if since is not None or until is not None:
        raise WrongCall(told("diff_points_needed"))
    one, other = _open(before), _open(after)
    if isinstance(one, Master) and isinstance(other, Master):
        return _masters(one, other, say)
    if isinstance(one, Book) and isinstance(other, Book):
        return _surveys(one, other)
    raise WrongCall(told("diff_kinds", old=before.name, new=after.name))


def _open(path: Path) -> Master | Book:
    """A master as read; any other workbook as its values."""
    data = disk.read(path, OFFICE_LIMITS.file)
    try:
        book = read_book(data, path.name, OFFICE_LIMITS)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error
    refuse_newer(book)
    return master_of(path, data, book) if is_master(book) else book


def _masters(old: Master, new: Master, say: Say) -> Compared:
    if old.plan.plan_version == new.plan.plan_version and old.plan.plan_id == new.plan.plan_id:
        pairs = [
            compare_texts(_side(old, point.key), _side(new, point.key))
            for point in new.plan.points
            if old.plan.point(point.key) is not None
        ]
        changed = tuple(pair for pair in pairs if pair.differences)
        revised = compare_plans(old.plan, new.plan).changes
        if revised:
            say(told("diff_plan_too", count=len(revised), version=new.plan.plan_version))
        return Compared(None, sort_diagnostics(new.diagnostics), changed)
    revision = revision_of(old, new)
    return Compared(revision, sort_diagnostics((*new.diagnostics, *lost_keys(revision, new))))


def _points(book: Master, since: str, until: str) -> Compared:
    for key in (since, until):
        point_of(book.plan, key)
    return Compared(None, sort_diagnostics(book.diagnostics), (compare_texts(_side(book, since), _side(book, until)),))


def _side(book: Master, key: str) -> ComparedSide:
    ledger, point = book.ledger, point_of(book.plan, key)
    key = point.key
    name = told("diff_point", file=book.path.name, point=point.label)
    return ComparedSide(name, book.plan, texts_at(ledger.value, key), places_at(book.standing(point), ledger.at))


def _surveys(one: Book, other: Book) -> Compared:
    (old, before, _), (new, after, problems) = _survey(one), _survey(other)
    if old.plan_id != new.plan_id:
        raise WrongCall(told("diff_other_plan", name=one.name, found=old.plan_id, expected=new.plan_id))
    if old.dept_code != new.dept_code:
        names = {
            name: department_name(side.plan, submission.dept_code)
            for name, side, submission in (("old", before, old), ("new", after, new))
        }
        raise WrongCall(told("diff_other_department", **names))
    return Compared(None, sort_diagnostics(problems), (compare_texts(before, after),))


def _survey(book: Book) -> tuple[Submission, ComparedSide, tuple[Diagnostic, ...]]:
    """A survey read against the part of the plan that it carries. Raises NothingReadable where there is none."""
    plan = embedded_plan(book)
    if plan is None:
        raise NothingReadable([diagnostic(Code.NOT_A_SURVEY, CellRef(book.name))])
    outcome = read_submission(book, plan)
    survey = outcome.value
    if survey is None:
        raise NothingReadable(outcome.diagnostics)
    saved = japan_time(survey.saved_at or "") or told("diff_unsaved")
    name = told("diff_survey", file=survey.file, number=survey.submission_no, saved=saved)
    texts = {v.key: {**v.fields, **v.unread} for v in survey.value_sets}
    at = {
        (*v.key, name): place
        for v in survey.value_sets
        for name in field_names(plan, v.slot)
        if (place := outcome.at.get(("value_sets", *v.key, name))) is not None
    }
    lost = frozenset((*v.key, name) for v in survey.value_sets for name in v.lost)
    return survey, ComparedSide(name, plan, texts, at, survey.others, lost), outcome.diagnostics


def revision_of(old: Master, new: Master) -> Revision:
    """What changed between two versions of one plan. Raises WrongCall for other pairs of workbooks."""
    versions = old.plan.plan_version, new.plan.plan_version
    if old.plan.plan_id != new.plan.plan_id:
        raise WrongCall(told("diff_other_plan", name=old.path.name, found=old.plan.plan_id, expected=new.plan.plan_id))
    if versions[0] == versions[1]:
        raise WrongCall(told("diff_same_version", version=versions[0]))
    if versions[0] > versions[1]:
        raise WrongCall(told("diff_swapped", old=versions[0], new=versions[1]))
    return compare_plans(old.plan, new.plan)


def lost_keys(revision: Revision, book: Master) -> tuple[Diagnostic, ...]:
    """K521 at the row of each new item that has the name of one that is gone."""
    found = []
    for old, item in revision.lost_keys:
        at = book.at.get(("items", book.plan.position_by_key[item.key]))
        found.append(
            diagnostic(Code.COUNTED_AS_NEW_ITEM, at, item=item.no, name=item.name, old=old.no, key=f"{old.key}|")
        )
    return tuple(found)
