"""VBA projects from text: read back by olefile and olevba, which know nothing of how they were written."""

import io
import re
import struct

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from kosei_xl.workbook.vba.compound import compound_file
from kosei_xl.workbook.vba.project import (
    BadModule,
    Module,
    ModuleKind,
    compressed,
    document_modules,
    module,
    vba_project,
)

NAMES = st.text("abcdefghijklmnop", min_size=1, max_size=31)


@given(
    st.lists(st.sampled_from([b"Dim ", b"End Sub\r\n", b"x", b"    ", b"Application.Run "]), max_size=3000).map(
        b"".join
    )
)
def test_compressed__text__comes_back(data: bytes) -> None:
    assert decompress_stream(bytearray(compressed(data))) == data


@given(st.binary(max_size=3000), st.integers(min_value=0, max_value=2))
def test_compressed__bytes_over_whole_chunks__come_back(data: bytes, chunks: int) -> None:
    whole = data + bytes(range(256)) * 16 * chunks
    assert decompress_stream(bytearray(compressed(whole))) == whole


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 4095, 4096, 4097, 70_000])
def test_compressed__repeated_letter__sizes_around_chunks_come_back_small(size: int) -> None:
    data = b"a" * size
    made = compressed(data)
    assert decompress_stream(bytearray(made)) == data
    assert len(made) < 20 + size / 100


@given(
    st.dictionaries(NAMES, st.binary(max_size=9000), min_size=1, max_size=12),
    st.dictionaries(NAMES, st.binary(max_size=200), max_size=12),
)
def test_compound_file__storages_and_streams__come_back(top: dict[str, bytes], inner: dict[str, bytes]) -> None:
    data = compound_file({**top, "Inner": inner})
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL) as ole:
        found = {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}
    assert found == {**top, **{f"Inner/{name}": stream for name, stream in inner.items()}}


def test_compound_file__long_name__refused() -> None:
    with pytest.raises(ValueError, match="31 characters"):
        compound_file({"x" * 32: b""})


def _streams(project: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(project)) as ole:
        return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


def _dir_names(project: bytes) -> list[str]:
    """The module names of the dir stream, found by its records."""
    data = decompress_stream(bytearray(_streams(project)["VBA/dir"]))
    names, at = [], 0
    while at < len(data):
        number, size = struct.unpack_from("<HI", data, at)
        if number == 0x19:
            names.append(data[at + 6 : at + 6 + size].decode("cp932"))
        at += 6 + (6 if number == 0x09 else size)
    return names


MODULES = (
    *document_modules(["Sheet1", "Sheet2"]),
    module("Buttons", 'Attribute VB_Name = "Other"\nOption Explicit\n\nSub A()\nEnd Sub\n'),
    module(
        "Things",
        "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n"
        'Attribute VB_Name = "Things"\nAttribute VB_Exposed = True\nOption Explicit\n',
        ModuleKind.CLASS,
    ),
)


def test_project__streams__name_the_same_modules() -> None:
    project = vba_project("Test", MODULES)
    names = [each.name for each in MODULES]
    streams = _streams(project)
    assert _dir_names(project) == names
    listed = streams["PROJECT"].decode("cp932")
    assert re.findall(r"^(?:Module|Class|Document)=(\w+)", listed, re.M) == names
    assert re.findall(r"^(\w+)=0, 0, 0, 0, C", listed, re.M) == names
    wide = streams["PROJECTwm"]
    assert wide == b"".join(n.encode() + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names) + b"\0\0"
    assert {f"VBA/{name}" for name in names} | {"VBA/dir", "VBA/_VBA_PROJECT", "PROJECT", "PROJECTwm"} == {*streams}
    assert streams["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000000"), "no compiled code"


def test_project__module_streams__hold_the_source() -> None:
    streams = _streams(vba_project("Test", MODULES))
    for each in MODULES:
        assert decompress_stream(bytearray(streams[f"VBA/{each.name}"])).decode("cp932") == each.source


def test_project__protection_values__decode_to_none_visible_and_no_password() -> None:
    listed = _streams(vba_project("Test", MODULES))["PROJECT"].decode("cp932")
    project_id = re.search(r'^ID="(.*)"', listed)
    assert project_id is not None
    values = dict(re.findall(r'^(CMG|DPB|GC)="([0-9A-F]+)"', listed, re.M))
    decoded = {name: _decrypted(bytes.fromhex(value), project_id[1]) for name, value in values.items()}
    assert decoded == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}


def _decrypted(data: bytes, project_id: str) -> bytes:
    """[MS-OVBA] 2.4.3.3."""
    seed, version, key = data[0], data[1] ^ data[0], data[2] ^ data[0]
    assert (version, key) == (2, sum(project_id.encode()) & 0xFF)
    plain, encrypted_1, encrypted_2, before = bytearray(), data[2], data[1], key
    for byte in data[3:]:
        plain.append(byte ^ (encrypted_2 + before & 0xFF))
        encrypted_2, encrypted_1, before = encrypted_1, byte, plain[-1]
    ignored = (seed & 6) // 2
    (length,) = struct.unpack_from("<I", plain, ignored)
    assert len(plain) == ignored + 4 + length
    return bytes(plain[ignored + 4 :])


def test_module__headers_of_exported_files__are_written_anew() -> None:
    buttons, things = MODULES[-2:]
    assert buttons.source == 'Attribute VB_Name = "Buttons"\r\nOption Explicit\r\n\r\nSub A()\r\nEnd Sub\r\n'
    assert things.source.split("\r\n")[:2] == [
        'Attribute VB_Name = "Things"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
    ]
    assert "Attribute VB_Exposed = True" in things.source
    assert "BEGIN" not in things.source


def test_module__line_ends_and_mark_of_windows__make_no_difference() -> None:
    text = "Option Explicit\nSub A()\nEnd Sub\n"
    assert module("A", "\ufeff" + text.replace("\n", "\r\n")) == module("A", text)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1st", "", "「1st」は使えません"),
        ("計算", "", "「計算」は使えません"),
        ("x" * 32, "", "使えません"),
        ("A", "' " + "x" * 1022, "1行目が長すぎます"),
        ("A", "Sub A()\n' 🙂\nEnd Sub", "2行目に、日本語のWindowsで表せない文字「🙂」"),
    ],
)
def test_module__what_vba_would_not_take__refused(name: str, text: str, said: str) -> None:
    with pytest.raises(BadModule, match=re.escape(said)):
        module(name, text)


@pytest.mark.parametrize(("name", "text"), [("x" * 31, ""), ("A", "' " + "x" * 1021), ("A", "' 髙﨑①～")])
def test_module__what_vba_just_takes__accepted(name: str, text: str) -> None:
    assert module(name, text).name == name


def test_project__two_modules_of_one_name__refused() -> None:
    with pytest.raises(BadModule, match="が二つあります"):
        vba_project("Test", [Module("Buttons", ModuleKind.STANDARD), Module("buttons", ModuleKind.STANDARD)])
