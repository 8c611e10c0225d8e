"""Levels, a change of scale and several raters in one plan: each table is right by hand and proven as printed."""

from collections import Counter

from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import EntryKey, Item, Part, Plan, PolicyArea, Rating
from tests.tools.builders import END, HALF, make_plan
from tests.tools.tables import count_part, rows
from tests.tools.verifying import Case, serious

AREAS = (
    PolicyArea(no="1", name="市民", key="g1"),
    PolicyArea(no="2", name="財政", key="g2"),
    PolicyArea(no="1", name="窓口", key="p11", parent="g1"),
    PolicyArea(no="2", name="広聴", key="p12", parent="g1"),
    PolicyArea(no="1", name="歳出", key="p21", parent="g2"),
)
PLACES = ("p11", "p12", "p21", "p11", "p12", "p21", "p11")
ITEMS = tuple(
    Item(key=f"i{n}", no=str(n), name=f"取組{n}", area_no=area, departments=("D1",)) for n, area in enumerate(PLACES, 1)
)
OLD = (Rating(code="◎", label="順調", scale="old", order=1), Rating(code="×", label="不調", scale="old", order=2))
NEW = (
    Rating(code="A", label="進んだ", scale="new", order=1, equals=("old:◎",)),
    Rating(code="B", label="並", scale="new", order=2),
    Rating(code="C", label="遅れ", scale="new", order=3, behind=True, equals=("old:×",)),
)
AXIS = (Rating(code="A", label="高い", scale="axis", order=1), Rating(code="B", label="低い", scale="axis", order=2))
FIELDS = (
    EntryField(field="second", label="二次評価", type="rating", filled_by="office", rater="事務局"),
    EntryField(field="outcome", label="成果", type="rating", filled_by="office", rater="委員会", scale="axis"),
)
FIRST = ("A", "B", "C", "A", None, "C", "B")
SECOND = ("B", "B", "C", None, "A", "A", "B")
OUTCOME = ("A", "B", "B", "A", "A", None, "B")
BEFORE = ("◎", "×", "×", "×", "◎", "◎", "◎")
PARTS = (
    count_part("own", rows="目標", ratings=("評価",)),
    count_part("office", rows="目標", ratings=("事務局",)),
    count_part("rater", rows="評価者", shows=("件数", "割合"), paper="A3横"),
    count_part("late", rows="評価者", of_which=("遅れ",), ratings=("評価", "二次評価")),
    count_part("change", rows="目標", shows=("件数", "前回との差"), ratings=("評価",)),
    Part(key="usual", kind="summary", sheet="総括", title="総括"),
    Part(key="beside", kind="summary", sheet="総括二", title="総括二", ratings=("成果",)),
    Part(key="list", kind="list", sheet="一覧", title="一覧", foot=True, subtotals=("目標",)),
)


def both(*, mapped: bool = True) -> Case:
    """The plan and its entries; without `mapped` the scales are not related."""
    new = NEW if mapped else tuple(one.model_copy(update={"equals": ()}) for one in NEW)
    base = make_plan(ITEMS, areas=AREAS, ratings=(*OLD, *new, *AXIS), parts=PARTS, fields=FIELDS)
    scales = {HALF: "old", END: "new"}
    points = [{**one.model_dump(), "scale": scales.get(one.key, "new")} for one in base.points]
    style = {**base.style.model_dump(), "levels": ("目標", "方針"), "rating_of_record": "事務局"}
    plan = Plan.model_validate(
        {**{name: getattr(base, name) for name in Plan.model_fields}, "points": points} | {"style": style}
    )
    ledger: dict[EntryKey, dict[str, str]] = {}
    for n, codes in enumerate(zip(FIRST, SECOND, OUTCOME, BEFORE, strict=True), 1):
        said = dict(zip(("rating", "second", "outcome"), codes, strict=False))
        ledger[EntryKey(f"i{n}", None, END)] = {name: code for name, code in said.items() if code is not None}
        ledger[EntryKey(f"i{n}", None, HALF)] = {"rating": codes[3]}
    return Case(plan, ledger, END, {})


CASE = both()


def by_hand(given: tuple[str | None, ...], goal: str, codes: str = "ABC") -> list[str]:
    """The counts of a 目標 as tables print them, blanks last."""
    counts = Counter(code for code, area in zip(given, PLACES, strict=True) if area.startswith(goal))
    return ["０１２３４５６７"[counts[code]] for code in (*codes, None)]


def test_tables__levels_and_raters_after_a_change_of_scale__right_by_an_independent_count() -> None:
    for part, given in (("own", FIRST), ("office", SECOND)):
        found = rows(CASE, part)
        for area, goal in (("g1", "p1"), ("g2", "p2"), ("", "p")):
            assert found[f"area:{area}" if area else "total"][1:] == by_hand(given, goal), (part, area)
        assert found["head:1"][1:] == ["進んだ（Ａ）", "並（Ｂ）", "遅れ（Ｃ）", "未記入"]
    assert rows(CASE, "usual")["area:p11"][1:] == by_hand(SECOND, "p11")
    assert rows(CASE, "usual")["area:g1"][1:] == by_hand(SECOND, "p1")
    assert rows(CASE, "beside")["area:g2"][1:] == by_hand(OUTCOME, "p2", "AB")


def test_tables__raters_by_default_and_a_sign_of_two_meanings__all_fields_and_a_column_for_each_meaning() -> None:
    found = rows(CASE, "rater")
    heads = ["進んだ（Ａ）", "並（Ｂ）", "遅れ（Ｃ）", "高い（Ａ）", "低い（Ｂ）", "未記入"]
    assert [text for text in found["head:1"] if text in heads] == heads
    assert found["rater:rating"][1::2] == ["２", "２", "２", "―", "―", "１", "７"]
    assert found["rater:second"][1::2] == ["２", "３", "１", "―", "―", "１", "７"]
    assert found["rater:outcome"][1::2] == ["―", "―", "―", "３", "３", "１", "７"]
    late = rows(CASE, "late")
    assert (late["rater:rating+1"][3], late["rater:second+1"][3]) == ("２", "１")


def test_tables__compared_with_a_point_of_another_scale__by_what_its_ratings_equal_or_not_at_all() -> None:
    goal = rows(CASE, "change")["area:g1"][1:]
    assert goal == ["２", "▲１", "２", "２", "０", "▲２", "１", "１", "５", "０"]
    assert set(rows(both(mapped=False), "change")["area:g1"][2::2]) == {"―"}


def test_verify__levels_scales_and_raters_at_once__nothing_to_say() -> None:
    assert serious(CASE.findings()) == []
