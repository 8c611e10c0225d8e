"""The published page as people use it: by the keyboard alone, at 400 %, without scripts. Real keys in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools.driven import Driven, driven
from tests.tools.published import END, csv_rows, master_of, published, sample_with_amounts

pytestmark = pytest.mark.browser
_FOCUS = """(function () {
  var one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
  return {tag: one.tagName, id: one.id, href: one.getAttribute("href"), text: one.textContent.slice(0, 40),
    name: one.name || "", seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2};
})()"""
_NEVER_REACHED = """Array.from(document.querySelectorAll("a[href], button, input, select, [tabindex='0']"))
  .filter(function (one) { return one.tabIndex >= 0 && one.getClientRects().length && reached.indexOf(one) < 0; })
  .map(function (one) { return one.outerHTML.slice(0, 80); })"""
_SHOWN = """Array.from(document.querySelectorAll("article.item")).filter(function (one) {
  return getComputedStyle(one).display !== "none"; }).map(function (one) { return one.dataset.id; })"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("driven")
    published(master_of(own, sample_with_amounts()), own / "公表")
    return own / "公表"


@pytest.fixture(scope="module")
def browser() -> Iterator[Driven]:
    with driven() as started:
        yield started


def _tab(browser: Driven) -> dict[str, Any]:
    browser.press("Tab")
    focus: dict[str, Any] = browser.said(_FOCUS)
    return focus


def _tab_to(browser: Driven, name: str) -> dict[str, Any]:
    for _ in range(400):
        focus = _tab(browser)
        if name in (focus["name"], focus["text"]):
            return focus
    raise AssertionError(f"the keyboard never reaches {name}")


def test_keyboard__tab__every_control_once_seen_and_ringed(folder: Path, browser: Driven) -> None:
    browser.open(folder / "index.html")
    browser.said("void (window.reached = [])")
    stops: list[dict[str, Any]] = []
    while len(stops) < 2_000 and (stop := _tab(browser))["tag"] != "BODY":
        stops.append(stop)
        browser.said("void reached.push(document.activeElement)")
    assert (stops[0]["href"], stops[0]["text"]) == ("#main", "本文へ進む")
    assert [one for one in stops if not (one["seen"] and one["ring"])] == []
    assert browser.said(_NEVER_REACHED) == []
    assert browser.said("new Set(reached).size") == len(stops) > 100
    browser.press("Tab", shift=True)
    assert browser.said("document.activeElement === reached[reached.length - 1]")


def test_keyboard__skip_link__goes_to_the_text(folder: Path, browser: Driven) -> None:
    browser.open(folder / "index.html")
    _tab(browser)
    browser.press("Enter")
    assert browser.said("document.activeElement.id") == "main"
    assert browser.said("document.querySelector('#main').contains(document.activeElement)")


def test_keyboard__a_figure__leads_to_the_items_that_it_counts(folder: Path, browser: Driven) -> None:
    browser.open(folder / "index.html")
    behind = [row for row in csv_rows(folder, "ratings.csv") if (row["報告時点"], row["評価"]) == (END, "B")]
    for _ in range(200):
        focus = _tab(browser)
        if focus["tag"] == "A" and focus["text"] == str(len(behind)) and "#" in str(focus["href"]):
            break
    browser.press("Enter")
    place = browser.said("decodeURIComponent(location.hash.slice(1))")
    assert place
    listed = browser.said(
        f"Array.from(document.getElementById({place!r}).querySelectorAll('a[href^=\"#item\"]')).length"
    )
    assert listed == len(behind)


def test_keyboard__filter_by_rating_and_by_words__just_those_items(folder: Path, browser: Driven) -> None:
    browser.open(folder / "index.html")
    rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == END]
    everything = browser.said(_SHOWN)
    assert everything == [row["項目ID"] for row in rows]
    _tab_to(browser, "rating")
    while browser.said("document.activeElement.value") != "B":
        browser.press("ArrowDown")
    assert browser.said(_SHOWN) == [row["項目ID"] for row in rows if row["評価"] == "B"]
    while browser.said("document.activeElement.value"):
        browser.press("ArrowUp")
    _tab_to(browser, "text")
    browser.write("電子　回覧")
    assert browser.said(_SHOWN) == ["m-002"]
    browser.press("Enter")
    assert browser.said(_SHOWN) == ["m-002"]
    _tab_to(browser, "絞り込みをやめる")
    browser.press("Enter")
    assert browser.said("new Promise(function (done) { setTimeout(done, 50); })") is None
    assert browser.said(_SHOWN) == everything


@pytest.mark.parametrize("name", ["index.html", "digest.html", "committee.html"])
def test_zoom__400_percent__read_without_going_sideways(folder: Path, browser: Driven, name: str) -> None:
    browser.open(folder / name, zoom=4)
    assert browser.said("[innerWidth, devicePixelRatio]") == [320, 4]
    assert browser.said("document.documentElement.scrollWidth") <= 320
    sideways = browser.said("""Array.from(document.querySelectorAll("main *")).filter(function (one) {
      return !one.closest(".scroll, .vh, .skip, defs") && one.getBoundingClientRect().right > 321; }).length""")
    assert sideways == 0


def test_no_scripts__page__every_item_shown_and_no_filter(folder: Path, browser: Driven) -> None:
    browser.open(folder / "index.html", scripts=False)
    assert browser.said(_SHOWN) == [r["項目ID"] for r in csv_rows(folder, "ratings.csv") if r["報告時点"] == END]
    assert browser.said("getComputedStyle(document.getElementById('filter')).display") == "none"
    text = re.sub(r"\s", "", browser.said("document.body.innerText"))
    assert [r["項目名"] for r in csv_rows(folder, "items.csv") if re.sub(r"\s", "", r["項目名"]) not in text] == []
    browser.open(folder / "index.html")
    assert browser.said("getComputedStyle(document.getElementById('filter')).display") == "flex"
