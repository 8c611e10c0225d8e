"""Many masters -> one ledger of all municipalities, a row an item and reporting point, and what is counted from it.

A row holds what the printed lists show and the number and 部 of its department: no names of staff, no files and their
places. Its columns are the same for every plan, so that masters of all cities make one table.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kosei_xl.publish.columns import DataColumn
from kosei_xl.publish.edition import public_fields
from kosei_xl.publish.rows import DataRow, identifier
from kosei_xl.read.master import Master
from kosei_xl.values.model import Line, LineKey
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms

_TEXTS: Final = ("annual_plan", "results", "cause", "next_steps", "issues", "reason")
"""Fields of entries that every plan has in common; those that a plan prints nowhere stay out."""
_LEVELS: Final = 4
"""Levels of areas that a plan may have."""
_DEPARTMENT: Final = (
    DataColumn("主担当課の部", "bureau"),
    DataColumn("主担当課の部署番号", "department_code"),
    DataColumn("主担当課", "department"),
)
"""Which department leads: those of two 部 may be called the same."""

LEDGER_TABLE: Final = "ledger"
"""What the ledger of all is called in SQL."""
NATIONAL: Final = (
    DataColumn("団体", "municipality"),
    DataColumn("計画ID", "plan_id"),
    DataColumn("計画名", "plan"),
    DataColumn("計画の版", "plan_version", "integer"),
    DataColumn("報告時点", "point"),
    DataColumn("時点名", "point_label"),
    DataColumn("年度（西暦）", "fiscal_year", "integer"),
    DataColumn("時点の種類", "period"),
    DataColumn("基準日", "date", "date"),
    DataColumn("項目ID", "id"),
    DataColumn("No.", "no"),
    DataColumn("項目名", "name"),
    *(DataColumn(f"分野{n}", f"area_{n}") for n in range(1, _LEVELS + 1)),
    *_DEPARTMENT,
    DataColumn("評価の対象", "rated", "boolean"),
    DataColumn("再掲元ID", "repeats"),
    DataColumn("評価", "rating"),
    DataColumn("評価の意味", "rating_label"),
    DataColumn("遅れ", "behind", "boolean"),
    *(DataColumn(terms.FIELD_LABELS[name], name) for name in _TEXTS),
)
"""The columns of the ledger of all."""

_WHEN: Final = (
    DataColumn("年度（西暦）", "fiscal_year", "integer"),
    DataColumn("時点の種類", "period"),
    DataColumn("基準日", "date", "date"),
)
"""What reporting points of several cities have in common; each city has keys and names of its own for them."""
_GROUP: Final = (
    *_WHEN,
    DataColumn("報告時点", "point"),
    DataColumn("時点名", "point_label"),
)
"""One reporting point: a year may have several of one kind, and each of them asks about every item again."""
_COUNTS: Final = (
    DataColumn("評価の対象", "rows", "integer"),
    DataColumn("うち再掲を除く", "distinct_rows", "integer"),
    DataColumn("評価あり", "given", "integer"),
    DataColumn("未記入", "missing", "integer"),
    DataColumn("遅れ", "behind", "integer"),
)
_COUNTED: Final = (
    "count(*) AS rows, count(*) FILTER (repeats IS NULL) AS distinct_rows, count(rating) AS given, "
    "count(*) - count(rating) AS missing, count(*) FILTER (behind) AS behind"
)
_CITY: Final = (DataColumn("団体", "municipality"), DataColumn("計画名", "plan"))


class Counting:
    """A table counted from the ledger of all: its file, its columns, and the question as SQL about `LEDGER_TABLE`."""

    def __init__(self, file: str, by: Iterable[DataColumn], counts: Iterable[DataColumn], counted: str) -> None:
        by = (*by,)
        self.file, self.columns = file, (*by, *counts)
        keys = ", ".join(column.key for column in by)
        self.sql = f"SELECT {keys}, {counted} FROM {LEDGER_TABLE} WHERE rated GROUP BY {keys} ORDER BY {keys}"


COUNTINGS: Final = (
    Counting("by_municipality.csv", (*_CITY, *_GROUP), _COUNTS, _COUNTED),
    Counting("by_area.csv", (*_CITY, *_GROUP, DataColumn("分野", "area_1")), _COUNTS, _COUNTED),
    Counting("by_department.csv", (*_CITY, *_GROUP, *_DEPARTMENT), _COUNTS, _COUNTED),
    Counting(
        "by_rating.csv",
        (*_WHEN, DataColumn("評価", "rating"), DataColumn("評価の意味", "rating_label")),
        (
            DataColumn("件数", "rows", "integer"),
            DataColumn("うち再掲を除く", "distinct_rows", "integer"),
            DataColumn("団体の数", "municipalities", "integer"),
        ),
        "count(*) AS rows, count(*) FILTER (repeats IS NULL) AS distinct_rows, "
        "count(DISTINCT municipality) AS municipalities",
    ),
)
"""The tables that are counted, a row a group at one reporting point; only rows that carry a rating count."""


def municipality_of(book: Master) -> str:
    """Whose master it is: the city's name, or the plan's where that is blank."""
    return book.plan.style.organization or book.plan.name


def national_rows(book: Master) -> Iterator[DataRow]:
    """The rows of one master: every row of the plan at every point of which the ledger holds anything.

    Points in order of their dates, rows as printed; of a closed point what was confirmed. One that went to the plan
    after this is left to that one's master.
    """
    for point in sorted(book.plan.points, key=lambda point: point.date):
        if point.key in book.ledger.value.moved:
            continue  # it is counted with the plan that it went to
        standing = book.as_confirmed(point.key).standing(point)
        if any(standing.ledger.fields(key) for key in standing.ledger.keys_at(point.key)):
            yield from (_row(municipality_of(book), standing, line) for line in standing.plan.lines)


def _row(municipality: str, standing: Standing, line: Line) -> DataRow:
    plan, point, rating = standing.plan, standing.point, standing.rating(line)
    fields, public = standing.fields(line), public_fields(plan).entries
    areas = plan.tree.path(line.item.area_no)
    lead = next(iter(line.departments_on(point.key)), None)
    department = plan.department_by_code.get(lead) if lead is not None else None
    original = line.item.repeats
    return {
        "municipality": municipality,
        "plan_id": plan.plan_id,
        "plan": plan.name,
        "plan_version": plan.plan_version,
        "point": point.key,
        "point_label": point.label,
        "fiscal_year": point.fiscal_year,
        "period": terms.POINT_KIND_LABELS[point.kind],
        "date": point.date,
        "id": identifier(line.key),
        "no": line.no,
        "name": line.name,
        **{f"area_{n}": area.name for n, area in enumerate(areas[:_LEVELS], 1)},
        "bureau": department.bureau if department is not None else None,
        "department_code": lead,
        "department": department.name if department is not None else None,
        "rated": line.rated,
        "repeats": identifier(LineKey(original, line.sub_no)) if original else None,
        "rating": rating.code if rating else None,
        "rating_label": rating.label if rating else None,
        "behind": rating.behind if rating else None,
        **{name: fields.get(name) for name in _TEXTS if name in public},
    }
