"""Pictures, drawings and other things beside the cells, of odd sizes and places."""

import struct
import zlib
from functools import cache, partial
from io import BytesIO

from tests.tools.bad_files.corpus import PHOTO_CELL, PHOTO_PART, add, parts
from tests.tools.hostile import png, rezip

_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MANY = "9" * 4301
_ROW, _COLUMN = PHOTO_CELL[0] - 1, PHOTO_CELL[1] - 1


@cache
def _blank_png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel: of many pixels, and few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer, row, packed = zlib.compressobj(1), b"\x00" + b"\xff" * (min(width, 20_000) // 8 + 1), b""
    for _ in range(min(height, 20_000)):
        packed += packer.compress(row)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed + packer.flush()) + chunk(b"IEND", b"")


def _jpeg() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.effect_noise((400, 300), 80).save(out, "JPEG")
    return out.getvalue()


def _with_picture(
    data: bytes, *, place: str = "", crop: str = "", turn: str = "", ending: str = "png", target: str = ""
) -> bytes:
    """The good file with a picture in the first row of its photos, in a drawing of its own."""
    place = place or (
        f"<xdr:from><xdr:col>{_COLUMN}</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{_ROW}</xdr:row><xdr:rowOff>9"
        f"</xdr:rowOff></xdr:from><xdr:to><xdr:col>{_COLUMN}</xdr:col><xdr:colOff>99999</xdr:colOff><xdr:row>{_ROW}"
        "</xdr:row><xdr:rowOff>99999</xdr:rowOff></xdr:to>"
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{_R}"><xdr:twoCellAnchor>{place}<xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="2" name="p"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
        f'{crop}</xdr:blipFill><xdr:spPr><a:xfrm{turn}><a:off x="0" y="0"/><a:ext cx="900" cy="900"/></a:xfrm>'
        "</xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    made = dict(parts())
    folder, _, file = PHOTO_PART.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    own = f'<Relationship Id="rIdPic" Type="{_R}/drawing" Target="../drawings/bad.xml"/></Relationships>'
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    made[rels] = made.get(rels, empty.encode()).replace(b"</Relationships>", own.encode())
    made["xl/drawings/bad.xml"] = drawing.encode()
    made["xl/drawings/_rels/bad.xml.rels"] = empty.replace(
        "</Relationships>",
        f'<Relationship Id="rId1" Type="{_R}/image" Target="{target or f"../media/bad.{ending}"}"/></Relationships>',
    ).encode()
    made[f"xl/media/bad.{ending}"] = data
    tag = b'<drawing xmlns:r="' + _R.encode() + b'" r:id="rIdPic"/>'
    made[PHOTO_PART] = made[PHOTO_PART].replace(b"</worksheet>", tag + b"</worksheet>")
    return rezip(made)


def _anchor(column: str, row: str) -> str:
    return (
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></xdr:from><xdr:to><xdr:col>20</xdr:col><xdr:row>9</xdr:row></xdr:to>"
    )


_SMALL = png("red").getvalue()
_TOO_LARGE = (
    ("picture_of_169_million_pixels", 13_000, 13_000, ""),
    ("picture_of_169_million_pixels_turned", 13_000, 13_000, ' rot="2700000"'),
    ("picture_of_billions_of_pixels", 2_000_000_000, 2_000_000_000, ""),
)


def _large(width: int, height: int, turn: str) -> bytes:
    return _with_picture(_blank_png(width, height), turn=turn)


for _name, _width, _height, _turn in _TOO_LARGE:
    add(_name, partial(_large, _width, _height, _turn), "K223", None, "all")
_BROKEN = {
    "cut_short": _jpeg()[:3000],
    "head_only": _SMALL[:20],
    "of_words": b"this is no picture",
    "empty": b"",
    "bytes_changed": _SMALL[:40] + bytes(len(_SMALL) - 40),
    "a_web_page": b"<html><script>1</script></html>",
    "a_drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
}
for _name, _data in _BROKEN.items():
    add(f"picture_{_name}", partial(_with_picture, _data), "K222", None, "all")
_PLACES = {
    "exponent": _anchor("1e999", "1e999"),
    "many_digits": _anchor(_MANY, _MANY),
    "negative": _anchor("-5", "-5"),
    "words": _anchor("col", "row"),
    "nothing": _anchor("", ""),
    "beyond_the_sheet": _anchor("99999", "9999999"),
    "no_place": "<xdr:from/>",
}
for _name, _place in _PLACES.items():
    add(f"picture_at_{_name}", partial(_with_picture, _SMALL, place=_place), "K220", None, "all")
_CROPS = {
    "exponent": '<a:srcRect l="1e999" t="-1e999"/>',
    "many_digits": f'<a:srcRect l="{_MANY}"/>',
    "everything": '<a:srcRect l="60000" r="60000"/>',
    "more_than_there_is": '<a:srcRect l="-900000000" r="-900000000"/>',
    "words": '<a:srcRect l="left"/>',
    "percent": '<a:srcRect l="25%"/>',
}
for _name, _crop in _CROPS.items():
    _code = "K222" if _name == "everything" else None
    add(f"picture_cropped_{_name}", partial(_with_picture, _SMALL, crop=_crop), _code, None, "more")
for _name, _angle in {"exponent": "1e999", "many_digits": _MANY, "words": "x", "no_number": "nan"}.items():
    add(f"picture_turned_{_name}", partial(_with_picture, _SMALL, turn=f' rot="{_angle}"'), None, None, "more")
for _name, _target in {
    "outside": "../../../../etc/passwd",
    "of_the_net": "http://127.0.0.1:9/p.png",
    "missing": "../media/none.png",
    "itself": "bad.xml",
}.items():
    add(f"picture_part_{_name}", partial(_with_picture, _SMALL, target=_target), "K222", None, "all")
