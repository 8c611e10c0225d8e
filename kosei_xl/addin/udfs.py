"""The worksheet functions as xlwings shows them to Excel: conversion and language only. What they answer: `functions`.

Every argument is a range, an array or one value, and arrives as a grid of cells. A function never raises: whatever goes
wrong stands in its cell. Names and help texts: `addin.help`; arguments that may be left out are blank (None).
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import xlwings as xw
from xlwings.conversion import ValueAccessor

from kosei_xl.addin import functions
from kosei_xl.addin.functions import CellAnswer, CellGrid
from kosei_xl.values.cells import CellValue
from kosei_xl.verbs.telling import language, missing_package
from kosei_xl.words.messages import in_language, told

_MANY_CELLS = 100_000
"""Ranges with more cells (whole columns) are cut to the used part of their sheet before they are read."""


class _ToUsedRange:
    """A conversion stage: a range that reaches below or right of everything used in its sheet is made smaller."""

    def __call__(self, context: Any) -> None:
        area = context.range
        if area is None or area.shape[0] * area.shape[1] <= _MANY_CELLS:
            return
        used = area.sheet.used_range
        rows = used.row + used.shape[0] - area.row
        columns = used.column + used.shape[1] - area.column
        context.range = area.resize(min(max(rows, 1), area.shape[0]), min(max(columns, 1), area.shape[1]))


_STANDARD: Any = ValueAccessor  # xlwings' converters carry no types


class Cells(ValueAccessor):
    """xlwings converter: any argument -> rows of cells; blank is None, an error value its text (#N/A)."""

    @staticmethod
    def reader(options: Any) -> Any:
        """The stages from Excel's value to ours."""
        return _STANDARD.reader({**options, "ndim": 2, "err_to_str": True}).prepend_stage(_ToUsedRange())


Range = Annotated[CellGrid, {"convert": Cells}]
Optional = Annotated[CellGrid | None, {"convert": Cells}]
Shown = Annotated[Any, {"convert": None}]
"""A cell or a grid, written by xlwings' own converter."""
Frame = Annotated[Any, {"convert": None, "index": False}]
"""A DataFrame, written with its heads and without its index; or a message."""


def _answering(function: Callable[..., CellAnswer]) -> Callable[..., Shown]:
    """The function with its messages in the user's language, and with a message in place of an exception."""

    @wraps(function)
    def answer(*arguments: CellGrid | None) -> CellAnswer:
        try:
            found = function(*arguments)
        except Exception as error:  # a worksheet function has nobody to raise to
            found = told("fn_failed", why=f"{type(error).__name__}: {error}")
        return [[_shown(cell) for cell in row] for row in found] if isinstance(found, list) else _shown(found)

    return answer


def _framed(function: Callable[..., Shown]) -> Callable[..., Frame]:
    """The function with its table as a pandas DataFrame, for analysts; a message stays a message."""

    @wraps(function)
    def answer(*arguments: CellGrid | None) -> Any:
        found = function(*arguments)
        try:
            import pandas as pd
        except ImportError as error:
            return in_language(missing_package(error) or str(error), language())
        return pd.DataFrame(found[1:], columns=found[0], dtype=object) if isinstance(found, list) else found

    return answer


def _shown(cell: CellValue) -> CellValue:
    return in_language(cell, language()) if isinstance(cell, str) else cell


_function = xw.func(category="kosei", call_in_wizard=False)


@_function
@_answering
def KOSEI_COUNT(
    ratings: Range, rating: Range, scale: Optional = None, groups: Optional = None, group: Optional = None
) -> Shown:
    """Cells that hold a rating."""
    return functions.count(ratings, rating, scale, groups, group)


@_function
@_answering
def KOSEI_COUNTS(ratings: Range, scale: Range) -> Shown:
    """A row for each rating: code, count."""
    return functions.counts(ratings, scale)


@_function
@_answering
def KOSEI_SUMMARY(areas: Range, ratings: Range, scale: Range, repeats: Optional = None) -> Shown:
    """The summary table of two ranges."""
    return functions.summary(areas, ratings, scale, repeats)


@_function
@_answering
def KOSEI_LEDGER(
    ledger: Range,
    point: Range,
    scale: Range,
    areas: Optional = None,
    by: Optional = None,
    departments: Optional = None,
) -> Shown:
    """A summary table of one point of the ledger."""
    return functions.ledger_summary(ledger, point, scale, areas, by, departments)


@_function
@_framed
@_answering
def KOSEI_TABLE(ledger: Range, point: Range) -> Frame:
    """The rows of one point of the ledger."""
    return functions.ledger_rows(ledger, point)


@_function
@_answering
def KOSEI_CHECK(table: Range, scale: Range, required: Optional = None, repeats: Optional = None) -> Shown:
    """What each row of a table still needs."""
    return functions.check(table, scale, required, repeats)


@_function
@_answering
def KOSEI_SENTENCE(
    counts: Range,
    scale: Optional = None,
    counter: Optional = None,
    digits: Optional = None,
    zeros: Optional = None,
) -> Shown:
    """The report's sentence from counts."""
    return functions.sentence(counts, scale, counter, digits, zeros)


@_function
@_answering
def KOSEI_WAREKI(days: Range, digits: Optional = None) -> Shown:
    """Dates in the Japanese calendar."""
    return functions.wareki(days, digits)


@_function
@_answering
def KOSEI_NENDO(days: Range, digits: Optional = None) -> Shown:
    """Fiscal years in the Japanese calendar."""
    return functions.fiscal_year(days, digits)


@_function
@_answering
def KOSEI_DIGITS(numbers: Range, digits: Optional = None) -> Shown:
    """Numbers in a digit style."""
    return functions.in_digits(numbers, digits)


@_function
@_answering
def KOSEI_NUMBER(numbers: Range, sample: Range) -> Shown:
    """Numbers written like a sample."""
    return functions.in_numbering(numbers, sample)


@_function
@_answering
def KOSEI_ACHIEVEMENT(actuals: Range, targets: Range, answer: Optional = None, lower: Optional = None) -> Shown:
    """Actual against target."""
    return functions.achievement(actuals, targets, answer, lower)
