"""VBA projects (vbaProject.bin) from module texts: source only, no p-code, always the same bytes.

Excel compiles the source when it first runs it.
Source: [MS-OVBA] 2.3 (streams), 2.4.1 (compression), 2.4.3 (encryption).
"""

import re
import struct
import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.words.messages import told
from kosei_xl.workbook.vba.compound import compound_file

CODEPAGE: Final = 932
"""The project's code page: Japanese Windows. Our own modules are ASCII, so that any other shows them alike."""
LONGEST_LINE: Final = 1023
"""Characters in a line of VBA."""
LONGEST_NAME: Final = 31
_ENCODING: Final = f"cp{CODEPAGE}"
_CHUNK: Final = 4096
_REFERENCES: Final = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
_CLASS_ATTRIBUTES: Final = (
    "VB_GlobalNameSpace",
    "VB_Creatable",
    "VB_PredeclaredId",
    "VB_Exposed",
    "VB_TemplateDerived",
    "VB_Customizable",
)
_NO_PCODE: Final = bytes.fromhex("CC61FFFF000000")
"""The `_VBA_PROJECT` stream of a project without compiled code."""


class BadModule(KoseiError):
    """A module that VBA would not take: its name, a line's length, a character."""


class ModuleKind(StrEnum):
    """What a module is; a document module belongs to the workbook or a sheet."""

    STANDARD = "standard"
    CLASS = "class"
    WORKBOOK = "workbook"
    SHEET = "sheet"
    CHART = "chart"


_BASES: Final = {
    ModuleKind.CLASS: "{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
    ModuleKind.WORKBOOK: "{00020819-0000-0000-C000-000000000046}",
    ModuleKind.SHEET: "{00020820-0000-0000-C000-000000000046}",
    ModuleKind.CHART: "{00020821-0000-0000-C000-000000000046}",
}


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name, what it is, and its code without the lines that only name it (LF line ends)."""

    name: str
    kind: ModuleKind
    code: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> str:
        """The text as it is stored: the attributes first, CRLF line ends. olevba shows exactly this."""
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.kind is not ModuleKind.STANDARD:
            given = dict(self.attributes)
            document = self.kind is not ModuleKind.CLASS
            usual = dict.fromkeys(_CLASS_ATTRIBUTES, "False")
            usual |= dict.fromkeys(("VB_PredeclaredId", "VB_Exposed", "VB_Customizable"), str(document))
            lines.append(f'Attribute VB_Base = "0{_BASES[self.kind]}"')
            lines += [f"Attribute {name} = {given.get(name, usual[name])}" for name in _CLASS_ATTRIBUTES]
        code = self.code.rstrip("\n")
        return "\r\n".join([*lines, *(code.split("\n") if code else ()), ""])


def module(name: str, text: str, kind: ModuleKind = ModuleKind.STANDARD) -> Module:
    """A module from the text of an exported .bas or .cls file: its header goes, the name given counts.

    Raises BadModule for what VBA would not take.
    """
    code = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    code = re.sub(r"\AVERSION 1\.0 CLASS\nBEGIN\n(?:.*\n)*?END\n", "", code)
    attributes = tuple((found[1], found[2]) for found in _ATTRIBUTE.finditer(code) if found[1] in _CLASS_ATTRIBUTES)
    made = Module(name, kind, _ATTRIBUTE.sub("", code), attributes)
    _check(made)
    return made


_ATTRIBUTE: Final = re.compile(rf"^Attribute (VB_Name|VB_Base|{'|'.join(_CLASS_ATTRIBUTES)}) = (.*)\n", re.M)


def _check(made: Module) -> None:
    if not re.fullmatch(r"[A-Za-z]\w*", made.name, re.ASCII) or len(made.name) > LONGEST_NAME:
        raise BadModule(told("vba_name", name=made.name))
    for number, line in enumerate(made.code.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise BadModule(told("vba_line", name=made.name, line=number, most=LONGEST_LINE))
        try:
            line.encode(_ENCODING)
        except UnicodeEncodeError as error:
            raise BadModule(told("vba_letter", name=made.name, line=number, letter=line[error.start])) from error


def document_modules(code_names: Sequence[str]) -> tuple[Module, ...]:
    """The modules every project has: ThisWorkbook's and one for each sheet's code name, all empty."""
    return (Module(WORKBOOK_CODE_NAME, ModuleKind.WORKBOOK), *(Module(name, ModuleKind.SHEET) for name in code_names))


WORKBOOK_CODE_NAME: Final = "ThisWorkbook"


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """vbaProject.bin of a project. Raises BadModule when two modules have one name (capitals do not matter)."""
    lower = [each.name.lower() for each in modules]
    twice = next((each.name for each in modules if lower.count(each.name.lower()) > 1), None)
    if twice is not None:
        raise BadModule(told("vba_twice", name=twice))
    vba = {each.name: compressed(each.source.encode(_ENCODING)) for each in modules}
    vba |= {"_VBA_PROJECT": _NO_PCODE, "dir": compressed(_dir_stream(name, modules))}
    return compound_file(
        {"VBA": vba, "PROJECT": _project_stream(name, modules), "PROJECTwm": _names_stream(modules)},
    )


# -- the streams -------------------------------------------------------------------------------------------------------
def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(number: int, wide_number: int, text: str) -> bytes:
    """A text twice, in the code page and in UTF-16."""
    return _record(number, text.encode(_ENCODING)) + _record(wide_number, text.encode("utf-16-le"))


def _dir_stream(name: str, modules: Sequence[Module]) -> bytes:
    """Project information, references and modules ([MS-OVBA] 2.3.4.2), not yet compressed."""
    english = struct.pack("<I", 0x409)
    parts = [
        _record(0x01, struct.pack("<I", 1)),  # Win32, also in 64-bit Excel
        _record(0x02, english),
        _record(0x14, english),
        _record(0x03, struct.pack("<H", CODEPAGE)),
        _record(0x04, name.encode(_ENCODING)),
        _text(0x05, 0x40, ""),  # description
        _record(0x06, b"") + _record(0x3D, b""),  # help files
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 1_500_000_000, 1),  # version; its size field does not count the last two bytes
        _text(0x0C, 0x3C, ""),  # conditional compilation constants
    ]
    for reference, library in _REFERENCES:
        data = library.encode(_ENCODING)
        parts += [_text(0x16, 0x3E, reference), _record(0x0D, struct.pack("<I", len(data)) + data + bytes(6))]
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    for each in modules:
        parts += [
            _text(0x19, 0x47, each.name),
            _text(0x1A, 0x32, each.name),  # the stream's name
            _text(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),  # the source begins at the stream's first byte
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if each.kind is ModuleKind.STANDARD else 0x22, b""),
            _record(0x2B, b""),
        ]
    return b"".join((*parts, _record(0x10, b"")))


def _project_stream(name: str, modules: Sequence[Module]) -> bytes:
    """The PROJECT stream ([MS-OVBA] 2.3.1): modules, no protection, window places."""
    project_id = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"kosei_xl:{name}")).upper() + "}"
    lines = {ModuleKind.STANDARD: "Module={}", ModuleKind.CLASS: "Class={}"}
    text = [
        f'ID="{project_id}"',
        *(lines.get(each.kind, "Document={}/&H00000000").format(each.name) for each in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(project_id, bytes(4), 0x4C)}"',  # not protected
        f'DPB="{_encrypted(project_id, bytes(1), 0x98)}"',  # no password
        f'GC="{_encrypted(project_id, bytes([255]), 0xE4)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{each.name}=0, 0, 0, 0, C" for each in modules),
        "",
    ]
    return "\r\n".join(text).encode(_ENCODING)


def _names_stream(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream: every name in the code page and in UTF-16."""
    pairs = (each.name.encode(_ENCODING) + b"\0" + each.name.encode("utf-16-le") + b"\0\0" for each in modules)
    return b"".join(pairs) + b"\0\0"


def _encrypted(project_id: str, data: bytes, seed: int) -> str:
    """The obfuscation of CMG, DPB and GC ([MS-OVBA] 2.4.3.2) with a fixed seed."""
    out = [seed, seed ^ 2, seed ^ (sum(project_id.encode("ascii")) & 0xFF)]
    before = out[2] ^ seed
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        out.append(byte ^ (out[-2] + before & 0xFF))
        before = byte
    return bytes(out).hex().upper()


# -- compression -------------------------------------------------------------------------------------------------------
def compressed(data: bytes) -> bytes:
    """A compressed container ([MS-OVBA] 2.4.1) in chunks of 4,096 bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_compressed_chunk, chunks))


def _compressed_chunk(chunk: bytes) -> bytes:
    body = _tokens(chunk)
    if len(body) <= _CHUNK:
        return struct.pack("<H", 0xB000 | len(body) - 1) + body
    # a raw chunk holds 4,096 bytes, the last one filled up with zeros as 2.4.1.3.10 says; text does not get here
    return struct.pack("<H", 0x3FFF) + chunk.ljust(_CHUNK, b"\0")


def _tokens(chunk: bytes) -> bytes:
    """Literal bytes and copies of what came before, eight after each byte of flags."""
    body = bytearray()
    position = 0
    seen: dict[bytes, list[int]] = {}
    while position < len(chunk):
        flags_at = len(body)
        body.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            bits = max((position - 1).bit_length(), 4) if position else 4
            length, offset = _longest(chunk, position, (0xFFFF >> bits) + 3, seen)
            if length:
                body += struct.pack("<H", (offset - 1) << (16 - bits) | length - 3)
                body[flags_at] |= 1 << bit
            else:
                body.append(chunk[position])
            for at in range(position, position + (length or 1)):
                seen.setdefault(chunk[at : at + 3], []).append(at)
            position += length or 1
    return bytes(body)


_TRIED: Final = 64
"""Earlier places that are looked at for a copy; more would save little."""


def _longest(chunk: bytes, position: int, most: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and distance of the longest copy that can stand at `position`; (0, 0) without one."""
    start = chunk[position : position + 3]
    best = (0, 0)
    for candidate in reversed(seen.get(start, ())[-_TRIED:] if len(start) == 3 else ()):
        length, limit = 3, min(most, len(chunk) - position)
        while length < limit and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best[0]:
            best = (length, position - candidate)
    return best
