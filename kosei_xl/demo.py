"""The whole cycle on a bundled sample plan, with a clerk's typing simulated cell by cell."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kosei_xl.make.survey import make_survey
from kosei_xl.make.typed import grown_height, with_results
from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import column_letters
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import Ledger, row_key, slot_of
from kosei_xl.values.model import INDICATOR_FIELDS, ROW, Entry, Slot, SlotKind
from kosei_xl.values.pictures import Picture, make_picture
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import consolidate, disk, distribute, init, opening, report
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import date_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.paste import paste_pictures

_SAMPLE = "midori"
_BEFORE_DUE, _MORNING = timedelta(days=3), time(1, 30, tzinfo=UTC)
"""When the sample's surveys are confirmed and saved."""
_OF_PRINTING = (Code.NO_PDF, Code.PAGES_DIFFER, Code.TEXT_INCOMPLETE_IN_PDF, Code.FONT_MISSING)


def type_entries(
    workbook: bytes,
    entries: Sequence[Entry],
    people: Mapping[str, str],
    photos: Mapping[tuple[str, str, int], Picture] | None = None,
) -> bytes:
    """The department workbook with the entries typed into its inputs, as a clerk would; other cells stay.

    Cells are found by hidden keys; rows that the workbook does not answer are left alone. `people` are texts for the
    named cells of 記入要領 (filled_by, confirmed_by, confirmed_on, submission_no), `photos` pictures to paste by item
    key, sub-number and number of the photo.
    """
    package = Package(workbook)
    book = read_book(workbook, "")
    answered = {(entry.item_key, entry.sub_no): entry for entry in entries}
    labels = {**terms.SURVEY_COLUMNS, **terms.SURVEY_INDICATOR_COLUMNS, **terms.SURVEY_PHOTO_COLUMNS}
    for sheet in book.sheets:
        table = find_table("", sheet, labels)
        if table is None or "row_key" not in table.columns:
            continue
        part = package.sheet(sheet.name)
        for row in table.rows():
            item_key, _, rest = (row.text("row_key") or "").partition("|")
            sub_no, _, seq = rest.partition("|")
            entry = answered.get((item_key, sub_no))
            state = row.raw("state")
            if entry is None or (isinstance(state, str) and state.startswith(("回答課", terms.OFFICE, "【"))):
                continue
            slot = slot_of(seq)
            values = dict(entry.fields) if slot == ROW else _child(entry, slot)
            picture = (photos or {}).get((item_key, sub_no, slot.number)) if slot.kind is SlotKind.PHOTO else None
            if picture is not None and "picture" in table.columns:
                paste_pictures(part, column_letters(table.columns["picture"]), {row.number: picture}, {})
            for name, text in values.items():
                column = table.columns.get(name)
                if column is not None and (row.number, column) not in sheet.formulas:
                    part.put(f"{column_letters(column)}{row.number}", text)
            part.grow_row(row.number, grown_height(package, sheet.name, row.number))
    for name, text in people.items():
        found = package.locate(name)
        if found is not None:
            package.sheet(found[0]).put(found[1], text)
    return package.to_bytes()


def _child(entry: Entry, slot: Slot) -> dict[str, str]:
    """The fields of an indicator or a photo."""
    if slot.kind is SlotKind.PHOTO:
        captions = [photo.caption for photo in entry.photos]
        caption = captions[slot.number - 1] if slot.number <= len(captions) else None
        return {"caption": caption} if caption else {}
    if slot.number > len(entry.indicators):
        return {}
    values = entry.indicators[slot.number - 1].model_dump(exclude_none=True)
    return {name: values[name] for name in INDICATOR_FIELDS if name in values}


def run(out: Path, say: opening.Say) -> tuple[str, ...]:
    """Make a master from the sample, distribute, fill in, consolidate and report for its last point; what to open.

    Raises WrongCall when `out` holds a demo already.
    """
    sample = init.sample_plan(_SAMPLE).plan
    point = sample.points[-1]
    entries = init.sample_entries(_SAMPLE)
    earlier = entries.model_copy(update={"entries": tuple(e for e in entries.entries if e.point != point.key)})
    master = out / "事務局ブック.xlsx"
    init.init(master, init.sample_plan(_SAMPLE), earlier, say)
    made = distribute.distribute(master, point.key, out / "配布", say)
    typed = [entry for entry in entries.entries if entry.point == point.key]
    photos = sample_photos(_SAMPLE, typed)
    rate_by_office(master, typed, sample.points[-1].key)
    day = (point.due or point.date) - _BEFORE_DUE
    confirmed = date_text(day, sample.style.digits_text)
    filled = Standing(sample, point, Ledger(init.entries_by_key(sample, entries)))
    for number, (path, respondent) in enumerate(zip(made, sample.respondents(), strict=True), 1):
        people = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": confirmed}
        returned = type_entries(disk.read(path), typed, people, photos)
        package = Package(with_results(returned, make_survey(filled, respondent)))
        package.set_saved_at(datetime.combine(day, _MORNING))
        disk.write(out / "回収" / path.name, package.to_bytes())
        say(told("typing", number=number, count=len(made), name=path.name))
    checked = consolidate.consolidate_into(master, [out / "回収"], point.key, say)
    papers = report.report(master, point.key, out / "資料", final=False, pdf=True, say=say)
    findings = len(checked.diagnostics)
    return (
        told("demo_done", departments=checked.read, findings=findings),
        told("demo_open"),
        told("demo_master", path=master),
        *(told("demo_report", path=path) for path in papers.files),
        *map(_not_printed, (one for one in papers.checked.diagnostics if one.code in _OF_PRINTING)),
        told("demo_surveys", path=out / "回収"),
    )


def _not_printed(problem: Diagnostic) -> Message:
    words = Message(problem.message(), problem.message("en"))
    return told("demo_not_printed", problem=words, code=problem.code)


def sample_photos(name: str, entries: Sequence[Entry]) -> dict[tuple[str, str, int], Picture]:
    """The pictures that a bundled sample brings for the photos of its entries."""
    return {
        (entry.item_key, entry.sub_no, number): make_picture(
            disk.bundled("samples", f"{name}.{entry.item_key}.{number}.png")
        )
        for entry in entries
        for number, _ in enumerate(entry.photos, 1)
    }


def rate_by_office(master: Path, entries: Sequence[Entry], point: str) -> None:
    """Type the office's own ratings (parents of sub-items) into the ledger, as the office would in Excel."""
    data = disk.read(master)
    package = Package(data)
    book = read_book(data, master.name)
    sheet = book.sheet(terms.LEDGER_SHEET)
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.LEDGER_SHEET]) if sheet else None
    ratings = {row_key(e.key._replace(point=point)): e.fields.get("rating") for e in entries}
    for row in table.rows() if table else ():
        rating = ratings.get(row.text("row_key") or "")
        if table is not None and rating is not None and row.text("department") == terms.OFFICE:
            package.sheet(terms.LEDGER_SHEET).put(f"{column_letters(table.columns['rating'])}{row.number}", rating)
    disk.write(master, package.to_bytes())
