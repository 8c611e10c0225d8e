"""Words: too long, too many, of letters that no page has."""

import re
from functools import partial

from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package
from tests.tools.bad_files.corpus import (
    GUIDE_PART,
    SHEET,
    add,
    at,
    bad,
    cell,
    changed,
    good,
    more_rows,
    parts,
    text,
)
from tests.tools.hostile import rezip, unzip
from tests.tools.office import put

for _count in (32_768, 100_000, 2_000_000):
    add(f"text_of_{_count}", partial(cell, at("results"), text("あ" * _count)), "K260", at("results"), "rest")
add("text_of_32767", partial(put, good(), {(SHEET, at("results")): "あ" * 32_767}), None, None, "rest")
add("text_of_pairs", partial(cell, at("results"), text("𠮷" * 17_000)), "K260", at("results"), "rest")
add("rating_of_40000", partial(cell, at("rating"), text("A" * 40_000)), "K260", at("rating"), "rest")
add("person_of_40000", partial(cell, "F5", text("名" * 40_000), GUIDE_PART), None, None, "all")

_LETTERS = {
    "control_characters": "実績_x0000_と_x001F_です",
    "escaped_escape": "実績_x005F_x0000_です",
    "half_a_pair": "実績_xD800_です",
    "not_a_letter": "実績_xFFFE_と_xFFFF_です",
    "right_to_left": "実績\u202eです\u202c",
    "zero_width": "実\u200b績\ufeffです",
    "combining_marks": "か" + "\u3099" * 3000,
    "private_use": "外字\ue000です",
    "only_blanks": "\u3000 \u00a0\u200b",
    "thousands_of_line_ends": "あ" + "&#10;" * 20_000 + "い",
    "carriage_returns": "あ_x000D_&#10;い_x000D_う",
    "braces": "{0}{name}%s{{",
    "formula_in_words": "=1+1",
    "command_in_words": "=cmd|'/c calc'!A1",
    "markup_in_words": "&lt;script&gt;&amp;amp;",
    "our_own_mark": "（削除しました）（続き）|base:",
}
for _name, _words in _LETTERS.items():
    add(f"letters_{_name}", partial(cell, at("results"), text(_words)), None, None, "rest")


def _short_texts(count: int) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" {text(f"覚え書き{n}")}</row>' for n in range(1, count + 1))
    return _with_sheet("課内メモ", rows.encode())


def _with_sheet(name: str, rows: bytes, *, copies: int = 1) -> bytes:
    """The good file with sheets of these rows."""
    made = dict(parts())
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheets, relations, types = b"", b"", b""
    for number in range(copies):
        made[f"xl/worksheets/more{number}.xml"] = (
            b'<worksheet xmlns="' + main + b'"><sheetData>' + rows + (b"</sheetData></worksheet>")
        )
        label = f"{name}{number or ''}".encode()
        sheets += (
            b'<sheet name="%s" sheetId="%d" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdMore%d"/>'
            % (label, 900 + number, number)
        )
        relations += (
            b'<Relationship Id="rIdMore%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'worksheet" Target="worksheets/more%d.xml"/>' % (number, number)
        )
        types += (
            b'<Override PartName="/xl/worksheets/more%d.xml" ContentType="application/vnd.openxmlformats-officedocument'
            b'.spreadsheetml.worksheet+xml"/>' % number
        )
    for part, end, more in (
        ("xl/workbook.xml", b"</sheets>", sheets),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relations),
        ("[Content_Types].xml", b"</Types>", types),
    ):
        assert end in made[part]
        made[part] = made[part].replace(end, more + end)
    return rezip(made)


for _count in (1, 2000, 20_000):
    add(f"sheet_of_{_count}_short_texts", partial(_short_texts, _count), "K126", None, "all")
add("sheet_named_like_the_ledger", partial(_with_sheet, terms.LEDGER_SHEET, b""), "K147", None, "all")
add("sheet_named_like_the_items", partial(_with_sheet, terms.ITEMS_SHEET, b""), "K147", None, "all")
add("sheet_without_cells", partial(_with_sheet, "白紙", b""), "K147", None, "all")
add("two_hundred_sheets", partial(_with_sheet, "控え", b"", copies=200), "K147", None, "all")
_FIVE_MILLION = b'<row r="1000"><c r="A1000"><v>1</v></c><c r="FAN1000"><v>1</v></c></row>'
add(
    "sixty_sheets_of_millions",
    partial(_with_sheet, "大", _FIVE_MILLION, copies=60),
    "K101",
    None,
    "none",
    says="全シート",
)


def _renamed(name: str) -> bytes:
    package = Package(good())
    package.rename(SHEET, name)
    return package.to_bytes()


add("sheet_renamed", partial(_renamed, "うちの課の分"), "K108", None, "all")


def _sheet_name(name: str) -> bytes:
    return changed(
        lambda xml: re.sub(rf'name="{re.escape(SHEET)}"'.encode(), f'name="{name}"'.encode(), xml), ("xl/workbook.xml",)
    )


for _name, _sheet in {
    "forbidden_letters": "a/b:c*d?[e]",
    "too_long": "長" * 300,
    "braces": "{0}{sheet}",
    "line_end": "上&#10;下",
    "control_picture": "&#x1;",
}.items():
    code = "K101" if _name == "control_picture" else "K108"
    add(f"sheet_name_{_name}", partial(_sheet_name, _sheet), code, None, "none" if code == "K101" else "all")


@bad("K101")
def two_sheets_of_one_name() -> bytes:
    """Which of them holds the answers nobody knows."""
    made = unzip(_with_sheet("写し", b""))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace('name="写し"'.encode(), f'name="{SHEET}"'.encode())
    return rezip(made)


@bad("K114", "C9100", "all")
def words_far_below() -> bytes:
    return more_rows(f'<row r="9100"><c r="C9100" {text("欄外のメモ")}</row>'.encode())


@bad("K203", at("results"), "rest")
def formula_with_a_link_outside() -> bytes:
    return cell(at("results"), "t=\"str\"><f>'[1]Sheet1'!$A$1</f><v>外から</v></c>")


@bad("K203", at("results"), "rest")
def formula_of_eight_thousand_letters() -> bytes:
    return cell(at("results"), f't="str"><f>{"1+" * 4000}1</f><v>長い式</v></c>')


@bad(None, reads="rest")
def text_in_many_runs() -> bytes:
    runs = "".join(f"<r><rPr><b/></rPr><t>{n % 10}</t></r>" for n in range(5000))
    return cell(at("results"), f't="inlineStr"><is>{runs}</is></c>')
