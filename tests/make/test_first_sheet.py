"""What the first sheet of a master counts, however much there is to count: its formulas as Python."""

from pathlib import Path

from kosei_xl.make.fill import update_master
from kosei_xl.values.sheet_values import MasterSheets, RowValues, SheetValues
from kosei_xl.verbs import init
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.findings import SEVERITY_LABELS, Severity
from kosei_xl.workbook.book import read_book
from tests.tools.office import LibreOffice, validate

DEPARTMENTS, ERRORS, CONFLICTS = 350, 2_400, 2_300
"""More than the first sheets of before looked at."""


def _master(folder: Path) -> Path:
    """The sample's plan with many departments, the last of which leads the first item; answered by some of them."""
    known = init.sample_plan("midori")
    more = [
        known.plan.departments[0].model_copy(update={"code": f"Z{n:03}", "name": f"第{n}課", "bureau": f"第{n}部"})
        for n in range(DEPARTMENTS - len(known.plan.departments))
    ]
    first, *others = known.plan.items
    items = (first.model_copy(update={"departments": (more[-1].code,)}), *others)
    plan = known.plan.model_copy(update={"departments": (*known.plan.departments, *more), "items": items})
    path = folder / "事務局.xlsx"
    init.init(path, known.model_copy(update={"plan": plan}))
    return path


def _round(point: str) -> dict[str, SheetValues]:
    """A round in which so much came up; the row of all departments stands below those of departments and bureaus."""
    status = [
        {"row_key": f"{point}|Z{n:03}|", "state": terms.STATES["done"], "department": f"第{n}課", "bureau": f"第{n}部"}
        for n in range(DEPARTMENTS)
    ]
    status += [{"state": "1／1課", "bureau": f"第{n}部"} for n in range(DEPARTMENTS)]
    status.append({"state": f"{DEPARTMENTS}／{DEPARTMENTS}課", "bureau": terms.ALL_BUREAUS})
    error = {"severity": SEVERITY_LABELS[Severity.ERROR], "message": "文"}
    findings = [{"row_key": f"{n}", **error} for n in range(ERRORS)]
    conflicts = [{"row_key": f"{n}", "label": "評価"} for n in range(CONFLICTS)]
    made = {terms.STATUS_SHEET: status, terms.FINDINGS_SHEET: findings, terms.CONFLICTS_SHEET: conflicts}
    return {name: SheetValues(tuple(RowValues(None, row) for row in rows)) for name, rows in made.items()}


def test_first_sheet__more_departments_and_findings_than_a_page__formulas_count_what_python_counts(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    path = _master(tmp_path)
    book = open_master(path)
    point = book.plan.points[-1]
    data = update_master(book.data, book.plan, MasterSheets(_round(point.key), point=point)).data
    path.write_bytes(data)
    assert validate([path]) == {}
    ours = read_book(data, "").sheet(terms.START_SHEET)
    theirs = read_book(libreoffice.recalculate({path.name: data})[path.name], "").sheet(terms.START_SHEET)
    assert ours is not None
    assert theirs is not None
    answered = f"{DEPARTMENTS}／{DEPARTMENTS}課"
    assert [ours.value(row, 8) for row in (15, 16, 17, 18)] == [point.key, answered, ERRORS, CONFLICTS]
    differing = {place: (ours.value(*place), theirs.value(*place)) for place in ours.formulas}
    assert {place: both for place, both in differing.items() if (both[0] or "") != (both[1] or "")} == {}
    assert f"エラー{ERRORS}件、競合{CONFLICTS}件" in str(theirs.value(4, 2))
