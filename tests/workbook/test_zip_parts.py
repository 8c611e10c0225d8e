"""Parts of a zip that are taken out at once are those that `zipfile` takes out; anything unusual is left to it."""

import zipfile
from io import BytesIO

import pytest

from kosei_xl.workbook.zip_parts import small_part, stored

_PARTS = {"[Content_Types].xml": b"<Types/>", "xl/調査.xml": "<a>文</a>".encode() * 500, "empty.bin": b""}


def _zip(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in _PARTS.items():
            made.writestr(name, data)
    return out.getvalue()


def _taken(data: bytes, most: int = 1 << 20) -> dict[str, bytes | None]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: small_part(data, info, most) for info in archive.infolist()}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_small_part__as_it_was_put_in(method: int) -> None:
    assert _taken(_zip(method)) == _PARTS


def test_small_part__before_other_bytes__found_all_the_same() -> None:
    assert _taken(b"MZ something before" + _zip()) == _PARTS


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_small_part__packed_in_another_way__left_to_zipfile(method: int) -> None:
    assert _taken(_zip(method))["xl/調査.xml"] is None


def test_small_part__as_large_as_the_most__left_to_zipfile() -> None:
    size = len(_PARTS["xl/調査.xml"])
    assert _taken(_zip(), size)["xl/調査.xml"] is None
    assert _taken(_zip(), size + 1)["xl/調査.xml"] == _PARTS["xl/調査.xml"]


def _with(data: bytes, at: int, byte: int) -> bytes:
    return data[:at] + bytes([byte]) + data[at + 1 :]


def test_small_part__any_byte_changed__never_other_bytes_than_zipfile_gives() -> None:
    whole = _zip()
    for at in range(len(whole)):
        changed = _with(whole, at, whole[at] ^ 0x11)
        try:
            archive = zipfile.ZipFile(BytesIO(changed))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            continue
        for info in archive.infolist():
            found = small_part(changed, info, 1 << 20)
            if found is not None:
                assert archive.read(info) == found, (at, info.filename)


def test_small_part__encrypted__left_to_zipfile() -> None:
    with zipfile.ZipFile(BytesIO(_zip())) as archive:
        info = archive.infolist()[0]
        info.flag_bits |= 1
    assert small_part(_zip(), info, 1 << 20) is None


def test_stored__parts__read_back_with_their_sums() -> None:
    with zipfile.ZipFile(BytesIO(stored(_PARTS))) as made:
        assert made.testzip() is None
        assert {name: made.read(name) for name in made.namelist()} == _PARTS
