"""Values for template sheets: what `make.survey` and `make.master` say and `make.fill` writes. No cell addresses here.

A formula names cells by key in brackets, resolved against the template's columns when it is written:
`[rating]` this row, `[rating:]` the column's data rows, `[台帳!rating:]` another sheet's, `[rating@KEY]` the row KEY.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellValue
from kosei_xl.values.model import ReportingPoint
from kosei_xl.values.pictures import Picture


@dataclass(frozen=True, slots=True)
class KeyedFormula:
    """A native formula over keys, and the value to show until a spreadsheet program recalculates."""

    text: str
    value: CellValue = None


SheetValue = CellValue | KeyedFormula


@dataclass(frozen=True, slots=True)
class InputRule:
    """What may be typed into a column: an amount, a day, or one of `words`; `prompt` tells so beside a chosen cell.

    Amounts and days that are typed otherwise are only warned of: what reads them knows more spellings. `look` is the
    number format of the cells, "" for that of the template.
    """

    kind: Literal["decimal", "date", "list"]
    title: str
    prompt: str
    words: tuple[str, ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class RowValues:
    """One row by column key. `like` names the template's prototype row; rows like "labels" look like the heads, rows
    like "gap" like nothing: they part what stands below from the table.

    Columns in `locked` look like its reference row; where it has none, like the name or the next open column to the
    left.
    """

    key: str | None
    values: Mapping[str, SheetValue]
    like: str = "row"
    locked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The data rows of one sheet, its spare columns (template key -> own key and label), and columns not shown.

    `band` are cells of the row above the data (total or area band). `keep_rows` keeps rows and cells that people made.
    `pictures` (row key -> picture, None to take one away) are laid over the column "picture"; other rows keep theirs.
    `later` (key -> label) are columns that masters made before lack; they get them to the right of what is there, those
    of `inputs` to type in. `more` (key -> label) are input columns beyond the spare ones, which look like the last of
    these. `choices` are the words that a column's drop-down list offers, `rules` what may be typed into a column,
    `hints` (key -> words) what shows beside a chosen cell of a column without a rule, `widths` those of columns (in
    characters) that are not to be as wide as in the template. Where `grows`, rows to type into grow with what is typed,
    and a sheet too wide for its paper goes over facing pages rather than print too small. `standing` are the keys of
    rows that say just this already: they are left alone. The filter of the sheet covers the first `filtered` rows
    (None: all).
    """

    rows: tuple[RowValues, ...] = ()
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    band: Mapping[str, SheetValue] = field(default_factory=dict)
    keep_rows: bool = False
    fit: bool = True
    pictures: Mapping[str, Picture | None] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    inputs: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, InputRule] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    grows: bool = False
    standing: frozenset[str] = frozenset()
    filtered: int | None = None


@dataclass(frozen=True, slots=True)
class MasterSheets:
    """What to write into a master: sheets that are filled whole, and rows `added` below those that a sheet holds.

    `point` is the one that 集計 counts from then on; None leaves the choice made there.
    """

    sheets: Mapping[str, SheetValues] = field(default_factory=dict)
    added: Mapping[str, SheetValues] = field(default_factory=dict)
    point: ReportingPoint | None = None


def spare_columns(
    spare: tuple[str, ...], used: tuple[tuple[str, str], ...]
) -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    """Give spare template columns to (key, label) pairs, in order -> (template key -> pair, spares left to hide).

    Pairs beyond the last spare column are left out; the plan's reader reports them.
    """
    given = dict(zip(spare, used, strict=False))
    return given, frozenset(spare[len(given) :])
