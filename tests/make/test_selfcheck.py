"""What a survey shows by itself before it is sent, beside what the rules say of the same workbook."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from kosei_xl.collect import rules
from kosei_xl.collect.rules.text_room import rooms
from kosei_xl.make.selfcheck import row_state
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book
from kosei_xl.values.ledger import Ledger, text_of_line
from kosei_xl.values.model import INDICATOR_FIELDS, Line, Plan
from kosei_xl.values.registers import RuleSetting
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.meaning import MEANING
from kosei_xl.workbook.book import read_book
from tests.tools.builders import read, standing
from tests.tools.office import Case, LibreOffice, address_of, cells_by_key, midori, put

CASE = midori()
PLAIN = (
    *(("100", "99", "件"), ("100", "100", "件"), ("1,500以上", "1,499", "件"), ("1,500以上", "1500", "件")),
    *(("９０％以上", "８９％", ""), ("90", "90.5", "％"), ("延べ150以下", "延べ151", "人"), ("20以下", "20", "分")),
    *(("99.5", "99.49", "％"), ("5件", "4件", "件"), ("0", "0", "件"), ("30", "29", "か所")),
)
"""What the native formulas can read: there they must say what the rules say."""
ODD = (
    *(("約100", "10", "件"), ("△5以下", "△4", "％"), ("検討する", "1", ""), ("10～20", "3", "件"), ("2026/3", "1", "")),
    *(
        ("1億円", "2円", ""),
        ("3-1", "1", ""),
        ("100", "―", "件"),
        ("1.2.3", "1", ""),
        ("", "5", "件"),
        ("10", "", "件"),
    ),
)
"""What they need not: they may be silent, but never say more than the rules."""
NAMES = ("相談の件数", "平均の待ち時間", "経費の削減額")


SENTENCES = {
    "書きかけの文字": (
        "K368",
        (
            "実施日は調整中。",
            "件数（調整中）",
            "件数は精査中",
            "・日程は調整中\n・ほかは済んだ。",
            "要確認",
            "○○課と協議した。",
            "（仮）",
            "？？",
            "ＸＸ件を処理した。",
        ),
        ("調整中の案件を終えた。", "確認中であった件を終えた。", "○印を付けた。", "調整を終えた。"),
    ),
    "暦にない日付": (
        "K330",
        ("11月31日に開いた。", "令和8年２月３０日に開いた。", "R8.2月30日"),
        ("12月31日に開いた。", "2月29日", "4月30日"),
    ),
    "前回の日付（9月30日）": (
        "K333",
        ("登録は９月30日現在で24件である。", "9月末時点で3人", "令和7年9月30日現在、3人"),
        (
            "登録は３月31日現在で24件である。",
            "9月30日現在の3人から3月31日現在で5人",
            "令和6年9月30日現在",
            "9月30日に開いた。",
        ),
    ),
    "重ね言葉": ("K363", ("まず最初に行った。", "今現在は3件である。"), ("まず行った。",)),
    "かっこの片方": (
        "K365",
        ("講座（10月を開いた。", "「講座を開いた。", "講座」を開いた。"),
        ("講座（10月）を開いた。", "1）講座を開いた。", "(10月）"),
    ),
    "半角カナ": ("K366", ("ｺﾐｭﾆﾃｨの場を設けた。", "ﾊﾟｿｺﾝ"), ("コミュニティの場を設けた。", "パソコン、ＩＴ")),
    "重なった句読点": ("K369", ("講座を開いた。。", "講座、、を開いた。"), ("講座を開いた。\n。", "講座を、開いた。")),
}
"""What 点検 says of sentences: the finding of the rule, texts of which both say so, and texts of which neither does."""
COUNTS = (
    ("相談の件数", ("10", "△12", "件"), True),
    ("講座の回数", ("10", "-3", "回"), True),
    ("相談の件数", ("10", "△0", "件"), False),
    ("利用の割合", ("10", "△12", "％"), False),
    ("相談の件数", ("10", "12", "件"), False),
    ("件数の増減", ("10", "△12", "件"), False),
)
"""Indicators, and whether they are counts below zero."""


def _typed() -> dict[str, dict[str, str]]:
    """What is typed into a row and its first indicator, by the name of the case."""
    made: dict[str, dict[str, str]] = {}
    chance = random.Random(7)
    numbers = [(f"{chance.randint(1, 3000):,}", f"{chance.randint(1, 3000)}", "人") for _ in range(6)]
    for kind, pairs in (("plain", (*PLAIN, *numbers)), ("odd", ODD)):
        for number, (target, actual, unit) in enumerate(pairs):
            for name in NAMES if number % 3 == 0 else NAMES[:1]:
                for rating in ("A", "B"):
                    if rating == "B" and number % 2:
                        continue
                    values = {"indicator": name, "target": target, "actual": actual, "unit": unit}
                    made[f"{kind}_{number:02}_{name}_{rating}"] = {"rating": rating, **values}
    for rating in ("Z", "Ａ", "a", "*", "S", "済"):
        made[f"rating_{rating}"] = {"rating": rating}
    most = rooms(CASE.plan)["results"].most
    for letters in (most - 100, most + 1, most * 2):
        made[f"long_{letters}"] = {"rating": "A", "results": "あ" * letters}
    made["long_lines"] = {"rating": "A", "results": "\n".join("あ" * 40)}
    made["short_lines"] = {"rating": "A", "results": "\n".join("あ" * 20)}
    for words, (_, fires, near) in SENTENCES.items():
        made |= {f"{words}_{n}": {"rating": "A", "results": text} for n, text in enumerate((*fires, *near))}
    for number, (name, (target, actual, unit), _) in enumerate(COUNTS):
        values = {"indicator": name, "target": target, "actual": actual, "unit": unit, "results": "進めた。"}
        made[f"count_{number}"] = {"rating": "B", **values}
    pair = {"rating": "A", "results": "進めた。", "indicator": "講座", "unit": "回"}
    made["目標値が未記入"] = {**pair, "actual": "12"}
    made["実績値が未記入"] = {**pair, "target": "12"}
    return made


@dataclass(frozen=True)
class Told:
    """What was typed, what the 点検 cells of its row and its indicator say, and the findings of the rules."""

    typed: Mapping[str, str]
    row: str
    child: str
    codes: frozenset[str]


def _of_one_department() -> Case:
    """The sample with all its items answered by one department: many rows in one workbook."""
    one = CASE.plan.departments[0].code
    plan = CASE.plan.model_dump(mode="json")
    for item in plan["items"]:
        item |= {"departments": [one], "answering": one}
    plan_file = CASE.plan_file.model_copy(update={"plan": Plan.model_validate(plan)})
    return Case("one", plan_file, CASE.entries, CASE.point)


def _codes_by_item(data: bytes, name: str, plan: Plan) -> dict[str, set[str]]:
    outcome = read(read_submission(read_book(data, name), plan))
    found: dict[str, set[str]] = {}
    for problem in (*outcome.diagnostics, *rules.check_rules(outcome, plan)):
        found.setdefault(problem.item or "", set()).add(problem.code)
    return found


@dataclass(frozen=True)
class Placed:
    """The row of a workbook that a case is typed into: its sheet and key, and the key of its first indicator."""

    workbook: str
    sheet: str
    home: str
    child: str


def _rows(case: Case, book: Book) -> list[tuple[str, str, str]]:
    """The rated rows of a survey with their own texts: (sheet, row key, key of the first indicator)."""
    rated = {text_of_line(line.key) for line in case.plan.lines if line.rated and line.item.repeats is None}
    children: dict[str, str] = {}
    for row in cells_by_key(book, terms.SURVEY_INDICATORS_SHEET):
        children.setdefault(str(row["row_key"]).rpartition("|")[0], str(row["row_key"]))
    found = []
    for sheet in book.sheets:
        if str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX):
            keys = (str(row["row_key"]) for row in cells_by_key(book, sheet.name))
            found += [(sheet.name, key, children[key]) for key in keys if key in rated and key in children]
    return found


@dataclass(frozen=True, repr=False)
class Calculated:
    """Every case in a row of its own, as LibreOffice calculates it, and the surveys of `rating_S` and `rating_Z` alone."""

    told: Mapping[str, Told]
    alone: Mapping[str, Book]


@pytest.fixture(scope="module")
def calculated(libreoffice: LibreOffice) -> Calculated:
    case = _of_one_department()
    blank = case.blank(case.departments()[0])
    book, typed = read_book(blank, ""), _typed()
    rows = _rows(case, book)
    assert len(rows) > 15
    placed = {
        name: Placed(f"{number // len(rows)}.xlsx", *rows[number % len(rows)]) for number, name in enumerate(typed)
    }
    cells: dict[str, dict[tuple[str, str], str]] = {}
    for name, where in placed.items():
        cells.setdefault(where.workbook, {}).update(_cells(book, where, typed[name]))
        if name in ("rating_S", "rating_Z"):
            cells[name] = _cells(book, where, typed[name])
    written = {workbook: put(blank, texts) for workbook, texts in cells.items()}
    books = libreoffice.books(written)
    codes = {workbook: _codes_by_item(data, workbook, case.plan) for workbook, data in written.items()}
    told: dict[str, Told] = {}
    for name, where in placed.items():
        states = [
            next(str(row["state"] or "") for row in cells_by_key(books[where.workbook], sheet) if row["row_key"] == key)
            for sheet, key in ((where.sheet, where.home), (terms.SURVEY_INDICATORS_SHEET, where.child))
        ]
        no = case.plan.item_by_key[where.home.split("|")[0]].no
        told[name] = Told(typed[name], states[0], states[1], frozenset(codes[where.workbook].get(no, ())))
    return Calculated(told, {name: books[name] for name in ("rating_S", "rating_Z")})


def _cells(book: Book, where: Placed, typed: Mapping[str, str]) -> dict[tuple[str, str], str]:
    found = {}
    for field, text in typed.items():
        child = field in INDICATOR_FIELDS
        sheet, row = (terms.SURVEY_INDICATORS_SHEET, where.child) if child else (where.sheet, where.home)
        if text:
            found[sheet, address_of(book, sheet, row, field)] = text
    return found


@pytest.fixture(scope="module")
def told(calculated: Calculated) -> Mapping[str, Told]:
    return calculated.told


def test_target_missed__plain_numbers__what_the_rules_say(told: Mapping[str, Told]) -> None:
    said = 0
    for name, one in told.items():
        native, python = one.child == terms.TARGET_MISSED, "K310" in one.codes
        assert native == python if name.startswith("plain") else native <= python, (name, one)
        reached = one.child == terms.TARGET_REACHED
        assert ("目標と評価" in one.row) == (native or reached), (name, one)
        said += native
    assert said >= 10


def test_target_reached__rated_behind__what_the_rules_say(told: Mapping[str, Told]) -> None:
    said = 0
    for name, one in told.items():
        native, python = one.child == terms.TARGET_REACHED, "K311" in one.codes
        assert native == python if name.startswith("plain") else native <= python, (name, one)
        said += native
    assert said >= 3


def test_rating__not_in_the_list__to_be_looked_at(told: Mapping[str, Told]) -> None:
    outside = {name for name, one in told.items() if "評価は一覧から" in one.row}
    assert outside >= {"rating_Z", "rating_*", "rating_済"}
    assert "rating_S" not in outside
    assert all(name.startswith("rating_") for name in outside)


@pytest.mark.parametrize("words", SENTENCES)
def test_sentences__what_a_formula_can_say__what_the_rule_says(told: Mapping[str, Told], words: str) -> None:
    code, fires, near = SENTENCES[words]
    for number in range(len(fires) + len(near)):
        one = told[f"{words}_{number}"]
        assert (words in one.row.partition("要確認：")[2], code in one.codes) == (number < len(fires),) * 2, one


def test_sentences__of_one_rule__no_other_remark(told: Mapping[str, Told]) -> None:
    others = [
        (name, one.row) for name, one in told.items() for words in SENTENCES if words in one.row and words not in name
    ]
    assert others == []


def test_counts__below_zero__what_the_rule_says(told: Mapping[str, Told]) -> None:
    for number, (*_, below) in enumerate(COUNTS):
        one = told[f"count_{number}"]
        assert (one.child == terms.BELOW_ZERO, "K345" in one.codes) == (below, below), one


@pytest.mark.parametrize(("words", "code"), [("目標値が未記入", "K343"), ("実績値が未記入", "K342")])
def test_pairs__one_of_two__the_other_is_asked_for(told: Mapping[str, Told], words: str, code: str) -> None:
    assert told[words].child == words
    assert code in told[words].codes


def test_rules__those_said_to_stand_in_surveys__do() -> None:
    assert {code for code, rule in MEANING.items() if rule.survey} == {
        *(code for code, *_ in SENTENCES.values()),
        *("K342", "K343", "K345"),
    }


def test_settings__rule_off_or_of_the_office__not_in_the_survey() -> None:
    here = standing(CASE.plan, CASE.point, Ledger())
    line = next(line for line in CASE.plan.lines if line.rated)
    said = {use: _formula(here, line, use) for use in ("on", "department", "off", "office")}
    assert {use: "書きかけの文字" in formula for use, formula in said.items()} == {
        "on": True,
        "department": True,
        "off": False,
        "office": False,
    }


def _formula(here: Standing, line: Line, use: str) -> str:
    rule = RuleSetting.model_validate({"code": "K368", "use": use})
    return row_state(replace(here, rules=(rule,)), line, {}).text


def test_row_state__dozens_of_texts__what_a_cell_takes() -> None:
    form = next(column.part for column in CASE.plan.form_columns)
    own = [{"part": form, "key": f"own{n}", "label": f"欄{n}", "width": 10, "source": "entry"} for n in range(60)]
    dumped = CASE.plan.model_dump(mode="json")
    plan = Plan.model_validate({**dumped, "columns": [*dumped["columns"], *own]})
    assert len([key for key in plan.entry_fields if key.startswith("own")]) == 60
    line = next(line for line in plan.lines if line.rated)
    assert len(row_state(standing(plan, CASE.point, Ledger()), line, {}).text) <= 8192


def test_long_text__more_than_its_row_of_the_a3_list__said_no_later_than_by_the_rules(told: Mapping[str, Told]) -> None:
    long = {name for name, one in told.items() if "が長い" in one.row}
    judged = {name for name, one in told.items() if "K313" in one.codes}
    assert judged <= long
    most = rooms(CASE.plan)["results"].most
    assert judged == {f"long_{most + 1}", f"long_{most * 2}", "long_lines"}
    assert "short_lines" not in long
    assert f"long_{most - 100}" not in long


def test_survey__what_looks_wrong__is_no_blank(calculated: Calculated) -> None:
    """未記入 counts what is blank; a remark aside of it does not."""
    blank, remark = calculated.alone.values()
    totals = [book.named("missing_total") for book in (blank, remark)]
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[0][0] == totals[1][0]
