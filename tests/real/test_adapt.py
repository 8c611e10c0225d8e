"""The adapter against what the documents print. Without ../shared/data nothing here is collected."""

import json
from collections import Counter
from pathlib import Path

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.read.master import point_of
from kosei_xl.report.blocks.table import shown_columns
from kosei_xl.report.columns import Source
from kosei_xl.report.wording import Wording
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntriesFile, Part, Plan, PlanFile
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import init
from kosei_xl.words.terms import EARLIER_POINTS
from tests.tools.real.adapt import (
    ADAPTERS,
    DATA,
    PLAN2_PRESETS,
    PLAN3_PRESETS,
    PROGRAM1_PRESETS,
    Adapted,
    adapt_file,
    main,
)

__test__ = DATA.is_dir()

NAMES = tuple(ADAPTERS)
PRESETS_OF = dict(zip(NAMES, (PLAN2_PRESETS, PLAN3_PRESETS, PROGRAM1_PRESETS), strict=True))


@pytest.fixture(scope="module")
def adapted() -> dict[str, Adapted]:
    return {name: adapt_file(name) for name in NAMES}


def _ratings(adapted: Adapted) -> dict[str, dict[str, int]]:
    """Rating code -> point -> entries."""
    plan, entries = adapted[0].plan, adapted[1].entries
    counts = Counter((entry.fields["rating"], entry.point) for entry in entries if "rating" in entry.fields)
    return {
        rating.code: {point.key: counts[rating.code, point.key] for point in plan.points} for rating in plan.ratings
    }


def _repeats(plan: Plan) -> dict[str, str]:
    return {item.no: plan.item_by_key[item.repeats].no for item in plan.items if item.repeats}


def _part(plan: Plan, key: str) -> Part:
    return next(part for part in plan.parts if part.key == key)


def _part_text(plan: Plan, key: str) -> str:
    return f"{_part(plan, key).title}\n{_part(plan, key).text}"


@pytest.mark.parametrize(
    ("name", "items", "subs", "unrated", "areas"),
    [("plan2", 62, 0, 0, 5), ("plan3", 43, 16, 0, 5), ("program1", 28, 0, 8, 4)],
)
def test_adapt__items__as_many_as_printed(
    adapted: dict[str, Adapted], name: str, items: int, subs: int, unrated: int, areas: int
) -> None:
    plan = adapted[name][0].plan
    assert plan.plan_id == name
    assert [item.no for item in plan.items] == [str(no) for no in range(1, items + 1)]
    assert sum(len(item.sub_items) for item in plan.items) == subs
    assert sum(item.kind == "unrated" for item in plan.items) == unrated
    assert len(plan.areas) == areas


def test_adapt__plan2__ratings_as_the_printed_totals(adapted: dict[str, Adapted]) -> None:
    points = ("H26_first_half", "H26_year_end", "H27_first_half")
    assert _ratings(adapted["plan2"]) == {
        "S": dict(zip(points, (1, 3, 0), strict=True)),
        "A": dict(zip(points, (59, 49, 59), strict=True)),
        "B": dict(zip(points, (2, 10, 3), strict=True)),
    }


def test_adapt__plan3__ratings_28_a_and_15_b(adapted: dict[str, Adapted]) -> None:
    assert _ratings(adapted["plan3"]) == {"S": {"R2_year_end": 0}, "A": {"R2_year_end": 28}, "B": {"R2_year_end": 15}}


def test_adapt__program1__ratings_18_a_and_2_b(adapted: dict[str, Adapted]) -> None:
    assert _ratings(adapted["program1"]) == {"S": {"R4_year_end": 0}, "A": {"R4_year_end": 18}, "B": {"R4_year_end": 2}}


@pytest.mark.parametrize(
    ("name", "repeats"), [("plan2", {"39": "27"}), ("plan3", {"29": "15", "41": "7"}), ("program1", {})]
)
def test_adapt__relisting__points_to_its_original(
    adapted: dict[str, Adapted], name: str, repeats: dict[str, str]
) -> None:
    assert _repeats(adapted[name][0].plan) == repeats


@pytest.mark.parametrize("name", NAMES)
def test_adapt__every_line__is_answered_by_a_department_or_the_office(adapted: dict[str, Adapted], name: str) -> None:
    plan = adapted[name][0].plan
    assert [line.no for line in plan.lines if line.answering is None and not line.item.office_rated] == []


@pytest.mark.parametrize("name", NAMES)
def test_adapt__every_entry__belongs_to_a_line_and_a_point(adapted: dict[str, Adapted], name: str) -> None:
    plan, entries = adapted[name][0].plan, adapted[name][1].entries
    keys = Counter(entry.key for entry in entries)
    assert keys == Counter(line.key.at(point.key) for line in plan.lines for point in plan.points)
    rated = {line.key for line in plan.lines if line.rated}
    assert {entry.key.line for entry in entries if "rating" in entry.fields} == rated
    assert {key for entry in entries for key in entry.fields} <= set(plan.entry_fields)
    assert all(text.strip() for entry in entries for text in entry.fields.values())


@pytest.mark.parametrize("name", NAMES)
def test_adapt__json__comes_back_equal(adapted: dict[str, Adapted], name: str) -> None:
    plan, entries = adapted[name]
    assert PlanFile.model_validate_json(plan.model_dump_json()) == plan
    assert EntriesFile.model_validate_json(entries.model_dump_json()) == entries


@pytest.mark.parametrize("name", NAMES)
def test_adapt__parts_and_columns__hold_together(adapted: dict[str, Adapted], name: str) -> None:
    plan = adapted[name][0].plan
    parts = {part.key: part for part in plan.parts}
    assert {"form", "cover", "overview", "summary", "delayed", "list"} <= set(parts)
    assert {column.part for column in plan.columns} <= set(parts)
    points = {point.key for point in plan.points} | set(EARLIER_POINTS)
    assert {column.point for column in plan.columns if column.point} <= points
    listed = [column.width for column in plan.columns_of("list")]
    assert 195 <= sum(listed) <= 203, "an A3 page holds about 203 width units"


def test_adapt__figures_in_texts__became_placeholders(adapted: dict[str, Adapted]) -> None:
    section2, section1 = (_part_text(adapted[name][0].plan, "section") for name in ("plan2", "program1"))
    assert "全{件数}項目[[（再掲{再掲}項目）]]の取組のうち、{評価文}となりました。" in section2
    assert "全{件数}のプログラムのうち、{評価文}となりました。" in section1
    assert "（全{対象外件数}プログラム）" in section1
    assert "[[（{遅れ}項目）]]" in _part_text(adapted["plan2"][0].plan, "delayed")
    assert "{計画期間}" in _part_text(adapted["program1"][0].plan, "cover")
    for name in NAMES:
        plan = adapted[name][0].plan
        texts = "".join(f"{part.title}{part.text}" for part in plan.parts if part.kind != "form")
        assert "{時点}" in texts
        assert not any(point.label in texts for point in plan.points)


def test_adapt__plan2__two_level_head_and_departments_of_one_item(adapted: dict[str, Adapted]) -> None:
    plan = adapted["plan2"][0].plan
    point = point_of(plan, "H27_first_half")
    at = Standing(plan, point, Ledger())
    words = Wording(plan, point, summarize(at))
    shown = shown_columns(_part(plan, "list"), Source(at), words)
    history = [(c.heading, c.label, c.point) for c in shown if c.key == "rating"]
    assert history == [
        ("26年度", "上半期", "H26_first_half"),
        ("26年度", "年度末", "H26_year_end"),
        ("27年度", "上半期", None),
    ]
    names = [plan.department_by_code[code].name for code in plan.items[59].departments]
    assert names == ["会計課", "収納課", "情報政策課", "各所管課"]
    former = {d.name: plan.department_by_code[d.successors[0]].name for d in plan.departments if d.successors}
    assert former == {
        "参事（市民協働）": "市民協働・男女参画推進課",
        "地域文化課": "市民協働・男女参画推進課",
        "情報システム課": "情報政策課",
    }


def test_adapt__plan2__examples_and_delayed_of_the_half_year_report(adapted: dict[str, Adapted]) -> None:
    entries = adapted["plan2"][1].entries
    assert [e.item_key for e in entries if e.fields.get("example")] == ["p2-003", "p2-014", "p2-060"]
    assert [(e.item_key, len(e.photos)) for e in entries if e.photos] == [("p2-003", 1), ("p2-014", 1)]
    box = adapted["plan2"][0].plan.columns_of("examples")
    assert [column.key for column in box] == ["overview", "annual_plan", "results"]
    assert [column.label for column in box][1:] == ["{略年度}の年度計画", "{略時点:半角}の進捗状況"]
    assert [(e.item_key, e.point) for e in entries if "cause" in e.fields] == [
        ("p2-032", "H26_first_half"),
        ("p2-037", "H26_first_half"),
    ]
    assert {e.point for e in entries if "reason" in e.fields or "follow_up" in e.fields} == {"H27_first_half"}
    assert sum("reason" in e.fields for e in entries) == 62


@pytest.mark.parametrize("name", NAMES)
def test_adapt__how_it_looks__comes_from_the_presets(adapted: dict[str, Adapted], name: str) -> None:
    """What a document says in its own words is all that an adapter sets."""
    plan = adapted[name][0].plan
    presets = [init.preset(one) for one in PRESETS_OF[name]]
    style = plan.style.model_dump(exclude_unset=True)
    assert style == {**{key: value for one in presets for key, value in one["style"].items()}, "organization": "小平市"}
    usual = {part["key"]: part for one in presets for part in one["parts"]}
    for part in plan.parts:
        own = part.model_dump(exclude_unset=True)
        assert {key: own[key] for key in own if key not in ("title", "text")} == {
            key: value for key, value in usual[part.key].items() if key not in ("title", "text")
        }
    columns = [column for one in presets for column in one["columns"]]
    for column, given in zip(plan.columns, columns, strict=True):
        assert column.model_dump(exclude_unset=True) | {"heading": given.get("heading")} == {"heading": None} | given


def test_adapt__plan3__parents_are_rated_by_the_office(adapted: dict[str, Adapted]) -> None:
    plan, entries = adapted["plan3"][0].plan, adapted["plan3"][1].entries
    office = {item.no: len(item.sub_items) for item in plan.items if item.office_rated}
    assert office == {"2": 7, "4": 2, "30": 3, "38": 4}
    assert all(not item.departments for item in plan.items if item.office_rated)
    by_key = {(entry.item_key, entry.sub_no): entry for entry in entries}
    assert set(by_key["p3-002", ""].fields) == {"rating"}
    assert set(by_key["p3-002", "1"].fields) == {"annual_plan", "results"}
    assert by_key["p3-005", ""].indicators[0].indicator is None
    assert "11団体" in (by_key["p3-005", ""].indicators[0].actual or "")


def test_adapt__program1__causes_of_8_and_12(adapted: dict[str, Adapted]) -> None:
    entries = adapted["program1"][1].entries
    assert [e.item_key for e in entries if "cause" in e.fields and "next_steps" in e.fields] == ["g1-008", "g1-012"]
    assert {e.item_key for e in entries if "issues" in e.fields} == {f"g1-{no:03}" for no in range(1, 29)}


def test_main__writes_files_that_load(tmp_path: Path) -> None:
    main(["--data", str(DATA), "--out", str(tmp_path)])
    for name in NAMES:
        plan, entries = adapt_file(name)
        assert PlanFile.model_validate_json((tmp_path / f"{name}.plan.json").read_bytes()) == plan
        assert EntriesFile.model_validate_json((tmp_path / f"{name}.entries.json").read_bytes()) == entries


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for child in value.values() for text in _strings(child)]
    return [text for child in value for text in _strings(child)] if isinstance(value, list) else []


def test_project__holds_no_sentence_of_the_documents() -> None:
    """No 24 characters in a row of any transcribed text stand in the adapter or the sample; names of items may."""
    root = Path(__file__).resolve().parents[2]
    files = [
        *Path(__file__).parent.glob("*.py"),
        *(root / "tests" / "tools" / "real").glob("*.py"),
        *(root / "kosei_xl" / "samples").glob("*.json"),
        *(root / "kosei_xl" / "presets").glob("*.json"),
    ]
    ours = "".join(path.read_text(encoding="utf-8") for path in files)
    for name in NAMES:
        texts = _strings(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))
        sentences = [text for text in texts if "。" in text]
        copied = [
            text[at : at + 24]
            for text in sentences
            for at in range(max(1, len(text) - 23))
            if text[at : at + 24] in ours
        ]
        assert copied == []
