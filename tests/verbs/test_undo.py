"""`kosei undo`: one step back, and back again; nothing that somebody typed is pushed aside unasked."""

import shutil
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Entry, PlanFile
from kosei_xl.verbs import consolidate, disk, distribute, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, make_plan
from tests.tools.held_open import hold_open
from tests.tools.office import address_of, kosei, put, saved_as


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master into which one return was taken; 前.xlsx is the master before."""
    folder = tmp_path_factory.mktemp("undo")
    master = folder / "事務局ブック.xlsx"
    init.init(master, PlanFile(plan=make_plan()))
    (survey,) = distribute.distribute(master, END, folder / "配布")
    typed = [Entry(item_key="a-1", point=END, fields={"rating": "A", "results": "開設した"})]
    survey.write_bytes(type_entries(survey.read_bytes(), typed, {}))
    shutil.copy(master, folder / "前.xlsx")
    consolidate.consolidate_into(master, [survey], END)
    return folder


@pytest.fixture
def master(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "here") / "事務局ブック.xlsx"


def _type(master: Path, text: str, *, saved: bool) -> None:
    """The office types into 台帳; with `saved` as Excel saves, else as a program that does not say so."""
    data = master.read_bytes()
    cell = (terms.LEDGER_SHEET, address_of(read_book(data, ""), terms.LEDGER_SHEET, f"{END}|a-1|", "results"))
    data = put(data, {cell: text})
    master.write_bytes(saved_as(data, "2026-04-20T02:00:00Z", "次郎") if saved else data)


def test_undo__after_consolidating__the_master_before_byte_for_byte(master: Path) -> None:
    consolidated, before = master.read_bytes(), (master.parent / "前.xlsx").read_bytes()
    ran = kosei("undo", master)
    assert (ran.code, ran.out) == (0, "")
    assert "一つ前の内容に戻しました" in ran.err
    assert master.read_bytes() == before
    assert disk.backup_of(master).read_bytes() == consolidated


def test_undo__twice__as_it_was(master: Path) -> None:
    before = master.read_bytes()
    assert [kosei("undo", master).code for _ in range(2)] == [0, 0]
    assert master.read_bytes() == before


def test_undo__no_backup__exit_2_and_nothing_done(master: Path) -> None:
    disk.backup_of(master).unlink()
    before = master.read_bytes()
    ran = kosei("undo", master)
    assert (ran.code, master.read_bytes()) == (2, before)
    assert "元に戻せません" in ran.err


def test_undo__backup_is_no_master__exit_2_and_nothing_done(master: Path) -> None:
    disk.backup_of(master).write_bytes(b"text")
    before = master.read_bytes()
    ran = kosei("undo", master)
    assert (ran.code, master.read_bytes()) == (2, before)
    assert "事務局ブックとして読めない" in ran.err


@pytest.mark.parametrize(("saved", "what"), [(True, "保存 2026-04-20 11:00:00 次郎"), (False, "台帳の記入 1件")])
def test_undo__edited_since__refused_unless_forced_and_even_then_nothing_is_lost(
    master: Path, saved: bool, what: str
) -> None:
    _type(master, "開設しました", saved=saved)
    edited = master.read_bytes()
    ran = kosei("undo", master)
    assert (ran.code, master.read_bytes()) == (2, edited)
    assert what in ran.err
    assert "--force" in ran.err
    assert kosei("undo", master, "--force").code == 0
    assert master.read_bytes() == (master.parent / "前.xlsx").read_bytes()
    assert disk.backup_of(master).read_bytes() == edited


def test_undo__office_edits_before_the_consolidation__no_reason_to_refuse_going_back_and_forth(master: Path) -> None:
    kosei("undo", master)
    _type(master, "開設しました", saved=True)
    consolidate.consolidate_into(master, [], END)
    assert [kosei("undo", master).code for _ in range(3)] == [0, 0, 0]


def test_undo__damaged_master__refused_then_forced(master: Path) -> None:
    master.write_bytes(b"half a file")
    assert kosei("undo", master).code == 2
    assert kosei("undo", master, "--force").code == 0
    assert master.read_bytes() == (master.parent / "前.xlsx").read_bytes()
    assert disk.backup_of(master).read_bytes() == b"half a file"


def test_undo__no_master__exit_2(tmp_path: Path) -> None:
    assert kosei("undo", tmp_path / "m.xlsx").code == 2


@pytest.mark.parametrize("fails", [1, 2])
def test_exchange__one_of_the_files_is_held_open__both_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(b"now")
    disk.backup_of(path).write_bytes(b"before")
    hold_open(monkeypatch, fails)
    with pytest.raises(disk.StoreError, match="書き込めません"):
        disk.exchange(path, instead_of=b"now")
    assert (path.read_bytes(), disk.backup_of(path).read_bytes()) == (b"now", b"before")
    assert len(list(tmp_path.iterdir())) == 2


def test_exchange__changed_meanwhile__store_error_and_both_stand(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(b"theirs")
    disk.backup_of(path).write_bytes(b"before")
    with pytest.raises(disk.StoreError, match="書き換えられた"):
        disk.exchange(path, instead_of=b"old")
    with pytest.raises(disk.StoreError, match="書き込めません"):
        disk.exchange(tmp_path / "none.xlsx", instead_of=b"old")
    assert (path.read_bytes(), disk.backup_of(path).read_bytes()) == (b"theirs", b"before")
