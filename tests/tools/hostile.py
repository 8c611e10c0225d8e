"""A workbook with everything that a load and save by openpyxl would lose: the template and master of nightmares.

Sheets: 表紙 (logo, text box, in-cell picture, dynamic array, chart, button), リスト (hidden, a table), 様式 (form with one
prototype row 7, protected), 台帳 (ledger, rows from 7). 様式 and 台帳 carry header pictures, comments, data bars, an x14
drop-down on another sheet, sparklines, form controls, a chart, frozen panes, print setup, page breaks and names.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from lxml import etree
from PIL import Image

FIRST = 7
"""The first data row of 様式 and 台帳."""

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def png(color: str) -> io.BytesIO:
    """A small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (60, 24), color).save(out, "PNG")
    out.seek(0)
    return out


def hostile_workbook(ledger_rows: int = 40, *, vba: bytes | None = None) -> bytes:
    """The workbook as bytes; 台帳 has `ledger_rows` rows of 25 columns; with `vba` it is an .xlsm holding those bytes."""
    parts = unzip(_by_xlsxwriter(ledger_rows, vba))
    _by_hand(parts, ledger_rows)
    return rezip(parts)


def unzip(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezip(parts: dict[str, bytes]) -> bytes:
    """A package from its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _by_xlsxwriter(ledger_rows: int, vba: bytes | None) -> bytes:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    if vba is not None:
        book.add_vba_project(io.BytesIO(vba), True)
    book.set_custom_property("管理番号", "R8-001")
    book.set_properties({"title": "様式", "author": "企画課", "created": datetime.datetime(2026, 4, 1)})
    cover, lists, form, ledger = (book.add_worksheet(name) for name in ("表紙", "リスト", "様式", "台帳"))
    _cover(book, cover, ledger_rows, buttons=vba is not None)
    rows = [["順調"], ["遅れ"], ["未着手"]]
    lists.add_table("A1:A4", {"name": "T_評価", "columns": [{"header": "評価"}], "data": rows})
    lists.hide()
    book.define_name("評価一覧", "=リスト!$A$2:$A$4")
    book.define_name("年度", "=2026")
    for sheet, columns, count in ((form, 8, 1), (ledger, 25, ledger_rows)):
        _data_sheet(book, sheet, columns, count)
    form.protect("pw", {"format_rows": True, "autofilter": True})
    book.define_name("様式!基準値", "=様式!$E$7")
    ledger.autofilter(5, 0, 5 + ledger_rows, 24)
    ledger.write_url("K7", "https://example.com/")
    book.close()
    return out.getvalue()


def _cover(book: Any, cover: Any, ledger_rows: int, *, buttons: bool) -> None:
    cover.write("A1", "総合計画 進捗管理")
    cover.insert_image("A3", "logo.png", {"image_data": png("red")})
    cover.insert_textbox("D3", "手で置いたテキストボックス", {"width": 200, "height": 60})
    cover.embed_image("F1", "e.png", {"image_data": png("blue")})
    cover.write_dynamic_array_formula("H1:H3", "=SORT(リスト!A2:A4)")
    if buttons:
        cover.insert_button("D8", {"macro": "hello", "caption": "取込"})
    chart = book.add_chart({"type": "column"})
    last = FIRST - 1 + ledger_rows
    chart.add_series({"categories": f"=台帳!$B$7:$B${last}", "values": f"=台帳!$F$7:$F${last}"})
    cover.insert_chart("A12", chart)
    cover.write_formula("B1", f"=SUM(台帳!E7:E{last})", None, 0)


def _data_sheet(book: Any, sheet: Any, columns: int, count: int) -> None:
    border = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    number = book.add_format({"border": 1, "num_format": "#,##0"})
    entry = book.add_format({"border": 1, "locked": False, "text_wrap": True})
    date = book.add_format({"border": 1, "num_format": "yyyy/mm/dd"})
    last = FIRST - 1 + count
    sheet.merge_range(0, 1, 0, 5, sheet.name + " の見出し", head)
    sheet.write("B2", "部署：")
    sheet.write("C2", "")
    sheet.write_formula("E2", f"=SUM(E7:E{last})", None, 0)
    for column in range(columns):
        sheet.write(4, column, f"k{column:02d}", border)
        sheet.write(5, column, f"列{column}", head)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column(0, 0, 4, None, {"hidden": True})
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 5, 12)
    for i in range(count):
        r = FIRST - 1 + i
        sheet.set_row(r, 33)
        sheet.write(r, 0, f"K{i:04d}", border)
        sheet.write(r, 1, f"施策{i}", border)
        for column in (2, 3, *range(8, columns)):
            sheet.write(r, column, "", entry)
        sheet.write_number(r, 4, i * 10, number)
        sheet.write_number(r, 5, i * 7, number)
        sheet.write_formula(r, 6, f"=E{r + 1}-F{r + 1}", number, i * 3)
        sheet.write_datetime(r, 7, datetime.datetime(2026, 4, 1), date)
    sheet.conditional_format(f"E7:E{last}", {"type": "data_bar", "data_bar_2010": True, "bar_color": "#63C384"})
    red = book.add_format({"font_color": "red"})
    sheet.conditional_format(f"G7:G{last}", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    sheet.data_validation(f"D7:D{last}", {"validate": "length", "criteria": "<=", "value": 200})
    sheet.write_comment("B6", "記入上の注意", {"author": "企画"})
    sheet.write_comment("C7", "行の注記")
    sheet.set_header("&L&G&R&D", {"image_left": "h.png", "image_data_left": png("green")})
    sheet.set_footer("&C&P / &N")
    sheet.freeze_panes(6, 2)
    sheet.repeat_rows(4, 5)
    sheet.print_area(0, 0, last - 1, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.insert_image("J1", "p.png", {"image_data": png("purple")})
    sheet.insert_textbox("L1", f"注意書き（{sheet.name}）")
    sheet.add_sparkline("I2", {"range": f"{sheet.name}!E7:E{last}"})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": f"={sheet.name}!$E$7:$E${last}", "name": f"={sheet.name}!$E$6"})
    sheet.insert_chart("N1", chart)
    sheet.set_h_pagebreaks([30])
    sheet.ignore_errors({"number_stored_as_text": f"B7:B{last}"})


def _by_hand(parts: dict[str, bytes], ledger_rows: int) -> None:
    """What XlsxWriter does not make: x14 lists, form controls, printer settings, furigana, a theme, custom XML."""
    theme = parts["xl/theme/theme1.xml"].replace(b'name="Office Theme"', 'name="市の配色"'.encode())
    parts["xl/theme/theme1.xml"] = theme
    for number, last in ((3, FIRST), (4, FIRST - 1 + ledger_rows)):
        _control_and_list(parts, number, last)
    types = parts["[Content_Types].xml"].decode()
    overrides = "".join(
        f'<Override PartName="/xl/ctrlProps/ctrlProp{n}.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/>'
        f'<Override PartName="/xl/printerSettings/printerSettings{n}.bin" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
        for n in (3, 4)
    )
    overrides += (
        '<Override PartName="/customXml/itemProps1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
    )
    parts["[Content_Types].xml"] = types.replace("</Types>", overrides + "</Types>").encode()
    parts["customXml/item1.xml"] = "<市 xmlns='urn:city'>内部</市>".encode()
    parts["customXml/itemProps1.xml"] = (
        b'<ds:datastoreItem ds:itemID="{11111111-2222-3333-4444-555555555555}" '
        b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    )
    parts["customXml/_rels/item1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELS}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    ).encode()
    _add_rels(
        parts,
        "xl/_rels/workbook.xml.rels",
        f'<Relationship Id="rId99" Type="{_RELS}/customXml" Target="../customXml/item1.xml"/>',
    )
    furigana = '<t>総合計画 進捗管理</t><rPh sb="0" eb="4"><t>ソウゴウケイカク</t></rPh><phoneticPr fontId="0"/>'
    strings = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = strings.replace("<t>総合計画 進捗管理</t>", furigana).encode()
    extension = (
        '<extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
        'uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>'
    )
    workbook = parts["xl/workbook.xml"].decode().replace(' fullCalcOnLoad="1"', ' iterate="1"')
    parts["xl/workbook.xml"] = workbook.replace("</workbook>", extension).encode()
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="G7" i="4"/></calcChain>'
    )
    chain = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{chain}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    _add_rels(
        parts,
        "xl/_rels/workbook.xml.rels",
        f'<Relationship Id="rId98" Type="{_RELS}/calcChain" Target="calcChain.xml"/>',
    )


def _add_rels(parts: dict[str, bytes], name: str, rels: str) -> None:
    parts[name] = parts[name].replace(b"</Relationships>", rels.encode() + b"</Relationships>")


def _control_and_list(parts: dict[str, bytes], number: int, last: int) -> None:
    name, rels = f"xl/worksheets/sheet{number}.xml", f"xl/worksheets/_rels/sheet{number}.xml.rels"
    sheet = parts[name].decode()
    validation = (
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{_XM}" count="1">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
        f"<xm:f>リスト!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>C7:C{last}</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    sheet = sheet.replace("</extLst></worksheet>", validation)
    assert "x14:dataValidations" in sheet
    if "codeName" not in sheet:
        sheet = re.sub(r"<sheetPr(?=[ >])", f'<sheetPr codeName="Sheet{number}"', sheet, count=1)
    drawing = re.search(r'Target="\.\./drawings/(vmlDrawing\d+\.vml)"', parts[rels].decode())
    assert drawing
    vml_name = "xl/drawings/" + drawing[1]
    vml = parts[vml_name].decode()
    block = re.search(r'idmap[^>]*data="(\d+)"', vml)
    assert block
    shape = int(block[1]) * 1024 + 99
    box = (
        f'<v:shape id="_x0000_s{shape}" type="#_x0000_t201" style="position:absolute;width:80pt;height:18pt;z-index:9" '
        'filled="f" stroked="f"><v:textbox><div style="text-align:left">確認</div></v:textbox>'
        '<x:ClientData ObjectType="Checkbox"><x:Anchor>8, 0, 2, 0, 9, 0, 3, 0</x:Anchor><x:AutoFill>False</x:AutoFill>'
        "<x:FmlaLink>$I$3</x:FmlaLink></x:ClientData></v:shape></xml>"
    )
    parts[vml_name] = vml.replace("</xml>", box).encode()
    corner = "".join(
        f'<{end}><xdr:col xmlns:xdr="{_XDR}">{col}</xdr:col><xdr:colOff xmlns:xdr="{_XDR}">0</xdr:colOff>'
        f'<xdr:row xmlns:xdr="{_XDR}">{row}</xdr:row><xdr:rowOff xmlns:xdr="{_XDR}">0</xdr:rowOff></{end}>'
        for end, col, row in (("from", 8, 2), ("to", 9, 3))
    )
    control = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:x14="{_X14}" Requires="x14"><controls>'
        f'<mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="{shape}" r:id="rId90" name="チェック 1">'
        '<controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0">'
        f'<anchor moveWithCells="1">{corner}</anchor></controlPr></control>'
        "</mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>"
    )
    sheet = re.sub(r"<legacyDrawingHF[^>]*/>", lambda m: m[0] + control, sheet, count=1)
    sheet = sheet.replace("<pageSetup ", '<pageSetup r:id="rId91" ', 1)
    parts[f"xl/ctrlProps/ctrlProp{number}.xml"] = (
        f'<formControlPr xmlns="{_X14}" objectType="CheckBox" fmlaLink="$I$3" lockText="1" noThreeD="1"/>'.encode()
    )
    parts[f"xl/printerSettings/printerSettings{number}.bin"] = b"\0\1HOSTILE" * 30
    _add_rels(
        parts,
        rels,
        f'<Relationship Id="rId90" Type="{_RELS}/ctrlProp" Target="../ctrlProps/ctrlProp{number}.xml"/>'
        f'<Relationship Id="rId91" Type="{_RELS}/printerSettings" Target="../printerSettings/printerSettings{number}.bin"/>',
    )
    parts[name] = sheet.encode()


def with_rows(data: bytes, part: str, rows: Mapping[int, Mapping[str, str]]) -> bytes:
    """The workbook with attributes of rows set in a part, as programs set heights ("ht") and hide rows ("hidden")."""
    parts = unzip(data)
    root = etree.fromstring(parts[part])
    for row in root.iterfind("{*}sheetData/{*}row"):
        for name, value in rows.get(int(row.get("r", "0")), {}).items():
            row.set(name, value)
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return rezip(parts)
