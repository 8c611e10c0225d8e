"""What a consolidation still holds while it writes: counted by what lives then, not in megabytes."""

import gc
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.make import fill
from kosei_xl.values.cells import Book, Sheet
from kosei_xl.values.model import Submission
from kosei_xl.values.returned import Returned
from kosei_xl.verbs import consolidate, init, profile_cache
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings
from kosei_xl.workbook.parts import Package
from tests.tools.growth import POINT, larger, returned

FILES = 3
_OF_WORKBOOKS = (Book, Sheet, Submission, Returned)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master that nothing was taken into, and what came back."""
    folder = tmp_path_factory.mktemp("office")
    plan, entries = larger(1)
    master = init.init(folder / "事務局.xlsx", plan)
    for path in sorted(returned(master, folder / "回収", entries).iterdir())[FILES:]:
        path.unlink()
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with a profile in which readings are kept."""
    monkeypatch.setenv(profile_cache.VARIABLE, str(tmp_path / "profile"))
    return Path(shutil.copytree(office, tmp_path / "office"))


def _run(desk: Path) -> Findings:
    return consolidate_into(desk / "事務局.xlsx", [desk / "回収"], POINT)


def _alive() -> Counter[str]:
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, _OF_WORKBOOKS))


def test_consolidate__while_it_writes__no_sheet_and_no_returned_workbook_is_held(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the cells of the master, as it was read and read again, nor what came back."""
    before, then, real = _alive(), list[Counter[str]](), fill.MasterFill.finish

    def finish(self: fill.MasterFill, *args: Any, **named: Any) -> fill.UpdatedMaster:
        then.append(_alive() - before)
        return real(self, *args, **named)

    monkeypatch.setattr(fill.MasterFill, "finish", finish)
    _run(desk)
    assert then == [Counter()]


def test_consolidate__nothing_kept__what_came_back_is_held_as_it_cannot_be_had_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The near miss: without its codec a workbook that may have to be taken in once more is not let go of."""
    monkeypatch.setenv(profile_cache.VARIABLE, "off")
    before, then, real = _alive(), list[Counter[str]](), fill.MasterFill.finish

    def finish(self: fill.MasterFill, *args: Any, **named: Any) -> fill.UpdatedMaster:
        then.append(_alive() - before)
        return real(self, *args, **named)

    monkeypatch.setattr(fill.MasterFill, "finish", finish)
    _run(desk)
    assert then[0]["Returned"] == FILES
    assert then[0]["Sheet"] == 0


def test_consolidate__fault_after_it_was_let_go_of__taken_in_again_from_its_codec(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails while it is written is left out; the others are what they are without it."""
    real = consolidate._reviewed
    bad = sorted((desk / "回収").iterdir())[1].name

    def reviewed(taken: Any, results: Any, *others: Any) -> Any:
        if any(row.file == bad and row.key.item_key for row in taken.merged.value.added):
            raise ArithmeticError("not foreseen")
        return real(taken, results, *others)

    monkeypatch.setattr(consolidate, "_reviewed", reviewed)
    beside = Path(shutil.copytree(desk, desk.parent / "beside"))
    found = _run(desk)
    assert [one.at.file for one in found.diagnostics if one.code == "K191" and one.at is not None] == [bad]
    monkeypatch.setenv(profile_cache.VARIABLE, "off")
    assert _run(beside) == found
    assert (beside / "事務局.xlsx").read_bytes() == (desk / "事務局.xlsx").read_bytes()


def test_package__large_sheets__lie_packed_until_one_is_opened_and_when_it_was_written(desk: Path) -> None:
    """Only what was edited is unpacked; what was written is not put together first."""
    data = _large((desk / "事務局.xlsx").read_bytes())
    package = Package(data)
    packed = set(package.container.parts.packed)
    assert len(packed) == 2
    sheet = package.sheet("項目")
    sheet.put("B3", "変更")
    made = package.to_bytes()
    assert set(package.container.parts.packed) == packed
    sheet.flush()  # the rows as one part, packed as a whole
    assert sheet.part not in package.container.parts.packed
    assert package.container.to_bytes() == made
    assert Package(made).sheet("項目").value("B3") == "変更"


def _large(master: bytes) -> bytes:
    """A master of which two sheets are large."""
    package = Package(master)
    for name in ("項目", "日程"):
        sheet = package.sheet(name)
        sheet.append_rows(3, [{"H": f"{n}{'見' * 200}"} for n in range(600)])
    return package.to_bytes()
