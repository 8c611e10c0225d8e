"""What is kept between two runs, in the user's profile only: nothing that cannot be made anew.

Each entry is a file of its own, and says by a SHA-256 over its key and what it holds that it is whole and the one asked
for; any other is thrown away. Without a folder, or in one that cannot be written, all is made anew each time.
"""

import hashlib
import os
import sys
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kosei_xl.verbs import disk

VARIABLE: Final = "KOSEI_CACHE"
"""Environment variable: "off" keeps nothing; anything else is the folder to keep it in."""
MOST_BYTES: Final = 200 << 20
"""The folder is kept below; what was not used for longest goes first."""
_OFF: Final = frozenset(("off", "no", "0"))
_HEAD: Final = b"kosei_xl cache 1\n"
_ENDING: Final = ".kept"
_SUM: Final = 32


def folder_of(environment: Mapping[str, str], home: Path, *, windows: bool) -> Path | None:
    """Where a user's profile keeps what can be made anew; None where the user wants nothing kept."""
    said = environment.get(VARIABLE, "").strip()
    if said.lower() in _OFF:
        return None
    if said:
        return Path(said)
    if windows:
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "kosei_xl" / "cache"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "kosei_xl"


class ProfileCache:
    """Entries by kind and key in a folder; in none where `folder` is None."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """What was kept under a key; None where nothing was, or what is there is not whole or not that."""
        path = self._path(kind, key)
        if path is None:
            return None
        try:
            whole = disk.read(path, MOST_BYTES)
            data = _opened(whole, f"{kind} {key}")
        except disk.StoreError:
            return None
        if data is None:
            with suppress(disk.StoreError):
                disk.remove(path)
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep it; what cannot be written is not kept, and nothing is lost by that."""
        path = self._path(kind, key)
        if path is None:
            return
        packed = zlib.compress(data, 1)
        whole = _HEAD + _sum(f"{kind} {key}", packed) + packed
        if len(whole) > MOST_BYTES // 4:
            return
        with suppress(disk.StoreError, OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            disk.write(path, whole)
            self._make_room(path)

    def entries(self) -> tuple[tuple[Path, int], ...]:
        """The files in the folder that are ours, with their bytes; those used last come last."""
        found = []
        for path in self.folder.glob(f"*{_ENDING}") if self.folder is not None else ():
            with suppress(OSError):  # another run has thrown it away
                info = path.stat()
                found.append((info.st_mtime_ns, path, info.st_size))
        return tuple((path, size) for _, path, size in sorted(found))

    def clear(self) -> None:
        """Throw everything away, and the folder if nothing else is in it. Raises StoreError."""
        for path, _ in self.entries():
            disk.remove(path)
        with suppress(OSError):
            if self.folder is not None:
                self.folder.rmdir()

    def _path(self, kind: str, key: str) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{kind}-{hashlib.sha256(_bytes_of(key)).hexdigest()[:32]}{_ENDING}"

    def _make_room(self, newest: Path) -> None:
        found = [(path, size) for path, size in self.entries() if path != newest]
        left = sum(size for _, size in found) + newest.stat().st_size
        for path, size in found:
            if left <= MOST_BYTES:
                break
            disk.remove(path)
            left -= size


def usual() -> ProfileCache:
    """The one of whoever runs this."""
    try:
        return ProfileCache(folder_of(os.environ, Path.home(), windows=sys.platform == "win32"))
    except RuntimeError:  # nobody's home
        return ProfileCache(None)


def _sum(name: str, packed: bytes) -> bytes:
    return hashlib.sha256(_bytes_of(name) + b"\n" + packed).digest()


def _bytes_of(text: str) -> bytes:
    """A key as bytes; the name of a file may hold what is no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def _opened(whole: bytes, name: str) -> bytes | None:
    start = len(_HEAD) + _SUM
    packed = whole[start:]
    if whole[:start] != _HEAD + _sum(name, packed):
        return None
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None
