"""Digits of what was typed in one style: numbers are evened, names and addresses stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.evening import even_digits, evened_places, with_typed_digits
from kosei_xl.words.notation import DigitStyle, digits_folded

TEXTS = st.text("0１2３45９.,．，/：:-－@%％No.№RＲkmｋｍA４件館・。（）～ \n", max_size=30)
STYLES = st.sampled_from(("half", "full", "mixed"))


@pytest.mark.parametrize(
    ("typed", "half", "full", "mixed"),
    [
        ("５館、１２件", "5館、12件", "５館、１２件", "５館、12件"),
        ("１，２００人と85.0％", "1,200人と85.0％", "１，２００人と８５．０％", "1,200人と85.0％"),
        ("令和７年10月１日", "令和7年10月1日", "令和７年１０月１日", "令和７年10月１日"),
        ("第３次、△５", "第3次、△5", "第３次、△５", "第３次、△５"),
        ("４／20、10:３０", "4／20、10:30", "４／２０、１０:３０", "4／20、10:30"),
        (
            "５km、10ｋｍ、60km/hと８ｔ",
            "5km、10ｋｍ、60km/hと8ｔ",
            "５km、１０ｋｍ、６０km/hと８ｔ",
            "５km、10ｋｍ、60km/hと８ｔ",
        ),
        ("①２館", "①2館", "①２館", "①２館"),
    ],
)
def test_even_digits__numbers__in_one_style(typed: str, half: str, full: str, mixed: str) -> None:
    assert [even_digits(typed, style) for style in ("half", "full", "mixed")] == [half, full, mixed]


@pytest.mark.parametrize(
    "typed",
    [
        "No.５ と №１２、Ｎｏ．3、No. ４-１、#８",
        "Ｒ７年度、R8、A４判、５G、３Ｒ、ISO９００１",
        "042-３４１-1211、４－１、2026‐０４‐01",
        "https://www.city.example/p/５?no=１2 と １a@example.jp、city.example.lg.jp/koho/５",
        "００５",
        "一つ、二十四、Ⅲ、①",
    ],
)
@pytest.mark.parametrize("style", ["half", "full", "mixed"])
def test_even_digits__names_and_addresses__stay(typed: str, style: DigitStyle) -> None:
    assert even_digits(typed, style) == typed


@given(TEXTS, STYLES)
def test_even_digits__any_text__letter_by_letter_and_once(typed: str, style: DigitStyle) -> None:
    made = even_digits(typed, style)
    assert len(made) == len(typed)
    assert digits_folded(made) == digits_folded(typed)
    assert even_digits(made, style) == made


@given(TEXTS, STYLES)
def test_evened_places__any_text__hold_every_change(typed: str, style: DigitStyle) -> None:
    made = even_digits(typed, style)
    places = {at for start, end in evened_places(typed, made) for at in range(start, end)}
    assert {at for at, (one, other) in enumerate(zip(typed, made, strict=True)) if one != other} <= places


@pytest.mark.parametrize(
    ("edited", "back"),
    [
        ("5館で12件を", "５館で１２件を"),
        ("5館で12件を行った", "５館で１２件を行った"),
        ("5館と7か所で12件を", "５館と7か所で１２件を"),
        ("6館で12件を", "6館で１２件を"),
        ("", ""),
    ],
)
def test_with_typed_digits__edited__the_rest_as_typed(edited: str, back: str) -> None:
    assert with_typed_digits("５館で１２件を", "5館で12件を", edited) == back


def test_with_typed_digits__not_the_text_that_was_printed__as_edited() -> None:
    assert with_typed_digits("５館で", "7館で", "7館と") == "7館と"


@given(TEXTS, STYLES)
def test_with_typed_digits__nothing_edited__as_typed(typed: str, style: DigitStyle) -> None:
    assert with_typed_digits(typed, even_digits(typed, style), even_digits(typed, style)) == typed
