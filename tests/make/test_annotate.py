"""Marked copies of returned workbooks: the original untouched, every finding at its cell, and the copy can come back."""

import re
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.make.annotate import AUTHOR
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import column_number
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.hostile import unzip
from tests.tools.office import LibreOffice, Ran, cells_by_key, kosei, midori, put, validate

CASE = midori()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """回収: two returns that lack texts and miss targets; 返す: their marked copies; 事務局.xlsx."""
    here = tmp_path_factory.mktemp("annotate")
    master = here / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    entries = [
        entry.model_copy(
            update={
                "fields": {k: v for k, v in entry.fields.items() if k != "results"} | {"rating": "A"},
                "indicators": tuple(i.model_copy(update={"actual": "1"}) for i in entry.indicators),
            }
        )
        for entry in CASE.typed
        if CASE.plan.item_by_key[entry.item_key].kind == "rated" and not entry.sub_no
    ]
    (here / "回収").mkdir()
    for path in distribute.distribute(master, CASE.point, here / "配布")[:2]:
        (here / "回収" / path.name).write_bytes(type_entries(path.read_bytes(), entries, {"filled_by": "花子"}))
    return here


@pytest.fixture(scope="module")
def ran(folder: Path) -> Ran:
    """`kosei check 回収 --annotate 返す --json`."""
    return kosei("check", folder / "回収", "--annotate", folder / "返す", "--today", "2026-04-10", "--json")


def _pairs(folder: Path) -> list[tuple[Path, Path]]:
    return [(path, folder / "返す" / f"{path.stem}_指摘.xlsx") for path in sorted((folder / "回収").iterdir())]


def test_annotate__originals__untouched_and_the_findings_those_of_check(folder: Path, ran: Ran) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "回収").iterdir()}
    plain = kosei("check", folder / "回収", "--json")
    assert ran.out == plain.out
    assert ran.code == plain.code == 1
    assert {path.name: path.read_bytes() for path in (folder / "回収").iterdir()} == before


def test_annotate__every_finding__a_row_in_front_a_comment_and_a_colour(folder: Path, ran: Ran) -> None:
    for path, copy in _pairs(folder):
        package = Package(copy.read_bytes())
        assert package.sheet_names[0] == terms.ANNOTATIONS_SHEET
        found = [f for f in ran.found if f[1] == path.name and f[0] != "K311"]
        rows = list(cells_by_key(read_book(copy.read_bytes(), ""), terms.ANNOTATIONS_SHEET))
        assert [(r["code"], r["sheet"], r["cell"]) for r in rows] == [(c, s, at) for c, _, s, at in found]
        for code, _, sheet, cell in found:
            part = package.sheet(str(sheet))
            assert f"（{code}）" in part.comments(AUTHOR)[str(cell)]
            xml = unzip(copy.read_bytes())[part.part].decode()
            shown = re.findall(r'<conditionalFormatting sqref="([^"]*)"><cfRule[^>]*><formula>LEN\("kosei_xl', xml)
            assert cell in " ".join(shown).split()
        assert {c for c, *_ in found} >= {"K303", "K310", "K306"}


def test_annotate__master_given__names_of_the_items_in_the_list(folder: Path, tmp_path: Path) -> None:
    kosei("check", folder / "回収", "--master", folder / "事務局.xlsx", "--annotate", tmp_path, "--today", "2026-04-10")
    names = {line.no: line.name for line in CASE.plan.lines if line.sub is None}
    for copy in sorted(tmp_path.glob("*.xlsx")):
        rows = list(cells_by_key(read_book(copy.read_bytes(), ""), terms.ANNOTATIONS_SHEET))
        told = [(row["item"], row["item_name"]) for row in rows if row.get("item")]
        assert told
        assert all(names[str(no)] == name for no, name in told if "-" not in str(no))
        assert all(not row.get("item_name") for row in rows if not row.get("item"))
        sheet = Package(copy.read_bytes()).sheet(terms.ANNOTATIONS_SHEET)
        column = next(letters for letters, key in sheet.cells(1).items() if key == "item_name")
        assert sheet.value(f"{column}2") == "項目"


def test_annotate__no_master__no_column_of_names(folder: Path, ran: Ran) -> None:
    for _, copy in _pairs(folder):
        sheet = Package(copy.read_bytes()).sheet(terms.ANNOTATIONS_SHEET)
        shown = [key for letters, key in sheet.cells(1).items() if not sheet.column_hidden(column_number(letters))]
        assert "item_name" not in shown
        assert "message" in shown
    assert ran.code == 1


def test_annotate__parts_without_a_finding__byte_identical(folder: Path, ran: Ran) -> None:
    assert ran.code == 1
    for path, copy in _pairs(folder):
        before, after = unzip(path.read_bytes()), unzip(copy.read_bytes())
        assert set(before) <= set(after)
        marked = {s for _, f, s, _ in ran.found if f == path.name}
        package = Package(path.read_bytes())
        remembers = (terms.SURVEY_GUIDE_SHEET, terms.IDENTITY_SHEET)
        plain = {package.sheet(n).part for n in package.sheet_names if n not in marked and n not in remembers}
        changed = {name for name in before if before[name] != after[name]}
        selected = {name for name in changed & plain if b"tabSelected" in before[name]}
        assert (changed & plain) - selected == set()


def test_annotate__copies__valid_and_opened_by_libreoffice_with_their_comments(
    folder: Path, ran: Ran, libreoffice: LibreOffice
) -> None:
    assert ran.code == 1
    copies = [copy for _, copy in _pairs(folder)]
    assert validate(copies) == {}
    for name, data in libreoffice.recalculate({copy.name: copy.read_bytes() for copy in copies}).items():
        texts = "".join(
            xml.decode() for part, xml in unzip(data).items() if "comments" in part and part.endswith("xml")
        )
        assert "（K303）" in texts, name


def test_annotate__letter__says_what_to_put_right_and_by_when(folder: Path, ran: Ran) -> None:
    assert ran.code == 1
    for _, copy in _pairs(folder):
        data = copy.with_suffix(".txt").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == data.count(b"\n")
        text = data.decode("utf-8-sig")
        assert text.startswith("件名：【修正のお願い】")
        assert "令和8年4月17日（金）です（あと7日）" in text
        assert copy.name in text
        assert "［エラー］" in text


def test_annotate__copy_sent_back__read_like_any_survey_and_said_so(folder: Path, ran: Ran, tmp_path: Path) -> None:
    assert ran.code == 1
    for path, copy in _pairs(folder):
        one, other = (read_submission(read_book(p.read_bytes(), p.name), CASE.plan) for p in (path, copy))
        assert one.value is not None
        assert other.value is not None
        assert one.value.value_sets == other.value.value_sets
        assert [p.code for p in other.diagnostics if p not in one.diagnostics] == ["K128"]
    master = tmp_path / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    checked = consolidate.consolidate_into(master, [path for pair in _pairs(folder) for path in pair], CASE.point)
    assert {p.code for p in checked.diagnostics} >= {"K128", "K411"}
    assert "K404" not in {p.code for p in checked.diagnostics}


def test_annotate__a_marked_copy__its_old_marks_go(folder: Path, ran: Ran, tmp_path: Path) -> None:
    assert ran.code == 1
    _, copy = _pairs(folder)[0]
    book = read_book(copy.read_bytes(), "")
    code, _, sheet, cell = next(
        f for f in ran.found if f[1] == f"{copy.stem.removesuffix('_指摘')}.xlsx" and f[0] == "K303"
    )
    assert code == "K303"
    fixed = tmp_path / copy.name
    fixed.write_bytes(put(copy.read_bytes(), {(str(sheet), str(cell)): "講座を開いた。"}))
    kosei("check", fixed, "--annotate", tmp_path / "また")
    again = tmp_path / "また" / copy.name
    package = Package(again.read_bytes())
    assert cell not in package.sheet(str(sheet)).comments(AUTHOR)
    assert list(package.sheet_names) == [s.name for s in book.sheets]
    assert validate([again]) == {}


def test_set_comments__cell_that_a_person_commented__theirs_stays() -> None:
    package = Package((Path(__file__).parents[2] / "workbook_templates" / "department.xlsx").read_bytes())
    part = package.sheet(terms.SURVEY_GUIDE_SHEET)
    part.set_comments({"B2": "人のコメント", "C3": "もう一つ"}, "花子")
    part.set_comments({"B2": "指摘", "D4": "指摘"}, AUTHOR)
    assert part.comments(AUTHOR) == {"D4": "指摘"}
    part.set_comments({}, AUTHOR)
    assert part.comments(AUTHOR) == {}
    assert part.comments("花子") == {"B2": "人のコメント", "C3": "もう一つ"}
