"""Cell addresses and the references inside formulas: shifting, retargeting, stretching. Pure text in, text out."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.workbook.parts.markup import PackageError, utf16_length

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_STRING = re.compile(r'("(?:[^"]|"")*")')
_FIXED = re.compile(r"('(?:[^']|'')*'!|\[[^\]]*\])")
_REFERENCE = re.compile(
    r"(?<![\w.$\\])(?:"
    r"(?P<ca>\$?)(?P<c>[A-Z]{1,3})(?P<ra>\$?)(?P<r>\d{1,7})(?![\w(.!])"
    r"|(?P<rows>\$?\d{1,7}:\$?\d{1,7})(?![\w.(:])"
    r"|(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w.(:$!])"
    r")"
)
_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\d:(A-Za-z])")
_AREA = r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(.!:])"
_OWN_AREA = re.compile(rf"(?<![\w.$\\!:]){_AREA}")
_OWN_AREA_LATER = re.compile(rf"(?<!^)(?<![\w.$\\!:]){_AREA}")
_FIXED_ROWS = re.compile(r"\$?[A-Z]+\$\d+:\$?[A-Z]+\$\d+")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d*|(?i:true|false)")


def split_address(ref: str) -> tuple[str, int]:
    """("B", 3) for "B3"; PackageError for anything that is not one cell of a sheet."""
    found = _ADDRESS.fullmatch(ref)
    if not found or column_number(found[1]) > MAX_COLUMN or int(found[2]) > MAX_ROW:
        raise PackageError(f"{ref!r} is not a cell address such as B3")
    return found[1], int(found[2])


def bounds(area: str) -> tuple[int, int, int, int]:
    """(first row, first column, last row, last column), 1-based, of "B3" or "B3:D9" ($ allowed)."""
    first, _, last = area.replace("$", "").partition(":")
    left, top = split_address(first)
    right, bottom = split_address(last or first)
    return top, column_number(left), bottom, column_number(right)


def check_sheet_name(name: str) -> None:
    """PackageError when Excel would not accept the sheet name (length in UTF-16 units)."""
    bad = not 0 < utf16_length(name) <= 31 or re.search(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]", name)
    if bad or name.startswith("'") or name.endswith("'") or name.lower() == "history":
        raise PackageError(
            f"Excel does not allow the sheet name {name!r}: 1 to 31 characters, no [ ] : * ? / \\, no ' at the ends"
        )


def quote_sheet(name: str) -> str:
    """A sheet name as formulas write it: quoted unless it is a plain ASCII identifier."""
    if _PLAIN_NAME.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def _outside_strings(formula: str, change: Callable[[str], str]) -> str:
    if '"' not in formula:
        return change(formula)
    return "".join(piece if i % 2 else change(piece) for i, piece in enumerate(_STRING.split(formula)))


def _sheet_forms(sheet: str) -> str:
    quoted = "'" + sheet.replace("'", "''") + "'"
    return rf"(?:(?<![\w'.\]]){re.escape(quoted)}|(?<![\w'.\]:]){re.escape(sheet)})"


@lru_cache(maxsize=256)
def _sheet_pattern(sheet: str) -> re.Pattern[str]:
    return re.compile(_sheet_forms(sheet) + "!")


def refers_to(formula: str, sheet: str) -> bool:
    """Whether a formula has a reference qualified with this sheet."""
    return retarget(formula, sheet, "\0") != formula


def retarget(formula: str, old: str, new: str) -> str:
    """The formula with references to sheet `old` pointed at sheet `new`; text literals stay."""
    if "!" not in formula:
        return formula
    pattern, name = _sheet_pattern(old), quote_sheet(new) + "!"
    return _outside_strings(formula, lambda piece: pattern.sub(lambda _: name, piece))


def rename_table(formula: str, old: str, new: str) -> str:
    """The formula with structured references to table `old` pointed at table `new`."""
    if "[" not in formula:
        return formula
    pattern = re.compile(rf"(?<![\w.\[\]]){re.escape(old)}(?=\[)", re.IGNORECASE)
    return _outside_strings(formula, lambda piece: pattern.sub(lambda _: new, piece))


def shift(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as if copied `rows` down and `columns` right: relative references move, also whole rows and columns.

    A reference that leaves the sheet becomes #REF!. Sheet names, text literals and table columns stay.
    """

    def one(match: re.Match[str]) -> str:
        if match["c"]:
            column = column_number(match["c"])
            if column > MAX_COLUMN or int(match["r"]) > MAX_ROW:
                return match[0]
            column += 0 if match["ca"] else columns
            row = int(match["r"]) + (0 if match["ra"] else rows)
            if not 1 <= row <= MAX_ROW or not 1 <= column <= MAX_COLUMN:
                return "#REF!"
            return f"{match['ca']}{column_letters(column)}{match['ra']}{row}"
        ends = [_moved(end, rows, columns) for end in match[0].split(":")]
        return "#REF!" if "" in ends else ":".join(ends)

    def piece(text: str) -> str:
        return "".join(s if i % 2 else _REFERENCE.sub(one, s) for i, s in enumerate(_FIXED.split(text)))

    return _outside_strings(formula, piece) if rows or columns else formula


def _moved(end: str, rows: int, columns: int) -> str:
    """One end of a whole-row or whole-column reference, moved; "" when it leaves the sheet."""
    if end.startswith("$"):
        return end
    if end.isdigit():
        row = int(end) + rows
        return str(row) if 1 <= row <= MAX_ROW else ""
    column = column_number(end) + columns
    return column_letters(column) if 1 <= column <= MAX_COLUMN else ""


def stretch(ranges: str, first: int, last_old: int, last_new: int, *, single: bool = True) -> str:
    """Let the ranges that reach the last old data row reach the last new one.

    `ranges`: one or more areas as in sqref. A one-row range is stretched only on row `first`
    (other single rows were chosen on purpose), and not at all when `single` is false and it is one cell.
    """

    def one(match: re.Match[str]) -> str:
        top, bottom = int(match[2]), int(match[4] or match[2])
        if not top <= last_old <= bottom or (top > first and top == bottom) or (not single and not match[4]):
            return match[0]
        end = max(last_new, top) if bottom == last_old else max(last_new, bottom)
        return match[0] if end == bottom else f"{match[1]}{top}:{match[3] or match[1]}{end}"

    return _RANGE.sub(one, ranges)


def stretch_sheet(formula: str, sheet: str, first: int, last_old: int, last_new: int, *, single: bool) -> str:
    """`stretch` for the areas of a formula that are qualified with `sheet`."""
    if "!" not in formula:
        return formula
    pattern = re.compile(rf"({_sheet_forms(sheet)}!)({_AREA})")

    def piece(text: str) -> str:
        return pattern.sub(lambda m: m[1] + stretch(m[2], first, last_old, last_new, single=single), text)

    return _outside_strings(formula, piece)


def stretch_own(formula: str, first: int, last_old: int, last_new: int, *, fixed_only: bool = False) -> str:
    """`stretch` for the multi-cell areas of a formula that name no sheet (so belong to the formula's own).

    `fixed_only`: only areas whose rows are both fixed, such as E$7:E$46 in RANK(E7,E$7:E$46), as in data rows.
    """
    if ":" not in formula:
        return formula

    def one(match: re.Match[str]) -> str:
        if fixed_only and not _FIXED_ROWS.fullmatch(match[0]):
            return match[0]
        return stretch(match[0], first, last_old, last_new, single=False)

    def piece(text: str) -> str:
        parts = _FIXED.split(text)
        for i in range(0, len(parts), 2):
            after_sheet = i > 0 and parts[i - 1].endswith("!")
            pattern = _OWN_AREA_LATER if after_sheet else _OWN_AREA
            parts[i] = pattern.sub(one, parts[i])
        return "".join(parts)

    return _outside_strings(formula, piece)
