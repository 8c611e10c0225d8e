"""kosei_xl.workbook.parts: opening, saving, sheets, names, properties, styles, and what surrounds the rows."""

import io
import re
import zipfile
import zlib

import openpyxl
import pytest
from lxml import etree

from kosei_xl.workbook.parts import Formula, NewRow, Package, PackageError, StyleChange
from kosei_xl.workbook.parts.container import Container, zipped
from tests.tools.hostile import hostile_workbook, rezip, unzip

HOSTILE = hostile_workbook()
VBA = b"\xcc\x61\xff\xff dummy project"


def changed(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, came or went."""
    old, new = unzip(before), unzip(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def related(parts: dict[str, bytes], part: str) -> dict[str, str]:
    """Relationship kind -> part for a part whose targets are absolute, as cloned parts have them."""
    folder, _, name = part.rpartition("/")
    root = etree.fromstring(parts[f"{folder}/_rels/{name}.rels"])
    return {e.get("Type", "").rsplit("/", 1)[-1]: e.get("Target", "").lstrip("/") for e in root}


def edited(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with one text of one part replaced."""
    parts = unzip(data)
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())
    return rezip(parts)


# -- opening and saving ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("vba", [None, VBA])
def test_to_bytes__unedited__every_part_byte_identical(vba: bytes | None) -> None:
    data = hostile_workbook(vba=vba)
    package = Package(data)
    sheet = package.sheet("台帳")  # reading is no edit
    assert sheet.value("B7") == "施策0"
    assert sheet.cells(7)["E"] == 0
    assert sheet.print_setup().paper == 8
    out = package.to_bytes()
    assert unzip(out) == unzip(data)
    assert out == Package(out).to_bytes() == package.to_bytes()
    assert zipfile.ZipFile(io.BytesIO(out)).namelist()[0] == "[Content_Types].xml"


def test_to_bytes__one_cell_put__only_its_part_and_the_calculation_change() -> None:
    package = Package(HOSTILE)
    package.sheet("様式").put("C2", "福祉課")
    out = package.to_bytes()
    assert changed(HOSTILE, out) == {
        "xl/worksheets/sheet3.xml",
        "xl/workbook.xml",
        "xl/calcChain.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    assert b'iterate="1" fullCalcOnLoad="1"' in unzip(out)["xl/workbook.xml"]
    assert changed(HOSTILE, package.to_bytes(recalc=False)) == changed(HOSTILE, out)  # once asked for, it stays


def test_to_bytes__without_recalc__one_part_changes() -> None:
    package = Package(HOSTILE)
    package.sheet("様式").put("C2", "福祉課")
    assert changed(HOSTILE, package.to_bytes(recalc=False)) == {"xl/worksheets/sheet3.xml"}


def test_to_bytes__macro_workbook__project_kept() -> None:
    package = Package(hostile_workbook(vba=VBA))
    package.clone("様式", "写し")
    assert unzip(package.to_bytes())["xl/vbaProject.bin"] == VBA


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an .xlsx"),
        (b"hello", "not an .xlsx"),
        (OLE, "old .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut off", "damaged"),
        (HOSTILE[: len(HOSTILE) // 2], "damaged"),
        (rezip({"a.txt": b"x"}), "not a workbook"),
        (rezip({**unzip(HOSTILE), "_xmlsignatures/sig1.xml": b"<x/>"}), "signed"),
        (rezip({k: v for k, v in unzip(HOSTILE).items() if k != "xl/worksheets/sheet2.xml"}), "sheet2.xml is missing"),
        (rezip({**unzip(HOSTILE), "xl/WORKBOOK.xml": b"<x/>"}), "same name"),
        (edited(HOSTILE, "xl/workbook.xml", "</workbook>", "<"), "damaged"),
        (
            edited(
                HOSTILE,
                "xl/workbook.xml",
                'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
                'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"',
            ),
            "Strict",
        ),
        (edited(HOSTILE, "xl/workbook.xml", "<workbook ", '<!DOCTYPE a [<!ENTITY b "c">]><workbook '), "document type"),
    ],
)
def test_package__not_an_ordinary_workbook__says_why(data: bytes, words: str) -> None:
    with pytest.raises(PackageError, match=re.escape(words)):
        Package(data)


def test_package__zip_bomb__refused() -> None:
    with pytest.raises(PackageError, match="unsafe"):
        Package(rezip({**unzip(HOSTILE), "xl/media/big.bin": bytes(80 * 2**20)}))


@pytest.mark.parametrize("how", ["prefix", "utf-16", "comment", "no references"])
def test_sheet__unusual_xml__read_and_edited(how: str) -> None:
    parts = unzip(HOSTILE)
    name = "xl/worksheets/sheet3.xml"
    text = parts[name].decode()
    if how == "prefix":
        root = re.sub(r"<(/?)(?=[a-zA-Z]+[\s>/])", r"<\1x:", text.split("?>", 1)[1])
        text = root.replace("xmlns=", "xmlns:x=", 1)
        assert "<x:sheetData>" in text
        text = re.sub(r"(</?)x:(xdr|x14|xm|mc):", r"\1\2:", text)
    elif how == "comment":
        text = text.replace("<sheetData>", "<!-- </sheetData> --><sheetData>")
    elif how == "no references":
        rows = '<row><c><v>1</v></c><c t="inlineStr"><is><t>様式 の見出し</t></is></c></row><row/><row r="9"><c><v>9</v></c></row>'
        text = re.sub("<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", text)
    parts[name] = text.replace("UTF-8", "UTF-16").encode("utf-16") if how == "utf-16" else text.encode()
    package = Package(rezip(parts))
    sheet = package.sheet("様式")
    assert sheet.value("B1") == "様式 の見出し"
    sheet.put("C2", "福祉課")
    again = Package(package.to_bytes()).sheet("様式")
    assert again.value("C2") == "福祉課"
    assert again.value("B1") == "様式 の見出し"


# -- sheets ------------------------------------------------------------------------------------------------------------
def test_clone__everything_on_the_sheet__copied_with_ids_of_its_own() -> None:
    package = Package(HOSTILE)
    clone = package.clone("様式", "福祉課 保護係")
    parts, before = unzip(package.to_bytes()), unzip(HOSTILE)
    assert not {n for n in before if n not in parts} - {"xl/calcChain.xml"}
    for name in (n for n in before if re.search(r"worksheets/|drawings/|charts/|comments|media/|ctrlProps/", n)):
        assert parts[name] == before[name], name  # the prototype itself stays as it was
    rels = related(parts, clone.part)
    assert {"drawing", "vmlDrawing", "comments", "ctrlProp", "printerSettings"} <= rels.keys()
    sheet = parts[clone.part].decode()
    assert "codeName" not in sheet
    assert "'福祉課 保護係'!E7:E8" in sheet or "'福祉課 保護係'!E7:E7" in sheet  # its own sparkline
    assert "リスト!$A$2:$A$4" in sheet  # the drop-down on another sheet
    assert 'state="frozen"' in sheet
    assert "sheetProtection" in sheet
    assert "dataBar" in sheet
    assert "legacyDrawingHF" in sheet
    drawing = parts[rels["drawing"]].decode()
    assert "注意書き（様式）" in drawing
    chart = parts[related(parts, rels["drawing"])["chart"]].decode()
    assert "'福祉課 保護係'!$E$7" in chart
    assert parts[related(parts, rels["drawing"])["image"]][1:4] == b"PNG"
    blocks = [b for n, d in parts.items() if n.endswith(".vml") for b in re.findall(rb'idmap[^>]*data="(\d+)"', d)]
    assert blocks[-2:] == [b"3", b"4"]
    assert not set(blocks[:-2]) & set(blocks[-2:])
    shape = re.search(r'shapeId="(\d+)"', sheet)
    assert shape
    assert any(b"_x0000_s" + shape[1].encode() in d for n, d in parts.items() if n.endswith(".vml") and n not in before)
    assert "x14" in sheet
    names = package.defined_names("福祉課 保護係")
    assert names["_xlnm.Print_Titles"] == "'福祉課 保護係'!$5:$6"
    assert names["基準値"] == "'福祉課 保護係'!$E$7"
    assert package.defined_names("様式")["基準値"] == "様式!$E$7"


def test_clone__before_another__order_and_local_names_follow() -> None:
    package = Package(HOSTILE)
    package.clone("様式", "甲", before="リスト")
    package.clone("様式", "乙")
    assert package.sheet_names == ("表紙", "甲", "リスト", "様式", "台帳", "乙")
    again = Package(package.to_bytes())
    assert again.defined_names("台帳")["_xlnm.Print_Area"] == "台帳!$A$1:$Y$46"
    assert again.defined_names("甲")["_xlnm.Print_Area"] == "'甲'!$A$1:$H$7"
    assert openpyxl.load_workbook(io.BytesIO(package.to_bytes())).sheetnames == list(package.sheet_names)


def test_add__before_another__empty_and_names_of_sheets_follow() -> None:
    package = Package(HOSTILE)
    sheet = package.add("操作", before="台帳", grid=False)
    sheet.put("B2", "ここから")
    package.add("末尾")
    made = package.to_bytes()
    again = Package(made)
    assert again.sheet_names == ("表紙", "リスト", "様式", "操作", "台帳", "末尾")
    assert again.defined_names("台帳")["_xlnm.Print_Area"] == "台帳!$A$1:$Y$46"
    assert (again.sheet("操作").value("B2"), again.sheet("末尾").last_row()) == ("ここから", 0)
    loaded = openpyxl.load_workbook(io.BytesIO(made))
    assert (loaded["操作"].sheet_view.showGridLines, loaded["末尾"].sheet_view.showGridLines) == (False, None)


def test_add__name_taken_with_other_capitals__error() -> None:
    package = Package(HOSTILE)
    package.add("Buttons")
    with pytest.raises(PackageError, match="is taken"):
        package.add("BUTTONS")


def test_put__content_type_of_a_part_that_has_one__is_replaced() -> None:
    container = Package(HOSTILE).container
    data = container.part("xl/workbook.xml")
    container.put("xl/workbook.xml", data, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    types = container.part("[Content_Types].xml").decode()
    assert container.content_type("xl/workbook.xml") == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert types.count('"/xl/workbook.xml"') == 1


def test_clone__edited_prototype__edits_come_along() -> None:
    package = Package(HOSTILE)
    package.sheet("様式").put("C2", "先に")
    assert package.clone("様式", "写し").value("C2") == "先に"


def test_clone__table__new_name_and_structured_references() -> None:
    data = edited(
        HOSTILE,
        "xl/worksheets/sheet2.xml",
        "</row></sheetData>",
        '<c r="C4"><f>COUNTA(T_評価[評価])</f></c></row></sheetData>',
    )
    package = Package(data)
    clone = package.clone("リスト", "リスト2")
    assert clone.formula("C4") == "COUNTA(T_評価_2[評価])"
    assert package.sheet("リスト").formula("C4") == "COUNTA(T_評価[評価])"
    table = next(
        d
        for n, d in unzip(package.to_bytes()).items()
        if n.startswith("xl/tables/") and b"T_\xe8\xa9\x95\xe4\xbe\xa1_2" in d
    )
    assert b' id="2"' in table


def test_clone__threaded_comments__new_ids_in_both_parts() -> None:
    parts = unzip(HOSTILE)
    guid, person = "{0A1B2C3D-0000-4000-8000-000000000001}", "{0A1B2C3D-0000-4000-8000-00000000000F}"
    thread = f'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B6" personId="{person}" id="{guid}"><text>返信</text></threadedComment></ThreadedComments>'
    parts["xl/threadedComments/threadedComment1.xml"] = thread.encode()
    rel = '<Relationship Id="rId80" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    name = "xl/worksheets/_rels/sheet3.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", rel.encode())
    comments = "xl/comments1.xml"
    parts[comments] = parts[comments].replace("<author>企画</author>".encode(), f"<author>tc={guid}</author>".encode())
    assert guid.encode() in parts[comments]
    package = Package(rezip(parts))
    clone = package.clone("様式", "写し")
    out = unzip(package.to_bytes())
    rels = related(out, clone.part)
    copied = out[rels["threadedComment"]].decode()
    fresh = re.search(r' id="([^"]+)"', copied)
    assert fresh
    assert fresh[1] != guid
    assert f'personId="{person}"' in copied
    assert f"tc={fresh[1]}".encode() in out[rels["comments"]]
    assert out["xl/threadedComments/threadedComment1.xml"] == thread.encode()


@pytest.mark.parametrize("name", ["", "あ" * 32, "𠮷" * 16, "a/b", "'a", "History", "様式", "[x]"])
def test_clone__name_excel_refuses__error(name: str) -> None:
    with pytest.raises(PackageError):
        Package(HOSTILE).clone("様式", name)


def test_remove__prototype__own_parts_go_and_positions_follow() -> None:
    package = Package(HOSTILE)
    package.clone("様式", "甲")
    package.remove("様式")
    out = unzip(package.to_bytes())
    assert package.sheet_names == ("表紙", "リスト", "台帳", "甲")
    assert "xl/worksheets/sheet3.xml" not in out
    assert "xl/ctrlProps/ctrlProp3.xml" not in out
    assert sum(n.startswith("xl/comments") for n in out) == 2
    types = out["[Content_Types].xml"].decode()
    assert all(name.lstrip("/") in out for name in re.findall(r'PartName="([^"]+)"', types))
    assert package.defined_names("台帳")["_xlnm.Print_Area"] == "台帳!$A$1:$Y$46"
    assert package.defined_names("甲")["基準値"] == "'甲'!$E$7"


def test_remove__sheet_others_refer_to__error_names_who() -> None:
    package = Package(HOSTILE)
    with pytest.raises(PackageError, match="評価一覧"):
        package.remove("リスト")
    with pytest.raises(PackageError, match="表紙"):
        package.remove("台帳")
    assert changed(HOSTILE, package.to_bytes()) == set()


def test_remove__last_visible__error() -> None:
    data = HOSTILE
    for name in ("様式", "台帳"):
        data = edited(data, "xl/workbook.xml", f'<sheet name="{name}" ', f'<sheet name="{name}" state="hidden" ')
    package = Package(data)
    assert [package.sheet_state(name) for name in package.sheet_names] == ["visible", "hidden", "hidden", "hidden"]
    with pytest.raises(PackageError, match="visible"):
        package.remove("表紙")


def test_rename__references_everywhere_follow() -> None:
    package = Package(HOSTILE)
    cover = package.sheet("表紙")
    package.rename("台帳", "令和8年度 台帳")
    assert cover.formula("B1") == "SUM('令和8年度 台帳'!E7:E46)"
    assert package.defined_names("令和8年度 台帳")["_xlnm.Print_Area"] == "'令和8年度 台帳'!$A$1:$Y$46"
    parts = unzip(package.to_bytes())
    charts = "".join(d.decode() for n, d in parts.items() if "/charts/" in n)
    assert "'令和8年度 台帳'!$F$7:$F$46" in charts
    assert "<c:f>台帳!" not in charts
    assert package.sheet("令和8年度 台帳").value("B7") == "施策0"
    package.rename("リスト", "選択肢")
    assert package.defined_names()["評価一覧"] == "'選択肢'!$A$2:$A$4"
    assert "'選択肢'!$A$2:$A$4".encode() in unzip(package.to_bytes())["xl/worksheets/sheet4.xml"]


def test_set_active__tab_and_view_agree() -> None:
    package = Package(HOSTILE)
    package.set_active("台帳")
    parts = unzip(package.to_bytes())
    assert b'activeTab="3"' in parts["xl/workbook.xml"]
    assert [b"tabSelected" in parts[f"xl/worksheets/sheet{n}.xml"] for n in (1, 2, 3, 4)] == [False, False, False, True]
    with pytest.raises(PackageError, match="hidden"):
        package.set_active("リスト")


def test_drop_defined_names__some__the_others_stay() -> None:
    package = Package(HOSTILE)
    before = package.defined_names()
    package.set_defined_name("見出し", "'様式'!$B$1:$F$1")
    package.set_defined_name("見出し", "'様式'!$B$1", sheet="様式")
    package.drop_defined_names(["見出し", "無い"])
    assert package.defined_names() == before
    assert "見出し" in package.defined_names("様式")
    package.drop_defined_names(before)
    assert package.defined_names() == {}


# -- names, properties, styles -----------------------------------------------------------------------------------------
def test_locate__plain_quoted_and_foreign__place_or_none() -> None:
    package = Package(HOSTILE)
    package.set_defined_name("見出し", "'様式'!$B$1:$F$1")
    package.set_defined_name("局所", "=台帳!$A$1", sheet="台帳", hidden=True)
    assert package.locate("見出し") == ("様式", "B1:F1")
    assert package.locate("評価一覧") == ("リスト", "A2:A4")
    assert package.locate("年度") is None
    assert package.locate("無い") is None
    assert package.locate("局所") is None
    assert package.locate("局所", sheet="台帳") == ("台帳", "A1")
    assert package.located() == {
        name: place for name in package.defined_names() if (place := package.locate(name)) is not None
    }
    again = Package(package.to_bytes())
    assert again.locate("見出し") == ("様式", "B1:F1")
    for bad in ("A1", "R1C1", "1年", "空 白", ""):
        with pytest.raises(PackageError):
            package.set_defined_name(bad, "様式!$A$1")


def test_custom_property__set_and_made__read_back() -> None:
    package = Package(HOSTILE)
    package.set_custom_property("kosei_plan", "第7次")
    package.set_custom_property("管理番号", "R8-002")
    assert Package(package.to_bytes()).custom_properties() == {"管理番号": "R8-002", "kosei_plan": "第7次"}
    bare = io.BytesIO()
    openpyxl.Workbook().save(bare)
    package = Package(bare.getvalue())
    assert package.custom_properties() == {}
    package.set_custom_property("管理番号", "1")
    package.set_core(title="題", creator="企画課", language="ja-JP")
    book = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))
    assert book.custom_doc_props["管理番号"].value == "1"
    assert (book.properties.title, book.properties.creator, book.properties.language) == ("題", "企画課", "ja-JP")


def test_style_with__derived__as_wished_and_the_rest_as_it_was() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    style = sheet.style("E7")
    wish = StyleChange(horizontal="right", vertical="top", locked=False, fill="FFFF00", without_lines="tb")
    derived = package.style_with(style, wish)
    assert package.style_with(style, wish) == derived != style
    assert package.style_with(style, StyleChange()) == style
    assert package.font(derived) == package.font(style)
    before = openpyxl.load_workbook(io.BytesIO(HOSTILE))["様式"]["E7"]
    sheet.put("E7", 0.5, style=derived)
    cell = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))["様式"]["E7"]
    assert (cell.alignment.horizontal, cell.alignment.vertical, cell.protection.locked) == ("right", "top", False)
    assert (cell.fill.fgColor.rgb, cell.number_format) == ("FFFFFF00", before.number_format)
    assert cell.border.left.style == before.border.left.style == "thin"
    assert (cell.border.top.style, cell.border.bottom.style) == (None, None)
    with pytest.raises(PackageError):
        package.font(9999)


def test_style_with__style_sheet_with_a_namespace_nobody_uses__derived_all_the_same() -> None:
    package = Package(edited(HOSTILE, "xl/styles.xml", "<styleSheet ", '<styleSheet xmlns:own="relative" '))
    plain = Package(HOSTILE)
    style = package.sheet("様式").style("E7")
    for wish in (StyleChange(horizontal="right"), StyleChange(fill="FFFF00"), StyleChange(without_lines="tb")):
        assert package.style_with(style, wish) == plain.style_with(style, wish)


def test_style_with__instruction_among_the_styles__said_to_be_damaged() -> None:
    package = Package(edited(HOSTILE, "xl/styles.xml", "</cellXfs>", "<?own x?></cellXfs>"))
    with pytest.raises(PackageError, match="damaged"):
        package.style_with(package.sheet("様式").style("E7"), StyleChange(horizontal="right"))


# -- what surrounds the rows -------------------------------------------------------------------------------------------
def test_set_columns__inside_a_range__only_named_columns_change() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    wide = sheet.column_width(3)
    sheet.set_columns({4: 30.5, 5: None, 12: 8}, hidden={5})
    again = Package(package.to_bytes()).sheet("様式")
    assert [again.column_width(c) for c in (3, 4, 5, 6, 7, 12)] == [wide, 30.5, wide, wide, None, 8]
    assert [again.column_hidden(c) for c in (1, 4, 5, 6)] == [True, False, True, False]


def test_set_print__given_values__rest_kept() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    margins = sheet.print_setup().margins
    sheet.set_print(paper=9, first_page=5)
    setup = Package(package.to_bytes()).sheet("様式").print_setup()
    assert (setup.paper, setup.landscape, setup.fit_to_width, setup.first_page) == (9, True, True, 5)
    assert setup.margins == margins
    sheet.set_print(scale=70, landscape=False)
    assert (sheet.print_setup().scale, sheet.print_setup().fit_to_width, sheet.print_setup().landscape) == (
        70,
        False,
        False,
    )
    assert b'r:id="rId91"' in unzip(package.to_bytes())["xl/worksheets/sheet3.xml"]


def test_set_header_footer__picture_code_kept__text_changes() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    sheet.set_header_footer("&L&G&C見出し & 案", None)
    assert sheet.header_footer() == ("&L&G&C見出し & 案", "&C&P / &N")
    assert b"legacyDrawingHF" in unzip(package.to_bytes())["xl/worksheets/sheet3.xml"]
    with pytest.raises(PackageError, match="255"):
        sheet.set_header_footer("あ" * 256, None)


def test_layout__merges_breaks_lists_links_view__in_schema_order_and_readable() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    sheet.add_merge("C2:D2")
    sheet.set_row_breaks([20, 10])
    sheet.add_validation_list("C7:C9", '"S,A,B"')
    sheet.add_hyperlink("B8", "'台帳'!A1", "台帳へ")
    sheet.set_tab_color("00b050")
    data = package.to_bytes()
    text = unzip(data)["xl/worksheets/sheet3.xml"].decode()
    order = [
        "<sheetPr",
        "<sheetViews",
        "<sheetData",
        "<mergeCells",
        "<dataValidations",
        "<hyperlinks",
        "<pageMargins",
        "<rowBreaks",
    ]
    assert [text.index(tag) for tag in order] == sorted(text.index(tag) for tag in order)
    assert "sparkline" in text
    book = openpyxl.load_workbook(io.BytesIO(data))["様式"]
    assert {str(m) for m in book.merged_cells.ranges} == {"B1:F1", "C2:D2"}
    assert [b.id for b in book.row_breaks.brk] == [10, 20]
    assert book.data_validations.dataValidation[-1].formula1 == '"S,A,B"'
    assert book["B8"].hyperlink.location == "'台帳'!A1"
    assert book.sheet_properties.tabColor.rgb == "FF00B050"
    with pytest.raises(PackageError, match="overlap"):
        sheet.add_merge("E1:G2")


def test_set_merges__two_areas__these_alone_and_none_that_overlap() -> None:
    sheet = Package(HOSTILE).sheet("様式")
    sheet.set_merges({(3, 2): (3, 4), (4, 28): (6, 28)})
    assert sheet.merges() == ("B3:D3", "AB4:AB6")
    with pytest.raises(PackageError, match="overlap at row 5"):
        sheet.set_merges({(4, 28): (6, 28), (5, 27): (5, 29)})
    sheet.set_merges({})
    assert sheet.merges() == ()


def test_replace_rows__values_that_are_equal_but_not_the_same__each_as_it_is() -> None:
    package = Package(HOSTILE)
    package.sheet("様式").replace_with_values([[1, True, 1.0, "1"], ["1", "", None, 0], [False, True, 1, "長" * 41]])
    written = unzip(package.to_bytes())["xl/worksheets/sheet3.xml"].decode()
    rows = written[written.index("<row") : written.index("</sheetData>")]
    text = '<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    assert rows == (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1"><v>1.0</v></c>'
        f"{text.format('D1', '1')}</row>"
        f'<row r="2">{text.format("A2", "1")}<c r="B2"/><c r="D2"><v>0</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>0</v></c><c r="B3" t="b"><v>1</v></c><c r="C3"><v>1</v></c>'
        f"{text.format('D3', '長' * 41)}</row>"
    )


def test_adopt__sheet_that_was_edited_there__as_it_is_by_now() -> None:
    source, target = Package(hostile_workbook()), Package(hostile_workbook())
    source.add("写す").put("A1", "書いたばかり")
    source.to_bytes()
    target.adopt(source, "写す")
    assert Package(target.to_bytes()).sheet("写す").value("A1") == "書いたばかり"


def test_to_bytes__edited_before_and_after_a_sheet_is_copied__both_edits_are_there() -> None:
    """What was written once is written again only where it was edited since: cells, what surrounds them, styles."""
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    sheet.put("C2", "前")
    first = package.style_with(sheet.style("C2"), StyleChange(horizontal="right"))
    package.clone("台帳", "写し")
    sheet.put("C3", "後", style=package.style_with(first, StyleChange(horizontal="center")))
    package.clone("台帳", "写し二")
    sheet.set_tab_color("00b050")
    book = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))
    assert (book["様式"]["C2"].value, book["様式"]["C3"].value) == ("前", "後")
    assert book["様式"]["C3"].alignment.horizontal == "center"
    assert book["様式"].sheet_properties.tabColor.rgb == "FF00B050"


def test_replace_rows__from_nothing__sheet_holds_just_these() -> None:
    package = Package(HOSTILE)
    sheet = package.sheet("様式")
    sheet.replace_rows(
        [NewRow(30.0, False, {2: ("題", 1), 30: (Formula("1+1", 2), 0)}), NewRow(), NewRow(None, True, {1: ("鍵", 0)})]
    )
    again = Package(package.to_bytes()).sheet("様式")
    assert again.cells(1) == {"B": "題", "AD": 2}
    assert (again.row_height(1), again.last_row(), again.value("A3")) == (30.0, 3, "鍵")
    written = unzip(package.to_bytes())["xl/worksheets/sheet3.xml"]
    assert b'<dimension ref="A1:AD3"/>' in written
    assert re.findall(rb'<row r="(\d+)"[^>]* hidden="1"', written) == [b"3"]


@pytest.mark.parametrize("way", ["more behind it", "no end"])
def test_part__large_and_its_zip_not_as_it_says__the_bytes_that_zipfile_reads(way: str) -> None:
    parts = unzip(HOSTILE)
    name, part = "xl/media/large.bin", bytes(range(256)) * (1 << 11)
    packer = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    if way == "more behind it":
        packed += packer.compress(b"more") + packer.flush()
    data = _with_deflated(zipped(parts), name, packed, part)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read(name) == part
    assert Container(data).part(name) == part


def _with_deflated(data: bytes, name: str, packed: bytes, part: bytes) -> bytes:
    """A zip with one more part, of which the deflated bytes are given, as is what they are said to be."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, packed)
        info = archive.getinfo(name)
        info.compress_type, info.CRC, info.file_size = zipfile.ZIP_DEFLATED, zlib.crc32(part), len(part)
    return out.getvalue()


def test_to_bytes__large_part_nobody_changed__carried_over_as_it_was_packed() -> None:
    """The same bytes as packed anew, by us; of another packer its own."""
    large = b"<x>" + "あいうえお".encode() * 60_000 + b"</x>"
    parts = {**unzip(hostile_workbook()), "xl/large.xml": large}
    ours = zipped(parts)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    for data in (ours, other.getvalue()):
        package = Container(data)
        package.put("xl/new.xml", b"<y/>")
        with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as made, zipfile.ZipFile(io.BytesIO(data)) as before:
            assert made.testzip() is None
            assert made.read("xl/large.xml") == large
            assert made.getinfo("xl/large.xml").compress_size == before.getinfo("xl/large.xml").compress_size
    assert Container(ours).to_bytes() == ours
    package = Container(ours)
    package.put("xl/large.xml", large + b" ")
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as made:
        assert made.read("xl/large.xml") == large + b" "
