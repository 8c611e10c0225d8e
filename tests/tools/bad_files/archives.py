"""Zips that are cut, bent or lie."""

import random
import re
import struct
import warnings
import zipfile
from functools import partial
from io import BytesIO

from tests.tools.bad_files.corpus import PART, SHEETS, add, bad, good, parts, with_parts
from tests.tools.hostile import rezip


def _cut(share: int) -> bytes:
    return good()[: len(good()) * share // 100]


def _flipped(seed: int) -> bytes:
    """Two hundred bytes of the packed parts changed."""
    chance, spoiled = random.Random(seed), bytearray(good())
    for _ in range(200):
        spoiled[chance.randrange(40, len(spoiled) - 6000)] ^= 0xFF
    return bytes(spoiled)


for _share in (1, 5, 20, 40, 60, 80, 95, 99):
    add(f"cut_at_{_share}_percent", partial(_cut, _share), "K101")
for _seed in range(8):
    add(f"bytes_changed_{_seed}", partial(_flipped, _seed), "K101")


@bad("K101", says="ファイルが空")
def nothing_in_it() -> bytes:
    return b""


@bad("K101")
def zeros_only() -> bytes:
    return bytes(100_000)


@bad("K101")
def zeros_after_its_head() -> bytes:
    """As a synchronising drive leaves it."""
    return good()[:4] + bytes(len(good()) - 4)


@bad("K101")
def second_half_zeros() -> bytes:
    half = len(good()) // 2
    return good()[:half] + bytes(half)


@bad(None, reads="all")
def something_before_the_zip() -> bytes:
    return b"MZ this program cannot be run" + good()


@bad(None, reads="all")
def something_after_the_zip() -> bytes:
    return good() + b"\r\n--boundary--\r\n"


@bad(None, reads="all")
def nothing_packed() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, data in parts().items():
            made.writestr(name, data)
    return out.getvalue()


@bad(None, reads="all")
def packed_with_lzma() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        for name, data in parts().items():
            made.writestr(name, data)
    return out.getvalue()


@bad(None, reads="all")
def parts_backwards() -> bytes:
    return rezip(dict(reversed([*parts().items()])))


@bad(None, reads="all")
def folders_as_parts() -> bytes:
    return with_parts({"xl/": b"", "xl/worksheets/": b""})


@bad(None, reads="all")
def backslashes() -> bytes:
    return rezip({name.replace("/", "\\"): data for name, data in parts().items()})


@bad(None, reads="all")
def other_case() -> bytes:
    return rezip({name.replace("xl/worksheets/", "xl/WorkSheets/"): data for name, data in parts().items()})


@bad(None, reads="all")
def slashes_in_front() -> bytes:
    return rezip({f"/{name}": data for name, data in parts().items()})


@bad("K101", says="同じ部品")
def part_twice() -> bytes:
    out = BytesIO(good())
    with zipfile.ZipFile(out, "a") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr(PART, b"<worksheet/>")
    return out.getvalue()


@bad("K101", says="同じ部品")
def part_twice_in_other_case() -> bytes:
    return with_parts({PART.upper(): b"<worksheet/>"})


@bad("K101", says="壊れて")
def sizes_that_are_none() -> bytes:
    data = bytearray(good())
    for found in re.finditer(b"PK\x01\x02", good()):
        struct.pack_into("<I", data, found.start() + 24, 3)
    return bytes(data)


@bad("K101")
def encrypted_parts() -> bytes:
    data = bytearray(good())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(mark), good()):
            data[found.start() + offset] |= 1
    return bytes(data)


@bad("K101")
def unknown_packing() -> bytes:
    data = bytearray(good())
    for found in re.finditer(b"PK\x01\x02", good()):
        struct.pack_into("<H", data, found.start() + 10, 99)
    return bytes(data)


@bad("K101", says="大きすぎ")
def three_hundred_megabytes_of_words() -> bytes:
    rows = b'<row r="900"><c r="A900" t="inlineStr"><is><t>' + b"a" * 300_000_000 + b"</t></is></c></row></sheetData>"
    return with_parts({PART: parts()[PART].replace(b"</sheetData>", rows)})


@bad("K101", says="大きすぎ")
def millions_of_elements() -> bytes:
    return with_parts({PART: parts()[PART].replace(b"</sheetData>", b"<row/>" * 6_000_000 + b"</sheetData>")})


@bad(None, reads="all")
def huge_part_that_nobody_reads() -> bytes:
    return with_parts({"xl/media/film.bin": bytes(50_000_000)})


@bad(None, reads="all")
def thousands_of_small_parts() -> bytes:
    return with_parts({f"customXml/item{number}.xml": b"<a/>" for number in range(3000)})


for _name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", *SHEETS[:3]):
    _label = _name.rpartition("/")[2].replace(".", "_")
    add(f"without_{_label}", partial(with_parts, {}, without=(_name,)), "K101")
    add(f"broken_{_label}", partial(with_parts, {_name: b"<broken"}), "K101")
    add(f"empty_{_label}", partial(with_parts, {_name: b""}), "K101")
for _name in ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "[Content_Types].xml"):
    _label = _name.rpartition("/")[2].replace(".", "_").strip("[]")
    if _name in parts() and _name != "[Content_Types].xml":
        add(f"broken_{_label}", partial(with_parts, {_name: b"<broken"}), None, reads="all")
