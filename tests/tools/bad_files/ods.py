"""A workbook's values as a .ods, written by hand."""

from xml.sax.saxutils import escape, quoteattr

from kosei_xl.values.cells import CellValue
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import rezip

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def ods_of(data: bytes, *, more: str = "") -> bytes:
    """The values of all sheets; `more` is XML of further sheets."""
    sheets = "".join(
        f"<table:table table:name={quoteattr(sheet.name)}>"
        + "".join(
            f"<table:table-row>{''.join(map(_cell, row)) or '<table:table-cell/>'}</table:table-row>"
            for row in sheet.rows
        )
        + "</table:table>"
        for sheet in read_book(data, "").sheets
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES} office:version="1.3"><office:body><office:spreadsheet>'
        f"{sheets}{more}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{_TYPE.decode()}"/></manifest:manifest>'
    )
    return rezip({"mimetype": _TYPE, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def _cell(value: CellValue) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool | int | float):
        return f'<table:table-cell office:value-type="float" office:value="{float(value)!r}"/>'
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
