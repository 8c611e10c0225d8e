"""The published page as people use it: by the keyboard alone, at 400 %, without scripts. Real keys in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.tools.browser import Chromium, chromium
from tests.tools.published import END, csv_rows, master_of, published, sample_with_amounts

pytestmark = pytest.mark.browser
_FOCUS = """() => {
  var one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
  return {tag: one.tagName, id: one.id, href: one.getAttribute("href"), text: one.textContent.slice(0, 40),
    name: one.name || "", seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2};
}"""
_NEVER_REACHED = """Array.from(document.querySelectorAll("a[href], button, input, select, [tabindex='0']"))
  .filter(function (one) { return one.tabIndex >= 0 && one.getClientRects().length && reached.indexOf(one) < 0; })
  .map(function (one) { return one.outerHTML.slice(0, 80); })"""
_SHOWN = """Array.from(document.querySelectorAll("article.item")).filter(function (one) {
  return getComputedStyle(one).display !== "none"; }).map(function (one) { return one.dataset.id; })"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("keys")
    published(master_of(own, sample_with_amounts()), own / "公表")
    return own / "公表"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as started:
        yield started


def _tab(page: Page) -> dict[str, Any]:
    page.keyboard.press("Tab")
    focus: dict[str, Any] = page.evaluate(_FOCUS)
    return focus


def _tab_to(page: Page, name: str) -> dict[str, Any]:
    for _ in range(400):
        focus = _tab(page)
        if name in (focus["name"], focus["text"]):
            return focus
    raise AssertionError(f"the keyboard never reaches {name}")


def test_keyboard__tab__every_control_once_seen_and_ringed(folder: Path, browser: Chromium) -> None:
    with browser.open(folder / "index.html") as page:
        page.evaluate("void (window.reached = [])")
        stops: list[dict[str, Any]] = []
        while len(stops) < 2_000 and (stop := _tab(page))["tag"] != "BODY":
            stops.append(stop)
            page.evaluate("void reached.push(document.activeElement)")
        assert (stops[0]["href"], stops[0]["text"]) == ("#main", "本文へ進む")
        assert [one for one in stops if not (one["seen"] and one["ring"])] == []
        assert page.evaluate(_NEVER_REACHED) == []
        assert page.evaluate("new Set(reached).size") == len(stops) > 100
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement === reached[reached.length - 1]")


def test_keyboard__skip_link__goes_to_the_text(folder: Path, browser: Chromium) -> None:
    with browser.open(folder / "index.html") as page:
        _tab(page)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_keyboard__a_figure__leads_to_the_items_that_it_counts(folder: Path, browser: Chromium) -> None:
    with browser.open(folder / "index.html") as page:
        behind = [row for row in csv_rows(folder, "ratings.csv") if (row["報告時点"], row["評価"]) == (END, "B")]
        for _ in range(200):
            focus = _tab(page)
            if focus["tag"] == "A" and focus["text"] == str(len(behind)) and "#" in str(focus["href"]):
                break
        page.keyboard.press("Enter")
        place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
        assert place
        listed = page.evaluate(
            f"Array.from(document.getElementById({place!r}).querySelectorAll('a[href^=\"#item\"]')).length"
        )
        assert listed == len(behind)


def test_keyboard__filter_by_rating_and_by_words__just_those_items(folder: Path, browser: Chromium) -> None:
    with browser.open(folder / "index.html") as page:
        rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == END]
        everything = page.evaluate(_SHOWN)
        assert everything == [row["項目ID"] for row in rows]
        _tab_to(page, "rating")
        while page.evaluate("document.activeElement.value") != "B":
            page.keyboard.press("ArrowDown")
        assert page.evaluate(_SHOWN) == [row["項目ID"] for row in rows if row["評価"] == "B"]
        while page.evaluate("document.activeElement.value"):
            page.keyboard.press("ArrowUp")
        _tab_to(page, "text")
        page.keyboard.insert_text("電子　回覧")
        assert page.evaluate(_SHOWN) == ["m-002"]
        page.keyboard.press("Enter")
        assert page.evaluate(_SHOWN) == ["m-002"]
        _tab_to(page, "絞り込みをやめる")
        page.keyboard.press("Enter")
        assert page.evaluate("new Promise(function (done) { setTimeout(done, 50); })") is None
        assert page.evaluate(_SHOWN) == everything


@pytest.mark.parametrize("name", ["index.html", "digest.html", "committee.html"])
def test_zoom__400_percent__read_without_going_sideways(folder: Path, browser: Chromium, name: str) -> None:
    with browser.open(folder / name, zoom=4) as page:
        assert page.evaluate("[innerWidth, devicePixelRatio]") == [320, 4]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        sideways = page.evaluate("""Array.from(document.querySelectorAll("main *")).filter(function (one) {
          return !one.closest(".scroll, .vh, .skip, defs") && one.getBoundingClientRect().right > 321; }).length""")
        assert sideways == 0


def test_no_scripts__page__every_item_shown_and_no_filter(folder: Path, browser: Chromium) -> None:
    with browser.open(folder / "index.html", scripts=False) as page:
        assert page.evaluate(_SHOWN) == [r["項目ID"] for r in csv_rows(folder, "ratings.csv") if r["報告時点"] == END]
        assert page.evaluate("getComputedStyle(document.getElementById('filter')).display") == "none"
        text = re.sub(r"\s", "", page.evaluate("document.body.innerText"))
        assert [r["項目名"] for r in csv_rows(folder, "items.csv") if re.sub(r"\s", "", r["項目名"]) not in text] == []
    with browser.open(folder / "index.html") as page:
        assert page.evaluate("getComputedStyle(document.getElementById('filter')).display") == "flex"
