"""Plans changed at random are printed as they are: counts, sentence, lists and every character follow."""

from collections import Counter
from pathlib import Path

import pytest

from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import column_letters
from kosei_xl.verbs import init, report
from kosei_xl.words import terms
from kosei_xl.words.notation import wide
from kosei_xl.workbook import pdf_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import shown
from tests.tools.mutations import mutated


@pytest.mark.parametrize("seed", range(10))
def test_report__plan_changed_at_random__prints_it_completely(tmp_path: Path, seed: int) -> None:
    plan_file, entries = mutated(seed)
    plan, point = plan_file.plan, plan_file.plan.points[-1]
    master = tmp_path / "事務局.xlsx"
    init.init(master, plan_file, entries)
    made = report.report(master, point.key, tmp_path, pdf=seed < 3, name="資料")
    assert not {problem.code for problem in made.checked.diagnostics} & {"K501", "K502", "K504", "K506"}
    book = read_book((tmp_path / "資料.xlsx").read_bytes(), "資料.xlsx")
    own = [entry for entry in entries.entries if entry.point == point.key and not entry.sub_no]
    ratings = {entry.item_key: entry.fields.get("rating") for entry in own}
    rated = [item for item in plan.items if item.kind == "rated"]
    counted = Counter(ratings.get(item.key) or ratings.get(item.repeats or "") for item in rated)
    lines = [[str(value) for value in row if value is not None] for sheet in book.sheets for row in shown(sheet).rows]
    (totals,) = [line for line in lines if line[:1] == ["計"]]
    assert totals[1:] == [*(_full(counted[code]) for code in "SAB"), _full(len(rated))]
    delayed = book.sheet("主な取組")
    assert delayed is not None
    numbers = {str(value) for _, column, value in shown(delayed).filled() if column == 1}
    assert {item.no for item in rated if ratings.get(item.key) == "B"} <= numbers
    if seed < 3:
        pages = pdf_text.pages_of_pdf((tmp_path / "資料.pdf").read_bytes())
        assert f"{seed}番目に増えた分野" in "".join("".join(pages).split())


def _full(number: int) -> str:
    return wide(str(number))


def test_report__columns_edited_in_the_master__gives_that_list(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    book = read_book(master.read_bytes(), master.name)
    sheet = book.sheet(terms.COLUMNS_SHEET)
    assert sheet is not None
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.COLUMNS_SHEET])
    assert table is not None
    rows = [row for row in table.rows() if row.text("part") == terms.PART_NAMES["list"]]
    package = Package(master.read_bytes())
    part = package.sheet(terms.COLUMNS_SHEET)
    edits = [("no", "番号", 6), ("name", "取組の名前", 40), ("results", "やったこと", 90)]
    for n, row in enumerate(rows):
        given = edits[n] if n < len(edits) else (None, None, None)
        source = "記入" if given[0] == "results" else "自動"
        values = dict(zip(("key", "label", "width"), given, strict=True)) | {"heading": None, "source": source}
        for key, value in values.items():
            part.put(f"{column_letters(table.columns[key])}{row.number}", value)
        if given[0] is None:
            part.put(f"{column_letters(table.columns['part'])}{row.number}", None)
    master.write_bytes(package.to_bytes())
    report.report(master, "R7_year_end", tmp_path, name="資料", only=["list"])
    made = read_book((tmp_path / "資料.xlsx").read_bytes(), "資料.xlsx").sheets[0]
    heads = [[value for value in row if value is not None] for row in shown(made).rows]
    assert ["番号", "取組の名前", "やったこと"] in heads
