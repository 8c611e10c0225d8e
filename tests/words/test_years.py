"""Eras stand in one table: a new one is known wherever years are written and read."""

import ast
import subprocess
import sys
from datetime import date

import pytest

from kosei_xl.words.quarters import quarter_text
from kosei_xl.words.years import ERAS, era_named, era_of_day, era_of_fiscal_year, without_era
from tests.tools import house

SAID = {
    "words.terms",
    "words.findings",
    "words.messages",
    "words.meaning",
    "words.explanations.k3_meaning",
    "addin.building.help",
    "words.years",
    "words.sheet_notes",
}
"""Texts for people, with examples in them; and the table."""

NEW_ERA = """
from datetime import date
from kosei_xl.words import years
years.ERAS = (years.Era("光文", "K", date(2040, 5, 1)), *years.ERAS)
from kosei_xl.importing.periods import period_of, said_of
from kosei_xl.proof.verify.filling import _era_off
from kosei_xl.report import wording
from kosei_xl.words.dates import as_of_dates, read_day
from kosei_xl.words.notation import date_text, fiscal_year_text, fiscal_years_text
from kosei_xl.words.quarters import quarter_text, read_quarter
from kosei_xl.words.sense.days import days_mentioned
assert date_text(date(2040, 4, 30)) == "令和22年4月30日"
assert date_text(date(2040, 5, 1)) == "光文元年5月1日"
assert fiscal_year_text(2040) == "光文元年度"
assert fiscal_year_text(2040, as_of=date(2040, 4, 30)) == "令和22年度"
assert fiscal_years_text(2039, 2041, era="half") == "R21～K2年度"
assert read_day("K2.3.31") == read_day("光文2年3月31日") == date(2041, 3, 31)
assert as_of_dates("光文元年9月末現在") == (date(2040, 9, 30),)
assert read_quarter("光文2年度第1四半期") == read_quarter("K2-1") == (2041, 1)
assert quarter_text(2041, 1) == "K2-1"
assert said_of(["光文2年度末"]).fiscal_year == said_of(["K2"]).fiscal_year == 2041
assert period_of(["令和20年度～光文3年度"]) == period_of(["R20～K3"]) == (2038, 2042)
assert [one.fiscal_year for one in days_mentioned("光文2年3月とK3年度")] == [2040, 2042]
assert _era_off("光文2年度") == wording.without_era("光文2年度") == "2年度"
"""


def test_eras__one_more_in_the_table__known_everywhere() -> None:
    done = subprocess.run([sys.executable, "-c", NEW_ERA], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_eras__by_name__nowhere_else() -> None:
    found = []
    for module, tree in house.modules().items():
        if module in SAID:
            continue
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        prose = {
            id(n.value)
            for node in ast.walk(tree)
            if isinstance(node, documented)
            for n in node.body
            if isinstance(n, ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                found += [f"{module}:{node.lineno}" for era in ERAS if era.name in node.value]
    assert found == []


@pytest.mark.parametrize(
    ("year", "as_of", "name", "quarter"),
    [
        (2019, None, "令和", "R1-1"),
        (2019, date(2019, 4, 30), "平成", "R1-1"),
        (2019, date(2019, 5, 1), "令和", "R1-1"),
        (2018, None, "平成", "H30-1"),
        (1989, None, "平成", "H1-1"),
        (1989, date(1989, 1, 7), "平成", "H1-1"),
        (1988, None, "昭和", "S63-1"),
        (1926, None, "昭和", "S1-1"),
    ],
)
def test_era_of_fiscal_year__years_in_which_eras_begin(year: int, as_of: date | None, name: str, quarter: str) -> None:
    era = era_of_fiscal_year(year, as_of)
    assert era is not None
    assert era.name == name
    assert quarter_text(year, 1) == quarter


def test_eras__before_the_first__none() -> None:
    assert era_of_fiscal_year(1925) is None
    assert era_of_day(date(1926, 12, 24)) is None
    assert quarter_text(1925, 4) == "1925-4"


def test_era_named__name_or_letter__the_same() -> None:
    for era in ERAS:
        assert era_named(era.name) is era_named(era.letter) is era
        assert era.year(era.number(2026)) == 2026
    assert era_named("") is None


def test_without_era__text__its_years_alone() -> None:
    assert [without_era(text) for text in ("平成26年度", "26年度", "令和")] == ["26年度", "26年度", ""]
