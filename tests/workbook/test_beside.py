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
        book.add_chartsheet("図").set_chart(_chart(book))

    assert {(one.kind, one.text, one.sheet) for one in _written(write)} == {
        (BesideKind.NOTE, "メモ", "a"),
        (BesideKind.SHAPE, "箱", "a"),
        (BesideKind.CHART, "題", "a"),
        (BesideKind.CHART, "別の題", "図"),
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


def test_beside__survey_as_it_goes_out__only_its_own_footers() -> None:
    assert {one.kind for one in read_book(Hand().data, "").beside} == {BesideKind.HEADER}
