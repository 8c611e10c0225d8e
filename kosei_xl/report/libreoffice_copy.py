"""The copy of a report workbook that LibreOffice prints: its own scale and row heights, the same texts and pages.

The workbook itself is laid out so that it holds in Excel too, where a width unit may take 6.0 pt and a line 1.33 em.
LibreOffice takes 5.5 pt and 1.03 em: printed as it is, the page would be narrower than the paper and the rows half
empty. Columns and line breaks stay as they are; the scale grows to the page's width and the heights shrink in return,
so that every page holds the rows that it was given.
"""

import re
import zipfile
from io import BytesIO

from kosei_xl.parts import Package
from kosei_xl.report.paper import Face, is_exact, unit_of

_DIGIT_EM = 0.5
"""Width of a digit in the fonts whose widths are known exactly."""
_AIR = 0.985
"""Share of the height gained that is kept back for rounding."""
_SCALE = re.compile(rb'(<pageSetup\b[^>]*\bscale=")(\d+)(")')
_HEIGHT = re.compile(rb'(<row\b[^>]*\bht=")([\d.]+)(")')


def libreoffice_copy(data: bytes) -> bytes:
    """The workbook with scale and row heights as LibreOffice prints them; unchanged where the Normal font's widths are
    not known, and on sheets without a scale of their own.
    """
    font = Package(data).font(0)
    normal = Face(font.name, font.size)
    if not is_exact(normal.name):
        return data
    growth = unit_of(normal).page / (_DIGIT_EM * normal.size)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _grown(part, growth) if name.startswith("xl/worksheets/sheet") else part)
    return out.getvalue()


def _grown(part: bytes, growth: float) -> bytes:
    setup = _SCALE.search(part)
    if setup is None:
        return part
    scale = int(setup[2])
    grown = min(400, int(scale * growth))
    shrink = scale / grown * _AIR
    part = _SCALE.sub(lambda found: found[1] + str(grown).encode() + found[3], part)
    return _HEIGHT.sub(lambda found: found[1] + f"{float(found[2]) * shrink:.2f}".encode() + found[3], part)
