"""A finished report as a person reads it: the words and numbers of its sheets, hidden keys left aside."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import openpyxl

from tests.tools.kinds.counted import Number, Row

_NUMBER = re.compile(r"[△▲-]?[\d,]+(?:\.\d+)?%?")
_POINTS = re.compile(r"([△▲-]?[\d,.]+)\((-?[\d,.]+)\)")
STROKES = {"―", "-", "／", "－", "/"}


def folded(value: object) -> str:
    """A text without white space, in half width, one kind of minus."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value if value is not None else ""))).replace("−", "-")


def number(value: object) -> Number:
    """The number that a cell shows; None for a stroke. ValueError for anything else."""
    text = folded(value)
    if text in map(folded, STROKES):
        return None
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(f"no number: {value!r}")
    plain = text.rstrip("%").lstrip("△▲-").replace(",", "")
    return Fraction(plain) * (-1 if text[0] in "△▲-" else 1)


class Paper:
    """The sheets of a report."""

    def __init__(self, path: Path) -> None:
        self._book = openpyxl.load_workbook(path)

    def rows(self, name: str) -> Iterator[list[object]]:
        """The rows of a sheet that can be seen, without its hidden first column."""
        sheet = self._book[name]
        for row in sheet.iter_rows(min_col=2):
            if not sheet.row_dimensions[row[0].row].hidden:
                yield [cell.value for cell in row]

    def text(self, name: str) -> str:
        """All texts of a sheet."""
        return "\n".join(str(value) for row in self.rows(name) for value in row if value is not None)

    def table(self, name: str, corner: str) -> dict[str, Row]:
        """The rows of a summary table by label, each number by the heads above it: 「計」 or 「計/割合」."""
        heads: list[str] = []
        found: dict[str, Row] = {}
        above, twice = "", False
        for row in self.rows(name):
            label = folded(row[0])
            if label == folded(corner):
                heads, twice = [folded(value) for value in row], False
            elif heads and not label and any(value is not None for value in row):
                heads, twice = _double(heads, [folded(value) for value in row]), True
            elif heads and label and any(value is not None for value in row[1:]):
                self._take(found, label, heads, row, above)
                above = above if label.startswith("うち") else _name(label)
        assert heads, (name, corner, twice)
        return found

    def _take(self, found: dict[str, Row], label: str, heads: list[str], row: list[object], above: str) -> None:
        name = f"{above}/{label}" if label.startswith("うち") else _name(label)
        assert name not in found, f"{name} twice"
        cells: Row = {}
        for head, value in zip(heads[1:], row[1:], strict=False):
            both = _POINTS.fullmatch(folded(value))
            if head.startswith("得点(") and both:
                cells["得点"], cells["満点"] = number(both[1]), number(both[2])
            elif head:
                assert head not in cells, f"{head} twice"
                cells[head] = number(value)
        counted = re.search(r"\((\d+)項目\)", label)
        if counted:
            cells["（）"] = int(counted[1])
        found[name] = cells

    def listed(self, name: str, corner: str = "No.") -> tuple[list[str], list[list[object]]]:
        """The heads and the rows of a list; heads that are printed again are left out."""
        rows = [row for row in self.rows(name) if any(value is not None for value in row)]
        at = next(n for n, row in enumerate(rows) if corner in map(folded, row[:2]))
        heads = [folded(value) for value in rows[at]]
        return heads, [row for row in rows[at + 1 :] if corner not in map(folded, row[:2])]


def _name(label: str) -> str:
    """The name of a row: without its number and the count of its items."""
    plain = re.sub(r"\(\d+項目\)$", "", label)
    found = re.search(r"施策\d+の柱", plain)
    return found[0] if found else plain


def _double(upper: list[str], lower: list[str]) -> list[str]:
    """Heads of two rows: the lower under the upper that spans it; what is called 件数 as the upper alone."""
    heads, last = [], ""
    for over, under in zip(upper, lower, strict=True):
        last = over or last
        heads.append(last if under == "件数" or (over and not under) else f"{last}/{under}" if under else "")
    return heads
