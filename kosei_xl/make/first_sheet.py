"""The first sheet of a master (はじめに): what its formulas show until a spreadsheet program calculates them.

The formulas stand in the template: they count what is missing while a person writes. `read.missing` counts the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kosei_xl.read.missing import STEPS, count_missing
from kosei_xl.values.cells import column_letters
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.sheet_values import RowValues, SheetValues
from kosei_xl.words import terms
from kosei_xl.words.findings import SEVERITY_LABELS, Severity
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Formula, Package, SheetPart
from kosei_xl.workbook.parts.formulas import bounds

COUNTS, STATES, NUMBERS = "first_counts", "first_states", "first_numbers"
"""Defined names: how many of each of `STEPS` are missing (then names that stand for nobody), the words beside them, the
numbers of the steps in which they are written."""
STEP_STATES, NEXT, PLAN_NAME = "first_steps", "first_next", "first_plan_name"
"""Defined names: the words beside the steps, the line that says what is next, and the plan's name."""


ROUND = "first_round"
"""Defined name: whether surveys can go out, how many departments have answered, how many errors there are."""


ROUND_FIGURES = "first_figures"
"""Defined name (not in masters of before): the point of 提出状況, how many departments of how many have answered, how
many errors and conflicts are open."""


def show_round(package: Package, made: Mapping[str, SheetValues]) -> None:
    """Put what the formulas about the round will show beside them, as far as the sheets `made` anew tell it."""
    if package.locate(ROUND) is None or package.locate(COUNTS) is None:
        return
    sheet = package.sheet(terms.START_SHEET)
    counts = [sheet.value(ref) for ref in _cells(package, COUNTS)]
    missing = sum(count for count in counts if isinstance(count, float))
    shown = [terms.IN_PREPARATION if missing else terms.CAN_BE_HANDED_OUT]
    if {terms.STATUS_SHEET, terms.FINDINGS_SHEET} <= made.keys():
        known = package.locate(ROUND_FIGURES) is not None
        shown += _figures(package, made, missing) if known else _of_before(made)
    for ref, result in zip(_cells(package, ROUND), shown, strict=False):
        _put(sheet, ref, result)


def _figures(package: Package, made: Mapping[str, SheetValues], missing: float) -> list[str]:
    """How the round stands, in the hidden figures and the line that says what is next; then the words of the steps."""
    status = made[terms.STATUS_SHEET].rows
    point = next((row.key or str(row.values.get("row_key") or "") for row in status), "").partition("|")[0]
    chosen = _named(package, "summary_point")
    answered = next((str(row.values["state"]) for row in status if row.values.get("bureau") == terms.ALL_BUREAUS), "")
    answered = answered if point and point == chosen else ""
    errors = sum(
        row.values.get("severity") == SEVERITY_LABELS[Severity.ERROR] and not row.values.get("acknowledged")
        for row in made[terms.FINDINGS_SHEET].rows
    )
    rows = made[terms.CONFLICTS_SHEET].rows if terms.CONFLICTS_SHEET in made else ()
    labels = [row.values.get("label") for row in rows]
    conflicts = sum(label not in (None, terms.ALL_BLANKS) for label in labels)
    _show(package, ROUND_FIGURES, [point, answered, errors, conflicts])
    if not missing:
        _show(package, NEXT, [_next_line(package, answered, errors, conflicts)])
    return [answered, f"{terms.ERRORS_OPEN}{errors}\n{terms.CONFLICTS_OPEN}{conflicts}" if answered else ""]


def _next_line(package: Package, answered: str, errors: int, conflicts: int) -> str:
    if not answered:
        return str(told("first_ready"))
    done, _, every = answered.partition("／")
    if f"{done}課" != every:
        step = told("first_step_return")
    elif errors + conflicts:
        step = told("first_step_settle")
    else:
        step = told("first_step_report")
    point = _named(package, "summary_label")
    return str(told("first_now", point=point, answered=answered, errors=errors, conflicts=conflicts, step=step))


def _named(package: Package, name: str) -> str:
    place = package.locate(name)
    return str(package.sheet(place[0]).value(place[1]) or "") if place is not None else ""


def _of_before(made: Mapping[str, SheetValues]) -> list[str]:
    """The words of the steps in masters that do not count on hidden figures."""
    return [_answered(made[terms.STATUS_SHEET].rows), _errors(made[terms.FINDINGS_SHEET].rows)]


def _answered(rows: Iterable[RowValues]) -> str:
    states = Counter(row.values.get("state") for row in rows)
    done = sum(states[terms.STATES[state]] for state in ("done", "accepted"))
    return f"{done}課" if done else ""


def _errors(rows: Iterable[RowValues]) -> str:
    count = sum(row.values.get("severity") == SEVERITY_LABELS[Severity.ERROR] for row in rows)
    return f"{count}件" if count else ""


def with_first_sheet(master: bytes, plan_name: str) -> bytes:
    """A new master with the results of the first sheet's formulas beside them; one without the sheet as it is."""
    package = Package(master)
    if terms.START_SHEET not in package.sheet_names or package.locate(COUNTS) is None:
        return master
    found = count_missing(read_book(master, "", OFFICE_LIMITS))
    counts = [found[step.name] for step in STEPS]
    places = _cells(package, COUNTS)
    counts += [0] * (len(places) - len(counts))
    numbers = [package.sheet(terms.START_SHEET).value(ref) for ref in _cells(package, NUMBERS)]
    steps = range(1, len(_cells(package, STEP_STATES)) + 1)
    open_steps = [n for n, count in zip(numbers, counts, strict=True) if count and isinstance(n, float)]
    _show(package, COUNTS, counts)
    _show(package, STATES, [_state(count) for count in counts])
    of_step = (sum(c for n, c in zip(numbers, counts, strict=True) if n == step) for step in steps)
    _show(package, STEP_STATES, [_state(count) for count in of_step])
    ready = told("first_ready")
    following = told("first_not_yet", count=sum(counts), step=f"{open_steps[0]:g}") if open_steps else ready
    _show(package, NEXT, [str(following)])
    show_round(package, {})
    _show(package, PLAN_NAME, [plan_name or str(told("first_no_name"))])
    return package.to_bytes()


def _state(count: int) -> str:
    return str(told("first_missing", count=count) if count else told("first_done"))


def _cells(package: Package, name: str) -> list[str]:
    """The cells of a named column, from the top."""
    place = package.locate(name)
    assert place is not None, name
    top, left, bottom, _ = bounds(place[1])
    return [f"{column_letters(left)}{row}" for row in range(top, bottom + 1)]


def _show(package: Package, name: str, results: Sequence[CellInput]) -> None:
    sheet = package.sheet(terms.START_SHEET)
    for ref, result in zip(_cells(package, name), results, strict=True):
        if isinstance(result, str | int):
            _put(sheet, ref, result)


def _put(sheet: SheetPart, ref: str, result: str | int) -> None:
    formula = sheet.formula(ref)
    if formula is not None:
        sheet.put(ref, Formula(formula, result))
