"""How the sheets of a survey are opened and printed: where the cursor stands, facing pages, whose sheet it is."""

import math
from collections.abc import Container, Iterable, Mapping

from kosei_xl.values.cells import column_letters
from kosei_xl.values.sheet_values import SheetValues
from kosei_xl.workbook.measure import Face, width_unit
from kosei_xl.workbook.parts import Package, SheetPart, quote_sheet

USUAL_WIDTH = 9.0
"""Characters of a column that says nothing of its width."""
_LEAST_SIZE = 9.0
"""pt on paper of what is typed into a survey."""
_SCREEN, _PX_PER_UNIT = 1366 - 46, 8.0
"""Pixels beside row heads and scroll bar on a screen of 1366, and of a unit of column width in BIZ UDゴシック 11."""
_FILE_NAME, _MOST_IN_HEAD = "&F", 120


def face_of(package: Package, style: int) -> Face:
    """The font of a style as what measures texts wants it."""
    font = package.font(style)
    return Face(font.name, font.size)


def print_readable(package: Package, part: SheetPart, columns: Mapping[str, int], first: int, label_row: int) -> None:
    """Let a sheet too wide for one page go over facing pages, number and name on each, rather than print small.

    `first` is its first row of data; the rows from `label_row` to the one before are printed on every page.
    """
    shown = {n: part.column_width(n) or USUAL_WIDTH for n in columns.values() if not part.column_hidden(n)}
    sizes = (face_of(package, part.style(f"{column_letters(n)}{first}")).size for n in shown)
    scale = min(1.0, _LEAST_SIZE / max(sizes, default=_LEAST_SIZE))
    if sum(shown.values()) * width_unit(face_of(package, 0)).page * scale <= part.print_setup().width_pt:
        return
    part.set_print(scale=math.ceil(100 * scale))
    named = [columns[key] for key in ("no", "name") if key in columns]
    if named:
        left, right = column_letters(min(named)), column_letters(max(named))
        where = quote_sheet(part.name)
        titles = f"{where}!${left}:${right},{where}!${label_row}:${first - 1}"
        package.set_defined_name("_xlnm.Print_Titles", titles, sheet=part.name)


def first_input(
    part: SheetPart, values: SheetValues, columns: Mapping[str, int], first: int, inputs: Iterable[str]
) -> str:
    """The first blank cell of a sheet in one of the columns `inputs`, or else its first cell that is shown."""
    shown = {
        key: column_letters(n)
        for key, n in sorted(columns.items(), key=lambda pair: pair[1])
        if key not in values.hidden and not part.column_hidden(n)
    }
    asked = [key for key in shown if key in {*inputs}]
    blank = (
        f"{shown[key]}{first + n}"
        for n, row in enumerate(values.rows)
        if row.like == "row"
        for key in asked
        if key not in row.locked and row.values.get(key) in (None, "")
    )
    return next(blank, f"{next(iter(shown.values()), 'A')}{first}")


def show_inputs(part: SheetPart, columns: Iterable[int], inputs: Container[int], zoom: int) -> None:
    """Let a sheet open with all that is typed into in view beside the frozen columns, where it is wider than a screen.

    As much of what stands to the left as there is room for is in view too; the rest is scrolled away.
    """
    shown = sorted(n for n in columns if not part.column_hidden(n))
    frozen = [n for n in shown if n <= part.frozen_columns]
    room = _SCREEN / (_PX_PER_UNIT * zoom / 100) - sum(part.column_width(n) or USUAL_WIDTH for n in frozen)
    free = shown[len(frozen) :]
    start, used = len(free), 0.0
    while start and (used := used + (part.column_width(free[start - 1]) or USUAL_WIDTH)) <= room:
        start -= 1
    typed = next((n for n, column in enumerate(free) if column in inputs), start)
    if 0 < (first := min(start, typed)) < len(free):
        part.scroll_right_to(free[first])


def name_department(package: Package, words: str) -> None:
    """Say on every sheet's paper whose it is, and of what point, where the template has the file's name."""
    for name in package.sheet_names:
        part = package.sheet(name)
        header, _ = part.header_footer()
        own = header.replace(_FILE_NAME, words[:_MOST_IN_HEAD].replace("&", "&&"))
        if own != header:
            part.set_header_footer(own, None)
