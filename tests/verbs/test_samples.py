"""The bundled sample: valid, complete for both points, and showing what the program can do."""

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.values.model import EntriesFile, Entry, LineKey, Plan, PlanFile
from kosei_xl.verbs import check, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package

HALF, END = "R7_first_half", "R7_year_end"
PLACEHOLDERS = {
    "計画名",
    "時点",
    "時点日",
    "年度",
    "計画期間",
    "目次",
    "件数",
    "対象外件数",
    "評価文",
    "再掲",
    "分野",
    "遅れ",
    *"SAB",
}


def _text(name: str) -> str:
    return (files("kosei_xl") / "samples" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return PlanFile.model_validate_json(_text("midori.plan.json")).plan


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    return EntriesFile.model_validate_json(_text("midori.entries.json")).entries


def _texts(entries: tuple[Entry, ...]) -> list[str]:
    return [text for entry in entries for text in entry.fields.values()]


@pytest.mark.parametrize("name", ["midori.plan.json", "midori.entries.json"])
def test_sample__file__is_pretty_printed_and_readable(name: str) -> None:
    text = _text(name)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert json.loads(text)["format"] == 1


def test_sample__plan_and_entries__belong_together(plan: Plan, entries: tuple[Entry, ...]) -> None:
    file = EntriesFile.model_validate_json(_text("midori.entries.json"))
    assert (file.plan_id, file.plan_version) == (plan.plan_id, plan.plan_version)
    keys = Counter(entry.key for entry in entries)
    assert keys == Counter(line.key.at(point.key) for line in plan.lines for point in plan.points)


def test_sample__items__of_every_kind(plan: Plan) -> None:
    assert Counter(item.kind for item in plan.items) == {"rated": 26, "unrated": 3}
    assert {item.area_no for item in plan.items if item.kind == "rated"} == {area.no for area in plan.areas}
    assert len(plan.areas) == 5
    assert all(area.purpose for area in plan.areas)
    assert [(item.no, plan.item_by_key[item.repeats].no) for item in plan.items if item.repeats] == [("19", "11")]
    assert [(item.no, len(item.sub_items), item.departments) for item in plan.items if item.office_rated] == [
        ("13", 3, ())
    ]
    assert [item.no for item in plan.items if item.answering and item.answering != item.departments[0]] == ["26"]
    assert any(len(item.departments) > 2 for item in plan.items)


def test_sample__departments__all_answer_something(plan: Plan) -> None:
    assert len(plan.departments) == 10
    assert len({department.bureau for department in plan.departments}) == 6
    assert [department.name for department in plan.departments if "・" in department.name] == ["市民協働・多文化共生課"]
    assert {line.answering for line in plan.lines} == {None, *plan.department_by_code}
    assert [line.no for line in plan.lines if line.answering is None] == ["13"]


def test_sample__points__half_and_year_end(plan: Plan) -> None:
    assert [(p.key, p.kind, p.fiscal_year, p.date.isoformat()) for p in plan.points] == [
        (HALF, "half", 2025, "2025-09-30"),
        (END, "year_end", 2025, "2026-03-31"),
    ]
    assert all(point.due and point.due > point.date for point in plan.points)


@pytest.mark.parametrize(
    ("point", "counts", "behind"),
    [
        (HALF, {"S": 1, "A": 23, "B": 2}, ["m-012", "m-017"]),
        (END, {"S": 2, "A": 21, "B": 3}, ["m-002", "m-012", "m-020"]),
    ],
)
def test_sample__entries__are_complete(
    plan: Plan, entries: tuple[Entry, ...], point: str, counts: dict[str, int], behind: list[str]
) -> None:
    by_key = {entry.key.line: entry.fields for entry in entries if entry.point == point}
    assert Counter(fields["rating"] for fields in by_key.values() if "rating" in fields) == counts
    assert {key for key, fields in by_key.items() if "rating" in fields} == {x.key for x in plan.lines if x.rated}
    for line in plan.lines:
        fields = by_key[line.key]
        if line.rated:
            assert set(plan.scale_at(point).by_code[fields["rating"]].requires) <= set(fields)
        if line.item.repeats and line.sub is None:
            assert fields == {"rating": by_key[LineKey(line.item.repeats)]["rating"]}
        elif line.answering is not None:
            assert {"annual_plan", "results"} <= set(fields)
    assert [key for (key, _), fields in by_key.items() if "cause" in fields] == behind


def test_sample__fields__are_asked_for_in_the_form(plan: Plan, entries: tuple[Entry, ...]) -> None:
    assert {key for entry in entries for key in entry.fields} == set(plan.entry_fields)
    assert plan.own_fields == ("effect_amount",)
    assert plan.text_fields == ("implementation", "goal")
    form = {column.key: column.entry for column in plan.form_columns}
    assert (form["rating"], form["results"], form["cause"]) == ("required", "required", "input")
    assert {"indicator", "target", "actual", "unit"} <= set(form)


def test_sample__texts__are_short_and_long_and_of_every_shape(entries: tuple[Entry, ...]) -> None:
    texts = _texts(tuple(entry for entry in entries if entry.point == END))
    assert any(len(text) <= 30 for text in texts if text.endswith("。"))
    assert max(len(text) for text in texts) >= 550
    together = "".join(texts)
    for mark in ("・", "①", "②", "％", "㈱", "https://", "１　", "（速報値）"):
        assert mark in together
    assert not [text for text in _texts(entries) if text != text.strip() or "\r" in text or "\n\n" in text]


def test_sample__indicators__several_with_unit_target_and_actual(entries: tuple[Entry, ...]) -> None:
    indicators = [indicator for entry in entries for indicator in entry.indicators]
    assert all(i.indicator and i.target and i.actual and i.unit for i in indicators)
    assert max(len(entry.indicators) for entry in entries) == 3
    assert any(entry.indicators and entry.sub_no for entry in entries)


def test_sample__parts__cover_the_first_report(plan: Plan) -> None:
    assert [(part.key, part.kind) for part in plan.parts] == [
        ("form", "form"),
        ("cover", "text"),
        ("overview", "text"),
        ("summary", "summary"),
        ("legend", "text"),
        ("changed", "list"),
        ("examples", "examples"),
        ("delayed", "delayed"),
        ("list", "list"),
        ("unrated", "list"),
        ("schedule", "schedule"),
    ]
    assert {column.part for column in plan.columns} <= {part.key for part in plan.parts}
    for part in plan.parts:
        assert set(re.findall(r"\{(.*?)\}", part.title + part.text)) <= PLACEHOLDERS
        assert (part.title + part.text).count("[[") == (part.title + part.text).count("]]")
    legend = next(part.text for part in plan.parts if part.key == "legend")
    assert all(rating.legend in legend for rating in plan.ratings)
    for key in ("list", "unrated", "schedule"):
        assert 195 <= sum(column.width for column in plan.columns_of(key)) <= 203, "an A3 page holds about 203 units"
    assert {part.paper for part in plan.parts if part.sheet == "進捗状況一覧"} == {"A3横"}, (
        "no small sheet between large ones"
    )
    assert {column.heading for column in plan.columns_of("list") if column.key == "rating"} == {"評価"}


def test_sample__schedules__of_every_shape(plan: Plan) -> None:
    rows = [(item, row) for item in plan.items for row in item.schedule]
    assert {item.no for item, _ in rows} == {i.no for i in plan.items if i.kind == "rated" and i.repeats is None}
    bars = [bar for _, row in rows for bar in row.bars]
    assert all(plan.period_start <= bar.start.year <= bar.end.year <= plan.period_end for bar in bars)
    assert any(bar.start.quarter > 1 and bar.end.quarter < 4 for bar in bars)
    assert any(bar.conditional for bar in bars)
    assert any(bar.start == bar.end for bar in bars)
    assert max(len(row.bars) for _, row in rows) >= 4


def test_check__master_before_and_after_surveys_went_out__asks_for_answers_only_then(tmp_path: Path) -> None:
    master = init.init(tmp_path / "事務局ブック.xlsx", init.sample_plan("midori"))
    point = init.sample_plan("midori").plan.points[-1].key
    before = check.check([master])
    assert before.diagnostics == ()
    assert before.summary is not None
    assert before.summary.all_items.rows > 0
    earlier = tmp_path / "前の版.xlsx"  # made before surveys that go out were recorded: they may have
    package = Package(master.read_bytes())
    package.remove(terms.HANDED_OUT_SHEET)
    earlier.write_bytes(package.to_bytes())
    assert "K406" in {one.code for one in check.check([earlier]).diagnostics}
    out = distribute.distribute(master, point, tmp_path / "配布")
    after = [one for one in check.check([master]).diagnostics if one.code == "K406"]
    assert len(after) == len(out)
    assert {one.at.sheet for one in after if one.at} == {terms.STATUS_SHEET}


def test_master__drop_down_lists__offer_every_word_that_is_read(tmp_path: Path) -> None:
    """Whatever a list offers and the reader knows are the same words: what is missing could only be guessed."""
    master = init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"))
    book = openpyxl.load_workbook(master)
    known = {
        (terms.ITEMS_SHEET, "state"): terms.ITEM_STATES,
        (terms.POINTS_SHEET, "kind"): terms.POINT_KIND_LABELS,
        **{(terms.PARTS_SHEET, key): terms.CHOICES[key] for key in ("kind", "items", "role")},
        **{(terms.COLUMNS_SHEET, key): terms.CHOICES[key] for key in ("align", "source", "entry")},
        **{(sheet, key): words for sheet, keys in terms.REGISTER_WORDS.items() for key, words in keys.items()},
    }
    offered = {}
    for sheet, key in known:
        cells = book[sheet]
        letters = next(cell.column_letter for cell in cells[1] if cell.value == key)
        (rule,) = (one for one in cells.data_validations.dataValidation if f"{letters}3" in one.sqref and one.type)
        offered[sheet, key] = rule.formula1
    assert offered == {place: f'"{",".join(words.values())}"' for place, words in known.items()}
