"""Words beside the cells: each way in which Excel takes them, and what is none."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from kosei_xl.values.cells import Beside, BesideKind
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import hostile_workbook
from tests.tools.in_excel import OFFICE, SHEET, Hand, shape

_THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/person"
_TC = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def _new(hand: Hand) -> list[Beside]:
    """What is beside the cells now and was not in the survey."""
    before = read_book(Hand().data, "").beside
    return [one for one in read_book(hand.data, "").beside if one not in before]


def _written(write: Callable[[Any, Any], None]) -> tuple[Beside, ...]:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    write(book, book.add_worksheet("a"))
    book.close()
    return read_book(out.getvalue(), "").beside


def test_beside__note__with_cell_and_author() -> None:
    hand = Hand()
    hand.note("見込みです。\n確定後に差し替えます。")
    assert _new(hand) == [Beside(BesideKind.NOTE, "見込みです。\n確定後に差し替えます。", SHEET, 5, 16, "担当")]


def test_beside__threaded_note_with_an_answer__both_with_their_authors_and_not_excels_copy() -> None:
    hand = Hand()
    people = (
        f'<personList xmlns="{_TC}"><person displayName="花子" id="{{A}}"/><person displayName="太郎" id="{{B}}"/>'
        "</personList>"
    )
    thread = (
        f'<ThreadedComments xmlns="{_TC}"><threadedComment ref="P5" personId="{{A}}" id="{{1}}"><text>これで'
        'よいですか</text></threadedComment><threadedComment ref="P5" personId="{B}" id="{2}" parentId="{1}">'
        "<text>9件です</text></threadedComment></ThreadedComments>"
    )
    hand.note("[スレッド化されたコメント]\nこれでよいですか", "tc={1}")
    hand.relate(_THREADED, hand.add("xl/threadedComments/threadedComment1.xml", thread))
    hand.relate(_PERSON, hand.add("xl/persons/person.xml", people), source="xl/workbook.xml")
    assert _new(hand) == [
        Beside(BesideKind.NOTE, "これでよいですか", SHEET, 5, 16, "花子"),
        Beside(BesideKind.NOTE, "9件です", SHEET, 5, 16, "太郎"),
    ]


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        (shape("一行目", "二行目"), ["一行目\n二行目"]),
        (f"<xdr:grpSp>{shape('組の中')}<xdr:grpSp>{shape('奥')}</xdr:grpSp></xdr:grpSp>", ["組の中", "奥"]),
        (shape("セルの値", attributes='textlink="$A$1"'), []),
        (shape(" "), []),
        (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Choice>{shape('新')}</mc:Choice><mc:Fallback>{shape('旧')}</mc:Fallback></mc:AlternateContent>",
            ["新"],
        ),
    ],
)
def test_beside__shapes__their_words_with_the_cell_below(xml: str, texts: list[str]) -> None:
    hand = Hand()
    hand.drawing(xml)
    assert _new(hand) == [Beside(BesideKind.SHAPE, text, SHEET, 6, 8) for text in texts]


def test_beside__handwriting__told_as_an_object() -> None:
    hand = Hand()
    hand.drawing(f'<xdr:contentPart xmlns:r="{OFFICE}" r:id="rId1"/>')
    assert [one.kind for one in _new(hand)] == [BesideKind.OBJECT]


@pytest.mark.parametrize(("kind", "tag"), [("chart", "c:chart"), ("diagramData", "dgm:relIds")])
def test_beside__chart_and_diagram__what_is_typed_in_them(kind: str, tag: str) -> None:
    hand = Hand()
    prefix = tag.partition(":")[0]
    part = hand.drawing(
        f'<xdr:graphicFrame><{tag} xmlns:{prefix}="urn:x" r:id="rIdNew0" r:dm="rIdNew0"/></xdr:graphicFrame>'
    )
    words = (
        "<a:p xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:r><a:t>件数の推移</a:t></a:r></a:p>"
    )
    target = hand.add("xl/charts/chart91.xml", f"<x xmlns:c='urn:c'>{words}<c:v>系列の名</c:v></x>")
    number = hand.relate(kind, target, source=part)
    hand.replace(part, "rIdNew0", number, 2)
    assert _new(hand) == [Beside(BesideKind.CHART, "件数の推移", SHEET, 6, 8)]


def test_beside__old_text_box_and_control__words_of_both_but_of_no_note() -> None:
    hand = Hand()
    box = '<v:shape id="{0}"><v:textbox><div>{1}</div></v:textbox><x:ClientData ObjectType="{2}"><x:Anchor>3, 0, 7, 0, 5, 0, 9, 0</x:Anchor></x:ClientData></v:shape>'
    shapes = box.format("a", "<font>確認</font>済<br>です", "Checkbox") + box.format("b", "メモの箱", "Note")
    vml = (
        f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
    )
    hand.relate("vmlDrawing", hand.add("xl/drawings/vmlDrawing91.vml", vml))
    assert _new(hand) == [Beside(BesideKind.SHAPE, "確認済\nです", SHEET, 8, 4)]


def test_beside__control_drawn_twice__told_once() -> None:
    hand = Hand()
    hand.drawing(shape("確認済"))
    vml = "<xml><v:shape><v:textbox><div>確認済</div></v:textbox></v:shape></xml>"
    hand.relate("vmlDrawing", hand.add("xl/drawings/vmlDrawing91.vml", vml))
    assert [one.text for one in _new(hand)] == ["確認済"]


def test_beside__links__those_that_lead_out() -> None:
    hand = Hand()
    number = hand.relate("hyperlink", "https://example.jp/資料", external=True)
    hand.tail(
        f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="P5:P6" r:id="{number}" tooltip="参考"/>'
        '<hyperlink ref="P7" location="指標!A1"/></hyperlinks>'
    )
    assert _new(hand) == [Beside(BesideKind.LINK, "https://example.jp/資料 参考", SHEET, 5, 16)]


def test_beside__header_and_footer__words_without_codes() -> None:
    hand = Hand()
    hand.replace(
        hand.part(SHEET), "<oddFooter>", '<oddFooter>&amp;L&amp;"游明朝,標準"&amp;9&amp;K01+000仮の数 &amp;&amp; 見込み'
    )
    assert [(one.kind, one.text) for one in _new(hand)] == [(BesideKind.HEADER, "仮の数 ＆ 見込み ／")]


def test_beside__properties_and_names__what_somebody_wrote() -> None:
    hand = Hand()
    hand.replace(
        "docProps/core.xml",
        "</cp:coreProperties>",
        '<dc:description xmlns:dc="http://purl.org/dc/elements/1.1/">数は見込み</dc:description></cp:coreProperties>',
    )
    hand.replace(
        "xl/workbook.xml",
        "</definedNames>",
        '<definedName name="メモ">"後で直す"</definedName><definedName name="範囲">指標!$A$1:$B$2</definedName>'
        '<definedName name="説明" comment="課長と相談">指標!$A$1</definedName>'
        '<definedName name="_xlfn.X" hidden="1">#NAME?</definedName></definedNames>',
    )
    assert [(one.kind, one.text) for one in _new(hand)] == [
        (BesideKind.NAME, 'メモ="後で直す"'),
        (BesideKind.NAME, "説明=指標!$A$1 課長と相談"),
        (BesideKind.PROPERTY, "数は見込み"),
    ]


def _cased(kind: BesideKind, texts: list[str]) -> list[tuple[BesideKind, str]]:
    return [(kind, text) for text in texts]


@pytest.mark.parametrize(
    ("part", "inner", "found"),
    [
        ("core", "<dc:title {dc}>速報値</dc:title>", _cased(BesideKind.TITLE, ["速報値"])),
        ("core", "<cp:contentStatus>最終版</cp:contentStatus>", _cased(BesideKind.PROPERTY, ["最終版"])),
        ("core", "<cp:category>財政</cp:category>", _cased(BesideKind.PROPERTY, ["財政"])),
        ("core", "<cp:lastModifiedBy>花子</cp:lastModifiedBy><cp:revision>7</cp:revision>", []),
        ("core", "<cp:contentStatus> </cp:contentStatus>", []),
        ("app", "<Manager>課長と相談</Manager>", _cased(BesideKind.PROPERTY, ["課長と相談"])),
        ("app", "<Company>外郭団体</Company>", _cased(BesideKind.PROPERTY, ["外郭団体"])),
        ("app", "<HyperlinkBase>S:/共有</HyperlinkBase>", _cased(BesideKind.PROPERTY, ["S:/共有"])),
        ("app", "<Template>標準.xltx</Template><TotalTime>9</TotalTime><Company></Company>", []),
        ("custom", "備考", _cased(BesideKind.PROPERTY, ["備考：数は見込み"])),
        ("custom", "MSIP_Label_0a_Name", []),
        ("custom", "_MarkAsFinal", []),
        ("custom", "ContentTypeId", []),
        ("custom", "Orderの備考", _cased(BesideKind.PROPERTY, ["Orderの備考：数は見込み"])),
    ],
)
def test_beside__property__what_a_person_types_and_not_what_programs_do(
    part: str, inner: str, found: list[tuple[BesideKind, str]]
) -> None:
    hand = Hand()
    if part == "custom":
        inner = f'<property fmtid="D5" pid="99" name="{inner}"><vt:lpwstr>数は見込み</vt:lpwstr></property>'
    inner = inner.format(dc='xmlns:dc="http://purl.org/dc/elements/1.1/"')
    end = "</cp:coreProperties>" if part == "core" else "</Properties>"
    hand.replace(f"docProps/{part}.xml", end, inner + end)
    assert [(one.kind, one.text) for one in _new(hand)] == found


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        ('<dataValidation promptTitle="課から" prompt="数は&#10;速報値" sqref="P5:P6"/>', ["課から", "数は\n速報値"]),
        (
            '<dataValidation type="custom" errorTitle="注意" sqref="P5"><formula1>1</formula1></dataValidation>',
            ["注意"],
        ),
        (
            '<dataValidation type="list" sqref="P5"><formula1>"未定,見込み"</formula1></dataValidation>',
            ["未定,見込み"],
        ),
        ('<dataValidation type="list" sqref="P5"><formula1>rating_list</formula1></dataValidation>', []),
        ('<dataValidation type="custom" sqref="P5"><formula1>P5="A"</formula1></dataValidation>', []),
        (
            '<x14:dataValidation xmlns:x14="urn:x" type="list" prompt="速報値"><x14:formula1><xm:f xmlns:xm="urn:m">指標!A1'
            '</xm:f></x14:formula1><xm:sqref xmlns:xm="urn:m">P5</xm:sqref></x14:dataValidation>',
            ["速報値"],
        ),
        ('<dataValidation prompt="同じ文" sqref="P5"/><dataValidation prompt="同じ文" sqref="P9"/>', ["同じ文"]),
    ],
)
def test_beside__input_rule__what_it_says_and_the_words_of_its_list(xml: str, texts: list[str]) -> None:
    hand = Hand()
    hand.tail(f"<dataValidations>{xml}</dataValidations>")
    assert _new(hand) == [Beside(BesideKind.RULE, text, SHEET, 5, 16) for text in texts]


def test_beside__scenario__name_remark_and_values() -> None:
    hand = Hand()
    hand.tail(
        '<scenarios current="0"><scenario name="別案" count="1" user="花子" comment="見込みの数">'
        '<inputCells r="P5" val="9件"/></scenario></scenarios>'
    )
    assert _new(hand) == [Beside(BesideKind.SCENARIO, "別案 見込みの数 P5=9件", SHEET, 5, 16)]


@pytest.mark.parametrize(
    ("attributes", "texts"),
    [
        ('descr="数は見込み"', ["数は見込み"]),
        ('title="題" descr="題"', ["題"]),
        ('descr="C:\\共有\\DSC001.JPG"', []),
        ('descr="グラフ が含まれている画像&#10;&#10;自動的に生成された説明"', []),
        ('name="図 1"', []),
        ('descr="Picture"', []),
        ('title="画像"', []),
        ('descr="画像は見込みの数です"', ["画像は見込みの数です"]),
    ],
)
def test_beside__alternative_text__what_a_person_wrote(attributes: str, texts: list[str]) -> None:
    hand = Hand()
    hand.drawing(f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" {attributes}/></xdr:nvPicPr></xdr:pic>')
    assert _new(hand) == [Beside(BesideKind.ALT, text, SHEET, 6, 8) for text in texts]


def test_beside__link_on_a_picture__its_target_and_what_it_says() -> None:
    hand = Hand()
    link = '<a:hlinkClick r:id="rIdX" tooltip="参考"/>'
    part = hand.drawing(f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2">{link}</xdr:cNvPr></xdr:nvPicPr></xdr:pic>')
    hand.replace(part, "rIdX", hand.relate("hyperlink", "https://example.jp/資料", source=part, external=True))
    assert _new(hand) == [Beside(BesideKind.LINK, "https://example.jp/資料 参考", SHEET, 6, 8)]


def test_beside__table__its_alternative_text() -> None:
    hand = Hand()
    table = '<table ref="P5:P6"><extLst><ext><x14:table xmlns:x14="urn:x" altText="数" altTextSummary="見込み"/></ext></extLst></table>'
    number = hand.relate("table", hand.add("xl/tables/table9.xml", table))
    hand.tail(f'<tableParts xmlns:r="{OFFICE}"><tablePart r:id="{number}"/></tableParts>')
    assert _new(hand) == [Beside(BesideKind.ALT, text, SHEET, 5, 16) for text in ("数", "見込み")]


def test_beside__embedded_file__told_by_its_name() -> None:
    hand = Hand()
    hand.relate("package", hand.add("xl/embeddings/Microsoft_Word_Document1.docx", b"PK"))
    assert _new(hand) == [Beside(BesideKind.OBJECT, "Microsoft_Word_Document1.docx", SHEET)]


def test_beside__other_writers__notes_boxes_and_titles() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_comment("B2", "メモ", {"author": "花子"})
        sheet.insert_textbox("C3", "箱")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=a!$A$1:$A$2", "name": "系列"})
        chart.set_title({"name": "題"})
        sheet.insert_chart("D4", chart)
        chart_sheet = book.add_chartsheet("図")
        chart_sheet.set_chart(_chart(book))
        chart_sheet.set_header("&C速報値")

    assert {(one.kind, one.text, one.sheet) for one in _written(write)} == {
        (BesideKind.NOTE, "メモ", "a"),
        (BesideKind.SHAPE, "箱", "a"),
        (BesideKind.CHART, "題", "a"),
        (BesideKind.CHART, "別の題", "図"),
        (BesideKind.HEADER, "速報値", "図"),
    }


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=a!$A$1:$A$2"})
    chart.set_title({"name": "別の題"})
    return chart


def test_beside__workbook_full_of_things__read_whole() -> None:
    found = read_book(hostile_workbook(3), "").beside
    assert {one.kind for one in found} >= {BesideKind.NOTE, BesideKind.SHAPE, BesideKind.HEADER}


def test_beside__damaged_note__told_as_not_read_and_the_rest_read() -> None:
    hand = Hand()
    hand.note("読めない")
    hand.parts["xl/comments9.xml"] = b"<comments><author>"
    assert _new(hand) == [Beside(BesideKind.OBJECT, "comments9.xml", SHEET)]


def test_beside__survey_as_it_goes_out__only_its_own_words() -> None:
    own = {BesideKind.HEADER, BesideKind.RULE, BesideKind.TITLE}
    assert {one.kind for one in read_book(Hand().data, "").beside} == own
