"""Fields with values from PLAN.json to the proven report: asked for, typed in every way, merged, summed, verified."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.tables import find_table
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Column, Entry, Part, Plan, PlanFile
from kosei_xl.verbs import adopt, consolidate, distribute, init, opening, report, verify
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, HALF, MORE_ITEMS, found, make_plan

FIELDS = (
    EntryField(field="kind_of", label="区分", type="choice", choices=("歳入確保", "歳出削減")),
    EntryField(field="planned", label="計画額", type="money", unit="千円", decimals=0, summed=True),
    EntryField(field="effect", label="効果額", type="money", unit="千円", decimals=0, summed=True, against="planned"),
    EntryField(field="floor", label="面積", type="number", unit="㎡", decimals=2, summed=True),
    EntryField(field="day", label="開始日", type="date"),
    EntryField(field="digital", label="デジタル", type="mark"),
    *(EntryField(field=f"goal_of_{y}", label=f"目標（{y}）", type="number", year=y) for y in (2024, 2025)),
)
_LIST = (
    *(("no", "No.", "derived", None), ("name", "項目", "derived", None), ("kind_of", "区分", "entry", None)),
    *(("planned", "計画額", "entry", None), ("effect", "実績額", "entry", None)),
    *(("share_effect", "達成率", "derived", None), ("effect", "実績額", "entry", "累計")),
    *(
        ("share_effect", "達成率", "derived", "累計"),
        ("floor", "面積", "entry", None),
        ("day", "開始日", "entry", None),
    ),
    *(("digital", "デジタル", "entry", None), ("rating", "評価", "derived", None)),
)
RATED: Mapping[str, str] = {"rating": "A", "results": "した"}


def money_plan() -> Plan:
    plan = make_plan(MORE_ITEMS)
    form = [Column(part="form", key=f.field, label=f.label, source="entry", entry="input") for f in FIELDS]
    own = {field.field for field in FIELDS}
    columns = [*(c for c in plan.columns if c.key not in own), *form]
    columns += [
        Column.model_validate({"part": "money", "key": key, "label": label, "source": source, "point": point})
        for key, label, source, point in _LIST
    ]
    part = Part(key="money", kind="list", sheet="財政効果", title="財政効果", items="all", paper="A4横", foot=True)
    return make_plan(MORE_ITEMS, fields=FIELDS, parts=(*plan.parts, part), columns=columns)


TYPED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("a-1", ""): {
        "kind_of": "歳入確保",
        "planned": "１，５００",
        "effect": "1.2百万円",
        "floor": "12.5",
        "day": "R8.3.31",
    },
    ("a-2", ""): {"kind_of": "歳出　削減", "planned": "△300", "effect": "検討中", "floor": "広い", "day": "2026/4/1"},
    ("a-3", ""): {"planned": "約200", "effect": "▲50", "digital": "〇", "day": "いつか"},
    ("a-4", ""): {"effect": "－"},
    ("a-6", "1"): {"planned": "10", "effect": "－2"},
    ("a-6", "2"): {"planned": "5千円", "effect": "7"},
}


def fill(surveys: tuple[Path, ...], typed: Mapping[tuple[str, str], Mapping[str, str]], number: str = "1") -> None:
    people = {"filled_by": "花子", "confirmed_by": "太郎", "submission_no": number}
    entries = [
        Entry(
            item_key=item, sub_no=sub, point=END, fields={**(RATED if item in ("a-1", "a-2", "a-3") else {}), **fields}
        )
        for (item, sub), fields in typed.items()
    ]
    for path in surveys:
        path.write_bytes(type_entries(path.read_bytes(), entries, people))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Path, ...]]:
    """A master into which both departments' surveys were taken, and the surveys."""
    folder = tmp_path_factory.mktemp("fields")
    master = init.init(folder / "m.xlsx", PlanFile(plan=money_plan()))
    surveys = distribute.distribute(master, END, folder / "out")
    fill(surveys, TYPED)
    consolidate.consolidate_into(master, list(surveys), END)
    return master, surveys


def printed(path: Path) -> dict[str, list[str]]:
    """Row key -> the texts of its cells, of the sheet of the amounts."""
    book = read_book(path.read_bytes(), path.name)
    sheet = book.sheet("財政効果")
    assert sheet is not None
    return {str(row[0]): [str(value) for value in row[1:] if value is not None] for row in sheet.rows if row[0]}


def test_fields__master_and_back__the_same_plan(collected: tuple[Path, tuple[Path, ...]]) -> None:
    assert opening.open_master(collected[0]).plan == money_plan()


def test_fields__every_text__in_received_as_it_was_typed(collected: tuple[Path, tuple[Path, ...]]) -> None:
    ledger = opening.open_master(collected[0]).ledger.value
    rows = {(row.key.item_key, row.key.sub_no or ""): row.fields for row in ledger.received if not row.is_head}
    for key, fields in TYPED.items():
        assert {name: rows[key][name] for name in fields if name != "digital"} == {
            name: text for name, text in fields.items() if name != "digital"
        }


def test_fields__what_does_not_read__told_and_in_no_sum(collected: tuple[Path, tuple[Path, ...]]) -> None:
    again = consolidate.consolidate_into(collected[0], list(collected[1]), END)
    told = [(one.code, dict(one.params).get("text"), one.item) for one in again.diagnostics if one.code == "K230"]
    assert sorted(told, key=str) == sorted(
        [("K230", "検討中", "2"), ("K230", "広い", "2"), ("K230", "いつか", "3")], key=str
    )


def test_fields__report__sums_per_area_choice_and_in_all_and_verify_agrees(
    collected: tuple[Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    master, _ = collected
    made = report.report(master, END, tmp_path / "資料").files[0]
    rows = printed(made)
    assert rows["money|a-1|"] == [
        "1",
        "相談窓口",
        "歳入確保",
        "1,500",
        "1,200",
        "80.0%",
        "1,200",
        "80.0%",
        "12.50",
        "令和８年３月３１日",
        "A",
    ]
    assert rows["money|a-2|"][2:5] == ["歳出削減", "△300", "検討中"]
    assert rows["money|a-3|"][2:5] == ["約200", "△50", "△25.0%"]
    assert rows["money|a-5|"][2:8] == ["-"] * 6
    assert rows["money|sum:area:1"] == ["分野1の計", "1,400", "1,150", "82.1%", "1,150", "82.1%", "12.50"]
    assert rows["money|sum:area:2"] == ["分野2の計", "15", "5", "33.3%", "5", "33.3%"]
    assert rows["money|sum:choice:歳入確保"][:3] == ["合計のうち歳入確保", "1,500", "1,200"]
    assert rows["money|sum:all"] == ["合計", "1,415", "1,155", "81.6%", "1,155", "81.6%", "12.50"]
    notes = [texts[0] for key, texts in rows.items() if key.startswith("money|sum:note:")]
    assert notes[1] == "※ 実績額（千円）の計には、未記入1件、数として読めない記入1件が入っていません。"
    result = verify.verify([made], master)
    assert [one for one in found(result.diagnostics) if one[0] != "K731"] == []


@pytest.mark.parametrize(
    ("row", "text", "other"),
    [
        ("money|sum:all", "1,415", "1,416"),
        ("money|sum:area:1", "82.1%", "82.2%"),
        ("money|a-1|", "1,500", "1,600"),
        ("money|sum:choice:歳入確保", "1,200", "1,300"),
    ],
)
def test_fields__figure_changed_in_the_report__k701_at_its_cell(
    collected: tuple[Path, tuple[Path, ...]], tmp_path: Path, row: str, text: str, other: str
) -> None:
    master, _ = collected
    made = report.report(master, END, tmp_path / "資料").files[0]
    package = Package(made.read_bytes())
    part = package.sheet("財政効果")
    number = next(n for n in range(1, part.last_row() + 1) if part.value(f"A{n}") == row)
    letters = next(letters for letters, value in part.cells(number).items() if value == text)
    part.put(f"{letters}{number}", other)
    made.write_bytes(package.to_bytes(recalc=False))
    told = [one for one in found(verify.verify([made], master).diagnostics) if one[0] != "K731"]
    assert told == [("K701", f"[{made.name}]財政効果!{letters}{number}")]


def test_fields__survey__amounts_and_days_are_numbers_with_rules(tmp_path: Path) -> None:
    master = init.init(tmp_path / "m.xlsx", PlanFile(plan=money_plan()))
    surveys = distribute.distribute(master, END, tmp_path / "out")
    fill(surveys, TYPED)
    consolidate.consolidate_into(master, list(surveys), END)
    again = distribute.distribute(master, END, tmp_path / "again")[0]
    book = read_book(again.read_bytes(), again.name)
    (table,) = (t for s in book.sheets if s.name.startswith("1 ") and (t := find_table("", s, terms.SURVEY_COLUMNS)))
    row = next(row for row in table.rows() if row.text("row_key") == "a-1|")
    assert [row.raw(key) for key in ("planned", "effect", "floor")] == [1500.0, "1.2百万円", 12.5]
    assert [row.shown(key) for key in ("planned", "floor", "day")] == ["1,500", "12.50", "2026/3/31"]
    assert row.text("goal_of_2025") is None
    labels = [table.sheet.value(2, table.columns[key]) for key in ("planned", "floor", "day")]
    assert labels == ["計画額\n（千円）", "面積\n（㎡）", "開始日"]
    unchanged = consolidate.consolidate_into(master, [again], END)
    assert [one for one in unchanged.diagnostics if one.code in ("K305", "K405")] != []
    assert [one.code for one in unchanged.diagnostics if one.code == "K405"] == []


def test_fields__values_of_years__in_the_next_survey_and_ledger(tmp_path: Path) -> None:
    master = init.init(tmp_path / "m.xlsx", PlanFile(plan=money_plan()))
    first = distribute.distribute(master, HALF, tmp_path / "out")
    entries = [Entry(item_key="a-1", point=HALF, fields={**RATED, "goal_of_2024": "1,000"})]
    for path in first:
        path.write_bytes(type_entries(path.read_bytes(), entries, {"confirmed_by": "太郎"}))
    consolidate.consolidate_into(master, list(first), HALF)
    second = distribute.distribute(master, END, tmp_path / "次")
    ledger = opening.open_master(master).ledger.value
    key = next(key for key in ledger.entries if key.item_key == "a-1" and key.point == END and key.is_row)
    assert ledger.fields(key) == {"goal_of_2024": "1,000"}
    for path in second:
        path.write_bytes(
            type_entries(
                path.read_bytes(),
                [Entry(item_key="a-1", point=END, fields={**RATED, "goal_of_2024": "1200"})],
                {"confirmed_by": "太郎"},
            )
        )
    after = consolidate.consolidate_into(master, list(second), END)
    assert [one.code for one in after.diagnostics if one.code == "K405"] == []
    assert opening.open_master(master).ledger.value.fields(key)["goal_of_2024"] == "1200"


def test_fields__figure_edited_in_the_report__not_adopted(
    collected: tuple[Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    master = tmp_path / "m.xlsx"
    master.write_bytes(collected[0].read_bytes())
    made = report.report(master, END, tmp_path / "資料").files[0]
    package = Package(made.read_bytes())
    part = package.sheet("財政効果")
    number = next(n for n in range(1, part.last_row() + 1) if part.value(f"A{n}") == "money|a-1|")
    letters = next(letters for letters, value in part.cells(number).items() if value == "1,500")
    part.put(f"{letters}{number}", "9,999")
    made.write_bytes(package.to_bytes(recalc=False))
    before = opening.open_master(master).ledger.value.entries
    told = found(adopt.adopt_from(made, master).diagnostics)
    assert told == [("K740", f"[{made.name}]財政効果!{letters}{number}")]
    assert opening.open_master(master).ledger.value.entries == before


def test_fields__list_with_a_year_schedule__sums_stand_below_and_verify_agrees(tmp_path: Path) -> None:
    plan = money_plan()
    parts = [p.model_copy(update={"kind": "schedule", "paper": "A3横"}) if p.key == "money" else p for p in plan.parts]
    master = init.init(tmp_path / "m.xlsx", PlanFile(plan=Plan.model_validate({**dict(plan), "parts": parts})))
    surveys = distribute.distribute(master, END, tmp_path / "out")
    fill(surveys, TYPED)
    consolidate.consolidate_into(master, list(surveys), END)
    made = report.report(master, END, tmp_path / "資料").files[0]
    assert printed(made)["money|sum:all"][:3] == ["合計", "1,415", "1,155"]
    assert [one for one in found(verify.verify([made], master).diagnostics) if one[0] != "K731"] == []
