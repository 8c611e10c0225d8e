"""XML that says the same in another way, and XML that nobody writes."""

import re
from functools import partial

from kosei_xl.values.limits import LAST_ROW
from tests.tools.bad_files.corpus import (
    PART,
    SHEETS,
    XML,
    Change,
    add,
    at,
    bad,
    cell,
    changed,
    more_rows,
    parts,
    text,
    with_parts,
)

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = (
    (_MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def _as(encoding: str) -> Change:
    def change(xml: bytes) -> bytes:
        words = re.sub(r"^<\?xml[^>]*\?>", "", xml.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{words}'.encode(encoding, "xmlcharrefreplace")

    return change


def _strict(xml: bytes) -> bytes:
    for transitional, strict in _STRICT:
        xml = xml.replace(transitional, strict)
    return xml


def _prefixed(xml: bytes) -> bytes:
    tagged = re.sub(rb"<(/?)(?!\?|!|\w+:)(\w+)", rb"<\1x:\2", xml)
    return tagged.replace(b'xmlns="' + _MAIN, b'xmlns:x="' + _MAIN)


for _encoding in ("utf-16", "utf-8-sig", "shift_jis", "euc_jp", "iso-2022-jp", "utf-32"):
    add(f"sheets_in_{_encoding}".replace("-", "_"), partial(changed, _as(_encoding), SHEETS), None, reads="all")
add("everything_in_utf_16", partial(changed, _as("utf-16"), XML), None, reads="all")
_ODD: dict[str, Change] = {
    "single_quotes": lambda xml: re.sub(rb"\b([\w:]+)=\"([^\"']*)\"", rb"\1='\2'", xml),
    "blanks_around_signs": lambda xml: re.sub(rb'\b(r|ref|t|s)="', rb'\1 = "', xml),
    "line_ends_in_tags": lambda xml: xml.replace(b' r="', b'\r\n\tr="'),
    "prefixes": _prefixed,
    "strict_names": lambda xml: _strict(xml),
    "a_comment": lambda xml: xml.replace(b"<sheetData>", b'<!-- <c r="A9"><v>1</v></c> --><sheetData>'),
    "an_instruction": lambda xml: xml.replace(b"<sheetData>", b"<?x y?><sheetData>"),
    "no_row_numbers": lambda xml: re.sub(rb'(<row) r="\d+"', rb"\1", xml) if b'r="4"' in xml else xml,
    "claims_a_whole_sheet": lambda xml: re.sub(rb'(<dimension ref=")[^"]*', rb"\1A1:XFD1048576", xml),
    "claims_nothing": lambda xml: re.sub(rb"<dimension [^>]*/>", b"", xml),
    "a_later_extension": lambda xml: xml.replace(
        b"</worksheet>", b'<extLst><ext uri="{X}"><y:z xmlns:y="urn:y"/></ext></extLst></worksheet>'
    ),
}
for _name in ("single_quotes", "blanks_around_signs", "line_ends_in_tags", "prefixes", "a_comment", "an_instruction"):
    add(f"sheets_with_{_name}", partial(changed, _ODD[_name], SHEETS), None, reads="all")
add("strict_workbook", partial(changed, _strict, XML), None, reads="all")
add("dimension_too_large", partial(changed, _ODD["claims_a_whole_sheet"], SHEETS), None, reads="all")
add("dimension_left_out", partial(changed, _ODD["claims_nothing"], SHEETS), None, reads="all")
add("later_extension", partial(changed, _ODD["a_later_extension"], (PART,)), None, reads="all")


@bad(None, reads="all")
def dotted_targets() -> bytes:
    return changed(
        lambda xml: xml.replace(b'Target="/xl/', b'Target="./').replace(b'Target="w', b'Target="./w'),
        ("xl/_rels/workbook.xml.rels",),
    )


@bad(None, reads="all")
def text_as_character_data() -> bytes:
    word = re.search(rb"<t(?: [^>]*)?>([^<&]+)</t>", parts()[PART] + parts().get("xl/sharedStrings.xml", b""))
    assert word is not None
    name = PART if word[0] in parts()[PART] else "xl/sharedStrings.xml"
    return changed(lambda xml: xml.replace(word[0], word[0].replace(word[1], b"<![CDATA[" + word[1] + b"]]>")), (name,))


_ENTITY = '<!DOCTYPE worksheet [<!ENTITY a "{}">]>'
_DTD = {
    "entity": _ENTITY.format("b"),
    "entity_from_a_file": '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "entity_from_the_net": '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>',
    "external_definition": '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd">',
    "billion_laughs": "<!DOCTYPE worksheet ["
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    + "]>",
    "parameter_entity": '<!DOCTYPE worksheet [<!ENTITY % p "x"> %p;]>',
}


def _declared(declaration: str) -> bytes:
    return changed(lambda xml: declaration.encode() + re.sub(rb"^<\?.*?\?>", b"", xml))


for _name, _text in _DTD.items():
    add(f"dtd_{_name}", partial(_declared, _text), "K101", says="DTD")


def _tag_open(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b"")


_MALFORMED: dict[str, tuple[str | None, Change]] = {
    "tag_left_open": ("K101", _tag_open),
    "broken_utf_8": ("K101", lambda xml: xml.replace(b"<sheetData>", b"<!--\xff\xfe--><sheetData>")),
    "unknown_encoding": (
        "K101",
        lambda xml: b'<?xml version="1.0" encoding="klingon"?>' + re.sub(rb"^<\?.*?\?>", b"", xml),
    ),
    "attribute_twice": (None, lambda xml: xml.replace(b"<sheetData>", b'<sheetData a="1" a="2">')),
    "unknown_entity": (None, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>&nbsp;")),
    "control_character": (None, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>\x00")),
    "two_roots": (None, lambda xml: xml + b"<worksheet/>"),
    "nested_deep": (
        None,
        lambda xml: xml.replace(b"</worksheet>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"),
    ),
}
"""What Excel would not open; where nothing of a cell is in doubt, it is read."""
for _name, (_code, _change) in _MALFORMED.items():
    add(f"xml_{_name}", partial(changed, _change), _code, None, "none" if _code else "all")


# -- cells where there are none ---------------------------------------------------------------------------------------
_FAR = {
    "double_quotes": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "single_quotes": b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "blanks": b'<row r="1048576"><c  r = "XFD1048576"><v>1</v></c></row>',
    "no_reference": b'<row r="1048576">' + b"<c/>" * 16383 + b"<c><v>1</v></c></row>",
    "dollars": b'<row r="1048576"><c r="$XFD$1048576"><v>1</v></c></row>',
    "entity": b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
    "text": b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
}
for _name, _rows in _FAR.items():
    add(f"far_cell_{_name}", partial(more_rows, _rows), "K101", says="XFD1048576")
_OUTSIDE = {
    "column_xfe": b'<row r="9000"><c r="XFE9000"><v>1</v></c></row>',
    "column_zzz": b'<row r="9000"><c r="ZZZ9000"><v>1</v></c></row>',
    "row_1048577": b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    "row_4294967296": b'<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>',
}
for _name, _rows in _OUTSIDE.items():
    add(f"outside_{_name}", partial(more_rows, _rows), "K101")
_BLANK = {
    "blank": b'<row r="1048576"><c r="XFD1048576" s="0"/></row>',
    "blank_open": b'<row r="1048576"><c r="XFD1048576"></c></row>',
    "row_format": b'<row r="1048576" ht="20" customHeight="1"/>',
    "lower_case": b'<row r="900"><c r="a900"/></row>',
}
for _name, _rows in _BLANK.items():
    add(f"far_{_name}", partial(more_rows, _rows), None, reads="all")


@bad(None, reads="all")
def rows_formatted_to_the_end() -> bytes:
    first = 2000
    return more_rows(
        b"".join(b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (n, n) for n in range(first, LAST_ROW + 1))
    )


@bad("K101")
def sheet_of_no_rows_part() -> bytes:
    return with_parts({PART: b"<worksheet/>"}, without=("xl/workbook.xml",))


# -- values written oddly ---------------------------------------------------------------------------------------------
add(
    "errors_of_newer_excel",
    partial(cell, at("results"), 't="e"><f>X()</f><v>#SPILL!</v></c>'),
    "K205",
    at("results"),
    "rest",
)
for _error in ("#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#NAME?", "#REF!", "#N/A"):
    _name = "error_" + re.sub(r"\W", "", _error).lower()
    add(_name, partial(cell, at("results"), f't="e"><v>{_error}</v></c>'), "K205", at("results"), "rest")
_ODD_CELLS = {
    "string_index_too_large": 't="s"><v>99999999</v></c>',
    "string_index_negative": 't="s"><v>-1</v></c>',
    "string_index_of_many_digits": f't="s"><v>{"9" * 5000}</v></c>',
    "string_index_no_number": 't="s"><v>abc</v></c>',
}
for _name, _xml in _ODD_CELLS.items():
    add(_name, partial(cell, at("results"), _xml), "K101")
add("unknown_cell_type", partial(cell, at("results"), 't="zzz"><v>1</v></c>'), "K101")
add("style_beyond_the_list", partial(cell, at("results"), f's="999999" {text("実績")}'), None, None, "rest")
