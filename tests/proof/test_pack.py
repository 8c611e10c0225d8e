"""The papers for the decision folder."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from kosei_xl.proof.decision import sums_of
from kosei_xl.proof.verify.expected import expected
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.read.report import read_report
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import SourceMap
from kosei_xl.verbs import disk, init, report, verify
from kosei_xl.verbs.pack import pack as decide
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.pdf_text import pages_of_pdf
from tests.tools.adopting import Desk, squeezed
from tests.tools.mutations import mutated
from tests.tools.office import validate
from tests.tools.paper import OneAtATime
from tests.tools.since import changed_since
from tests.tools.verifying import Case, case

DAY = dt.date(2026, 5, 20)


def pack(own: Desk, out: Path, marks_since: Path | None = None) -> report.Reported:
    """`kosei pack`, one LibreOffice at a time."""
    return decide(own.master, own.point, out, day=DAY, marks_since=marks_since, converter=OneAtATime())


@pytest.fixture(scope="module")
def packed(walked: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's folder, with changes since an earlier report."""
    folder = tmp_path_factory.mktemp("packed")
    own = Desk(folder / walked.master.name, folder / walked.report.name, walked.point)
    disk.write(own.master, disk.read(walked.master))
    disk.write(own.report, disk.read(walked.report))
    former = changed_since(own)
    pack(own, folder / "決裁", former)
    return folder / "決裁"


def page_texts(path: Path) -> list[str]:
    """The text of each page without white space."""
    return [squeezed(page) for page in pages_of_pdf(disk.read(path))]


def test_pack__files__numbered_and_joined_in_order(packed: Path) -> None:
    names = sorted(path.name for path in packed.iterdir())
    assert names == [
        "00_決裁資料.pdf",
        "01_委員会資料_令和７年度末.pdf",
        "01_委員会資料_令和７年度末.xlsx",
        "02-05_別紙.xlsx",
        "02_検証結果.pdf",
        "03_検算書.pdf",
        "04_修正箇所一覧.pdf",
        "05_残っている指摘.pdf",
    ]
    whole = page_texts(packed / "00_決裁資料.pdf")
    parts = [page for name in names if re.match(r"0[1-5]_.*pdf", name) for page in page_texts(packed / name)]
    assert whole == parts
    assert validate(sorted(packed.glob("*.xlsx"))) == {}


def test_pack__outline__every_paper_at_its_first_page(packed: Path) -> None:
    reader = pypdf.PdfReader(packed / "00_決裁資料.pdf")
    top = [entry for entry in reader.outline if not isinstance(entry, list)]
    found = {str(entry.title): reader.get_destination_page_number(entry) for entry in top}
    whole = page_texts(packed / "00_決裁資料.pdf")
    assert list(found) == ["委員会資料_令和７年度末", "検証結果", "検算書", "修正箇所一覧", "残っている指摘"]
    for title, page in list(found.items())[1:]:
        assert page is not None
        assert title in whole[page]
        assert f"別紙{list(found).index(title) + 1}" in whole[page]


def test_pack__verified__day_counts_and_no_difference(packed: Path) -> None:
    (page,) = page_texts(packed / "02_検証結果.pdf")
    assert "令和８年５月20日" in page
    assert "すべて一致しました。" in page
    sheet = load_workbook(packed / "02-05_別紙.xlsx")["検証結果"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    counts = [row for row in rows if len(row) == 3 and isinstance(row[1], int)]
    assert len(counts) == 9
    assert all(isinstance(compared, int) and compared > 0 and differs == 0 for _, compared, differs in counts)
    assert counts[-1][0] == "計"


def test_pack__papers__pages_counted_through_and_hashes_at_the_foot(packed: Path) -> None:
    names = sorted(path.name for path in packed.glob("0[2-5]_*.pdf"))
    pages = [page for name in names for page in page_texts(packed / name)]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"{number}／{len(pages)}" in page
    (page,) = page_texts(packed / "02_検証結果.pdf")
    sha256 = hashlib.sha256(disk.read(packed / "01_委員会資料_令和７年度末.xlsx")).hexdigest()
    assert page.index("すべて一致しました。") < page.index(sha256)
    assert page.count("SHA-256") == 1


def test_pack__report__final(packed: Path) -> None:
    assert not any("（案）" in page for page in page_texts(packed / "00_決裁資料.pdf"))


def facts_of(own: Case) -> Facts:
    """The facts of a report, every row of the ledger with a cell."""
    keys = [line.key.at(point.key) for line in own.plan.lines for point in own.plan.points]
    at: SourceMap = {tuple(key): CellRef("事務局.xlsx", "台帳", number, 1) for number, key in enumerate(keys, 3)}
    return Facts(own.standing, at)


@pytest.mark.parametrize("seed", range(12))
def test_sums__counts_in_tables_and_sentences__as_many_rows_as_printed(seed: int) -> None:
    own = case(seed)
    facts = facts_of(own)
    sums = list(sums_of(expected(facts, own.parts, draft=own.draft), own.found))
    counts = [one for one in sums if re.fullmatch(r"\d+", one.printed) and one.numbers]
    assert len(counts) > 10
    for one in counts:
        assert int(one.printed) == len(one.numbers), one
    assert all(one.cell for one in sums)
    for rating in facts.named:
        rows = tuple(line.no for line in facts.given(rating.code).lines)
        said = [one for one in sums if one.about.endswith(f"：{rating.code}") and one.numbers == rows]
        assert said or not rows, rating.code


def test_pack__error_in_the_ledger__refused_and_nothing_written(own: Desk, tmp_path: Path) -> None:
    own.type_in_ledger("m-002", "rating", "")
    with pytest.raises(report.NotFinal) as refused:
        pack(own, tmp_path / "決裁")
    assert "K301" in [one.code for one in refused.value.diagnostics]
    assert not (tmp_path / "決裁").exists()


def test_pack__without_an_earlier_report__three_papers(own: Desk, tmp_path: Path) -> None:
    made = pack(own, tmp_path / "決裁")
    names = [path.name for path in made.files]
    assert "04_残っている指摘.pdf" in names
    assert "02-04_別紙.xlsx" in names
    again = pack(own, tmp_path / "決裁")
    assert again.files == made.files


def test_notes__figures_of_the_report__say_which_items_they_count(tmp_path: Path) -> None:
    plan_file, entries = mutated(3)
    init.init(tmp_path / "事務局.xlsx", plan_file, entries)
    point = plan_file.plan.points[-1].key
    plain = report.report(tmp_path / "事務局.xlsx", point, tmp_path / "資料", name="なし").files[0]
    noted = report.report(tmp_path / "事務局.xlsx", point, tmp_path / "資料", name="あり", notes=True).files[0]
    book = read_book(noted.read_bytes(), "")
    found = read_report(book, [part.key for part in plan_file.plan.parts])
    total = found.rows["summary", "total"][0]
    rating = next(rating for rating in plan_file.plan.ratings if rating.counted)
    cell = total.cell(rating.code)
    assert cell is not None
    sheet = load_workbook(noted)[str(cell.at.sheet)]
    (prompt,) = [one.prompt for one in sheet.data_validations.dataValidation if str(one.sqref) == cell.at.cell]
    given = [
        item.no
        for item in plan_file.plan.items
        if item.kind == "rated"
        and any(
            entry.fields.get("rating") == rating.code
            for entry in entries.entries
            if entry.point == point and not entry.sub_no and entry.item_key == (item.repeats or item.key)
        )
    ]
    assert ("該当なし" in prompt) is (not given)
    assert all(no in prompt or "～" in prompt for no in given)
    assert load_workbook(plain)[str(cell.at.sheet)].data_validations.count == 0
    assert {p.code for p in verify.verify([noted]).diagnostics} <= {"K731"}
    assert validate([noted]) == {}
