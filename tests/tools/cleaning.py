"""File cleaning as networks of cities do it: hidden sheets and custom properties are gone, what is seen is as it was."""

import re

from tests.tools.hostile import rezip, unzip

_SHEET = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?/>')
_RELATION = re.compile(r'<Relationship (?=[^>]*Id="([^"]*)")(?=[^>]*Target="/?(?:xl/)?([^"]*)")[^>]*?/>')
_NAME = re.compile(r"<definedName [^>]*>([^<]*)</definedName>")


def cleaned(workbook: bytes) -> bytes:
    """The workbook without its hidden sheets, the names that stood for cells of theirs, and its custom properties.

    Hidden sheets have to stand behind all others, as they do in surveys.
    """
    parts = unzip(workbook)
    book, rels = (parts[name].decode() for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    hidden = [found for found in _SHEET.finditer(book) if 'idden"' in found[0]]
    assert hidden, "a survey has hidden sheets"
    targets = {found[1]: (found[0], found[2]) for found in _RELATION.finditer(rels)}
    gone = ["docProps/custom.xml"]
    for sheet in hidden:
        relation, target = targets[re.search(r'r:id="([^"]*)"', sheet[0])[1]]  # type: ignore[index]
        book, rels = book.replace(sheet[0], ""), rels.replace(relation, "")
        gone.append(f"xl/{target}")
        for cell in [found for found in _NAME.finditer(book) if sheet[1] in found[1]]:
            book = book.replace(cell[0], "")
    parts |= {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": rels.encode()}
    for name, pattern in (
        ("[Content_Types].xml", r"<Override [^>]*{}[^>]*?/>"),
        ("_rels/.rels", r"<Rel[^>]*{}[^>]*?/>"),
    ):
        text = parts[name].decode()
        for part in gone:
            text = re.sub(pattern.format(re.escape(part)), "", text)
        parts[name] = text.encode()
    return rezip({name: data for name, data in parts.items() if name not in gone})
