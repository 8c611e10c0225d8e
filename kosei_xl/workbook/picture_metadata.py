"""Pictures without what a camera or a program wrote beside them (EXIF with place and device, comments, thumbnails).

The compressed picture itself is copied bit by bit. That a camera said how to turn it is dropped too: in a workbook the
picture is seen as it is stored, and what was turned there is turned by then (`values.pictures`).
"""

import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (*(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),)
)
"""Chunks that say how a picture looks; all others are dropped (eXIf, tEXt, iTXt, zTXt, tIME …)."""
_SOI, _SOS, _EOI = 0xD8, 0xDA, 0xD9
_ICC, _ADOBE, _JFIF = b"ICC_PROFILE\0", b"Adobe\0", b"JFIF\0"


def without_metadata(data: bytes) -> bytes:
    """The picture file (PNG, JPEG or GIF) without metadata; other bytes, and broken files, as they are."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    return _gif(data) if data.startswith(b"GIF8") else data


def _png(data: bytes) -> bytes:
    found, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            break
        if kind == b"iCCP":
            found.append(_icc_without_name(data[at + 8 : end - 4]))
        elif kind in _PNG_KEPT:
            found.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(found)
    return data


def _icc_without_name(body: bytes) -> bytes:
    """The colour profile under another name than the program's that wrote it."""
    body = b"ICC" + body[body.index(b"\0") :] if b"\0" in body else body
    return struct.pack(">I", len(body)) + b"iCCP" + body + struct.pack(">I", zlib.crc32(b"iCCP" + body))


def _jpeg(data: bytes) -> bytes:
    found = [data[:2]]
    for marker, segment in _segments(data):
        application = 0xE0 <= marker <= 0xEF
        body = segment[4:]
        if marker == 0xE0 and body.startswith(_JFIF):
            found.append(_jfif_without_thumbnail(body))
        elif marker == _SOS:
            found.append(_scans_only(segment))
        elif marker != 0xFE and (not application or body.startswith((_ICC, _ADOBE))):
            found.append(segment)
    return b"".join(found) if len(found) > 1 else data


def _jfif_without_thumbnail(body: bytes) -> bytes:
    body = body[:12] + b"\0\0"
    return b"\xff\xe0" + struct.pack(">H", len(body) + 2) + body


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment with its marker and length); the last one goes from the scan's head to the end of the file."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF:  # what fills up
            at += 1
            continue
        if marker == _SOS:
            yield marker, data[at:]
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, data[at : at + 2 + length]
        at += 2 + length


def _scans_only(rest: bytes) -> bytes:
    """From the first scan on: the scans, without what stands between them or behind the picture's end."""
    found, at = [], 0
    while at + 2 <= len(rest):
        marker = rest[at + 1]
        if marker == _EOI:
            found.append(rest[at : at + 2])
            break
        if at + 4 > len(rest):
            break
        (length,) = struct.unpack_from(">H", rest, at + 2)
        end = at + 2 + length
        if marker == _SOS:
            end = _end_of_scan(rest, end)
        if marker == _SOS or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            found.append(rest[at:end])
        at = end
    return b"".join(found)


def _end_of_scan(rest: bytes, at: int) -> int:
    """Where the next marker begins: not a stuffed FF 00, nor a restart."""
    while True:
        at = rest.find(b"\xff", at)
        if at < 0 or at + 1 >= len(rest):
            return len(rest)
        if rest[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if rest[at + 1] == 0xFF else 2


def _gif(data: bytes) -> bytes:
    """A GIF without comments, texts and what programs added; the one that says how often it repeats stays."""
    if len(data) < 13:
        return data
    at = 13 + (3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    found = [data[:at]]
    while at < len(data):
        start = at
        if data[at] == 0x3B:
            return b"".join((*found, b"\x3b"))
        if data[at] == 0x2C:
            if at + 10 > len(data):
                return data
            local = 3 * 2 ** ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0
            at = _blocks_end(data, at + 10 + local + 1)
            found.append(data[start:at])
        elif data[at] == 0x21 and at + 1 < len(data):
            at = _blocks_end(data, start + 2)
            if data[start + 1] == 0xF9 or data[start + 3 : start + 14] == b"NETSCAPE2.0":
                found.append(data[start:at])
        else:
            return data
    return data


def _blocks_end(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
