"""The mark of a writer beside a master: two PCs on one share, and processes that ended without taking it away."""

import errno
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from kosei_xl.verbs import disk
from kosei_xl.verbs.claims import Claim, Claimed, claim_file, read_claim, withdraw
from tests.tools.patience import finish

ELSEWHERE = Claim("行革 花子", "PC-012", "2026-04-10 10:15:00", 4711, "win32")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A master on a share."""
    path = tmp_path / "共有 フォルダ" / "事務局ブック.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"0")
    return path


def _left(path: Path, claim: Claim) -> Path:
    mark = claim_file(path)
    mark.write_bytes(b"\xef\xbb\xbf" + claim.text().encode())
    return mark


def _python(code: str, path: Path, temp: Path) -> "subprocess.Popen[str]":
    """Another PC, as far as its temporary folder goes: there the lock of the system lies."""
    temp.mkdir(exist_ok=True)
    there = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temp))}
    command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    return subprocess.Popen(command, env=there, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_locked__two_processes_with_temporary_folders_of_their_own__no_update_lost(path: Path, tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from kosei_xl.verbs.disk import locked, read, write
        path = Path(sys.argv[1])
        for _ in range(50):
            with locked(path, seconds=3600):
                data = read(path)
                write(path, str(int(data) + 1).encode(), backup=True, instead_of=data)
    """
    processes = [_python(code, path, tmp_path / name) for name in ("一", "二")]
    for process in processes:
        finish(process)
    assert [process.returncode for process in processes] == [0, 0]
    assert path.read_bytes() == b"100"
    assert disk.backup_of(path).read_bytes() == b"99"
    assert _names(path) == ["事務局ブック.xlsx", "事務局ブック.xlsx.bak"]


def test_locked__while_writing__the_mark_says_who_where_and_when(path: Path) -> None:
    with disk.locked(path):
        mark = claim_file(path)
        assert mark.name == ".事務局ブック.xlsx.書き込み中.txt"
        claim = read_claim(mark)
        assert claim is not None
        assert (claim.pid, claim.system) == (os.getpid(), sys.platform)
        assert claim.who
        assert claim.pc
        text = mark.read_text(encoding="utf-8-sig")
        assert "消してかまいません" in text
        assert f"使用者：{claim.who}" in text
    assert _names(path) == ["事務局ブック.xlsx"]


def test_locked__another_pc_is_writing__refused_naming_it_and_the_file_to_delete(path: Path) -> None:
    mark = _left(path, ELSEWHERE)
    with pytest.raises(Claimed) as caught, disk.locked(path, seconds=0.1):
        pytest.fail("two writers at once")
    message = str(caught.value)
    assert "行革 花子 さん（PC-012、2026-04-10 10:15:00 から）" in message
    assert str(mark) in message
    assert caught.value.claim == ELSEWHERE
    assert read_claim(mark) == ELSEWHERE
    withdraw(path, ELSEWHERE)
    with disk.locked(path, seconds=0):
        disk.write(path, b"1")
    assert _names(path) == ["事務局ブック.xlsx"]


def test_locked__killed_on_this_pc__next_one_writes_without_a_question(path: Path, tmp_path: Path) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from kosei_xl.verbs.disk import locked
        with locked(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
            os._exit(9)
    """
    process = _python(code, path, tmp_path / "一")
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(Claimed), disk.locked(path, seconds=0.1):
        pytest.fail("its writer lives")
    finish(process)
    assert process.returncode == 9
    claim = read_claim(claim_file(path))
    assert claim is not None
    assert claim.pid == process.pid
    with disk.locked(path, seconds=0):
        disk.write(path, b"1")
    assert _names(path) == ["事務局ブック.xlsx"]


def test_locked__mark_of_the_same_name_of_pc_but_another_system__not_taken_for_ours(path: Path) -> None:
    with disk.locked(path):
        ours = read_claim(claim_file(path))
    assert ours is not None
    dead = replace(ours, pid=2**22 + 1, system="another")
    _left(path, dead)
    with pytest.raises(Claimed), disk.locked(path, seconds=0):
        pytest.fail("the number of a process means nothing there")


def test_locked__mark_not_written_to_its_end__somebody_is_there(path: Path) -> None:
    claim_file(path).write_bytes(b"")
    with pytest.raises(Claimed, match=r"「事務局ブック\.xlsx」は \? さん"), disk.locked(path, seconds=0.1):
        pytest.fail("somebody is beginning to write")
    withdraw(path, None)
    assert _names(path) == ["事務局ブック.xlsx"]


def test_locked__share_on_which_files_have_one_name_only__marked_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with disk.locked(path):
        assert read_claim(claim_file(path)) is not None
        disk.write(path, b"1")
    assert _names(path) == ["事務局ブック.xlsx"]


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot rename a file that is being read")
def test_locked__killed_at_any_step_of_leaving_the_mark__next_one_writes(path: Path, tmp_path: Path) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from kosei_xl.verbs import claims, disk
        left = int(sys.stdin.readline())
        def killed_before(call):
            def wrapped(*arguments, **named):
                global left
                left -= 1
                if left == 0:
                    os._exit(9)
                return call(*arguments, **named)
            return wrapped
        for owner, name in ((Path, "write_bytes"), (os, "link"), (os, "rename"), (Path, "unlink"), (claims, "_own")):
            setattr(owner, name, killed_before(getattr(owner, name)))
        with disk.locked(Path(sys.argv[1])):
            pass
    """
    codes: list[int] = []
    while 0 not in codes:
        process = _python(code, path, tmp_path / "一")
        process.stdin.write(f"{len(codes) + 1}\n")  # type: ignore[union-attr]
        finish(process)
        codes.append(process.returncode)
        with disk.locked(path, seconds=0):
            disk.write(path, f"{len(codes)}".encode())
        assert _names(path) == ["事務局ブック.xlsx"], f"killed at step {len(codes)}"
    assert len(codes) > 5


def test_lift__another_writer_came_meanwhile__his_mark_stays(path: Path) -> None:
    newer = replace(ELSEWHERE, pid=4712)
    mark = _left(path, newer)
    withdraw(path, ELSEWHERE)
    assert read_claim(mark) == newer
    assert _names(path) == [mark.name, "事務局ブック.xlsx"]


def test_locked__folder_that_may_not_be_written_to__said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(disk.StoreError, match="書き込めません"), disk.locked(path):
        pytest.fail("nothing can be written there")


def test_mark_of__longest_name__still_a_name(tmp_path: Path) -> None:
    path = tmp_path / ("事務局" * 27 + ".xlsx")
    with disk.locked(path):
        assert claim_file(path).exists()
        disk.write(path, b"new")
    assert claim_file(path) != claim_file(tmp_path / ("事務局" * 27 + ".xlsm"))
