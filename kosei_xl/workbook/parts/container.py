"""The zip with its parts, relationships and content types. Bytes in, bytes out."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.workbook.parts.markup import OFFICE_RELS, PACKAGE_RELS, TYPES, PackageError, dump, new_root, parse

MAX_UNPACKED_BYTES: Final = 512 * 2**20
"""Unpacked size beyond which a file is refused."""
MAX_PARTS: Final = 20_000
_SUSPICIOUS_RATIO: Final = 400
_SMALL: Final = 64 * 2**20
_LARGE: Final = 1 << 18
"""Bytes from which on a part that nobody changed stays as it was packed."""
_LEVEL: Final = 4
_BLOCK: Final = 1 << 16
"""Bytes that are packed at once."""
_CONTENT_TYPES: Final = "[Content_Types].xml"
_STORED: Final = (".png", ".jpg", ".jpeg", ".gif")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: its id, the last word of its type, the part it names (or the outside address)."""

    id: str
    kind: str
    target: str
    external: bool


def rels_name(part: str) -> str:
    """The name of the part that holds the relationships of `part` ("" for the package)."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


@dataclass(frozen=True, slots=True)
class _Packed:
    """A part as it lies in a zip: deflated, with the checksum and the size of what it unpacks to."""

    data: bytes | memoryview
    crc: int
    size: int
    may_refer: bool = True
    """Whether formulas in it may name a sheet."""

    def unpacked(self) -> bytes:
        """What was packed, as `zipfile` reads it: so many bytes, whatever comes behind them, and were there no end."""
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.data, self.size)


Pieces = Callable[[], Iterable[bytes]]
"""Makes the bytes of a part, piece by piece."""


class Parts(MutableMapping[str, bytes]):
    """Parts by name. A large one that nobody changed lies here as it was packed, and is unpacked each time that it is
    asked for: of a master of years that is a tenth of its bytes.
    """

    def __init__(self, held: Mapping[str, bytes | _Packed]) -> None:
        self._held = dict(held)

    def __getitem__(self, name: str) -> bytes:
        held = self._held[name]
        return held.unpacked() if isinstance(held, _Packed) else held

    def __setitem__(self, name: str, data: bytes) -> None:
        self._held[name] = data

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def size(self, name: str) -> int:
        """The bytes of a part."""
        held = self._held[name]
        return held.size if isinstance(held, _Packed) else len(held)

    def may_refer(self, name: str) -> bool:
        """Whether formulas in a part may name a sheet: most records hold no "!"."""
        held = self._held[name]
        return held.may_refer if isinstance(held, _Packed) else may_refer(held)

    @property
    def packed(self) -> Mapping[str, _Packed]:
        """Those that lie here as they were packed."""
        return {name: held for name, held in self._held.items() if isinstance(held, _Packed)}


def may_refer(data: bytes) -> bool:
    """Whether formulas in a part may name a sheet."""
    return b"!" in data or b"utf-16" in data[:60].lower()


class Container:
    """The parts of an OPC package by name, with what is needed to add, copy and drop them."""

    def __init__(self, data: bytes) -> None:
        """Unpack. PackageError with a plain sentence for everything that is not an ordinary .xlsx or .xlsm."""
        self.parts = Parts(_unpack(data))
        if any(name.startswith("_xmlsignatures/") for name in self.parts):
            raise PackageError("the workbook is digitally signed; a change would break the signature")
        if _CONTENT_TYPES not in self.parts:
            raise PackageError("this is a zip file but not a workbook ([Content_Types].xml is missing)")
        self._types = parse(self.parts[_CONTENT_TYPES], _CONTENT_TYPES)
        self._lower = {name.lower(): name for name in self.parts}
        self._rels: dict[str, tuple[bytes, list[Relationship]]] = {}
        overrides = self._types.iterfind(f"{{{TYPES}}}Override")
        self._overrides = {e.get("PartName", "").lstrip("/").lower(): e for e in overrides}

    def part(self, name: str) -> bytes:
        """The bytes of a part; PackageError when it is missing."""
        self.require(name)
        return self.parts[name]

    def require(self, name: str) -> None:
        """PackageError when a part is missing."""
        if name not in self.parts:
            raise PackageError(f"the workbook is damaged: its part {name} is missing")

    def rels(self, part: str) -> list[Relationship]:
        """The relationships of a part in file order, targets as part names."""
        data = self.parts.get(rels_name(part))
        known = self._rels.get(part)
        if known and known[0] is data:
            return known[1]
        out = []
        for e in parse(data, rels_name(part)) if data else ():
            target, external = e.get("Target", ""), e.get("TargetMode") == "External"
            if not external:
                joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
                target = posixpath.normpath(joined).lstrip("/")
                target = target if target in self.parts else self._lower.get(target.lower(), target)
            out.append(Relationship(e.get("Id", ""), e.get("Type", "").rsplit("/", 1)[-1], target, external))
        if data:
            self._rels[part] = (data, out)
        return out

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` relates to by `kind`, for example "table"."""
        return [r.target for r in self.rels(part) if r.kind == kind and not r.external]

    def add_rel(self, part: str, kind: str, target: str) -> str:
        """Relate `part` to the part `target`; `kind`: the last word of the type, or all of it. Returns the id."""
        name = rels_name(part)
        data = self.parts.get(name)
        empty = new_root(f"{{{PACKAGE_RELS}}}Relationships", {None: PACKAGE_RELS})
        root = parse(data, name) if data else empty
        taken = {e.get("Id") for e in root}
        rel_id = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        whole = kind if "/" in kind else f"{OFFICE_RELS}/{kind}"
        etree.SubElement(root, f"{{{PACKAGE_RELS}}}Relationship", Id=rel_id, Type=whole, Target="/" + target)
        self.put(name, dump(root))
        return rel_id

    def drop_rel(self, part: str, rel_id: str) -> None:
        """Remove one relationship of a part; the part it names stays."""
        root = parse(self.part(rels_name(part)))
        for e in list(root):
            if e.get("Id") == rel_id:
                root.remove(e)
        self.put(rels_name(part), dump(root))

    def put(self, name: str, data: bytes, content_type: str | None = None) -> None:
        """Set the bytes of a part, new or old; `content_type` makes an override for it."""
        self.parts[name] = data
        self._lower[name.lower()] = name
        if content_type is not None and self.content_type(name) != content_type:
            override = self._overrides.get(name.lower())
            if override is None:
                override = etree.SubElement(self._types, f"{{{TYPES}}}Override")
                override.set("PartName", "/" + name)
                self._overrides[name.lower()] = override
            override.set("ContentType", content_type)
            self.parts[_CONTENT_TYPES] = dump(self._types)

    def drop(self, name: str) -> None:
        """Remove a part, its relationships and its content type."""
        for gone in (name, rels_name(name)):
            if gone in self.parts:
                del self.parts[gone]
            self._lower.pop(gone.lower(), None)
        override = self._overrides.pop(name.lower(), None)
        if override is not None:
            self._types.remove(override)
            self.parts[_CONTENT_TYPES] = dump(self._types)

    def content_type(self, name: str) -> str:
        """The content type of a part, by override or by extension; "" when none is declared."""
        override = self._overrides.get(name.lower())
        if override is not None:
            return override.get("ContentType", "")
        extension = name.rsplit(".", 1)[-1].lower()
        for e in self._types.iterfind(f"{{{TYPES}}}Default"):
            if e.get("Extension", "").lower() == extension:
                return e.get("ContentType", "")
        return ""

    def add_default(self, extension: str, content_type: str) -> None:
        """Declare the content type of an extension, where it has none."""
        if not self.content_type(f"any.{extension}"):
            default = etree.Element(f"{{{TYPES}}}Default", attrib={"Extension": extension, "ContentType": content_type})
            self._types.insert(0, default)
            self.parts[_CONTENT_TYPES] = dump(self._types)

    def sources(self) -> list[str]:
        """The parts that relate to others."""
        found = (re.fullmatch(r"(.*?)_rels/(.*)\.rels", name) for name in self.parts)
        return [f"{match[1]}{match[2]}" for match in found if match]

    def override_type(self, name: str) -> str | None:
        """The content type of a part if it has one of its own."""
        override = self._overrides.get(name.lower())
        return None if override is None else override.get("ContentType", "")

    def free_name(self, like: str) -> str:
        """A part name with the first free number, for example xl/worksheets/sheet5.xml."""
        stem, extension = posixpath.splitext(like)
        stem = stem.rstrip("0123456789")
        n = 1
        while f"{stem}{n}{extension}".lower() in self._lower:
            n += 1
        return f"{stem}{n}{extension}"

    def to_bytes(self, made: Mapping[str, Pieces] = MappingProxyType({})) -> bytes:
        """The zip: fixed dates and order, so equal parts give equal bytes (with the same zlib). Large parts that nobody
        changed are carried over as they were packed; of parts that are `made` now the pieces are packed one by one.
        """
        return zipped(self.parts, packed=self.parts.packed, made=made)

    def to_read(self, instead: Mapping[str, Pieces]) -> bytes:
        """A zip in which nothing is packed, with other bytes for some parts."""
        return zipped(self.parts, compress=False, made=instead)


def zipped(
    parts: Mapping[str, bytes],
    *,
    compress: bool = True,
    packed: Mapping[str, _Packed] = MappingProxyType({}),
    made: Mapping[str, Pieces] = MappingProxyType({}),
) -> bytes:
    """Parts by name as a package with fixed dates and order; without `compress` the bytes depend on no zlib either.
    What is `packed` already is not packed again; parts that are `made` have the bytes of their pieces.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts, key=lambda n: (n != _CONTENT_TYPES, n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            stored = not compress or name.lower().endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            if stored:
                archive.writestr(info, b"".join(made[name]()) if name in made else parts[name])
            elif name in made:
                _carry_over(archive, out, info, _packed_of(made[name]()))
            elif name in packed:
                _carry_over(archive, out, info, packed[name])
            else:
                archive.writestr(info, parts[name], compresslevel=_LEVEL)
    return out.getvalue()


def _packed_of(pieces: Iterable[bytes]) -> _Packed:
    """Pieces packed some at a time, as `zipfile` packs the whole: what zlib makes does not depend on where they end."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    out, crc, size = list[bytes](), 0, 0
    for block in _in_blocks(pieces):
        crc, size = zlib.crc32(block, crc), size + len(block)
        out.append(packer.compress(block))
    return _Packed(b"".join((*out, packer.flush())), crc, size)


def _in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces, most of them a short row, put together: a call of zlib costs as much as to pack some hundred bytes."""
    held, size = list[bytes](), 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


def _carry_over(archive: zipfile.ZipFile, out: io.BytesIO, info: zipfile.ZipInfo, packed: _Packed) -> None:
    """Write a part as it was packed, which `zipfile` itself has no call for."""
    info.CRC, info.compress_size, info.file_size = packed.crc, len(packed.data), packed.size
    info.external_attr = 0o600 << 16  # as for parts that are packed
    out.seek(archive.start_dir)
    info.header_offset = archive.start_dir
    out.write(info.FileHeader(zip64=False))
    out.write(packed.data)
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = out.tell()


def _unpack(data: bytes) -> dict[str, bytes | _Packed]:
    """The parts, those that are large as they lie in the zip. All are unpacked once, which proves them whole."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PackageError("the workbook is protected with a password; open it in Excel and save it without one")
        raise PackageError("this is an old .xls file; save it as .xlsx in Excel first")
    if data[:4] != b"PK\x03\x04":
        raise PackageError("this is not an .xlsx or .xlsm file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _guard(infos)
            return {info.filename: _held(archive, data, info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError) as error:
        raise PackageError(f"the workbook file is damaged and cannot be unpacked ({error})") from None


def _held(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo) -> bytes | _Packed:
    part = _read(archive, info)
    return replace(_as_packed(data, info), may_refer=may_refer(part)) if _is_carried(info) else part


def _guard(infos: list[zipfile.ZipInfo]) -> None:
    size, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if len(infos) > MAX_PARTS or size > MAX_UNPACKED_BYTES or (size > _SMALL and size > packed * _SUSPICIOUS_RATIO):
        raise PackageError(f"the file unpacks to {len(infos):,} parts and {size / 2**20:,.0f} MB; refused as unsafe")
    if len({i.filename.lower() for i in infos}) != len(infos):
        raise PackageError("the workbook file holds two parts of the same name")
    if any(i.flag_bits & 1 for i in infos):
        raise PackageError("the zip is protected with a password")
    if any(re.search(r"(^|/)\.\.(/|$)|\\", i.filename) for i in infos):
        raise PackageError("the workbook file holds a part with an unsafe name")


def _is_carried(info: zipfile.ZipInfo) -> bool:
    return info.compress_type == zipfile.ZIP_DEFLATED and info.file_size >= _LARGE


def _as_packed(data: bytes, info: zipfile.ZipInfo) -> _Packed:
    """Where the bytes begin, only the header in front of them tells."""
    name, extra = (
        int.from_bytes(data[info.header_offset + n : info.header_offset + n + 2], "little") for n in (26, 28)
    )
    start = info.header_offset + 30 + name + extra
    return _Packed(memoryview(data)[start : start + info.compress_size], info.CRC, info.file_size)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        return file.read(info.file_size + 1)
