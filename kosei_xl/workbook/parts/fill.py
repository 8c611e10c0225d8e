"""Filling the data rows of a sheet from a prototype row, and stretching what covers them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_number
from kosei_xl.workbook.parts.formulas import bounds, shift, split_address, stretch, stretch_own, stretch_sheet
from kosei_xl.workbook.parts.layout import SheetLayout
from kosei_xl.workbook.parts.markup import (
    XM,
    Element,
    PackageError,
    attributes,
    dump,
    local,
    main_namespace,
    parse,
    unset,
)
from kosei_xl.workbook.parts.values import CellInput, Formula, PartValue, RichText, letters_of, serial
from kosei_xl.workbook.xml_text import xml_attribute

RowKeyValue: TypeAlias = str | float | bool
RowInput: TypeAlias = Mapping[str, CellInput]
"""One row of input: column letters -> value."""

_RANGED = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")


class Grows(float):
    """A height in points of a row that goes on growing with what is typed into it."""


@dataclass(frozen=True, slots=True)
class FillReport:
    """What filling did to rows that were there before. Row numbers are 1-based.

    moved: (old, new) numbers of keyed rows that changed place, in new order.
    gone: keys that are not among the new rows, in old order.
    kept: those of `gone` whose rows held something in columns no input names; these rows stay below the data.
    loose: (old, new) numbers of rows kept below the data: rows without a key of their own, and the kept ones.
    anchored: comments, links and merges (references) on rows that moved or left; they do not follow.
    """

    moved: tuple[tuple[int, int], ...] = ()
    gone: tuple[RowKeyValue, ...] = ()
    kept: tuple[RowKeyValue, ...] = ()
    loose: tuple[tuple[int, int], ...] = ()
    anchored: tuple[str, ...] = ()


class _Cell(NamedTuple):
    style: str | None
    formula: str | None
    element: Element | None
    """None in a row that was not parsed: nothing of it but the style is asked for."""


class _Row(NamedTuple):
    attributes: dict[str, str]
    cells: dict[str, _Cell]


class _Like(NamedTuple):
    """What a new row is made after: a row and where it stood; `named` columns are ours, all (None) of the prototype."""

    row: _Row
    home: int
    named: Collection[str] | None = None


class _Old(NamedTuple):
    """The rows that were there: by key, and the rest that hold something; those of `standing` simply stay."""

    keyed: dict[RowKeyValue, int]
    loose: list[int]
    last: int
    standing: frozenset[int]


_PARSED_AT_ONCE = 64
_FORMULA = main_namespace("f")
_INLINE = rb' t="inlineStr"><is><t xml:space="preserve">[^<]*</t></is></c>'
_PLAIN_ROW = re.compile(
    rb'<row((?: [\w:]+="[^"<&]*")*)>((?:<c r="[A-Z]{1,3}\d+"(?: s="\d+")?(?:/>|'
    + _INLINE
    + rb'| t="s"><v>\d+</v></c>|><v>[^<]*</v></c>))*)</row>'
)
"""A row of values alone, as we write it and as Excel does: its attributes, its cells."""
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(/>)?')
"""A cell of such a row: letters, style, the sign that it is blank."""
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')


class SheetFill(SheetLayout):
    """Data rows from a prototype row."""

    def fill(
        self,
        proto: int,
        rows: Sequence[RowInput],
        *,
        key: str | None = None,
        heights: Sequence[float | None] | None = None,
        styles: Sequence[Mapping[str, int]] | None = None,
        standing: Collection[RowKeyValue] = frozenset(),
    ) -> FillReport:
        """Replace row `proto` and everything below by `rows`, styled as row `proto`.

        Without `key` every row is new: prototype styles, prototype formulas shifted, nothing else of the old rows.
        With `key` (column letters) a row whose key is there already keeps its height, visibility, styles, formulas and
        the cells of columns that no row names; a vanished row with such cells, and rows without a key
        that hold something, stay below the data after one blank row (or where they are, when that is lower).
        A plain value in a column with a formula is that formula's result until Excel recalculates.
        Rows whose key is `standing`, and there, stay as they are, whatever the input says of them.
        `heights` (points, None = as before; see `Grows`) and `styles` (column letters -> style index): one per row.
        Ranges that end at the last old row stretch, in this sheet, tables, names, charts and formulas elsewhere.
        No rows: one blank prototype row stays. PackageError: no row `proto`, doubled or missing keys, array formulas.
        """
        _check(rows, key, heights, styles)
        pattern = self._pattern(proto)
        named = {letters for row in rows for letters in row}
        old = self._old(proto, key, pattern, standing)
        gone, kept, stay = self._vanished(old, rows, key, named)
        moved, out, last = [], list[bytes](), proto + max(len(rows), 1) - 1
        for i, row in enumerate(rows):
            r = proto + i
            was = old.keyed.get(_key(row, key)) if key else None
            if was is not None and was != r:
                moved.append((was, r))
            if was in old.standing:
                stays = was == r and r not in self._dirty
                out.append(self._raw[r] if stays else self._carry(was, r, proto, old.last, last).encode())
                continue
            like = (
                _Like(pattern, proto)
                if was is None
                else _Like(self._plain(was, named) or self._layout(was), was, named)
            )
            bits = self._cells(r, like, row, styles[i] if styles else {}, (proto, old.last, last))
            out.append(_row_xml(r, like.row.attributes, heights[i] if heights else None, bits).encode())
        if not rows:
            out.append(self._blank(proto, pattern).encode())
        placed, low = [], last + 2
        for r in sorted((*old.loose, *stay)):
            low = max(low, r)
            placed.append((r, low))
            out.append(self._carry(r, low, proto, old.last, last).encode())
            low += 1
        left = {old.keyed[k] for k in gone} - {r for r, _ in placed}
        anchored = self._anchored(left | {a for a, b in (*moved, *placed) if a != b})
        numbers = [*range(proto, last + 1), *(b for _, b in placed)]
        self._replace_from(proto, dict(zip(numbers, out, strict=True)))
        self._span(named | pattern.cells.keys())
        self._stretch(proto, old.last, last)
        return FillReport(tuple(moved), tuple(gone), tuple(kept), tuple(placed), anchored)

    def append_rows(
        self,
        proto: int,
        rows: Sequence[RowInput],
        *,
        key: str | None = None,
        heights: Sequence[float | None] | None = None,
        styles: Sequence[Mapping[str, int]] | None = None,
    ) -> FillReport:
        """Add `rows`, styled as row `proto`, below the data; rows that are there keep their bytes.

        The data ends at the last row with something in column `key`; without `key`, at the last row with a value.
        Rows with content that stand in the way move below the new ones and are reported as loose.
        """
        _check(rows, None, heights, styles)
        pattern = self._pattern(proto)
        if not rows:
            return FillReport()
        below = [r for r in self._numbers() if r >= proto]
        last_old = self._last_holding(below, key, pattern, proto - 1)
        first = last_old + 1
        last = last_old + len(rows)
        stretched, out = max(last_old, proto), dict[int, bytes]()
        for i, row in enumerate(rows):
            given = styles[i] if styles else {}
            bits = self._cells(first + i, _Like(pattern, proto), row, given, (proto, stretched, last))
            out[first + i] = _row_xml(first + i, pattern.attributes, heights[i] if heights else None, bits).encode()
        placed, low = [], last + 2
        for r in below:
            if r > last_old and self._literal(self._layout(r), pattern):
                low = max(low, r)
                placed.append((r, low))
                out[low] = self._carry(r, low, proto, stretched, last).encode()
                low += 1
        anchored = self._anchored({a for a, b in placed if a != b})
        carried = {r for r, _ in placed}
        for r in below:  # blank rows people have prepared further down
            if r > last and r not in carried and r not in out and (blank := self._row(r)) is not None:
                out[r] = self._text(blank).encode()
        self._replace_from(first, dict(sorted(out.items())))
        self._span({letters for row in rows for letters in row} | pattern.cells.keys())
        self._stretch(proto, stretched, last)
        return FillReport(loose=tuple(placed), anchored=anchored)

    def rearrange(self, proto: int, rows: Sequence[int | RowInput]) -> None:
        """Row `proto` and everything below become `rows`, in this order: a number is a row that is there, with all that
        it holds, anything else a new one styled as row `proto`. No rows: one blank prototype row stays.

        Ranges that end at the last old row end at the last new one, as in `fill`. Comments, links and merges stay where
        they are: see `anchored_below`.
        """
        pattern = self._pattern(proto)
        old = [r for r in self._numbers() if r >= proto]
        self._parse_rows([row for row in rows if isinstance(row, int)])
        last_old, last, out = max(old), proto + max(len(rows), 1) - 1, dict[int, bytes]()
        for r, row in enumerate(rows, proto):
            if isinstance(row, int):
                out[r] = self._carry(row, r, proto, last_old, last).encode()
            else:
                bits = self._cells(r, _Like(pattern, proto), row, {}, (proto, last_old, last))
                out[r] = _row_xml(r, pattern.attributes, None, bits).encode()
        if not rows:
            out[proto] = self._blank(proto, pattern).encode()
        self._replace_from(proto, out)
        self._span({letters for row in rows if not isinstance(row, int) for letters in row} | pattern.cells.keys())
        self._stretch(proto, last_old, last)

    def anchored_below(self, proto: int) -> tuple[str, ...]:
        """Comments, links and merges (references) on row `proto` and below."""
        return self._anchored({r for r in self._numbers() if r >= proto})

    # -- the rows that were there ----------------------------------------------------------------------------------
    def _pattern(self, proto: int) -> _Row:
        """The prototype of new rows, which are shown even where it is hidden. PackageError where it is not there."""
        if self._row(proto) is None:
            raise PackageError(f"sheet {self.name!r} has no row {proto} to take the style of new rows from")
        pattern = self._layout(proto)
        pattern.attributes.pop("hidden", None)
        return pattern

    def _layout(self, r: int) -> _Row:
        row = self._row(r)
        assert row is not None
        kept = {k: v for k, v in attributes(row).items() if k not in ("r", "spans") and not k.startswith("{")}
        cells = {}
        for cell in row:
            formula = None
            f = cell.find(_FORMULA) if len(cell) else None
            if f is not None:
                if f.get("t", "normal") not in ("normal", "shared"):
                    where = f"sheet {self.name!r}, {cell.get('r')}"
                    raise PackageError(f"{where}: an array formula or data table in a data row")
                formula = self._formula(cell)
            cells[letters_of(cell)] = _Cell(cell.get("s"), formula, cell)
        return _Row(kept, cells)

    def _literal(self, row: _Row, pattern: _Row, skip: Collection[str] = ()) -> bool:
        """Whether a row holds something that is not just a formula of the prototype."""
        for letters, cell in row.cells.items():
            if letters in skip or cell.element is None or not len(cell.element):
                continue
            if cell.formula is None or letters not in pattern.cells or pattern.cells[letters].formula is None:
                return True
        return False

    def _last_holding(self, rows: Sequence[int], key: str | None, pattern: _Row, default: int) -> int:
        """The last of the rows (in order) that holds something, or `default`. Looked for from the end: what was written
        over years stands above and is not parsed.
        """
        for end in range(len(rows), 0, -_PARSED_AT_ONCE):
            some = rows[max(0, end - _PARSED_AT_ONCE) : end]
            self._parse_rows(some)
            found = next((r for r in reversed(some) if self._holds(r, key, pattern)), None)
            if found is not None:
                return found
        return default

    def _holds(self, r: int, key: str | None, pattern: _Row) -> bool:
        row = self._layout(r)
        if key is None:
            return self._literal(row, pattern)
        element = row.cells[key].element if key in row.cells else None
        return element is not None and self._value(element) is not None

    def _old(self, proto: int, key: str | None, pattern: _Row, standing: Collection[RowKeyValue]) -> _Old:
        """Most rows of years have been written by us: their keys are read from what they were written as, and no tree
        is made of them.
        """
        below = [r for r in self._numbers() if r >= proto]
        if key is None:
            return _Old({}, [], below[-1], frozenset())
        known = self._plain_keys(below, key)
        self._parse_rows([r for r in below if r not in known])
        keyed: dict[RowKeyValue, int] = {}
        loose, last, unbroken, stay = [], proto, True, set()
        for r in below:
            value = known[r] if r in known else self._value_in(r, key)
            if isinstance(value, str) and value in standing and value not in keyed:
                stay.add(r)
            if value is not None and value not in keyed:
                keyed[value] = r
                unbroken = unbroken and r <= last + 1
                last = r if unbroken else last
            else:
                unbroken = unbroken and r == proto
                if self._literal(self._layout(r), pattern):
                    loose.append(r)
        return _Old(keyed, loose, last, frozenset(stay))

    def _value_in(self, r: int, letters: str) -> PartValue:
        """What a row holds in a column."""
        row = self._row(r)
        cell = next((c for c in row if letters_of(c) == letters), None) if row is not None else None
        return self._value(cell) if cell is not None else None

    def _plain_keys(self, rows: Iterable[int], letters: str) -> dict[int, str]:
        """The texts in a column of those rows that have one of one run there, in the form in which we write it."""
        form = re.compile(
            rb'<c r="%s\d+"(?: s="\d+")? t="inlineStr"><is><t xml:space="preserve">([^<]*)</t></is></c>'
            % letters.encode()
        )
        found: dict[int, str] = {}
        for r in rows:
            at = form.search(self._raw[r]) if r not in self._parsed else None
            if at is not None and at[1] and b"&" not in at[1] and b"_x" not in at[1] and at[1].isascii():
                found[r] = at[1].decode()
        return found

    def _plain(self, r: int, named: Collection[str]) -> _Row | None:
        """What `_layout` says of a row, without a tree; None for one that holds more than values in our own columns."""
        if r in self._parsed:
            return None
        found = _PLAIN_ROW.fullmatch(self._raw[r])
        if found is None:
            return None
        cells = _PLAIN_CELL.findall(found[2])
        if any(not blank and letters.decode() not in named for letters, _, blank in cells):
            return None
        kept = {name.decode(): text.decode() for name, text in _ATTRIBUTE.findall(found[1]) if b":" not in name}
        kept = {name: text for name, text in kept.items() if name not in ("r", "spans")}
        return _Row(kept, {letters.decode(): _Cell(style.decode() or None, None, None) for letters, style, _ in cells})

    def _vanished(
        self, old: _Old, rows: Sequence[RowInput], key: str | None, named: Collection[str]
    ) -> tuple[list[RowKeyValue], list[RowKeyValue], list[int]]:
        if key is None:
            return [], [], []
        wanted = {_key(row, key) for row in rows}
        gone = [k for k in old.keyed if k not in wanted]
        kept = [k for k in gone if self._unmanaged(self._layout(old.keyed[k]), {*named, key})]
        return gone, kept, [old.keyed[k] for k in kept]

    @staticmethod
    def _unmanaged(row: _Row, named: Collection[str]) -> bool:
        """Whether a person's value stands in a column that no input names."""
        return any(
            k not in named and c.formula is None and c.element is not None and len(c.element)
            for k, c in row.cells.items()
        )

    # -- the rows that come ----------------------------------------------------------------------------------------
    def _cells(
        self,
        r: int,
        like: _Like,
        row: RowInput,
        styles: Mapping[str, int],
        span: tuple[int, int, int],
    ) -> str:
        """The cells of new row r. `span`: first, last old and last new data row, for formulas over all data rows."""
        bits = []
        source, home, named = like
        columns = source.cells.keys() | row.keys() | styles.keys()
        for letters in sorted(columns, key=column_number):
            cell, ref = source.cells.get(letters), f"{letters}{r}"
            style: str | int | None = styles.get(letters, cell.style if cell else None)
            value = row.get(letters)
            theirs = named is not None and letters not in named
            element = cell.element if cell is not None else None
            if theirs and cell is not None and element is not None and cell.formula is None and len(element):
                element.set("r", ref)  # a person's cell: as it was
                if letters in styles:
                    element.set("s", str(style))
                bits.append(self._text(element))
                continue
            if cell is not None and cell.formula is not None and not isinstance(value, Formula):
                shown = value
                if shown is None and named is not None and element is not None and element.get("t") != "e":
                    shown = self._value(element)  # the last known result
                formula = stretch_own(shift(cell.formula, r - home), *span, fixed_only=True)
                value = Formula(formula, _result(shown, self._host.date1904))
            if value is not None or style:
                bits.append(self._cell_xml(ref, style, value))
        return "".join(bits)

    def _blank(self, proto: int, pattern: _Row) -> str:
        cells = (
            self._cell_xml(f"{letters}{proto}", cell.style, Formula(cell.formula) if cell.formula else None)
            for letters, cell in pattern.cells.items()
        )
        return _row_xml(proto, pattern.attributes, None, "".join(cells))

    def _carry(self, r: int, to: int, first: int, last_old: int, last: int) -> str:
        """An old row as XML at its new place; its formulas over the data rows follow, shared ones are written out."""
        row = self._row(r)
        assert row is not None
        row.set("r", str(to))
        for cell in self._layout(r).cells.values():
            f = cell.element.find(_FORMULA) if cell.element is not None else None
            if f is not None:
                f.text = stretch_own(cell.formula or "", first, last_old, last)
                unset(f, "t", "si", "ref")
        for cell_element in row:
            cell_element.set("r", f"{letters_of(cell_element)}{to}")
        return self._text(row)

    def _span(self, letters: Collection[str]) -> None:
        numbers = [column_number(k) for k in letters]
        if numbers:
            self._widen(min(numbers), max(numbers))

    # -- what covers the rows --------------------------------------------------------------------------------------
    def _anchored(self, rows: Collection[int]) -> tuple[str, ...]:
        """Comments, links and merges that begin on one of `rows`."""
        if not rows:
            return ()
        root = self._outer()
        refs = [e.get("ref", "") for tag in ("mergeCell", "hyperlink") for e in root.iter(main_namespace(tag))]
        for part in self._host.container.related(self.part, "comments"):
            refs += [e.get("ref", "") for e in parse(self._host.container.part(part)).iter(main_namespace("comment"))]
        return tuple(sorted({ref for ref in refs if bounds(ref)[0] in rows}, key=bounds))

    def _stretch(self, first: int, last_old: int, last: int) -> None:
        """Let ranges that reach the last old row reach the last new one, here and elsewhere in the workbook."""
        if last == last_old:
            return

        def areas(text: str) -> str:
            return stretch(text, first, last_old, last)

        changes: list[tuple[Element, str | None, str]] = []
        root = self._outer()
        for e in self._sqrefs(_RANGED):
            changes.append((e, "sqref", areas(e.get("sqref", ""))))
        for e in root.iter(main_namespace("autoFilter")):
            changes.append((e, "ref", areas(e.get("ref", ""))))
        for e in root.iter(f"{{{XM}}}sqref"):
            changes.append((e, None, areas(e.text or "")))
        for e in root.iter(f"{{{XM}}}f"):
            parent = e.getparent()
            if parent is not None and local(parent) == "sparkline":
                text = stretch_sheet(e.text or "", self.name, first, last_old, last, single=True)
                changes.append((e, None, text))
        for e, name, text in changes:
            if (e.get(name) if name else e.text) != text:
                self._edit_outer()
                if name:
                    e.set(name, text)
                else:
                    e.text = text
        self._stretch_formulas(first, last_old, last)
        self._stretch_tables(first, last_old, last)
        self._host.follow(self.name, first, last_old, last)

    def _stretch_formulas(self, first: int, last_old: int, last: int) -> None:
        """Formulas above the data (totals, counts) follow the data rows; those within only where rows are fixed."""
        fixed = b"$%d" % last_old
        for r in self._numbers():
            raw = self._raw[r]
            if r > last or (r not in self._dirty and (b"<f" not in raw or (r >= first and fixed not in raw))):
                continue
            row = self._row(r)
            for f in row.iter(_FORMULA) if row is not None else ():
                text = stretch_own(f.text or "", first, last_old, last, fixed_only=r >= first)
                text = stretch_sheet(text, self.name, first, last_old, last, single=False)
                if f.text and text != f.text:
                    self._edit_row(r)
                    f.text = text

    def _stretch_tables(self, first: int, last_old: int, last: int) -> None:
        for part in self._host.container.related(self.part, "table"):
            table = parse(self._host.container.part(part), part)
            for e in (table, *table.iter(main_namespace("autoFilter"))):
                top, _, _, _ = bounds(e.get("ref", "A1"))
                if top < first:
                    e.set("ref", stretch(e.get("ref", ""), first, last_old, last))
            self._host.container.put(part, dump(table))


def _result(shown: CellInput, date1904: bool) -> str | int | float | bool | None:
    """A plain value as the result of a formula."""
    if isinstance(shown, Formula):
        return shown.value
    if isinstance(shown, RichText):
        return "".join(run.text for run in shown.runs)
    return serial(shown, date1904=date1904) if not isinstance(shown, str | int | float | bool | None) else shown


def _key(row: RowInput, key: str | None) -> RowKeyValue:
    value = row.get(key or "")
    if value is None or not isinstance(value, str | int | float | bool) or value == "":
        raise PackageError(f"a row to fill has no key in column {key}")
    return value


def _check(
    rows: Sequence[RowInput],
    key: str | None,
    heights: Sequence[float | None] | None,
    styles: Sequence[Mapping[str, int]] | None,
) -> None:
    for given, what in ((heights, "heights"), (styles, "styles")):
        if given is not None and len(given) != len(rows):
            raise PackageError(f"{len(rows)} rows need as many {what}, not {len(given)}")
    for letters in {letters for row in rows for letters in row}:
        split_address(f"{letters}1")
    if key is not None:
        keys = [_key(row, key) for row in rows]
        if len(set(keys)) != len(keys):
            twice = next(k for i, k in enumerate(keys) if k in keys[:i])
            raise PackageError(f"two rows to fill have the key {twice!r}")


def _row_xml(r: int, attrs: Mapping[str, str], height: float | None, cells: str) -> str:
    if height is not None:
        attrs = {**attrs, "ht": f"{height:g}", "customHeight": "1"}
    if isinstance(height, Grows):
        attrs = {name: text for name, text in attrs.items() if name != "customHeight"}
    text = "".join(f" {k}={xml_attribute(v)}" for k, v in attrs.items())
    return f'<row r="{r}"{text}>{cells}</row>'
