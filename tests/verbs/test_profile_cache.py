"""What is kept in the profile is whole and the one asked for, or thrown away; and there is never much of it."""

import os
from pathlib import Path

import pytest

from kosei_xl.verbs import profile_cache
from kosei_xl.verbs.profile_cache import ProfileCache, folder_of

DATA = "読み取ったもの".encode() * 3


@pytest.fixture
def cache(tmp_path: Path) -> ProfileCache:
    return ProfileCache(tmp_path / "kosei_xl" / "cache")


def _only(cache: ProfileCache) -> Path:
    ((path, _),) = cache.entries()
    return path


def test_get__what_was_put__is_the_same(cache: ProfileCache) -> None:
    assert cache.get("a", "k") is None
    cache.put("a", "k", DATA)
    assert cache.get("a", "k") == DATA
    assert (cache.get("a", "other"), cache.get("b", "k")) == (None, None)


def test_get__key_with_the_name_of_a_file_that_is_no_utf8__as_any_other(cache: ProfileCache) -> None:
    key = os.fsdecode("事務局".encode("cp932"))
    cache.put("a", key, DATA)
    assert cache.get("a", key) == DATA


def test_get__every_byte_changed__thrown_away(cache: ProfileCache) -> None:
    cache.put("a", "k", DATA)
    path = _only(cache)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        assert cache.get("a", "k") is None, place
        assert not path.exists()
    cache.put("a", "k", DATA)
    assert cache.get("a", "k") == DATA


def test_get__cut_off_at_every_length_or_longer__thrown_away(cache: ProfileCache) -> None:
    cache.put("a", "k", DATA)
    path = _only(cache)
    whole = path.read_bytes()
    for found in (*(whole[:end] for end in range(len(whole))), whole + b"\0", whole + whole):
        path.write_bytes(found)
        assert cache.get("a", "k") is None, len(found)
        assert not path.exists()


def test_get__the_entry_of_another_key__thrown_away(cache: ProfileCache) -> None:
    cache.put("a", "k", DATA)
    foreign = _only(cache).read_bytes()
    cache.put("a", "l", b"")
    mine = next(path for path, _ in cache.entries() if path.read_bytes() != foreign)
    mine.write_bytes(foreign)
    assert cache.get("a", "l") is None
    assert cache.get("a", "k") == DATA


def test_put__more_than_there_is_room_for__what_was_not_used_longest_goes(
    cache: ProfileCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile_cache, "MOST_BYTES", 5_000)
    for number in range(9):
        cache.put("a", str(number), os.urandom(1_000))
        os.utime(max((path for path, _ in cache.entries()), key=lambda path: path.stat().st_mtime_ns), (number, number))
        assert sum(size for _, size in cache.entries()) <= 5_000
        assert cache.get("a", "0") is not None or number > 8
        os.utime(next(path for path, _ in cache.entries()), (0, 0)) if number == 0 else None
    assert cache.get("a", "8") is not None
    assert cache.get("a", "1") is None
    cache.put("a", "large", os.urandom(2_000))
    assert cache.get("a", "large") is None, "one alone does not drive the others out"


def test_put__folder_that_cannot_be_written__nothing_is_kept_and_nothing_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = ProfileCache(tmp_path / "file" / "cache")
    cache.put("a", "k", DATA)
    assert cache.get("a", "k") is None
    assert cache.entries() == ()


def test_clear__only_what_is_ours(cache: ProfileCache) -> None:
    cache.put("a", "k", DATA)
    assert cache.folder is not None
    (cache.folder / "memo.txt").write_text("人のもの", encoding="utf-8")
    cache.clear()
    assert [path.name for path in cache.folder.iterdir()] == ["memo.txt"]
    (cache.folder / "memo.txt").unlink()
    cache.put("a", "k", DATA)
    cache.clear()
    assert not cache.folder.exists()


HOME = Path("/home/k")


@pytest.mark.parametrize(
    ("environment", "windows", "folder"),
    [
        ({}, False, HOME / ".cache" / "kosei_xl"),
        ({"XDG_CACHE_HOME": "/c"}, False, Path("/c/kosei_xl")),
        ({}, True, HOME / "AppData" / "Local" / "kosei_xl" / "cache"),
        ({"LOCALAPPDATA": "/l"}, True, Path("/l/kosei_xl/cache")),
        ({"KOSEI_CACHE": "/elsewhere"}, True, Path("/elsewhere")),
        ({"KOSEI_CACHE": " "}, False, HOME / ".cache" / "kosei_xl"),
        ({"KOSEI_CACHE": "off"}, False, None),
        ({"KOSEI_CACHE": "OFF"}, True, None),
    ],
)
def test_folder_of__as_the_environment_says(environment: dict[str, str], windows: bool, folder: Path | None) -> None:
    assert folder_of(environment, HOME, windows=windows) == folder
