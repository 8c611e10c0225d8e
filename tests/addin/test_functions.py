"""Worksheet functions answer what the core and the native formulas answer, and never raise."""

from collections.abc import Callable
from datetime import date, datetime, time
from inspect import signature

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.addin import functions
from kosei_xl.addin.functions import CellAnswer, CellGrid
from kosei_xl.collect.summarize import summarize
from kosei_xl.make.master import make_ledger, make_settings
from kosei_xl.make.survey import make_survey, survey_row_key
from kosei_xl.read.master import point_of
from kosei_xl.report.wording import Wording
from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Plan, Style
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.words.messages import Message
from kosei_xl.words.notation import DIGIT_WORDS, date_text, digits, fiscal_year_text, numbered
from tests.tools.builders import END, HALF, MORE_ITEMS, RATINGS, make_plan, sheet_of, standing
from tests.tools.counting import cases
from tests.tools.office import respondent

SCALE = (("S", "予定以上"), ("A", "予定どおり"), ("B", "遅れ"))


def one(value: CellValue) -> CellGrid:
    """A single cell."""
    return ((value,),)


def column(*values: CellValue) -> CellGrid:
    """Cells below each other."""
    return tuple((value,) for value in values)


def sheet(plan: Plan, name: str) -> CellGrid:
    """A sheet of settings of the master as it stands there, with its hidden key row."""
    return sheet_of(name, make_settings(plan)[name], terms.MASTER_SHEETS[name], band=False).rows


def ledger(plan: Plan, current: dict[EntryKey, dict[str, str]]) -> CellGrid:
    """The sheet 台帳 as it stands in a master."""
    values = make_ledger(plan, Ledger(current, row_order=tuple(current)))
    return sheet_of(terms.LEDGER_SHEET, values, terms.MASTER_SHEETS[terms.LEDGER_SHEET], band=False).rows


def said(answer: CellAnswer) -> str:
    """The message in a single cell."""
    assert isinstance(answer, Message)
    assert answer.en
    return str(answer)


# -- counts ----------------------------------------------------------------------------------------------------------
def test_count__spellings_of_a_rating__all_counted() -> None:
    cells = (("A", "Ａ", None), ("a", " A ", "B"), ("#N/A", 1.0, "AA"))
    assert functions.count(cells, one("A")) == 4
    assert functions.count(cells, one("ａ"), SCALE) == 4
    assert functions.count(cells, one("予定どおり"), SCALE) == 4


def test_count__no_rating_or_one_outside_the_scale__says_so() -> None:
    assert said(functions.count(column("A"), one(None))) == "数える評価を指定してください"
    assert said(functions.count(column("A"), one("Z"), SCALE)) == "評価「Z」は評価区分にありません"


def test_counts__scale_of_a_master__its_order_and_synonyms() -> None:
    plan = make_plan()
    cells = column("順調", "A", "Ｂ", None, "?", datetime(2025, 4, 1))
    assert functions.counts(cells, sheet(plan, terms.RATINGS_SHEET)) == [["S", 0], ["A", 2], ["B", 1]]
    assert functions.counts(cells, (("S", "A", "B"),)) == [["S", 0], ["A", 1], ["B", 1]]
    assert said(functions.counts(cells, one(None))) == "評価区分の範囲を指定してください"


def test_scale_of__row_that_is_no_rating__left_out() -> None:
    grid = (("評価", "呼び方", "順序"), ("S", "上", 1.0), ("X", None, 2.0), (None, None, None), ("A", "中", "二"))
    assert [rating.code for rating in functions.scale_of(grid).ratings] == ["S"]


# -- summary ---------------------------------------------------------------------------------------------------------
def test_summary__two_ranges__areas_in_order_with_totals() -> None:
    areas = column("財政", "市民", "市民", None, "財政")
    ratings = column("S", "A", None, "B", "x")
    assert functions.summary(areas, ratings, SCALE) == [
        ["分野", "項目数", "S", "A", "B", "未記入"],
        ["財政", 2, 1, 0, 0, 1],
        ["市民", 2, 0, 1, 0, 1],
        ["計", 4, 1, 1, 0, 2],
    ]
    once = functions.summary(areas, ratings, SCALE, column(None, "再掲", None, None, None))
    assert isinstance(once, list)
    assert once[-1] == ["計", 3, 1, 0, 0, 2]


def test_summary__ranges_of_different_size__says_so() -> None:
    assert said(functions.summary(column("a", "b"), column("S"), SCALE)) == "範囲の大きさが違います（2、1）"


@given(cases())
def test_ledger_summary__any_plan__as_the_report_counts(case: tuple[Plan, dict[EntryKey, dict[str, str]]]) -> None:
    plan, current = case
    summary = summarize(standing(plan, END, Ledger(current)))
    codes = [rating.code for rating in summary.shown()]
    ranges = (one(END), sheet(plan, terms.RATINGS_SHEET), sheet(plan, terms.AREAS_SHEET))
    table = functions.ledger_summary(ledger(plan, current), *ranges)
    assert table == [
        ["分野", "項目数", *codes, "未記入"],
        *(
            [
                area.name,
                summary.items[area.no].rows,
                *(summary.by_area[area.no][code].rows for code in codes),
                summary.missing[area.no].rows,
            ]
            for area in plan.areas
        ),
        [
            "計",
            summary.all_items.rows,
            *(summary.total(code).rows for code in codes),
            sum(count.rows for count in summary.missing.values()),
        ],
    ]


def test_ledger_summary__without_areas__their_numbers() -> None:
    plan = make_plan(MORE_ITEMS)
    scale = sheet(plan, terms.RATINGS_SHEET)
    table = functions.ledger_summary(ledger(plan, {EntryKey("a-1", None, HALF): {"rating": "S"}}), one(HALF), scale)
    assert isinstance(table, list)
    assert table[1:] == [["1", 3, 1, 0, 0, 2], ["2", 2, 1, 0, 0, 1], ["計", 5, 2, 0, 0, 3]]


def shown(plan: Plan, current: dict[EntryKey, dict[str, str]], show: str, before: str | None = None) -> CellAnswer:
    """What the function answers by areas where something else than counts is asked for."""
    ranges = (one(END), sheet(plan, terms.RATINGS_SHEET), sheet(plan, terms.AREAS_SHEET))
    return functions.ledger_summary(ledger(plan, current), *ranges, (("表示", show), ("前回", before)))


def test_ledger_summary__something_else_than_counts__shares_changes_points_and_sums() -> None:
    worth = {"S": 3, "A": 1, "B": None}
    ratings = [rating.model_copy(update={"points": worth[rating.code]}) for rating in RATINGS]
    field = EntryField(field="effect", label="効果額", type="money", unit="千円")
    plan = make_plan(MORE_ITEMS, ratings=tuple(ratings), fields=(field,))
    texts = {"a-1": ("S", "1,200"), "a-2": ("A", "△200"), "a-6": ("B", None)}
    current = {
        EntryKey(key, None, END): {"rating": code, **({"effect": text} if text else {})}
        for key, (code, text) in texts.items()
    }
    current[EntryKey("a-6", "1", END)] = {"effect": "3百万円"}
    current[EntryKey("a-1", None, HALF)] = {"rating": "A"}
    head = ["分野", "項目数", "S", "A", "B", "未記入"]
    third = {"割合": 0.333, "割合（計100）": 0.334}
    for word, first in third.items():
        assert shown(plan, current, word) == [
            head,
            ["市民", 3, first, 0.333, 0, 0.333],
            ["財政", 2, 0.5, 0, 0.5, 0],
            ["計", 5, 0.4, 0.2, 0.2, 0.2],
        ]
    assert shown(plan, current, "前回との差", HALF) == [
        head,
        ["市民", 0, 1, 0, 0, -1],
        ["財政", 0, 1, -1, 1, -1],
        ["計", 0, 2, -1, 1, -2],
    ]
    assert shown(plan, current, "得点") == [
        ["分野", "項目数", "得点", "満点", "得点率"],
        ["市民", 3, 4.0, 6.0, 0.667],
        ["財政", 2, 3.0, 3.0, 1.0],
        ["計", 5, 7.0, 9.0, 0.778],
    ]
    for word in ("効果額", "効果額（千円）"):
        assert shown(plan, current, word) == [
            ["分野", "項目数", "効果額（千円）"],
            ["市民", 3, 1000.0],
            ["財政", 2, 3000.0],
            ["計", 5, 4000.0],
        ]


def test_ledger_summary__what_cannot_be_shown__says_so() -> None:
    plan = make_plan(MORE_ITEMS)
    assert said(shown(plan, {}, "得点")) == "評価区分に得点がありません"
    assert said(shown(plan, {}, "前回との差")) == "「前回」に前回の時点キーを指定してください"
    assert said(shown(plan, {}, "前回との差", "R9")) == "台帳に時点「R9」の行がありません"
    wish = functions.ledger_summary(
        ledger(plan, {}), one(END), sheet(plan, terms.RATINGS_SHEET), None, (("割合", "○"),)
    )
    assert said(wish) == "「割合」という指定はありません（行の分け方、表示、前回、評価の欄）"
    assert said(shown(plan, {}, "金額")).startswith("「金額」は表示できません。件数、割合、")


def test_ledger_summary__wrong_range_or_point__says_so() -> None:
    plan = make_plan()
    scale = sheet(plan, terms.RATINGS_SHEET)
    assert said(functions.ledger_summary(scale, one(END), scale)) == "台帳の範囲を見出しの行から指定してください"
    assert said(functions.ledger_summary(ledger(plan, {}), one("R9"), scale)) == "台帳に時点「R9」の行がありません"


def test_ledger_functions__range_without_the_hidden_keys_of_points__by_key_and_by_label() -> None:
    plan = make_plan(MORE_ITEMS)
    grid, scale = ledger(plan, {EntryKey("a-1", None, HALF): {"rating": "S"}}), sheet(plan, terms.RATINGS_SHEET)
    keys = list(grid[0])
    seen = tuple(tuple(cell for key, cell in zip(keys, row, strict=True) if key != "point") for row in grid)
    label = plan.points[0].label
    assert plan.points[0].key == HALF
    counted = functions.ledger_summary(grid, one(HALF), scale)
    assert functions.ledger_summary(seen, one(HALF), scale) == counted
    assert functions.ledger_summary(seen, one(label), scale) == counted
    rows = functions.ledger_rows(seen, one(label))
    assert rows == functions.ledger_rows(grid, one(HALF))
    assert isinstance(rows, list)
    assert HALF not in {cell for row in rows for cell in row}
    assert said(functions.ledger_rows(seen, one("R9"))) == "台帳に時点「R9」の行がありません"


# -- checking --------------------------------------------------------------------------------------------------------
def test_check__survey_of_the_sample__as_its_own_formulas() -> None:
    plan = init.sample_plan("midori").plan
    entries = init.sample_entries("midori").entries
    current = {e.key: dict(e.fields) for e in entries}
    scale = sheet(plan, terms.RATINGS_SHEET)
    required = [c.label for c in plan.form_columns if c.entry == "required" and c.key != "rating"]
    rated = {survey_row_key(line) for line in plan.lines if line.rated}
    seen = set()
    for n, fields in enumerate(current.values()):
        for name in list(fields)[n % 3 :: 3]:  # so that every kind of field is blank somewhere
            del fields[name]
    at = standing(plan, plan.points[-1].key, Ledger(current))
    for department in plan.departments:
        survey = make_survey(at, respondent(plan, department.code))
        for title, values in survey.areas.items():
            rows = sheet_of(title, values, terms.SURVEY_COLUMNS).rows
            state = list(rows[0]).index("state")
            kept = [row for row in rows if row[0] in (*rated, "row_key", "行キー")]
            kept = [row for row in kept if str(row[state]).startswith(("state", "点検", "済", "未記入："))]
            states = functions.check(kept, scale, (tuple(required),))
            assert states == [[None], ["点検"], *([row[state]] for row in kept[2:])]
            seen |= {str(row[state])[:4] for row in kept[2:]}
    assert seen == {"済", "未記入："}


TABLE: CellGrid = (
    ("No.", "区分", "評価", "取組実績", "要因", "今後の対応"),
    (1.0, "評価", "A", "開いた", None, None),
    (2.0, "評価", "B", "遅れた", "委託先", None),
    (3.0, "評価", None, None, None, None),
    (4.0, "対象外", None, "済み", None, None),
    (5.0, "対象外", "S", "済み", None, None),
    (6.0, "評価", "Z", "x", None, None),
    (7.0, "評価", "#REF!", "x", None, None),
    (None, None, None, None, None, None),
    (8.0, "評価", "－", "x", None, None),
    (9.0, None, None, None, None, None),
)


def test_check__rows_of_every_kind__what_each_needs() -> None:
    scale = sheet(make_plan(), terms.RATINGS_SHEET)
    assert functions.check(TABLE, scale, one("取組実績"), column(*[None] * 10, "再掲")) == [
        ["点検"],
        ["済"],
        ["未記入：今後の対応"],
        ["未記入：評価、取組実績"],
        ["済"],
        ["評価の対象でない行に評価「S」があります"],
        ["評価「Z」は評価区分にありません"],
        ["エラー値：評価"],
        [None],
        ["未記入：評価"],
        [None],
    ]


def test_check__heads_and_nothing_below__heads() -> None:
    scale = sheet(make_plan(), terms.RATINGS_SHEET)
    assert functions.check((("rating", "cause"),), scale) == [["点検"]]


def test_check__columns_missing__says_which() -> None:
    scale = sheet(make_plan(), terms.RATINGS_SHEET)
    assert said(functions.check(TABLE, scale, one("効果額"))) == "見出し「効果額」の列がありません"
    assert "見出し「評価」" in said(functions.check(column("評", "A"), scale))
    assert said(functions.check(TABLE, one(None))) == "評価区分の範囲を指定してください"


# -- wording ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("zeros", [True, False])
@pytest.mark.parametrize("style", ["half", "full", "mixed"])
@pytest.mark.parametrize("codes", ["SSAB", "SB", "", "AAAAAAAAAA"])
def test_sentence__counts__as_the_report_says(zeros: bool, style: str, codes: str) -> None:
    look = {"digits_text": style, "counter": "取組", "zero_ratings_in_sentence": zeros}
    plan = make_plan([MORE_ITEMS[0].model_copy(update={"key": f"i{n}", "no": str(n)}) for n in range(12)])
    plan = plan.model_copy(update={"style": Style.model_validate(look)})
    current = {EntryKey(f"i{n}", None, END): {"rating": code} for n, code in enumerate(codes)}
    wording = Wording(plan, point_of(plan, END), summarize(standing(plan, END, Ledger(current))))
    cells = column(*codes, *[None] * (12 - len(codes)))
    scale = sheet(plan, terms.RATINGS_SHEET)
    counts = functions.counts(cells, scale)
    assert isinstance(counts, list)
    counts.append(["未記入", 12.0 - len(codes)])
    shown = functions.sentence(counts, scale, one("取組"), one(style), one(zeros))
    assert shown == wording.rating_sentence()


def test_sentence__without_scale__as_the_names_stand() -> None:
    assert functions.sentence((("S", 1.0), ("A", "１２"))) == "１項目が「S」、12項目が「A」"
    assert said(functions.sentence((("S",),))) == "評価と件数の2列を指定してください"
    assert said(functions.sentence((("S", "多い"),))) == "評価と件数の2列を指定してください"
    assert said(functions.sentence((("S", 1.0),), style=one("太字"))) == "数字の形は 半角・全角・混在 のどれかです"


@given(st.dates(date(1926, 12, 25), date(2190, 1, 1)), st.sampled_from(sorted(DIGIT_WORDS)))
def test_wareki__any_day_however_typed__as_the_core(day: date, word: str) -> None:
    style = DIGIT_WORDS[word]
    serial = float((day - date(1899, 12, 30)).days)
    typed: CellGrid = (
        (day, datetime.combine(day, time(9, 30)), serial, day.isoformat(), f"{day.year}年{day.month}月{day.day}日"),
    )
    assert functions.wareki(typed, one(word)) == [[date_text(day, style)] * 5]
    year = day.year - (day.month < 4)
    assert functions.fiscal_year(typed, one(word)) == [[fiscal_year_text(year, style, as_of=day)] * 5]
    if year > 1926:
        assert functions.fiscal_year(one(float(year)), one(style)) == fiscal_year_text(year, style)


def test_wareki__what_is_no_day__blank_error_or_message() -> None:
    answer = functions.wareki((("来年", None, "#N/A", True, "2025/13/1", 7.0),))
    assert isinstance(answer, list)
    assert answer[0][1:3] == [None, "#N/A"]
    assert [str(answer[0][n]) for n in (0, 4)] == [
        "「来年」は日付として読めません",
        "「2025/13/1」は日付として読めません",
    ]
    assert all(isinstance(answer[0][n], Message) for n in (0, 3, 4, 5))


def test_fiscal_year__end_of_an_era__as_of_the_day() -> None:
    days = column(date(2019, 4, 30), date(2019, 5, 1), date(2020, 3, 31), 2019)
    assert functions.fiscal_year(days) == [["平成31年度"], ["令和元年度"], ["令和元年度"], ["令和元年度"]]


def test_in_digits__numbers_and_texts__in_the_style() -> None:
    cells = ((7.0, 12.0, "7課、12項目", None, "#N/A", 3.5),)
    assert functions.in_digits(cells) == [["７", "12", "７課、12項目", None, "#N/A", "３.５"]]
    assert functions.in_digits(cells, one("全角")) == [["７", "１２", "７課、１２項目", None, "#N/A", "３.５"]]
    assert functions.in_digits(cells, one("半角")) == [["7", "12", "7課、12項目", None, "#N/A", "3.5"]]


@given(st.integers(0, 10**9), st.sampled_from(sorted(DIGIT_WORDS)))
def test_in_digits__any_number__as_the_core(number: int, word: str) -> None:
    assert functions.in_digits(one(float(number)), one(word)) == digits(number, DIGIT_WORDS[word])


@pytest.mark.parametrize("sample", ["Ⅰ", "①", "１", "方向性１", "No.1", "８・12"])
def test_in_numbering__numbers__as_the_core(sample: str) -> None:
    assert functions.in_numbering(column(3.0, "３", None, "4-1"), one(sample)) == [
        [numbered("3", sample)],
        [numbered("3", sample)],
        [None],
        ["4-1"],
    ]
    assert "見本" in said(functions.in_numbering(one(3.0), one(None)))


# -- indicators ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("actual", "target", "rate", "difference", "verdict"),
    [
        (150.0, 300.0, 0.5, -150.0, "未達"),
        ("312件", "年300件", 1.04, 12.0, "達成"),
        ("１，２００人", "1,000人以上", 1.2, 200.0, "達成"),
        (5.0, "4件以下", 1.25, 1.0, "未達"),
        (4.0, "4件以内", 1.0, 0.0, "達成"),
        (4.0, "4件未満", 1.0, 0.0, "未達"),
        ("△5％", "10%", -0.5, -15.0, "未達"),
        ("9,000万円", "1億円", 0.9, -10_000_000.0, "未達"),
        ("2,900人", "3千人", 2900 / 3000, -100.0, "未達"),
        ("90％", "90％超", 1.0, 0.0, "未達"),
        ("95件", "約100件", 0.95, -5.0, "達成"),
        ("2500円", "2千円", 1.25, 500.0, "達成"),
        ("△6％", "△5％以下", 1.2, -1.0, "達成"),
        ("１億２，０００万円", "1.2億円", 1.0, 0.0, "達成"),
        ("120㎡", "100㎡以上", 1.2, 20.0, "達成"),
        ("900t-CO2", "1,000t-CO2以下", 0.9, -100.0, "達成"),
        (0.3, "0.1", 3.0, 0.2, "達成"),
    ],
)
def test_achievement__numbers_and_texts__compared(
    actual: CellValue, target: CellValue, rate: float, difference: float, verdict: str
) -> None:
    assert functions.achievement(one(actual), one(target)) == pytest.approx(rate)
    assert functions.achievement(one(actual), one(target), one("差")) == pytest.approx(difference)
    assert functions.achievement(one(actual), one(target), one("判定")) == verdict


def test_achievement__columns__blank_error_and_one_target_for_all() -> None:
    actuals = column(1.0, None, "#DIV/0!", "3月と4月")
    answer = functions.achievement(actuals, one(2.0))
    assert isinstance(answer, list)
    assert answer[:3] == [[0.5], [None], ["#DIV/0!"]]
    assert str(answer[3][0]) == "一つの数として読めないため比べられません（3月と4月／2）"
    assert functions.achievement(column(1.0, 3.0), column(2.0, 2.0), one("判定"), one(True)) == [["達成"], ["未達"]]


def test_achievement__what_cannot_be_answered__says_so() -> None:
    assert said(functions.achievement(one(1.0), one(0.0))) == "目標が0なので率になりません"
    assert said(functions.achievement(one(1.0), one(1.0), one("比"))) == "「比」は使えません。率・差・判定 のどれかです"
    assert "大きさ" in said(functions.achievement(column(1.0, 2.0), column(1.0, 2.0, 3.0)))
    for answer in ("率", "差", "判定"):
        differ = said(functions.achievement(one("95％"), one("100件"), one(answer)))
        assert differ == "単位が違うため比べられません（95％／100件）"
        assert "一つの数" in said(functions.achievement(one("10～20件"), one("15件"), one(answer)))


def test_achievement__target_below_zero__asks_whether_less_is_better() -> None:
    falls, target = one("△6％"), one("△5％")
    assert "「以上」か「以下」" in said(functions.achievement(falls, target, one("判定")))
    assert functions.achievement(falls, target, one("判定"), one(True)) == "達成"
    assert functions.achievement(falls, target, one("判定"), one(False)) == "未達"
    assert functions.achievement(falls, target) == pytest.approx(1.2)


_CELLS = st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.datetimes() | st.dates() | st.times()


@st.composite
def _grids(draw: st.DrawFn) -> CellGrid:
    width = draw(st.integers(1, 4))
    words = st.sampled_from(
        ("評価", "要因", "S", "A", "point", "area_no", "kind", "rating", "#N/A", "code", "label", "no")
    )
    return tuple(
        tuple(row) for row in draw(st.lists(st.lists(_CELLS | words, min_size=width, max_size=width), min_size=1))
    )


@pytest.mark.parametrize(
    "function",
    [
        functions.count,
        functions.counts,
        functions.summary,
        functions.ledger_summary,
        functions.check,
        functions.sentence,
        functions.wareki,
        functions.fiscal_year,
        functions.in_digits,
        functions.in_numbering,
        functions.achievement,
    ],
)
@given(st.data())
def test_functions__any_cells__an_answer(function: Callable[..., CellAnswer], data: st.DataObject) -> None:
    parameters = signature(function).parameters.values()
    least = sum(parameter.default is parameter.empty for parameter in parameters)
    answer = function(*[data.draw(_grids()) for _ in range(data.draw(st.integers(least, len(parameters))))])
    if isinstance(answer, list):
        assert len({len(row) for row in answer}) == 1
