"""A folder stands whole: the new one, or the one of before."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.verbs import refused
from kosei_xl.verbs.disk import StoreError
from kosei_xl.verbs.folders import files_in, new_folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder that stands already."""
    path = tmp_path / "公表"
    path.mkdir()
    (path / "index.html").write_bytes(b"before")
    return path


def _renew(path: Path) -> None:
    with new_folder(path) as folder:
        folder.write("sub/index.html", [b"new"])


def _refusing(**times: int) -> Callable[[Path, Path], None]:
    """An `os.rename` that Windows refuses so often for what has this name beside the place: `new` or `old`."""
    real = os.rename

    def rename(source: Path, place: Path) -> None:
        if times.get(source.name):
            times[source.name] -= 1
            error: Any = PermissionError(13, "Permission denied")
            error.winerror = 32
            raise error
        real(source, place)

    return rename


def test_new_folder__over_an_old_one__the_new_one_alone(path: Path) -> None:
    _renew(path)
    assert files_in(path) == ("sub/index.html",)
    assert [one.name for one in path.parent.iterdir()] == ["公表"]


def test_new_folder__refused_for_a_moment__stands_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "rename", _refusing(new=3))
    _renew(path)
    assert files_in(path) == ("sub/index.html",)


def test_new_folder__refused_for_longer__the_old_one_comes_back_although_that_is_refused_for_a_moment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has stood in the way of the new folder stands in that of the old one for a moment more."""
    monkeypatch.setattr(refused, "SECONDS", 0.2)
    monkeypatch.setattr(os, "rename", _refusing(new=10**6, old=2))
    with pytest.raises(StoreError, match="書き込めません"):
        _renew(path)
    assert (path / "index.html").read_bytes() == b"before"
    assert [one.name for one in path.parent.iterdir()] == ["公表"]


def test_new_folder__the_old_one_cannot_come_back__kept_under_a_name_that_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "SECONDS", 0.1)
    rename = os.rename
    refusing = _refusing(new=10**6, old=10**6)
    monkeypatch.setattr(os, "rename", lambda source, place: (refusing if place == path else rename)(source, place))
    with pytest.raises(StoreError, match=r"「公表」に書き込めず.*元に戻すこともできません") as told:
        _renew(path)
    (left,) = path.parent.iterdir()
    assert f"「{left}」" in str(told.value)
    assert (left / "index.html").read_bytes() == b"before"


def test_new_folder__the_old_one_can_go_nowhere__it_is_not_cleared_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "SECONDS", 0.1)
    monkeypatch.setattr(os, "rename", _refusing(new=10**6, old=10**6))
    with pytest.raises(StoreError, match="書き込めません"):
        _renew(path)
    (left,) = path.parent.glob(".kosei.*/old/index.html")
    assert left.read_bytes() == b"before"
