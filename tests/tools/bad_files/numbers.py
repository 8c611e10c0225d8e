"""Numbers, dates and keys that no computer takes well."""

import re
from functools import cache, partial

from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.bad_files.corpus import (
    GUIDE,
    GUIDE_PART,
    LINE,
    PART,
    SHEET,
    add,
    at,
    bad,
    cell,
    changed,
    good,
    parts,
    text,
)
from tests.tools.office import put

_MANY = "9" * 4301
_NUMBER = "F8"


@cache
def _row_key() -> str:
    sheet = read_book(good(), "").sheet(SHEET)
    assert sheet is not None
    return next(f"A{row}" for row, column, value in sheet.filled() if column == 1 and value == f"{LINE.item.key}|")


_NUMBERS: dict[str, CellInput] = {
    "digits": _MANY,
    "many_full_width_digits": "９" * 4301,
    "a_day": "2026-04-10",
    "a_japanese_day": "令和８年４月10日",
    "negative": "-1",
    "huge": "1e308",
    "hundred": "100",
    "zero": "0",
    "two_numbers": "2から3",
    "words": "再提出",
    "not_a_number": "NaN",
    "infinite": "inf",
    "arabic_indic_and_words": "第x回",
}
for _name, _value in _NUMBERS.items():
    add(f"submission_{_name}", partial(put, good(), {(GUIDE, _NUMBER): _value}), "K307", _NUMBER, "all")
_GOOD_NUMBERS: dict[str, CellInput] = {
    "second": "2",
    "second_in_words": "第２回",
    "ninety_nine": "99",
    "one_as_float": 1.0,
    "second_raised": "²",
}
for _name, _value in _GOOD_NUMBERS.items():
    add(f"submission_{_name}", partial(put, good(), {(GUIDE, _NUMBER): _value}), None, None, "all")

_RAW = {
    "exponent_beyond": "<v>1e999</v>",
    "exponent_below": "<v>1e-999</v>",
    "many_digits": f"<v>{_MANY}</v>",
    "negative_zero": "<v>-0</v>",
    "hexadecimal": "<v>0x10</v>",
}
for _name, _xml in _RAW.items():
    add(f"number_{_name}", partial(cell, at("results"), f">{_xml}</c>"), None, None, "rest")
    add(f"submission_raw_{_name}", partial(cell, _NUMBER, f">{_xml}</c>", GUIDE_PART), "K307", None, "all")
for _name, _xml in {
    "of_year_10000": "<v>2958466</v>",
    "before_1900": "<v>-1</v>",
    "at_the_end": "<v>1e300</v>",
}.items():
    add(f"day_{_name}", partial(cell, "F7", f's="1">{_xml}</c>', GUIDE_PART), None, None, "rest")

_KEYS = {
    "many_digits": f"{LINE.item.key}||{_MANY}",
    "slot_negative": f"{LINE.item.key}||-1",
    "only_bars": "|||||||",
    "ten_thousand_letters": "x" * 10_000 + "|",
    "of_nothing": "no-such-item|",
    "with_line_end": f"{LINE.item.key}&#10;|",
}
for _name, _key in _KEYS.items():
    add(
        f"row_key_{_name}",
        partial(cell, _row_key(), text(_key)),
        "K113" if _name in ("many_digits", "slot_negative") else "K117",
        None,
        "rest",
    )


def _with_code(change: str) -> bytes:
    sheet = read_book(good(), "").sheet(GUIDE)
    assert sheet is not None
    code = str(sheet.value(24, 3))
    plan, _, point, department, check = code.split("/")[1:]
    made = {
        "many_digits": f"K1/{plan}/{_MANY}/{point}/{department}/{check}",
        "no_version": f"K1/{plan}//{point}/{department}/{check}",
        "long": "K1/" + "/".join(["x" * 9000] * 5),
    }[change]
    return cell("C24", text(made), GUIDE_PART)


for _name in ("many_digits", "no_version", "long"):
    add(f"survey_code_{_name}", partial(_with_code, _name), "K113", "C24", "all")


def _core(tag: str, words: str) -> bytes:
    core = parts()["docProps/core.xml"]
    made = re.sub(rf"(<{tag}[^>]*>)[^<]*".encode(), lambda found: found[1] + words.encode(), core)
    return changed(
        lambda _: (
            made
            if made != core
            else core.replace(b"</cp:coreProperties>", f"<{tag}>{words}</{tag}></cp:coreProperties>".encode())
        ),
        ("docProps/core.xml",),
    )


_TIMES = {
    "of_year_9999": "9999-12-31T23:59:59Z",
    "of_year_0": "0000-01-01T00:00:00Z",
    "with_odd_zone": "9999-12-31T23:59:59-23:59",
    "of_year_10000": "10000-01-01T00:00:00Z",
    "in_words": "昨日の夕方",
    "of_many_digits": "9" * 5000,
    "empty": "",
    "before_1970": "1601-01-01T00:00:00Z",
}
for _name, _time in _TIMES.items():
    add(f"saved_{_name}", partial(_core, "dcterms:modified", _time), None, None, "all")
for _name, _person in {"of_a_hundred_thousand_letters": "名" * 100_000, "of_nobody": ""}.items():
    add(f"saved_by_{_name}", partial(_core, "cp:lastModifiedBy", _person), None, None, "all")


def _hidden(key: str, value: str) -> bytes:
    from kosei_xl.words import terms

    sheet = read_book(good(), "").sheet(terms.IDENTITY_SHEET)
    assert sheet is not None
    row = next(row for row, column, found in sheet.filled() if column == 1 and found == key)
    return put(good(), {(terms.IDENTITY_SHEET, f"B{row}"): value})


for _name, _value in {"99": "99", "of_many_digits": _MANY, "negative": "-1", "in_words": "新しい"}.items():
    add(f"format_{_name}", partial(_hidden, "format", _value), "K129", None, "none")

_DIMENSIONS = {
    "merge_of_everything": b'<mergeCells count="1"><mergeCell ref="A5000:XFD1048576"/></mergeCells>',
    "merge_backwards": b'<mergeCells count="1"><mergeCell ref="C5001:A5000"/></mergeCells>',
    "merge_of_many_digits": b'<mergeCells count="1"><mergeCell ref="A' + _MANY.encode() + b':B2"/></mergeCells>',
    "merge_of_words": b'<mergeCells count="1"><mergeCell ref="hello"/></mergeCells>',
}


def _merged(more: bytes) -> bytes:
    def change(xml: bytes) -> bytes:
        xml = re.sub(rb"<mergeCells.*?</mergeCells>", b"", xml, flags=re.S)
        return xml.replace(b"</sheetData>", b"</sheetData>" + more)

    return changed(change, (PART,))


for _name, _xml_bytes in _DIMENSIONS.items():
    _refused = _name == "merge_of_words"
    add(_name, partial(_merged, _xml_bytes), "K101" if _refused else None, None, "none" if _refused else "all")


@bad(None, reads="all")
def columns_without_end() -> bytes:
    return changed(lambda xml: xml.replace(b"<cols>", b'<cols><col min="1" max="4294967295" width="9" hidden="0"/>'))


@bad(None, reads="all")
def strings_that_say_they_are_four_billion() -> bytes:
    name = "xl/sharedStrings.xml"
    if name not in parts():
        return changed(lambda xml: xml + b" ")
    return changed(lambda xml: xml.replace(b"<sst ", b'<sst uniqueCount="4294967295" count="4294967295" ', 1), (name,))
