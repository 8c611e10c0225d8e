"""Pictures made up for tests, and workbooks that other programs make with them."""

import io
import random
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image, ImageDraw, PngImagePlugin

from kosei_xl.values.pictures import Picture, make_picture


def image_bytes(colour: str = "teal", size: tuple[int, int] = (80, 60), form: str = "PNG") -> bytes:
    """A picture of one colour with a white left upper quarter, so that turning and cropping show."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="white")
    out = io.BytesIO()
    image.save(out, format=form)
    return out.getvalue()


def large_photo(seed: int, size: tuple[int, int] = (4000, 3000)) -> bytes:
    """A JPEG of some megabytes, as a telephone makes them: soft shapes under fine grain. Of another seed another one."""
    grain = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    soft = Image.radial_gradient("L").resize(size)
    image = Image.blend(soft, grain, 0.2).convert("RGB")
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=93)
    return out.getvalue()


PHOTOGRAPHER = "北緯35度・撮影 見本花子"
"""Who took `camera_photo`, and where."""
CAMERA, PLACE = "HANAKO-CAMERA", "GPS-35.6895"


def camera_photo(form: str = "JPEG", *, turned: int = 1, size: tuple[int, int] = (96, 64), **options: object) -> bytes:
    """A photo as a telephone makes it: camera, owner, place and a comment beside the picture."""
    image = Image.open(io.BytesIO(image_bytes(size=size)))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = turned, CAMERA, PHOTOGRAPHER
    place = exif.get_ifd(0x8825)
    place[0x001D], place[2] = PLACE, (35.0, 41.0, 22.0)
    out = io.BytesIO()
    if form == "PNG":
        about = PngImagePlugin.PngInfo()
        about.add_text("Author", CAMERA)
        about.add_itxt("Comment", PHOTOGRAPHER, zip=False)
        image.save(out, form, exif=exif, pnginfo=about)
    elif form == "GIF":
        image.quantize(16).save(out, form, comment=PHOTOGRAPHER.encode())
    else:
        image.save(out, form, exif=exif, comment=PHOTOGRAPHER.encode(), **options)
    return out.getvalue()


def picture(colour: str = "teal", size: tuple[int, int] = (80, 60), form: str = "PNG") -> Picture:
    """`image_bytes` as a value."""
    return make_picture(image_bytes(colour, size, form))


def pixel(data: bytes, x: int, y: int) -> tuple[int, ...]:
    """The colour of one pixel."""
    with Image.open(io.BytesIO(data)) as image:
        found = image.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def by_openpyxl(places: dict[str, bytes]) -> bytes:
    """A workbook of one sheet 「回答」 with a picture at each address."""
    book = Workbook()
    sheet = book.active
    sheet.title = "回答"
    sheet["A1"] = "x"
    for address, data in places.items():
        sheet.add_image(SheetImage(io.BytesIO(data)), address)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter(places: dict[str, bytes], *, in_cell: dict[str, bytes] | None = None) -> bytes:
    """The same from another writer; `in_cell` pictures are placed in cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("回答")
    sheet.write("A1", "x")
    for address, data in places.items():
        sheet.insert_image(address, f"{address}.png", {"image_data": io.BytesIO(data)})
    for address, data in (in_cell or {}).items():
        sheet.embed_image(address, f"{address}.png", {"image_data": io.BytesIO(data)})
    sheet.insert_textbox("H2", "メモ")
    book.close()
    return out.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name
