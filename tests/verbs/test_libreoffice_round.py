"""A master and surveys that LibreOffice has saved in the middle of a round: nothing is lost and nothing is made up."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.values.ledger import Ledger
from kosei_xl.verbs import check, close, consolidate, distribute, init, report, verify
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.office import LibreOffice
from tests.tools.sheets import write

pytestmark = pytest.mark.long
HALF, END = "R7_first_half", "R7_year_end"
OFFICE_TEXT = "事務局が書き直した。"
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master whose first point is closed, and the surveys of the second one filled in, photos too."""
    folder = tmp_path_factory.mktemp("midround")
    master, sample = folder / "事務局.xlsx", init.sample_entries("midori")
    earlier = sample.model_copy(update={"entries": tuple(one for one in sample.entries if one.point == HALF)})
    init.init(master, init.sample_plan("midori"), earlier)
    report.report(master, HALF, folder / "上半期", final=True, day=date(2025, 11, 1))
    close.close(master, HALF, date(2025, 11, 2))
    typed = [one for one in sample.entries if one.point == END]
    photos = sample_photos("midori", typed)
    for survey in distribute.distribute(master, END, folder / "回収"):
        survey.write_bytes(type_entries(survey.read_bytes(), typed, PEOPLE, photos))
    return folder


def collected(folder: Path, libreoffice: LibreOffice | None) -> Path:
    """The round in two halves: the first surveys, then the office types, then all; with LibreOffice the master and every
    survey of the second half were saved by it in between.
    """
    master, surveys = folder / "事務局.xlsx", sorted((folder / "回収").glob("*.xlsx"))
    consolidate.consolidate_into(master, surveys[:4], END)
    write(master, terms.LEDGER_SHEET, f"{END}|m-002|", {"results": OFFICE_TEXT})
    if libreoffice is not None:
        files = {path.name: path.read_bytes() for path in (master, *surveys)}
        for name, data in libreoffice.recalculate(files).items():
            (master if name == master.name else folder / "回収" / name).write_bytes(data)
    consolidate.consolidate_into(master, surveys, END)
    return master


def ledger_of(master: Path) -> Ledger:
    return open_master(master).ledger.value


def rows_of(ledger: Ledger) -> list[tuple[object, ...]]:
    """What 受領 says, without the file it came from: one saved by another program is another file."""
    found = [
        (row.key, row.kind, row.dept_code, tuple(sorted(row.fields.items())), row.other) for row in ledger.received
    ]
    return sorted(dict.fromkeys(found), key=str)


@pytest.fixture(scope="module")
def saved(begun: Path, tmp_path_factory: pytest.TempPathFactory, libreoffice: LibreOffice) -> Path:
    """The master of the round in the middle of which LibreOffice saved it, and surveys with it."""
    return collected(Path(shutil.copytree(begun, tmp_path_factory.mktemp("theirs") / "here")), libreoffice)


def test_round__saved_by_libreoffice_in_the_middle__as_without(begun: Path, tmp_path: Path, saved: Path) -> None:
    plain = collected(Path(shutil.copytree(begun, tmp_path / "ours")), None)
    one, two = ledger_of(plain), ledger_of(saved)
    assert {k: dict(v) for k, v in two.entries.items()} == {k: dict(v) for k, v in one.entries.items()}
    assert {*two.pictures} == {*one.pictures}
    assert rows_of(two) == rows_of(one)
    assert two.closed == one.closed == {HALF}
    found, before = (check.check([path]).diagnostics for path in (saved, plain))
    assert [(d.code, d.item) for d in found] == [(d.code, d.item) for d in before]
    assert not {"K430", "K431", "K441", "K443"} & {d.code for d in open_master(saved).diagnostics}
    papers = [report.report(path, END, path.parent / "資料").files[0] for path in (plain, saved)]
    first, second = (read_book(path.read_bytes(), "") for path in papers)
    assert [(s.name, s.rows, s.header) for s in first.sheets] == [(s.name, s.rows, s.header) for s in second.sheets]
    assert [d.code for d in verify.verify([papers[1]], saved).diagnostics if d.severity == "error"] == []
    again = report.report(saved, HALF, tmp_path / "再").files[0]
    (printed,) = (begun / "上半期").glob("*.xlsx")
    assert [s.rows for s in read_book(again.read_bytes(), "").sheets] == [
        s.rows for s in read_book(printed.read_bytes(), "").sheets
    ]


def test_round__master_saved_by_libreoffice__goes_on_to_the_next_point(tmp_path: Path, saved: Path) -> None:
    master = Path(shutil.copy(saved, tmp_path / saved.name))
    begun_point, _ = next_verb.begin_next(master)
    made = distribute.distribute(master, begun_point.point.key, tmp_path / "配布")
    texts = {str(v) for path in made for s in read_book(path.read_bytes(), "").sheets for row in s.rows for v in row}
    assert OFFICE_TEXT in texts, "the last results, in grey"
    data = master.read_bytes()
    distribute.distribute(master, begun_point.point.key, tmp_path / "配布")
    assert master.read_bytes() == data
