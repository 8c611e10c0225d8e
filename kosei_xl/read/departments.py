"""組織の変更 -> the changes of departments of a plan, with the names there as codes; and what they leave open."""

from collections.abc import Iterable, Iterator

from kosei_xl.read.records import record_of, rows_of_sheet
from kosei_xl.read.tables import TableRow
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import department_name
from kosei_xl.values.lives import undecided
from kosei_xl.values.model import Department, Plan, ReportingPoint
from kosei_xl.values.reorganisations import Reorganisation
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded


def read_reorganisations(book: Book, plan: Plan) -> Outcome[tuple[Reorganisation, ...]]:
    """The changes of departments that a master tells; none in one of format 1.

    Returns K453 for names that are of no department, or of several. Rows that mean nothing are left out: what is wrong
    with them is told where the registers are read.
    """
    problems: list[Diagnostic] = []
    found = []
    for row in rows_of_sheet(book, terms.REORGANISATIONS_SHEET, []):
        change, _ = record_of(row, terms.REORGANISATIONS_SHEET, Reorganisation)
        if change is not None:
            old, new = (_codes(plan, row, change, name, problems) for name in ("old", "new"))
            found.append(change.model_copy(update={"old": old, "new": new}))
    return Outcome(tuple(found), {}, tuple(problems))


def _codes(plan: Plan, row: TableRow, change: Reorganisation, name: str, problems: list[Diagnostic]) -> tuple[str, ...]:
    """The codes of the departments that a cell names."""
    codes = []
    for text in change.old if name == "old" else change.new:
        bearers = _bearers(plan.departments, text, change, name)
        if len(bearers) == 1:
            codes.append(bearers[0])
        else:
            problems.append(diagnostic(Code.REORGANISED_UNKNOWN, row.ref(name), name=text, count=len(bearers)))
    return tuple(codes)


def _bearers(departments: Iterable[Department], text: str, change: Reorganisation, name: str) -> list[str]:
    """The codes that a text may mean: a code, or the names of then; of before the change for the old ones."""
    own = [one for one in departments if one.code == text] or [
        one for one in departments if folded(one.name) == folded(text)
    ]

    def holds(one: Department) -> bool:
        if name == "old":
            return one.valid_from is None or one.valid_from < change.date
        return one.valid_to is None or one.valid_to >= change.date

    in_time = [one for one in own if holds(one)] or own
    return list(dict.fromkeys(one.code for one in in_time))


def check_departments(plan: Outcome[Plan], points: Iterable[ReportingPoint]) -> Iterator[Diagnostic]:
    """K451 where nobody has taken over from the department that answers an item, K452 where it is open who has; for
    the points that are given, one for each item.
    """
    told: set[tuple[str, str]] = set()
    places = {item.key: n for n, item in enumerate(plan.value.items)}
    for point in points:
        for one in undecided(plan.value, point):
            if (one.item.key, one.code) in told:
                continue
            told.add((one.item.key, one.code))
            at = plan.place("items", places[one.item.key], "departments") or CellRef("", terms.ITEMS_SHEET)
            department = department_name(plan.value, one.code)
            names = "、".join(department_name(plan.value, each) for each in one.found)
            yield diagnostic(
                Code.SUCCESSOR_UNDECIDED if one.found else Code.NOBODY_SUCCEEDS,
                at,
                item=one.item.no,
                point=point.key,
                department=department,
                label=point.label,
                names=names,
            )
