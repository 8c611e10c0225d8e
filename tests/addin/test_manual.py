"""The manual: the same words as the program, pictures in which nothing is cut off, and the committed page."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from kosei_xl.addin import functions
from kosei_xl.addin.building import build
from kosei_xl.addin.building.help import FUNCTIONS
from kosei_xl.addin.building.manual import TROUBLES, USES
from kosei_xl.cli import app
from kosei_xl.verbs import disk
from kosei_xl.words.buttons import BUTTONS
from kosei_xl.workbook.measure import em
from tests.tools.office import ROOT

SVG = "{http://www.w3.org/2000/svg}"
CHECKLIST = "tests/windows/CHECKLIST.md"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"


@pytest.fixture(scope="module")
def page() -> str:
    return disk.bundled("macros", "manual.html").decode()


@pytest.fixture(scope="module")
def pictures(page: str) -> list[etree._Element]:
    return [etree.fromstring(text) for text in re.findall(r"<svg.*?</svg>", page, re.S)]


def test_manual__committed_page__equals_a_rebuild(tmp_path: Path) -> None:
    made = build.build_manual(tmp_path / "manual.html", app)
    assert made.read_bytes() == (ROOT / "macros" / "manual.html").read_bytes()
    assert build.build_manual(tmp_path / "again.html", app).read_bytes() == made.read_bytes()


def test_manual__every_button__with_its_words_and_picture(page: str) -> None:
    assert list(USES) == [button.verb for button in BUTTONS]
    tree: Any = html.fromstring(page)
    for button in BUTTONS:
        section = tree.get_element_by_id(f"button-{button.verb}")
        text = section.text_content()
        assert section.findtext("h3") == button.label
        assert button.hint in text
        assert USES[button.verb].after in text
        assert f"「{button.label}」の働き" in text, "the title of its picture"


def test_manual__functions__with_every_argument(page: str) -> None:
    tree: Any = html.fromstring(page)
    for name, told in FUNCTIONS.items():
        text = tree.get_element_by_id(name).text_content()
        for words in (told.summary, *told.arguments, *told.arguments.values(), told.example, told.shows):
            assert words in text


def test_manual__links__lead_somewhere_on_the_page_and_nothing_is_fetched(page: str) -> None:
    tree: Any = html.fromstring(page)
    places = [link[1:] for _, name, link, _ in tree.iterlinks() if name == "href" and link.startswith("#")]
    chapters = [heading.get("id") for heading in tree.iter("h2")]
    assert [link.get("href")[1:] for link in tree.find(".//nav").iter("a")] == chapters
    assert len(chapters) == 28
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert set(places) <= set(ids)
    assert len(ids) == len(set(ids))
    outside = re.findall(r"https?://[^\"' <]+", page)
    assert set(outside) == {"http://www.w3.org/2000/svg"}
    assert "<script" not in page


def test_manual__messages__quoted_without_placeholders(page: str) -> None:
    part = page.partition('id="troubles"')[2].partition("</ul>")[0]
    items = re.findall(r"<li>(.*?)</li>", part)
    assert len(items) == len(TROUBLES)
    assert not [text for text in items if re.search(r"[{}]|（…）", text)]
    assert [text for text in items if not re.search(r"ください|押して", text)] == [], "each says what to do"


def test_pictures__ribbon__its_own_buttons_in_order(pictures: list[etree._Element]) -> None:
    shown = [text.text or "" for text in pictures[0].iter(f"{SVG}text")]
    tab = etree.fromstring((ROOT / "macros" / "ribbon.xml").read_bytes()).find(f".//{RIBBON}tab")
    assert tab is not None
    assert "".join(shown[1:]) == "".join(
        "".join(f"{button.get('label')}{button.get('keytip')}" for button in group) + group.get("label", "")
        for group in tab
    )
    assert shown[0] == tab.get("label")
    assert len(list(pictures[0].iter(f"{SVG}image"))) == len(BUTTONS)


def test_pictures__every_text__inside_its_picture(pictures: list[etree._Element]) -> None:
    assert len(pictures) == 1 + len(BUTTONS)
    for picture in pictures:
        right, bottom = (float(picture.get(side, "")) for side in ("width", "height"))
        for text in picture.findall(f"{SVG}text"):
            middle, line, size = (float(text.get(name, "")) for name in ("x", "y", "font-size"))
            half = sum(map(em, text.text or "")) * size / 2
            assert middle - half >= 0, text.text
            assert middle + half <= right, text.text
            assert size <= line <= bottom - size / 3, text.text


def test_pictures__things_beside_each_other__labels_do_not_touch(pictures: list[etree._Element]) -> None:
    for picture in pictures[1:]:
        lines: dict[str, list[tuple[float, float, str]]] = {}
        for text in picture.findall(f"{SVG}text"):
            middle, size = float(text.get("x", "")), float(text.get("font-size", ""))
            half = sum(map(em, text.text or "")) * size / 2
            lines.setdefault(text.get("y", ""), []).append((middle - half, middle + half, text.text or ""))
        for line in map(sorted, lines.values()):
            assert [(one[2], other[2]) for one, other in pairwise(line) if other[0] - one[1] < 6] == []


def test_examples__of_the_functions__true() -> None:
    shows = {name: told.shows for name, told in FUNCTIONS.items()}
    assert functions.wareki(((date(2026, 3, 31),),)) == shows["KOSEI_WAREKI"]
    assert functions.fiscal_year(((2025.0,),)) == shows["KOSEI_NENDO"]
    assert functions.in_digits((("7課、12項目",),), (("混在",),)) == shows["KOSEI_DIGITS"]
    assert functions.in_numbering(((3.0,),), (("①",),)) == shows["KOSEI_NUMBER"]
    assert functions.achievement((("312件",),), (("年300件",),), (("判定",),)) == shows["KOSEI_ACHIEVEMENT"]
    ratings = tuple((code,) for code in "S" * 4 + "A" * 21 + "B" * 3)
    scale = (("S", "予定を上回る"), ("A", "予定どおり"), ("B", "予定から遅れ"))
    counts = functions.counts(ratings, scale)
    assert isinstance(counts, list)
    assert "／".join(f"{code} {number}" for code, number in counts) == shows["KOSEI_COUNTS"]
    assert functions.sentence(counts, scale) == shows["KOSEI_SENTENCE"]
    assert str(functions.count(ratings, (("A",),))) == shows["KOSEI_COUNT"]
    heads = ("評価", "取組実績", "要因", "今後の対応")
    rated = (("評価", "呼び方", "記入が要る欄"), ("B", "遅れ", "要因、今後の対応"))
    states = functions.check((heads, ("B", "した", None, None)), rated, (("取組実績",),))
    assert states == [["点検"], [shows["KOSEI_CHECK"]]]


def test_formulas__wherever_they_stand__no_more_arguments_than_the_function_takes() -> None:
    texts = [told.example for told in FUNCTIONS.values()]
    texts += [(ROOT / name).read_text(encoding="utf-8") for name in ("macros/handbook.md", "README.md", CHECKLIST)]
    found = [(name, _given(rest)) for text in texts for name, rest in re.findall(r"=(?=(KOSEI_\w+)\((.*))", text)]
    assert {name for name, _ in found} == {*FUNCTIONS}
    assert [(name, given) for name, given in found if given > len(FUNCTIONS[name].arguments)] == []


def _given(inside: str) -> int:
    """How many arguments stand before the bracket that closes a call."""
    depth, count = 0, 1
    for letter in re.sub(r'"[^"]*"|\{[^}]*\}', "", inside):
        if letter == ")" and depth == 0:
            return count
        depth += (letter == "(") - (letter == ")")
        count += letter == "," and depth == 0
    raise AssertionError(f"not closed: {inside[:40]}")
