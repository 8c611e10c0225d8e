"""What a survey shows by itself before it is sent, beside what the rules say of the same workbook."""

import random
from collections.abc import Mapping

import pytest

from kosei_xl.collect import rules
from kosei_xl.collect.rules.text_room import rooms
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book
from kosei_xl.values.model import Respondent
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import read
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


def _department(case: Case) -> tuple[Respondent, str, str, list[str]]:
    """A department with a rated row that has indicators: its sheet, its row key, and the keys of the indicators."""
    for department in case.departments():
        book = read_book(case.blank(department), "")
        rated = {x.item.key for x in case.plan.lines_answered_by(department.code) if x.rated and not x.item.repeats}
        keys = [str(row["row_key"]) for row in cells_by_key(book, terms.SURVEY_INDICATORS_SHEET)]
        for key in keys:
            home = key.rpartition("|")[0]
            if home.split("|")[0] in rated:
                sheet = next(
                    s.name for s in book.sheets if any(s.value(n, 1) == home for n in range(1, len(s.rows) + 1))
                )
                return department, sheet, home, [k for k in keys if k.startswith(f"{home}|")]
    raise AssertionError("the sample has no indicators")


DEPARTMENT, SHEET, HOME, CHILDREN = _department(CASE)
BLANK = CASE.blank(DEPARTMENT)
BOOK = read_book(BLANK, "")


def _typed(rating: str, indicator: Mapping[str, str], **fields: str) -> bytes:
    cells = {(SHEET, address_of(BOOK, SHEET, HOME, name)): text for name, text in {**fields, "rating": rating}.items()}
    sheet = terms.SURVEY_INDICATORS_SHEET
    cells |= {(sheet, address_of(BOOK, sheet, CHILDREN[0], name)): text for name, text in indicator.items() if text}
    return put(BLANK, cells)


def _cases() -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    chance = random.Random(7)
    numbers = [(f"{chance.randint(1, 3000):,}", f"{chance.randint(1, 3000)}", "人") for _ in range(6)]
    for kind, pairs in (("plain", (*PLAIN, *numbers)), ("odd", ODD)):
        for number, (target, actual, unit) in enumerate(pairs):
            for name in NAMES if number % 3 == 0 else NAMES[:1]:
                for rating in ("A", "B"):
                    if rating == "B" and number % 4:
                        continue
                    values = {"indicator": name, "target": target, "actual": actual, "unit": unit}
                    made[f"{kind}_{number:02}_{name}_{rating}"] = _typed(rating, values)
    for rating in ("Z", "Ａ", "a", "*", "S", "済"):
        made[f"rating_{rating}"] = _typed(rating, {})
    most = rooms(CASE.plan)["results"].most
    for letters in (most - 100, most + 1, most * 2):
        made[f"long_{letters}"] = _typed("A", {}, results="あ" * letters)
    made["long_lines"] = _typed("A", {}, results="\n".join("あ" * 40))
    made["short_lines"] = _typed("A", {}, results="\n".join("あ" * 20))
    return made


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return _cases()


@pytest.fixture(scope="module")
def calculated(written: dict[str, bytes], libreoffice: LibreOffice) -> dict[str, Book]:
    return libreoffice.books(written)


def _states(book: Book) -> tuple[str, str]:
    """What 点検 says of the row and of its first indicator."""
    row = next(r for r in cells_by_key(book, SHEET) if r["row_key"] == HOME)
    child = next(r for r in cells_by_key(book, terms.SURVEY_INDICATORS_SHEET) if r["row_key"] == CHILDREN[0])
    return str(row["state"]), str(child["state"] or "")


def _codes(data: bytes, name: str) -> set[str]:
    outcome = read(read_submission(read_book(data, name), CASE.plan))
    item = HOME.split("|")[0]
    no = CASE.plan.item_by_key[item].no
    return {p.code for p in (*outcome.diagnostics, *rules.check_rules(outcome, CASE.plan)) if p.item == no}


def test_target_missed__plain_numbers__what_the_rules_say(
    written: dict[str, bytes], calculated: dict[str, Book]
) -> None:
    said = 0
    for name, data in written.items():
        row, child = _states(calculated[name])
        native, python = child == terms.TARGET_MISSED, "K310" in _codes(data, name)
        assert native == python if name.startswith("plain") else native <= python, (name, child, python)
        assert ("目標と評価" in row) == native, (name, row)
        said += native
    assert said >= 10


def test_rating__not_in_the_list__to_be_looked_at(calculated: dict[str, Book]) -> None:
    outside = {name for name in calculated if "評価は一覧から" in _states(calculated[name])[0]}
    assert outside >= {"rating_Z", "rating_*", "rating_済"}
    assert "rating_S" not in outside
    assert all(name.startswith("rating_") for name in outside)


def test_long_text__more_than_its_row_of_the_a3_list__said_no_later_than_by_the_rules(
    written: dict[str, bytes], calculated: dict[str, Book]
) -> None:
    long = {name for name in calculated if "が長い" in _states(calculated[name])[0]}
    judged = {name for name, data in written.items() if "K313" in _codes(data, name)}
    assert judged <= long
    most = rooms(CASE.plan)["results"].most
    assert judged == {f"long_{most + 1}", f"long_{most * 2}", "long_lines"}
    assert "short_lines" not in long
    assert f"long_{most - 100}" not in long


def test_survey__what_looks_wrong__is_no_blank(calculated: dict[str, Book]) -> None:
    """未記入 counts what is blank; a remark aside of it does not."""
    blank, remark = (calculated[name] for name in ("rating_S", "rating_Z"))
    totals = [book.named("missing_total") for book in (blank, remark)]
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[0][0] == totals[1][0]
