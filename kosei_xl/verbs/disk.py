"""Files, whole or not at all: one writer at a time, one backup; and the bundled files.

What else touches files: `claims`, the marks of writers on a share; `pdf_programs`, on copies for the programs that it
starts; and `install_kit`, before we are installed.
"""

import os
import stat
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs.own_names import digest, temporary_prefix
from kosei_xl.verbs.refused import patiently, why
from kosei_xl.words.messages import told
from kosei_xl.words.printable import printable

BACKUP_SUFFIX = ".bak"
_LOCK_SECONDS = 10


class StoreError(KoseiError):
    """A file could not be read or written; the message says which and what to do."""


def read(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file. Raises StoreError when it is not there, may not be read, is no ordinary file (a pipe would
    never end), or has more than `most` bytes.
    """
    with _told_why(path):
        _look_at(path, most)
        return path.read_bytes()


def head(path: Path, count: int) -> bytes:
    """The first bytes of a file. Raises StoreError as `read` does."""
    with _told_why(path):
        _look_at(path, None)
        with path.open("rb") as file:
            return file.read(count)


def _look_at(path: Path, most: int | None) -> None:
    info = path.stat()
    if not stat.S_ISREG(info.st_mode) and not stat.S_ISDIR(info.st_mode):
        raise StoreError(told("not_ordinary", path=printable(str(path))))
    if most is not None and info.st_size > most:
        raise StoreError(told("file_too_large", path=printable(path.name), most=f"{most:,}"))


@contextmanager
def _told_why(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(told("not_there", path=printable(str(path)))) from error
    except OSError as error:
        if path.is_dir():  # Windows says of a folder that it may not be read
            raise StoreError(told("is_folder", path=printable(str(path)))) from error
        raise StoreError(told("not_readable", path=printable(str(path)), why=why(error))) from error


@contextmanager
def locked(path: Path, *, seconds: float | None = None) -> Iterator[None]:
    """Keep other writers of `path` out from reading it until the new file stands.

    Two locks: one of the system in its temporary folder, which ends with the process, and a mark beside the file, which
    other PCs on the same share see (`claims`). `seconds` to wait, if not 10; then raises StoreError, or Claimed with
    who writes. What somebody has open in Excel or LibreOffice, here or on another PC, is not written under them either:
    their saving would undo it.
    """
    import tempfile  # these here, because most of what reads does not write

    from filelock import FileLock, Timeout

    from kosei_xl.verbs.claims import claimed

    path = _real(path)
    wait = _LOCK_SECONDS if seconds is None else seconds
    lock = FileLock(Path(tempfile.gettempdir()) / f"kosei_{digest(path)}.lock", timeout=wait, mode=0o666)
    try:
        lock.acquire()
    except (Timeout, OSError) as error:
        raise StoreError(told("locked", path=path.name)) from error
    try:
        marks = [mark for mark in _owner_files(path) if os.path.exists(mark)]  # also of a name that is too long
        if marks:
            raise StoreError(told("open_elsewhere", path=path.name, mark=marks[0].name))
        with ExitStack() as marked:
            try:
                marked.enter_context(claimed(path, wait))
            except OSError as error:
                raise StoreError(told("not_writable", path=path, why=why(error))) from error
            yield
    finally:
        lock.release()


def _owner_files(path: Path) -> tuple[Path, Path]:
    """What Excel and LibreOffice keep beside a file while somebody has it open."""
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def _real(path: Path) -> Path:
    """The file itself where `path` is a link to it: replacing the link would leave the file as it was."""
    return path.resolve() if path.is_symlink() else path


def write(path: Path, data: bytes, *, backup: bool = False, instead_of: bytes | None = None) -> None:
    """Put `data` at `path`, whole or not at all: a temporary file beside it, fsync, replace.

    With `backup` the file that stood there is kept as `<name>.bak` (one, rotated). A file that already holds exactly
    `data` is left alone. With `instead_of` the file must still hold these bytes: the lock does not reach other PCs, so
    what somebody saved on a shared drive meanwhile is not written over. Raises StoreError; then the old file and its
    backup stand as they were.
    """
    path = _real(path)
    beside: list[str] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_bytes() if path.exists() else None
        if old == data:
            return
        if instead_of is not None and old != instead_of:
            raise StoreError(told("changed_meanwhile", path=path.name))
        _write_beside(path, data, beside)
        if backup and old is not None:
            _replace_both(path, old, beside)
        else:
            replace(beside[0], path)
        _sync_folder(path.parent)
    except StoreError:
        _clear(beside)
        raise
    except OSError as error:
        _clear(beside)
        raise StoreError(told("not_writable", path=_refusing(path, error), why=why(error))) from error
    with suppress(OSError):  # what killed runs left; the file itself stands already
        _clear(str(left) for left in path.parent.glob(f"{temporary_prefix(path)}*.tmp"))


def replace(source: str | Path, target: Path) -> None:
    """`os.replace`, patiently: on Windows anybody who has the target open stands in its way. Raises OSError."""
    patiently(lambda: os.replace(source, target))


def _replace_both(path: Path, old: bytes, beside: list[str]) -> None:
    """Let `old` stand in the backup's place and the file of beside[0] at `path`.

    The backup comes first, so that a new file never stands without the old one beside it. Excel holds a workbook that
    is open so that it cannot be replaced: that is tried before the backup is touched, and if it is refused after all,
    the backup of before stands again.
    """
    patiently(lambda: os.rename(path, path))
    backup = backup_of(path)
    earlier = backup.read_bytes() if backup.exists() else None
    _write_beside(path, old, beside)
    if earlier is not None:
        _write_beside(path, earlier, beside)
    replace(beside[1], backup)
    try:
        replace(beside[0], path)
    except OSError:
        if earlier is None:
            patiently(backup.unlink)
        else:
            _put_back(beside.pop(), backup)  # no longer one to clear: it is the only copy while it does not stand
        raise


def backup_of(path: Path) -> Path:
    """Where the file that stood at `path` before is kept."""
    path = _real(path)
    return path.with_name(path.name + BACKUP_SUFFIX)


def exchange(path: Path, *, instead_of: bytes) -> None:
    """Let a file and its backup change places; the file must still hold `instead_of`.

    First the backup's bytes stand in the file's place, then the file's in the backup's: whatever stops it in between,
    the file is whole. Raises StoreError; then both stand as they were.
    """
    path = _real(path)
    beside: list[str] = []
    backup = backup_of(path)
    try:
        old = path.read_bytes()
        if old != instead_of:
            raise StoreError(told("changed_meanwhile", path=path.name))
        _write_beside(path, backup.read_bytes(), beside)
        _write_beside(path, old, beside)
        replace(beside[0], path)
        try:
            replace(beside[1], backup)
        except OSError:
            # the backup is held open somewhere: nothing may be lost, so back again
            _put_back(beside.pop(), path)
            raise
        _sync_folder(path.parent)
    except StoreError:
        _clear(beside)
        raise
    except OSError as error:
        _clear(beside)
        raise StoreError(told("not_writable", path=_refusing(path, error), why=why(error))) from error


def _put_back(source: str, path: Path) -> None:
    """Let what stood at `path` stand there again; raises StoreError with where it stays if that is refused, too."""
    try:
        replace(source, path)
    except OSError as error:
        raise kept_beside(Path(source), path, error) from error


def kept_beside(source: Path, path: Path, error: OSError) -> StoreError:
    """Give the only copy of what stood at `path` a name that no later writing clears away, and tell it."""
    kept = path.with_name(f"{path.stem}_控え_{uuid.uuid4().hex[:8]}{path.suffix}")
    os.rename(source, kept)
    return StoreError(told("kept_beside", path=path.name, why=why(error), kept=kept))


def _refusing(path: Path, error: OSError) -> Path:
    """Which of a file and its backup could not be replaced: that one is open somewhere, and to be named."""
    backup = backup_of(path)
    return backup if str(error.filename2) == str(backup) else path


def _clear(beside: Iterable[str]) -> None:
    for name in filter(os.path.exists, beside):
        with suppress(OSError):  # what is scanned at this moment is cleared by the next writing
            os.unlink(name)


def set_aside(path: Path) -> Path | None:
    """Rename a file that no longer holds to `<name>.bak` -> the new path; None without one. Raises StoreError."""
    kept = path.with_name(path.name + BACKUP_SUFFIX)
    try:
        replace(path, kept)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(told("not_writable", path=path, why=why(error))) from error
    return kept


def remove(path: Path) -> None:
    """Delete a file, and its folder if that is empty then and ours (its name begins with a dot). Raises StoreError."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
        if path.parent.name.startswith(".") and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise StoreError(told("not_writable", path=path, why=why(error))) from error


def compile_folder(folder: Path) -> None:
    """Write the byte code of every module below a folder, where it is missing or old.

    xlwings starts Python with -B, which never writes any. A folder that may not be written to stays as it is.
    """
    import compileall

    compileall.compile_dir(folder, quiet=2, workers=1)


def _write_beside(path: Path, data: bytes, made: list[str]) -> None:
    """Write `data` to a new file beside `path`; its name is added to `made` before anything can fail."""
    import tempfile  # here for the same reason as in `locked`

    handle, name = tempfile.mkstemp(prefix=temporary_prefix(path), suffix=".tmp", dir=path.parent)
    made.append(name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    os.chmod(name, mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the replacement last through a power cut, where the system can sync folders (not Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def bundled(folder: str, name: str) -> bytes:
    """Bytes of a file shipped with the program: `workbook_templates/…`, `macros/…` or `samples/…`."""
    return read(bundled_path(folder, name))


def bundled_path(folder: str, name: str) -> Path:
    """Where a file shipped with the program lies.

    An installed package holds all of them inside itself; a checkout has workbook_templates and macros beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / folder / name
    return inside if inside.exists() else package.parent / folder / name
