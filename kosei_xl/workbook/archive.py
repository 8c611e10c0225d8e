"""The parts of a workbook that came from outside: counted while they are unpacked, and brought into one form.

XML may say the same in many ways: UTF-16, single quotes, entities, comments, Strict names, cells without addresses.
Whoever reads on here meets one of them: UTF-8, double quotes, the names of today, every cell with its address. What
calamine is given is made of these same parts, so that it reads what was looked at and nothing else.
"""

import codecs
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from kosei_xl.later import compiled_later
from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.values.limits import LIMITS, Limit, Limits, in_sheet
from kosei_xl.values.parts import Relation
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.numbers import whole_number
from kosei_xl.workbook.cell_tags import CellTags, SheetTags, sheet_tags
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from kosei_xl.workbook.zip_parts import small_part, stored

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_ENDS: Final = (".xml", ".rels", ".vml")
"""How the names of parts of XML end."""
_CHUNK: Final = 1 << 20
_DECLARED: Final = re.compile(rb"^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.-]+)[\"'][^>]*\?>")
_DECLARATION: Final = compiled_later(r"^\s*<\?xml\b[^>]*\?>")
_MAYBE_OTHER: Final = re.compile(rb"=(?:[ \n\r\t']|(?<=[ \n\r\t]=))")
"""What an attribute in single quotes or with blanks around its sign has, but also words of a text. (A pattern that
begins with a letter of its own takes a third of what `bytes.find` takes for each of them.)
"""
_TAG_OF_ANOTHER: Final = compiled_later(rb"<[\w:.-]+(?:\s+[\w:.-]+=\"[^\"]*\")*\s+[\w:.-]+(?:\s*=\s*'|\s+=|=\s+)")
_OTHER_FORM: Final = (b"<!--", b"<![CDATA[")
_NAMELESS: Final = compiled_later(rb"<(?:[\w.-]+:)?c(?=[\s/>])(?!(?=\s)[^>]*?\sr=\"[A-Z]{1,3}[1-9]\d{0,6}\")")
"""A cell without an address."""
_OTHER_ROW: Final = compiled_later(rb'<row(?! r=")(?=[\s>/])')
"""A row that does not begin with its number."""
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])(?![^>]*\sr=\"[1-9]\d{0,6}\")")
_DOCTYPE: Final = (b"<!DOCTYPE", b"<!ENTITY")
_DOCTYPE_WITHIN: Final = 1 << 14
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_ADDRESS: Final = compiled_later(r"\s*\$?([A-Za-z]{1,3})\$?0*(\d{1,7})\s*")
_HEAD: Final = 2000
_DOTTED: Final = compiled_later(rb'(\bTarget=")(?:\./)+')
_ERROR: Final = compiled_later(rb"(<(?:[\w.-]+:)?v>)#[^<]*<")
_COUNT: Final = compiled_later(rb'\s(?:uniqueCount|count)="[^"]*"')
_BARE_CELL: Final = rb"<c\b[^<>]*+(?:(?<=/)>|></c>)"
_BARE_ROW: Final = rb"<row\b(?=[^<>]*\sr=)[^<>]*+(?:(?<=/)>|>(?:" + _BARE_CELL + rb")*+</row>)"
_BARE: Final = compiled_later(rb"(?:" + _BARE_ROW + rb"){1000,}+|(?:" + _BARE_CELL + rb"){1000,}+(?=</row>)")
"""A thousand rows, or cells at the end of a row, that hold nothing but a format: formatted to the end of the sheet."""
_RUN_OF_BARE: Final = 1000


class Archive:
    """A workbook's zip, opened for reading. Names of parts are found however they are spelled (case, "/", "./", "\\").

    Raises UnreadableWorkbook, in the constructor or while reading: no zip, two parts of a name, more than the limits.
    """

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("not_excel")) from error
        self._data, self._limits = data, limits
        self._left, self._xml_left = limits.unpacked, limits.xml
        self._nodes = limits.nodes
        self._uncounted: list[bytes] = []
        self._most_uncounted = 0
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._spelled: dict[str, str] = {}
        self._read: dict[str, bytes] = {}
        self._tags: dict[str, SheetTags | None] = {}
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            name = _plain_name(info.filename)
            if name.casefold() in self._spelled:
                raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("part_twice", part=name))
            self._infos[name], self._spelled[name.casefold()] = info, name

    def namelist(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the zip."""
        return tuple(self._infos)

    def spelled(self, name: str) -> str:
        """A part's name as it is spelled here; as it was asked for where there is none."""
        if name in self._infos:
            return name
        plain = _plain_name(name)
        return self._spelled.get(plain.casefold(), plain)

    def __contains__(self, name: str) -> bool:
        return name in self._infos or _plain_name(name).casefold() in self._spelled

    def size(self, name: str) -> int:
        """What a part says of its own size unpacked. Raises KeyError where there is none."""
        return self._infos[self.spelled(name)].file_size

    def read(self, name: str) -> bytes:
        """A part: XML in its one form, anything else as it is. Raises KeyError where there is none."""
        own = self.spelled(name)
        if own not in self._read:
            is_xml = own.lower().endswith(XML_ENDS)
            data = self._unpacked(self._infos[own], is_xml=is_xml)
            self._read[own] = self._in_one_form(data, own) if is_xml else data
        return self._read[own]

    def cell_tags(self, name: str) -> SheetTags | None:
        """The tags of a worksheet's cells, where all are of one kind (`sheet_tags`)."""
        self.read(name)
        own = self.spelled(name)
        if own not in self._tags:
            self._tags[own] = sheet_tags(self._read[own])
        return self._tags[own]

    def forget(self, name: str) -> None:
        """Let go of a part that nobody asks for again."""
        own = self.spelled(name)
        self._read.pop(own, None)
        self._tags.pop(own, None)

    def part_or_nothing(self, name: str) -> bytes:
        """A part, b"" where there is none."""
        return self.read(name) if name and name in self else b""

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part ("" for the package) relates to, by id; nothing where it does not say or cannot be read."""
        folder, file = posixpath.split(part)
        said = self.part_or_nothing(posixpath.join(folder, "_rels", f"{file}.rels"))
        if not said:
            return {}
        found = {}
        for name, kind, target, inside in _related(said):
            if inside:
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                target = self.spelled(joined)
            found[name] = Relation(kind, target, inside and target in self)
        return found

    def of_parts(self, names: Iterable[str]) -> bytes:
        """A package of these parts alone, as they were read."""
        return stored(self.for_calamine(names))

    def for_calamine(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """These parts, as they were read, without what calamine trips over."""
        parts = {self.spelled(name): self.read(name) for name in names if name in self}
        parts = {name: _plain_targets(data) if name.endswith(".rels") else data for name, data in parts.items()}
        tags = self._tags
        fine = {name for name, known in tags.items() if known is not None and not known.has_errors}
        return {name: data if name in fine else _for_calamine(data) for name, data in parts.items()}

    def _unpacked(self, info: zipfile.ZipInfo, *, is_xml: bool) -> bytes:
        """Unpacked while counting: what the zip says of sizes is believed by nobody."""
        small = small_part(self._data, info, _CHUNK)
        if small is not None:
            (small,) = self._counted((small,))
            self._count_xml(small, is_xml=is_xml)
            return small
        with self._zip.open(info) as file:
            first = file.read(_CHUNK)
            large = is_xml and len(first) == _CHUNK
            read = self._counted(chain((first,), iter(lambda: file.read(_CHUNK), b"")))
            whole = BytesIO()  # not a list of pieces, which would be as much again
            for piece in _without_bare_formats(read) if large else read:
                self._count_xml(piece, is_xml=is_xml)
                whole.write(piece)
        return whole.getvalue()

    def _count_xml(self, piece: bytes, *, is_xml: bool) -> None:
        self._xml_left -= len(piece) if is_xml else 0
        if self._xml_left < 0:
            raise too_much(Limit.XML, self._limits)

    def _count_nodes(self, data: bytes) -> None:
        """No part has more nodes than bytes, so that those of an ordinary workbook need no counting."""
        self._uncounted.append(data)
        self._most_uncounted += len(data)
        if self._most_uncounted > self._nodes:
            self._nodes -= sum(part.count(b"<") for part in self._uncounted)
            self._uncounted.clear()
            self._most_uncounted = 0
        if self._nodes < 0:
            raise too_much(Limit.NODES, self._limits)

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._left -= len(piece)
            if self._left < 0:
                raise too_much(Limit.UNPACKED, self._limits)
            yield piece

    def _in_one_form(self, data: bytes, name: str) -> bytes:
        data = _as_utf8(data)
        self._count_nodes(data)
        tags = _tags_of(data)
        around = _around_cells(data, tags)
        if b"<!" in around[0] and any(mark in around[0][:_DOCTYPE_WITHIN] for mark in _DOCTYPE):
            raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("doctype", part=name))
        if any(b"purl.oclc.org" in piece for piece in around):
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
            tags = _tags_of(data)
            around = _around_cells(data, tags)
        if name.lower().endswith(".vml"):
            return data
        plain = all(_is_plain(piece, named=tags is not None) for piece in around)
        self._tags |= {name: tags} if plain else {}
        return data if plain else _made_anew(data)


@lru_cache(maxsize=64)
def _related(data: bytes) -> Sequence[tuple[str, str, str, bool]]:
    """Id, last word of the type, target as it is written, and whether that is in the package; the same parts are in
    every survey.
    """
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return ()
    return tuple(
        (
            one.get("Id", ""),
            one.get("Type", "").rpartition("/")[2],
            one.get("Target", ""),
            one.get("TargetMode") != "External",
        )
        for one in root
    )


def _tags_of(data: bytes) -> SheetTags | None:
    return sheet_tags(data) if b"sheetData" in data else None


def _around_cells(data: bytes, tags: SheetTags | None) -> tuple[bytes, ...]:
    """What of a part is still to be looked at: of a sheet whose rows are known to be plain what stands around them."""
    return (tags.head, tags.tail) if isinstance(tags, CellTags) else (data,)


def too_much(limit: Limit, limits: Limits) -> UnreadableWorkbook:
    """The refusal of a workbook that goes beyond a limit; it names the limit and its size."""
    most = f"{limits.of(limit):,}"
    return UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("too_much", limit=limit.label, most=most))


def _without_bare_formats(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A large part in pieces, without the cells that a careless format put down to the end of a sheet. The last of each
    run stays, because what comes after it may count from there.
    """
    held = b""
    for piece in pieces:
        held += piece
        if _may_have_a_run(held):
            held = _BARE.sub(_last_of_run, held)
        cut = held.rfind(b"<row")
        if cut < 0 or len(held) - cut > _CHUNK:
            cut = len(held)
        yield held[:cut]
        held = held[cut:]
    yield held


def _may_have_a_run(data: bytes) -> bool:
    """Whether a piece may hold a run of bare rows or cells: it has no value in between, and is no shorter than that."""
    shortest = _RUN_OF_BARE * len(b"<c/>")
    if not _has_no_value_for(data, shortest // 2):
        return False
    between = (part for part in data.split(b"</v>") if len(part) >= shortest)
    parts = (part for one in between for part in one.split(b"</is>") if len(part) >= shortest)
    return any(_bare_at_most(part) >= _RUN_OF_BARE and _is_long_enough(part) for part in parts)


def _has_no_value_for(data: bytes, length: int) -> bool:
    """Whether any of the stretches of a length into which a piece is cut is without a value. What is twice as long and
    without one covers one of them.
    """
    stretches = ((at, at + length) for at in range(0, len(data) - length + 1, length))
    return any(data.find(b"</v>", *one) < 0 and data.find(b"</is>", *one) < 0 for one in stretches)


def _is_long_enough(part: bytes) -> bool:
    """Whether a part without values has as many rows, or a row of as many cells, as a run needs: rows that are drawn up
    and not yet filled have many cells, but few of them in one row.
    """
    if part.count(b"<row") >= _RUN_OF_BARE:
        return True
    return any(row.count(b"<c") >= _RUN_OF_BARE for row in part.split(b"<row"))


def _bare_at_most(data: bytes) -> int:
    """How many rows and cells of a piece may be bare, never too few. Costs a fraction of the search for runs of them:
    records of years are many megabytes in which nothing is bare.
    """
    filled = data.count(b"</v></c>") + data.count(b"</is></c>") + data.count(b"</f></c>") + data.count(b"</c></row>")
    return data.count(b"/>") + data.count(b"></c>") + data.count(b"></row>") - filled


def _last_of_run(run: re.Match[bytes]) -> bytes:
    return run[0][run[0].rfind(b"<row" if run[0].startswith(b"<row") else b"<c") :]


def _plain_targets(data: bytes) -> bytes:
    """Relationships whose targets do not begin with "./", which calamine does not understand."""
    return _DOTTED.sub(rb"\1", data) if b'"./' in data else data


def _for_calamine(data: bytes) -> bytes:
    """A part without what calamine trips over: shared strings that say how many they are (it asks for that much memory
    before it counts), and errors that came after it (#SPILL!). `book` reads errors from the part itself.
    """
    if b't="e"' in data:
        data = _ERROR.sub(rb"\1#N/A<", data)
    head, tag, rest = data[:_HEAD].partition(b"sst")
    return head + tag + _COUNT.sub(b"", rest) + data[_HEAD:] if tag else data


def _plain_name(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def _as_utf8(data: bytes) -> bytes:
    """XML of any encoding as UTF-8 without a mark at its beginning. Raises ValueError for what is none."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:]
    for mark, encoding in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")):
        if data.startswith(mark):
            return _encoded(data.decode(encoding))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _encoded(data.decode("utf-16"))
    if data.startswith(b"<\x00"):
        return _encoded(data.decode("utf-16-le"))
    if data.startswith(b"\x00<"):
        return _encoded(data.decode("utf-16-be"))
    declared = _DECLARED.match(data[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return _encoded(data.decode(declared[1].decode()))
    return data


def _encoded(text: str) -> bytes:
    return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode()


def _is_plain(data: bytes, *, named: bool = False) -> bool:
    """Whether a part is in the form that the regular expressions of this room know. In doubt it is not. `named` is
    whether every cell is known to have its address.

    Single letters are looked for first: most parts hold no "!", and no "?" behind their declaration.
    """
    if b"!" in data and any(mark in data for mark in _OTHER_FORM):
        return False
    declared = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    if data.find(b"?", declared) >= 0 and data.find(b"<?", 1) >= 0:
        return False
    if _maybe_other_in_a_tag(data, declared) and _TAG_OF_ANOTHER.search(data):
        return False
    if b"sheetData" not in data:
        return True
    numbered = (b'<row r="' in data and _OTHER_ROW.search(data) is None) or not _ROW.search(data)
    return numbered and (named or _NAMELESS.search(data) is None)


def _maybe_other_in_a_tag(data: bytes, begin: int) -> bool:
    """Whether `_MAYBE_OTHER` stands in a tag, outside what is between double quotes; in doubt it does. Cost: one look
    back for each time that it stands anywhere, which is less than to read all tags for it.
    """
    if _MAYBE_OTHER.search(data, begin) is None:
        return False
    if data.count(b"<") != data.count(b">"):  # a text or an attribute holds one, so looking back proves nothing
        return True
    for at in (found.start() for found in _MAYBE_OTHER.finditer(data, begin)):
        tag = data.rfind(b"<", 0, at)
        if tag > data.rfind(b">", 0, at) and data.count(b'"', tag, at) % 2 == 0:
            return True
    return False


def _made_anew(data: bytes) -> bytes:
    """A part written once more by lxml: double quotes, no comments, entities resolved, cells with their addresses."""
    from lxml import etree  # here, because workbooks that Excel wrote do not need it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if b"sheetData" in data:
        for sheet_data in root.iterfind("{*}sheetData"):
            _with_addresses(sheet_data)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _with_addresses(sheet_data: "_Element") -> None:
    """Rows and cells without a number follow the one before them."""
    row_number = 0
    for row in sheet_data.iterfind("{*}row"):
        given = row.get("r")
        number = row_number + 1 if given is None else whole_number(given)
        if number is None:
            raise ValueError("a row without a number")
        row_number = number
        if not in_sheet(row_number, 1):
            raise ValueError("a row outside the sheet")
        row.set("r", str(row_number))
        column = 0
        for cell in row.iterfind("{*}c"):
            given = cell.get("r")
            found = _ADDRESS.fullmatch(given or "")
            if given is not None and found is None:
                raise ValueError("a cell without an address")
            column = column_number(found[1].upper()) if found else column + 1
            at = int(found[2]) if found else row_number
            if not in_sheet(at, column):
                raise ValueError("a cell outside the sheet")
            cell.set("r", f"{column_letters(column)}{at}")
