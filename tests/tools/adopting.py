"""Reports that somebody edits, and the ledger that the wording goes back to."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kosei_xl.demo import rate_by_office, sample_photos, type_entries
from kosei_xl.proof.adopt.carried import Carried, RowKey, read_carried
from kosei_xl.proof.adopt.edits import edits_of
from kosei_xl.proof.adopt.places import Place, Places, Ref
from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.read.master import point_of
from kosei_xl.read.report import Found, FoundCell, read_report, read_report_identity
from kosei_xl.read.tables import text_of
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, EntriesFile, EntryKey, Plan, PlanFile, Slot
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import adopt, consolidate, disk, distribute, init, report
from kosei_xl.verbs.opening import Findings, open_master
from kosei_xl.verbs.report import Reported
from kosei_xl.words.findings import Severity
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import LibreOffice

PHRASES = (
    "見直しを進めた",
    "３か所で試行した。",
    "（詳細は別紙）",
    "\n・関係課と調整した。",
    "Excel様式",
    "12,300千円",
    "－",
    "…",
)


@dataclass
class Desk:
    """A master and the report made from it."""

    master: Path
    report: Path
    point: str

    @property
    def plan(self) -> Plan:
        """The plan of the master."""
        return open_master(self.master).plan

    @property
    def ledger(self) -> Mapping[EntryKey, Mapping[str, str]]:
        """What stands in the ledger; rows that hold nothing are left out."""
        return {key: fields for key, fields in open_master(self.master).ledger.value.entries.items() if fields}

    @property
    def book(self) -> Book:
        """The report as values."""
        return read_book(disk.read(self.report), self.report.name)

    @property
    def found(self) -> Found:
        """The report by its keys."""
        return found_in(self.book)

    @property
    def carried(self) -> Carried:
        """What the report carries."""
        made = read_carried(self.book)
        assert made is not None
        return made

    def cell(self, part: str, row: str, column: str = "", piece: int = 0) -> FoundCell:
        """A cell by its keys; the one filled cell of a row without columns."""
        own = self.found.rows[part, row][piece]
        found = own.cell(column) if column else own.filled[0]
        assert found is not None, (part, row, column)
        return found

    def put(self, *texts: tuple[CellRef, str]) -> None:
        """Type into cells of the report."""
        package = Package(disk.read(self.report))
        for at, text in texts:
            assert at.sheet is not None
            package.sheet(at.sheet).put(str(at.cell), text)
        self.report.write_bytes(package.to_bytes())

    def edit(self, part: str, row: str, column: str, change: Callable[[str], str], piece: int = 0) -> CellRef:
        """Change the text of a cell of the report; where it is."""
        cell = self.cell(part, row, column, piece)
        self.put((cell.at, change(cell.text)))
        return cell.at

    def type_in_ledger(self, item: str, field: str, text: str, sub: str | None = None, slot: Slot = ROW) -> CellRef:
        """Change a field of the ledger in the master, as the office does; where it is."""
        at = open_master(self.master).ledger.at[item, sub, self.point, slot, field]
        assert at.sheet is not None
        package = Package(disk.read(self.master))
        package.sheet(at.sheet).put(str(at.cell), text)
        self.master.write_bytes(package.to_bytes())
        return at

    def adopt(self) -> Findings:
        """`kosei adopt`."""
        return adopt.adopt_from(self.report, self.master)

    def print_again(self, **how: object) -> Reported:
        """`kosei report` to the same place."""
        return report.report(
            self.master,
            self.point,
            self.report.parent,
            name=self.report.stem,
            **how,  # type: ignore[arg-type]
        )


def found_in(book: Book) -> Found:
    """A report by its keys."""
    identity = read_report_identity(book)
    assert identity is not None
    return read_report(book, [STAMP, *identity.parts])


def desk(folder: Path, plan: PlanFile, entries: EntriesFile, point: str) -> Desk:
    """A master with these entries and its report."""
    init.init(folder / "事務局.xlsx", plan, entries)
    made = report.report(folder / "事務局.xlsx", point, folder / "資料", name="資料")
    return Desk(folder / "事務局.xlsx", made.files[0], point)


def sample_desk(folder: Path) -> Desk:
    """The sample after its surveys came back, with photos."""
    plan, entries = init.sample_plan("midori"), init.sample_entries("midori")
    point = plan.plan.points[-1].key
    typed = [entry for entry in entries.entries if entry.point == point]
    master = folder / "事務局.xlsx"
    init.init(master, plan, entries.model_copy(update={"entries": ()}))
    for path in distribute.distribute(master, point, folder / "配布"):
        people = {"filled_by": "記入者", "confirmed_by": "課長"}
        data = type_entries(disk.read(path), typed, people, sample_photos("midori", typed))
        disk.write(folder / "回収" / path.name, data)
    rate_by_office(master, typed, point)
    consolidate.consolidate_into(master, [folder / "回収"], point)
    made = report.report(master, point, folder / "資料", name="資料")
    return Desk(master, made.files[0], point)


def codes(found: Iterable[Diagnostic]) -> list[tuple[str, str]]:
    """(code, sheet!cell) of each finding."""
    return [(one.code, f"{one.at.sheet}!{one.at.cell}" if one.at else "") for one in found]


def place(at: CellRef) -> str:
    """「進捗状況!C12」."""
    return f"{at.sheet}!{at.cell}"


def reworded(text: str, draw: random.Random) -> str:
    """The text as somebody might reword it: something put in, taken out, or all written anew."""
    at = draw.randrange(len(text) + 1)
    kind = draw.randrange(4)
    if kind == 0:
        return text[:at] + draw.choice(PHRASES) + text[at:]
    if kind == 1:
        return text[:at] + text[min(len(text), at + draw.randrange(1, 9)) :]
    if kind == 2:
        return draw.choice(PHRASES).strip() + draw.choice(PHRASES).strip()
    return text[:at] + draw.choice(PHRASES) + text[min(len(text), at + draw.randrange(1, 9)) :]


def squeezed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@dataclass(frozen=True)
class Chosen:
    """A cell that is edited, and the fields of the ledger behind it (None for counts and words that are set)."""

    row: RowKey
    cell: FoundCell
    place: Place | None
    text: str


def check_random_edits(libreoffice: LibreOffice, own: Desk, draw: random.Random, count: int) -> int:
    """Edit cells of every kind in LibreOffice and adopt: what is taken stands in the ledger letter by letter, what is
    not has a finding at its cell, nothing else has changed, and the next report says what was taken. How many were.
    """
    chosen = {one.cell.at: one for one in _chosen(own, draw, count)}
    before = own.ledger
    texts = {(str(at.sheet), str(at.cell)): one.text for at, one in chosen.items()}
    own.report.write_bytes(libreoffice.edit(disk.read(own.report), texts))
    pieces = {one.row: len(own.found.rows[one.row]) for one in chosen.values()}
    assert {at for edit in edits_of(own.carried, own.found).cells for at in edit.places} == set(chosen)
    problems = own.adopt().diagnostics
    taken = {one.at for one in problems if one.code == "K748" and one.at is not None}
    refused = {one.at for one in problems if one.severity is Severity.ERROR}
    assert taken | refused == set(chosen)
    assert not taken & refused
    after = own.ledger
    touched = {ref for at in taken if (spot := chosen[at].place) is not None for ref in spot.refs}
    assert _fields(before, touched) == _fields(after, touched)
    own.print_again(discard_edits=True)
    for one in (chosen[at] for at in taken):
        assert one.place is not None
        if len(one.place.refs) == 1 and pieces[one.row] == 1:
            key, name = one.place.refs[0]
            assert after.get(key, {}).get(name) == text_of(one.text), (key, name)
        printed = own.found.rows.get(one.row, ())
        cells = [cell for piece in printed if (cell := piece.cell(one.cell.column)) is not None]
        assert not printed or squeezed(one.text) in squeezed("".join(cell.text for cell in cells)), one.cell.at
    return len(taken)


def _fields(ledger: Mapping[EntryKey, Mapping[str, str]], without: set[Ref]) -> dict[Ref, str]:
    pairs = (((key, name), text) for key, fields in ledger.items() for name, text in fields.items())
    return {ref: text for ref, text in pairs if ref not in without}


def _chosen(own: Desk, draw: random.Random, count: int) -> Iterator[Chosen]:
    """Cells with wording, each field once, and some with figures or words that are set; with other texts."""
    plan, carried = own.plan, Ledger(own.carried.fields)
    places = Places(Standing(plan, point_of(plan, own.point), carried))
    cells = [(row, cell) for row, pieces in own.found.rows.items() for piece in pieces for cell in piece.filled]
    draw.shuffle(cells)
    used: set[Ref] = set()
    wording = others = 0
    for row, cell in cells:
        spot = places.of(row, cell.column)
        text = reworded(cell.text, draw)
        if (text_of(text) or "") == cell.text or (spot is not None and used & set(spot.refs)):
            continue
        if (wording < count) if spot is not None else (others < count // 4):
            wording, others = wording + (spot is not None), others + (spot is None)
            used |= set(spot.refs) if spot is not None else set()
            yield Chosen(row, cell, spot, text)
