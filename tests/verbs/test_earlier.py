"""A second run reads no workbook again that it knows, and says and writes what it would without that."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.make import fill
from kosei_xl.read import master as master_reading
from kosei_xl.values.model import Plan
from kosei_xl.verbs import distribute, earlier, init, opening, profile_cache, workers
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings
from kosei_xl.words import terms
from tests.tools.growth import POINT, larger, returned
from tests.tools.office import put

Counted = dict[str, int]
FILES = 3
SHEET = "Ⅱ 伝わる情報と開かれた市政"
"""One of the first survey, with a rating in N5."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master that nothing was taken into, and what came back, some of it wrong."""
    folder = tmp_path_factory.mktemp("office")
    plan, entries = larger(1)
    master = init.init(folder / "事務局.xlsx", plan)
    came = sorted(returned(master, folder / "回収", entries).iterdir())
    for path in came[FILES:]:
        path.unlink()
    wrong, twice = came[0].read_bytes(), came[1].read_bytes()
    came[0].write_bytes(put(wrong, {(SHEET, "N5"): "？"}))
    (folder / "回収" / "写し.xlsx").write_bytes(twice)
    (folder / "回収" / "メモ.txt").write_text("覚え", encoding="utf-8")
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "office"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which things are kept."""
    folder = tmp_path / "profile"
    monkeypatch.setenv(profile_cache.VARIABLE, str(folder))
    return folder


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """How often a returned workbook was read, and a master."""
    calls = {"returns": 0, "masters": 0}

    def counting(module: object, name: str, what: str) -> None:
        real: Callable[..., object] = getattr(module, name)

        def call(*args: object, **named: object) -> object:
            calls[what] += 1
            return real(*args, **named)

        monkeypatch.setattr(module, name, call)

    counting(workers, "with_pictures", "returns")
    counting(master_reading, "read_master", "masters")
    return calls


def _run(desk: Path) -> Findings:
    return consolidate_into(desk / "事務局.xlsx", [desk / "回収"], POINT)


def _without(desk: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Findings, bytes]:
    """A run beside, with nothing kept."""
    beside = Path(shutil.copytree(desk, desk.parent / "beside"))
    with monkeypatch.context() as off:
        off.setenv(profile_cache.VARIABLE, "off")
        found = _run(beside)
    data = (beside / "事務局.xlsx").read_bytes()
    shutil.rmtree(beside)
    return found, data


def _same(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run: what it finds and writes is what a run without anything kept does."""
    expected, data = _without(desk, monkeypatch)
    assert _run(desk) == expected
    assert (desk / "事務局.xlsx").read_bytes() == data


def test_consolidate__again__no_workbook_is_read_twice_and_all_is_the_same(
    desk: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = len([*(desk / "回収").glob("*.xlsx")])
    numbers = []
    for _ in range(4):
        expected, data = _without(desk, monkeypatch)
        counted.update(returns=0, masters=0)
        found = _run(desk)
        numbers.append((counted["returns"], counted["masters"]))
        assert found == expected
        assert found.diagnostics
        assert (desk / "事務局.xlsx").read_bytes() == data
    assert numbers == [(files, 1), (0, 0), (0, 0), (0, 0)]


def test_consolidate__new_rows__the_master_is_filled_once_and_then_not_at_all(
    desk: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where new rows will stand is read from the filling that goes on, not from one of its own."""
    filled: list[str] = []

    class Counting(fill.MasterFill):
        def __init__(self, master: bytes, plan: Plan, template: bytes | None = None) -> None:
            filled.append(hashlib.sha256(master).hexdigest())
            super().__init__(master, plan, template)

    monkeypatch.setattr(fill, "MasterFill", Counting)
    before = hashlib.sha256((desk / "事務局.xlsx").read_bytes()).hexdigest()
    for _ in range(3):
        _run(desk)
    assert filled == [before]


def test_consolidate__one_file_new_one_changed_one_renamed__only_these_are_read(
    desk: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        _run(desk)
    one, two, three, *_ = sorted((desk / "回収").glob("*.xlsx"))
    one.write_bytes(put(one.read_bytes(), {(SHEET, "P5"): "書き直した実績"}))
    two.rename(two.with_stem("改名"))
    shutil.copy(three, three.with_stem("もう一つ"))
    expected, data = _without(desk, monkeypatch)
    counted.update(returns=0, masters=0)
    assert _run(desk) == expected
    assert (desk / "事務局.xlsx").read_bytes() == data
    assert counted["returns"] == 3


@pytest.mark.parametrize("what", ["a file less", "a note beside", "the master saved", "the master renamed"])
def test_consolidate__anything_else_than_before__not_taken_over(
    desk: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    for _ in range(3):
        _run(desk)
    master = desk / "事務局.xlsx"
    if what == "a file less":
        sorted((desk / "回収").glob("*.xlsx"))[2].unlink()
    elif what == "a note beside":
        (desk / "回収" / "調査票の件.docx").write_bytes(b"text")
    elif what == "the master saved":
        master.write_bytes(put(master.read_bytes(), {(terms.LEDGER_SHEET, "H3"): "事務局の直し"}))
    else:
        master = master.rename(master.with_stem("別名"))
    before = counted["masters"]
    with monkeypatch.context() as off:
        off.setenv(profile_cache.VARIABLE, "off")
        copy = Path(shutil.copytree(desk, desk.parent / "beside"))
        expected = consolidate_into(copy / master.name, [copy / "回収"], POINT)
    assert consolidate_into(master, [desk / "回収"], POINT) == expected
    assert counted["masters"] == before + 2


def test_consolidate__another_point_plan_or_program__read_again(
    desk: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        _run(desk)
    files = counted["returns"]
    monkeypatch.setattr(earlier, "program", lambda: "another")
    counted["returns"] = 0
    _same(desk, monkeypatch)
    assert counted["returns"] == 2 * files
    consolidate_into(desk / "事務局.xlsx", [desk / "回収"], "R7_first_half")
    assert counted["returns"] == 3 * files


def test_consolidate__kept_things_damaged_in_any_way__the_same_as_without(
    desk: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        _run(desk)
    expected, data = _without(desk, monkeypatch)
    entries = {path: path.read_bytes() for path in kept.iterdir()}
    assert len(entries) == 2
    for path, whole in entries.items():
        for place in range(0, len(whole), len(whole) // 3):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            if place % 2:
                path.write_bytes(whole[:place])
            assert _run(desk) == expected
            assert (desk / "事務局.xlsx").read_bytes() == data


def test_consolidate__photos__read_each_time_and_kept_in_the_master(
    tmp_path: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk"
    master = init.init(desk / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    photos = sample_photos("midori", typed)
    files = distribute.distribute(master, POINT, desk / "回収")
    for path in files:
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    _same(desk, monkeypatch)
    counted["returns"] = 0
    shutil.copy(files[-1], files[-1].with_stem("写し"))  # else nothing would be read: all is as it was
    _run(desk)
    assert 1 < counted["returns"] < len(files)
    _same(desk, monkeypatch)
    assert len(opening.open_master(master).ledger.value.pictures) == len(photos)


def test_consolidate__switched_off__nothing_is_written(desk: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(profile_cache.VARIABLE, "off")
    for _ in range(2):
        _run(desk)
    assert not kept.exists()


def test_consolidate__a_workbook_that_fails__is_tried_again_each_time(
    desk: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "回収" / "壊れた調査票.xlsx").write_bytes(b"PK no workbook")
    for _ in range(3):
        _same(desk, monkeypatch)
    assert [path.name.split("-")[0] for path in kept.iterdir()] == ["readings"]
