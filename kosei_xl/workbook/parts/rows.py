"""The rows and cells of one worksheet part. Rows nobody edits stay the bytes they were."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from lxml import etree

from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.parts.formulas import bounds, shift, split_address
from kosei_xl.workbook.parts.markup import (
    MAIN,
    Element,
    PackageError,
    attributes,
    dump,
    main_namespace,
    new_root,
    parse,
    unset,
)
from kosei_xl.workbook.parts.values import CellInput, PartValue, cell_value, cell_xml, letters_of

_SHEET_DATA = re.compile(rb"(<sheetData\b[^>]*?)(?:/>|>(.*)</sheetData>)", re.DOTALL)
_ROW_HEIGHT = re.compile(rb'<row\b[^>]*?\sht=["\']([^"\'>]*)["\']')
_ROW_NUMBER = re.compile(rb'<row\b[^>]*?\sr=["\'](\d+)["\']')
_ROOT = re.compile(rb"<worksheet\b[^>]*>")
_DIMENSION = re.compile(rb"<dimension\b[^>]*/>")
_CELL_LETTERS = re.compile(rb"<c\b[^>]*?\sr=[\"']([A-Z]{1,3})\d")
_CONTENT = re.compile(rb"<(?:v|f|is)[\s/>]")
_AREA = re.compile(r"[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?")
_MARKER = b"<sheetData/>"


class Host(Protocol):
    """What a sheet needs of its workbook."""

    container: Container
    date1904: bool

    def strings(self) -> list[str]:
        """The shared strings, in order."""

    def follow(self, sheet: str, first: int, last_old: int, last_new: int) -> None:
        """Stretch what elsewhere refers to the data rows of `sheet`."""


class SheetRows:
    """Rows by number (raw bytes, parsed only when looked into) between the head and the tail of the part."""

    def __init__(self, host: Host, name: str, part: str) -> None:
        self._host = host
        self.name = name
        self.part = part
        self.reload()

    def reload(self) -> None:
        """Read the part again from the package, forgetting unsaved edits."""
        data = _ordinary(self._host.container.part(self.part))
        found, root = _SHEET_DATA.search(data), _ROOT.search(data)
        if not found or not root:
            raise PackageError(f"sheet {self.name!r} has no rows element; it is not an ordinary worksheet")
        self._head, self._tail, self._open = data[: found.start()], data[found.end() :], found[1].rstrip()
        self._root = root[0]
        scope = parse(self._root + b"</worksheet>").nsmap
        self._declared = {f' xmlns:{k}="{v}"' if k else f' xmlns="{v}"' for k, v in scope.items()}
        self._raw: dict[int, bytes] = {}
        self._parsed: dict[int, Element] = {}
        self._dirty: set[int] = set()
        self._shell: Element | None = None
        self._changed = self._unsaved = self._shell_changed = False
        self._columns: tuple[int, int] | None = None
        self._shared: dict[str, tuple[str, str]] | None = None
        number = 0
        for row in _rows_of(data, *found.span(2)):
            at = _ROW_NUMBER.match(row)
            number = int(at[1]) if at else number + 1
            self._raw[number] = row if at else b'<row r="%d"' % number + row[4:]

    # -- reading ---------------------------------------------------------------------------------------------------
    def value(self, ref: str) -> PartValue:
        """What the cell holds: text, number (dates as serial days), bool, None when blank; errors as text."""
        cell = self._cell(ref)
        return None if cell is None else self._value(cell)

    def formula(self, ref: str) -> str | None:
        """The formula of the cell without "=", shared formulas written out; None when there is none."""
        cell = self._cell(ref)
        return None if cell is None else self._formula(cell)

    def style(self, ref: str) -> int:
        """The style index of the cell; of its row or column when the cell is missing; 0 when there is none."""
        letters, number = split_address(ref)
        cell, row = self._cell(ref), self._row(number)
        if cell is not None:
            return int(cell.get("s", "0"))
        if row is not None and row.get("customFormat") in ("1", "true"):
            return int(row.get("s", "0"))
        column = column_number(letters)
        for col in self._outer().iterfind(f"{main_namespace('cols')}/{main_namespace('col')}"):
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0")):
                return int(col.get("style", "0"))
        return 0

    def look_into(self, refs: Iterable[str]) -> None:
        """Parse the rows of these cells at once, for whoever asks for many; of other rows there may be a million."""
        self._parse_rows(self._raw.keys() & {split_address(ref)[1] for ref in refs})

    def cells(self, r: int) -> dict[str, PartValue]:
        """The cells of row r that hold something, by column letters, from left to right."""
        row = self._row(r)
        pairs = ((letters_of(c), self._value(c)) for c in row) if row is not None else ()
        return {letters: value for letters, value in pairs if value is not None}

    def last_row(self) -> int:
        """The last row with a value or a formula; 0 on an empty sheet. Rows that are only styled do not count."""
        for r in sorted({*self._raw, *self._parsed}, reverse=True):
            row = self._parsed.get(r)
            if (any(len(c) for c in row)) if row is not None else _CONTENT.search(self._raw[r]):
                return r
        return 0

    def last_column(self) -> int:
        """The last column (1-based) in which a value stands; 0 on an empty sheet. Only rows that go further to the
        right than those before are looked into.
        """
        last = 0
        for r in self._numbers():
            if r in self._parsed or max(map(column_number, _letters(self._raw[r])), default=0) > last:
                last = max((last, *map(column_number, self.cells(r))))
        return last

    def row_height(self, r: int) -> float | None:
        """The height of row r in points; None when Excel decides. A row that nobody has looked into stays unparsed."""
        row, raw = self._parsed.get(r), self._raw.get(r, b"")
        if row is None:
            found = _ROW_HEIGHT.match(raw)
            return float(found[1]) if found and found[1] else None
        return float(row.get("ht", "0")) if row.get("ht") else None

    # -- writing ---------------------------------------------------------------------------------------------------
    def grow_row(self, r: int, height: float) -> None:
        """Make a row as high as its texts, as Excel does when they are typed; a height that was set by hand stays."""
        row = self._row(r)
        if row is None or row.get("customHeight") in ("1", "true"):
            return
        self._edit_row(r).set("ht", f"{height:g}")

    def put(self, ref: str, value: CellInput, *, style: int | None = None) -> None:
        """Set one cell; its style stays unless `style` is given. Missing rows and cells are made.

        "" and None leave a blank styled cell; a date is stored as a number and shows as a date only in a date style.
        PackageError for values no cell can hold.
        """
        letters, number = split_address(ref)
        if style is None:
            style = self.style(ref)
        made = parse(f'<row xmlns="{MAIN}">{self._cell_xml(ref, style, value)}</row>'.encode())[0]
        row, column, after = self._edit_row(number), column_number(letters), None
        for cell in row:
            at = column_number(letters_of(cell))
            if at == column:
                self._free_shared(cell)
                row.replace(cell, made)
                return
            if at < column:
                after = cell
        unset(row, "spans")
        if after is None:
            row.insert(0, made)
        else:
            after.addnext(made)
        self._widen(column, column)

    # -- for the other modules of the package ----------------------------------------------------------------------
    @property
    def changed(self) -> bool:
        """Whether anything was edited since the part was read."""
        return self._changed

    def flush(self) -> None:
        """Write the edits into the package; nothing happens when there are none since that was done last."""
        if not self._unsaved:
            return
        self._unsaved = False
        self._host.container.put(self.part, b"".join(self.pieces()))

    def pieces(self) -> Iterator[bytes]:
        """The part as it is by now: what stands before the rows, each of them, what stands behind."""
        numbers = self._numbers()
        head, tail = self._head, self._tail
        if self._shell is not None and self._shell_changed:
            self._set_dimension(self._shell, numbers)
            head, tail = dump(self._shell).split(_MARKER, 1)
        elif (found := _DIMENSION.search(head)) and numbers:
            element = parse(b'<d xmlns="%s">%s</d>' % (MAIN.encode(), found[0]))
            self._set_dimension(element, numbers)
            head = head[: found.start()] + self._text(element[0]).encode() + head[found.end() :]
        yield b"".join((head, self._open, b">"))
        for r in numbers:
            yield self._text(self._parsed[r]).encode() if r in self._dirty else self._raw[r]
        yield b"</sheetData>" + tail

    def _set_dimension(self, parent: Element, numbers: list[int]) -> None:
        """Keep the hint of the used range true: rows exactly, columns never too few."""
        dimension = parent.find(main_namespace("dimension"))
        if dimension is None or not numbers or not _AREA.fullmatch(dimension.get("ref", "")):
            return
        _, left, _, right = bounds(dimension.get("ref", "A1"))
        left, right = (min(left, self._columns[0]), max(right, self._columns[1])) if self._columns else (left, right)
        ref = f"{column_letters(left)}{numbers[0]}:{column_letters(right)}{numbers[-1]}"
        dimension.set("ref", ref if left != right or numbers[0] != numbers[-1] else ref.split(":")[0])

    def _widen(self, first: int, last: int) -> None:
        known = self._columns or (first, last)
        self._columns = min(known[0], first), max(known[1], last)

    def _outer(self) -> Element:
        """The worksheet without its rows, for reading."""
        if self._shell is None:
            self._shell = parse(self._head + _MARKER + self._tail, self.part)
        return self._shell

    def _edit_outer(self) -> Element:
        """The worksheet without its rows, for changing."""
        self._changed = self._unsaved = self._shell_changed = True
        return self._outer()

    def _numbers(self) -> list[int]:
        return sorted({*self._raw, *self._parsed})

    def _row(self, r: int) -> Element | None:
        if r not in self._parsed and r in self._raw:
            self._parse_rows((r,))
        return self._parsed.get(r)

    def _parse_rows(self, numbers: Iterable[int]) -> None:
        """Parse raw rows in one go."""
        todo = [r for r in numbers if r not in self._parsed]
        whole = b"".join((self._root, self._open, b">", *(self._raw[r] for r in todo), b"</sheetData></worksheet>"))
        for r, row in zip(todo, parse(whole, self.part)[0], strict=True):
            if any("r" not in cell.attrib for cell in row):
                self._name_cells(row, r)
            self._parsed[r] = row

    @staticmethod
    def _name_cells(row: Element, r: int) -> None:
        """Give every cell its reference, which the format lets writers leave out."""
        column = 0
        for cell in row:
            column = column_number(letters_of(cell)) if cell.get("r") else column + 1
            cell.set("r", f"{column_letters(column)}{r}")

    def _edit_row(self, r: int) -> Element:
        if r not in self._raw and r not in self._parsed:
            split_address(f"A{r}")
            self._raw[r] = b'<row r="%d"/>' % r
        self._changed = self._unsaved = True
        self._dirty.add(r)
        row = self._row(r)
        assert row is not None
        return row

    def _replace_from(self, first: int, rows: Mapping[int, bytes]) -> None:
        """Drop row `first` and all below, then set `rows`."""
        for r in [r for r in self._numbers() if r >= first]:
            self._raw.pop(r, None)
            self._parsed.pop(r, None)
            self._dirty.discard(r)
        self._raw.update(rows)
        self._changed = self._unsaved = True
        self._shared = None

    def _cell(self, ref: str) -> Element | None:
        row = self._row(split_address(ref)[1])
        return next((c for c in row if c.get("r") == ref), None) if row is not None else None

    def _value(self, cell: Element) -> PartValue:
        return cell_value(cell, self._host.strings() if cell.get("t") == "s" else [])

    def _cell_xml(self, ref: str, style: int | str | None, value: CellInput) -> str:
        return cell_xml(ref, style, value, date1904=self._host.date1904)

    def _formula(self, cell: Element) -> str | None:
        f = cell.find(main_namespace("f"))
        if f is None:
            return None
        if f.get("t") != "shared" or f.text:
            return f.text
        master, text = self._shared_formulas().get(f.get("si", ""), ("", ""))
        if not master:
            return None
        (letters, row), (home, home_row) = split_address(cell.get("r", "")), split_address(master)
        return shift(text, row - home_row, column_number(letters) - column_number(home))

    def _shared_formulas(self) -> dict[str, tuple[str, str]]:
        """Shared formulas by index: the cell that holds the text, and the text."""
        if self._shared is None:
            self._shared = {}
            for cell in self._shared_cells():
                f = cell.find(main_namespace("f"))
                if f is not None and f.text:
                    self._shared[f.get("si", "")] = (cell.get("r", ""), f.text)
        return self._shared

    def _shared_cells(self) -> Iterator[Element]:
        """The cells that take part in shared formulas, in sheet order."""
        for r in self._numbers():
            if r in self._parsed or b"shared" in self._raw[r]:
                row = self._row(r)
                for cell in row if row is not None else ():
                    f = cell.find(main_namespace("f"))
                    if f is not None and f.get("t") == "shared":
                        yield cell

    def _free_shared(self, cell: Element) -> None:
        """Write shared formulas out in full before their first cell goes away."""
        f = cell.find(main_namespace("f"))
        if f is None or f.get("t") != "shared" or not f.text:
            return
        index = f.get("si")
        self._shared_formulas()  # before the text leaves its cell
        for other in list(self._shared_cells()):
            g = other.find(main_namespace("f"))
            if g is not None and g.get("si") == index:
                text = self._formula(other)
                self._dirty.add(split_address(other.get("r", ""))[1])
                unset(g, "t", "si", "ref")
                g.text = text
        self._shared = None

    def _text(self, element: Element) -> str:
        """An element as XML, without the namespace declarations that the worksheet already makes."""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        end = text.index(">")
        start = re.sub(r' xmlns(?::[\w.-]+)?="[^"]*"', lambda m: "" if m[0] in self._declared else m[0], text[:end])
        return start + text[end:]


def _rows_of(data: bytes, begin: int, end: int) -> Iterator[bytes]:
    """The rows of a worksheet, which lie from `begin` to `end`, each as it is written."""
    while 0 <= begin < end:
        close = data.find(b"</row>", begin, end)
        stop = close if close >= 0 else end
        at = data.find(b"<row", begin, stop)
        while at >= 0:
            tag = data.find(b">", at, stop)
            if data[tag - 1 : tag] != b"/":
                if close >= 0:
                    yield data[at : close + len(b"</row>")]
                break
            yield data[at : tag + 1]
            at = data.find(b"<row", tag, stop)
        begin = stop + len(b"</row>")


def _letters(row: bytes) -> set[str]:
    """The column letters of a row's cells; of one that leaves them out any."""
    found = set(_CELL_LETTERS.findall(row))
    return {letters.decode() for letters in found} if found else {"XFD"}


def _ordinary(data: bytes) -> bytes:
    """The part as UTF-8 without element prefixes, comments or CDATA; unchanged when it is so already."""
    declared = re.match(rb'(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=["\']([^"\']+)', data)
    plain = b"<!" not in data and (not declared or declared[1].lower() == b"utf-8")
    if plain and data[:2] not in (b"\xff\xfe", b"\xfe\xff") and _ROOT.search(data):
        return data
    root = parse(data)
    if root.tag == main_namespace("worksheet") and root.prefix is not None:
        names: dict[str | None, str] = {k: v for k, v in root.nsmap.items() if v != MAIN}
        bare = new_root(root.tag, {**names, None: MAIN}, attributes(root))
        bare.text = root.text
        bare.extend(list(root))
        root = bare
    return dump(root)
