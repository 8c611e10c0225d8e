"""Workbooks read by other processes: the same, in the same order, also where a process dies or cannot be started."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.values.returned import OtherCodec, Returned
from kosei_xl.verbs import distribute, init, workers
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.workers import File, Read, ReadBy, read_all
from tests.tools.growth import POINT

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadBy, list[File], Path]:
    """What to read by, surveys with photos and some that are none, and the folder."""
    folder = tmp_path_factory.mktemp("office")
    master = init.init(folder / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    photos = sample_photos("midori", typed)
    for path in distribute.distribute(master, POINT, folder / "回収"):
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}, photos))
    (folder / "回収" / "壊れ.xlsx").write_bytes(b"PK")
    book = open_master(master)
    by = ReadBy(book.plan, POINT, book.plan.style.limits, book.registers.handed_out)
    return by, [File(path.name, path.read_bytes()) for path in sorted((folder / "回収").iterdir())], folder


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others help from the second workbook on."""
    monkeypatch.setattr(workers, "WORTHWHILE", 1)
    monkeypatch.setattr(workers, "FIRST_ALONE", 1)


def _all(by: ReadBy, files: list[File], processes: int) -> list[tuple[str, Returned, dict[str, bytes]]]:
    return [
        (file.name, one.value, {sha256: picture.data for sha256, picture in one.pictures.items()})
        for file, one in read_all(files, len(files), by, processes)
    ]


def test_read_all__two_processes__the_same_in_the_same_order(
    asked: tuple[ReadBy, list[File], Path], at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, files, _ = asked
    alone = _all(by, files, 1)
    assert [name for name, _, _ in alone] == [file.name for file in files]
    assert sum(len(pictures) for _, _, pictures in alone) == 3
    here: list[str] = []
    real = ReadBy.read

    def read(self: ReadBy, data: bytes, name: str) -> Read:
        here.append(name)
        return real(self, data, name)

    monkeypatch.setattr(ReadBy, "read", read)
    assert _all(by, files, 2) == alone
    assert here == [files[0].name, "壊れ.xlsx"], "what another could not read is tried once more where it is alone"


def test_read_all__process_is_of_another_kosei_xl_or_says_nonsense__read_here(
    asked: tuple[ReadBy, list[File], Path], at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, files, _ = asked
    alone = _all(by, files, 1)
    with monkeypatch.context() as other:
        other.setattr(workers, "program_here", lambda: b"0.0.1 /elsewhere")
        assert _all(by, files, 2) == alone

    def of_another_version(_: bytes) -> Returned:
        raise OtherCodec("of another version")

    monkeypatch.setattr(workers, "decode", of_another_version)
    assert _all(by, files, 2) == alone


@pytest.mark.parametrize("dying", [1, 2])
def test_read_all__processes_die__read_here(
    asked: tuple[ReadBy, list[File], Path], at_once: None, monkeypatch: pytest.MonkeyPatch, dying: int
) -> None:
    by, files, _ = asked
    alone = _all(by, files, 1)
    died: set[int] = set()
    real: Callable[[workers._Process[Read], File], Read] = workers._Process.read

    def read(self: workers._Process[Read], file: File) -> Read:
        if len(died) < dying and id(self) not in died:
            died.add(id(self))
            self._pipes()
            assert self._process is not None
            self._process.kill()
            self._process.wait()
        return real(self, file)

    monkeypatch.setattr(workers._Process, "read", read)
    assert _all(by, files, 2) == alone
    assert len(died) == dying


def test_read_all__no_process_can_be_started__read_here(
    asked: tuple[ReadBy, list[File], Path], at_once: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    by, files, _ = asked
    alone = _all(by, files, 1)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert _all(by, files, 2) == alone


def test_read_all__few_files_or_known_ones__nobody_else_is_asked(
    asked: tuple[ReadBy, list[File], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    by, files, _ = asked
    alone = [one for _, one in read_all(files, len(files), by, 1)]
    monkeypatch.setattr(workers._Process, "_pipes", lambda self: pytest.fail("a process was started"))
    assert [one.value for _, one in read_all(files, len(files), by, 2)] == [one.value for one in alone]
    many = [file._replace(known=one.value) for file, one in zip(files, alone, strict=True)] * 10
    assert len([*read_all(many, len(many), by, 2)]) == len(many)


def test_consolidate__by_two_processes__the_same_bytes(
    asked: tuple[ReadBy, list[File], Path], at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, came = asked[2] / "事務局.xlsx", asked[2] / "回収"
    before = master.read_bytes()
    made = []
    for processes in (1, 2):
        monkeypatch.setattr(workers, "cores", lambda processes=processes: processes)
        master.write_bytes(before)
        found = consolidate_into(master, [came], POINT)
        made.append((found, master.read_bytes()))
    assert made[0] == made[1]
