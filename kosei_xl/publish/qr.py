"""The address of the page as a QR code, for those who hold the printed sheet."""

import segno
from markupsafe import Markup

_QUIET = 4
"""Modules of white around the code, as its standard asks."""


def qr_code(address: str) -> Markup:
    """A QR code as SVG that takes the size of its place. Raises ValueError for an address too long for any code."""
    code = segno.make_qr(address, error="m")
    rows = code.matrix
    side = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows, _QUIET) for x, dark in enumerate(row, _QUIET) if dark
    )
    return Markup(
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="ページのQRコード">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" shape-rendering="crispEdges"/></svg>'
    )
