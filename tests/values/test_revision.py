"""Two versions of a plan: kinds of change per item, counts, the list of revised items, and a random edit told exactly."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.blocks import make_block
from kosei_xl.report.columns import Source
from kosei_xl.report.revised import revision_json, revision_lines
from kosei_xl.report.wording import Wording
from kosei_xl.values.model import Bar, Column, Department, Item, Part, Plan, PolicyArea, Quarter, ScheduleRow, SubItem
from kosei_xl.values.revision import PlanChange, Revision, compare_plans, is_same
from kosei_xl.words.messages import in_language
from tests.tools.builders import AREAS, DEPARTMENTS, make_plan, standing

Q1 = Quarter(year=2024, quarter=1)
TEXTS = {"implementation": "窓口を開く", "expected_effect": "待ち時間が減る", "goal": "年300件"}
SUBS = (SubItem(sub_no="1", name="集会所", departments=("D1",)), SubItem(sub_no="2", departments=("D2",)))
ITEMS = (
    Item(key="a", no="1", name="相談", area_no="1", departments=("D1",), texts=TEXTS),
    Item(key="b", no="2", name="申請", area_no="1", departments=("D1", "D2"), texts=TEXTS),
    Item(key="c", no="3", name="財政", area_no="2", departments=("D2",), texts=TEXTS, sub_items=SUBS),
)


def plan_of(items: tuple[Item, ...] = ITEMS, version: int = 1, **changes: object) -> Plan:
    return make_plan(items, indicators=False, plan_version=version, **changes)


def edited(key: str, **changes: object) -> tuple[Item, ...]:
    """ITEMS with one of them edited; `texts` are laid over its own."""
    own = next(item for item in ITEMS if item.key == key)
    if "texts" in changes:
        merged = {**own.texts, **dict(changes["texts"])}  # type: ignore[call-overload]
        changes["texts"] = {name: text for name, text in merged.items() if text is not None}
    return tuple(item.model_copy(update=changes) if item.key == key else item for item in ITEMS)


def revise(items: tuple[Item, ...], **changes: object) -> Revision:
    return compare_plans(plan_of(), plan_of(items, 2, **changes))


# One change -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "changes", "kind", "told"),
    [
        ("a", {"texts": {"implementation": "電話も受ける"}}, "implementation", ("窓口を開く", "電話も受ける")),
        ("a", {"texts": {"expected_effect": None}}, "expected_effect", ("待ち時間が減る", None)),
        ("a", {"texts": {"year_plan": "4月に開く"}}, "year_plan", (None, "4月に開く")),
        ("a", {"texts": {"goal": "年400件"}}, "goal", ("年300件", "年400件")),
        ("a", {"departments": ("D1", "D2")}, "department", ("福祉課", "福祉課、税務課")),
        ("a", {"departments": ("D2",)}, "department", ("福祉課", "税務課")),
        ("a", {"departments": ()}, "department_change", ("福祉課", None)),
        ("b", {"departments": ("D2", "D1")}, "department_change", ("福祉課、税務課", "税務課、福祉課")),
        (
            "a",
            {"schedule": (ScheduleRow(action="・準備", bars=(Bar(start=Q1, end=Q1, label="検討"),)),)},
            "schedule",
            (None, "・準備：検討（R6-1）"),
        ),
        ("a", {"name": "総合相談"}, "name", ("相談", "総合相談")),
        ("a", {"no": "9"}, "no", ("1", "9")),
        ("a", {"area_no": "2"}, "area", ("市民", "財政")),
        ("a", {"kind": "unrated"}, "item_kind", ("評価", "対象外")),
        ("a", {"repeats": "b"}, "repeats", (None, "申請")),
        ("c", {"sub_items": SUBS[:1]}, "sub_items", ("2", None)),
        ("c", {"sub_items": (SUBS[0].model_copy(update={"name": "公民館"}), SUBS[1])}, "name", ("集会所", "公民館")),
        (
            "c",
            {"sub_items": (SUBS[0].model_copy(update={"texts": {"implementation": "直す"}}), SUBS[1])},
            "implementation",
            (None, "直す"),
        ),
    ],
)
def test_compare__one_edit__one_kind_with_old_and_new(
    key: str, changes: dict[str, object], kind: str, told: tuple[str | None, str | None]
) -> None:
    revision = revise(edited(key, **changes))
    assert revision.kinds_by_item == {key: (kind,)}
    (change,) = revision.changes
    assert (change.old, change.new) == told
    assert revision.counts[kind] == sum(revision.counts.values()) == 1
    assert revision.items == (() if kind == "no" else (key,))


def test_compare__same_plan__nothing() -> None:
    revision = revise(ITEMS)
    assert (revision.changes, revision.items, revision.repeated) == ((), (), 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("窓口 を\n開く", "窓口を　開く"),
        ("ＡＢ１２", "AB12"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("23～27", "23〜27"),
        ("", None),
        ("−3", "-3"),
    ],
)
def test_is_same__white_space_and_width__aside(one: str, other: str | None) -> None:
    assert is_same(one, other)


@pytest.mark.parametrize(("one", "other"), [("①窓口", "1窓口"), ("㎡", "m2"), ("は", "ば"), ("a", "A"), ("0", None)])
def test_is_same__other_characters__are_a_change(one: str, other: str | None) -> None:
    assert not is_same(one, other)


def test_compare__outline_texts__are_never_revised() -> None:
    assert revise(edited("a", texts={"short_name": "窓", "outline": "○"})).changes == ()


def test_compare__items_added_and_gone__by_key_though_names_are_equal() -> None:
    revision = revise((ITEMS[0].model_copy(update={"key": "z"}), *ITEMS[1:]))
    assert revision.changes == (
        PlanChange("z", None, "added", "item", None, "相談"),
        PlanChange("a", None, "removed", "item", "相談", None),
    )
    assert revision.items == ("z", "a")
    assert [(old.key, new.key) for old, new in revision.lost_keys] == [("a", "z")]


def test_lost_keys__each_item_in_one_pair_and_other_names_in_none() -> None:
    names = [
        item.model_copy(update={"key": f"n{item.key}", "name": "相談" if item.key != "c" else "別"}) for item in ITEMS
    ]
    assert [(old.key, new.key) for old, new in revise(tuple(names)).lost_keys] == [("a", "na")]


def test_compare__number_shift__is_told_and_does_not_make_a_revised_item() -> None:
    first = Item(key="new", no="1", name="新規", area_no="1", departments=("D1",))
    shifted = tuple(item.model_copy(update={"no": str(int(item.no) + 1)}) for item in ITEMS)
    revision = revise((first, *shifted))
    assert revision.counts["no"] == 3
    assert revision.items == ("new",)


def test_compare__areas_renumbered_or_renamed__items_stay_in_theirs() -> None:
    other = (PolicyArea(no="1", name="財政"), PolicyArea(no="2", name="市民"))
    moved = tuple(item.model_copy(update={"area_no": "1" if item.area_no == "2" else "2"}) for item in ITEMS)
    assert revise(moved, areas=other).changes == ()
    assert revise(ITEMS, areas=(PolicyArea(no="1", name="くらし"), AREAS[1])).changes == ()


@pytest.mark.parametrize(
    ("codes", "kinds"),
    [(("D3",), ()), (("D4",), ()), (("D3", "D4"), ()), (("D3", "D2"), ("department",)), (("D2",), ("department",))],
)
def test_compare__reorganised_departments__heirs_are_no_addition(
    codes: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    """D1 was handed on to D3, and D3 in part to D4."""
    now = (
        DEPARTMENTS[0].model_copy(update={"successors": ("D3",)}),
        DEPARTMENTS[1],
        Department(code="D3", name="福祉総務課", successors=("D4",)),
        Department(code="D4", name="福祉支援課"),
    )
    revision = revise(edited("a", departments=codes), departments=now)
    assert revision.kinds_by_item.get("a", ()) == kinds


def test_kinds__in_the_plans_own_words_and_order() -> None:
    columns = (
        Column(part="form", key="implementation", label="取組\n内容", source="plan"),
        Column(part="form", key="goal", label="目標", source="plan"),
        Column(part="form", key="expected_effect", label="{年度}の効果", source="plan"),
    )
    style = {"area_term": "方針", "item_term": "プログラム"}
    revision = revise(edited("a", texts={"goal": "年400件"}), columns=columns, style=style)
    kinds = list(revision.kinds)
    assert kinds[:7] == [
        *("department", "implementation", "planned_years", "expected_effect", "indicator_plan", "year_plan", "goal")
    ]
    assert revision.kinds["implementation"][:2] == ("取組内容", "取組内容の見直し")
    assert revision.kinds["expected_effect"].label == "見込まれる効果"
    assert revision.kinds["goal"].phrase == "目標の見直し"
    assert revision.kinds["area"].phrase == "方針の変更"
    assert revision.kinds["added"].phrase == "プログラムの追加"


# A random edit --------------------------------------------------------------------------------------------------------

FIELDS = ("implementation", "planned_years", "expected_effect", "indicator_plan", "year_plan", "own")


@dataclass
class Edited:
    """A plan's items before and after, and what an edit of each was."""

    before: list[Item] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    expected: dict[str, set[str]] = field(default_factory=dict)
    new: set[tuple[str, str]] = field(default_factory=set)


@st.composite
def edits(draw: st.DrawFn) -> Edited:
    """Items with texts, departments and numbers, each edited in any way; some gone, some new, all renumbered."""
    made = Edited()
    for n in range(draw(st.integers(0, 6))):
        key = f"k{n}"
        texts = draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from("甲乙"), max_size=6))
        had = draw(st.lists(st.sampled_from(["D1", "D2", "D3"]), unique=True, max_size=2))
        old = Item(key=key, no=str(n + 1), name="同じ名", area_no="1", departments=tuple(had), texts=texts)
        change = draw(st.sampled_from(["same", "edit", "edit", "gone", "new"]))
        kinds = made.expected.setdefault(key, set())
        if change != "new":
            made.before.append(old)
        if change == "gone":
            kinds.add("removed")
            continue
        no = draw(st.integers(1, 2)) * 10 + n
        now = dict(texts)
        name, area, departments = old.name, old.area_no, list(had)
        if change == "edit":
            for text in draw(st.sets(st.sampled_from(FIELDS))):
                what = draw(st.sampled_from(["other", "blank", "spaced"]))
                if what == "other":
                    now[text] = "丙"
                    kinds.add(text)
                    made.new |= {(key, text)} - {(key, text) for _ in [0] if text in texts}
                elif what == "blank" and text in now:
                    del now[text]
                    kinds.add(text)
                elif text in now:
                    now[text] = f" {now[text]}\n"
            if draw(st.booleans()):
                name = "別の名"
                kinds.add("name")
            if draw(st.booleans()):
                area = "2"
                kinds.add("area")
            if draw(st.booleans()):
                departments.append("D9")
                kinds.add("department")
        elif change == "new":
            kinds.add("added")
        made.after.append(Item(key=key, no=str(no), name=name, area_no=area, departments=tuple(departments), texts=now))
        if change in ("same", "edit"):
            kinds.add("no")
    return made


@settings(max_examples=150)
@given(edits())
def test_compare__random_edit__exactly_its_kinds(made: Edited) -> None:
    departments = tuple(Department(code=f"D{n}", name=f"課{n}") for n in (1, 2, 3, 9))
    before = plan_of(tuple(made.before), departments=departments)
    after = plan_of(tuple(made.after), 2, departments=departments)
    revision = compare_plans(before, after)
    expected = {key: kinds for key, kinds in made.expected.items() if kinds}
    assert {key: set(kinds) for key, kinds in revision.kinds_by_item.items()} == expected
    assert sorted(revision.items) == sorted(key for key, kinds in expected.items() if kinds - {"no"})
    for kind, count in revision.counts.items():
        assert count == sum(kind in kinds for kinds in expected.values())
    assert revision.new_counts["indicator_plan"] == sum(kind == "indicator_plan" for _, kind in made.new)
    counted = sum(len(kinds - {"no"}) for kinds in expected.values())
    assert revision.repeated == counted - len(revision.items)
    listed = revision.plan_with_removed(after)
    assert sorted(listed.item_by_key) == sorted({item.key for item in (*before.items, *after.items)})
    assert [item for item in listed.items if item.key in after.item_by_key] == list(after.items)
    rows, marks = _table_of(revision)
    assert len(rows) == len(revision.items)
    if rows:
        sums = [sum(row[n] == "○" for row in rows) for n in range(len(marks))]
        assert dict(zip(marks, sums, strict=True)) | {"no": 0} == dict.fromkeys(marks, 0) | _figures(revision)


def _figures(revision: Revision) -> dict[str, int]:
    found = {kind: count for kind, count in revision.counts.items() if count} | {"no": 0}
    new = revision.new_counts["indicator_plan"]
    return found | ({"indicator_plan_new": new} if new else {})


def _table_of(revision: Revision) -> tuple[list[list[str]], list[str]]:
    """The marks of a list of revised items without columns of its own, row by row, and the kind over each."""
    plan = revision.after.with_parts([Part(key="r", kind="list", sheet="一覧", items="revised")])
    at = standing(plan, plan.points[0].key)
    words = Wording(plan, at.point, summarize(at), revision=revision)
    block = make_block(plan.parts[0], Source(at, revision), words, first=True)
    rows = [row for row in block.rows if row.line_no]
    marks = [cell.key.split(".")[-1].removeprefix("change_") for cell in rows[0].cells[2:]] if rows else []
    return [[str(cell.text) for cell in row.cells[2:]] for row in rows], marks


# Lists ----------------------------------------------------------------------------------------------------------------

REVISED = (
    *edited("a", texts={"implementation": "電話も受ける", "indicator_plan": "12件"}, departments=("D1", "D2"))[:1],
    ITEMS[1].model_copy(update={"no": "5"}),
)
COLUMNS = tuple(
    Column(part="r", key=key, label=key, source="derived")
    for key in (
        *("no", "name", "departments", "changes", "change_implementation", "change_indicator_plan"),
        *("change_indicator_plan_new", "change_removed", "before_implementation", "before_departments", "before_no"),
        *("before_name", "change_unknown"),
    )
)


def listed(revision: Revision | None, columns: tuple[Column, ...] = COLUMNS) -> list[list[str]]:
    """The rows of a list of revised items, and the bands and sentences between them."""
    base = revision.after if revision else plan_of()
    plan = plan_of(base.items, 2, columns=columns, parts=(Part(key="r", kind="list", sheet="一覧", items="revised"),))
    at = standing(plan, plan.points[0].key)
    words = Wording(plan, at.point, summarize(at), revision=revision)
    block = make_block(plan.parts[0], Source(at, revision), words, first=True)
    return [[str(cell.text) for cell in row.cells] for row in block.rows]


def test_list_block__revised__kinds_and_what_was_said_before_and_gone_items_last_in_their_area() -> None:
    assert listed(revise(REVISED)) == [
        ["分野1 市民"],
        [
            *("1", "相談", "福祉課、税務課", "推進担当課の追加、実施内容、成果指標（新規設定）", "○", "○", "○", ""),
            *("窓口を開く", "福祉課", "1", "相談", ""),
        ],
        ["分野2 財政"],
        ["旧3", "財政", "税務課", "項目の削除", "", "", "", "○", "窓口を開く", "税務課", "3", "財政", ""],
    ]


def test_list_block__revised__new_item_has_no_before() -> None:
    new = Item(key="z", no="4", name="新規", area_no="2", departments=("D2",))
    rows = listed(revise((*ITEMS, new)))
    assert rows[1:] == [["4", "新規", "税務課", "項目の追加", *[""] * 9]]


def test_list_block__gone_item_of_a_gone_area_and_department__is_listed_with_both() -> None:
    revision = compare_plans(plan_of(), plan_of(ITEMS[:1], 2, areas=AREAS[:1], departments=DEPARTMENTS[:1]))
    assert [row[:3] for row in listed(revision)] == [
        *(["分野1 市民"], ["旧2", "申請", "福祉課、税務課"], ["分野2 財政"], ["旧3", "財政", "税務課"])
    ]


@pytest.mark.parametrize("revision", [None, revise(ITEMS)])
def test_list_block__nothing_revised__says_so(revision: Revision | None) -> None:
    assert listed(revision) == [["該当する項目はありません。"]]


# What `kosei diff` prints ---------------------------------------------------------------------------------------------


def test_revision_lines__item_by_item_with_old_and_new_then_counts() -> None:
    assert list(revision_lines(revise(REVISED))) == [
        "No.1「相談」",
        "  推進担当課の追加：「福祉課」 → 「福祉課、税務課」",
        "  実施内容の見直し：「窓口を開く」 → 「電話も受ける」",
        "  成果指標の見直し：（なし） → 「12件」",
        "No.5「申請」",
        "  番号の変更：「2」 → 「5」",
        "No.3「財政」",
        "  項目の削除：「財政」 → （なし）",
        "見直し 2件、推進担当課の追加 1件、実施内容の見直し 1件、成果指標の見直し 1件、項目の削除 1件、番号の変更 1件",
    ]


def test_revision_lines__in_english() -> None:
    lines = [in_language(line, "en") for line in revision_lines(revise(REVISED))]
    assert lines[3] == "  成果指標の見直し: (nothing) → “12件”"
    assert lines[-1].startswith("Revised: 2, 推進担当課の追加 1, ")


def test_revision_lines__sub_item__is_named() -> None:
    subs = (SUBS[0].model_copy(update={"texts": {"implementation": "直す"}}), SUBS[1])
    lines = list(revision_lines(revise(edited("c", sub_items=subs))))
    assert lines[1] == "  実施内容の見直し（3-1）：（なし） → 「直す」"


def test_revision_json__changes_in_printed_order() -> None:
    found = revision_json(revise(REVISED))
    assert {key: found[key] for key in ("plan_id", "before", "after", "items")} == {
        "plan_id": "midori",
        "before": 1,
        "after": 2,
        "items": 2,
    }
    assert found["counts"] == {"department": 1, "implementation": 1, "indicator_plan": 1, "removed": 1, "no": 1}
    assert found["changes"][1] == {
        "item": "1",
        "item_key": "a",
        "name": "相談",
        "kind": "implementation",
        "field": "implementation",
        "old": "窓口を開く",
        "new": "電話も受ける",
    }
    assert [(c["item"], c["kind"]) for c in found["changes"]][3:] == [("5", "no"), ("3", "removed")]
