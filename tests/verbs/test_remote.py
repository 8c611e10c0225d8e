"""Workbooks at an address are read as those in a folder are; what is wrong there is said without its secrets."""

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.limits import LIMITS
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import distribute, init, remote
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.files_given import FilesGiven, workbooks_named
from kosei_xl.verbs.gather import gather
from kosei_xl.verbs.opening import silent
from kosei_xl.verbs.remote import GivenPlace, RemotePath, places
from kosei_xl.words.codes import Code
from tests.tools.growth import POINT
from tests.tools.office import kosei

BOX = "memory://箱"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master and a folder with surveys and all that may lie beside them."""
    folder = tmp_path_factory.mktemp("office")
    master = init.init(folder / "事務局.xlsx", init.sample_plan("midori"))
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    came = distribute.distribute(master, POINT, folder / "回収")
    for path in came[3:]:
        path.unlink()
    for path in came[:3]:
        path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "見本 太郎"}))
    inside = folder / "回収"
    (inside / "古い").mkdir()
    (inside / "古い" / "1_前の.xlsx").write_bytes(came[0].read_bytes())
    (inside / ".1_隠し.xlsx").write_bytes(came[0].read_bytes())
    (inside / "~$1_開.xlsx").write_bytes(b"")
    (inside / "Thumbs.db").write_bytes(b"")
    (inside / "メモ.txt").write_text("覚え", encoding="utf-8")
    (inside / "1_調査票.pdf").write_bytes(b"%PDF-1.7\n")
    (inside / "1_名前だけ違う").write_bytes(came[1].read_bytes())
    (inside / "壊れ.xlsx").write_bytes(b"PK")
    return folder


@pytest.fixture
def box(office: Path) -> Iterator[str]:
    """The same folder at an address."""
    from fsspec.implementations.memory import MemoryFileSystem

    system = MemoryFileSystem()
    for path in office.rglob("*"):
        if path.is_file():
            system.pipe(f"/箱/{path.relative_to(office).as_posix()}", path.read_bytes())
    yield BOX
    system.rm("/箱", recursive=True)


def _found(paths: tuple[GivenPlace, ...]) -> tuple[list[tuple[str, bytes]], list[Any]]:
    files = FilesGiven(paths, silent, departments=("1",))
    return [(file.name, data) for file, data in files], files.problems


def test_files_given__a_folder_at_an_address__names_bytes_and_findings_of_the_same_folder_on_disk(
    office: Path, box: str
) -> None:
    read, problems = _found((office / "回収",))
    assert _found(places([f"{box}/回収"])) == (read, problems)
    codes = {one.code for one in problems}
    assert codes >= {Code.FOLDER_NOT_SEARCHED, Code.HIDDEN_FILE, Code.OWNER_FILE, Code.NOT_A_RETURN}
    assert len(read) == 5
    assert workbooks_named(places([f"{box}/回収"])) == workbooks_named([office / "回収"]) > 0


def test_files_given__files_at_addresses__of_one_name_with_their_folders(office: Path, box: str) -> None:
    name = min(path.name for path in (office / "回収").glob("*調査票*.xlsx"))
    from fsspec.implementations.memory import MemoryFileSystem

    MemoryFileSystem().copy(f"/箱/回収/{name}", f"/箱/再提出/{name}")
    read, problems = _found(places([f"{box}/回収/{name}", f"{box}/再提出/{name}", f"{box}/ない.xlsx"]))
    assert [one for one, _ in read] == [f"回収/{name}", f"再提出/{name}"]
    assert [(one.code, one.at.file if one.at else "") for one in problems] == [(Code.NOT_THERE, "ない.xlsx")]


def test_files_given__larger_than_allowed__told_and_not_fetched(box: str) -> None:
    class Asked(RemotePath):
        most = 0

        def bytes_at_most(self, most: int | None) -> bytes | None:
            Asked.most = most or 0
            return super().bytes_at_most(most)

    (one,) = places([f"{box}/回収/1_調査票.pdf"])
    assert isinstance(one, RemotePath)
    asked = Asked(one._system, one._place, str(one))
    files = FilesGiven([asked], silent, replace(LIMITS, file=4))
    assert [*files] == []
    assert [problem.code for problem in files.problems] == [Code.UNREADABLE_WORKBOOK]
    assert Asked.most == 4


def test_consolidate__from_an_address__the_same_master(office: Path, box: str, tmp_path: Path) -> None:
    made = []
    for paths in ([office / "回収"], places([f"{box}/回収"])):
        master = Path(shutil.copy(office / "事務局.xlsx", tmp_path / "事務局.xlsx"))
        made.append((consolidate_into(master, paths, POINT), master.read_bytes()))
    assert made[0] == made[1]
    assert made[0][0].read == 4


def test_gather__from_an_address__the_same_folder(office: Path, box: str, tmp_path: Path) -> None:
    found = [gather(paths, tmp_path / out) for out, paths in (("disk", [office]), ("address", places([box])))]
    assert found[0] == found[1]
    assert found[0].read == 1
    for path in (tmp_path / "disk").iterdir():
        assert (tmp_path / "address" / path.name).read_bytes() == path.read_bytes()


def test_command__addresses__as_paths(office: Path, box: str, tmp_path: Path) -> None:
    master = Path(shutil.copy(office / "事務局.xlsx", tmp_path / "事務局.xlsx"))
    ran = kosei("consolidate", master, f"{box}/回収", "--point", POINT)
    assert "壊れ.xlsx" in ran.out
    assert "K195" in ran.out
    ran = kosei("gather", "nosuch://user:secret@host/箱?key=secret", "--out", tmp_path / "o")
    assert ran.code == 2
    assert "nosuch://host/箱" in ran.err
    assert "secret" not in ran.out + ran.err


def test_places__paths_and_addresses__each_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "調査票.xlsx"
    assert places(["回収", "C:\\回収\\調査票.xlsx", "c:/x", file.as_uri()]) == (
        Path("回収"),
        Path("C:\\回収\\調査票.xlsx"),
        Path("c:/x"),
        file,
    )
    (one,) = places(["memory://箱/1_課.調査票.xlsx"])
    assert isinstance(one, RemotePath)
    assert (one.name, one.stem, one.suffix, one.folder) == ("1_課.調査票.xlsx", "1_課.調査票", ".xlsx", "箱")
    assert str(one.with_stem("次")) == "memory://箱/次.xlsx"


def test_remote_path__of_the_web__called_as_people_wrote_it() -> None:
    class Web:
        protocol = ("http", "https")

    one = RemotePath(Web(), "https://host/%E5%9B%9E%E5%8F%8E/%E8%AA%BF.xlsx?signed=1", "https://host/…")
    assert (one.name, one.folder) == ("調.xlsx", "回収")


def test_places__library_missing__said_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(WrongCall, match="s3fs"):
        places(["s3://bucket/回収"])
    monkeypatch.delattr("fsspec.core.url_to_fs")
    with pytest.raises(WrongCall, match=re.escape("kosei_xl[cluster]")):
        places(["s3://bucket/回収"])


def test_files_given__an_address_that_fails__told_without_its_secrets(box: str) -> None:
    class Failing:
        protocol = "failing"

        def isdir(self, place: str) -> bool:
            return place.endswith("回収")

        def exists(self, place: str, *more: object, **named: object) -> bool:
            raise KeyError("https://user:secret@host/?key=secret")

        open = ls = find = exists

    folder, file = (RemotePath(Failing(), f"/箱/{name}", f"failing://箱/{name}") for name in ("回収", "1.xlsx"))
    files = FilesGiven([folder, file], silent)
    assert [*files] == []
    assert [(one.code, one.at.file if one.at else "") for one in files.problems] == [
        (Code.UNREADABLE_WORKBOOK, "回収"),
        (Code.NO_SURVEY_IN_FOLDER, "回収"),
        (Code.UNREADABLE_WORKBOOK, "1.xlsx"),
    ]
    told = " ".join(one.message() + one.message("en") for one in files.problems)
    assert "KeyError" in told
    assert "secret" not in told
    assert [*remote.names_below(folder)] == []
    assert [*remote.names_below(Path(__file__).parent / "nothing")] == list[PurePosixPath]()
