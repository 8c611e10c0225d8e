"""One reading of amounts: the worksheet function answers what the rules say, native formulas the same or nothing."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kosei_xl.addin import functions
from kosei_xl.collect.rules.indicators import target_reached
from kosei_xl.collect.rules.proposal import achieved, proposed, share_due
from kosei_xl.make.selfcheck import indicator_state
from kosei_xl.values.cells import Book
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from tests.tools.amounts import BESIDE, NAMES, ODD, UNITS, Typed, amounts, meant_reached
from tests.tools.builders import POINTS, RATINGS, make_plan, standing
from tests.tools.office import LibreOffice

PLAN = make_plan(indicators=True)
_BANDS = tuple(
    rating.model_copy(update={"at_least": Decimal(bound)})
    for rating, bound in zip(RATINGS, ("110", "80", "12.5"), strict=True)
)
_HALF, _END = POINTS
BANDED = make_plan(indicators=True, ratings=_BANDS, points=(_HALF.model_copy(update={"share": Decimal("33.3")}), _END))
COLUMNS = {6: standing(PLAN), 7: standing(BANDED), 8: standing(BANDED, _HALF.key)}
"""Column of a row's 点検 -> where the plan stands: judged by targets, by bands of achievement, and at half a year."""
ROWS = 2000
FIELDS = ("indicator", "target", "actual", "unit")
_ANSWERS = {True: functions.REACHED, False: functions.NOT_REACHED}
Row = dict[str, str]


def _verdict(target: str, actual: str) -> bool | None:
    """What KOSEI_ACHIEVEMENT says."""
    answer = functions.achievement([[actual]], [[target]], [[functions.VERDICT]])
    return {said: reached for reached, said in _ANSWERS.items()}.get(str(answer))


@settings(deadline=None, max_examples=500)
@given(amounts(), amounts())
def test_achievement__typed_target_and_actual__what_the_rules_say_and_what_was_meant(
    target: Typed, actual: Typed
) -> None:
    ruled = target_reached({"indicator": "相談", "target": target.text, "actual": actual.text})
    assert _verdict(target.text, actual.text) == ruled == meant_reached(target, actual)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(ODD) | st.text(max_size=8), st.sampled_from(ODD) | st.text(max_size=8))
def test_achievement__whatever_is_typed__what_the_rules_say(target: str, actual: str) -> None:
    ruled = target_reached({"indicator": "相談", "target": target, "actual": actual})
    assert _verdict(target, actual) == ruled


@st.composite
def _plain(draw: st.DrawFn, units: tuple[str, ...] = UNITS, signs: tuple[str, ...] = ("",)) -> tuple[str, ...]:
    """Texts that native formulas read where `units` and `signs` are usual ones, and just do not where they are odd."""
    unit = draw(st.sampled_from(units))
    number = st.integers(0, 3000).flatmap(lambda n: st.sampled_from((str(n), f"{n:,}", f"{n}.5", f"{n:,}.25")))
    start, end = st.sampled_from(signs), st.sampled_from(("", unit.strip()))
    bounds = [draw(st.sampled_from(("", "以上", "以下", *signs[1:]))), draw(st.sampled_from(signs))]
    target, actual = (f"{draw(start)}{draw(number)}{draw(end)}{bound}" for bound in bounds)
    return draw(st.sampled_from(NAMES)), target, actual, unit


def _rows() -> list[Row]:
    """Rows of 指標 that Hypothesis draws, the same ones each time: plain ones, nearly plain ones and odd ones."""
    rows: list[Row] = []
    spelled = amounts().map(lambda typed: typed.text) | st.sampled_from(ODD)
    odd = st.tuples(st.sampled_from(NAMES), spelled, spelled, st.sampled_from(BESIDE))
    near = _plain(BESIDE, ("", "延べ", "約", "△", "+", "%", "件", "以内", "未満", "千", ".", "^", "#"))

    @settings(max_examples=ROWS, phases=[Phase.generate], derandomize=True, database=None, deadline=None)
    @given(_plain() | near | odd)
    def collect(drawn: tuple[str, ...]) -> None:
        rows.append(dict(zip(FIELDS, drawn, strict=True)))

    collect()
    return rows


def _state_formula(number: int, at: Standing) -> str:
    formula = indicator_state(at, {}, None, f"$E${number}").text
    for name, letter in zip(FIELDS, "ABCD", strict=True):
        formula = formula.replace(f"[{name}]", f"{letter}{number}")
    assert len(formula) < 8192
    return f"={formula}"


def _workbook(rows: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(FIELDS, 1):
            sheet.cell(number, column).value = row[name] or None
            sheet.cell(number, column).data_type = "s" if row[name] else "n"
        sheet.cell(number, 5).value = "A"
        for column, at in COLUMNS.items():
            sheet.cell(number, column).value = _state_formula(number, at)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return _rows()


@pytest.fixture(scope="module")
def calculated(rows: list[Row], libreoffice: LibreOffice) -> Book:
    return libreoffice.books({"rows.xlsx": _workbook(rows)}, OFFICE_LIMITS)["rows.xlsx"]


def test_native_formula__many_rows__what_the_rules_say_or_nothing(rows: list[Row], calculated: Book) -> None:
    said = 0
    for number, row in enumerate(rows, 1):
        shown = calculated.sheets[0].value(number, 6)
        assert shown != terms.TARGET_MISSED or target_reached(row) is False, row
        said += shown == terms.TARGET_MISSED
    assert said > 50


def test_native_formula__scale_with_bands__proposes_what_the_rules_do(rows: list[Row], calculated: Book) -> None:
    proposals = 0
    for number, row in enumerate(rows, 1):
        for column in (7, 8):
            shown = str(calculated.sheets[0].value(number, column) or "")
            if shown.startswith("目安"):
                at = COLUMNS[column]
                share = share_due(at.point)
                found = achieved({name: text for name, text in row.items() if text}, share or Decimal(0))
                assert found is not None, row
                rating = proposed(at.plan.scale_at(at.point.key), found.percent)
                assert rating is not None, row
                assert shown.startswith(f"目安：{rating.code}（"), (row, column)
                proposals += 1
    assert proposals > 200


def test_indicator_state__before_anything_is_calculated__shows_what_the_formula_gives(
    rows: list[Row], calculated: Book
) -> None:
    for number, row in enumerate(rows, 1):
        fields = {name: text for name, text in row.items() if text}
        for column, at in COLUMNS.items():
            state = indicator_state(at, fields, "A", f"$E${number}")
            assert state.value == (calculated.sheets[0].value(number, column) or ""), (row, column)
