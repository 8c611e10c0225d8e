"""A report as texts that 発行記録 keeps, and back: every row of every page with its keys and printed texts.

Key and field of a text say what it is: ("", "report") the head, ("2", "sheet") the second sheet, ("2:3", row key) a
row on its third page. Pictures are kept by their SHA-256 alone.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from kosei_xl.report.page import (
    ChartSeries,
    Insert,
    MarkedRun,
    Report,
    ReportCell,
    ReportPicture,
    ReportRow,
    ReportSheet,
    StackedBars,
)
from kosei_xl.values.pictures import Picture
from kosei_xl.values.stored import StoredValue

_REPORT, _SHEET = "report", "sheet"
_OWN = ("rows",)


def kept_rows(report: Report) -> Iterator[StoredValue]:
    """The texts that a report is kept as, in printed order."""
    head = {
        "title": report.title,
        "author": report.author,
        "draft": report.draft,
        "identity": dict(report.identity),
        "inserts": [[one.after, one.title, one.file] for one in report.inserts],
    }
    yield _value("", _REPORT, head)
    for number, sheet in enumerate(report.sheets, 1):
        made = {name: value for name, value in asdict(replace(sheet, rows=())).items() if name not in _OWN}
        yield _value(str(number), _SHEET, made)
        columns: tuple[tuple[int, str], ...] = ()
        for n, row in enumerate(sheet.rows, 1):
            page = bisect_left(sheet.breaks, n) + 1
            yield _value(f"{number}:{page}", row.key, _row_as_json(row, same=row.columns == columns))
            columns = row.columns


def report_of(values: Iterable[StoredValue], pictures: Mapping[str, Picture]) -> tuple[Report | None, tuple[str, ...]]:
    """The report that was kept, and the SHA-256 of pictures that are not there any more; None where it is lost."""
    head: dict[str, Any] | None = None
    sheets: list[tuple[dict[str, Any], list[ReportRow]]] = []
    missing: dict[str, None] = {}
    try:
        for one in values:
            if one.kind != "laid_out":
                continue
            made = json.loads(one.text)
            if not one.key:
                head = made
            elif ":" not in one.key:
                sheets.append((made, []))
            else:
                rows = sheets[-1][1]
                rows.append(_row_of(made, one.field, rows[-1].columns if rows else (), pictures, missing))
        if head is None:
            return None, ()
        whole = tuple(_sheet_of(made, rows) for made, rows in sheets)
        inserts = tuple(Insert(*each) for each in head["inserts"])
        report = Report(
            head["title"], head["author"], whole, head["draft"], head["identity"], inserts, _texts_of(whole)
        )
    except (ValueError, LookupError, TypeError):
        return None, ()
    return report, tuple(missing)


def _value(key: str, field: str, made: Any) -> StoredValue:
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return StoredValue(kind="laid_out", key=key, field=field, text=text)


def _row_as_json(row: ReportRow, *, same: bool) -> dict[str, Any]:
    """A row without what it has in common with every other; `same` columns as the row above are left out."""
    made: dict[str, Any] = {"h": row.height, "c": [_cell_as_json(cell) for cell in row.cells]}
    if not same:
        made["k"] = [[*pair] for pair in row.columns]
    if row.hidden:
        made["hidden"] = True
    if row.pictures:
        made["p"] = [
            [one.first, one.last, hashlib.sha256(one.data).hexdigest(), one.width, one.height, one.description]
            for one in row.pictures
        ]
    if row.chart is not None:
        made["g"] = asdict(row.chart)
    return made


def _cell_as_json(cell: ReportCell) -> list[Any]:
    made: list[Any] = [cell.first, cell.last, cell.text, cell.role, cell.key, cell.open, [[*m] for m in cell.marks]]
    while len(made) > 4 and not made[-1]:
        made.pop()
    return made


def _cell_of(made: list[Any]) -> ReportCell:
    empty: list[Any] = ["", "", []]
    first, last, text, role, key, open_, marks = made + empty[len(made) - 4 :]
    return ReportCell(first, last, text, role, key, open_, tuple(MarkedRun(*mark) for mark in marks))


def _row_of(
    made: Mapping[str, Any],
    key: str,
    above: tuple[tuple[int, str], ...],
    pictures: Mapping[str, Picture],
    missing: dict[str, None],
) -> ReportRow:
    columns = tuple((int(at), str(name)) for at, name in made["k"]) if "k" in made else above
    own = []
    for first, last, sha256, width, height, description in made.get("p", ()):
        if sha256 in pictures:
            own.append(ReportPicture(first, last, pictures[sha256].data, width, height, description))
        else:
            missing[sha256] = None
    cells = tuple(_cell_of(cell) for cell in made["c"])
    chart = _chart_of(made["g"]) if "g" in made else None
    return ReportRow(made["h"], cells, tuple(own), key, columns, bool(made.get("hidden", False)), chart)


def _chart_of(made: Mapping[str, Any]) -> StackedBars:
    series = tuple(ChartSeries(one["name"], one["look"], tuple(one["values"])) for one in made["series"])
    return StackedBars(tuple(made["categories"]), series, made["description"])


def _sheet_of(made: Mapping[str, Any], rows: Iterable[ReportRow]) -> ReportSheet:
    repeat = made["repeat"]
    return ReportSheet(
        **{
            **made,
            "rows": tuple(rows),
            "widths": tuple(made["widths"]),
            "breaks": tuple(made["breaks"]),
            "repeat": None if repeat is None else (repeat[0], repeat[1]),
            "merges": tuple((a, b, c) for a, b, c in made["merges"]),
            "outline": tuple((title, page) for title, page in made["outline"]),
        }
    )


def _texts_of(sheets: Iterable[ReportSheet]) -> dict[str, str]:
    """What must be complete on paper, by sheet, row and column."""
    return {
        f"{sheet.name} {row.key or n} [{cell.key}]": cell.text
        for sheet in sheets
        for n, row in enumerate(sheet.rows, 1)
        for cell in row.cells
        if cell.key and isinstance(cell.text, str) and cell.text
    }
