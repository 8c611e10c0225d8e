"""Tidy tables: every item at every point, every text received, in their types, and the same figures as 集計."""

import doctest
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from kosei_xl import tables
from kosei_xl.collect.summarize import summarize
from kosei_xl.read.master import Master, read_master
from kosei_xl.tables.columns import SHEETS, TableKind
from kosei_xl.tables.sheets import table_sheets
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Item, LineKey, indicator_slot
from kosei_xl.values.registers import Registers
from tests.tools.adopting import Desk

MAKERS = {
    "ledger": tables.ledger_table,
    "indicators": tables.indicator_table,
    "photos": tables.photo_table,
    "received": tables.received_table,
    "ratings": tables.ratings_table,
}
TYPES = {
    "text": "string",
    "whole": "Int64",
    "number": "Float64",
    "yes": "boolean",
    "date": "datetime64[ns]",
    "time": "datetime64[ns, UTC]",
    "choice": "category",
}


@pytest.fixture(scope="module")
def office(walked: Desk) -> Master:
    """The sample on its way."""
    return read_master(walked.master.read_bytes(), walked.master)


def with_ledger(office: Master, entries: dict[EntryKey, dict[str, str]]) -> Master:
    """The master with another ledger."""
    return replace(office, ledger=Outcome(Ledger(entries), {}))


@pytest.mark.parametrize("kind", MAKERS)
def test_tables__columns__as_described_in_their_types(office: Master, kind: TableKind) -> None:
    frame, columns = MAKERS[kind](office), tables.columns_of(kind, office)
    assert list(frame.columns) == [column.key for column in columns]
    assert {column.key: str(frame[column.key].dtype) for column in columns} == {c.key: TYPES[c.type] for c in columns}
    heads = [column.head for column in columns]
    assert len(set(heads)) == len(heads)
    assert all(column.about for column in columns)
    assert len(frame) > 0


def test_ledger_table__every_item_at_every_point__once(office: Master) -> None:
    frame = tables.ledger_table(office)
    plan, ledger = office.plan, office.ledger.value
    assert len(frame) == len(plan.lines) * len(plan.points)
    assert not frame.duplicated(["point", "item_key", "sub_no"]).any()
    for point in plan.points:
        here = frame[frame["point"] == point.key]
        for line, (_, row) in zip(plan.lines, here.iterrows(), strict=True):
            fields = ledger.fields(line.key.at(point.key))
            assert (row["no"], bool(row["filled"])) == (line.no, bool(fields))
            assert row["point_date"] == pd.Timestamp(point.date)
            for name in fields.keys() - {"rating"} if line.item.repeats is None else ():
                assert row[name] == fields[name]


def test_ledger_table__repeated_listing__its_originals_texts_and_its_no(office: Master) -> None:
    frame = tables.ledger_table(office)
    plan = office.plan
    repeat = next(item for item in plan.items if item.repeats)
    original = plan.item_by_key[str(repeat.repeats)]
    own = frame[frame["item_key"] == repeat.key].set_index("point")
    theirs = frame[frame["item_key"] == original.key].set_index("point")
    assert set(own["repeats"]) == {original.no}
    pd.testing.assert_series_equal(own["results"], theirs["results"])
    assert own["results"].notna().any()
    assert theirs["repeats"].isna().all()


def test_ledger_table__rating_outside_the_scale__as_typed_and_no_rating(office: Master) -> None:
    line, point = office.plan.lines[0], office.plan.points[0]
    frame = tables.ledger_table(with_ledger(office, {line.key.at(point.key): {"rating": "Ｚ"}}))
    first = frame.iloc[0]
    assert (first["rating_text"], pd.isna(first["rating"]), pd.isna(first["behind"])) == ("Ｚ", True, True)
    assert frame["rating"].isna().all()
    assert frame["rating_text"].notna().sum() == 1


def test_ledger_table__entry_of_no_item_or_point__last_and_not_lost(office: Master) -> None:
    key = LineKey("gone").at("R99")
    frame = tables.ledger_table(with_ledger(office, {key: {"results": "残った文"}}))
    last = frame.iloc[-1]
    assert (last["item_key"], last["point"], last["results"], pd.isna(last["no"])) == ("gone", "R99", "残った文", True)
    assert len(frame) == len(office.plan.lines) * len(office.plan.points) + 1


def test_ledger_table__amounts_of_欄__the_number_beside_the_text(office: Master) -> None:
    line, point = office.plan.lines[0], office.plan.points[0]
    fields = (
        EntryField(field="issues", label="課題", type="money", unit="千円"),
        EntryField(field="results", label="文"),
    )
    typed = replace(office, registers=Registers(fields=fields))
    frame = tables.ledger_table(with_ledger(typed, {line.key.at(point.key): {"issues": "１，２００", "results": "5"}}))
    assert (frame.iloc[0]["issues"], frame.iloc[0]["issues_value"]) == ("１，２００", 1200.0)
    assert "results_value" not in frame


def test_ledger_table__own_field_called_like_a_column__both_are_there(office: Master) -> None:
    column = next(c for c in office.plan.columns if c.source == "entry")
    plan = office.plan.model_copy(update={"columns": (*office.plan.columns, column.model_copy(update={"key": "area"}))})
    line, point = plan.lines[0], plan.points[0]
    plan = plan.model_validate(plan.model_dump())  # a copy keeps what was looked up before
    named = with_ledger(replace(office, plan=plan), {line.key.at(point.key): {"area": "記入"}})
    first = tables.ledger_table(named).iloc[0]
    assert (first["entry_area"], first["area"]) == ("記入", plan.area_by_no[line.item.area_no].name)


@pytest.mark.parametrize(
    ("target", "actual", "unit", "expected"),
    [
        ("50件以上", "25", "件", (50.0, 25.0, "件", 0.5, False)),
        ("2千円", "2,000円", None, (2000.0, 2000.0, "円", 1.0, True)),
        ("10%以下", "8%", None, (10.0, 8.0, "%", 0.8, True)),
        ("10人", "8件", None, (10.0, 8.0, "人", pd.NA, pd.NA)),
        ("増やす", "8件", None, (pd.NA, 8.0, "件", pd.NA, pd.NA)),
        ("0件", "3件", None, (0.0, 3.0, "件", pd.NA, True)),
        ("10件", None, None, (10.0, pd.NA, "件", pd.NA, pd.NA)),
    ],
)
def test_indicator_table__target_and_actual__numbers_beside_texts(
    office: Master, target: str, actual: str | None, unit: str | None, expected: tuple[object, ...]
) -> None:
    key = office.plan.lines[0].key.at(office.plan.points[0].key, indicator_slot(2))
    fields = {name: text for name, text in (("target", target), ("actual", actual), ("unit", unit)) if text}
    frame = tables.indicator_table(with_ledger(office, {key: fields}))
    assert len(frame) == 1
    row = frame.iloc[0]
    assert row["seq"] == 2
    found = tuple(row[name] for name in ("target_value", "actual_value", "value_unit", "ratio", "reached"))
    assert [pd.NA if pd.isna(x) else x for x in found] == [pd.NA if x is pd.NA else x for x in expected]
    assert row["target"] == target


def test_received_table__every_text_in_受領__with_its_cell(office: Master) -> None:
    frame = tables.received_table(office)
    received = office.ledger.value.received
    assert len(frame) == sum(len(row.fields) + bool(row.other) for row in received)
    returned = next((n, row) for n, row in enumerate(received, 1) if not row.is_office and "results" in row.fields)
    found = frame[(frame["order"] == returned[0]) & (frame["field"] == "results")].iloc[0]
    place = returned[1].place("results")
    assert (found["text"], found["cell"], found["sheet"]) == (returned[1].fields["results"], place.cell, place.sheet)
    assert found["dept_code"] == returned[1].dept_code
    by_office = frame[frame["dept_code"].isna()]
    assert set(by_office["department"]) <= {"事務局"}


def test_received_table__saved_at__utc(office: Master) -> None:
    row = next(row for row in office.ledger.value.received if not row.is_office and row.fields)
    ledger = replace(
        office.ledger.value, received=(replace(row, saved_at="2026-04-10 01:00:00"), replace(row, saved_at="?"))
    )
    frame = tables.received_table(replace(office, ledger=Outcome(ledger, {})))
    assert frame["saved_at"].iloc[0] == pd.Timestamp("2026-04-10 01:00", tz="UTC")
    assert frame["saved_at"].isna().sum() == len(frame) // 2


def test_ratings_table__every_point_and_area__the_figures_of_集計(office: Master) -> None:
    frame = tables.ratings_table(office).set_index(["point", "area_no"])
    for point in office.plan.points:
        summary = summarize(office.standing(point))
        for area, counts in summary.by_area.items():
            row = frame.loc[[(point.key, area)]].iloc[0]
            assert {code: row[code] for code in counts} == {code: count.rows for code, count in counts.items()}
            assert (row["missing"], row["total"]) == (summary.missing[area].rows, summary.items[area].rows)


def test_cross_table__pairs__counted_with_blanks_and_empty_choices(office: Master) -> None:
    frame = tables.ledger_table(office)
    crossed = tables.cross_table(frame, "area", "rating")
    assert list(crossed.columns)[: len(office.plan.ratings)] == [rating.code for rating in office.plan.ratings]
    assert crossed.to_numpy().sum() == len(frame)
    some = frame[frame["rating"] == "A"]
    assert tables.cross_table(some, "area", "rating")["S"].sum() == 0
    assert crossed.loc[office.plan.areas[0].name, "A"] == len(some[some["area_no"] == office.plan.areas[0].no])
    with pytest.raises(KeyError):
        tables.cross_table(frame, "area", "nothing")


def test_sheets__one_a_table_that_has_rows__and_every_column_explained(office: Master) -> None:
    sheets = table_sheets(office)
    assert [sheet.name for sheet in sheets] == ["表の読み方", *SHEETS.values()]
    explained = [(row[0], row[1]) for row in sheets[0].rows]
    assert explained == [(sheet.name, column.head) for sheet in sheets[1:] for column in sheet.columns]
    empty = table_sheets(with_ledger(office, {}))
    assert [sheet.name for sheet in empty] == ["表の読み方", SHEETS["ledger"], SHEETS["ratings"]]


def test_sheets__values__as_cells_hold_them(office: Master) -> None:
    ledger = next(sheet for sheet in table_sheets(office) if sheet.name == SHEETS["ledger"])
    kinds = {column.head: column.kind for column in ledger.columns}
    assert (kinds["No."], kinds["基準日"], kinds["年度"], kinds["取組実績"]) == ("name", "date", "whole", "text")
    first = dict(zip((column.head for column in ledger.columns), next(iter(ledger.rows)), strict=True))
    assert isinstance(first["年度"], int)
    assert isinstance(first["基準日"], datetime)
    assert first["記入あり"] in (True, False)
    assert isinstance(first["記入あり"], bool)
    received = next(sheet for sheet in table_sheets(office) if sheet.name == SHEETS["received"])
    at = [column.head for column in received.columns].index("保存日時")
    frame = tables.received_table(office)
    known = frame["saved_at"].notna()
    assert known.any()
    number = int(known.to_numpy().nonzero()[0][0])
    value = list(received.rows)[number][at]
    assert value == (frame["saved_at"].iloc[number] + pd.Timedelta(hours=9)).tz_localize(None).to_pydatetime()


def test_docstring__its_example__is_what_happens(walked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "事務局ブック.xlsx").write_bytes(walked.master.read_bytes())
    monkeypatch.chdir(tmp_path)
    found = doctest.DocTestFinder(recurse=False).find(tables, "tables", globs={})[0]
    assert len(found.examples) >= 5
    told: list[str] = []
    assert doctest.DocTestRunner().run(found, out=told.append).failed == 0, "".join(told)


def test_frames__item_without_department__blank_and_answered_by_nobody_else(office: Master) -> None:
    item = Item(key="x", no="99", name="課のない項目", area_no=office.plan.areas[0].no)
    plan = office.plan.model_copy(update={"items": (*office.plan.items, item)})
    frame = tables.ledger_table(replace(office, plan=plan.model_validate(plan.model_dump())))
    row = frame[frame["item_key"] == "x"].iloc[0]
    assert (pd.isna(row["lead"]), pd.isna(row["departments"]), row["answering"]) == (True, True, "事務局")
