"""Native formulas count what Python counts: LibreOffice recalculates randomly filled workbooks, all in one start."""

import html
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kosei_xl.addin import functions
from kosei_xl.collect.status import blank_labels
from kosei_xl.collect.summarize import summarize
from kosei_xl.demo import type_entries
from kosei_xl.make.master import make_summary
from kosei_xl.make.survey import survey_row_key
from kosei_xl.read.identity import area_sheet_name
from kosei_xl.read.ledger import read_ledger
from kosei_xl.read.master import point_of
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, Entry, Line, LineKey, Plan, Respondent
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import check, consolidate, disk, init
from kosei_xl.verbs.opening import Findings
from kosei_xl.words import terms
from kosei_xl.workbook.book import is_error_value, read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import standing
from tests.tools.hostile import unzip
from tests.tools.office import Case, LibreOffice, address_of, cells_by_key, midori, put, write_all
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

FILLINGS = 40
FUNCTIONS = frozenset(
    (
        *("AND", "CELL", "CLEAN", "COUNTIF", "COUNTIFS", "IF", "IFERROR", "INDEX", "ISERROR", "ISNUMBER", "ISTEXT"),
        *("MATCH", "N", "NOT", "OR", "SEARCH", "SUBSTITUTE", "SUM", "TRIM"),
        *("ASC", "CHAR", "LEN", "SUMPRODUCT", "TEXT", "VALUE"),
        *("FIND", "INDIRECT", "LEFT", "MAX", "MID", "OFFSET", "ROW", "SUMIF"),
    )
)
"""What our formulas may use; Excel 2010 knows them all. Look a function up before adding it here."""

ODD = (
    None,
    "",
    " ",
    "　",
    " 　\n",
    "\n",
    "済",
    "未記入：評価",
    "・一行目\n・二行目　",
    "=1+1",
    "0",
    "-",
    "○",
    "*",
    "a" * 300,
)
USUAL = (None, "実施した。", "一部を実施した。\n残りは翌年度に行う。")


def _cases() -> list[Case]:
    cases = [midori()]
    for name in ADAPTERS if DATA.is_dir() else ():
        plan_file, entries = adapt_file(name)
        cases.append(Case(name, plan_file, entries, plan_file.plan.points[-1].key))
    return cases


@dataclass(frozen=True, repr=False)
class Filling:
    """One department's workbook as somebody filled it in."""

    name: str
    case: Case
    department: Respondent
    data: bytes


def _fill_in(case: Case, department: Respondent, chance: random.Random, name: str) -> Filling:
    plan = case.plan
    texts = chance.choice([ODD, USUAL, USUAL[1:], ODD + USUAL])
    ratings = chance.choice([(*plan.scale_at(case.point).codes, None), plan.scale_at(case.point).codes])
    entries = []
    for line in plan.lines_answered_by(department.code):
        fields = {key: text for key in plan.entry_fields if (text := chance.choice(texts)) is not None}
        rating = chance.choice(ratings) if line.rated else None
        fields = fields | {"rating": rating} if rating else {k: v for k, v in fields.items() if k != "rating"}
        entries.append(Entry(item_key=line.item.key, sub_no=line.sub_no or "", point=case.point, fields=fields))
    typed = type_entries(case.blank(department), entries, {"filled_by": "記入 花子"})
    return Filling(name, case, department, _with_added_row(typed, chance.choice(ratings)))


def _with_added_row(data: bytes, rating: str | None) -> bytes:
    """A rating typed in the first 追加欄: it belongs to no item, so nothing may count it."""
    book, added = read_book(data, ""), f"{terms.ADDED_ROW_KEY}1"
    sheet = next(s.name for s in book.sheets if added in [s.value(row, 1) for row in range(1, len(s.rows) + 1)])
    place = address_of(book, sheet, added, "rating")
    return put(data, {(sheet, place): rating}) if rating else data


def _generate(cases: list[Case]) -> list[Filling]:
    """Fillings that hypothesis draws (a seed each: whole workbooks are too much for it), the same ones each time."""
    found: list[Filling] = []

    @settings(max_examples=FILLINGS, phases=[Phase.generate], derandomize=True, database=None, deadline=None)
    @given(st.integers(0, len(cases) - 1), st.integers(0, 99), st.integers(0, 2**32))
    def collect(which: int, nth: int, seed: int) -> None:
        case = cases[which]
        department = case.departments()[nth % len(case.departments())]
        name = f"{len(found):02}_{case.name}_{department.code}.xlsx"
        found.append(_fill_in(case, department, random.Random(seed), name))

    collect()
    for case in cases:  # departments that answer a repeated listing and its original, whatever was drawn
        for department in case.departments():
            keys = {line.item.key for line in case.plan.lines_answered_by(department.code)}
            if any(case.plan.item_by_key[key].repeats in keys for key in keys):
                data = type_entries(case.blank(department), case.typed, {})
                found.append(Filling(f"repeat_{case.name}_{department.code}.xlsx", case, department, data))
    return found


@dataclass(frozen=True, repr=False)
class World:
    """Everything that was filled in, as we wrote it and as LibreOffice recalculated it."""

    cases: list[Case]
    fillings: list[Filling]
    written: Mapping[str, bytes]
    calculated: Mapping[str, Book]
    checked: Mapping[str, Findings]

    def before_and_after(self) -> Iterator[tuple[str, Book, Book]]:
        for name, data in self.written.items():
            yield name, read_book(data, name), self.calculated[name]


@pytest.fixture(scope="module")
def world(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("recalculation")
    cases = _cases()
    fillings = _generate(cases)
    written: dict[str, bytes] = {}
    checked: dict[str, Findings] = {}
    for filling in fillings:
        written[filling.name] = filling.data
        (path,) = write_all(folder / filling.case.name, [(filling.name, filling.data)])
        written[f"blank_{filling.case.name}_{filling.department.code}"] = filling.case.blank(filling.department)
        checked[filling.name] = check.check([path])
    for case in cases:
        master = folder / f"{case.name}.xlsx"
        earlier = case.entries.model_copy(
            update={"entries": tuple(e for e in case.entries.entries if e.point != case.point)}
        )
        init.init(master, case.plan_file, earlier)
        written[f"new_{master.name}"] = master.read_bytes()
        checked[master.name] = consolidate.consolidate_into(master, [folder / case.name], case.point)
        written[master.name] = master.read_bytes()
        for point in case.plan.points[:-1]:
            name = f"{point.key}_{master.name}"
            place = Package(written[master.name]).locate("summary_label")
            assert place is not None
            written[name] = put(written[master.name], {place: point.label})
    return World(cases, fillings, written, libreoffice.books(written), checked)


def _areas(book: Book, sheet: str, key: str) -> dict[str, dict[str, CellValue]]:
    return {str(row[key]): row for row in cells_by_key(book, sheet) if row.get(key) is not None}


def _states(book: Book, plan: Plan) -> dict[LineKey, str]:
    """Row -> the 点検 cell, from every area sheet."""
    states: dict[LineKey, str] = {}
    for sheet in book.sheets:
        if str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX):
            for row in cells_by_key(book, sheet.name):
                item_key, bar, sub_no = str(row["row_key"] or "").partition("|")
                if bar:
                    states[LineKey(item_key, sub_no or None)] = str(row["state"])
    return states


def _blanks(filling: Filling) -> list[tuple[Line, tuple[str, ...]]]:
    """The rows that a department answers, and what Python says is still blank in each."""
    plan = filling.case.plan
    here = Standing(plan, point_of(plan, filling.case.point), Ledger())
    outcome = read_submission(read_book(filling.data, filling.name), plan)
    assert outcome.value is not None
    fields = {value_set.key: value_set.fields for value_set in outcome.value.value_sets}
    lines = plan.lines_answered_by(filling.department.code)
    return [(line, blank_labels(here, line, fields.get((*line.key, ROW), {}))) for line in lines]


def test_world__fillings__many_departments_of_every_plan(world: World) -> None:
    drawn = Counter(filling.case.name for filling in world.fillings)
    assert set(drawn) == {case.name for case in world.cases}
    assert sum(drawn.values()) >= FILLINGS


def test_recalculated__no_formula__shows_an_error(world: World) -> None:
    shown = {
        (name, sheet.name, place): sheet.value(*place)
        for name, _, book in world.before_and_after()
        for sheet in book.sheets
        for place in sheet.formulas
        if is_error_value(sheet.value(*place))
    }
    assert shown == {}


def test_recalculated__before_anybody_typed__the_values_that_were_written_beside(world: World) -> None:
    """Excel's protected view (a file from a mail) does not calculate: what stands in the file is what people see."""
    different = []
    for name, ours, theirs in world.before_and_after():
        typed = name in {filling.name for filling in world.fillings} or name.startswith(
            tuple(point.key for case in world.cases for point in case.plan.points)
        )
        for sheet in () if typed else ours.sheets:
            calculated = theirs.sheet(sheet.name)
            assert calculated is not None
            for place in sheet.formulas:
                was, now = sheet.value(*place), calculated.value(*place)
                if (was or "") != (now or ""):
                    different.append((name, sheet.name, place, was, now))
    assert different == []


def test_department__rating_counts__equal_check(world: World) -> None:
    for filling in world.fillings:
        plan, summary = filling.case.plan, world.checked[filling.name].summary
        assert summary is not None
        rows = _areas(world.calculated[filling.name], terms.SURVEY_SUMMARY_SHEET, "area")
        for area in plan.areas:
            row = rows.get(area_sheet_name(plan, area), {})
            native = {code: int(float(str(row.get(f"rating:{code}", 0)))) for code in summary.by_area[area.no]}
            python = {code: count.rows for code, count in summary.by_area[area.no].items()}
            assert native == python, (filling.name, area.no)
            own = [line for line in plan.lines_answered_by(filling.department.code) if line.item.area_no == area.no]
            unrated = sum(not line.rated for line in own)
            assert float(str(row.get("rows", 0))) == summary.items[area.no].rows + unrated


def test_department__blank_rows__equal_the_blanks_of_status(world: World) -> None:
    for filling in world.fillings:
        plan, book = filling.case.plan, world.calculated[filling.name]
        blanks = _blanks(filling)
        states = _states(book, plan)
        for line, labels in blanks:
            state = states[line.key]
            blank = state.partition("／")[0]
            native = blank.removeprefix("未記入：").split("、") if blank.startswith("未記入") else []
            assert sorted(native) == sorted(label.replace("\n", "") for label in labels), (filling.name, line.no)
            assert native or state == "済" or state.startswith(terms.LOOK_AGAIN) or line.item.repeats
        by_area = Counter(line.item.area_no for line, labels in blanks if labels)
        rows = _areas(book, terms.SURVEY_SUMMARY_SHEET, "area")
        for area in plan.areas:
            assert float(str(rows.get(area_sheet_name(plan, area), {}).get("missing", 0))) == by_area[area.no]
        total = f"{sum(by_area.values())} 件"
        assert next(row["state"] for row in cells_by_key(book, terms.SURVEY_CHECK_SHEET)) == total
        named = book.named("missing_total")
        assert named is not None
        assert named[0] == total


@pytest.mark.parametrize("new", [True, False], ids=["new", "consolidated"])
def test_master__counts__equal_summarize(world: World, new: bool) -> None:
    for case in world.cases:
        name = f"{'new_' if new else ''}{case.name}.xlsx"
        _same_counts(case, world.written[name], world.calculated[name], case.point)


def test_master__another_point_chosen__its_counts(world: World) -> None:
    chosen = 0
    for case in world.cases:
        for point in case.plan.points[:-1]:
            name = f"{point.key}_{case.name}.xlsx"
            _same_counts(case, world.written[name], world.calculated[name], point.key)
            found = [world.calculated[name].named(cell) for cell in ("summary_label", "summary_point")]
            assert [cell[0] for cell in found if cell is not None] == [point.label, point.key]
            chosen += 1
    assert chosen


def _same_counts(case: Case, written: bytes, calculated: Book, point: str) -> None:
    ledger = read_ledger(read_book(written, ""), case.plan)
    summary = summarize(standing(case.plan, point, ledger.value))
    rows = _areas(calculated, terms.SUMMARY_SHEET, "area_no")
    for expected in make_summary(case.plan, summary).rows:
        native = rows[str(expected.values["area_no"])]
        for key, value in expected.values.items():
            if isinstance(value, KeyedFormula):
                assert native[key] == value.value, (case.name, point, expected.values["area"], key)


def _grid(book: Book, sheet: str) -> functions.CellGrid:
    """A sheet as a worksheet function gets it: every row equally long."""
    found = book.sheet(sheet)
    assert found is not None, sheet
    width = max(map(len, found.rows))
    return [[*row, *[None] * (width - len(row))] for row in found.rows]


def test_worksheet_functions__ledger__the_figures_of_native_formulas(world: World) -> None:
    for case in world.cases:
        for name, point in [(f"{case.name}.xlsx", case.point), (f"new_{case.name}.xlsx", case.point)]:
            book = world.calculated[name]
            scale, areas = _grid(book, terms.RATINGS_SHEET), _grid(book, terms.AREAS_SHEET)
            table = functions.ledger_summary(_grid(book, terms.LEDGER_SHEET), [[point]], scale, areas)
            assert isinstance(table, list), table
            native = _areas(book, terms.SUMMARY_SHEET, "area_no")
            codes = [rating.code for rating in case.plan.ratings if rating.counted]
            keys = ["rows", *(f"rating:{code}" for code in codes), "missing"]
            for area, row in zip(case.plan.areas, table[1:-1], strict=True):
                assert row == [area.name, *(native[area.no][key] for key in keys)], (name, area.no)
            assert table[-1][1:] == [sum(numbers) for numbers in zip(*(row[1:] for row in table[1:-1]), strict=True)]


def test_worksheet_functions__surveys__the_words_of_native_formulas(world: World) -> None:
    seen: Counter[str] = Counter()
    for filling in world.fillings:
        plan, book = filling.case.plan, world.calculated[filling.name]
        rated = {survey_row_key(line) for line in plan.lines_answered_by(filling.department.code) if line.rated}
        required = [c.label for c in plan.form_columns if c.entry == "required" and c.key != "rating"]
        scale = _grid(world.calculated[f"{filling.case.name}.xlsx"], terms.RATINGS_SHEET)
        for sheet in book.sheets:
            if not str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX):
                continue
            grid = _grid(book, sheet.name)
            state = list(grid[0]).index("state")
            rows = [row for row in grid[2:] if row[0] in rated and str(row[state]).startswith(("済", "未記入"))]
            answer = functions.check([*grid[:2], *rows], scale, [required] if required else None)
            assert answer == [[None], ["点検"], *([row[state]] for row in rows)], (filling.name, sheet.name)
            seen.update(str(row[state])[:3] for row in rows)
    assert min(seen["済"], seen["未記入"]) > 10


# What the formulas are made of ----------------------------------------------------------------------------------------


def _formulas(data: bytes) -> Iterator[str]:
    for part, xml in unzip(data).items():
        if part.startswith("xl/worksheets/sheet") or part == "xl/workbook.xml":
            text = xml.decode()
            found = re.findall(r"<(?:f|formula|formula1|formula2|definedName)\b[^>]*>([^<]*)<", text)
            yield from map(html.unescape, found)


def test_formulas__every_one__only_functions_of_excel_2010(world: World) -> None:
    templates = {f: disk.bundled("workbook_templates", f) for f in ("master.xlsx", "department.xlsx", "report.xlsx")}
    used: Counter[str] = Counter()
    for name, data in {**templates, **world.written}.items():
        for formula in _formulas(data):
            bare = re.sub(r'".*?"', "", formula)
            used.update(re.findall(r"([A-Za-z_][\w.]*)\(", bare))
            assert len(formula) <= 8192, (name, formula)
            assert "#" not in bare, (name, formula)
            assert "@" not in bare, (name, formula)
    assert set(used) <= FUNCTIONS


def test_formulas__no_part__holds_new_functions_arrays_or_spills(world: World) -> None:
    for name, data in world.written.items():
        for part, xml in unzip(data).items():
            assert b"_xlfn" not in xml, (name, part)
            assert b"_xlws" not in xml, (name, part)
            if part.startswith("xl/worksheets/"):
                assert not re.search(rb'<f [^>]*t="(?:array|dataTable)"|<c [^>]*\bcm=', xml), (name, part)
            assert part != "xl/metadata.xml", name
