"""Document 002 through masters and PDF: every printed string stands there, in order, its figures derived.

Without ../shared/data nothing here is collected.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.values.model import Part, PlanFile
from kosei_xl.verbs import init, report
from kosei_xl.words.codes import Code
from kosei_xl.workbook import pdf_text
from kosei_xl.workbook.book import read_book
from tests.tools.builders import shown
from tests.tools.real import outline
from tests.tools.real.adapt import DATA, adapt, adapt_file

__test__ = DATA.is_dir()

POINT = "H26_first_half"
KEYS = ("outline", "policies", "items", "revision", "revised")


def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "plan2.json").read_text(encoding="utf-8"))
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _printed_strings(data: dict[str, Any]) -> Iterator[str]:
    """Every string of the document that is transcribed, in its order."""
    plan, heads = data["plan"], data["plan"]["section_headings"]
    revision = plan["midterm_revision"]
    yield from (plan["title"], *plan["intro"], *heads[:2], "主な内容", "対象期間")
    for part in plan["parts"]:
        yield from (part["name"], part["content"], part["period_as_printed"])
    yield from heads[2:6]
    for policy in plan["policies"]:
        yield from (policy["label"], policy["purpose"])
    yield from heads[6:8]
    for policy in plan["policies"]:
        yield f"{policy['label']}({policy['printed_item_count']}項目)"
        yield from policy["example_items_as_printed"]
        yield "など"
    yield from (heads[8], heads[9], *revision["purpose_paragraphs"])
    yield from (heads[10], revision["period_paragraph"], heads[11], *revision["items_paragraphs"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where 002.xlsx and 002.pdf were made from two masters."""
    folder = tmp_path_factory.mktemp("outline")
    plan_file, entries = adapt_file("plan2")
    after = init.init(folder / "plan2.xlsx", plan_file, entries)
    before = init.init(folder / "before.xlsx", PlanFile(plan=outline.before_revision(plan_file.plan)))
    made = report.report(after, POINT, folder, only=KEYS, name="002", pdf=True, before=before)
    untagged = Code.PDF_NOT_TAGGED  # which LibreOffice is at hand decides
    assert [one for one in made.checked.diagnostics if one.code.startswith("K5") and one.code != untagged] == []
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> tuple[str, ...]:
    """The text of the pages of the PDF, each in the order in which it was drawn: tables first."""
    return pdf_text.pages_of_pdf((folder / "002.pdf").read_bytes())


def test_outline__every_printed_string__is_on_paper(pages: tuple[str, ...]) -> None:
    text = _bare("".join(pages))
    assert [string for string in _printed_strings(_data()) if _bare(string) not in text] == []


def test_outline__printed_strings__stand_in_their_order(folder: Path) -> None:
    sheet = read_book((folder / "002.xlsx").read_bytes(), "").sheet(outline.SHEET)
    assert sheet is not None
    text = _bare("".join(str(value) for row in shown(sheet).rows for value in row if value is not None))
    for string in _printed_strings(_data()):
        before, found, text = text.partition(_bare(string))
        assert found, string
        assert before in ("", "案", "・"), f"{before} stands before {string}"


def test_outline__revised_items__fifty_rows_on_pages_of_their_own(pages: tuple[str, ...]) -> None:
    first = next(n for n, page in enumerate(pages) if "見直し項目の一覧（50項目）" in page)
    marks = "".join(pages[first:]).count("○")
    assert marks == sum(map(len, outline.REVISED_NOS.values())) + len(outline.NEW_INDICATORS)


def test_outline__made_up_revision__in_the_printed_numbers() -> None:
    kinds = _data()["plan"]["midterm_revision"]["by_kind"]
    assert [len(nos) for nos in outline.REVISED_NOS.values()] == [kind["items"] for kind in kinds]
    assert len(outline.NEW_INDICATORS) == next(kind["of_which_new"] for kind in kinds if "of_which_new" in kind)
    assert len({no for nos in outline.REVISED_NOS.values() for no in nos}) == 50
    assert set(outline.NEW_INDICATORS) <= set(outline.REVISED_NOS["indicator_plan"])


def test_outline__figures__are_placeholders() -> None:
    parts = {part.key: part for part in adapt_file("plan2")[0].plan.parts}
    texts = "".join(f"{parts[key].title}{parts[key].text}" for key in KEYS)
    assert not re.search(r"\d+項目", re.sub(r"\{[^}]*\}", "", texts))
    assert "平成23～27年度" not in texts


def test_outline__wrong_printed_figures__do_not_show(tmp_path: Path) -> None:
    data = _data()
    revision = data["plan"]["midterm_revision"]
    data["plan"]["printed_item_total"] = 99
    revision["items_revised"] = 99
    for kind in revision["by_kind"]:
        kind["items"] = 99
    for policy in data["plan"]["policies"]:
        policy["printed_item_count"] = 99
    revision["items_paragraphs"][1] = re.sub(r"が\d+項目", "が99項目", revision["items_paragraphs"][1])
    plan = adapt("plan2", data)[0].plan
    printed: list[Part] = [part for part in plan.parts if part.key in KEYS]
    assert "99" not in "".join(f"{part.title}{part.text}" for part in printed)
