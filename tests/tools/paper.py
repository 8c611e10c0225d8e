"""The paper itself: reports printed by LibreOffice, read back page by page, and what must hold on every page."""

import random
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pypdf
import pypdfium2
import pytest
from openpyxl.styles import Font

from kosei_xl.collect.summarize import summarize
from kosei_xl.read.master import point_of
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Report, ReportCell, ReportRow, ReportSheet
from kosei_xl.report.paginate import Page
from kosei_xl.report.pdf.libreoffice_copy import libreoffice_copy
from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import Column, EntriesFile, EntryKey, Item, LineKey, Part, Plan, indicator_slot
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.pdf_programs import ConversionFailed, LibreOffice, find_libreoffice
from kosei_xl.verbs.report import PdfBinding, make_pdf
from kosei_xl.workbook import pdf_text
from kosei_xl.workbook.measure import Face, wrap
from kosei_xl.workbook.parts import Package
from tests.tools.office import INSTALL, ONE_LIBREOFFICE
from tests.tools.patience import run_to_end

TEMPLATE = disk.bundled("workbook_templates", "report.xlsx")
BODY = ("body", "body_center", "body_right", "no", "rating", "rating_ahead", "rating_behind", "area_label")
"""Roles of the cells of lists."""
A4, A4_ACROSS, A3_ACROSS = (210.0, 297.0), (297.0, 210.0), (420.0, 297.0)
PAPERS = {"A4縦": A4, "A4横": A4_ACROSS, "A3横": A3_ACROSS}
MM = 72 / 25.4
HEADINGS = frozenset(("title", "heading", "head", "band"))
NO_START, NO_END = frozenset("、。，．）」』】］〕％ー"), frozenset("（「『【〔［")


# How it is printed ----------------------------------------------------------------------------------------------------


def soffice() -> Path:
    """LibreOffice; the test fails without it."""
    try:
        return find_libreoffice()
    except ConversionFailed:
        pytest.fail(f"LibreOffice is needed: {INSTALL}")


class OneAtATime:
    """`LibreOffice` behind the lock."""

    def convert(self, xlsx: Path, out: Path, timeout: float = 120.0) -> None:
        """As `LibreOffice.convert`."""
        with ONE_LIBREOFFICE:
            LibreOffice(soffice()).convert(xlsx, out, timeout)


@dataclass(frozen=True)
class Printed:
    """A report on paper."""

    plan: Plan
    ledger: Entries
    point: str
    template: bytes
    report: Report
    workbook: bytes
    pdf: bytes
    codes: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Text of each page as the program draws it."""
        return pdf_text.pages_of_pdf(self.pdf)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Text of each page without white space."""
        return tuple(plain(text) for text in self.texts)


def plain(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def changed(plan: Plan, **values: object) -> Plan:
    """The plan with other values; `model_copy` would keep what it has worked out of the old ones."""
    return Plan.model_construct(**({name: getattr(plan, name) for name in Plan.model_fields} | values))


def with_area_column(plan: Plan) -> Plan:
    """The sample as cities print it that name the area in a column and give what is not rated a sheet of its own."""
    area = Column.model_validate({"part": "list", "key": "area", "label": "分野", "width": 9})
    columns = [
        column.model_copy(update={"width": 19.0}) if (column.part, column.key) == ("list", "goal") else column
        for column in plan.columns
    ]
    at = next(n for n, column in enumerate(columns) if column.part == "list")
    own = {"sheet": "検討中の取組", "paper": "A4横"}
    parts = tuple(part.model_copy(update=own) if part.items == "unrated" else part for part in plan.parts)
    return changed(plan, parts=parts, columns=(*columns[:at], area, *columns[at:]))


def ledger_of(entries: EntriesFile) -> dict[EntryKey, dict[str, str]]:
    """Entries as the ledger has them."""
    ledger: dict[EntryKey, dict[str, str]] = {}
    for entry in entries.entries:
        ledger[entry.key] = dict(entry.fields)
        for number, one in enumerate(entry.indicators, 1):
            key = entry.key._replace(slot=indicator_slot(number))
            ledger[key] = one.model_dump(exclude_none=True)
    return ledger


def laid(plan: Plan, ledger: Entries, point: str, template: bytes = TEMPLATE, *, draft: bool = True) -> Report:
    """The report; every placeholder of the plan must be known."""
    at = Standing(plan, point_of(plan, point), Ledger(ledger))
    made = lay_out(at, summarize(at), ReportOptions(looks(template), draft=draft))
    assert not [problem for problem in made.diagnostics if problem.code == "K504"]
    return made.value


@dataclass(frozen=True)
class Job:
    """A report to print."""

    plan: Plan
    ledger: Entries
    point: str
    template: bytes = TEMPLATE
    draft: bool = True


@dataclass(frozen=True)
class Ready:
    """A converter whose PDF is there already."""

    made: Path

    def convert(self, xlsx: Path, out: Path, timeout: float) -> None:
        """Hand it over."""
        shutil.copyfile(self.made, out)


def print_all(jobs: Mapping[str, Job], folder: Path) -> dict[str, Printed]:
    """Lay out and write all, print them in one start of LibreOffice, and let `make_pdf` look at each PDF."""
    reports = {name: laid(job.plan, job.ledger, job.point, job.template, draft=job.draft) for name, job in jobs.items()}
    workbooks = {name: render(report, jobs[name].template).data for name, report in reports.items()}
    copies = []
    for number, workbook in enumerate(workbooks.values()):
        copies.append(folder / f"{number}.xlsx")
        copies[-1].write_bytes(libreoffice_copy(workbook))
    command = [str(soffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, copies)]
    with ONE_LIBREOFFICE:
        done = run_to_end(command)
    papers = {}
    for number, (name, job) in enumerate(jobs.items()):
        assert (folder / f"{number}.pdf").is_file(), f"{name}: {done.stdout}{done.stderr}"
        xlsx, target = folder / f"{number} 資料.xlsx", folder / f"{number} 資料.pdf"
        xlsx.write_bytes(workbooks[name])
        converter = Ready(folder / f"{number}.pdf")
        found = make_pdf(xlsx, target, reports[name], PdfBinding(folder, converter=converter))
        codes = tuple(problem.code for problem in found)
        papers[name] = Printed(
            job.plan, job.ledger, job.point, job.template, reports[name], workbooks[name], target.read_bytes(), codes
        )
    return papers


def restyled(template: bytes, roles: Iterable[str], name: str | None = None, size: float | None = None) -> bytes:
    """The template with another font or size in the samples of some roles, as a person would change them."""
    book = openpyxl.load_workbook(BytesIO(template))
    for role in roles:
        for sheet, address in book.defined_names[f"style_{role}"].destinations:
            for cells in book[sheet][address.replace("$", "")] if ":" in address else ((book[sheet][address],),):
                for cell in cells:
                    old = cell.font
                    cell.font = Font(name=name or old.name, sz=size or old.sz, b=old.b, color=old.color)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_normal(template: bytes, name: str, size: float) -> bytes:
    """The template with another font of the Normal style, which every column width is counted in."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/styles.xml":
                first = re.search(rb"<font>.*?</font>", data, re.DOTALL)
                assert first is not None
                made = f'<font><sz val="{size:g}"/><name val="{name}"/></font>'.encode()
                data = data[: first.start()] + made + data[first.end() :]
            new.writestr(part, data)
    return out.getvalue()


def all_roles(template: bytes = TEMPLATE) -> tuple[str, ...]:
    """Every role the template has a sample of."""
    package = Package(template)
    return tuple(role for role in looks(template).faces if package.locate(f"style_{role}") is not None)


# What is looked at ----------------------------------------------------------------------------------------------------


def pages_of(sheet: ReportSheet) -> Iterator[tuple[ReportRow, ...]]:
    """The rows of each page, repeated ones on the first only."""
    start = 0
    for end in (*sheet.breaks, len(sheet.rows)):
        yield sheet.rows[start:end]
        start = end


def numbered_pages(report: Report) -> Iterator[tuple[int, ReportSheet, tuple[ReportRow, ...]]]:
    """(page from 0, its sheet, its rows)."""
    number = 0
    for sheet in report.sheets:
        for rows in pages_of(sheet):
            yield number, sheet, rows
            number += 1


def item_of(plan: Plan, cell: ReportCell) -> tuple[Part, Item] | None:
    """The list and the item that a cell belongs to."""
    key, _, rest = cell.key.partition(".")
    number = rest.partition(".")[0]
    part = next((part for part in plan.parts if part.key == key and part.kind in ("list", "delayed")), None)
    item = next((line.item for line in plan.lines if line.no == number), None)
    return None if part is None or item is None else (part, item)


def strip_of(document: bytes, *, top: float = 0.0, bottom: float = 0.0) -> list[str]:
    """The text in so many mm at the top or the bottom of every page."""
    texts = []
    opened = pypdfium2.PdfDocument(document)
    for page in opened:
        width, height = page.get_size()
        low, high = (height - top * MM, height) if top else (0, bottom * MM)
        texts.append(page.get_textpage().get_text_bounded(0, low, width, high).strip())
    opened.close()
    return texts


def check_complete(paper: Printed) -> None:
    """Every character of every text is there: by the layout's account and by the ledger's own."""
    assert paper.codes == ()
    assert pdf_text.missing_characters(paper.report.on_paper(), paper.texts) == {}
    wanted = list(entered(paper))
    assert pdf_text.missing_characters(wanted, paper.texts) == {}
    pages = "".join(paper.pages)
    pieces = {plain(str(cell.text)) for sheet in paper.report.sheets for row in sheet.rows for cell in row.cells}
    run = 24
    for text in wanted:
        for start in range(0, len(text) - run, 5 * run):
            six = plain(text[start : start + 6])
            assert six in pages or is_cut_inside(six, pieces)


def is_cut_inside(run: str, pieces: Iterable[str]) -> bool:
    """Whether the layout cut a text inside this run, so that its two parts stand in two rows."""
    pieces = set(pieces)
    return any(
        any(piece.endswith(run[:at]) for piece in pieces) and any(piece.startswith(run[at:]) for piece in pieces)
        for at in range(1, len(run))
    )


def entered(paper: Printed) -> Iterator[str]:
    """What stands in the ledger for the columns of the lists, straight from the ledger."""
    held = {
        "cause_next": ("cause", "next_steps"),
        "plan_target": ("annual_plan", "target"),
        "result_actual": ("results", "actual"),
    }
    for part in paper.plan.parts:
        if part.kind != "list":
            continue
        columns = paper.plan.columns_of(part.key)
        fields = {(field, c.point or paper.point) for c in columns for field in held.get(c.key, (c.key,))}
        kinds = ("rated", "unrated") if part.items == "all" else (part.items,)
        keys = {item.key for item in paper.plan.items if item.kind in kinds and item.repeats is None}
        for key, values in paper.ledger.items():
            if key.item_key in keys:
                yield from (
                    text for field, text in values.items() if (field, key.point) in fields and field != "rating"
                )


def check_pages(paper: Printed, *, draft: bool = True) -> None:
    """Paper sizes, heads, areas, 案 and page numbers, page by page; a cover has 案 in its box, and no head or number."""
    pages = paper.pages
    assert len(pages) == sum(sheet.pages for sheet in paper.report.sheets)
    sizes = [(float(p.mediabox.width), float(p.mediabox.height)) for p in pypdf.PdfReader(BytesIO(paper.pdf)).pages]
    top, bottom = strip_of(paper.pdf, top=14), strip_of(paper.pdf, bottom=14)
    for number, sheet, rows in numbered_pages(paper.report):
        assert sizes[number] == pytest.approx([side * MM for side in PAPERS[sheet.paper]], abs=1.5)
        if is_cover(paper.plan, sheet):
            assert (sheet.header, sheet.pages, plain(bottom[number])) == ("", 1, "")
            assert plain(paper.plan.name) not in plain(top[number])
            assert ["案" for row in rows for cell in row.cells if cell.role == "draft"] == ["案"] * draft
            assert ("案" in pages[number]) is draft
        else:
            assert sheet.header.endswith("（案）") is draft
            assert plain(sheet.header)
            assert plain(sheet.header) in plain(top[number])
            assert plain(bottom[number]) == f"{number + 1}／{len(pages)}"
        check_heads(paper, number, sheet, rows)
        check_areas(paper, number, rows)


def is_cover(plan: Plan, sheet: ReportSheet) -> bool:
    """Whether nothing but covers stands on a sheet."""
    return {part.role for part in plan.parts if part.sheet == sheet.name} == {"cover"}


def reads(page: str, text: str) -> bool:
    """Whether the page has the text in pieces of two characters and more (lines of neighbours may stand between)."""
    rest = plain(text)
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in page), 0)
        if size < min(2, len(rest)):
            return False
        rest = rest[size:]
    return True


def check_heads(paper: Printed, number: int, sheet: ReportSheet, rows: tuple[ReportRow, ...]) -> None:
    """Above the first row of a table on each page stands its head."""
    heads = [row for row in rows if row.cells and all(cell.role == "head" for cell in row.cells)]
    if sheet.repeat is not None and all(row is not rows[-1] for row in sheet.rows[: sheet.repeat[0] - 1]):
        heads = list(sheet.rows[sheet.repeat[0] - 1 : sheet.repeat[1]])  # repeated from the page on that has them
    if any(item_of(paper.plan, cell) for row in rows for cell in row.cells):
        assert heads
    for row in heads:
        for cell in row.cells:
            assert reads(paper.pages[number], str(cell.text))


def check_areas(paper: Printed, number: int, rows: tuple[ReportRow, ...]) -> None:
    """On each page the name of every area that a list has rows of there; what changed is listed without areas."""
    found = [item_of(paper.plan, cell) for row in rows for cell in row.cells]
    shown = {item.area_no for part, item in filter(None, found) if part.kind == "list" and part.items != "changed"}
    for area in paper.plan.areas:
        assert area.no not in shown or reads(paper.pages[number], area.name)


# What the layout alone shows ------------------------------------------------------------------------------------------


def cells_with_widths(sheet: ReportSheet) -> Iterator[tuple[ReportRow, ReportCell, tuple[float, ...]]]:
    """Each cell with a text that is not merged downwards, with the widths of its columns."""
    downwards = {(row, column) for first, last, column in sheet.merges for row in range(first, last + 1)}
    for number, row in enumerate(sheet.rows, 1):
        for cell in row.cells:
            if cell.text != "" and (number, cell.first) not in downwards and cell.role != "area_label":
                yield row, cell, sheet.widths[cell.first - 1 : cell.last]


def libreoffice_lines(text: str, widths: tuple[float, ...], face: Face) -> int:
    """Lines in LibreOffice as measured: greedy, exact, 5.5 pt a width unit less 2 pt (Normal: BIZ UDゴシック 11)."""
    return len(wrap(text, 5.5 * sum(widths) - 2, face, kinsoku=False, slack=0.0))


def naive_lines(text: str, widths: tuple[float, ...], face: Face) -> int:
    """The same, written anew: full-width characters 1 em, others half, words kept whole."""
    room = (5.5 * sum(widths) - 2) / face.size
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in re.findall(r"[!-~]+|.", paragraph):
            wide = sum(0.5 if "!" <= ch <= "~" or ch == " " or "｡" <= ch <= "ﾟ" else 1.0 for ch in word)
            if used + wide > room + 1e-6 and used and not word.isspace():
                lines, used = lines + 1, 0.0
            while wide > room:
                lines, wide = lines + 1, wide - room
            used += wide
    return lines


def check_rows_high_enough(report: Report, faces: Mapping[str, Face]) -> None:
    """No row lower than its text in LibreOffice (1.03 em a line), none above what Excel allows."""
    for sheet in report.sheets:
        for row, cell, widths in cells_with_widths(sheet):
            face = faces[cell.role]
            assert row.height < 409.5
            if face.size <= 12 and cell.role not in ("title", "heading", "meeting", "docno", "draft", "caption"):
                assert naive_lines(str(cell.text), widths, face) * 1.03 * face.size <= row.height + 0.01


def whole_text(report: Report, sheet: ReportSheet, key: str) -> str | None:
    """What the layout says must be complete on paper of the cell with this key."""
    _, number, column = key.split(".", 2)
    return report.texts.get(f"{sheet.name} No.{number} {column.split('.')[-1]} [{key}]")


def check_cuts(report: Report, plan: Plan) -> int:
    """Texts on several rows are whole, and cut at a place where a line may end; how many were cut.

    A number or a rating is no piece where its row says that it goes on.
    """
    cut = 0
    for sheet in report.sheets:
        pieces: dict[str, list[str]] = {}
        for row in sheet.rows:
            goes_on = any(str(cell.text).endswith("（続き）") for cell in row.cells)
            for cell in row.cells:
                text = str(cell.text)
                if text == "" or not item_of(plan, cell) or text.endswith("（続き）"):
                    continue
                if goes_on and pieces.get(cell.key) == [text] == [whole_text(report, sheet, cell.key)]:
                    continue
                pieces.setdefault(cell.key, []).append(text)
        for key, parts in pieces.items():
            whole = whole_text(report, sheet, key)
            if whole is not None:
                assert plain("".join(parts)) == plain(whole)
            for before, after in pairwise(parts):
                cut += 1
                assert after[0] not in NO_START
                assert before[-1] not in NO_END
                word = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
                assert not word or "\n" in f"{before}\n", (before[-9:], after[:9])
    return cut


def usage(report: Report, template: bytes = TEMPLATE) -> list[list[float]]:
    """Share of each page that rows take, by sheet."""
    pages = looks(template).pages
    shares = []
    for sheet in report.sheets:
        page: Page = replace(pages[sheet.paper], scale=sheet.scale)
        repeated = 0.0
        if sheet.repeat is not None:
            repeated = sum(row.height for row in sheet.rows[sheet.repeat[0] - 1 : sheet.repeat[1]])
        heights = [sum(row.height for row in rows) for rows in pages_of(sheet)]
        first = next(
            (n for n, end in enumerate((*sheet.breaks, len(sheet.rows))) if sheet.repeat and end >= sheet.repeat[1]), 0
        )
        shares.append([(h + (repeated if n > first else 0.0)) / page.usable_height() for n, h in enumerate(heights)])
    return shares


def check_headings(report: Report) -> None:
    """No heading is the last row of a page."""
    for sheet in report.sheets:
        for rows in list(pages_of(sheet))[:-1]:
            last = next(row for row in reversed(rows) if row.cells)
            assert not {cell.role for cell in last.cells} <= HEADINGS


def check_continued(report: Report, plan: Plan) -> int:
    """A row that goes on at the top of a page says its number, name and rating again, and that it goes on; how many do.

    So does the item of a sub-item that a page begins with.
    """
    found = 0
    for sheet in report.sheets:
        seen: set[str] = set()
        for rows in pages_of(sheet):
            items = [row for row in rows if any(item_of(plan, cell) for cell in row.cells)]
            here: set[str] = set()
            for row in items:
                key = next(c.key for c in row.cells if c.key.split("@")[0].endswith((".no", ".no_name")))
                if key in seen - here:
                    found += 1
                    check_said_again(report, sheet, row)
                here.add(key)
            seen |= {cell.key for row in items for cell in row.cells}
    return found


def check_said_again(report: Report, sheet: ReportSheet, row: ReportRow) -> None:
    """Number, name and ratings of a row that goes on, each as it must be."""
    columns = {cell.key.split(".", 2)[2]: cell for cell in row.cells if cell.key.count(".") > 1}
    named = any(str(columns[key].text) for key in ("name", "no_name") if key in columns)
    for column, cell in columns.items():
        whole = whole_text(report, sheet, cell.key)
        if column in ("name", "no_name"):
            assert cell.text == f"{whole}（続き）"
        elif column == "no":
            assert cell.text == (whole if named else f"{whole}\n（続き）")
        elif column.split("@")[0] == "rating" and whole is not None:
            assert cell.text == whole


def check_page_by_page(paper: Printed, *, draft: bool = True) -> None:
    """All that must hold for any plan and template."""
    check_complete(paper)
    check_pages(paper, draft=draft)
    check_headings(paper.report)


# Much text ------------------------------------------------------------------------------------------------------------


def ten_times(plan: Plan, ledger: Entries, point: str, items: int = 62) -> tuple[Plan, Entries]:
    """A plan of so many items, each with the texts of ten others; numbers, areas and sub-items run through."""
    rated = [item for item in plan.items if item.kind == "rated" and item.repeats is None]
    rows = {key: values for key, values in ledger.items() if key.point == point and key.is_row}
    in_order = [rows[key] for key in sorted(rows, key=lambda key: (key.item_key, key.sub_no or ""))]
    fields = sorted({field for values in in_order for field in values})
    texts = {field: [values[field] for values in in_order if field in values] for field in fields}
    made, filled = [], {}
    for n in range(items):
        source = rated[n % len(rated)]
        area = plan.areas[n * len(plan.areas) // items].no
        item = source.model_copy(update={"key": f"x-{n:03}", "no": str(n + 1), "area_no": area})
        made.append(item)
        lines = [LineKey(item.key), *(LineKey(item.key, sub.sub_no) for sub in item.sub_items)]
        for at, line in enumerate(lines):
            filled[line.at(point)] = {
                field: found[n % len(found)] if field == "rating" else "\n".join((found * 11)[n + at : n + at + 10])
                for field, found in texts.items()
                if field != "rating" or line.sub_no is None
            }
    return changed(plan, items=tuple(made)), filled


def check_much(report: Report, plan: Plan, template: bytes = TEMPLATE) -> tuple[int, int, float]:
    """All that holds for long lists; (cuts, rows that go on, share of the pages that is empty)."""
    check_rows_high_enough(report, looks(template).faces)
    check_headings(report)
    cuts, going_on = check_cuts(report, plan), check_continued(report, plan)
    for shares in usage(report, template):
        assert all(share <= 1.001 for share in shares)
    full = [share for shares in usage(report, template) for share in shares[:-1]]
    return cuts, going_on, 1 - sum(full) / len(full) if full else 0.0


def check_ten_times(paper: Printed) -> None:
    """A list of 62 items with ten times the text: many cuts and rows that go on, and pages that are well filled."""
    check_page_by_page(paper)
    cuts, going_on, empty = check_much(paper.report, paper.plan)
    assert cuts > 62
    assert going_on > 10
    assert empty < 0.15


# Any texts ------------------------------------------------------------------------------------------------------------


def any_ledger(plan: Plan, point: str) -> Entries:
    """Such texts in every field of every row."""
    chance = random.Random(7)
    fields = ("annual_plan", "results", "cause", "next_steps", "issues")
    return {
        line.key.at(point): {
            "rating": chance.choice("SAB"),
            **{field: any_text(chance, chance.randint(10, 3000)) for field in fields},
        }
        for line in plan.lines
        if line.item.repeats is None
    }


PHRASES = (
    "こども家庭センターを中心に、",
    "（令和７年度）",
    "前年度比12.5％増の",
    "https://www.city.midorigahara.example.jp/kurashi/001/001234.html",
    "デジタルトランスフォーメーションアドバイザーズ",
    "㈱まちづくり①②③",
    "ＤＸ推進・ＡＩ－ＯＣＲの活用、",
    "1,234,567千円",
    "Microsoft 365 / Teams",
    "事業を実施した。",
    "ﾊﾝｶｸｶﾅ ﾃﾞｰﾀ",
    "「行政改革推進プラン」",
    "〇〇……、ー々ゝ",
    "\n",
    "\n・",
)
"""Digits, URLs, long katakana, ㈱ and ①, mixed width, line breaks."""


def any_text(chance: random.Random, length: int) -> str:
    """A text of at least so many characters; some of thirty lines and more."""
    text = ""
    while len(text) < length:
        text += chance.choice(PHRASES)
    return text.strip() or "記"
