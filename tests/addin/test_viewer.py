"""PDFs and web pages are opened wherever they lie, and what no program opens is told with its place."""

import os
import webbrowser
from pathlib import Path

import pytest

from kosei_xl.addin.desk import Refused
from kosei_xl.addin.viewer import show_file

PAPER = Path("/市 役所/資料/委員会資料_令和７年度末_案.pdf")


def test_show_file__windows__given_the_path_and_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of file:///%E5%B8%82… Windows reads the bytes in its code page: no such file."""
    given: list[object] = []
    monkeypatch.setattr(os, "startfile", given.append, raising=False)
    monkeypatch.setattr(webbrowser, "open", lambda address: pytest.fail(address))
    show_file(PAPER)
    assert given == [PAPER]


def test_show_file__windows_has_no_program_for_it__refused_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(path: Path) -> None:
        raise OSError(22, "このファイルに関連付けられたアプリケーションはありません", str(path))

    monkeypatch.setattr(os, "startfile", start, raising=False)
    with pytest.raises(Refused, match=f"「{PAPER}」を開けませんでした（このファイルに関連付けられた"):
        show_file(PAPER)


def test_show_file__other_systems__given_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def opened(address: str) -> bool:
        given.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", opened)
    monkeypatch.delattr(os, "startfile", raising=False)
    show_file(PAPER)
    assert given == [PAPER.as_uri()]


def test_show_file__other_systems_without_a_browser__refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    monkeypatch.delattr(os, "startfile", raising=False)
    with pytest.raises(Refused, match="開くプログラムがありません"):
        show_file(PAPER)
