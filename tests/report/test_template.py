"""A template of one's own: its fonts, colours and pictures show; what is missing from it is named."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from kosei_xl.report.keys import keyed
from kosei_xl.report.pdf.libreoffice_copy import libreoffice_copy
from kosei_xl.report.pdf.libreoffice_lines import Blank, hung_lines, looks_of
from kosei_xl.report.xlsx import PAPERS, STYLE_PREFIX, STYLES_SHEET, ReportTemplateError, looks, render
from kosei_xl.verbs import init, report
from kosei_xl.workbook.measure import Face, count_lines, usable_width, width_unit
from kosei_xl.workbook.parts import Package, markup
from kosei_xl.workbook.parts.markup import Element
from tests.tools.hostile import png
from tests.tools.office import validate
from tests.tools.paper import BODY, TEMPLATE, is_cover, laid, ledger_of, plain, restyled, with_normal

PLAN = init.sample_plan("midori").plan
LEDGER = ledger_of(init.sample_entries("midori"))
POINT = PLAN.points[-1].key
LIST = next(part.sheet for part in PLAN.parts if part.key == "list")


def edited(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The template after a person changed something."""
    book = openpyxl.load_workbook(BytesIO(TEMPLATE))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def test_template__restyled__shows_in_the_report() -> None:
    def change(book: openpyxl.Workbook) -> None:
        for sheet, address in book.defined_names["style_body"].destinations:
            cell = book[sheet][address.replace("$", "")]
            cell.font = Font(name="BIZ UD明朝", sz=8, color="FF112233")
            cell.fill = PatternFill("solid", fgColor="FFEEDDCC")
            cell.border = Border(left=Side("double"))

    template = edited(change)
    report = laid(PLAN, LEDGER, POINT, template)
    assert looks(template).faces["body"] == Face("BIZ UD明朝", 8)
    name, rows = next((sheet.name, keyed(sheet).rows) for sheet in report.sheets if sheet.name == LIST)
    sheet = openpyxl.load_workbook(BytesIO(render(report, template).data))[name]
    number, cell = next((n, c) for n, row in enumerate(rows, 1) for c in row.cells if c.role == "body")
    found = sheet.cell(number, cell.first)
    assert (found.font.name, found.font.sz, found.font.color.rgb) == ("BIZ UD明朝", 8, "FF112233")
    assert found.fill.fgColor.rgb == "FFEEDDCC"
    assert found.border.left.style == "double"


def test_template__made_before_action_items_had_a_look__prints_them_as_text() -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book.defined_names["style_action"]

    template = edited(change)
    assert looks(template).faces["action"] == looks(template).faces["body"]
    report = laid(PLAN, LEDGER, POINT, template)
    assert "action" in {cell.role for sheet in report.sheets for row in sheet.rows for cell in row.cells}
    assert render(report, template).data


def test_template__indented_style__less_room_for_its_text() -> None:
    def change(book: openpyxl.Workbook) -> None:
        for sheet, address in book.defined_names["style_body"].destinations:
            book[sheet][address.replace("$", "")].alignment = Alignment(wrap_text=True, vertical="top", indent=4)

    template = edited(change)
    assert looks(template).indents["body"] == 4 * 3 * looks(template).unit.page
    assert looks(TEMPLATE).indents["body"] == 0
    assert looks(TEMPLATE).indents["label"] > 0
    plain, indented = (
        sum(row.height for sheet in laid(PLAN, LEDGER, POINT, data).sheets for row in sheet.rows)
        for data in (TEMPLATE, template)
    )
    assert indented > 1.05 * plain


def test_template__other_margins_and_paper__other_pages() -> None:
    def change(book: openpyxl.Workbook) -> None:
        margins = book["A3横"].page_margins
        margins.top = margins.bottom = 2.5

    template = edited(change)
    assert looks(template).pages["A3横"].top == 2.5
    before, after = (
        sum(sheet.pages for sheet in laid(PLAN, LEDGER, POINT, one).sheets if sheet.name == LIST)
        for one in (TEMPLATE, template)
    )
    assert after > before


@pytest.mark.parametrize("paper", PAPERS)
def test_template__no_prototype__named(paper: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book[paper]

    with pytest.raises(ReportTemplateError, match=f"「{paper}」"):
        looks(edited(change))


def test_template__no_style_sample__named(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        del book.defined_names["style_rating"]

    template = edited(change)
    with pytest.raises(ReportTemplateError, match=r"書式の見本がありません：style_rating"):
        laid(PLAN, LEDGER, POINT, template)
    master = tmp_path / "m.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    (tmp_path / "t.xlsx").write_bytes(template)
    with pytest.raises(ReportTemplateError):
        report.report(master, POINT, tmp_path / "out", template=tmp_path / "t.xlsx")
    assert not (tmp_path / "out").exists()


def with_pictures(template: bytes) -> bytes:
    """The template with a logo on the sheet A3横 and a picture in its header, as Excel writes them."""
    book = openpyxl.load_workbook(BytesIO(template))
    book["A3横"].add_image(Image(png("purple")), "A1")
    out = BytesIO()
    book.save(out)
    parts = unzipped(out.getvalue())
    sheet = f"xl/worksheets/sheet{book.sheetnames.index('A3横') + 1}.xml"
    rels = f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdH" Type="{office}/vmlDrawing" Target="/xl/drawings/head.vml"/></Relationships>'.encode(),
    )
    text = parts[sheet].decode()
    text = re.sub(
        r"<oddHeader[^>]*/>|<oddHeader[^>]*>.*?</oddHeader>", "<oddHeader>&amp;R&amp;G</oddHeader>", text, count=1
    )
    text = text.replace("</worksheet>", f'<legacyDrawingHF xmlns:r="{office}" r:id="rIdH"/></worksheet>')
    parts[sheet] = text.encode()
    parts["xl/drawings/head.vml"] = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        b'<o:idmap v:ext="edit" data="9"/></o:shapelayout><v:shapetype id="_x0000_t75" coordsize="21600,21600" '
        b'o:spt="75" path="m@4@5l@4@11@9@11@9@5xe" filled="f" stroked="f"/><v:shape id="RH" o:spid="_x0000_s9217" '
        b'type="#_x0000_t75" style="position:absolute;width:60pt;height:24pt;z-index:1"><v:imagedata o:relid="rId1" '
        b'o:title="h"/></v:shape></xml>'
    )
    parts["xl/media/head.png"] = png("green").getvalue()
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/drawings/_rels/head.vml.rels"] = (
        f'<Relationships xmlns="{namespace}"><Relationship Id="rId1" Type="{office}/image" '
        f'Target="/xl/media/head.png"/></Relationships>'
    ).encode()
    types = parts["[Content_Types].xml"]
    if b'Extension="vml"' not in types:
        kind = b"application/vnd.openxmlformats-officedocument.vmlDrawing"
        types = types.replace(b"<Override", b'<Default Extension="vml" ContentType="' + kind + b'"/><Override', 1)
    parts["[Content_Types].xml"] = types
    return zipped(parts)


def test_template__logo_and_header_picture__in_every_sheet_of_that_paper(tmp_path: Path) -> None:
    template = with_pictures(TEMPLATE)
    report = laid(PLAN, LEDGER, POINT, template)
    data = render(report, template).data
    package, parts = Package(data), unzipped(data)
    across = [sheet.name for sheet in report.sheets if sheet.paper == "A3横"]
    assert len(across) >= 2
    for sheet in report.sheets:
        part = package.sheet(sheet.name)
        text = parts[part.part].decode()
        pictured = sheet.name in across
        drawn = pictured or any(row.chart for row in sheet.rows)
        assert ("<drawing" in text, "<legacyDrawingHF" in text) == (drawn, pictured)
        assert ("&G" in part.header_footer()[0]) is pictured
        if is_cover(PLAN, sheet):
            assert part.header_footer() == ("", "")
            assert [cell.text for row in sheet.rows for cell in row.cells if cell.role == "draft"] == ["案"]
        else:
            assert sheet.header.endswith("（案）")
            assert sheet.header in part.header_footer()[0]
    (tmp_path / "pictures.xlsx").write_bytes(data)
    found = validate([tmp_path / "pictures.xlsx"]).get("pictures.xlsx", [])
    assert [error for error in found if not error.startswith("/xl/styles.xml")] == []  # openpyxl's order of font tags
    final = render(laid(PLAN, LEDGER, POINT, template, draft=False), template).data
    assert Package(final).sheet(across[0]).header_footer()[0].endswith("&R&G")


# The copy that LibreOffice prints -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return render(laid(PLAN, LEDGER, POINT), TEMPLATE).data


def test_libreoffice_copy__report__same_texts_and_breaks_larger_scale_lower_rows(workbook: bytes) -> None:
    before = openpyxl.load_workbook(BytesIO(workbook))
    after = openpyxl.load_workbook(BytesIO(libreoffice_copy(workbook)))
    growth = width_unit(Face("BIZ UDゴシック", 11)).page / 5.5
    assert growth == pytest.approx(6.0 / 5.5)
    for sheet in before:
        other = after[sheet.title]
        for row, copied in zip(sheet.iter_rows(), other.iter_rows(), strict=True):
            assert [plain(str(cell.value)) for cell in row] == [plain(str(cell.value)) for cell in copied]
        assert [found.id for found in sheet.row_breaks.brk] == [found.id for found in other.row_breaks.brk]
        if not sheet.page_setup.scale:
            continue
        assert other.page_setup.scale == int(sheet.page_setup.scale * growth)
        shrink = sheet.page_setup.scale / other.page_setup.scale
        for number, row in sheet.row_dimensions.items():
            if row.height:
                height = other.row_dimensions[number].height
                assert 0.98 * shrink * row.height - 0.01 <= height <= shrink * row.height + 0.01


def test_libreoffice_copy__text_in_a_font_of_unknown_lines__scale_and_heights_of_its_sheet_stay() -> None:
    template = restyled(TEMPLATE, ("title",), "Noto Serif CJK JP")
    data = render(laid(PLAN, LEDGER, POINT, template), template).data
    before, after = openpyxl.load_workbook(BytesIO(data)), openpyxl.load_workbook(BytesIO(libreoffice_copy(data)))
    kept = []
    for sheet in before:
        if sheet.page_setup.scale:
            other = after[sheet.title]
            same = sheet.page_setup.scale == other.page_setup.scale
            heights = [[row.height for _, row in sorted(one.row_dimensions.items())] for one in (sheet, other)]
            assert (heights[0] == heights[1]) is same
            fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.has_style}
            assert same is ("Noto Serif CJK JP" in fonts)
            kept.append(same)
    assert {*kept} == {True, False}


def test_libreoffice_copy__normal_font_of_unknown_widths__unchanged(workbook: bytes) -> None:
    template = with_normal(TEMPLATE, "Noto Sans CJK JP", 11)
    other = render(laid(PLAN, LEDGER, POINT, template), template).data
    assert libreoffice_copy(other) is other
    assert libreoffice_copy(workbook) != workbook


def test_looks__sizes__as_in_the_samples() -> None:
    faces = looks(restyled(TEMPLATE, BODY, "Noto Sans CJK JP", 8)).faces
    assert {faces[role] for role in BODY} == {Face("Noto Sans CJK JP", 8)}
    assert faces["title"] == looks(TEMPLATE).faces["title"]


def test_looks__sheet_of_samples_formatted_far_down__only_rows_with_samples_are_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = Package(TEMPLATE)
    part = package.sheet(STYLES_SHEET).part
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(900, 9900))
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    parts[part] = parts[part].replace(b"</sheetData>", rows + b"</sheetData>")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)
    parsed: list[int] = []

    def counting(data: bytes, name: str = "") -> Element:
        parsed.append(len(data))
        return markup.parse(data, name)

    monkeypatch.setattr("kosei_xl.workbook.parts.rows.parse", counting)
    assert looks(out.getvalue()) == looks(TEMPLATE)
    assert max(parsed) < len(rows) / 10


def test_libreoffice_lines__bullet__next_lines_begin_below_its_text() -> None:
    face = Face("BIZ UDゴシック", 9.0)
    lines = list(hung_lines("・" + "長い文です。" * 8 + "\n次の段落", 150.0, face))
    assert [line.before for line in lines][:2] == [Blank.THIN, Blank.HANG]
    assert lines[-1].before is Blank.THIN
    assert "".join(line.text for line in lines) == "・" + "長い文です。" * 8 + "次の段落"


@pytest.mark.parametrize("width", [8.0, 13.0, 21.5, 36.0])
@pytest.mark.parametrize("size", [7.0, 9.0, 11.0])
def test_libreoffice_lines__bullets__never_more_lines_than_the_row_is_made_for(width: float, size: float) -> None:
    face = Face("BIZ UDゴシック", size)
    for letters in range(1, 300):
        text = "・" + ("令和７年度に12件を見直した。" * 30)[:letters]
        hung = list(hung_lines(text, 5.5 * width - 2.5 - 0.35 * size, face))
        assert len(hung) <= count_lines(text, usable_width(width), face)


@pytest.mark.parametrize("letters", range(14, 40))
def test_libreoffice_lines__last_line__not_one_letter_where_another_width_helps(letters: int) -> None:
    face = Face("BIZ UDゴシック", 9.0)
    text = "あ" * (letters - 1) + "。"
    lines = [line.text for line in hung_lines(text, 15.0 * face.size, face)]
    assert "".join(lines) == text
    assert len(lines) == 1 or len(lines[-1]) > 2


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("Ⅱ 情報の共有と双方向のコミュニケーション", ["ケー", "ション"]),
        ("Ⅱ 情報の共有と双方向のコミュニケー", ["コミュ", "ニケー"]),
        ("Ⅱ 情報の共有と双方向の対話会", ["双方向の", "対話会"]),
    ],
)
def test_libreoffice_lines__narrow_column__the_last_but_one_line_gives_a_letter_away(
    name: str, ends: list[str]
) -> None:
    face = Face("BIZ UDゴシック", 9.0)
    lines = [line.text for line in hung_lines(name, 4.4 * face.size, face)]
    assert "".join(lines) == name
    assert lines[-2:] == ends


@pytest.mark.parametrize("bullet", ["", "・"])
@pytest.mark.parametrize(
    "said",
    [
        "アプリの利用者　２万人",
        "売却の収入は68,450千円、前年度は120,000千円",
        "計1,053人が参加し、31団体と協定を結んだ",
    ],
)
def test_libreoffice_lines__number_and_unit__on_one_line_where_it_takes_no_more(said: str, bullet: str) -> None:
    face = Face("BIZ UDゴシック", 9.0)
    text = bullet + said
    whole = re.findall(r"[\d２][\d,]*(?:万人|千円|人|団体)", said)
    kept = 0
    for width in range(6, 30):
        room = (width + 0.5) * face.size
        lines = [line.text for line in hung_lines(text, room, face)]
        assert "".join(lines).replace("　", "") == text.replace("　", "")
        assert not any(line.startswith("　") for line in lines)
        assert len(lines) <= count_lines(text, room, face)
        kept += all(any(one in line for line in lines) for one in whole)
    assert kept >= 19, "of 24 widths"


def test_libreoffice_lines__limit__not_parted_from_its_number() -> None:
    face = Face("BIZ UDゴシック", 9.0)
    lines = [
        line.text for line in hung_lines("（園長の事務時間（１園当たり月平均） 20時間以下）", 23.5 * face.size, face)
    ]
    assert lines[1:] == ["20時間以下）"]


@pytest.mark.parametrize(
    ("said", "width", "ends"),
    [
        ("支援制度の利用者　年間80人", 10.5, ["支援制度の利用者", "年間80人"]),
        ("対象を広げ、計97種類の案内文", 8.5, ["対象を広げ、", "計97種類の案内文"]),
        ("前年度の契約10件を更新した", 7.5, ["前年度の契約", "10件を更新した"]),
    ],
)
def test_libreoffice_lines__what_qualifies_a_number__not_parted_from_it(
    said: str, width: float, ends: list[str]
) -> None:
    face = Face("BIZ UDゴシック", 9.0)
    lines = [line.text for line in hung_lines(said, width * face.size, face)]
    assert [line.strip("　") for line in lines] == ends


def test_libreoffice_lines__text_without_a_frame__begins_where_tables_do() -> None:
    looks_there = looks_of(zipfile.ZipFile(BytesIO(TEMPLATE)).read("xl/styles.xml"))
    styles = {role: looks_there[number] for role, number in style_numbers(TEMPLATE).items()}
    assert not any(styles[role].framed for role in ("text", "heading", "part_heading", "note"))
    assert all(styles[role].framed for role in ("body", "cover_box", "box_text"))


def style_numbers(template: bytes) -> dict[str, int]:
    """The style of each sample by its role."""
    package = Package(template)
    found = {}
    for name in package.defined_names():
        place = package.locate(name)
        if name.startswith(STYLE_PREFIX) and place is not None:
            found[name.removeprefix(STYLE_PREFIX)] = package.sheet(place[0]).style(place[1].split(":")[0])
    return found


def test_libreoffice_copy__running_text__first_line_at_the_top_the_others_spread_over_the_row(workbook: bytes) -> None:
    data = zipfile.ZipFile(BytesIO(libreoffice_copy(workbook)))
    sheets = [data.read(name).decode() for name in data.namelist() if name.startswith("xl/worksheets/sheet")]
    text = next(part for part in sheets if "このたび、令和７年度末" in part)
    cell = re.search(r"<c [^>]*>(?:(?!</c>).)*このたび、令和７年度末.*?</c>", text, re.S)
    assert cell is not None
    blanks = [float(size) for size in re.findall(r'<sz val="([\d.]+)"/></rPr><t[^>]*> \n?</t>', cell[0])]
    assert len(blanks) >= 2
    assert blanks[1] > 1.3 * blanks[0]
