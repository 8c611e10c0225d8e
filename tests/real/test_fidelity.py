"""The documents printed from entries alone: every string they print is on our pages, every figure is derived."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.workbook import pdf_text
from kosei_xl.workbook.book import read_book
from tests.tools.builders import shown
from tests.tools.real.adapt import ADAPTERS, DATA
from tests.tools.real.build import DOCUMENTS, build
from tests.tools.real.printed import PRINTED

__test__ = DATA.is_dir()

LEAST = 0.995
PLAN_OF = {document.number: document.plan for document in DOCUMENTS}


def _plain(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("documents")
    build(DATA, out)
    return out


@pytest.mark.parametrize("number", sorted(PRINTED))
def test_document__every_string_of_the_transcription__is_on_paper(built: Path, number: str) -> None:
    data = json.loads((DATA / f"{PLAN_OF[number]}.json").read_text(encoding="utf-8"))
    strings = [text for text in PRINTED[number](data) if text]
    pages = pdf_text.pages_of_pdf((built / f"{number}.pdf").read_bytes())
    # a text that goes on on the next page, or beside another cell's lines, is there in runs
    whole = _plain("".join(pages))
    apart = {text: text for text in strings if _plain(text) not in whole}
    missing = pdf_text.short_texts(apart, pages)
    share = 1 - len(missing) / len(strings)
    print(f"{number}: {len(strings)} strings, {share:.2%}", *missing, sep="\n  missing: ")
    assert share >= LEAST


@pytest.mark.parametrize("number", sorted(PRINTED))
def test_document__items__in_the_order_of_their_numbers(built: Path, number: str) -> None:
    book = read_book((built / f"{number}.xlsx").read_bytes(), number)
    lists = [sheet for sheet in book.sheets if "一覧" in sheet.name]
    seen = [int(found[1]) for sheet in lists for row in shown(sheet).rows for value in row[:3] if (found := _no(value))]
    assert seen == sorted(seen)


def _no(value: object) -> re.Match[str] | None:
    return re.match(r"^(\d+) \D", value) if isinstance(value, str) else None


def test_build__wrong_printed_totals_in_the_data__do_not_show(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ADAPTERS:
        data = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        (folder / f"{name}.json").write_text(json.dumps(_spoiled(data, name), ensure_ascii=False), encoding="utf-8")
    build(folder, tmp_path / "spoiled", pdf=False)
    build(DATA, tmp_path / "right", pdf=False)
    for document in DOCUMENTS:
        spoiled, right = (_cells(tmp_path / kind / f"{document.number}.xlsx") for kind in ("spoiled", "right"))
        assert spoiled == right


def _cells(path: Path) -> Mapping[str, tuple[tuple[object, ...], ...]]:
    return {sheet.name: sheet.rows for sheet in read_book(path.read_bytes(), path.name).sheets}


def _spoiled(data: dict[str, object], name: str) -> dict[str, object]:
    """The transcription with every printed total wrong: tables, sentences' figures, counts beside areas."""
    text = json.dumps(data, ensure_ascii=False)
    if name == "plan2":
        data = json.loads(text)
        totals = data["printed_totals"]
        assert isinstance(totals, dict)
        for counts in totals["by_rating"].values():
            counts.update(dict.fromkeys(counts, 99))
        totals["follow_up"] = 7
        report = data["report_H26_first_half"]
        assert isinstance(report, dict)
        for row in (*report["table_1"]["rows"], report["table_1"]["total"]):
            row.update(S=9, A=9, B=9)
        report["section_1"]["figures"].update(items_total=1, S=5, A=5, B=5)
    if name == "program1":
        data = json.loads(text)
        overview = data["overview"]
        assert isinstance(overview, dict)
        for row in (*overview["table"]["rows"], overview["table"]["total"]):
            row.update(S=9, A=9, B=9)
        overview["section"]["figures"].update(implementation_programs=1, A=3, B=3)
    return data
