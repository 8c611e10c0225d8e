"""The table of what BIZ UD fonts draw, beside the fonts that are installed; which letters of a text are lacking."""

import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.workbook import glyph_table
from kosei_xl.workbook.glyphs import Lacking, code_points, is_paper_font, lacking
from tests.tools.glyph_table import characters_of, forms_of, installed_fonts
from tests.tools.office import INSTALL


@pytest.fixture(scope="module")
def fonts() -> tuple[Path, ...]:
    found = installed_fonts()
    assert len(found) >= 6, f"the BIZ UD fonts are needed: {INSTALL}"
    return found


def test_table__installed_fonts__draw_all_that_is_not_told_and_nothing_else(fonts: tuple[Path, ...]) -> None:
    told = {code for code in range(0x110000) if lacking(chr(code))}
    unseen = {code for code in range(0x110000) if unicodedata.category(chr(code)) in ("Zs", "Cf")}
    unseen |= {*b"\t\n\r", 0x2011, 0xFE0E, 0xFE0F}
    for path in fonts:
        assert set(range(0x110000)) - told - unseen == characters_of(path.read_bytes()) - unseen, path


def test_table__fontconfig__counts_the_same_characters(fonts: tuple[Path, ...]) -> None:
    """Another reader of fonts than the one that made the table."""
    for path in fonts:
        asked = subprocess.run(["fc-query", "--format", "%{charset}", path], capture_output=True, check=True, text=True)
        ranges = [part.split("-") for part in asked.stdout.split()]
        codes = {code for ends in ranges for code in range(int(ends[0], 16), int(ends[-1], 16) + 1)}
        assert codes == characters_of(path.read_bytes())


def test_table__installed_fonts__have_the_same_forms_and_no_others(fonts: tuple[Path, ...]) -> None:
    for path in fonts:
        font = path.read_bytes()
        forms, drawn = forms_of(font), characters_of(font)
        assert tuple(forms) == glyph_table.SELECTORS
        for selector, own in forms.items():
            told = {code for code in drawn if not lacking(chr(code) + chr(selector))}
            assert told == own & drawn
            assert own <= drawn


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("外字の\ue000さん", ("\ue000",)),
        ("\uf8ff\U000f0000\U0010fffd", ("\uf8ff", "\U000f0000", "\U0010fffd")),
        ("未割当\u0378", ("\u0378",)),
        ("非文字\ufdd0\uffff\U0001ffff\U0002fffe", ("\ufdd0", "\uffff", "\U0001ffff", "\U0002fffe")),
        ("制御\x07と\x0bと\x85", ("\x07", "\x0b", "\x85")),
        ("片割れ\ud842", ("\ud842",)),
        ("\ue000と\ue001と\ue000", ("\ue000", "\ue001")),
    ],
)
def test_lacking__no_font_has_it__undrawable(text: str, letters: tuple[str, ...]) -> None:
    assert lacking(text) == Lacking(undrawable=letters)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("𠮷野家", ("𠮷",)),
        ("丄と𪚥", ("丄", "𪚥")),
        ("葛\U000e0105城", ("葛\U000e0105",)),
        ("한글", ("한", "글")),
        ("よい😀", ("😀",)),
        ("新しい\U0001fae8と\U00031350", ("\U0001fae8", "\U00031350")),
    ],
)
def test_lacking__only_another_font_may_have_it__foreign(text: str, letters: tuple[str, ...]) -> None:
    assert lacking(text) == Lacking(foreign=letters)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "㈱①②Ⅲ㎡℃№…―～－～ｱｶﾞ髙﨑鷗神福祉々〇ゝ〆〒→●◎△▲■※〈〉【】½±×÷″〓□�"[:-1],
        "𠮟る、剝ぐ、頰、塡める",
        "葛\U000e0100城市と葛\U000e0101飾区",
        "か\u3099き\u309a",
        "行末\nと\tタブ\r\n",
        "全角　半角 固定\u00a0細い\u2009幅なし\u200bつなぎ\u2060\ufeff\u00ad",
        "ハイフン\u2011のまま",
    ],
)
def test_lacking__near_misses__nothing(text: str) -> None:
    assert not lacking(text)


@given(st.text(), st.text())
@settings(max_examples=200)
def test_lacking__any_text__each_letter_once_and_from_the_text(one: str, two: str) -> None:
    found = lacking(one + two)
    letters = (*found.undrawable, *found.foreign)
    assert len(set(letters)) == len(letters)
    assert all(letter in one + two for letter in letters)
    assert set(lacking(two + "\n" + one).undrawable) == set(found.undrawable)


def test_is_paper_font__families() -> None:
    assert is_paper_font("BIZ UDゴシック")
    assert is_paper_font("BIZ UDP明朝")
    assert not is_paper_font("ＭＳ 明朝")


def test_code_points__letter_with_form__both_numbers() -> None:
    assert code_points(("\ue000", "葛\U000e0100")) == "U+E000、U+845B U+E0100"
