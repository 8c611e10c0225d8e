"""A city's years: points one after the other, items that live, two reorganisations, a correction; every figure of every
page as a model in plain Python counts it, and at the end every closed paper printed again just so.
"""

import random
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.report import read_report
from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Column, Department, Entry, Item, Part, Plan, PlanFile, ReportingPoint
from kosei_xl.verbs import close, consolidate, distribute, errata, init, report, verify
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.report_workbook import keyed_parts
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools import years_model as model
from tests.tools.builders import make_plan
from tests.tools.sheets import write

CODES = {"福祉課": "D1", "税務課": "D2", "住民課": "D3"}
COLUMNS = (
    ("list", "no", "derived", None),
    ("list", "name", "derived", None),
    ("list", "departments", "derived", None),
    ("list", "rating", "entry", "前回"),
    ("list", "rating", "entry", None),
    ("list", "effect", "entry", None),
    ("late", "no", "derived", None),
    ("late", "name", "derived", None),
    ("late", "cause", "entry", None),
)
PARTS = (
    Part(
        key="overview",
        kind="text",
        sheet="概要",
        text="全{件数}項目のうち、S{S}項目、A{A}項目、B{B}項目です。",
        meeting="行革推進委員会",
    ),
    Part(key="summary", kind="summary", sheet="概要", title="総括表"),
    Part(key="list", kind="list", sheet="一覧", paper="A3横", foot=True),
    Part(key="late", kind="delayed", sheet="遅れ", title="遅れている取組"),
    Part(key="history", kind="history", sheet="経過", title="取組の経過", paper="A3横", items="all", foot=True),
)


def first_plan(city: model.City) -> Plan:
    items = tuple(
        Item(
            key=one.key,
            no=one.no,
            name=one.name,
            area_no=one.area,
            departments=(CODES[one.lead],),
            repeats=one.repeats or None,
        )
        for one in city.items
    )
    point = ReportingPoint(
        key="R7_half", fiscal_year=2025, kind="half", date=date(2025, 9, 30), label="令和７年度上半期"
    )
    plan = make_plan(
        (),
        points=(point,),
        departments=tuple(Department(code=code, name=name, order=n) for n, (name, code) in enumerate(CODES.items(), 1)),
        areas=[{"no": no, "name": name} for no, name in model.AREAS.items()],
        period_start=2025,
        period_end=2029,
    )
    columns = tuple(
        Column.model_validate({"part": part, "key": key, "label": key, "source": source, "point": point})
        for part, key, source, point in COLUMNS
    )
    return Plan.model_validate(
        plan.model_dump(exclude_defaults=True)
        | {
            "items": items,
            "parts": (*plan.parts, *PARTS),
            "columns": (*plan.columns, *columns),
            "fields": (EntryField(field="effect", label="効果額", type="money", unit="千円", summed=True),),
        }
    )


class Years:
    """One city on its way: the master, the model beside it, and what was printed at each point."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.master = folder, folder / "事務局.xlsx"
        self.city, self.chance = model.first_city(), random.Random(16)
        self.first_prints: dict[str, Path] = {}
        self.before: str | None = None
        init.init(self.master, PlanFile(plan=first_plan(self.city)))

    def round(self, point: str) -> None:
        """One point from the surveys to the closing, every figure of its pages held against the model."""
        model.draw(self.city, point, self.chance)
        surveys = distribute.distribute(self.master, point, self.folder / point / "配布")
        assert {path.name.split("_")[1] for path in surveys} == {one.lead for one in self.city.items if not one.repeats}
        typed = [
            Entry(item_key=item, point=point, fields=said)
            for (own, item), said in self.city.answers.items()
            if own == point
        ]
        for path in surveys:
            path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "太郎"}))
        consolidate.consolidate_into(self.master, [*surveys], point)
        made = report.report(self.master, point, self.folder / point / "資料", final=True, day=date(2030, 1, 1))
        self.compare(made.files[0], model.pages(self.city, point, self.before))
        self.compare_course(made.files[0])
        assert [one.code for one in verify.verify(made.files, self.master).diagnostics] == ["K731"]
        close.close(self.master, point, date(2030, 1, 2))
        self.first_prints[point], self.before = made.files[0], point

    def compare(self, workbook: Path, expected: model.Pages) -> None:
        """Every row and figure that the model knows, and no item that it does not."""
        book = read_book(workbook.read_bytes(), "")
        found = read_report(book, keyed_parts(book))
        for part, rows in expected.items():
            for key, cells in rows.items():
                pieces = found.rows[part, key]
                printed = {cell.column: cell.text for cell in pieces[0].filled}
                assert {name: printed.get(name, "") for name in cells} == cells, (workbook.name, part, key)
        for part in ("list", "late"):
            order = [key for own, key in found.rows if own == part and key.startswith("a-")]
            assert order == [key for key in expected[part] if key.startswith("a-")], (workbook.name, part)

    def compare_course(self, workbook: Path) -> None:
        """Every rating and amount of every point so far, of items that have ended by now too."""
        book = read_book(workbook.read_bytes(), "")
        found = read_report(book, keyed_parts(book))
        if not self.first_prints:
            assert [cell.text for cell in found.rows["history", "none"][0].filled] == [terms.NO_COURSE]
            return
        for (point, item), said in self.city.answers.items():
            for row, field in (("rating", "rating"), ("amount:effect", "effect")):
                printed = {cell.column: cell.text for cell in found.rows["history", f"{item}||{row}"][0].filled}
                assert printed.get(f"at:{point}", "") == said.get(field, ""), (workbook.name, point, item)

    def next(self) -> str:
        """The next point, as `kosei next` makes it."""
        begun, _ = next_verb.begin_next(self.master)
        return begun.point.key

    def all_again(self) -> None:
        """Every closed paper, printed again and verified."""
        for point, first in self.first_prints.items():
            made = report.report(self.master, point, self.folder / "再" / point)
            one, two = (read_book(path.read_bytes(), "") for path in (first, made.files[0]))
            assert [(s.name, s.rows, s.header) for s in one.sheets] == [(s.name, s.rows, s.header) for s in two.sheets]
            assert [each.code for each in verify.verify(made.files, self.master).diagnostics] == ["K731"]

    # -- what happens in between -----------------------------------------------------------------------------------
    def end(self, key: str, last: str, state: str = "終了") -> None:
        """An item ends with a point."""
        write(self.master, terms.ITEMS_SHEET, f"{key}|", {"state": state, "last_point": last})
        self.city.items.remove(self.city.item(key))

    def begins(self, key: str, no: str, area: str, lead: str, first: str) -> None:
        """A new item from a point on."""
        one = model.ItemNow(key, no, f"新しい取組{no}", area, lead)
        row = {"row_key": f"{key}|", "no": no, "name": one.name, "area_no": model.AREAS[area], "lead": lead}
        write(self.master, terms.ITEMS_SHEET, "new", {**row, "kind": "評価", "state": "継続", "first_point": first})
        self.city.items.append(one)

    def becomes(self, key: str, *, no: str = "", name: str = "", area: str = "") -> None:
        """An item is renumbered, renamed, or moved to another area."""
        one = self.city.item(key)
        one.no, one.name, one.area = no or one.no, name or one.name, area or one.area
        values = {"no": one.no, "name": one.name, "area_no": model.AREAS[one.area]}
        write(self.master, terms.ITEMS_SHEET, f"{key}|", values)

    def reorganised(self, day: date, old: str, new: dict[str, tuple[str, ...]]) -> None:
        """A department goes; each of the new ones takes over its items (none: all)."""
        write(self.master, terms.DEPARTMENTS_SHEET, old_code(old), {"valid_to": date(day.year, day.month - 1, 31)})
        for name, keys in new.items():
            code = f"N{day.year}{name}"
            row: dict[str, CellValue] = {"code": code, "name": name, "order": 50, "valid_from": day}
            write(self.master, terms.DEPARTMENTS_SHEET, "new", row)
            nos = [self.city.item(key).no for key in keys]
            kind = "改称" if len(new) == 1 else "分割"
            typed: dict[str, CellValue] = {"date": day, "kind": kind, "old": old, "new": name}
            typed["items"] = "、".join(nos) or None
            write(self.master, terms.REORGANISATIONS_SHEET, "new", typed)
            for one in self.city.items:
                if one.lead == old and (not keys or one.key in keys or one.repeats in keys):
                    one.lead = name


def old_code(name: str) -> str:
    return CODES.get(name, name)


def new_year_2026(years: Years, last: str, first: str) -> None:
    """Items end, merge, begin, move, change number and name; two departments are reorganised, one of them split."""
    years.becomes("a-2", area="3", no="15")
    years.becomes("a-6", name="名を改めた取組")
    years.begins("a-13", "13", "2", "住民課", first)
    april = date(2026, 4, 1)
    years.reorganised(april, "福祉課", {"保健福祉課": ()})
    years.reorganised(april, "税務課", {"市民税課": ("a-3", "a-11"), "資産税課": ("a-4",)})


def new_year_2028(years: Years, last: str, first: str) -> None:
    """The mid-term revision: a new version of the plan, numbers given anew, one more reorganisation."""
    write(years.master, terms.PLAN_SHEET, "plan_version", {"value": 2})
    years.becomes("a-13", no="21")
    years.becomes("a-10", no="13", name="見直した取組")
    years.begins("a-14", "22", "1", "市民税課", first)
    years.reorganised(date(2028, 4, 1), "保健福祉課", {"福祉介護課": ("a-1", "a-6"), "保健課": ("a-2", "a-9")})


def corrected(years: Years, point: str, key: str, folder: Path) -> None:
    """A mistake in a closed point: corrected with a reason, and the errata name it; the paper stays."""
    wrong, no = years.city.answers[point, key], years.city.item(key).no
    right = "S" if wrong["rating"] != "S" else "A"
    write(years.master, terms.LEDGER_SHEET, f"{point}|{key}|", {"rating": right})
    number = next(one.number for one in open_master(years.master).registers.published if one.point == point)
    typed: dict[str, CellValue] = {"publication": number, "no": no, "label": "評価", "after": right}
    typed["why"] = "転記の誤り"
    write(years.master, terms.CORRECTIONS_SHEET, "new", typed)
    made = errata.make_errata(years.master, point, folder)
    own = [(one.wrong, one.right) for one in made.lines if one.no == no and one.label == "rating"]
    assert own == [(wrong["rating"], right)]
    years.city.answers[point, key] = {**wrong, "rating": right}


@pytest.mark.parametrize("count", [4, pytest.param(10, marks=pytest.mark.long)])
def test_years__one_point_after_the_other__figures_as_the_model_and_papers_for_ever(tmp_path: Path, count: int) -> None:
    years = Years(tmp_path)
    years.round("R7_half")
    for number in range(2, count + 1):
        last = open_master(years.master).plan.points[-1].label
        if number == 3:
            years.end("a-5", last)
            years.end("a-8", last, state="統合")
        if number == 7:
            years.end("a-3", last, state="移管")
        point = years.next()
        first = open_master(years.master).plan.points[-1].label
        if number == 3:
            new_year_2026(years, last, first)
            years.all_again()
        if number == 7:
            new_year_2028(years, last, first)
        years.round(point)
        if number in (3, 8):
            corrected(years, list(years.first_prints)[-2], "a-9", tmp_path / "正誤")
    years.all_again()
    assert [one.code for one in open_master(years.master).diagnostics if one.severity == "error"] == []
    assert years.master.stat().st_size < 2_000_000


@pytest.mark.parametrize("seed", [16])
def test_model__draws__the_same_for_the_same_seed(seed: int) -> None:
    one, two = model.first_city(), model.first_city()
    for city in (one, two):
        model.draw(city, "p", random.Random(seed))
    assert one.answers == two.answers
