"""Whole or not at all, one writer at a time, one backup."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.verbs import disk, refused
from kosei_xl.verbs.disk import StoreError, bundled, locked, read, write
from tests.tools.held_open import hold_open
from tests.tools.patience import finish

OLD, NEW = b"old workbook", b"new workbook"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook that stands already."""
    path = tmp_path / "事務局ブック.xlsx"
    path.write_bytes(OLD)
    return path


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


# -- write -----------------------------------------------------------------------------------------------------------
def test_write__new_file_in_a_new_folder__stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "配布" / "一" / "福祉課.xlsx"
    write(path, NEW, backup=True)
    assert path.read_bytes() == NEW
    assert _names(path) == ["福祉課.xlsx"], "no backup of nothing, no temporary file"


def test_write__without_backup__replaced(path: Path) -> None:
    write(path, NEW)
    assert path.read_bytes() == NEW
    assert _names(path) == ["事務局ブック.xlsx"]


def test_write__with_backup__one_and_rotated(path: Path) -> None:
    write(path, NEW, backup=True)
    assert path.with_name("事務局ブック.xlsx.bak").read_bytes() == OLD
    write(path, b"third", backup=True)
    assert path.with_name("事務局ブック.xlsx.bak").read_bytes() == NEW
    assert _names(path) == ["事務局ブック.xlsx", "事務局ブック.xlsx.bak"]


def test_write__same_bytes__file_left_alone(path: Path) -> None:
    write(path, NEW, backup=True)
    os.utime(path, (1, 1))
    before = path.stat()
    write(path, NEW, backup=True)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert path.with_name("事務局ブック.xlsx.bak").read_bytes() == OLD, (
        "the backup stays the one before the last change"
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_write__mode_of_the_file__kept(path: Path) -> None:
    path.chmod(0o640)
    write(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("backup", "fails"), [(False, 1), (True, 1), (True, 2)])
def test_write__replace_fails__old_file_stands_and_nothing_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch, backup: bool, fails: int
) -> None:
    hold_open(monkeypatch, fails)
    with pytest.raises(StoreError, match="書き込めません"):
        write(path, NEW, backup=backup)
    assert path.read_bytes() == OLD
    assert [name for name in _names(path) if not name.endswith(".bak")] == ["事務局ブック.xlsx"]


@pytest.mark.parametrize("earlier", [None, b"the workbook before"])
def test_write__file_held_open__backup_is_the_earlier_one(
    path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bytes | None
) -> None:
    """On Windows Excel holds an open workbook so that it cannot be replaced, while its backup can."""
    if earlier is not None:
        disk.backup_of(path).write_bytes(earlier)
    before = {entry.name: entry.read_bytes() for entry in path.parent.iterdir()}
    monkeypatch.setattr(os, "replace", _held(path))
    with pytest.raises(StoreError, match="書き込めません"):
        write(path, NEW, backup=True)
    assert {entry.name: entry.read_bytes() for entry in path.parent.iterdir()} == before


def test_write__file_held_open_as_windows_says_at_once__backup_never_touched(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of a refused writing, the earlier backup must be there, too."""
    backup = disk.backup_of(path)
    backup.write_bytes(b"the workbook before")
    before = backup.stat()

    def refuse(source: Path, target: Path) -> None:
        error: Any = PermissionError(13, "being used by another process")
        error.winerror = 32
        raise error

    monkeypatch.setattr(refused, "SECONDS", 0.0)
    monkeypatch.setattr(os, "rename", refuse)
    monkeypatch.setattr(os, "replace", lambda *_: pytest.fail("something was put in another's place"))
    with pytest.raises(StoreError, match="書き込めません"):
        write(path, NEW, backup=True)
    after = backup.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert path.read_bytes() == OLD
    assert len(_names(path)) == 2


def test_write__earlier_backup_cannot_be_put_back__a_copy_of_it_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = disk.backup_of(path)
    backup.write_bytes(b"the workbook before")
    monkeypatch.setattr(os, "replace", _held(path, backup, after=1))
    with pytest.raises(StoreError, match=f"「{backup.name}」に書き込めず.*元に戻すこともできません") as told:
        write(path, NEW, backup=True)
    assert path.read_bytes() == OLD
    (left,) = path.parent.glob("*_控え_*")
    assert left.read_bytes() == b"the workbook before"
    assert f"「{left}」" in str(told.value)
    assert len(_names(path)) == 3, "no temporary file"


def test_exchange__file_cannot_be_put_back__a_copy_of_it_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = disk.backup_of(path)
    backup.write_bytes(b"the workbook before")
    monkeypatch.setattr(os, "replace", _held(path, backup, after=1))
    with pytest.raises(StoreError, match=f"「{path.name}」に書き込めず.*元に戻すこともできません") as told:
        disk.exchange(path, instead_of=OLD)
    (left,) = path.parent.glob("*_控え_*")
    assert f"「{left}」" in str(told.value)
    monkeypatch.undo()
    write(path, NEW, backup=True)
    assert left.read_bytes() == OLD, "what was typed is not cleared away with the temporary files"
    assert len(_names(path)) == 3, "no temporary file"


@pytest.mark.parametrize("held", ["事務局ブック.xlsx", "事務局ブック.xlsx.bak"])
@pytest.mark.parametrize(
    "act", [lambda path: write(path, NEW, backup=True), lambda path: disk.exchange(path, instead_of=OLD)]
)
def test_refused__file_or_its_backup_held_open__that_one_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None], held: str
) -> None:
    """Who is told to close the workbook, while it is its backup that is open, closes the wrong one."""
    disk.backup_of(path).write_bytes(b"the workbook before")
    monkeypatch.setattr(os, "replace", _held(path.with_name(held)))
    with pytest.raises(StoreError, match=f"^「.*/{held}」に書き込めません"):
        act(path)


def _held(*targets: Path, after: int = 0) -> Callable[[str, Path], None]:
    """An `os.replace` that is refused where files are held open: from the call after the first `after` on."""
    real, calls = os.replace, iter(range(99))

    def replace(source: str, target: Path) -> None:
        if target in targets and next(calls) >= after:
            raise PermissionError(13, "being used by another process", source, None, str(target))
        real(source, target)

    return replace


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are set in another way there")
def test_write__disk_full__old_file_stands_and_nothing_is_left(path: Path) -> None:
    import resource

    code = f"""
        import resource, sys
        from pathlib import Path
        from kosei_xl.verbs.disk import StoreError, write
        resource.setrlimit(resource.RLIMIT_FSIZE, ({1 << 16}, {1 << 16}))
        try:
            write(Path(sys.argv[1]), b"x" * {1 << 20})
        except StoreError as error:
            print(type(error).__name__)
    """
    process = _python(code, str(path))
    assert finish(process)[0] == "StoreError\n"
    assert path.read_bytes() == OLD
    assert _names(path) == ["事務局ブック.xlsx"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE) != (1 << 16, 1 << 16)


@pytest.mark.parametrize("at", [1, 2])
def test_write__killed_in_between__old_or_new_file_stands_whole(path: Path, at: int) -> None:
    code = f"""
        import os, sys
        from pathlib import Path
        from kosei_xl.verbs import disk, refused
        calls = []
        def replace(*names, real=os.replace):
            calls.append(names)
            if len(calls) == {at}:
                os._exit(9)
            real(*names)
        os.replace = replace
        disk.write(Path(sys.argv[1]), b"new workbook", backup=True)
    """
    process = _python(code, str(path))
    finish(process)
    assert process.returncode == 9
    assert path.read_bytes() == OLD
    backup = path.with_name("事務局ブック.xlsx.bak")
    assert not backup.exists() if at == 1 else backup.read_bytes() == OLD
    write(path, NEW, backup=True)
    assert path.read_bytes() == NEW, "what the killed process left does not stand in the way"


@pytest.mark.parametrize("code", [5, 32, 33])
def test_write__refused_by_windows_for_a_moment__written_at_the_next_try(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    refusals = iter([code, code, code])
    monkeypatch.setattr(os, "replace", _refused(refusals))
    write(path, NEW, backup=True)
    assert path.read_bytes() == NEW
    assert disk.backup_of(path).read_bytes() == OLD
    assert next(refusals, None) is None
    assert _names(path) == ["事務局ブック.xlsx", "事務局ブック.xlsx.bak"]


def test_write__refused_by_windows_for_longer__given_up_in_time_and_backup_as_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "SECONDS", 0.1)
    disk.backup_of(path).write_bytes(b"the workbook before")
    monkeypatch.setattr(os, "replace", _refused(repeat(32)))
    with pytest.raises(StoreError, match=r"書き込めません（.*ほかのプログラムが開いています）"):
        write(path, NEW, backup=True)
    assert path.read_bytes() == OLD
    assert disk.backup_of(path).read_bytes() == b"the workbook before"
    assert len(_names(path)) == 2


def test_write__refused_for_another_reason__not_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter([112, 112])
    monkeypatch.setattr(os, "replace", _refused(refusals))
    with pytest.raises(StoreError):
        write(path, NEW)
    assert list(refusals) == [112], "a full disk (112) does not become empty by waiting"


def _refused(codes: Iterator[int]) -> Callable[[str, Path], None]:
    """An `os.replace` that Windows refuses with these errors, until there are no more."""
    real = os.replace

    def replace(source: str, target: Path) -> None:
        code = next(codes, None)
        if code is None:
            return real(source, target)
        error: Any = PermissionError(13, "Permission denied")
        error.winerror = code
        raise error

    return replace


def test_remove__refused_by_windows_for_a_moment__gone_at_the_next_try(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = Path.unlink, [32, 5]

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if refusals:
            error: Any = PermissionError(13, "Permission denied")
            error.winerror = refusals.pop()
            raise error
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    disk.remove(path)
    assert not path.exists()
    assert refusals == []


def test_write__folder_at_its_place__store_error(tmp_path: Path) -> None:
    folder = tmp_path / "事務局ブック.xlsx"
    folder.mkdir()
    with pytest.raises(StoreError, match=r"事務局ブック\.xlsx"):
        write(folder, NEW)
    assert list(tmp_path.iterdir()) == [folder]


def test_write__file_where_its_folder_should_be__store_error(path: Path) -> None:
    with pytest.raises(StoreError):
        write(path / "福祉課.xlsx", NEW)
    assert path.read_bytes() == OLD


def test_write__read_only_folder__store_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.chmod(0o555)
    try:
        if os.access(path.parent, os.W_OK):  # root may write anywhere: let the system call refuse instead

            def refuse(*_: object, **__: object) -> tuple[int, str]:
                raise PermissionError(13, "Permission denied")

            monkeypatch.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(StoreError, match="書き込める場所"):
            write(path, NEW)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == OLD


# -- lock ------------------------------------------------------------------------------------------------------------
def test_locked__held_by_another_process__store_error_then_free(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_SECONDS", 0.2)
    code = """
        import sys
        from pathlib import Path
        from kosei_xl.verbs.disk import locked
        with locked(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
    """
    process = _python(code, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match="書き込み中"), locked(path):
        pytest.fail("two writers at once")
    with locked(path.with_name("別のブック.xlsx")):
        pass
    finish(process)
    with locked(path):
        write(path, NEW)
    assert path.read_bytes() == NEW


def test_locked__two_processes_count_up__no_update_lost(path: Path) -> None:
    path.write_bytes(b"0")
    code = """
        import sys
        from pathlib import Path
        from kosei_xl.verbs.disk import locked, read, write
        path = Path(sys.argv[1])
        for _ in range(25):
            with locked(path, seconds=3600):
                write(path, str(int(read(path)) + 1).encode())
    """
    processes = [_python(code, str(path)) for _ in range(2)]
    for process in processes:
        finish(process)
    assert [process.returncode for process in processes] == [0, 0]
    assert path.read_bytes() == b"50"


def test_locked__same_file_by_another_path__one_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_SECONDS", 0.1)
    (path.parent / "下").mkdir()
    other = path.parent / "下" / ".." / path.name
    with locked(path), pytest.raises(StoreError), locked(other):
        pytest.fail("two writers at once")


def test_locked__error_inside__released(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_SECONDS", 0.1)
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError
    with locked(path):
        pass


def test_locked__long_japanese_path__works_and_leaves_the_folder_clean(tmp_path: Path) -> None:
    path = tmp_path / ("行財政改革推進計画" * 9) / "令和七年度末" / ("事務局ブック" * 10 + ".xlsx")
    with locked(path):
        write(path, NEW)
    assert read(path) == NEW
    assert _names(path) == [path.name]


# -- read ------------------------------------------------------------------------------------------------------------
def test_read__not_there_or_a_folder__store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="見つかりません"):
        read(tmp_path / "ない.xlsx")
    with pytest.raises(StoreError, match="フォルダー"):
        read(tmp_path)


def test_read__folder_as_windows_refuses_it__called_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StoreError, match="フォルダーです"):
        read(tmp_path)


def test_read__not_allowed__store_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StoreError, match="読めません"):
        read(path)


def test_bundled__templates_and_samples__found() -> None:
    for name in ("department.xlsx", "master.xlsx", "report.xlsx"):
        assert bundled("workbook_templates", name)[:2] == b"PK"
    assert bundled("samples", "midori.plan.json")[:1] == b"{"
    with pytest.raises(StoreError):
        bundled("samples", "none.plan.json")


# What lies beside a file, and files that are none ----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["~$台帳.xlsx", ".~lock.台帳.xlsx#"])
def test_locked__somebody_has_the_file_open__refused_naming_what_lies_there(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "台帳.xlsx"
    path.write_bytes(b"old")
    (tmp_path / mark).write_bytes(b"")
    with pytest.raises(disk.StoreError, match="誰かが開いています") as caught, disk.locked(path):
        pytest.fail("written under somebody's hands")
    assert mark in str(caught.value)
    (tmp_path / mark).unlink()
    with disk.locked(path):
        disk.write(path, b"new", backup=True)
    assert path.read_bytes() == b"new"


def test_locked__another_file_is_open__not_refused(tmp_path: Path) -> None:
    (tmp_path / "~$別の台帳.xlsx").write_bytes(b"")
    with disk.locked(tmp_path / "台帳.xlsx"):
        disk.write(tmp_path / "台帳.xlsx", b"new")


def test_write__a_link__the_file_changes_and_the_link_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "共有" / "台帳.xlsx", tmp_path / "台帳.xlsx"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link.symlink_to(real)
    disk.write(link, b"new", backup=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert disk.backup_of(link).read_bytes() == b"old"
    assert disk.backup_of(link).parent == real.parent
    disk.exchange(link, instead_of=b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes among its files")
def test_read__pipe__refused_without_waiting_for_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "回答.xlsx")
    with pytest.raises(disk.StoreError, match="普通のファイルではない"):
        disk.read(tmp_path / "回答.xlsx")


def test_read__larger_than_it_may_be__refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(disk.StoreError, match="大きすぎます"):
        disk.read(path, most=1000)
