"""The copy of a report workbook that LibreOffice prints: its own scale, row heights and line ends; the same pages.

The workbook itself is laid out so that it holds in Excel too, where a width unit may take 6.0 pt and a line 1.33 em.
LibreOffice takes 5.5 pt and 1.03 em: printed as it is, the page would be narrower than the paper and the rows half
empty. Columns stay as they are, line ends come from `libreoffice_lines`; the scale grows to the page's width and the
heights shrink in return, so that every page holds the rows that it was given. Photos shrink with their rows and stay in
the middle of theirs.
"""

import re
import zipfile
from io import BytesIO

from lxml import etree

from kosei_xl.report.pdf.libreoffice_lines import lined, looks_of
from kosei_xl.report.photos import PHOTO_NAME, middle
from kosei_xl.workbook.measure import Face, is_exact, width_unit
from kosei_xl.workbook.parts import Package

_DIGIT_EM = 0.5
"""Width of a digit in the fonts whose widths are known exactly."""
_AIR = 0.985
"""Share of the height gained that is kept back for rounding."""
_SCALE = re.compile(rb'(<pageSetup\b[^>]*\bscale=")(\d+)(")')
_STYLE = re.compile(rb'<c\b[^>]*\bs="(\d+)"')
_HEIGHT = re.compile(rb'(<row\b[^>]*\bht=")([\d.]+)(")')


def libreoffice_copy(data: bytes) -> bytes:
    """The workbook with scale and row heights as LibreOffice prints them; unchanged where the Normal font's widths are
    not known, and on sheets without a scale of their own.

    Where a sheet has texts in a font whose lines may need all of the height that is kept for them, both stay.
    """
    font = Package(data).font(0)
    normal = Face(font.name, font.size)
    if not is_exact(normal.name):
        return data
    unit, digit = width_unit(normal), _DIGIT_EM * normal.size
    growth = unit.page / digit
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        looks = looks_of(old.read("xl/styles.xml"))
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet") and _SCALE.search(part):
                fonts = {looks[int(style)].face.name for style in _STYLE.findall(part)}
                part, shrink = _grown(part, growth) if all(map(is_exact, fonts)) else (part, 1.0)
                part = lined(part, looks, digit, shrink)
            elif name.startswith("xl/drawings/drawing") and PHOTO_NAME.encode() in part:
                part = _shrunk_photos(part, _AIR / growth, digit / middle(unit))
            new.writestr(name, part)
    return out.getvalue()


def _shrunk_photos(part: bytes, shrink: float, narrower: float) -> bytes:
    """Photos by the factor of their rows, moved so that they stay in the middle of columns that are `narrower`."""
    root = etree.fromstring(part)
    for anchor in root.iterfind("{*}oneCellAnchor"):
        about = anchor.find(".//{*}cNvPr")
        if about is None or not about.get("name", "").startswith(PHOTO_NAME):
            continue
        width = 0
        for ext in anchor.iter("{*}ext"):
            width = int(ext.get("cx", "0"))
            for side in ("cx", "cy"):
                ext.set(side, str(round(int(ext.get(side, "0")) * shrink)))
        left, top = anchor.find("{*}from/{*}colOff"), anchor.find("{*}from/{*}rowOff")
        if left is not None and top is not None:
            room = (2 * int(left.text or "0") + width) * narrower
            left.text = str(max(0, round((room - width * shrink) / 2)))
            top.text = str(round(int(top.text or "0") * shrink))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _grown(part: bytes, growth: float) -> tuple[bytes, float]:
    """The sheet with a scale that many times as large, and by which factor its rows are lower."""
    setup = _SCALE.search(part)
    if setup is None:
        return part, 1.0
    scale = int(setup[2])
    grown = min(400, int(scale * growth))
    shrink = scale / grown * _AIR
    part = _SCALE.sub(lambda found: found[1] + str(grown).encode() + found[3], part)
    heights = _HEIGHT.sub(lambda found: found[1] + f"{float(found[2]) * shrink:.2f}".encode() + found[3], part)
    return heights, shrink
