"""The published page in a browser: phone, desk, 400 % zoom, filters, without scripts, printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kosei_xl.workbook.pdf_text import pages_of_pdf
from tests.tools.browser import Chromium, chromium
from tests.tools.published import csv_rows, master_of, page_of_folder, published, sample_with_amounts, seen

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 768, 1280)
"""320 is a window of 1280 at 400 %."""
FITS = """() => document.documentElement.scrollWidth <= innerWidth &&
  Array.from(document.querySelectorAll("body *")).every(
    (one) => one.closest(".scroll, .vh, .skip, defs") || one.getBoundingClientRect().right <= innerWidth + 1)"""
FILTER = """() => {
var form = document.getElementById("filter");
function shown() {
  return Array.from(document.querySelectorAll("article.item")).filter(function (one) { return !one.hidden; })
    .map(function (one) { return one.dataset.id; });
}
function rows() {
  return Array.from(document.querySelectorAll("tr[data-for]")).filter(function (one) { return !one.hidden; }).length;
}
function say() { form.dispatchEvent(new Event("input", {bubbles: true})); }
var all = shown();
form.rating.value = "B"; say();
var late = shown(), lateRows = rows(), told = document.getElementById("found").textContent;
form.text.value = "ﾏﾄﾞｸﾞﾁない"; say();
var none = shown();
form.rating.value = ""; form.text.value = "電子　回覧"; say();
var said = shown();
form.text.value = ""; form.dept.value = form.dept.options[1].value; say();
var own = shown(), name = form.dept.value;
return {all: all, late: late, rows: lateRows, told: told, none: none, said: said, own: own, name: name};
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("browser")
    address = "https://www.city.midorigahara.example/gyokaku/R7/index.html"
    published(master_of(own, sample_with_amounts()), own / "公表", address=address)
    return own / "公表"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as started:
        yield started


def test_page__any_width__nothing_sticks_out(folder: Path, browser: Chromium) -> None:
    assert browser.answers(folder / "index.html", FITS, WIDTHS) == [True] * len(WIDTHS)


def test_filters__rating_text_department__just_those_items(folder: Path, browser: Chromium) -> None:
    (found,) = browser.answers(folder / "index.html", FILTER, (390,))
    rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == "R7_year_end"]
    assert found["all"] == [row["項目ID"] for row in rows]
    assert found["late"] == [row["項目ID"] for row in rows if row["評価"] == "B"]
    assert found["rows"] == len(found["late"]) == 3
    assert found["told"] == f"3件を表示しています（全{len(rows)}件）"
    assert found["none"] == []
    assert found["said"] == ["m-002"]
    assert found["own"] == [row["項目ID"] for row in rows if found["name"] in row.values()] != []


def test_page__its_own_policy__lets_its_own_script_run(folder: Path, browser: Chromium) -> None:
    assert '<form id="filter" class="filter" hidden' in (folder / "index.html").read_text(encoding="utf-8")
    made = re.search(r'<form id="filter"[^>]*>', browser.rendered(folder / "index.html"))
    assert made is not None
    assert "hidden" not in made[0]


def test_page__another_script_put_in__not_run(folder: Path, tmp_path: Path, browser: Chromium) -> None:
    other = tmp_path / "index.html"
    html = (folder / "index.html").read_text(encoding="utf-8")
    other.write_text(html.replace("</body>", "<script>document.title = 'run'</script></body>"), encoding="utf-8")
    assert "<title>run</title>" not in browser.rendered(other)
    assert "進捗状況" in browser.rendered(other)


def test_page__without_scripts__everything_readable(folder: Path) -> None:
    page = page_of_folder(folder)
    assert [one.get("id") for one in page.xpath("//*[@hidden]")] == ["filter"]
    assert page.xpath("//details") == []


def test_page__printed__every_item_and_no_text_cut(folder: Path, browser: Chromium) -> None:
    pages = pages_of_pdf(browser.printed(folder / "index.html"))
    printed = "".join("".join(page.split()) for page in map(str, pages))
    assert 5 < len(pages) < 40
    for row in csv_rows(folder, "items.csv"):
        assert "".join(row["項目名"].split()) in printed
    (item,) = page_of_folder(folder).xpath("//article[@data-id='m-002']")
    for line in item.xpath(".//p[@class='hang']"):
        assert seen(line) in printed
    assert "絞り込みをやめる" not in printed


def test_digest__printed__one_sheet_with_three_of_each(folder: Path, browser: Chromium) -> None:
    (sheet,) = pages_of_pdf(browser.printed(folder / "digest.html"))
    printed = "".join(str(sheet).split())
    rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == "R7_year_end"]
    late = [row["項目名"] for row in rows if row["評価"] == "B"]
    assert [name for name in late if name in printed] == late[:3]
    assert [word for word in ("予定を上回る", "予定どおり", "予定から遅れ") if f"「{word}」が" not in printed] == []
    assert browser.answers(folder / "digest.html", FITS, WIDTHS) == [True] * len(WIDTHS)


def test_committee__printed__two_sheets_at_most(folder: Path, browser: Chromium) -> None:
    pages = ["".join(str(one).split()) for one in pages_of_pdf(browser.printed(folder / "committee.html"))]
    assert len(pages) <= 2
    rows = [row for row in csv_rows(folder, "ratings.csv") if row["報告時点"] == "R7_year_end"]
    assert [row["項目名"] for row in rows if row["評価"] == "B" and row["項目名"] not in "".join(pages)] == []
    assert browser.answers(folder / "committee.html", FITS, WIDTHS) == [True] * len(WIDTHS)


def test_sheets__draft_with_all_behind__no_sheet_more_and_what_is_left_out_said(
    tmp_path: Path, browser: Chromium
) -> None:
    plan, entries = sample_with_amounts()
    cause = "関係する課との調整に時間がかかり、予定した時期に始められなかった。" * 5
    typed = tuple(
        one.model_copy(update={"fields": {**one.fields, "rating": "B", "cause": cause, "next_steps": cause}})
        if one.fields.get("rating") and one.point == "R7_year_end"
        else one
        for one in entries.entries
    )
    out = tmp_path / "公表"
    address = "https://www.city.midorigahara.example/gyokaku/R7/index.html"
    made = plan, entries.model_copy(update={"entries": typed})
    published(master_of(tmp_path, made), out, draft=True, address=address)
    for name, most in (("digest.html", 1), ("committee.html", 2)):
        assert len(pages_of_pdf(browser.printed(out / name))) <= most, name
    html = (out / "committee.html").read_text(encoding="utf-8")
    shown = html.count('<section class="card late">')
    assert shown > 1
    assert f"このうち{shown}項目のわけを載せます" in html
