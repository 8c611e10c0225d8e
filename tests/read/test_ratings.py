"""How people write a rating."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.read.ratings import confusable, outside_scale, read_rating
from kosei_xl.values.model import Rating, Scale
from kosei_xl.words import terms
from tests.tools.builders import END, HALF, POINTS, make_plan

PLAN = make_plan()
CIRCLES = make_plan(
    ratings=(Rating(code="○", label="実施"), Rating(code="－", label="対象外"), Rating(code="Ａ", label=""))
)
_TO_FULL = {ord(letter): ord(letter) + 0xFEE0 for letter in "SABsab"}


@st.composite
def _spellings(draw: st.DrawFn) -> tuple[str, str]:
    """(code, one of the ways people write it): width, case, brackets and white space vary."""
    rating = draw(st.sampled_from(PLAN.ratings))
    text = draw(st.sampled_from((rating.code, rating.label, *rating.synonyms)))
    text = draw(st.sampled_from((text, text.lower(), text.translate(_TO_FULL), text.lower().translate(_TO_FULL))))
    left, right = draw(st.sampled_from((("", ""), ("「", "」"), ("（", "）"), ("(", ")"), ("「（", "）」"))))
    space = draw(st.sampled_from(("", " ", "　", "\n", "\t")))
    return rating.code, f"{space}{left}{space}{text}{space}{right}{space}"


@given(_spellings())
def test_read_rating__any_spelling__its_code(case: tuple[str, str]) -> None:
    code, text = case
    assert read_rating(text, PLAN) == code


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_read_rating__any_text__a_code_a_dash_or_none(text: str) -> None:
    code = read_rating(text, PLAN)
    if code:
        folded = "".join(unicodedata.normalize("NFKC", text).split()).upper().strip("「」()")
        assert folded in ("S", "A", "B", "予定以上", "予定どおり", "順調", "遅れ")
    elif code == "":
        assert text.strip() in terms.DASHES


@pytest.mark.parametrize("text", ["A+", "AB", "C", "Α", "А", "ＡＢ", "予定通り"])
def test_read_rating__outside_the_scale__none(text: str) -> None:
    assert read_rating(text, PLAN) is None


@pytest.mark.parametrize("dash", terms.DASHES)
def test_read_rating__dash__no_rating(dash: str) -> None:
    assert read_rating(dash, PLAN) == ""
    assert read_rating(f" {dash}　", PLAN) == ""


@pytest.mark.parametrize("text", ["○", "〇", "◯", "「〇」", " ◯"])
def test_read_rating__circle_as_code__any_circle(text: str) -> None:
    assert read_rating(text, CIRCLES) == "○"


@pytest.mark.parametrize("text", ["－", "-"])
def test_read_rating__dash_in_the_scale__that_rating(text: str) -> None:
    assert read_rating(text, CIRCLES) == "－"


def test_read_rating__full_width_code_in_the_scale__given_as_declared() -> None:
    assert read_rating("a", CIRCLES) == "Ａ"


def test_read_rating__brackets_alone_where_a_label_is_blank__none() -> None:
    assert read_rating("「」", CIRCLES) is None


# -- signs that look alike -------------------------------------------------------------------------------------------
def _scale(*codes: str, synonyms: tuple[str, ...] = ()) -> Scale:
    return Scale(tuple(Rating(code=code, label=f"「{code}」の評価", synonyms=synonyms) for code in codes))


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        (("A′", "A"), "A'", "A′"),
        (("A′", "A"), "Ａ’", "A′"),
        (("A′", "A"), "A´", "A′"),
        (("A′", "A"), "a", "A"),
        (("A′", "A'"), "A'", "A'"),
        (("A′", "A'"), "A′", "A′"),
        (("A′", "A'"), "A’", None),
        (("A", "B"), "A'", None),
        (("A", "B"), "B+", None),
        (("B+", "B", "B−"), "Ｂ＋", "B+"),
        (("B+", "B", "B−"), "B-", "B−"),
        (("B+", "B", "B−"), "Bー", "B−"),
        (("A″", "A′"), 'A"', "A″"),
        (("○", "−"), "-", "−"),
        (("○", "−"), "ー", "−"),
        (("◎", "○", "△", "×"), "Δ", "△"),
        (("◎", "○", "△", "×"), "✕", "×"),
        (("◎", "○", "△", "×"), "x", "×"),
        (("◎", "X", "×"), "x", "X"),
        (("5", "4"), "５", "5"),
        (("5", "4"), "⑤", "5"),
        (("5", "4"), "0", None),
        (("5", "4"), "54", None),
        (("◎", "○"), "0", None),
    ],
)
def test_read_rating__signs_that_look_alike__only_what_can_mean_one_rating(
    codes: tuple[str, ...], text: str, code: str | None
) -> None:
    assert read_rating(text, _scale(*codes)) == code


def test_confusable__same_but_for_width_and_case__each_with_the_earlier_one() -> None:
    scale = _scale("A", "B", "ａ")
    assert [(one.code, text, other.code) for one, text, other in confusable(scale) if text == "ａ"] == [
        ("ａ", "ａ", "A")
    ]
    assert list(confusable(_scale("A", "A′", "A'", "A+", "A-", "A−"))) == []


def test_confusable__synonym_of_two__told_once() -> None:
    assert [(one.code, text) for one, text, _ in confusable(_scale("A", "B", synonyms=("可",)))] == [("B", "可")]


# -- scales of points ------------------------------------------------------------------------------------------------
def test_outside_scale__rating_of_another_points_scale__k173() -> None:
    old = tuple(Rating(code=code, label=code, scale="old") for code in ("S", "A"))
    new = tuple(Rating(code=code, label=code, scale="new") for code in ("◎", "○"))
    points = (POINTS[0].model_copy(update={"scale": "old"}), POINTS[1].model_copy(update={"scale": "new"}))
    plan = make_plan(ratings=(*old, *new), points=points)
    code, said = outside_scale("Ｓ", plan, END)
    assert (code, said) == ("K173", {"value": "Ｓ", "allowed": "◎・○", "scale": "old"})
    assert outside_scale("Z", plan, END)[0] == "K201"
    assert outside_scale("○", plan, HALF)[0] == "K173"
