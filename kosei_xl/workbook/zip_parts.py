"""Single parts of a zip, taken out and put together at once: `zipfile` asks the file for each of them several times.

What is unusual about a part is left to `zipfile`, which knows all forms and says what is wrong.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_UNUSUAL: Final = 0x1 | 0x20 | 0x40
"""Flags of parts that are encrypted or patches."""
_UTF8: Final = 0x800
_VERSION: Final = 20
_EPOCH: Final = 0x21
"""The first day that a zip can name."""


def small_part(archive: bytes, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """A part that says of itself to have fewer than `most` bytes, and has as many as it says; None for any other, and
    where anything about it is unusual or wrong.
    """
    if info.file_size >= most or info.flag_bits & _UNUSUAL:
        return None
    begin = info.header_offset
    if begin < 0 or begin + _LOCAL.size > len(archive):
        return None
    sign, *_, named, extra = _LOCAL.unpack_from(archive, begin)
    begin += _LOCAL.size
    name = archive[begin : begin + named]
    encoding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
    if sign != b"PK\3\4" or name != info.orig_filename.encode(encoding, "replace"):
        return None
    begin += named + extra
    packed = archive[begin : begin + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        data = packed
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = stream.decompress(packed, most)
        except zlib.error:
            return None
        if not stream.eof:
            return None
    else:
        return None
    return data if len(data) == info.file_size and zlib.crc32(data) == info.CRC else None


def stored(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts as they are. Raises ValueError for more than such a zip can hold (four gigabytes)."""
    pieces: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, data in parts.items():
        own, size = name.encode(), len(data)
        told = (_VERSION, _UTF8, 0, 0, _EPOCH, zlib.crc32(data), size, size, len(own), 0)
        if at + size + _LOCAL.size + len(own) >= 1 << 32 or len(parts) >= 1 << 16:
            raise ValueError("too much for one zip")
        listed.append(_CENTRAL.pack(b"PK\1\2", _VERSION, *told, 0, 0, 0, 0, at) + own)
        pieces += (_LOCAL.pack(b"PK\3\4", *told), own, data)
        at += _LOCAL.size + len(own) + size
    directory = b"".join(listed)
    end = _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), at, 0)
    return b"".join((*pieces, directory, end))
