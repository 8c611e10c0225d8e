"""The module texts of a VBA project (vbaProject.bin), whoever wrote it: the inverse of `project`.

Source: [MS-CFB] 2 (the file of streams), [MS-OVBA] 2.3.4.2 (the stream `dir`), 2.4.1 (compression).
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Final

_HEAD, _MINI_CUTOFF, _END = bytes.fromhex("D0CF11E0A1B11AE1"), 4096, 0xFFFFFFFA
_ENTRY, _STREAM, _ROOT = 128, 2, 5
_MODULE_NAME, _STREAM_NAME, _OFFSET, _CODE_PAGE, _VERSION = 0x19, 0x1A, 0x31, 0x03, 0x09
_BAD: Final = (struct.error, IndexError, KeyError, ValueError, LookupError)
_SPACES = re.compile(r"\s+")


def module_texts(project: bytes) -> Mapping[str, str] | None:
    """The texts of the modules by name, as typed; None for what is no VBA project."""
    try:
        return dict(_modules(_streams(project)))
    except _BAD:
        return None


def compared_text(text: str) -> str:
    """A module's text without what the VBA editor changes by itself: case, spaces, the hidden attributes."""
    lines = (_SPACES.sub(" ", line).strip().casefold() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("attribute vb_"))


def _modules(streams: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    directory = next(data for name, data in streams.items() if name.casefold() == "dir")
    encoding, name, stream = "cp1252", "", ""
    for number, data in _records(decompressed(directory)):
        if number == _CODE_PAGE:
            encoding = f"cp{struct.unpack('<H', data)[0]}"
        elif number == _MODULE_NAME:
            name = stream = data.decode(encoding)
        elif number == _STREAM_NAME:
            stream = data.decode(encoding)
        elif number == _OFFSET:
            yield name, decompressed(streams[stream][struct.unpack("<I", data)[0] :]).decode(encoding)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(data):
        number, size = struct.unpack_from("<HI", data, position)
        size += 2 if number == _VERSION else 0  # its size does not count the minor version
        yield number, data[position + 6 : position + 6 + size]
        position += 6 + size


def decompressed(data: bytes) -> bytes:
    """What a compressed container holds ([MS-OVBA] 2.4.1). Raises ValueError for anything else."""
    if not data or data[0] != 1:
        raise ValueError("no compressed container")
    position, made = 1, bytearray()
    while position < len(data):
        head = struct.unpack_from("<H", data, position)[0]
        end = min(position + (head & 0xFFF) + 3, len(data))
        chunk = data[position + 2 : end]
        made += _chunk(chunk) if head & 0x8000 else chunk
        position = end
    return bytes(made)


def _chunk(data: bytes) -> bytes:
    made, position = bytearray(), 0
    while position < len(data):
        flags, position = data[position], position + 1
        for bit in range(8):
            if position >= len(data):
                break
            if not flags >> bit & 1:
                made.append(data[position])
                position += 1
                continue
            token = struct.unpack_from("<H", data, position)[0]
            bits = max((len(made) - 1).bit_length(), 4)
            start = len(made) - (token >> (16 - bits)) - 1
            if start < 0:
                raise ValueError("a token before the beginning")
            for n in range((token & (0xFFFF >> bits)) + 3):
                made.append(made[start + n])
            position += 2
    return bytes(made)


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by their own names; in a VBA project these are unique."""
    if data[:8] != _HEAD:
        raise ValueError("no compound file")
    size, small = (1 << shift for shift in struct.unpack_from("<2H", data, 30))
    first_entry, first_mini = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    next_difat = struct.unpack_from("<I", data, 68)[0]

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    fat_sectors = list(struct.unpack_from("<109I", data, 76))
    while next_difat < _END and len(fat_sectors) * size < len(data):
        *more, next_difat = struct.unpack(f"<{size // 4}I", sector(next_difat))
        fat_sectors += more
    fat = _numbers(b"".join(map(sector, (one for one in fat_sectors if one < _END))))
    entries = b"".join(map(sector, _chain(first_entry, fat)))
    found = [struct.unpack_from("<64sHB49xII", entries, at) for at in range(0, len(entries), _ENTRY)]
    root = next(one for one in found if one[2] == _ROOT)
    mini = b"".join(map(sector, _chain(root[3], fat)))
    mini_fat = _numbers(b"".join(map(sector, _chain(first_mini, fat))))
    streams = {}
    for name, length, kind, start, count in found:
        if kind != _STREAM:
            continue
        if count < _MINI_CUTOFF:
            whole = b"".join(mini[one * small : (one + 1) * small] for one in _chain(start, mini_fat))
        else:
            whole = b"".join(map(sector, _chain(start, fat)))
        streams[name[: max(length - 2, 0)].decode("utf-16-le")] = whole[:count]
    return streams


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _chain(start: int, table: tuple[int, ...]) -> list[int]:
    chain: list[int] = []
    while start < _END:
        if len(chain) > len(table):
            raise ValueError("a chain without an end")
        chain.append(start)
        start = table[start]
    return chain
