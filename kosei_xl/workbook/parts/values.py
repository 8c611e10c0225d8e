"""Cell values: what may be written into a cell, its XML, and what is read back."""

import datetime
import math
import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from kosei_xl.later import dataclass
from kosei_xl.workbook.parts.markup import Element, PackageError, cell_text, main_namespace, plain_text, string_item
from kosei_xl.workbook.xml_text import xml_text

_FIRST_SAFE_DAY: Final = datetime.datetime(1900, 3, 1)
_EPOCH_1900: Final = datetime.datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime.datetime(1904, 1, 1)
_EXACT: Final = 2**53
_QUIET: Final = '<color rgb="FF6B7280"/>'
"""The colour of words that are struck out, so that what stands beside them is not read as one with them."""
_COLOR_PLACE: Final = re.compile(r"<color[^>]*/>|(?=<rFont)")
_BOLD: Final = "<b/>"
_SHORT: Final = 40
"""Letters up to which a text is taken for one that comes again in its sheet."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its leading "=", and the value to show until Excel recalculates."""

    text: str
    value: str | int | float | bool | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text with lines of its own."""

    text: str
    underlined: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class RichText:
    """A text in runs. `look` is the cell's own font as `Package.run_look` gives it: programs do not all inherit it."""

    runs: tuple[Run, ...]
    look: str = ""


CellInput: TypeAlias = str | int | float | bool | datetime.date | datetime.datetime | Formula | RichText | None
"""What a cell can be given. "" and None empty it; a text that begins with "=" stays a text."""

PartValue: TypeAlias = str | float | bool | None
"""What a cell gives back: dates come as serial numbers, errors as text such as "#N/A"."""


def serial(value: datetime.date, *, date1904: bool) -> int | float:
    """The serial number (days) of a date or date and time. PackageError before the calendar begins or with a zone."""
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
    if moment.tzinfo is not None:
        raise PackageError(f"{value!r} has a time zone; a cell holds local time only")
    days = (moment - (_EPOCH_1904 if date1904 else _EPOCH_1900)) / datetime.timedelta(days=1)
    if not date1904 and moment < _FIRST_SAFE_DAY:
        days -= 1  # Excel's 1900 calendar has a 29 February that never was
    if not days >= (0 if date1904 else 1):  # also pandas' NaT
        raise PackageError(f"{value} is before the first day of the workbook's calendar")
    return int(days) if days == int(days) else days


def cell_xml(ref: str, style: int | str | None, value: CellInput, *, date1904: bool = False) -> str:
    """The `<c>` element of one cell. PackageError for NaN, infinity and texts that are too long."""
    if value is None or isinstance(value, str):
        return f'<c r="{ref}"{_text_tail(style, value)}'
    start = f'<c r="{ref}"{_style(style)}'
    if isinstance(value, RichText):
        return f'{start} t="inlineStr"><is>{"".join(_run_xml(run, value.look) for run in value.runs)}</is></c>'
    formula = ""
    content: str | int | float | bool | datetime.date | None
    if isinstance(value, Formula):
        formula, content = f"<f>{xml_text(value.text)}</f>", value.value
        if content is None:
            return f"{start}>{formula}</c>"
        if isinstance(content, str):
            return f'{start} t="str">{formula}<v>{cell_text(content)}</v></c>'
    else:
        content = value
    if isinstance(content, bool):
        return f'{start} t="b">{formula}<v>{content:d}</v></c>'
    return f"{start}>{formula}<v>{_number(ref, content, date1904)}</v></c>"


class SheetCells:
    """The `<c>` elements of one sheet, as `cell_xml` makes them. What stands in many cells alike, blank ones of a style
    and short texts, is put together once.
    """

    def __init__(self, *, date1904: bool) -> None:
        self._date1904 = date1904
        self._tails: dict[tuple[CellInput, int], str] = {}
        """What follows the address, of texts and blank cells alone: 1, 1.0 and True are one key."""

    def row(self, number: int, letters: Iterable[str], cells: Iterable[tuple[CellInput, int]]) -> str:
        """The `<c>` elements of a row: of each column's letters its (value, style index). Nothing for a blank cell
        without a style.
        """
        tails, found, r = self._tails, [], str(number)
        for at, cell in zip(letters, cells, strict=False):
            tail = tails.get(cell)
            if tail is None:
                value, style = cell
                if value is None and not style:
                    continue
                if value is not None and not isinstance(value, str):
                    found.append(cell_xml(f"{at}{r}", style, value, date1904=self._date1904))
                    continue
                tail = _text_tail(style, value)
                if value is None or len(value) <= _SHORT:
                    tails[cell] = tail
            found.append(f'<c r="{at}{r}"{tail}')
        return "".join(found)


def _text_tail(style: int | str | None, text: str | None) -> str:
    """What follows the address in the `<c>` element of a text or of a blank cell."""
    if not text:
        return f"{_style(style)}/>"
    return f'{_style(style)} t="inlineStr"><is><t xml:space="preserve">{cell_text(text)}</t></is></c>'


def _style(style: int | str | None) -> str:
    return f' s="{style}"' if style and style != "0" else ""


def _run_xml(run: Run, look: str) -> str:
    lines = "<strike/>" * run.struck + "<u/>" * run.underlined
    bold, rest = (look[: len(_BOLD)], look[len(_BOLD) :]) if look.startswith(_BOLD) else ("", look)
    rest = _COLOR_PLACE.sub(_QUIET, rest, count=1) if run.struck else rest
    return f'<r><rPr>{bold}{lines}{rest}</rPr><t xml:space="preserve">{cell_text(run.text)}</t></r>'


def _number(ref: str, value: int | float | datetime.date, date1904: bool) -> str:
    if isinstance(value, datetime.date):
        value = serial(value, date1904=date1904)
    if isinstance(value, int):
        return format(int(value), "d")
    if not isinstance(value, float):
        raise PackageError(f"{ref}: a cell cannot hold {value!r}")
    if not math.isfinite(value):
        raise PackageError(f"{ref}: {value} is not a number Excel knows")
    return repr(float(value))


def cell_value(cell: Element, strings: list[str]) -> PartValue:
    """What a `<c>` element holds. Integers beyond 2**53 come back exact, as int."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(main_namespace("is"))
        return (string_item(inline) or None) if inline is not None else None
    text = cell.findtext(main_namespace("v"))
    if not text:
        return None
    if kind == "s":
        index = int(text)
        if not 0 <= index < len(strings):
            raise PackageError(f"{cell.get('r')}: shared text {index} is missing; the workbook is damaged")
        return strings[index] or None
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind in ("str", "e", "d"):
        return plain_text(text)
    number = float(text)
    return int(text) if abs(number) > _EXACT and text.strip().lstrip("-").isdigit() else number


def letters_of(cell: Element) -> str:
    """The column letters of a `<c>` element."""
    return cell.get("r", "").rstrip("0123456789")
