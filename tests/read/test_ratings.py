"""How people write a rating."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.read.ratings import read_rating
from kosei_xl.values.model import Rating
from kosei_xl.words import terms
from tests.tools.builders import make_plan

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
