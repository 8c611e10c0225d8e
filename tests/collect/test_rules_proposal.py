"""Ratings that the figures propose: told with their reason, at whole and half years, and never written."""

from decimal import Decimal

import pytest

from kosei_xl.collect.rules.proposal import achieved, check_proposal, proposed, share_due
from kosei_xl.make.selfcheck import indicator_state
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath
from kosei_xl.values.model import ROW, LineKey, Plan, Rating, Scale, Submission, ValueSet, indicator_slot
from tests.tools.builders import END, HALF, POINTS, make_plan, standing

BANDS = (
    Rating(code="S", label="超えた", order=1, at_least=Decimal(110)),
    Rating(code="A", label="概ね", order=2, at_least=Decimal(80)),
    Rating(code="B", label="下回る", order=3, at_least=Decimal(0), behind=True),
    Rating(code="中止", label="中止"),
)


def _plan(share: str | None = None) -> Plan:
    half = POINTS[0].model_copy(update={"share": Decimal(share) if share else None})
    return make_plan(ratings=BANDS, points=(half, POINTS[1]), indicators=True)


def _check(plan: Plan, rating: str | None, *indicators: tuple[str, str, str], point: str = END) -> list[Diagnostic]:
    sets = [ValueSet("a-1", None, ROW, {"rating": rating} if rating else {})]
    at: dict[ValuePath, CellRef] = {("value_sets", *LineKey("a-1"), ROW, "rating"): CellRef("f", "1 市民", 4, 5)}
    for n, (name, target, actual) in enumerate(indicators, 1):
        slot = indicator_slot(n)
        sets.append(ValueSet("a-1", None, slot, {"indicator": name, "target": target, "actual": actual, "unit": "件"}))
        at |= {("value_sets", *LineKey("a-1"), slot, "actual"): CellRef("f", "指標", 2 + n, 6)}
    submission = Submission("midori", 1, point, "D1", tuple(sets))
    return list(check_proposal(Outcome(submission, at), plan))


@pytest.mark.parametrize(
    ("target", "actual", "rating"),
    [
        *(("100", "110", "S"), ("100", "109.9", "A"), ("100", "80", "A"), ("100", "79", "B"), ("100", "0", "B")),
        *(("1,000件以上", "１，１００件", "S"), ("20以下", "18", "S"), ("20以下", "25", "A"), ("20以下", "26", "B")),
    ],
)
def test_check_proposal__figures_of_another_rating__k178_at_the_actual(target: str, actual: str, rating: str) -> None:
    other = "A" if rating != "A" else "S"
    (problem,) = _check(_plan(), other, ("相談", target, actual))
    said = dict(problem.params)
    assert (problem.code, problem.severity, str(problem.at)) == ("K178", "info", "[f]指標!F3")
    assert (said["rating"], said["given"]) == (rating, other)
    assert [str(at) for at in problem.related] == ["[f]1 市民!E4"]
    assert _check(_plan(), rating, ("相談", target, actual)) == [], "the rating that the figures propose"


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("待ち時間", "20", "15"),
        ("相談", "検討する", "3"),
        ("相談", "100", "―"),
        ("相談", "0", "3"),
        ("相談", "20以下", "0"),
    ],
)
def test_check_proposal__no_telling__nothing(name: str, target: str, actual: str) -> None:
    assert _check(_plan(), "A", (name, target, actual)) == []


def test_check_proposal__blank_rating_told_outside_the_order_not() -> None:
    (problem,) = _check(_plan(), None, ("相談", "100", "120"))
    assert dict(problem.params)["given"] == "（空欄）"
    assert _check(_plan(), "中止", ("相談", "100", "0")) == []


def test_check_proposal__several_indicators__the_lowest_counts() -> None:
    (problem,) = _check(_plan(), "S", ("相談", "100", "130"), ("講座", "10", "9"))
    assert (str(problem.at), dict(problem.params)["rating"]) == ("[f]指標!F4", "A")


def test_check_proposal__half_year__only_where_the_share_is_said() -> None:
    assert _check(_plan(), "B", ("相談", "100", "55"), point=HALF) == []
    (problem,) = _check(_plan("50"), "B", ("相談", "100", "55"), point=HALF)
    assert dict(problem.params)["rating"] == "S"
    assert "（この時点までの50）" in problem.message()
    assert "達成率110％" in problem.message()
    (rate,) = _check(_plan("50"), "S", ("収納率", "95％", "94％"), point=HALF)
    assert dict(rate.params)["rating"] == "A", "a rate does not grow with the year"


def test_check_proposal__scale_without_bands__silent() -> None:
    assert _check(make_plan(indicators=True), "A", ("相談", "100", "200")) == []


def test_proposed__below_the_lowest_band__none() -> None:
    assert proposed(Scale(BANDS[:2]), Decimal(79)) is None


def test_share_due__each_kind_of_point__whole_half_or_unknown() -> None:
    half, end = POINTS
    assert share_due(half) is None
    assert share_due(end) == 100
    assert share_due(half.model_copy(update={"share": Decimal(40)})) == 40
    assert share_due(None) is None


# -- in the survey -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("target", "actual", "shown"),
    [
        ("100", "115", "目安：S（達成率115％）"),
        ("100", "79.9", "目安：B（達成率79％）"),
        ("20以下", "25", "目安：A（達成率80％）"),
        ("検討", "25", ""),
        ("100", "", "実績値が未記入"),
    ],
)
def test_indicator_state__scale_with_bands__hint_beside_the_figures(target: str, actual: str, shown: str) -> None:
    fields = {"indicator": "相談", "target": target, "unit": "件"} | ({"actual": actual} if actual else {})
    state = indicator_state(standing(_plan()), fields, "A", "$E$4")
    assert state.value == shown
    assert len(state.text) < 8000


def test_achieved__prorated_target__share_of_an_amount() -> None:
    fields = {"indicator": "相談", "target": "200", "actual": "50", "unit": "件"}
    found = achieved(fields, Decimal(50))
    assert found is not None
    assert (found.percent, found.due) == (Decimal(50), Decimal(100))
