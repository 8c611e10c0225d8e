"""What people do to a returned survey in Excel, done to its parts: looks of cells, notes, shapes, links, headers.

`Hand` holds the parts of one workbook; its methods change them as Excel writes it, and `data` is the workbook.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from kosei_xl.demo import type_entries
from kosei_xl.read.survey import read_submission
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.model import Submission
from kosei_xl.workbook.book import read_book
from tests.tools.builders import read
from tests.tools.hostile import rezip, unzip
from tests.tools.office import address_of, midori, respondent

CASE = midori()
DEPARTMENT = "D01"
SHEET = "Ⅱ 伝わる情報と開かれた市政"
FILE = "D01_調査票.xlsx"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORDS = '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>%s</a:t></a:r></a:p>'


@cache
def filled_survey() -> bytes:
    """The survey of a department, filled in without a fault."""
    blank = CASE.blank(respondent(CASE.plan, DEPARTMENT))
    people = {"filled_by": "花子", "confirmed_by": "太郎", "confirmed_on": "令和8年4月9日"}
    return type_entries(blank, CASE.typed, people)


@cache
def cell_of(row_key: str, field_key: str, sheet: str = SHEET) -> str:
    """The address of an input of the survey."""
    return address_of(read_book(filled_survey(), ""), sheet, row_key, field_key)


RESULTS = "results"
ROW = "m-010|"


@dataclass
class Hand:
    """A workbook while somebody works on it."""

    parts: dict[str, bytes] = field(default_factory=lambda: unzip(filled_survey()))

    @property
    def data(self) -> bytes:
        """The workbook."""
        return rezip(self.parts)

    @property
    def cell(self) -> str:
        """The input that most tests type into: the results of No. 10."""
        return cell_of(ROW, RESULTS)

    def part(self, sheet: str) -> str:
        """The part of a sheet."""
        book = self.parts["xl/workbook.xml"].decode()
        found = re.search(rf'<sheet [^>]*name="{re.escape(sheet)}"[^>]*r:id="([^"]+)"', book)
        assert found is not None, sheet
        rels = self.parts["xl/_rels/workbook.xml.rels"].decode()
        target = re.search(r'Target="([^"]+)"', next(r for r in re.findall("<[^>]*>", rels) if f'"{found[1]}"' in r))
        assert target is not None
        return target[1].lstrip("/") if target[1].startswith("/") else f"xl/{target[1]}"

    def replace(self, part: str, old: str, new: str, count: int = 1) -> None:
        """Change the text of a part; `old` must be there."""
        text = self.parts[part].decode()
        assert old in text, (part, old)
        self.parts[part] = text.replace(old, new, count).encode()

    def raw(self, inner: str, attributes: str = "", *, cell: str | None = None, sheet: str = SHEET) -> None:
        """Give a cell this content; its style stays unless `attributes` has one."""
        part, address = self.part(sheet), cell or self.cell
        text = self.parts[part].decode()
        found = re.search(rf'<c r="{address}"([^>]*?)(?:/>|>.*?</c>)', text, re.S)
        assert found is not None, address
        style = re.search(r' s="\d+"', found[1])
        own = style[0] if style and " s=" not in f" {attributes}" else ""
        made = f'<c r="{address}"{own} {attributes}>{inner}</c>'
        self.parts[part] = (text[: found.start()] + made + text[found.end() :]).encode()

    def text(self, text: str, *, cell: str | None = None, sheet: str = SHEET, style: int | None = None) -> None:
        """Type a text."""
        look = f's="{style}" ' if style is not None else ""
        inner = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
        self.raw(inner, f'{look}t="inlineStr"', cell=cell, sheet=sheet)

    def number(self, number: str, code: str, *, cell: str | None = None, sheet: str = SHEET) -> None:
        """Type a number that is shown by a format."""
        self.raw(f"<v>{number}</v>", f's="{self.style(code)}"', cell=cell, sheet=sheet)

    def new_cell(self, address: str, text: str, *, sheet: str = SHEET) -> None:
        """Type into a cell that the sheet does not have, at the end of its row."""
        row = re.sub(r"\D", "", address)
        part, made = self.part(sheet), f'<c r="{address}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        whole = self.parts[part].decode()
        found = re.search(rf'(<row r="{row}"[^>]*>.*?)</row>', whole, re.S)
        if found is None:
            self.replace(part, "</sheetData>", f'<row r="{row}">{made}</row></sheetData>')
        else:
            self.parts[part] = (whole[: found.end(1)] + made + whole[found.end(1) :]).encode()

    def style(self, code: str = "General", *, strike: bool = False) -> int:
        """A new style with a number format, and a font that is struck out."""
        part = "xl/styles.xml"
        number = 0
        if code != "General":
            number = 900 + len(re.findall("<numFmt ", self.parts[part].decode()))
            made = f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            self.replace(part, "</numFmts>", f"{made}</numFmts>")
        font = 0
        if strike:
            fonts = re.search(r"<fonts[^>]*>(.*?)</fonts>", self.parts[part].decode(), re.S)
            assert fonts is not None
            font = len(re.findall(r"<font\b", fonts[1]))
            self.replace(part, "</fonts>", '<font><strike/><sz val="10"/></font></fonts>')
        styles = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", self.parts[part].decode(), re.S)
        assert styles is not None
        made = f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"/>'
        self.replace(part, "</cellXfs>", f"{made}</cellXfs>")
        return len(re.findall(r"<xf\b", styles[1]))

    def add(self, name: str, content: str | bytes) -> str:
        """A further part."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        return name

    def relate(self, kind: str, target: str, *, source: str | None = None, external: bool = False) -> str:
        """A relationship of a sheet (or another part); its id."""
        part = source or self.part(SHEET)
        folder, _, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        self.parts.setdefault(rels, empty.encode())
        number = f"rIdNew{len(self.parts[rels])}"
        mode = ' TargetMode="External"' if external else ""
        kind = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
        where = target if external else f"/{target}"
        made = f'<Relationship Id="{number}" Type="{kind}" Target="{escape(where)}"{mode}/>'
        self.replace(rels, "</Relationships>", f"{made}</Relationships>")
        return number

    def tail(self, xml: str, *, sheet: str = SHEET) -> None:
        """Further elements at the end of a sheet."""
        self.replace(self.part(sheet), "</worksheet>", f"{xml}</worksheet>")

    def note(self, text: str, author: str = "担当", *, cell: str | None = None) -> None:
        """A note on a cell."""
        run = f'<comment ref="{cell or self.cell}" authorId="0"><text><r><t>{escape(text)}</t></r></text></comment>'
        xml = (
            '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<authors><author>{author}</author></authors><commentList>{run}</commentList></comments>"
        )
        self.relate("comments", self.add("xl/comments9.xml", xml))

    def drawing(self, shapes: str, *, row: int = 5, column: int = 7) -> str:
        """Shapes that lie over a cell (0-based, as drawings count); the part of the drawing."""
        corner = "<xdr:{0}><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{2}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{0}>"
        start, end = corner.format("from", column, row), corner.format("to", column + 1, row + 1)
        xml = (
            f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main" xmlns:r="{OFFICE}">'
            f"<xdr:twoCellAnchor>{start}{end}{shapes}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
        )
        part = self.add("xl/drawings/drawing91.xml", xml)
        self.tail(f'<drawing xmlns:r="{OFFICE}" r:id="{self.relate("drawing", part)}"/>')
        return part

    def submission(self) -> Outcome[Submission]:
        """The workbook as it is read."""
        return read(read_submission(read_book(self.data, FILE), CASE.plan))

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is said of it that is not said of the survey as it was filled in."""
        before = Hand().submission().diagnostics
        return tuple(problem for problem in self.submission().diagnostics if problem not in before)

    def typed(self, field_key: str = RESULTS, item_key: str = "m-010") -> str | None:
        """What was read into a field."""
        sets = (one for one in self.submission().value.value_sets if one.item_key == item_key and one.slot.number == 0)
        return next(sets).fields.get(field_key)


def shape(*words: str, attributes: str = "") -> str:
    """A text box with these paragraphs."""
    return f"<xdr:sp {attributes}><xdr:txBody><a:bodyPr/>{''.join(_WORDS % escape(w) for w in words)}</xdr:txBody></xdr:sp>"


def said(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str | None, str | None]]:
    """(code, sheet, cell) of findings."""
    return [(str(p.code), p.at.sheet if p.at else None, p.at.cell if p.at else None) for p in problems]
