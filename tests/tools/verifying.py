"""Reports to verify: plans changed at random with everything a page can hold, and what people do to finished reports."""

import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import openpyxl
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.collect.summarize import summarize
from kosei_xl.demo import sample_photos
from kosei_xl.proof.verify.compare import disagreements
from kosei_xl.proof.verify.expected import STAMP, expected
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.says import ReportSays
from kosei_xl.read.master import point_of
from kosei_xl.read.report import Found, FoundCell, read_report
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Report
from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.evened import as_printed
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, EntriesFile, EntryKey, Part, Plan, photo_slot
from kosei_xl.values.pictures import Picture
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.words.findings import Severity
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.mutations import mutated
from tests.tools.paper import TEMPLATE, changed, ledger_of

NOTE = Part(
    key="note",
    kind="text",
    sheet="注記",
    role="note",
    title="{時点}の注記",
    text="{再掲注記}\n{凡例}\n■数の内訳\n区分｜件数\n全体｜{件数:半角}\n再掲を除く｜{実件数:半角}\n対象外｜{対象外件数:半角}\n"
    "{評価文}（{時点日}現在）\n[[未記入が{未記入}項目あります。]]\n{分野ごと}\n{分野番号}　{分野名}（{分野件数}項目）\n"
    "・{項目例:2}\n{/分野ごと}\n前の時点は{期間:2021-2023}、計画は{計画期間:年数:全角}です。",
)
WHOLE = Part(
    key="whole", kind="list", sheet="全項目", title="全項目（{略時点}）", items="all", foot=True, numbering="８・12"
)


@dataclass(frozen=True)
class Case:
    """A report and what it was made from."""

    plan: Plan
    ledger: dict[EntryKey, dict[str, str]]
    point: str
    pictures: dict[str, Picture]
    draft: bool = True

    @property
    def standing(self) -> Standing:
        """The plan at the point with the ledger."""
        ledger = Ledger(self.ledger, pictures=self.pictures)
        return Standing(self.plan, point_of(self.plan, self.point), ledger)

    @cached_property
    def report(self) -> Report:
        """The report as it is laid out."""
        shown = as_printed(self.standing)
        made = lay_out(shown, summarize(self.standing), ReportOptions(looks(TEMPLATE), draft=self.draft))
        assert not [problem for problem in made.diagnostics if problem.code != "K503"]
        return made.value

    @cached_property
    def workbook(self) -> bytes:
        """The finished report."""
        return render(self.report, TEMPLATE).data

    @cached_property
    def says(self) -> ReportSays:
        """What it must say."""
        return expected(Facts(self.standing), self.parts, draft=self.draft)

    @property
    def parts(self) -> list[Part]:
        """The parts that are printed."""
        return [part for part in self.plan.parts if part.kind not in ("form", "pdf")]

    @cached_property
    def found(self) -> Found:
        """The report as read back."""
        return self._read(self.workbook)

    def _read(self, workbook: bytes) -> Found:
        return read_report(read_book(workbook, "資料.xlsx"), [STAMP, *(part.key for part in self.parts)])

    def findings(self, workbook: bytes | None = None) -> list[Diagnostic]:
        """What differs in it, or in a copy that somebody changed."""
        return disagreements(self.says, self.found if workbook is None else self._read(workbook), self.point)

    def cell(self, part: str, row: str, column: str, piece: int = 0) -> FoundCell:
        """A cell by its keys."""
        found_piece = self.found.rows[part, row][piece]
        found = found_piece.cell(column) if column else found_piece.filled[0]
        assert found is not None, (part, row, column)
        return found


def serious(problems: list[Diagnostic]) -> list[tuple[str, str]]:
    """(code, sheet!cell) of errors and warnings."""
    return [(p.code, place(p.at)) for p in problems if p.severity is not Severity.INFO]


def place(at: CellRef | None) -> str:
    """「進捗状況!C12」."""
    return f"{at.sheet}!{at.cell}" if at is not None else ""


def case(seed: int) -> Case:
    """The sample changed at random: items, areas, ratings (some blank), texts, digits, numbering, follow-up, history."""
    draw = random.Random(seed * 7 + 1)
    plan_file, entries = mutated(seed)
    plan = plan_file.plan
    point = plan.points[-1].key
    style = plan.style.model_copy(
        update={
            "digits_text": draw.choice(("mixed", "half", "full")),
            "digits_table": draw.choice(("full", "half", "mixed")),
            "entry_digits": "even" if seed % 2 else "typed",
            "area_numbering": draw.choice(("Ⅰ", "１", "1", "①")),
            "item_numbering": draw.choice(("1", "①", "８・12")),
            "zero_ratings_in_sentence": draw.random() < 0.5,
            "follow_up_counts_repeats": draw.random() < 0.5,
        }
    )
    ratings = tuple(r.model_copy(update={"legend": f"{r.label}に進んでいるもの"}) for r in plan.ratings)
    columns = [
        Column(part="whole", key="no", label="No."),
        Column(part="whole", key="name", label="項目", width=30),
        Column(part="whole", key="lead", label="担当"),
        Column(part="whole", key="rating", label="{年度}", heading="評価", width=6),
        Column(part="whole", key="rating", label="前", heading="評価", width=6, point=plan.points[0].key),
        Column(part="whole", key="follow_up", label="継続", width=6, source="entry"),
        Column(part="whole", key="results", label="前の実績", source="entry", width=40, point=plan.points[0].key),
        Column(part="whole", key="actual", label="実績値", source="entry", width=20),
    ]
    # the count of an area stands in a column of the summary table, or in that table's usual form below its name
    parts = [
        part.model_copy(update={"shows": ()}) if part.kind == "summary" and seed % 2 else part for part in plan.parts
    ]
    made = changed(plan, style=style, ratings=ratings, parts=(*parts, NOTE, WHOLE), columns=(*plan.columns, *columns))
    ledger = ledger_of(entries)
    for key, fields in ledger.items():
        if key.point == point and key.is_row and draw.random() < 0.2:
            fields["follow_up"] = "○"
        if seed % 3 == 0 and key.point == point and "rating" in fields and draw.random() < 0.1:
            del fields["rating"]
    return Case(made, ledger, point, _photos(entries, ledger, point), draft=seed % 4 != 0)


def _photos(entries: EntriesFile, ledger: dict[EntryKey, dict[str, str]], point: str) -> dict[str, Picture]:
    """The photos of the sample as the ledger has them."""
    typed = [entry for entry in entries.entries if entry.point == point]
    pictures = {}
    for (item, sub, number), picture in sample_photos("midori", typed).items():
        caption = next(e.photos[number - 1].caption for e in typed if (e.item_key, e.sub_no) == (item, sub))
        key = EntryKey(item, sub or None, point, photo_slot(number))
        ledger[key] = {"picture": picture.sha256} | ({"caption": caption} if caption else {})
        pictures[picture.sha256] = picture
    return pictures


def sample() -> Case:
    """The sample as it is."""
    plan, entries = init.sample_plan("midori").plan, init.sample_entries("midori")
    ledger, point = ledger_of(entries), plan.points[-1].key
    return Case(plan, ledger, point, _photos(entries, ledger, point))


# What people do to a report -------------------------------------------------------------------------------------------


def with_cells(workbook: bytes, values: dict[CellRef, CellInput]) -> bytes:
    """The report with other texts in some cells, everything else as it was."""
    package = Package(workbook)
    for at, value in values.items():
        assert at.sheet is not None
        package.sheet(at.sheet).put(str(at.cell), value)
    return package.to_bytes()


def in_openpyxl(workbook: bytes, change: Callable[[Worksheet], None], sheet: str | None = None) -> bytes:
    """The report loaded, one sheet (or each that people see) changed, and saved."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    seen = [one for one in book.worksheets[:-1] if one.title != terms.CHART_SHEET]
    for one in [book[sheet]] if sheet is not None else seen:
        change(one)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def unmerge(sheet: Worksheet) -> None:
    """Undo all merges, as openpyxl moves them with neither rows nor columns."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def with_rows(workbook: bytes, sheet: str, change: Callable[[list[etree._Element]], None]) -> bytes:
    """The report with rows of a sheet taken out, copied or put in; those below move, merged cells are undone."""

    def edit(xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        data = root.find("{*}sheetData")
        assert data is not None
        for merged in root.findall("{*}mergeCells"):
            root.remove(merged)
        rows: dict[int, etree._Element] = {int(row.get("r", "0")): row for row in data}
        every = [rows.get(number) for number in range(1, max(rows) + 1)]
        listed = [row if row is not None else etree.Element(data[0].tag) for row in every]
        change(listed)
        data[:] = listed
        for number, row in enumerate(data, 1):
            row.set("r", str(number))
            for cell in row:
                cell.set("r", re.sub(r"\d+", str(number), cell.get("r", "")))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return with_xml(workbook, sheet, edit)


def with_xml(workbook: bytes, sheet: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The report with the XML of a sheet changed."""
    part = Package(workbook).sheet(sheet).part
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return out.getvalue()
