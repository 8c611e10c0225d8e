"""Photos and examples the whole way: survey -> 受領 and 写真 of the master -> report -> PDF."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.make.fill import fill_survey
from kosei_xl.make.master import make_photos
from kosei_xl.make.survey import Survey, make_survey
from kosei_xl.read.survey import read_submission
from kosei_xl.report import layout
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Report, ReportRow, ReportSheet
from kosei_xl.report.photos import WAYS
from kosei_xl.report.xlsx import looks
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import Column, EntryKey, Part, Plan, SlotKind, photo_slot
from kosei_xl.values.pictures import Picture
from kosei_xl.verbs import consolidate, disk, distribute, init, opening, report
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import wide
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, ITEMS, MORE_ITEMS, make_plan, read, standing
from tests.tools.by_hand import PHOTO_SEQ
from tests.tools.hostile import rezip, unzip, with_rows
from tests.tools.office import address_of, cells_by_key, midori, put, respondent, validate, write_all
from tests.tools.photos import image_bytes, picture
from tests.tools.verifying import sample

CASE = midori()
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10", "submission_no": "1"}
PHOTOS = sample_photos("midori", CASE.typed)
FIRST = EntryKey("m-003", None, CASE.point, photo_slot(1))
REPORT = disk.bundled("workbook_templates", "report.xlsx")
MM = 72 / 25.4


def photo_row(item: str, seq: int = 1) -> str:
    return f"{item}||{PHOTO_SEQ + seq}"


def survey(name: str, *, submission_no: str = "1", photos: Mapping[tuple[str, str, int], Picture] = PHOTOS) -> bytes:
    """The filled-in survey of the department with this name."""
    department = next(d for d in CASE.departments() if d.name == name)
    people = PEOPLE | {"submission_no": submission_no}
    return type_entries(CASE.blank(department), CASE.typed, people, photos)


def over(data: bytes, address: str, image: bytes, sheet: str = terms.SURVEY_PHOTOS_SHEET) -> bytes:
    """The workbook with one more picture on it."""
    package = Package(data)
    package.sheet(sheet).add_picture(address, image, (60, 45))
    return package.to_bytes()


def codes(diagnostics: tuple[Diagnostic, ...], *wanted: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (p.code, p.at.sheet if p.at else None, p.at.cell if p.at else None) for p in diagnostics if p.code in wanted
    ]


PHOTO_CODES = ("K113", "K220", "K221", "K222", "K223", "K224", "K225")
CITIZENS = "市民協働・多文化共生課"


# The survey ----------------------------------------------------------------------------------------------------------


def with_examples(**changes: object) -> Plan:
    """The small plan with an examples part."""
    columns = [
        *make_plan().columns,
        Column(part="form", key="example", label="例示", source="entry", entry="input"),
        Column(part="ex", key="goal", label="目標", source="plan"),
        Column(part="ex", key="results", label="{略年度}の実績", source="entry"),
    ]
    parts = (Part(key="form", kind="form", sheet="様式"), Part(key="ex", kind="examples", sheet="例", title="例示"))
    return make_plan(**({"parts": parts, "columns": columns} | changes))  # type: ignore[arg-type]


def welfare_survey(plan: Plan) -> Survey:
    """The survey of 福祉課 with nothing in the ledger."""
    return make_survey(standing(plan), respondent(plan, "D1"))


def test_make_survey__photos__two_rows_for_each_answered_row_and_none_for_relisted() -> None:
    plan = with_examples(items=MORE_ITEMS)
    made = welfare_survey(plan)
    assert made.photos is not None
    keys = [row.key for row in made.photos.rows]
    assert keys == [
        f"{item}|{sub}|{seq}"
        for item, sub in (("a-1", ""), ("a-2", ""), ("a-4", ""), ("a-6", "1"))
        for seq in (1001, 1002)
    ]
    hints = [row.values["picture"] for row in made.photos.rows]
    assert hints == [f"{terms.PHOTO_HINT}（1枚目）", f"{terms.PHOTO_HINT}（2枚目）"] * 4
    assert welfare_survey(make_plan(items=MORE_ITEMS)).photos is None


def test_fill_survey__no_examples_in_the_plan__no_sheet() -> None:
    template = disk.bundled("workbook_templates", "department.xlsx")
    plan = make_plan()
    without = fill_survey(template, plan, welfare_survey(plan))
    assert terms.SURVEY_PHOTOS_SHEET not in Package(without).sheet_names
    plan = with_examples()
    assert terms.SURVEY_PHOTOS_SHEET in Package(fill_survey(template, plan, welfare_survey(plan))).sheet_names


def test_make_photos__a_row_to_spare_for_each_example__in_printed_order() -> None:
    plan = with_examples()
    current = {
        EntryKey("a-2", None, END): {"example": "○"},
        EntryKey("a-1", None, END): {"example": "〇"},
        EntryKey("a-1", None, END, photo_slot(1)): {"caption": "講座"},
    }
    made = make_photos(plan, Ledger(current), Ledger())
    assert [row.key for row in made.rows] == [f"{END}|a-1||1001", f"{END}|a-1||1002", f"{END}|a-2||1001"]
    order = tuple(EntryKey("a-2", None, END, photo_slot(n)) for n in (3, 1))
    kept = make_photos(plan, Ledger(current, row_order=order), Ledger())
    assert [row.key for row in kept.rows][:2] == [f"{END}|a-2||1003", f"{END}|a-2||1001"]


# Reading -------------------------------------------------------------------------------------------------------------


def submission(data: bytes) -> Outcome:  # type: ignore[type-arg]
    return read(read_submission(read_book(data, "d.xlsx"), CASE.plan))


def at(data: bytes, row: str, column: str = "picture") -> str:
    return address_of(read_book(data, ""), terms.SURVEY_PHOTOS_SHEET, row, column)


def test_read_submission__photo_in_its_row__caption_and_picture() -> None:
    outcome = submission(survey(CITIZENS))
    found = {v.key: dict(v.fields) for v in outcome.value.value_sets if v.slot.kind is SlotKind.PHOTO and v.fields}
    (entry,) = (e for e in CASE.typed if e.item_key == "m-003")
    wanted = PHOTOS["m-003", "", 1]
    assert found == {("m-003", None, photo_slot(1)): {"caption": entry.photos[0].caption, "picture": wanted.sha256}}
    assert outcome.value.pictures == {wanted.sha256: wanted}
    assert codes(outcome.diagnostics, *PHOTO_CODES) == []


def test_read_submission__pictures_elsewhere__reported_with_their_cells() -> None:
    data = over(over(survey(CITIZENS), "B2", image_bytes("red")), "C5", image_bytes("blue"), "記入要領")
    problems = codes(submission(data).diagnostics, *PHOTO_CODES)
    assert sorted(problems) == [("K220", "写真", "B2"), ("K220", "記入要領", "C5")]


def test_read_submission__two_in_a_row__the_one_on_top() -> None:
    data = survey(CITIZENS)
    place = at(data, photo_row("m-003"))
    outcome = submission(over(data, place, image_bytes("red")))
    assert codes(outcome.diagnostics, *PHOTO_CODES) == [("K224", "写真", place)]
    assert outcome.value.pictures.keys() == {picture("red").sha256}


def test_read_submission__caption_alone_and_text_over_the_hint__said_and_kept() -> None:
    data = survey(CITIZENS, photos={})
    hint = at(data, photo_row("m-001"))
    outcome = submission(put(data, {("写真", hint): "あとで送ります"}))
    caption = at(data, photo_row("m-003"), "caption")
    assert sorted(codes(outcome.diagnostics, *PHOTO_CODES)) == [("K113", "写真", hint), ("K225", "写真", caption)]
    assert f"写真!{hint}: あとで送ります" in outcome.value.others


def test_read_submission__format_that_is_not_taken__said_without_a_second_finding() -> None:
    parts = unzip(survey(CITIZENS))
    (media,) = [name for name in parts if "/media/" in name]
    parts[media] = image_bytes(form="BMP")
    data = rezip(parts)
    outcome = submission(data)
    assert codes(outcome.diagnostics, *PHOTO_CODES) == [("K222", "写真", _corner(data))]


def _corner(data: bytes) -> str | None:
    (pasted,) = read_book(data, "").pictures
    return CellRef("", pasted.sheet, pasted.row, pasted.column).cell


def test_read_submission__row_keys_gone__photos_found_by_no() -> None:
    package = Package(survey(CITIZENS))
    sheet = package.sheet(terms.SURVEY_PHOTOS_SHEET)
    for row in range(1, sheet.last_row() + 1):
        sheet.put(f"A{row}", None)
    outcome = submission(package.to_bytes())
    assert [v.key for v in outcome.value.value_sets if v.fields.get("picture")] == [("m-003", None, photo_slot(1))]


def test_read_submission__logo_of_the_template__not_reported() -> None:
    template = over(disk.bundled("workbook_templates", "department.xlsx"), "E1", image_bytes("navy"), "記入要領")
    plan = with_examples()
    data = fill_survey(template, plan, welfare_survey(plan))
    outcome = read(read_submission(read_book(data, "d.xlsx"), plan))
    assert codes(outcome.diagnostics, *PHOTO_CODES) == []
    assert len(read_book(data, "").pictures) == 1


# Survey -> master ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Office:
    """A master with the three surveys of the sample's photos taken in."""

    master: Path

    def take(self, data: bytes, name: str = "again.xlsx") -> tuple[Diagnostic, ...]:
        (path,) = write_all(self.master.parent / "in", [(name, data)])
        return consolidate.consolidate_into(self.master, [path], CASE.point).diagnostics

    def edit(self, row: EntryKey, *, caption: str | None = None, image: bytes | None = None) -> None:
        """What the office does to a row of 写真 in Excel."""
        package, book = Package(self.master.read_bytes()), self.book
        key = f"{row.point}|{photo_row(row.item_key, row.slot.number)}"
        address = address_of(book, terms.PHOTOS_SHEET, key, "picture")
        sheet = package.sheet(terms.PHOTOS_SHEET)
        if caption is not None:
            sheet.put(address_of(book, terms.PHOTOS_SHEET, key, "caption"), caption)
        if image is not None:
            sheet.remove_pictures({int("".join(c for c in address if c.isdigit()))})
            sheet.add_picture(address, image, (60, 45))
        self.master.write_bytes(package.to_bytes())

    @property
    def book(self) -> Book:
        return read_book(self.master.read_bytes(), self.master.name)

    @property
    def ledger(self) -> Ledger:
        return opening.open_master(self.master).ledger.value

    def fields(self, key: EntryKey = FIRST) -> dict[str, str]:
        return dict(self.ledger.entries[key])


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    master = folder / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    surveys = write_all(folder / "in", [(f"{d.name}.xlsx", survey(d.name)) for d in CASE.departments()])
    consolidate.consolidate_into(master, surveys, CASE.point)
    return master


@pytest.fixture
def office(taken: Path, tmp_path: Path) -> Office:
    shutil.copy(taken, tmp_path / taken.name)
    return Office(tmp_path / taken.name)


CAPTION = next(e.photos[0].caption for e in CASE.typed if e.item_key == "m-003")


def test_consolidate__photos__rows_captions_and_pictures_in_the_master(office: Office) -> None:
    rows = [row for row in cells_by_key(office.book, terms.PHOTOS_SHEET) if row["caption"]]
    assert [(row["no"], row["seq"]) for row in rows] == [("3", 1), ("5", 1), ("8", 1)]
    assert office.ledger.pictures == {p.sha256: p for p in PHOTOS.values()}
    assert office.fields() == {"caption": CAPTION, "picture": PHOTOS["m-003", "", 1].sha256}
    received = [row for row in cells_by_key(office.book, terms.RECEIVED_SHEET) if row["picture"]]
    assert {row["picture"] for row in received} == {p.sha256 for p in PHOTOS.values()}
    assert validate([office.master]) == {}


def test_consolidate__twice__not_a_byte_changes(office: Office) -> None:
    before = office.master.read_bytes()
    office.take(survey(CITIZENS), f"{CITIZENS}.xlsx")
    assert office.master.read_bytes() == before


def test_consolidate__office_changed_both__stays_when_the_same_comes_again(office: Office) -> None:
    office.edit(FIRST, caption="事務局の説明", image=image_bytes("red"))
    problems = office.take(survey(CITIZENS, submission_no="2"))
    assert office.fields() == {"caption": "事務局の説明", "picture": picture("red").sha256}
    assert codes(problems, "K405", "K410") == []
    assert len(office.book.pictures) == 3


def test_consolidate__department_sends_another_picture__taken_over_without_the_old_one(office: Office) -> None:
    office.take(survey(CITIZENS, submission_no="2", photos={("m-003", "", 1): picture("red")}))
    assert office.fields() == {"caption": CAPTION, "picture": picture("red").sha256}
    assert len(office.book.pictures) == 3
    assert PHOTOS["m-003", "", 1].data not in unzip(office.master.read_bytes()).values()


def test_consolidate__both_changed_the_picture__the_offices_stays_with_a_warning(office: Office) -> None:
    office.edit(FIRST, image=image_bytes("red"))
    problems = office.take(survey(CITIZENS, submission_no="2", photos={("m-003", "", 1): picture("blue")}))
    assert office.fields()["picture"] == picture("red").sha256
    assert [code for code, *_ in codes(problems, "K405", "K410")] == ["K410"]
    before = office.master.read_bytes()
    assert codes(office.take(survey(CITIZENS, submission_no="2", photos={("m-003", "", 1): picture("blue")})), "K410")
    assert office.master.read_bytes() == before


def test_consolidate__department_leaves_the_photo_out__stays_and_the_office_is_asked(office: Office) -> None:
    before = office.fields()
    problems = office.take(survey(CITIZENS, submission_no="2", photos={}))
    assert office.fields() == before
    assert len(office.book.pictures) == 3
    assert [code for code, *_ in codes(problems, "K225", "K420")] == ["K420"]


def test_consolidate__office_pastes_into_the_spare_row__printed_too(office: Office) -> None:
    spare = FIRST._replace(slot=photo_slot(2))
    office.edit(spare, caption="二枚目", image=image_bytes("red"))
    office.take(survey(CITIZENS))
    assert office.fields(spare) == {"caption": "二枚目", "picture": picture("red").sha256}
    assert office.fields()["picture"] == PHOTOS["m-003", "", 1].sha256


def test_consolidate__blank_row_above__pictures_stay_with_their_rows(office: Office) -> None:
    """A person's row in the middle goes below the table, and pictures move up with what stood under it."""
    before = office.ledger.entries
    package = Package(office.master.read_bytes())
    sheet = package.sheet(terms.PHOTOS_SHEET)
    cells = {r: sheet.cells(r) for r in range(3, sheet.last_row() + 1)}
    for r in sorted(cells, reverse=True):
        for letters in "ABCDEFG":
            sheet.put(f"{letters}{r + 1}", cells[r].get(letters))
    for letters in "ABCDEFG":
        sheet.put(f"{letters}3", None)
    sheet.put("E3", "ここから確認")
    sheet.move_pictures({r: r + 1 for r in cells})
    high = {r + 1: {"ht": "140", "customHeight": "1"} for r in cells}
    office.master.write_bytes(with_rows(package.to_bytes(), sheet.part, high))
    office.take(survey(CITIZENS))
    assert {k: v for k, v in office.ledger.entries.items() if k.is_photo} == {
        k: v for k, v in before.items() if k.is_photo
    }


def test_distribute__again__survey_shows_the_photos_and_comes_back_unchanged(office: Office) -> None:
    folder = office.master.parent / "out"
    made = next(p for p in distribute.distribute(office.master, CASE.point, folder) if CITIZENS in p.name)
    data = made.read_bytes()
    assert [p.picture for p in read_book(data, "").pictures] == [PHOTOS["m-003", "", 1]]
    before = {k: v for k, v in office.ledger.entries.items() if k.is_photo}
    problems = office.take(put(data, {("記入要領", "F8"): 2}), "second.xlsx")
    assert {k: v for k, v in office.ledger.entries.items() if k.is_photo} == before
    assert codes(problems, *PHOTO_CODES) == []
    assert validate([made]) == {}


# The report ----------------------------------------------------------------------------------------------------------

CURRENT = {
    EntryKey("a-1", None, END): {"example": "○", "results": "年間で百件を超える相談を受けた。"},
    EntryKey("a-2", None, END): {"example": "〇", "results": "始めた。", "rating": "A"},
}


def laid(plan: Plan, ledger: Ledger) -> Outcome[Report]:
    """The final report at the last point."""
    at = standing(plan, END, ledger)
    return lay_out(at, summarize(at), ReportOptions(looks(REPORT), draft=False))


def laid_out(current: Entries, pictures: tuple[Picture, ...] = (), **changes: object) -> tuple[Report, ReportSheet]:
    """The report of the small plan; pictures are those of a-1, in order, with captions 写真1 …"""
    plan = with_examples(**changes)
    photos = {
        EntryKey("a-1", None, END, photo_slot(n)): {"caption": f"写真{n}", "picture": one.sha256}
        for n, one in enumerate(pictures, 1)
    }
    held = {one.sha256: one for one in pictures}
    made = laid(plan, Ledger({**current, **photos}, pictures=held))
    assert made.diagnostics == ()
    (sheet,) = made.value.sheets
    return made.value, sheet


def texts(sheet: ReportSheet) -> list[str]:
    return [str(cell.text) for row in sheet.rows for cell in row.cells if cell.text]


def pages(sheet: ReportSheet) -> list[tuple[ReportRow, ...]]:
    ends = [0, *sheet.breaks, len(sheet.rows)]
    return [sheet.rows[start:end] for start, end in pairwise(ends)]


def test_examples__marked_rows__heading_departments_and_box() -> None:
    _, sheet = laid_out(CURRENT)
    assert texts(sheet) == [
        *("例示", "No.１ 相談窓口", "【福祉課】", "目標", "年300件"),
        *("７年度の実績", "年間で百件を超える相談を受けた。"),
        *("No.２ 電子申請", "【福祉課、税務課】", "目標", "７年度の実績", "始めた。"),
    ]


def test_examples__none__a_sentence() -> None:
    _, sheet = laid_out(
        {EntryKey("a-1", None, END): {"results": "x"}, EntryKey("a-2", None, "R7_half"): {"example": "○"}}
    )
    assert texts(sheet) == ["例示", "例示する項目はありません。"]


def test_examples__relisted__only_its_original() -> None:
    _, sheet = laid_out(CURRENT, items=MORE_ITEMS)
    assert sum("相談窓口" in text for text in texts(sheet)) == 1


@pytest.mark.parametrize(("size", "count"), [((800, 600), 1), ((600, 900), 2), ((2000, 300), 3)])
def test_examples__photos__by_twos_with_captions_below_in_size(size: tuple[int, int], count: int) -> None:
    pictures = tuple(picture(colour, size) for colour in ("red", "blue", "green")[:count])
    report, sheet = laid_out(CURRENT, pictures)
    placed = [(n, row) for n, row in enumerate(sheet.rows) if row.pictures]
    assert [len(row.pictures) for _, row in placed] == [[1], [2], [2, 1]][count - 1]
    factor = sheet.scale / 100
    for n, row in placed:
        for one, cell in zip(row.pictures, sheet.rows[n + 1].cells, strict=True):
            assert one.width / one.height == pytest.approx(size[0] / size[1])
            assert one.height * factor <= 65 * MM + 0.01
            assert one.width * factor <= 186 * MM / 2
            assert one.height < row.height
            assert (cell.first, cell.last) == (one.first, one.last)
            assert cell.text == one.description
    assert sheet.breaks == ()
    captions = [text for key, text in report.texts.items() if ".photo." in key]
    assert captions == [f"写真{n}" for n in range(1, count + 1)]
    assert all(caption in "".join(report.on_paper()) for caption in captions)


def test_examples__long_text__goes_on_with_its_label() -> None:
    long = "".join(f"{n}回目の講座を開き、多くの方に参加いただいた。\n" for n in range(1, 141)).strip()
    current = {**CURRENT, EntryKey("a-1", None, END): {"example": "○", "results": long}}
    _, sheet = laid_out(current, (picture(size=(800, 600)),))
    first, *others = pages(sheet)
    assert others
    assert "７年度の実績" in [c.text for row in first for c in row.cells]
    assert {str(page[0].cells[0].text) for page in others} == {"No.１ 相談窓口（続き）"}
    labels = [page[2].cells[0].text for page in others if len(page[2].cells) == 2]
    assert labels == ["７年度の実績\n（続き）"] * len(others)
    box = [c.text for row in sheet.rows for c in row.cells if c.key == "ex.1.results"]
    assert "".join(map(str, box)).replace("\n", "") == long.replace("\n", "")
    for page in pages(sheet):
        for n, row in enumerate(page):
            if row.pictures:
                assert str(page[n + 1].cells[0].text).startswith("写真"), "the caption is on the photo's page"


def test_examples__text_higher_than_a_row_may_be__its_pieces_on_a_page_without_a_line_between() -> None:
    long = "\n".join(f"{n}回目の講座を開いた。" for n in range(1, 121))
    _, sheet = laid_out({**CURRENT, EntryKey("a-1", None, END): {"example": "○", "results": long}}, ())
    together = 0
    for page in pages(sheet):
        for above, below in pairwise(page):
            open_below = any("t" in cell.open for cell in below.cells)
            assert all(("b" in cell.open) is open_below for cell in above.cells)
            together += open_below
            if open_below:
                assert {cell.key for cell in above.cells} == {cell.key for cell in below.cells}
    assert together > 0


def test_examples__example_begins_a_page__named_once_without_going_on() -> None:
    items = tuple(ITEMS[0].model_copy(update={"key": f"a-{n}", "no": str(n), "name": f"取組{n}"}) for n in range(1, 30))
    current = {EntryKey(item.key, None, END): {"example": "○", "results": "開いた。\n" * 9} for item in items}
    made = laid(with_examples(items=items), Ledger(current))
    (sheet,) = made.value.sheets
    headings = [str(c.text) for row in sheet.rows for c in row.cells if c.role == "item_heading"]
    assert [text for text in headings if not text.endswith("（続き）")] == [f"No.{wide(i.no)} {i.name}" for i in items]
    tops = {str(page[0].cells[0].text) for page in list(pages(sheet))[1:]}
    assert {text for text in headings if text.endswith("（続き）")} == {text for text in tops if "（続き）" in text}
    assert all(text.startswith("No.") for text in tops)


def test_examples__photo_that_does_not_fit__comes_along_with_its_texts() -> None:
    items = tuple(ITEMS[0].model_copy(update={"key": f"a-{n}", "no": str(n), "name": f"取組{n}"}) for n in range(1, 8))
    plan = with_examples(items=items)
    shot = picture(size=(800, 600))
    current: dict[EntryKey, dict[str, str]] = {}
    for item in items:
        current[EntryKey(item.key, None, END)] = {"example": "○", "results": "開いた。\n" * 8}
        current[EntryKey(item.key, None, END, photo_slot(1))] = {"caption": item.name, "picture": shot.sha256}
    made = laid(plan, Ledger(current, pictures={shot.sha256: shot}))
    for page in pages(made.value.sheets[0]):
        headings = [str(c.text).split(" ")[1] for row in page for c in row.cells if c.role == "item_heading"]
        assert [c.text for row in page for c in row.cells if c.role == "photo_caption"] == headings


def used(sheet: ReportSheet) -> list[float]:
    """How much of each page of a sheet has rows on it."""
    page = replace(looks(REPORT).pages[sheet.paper], scale=sheet.scale)
    heads = sheet.rows[slice(sheet.repeat[0] - 1, sheet.repeat[1])] if sheet.repeat else ()
    shown = [(*(heads if number else ()), *rows) for number, rows in enumerate(pages(sheet))]
    return [sum(row.height for row in rows if not row.hidden) / page.usable_height() for rows in shown]


def strays(sheet: ReportSheet) -> int:
    """How many pages begin with a photo, away from its texts."""
    again = [[row for row in rows if {cell.role for cell in row.cells} - {"item_heading"}] for rows in pages(sheet)]
    return sum(bool(rows) and bool(rows[0].pictures) for rows in again)


def test_examples__photos_lower_than_40_mm__only_for_fewer_or_fuller_pages_or_beside_their_texts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = tuple(ITEMS[0].model_copy(update={"key": f"a-{n}", "no": str(n), "name": f"取組{n}"}) for n in range(1, 4))
    plan, shot = with_examples(items=items), picture(size=(800, 600))

    def sheet_of(lines: int) -> ReportSheet:
        current: dict[EntryKey, dict[str, str]] = {}
        for item in items:
            current[EntryKey(item.key, None, END)] = {"example": "○", "results": "開いた。\n" * lines}
            current[EntryKey(item.key, None, END, photo_slot(1))] = {"caption": item.name, "picture": shot.sha256}
        (sheet,) = laid(plan, Ledger(current, pictures={shot.sha256: shot})).value.sheets
        return sheet

    found = [sheet_of(lines) for lines in range(1, 21)]
    monkeypatch.setattr(layout, "WAYS", tuple(way for way in WAYS if way[0] >= 40))
    before = [sheet_of(lines) for lines in range(1, 21)]
    lowest = [min(one.height * sheet.scale / 100 / MM for row in sheet.rows for one in row.pictures) for sheet in found]
    looked = [(one.pages, strays(one), sum(share < 0.7 for share in used(one)[:-1])) for one in (*found, *before)]
    better = [now < then for now, then in zip(looked[: len(found)], looked[len(found) :], strict=True)]
    assert [height < 39.9 for height in lowest] == better
    assert sum(better) == 3


def test_lay_out__sample__no_page_behind_the_cover_more_than_a_third_empty() -> None:
    own = sample()
    at = standing(own.plan, own.point, Ledger(own.ledger, pictures=own.pictures))
    made = lay_out(at, summarize(at), ReportOptions(looks(REPORT))).value
    shares = {(sheet.name, n): share for sheet in made.sheets[1:] for n, share in enumerate(used(sheet), 1)}
    assert {where: share for where, share in shares.items() if share < 2 / 3} == {}
    assert len(shares) == 9


def test_report__midori__photos_on_the_pdf_page_above_their_captions(office: Office) -> None:
    folder = office.master.parent / "資料"
    made = report.report(office.master, CASE.point, folder, pdf=True)
    untagged = Code.PDF_NOT_TAGGED  # which LibreOffice is at hand decides
    assert [p.code for p in made.checked.diagnostics if p.code.startswith("K5") and p.code != untagged] == []
    book, pdf = sorted(made.files, key=lambda path: path.suffix, reverse=True)
    assert validate([book]) == {}
    found: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width = page.get_width()
        images = [o for o in page.get_objects() if o.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        text = page.get_textpage()
        for image in images:
            left, bottom, right, top = image.get_bounds()
            assert right - left <= width / 2
            assert top - bottom <= 65 * MM + 1
            assert (left + right) / 2 == pytest.approx(width / 2, abs=6)
            below = text.get_text_bounded(0, bottom - 22, width, bottom)
            found += [c for e in CASE.typed for p in e.photos if (c := p.caption or "")[:12] in below]
    assert found == [e.photos[0].caption for e in CASE.typed if e.photos]
