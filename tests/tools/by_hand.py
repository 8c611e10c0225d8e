"""Typing into workbooks as people do, without the package: XML cells, values as calamine reads them, openpyxl for pictures.

Nothing of `kosei_xl` is used, so that moving its modules cannot change what is typed. Workbooks are saved without
compression and with one time for all parts: the same typing gives the same bytes everywhere.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from python_calamine import CalamineWorkbook

Json = Mapping[str, Any]
PHOTO_SEQ = 1000
"""Row keys of photos count from here (「m-003||1001」)."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OTHERS = ("回答課", "事務局", "【")
"""How the state of a row begins that this workbook does not answer."""


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a workbook: the same bytes for the same parts, whatever the clock and zlib are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook in the order of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Workbook:
    """A workbook that somebody has open: `put` types, `save` writes it as a program does that knows who and when."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self._parts = unzipped(data)
        self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self._trees: dict[str, Any] = {}
        self._values: dict[str, list[list[str]]] = {}
        self._sheets = self._sheet_parts()

    @property
    def names(self) -> tuple[str, ...]:
        """The worksheets in order."""
        return tuple(self._sheets)

    def values(self, sheet: str) -> list[list[str]]:
        """The sheet from A1 on as texts, as it was when the workbook was opened."""
        if sheet not in self._values:
            rows = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            self._values[sheet] = [[str(value) for value in row] for row in rows]
        return self._values[sheet]

    def columns(self, sheet: str) -> dict[str, str]:
        """Hidden key of row 1 -> letters."""
        head = self.values(sheet)[0]
        return {key: column_letters(number) for number, key in enumerate(head, 1) if key}

    def find(self, sheet: str, column: str, text: str) -> int:
        """The first row whose cell in the column of this key says `text`. StopIteration where there is none."""
        rows = self.values(sheet)
        at = rows[0].index(column)
        return next(number for number, row in enumerate(rows, 1) if number > 2 and row[at] == text)

    def put(self, sheet: str, address: str, text: str) -> None:
        """Type a text (or a whole number) into a cell; its style stays."""
        cell = self._cell(sheet, address)
        for child in list(cell):
            cell.remove(child)
        if text.isdecimal() and len(text) < 8:
            cell.attrib.pop("t", None)
            etree.SubElement(cell, f"{_MAIN}v").text = text
        else:
            cell.set("t", "inlineStr")
            made = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
            made.text = text
            made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def put_by_key(self, sheet: str, row: tuple[str, str], **texts: str) -> None:
        """Type into the columns of these keys in the row where (column key, text) stands."""
        number, columns = self.find(sheet, *row), self.columns(sheet)
        for key, text in texts.items():
            self.put(sheet, f"{columns[key]}{number}", text)

    def put_named(self, **texts: str) -> None:
        """Type into named cells."""
        for name, text in texts.items():
            sheet, address = self._named(name)
            self.put(sheet, address, text)

    def reword(self, sheet: str, old: str, new: str) -> str:
        """Replace `old` in the first cell that holds it; the address."""
        for number, row in enumerate(self.values(sheet), 1):
            for column, text in enumerate(row, 1):
                if old in text and column > 1:
                    address = f"{column_letters(column)}{number}"
                    self.put(sheet, address, text.replace(old, new, 1))
                    return address
        raise KeyError(old)

    def fill(self, entries: Sequence[Json]) -> None:
        """Type the entries (as in ENTRIES.json) into the rows that this workbook answers."""
        answers = {(entry["item_key"], entry.get("sub_no", "")): entry for entry in entries}
        for sheet in self.names:
            for number, key, row in self._keyed(sheet):
                item, sub, seq = (*key.split("|"), "", "")[:3]
                entry = answers.get((item, sub))
                if entry is None or row.get("state", "").startswith(_OTHERS):
                    continue
                columns = self.columns(sheet)
                for name, text in _texts(entry, seq).items():
                    if name in columns and not self._is_formula(sheet, f"{columns[name]}{number}"):
                        self.put(sheet, f"{columns[name]}{number}", text)

    def save(self, path: Path, at: str, by: str) -> None:
        """Save as Excel does: when (2026-04-10T01:00:00Z) and who, in the document properties."""
        for name, tree in self._trees.items():
            self._parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        core = self._parts["docProps/core.xml"].decode()
        core = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>", "", core)
        core = re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rf"\g<1>{at}", core)
        core = re.sub(r"(</(?:cp:)?coreProperties>)", rf"<cp:lastModifiedBy>{by}</cp:lastModifiedBy>\1", core)
        self._parts["docProps/core.xml"] = core.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zipped(self._parts))

    def _sheet_parts(self) -> dict[str, str]:
        rels = etree.fromstring(self._parts["xl/_rels/workbook.xml.rels"])
        targets = {one.get("Id"): posixpath.join("/xl", str(one.get("Target"))).lstrip("/") for one in rels}
        sheets = etree.fromstring(self._parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
        return {str(one.get("name")): targets[str(one.get(_ID))] for one in sheets}

    def _named(self, name: str) -> tuple[str, str]:
        for one in etree.fromstring(self._parts["xl/workbook.xml"]).iter(f"{_MAIN}definedName"):
            if one.get("name") == name:
                sheet, _, address = str(one.text).rpartition("!")
                return sheet.strip("'"), address.replace("$", "").partition(":")[0]
        raise KeyError(name)

    def _keyed(self, sheet: str) -> Iterator[tuple[int, str, dict[str, str]]]:
        rows = self.values(sheet)
        if rows and rows[0][0] == "row_key":
            for number, row in enumerate(rows[2:], 3):
                if "|" in row[0]:
                    yield number, row[0], dict(zip(rows[0], row, strict=False))

    def _tree(self, sheet: str) -> Any:
        part = self._sheets[sheet]
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self._parts[part])
        return self._trees[part]

    def _is_formula(self, sheet: str, address: str) -> bool:
        return self._cell(sheet, address).find(f"{_MAIN}f") is not None

    def _cell(self, sheet: str, address: str) -> Any:
        number = int(re.sub("[A-Z]", "", address))
        data = self._tree(sheet).find(f"{_MAIN}sheetData")
        row = _placed(data, "row", lambda one: int(one.get("r")), number, str(number))
        return _placed(row, "c", lambda one: _order(one.get("r")), _order(address), address)


def _order(address: str) -> tuple[int, str]:
    letters = re.sub(r"\d", "", address)
    return len(letters), letters


def _placed(parent: Any, tag: str, order: Any, key: Any, name: str) -> Any:
    """The child of this order, made in its place where it is missing."""
    for number, child in enumerate(parent):
        if order(child) == key:
            return child
        if order(child) > key:
            made = etree.Element(f"{_MAIN}{tag}", r=name)
            parent.insert(number, made)
            return made
    return etree.SubElement(parent, f"{_MAIN}{tag}", r=name)


def _texts(entry: Json, seq: str) -> Mapping[str, str]:
    """The texts for one row: the fields, an indicator, or the caption of a photo."""
    if not seq:
        return dict(entry.get("fields", {}))
    photo = int(seq) > PHOTO_SEQ
    children = entry.get("photos" if photo else "indicators", ())
    number = int(seq) - (PHOTO_SEQ if photo else 0)
    return {k: v for k, v in children[number - 1].items() if v} if number <= len(children) else {}


def paste(path: Path, row_key: str, picture: Path, at: str, by: str) -> None:
    """Paste a picture beside a row of the photos' sheet in another program (openpyxl), saved in place."""
    open_one = Workbook(path)
    sheet = next(name for name in open_one.names if "picture" in open_one.columns(name))
    address = f"{open_one.columns(sheet)['picture']}{open_one.find(sheet, 'row_key', row_key)}"
    book = load_workbook(path)
    book[sheet].add_image(Image(picture), address)
    book.save(path)
    Workbook(path).save(path, at, by)
