"""Where the rows of the ledger stand once they are put: known without reading them, and the same as if they were read."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.make import fill
from kosei_xl.read.ledger import PutRows, places_put, read_ledger
from kosei_xl.read.master import BESIDE_LEDGER, Master, ledger_read_again
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.sheet_values import SheetValues
from kosei_xl.verbs import consolidate, init
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.growth import POINT, larger, returned
from tests.tools.rounds.game import play

SEEDS = (7, 12, 27)
"""Rounds with indicators, photos, rows of the office, items that went and came."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master that nothing was taken into, and what came back."""
    folder = tmp_path_factory.mktemp("office")
    plan, entries = larger(1)
    master = init.init(folder / "事務局.xlsx", plan)
    returned(master, folder / "回収", entries)
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "office"))


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows of each time that they were put, compared with those that are read there; 0 where they must be read."""
    real, met = fill.MasterFill.put, list[int]()

    def put(self: fill.MasterFill, sheets: Mapping[str, SheetValues]) -> Mapping[str, PutRows] | None:
        found = real(self, sheets)
        met.append(0 if found is None else sum(len(one.rows) for one in found.values()))
        if found is not None:
            book = read_book(self.to_read(BESIDE_LEDGER), "m.xlsx", OFFICE_LIMITS, without=BESIDE_LEDGER)
            assert dict(places_put("m.xlsx", self._plan, found)) == dict(read_ledger(book, self._plan).at)
        return found

    monkeypatch.setattr(fill.MasterFill, "put", put)
    return met


def _count_readings(monkeypatch: pytest.MonkeyPatch, read: list[str]) -> None:
    """Note the name of each master of which the ledger is read once more."""

    def again(data: bytes, before: Master) -> Master:
        read.append(before.path.name)
        return ledger_read_again(data, before)

    monkeypatch.setattr(consolidate, "ledger_read_again", again)


@pytest.mark.parametrize("seed", SEEDS)
def test_places_put__whole_rounds__those_that_are_read(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    met = _watch(monkeypatch)
    assert not play(seed).fault
    assert sum(met) > 100


def test_consolidate__rows_that_move__not_read_again(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met, read = _watch(monkeypatch), list[str]()
    _count_readings(monkeypatch, read)
    consolidate_into(desk / "事務局.xlsx", [desk / "回収"], POINT)
    assert (len(met), read) == (1, [])


def test_consolidate__a_row_that_somebody_typed_below__read_again(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The near miss: what stands there beside the rows of the ledger is not known without reading it."""
    package = Package((desk / "事務局.xlsx").read_bytes())
    sheet = package.sheet(terms.LEDGER_SHEET)
    sheet.put(f"B{sheet.last_row() + 3}", "メモ：来月までに確認")
    (desk / "事務局.xlsx").write_bytes(package.to_bytes())
    met, read = _watch(monkeypatch), list[str]()
    _count_readings(monkeypatch, read)
    consolidate_into(desk / "事務局.xlsx", [desk / "回収"], POINT)
    assert (met, read) == ([0], ["事務局.xlsx"])


@pytest.mark.parametrize("name", [terms.INDICATORS_SHEET, terms.PHOTOS_SHEET])
def test_consolidate__a_sheet_without_its_key_row__read_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """No keys are written there, so that a reader finds no rows."""
    package = Package((desk / "事務局.xlsx").read_bytes())
    sheet = package.sheet(name)
    for letters in sheet.cells(1):
        sheet.put(f"{letters}1", None)
    (desk / "事務局.xlsx").write_bytes(package.to_bytes())
    met, read = _watch(monkeypatch), list[str]()
    _count_readings(monkeypatch, read)
    consolidate_into(desk / "事務局.xlsx", [desk / "回収"], POINT)
    assert (met, read) == ([0], ["事務局.xlsx"])
